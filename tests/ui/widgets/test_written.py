"""A clerk writes a birthday or a price as she likes, and it is understood or refused, never guessed wrong."""

from __future__ import annotations

from datetime import date

import pytest

from posapp.ui.widgets.written import amount_text, read_amount, read_day, read_words

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("1990-03-02", "en", date(1990, 3, 2)),
        ("1990. 3. 2.", "ko", date(1990, 3, 2)),
        ("1990년 3월 2일", "ko", date(1990, 3, 2)),
        ("19900302", "ko", date(1990, 3, 2)),
        ("900302", "ko", date(1990, 3, 2)),
        ("050302", "ko", date(2005, 3, 2)),
        ("261121", "ko", TODAY),
        ("261122", "ko", date(1926, 11, 22)),
        ("3/2/1990", "en", date(1990, 3, 2)),
        ("29.2.2023", "ko", None),
        ("2023-02-29", "en", None),
        ("2024-02-29", "en", date(2024, 2, 29)),
        ("2027-01-01", "en", None),
        ("1899-12-31", "en", None),
        ("0003-01-01", "en", None),
        ("1990", "en", None),
        ("²⁰⁰⁰⁰¹⁰¹", "en", None),
        ("", "en", None),
        ("soon", "en", None),
    ],
)
def test_days(text: str, language: str, day: date | None) -> None:
    assert read_day(text, language=language, today=TODAY) == day


@pytest.mark.parametrize(
    ("text", "digits", "minor"),
    [
        ("15000", 0, 15000),
        ("₩15,000", 0, 15000),
        ("15,000원", 0, 15000),
        ("12.50", 2, 1250),
        ("$12.5", 2, 1250),
        ("12.505", 2, None),
        ("12.5", 0, None),
        ("0", 0, 0),
        ("-5", 0, None),
        ("1e9", 0, None),
        ("", 0, None),
        ("²", 0, None),
        ("Infinity", 0, None),
    ],
)
def test_amounts(text: str, digits: int, minor: int | None) -> None:
    assert read_amount(text, digits=digits) == minor


@pytest.mark.parametrize("digits", [0, 2, 3])
def test_an_amount_put_into_a_field_is_read_back(digits: int) -> None:
    for minor in (0, 1, 999, 150000):
        assert read_amount(amount_text(minor, digits=digits), digits=digits) == minor


def test_words_are_parted_by_commas_and_lines() -> None:
    assert read_words(" hair, care ,, hair\n dye ") == ("hair", "care", "dye")
