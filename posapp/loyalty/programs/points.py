"""Points: so many for what is paid, multiplied by a curve, spent like money at a value of their own.

Not for a reward at a fixed number of visits (that is a `stamp_card`), nor for money off that everybody gets at once
(that is a `fixed_discount`): points are saved up, and are owed until they are spent or expire.

Beside its points (account ``id``) it keeps ``id#carry-1000``, the parts of a point (here thousandths) that were short
of a whole one, and ``id#recharged``, which holds one as long as the member cannot be topped up again.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal

from posapp.loyalty.basket import Product, Redemption
from posapp.loyalty.conditions import holding
from posapp.loyalty.curve import Bend, Curve, weighed
from posapp.loyalty.dates import Expiry, add_days, last_day
from posapp.loyalty.effects import Change, Earning, Into, Kept, Paid
from posapp.loyalty.errors import Fault, NotEnough, Refused
from posapp.loyalty.goods import Goods, Sale
from posapp.loyalty.ledger import Term
from posapp.loyalty.outcome import AnyOf, BalancePanel, Offer, new_balance_panel
from posapp.loyalty.programs.base import MINOR, Active, Audience, Days, EndOfYear, Months, Program, form, kind
from posapp.loyalty.redeeming import Numbers, Redeem
from posapp.loyalty.rules import Rule, Terms, rule_of
from posapp.loyalty.words import Minor, Reason

SOON = timedelta(days=30)
"""What expires within this time is told on the member's card."""

_MOST_REMEMBERED = 1000
"""Of the balances whose panel is remembered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsEarn:
    """`points` for every `per` minor units really paid in scope, and for a part of it that part of them."""

    points: int = field(metadata=form(unit="points", least=1))
    per: int = field(metadata=MINOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recharge:
    """When redeeming leaves fewer than `below` points, `grant` are given, at most once in `once_per_days`."""

    below: int = field(metadata=form(unit="points", least=1))
    grant: int = field(metadata=form(unit="points", least=1))
    audience: Audience = field(default_factory=Audience)
    once_per_days: int | None = field(default=None, metadata=form(unit="days", least=1, most=36500))


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """A shop that gives these points too; where it has no `earn` of its own, the program's holds."""

    earn: PointsEarn | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coalition:
    """Shops, by id, that share the points; `settle_value` (minor units) is what they owe each other for one."""

    partners: Mapping[str, Partner] = field(metadata=form(filled=True))
    settle_value: Decimal | None = field(default=None, metadata=form(unit="minor", least=0))


@kind("points")
@dataclass(frozen=True, kw_only=True)
class Points(Program):
    """`earn` on what is really paid, times every bend of the `curve` that holds; without `redeem` they do not pay."""

    earn: PointsEarn
    curve: tuple[Bend, ...] = ()
    remainder: Literal["drop", "carry"] = "drop"
    available_after: Days | None = None
    expires: Days | Months | EndOfYear | None = None
    redeem: Redeem | None = None
    recharge: Recharge | None = field(default=None, metadata=form(only_with="redeem"))
    coalition: Coalition | None = None

    def faults(self, place: str) -> Iterator[Fault]:
        """Points that expire before they can be spent; topping up, or settling, what cannot be spent."""
        yield from super().faults(place)
        if self.redeem is None and self.recharge is not None:
            yield Fault(f"{place}.recharge", Reason.of("fault.only_with", other="redeem"))
        if self.coalition is not None and self.coalition.settle_value is None and self.redeem is None:
            yield Fault(f"{place}.coalition.settle_value", Reason.of("fault.required"))
        longest = _longest(self.expires)
        if self.available_after is not None and longest is not None and self.available_after.days > longest:
            yield Fault(f"{place}.available_after.days", Reason.of("fault.at_most", most=longest))

    @property
    def settle_value(self) -> Decimal | None:
        """What the partners owe each other for a point: if nothing is said, what it is worth to the customer."""
        if self.coalition is None:
            return None
        worth = self.redeem.value if self.redeem is not None else None
        return worth if self.coalition.settle_value is None else self.coalition.settle_value


