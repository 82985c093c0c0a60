"""Whoever types any part of a name, or its first consonants, finds it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posapp.store.names import LONGEST_PART, folded, holds, initials, parts, wanted

SYLLABLES = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1, max_size=5)
NAMES = SYLLABLES | st.text(st.characters(categories=["Lu", "Ll"], max_codepoint=0x24F), min_size=1, max_size=20)


def finds(word: str, name: str) -> bool:
    """What `members.by_name` does, without the database."""
    part, look_again = wanted(word)
    return any(indexed.startswith(part) for indexed in parts(name)) and (not look_again or holds(name, folded(word)))


@given(name=NAMES, data=st.data())
def test_any_part_of_a_name_finds_it(name: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(name) - 1))
    end = data.draw(st.integers(start + 1, len(name)))
    assert finds(name[start:end], name)
    assert finds(unicodedata.normalize("NFD", name[start:end]), name)


@given(name=SYLLABLES, data=st.data())
def test_first_consonants_find_a_korean_name_even_mixed_with_syllables(name: str, data: st.DataObject) -> None:
    mixed = "".join(letter if data.draw(st.booleans()) else initials(letter) for letter in name)
    assert finds(mixed, name)


@pytest.mark.parametrize(
    ("word", "found"),
    [("김", True), ("민수", True), ("ㄱㅁㅅ", True), ("ㅁㅅ", True), ("김ㅁ", True), ("ㄱ민ㅅ", True),
     ("김 민수", True), ("김미", False), ("ㄱㅁㅈ", False), ("김ㅁㅈ", False), ("박", False), ("수민", False)],
)  # fmt: skip
def test_kim_min_su(word: str, found: bool) -> None:
    assert finds(word, "김민수") is found


def test_a_long_name_is_found_by_more_than_is_indexed() -> None:
    name = "Wolfeschlegelsteinhausenbergerdorff"
    assert finds(name, name)
    assert not finds(name[: LONGEST_PART + 1] + "x", name)
