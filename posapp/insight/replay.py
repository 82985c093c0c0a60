"""What other programs would have done: a shop's past visits sold once more, under today's programs and under a draft.

Both sides begin with what members held on the first day and see the same visits, as they were kept (what came back is
left out). What customers would have done is not known; on both sides they are taken to use whatever they have as soon
as it is worth something, so that the difference is the draft's alone. Members are taken as they are now: their clubs,
cards and segments of then are not kept. Money on gift cards and sessions paid in advance are no discount and stay out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from posapp.loyalty.basket import Basket, Line, Redemption
from posapp.loyalty.catalogue import Catalogue
from posapp.loyalty.errors import Refused
from posapp.loyalty.ledger import EVERYBODY, NOTHING, Account, Entry, balance, post
from posapp.loyalty.members import NOBODY, Member, PastLine, PastSale, Standing
from posapp.loyalty.outcome import Quote
from posapp.loyalty.quote import quote
from posapp.loyalty.words import Text

MOST_SHOWN = 50
"""Of those who gain or lose the most."""

_AT_A_TIME = 200
"""Visits between two reports of how far it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A past sale as it is sold again: what was kept of it. `moment` is in the shop's zone."""

    sale: str
    moment: datetime
    member: str | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """A member, and her standing when the first of the visits begins (without what everybody shares)."""

    member: Member
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What one program did: money `off_minor` and points' worth `paid_minor` in `sales` sales, `earned` units in its
    account, `owed` of them not used at the end."""

    program: str
    name: Text
    off_minor: int = 0
    paid_minor: int = 0
    earned: int = 0
    owed: int = 0
    sales: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """All visits under one set of programs; `cost_minor` is what customers saved: discounts, and what points paid."""

    list_minor: int
    cost_minor: int
    given: tuple[Given, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a member saved before and after, in minor units."""

    member: str
    name: str
    before_minor: int
    after_minor: int

    @property
    def change_minor(self) -> int:
        """More than before is above zero."""
        return self.after_minor - self.before_minor


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """In so many `sales` the `loser` would have given something, and the `winner` gave more."""

    winner: Text
    loser: Text
    sales: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """Both sides of a replay. `gains` and `losses` are those with the largest change; `gaining`, `losing` and `same`
    count all members with a visit. `clashes` are the draft's side."""

    sales: int
    before: Side
    after: Side
    gains: tuple[Effect, ...]
    losses: tuple[Effect, ...]
    gaining: int
    losing: int
    same: int
    clashes: tuple[Clash, ...]


def replay(
    before: Catalogue,
    after: Catalogue,
    visits: Iterable[Visit],
    *,
    customers: Mapping[str, Customer],
    shared: Mapping[str, Account],
    progress: Callable[[int], None] = lambda _: None,
) -> Replayed:
    """Sell `visits` (in the order in which they happened) under both catalogues.

    `shared` are everybody's accounts when the first begins. `progress` is told now and then how many are done, and
    stops the work by raising: nothing is kept, so nothing is left half done.
    """
    sides = (_World(before, customers, shared), _World(after, customers, shared))
    done = 0
    for done, visit in enumerate(visits, start=1):
        for side in sides:
            side.sell(visit)
        if done % _AT_A_TIME == 0:
            progress(done)
    progress(done)
    effects = [
        Effect(
            member=each,
            name=customers[each].member.name,
            before_minor=sides[0].saved[each],
            after_minor=sides[1].saved[each],
        )
        for each in sides[0].saved
        if each in customers
    ]
    ranked = sorted(effects, key=lambda effect: (effect.change_minor, effect.member))
    losses = [effect for effect in ranked if effect.change_minor < 0]
    gains = [effect for effect in reversed(ranked) if effect.change_minor > 0]
    return Replayed(
        sales=done,
        before=sides[0].side(),
        after=sides[1].side(),
        gains=tuple(gains[:MOST_SHOWN]),
        losses=tuple(losses[:MOST_SHOWN]),
        gaining=len(gains),
        losing=len(losses),
        same=len(effects) - len(gains) - len(losses),
        clashes=sides[1].clashes(),
    )


