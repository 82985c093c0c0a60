"""What a quote says: amounts, who gave them, why and why not, and what will be posted when the sale is taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from posapp.loyalty.basket import Line, Redemption
from posapp.loyalty.ledger import Entry
from posapp.loyalty.quick import maker, quick
from posapp.loyalty.settled import Settled
from posapp.loyalty.words import Reason, Text


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one program takes off, or pays of, one line, in minor units."""

    program: str
    amount_minor: int


new_share = maker(Share)


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedLine:
    """A line of the basket with what became of it. ``net_minor = line.list_minor - sum of off``."""

    line: Line
    net_minor: int
    off: tuple[Share, ...] = ()
    paid: tuple[Share, ...] = ()


new_line = maker(QuotedLine)


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Benefit:
    """What a program took off in this sale, and the sentence a cashier reads aloud."""

    program: str
    name: Text
    off_minor: int
    reason: Reason


new_benefit = maker(Benefit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tendered:
    """What points, a gift card or a prepaid pass paid. `units` is in the account's own unit, 1 for a session; `by_code`
    tells that the holder is a code, which pays under its own name."""

    program: str
    holder: str
    amount_minor: int
    units: int
    by_code: bool = False


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Earned:
    """What this sale brings the member, spendable from the next one on."""

    program: str
    name: Text
    amount: int
    reason: Reason


new_earned = maker(Earned)


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A coupon that this sale brings, or that came when it began: its `code` is printed as a barcode. `gives` says what
    it is good for, `expires_on` is its last day."""

    program: str
    name: Text
    code: str
    gives: Reason
    expires_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Perk:
    """Something said or handed over: "Lounge", "Cookie". With `when_paid` it is told when the sale is taken, not
    before: who may look at her luck and then begin anew plays until she wins."""

    program: str
    say: Text
    when_paid: bool = False


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class WhyNot:
    """An active program that gave nothing, with the first condition that failed; `when_paid` as with a `Perk`."""

    program: str
    name: Text
    reason: Reason
    when_paid: bool = False


new_why_not = maker(WhyNot)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf:
    """Any number from `least` to `most`, in multiples of `step`, of points or of minor units on a gift card."""

    least: int
    most: int
    step: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Something the customer may redeem in this sale, ready for one press. `chosen` is true where it was asked for.

    Where she may choose how much, one press takes the most that makes sense and `any_of` says what else she may name
    in the redemption's `points` or `amount_minor`.
    """

    redemption: Redemption
    label: Reason
    worth_minor: int
    chosen: bool = False
    any_of: AnyOf | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StampMark:
    """A reward drawn on the stamp card at stamp number `at`; `taken` on this card already."""

    at: int
    label: Reason
    taken: bool = False


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class StampPanel:
    """A stamp card as the customer knows it: `have` of `size` stamped, the rewards on it, and what comes next."""

    program: str
    name: Text
    size: int
    have: int
    marks: tuple[StampMark, ...]
    next: Reason


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class BalancePanel:
    """A balance with what goes within 30 days. `unit` is ``points``, ``money``, ``sessions``, ``coupons`` or
    ``entries`` (of a draw). Of it, `pending` cannot be spent yet; the first of that can from `spendable_on` on."""

    program: str
    name: Text
    unit: str
    balance: int
    expiring: int = 0
    expires_on: date | None = None
    pending: int = 0
    spendable_on: date | None = None


new_balance_panel = maker(BalancePanel)


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class LevelPanel:
    """A tier (`level` is its id, "" for none yet) and how far the next one is; `progress` is in thousandths."""

    program: str
    name: Text
    level: str
    level_name: Text
    next: Reason | None = None
    progress: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NotePanel:
    """What can be said in a line: a membership's last day, a club, uses left of a perk."""

    program: str
    name: Text
    note: Reason


Panel = StampPanel | BalancePanel | LevelPanel | NotePanel
"""How a program shows on the member's card. The screens know these four shapes and no kind of program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a customer is told with a sale of a program that ends, since she still holds something in it."""

    program: str
    name: Text
    say: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A question to the customer when the sale is done. `scale` is ``nps`` (0 to 10), ``stars`` (1 to 5) or
    ``feelings`` (one of `choices`); answering is hers to leave."""

    program: str
    name: Text
    question: Text
    scale: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """The whole answer for one basket, one customer and one moment.

    ``due_minor = list_minor - discount_minor - what points, passes and gift cards paid``; lines are in basket order and
    add up. `entries` is what the ledger gets when the sale is taken. `versions` names the version of each program
    that was looked at. `bounded` is true where the search for the best deal stopped at the best found. `asks` are
    questions to the customer when all is paid. `coupons` are those counted in `issued`, with their codes. `notices` are
    told the customer with the sale, whatever is bought. `settled` is for `SaleRecord.of` alone; a quote that was
    changed or read back has none.
    """

    sale: str
    moment: datetime
    member: str | None
    lines: tuple[QuotedLine, ...]
    list_minor: int
    discount_minor: int
    due_minor: int
    benefits: tuple[Benefit, ...] = ()
    paid_with: tuple[Tendered, ...] = ()
    earned: tuple[Earned, ...] = ()
    issued: Mapping[str, int] = field(default_factory=dict)
    perks: tuple[Perk, ...] = ()
    why_not: tuple[WhyNot, ...] = ()
    offers: tuple[Offer, ...] = ()
    panels: tuple[Panel, ...] = ()
    tiers: Mapping[str, str] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()
    versions: Mapping[str, int] = field(default_factory=dict)
    bounded: bool = False
    asks: tuple[Ask, ...] = ()
    coupons: tuple[Issued, ...] = ()
    notices: tuple[Notice, ...] = ()
    settled: Callable[[], Settled] | None = field(default=None, init=False, repr=False, compare=False)

    def before_payment(self) -> Quote:
        """The quote without what is told only when the sale is taken; it cannot be taken itself then."""
        if not (any(perk.when_paid for perk in self.perks) or any(each.when_paid for each in self.why_not)):
            return self
        perks = tuple(perk for perk in self.perks if not perk.when_paid)
        return replace(self, perks=perks, why_not=tuple(each for each in self.why_not if not each.when_paid))


new_quote = maker(Quote)
