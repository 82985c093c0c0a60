# ruff: noqa: ARG002 - what a rule does not override does nothing with what it is handed
"""A rule is a program made ready for one catalogue: its rates whole numbers, its conditions compiled, its words chosen.

A kind's file has the program's dataclass and, by `@rule_of(TheDataclass)`, a `Rule` that proposes effects. What it does
not override does nothing. A rule is handed the facts of a sale and keeps none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar, Generic, TypeVar

from posapp.loyalty.basket import Product, Redemption
from posapp.loyalty.conditions import Condition, check_of, to_whom
from posapp.loyalty.effects import BY_GOODS, Earning, Into, Kept, Paid, Say, TakeOff
from posapp.loyalty.goods import Goods, Sale, list_of, units_of
from posapp.loyalty.ledger import FOR_EVER, Account, Term
from posapp.loyalty.members import Member
from posapp.loyalty.money import Shop
from posapp.loyalty.outcome import Ask, Offer, Panel, WhyNot, new_why_not
from posapp.loyalty.programs.base import Program
from posapp.loyalty.words import Minor, Reason, Text

P = TypeVar("P", bound=Program)

ITEM_BEST, ITEM_ALWAYS, SALE_BEST, SALE_ALWAYS, ALONE = range(5)
"""Where a benefit competes: its stage, and how it stacks."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a rule may know when it is made: the shop, and the denominator over which all rates are whole."""

    shop: Shop
    denominator: int
    points: frozenset[str]
    """The programs whose account is points."""
    names: Mapping[str, Text]
    """How people call what programs define: tiers, clubs, memberships."""
    rules: Mapping[str, Rule[Any]] = field(default_factory=dict)
    """All rules of the catalogue by id. It fills while they are made: look into it when a sale is priced."""
    secrets: Mapping[str, str] = field(default_factory=dict)
    """What only this shop may know of a program, by its id: the seed of a draw."""

    def share(self, rate: Decimal) -> int:
        """A rate in percent as a whole number over the denominator."""
        part, whole = rate.as_integer_ratio()
        return part * self.denominator // (whole * 100)


