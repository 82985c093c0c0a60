"""The shop's local calendar: months that end early, windows looking back, birthdays across the new year."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Any

from posapp.loyalty.programs.base import BirthdayWindow, Days, EndOfYear, Months, Window


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or that month's last day where it is shorter (31 January + 1 is 28 February)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def add_days(day: date, days: int) -> date:
    """`days` later, but never beyond the calendar."""
    return day + timedelta(days=min(days, (date.max - day).days))


Expiry = Days | Months | EndOfYear
"""When an earned lot goes: so long after it was earned, or at the end of a year."""


def last_day(expires: Expiry | None, earned: date) -> date | None:
    """The last local day on which what was earned on `earned` can be spent; `None` for ever."""
    match expires:
        case Days(days=days):
            return add_days(earned, days)
        case Months(months=months):
            return add_months(earned, months)
        case EndOfYear(end_of_year=years):
            return date(min(earned.year + years, date.max.year), 12, 31)
    return None


def expiry_written(expires: Expiry | None) -> dict[str, int] | None:
    """An expiry as JSON, to be kept with a sale."""
    match expires:
        case Days(days=days):
            return {"days": days}
        case Months(months=months):
            return {"months": months}
        case EndOfYear(end_of_year=years):
            return {"end_of_year": years}
    return None


def read_expiry(written: dict[str, Any] | None) -> Expiry | None:
    """The inverse of `expiry_written`."""
    if not written:
        return None
    ((name, number),) = written.items()
    if name == "days":
        return Days(days=number)
    return Months(months=number) if name == "months" else EndOfYear(end_of_year=number)


def in_window(day: date, *, window: Window, today: date) -> bool:
    """Does `day` count today? `{"days": 365}` are the last 365 local days, today among them."""
    if day > today or window == "lifetime":
        return window == "lifetime"
    if window == "calendar_year":
        return day.year == today.year
    if window == "calendar_month":
        return (day.year, day.month) == (today.year, today.month)
    return (today - day).days < window.days


def window_opens(window: Window, *, today: date) -> date | None:
    """The first day that counts today; `None` for all time."""
    if window == "lifetime":
        return None
    if window == "calendar_year":
        return today.replace(month=1, day=1)
    if window == "calendar_month":
        return today.replace(day=1)
    return today - timedelta(days=min(window.days - 1, (today - date.min).days))


def birthday_in(year: int, birthday: date) -> date:
    """The birthday in that year; 29 February is kept on the 28th in other years."""
    if (birthday.month, birthday.day) == (2, 29) and not calendar.isleap(year):
        return date(year, 2, 28)
    return date(year, birthday.month, birthday.day)


def near_birthday(birthday: date, window: BirthdayWindow, *, today: date) -> bool:
    """Is a birthday so many days away, before or after, over the new year too?"""
    for year in (today.year - 1, today.year, today.year + 1):
        if date.min.year <= year <= date.max.year:
            ahead = (birthday_in(year, birthday) - today).days
            if -window.after <= ahead <= window.before:
                return True
    return False
