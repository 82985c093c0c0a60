"""What screens and commands read and are told: frozen values, no database, no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from posapp.loyalty.basket import Basket, Product
from posapp.loyalty.outcome import Panel, Quote
from posapp.loyalty.words import Minor, Reason, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who works here; `rank` is ``cashier`` or ``manager``."""

    id: str
    name: str
    rank: str
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRow:
    """A member in a list: enough to tell two people of one name apart."""

    id: str
    name: str
    phone: str
    card: str
    visits: int
    joined: date
    last_visit: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberCard:
    """The member as the till draws her. `panels` are in the order of the programs; `tier_name` is the badge."""

    row: MemberRow
    card_type: str
    tier_name: Text | None
    panels: tuple[Panel, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A sale that is being rung up. `sale` is its id from the first moment on, so that asking twice posts once.

    `shown` are coupons and gift cards that were scanned in it; `to_load` is the product that wants a card's number
    before it can be rung up.
    """

    sale: str
    opened: datetime
    member: str | None = None
    basket: Basket = field(default_factory=Basket)
    shown: tuple[str, ...] = ()
    to_load: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSale:
    """A draft with its price of this moment."""

    draft: Draft
    quote: Quote
    member: MemberCard | None = None


# What a scan, or a word typed into the one box, turned out to be.


@dataclass(frozen=True, slots=True)
class MemberFound:
    """One member; her card is on the screen now."""

    row: MemberRow


@dataclass(frozen=True, slots=True)
class ManyMembers:
    """Several members fit; the clerk picks one. `more` counts those beyond the rows given."""

    rows: tuple[MemberRow, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class ProductFound:
    """A product; one unit more of it is in the basket now."""

    product: Product


@dataclass(frozen=True, slots=True)
class CodeFound:
    """A coupon or a gift card of this shop: it is offered, or used already. `said` is what the clerk should know of it;
    with `refused` it is good for nothing here and now."""

    code: str
    name: Text
    said: Reason
    refused: bool = False


@dataclass(frozen=True, slots=True)
class CodeUnknown:
    """A number of a coupon or gift card that nobody issued here; `foreign`: it is numbered like another shop's."""

    code: str
    coupon: bool
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class CardToLoad:
    """A product that loads a card: it is rung up with the card that is scanned next, or with a fresh number."""

    product: Product


@dataclass(frozen=True, slots=True)
class CardUnknown:
    """A card that nobody holds yet: one key enrols it. `foreign`: it is numbered like another shop's."""

    number: str
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class CardRevoked:
    """A card that was blocked or replaced; `row` is whose it was."""

    number: str
    row: MemberRow


@dataclass(frozen=True, slots=True)
class ProductUnknown:
    """A code that is no card and not in the catalogue: it takes a price."""

    code: str


@dataclass(frozen=True, slots=True)
class ReceiptFound:
    """A receipt's number: the sale opens for a return."""

    sale: str


@dataclass(frozen=True, slots=True)
class NothingFound:
    """Typed text that fits nobody and nothing."""

    text: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Half a scan, two scans run together, control characters: nothing was changed."""

    reason: Reason


Found = (
    MemberFound
    | ManyMembers
    | ProductFound
    | CodeFound
    | CodeUnknown
    | CardToLoad
    | CardUnknown
    | CardRevoked
    | ProductUnknown
    | ReceiptFound
    | NothingFound
    | Unreadable
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """What was found and the sale as it is now (unchanged where nothing was added)."""

    found: Found
    sale: OpenSale


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleRecorded:
    """A sale that is kept for good. `receipt` is the number that a scanner reads back; `again` is true where it had
    been recorded before and nothing was posted now; `balances` are the member's after it, by account."""

    sale: str
    receipt: str
    quote: Quote
    member: MemberCard | None
    again: bool = False
    balances: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PastLineView:
    """A line of an earlier sale: `kept` units of `quantity` can still come back."""

    index: int
    name: Text
    quantity: int
    kept: int
    net_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleView:
    """An earlier sale, opened for a return or a void. `not_voidable` says why it cannot be undone, if so."""

    sale: str
    receipt: str
    moment: datetime
    member: MemberRow | None
    due_minor: int
    lines: tuple[PastLineView, ...]
    not_voidable: Reason | None
    voided: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnPreview:
    """What will happen if the return or the void is confirmed: money back, and each change in words."""

    refund_minor: int
    changes: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnRecorded:
    """A return or a void that is kept for good; `again` is true where it had been recorded before."""

    event: str
    sale: str
    refund_minor: int
    changes: tuple[Reason, ...]
    member: MemberCard | None = None
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryItem:
    """One thing that happened to a member: when, what, and by how much each program's balance moved."""

    moment: datetime
    what: Reason
    changes: tuple[tuple[Text, int], ...] = ()
    sale: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramRow:
    """A program in the owner's list. `summary` is what it does in one line, `promise` the SHA-256 of what it keeps
    secret, or the secret where it has been shown, `ends` till when it earns and redeems while it winds down."""

    id: str
    kind: str
    name: Text
    on: bool
    version: int
    summary: Reason | None = None
    promise: Reason | None = None
    ends: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramDay:
    """What a program did on a day, at its sales and (`back`) with its returns and undone sales, whenever the goods were
    sold. Off and paid in the minor unit, earned and `expired` (written off when the day was closed) in the program's
    `unit` (``stamps``, ``points``, ``money``…; "" for others)."""

    program: str
    name: Text
    unit: str = ""
    off_minor: int = 0
    off_back_minor: int = 0
    earned: int = 0
    earned_back: int = 0
    paid_minor: int = 0
    paid_back_minor: int = 0
    expired: int = 0

    def told(self) -> tuple[tuple[Reason, Reason], ...]:
        """Each figure that is not nought: what it is, and how much, below zero where the customer gets or loses it."""
        figures = (
            ("off", self._money(-self.off_minor)),
            ("off_back", self._money(self.off_back_minor)),
            ("earned", self._units(self.earned)),
            ("earned_back", self._units(-self.earned_back)),
            ("paid", self._money(self.paid_minor)),
            ("paid_back", self._money(-self.paid_back_minor)),
            ("expired", self._units(self.expired)),
        )
        return tuple((Reason.of(f"day.{name}"), much) for name, much in figures if much is not None)

    def _units(self, amount: int) -> Reason | None:
        if self.unit == "money":
            return self._money(amount)
        return Reason.of(f"day.{self.unit or 'units'}", count=amount) if amount else None

    @staticmethod
    def _money(amount_minor: int) -> Reason | None:
        return Reason.of("day.money", amount=Minor(amount_minor)) if amount_minor else None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayTotals:
    """A business day so far, or as it was closed; amounts in the minor unit. `lines` are those of its sales."""

    day: date
    sales: int
    returns: int
    voids: int
    list_minor: int
    discount_minor: int
    due_minor: int
    refund_minor: int
    members_seen: int
    enrolled: int
    programs: tuple[ProgramDay, ...] = ()
    closed: datetime | None = None
    lines: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncStatus:
    """What the badge says. `state` is ``alone`` (no headquarters), ``online``, ``offline`` or ``refused``."""

    state: str
    waiting: int
    last: datetime | None = None
    problem: Reason | None = None
