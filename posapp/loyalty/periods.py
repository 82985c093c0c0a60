"""Months, quarters and years that are closed once, and a sum shared among those who spent in them."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol, runtime_checkable

from posapp.loyalty.errors import Refused
from posapp.loyalty.goods import Sale
from posapp.loyalty.ledger import Term
from posapp.loyalty.members import PastSale
from posapp.loyalty.money import share_out
from posapp.loyalty.words import Reason, Text

_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_WRITTEN = re.compile(r"([0-9]{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A calendar month, quarter or year; `first` and `last` are its days, both inclusive."""

    name: str
    first: date
    last: date

    @property
    def called(self) -> Reason:
        """What people call it."""
        return called(self.name)

    @classmethod
    def holding(cls, day: date, length: str) -> Period:
        """The ``month``, ``quarter`` or ``year`` in which a day lies."""
        months = _MONTHS[length]
        first = date(day.year, (day.month - 1) // months * months + 1, 1)
        return cls._from(first, months)

    @classmethod
    def before(cls, day: date, length: str) -> Period:
        """The last one that was over before a day."""
        return cls.holding(cls.holding(day, length).first - timedelta(days=1), length)

    @classmethod
    def named(cls, written: str, length: str) -> Period:
        """``2026``, ``2026-Q3``, ``2026-07``; `Refused` where it is no such year, quarter or month."""
        found = _WRITTEN.fullmatch(written)
        there = None if found is None else "quarter" if found[2] else "month" if found[3] else "year"
        if found is None or there != length or int(found[1]) < 1:
            raise Refused.because(f"period.form_{length}", written=written)
        month = int(found[3]) if found[3] else int(found[2]) * 3 - 2 if found[2] else 1
        return cls._from(date(int(found[1]), month, 1), _MONTHS[length])

    @classmethod
    def _from(cls, first: date, months: int) -> Period:
        year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
        last = date.max if year > date.max.year else date(year, month + 1, 1) - timedelta(days=1)
        name = f"{first.year:04}"
        if months == 1:
            name += f"-{first.month:02}"
        elif months == 3:
            name += f"-Q{first.month // 3 + 1}"
        return cls(name=name, first=first, last=last)


def called(name: str) -> Reason:
    """What people call a period of that name: ``2026-Q3`` is the third quarter of 2026. A name that is none stays."""
    found = _WRITTEN.fullmatch(name)
    if found is None:
        return Reason.of("period.other", name=name)
    year, quarter, month = found.groups()
    if quarter:
        return Reason.of("period.quarter", year=year, quarter=quarter)
    return Reason.of(f"period.month_{int(month)}", year=year) if month else Reason.of("period.year", year=year)


def shared(total: int, spent_minor: Mapping[str, int]) -> dict[str, int]:
    """Share a whole `total` among members in proportion to what they spent; the parts add up to it.

    Largest remainder (Hamilton's method); of equal remainders the smaller id first. Who spent nothing gets nothing, and
    where nobody spent anything nothing is shared. Nobody's part is left out because it is small, unless it is nought.
    """
    members = sorted(member for member, minor in spent_minor.items() if minor > 0)
    weights = [spent_minor[member] for member in members]
    if not members:
        return {}
    parts = share_out(total, weights, caps=[total] * len(members), order=lambda index: index)
    return {member: part for member, part in zip(members, parts, strict=True) if part}


@runtime_checkable
class ClosesPeriods(Protocol):
    """A rule of a program that gives something when its owner closes a period. Till and commands know it by this."""

    id: str
    name: Text

    @property
    @abstractmethod
    def period_length(self) -> str:
        """``month``, ``quarter`` or ``year``."""

    @property
    @abstractmethod
    def wants_profit(self) -> bool:
        """Must the owner say what the period's profit was?"""

    @property
    @abstractmethod
    def into(self) -> str:
        """The account into which it is posted."""

    @property
    @abstractmethod
    def for_everybody(self) -> bool:
        """Has every member a share, so that nobody need be looked at?"""

    @abstractmethod
    def not_for(self, sale: Sale) -> Reason | None:
        """Why a member has no share, looked at when the period is closed; None where she has."""

    @abstractmethod
    def spent_in(self, past: PastSale) -> int:
        """What of a sale counts, in minor units: money really paid, in scope, for what is kept."""

    @abstractmethod
    def to_share(self, base_minor: int) -> tuple[int, int]:
        """What is shared of what was spent or of the profit: in minor units, and in units of the account."""

    @abstractmethod
    def grant_term(self, day: date) -> Term:
        """From when to when what is posted on a day can be spent."""


def in_period(past: PastSale, period: Period, zone_of: datetime) -> bool:
    """Does a sale lie in a period, by the shop's calendar? `zone_of` is any moment in the shop's zone."""
    return period.first <= past.moment.astimezone(zone_of.tzinfo).date() <= period.last
