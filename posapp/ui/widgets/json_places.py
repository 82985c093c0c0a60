"""Where things stand in a JSON text: the place of every value, and what is wrong where the text is no JSON.

Pure: no Qt. A fault of `BadDefinition` names a place such as ``rewards[1].at``; an editor has to put its mark at a
character. Python's own reader knows no positions after it has read, and speaks English when it fails; this one keeps
the span of every key and value, and says what was expected as a `Reason`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from decimal import Decimal

from posapp.loyalty.words import Reason

_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_WORDS: dict[str, object] = {"true": True, "false": False, "null": None}
_STRINGS = json.JSONDecoder()
_BLANK = " \t\r\n"
_DEEPEST = 60
"""No program nests deeper; a text that does would only exhaust the stack."""

_LONGEST_NUMBER = 40
"""Beyond any amount, and short of what `int` refuses to read."""


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` (inclusive) to `end` (exclusive) of the text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TextFault:
    """Something wrong at a span of the text."""

    span: Span
    reason: Reason


@dataclass(frozen=True, slots=True)
class Read:
    """A text that was read: its value (decimals exact), the spans of its keys and values by place, and its faults.

    `value` is None where the text is no JSON; `faults` then has one item. A key written twice is a fault too (JSON
    readers silently keep the last), while the value is there all the same.
    """

    value: object = None
    values: dict[str, Span] = field(default_factory=dict)
    keys: dict[str, Span] = field(default_factory=dict)
    faults: tuple[TextFault, ...] = ()

    def span_of(self, place: str) -> Span:
        """Where to mark a fault at `place`.

        A word, number or text is marked with its key; of an object or a list the key alone (or the opening bracket), so
        that a screenful is never underlined; where the place is not written at all (a field left out), its parent.
        """
        here = place
        while here:
            if here in self.values:
                return self._narrow(here)
            here = parent(here)
        return self._narrow("")

    def _narrow(self, place: str) -> Span:
        span, key = self.values.get(place, Span(0, 0)), self.keys.get(place)
        if self._is_box(place):
            return key or Span(span.start, span.start + 1)
        return Span(key.start, span.end) if key else span

    def _is_box(self, place: str) -> bool:
        return place == "" or any(other.startswith((f"{place}.", f"{place}[")) for other in self.values)


def parent(place: str) -> str:
    """``rewards[1].at`` -> ``rewards[1]`` -> ``rewards`` -> ``""``."""
    cut = max(place.rfind("."), place.rfind("["))
    return place[:cut] if cut > 0 else ""


def read(text: str) -> Read:
    """Read `text` as one JSON value. Never raises."""
    reader = _Reader(text)
    try:
        value = reader.document()
    except _StoppedError as stopped:
        return Read(faults=(TextFault(stopped.span, stopped.reason),))
    return Read(value, reader.values, reader.keys, tuple(reader.faults))


def write(document: object) -> str:
    """A document as a person edits it: two spaces, short lists of plain values on one line, Hangul as Hangul."""
    return _written(document, 0)


def _written(value: object, indent: int) -> str:
    flat = _flat(value)
    if not isinstance(value, (dict, list, tuple)) or len(flat) + indent <= 64:
        return flat
    inner = " " * (indent + 2)
    if isinstance(value, dict):
        parts = [f"{inner}{_flat(str(key))}: {_written(item, indent + 2)}" for key, item in value.items()]
        return "{\n" + ",\n".join(parts) + "\n" + " " * indent + "}"
    parts = [f"{inner}{_written(item, indent + 2)}" for item in value]
    return "[\n" + ",\n".join(parts) + "\n" + " " * indent + "]"


def _flat(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_flat(str(key))}: {_flat(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_flat(item) for item in value) + "]"
    if isinstance(value, Decimal):
        return format(value, "f")
    return json.dumps(value, ensure_ascii=False)


class _StoppedError(Exception):
    """The text cannot be read beyond this span."""

    def __init__(self, start: int, end: int, key: str, **values: object) -> None:
        super().__init__(key)
        self.span = Span(start, end)
        self.reason = Reason.of(f"ui_programs.{key}", **values)


class _Reader:
    """One pass over one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.values: dict[str, Span] = {}
        self.keys: dict[str, Span] = {}
        self.faults: list[TextFault] = []

    def document(self) -> object:
        self._skip()
        if self.at == len(self.text):
            raise _StoppedError(0, 0, "json_empty")
        value = self._value("", 0)
        self._skip()
        if self.at < len(self.text):
            raise _StoppedError(self.at, self._word_end(), "json_after_the_end")
        return value

    def _value(self, place: str, depth: int) -> object:
        if depth > _DEEPEST:
            raise _StoppedError(self.at, self.at + 1, "json_too_deep")
        start = self.at
        match self.text[self.at : self.at + 1]:
            case "{":
                value: object = self._object(place, depth)
            case "[":
                value = self._list(place, depth)
            case '"':
                value = self._string()
            case _:
                value = self._scalar()
        self.values[place] = Span(start, self.at)
        return value

    def _object(self, place: str, depth: int) -> dict[str, object]:
        opened = self.at
        found: dict[str, object] = {}
        self.at += 1
        self._skip()
        while not self._take("}"):
            if found:
                self._comma(opened, "}")
            start = self.at
            if self.text[start : start + 1] != '"':
                key = "json_trailing_comma" if self._peek() == "}" else "json_name"
                raise _StoppedError(start, self._word_end(), key)
            name = self._string()
            here = f"{place}.{name}" if place else name
            if name in found:
                self.faults.append(TextFault(Span(start, self.at), Reason.of("ui_programs.json_twice", name=name)))
            self.keys[here] = Span(start, self.at)
            self._skip()
            if not self._take(":"):
                raise _StoppedError(self.at, self._word_end(), "json_colon", name=name)
            self._skip()
            found[name] = self._value(here, depth + 1)
            self._skip()
        return found

    def _list(self, place: str, depth: int) -> list[object]:
        opened = self.at
        found: list[object] = []
        self.at += 1
        self._skip()
        while not self._take("]"):
            if found:
                self._comma(opened, "]")
                if self._peek() == "]":
                    raise _StoppedError(self.at, self.at + 1, "json_trailing_comma")
            found.append(self._value(f"{place}[{len(found)}]", depth + 1))
            self._skip()
        return found

    def _comma(self, opened: int, closer: str) -> None:
        if self.at == len(self.text):
            raise _StoppedError(opened, opened + 1, "json_not_closed", closer=closer)
        if not self._take(","):
            raise _StoppedError(self.at, self._word_end(), "json_comma", closer=closer)
        self._skip()

    def _string(self) -> str:
        start = self.at
        try:
            decoded, self.at = _STRINGS.raw_decode(self.text, start)
            value = str(decoded)
        except json.JSONDecodeError as error:
            end = self.text.find("\n", start)
            key = "json_escape" if "scape" in error.msg else "json_quote"
            raise _StoppedError(start, end if end > start else len(self.text), key) from None
        if not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value):
            raise _StoppedError(start, self.at, "json_escape")  # half a character: no file could keep it
        return value

    def _scalar(self) -> object:
        start, end = self.at, self._word_end()
        word = self.text[start:end]
        if word in _WORDS:
            self.at = end
            return _WORDS[word]
        number = _NUMBER.fullmatch(word) if len(word) <= _LONGEST_NUMBER else None
        if number is None:
            key = "json_value" if start < len(self.text) else "json_cut_off"
            raise _StoppedError(start, end, key, found=word)
        self.at = end
        return int(word) if number.group(2) is None and number.group(3) is None else Decimal(word)

    def _peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def _take(self, character: str) -> bool:
        if self._peek() != character:
            return False
        self.at += 1
        return True

    def _skip(self) -> None:
        while self._peek() and self._peek() in _BLANK:
            self.at += 1

    def _word_end(self) -> int:
        """The end of the run that starts here, at least one character long unless the text is over."""
        end = self.at
        while end < len(self.text) and self.text[end] not in ' \t\r\n,:{}[]"':
            end += 1
        return end if end > self.at else min(self.at + 1, len(self.text))
