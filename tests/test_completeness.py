"""Nothing is half there: every sentence in both languages, every command and setting with its page, no dead links."""

from __future__ import annotations

import argparse
import ast
import re
import string
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from posapp.cli import command_names, make_parser
from posapp.i18n.catalogue import Forms, plural_form, read_po
from posapp.settings import BY_KEY, SETTINGS
from tests.source_tree import ROOT, nothing, sources, tree

TRANSLATIONS = ROOT / "resources" / "translations"
KEY = re.compile(r"[a-z][a-z0-9_]*(\.[A-Za-z0-9_-]+)+")
BEGINNING = re.compile(r"[a-z][a-z0-9_]*\.([A-Za-z0-9_.-]*[_.-])?")
FILE_ENDINGS = {"db", "html", "json", "mo", "otf", "pdf", "png", "po", "py", "svg", "txt", "wav"}
SPEAKING = {"because", "fault", "of", "t", "words"}
"""Functions whose keyword arguments are a sentence's values."""


@cache
def catalogue(language: str) -> Mapping[str, Forms]:
    """All sentences of a language, from its rooms' files; `ValueError` where two rooms claim one key."""
    whole: dict[str, Forms] = {}
    for path in sorted((TRANSLATIONS / language).glob("*.po")):
        for key, forms in read_po(path.read_text("utf-8"), source=path.name).items():
            if key in whole:
                raise ValueError(f"{language}: {key} stands in {path.name} and in another file")
            whole[key] = forms
    return whole


def placeholders(forms: Forms) -> set[str]:
    """The values that a sentence names, whichever of its forms is said."""
    return {name for form in forms for _, name, _, _ in string.Formatter().parse(form) if name}


@cache
def product_trees() -> tuple[tuple[Path, ast.Module], ...]:
    """The product's own sources."""
    return tuple((path, tree(path)) for path in sources() if path.parts[0] == "posapp")


def constants(*, notes_too: bool = True) -> Iterator[tuple[str, str]]:
    """Place and text of every string in the product that stands alone, no part of one put together; with or without
    the names under which the log of who did what keeps things, which may be sentences but need not."""
    for path, parsed in product_trees():
        parts = {id(part) for node in ast.walk(parsed) if isinstance(node, ast.JoinedStr) for part in node.values}
        calls = [node for node in ast.walk(parsed) if isinstance(node, ast.Call)]
        notes = [call for call in calls if ast.unparse(call.func).split(".")[-1] == "note"]
        if not notes_too:
            parts |= {id(part) for call in notes for part in [*call.args, *(word.value for word in call.keywords)]}
        for node in ast.walk(parsed):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts:
                yield f"{path}:{node.lineno}", node.value


