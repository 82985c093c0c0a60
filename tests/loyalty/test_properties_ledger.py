"""A shop that lives: enrolments, sales with whatever is redeemed, returns, voids, corrections, clubs, closings and days
going by, in any order. The books are right at every moment, a refusal changes nothing, and the same steps, or the same
entries, once more give the same books."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from posapp.loyalty.basket import Redemption
from posapp.loyalty.errors import Refused
from posapp.loyalty.journal import entry_document, read_entry
from posapp.loyalty.ledger import DEBT, Entry, post
from posapp.loyalty.outcome import Quote
from posapp.loyalty.paper import PaperShop
from tests.loyalty import customers
from tests.loyalty.made_up import CARD, SENDER, START, Document, MadeUp, basket, shops

Played = Callable[[PaperShop], object]
NEWCOMERS = ("lee", "choi")


class LivingShop(RuleBasedStateMachine):
    """Some members and passers-by in one made-up shop."""

    @initialize(made=shops(most=4, clawback=st.sampled_from(["debt", "debt", "refund"])))
    def open(self, made: MadeUp) -> None:
        self.made = made
        self.shop = made.open()
        self.now: datetime = START
        self.played: list[Played] = []
        self.kept: dict[str, Counter[int]] = {}
        self.documents = 0

    def document(self) -> str:
        self.documents += 1
        return f"doc-{self.documents:03}"

    def play(self, step: Played) -> bool:
        """Take a step. One that is refused must leave everything as it was."""
        before = self.all_there_is()
        self.played.append(step)
        try:
            step(self.shop)
        except Refused:
            assert self.all_there_is() == before
            return False
        return True

    def all_there_is(self) -> tuple[object, ...]:
        shop = self.shop
        return dict(shop.accounts), len(shop.posted), dict(shop.sales), dict(shop.members)

    @rule(days=st.integers(0, 3), minutes=st.integers(0, 400))
    def wait(self, days: int, minutes: int) -> None:
        self.now += timedelta(days=days, minutes=minutes)

    @rule(card=st.sampled_from(NEWCOMERS), sent_by=st.sampled_from([None, SENDER, CARD]))
    def enrol(self, card: str, sent_by: str | None) -> None:
        now, document = self.now, self.document()
        member = replace(self.made.her(), id=card, cards=(card,), joined=now.date(), referred_by=sent_by)
        known = card in self.shop.members
        assert self.play(lambda shop: shop.enrol(member, moment=now, document=document)) != known

    @rule(of=st.integers(0, 5), data=st.data())
    def sell(self, of: int, data: st.DataObject) -> None:
        sale, now, written = self.document(), self.now, data.draw(self.made.lines(most=3), label="lines")
        card = data.draw(st.sampled_from(sorted(self.shop.members)), label="card") if of else None
        try:
            redeem = customers.asked(self.shop, written, data, card=card, moment=now, sale=sale)
        except Refused:
            redeem = ()
        if self.play(lambda shop: _sell(shop, written, redeem, card, now, sale)):
            self.kept[sale] = Counter({n: line["quantity"] for n, line in enumerate(written)})

    @rule(hours=st.integers(0, 30), data=st.data())
    def sell_later(self, hours: int, data: st.DataObject) -> None:
        """A member comes back."""
        self.now += timedelta(hours=hours)
        self.sell(1, data)

    @rule(data=st.data())
    def ask_too_much(self, data: st.DataObject) -> None:
        """What she asks for may not be hers, be used up, or be asked for twice."""
        sale, now, written = self.document(), self.now, data.draw(self.made.lines(most=2), label="lines")
        card = data.draw(st.sampled_from([None, *sorted(self.shop.members)]), label="card")
        programs = st.sampled_from(sorted(self.shop.catalogue.ids))
        numbers = st.integers(1, 2000)
        wish = st.one_of(
            st.builds(Redemption, program=programs),
            st.builds(Redemption, program=programs, at=st.integers(1, 3)),
            st.builds(Redemption, program=programs, points=numbers),
            st.builds(Redemption, coupon=st.one_of(programs, st.sampled_from(["000", *customers.codes(self.shop)]))),
            st.builds(Redemption, gift_card=st.sampled_from(["gift:g1", "gift:g2", "x"]), amount_minor=numbers),
        )
        redeem = tuple(data.draw(st.lists(wish, min_size=1, max_size=3), label="redeem"))
        if self.play(lambda shop: _sell(shop, written, redeem, card, now, sale)):
            self.kept[sale] = Counter({n: line["quantity"] for n, line in enumerate(written)})

    @precondition(lambda self: any(self.kept.values()))
    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        sale = data.draw(st.sampled_from(sorted(name for name, kept in self.kept.items() if kept)), label="sale")
        units = sorted(self.kept[sale].elements())
        back = data.draw(st.lists(st.sampled_from(range(len(units))), min_size=1, unique=True), label="units")
        gone, now, document = Counter(units[n] for n in back), self.now, self.document()
        assert self.play(lambda shop: _take_back(shop, sale, gone, now, document)), "a return of what is kept"
        self.kept[sale] -= gone

    @precondition(lambda self: bool(self.kept))
    @rule(data=st.data())
    def void(self, data: st.DataObject) -> None:
        sale, now, document = data.draw(st.sampled_from(sorted(self.kept)), label="sale"), self.now, self.document()
        if self.play(lambda shop: shop.void(sale, moment=now, document=document)):
            self.kept[sale] = Counter()

    @rule(amount=st.integers(-7, 7), data=st.data())
    def adjust(self, amount: int, data: st.DataObject) -> None:
        program = data.draw(st.sampled_from(sorted(self.shop.catalogue.ids)), label="program")
        card = data.draw(st.sampled_from(sorted(self.shop.members)), label="card")
        now, document = self.now, self.document()
        self.play(lambda shop: shop.adjust(card, program=program, amount=amount, moment=now, document=document))

    @rule(joins=st.booleans(), data=st.data())
    def join_or_leave(self, joins: bool, data: st.DataObject) -> None:
        card, now = data.draw(st.sampled_from(sorted(self.shop.members)), label="card"), self.now
        self.play(lambda shop: shop.join(card, "pets", moment=now) if joins else shop.leave(card, "pets"))

    @rule()
    def close_day(self) -> None:
        now, document = self.now, self.document()
        assert self.play(lambda shop: shop.close_day(on=now.date(), document=document))

    @invariant()
    def the_books_are_right(self) -> None:
        """No lot is spent beyond what was earned in it; what is left, and the debt, are the sums of the entries."""
        lots: Counter[tuple[str, str, str]] = Counter()
        for _, entry in self.shop.posted:
            lot = (entry.holder, entry.account, entry.lot)
            assert entry.amount
            lots[lot] += entry.amount
            assert entry.lot == DEBT or lots[lot] >= 0, entry
        stand = {
            (holder, name, lot): left
            for holder, accounts in self.shop.accounts.items()
            for name, account in accounts.items()
            for lot, left in [*((lot.id, lot.left) for lot in account.lots), (DEBT, account.debt)]
            if left
        }
        assert {lot: left for lot, left in lots.items() if left} == stand
        assert all(left < 0 for (_, _, lot), left in stand.items() if lot == DEBT)

    @invariant()
    def nothing_is_owed_to_or_by_what_nobody_holds(self) -> None:
        """Only a member's points, stamps and the like can be below zero: a code, or what all count, never is."""
        units = {rule.id for rule in self.shop.catalogue.rules if rule.unit}
        for holder, accounts in self.shop.accounts.items():
            for name, account in accounts.items():
                if account.debt:
                    assert holder in self.shop.members, (holder, name)
                    assert name in units or "#carry" in name, (holder, name)

    def teardown(self) -> None:
        """The same steps in another shop give the same books, and so do the entries as they stand in a journal."""
        if not hasattr(self, "shop"):
            return
        again = self.made.open()
        for step in self.played:
            try:
                step(again)
            except Refused:
                continue
        assert again.posted == self.shop.posted
        assert again.accounts == self.shop.accounts
        by_holder: dict[str, list[Entry]] = defaultdict(list)
        for _, entry in self.shop.posted:
            by_holder[entry.holder].append(read_entry(entry_document(entry)))
        assert {holder: post({}, entries) for holder, entries in by_holder.items()} == self.shop.accounts


