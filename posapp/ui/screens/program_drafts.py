"""Programs that are being written: their keys, what they are called so far, where their faults stand. Pure: no Qt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from posapp.loyalty.errors import Fault
from posapp.loyalty.words import Reason, Text
from posapp.ui.widgets.json_places import Span, read

NEW = "+"
"""Begins the key of a program that is being written for the first time; no id can begin so. Programs that were begun
together, because one needs the other, share what stands before the stroke: ``+cards/levels``."""

Placed = tuple[Span, str, Reason]
"""A fault where it stands: its characters, its place in the program, and what is wrong."""

_PLACE = re.compile(r"programs\[(\d+)\]\.?")


def begun_together(key: str, keys: Iterable[str]) -> list[str]:
    """The other new programs that were begun with this one."""
    group, stroke, _ = key.partition("/")
    return [other for other in keys if stroke and other != key and other.startswith(f"{group}/")]


def name_of(text: str) -> Text:
    """What a program is called in its text; empty where it has no name yet."""
    document = read(text).value
    name = document.get("name") if isinstance(document, dict) else None
    if isinstance(name, dict):
        name = {language: word for language, word in name.items() if isinstance(word, str) and word.strip()}
    return Text.read(name) if name and isinstance(name, str | dict) else Text("")


def placed(text: str, faults: Iterable[Fault], documents: Sequence[Any]) -> tuple[Placed, ...]:
    """Faults of `documents`, of which the first stands in `text`, in the order of the text. A fault of another one
    stands at the top, under that one's id."""
    found = read(text)
    places = []
    for fault in faults:
        of = _PLACE.match(fault.place)
        place = fault.place[of.end() :] if of else fault.place
        if of is not None and int(of[1]):
            place = f"{documents[int(of[1])].get('id', of[1])}: {place}".rstrip(": ")
        places.append((place, fault.reason))
    at = [(found.span_of(place), place, reason) for place, reason in places]
    return tuple(sorted(at, key=lambda fault: fault[0].start))
