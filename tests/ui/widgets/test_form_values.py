"""What is typed into a form becomes a document, exactly; what cannot be read stays as it was typed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from posapp.ui.widgets.form_values import day_of, number_of, number_text, plain


@pytest.mark.parametrize(
    ("text", "exact", "digits", "read"),
    [
        ("1,500", False, None, 1500),
        ("−3", False, None, -3),
        ("7.5", False, None, "7.5"),  # no whole number: the reader says so
        ("7.5 %", True, None, "7.5"),
        ("7.50", True, None, "7.5"),
        ("10.0", True, None, 10),
        (".5", True, None, "0.5"),
        ("0.1234567890123", True, None, "0.1234567890123"),
        ("seven", True, None, "seven"),
        ("15,000원", False, 0, 15000),
        ("$12.5", False, 2, 1250),
        ("12.505", False, 2, "12.505"),
        ("-5", False, 0, "-5"),
        ("9" * 30, False, None, "9" * 30),
    ],
)
def test_numbers(text: str, exact: bool, digits: int | None, read: Any) -> None:
    assert number_of(text, exact=exact, digits=digits) == read
    assert type(number_of(text, exact=exact, digits=digits)) is type(read)


def test_numbers_are_written_as_they_are_read() -> None:
    assert number_text(15000, digits=0) == "15,000"
    assert number_text(1250, digits=2) == "12.50"
    assert number_text(Decimal("7.5")) == "7.5"
    assert number_text("seven", digits=0) == "seven"
    assert number_text([1], digits=0) == "[1]"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2026-03-02", "2026-03-02"),
        ("2026. 3. 2.", "2026-03-02"),
        ("20260302", "2026-03-02"),
        ("2026년 3월 2일", "2026-03-02"),
        ("2026-02-30", "2026-02-30"),
        ("next week", "next week"),
    ],
)
def test_days(text: str, read: str) -> None:
    assert day_of(text) == read


def test_plain_words_stay_words() -> None:
    assert plain("커트") == "커트"
    assert plain({"ko": "커트"}) == '{"ko": "커트"}'
