"""Who the customer is, and what the shop knows of her. A person is not an account: balances are in the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from posapp.loyalty.ledger import CODES, Account
from posapp.loyalty.quick import maker, quick


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person enrolled with the shop. `cards` are her card numbers still in force, the newest last.

    Members of one `household` (a word, ``""`` for none) share what a program lets them share.
    """

    id: str
    name: str
    joined: date
    phone: str = ""
    birthday: date | None = None
    card_type: str = ""
    cards: tuple[str, ...] = ()
    segments: frozenset[str] = frozenset()
    clubs: frozenset[str] = frozenset()
    consent: bool = False
    referred_by: str | None = None
    household: str = ""


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class PastLine:
    """What is kept (not returned) of a line of an earlier sale; `paid_minor` is money really paid for it."""

    product: str
    categories: tuple[str, ...]
    quantity: int
    paid_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PastSale:
    """An earlier sale of the member of which something is kept. A return shrinks the sale it belongs to, on that
    sale's own date, so that a sale and its return leave the member where she was."""

    sale: str
    moment: datetime
    lines: tuple[PastLine, ...]
    earned: Mapping[str, int] = field(default_factory=dict)

    @property
    def paid_minor(self) -> int:
        """Money really paid for what is kept."""
        return sum(line.paid_minor for line in self.lines)

    @property
    def day(self) -> date:
        """The shop's local day on which it was."""
        return self.moment.date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the ledger says of a member when a sale begins.

    `accounts` are the member's own, by account name; `shared` are everybody's (holder ``"*"``), where limits in all
    and budgets are counted; `others` are those of other holders that this sale may touch: gift cards and coupons by
    their code, the rest of the `household` and the member who sent her by id. `shown` are the codes that were shown at
    the counter in this sale. `visits` counts sales of which something is kept, `spent_minor` what
    was really paid for it, ever. `history` is given where `Catalogue.needs_history`.
    """

    accounts: Mapping[str, Account] = field(default_factory=dict)
    shared: Mapping[str, Account] = field(default_factory=dict)
    others: Mapping[str, Mapping[str, Account]] = field(default_factory=dict)
    household: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    visits: int = 0
    spent_minor: int = 0
    history: tuple[PastSale, ...] = ()

    def codes(self, program: str) -> tuple[str, ...]:
        """The codes of the coupons of a program that are the member's, the oldest first."""
        lots = self.accounts[program + CODES].lots if program + CODES in self.accounts else ()
        return tuple(lot.id for lot in lots)


new_standing, new_past_line = maker(Standing), maker(PastLine)

NOBODY = Standing()
"""The standing of a customer without a card."""
