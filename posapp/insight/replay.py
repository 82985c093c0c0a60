"""What other programs would have done: a shop's past visits sold once more, under today's programs and under a draft.

Both sides begin with what everybody held on the first day and see the same visits and joinings, as they were kept (what
came back is left out). What customers would have done is not known; on both sides they are taken to use whatever they
have as soon as it is worth something, so that the difference is the draft's alone. Members are taken as they are now:
their clubs, cards and segments of then are not kept. Gift cards are left out (they are money, and change no price);
sessions paid in advance are used and are no saving.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from posapp.loyalty.basket import Line
from posapp.loyalty.members import Member, PastSale
from posapp.loyalty.quick import quick
from posapp.loyalty.words import Text

MOST_SHOWN = 50
"""Of those who gain or lose the most."""


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A past sale as it is sold again: what was kept of it. `moment` is in the shop's zone."""

    sale: str
    moment: datetime
    member: str | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """A member enrolled at that moment; `document` is the id of what was kept of it."""

    member: str
    moment: datetime
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """So much more (or, below zero, less) of a program for a member, beside any sale: by hand, or her share of a period
    that was closed. `document` is the id of what was kept of it."""

    member: str
    moment: datetime
    document: str
    program: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """A member and, when the first of the visits begins, her visits, what she spent ever, and her earlier sales."""

    member: Member
    visits: int = 0
    spent_minor: int = 0
    history: tuple[PastSale, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What one program did in `sales` sales, to `members` members: money `off_minor`, points' worth `paid_minor`,
    `earned` units in its account (coupons: issued), `handed` things said or handed over; `owed` units were not used at
    the end, which are worth `owed_minor` (None where that is no money). `unit` is the account's, ``""`` for none."""

    program: str
    name: Text
    unit: str = ""
    off_minor: int = 0
    paid_minor: int = 0
    earned: int = 0
    handed: int = 0
    owed: int = 0
    owed_minor: int | None = None
    sales: int = 0
    members: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """All visits under one set of programs; `cost_minor` is what customers saved: discounts, and what points paid.
    `owed_minor` is what they hold at the end, by its worth."""

    list_minor: int
    cost_minor: int
    owed_minor: int
    given: tuple[Given, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sold:
    """One side of a replay as it came out, by member what she saved and what she holds at the end (worth in minor
    units), and by (winner, loser) in how many sales one program stood in another's way."""

    sales: int
    side: Side
    saved: Mapping[str, int]
    held: Mapping[str, int]
    clashes: Mapping[tuple[Text, Text], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a member saved before and after, and what the balances are worth that she is left with; minor units."""

    member: str
    name: str
    before_minor: int
    after_minor: int
    held_before_minor: int = 0
    held_after_minor: int = 0

    @property
    def change_minor(self) -> int:
        """By how much she is better off: above zero is a gain."""
        return self.after_minor + self.held_after_minor - self.before_minor - self.held_before_minor


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """In so many `sales` the `loser` would have given something, and the `winner` gave more; `before` is how many that
    are with today's programs."""

    winner: Text
    loser: Text
    sales: int
    before: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """Both sides of a replay. `gains` and `losses` are those with the largest change; `gaining`, `losing` and `same`
    count all members to whom anything happened, `gained_minor` and `lost_minor` their changes. `clashes` are the
    draft's side. `elsewhere` counts sales at other tills, which keep their lines to themselves and are not in it."""

    sales: int
    before: Side
    after: Side
    gains: tuple[Effect, ...]
    losses: tuple[Effect, ...]
    gaining: int
    losing: int
    same: int
    gained_minor: int
    lost_minor: int
    clashes: tuple[Clash, ...]
    elsewhere: int = 0


def compared(before: Sold, after: Sold, *, names: Mapping[str, str], elsewhere: int = 0) -> Replayed:
    """Put both sides together; `names` of the members by id."""
    effects = [
        Effect(
            member=each,
            name=names[each],
            before_minor=before.saved.get(each, 0),
            after_minor=after.saved.get(each, 0),
            held_before_minor=before.held.get(each, 0),
            held_after_minor=after.held.get(each, 0),
        )
        for each in sorted(before.saved.keys() | after.saved.keys() | before.held.keys() | after.held.keys())
        if each in names
    ]
    ranked = sorted(effects, key=lambda effect: effect.change_minor)
    losses = [effect for effect in ranked if effect.change_minor < 0]
    gains = [effect for effect in reversed(ranked) if effect.change_minor > 0]
    return Replayed(
        sales=after.sales,
        before=before.side,
        after=after.side,
        gains=tuple(gains[:MOST_SHOWN]),
        losses=tuple(losses[:MOST_SHOWN]),
        gaining=len(gains),
        losing=len(losses),
        same=len(effects) - len(gains) - len(losses),
        gained_minor=sum(effect.change_minor for effect in gains),
        lost_minor=-sum(effect.change_minor for effect in losses),
        clashes=_clashes(before, after),
        elsewhere=elsewhere,
    )


def _clashes(before: Sold, after: Sold) -> tuple[Clash, ...]:
    """Who stood in whose way under the draft, the most frequent first."""
    ranked = sorted(after.clashes.items(), key=lambda item: (-item[1], item[0][0].default, item[0][1].default))
    return tuple(
        Clash(winner=winner, loser=loser, sales=count, before=before.clashes.get((winner, loser), 0))
        for (winner, loser), count in ranked
    )