def composed() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Place and shape of every key that is put together: ``f"setting.{key}"`` fits what begins so."""
    for path, parsed in product_trees():
        for node in ast.walk(parsed):
            if isinstance(node, ast.JoinedStr):
                parts = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
                first = parts[0]
                if isinstance(first, str) and re.fullmatch(r"[a-z][a-z0-9_]*\.[A-Za-z0-9_.-]*", first):
                    shape = "".join("[^ ]+" if part is None else re.escape(str(part)) for part in parts)
                    yield f"{path}:{node.lineno}", re.compile(shape)
    for place, text in constants():
        if BEGINNING.fullmatch(text):  # "setting." + key
            yield place, re.compile(re.escape(text) + "[^ ]+")


def spoken() -> Iterator[tuple[str, str, set[str] | None]]:
    """Place, key and values of every sentence that is asked for by name; the values are None where they are unknown."""
    for path, parsed in product_trees():
        for node in ast.walk(parsed):
            if not isinstance(node, ast.Call) or ast.unparse(node.func).split(".")[-1].lstrip("_") not in SPEAKING:
                continue
            named = [part.value for part in node.args[:2] if isinstance(part, ast.Constant)]
            keys = [value for value in named if isinstance(value, str) and KEY.fullmatch(value)]
            if keys:
                values = {word.arg for word in node.keywords}
                known = None if None in values else {value for value in values if value}
                yield f"{path}:{node.lineno}", keys[-1], known


def looks_like_a_key(text: str) -> bool:
    """Whether a string of the product can only be meant as the key of a sentence."""
    if (
        not KEY.fullmatch(text)
        or BEGINNING.fullmatch(text)
        or text in BY_KEY
        or text.rsplit(".", 1)[-1] in FILE_ENDINGS
    ):
        return False
    return text.split(".")[0] in {key.split(".")[0] for key in catalogue("en")}


def test_the_two_languages_have_the_same_sentences() -> None:
    nothing(set(catalogue("en")) ^ set(catalogue("ko")))


@pytest.mark.parametrize("language", ["en", "ko"])
def test_no_sentence_is_empty_or_shouts(language: str) -> None:
    bad = {key for key, forms in catalogue(language).items() for form in forms if not form.strip() or "!" in form}
    nothing(bad)


def test_both_languages_name_the_same_values() -> None:
    both = set(catalogue("en")) & set(catalogue("ko"))
    nothing(key for key in both if placeholders(catalogue("en")[key]) != placeholders(catalogue("ko")[key]))


def test_a_plural_is_a_plural_in_both_languages_and_speaks_of_a_count() -> None:
    """English tells one from many, Korean does not; a sentence with more than one form counts something."""
    wrong = set()
    for language, forms_wanted in (("en", 2), ("ko", 1)):
        assert {plural_form(language, count) for count in (0, 1, 2)} == set(range(forms_wanted))
        for path in (TRANSLATIONS / language).glob("*.po"):
            blocks = re.split(r"\n\s*\n", path.read_text("utf-8"))
            for block in blocks:
                key = re.search(r'^msgid "(.+)"', block, re.MULTILINE)
                if key and "msgid_plural" in block:
                    other = catalogue("ko" if language == "en" else "en").get(key[1], ())
                    right = block.count("\nmsgstr[") == forms_wanted and len(other) == 3 - forms_wanted
                    if not right or "count" not in placeholders(catalogue(language)[key[1]]):
                        wrong.add((language, key[1]))
    nothing(wrong)


def test_korean_is_not_english_left_over() -> None:
    names = {"English"}  # a language is named in itself
    left = set()
    for key, forms in catalogue("ko").items():
        letters = re.sub(r"\{\w*\}", "", "".join(forms))
        if re.search(r"[a-z]{4}", letters) and not re.search(r"[가-힣]", letters) and letters not in names:
            left.add(key)
    nothing(left)


PARTICLE = re.compile(r"\}[\"'”’)]*(은|는|이|가|을|를|과|와|으로|로|이나|나|이라|라|이에요|예요|이랑|랑)(?![가-힣])")


def test_no_korean_particle_stands_directly_after_a_value() -> None:
    """Which particle is right depends on how the value ends, which nobody knows when the sentence is written."""
    nothing((key, forms) for key, forms in catalogue("ko").items() if any(map(PARTICLE.search, forms)))


@pytest.mark.parametrize(("sentence", "bad"), [("{name}을 지워요", True), ("{count}가지", False), ("“{name}”는", True)])
def test_a_particle_is_told_from_a_word(sentence: str, bad: bool) -> None:
    assert bool(PARTICLE.search(sentence)) is bad


def test_every_sentence_asked_for_is_in_the_catalogues() -> None:
    asked = {(place, text) for place, text in constants(notes_too=False) if looks_like_a_key(text)}
    asked |= {(place, key) for place, key, _ in spoken()}
    asked |= {("posapp/settings.py", setting.meaning) for setting in SETTINGS}
    nothing((place, key) for place, key in asked if key not in catalogue("en"))


def test_every_sentence_is_given_the_values_that_it_names() -> None:
    short = [
        (place, key, sorted(placeholders(catalogue("en")[key]) - values))
        for place, key, values in spoken()
        if values is not None and key in catalogue("en") and placeholders(catalogue("en")[key]) - values
    ]
    nothing(short)


def test_no_sentence_is_left_that_nobody_says() -> None:
    said = {text for _, text in constants()}
    shapes = [shape for _, shape in composed()]
    left = {key for key in catalogue("en") if key not in said and not any(shape.fullmatch(key) for shape in shapes)}
    nothing(left)


@cache
def parsers() -> Mapping[str, argparse.ArgumentParser]:
    """Each command's parser."""
    for action in make_parser(command_names())._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


