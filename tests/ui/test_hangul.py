"""Hangul from keys and back, as a two-set keyboard types it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from posapp.ui.hangul import composed, latin


@pytest.mark.parametrize(
    ("keys", "hangul"),
    [
        ("rlatn", "김수"),
        ("rlaalstn", "김민수"),
        ("ghkdqhrtks", "황복산"),
        ("rkqtdl", "값이"),
        ("rkqtl", "갑시"),
        ("Rkcl", "까치"),
        ("dhkdnd", "와웅"),
        ("dmlwk", "의자"),
        ("r", "ㄱ"),
        ("rk", "가"),
        ("rkr", "각"),
        ("rkrk", "가가"),
        ("123", "123"),
        ("rla1", "김1"),
        ("ㄱㅣㅁ", "김"),
        ("ekfrql", "닭비"),
        ("EkEk", "따따"),
    ],
)
def test_a_name_is_put_together_as_it_is_typed(keys: str, hangul: str) -> None:
    assert composed(keys) == hangul


def test_capitals_without_a_letter_of_their_own_are_the_small_ones() -> None:
    assert composed("RLA".lower()) == composed("rLA".replace("R", "r")) == "김"


@given(some.text(alphabet=[chr(code) for code in range(0xAC00, 0xD7A4)], min_size=1, max_size=8))
def test_every_syllable_comes_back_from_its_keys(name: str) -> None:
    assert composed(latin(name)) == name


def test_a_scan_through_the_korean_layout_is_read_back() -> None:
    assert latin("ㅣㅐㅛ-00012345") == "loy-00012345"
    assert latin("2900001234567890") == "2900001234567890"