def _longest(expires: Expiry | None) -> int | None:
    """No point lives more days than this; None for ever."""
    match expires:
        case Days(days=days):
            return days
        case Months(months=months):
            return months * 31
        case EndOfYear(end_of_year=years):
            return (years + 1) * 366
    return None


@rule_of(Points)
class PointsRule(Rule[Points]):
    """Points are earned on what is paid, and pay before everything that is money."""

    earns = shows = True
    tenders = 1
    unit = "points"

    def __init__(self, program: Points, rank: int, terms: Terms) -> None:
        super().__init__(program, rank, terms)
        self._earn = program.earn
        if program.coalition is not None:
            self.partner = terms.shop.id
            partner = program.coalition.partners.get(terms.shop.id)
            self._earn = partner.earn if partner is not None and partner.earn is not None else program.earn
        self._curve = Curve(program.curve, terms.names) if program.curve else None
        self._numbers = Numbers(program.redeem) if program.redeem is not None else None
        self.offering = self._numbers is not None
        self._share = None
        if program.redeem is not None and program.redeem.max_share is not None:
            self._share = terms.share(program.redeem.max_share)
        self._fine = self._earn.per * (self._curve.fine if self._curve else 1)
        self._carry = f"{self.id}#carry-{self._fine}" if program.remainder == "carry" else ""
        self._recharge_for = None
        if program.recharge is not None:
            self._recharge_for = holding(Active(), program.recharge.audience, terms.names)
        self._held: dict[int, tuple[dict[str, Any], Reason]] = {}
        self._plain = self._terms(0)
        self._into_of: tuple[date | None, tuple[Into, ...]] = (None, ())
        self._panels: dict[int, BalancePanel] = {}

    @property
    def gives(self) -> Reason:
        """So many points for so much money."""
        return Reason.of("points.gives", count=self._earn.points, per=Minor(self._earn.per))

    @property
    def worth(self) -> tuple[int, int]:
        """By what they pay; a point that pays nothing counts as one minor unit."""
        return (self._numbers.part, self._numbers.over) if self._numbers is not None else (1, 1)

    def owes(self, products: Collection[Product]) -> tuple[int, int] | None:  # noqa: ARG002
        """What they pay, where they do."""
        return self.worth if self._numbers is not None else None

    # What a sale brings.

    def _terms(self, mask: int) -> tuple[dict[str, Any], Reason]:
        """Points and money of an earning while these bends hold, and the sentence for it. Made once for each."""
        found = self._held.get(mask)
        if found is None:
            times, over = self._curve.times(mask) if self._curve else (1, 1)
            points, per = self._earn.points * times, self._earn.per * over
            common = math.gcd(points, per)
            reason = self.gives
            if times != over:
                factor = Decimal(times) / Decimal(over)
                reason = Reason.of("points.times", gives=reason, times=factor)
            found = self._held[mask] = ({"points": points // common, "per": per // common}, reason)
        return found

    def earn(self, sale: Sale, kept: Kept, lines: Sequence[int] | None) -> Earning | Reason:  # noqa: ARG002
        """Points for what was really paid, with the multipliers that hold now."""
        if sale.member is None:
            return self.without_card.reason
        curve = self._curve
        terms, reason = self._terms(curve.held(sale)) if curve is not None else self._plain
        if lines is not None:
            terms = {"lines": lines, **terms}
        if curve is not None and curve.has_parts and (parts := curve.parts(sale, lines)):
            terms = {"parts": parts, **terms}
            reason = Reason.of("points.some_more", gives=reason)
        if self._carry:
            terms = {"carry": sale.balance(self._carry), "fine": self._fine, **terms}
        return Earning(terms, self._into(sale.day), reason)

    def _into(self, day: date) -> tuple[Into, ...]:
        """The accounts that a sale of that day fills."""
        made, into = self._into_of
        if made != day:
            program, numbers = self.program, self._numbers
            after = program.available_after
            points = Into(
                self.id,
                spendable_on=add_days(day, after.days) if after is not None else None,
                expires_on=last_day(program.expires, day),
                worth=(numbers.part, numbers.over) if numbers is not None else None,
            )
            into = (points, Into(self._carry, cause="use")) if self._carry else (points,)
            self._into_of = (day, into)
        return into

    @staticmethod
    def earned(terms: Mapping[str, Any], kept: Kept) -> tuple[int, ...]:
        """Points, rounded down once; where the rest is carried its change, in parts of a point, too."""
        lines: Sequence[int] | None = terms.get("lines")
        parts = terms.get("parts")
        paid, over = weighed(kept, lines, parts) if parts else (kept.paid(lines), kept.over)
        whole = terms["per"] * over
        if "carry" not in terms:
            return (paid * terms["points"] // whole,)
        carried, fine = terms["carry"], terms["fine"]
        found = paid * terms["points"] * fine // whole + carried
        points = max(found // fine, 0)
        return points, found - points * fine - carried

    def short(self, sale: Sale, earning: Earning, kept: Kept) -> Reason:  # noqa: ARG002
        """What is missing to the first point."""
        terms = earning.terms
        points, per, fine = terms["points"], terms["per"], terms.get("fine", 1)
        paid, over = weighed(kept, terms.get("lines"), terms.get("parts", ()))
        if not paid or not points:
            return Reason("whynot.nothing_paid")
        missing = (per * over - paid * points) * fine - terms.get("carry", 0) * per * over
        return Reason.of("points.more_to", amount=Minor(-(-missing // (points * over * fine))))

    def term(self, day: date) -> Term:
        """Points that are given by hand can be spent at once, and expire like those earned that day."""
        return Term(expires_on=last_day(self.program.expires, day))

    # What they pay.

    def _asked(self, sale: Sale) -> int:
        """How many points are asked for in this sale."""
        return sum(asked.points or 0 for asked in sale.redeem if asked.program == self.id)

    def _most_minor(self, sale: Sale, goods: Sequence[Goods], due_minor: int) -> int:
        """The most that points may pay: of what is due, for the goods in scope, and the share of it that they may."""
        left = sale.left
        most = min(due_minor, sum([left[line] for each in goods for line, _ in each.lines]))
        return most if self._share is None else min(most, sale.due_minor * self._share // sale.denominator)

    def pay(self, sale: Sale, asked: Redemption, *, due_minor: int, goods: Sequence[Goods]) -> Paid:
        """Pay with the number of points that is asked for; `NotEnough` names the largest that may."""
        numbers = self._numbers
        if numbers is None:
            raise Refused.because("points.no_pay", name=self.name)
        if sale.member is None:
            raise Refused(self.without_card.reason)
        points = asked.points or 0
        most = self._most_minor(sale, goods, due_minor)
        largest = numbers.largest(points=sale.spendable(self.id), minor=most)
        if points != self._asked(sale):
            raise Refused.because("points.twice", name=self.name)
        if not 0 < points <= largest or not numbers.allows(points):
            raise NotEnough(self._refusal(sale, points, largest, most))
        return Paid(
            self.id,
            points,
            numbers.pays(points),
            expires=self.program.expires,
            changes=self._top_up(sale, points),
            asked=asked,
        )

    def _refusal(self, sale: Sale, points: int, largest: int, most: int) -> Reason:
        """Why so many points cannot pay, with the largest number that can."""
        numbers = self._numbers
        assert numbers is not None
        have = sale.spendable(self.id)
        if not largest:
            if have < numbers.least:
                ready = self._pending(sale)
                if ready is not None and have + ready[0] >= numbers.least:
                    return Reason.of("points.pending", count=ready[0], day=ready[1])
                over = self._run_out(sale)
                if over is not None and have + over[0] >= numbers.least:
                    return Reason.of("points.expired", count=over[0], day=over[1])
                return Reason.of("points.too_few", count=numbers.least - have)
            return Reason.of("points.due_too_small", amount=Minor(most), count=numbers.least)
        if 0 < points <= largest and numbers.steps:
            return Reason.of("points.steps", steps=numbers.steps, largest=largest)
        if 0 < points <= largest and numbers.step > 1:
            return Reason.of("points.multiples", least=numbers.least, step=numbers.step, largest=largest)
        if 0 < points < numbers.least:
            return Reason.of("points.at_least", least=numbers.least, largest=largest)
        return Reason.of("points.at_most", largest=largest)

    def _pending(self, sale: Sale) -> tuple[int, date] | None:
        """Points that are earned and cannot be spent yet, and from when on the first of them can."""
        lots = [lot for lot in sale.account(self.id).lots if lot.pending(sale.day) and lot.holds(sale.day)]
        if not lots:
            return None
        return sum(lot.left for lot in lots), min(lot.spendable_on or date.max for lot in lots)

    def _run_out(self, sale: Sale) -> tuple[int, date] | None:
        """Points that have expired and are not written off yet, and the last day of the newest of them."""
        lots = [lot for lot in sale.account(self.id).lots if not lot.holds(sale.day)]
        if not lots:
            return None
        return sum(lot.left for lot in lots), max(lot.expires_on or date.min for lot in lots)

    def _top_up(self, sale: Sale, points: int) -> tuple[Change, ...]:
        """What comes because redeeming leaves too few."""
        recharge = self.program.recharge
        if recharge is None or sale.balance(self.id) - points >= recharge.below:
            return ()
        if self._recharge_for is not None and self._recharge_for(sale) is not None:
            return ()
        expires = self.program.expires
        grant = Change(self.id, recharge.grant, "grant", expires_on=last_day(expires, sale.day), expires=expires)
        if recharge.once_per_days is None:
            return (grant,)
        once = f"{self.id}#recharged"
        if sale.balance(once) > 0:
            return ()
        return (grant, Change(once, 1, expires_on=add_days(sale.day, recharge.once_per_days - 1)))

    # What it shows.

    def offers(self, sale: Sale, goods: Sequence[Goods]) -> Sequence[Offer]:
        """Each step that may pay now; or the largest number, with what else may be named."""
        numbers = self._numbers
        if numbers is None or not sale.due_minor or self.id not in sale.standing.accounts:
            return ()
        have = sale.spendable(self.id)
        if have < numbers.least:
            return ()
        asked = self._asked(sale)
        due = sale.rest_minor + numbers.pays(asked)
        largest = numbers.largest(points=have, minor=self._most_minor(sale, goods, due))
        if not largest:
            return ()
        if numbers.steps:
            return [self._offer(step, chosen=step == asked) for step in numbers.up_to(largest)]
        any_of = numbers.any_of(largest)
        return (self._offer(asked or largest, chosen=asked > 0, any_of=any_of),)

    def _offer(self, points: int, *, chosen: bool, any_of: AnyOf | None = None) -> Offer:
        assert self._numbers is not None
        return Offer(
            redemption=Redemption(program=self.id, points=points),
            label=Reason("points.pay", (("count", points),)),
            worth_minor=self._numbers.pays(points),
            chosen=chosen,
            any_of=any_of,
        )

    def panel(self, sale: Sale) -> BalancePanel:
        """The balance, with what expires soon and what cannot be spent yet."""
        account = sale.standing.accounts.get(self.id)
        if account is None:
            return self._plain_panel(0)
        day = sale.day
        have, expiring, first = account.debt, 0, None
        for lot in account.lots:
            last = lot.expires_on
            if last is None:
                have += lot.left
            elif last >= day:
                have += lot.left
                if last - day <= SOON:
                    expiring += lot.left
                    first = last if first is None else min(first, last)
        pending = self._pending(sale) if self.program.available_after is not None else None
        if first is None and pending is None:
            return self._plain_panel(have)
        return new_balance_panel(
            program=self.id,
            name=self.name,
            unit=self.unit,
            balance=have,
            expiring=min(expiring, max(have, 0)),
            expires_on=first,
            pending=pending[0] if pending else 0,
            spendable_on=pending[1] if pending else None,
        )

    def _plain_panel(self, balance: int) -> BalancePanel:
        """A balance of which nothing goes soon and all can be spent: the same at every scan of a sale, so kept."""
        found = self._panels.get(balance)
        if found is None:
            if len(self._panels) >= _MOST_REMEMBERED:
                self._panels.clear()
            found = self._panels[balance] = BalancePanel(
                program=self.id, name=self.name, unit=self.unit, balance=balance
            )
        return found