def words_of(parser: argparse.ArgumentParser) -> set[str]:
    """The options and the names of sub-commands that a parser knows, beside those that all commands take."""
    found: set[str] = set()
    for action in parser._actions:
        found |= {option for option in action.option_strings if option.startswith("--")}
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                found |= {name} | words_of(below)
    return found - {"--help", "--shop", "--language", "--json"}


def test_every_command_has_a_page_that_names_all_it_takes() -> None:
    lacking = {}
    for name, parser in parsers().items():
        page = ROOT / "docs" / "commands" / f"{name}.md"
        text = page.read_text("utf-8") if page.exists() else ""
        if missing := {word for word in words_of(parser) | {f"posapp {name}"} if word not in text}:
            lacking[name] = sorted(missing)
    nothing(lacking.items())


def test_every_command_says_what_it_is_for() -> None:
    nothing(name for name, parser in parsers().items() if not (parser.description or "").strip())


def test_every_page_of_a_command_belongs_to_one() -> None:
    pages = {page.stem for page in (ROOT / "docs" / "commands").glob("*.md")} - {"README"}
    nothing(pages - set(command_names()))


def test_every_setting_is_on_the_page_of_settings_with_its_default() -> None:
    rows = re.findall(
        r"^\| `([a-z_.]+)` \| `([^|]*)` \|", (ROOT / "docs" / "settings.md").read_text("utf-8"), re.MULTILINE
    )
    defaults = {setting.key: str(setting.default).lower() or "nothing" for setting in SETTINGS}
    assert dict(rows) == defaults


def prose() -> Iterator[tuple[Path, str]]:
    """Every text file of the project, relative to its root."""
    folders = ("posapp", "tests", "benchmarks", "docs", "resources", ".ci")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*")]
    files += [path for ending in ("md", "py", "toml", "lock") for path in ROOT.glob(f"*.{ending}")]
    for path in sorted(files):
        if path.is_file() and "__pycache__" not in path.parts:
            try:
                yield path.relative_to(ROOT), path.read_text("utf-8")
            except UnicodeDecodeError:
                continue  # a picture, a font, a compiled catalogue


def test_no_link_between_pages_is_dead() -> None:
    links = [
        (path, target)
        for path, text in prose()
        if path.suffix == ".md"
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text)
    ]
    nothing(f"{path}: {target}" for path, target in links if not (ROOT / path.parent / target).exists())


# Put together here, so that this file does not name what it looks for.
OF_A_MACHINE = re.compile(
    r"(?<![\w.])/(?:wor" + r"k|roo" + r"t|tm" + r"p(?!/\.X11)|op" + r"t|hom" + r"e)/\w"
    r"|pyp" + r"i\.org|pythonhost" + r"ed|registry\.npm" + r"js|deb\.debi" + r"an|archive\.ubun" + r"tu"
)


def test_no_file_names_a_path_of_one_machine_or_a_registry() -> None:
    found = [f"{path}: {hit.group()}" for path, text in prose() for hit in OF_A_MACHINE.finditer(text)]
    nothing(found)


def test_the_list_of_commands_names_every_one() -> None:
    page = (ROOT / "docs" / "commands" / "README.md").read_text("utf-8")
    nothing(name for name in command_names() if f"[{name}]({name}.md)" not in page)


def shown() -> Iterator[tuple[str, str]]:
    """Place and text of whatever a person may see drawn: the sentences, and what the window and the cards draw."""
    for language in ("en", "ko"):
        for key, forms in catalogue(language).items():
            yield f"{language}: {key}", "".join(forms)
    for path, parsed in product_trees():
        if path.parts[1] in ("ui", "cards"):
            said = {id(node.value) for node in ast.walk(parsed) if isinstance(node, ast.Expr)}  # docstrings
            for node in ast.walk(parsed):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
                    yield f"{path}:{node.lineno}", node.value


def test_the_bundled_type_has_every_letter_that_is_shown(qapp: object) -> None:
    """A bare Debian has no other font: what Pretendard lacks is an empty box there."""
    from PySide6.QtGui import QRawFont

    font = QRawFont(str(ROOT / "resources" / "fonts" / "Pretendard-Regular.otf"), 16)
    letters = {
        (place, letter)
        for place, text in shown()
        for letter in text
        if ord(letter) > 127 and not 0xD800 <= ord(letter) < 0xE000
    }
    nothing((place, letter) for place, letter in letters if not font.supportsCharacter(ord(letter)))