class Rule(Generic[P]):
    """What a program does in a sale. `rank` is its place by priority, then id: ties go to the smaller."""

    takes_off: bool = False
    """Proposes money off."""
    needs_goods: bool = True
    """Has nothing to do where no line is in its scope."""
    earns: bool = False
    says: bool = False
    redeems: ClassVar[bool] = False
    """Has something that a customer may ask for, besides what it `tenders`."""
    tenders: ClassVar[int] = 0
    """Pays: 1 as points do, before everything that is money; 2 as gift cards do; 3 for units, before any benefit."""
    ranks_members: ClassVar[bool] = False
    """Gives levels."""
    brings: bool = False
    """Something of it may come by itself when a sale begins (`comes`)."""
    welcomes: bool = False
    """Something of it comes with joining (`welcome`)."""
    asks_something: ClassVar[bool] = False
    wants_referrer: ClassVar[bool] = False
    """Wants to know who sent a new member: she is asked for it when she joins."""
    sells: ClassVar[bool] = False
    """Loads accounts with what is bought; such a line may lack something without which it cannot be sold (`refuse`)."""
    shares: bool = False
    """Looks at what the rest of the member's household has."""
    bearer: ClassVar[bool] = False
    """Its accounts are held by codes (coupons, gift cards), not by members."""
    shows: bool = False
    """Has a panel on the member's card, or something to redeem."""
    unit: ClassVar[str] = ""
    """Of its account: ``points``, ``stamps``, ``money``, ``sessions``, ``coupons``, ``entries``; empty for none."""
    partner: str = ""
    """Under whose name entries in its accounts are made, where several shops share them."""

    def __init__(self, program: P, rank: int, terms: Terms) -> None:
        self.program = program
        self.rank = rank
        self.terms = terms
        self.id: str = program.id
        self.name: Text = program.name
        self.stacks: str = program.stacks
        scope, limits = program.scope, program.limits
        self.names_goods = scope.names_goods
        self.scoped = bool(scope.names_goods or scope.except_products or scope.except_categories)
        self.min_amount = scope.min_amount or 0
        self.min_items = scope.min_items or 0
        self.check: Condition | None = check_of(program, terms.names)
        self.earn_until: date | None = program.wind_down.earn_until if program.wind_down else None
        self.redeem_until: date | None = program.wind_down.redeem_until if program.wind_down else None
        self.members_only = program.audience.who == "members"
        self.bounded = bool(self.min_amount or self.min_items or limits != type(limits)())
        self.limited = limits != type(limits)()
        self.nothing_here = WhyNot(program=self.id, name=self.name, reason=Reason("whynot.nothing_here"))
        self.without_card = WhyNot(program=self.id, name=self.name, reason=Reason("whynot.members"))
        self._lost_to: dict[int, WhyNot] = {}
        self.offering = type(self).offers is not Rule.offers
        """May have something to redeem."""
        self.always: TakeOff | None = None
        """What it proposes in every sale for which it holds; it is not asked then."""

    # What it is.

    @property
    def gives(self) -> Reason:
        """What it gives, in few words: "5 % off". What stands in the way is told with its distance to this."""
        return Reason.of("gives.program", name=self.name)

    def summary(self) -> Reason:
        """What the program does, in one line, for the owner's list."""
        return self.gives

    def because(self, alone: Reason, before: Reason | None = None) -> Reason:
        """The sentence for a benefit: "10 % off"; or `before` the words for whom it is: "10 % with the gold card"."""
        whom = to_whom(self.program.audience, self.terms.names)
        return Reason("why.to", (("gives", before or alone), ("whom", whom))) if whom else alone

    def history_from(self, today: date) -> date | None:
        """The first day of the member's earlier sales that it must see, `None` for none of them."""
        return None

    @property
    def no_goods(self) -> tuple[str, ...]:
        """Products that are in no scope: what sells stored money is no spending."""
        return ()

    @property
    def shared_accounts(self) -> tuple[str, ...]:
        """Everybody's accounts that it reads, besides those of its limits."""
        return ()

    def stopped(self, day: date) -> bool:
        """Is it winding down, and nothing is earned in it any more?"""
        return self.earn_until is not None and day > self.earn_until

    def ended(self, day: date) -> bool:
        """Was it wound down, and nothing in its accounts is of any use any more?"""
        return self.redeem_until is not None and day > self.redeem_until

    @cached_property
    def winds_down(self) -> Reason | None:
        """What customers are told while it winds down; None where it does not."""
        ends = self.program.wind_down
        if ends is None:
            return None
        return Reason.of("winding.says", say=ends.say) if ends.say else Reason.of("winding.ends", day=ends.redeem_until)

    def owes(self, products: Collection[Product]) -> tuple[int, int] | None:
        """What units of its account would cost the shop if they were used, as (minor units, units), by the shelf prices
        of `products`. None where that is no money, or cannot be said."""
        return None

    @property
    def worth(self) -> tuple[int, int]:
        """What stands for what in its account: so many minor units are worth so many units."""
        return 1, 1

    # What it does in a sale.

    def level(self, sale: Sale) -> str:
        """The level that the member holds when the sale begins, ``""`` for none."""
        return ""

    def level_name(self, level: str) -> Text:
        """A level as people call it."""
        return Text(level)

    def take_off(self, sale: Sale, goods: Sequence[Goods]) -> Sequence[TakeOff] | Reason:
        """Money off, or why none. `goods` are those in scope. Raises `Refused` where what was asked for cannot be."""
        return ()

    def pay(self, sale: Sale, asked: Redemption, *, due_minor: int, goods: Sequence[Goods]) -> Paid:
        """Pay with what the customer asks for, at most `due_minor`. Raises `NotEnough` with the largest number."""
        raise NotImplementedError

    def earn(self, sale: Sale, kept: Kept, lines: Sequence[int] | None) -> Earning | Reason:
        """What the sale brings, or why nothing. `lines` in scope by index; None: all goods."""
        raise NotImplementedError

    @staticmethod
    def earned(terms: Mapping[str, Any], kept: Kept) -> tuple[int, ...]:
        """The amounts of an earning, worked out from its terms for what is kept."""
        raise NotImplementedError

    def short(self, sale: Sale, earning: Earning, kept: Kept) -> Reason:
        """Why an earning came to nothing: what is missing to the first."""
        return Reason("whynot.nothing_paid")

    def say(self, sale: Sale) -> Sequence[Say] | Reason:
        """What is said or handed over, or why nothing is."""
        return ()

    def term(self, day: date) -> Term:
        """From when to when what comes into its account on `day` can be spent: a correction by hand, for one."""
        return FOR_EVER

    def welcome(self, sale: Sale) -> Sequence[tuple[Into, int]]:
        """What comes with joining (`welcomes`), to the new member or to who sent her; `sale` is one without goods."""
        return ()

    def comes(self, sale: Sale) -> Sequence[tuple[Into, int]]:
        """What is due to the member by itself when the sale begins, such as a birthday's coupon. For her alone."""
        return ()

    def comes_to(self, day: date) -> tuple[Sequence[str], str]:
        """To whom something may come on that local day (`comes` decides): birthdays as ``MM-DD``, and a segment."""
        return (), ""

    def others(self, member: Member) -> Sequence[str]:
        """Other members whose accounts a sale of `member` may fill, by id."""
        return ()

    def issue(self, document: str, n: int, day: date, *, owner: str | None = None) -> Sequence[tuple[Into, int]]:
        """One coupon of this program, for another program that gives it away: what makes it, the account of its code
        first, each with its amount. Empty where the program has no coupons.

        `document` (of the sale or the joining) and `n` (1, 2 …) tell it from all others, so that the same asked twice
        is the same coupon. `owner` is the member whose it will be, where she is not the one whose document it is: who
        sent a newcomer, for one.
        """
        return ()

    def by_hand(self, sale: Sale, amount: int) -> Sequence[tuple[Into, int]] | None:
        """What a correction by hand of so much (below zero: less) does for the sale's member, where it is not simply
        posted to her account. None where it is; `Refused` where it cannot be."""
        return None

    def code_says(self, account: Account, code: str, *, on: date) -> tuple[Reason, bool]:
        """What one of its codes (`bearer`) is good for on that local day, and whether for anything."""
        raise NotImplementedError

    def refuse(self, sale: Sale) -> None:
        """Raise `Refused` where a line that the program `sells` cannot be sold so: no card to load, nobody's pass."""

    def asked_in_vain(self, reason: Reason) -> Reason:
        """How it is told that what was asked for cannot be had, for a `reason` that holds for the whole program."""
        return reason

    def asks(self, sale: Sale) -> Ask | None:
        """A question to the customer at the end of the sale."""
        return None

    # What it shows.

    def offers(self, sale: Sale, goods: Sequence[Goods]) -> Sequence[Offer]:
        """What may be redeemed in this sale."""
        return ()

    def panel(self, sale: Sale) -> Panel | None:
        """How it shows on the member's card."""
        return None

    # What it says when it gave nothing.

    def why_not(self, reason: Reason) -> WhyNot:
        """This program with a reason."""
        return new_why_not(program=self.id, name=self.name, reason=reason)

    def bucket_of(self, proposal: TakeOff) -> int:
        """Where a proposal competes: `ITEM_BEST` and so on."""
        if self.stacks == "alone":
            return ALONE
        of_goods = self.names_goods or isinstance(proposal.shape, BY_GOODS)
        if self.stacks == "best":
            return ITEM_BEST if of_goods else SALE_BEST
        return ITEM_ALWAYS if of_goods else SALE_ALWAYS

    @cached_property
    def bucket(self) -> int:
        """Where what it `always` proposes competes."""
        assert self.always is not None
        return self.bucket_of(self.always)

    def lost_to(self, better: Rule[Any]) -> WhyNot:
        """Another program gave more on what both wanted."""
        found = self._lost_to.get(better.rank)
        if found is None:
            found = self._lost_to[better.rank] = self.why_not(Reason.of("whynot.better", other=better.name))
        return found

    def too_little(self, sale: Sale, goods: Sequence[Goods]) -> Reason | None:
        """How much is missing to `min_amount` or `min_items`, measured at list price; None where nothing is."""
        if self.min_amount:
            missing = self.min_amount - (list_of(goods) if self.scoped else sale.list_minor)
            if missing > 0:
                return Reason("whynot.more_to", (("amount", Minor(missing)), ("gives", self.gives)))
        if self.min_items:
            count = self.min_items - units_of(goods)
            if count > 0:
                return Reason("whynot.units_to", (("count", count), ("gives", self.gives)))
        return None


RULES: dict[str, type[Rule[Any]]] = {}
"""By the program's kind."""

SomeRule = TypeVar("SomeRule", bound=type[Rule[Any]])


def rule_of(program: type[Program]) -> Callable[[SomeRule], SomeRule]:
    """Register what programs of that class do."""

    def register(cls: SomeRule) -> SomeRule:
        assert program.kind not in RULES, program.kind
        RULES[program.kind] = cls
        return cls

    return register
