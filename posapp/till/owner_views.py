"""What the owner reads now and then: draws, periods to close, what customers answered. Frozen values, as in `views`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from posapp.loyalty.words import Text
from posapp.till.views import MemberRow


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawRow:
    """A draw as it stands. `at_once`: won at the till, of `sales` that took part `won`; otherwise `members` have so
    many `entries`, and it `may_hold` from its day on, until it was `held` (at another till: `members` is 0 then).
    `commitment` is the promise, `seed` empty until it is over."""

    program: str
    name: Text
    commitment: str
    seed: str
    at_once: bool
    sales: int
    won: int
    members: int
    entries: int
    opens_on: date | None
    may_hold: bool
    held: datetime | None
    prizes: tuple[tuple[Text, int, int], ...] = ()
    """What can be won, how many there are of it, and how many are left."""
    waiting: int = 0
    """Prizes of a draw that was held, not handed over yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawWinner:
    """Who won what; `member` is her name, `holder` her id. It waits for her until it was `handed` over, `by` whom is
    empty where that was at another till."""

    gift: Text
    member: str
    holder: str
    handed: datetime | None = None
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrizeHanded:
    """A prize that its winner has now; `by` is who was at the till, "" where nobody signed in."""

    gift: Text
    member: str
    moment: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawHeld:
    """A draw that was held: when, over how many members, and who won, in the order in which it was drawn. Over how many
    it was is not known here where that was at another till (`taken_part` is 0)."""

    program: str
    name: Text
    moment: datetime
    taken_part: int
    winners: tuple[DrawWinner, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodRow:
    """A program that shares something when its period is closed: the last one that is over, and when it was closed.

    `period` is its name (``2026-Q3``), `first` and `last` its days; `wants_profit`: the owner must say what it was.
    """

    program: str
    name: Text
    period: str
    first: date
    last: date
    wants_profit: bool
    closed: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodPart:
    """What one member spent in a period (minor units), and her part in the account's unit."""

    member: str
    name: str
    spent_minor: int
    part: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodShared:
    """What closing a period gives, or gave: `base_minor` (spent, or the profit), of which `shared_minor` is shared,
    `shared` in the account's `unit` (``points``, ``money``); the parts add up to it. `posted` is when; None: a
    preview."""

    program: str
    name: Text
    period: str
    first: date
    last: date
    base_minor: int
    shared_minor: int
    shared: int
    unit: str
    parts: tuple[PeriodPart, ...]
    posted: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyAnswer:
    """What a customer answered, on which scale, with a word of hers; `low` ones want somebody until they are
    `closed`."""

    id: str
    program: str
    name: Text
    sale: str
    member: MemberRow | None
    moment: datetime
    scale: str
    answer: str
    word: str
    low: bool
    closed: datetime | None = None
    note: str = ""
