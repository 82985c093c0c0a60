"""The catalogues: gettext files, one `.po` for each language and room, merged into one `posapp.mo` for each language
(by `catalogues.py`, when built and by `run.py`).

An installed till reads the compiled file. In a source tree, where a `.po` may be newer than what was compiled last, the
`.po` files are read as they are, so that a new key is seen at once and nobody has to remember a step.

File format: the GNU gettext manual, "The Format of PO Files" and "The Format of GNU MO Files". A message's id is a key
such as ``stamp.to_go``, never a sentence.
"""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from posapp import resources

LANGUAGES = ("ko", "en")
"""The languages of the program, the shop's most likely one first."""

Forms = tuple[str, ...]
"""A message's sentence; or its plural forms, in the order of the language's `Plural-Forms`."""

_MAGIC = 0x950412DE
_QUOTED = re.compile(r'^(?:(msgid|msgid_plural|msgstr|msgstr\[(\d)\])\s+)?"((?:[^"\\]|\\.)*)"$')
_ESCAPED = re.compile(r"\\(.)")
_ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}


class UnknownKey(UserWarning):
    """A sentence was asked for that no catalogue has, or without a value that it names.

    A warning, because a till must go on selling when a sentence is missing; the tests turn warnings into errors, so
    it cannot reach a shop unnoticed.
    """


def plural_form(language: str, count: int) -> int:
    """Which of a message's forms says `count`: English tells one from many, Korean does not."""
    return 0 if language == "ko" or count == 1 else 1


def read_po(text: str, *, source: str) -> dict[str, Forms]:
    """Read one `.po` file. `ValueError` names `source` and the line where it is not one, or where a key is repeated."""
    messages: dict[str, Forms] = {}
    key, forms, field = "", [""], ""

    def keep(line: int) -> None:
        if key in messages:
            raise ValueError(f"{source}:{line}: {key} stands twice")
        if key:
            messages[key] = tuple(forms)

    for line, written in enumerate(text.splitlines(), 1):
        if not written.strip() or written.startswith("#"):
            continue
        found = _QUOTED.match(written.strip())
        if found is None:
            raise ValueError(f"{source}:{line}: neither a message nor a comment: {written}")
        name, index, quoted = found.groups()
        words = _ESCAPED.sub(lambda m: _ESCAPES.get(m[1], m[1]), quoted)
        if name == "msgid":
            keep(line)
            key, forms, field = words, [""], name
        elif name is not None:
            field = name
            if index and int(index) >= len(forms):
                forms.append("")
            forms[-1] += words if name.startswith("msgstr") else ""
        elif field == "msgid":
            key += words
        elif field.startswith("msgstr"):
            forms[-1] += words
    keep(0)
    return messages


def merged(files: Iterable[Path]) -> dict[str, Forms]:
    """Read and merge `.po` files. `ValueError` where two rooms use one key."""
    messages: dict[str, Forms] = {}
    for file in files:
        read = read_po(file.read_text(encoding="utf-8"), source=str(file))
        if twice := sorted(messages.keys() & read.keys()):
            raise ValueError(f"{file}: {', '.join(twice)} stands in another file too")
        messages.update(read)
    return messages


def read_mo(data: bytes) -> dict[str, Forms]:
    """Read a `.mo` file of either byte order. `ValueError` where it is none."""
    order = {_MAGIC: "<", 0xDE120495: ">"}.get(struct.unpack_from("<I", data)[0]) if len(data) >= 28 else None
    if order is None:
        raise ValueError("not a compiled catalogue")
    count, originals, translated = struct.unpack_from(f"{order}3I", data, 8)
    ids = struct.unpack_from(f"{order}{2 * count}I", data, originals)
    sentences = struct.unpack_from(f"{order}{2 * count}I", data, translated)
    messages: dict[str, Forms] = {}
    for id_length, id_at, length, at in zip(ids[::2], ids[1::2], sentences[::2], sentences[1::2], strict=True):
        # A plural's id is its singular and its plural with a zero between them; both are the key.
        key = data[id_at : id_at + id_length].decode().partition("\0")[0]
        if key:
            messages[key] = tuple(data[at : at + length].decode().split("\0"))
    return messages


def load(folder: Path, language: str) -> dict[str, Forms]:
    """All messages of a language: compiled where that is up to date, else from the `.po` files."""
    with os.scandir(folder / language) as entries:
        written = {entry.name: entry.stat().st_mtime_ns for entry in entries}
    compiled = written.get("posapp.mo")
    files = sorted(name for name in written if name.endswith(".po"))
    if compiled is not None and all(written[name] <= compiled for name in files):
        return read_mo((folder / language / "posapp.mo").read_bytes())
    return merged(folder / language / name for name in files)


@cache
def messages(language: str) -> Mapping[str, Forms]:
    """The catalogue of this program in `language`, read once."""
    return load(resources.path("translations"), language)
