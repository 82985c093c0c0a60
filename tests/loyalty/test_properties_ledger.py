"""A shop that lives: sales, returns, voids, corrections and closings in any order. The books are right at every moment,
a refusal changes nothing, and the same steps played again give the same books."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from posapp.loyalty.basket import Redemption
from posapp.loyalty.errors import Refused
from posapp.loyalty.ledger import DEBT
from posapp.loyalty.paper import PaperShop
from tests.loyalty.made_up import CARD, START, Document, MadeUp, basket, lines, shops

Played = Callable[[PaperShop], None]


class LivingShop(RuleBasedStateMachine):
    """One member and passers-by in one made-up shop."""

    @initialize(made=shops(most=3))
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
        before = (dict(self.shop.accounts), len(self.shop.posted), dict(self.shop.sales))
        self.played.append(step)
        try:
            step(self.shop)
        except Refused:
            assert (dict(self.shop.accounts), len(self.shop.posted), dict(self.shop.sales)) == before
            return False
        return True

    @rule(days=st.integers(0, 3), minutes=st.integers(0, 400))
    def wait(self, days: int, minutes: int) -> None:
        self.now += timedelta(days=days, minutes=minutes)

    @rule(written=lines(most=3), member=st.booleans(), data=st.data())
    def sell(self, written: list[Document], member: bool, data: st.DataObject) -> None:
        sale, now, card = self.document(), self.now, CARD if member else None
        offers = self.shop.quote(basket(self.shop, written), card=card, moment=now, sale=sale).offers
        wanted: dict[str | None, Redemption] = {}
        for offer in offers:
            if data.draw(st.booleans(), label="redeem"):
                wanted[offer.redemption.program] = offer.redemption
        redeem = tuple(wanted.values())
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
        if self.play(lambda shop: _void(shop, sale, now, document)):
            self.kept[sale] = Counter()

    @rule(amount=st.integers(-7, 7), data=st.data())
    def adjust(self, amount: int, data: st.DataObject) -> None:
        program = data.draw(st.sampled_from(sorted(self.shop.catalogue.ids)), label="program")
        now, document = self.now, self.document()
        self.play(lambda shop: shop.adjust(CARD, program=program, amount=amount, moment=now, document=document))

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

    def teardown(self) -> None:
        """The same steps in another shop give the same books."""
        if hasattr(self, "shop"):
            again = self.made.open()
            for step in self.played:
                try:
                    step(again)
                except Refused:
                    continue
            assert again.posted == self.shop.posted
            assert again.accounts == self.shop.accounts


def _sell(
    shop: PaperShop,
    written: list[Document],
    redeem: tuple[Redemption, ...],
    card: str | None,
    moment: datetime,
    sale: str,
) -> None:
    shop.sell(basket(shop, written, redeem), card=card, moment=moment, sale=sale)


def _take_back(shop: PaperShop, sale: str, gone: Counter[int], moment: datetime, document: str) -> None:
    shop.take_back(sale, lines=gone, moment=moment, document=document)


def _void(shop: PaperShop, sale: str, moment: datetime, document: str) -> None:
    shop.void(sale, moment=moment, document=document)


TestLivingShop = LivingShop.TestCase
TestLivingShop.settings = settings(stateful_step_count=25)
