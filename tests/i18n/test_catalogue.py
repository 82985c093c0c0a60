"""The catalogues: `.po` files are read as gettext means them, compiled ones say the same, new keys are seen at once."""

import os
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from posapp import resources
from posapp.i18n import LANGUAGES
from posapp.i18n.catalogue import load, merged, read_mo, read_po

PO = """
# A remark
msgid "a.one"
msgstr "Hello "
"{name}, \\"you\\"\\n"

#, python-brace-format
msgid "a.many"
msgid_plural "a.many"
msgstr[0] "{count} stamp"
msgstr[1] "{count} stamps"
"""


def test_a_po_file_is_read() -> None:
    assert read_po(PO, source="a.po") == {
        "a.one": ('Hello {name}, "you"\n',),
        "a.many": ("{count} stamp", "{count} stamps"),
    }


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('msgid "a"\nmsgstr "1"\nmsgid "a"\nmsgstr "2"\n', "a stands twice"),
        ('msgid "a"\nmsgstr 1\n', "a.po:2"),
    ],
)
def test_a_broken_po_file_is_named_with_its_line(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        read_po(text, source="a.po")


def test_two_rooms_may_not_use_one_key(tmp_path: Path) -> None:
    for room in ("a", "b"):
        (tmp_path / f"{room}.po").write_text('msgid "k"\nmsgstr "x"\n', encoding="utf-8")
    with pytest.raises(ValueError, match="another file"):
        merged(sorted(tmp_path.glob("*.po")))


def test_what_another_program_compiled_says_what_the_sources_say(tmp_path: Path) -> None:
    sources = merged(sorted(resources.path("translations/ko").glob("*.po")))
    catalogue = Catalog(locale="ko", domain="posapp")
    for key, forms in sources.items():
        catalogue.add((key, key) if len(forms) > 1 else key, forms if len(forms) > 1 else forms[0])
    compiled = tmp_path / "posapp.mo"
    with compiled.open("wb") as stream:
        write_mo(stream, catalogue)
    assert read_mo(compiled.read_bytes()) == sources


def test_a_torn_compiled_file_is_refused() -> None:
    with pytest.raises(ValueError, match="not a compiled catalogue"):
        read_mo(b"\xde\x12\x04")


def test_a_newer_source_is_read_before_an_old_compiled_file(tmp_path: Path) -> None:
    folder = tmp_path / "en"
    folder.mkdir()
    source, compiled = folder / "a.po", folder / "posapp.mo"
    source.write_text('msgid "k"\nmsgstr "new"\n', encoding="utf-8")
    catalogue = Catalog(locale="en")
    catalogue.add("k", "old")
    with compiled.open("wb") as stream:
        write_mo(stream, catalogue)
    os.utime(source, (1000, 1000))
    assert load(tmp_path, "en") == {"k": ("old",)}
    os.utime(compiled, (999, 999))
    assert load(tmp_path, "en") == {"k": ("new",)}


def test_every_language_has_its_folder() -> None:
    assert {path.name for path in resources.path("translations").iterdir()} == set(LANGUAGES)
