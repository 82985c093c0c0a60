"""Days and moments as people write them, from the shop's local calendar. The months' names come from the language."""

from __future__ import annotations

from datetime import date, datetime, time

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(value: date, language: str) -> str:
    """``21 Dec 2026``, ``2026년 12월 21일``."""
    if language == "ko":
        return f"{value.year}년 {value.month}월 {value.day}일"
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def short_day(value: date, language: str) -> str:
    """A day whose year is plain: ``21 Dec``, ``12월 21일``."""
    if language == "ko":
        return f"{value.month}월 {value.day}일"
    return f"{value.day} {_MONTHS[value.month - 1]}"


def month(value: date, language: str) -> str:
    """``Mar 2024``, ``2024년 3월``."""
    if language == "ko":
        return f"{value.year}년 {value.month}월"
    return f"{_MONTHS[value.month - 1]} {value.year}"


def clock(value: datetime | time) -> str:
    """The time of day, the same in both languages: ``14:02``."""
    return f"{value.hour:02d}:{value.minute:02d}"


def moment(value: datetime, language: str) -> str:
    """``21 Dec 2026, 14:02``, ``2026년 12월 21일 14:02``, in the zone that `value` carries (give the shop's)."""
    return f"{day(value, language)}{' ' if language == 'ko' else ', '}{clock(value)}"