def _sell(
    shop: PaperShop,
    written: list[Document],
    redeem: tuple[Redemption, ...],
    card: str | None,
    moment: datetime,
    sale: str,
) -> None:
    quote = shop.sell(basket(shop, written, redeem), card=card, moment=moment, sale=sale)
    _check(quote)


def _check(quote: Quote) -> None:
    """The lines add up, and nothing is below zero."""
    assert quote.due_minor >= 0
    assert quote.due_minor == sum(line.net_minor for line in quote.lines) - sum(
        tendered.amount_minor for tendered in quote.paid_with
    )
    assert quote.discount_minor == sum(share.amount_minor for line in quote.lines for share in line.off)
    for line in quote.lines:
        assert sum(share.amount_minor for share in line.paid) <= line.net_minor <= line.line.list_minor
        assert all(share.amount_minor >= 0 for share in (*line.off, *line.paid))


def _take_back(shop: PaperShop, sale: str, gone: Counter[int], moment: datetime, document: str) -> None:
    returned = shop.take_back(sale, lines=gone, moment=moment, document=document)
    assert returned.refund_minor >= 0
    assert all(amount > 0 for _, amount in returned.to_cards)


TestLivingShop = LivingShop.TestCase
TestLivingShop.settings = settings(
    max_examples=40 if settings.default and settings.default.derandomize else 2000, stateful_step_count=25
)