class _World:
    """One side: what everybody holds after the visits so far, and what was given."""

    def __init__(self, catalogue: Catalogue, customers: Mapping[str, Customer], shared: Mapping[str, Account]) -> None:
        self.catalogue = catalogue
        self.customers = customers
        self.shared = shared
        self.standings: dict[str, Standing] = {}
        self.saved: Counter[str] = Counter()
        self.list_minor = 0
        self.cost_minor = 0
        self.off: Counter[str] = Counter()
        self.paid: Counter[str] = Counter()
        self.earned: Counter[str] = Counter()
        self.sales: Counter[str] = Counter()
        self.last_day = date.min
        self._clashes: Counter[tuple[Text, Text]] = Counter()
        self._stored_money = {rule.id for rule in catalogue.rules if rule.tenders not in (0, 1)}

    def sell(self, visit: Visit) -> None:
        """One visit."""
        self.last_day = visit.moment.date()
        customer = self.customers.get(visit.member) if visit.member is not None else None
        standing = self._standing(customer)
        sold = self._quoted(visit, Basket(lines=visit.lines), customer, standing)
        wanted = self._worth_asking(sold)
        while wanted:
            try:
                sold = self._quoted(visit, Basket(lines=visit.lines, redeem=wanted), customer, standing)
                break
            except Refused:  # two of them cannot stand together: the last one waits
                wanted = wanted[:-1]
        self._count(visit, sold)
        self._post(sold, customer, standing)

    def _quoted(self, visit: Visit, basket: Basket, customer: Customer | None, standing: Standing) -> Quote:
        return quote(
            self.catalogue,
            basket=basket,
            member=customer.member if customer else None,
            standing=standing,
            moment=visit.moment,
            sale=visit.sale,
            panels=False,
        )

    def _standing(self, customer: Customer | None) -> Standing:
        if customer is None:
            return replace(NOBODY, shared=self.shared)
        held = self.standings.get(customer.member.id, customer.standing)
        return replace(held, shared=self.shared) if self.shared else held

    def _worth_asking(self, sold: Quote) -> tuple[Redemption, ...]:
        """Of each program the offer that is worth most."""
        best: dict[str, tuple[int, Redemption]] = {}
        for offer in sold.offers:
            program = offer.redemption.program or offer.redemption.coupon or ""
            if offer.chosen or program in self._stored_money:
                continue
            if program not in best or offer.worth_minor > best[program][0]:
                best[program] = (offer.worth_minor, offer.redemption)
        return tuple(redemption for _, redemption in best.values())

    def _count(self, visit: Visit, sold: Quote) -> None:
        saved = sold.discount_minor
        gave = set()
        for benefit in sold.benefits:
            self.off[benefit.program] += benefit.off_minor
            gave.add(benefit.program)
        for tendered in sold.paid_with:
            if tendered.program not in self._stored_money:
                self.paid[tendered.program] += tendered.amount_minor
                saved += tendered.amount_minor
                gave.add(tendered.program)
        for earned in sold.earned:
            self.earned[earned.program] += earned.amount
            gave.add(earned.program)
        gave.update(perk.program for perk in sold.perks)
        self.sales.update(gave)
        for why_not in sold.why_not:
            if why_not.reason.key == "whynot.better":
                winner = why_not.reason.value("other")
                assert isinstance(winner, Text)
                self._clashes[winner, why_not.name] += 1
        self.list_minor += sold.list_minor
        self.cost_minor += saved
        if visit.member is not None:
            self.saved[visit.member] += saved

    def _post(self, sold: Quote, customer: Customer | None, standing: Standing) -> None:
        """Everybody concerned holds what the sale left them."""
        by_holder: dict[str, list[Entry]] = {}
        for entry in sold.entries:
            by_holder.setdefault(entry.holder, []).append(entry)
        self.shared = post(self.shared, by_holder.pop(EVERYBODY)) if EVERYBODY in by_holder else self.shared
        if customer is None:
            return
        me = customer.member.id
        own = post(standing.accounts, by_holder.pop(me)) if me in by_holder else standing.accounts
        others, coupons = standing.others, standing.coupons
        if by_holder:
            others, coupons = self._others(by_holder, standing)
        past = _past(sold, self._stored_money)
        self.standings[me] = replace(
            standing,
            accounts=own,
            shared={},
            others=others,
            coupons=coupons,
            visits=standing.visits + 1,
            spent_minor=standing.spent_minor + past.paid_minor,
            history=(*standing.history, past) if self.catalogue.needs_history else (),
        )

    def _others(
        self, by_holder: Mapping[str, list[Entry]], standing: Standing
    ) -> tuple[dict[str, Mapping[str, Account]], dict[str, tuple[str, ...]]]:
        """Other members gain in their own standing; coupons and gift cards stay with the one who got them."""
        others, coupons = dict(standing.others), dict(standing.coupons)
        for holder, entries in by_holder.items():
            if holder in self.customers:
                held = self.standings.get(holder, self.customers[holder].standing)
                self.standings[holder] = replace(held, accounts=post(held.accounts, entries))
                continue
            others[holder] = post(others.get(holder, {}), entries)
            for entry in entries:
                if entry.cause == "issue":
                    coupons[entry.account] = (*coupons.get(entry.account, ()), holder)
        return others, coupons

    def side(self) -> Side:
        """What came of it, program by program."""
        owed = self._owed()
        return Side(
            list_minor=self.list_minor,
            cost_minor=self.cost_minor,
            given=tuple(
                Given(
                    program=rule.id,
                    name=rule.name,
                    off_minor=self.off[rule.id],
                    paid_minor=self.paid[rule.id],
                    earned=self.earned[rule.id],
                    owed=owed[rule.id],
                    sales=self.sales[rule.id],
                )
                for rule in self.catalogue.rules
            ),
        )

    def _owed(self) -> Counter[str]:
        """What members hold on the last day, of what they would call theirs."""
        owed: Counter[str] = Counter()
        accounts = [rule.id for rule in self.catalogue.rules if rule.unit]
        for standing in self.standings.values():
            for name in accounts:
                account = standing.accounts.get(name, NOTHING)
                if account.lots:
                    owed[name] += balance(account, on=self.last_day)
        return owed

    def clashes(self) -> tuple[Clash, ...]:
        """Who stood in whose way, the most frequent first."""
        ranked = sorted(self._clashes.items(), key=lambda item: (-item[1], item[0][0].default, item[0][1].default))
        return tuple(Clash(winner=winner, loser=loser, sales=count) for (winner, loser), count in ranked)


def _past(sold: Quote, stored_money: set[str]) -> PastSale:
    """The sale as later ones look at it: what points and sessions paid is not money."""
    lines = []
    for quoted in sold.lines:
        line = quoted.line
        off = sum(share.amount_minor for share in quoted.paid if share.program not in stored_money)
        paid = quoted.net_minor - off
        lines.append(
            PastLine(product=line.product, categories=line.categories, quantity=line.quantity, paid_minor=paid)
        )
    earned = {each.program: each.amount for each in sold.earned}
    return PastSale(sale=sold.sale, moment=sold.moment, lines=tuple(lines), earned=earned)
