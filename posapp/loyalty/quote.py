"""The one pass from basket to quote: list, item stage, sale stage, tender, earn. Nothing else decides what a customer
pays or earns. The order is the one of `docs/programs/README.md`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from posapp.loyalty.basket import Basket
from posapp.loyalty.catalogue import Catalogue
from posapp.loyalty.coupons_made import coupons, issued
from posapp.loyalty.earning import Earnings
from posapp.loyalty.effects import Say
from posapp.loyalty.endings import notices
from posapp.loyalty.errors import Refused
from posapp.loyalty.goods import Sale, sort_goods
from posapp.loyalty.ledger import Entry
from posapp.loyalty.members import Member, Standing
from posapp.loyalty.outcome import (
    NotePanel,
    Offer,
    Panel,
    Perk,
    Quote,
    new_benefit,
    new_line,
    new_quote,
    new_share,
)
from posapp.loyalty.posting import entries_of, what_comes
from posapp.loyalty.proposals import AnyRule
from posapp.loyalty.qualifying import Pass
from posapp.loyalty.settled import Settled
from posapp.loyalty.tally import Won
from posapp.loyalty.tender import Tender
from posapp.loyalty.words import Minor, Reason


def quote(
    catalogue: Catalogue, *, basket: Basket, member: Member | None, standing: Standing, moment: datetime, sale: str
) -> Quote:
    """What the basket costs and brings this customer at this moment.

    `moment` is aware and in the shop's zone: its `date()` is the shop's local day. `sale` is the id under which the
    entries will be posted. An empty basket has a quote too. Raises `Refused` where something that was asked for cannot
    be.
    """
    return _written(price(catalogue, basket=basket, member=member, standing=standing, moment=moment, sale=sale))


class Priced:
    """A basket after the pass, before it is put into words. Who sells a year's sales on paper reads no words."""

    __slots__ = ("basket", "came", "catalogue", "earnings", "facts", "pass_", "tally", "tender")

    def __init__(self, catalogue: Catalogue, basket: Basket, facts: Sale, came: tuple[Entry, ...]) -> None:
        self.catalogue = catalogue
        self.basket = basket
        self.facts = facts
        self.came = came
        """Entries of what came by itself when the sale began."""
        self.tender = Tender(catalogue, facts, basket)
        if self.tender.prepays:
            facts.goods = self.tender.prepay()
            facts.list_minor = sum(goods.price * goods.count for goods in facts.goods)
        self.pass_ = pass_ = Pass(catalogue, facts)
        self.tally = pass_.benefits()
        if catalogue.speaks:
            pass_.perks()
        facts.due_minor = sum(self.tally.left) + sum(self.tender.aside) - self.tender.paid_minor
        self.tender.pay(self.tally, pass_.goods_of)
        self.earnings = Earnings(facts, self.tally, self.tender)
        self.earnings.add_all(pass_.earning)

    @property
    def says(self) -> Mapping[int, Sequence[Say]]:
        """What is said or handed over, by rank."""
        return self.pass_.says

    @property
    def better(self) -> Mapping[int, AnyRule]:
        """For each rank whose proposal did not win: who gave more."""
        return self.pass_.stages.better

    def offers(self) -> tuple[Offer, ...]:
        """What the customer may redeem."""
        return _offers(self.pass_)

    def entries(self) -> tuple[Entry, ...]:
        """What the ledger gets when the sale is taken."""
        return self.came + self.catalogue.signed(self.posted()[0])

    def posted(self) -> tuple[tuple[Entry, ...], Callable[[], Settled]]:
        """See `posting.entries_of`."""
        limited, pass_ = self.catalogue.limits, self.pass_
        return entries_of(
            self.facts, pass_.qualified, self.tally, self.tender, self.earnings, pass_.says, limited=limited
        )


def price(
    catalogue: Catalogue, *, basket: Basket, member: Member | None, standing: Standing, moment: datetime, sale: str
) -> Priced:
    """`quote` without its words. Raises `Refused` as that does."""
    facts = open_sale(catalogue, basket=basket, member=member, standing=standing, moment=moment, sale=sale)
    if catalogue.selling or any(line.gift_card is not None for line in basket.lines):
        _can_be_sold(catalogue, facts)
    return Priced(catalogue, basket, facts, what_comes(catalogue, facts))


def open_sale(
    catalogue: Catalogue, *, basket: Basket, member: Member | None, standing: Standing, moment: datetime, sale: str
) -> Sale:
    """The facts of a sale, with the levels that the member holds when it begins."""
    facts = Sale(
        sale=sale,
        shop=catalogue.shop,
        denominator=catalogue.denominator,
        lines=basket.lines,
        goods=sort_goods(basket.lines, no_goods=catalogue.no_goods),
        member=member,
        standing=standing,
        moment=moment,
    )
    facts.redeem = basket.redeem
    if catalogue.level_rules and member is not None:
        facts.levels = _levels(catalogue, facts)
        facts.tiers = frozenset(facts.levels.values())
    return facts


def _can_be_sold(catalogue: Catalogue, facts: Sale) -> None:
    """Is there, for each line that loads something, what it is to load? `Refused` otherwise."""
    for rule in catalogue.selling:
        rule.refuse(facts)
    for line in facts.lines:
        if line.gift_card is not None and line.product not in catalogue.no_goods:
            raise Refused.because("sale.loads_nothing", name=line.name)


