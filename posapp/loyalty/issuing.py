"""How one comes by a coupon, as a shop writes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from posapp.loyalty.programs.base import MINOR, BirthdayWindow, form


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterSale:
    """A sale whose goods in scope are worth `min_amount` at list price (any sale, if not given)."""

    min_amount: int | None = field(default=None, metadata=MINOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueAfterSale:
    """``{"after_sale": {"min_amount": 30000}}``: for the next time, with a sale like that."""

    after_sale: AfterSale


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueOnBirthday:
    """``{"birthday": {"before": 7}}``: once for each birthday, from so many days before it on."""

    birthday: BirthdayWindow


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueOnJoining:
    """``{"joining": true}``: to every new member."""

    joining: Literal[True]


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueToSegment:
    """``{"segment": "at-risk"}``: to members of that segment, once in a year."""

    segment: str = field(metadata=form(refers="segment"))


Issue = Literal["by_hand"] | IssueAfterSale | IssueOnBirthday | IssueOnJoining | IssueToSegment
