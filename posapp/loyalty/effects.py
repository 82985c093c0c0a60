"""What a program may propose: the small closed set that `quote` settles.

- `TakeOff`: money off, in one of the seven shapes below;
- `Paid`: a tender (points, gift-card money, a prepaid session) pays part of what is due;
- `Earning`: an amount into accounts (points, stamps, coupons for next time, entries of a draw);
- `Say`: something said or handed over.

A `Change` is what an effect does to a counter or balance besides, and undoes when it is given back.

Rates are whole numbers over the catalogue's common denominator, so that sums are exact and quick.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from posapp.loyalty.basket import Redemption
from posapp.loyalty.dates import Expiry
from posapp.loyalty.goods import Goods
from posapp.loyalty.quick import maker
from posapp.loyalty.words import Reason, Text

# The shapes of money off.


@dataclass(frozen=True, slots=True)
class Percent:
    """`share` over the catalogue's denominator of each unit or line."""

    share: int


@dataclass(frozen=True, slots=True)
class Each:
    """`amount` minor units off every unit, as far as the unit costs that much."""

    amount: int


@dataclass(frozen=True, slots=True)
class PriceTo:
    """Every unit at `price` minor units, where it costs more."""

    price: int


@dataclass(frozen=True, slots=True)
class Amount:
    """`amount` minor units off all that is in scope together."""

    amount: int


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an amount, from `lower` to `upper` (None: no end) minor units, and the `share` taken off it."""

    lower: int
    upper: int | None
    share: int


@dataclass(frozen=True, slots=True)
class Parts:
    """Each part of what is in scope together at its own rate."""

    parts: tuple[Part, ...]

    def of(self, base: int) -> int:
        """What they take of `base` minor units, over the denominator."""
        total = 0
        for part in self.parts:
            if base > part.lower:
                upper = base if part.upper is None else min(base, part.upper)
                total += (upper - part.lower) * part.share
        return total


@dataclass(frozen=True, slots=True)
class Free:
    """`count` units free: any of those in scope, or, if `cheapest`, of the cheapest there."""

    count: int = 1
    cheapest: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Units that a benefit takes together or not at all.

    `units` are (index in the goods that the program was handed, units); `off` are (index, units, share over the
    denominator) for those of them that are discounted. There are `times` such groups.
    """

    units: tuple[tuple[int, int], ...]
    off: tuple[tuple[int, int, int], ...]
    times: int = 1


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups of one program; no unit is in two of them. Each that wins counts as a use."""

    groups: tuple[Group, ...]


Shape = Percent | Each | PriceTo | Amount | Parts | Free | Groups
BY_GOODS = (PriceTo, Free, Groups)
"""Shapes that belong to the item stage whatever the program's scope names."""


@dataclass(frozen=True, slots=True)
class Change:
    """A counter or balance that changes by `amount` when an effect is taken, and back when it is given back.

    `holder` is None for the member. What comes in can be spent till `expires_on`; what is given back later carries the
    term of its day, by `expires`.
    """

    account: str
    amount: int
    cause: str = "use"
    holder: str | None = None
    expires_on: date | None = None
    expires: Expiry | None = None


class TakeOff:
    """Money off, proposed by the rule of rank `rank`.

    `goods` are those it applies to where they are not the program's own scope; `changes` happen if it wins; `asked` is
    the redemption that it answers.
    """

    __slots__ = ("asked", "changes", "goods", "reason", "shape")

    def __init__(
        self,
        shape: Shape,
        reason: Reason,
        *,
        goods: Sequence[Goods] | None = None,
        changes: tuple[Change, ...] = (),
        asked: Redemption | None = None,
    ) -> None:
        self.shape = shape
        self.reason = reason
        self.goods = goods
        self.changes = changes
        self.asked = asked


@dataclass(frozen=True, slots=True)
class Say:
    """Something said or handed over, with what it uses up. `when_paid`: nobody is told before the sale is taken."""

    text: Text
    changes: tuple[Change, ...] = ()
    asked: Redemption | None = None
    when_paid: bool = False


@dataclass(frozen=True, slots=True)
class Paid:
    """A tender pays `amount_minor` with `units` of `account`, held by `holder` (None: the member).

    `prepaid` names the units of goods that a pass pays for: (line, units, minor units each). What has `was_money`
    counts as money for earning. `expires` is the term of what a return gives back.
    """

    account: str
    units: int
    amount_minor: int
    holder: str | None = None
    was_money: bool = False
    prepaid: tuple[tuple[int, int, int], ...] = ()
    expires: Expiry | None = None
    changes: tuple[Change, ...] = ()
    asked: Redemption | None = None


@dataclass(frozen=True, slots=True)
class Into:
    """An account that an earning fills. `holder` is None for the member.

    `expires` names the term by which `expires_on` was found. With `if_unused` a return takes back only what is still
    there. `lot` names the lot that is made, where its name says something: a coupon's code. `worth` is the money that
    one unit stands for, as (minor units, units), where the shop claws back from the
    refund. What was `bought` (money on a gift card, sessions, a term of membership) was not earned: it is not shown
    as such, and the worth of what is used of it already is always kept from the refund.
    """

    account: str
    holder: str | None = None
    cause: str = "earn"
    spendable_on: date | None = None
    expires_on: date | None = None
    if_unused: bool = False
    worth: tuple[int, int] | None = None
    bought: bool = False
    lot: str | None = None


@dataclass(slots=True)
class Earning:
    """What a sale brings: `terms` (JSON) are all that the kind needs to work it out again for what is kept.

    The amounts are ``rule.earned(terms, kept)``, one for each account in `into`; the first is the one that is shown.
    With `issued` each account that something comes into by the cause ``issue`` is one coupon.
    """

    terms: Mapping[str, Any]
    into: tuple[Into, ...]
    reason: Reason
    issued: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a sale, by line: what earnings are worked out from.

    The money really paid for line i is ``base[i] / over`` minor units (exact: a share of the points paid is off);
    `units` are kept, `paid_units` those of them that were not free; `total` is the sum of `base`.
    """

    base: Sequence[int]
    over: int
    units: Sequence[int]
    paid_units: Sequence[int]
    total: int = field(default=0)

    def paid(self, lines: Sequence[int] | None) -> int:
        """What was really paid for some lines (None: all that are goods), over `over`."""
        if lines is None:
            return self.total
        base = self.base
        return sum([base[line] for line in lines])


new_kept = maker(Kept)
