"""Whole days in random order: whatever clerks do, the books are in order and the till's figures are its own sums."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from posapp.loyalty.errors import Refused
from posapp.store.verify import verify
from posapp.till import day, members, outbox, returns, sale
from posapp.till.context import Till
from posapp.till.views import OpenSale
from tests.till.salon import MANAGER, Clock

STEPS = 70
GOODS = ("CUT", "PERM", "CARE", "SHAMPOO", "WAX")


class Clerk:
    """Does what clerks do, well or badly; `taken` and `given_back` are the money in her hand."""

    def __init__(self, till: Till, reopen: Callable[[], Till], chance: Random) -> None:
        self.till = till
        self.reopen = reopen
        self.chance = chance
        self.members = [members.enrol(till, name=name, card="").row.id for name in ("김민수", "이서연", "박하은")]
        self.sold: list[str] = []
        self.taken = self.given_back = self.refused = 0

    def act(self) -> None:
        """One thing, at random; a refusal is part of the day."""
        acts = (self.sell, self.sell, self.sell, self.take_back, self.undo, self.adjust, self.crash)
        try:
            self.chance.choice(acts)()
        except Refused:
            self.refused += 1

    def basket(self) -> OpenSale:
        now = sale.begin(self.till)
        if self.chance.random() < 0.8:
            now = sale.choose_member(self.till, now.draft, self.chance.choice(self.members))
        for _ in range(self.chance.randint(1, 4)):
            quantity = self.chance.choice((1, 1, 1, 1, 2, 2, 5, 0))
            now = sale.add_product(self.till, now.draft, self.chance.choice(GOODS), quantity=quantity)
        if now.quote.offers and self.chance.random() < 0.8:
            now = sale.redeem(self.till, now.draft, now.quote.offers[0].redemption)
        if self.chance.random() < 0.2:
            now = sale.remove_line(self.till, now.draft, line=self.chance.randrange(3))
        return now

    def sell(self) -> None:
        now = self.basket()
        paid = sale.take_payment(self.till, now.draft)
        assert paid.quote.due_minor == now.quote.due_minor
        self.taken += paid.quote.due_minor
        self.sold.append(paid.sale)
        if self.chance.random() < 0.2:
            assert sale.take_payment(self.till, now.draft).again

    def take_back(self) -> None:
        if self.sold:
            lines = {self.chance.randrange(3): self.chance.randint(1, 2)}
            sold = self.chance.choice(self.sold)
            seen = returns.preview_return(self.till, sale=sold, lines=lines)
            done = returns.take_back(self.till, sale=sold, lines=lines)
            assert (done.refund_minor, done.changes) == (seen.refund_minor, seen.changes)
            self.given_back += done.refund_minor

    def undo(self) -> None:
        last = sale.last_sale(self.till)
        if last is not None:
            self.given_back += returns.void(self.till, sale=last.sale).refund_minor

    def adjust(self) -> None:
        self.till.approval = MANAGER
        amount = self.chance.randint(-2, 4)
        members.adjust(self.till, self.chance.choice(self.members), program="cuts", amount=amount, reason="checked")

    def crash(self) -> None:
        """The program is gone in the middle of a basket, and comes back on it."""
        now = self.basket()
        self.till = self.reopen()
        found = sale.reopen(self.till)
        assert found is not None
        assert found.draft == now.draft
        sale.discard(self.till, found.draft)


@pytest.mark.parametrize("seed", range(6))
def test_after_any_day_the_books_are_in_order(reopened: Callable[[], Till], clock: Clock, seed: int) -> None:
    clerk = Clerk(reopened(), reopened, Random(seed))
    for _ in range(STEPS):
        clerk.act()
        clock.go_on(minutes=4)
    totals = day.close(clerk.till)
    assert (totals.due_minor, totals.refund_minor) == (clerk.taken, clerk.given_back)
    found = verify(clerk.till.database)
    assert not found.findings
    assert clerk.refused
    assert found.sales == len(clerk.sold) > STEPS // 6


@pytest.mark.parametrize("seed", range(3))
def test_returning_everything_leaves_every_member_where_she_was(
    reopened: Callable[[], Till], clock: Clock, seed: int
) -> None:
    clerk = Clerk(reopened(), reopened, Random(seed))
    till = clerk.till
    before = outbox.Outbox(till).outgoing(limit=1, compare=clerk.members).digests
    for _ in range(25):
        try:
            clerk.sell()
        except Refused:
            continue
        clock.go_on(days=1)
    # Newest first: a reward that was taken comes back before the stamps that paid for it go.
    for sold in reversed(clerk.sold):
        kept = {line.index: line.kept for line in returns.find_sale(till, sold).lines if line.kept}
        clerk.given_back += returns.take_back(till, sale=sold, lines=kept).refund_minor
    assert clerk.given_back == clerk.taken
    assert outbox.Outbox(till).outgoing(limit=1, compare=clerk.members).digests == before
    for member in clerk.members:
        assert (members.card_of(till, member).row.visits, members.tiers_of(till, member)) == (0, {})
    assert not verify(till.database).findings