def _levels(catalogue: Catalogue, facts: Sale) -> dict[str, str]:
    """Levels by program; each program sees those of the ones before it."""
    found: dict[str, str] = {}
    for rule in catalogue.level_rules:
        if rule.check is None or rule.check(facts) is None:
            level = rule.level(facts)
            if level:
                found[rule.id] = level
                facts.tiers = frozenset(found.values())
    return found


def levels(catalogue: Catalogue, *, member: Member, standing: Standing, moment: datetime) -> Mapping[str, str]:
    """The levels that a member holds at a moment, by program."""
    return open_sale(catalogue, basket=Basket(), member=member, standing=standing, moment=moment, sale="").levels


def _written(priced: Priced) -> Quote:
    """Put the answer together."""
    catalogue, basket, pass_, came = priced.catalogue, priced.basket, priced.pass_, priced.came
    tally, tender, earnings = priced.tally, priced.tender, priced.earnings
    facts = pass_.facts
    ids = catalogue.ids
    left, off, aside, pays = tally.left, tally.off, tender.aside, bool(tender.payments)
    lines = tuple(
        [
            new_line(
                line=line,
                net_minor=left[index] + aside[index],
                off=tuple([new_share(program=ids[rank], amount_minor=amount) for rank, amount in off[index].items()]),
                paid=tender.shares(index) if pays else (),
            )
            for index, line in enumerate(basket.lines)
        ]
    )
    list_minor = sum([line.price_minor * line.quantity for line in basket.lines])
    entries, settled = priced.posted()
    rules, budgets = catalogue.rules, tally.budgets
    panels = _panels(catalogue, pass_)
    benefits = [
        new_benefit(
            program=ids[rank],
            name=rules[rank].name,
            off_minor=won.taken,
            reason=won.proposals[0][0].reason
            if len(won.proposals) == 1 and not budgets
            else _because(won, budgets, rank),
        )
        for rank, won in sorted(tally.won.items())
        if won.taken
    ]
    found = new_quote(
        sale=facts.id,
        moment=facts.moment,
        member=facts.member.id if facts.member else None,
        lines=lines,
        list_minor=list_minor,
        discount_minor=tally.total,
        due_minor=list_minor - tally.total - tender.paid_minor,
        benefits=tuple(benefits),
        paid_with=tender.tendered(),
        earned=tuple(earnings.earned),
        issued=issued(came, earnings.issued),
        perks=tuple(
            [
                Perk(program=ids[rank], say=say.text, when_paid=say.when_paid)
                for rank, says in pass_.says.items()
                for say in says
            ]
        ),
        why_not=pass_.why_nots(tally, tender, earnings),
        offers=_offers(pass_),
        panels=panels,
        tiers=facts.levels,
        entries=came + catalogue.signed(entries),
        versions=catalogue.versions,
        bounded=pass_.stages.bounded,
        asks=tuple(pass_.asks.values()),
        coupons=coupons(catalogue, facts.member.id if facts.member else None, (*came, *entries)),
        notices=notices(catalogue, facts, (*came, *entries), panels) if catalogue.ending else (),
    )
    object.__setattr__(found, "settled", settled)
    return found


def _because(won: Won, budgets: Mapping[int, int], rank: int) -> Reason:
    """The sentence for a benefit. One that took all that was left of its budget says how much that was."""
    if len(won.proposals) == 1:
        reason = won.proposals[0][0].reason
    else:
        reasons = tuple(dict.fromkeys([takes.reason for takes, _ in won.proposals]))
        reason = reasons[0] if len(reasons) == 1 else Reason("why.several", (("reasons", reasons),))
    if budgets and won.taken == budgets.get(rank):
        return Reason.of("why.last", amount=Minor(won.taken), reason=reason)
    return reason


def _offers(pass_: Pass) -> tuple[Offer, ...]:
    """What the customer may redeem now: without a card what the codes that she showed are good for."""
    if not pass_.catalogue.offering or (pass_.facts.member is None and not pass_.facts.standing.others):
        return ()
    found: list[Offer] = []
    for rule, goods in (*pass_.qualified, *pass_.only_pay) if pass_.only_pay else pass_.qualified:
        if rule.shows and rule.offering:
            found += rule.offers(pass_.facts, goods)
    return tuple(found)


def _ending(rule: AnyRule, facts: Sale) -> list[Panel]:
    """The panel of a program that winds down, and what customers are told of it."""
    panel = rule.panel(facts)
    if panel is None or rule.winds_down is None:
        return [panel] if panel is not None else []
    return [panel, NotePanel(program=rule.id, name=rule.name, note=rule.winds_down)]


def _panels(catalogue: Catalogue, pass_: Pass) -> tuple[Panel, ...]:
    """The member's card: programs that are for her, and those in which she has something left."""
    facts = pass_.facts
    if facts.member is None:
        return ()
    accounts = facts.standing.accounts
    panels = []
    for rule in catalogue.showing:
        if rule.rank not in pass_.shut_out or rule.id in accounts:
            if rule.redeem_until is None:
                panel = rule.panel(facts)
                if panel is not None:
                    panels.append(panel)
            elif not rule.ended(facts.day):
                panels += _ending(rule, facts)
    return tuple(panels)
