"""The shop's calendar: short months, windows that look back, birthdays in leap years and across the new year."""

from __future__ import annotations

from datetime import date

import pytest

from posapp.loyalty.dates import (
    add_days,
    add_months,
    birthday_in,
    expiry_written,
    in_window,
    last_day,
    near_birthday,
    read_expiry,
    window_opens,
)
from posapp.loyalty.programs.base import BirthdayWindow, Days, EndOfYear, Months, Window

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 3, 2), 12, date(2027, 3, 2)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(9999, 12, 1), 1, date.max),
    ],
)
def test_months_end_where_the_month_ends(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


def test_an_expiry_is_counted_from_the_day_of_earning_and_the_last_day_still_counts() -> None:
    assert last_day(None, TODAY) is None
    assert last_day(Days(days=30), TODAY) == date(2026, 4, 1)
    assert last_day(Months(months=12), TODAY) == date(2027, 3, 2)
    assert last_day(EndOfYear(end_of_year=0), TODAY) == date(2026, 12, 31)
    assert last_day(EndOfYear(end_of_year=1), TODAY) == date(2027, 12, 31)
    assert add_days(date(9999, 12, 30), 36500) == date.max


def test_an_expiry_can_be_kept_with_a_sale() -> None:
    for expiry in (None, Days(days=3), Months(months=12), EndOfYear(end_of_year=1)):
        assert read_expiry(expiry_written(expiry)) == expiry


@pytest.mark.parametrize(
    ("window", "inside", "outside"),
    [
        ("lifetime", date(1990, 1, 1), None),
        ("calendar_year", date(2026, 1, 1), date(2025, 12, 31)),
        ("calendar_month", date(2026, 3, 1), date(2026, 2, 28)),
        (Days(days=365), date(2025, 3, 3), date(2025, 3, 2)),
        (Days(days=1), TODAY, date(2026, 3, 1)),
    ],
)
def test_a_window_reaches_back_to_its_first_day_and_no_further(
    window: Window, inside: date, outside: date | None
) -> None:
    assert in_window(inside, window=window, today=TODAY)
    assert outside is None or not in_window(outside, window=window, today=TODAY)
    opens = window_opens(window, today=TODAY)
    assert opens == (None if window == "lifetime" else inside)


@pytest.mark.parametrize(
    ("birthday", "today", "near"),
    [
        (date(1990, 3, 10), date(2026, 3, 7), True),
        (date(1990, 3, 10), date(2026, 3, 6), False),
        (date(1990, 3, 10), date(2026, 3, 15), True),
        (date(1990, 3, 10), date(2026, 3, 16), False),
        (date(1990, 1, 2), date(2025, 12, 30), True),
        (date(1990, 12, 30), date(2026, 1, 4), True),
        (date(1990, 12, 30), date(2026, 1, 5), False),
        (date(1992, 2, 29), date(2026, 2, 25), True),
        (date(1992, 2, 29), date(2026, 3, 5), True),
        (date(1992, 2, 29), date(2026, 3, 6), False),
        (date(1992, 2, 29), date(2028, 3, 5), True),
    ],
)
def test_a_birthday_is_near_three_days_before_and_five_after(birthday: date, today: date, near: bool) -> None:
    assert near_birthday(birthday, BirthdayWindow(before=3, after=5), today=today) is near


def test_29_february_is_kept_on_the_28th_in_other_years() -> None:
    assert birthday_in(2026, date(1992, 2, 29)) == date(2026, 2, 28)
    assert birthday_in(2028, date(1992, 2, 29)) == date(2028, 2, 29)
