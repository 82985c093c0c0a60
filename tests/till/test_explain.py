"""A sale can be worked out again long after: from the programs as they were written then and the journal before it."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

import pytest

from posapp.loyalty.errors import NotEnough, NotFound, Refused
from posapp.loyalty.ledger import EVERYBODY
from posapp.store.journal import events_after
from posapp.till import clubs, day, members, programs, returns, sale
from posapp.till.context import Till
from posapp.till.explain import explain
from tests.till.salon import MANAGER, Clock

EVERYONE = {"who": "everyone"}
PROGRAMS: list[dict[str, Any]] = [
    {"id": "points", "kind": "points", "earn": {"points": 1, "per": 100}, "expires": {"days": 20},
     "redeem": {"value": 1, "mode": "minimum", "minimum": 50, "increment": 10}, "remainder": "carry"},
    {"id": "level2", "kind": "tier", "measure": "points", "window": {"days": 5}, "keep": "window",
     "levels": [{"id": "warm", "from": 300}]},
    {"id": "warm5", "kind": "fixed_discount", "rate": 5, "stacks": "always", "audience": {"tiers": ["warm"]}},
    {"id": "spent", "kind": "progressive_discount", "measure": "history", "window": {"days": 3},
     "steps": [{"from": 40000, "rate": 2}, {"from": 90000, "rate": 7}]},
    {"id": "next", "kind": "coupon", "rate": 10, "valid_days": 4, "issue": {"after_sale": {"min_amount": 30000}}},
    {"id": "wine", "kind": "club"},
    {"id": "wine3", "kind": "fixed_discount", "amount": 300, "per": "item", "stacks": "always",
     "audience": {"clubs": ["wine"]}},
    {"id": "few", "kind": "fixed_discount", "rate": 30, "scope": {"products": ["SHAMPOO"]}, "audience": EVERYONE,
     "limits": {"total": 9, "budget": 60000, "per_day": 2}},
    {"id": "luck", "kind": "prize_draw", "chance": 40, "prizes": [{"gift": "Comb", "count": 7}], "audience": EVERYONE},
]  # fmt: skip


class _Days:
    """Chance at the till: sales, returns, voids, corrections, and owners who change their minds."""

    def __init__(self, till: Till, clock: Clock, seed: int) -> None:
        self.till, self.clock, self.chance = till, clock, Random(seed)
        till.person = MANAGER
        programs.load(till, PROGRAMS)
        self.members = [members.enrol(till, name=f"고객{n}", phone=f"0101234{n:04}", card="").row.id for n in range(5)]
        for member in self.members[:3]:
            clubs.join(till, member, "wine")
        self.sales: list[str] = []
        self.happened: set[str] = set()

    def go_on(self) -> None:
        act = self.chance.choices(
            (self.sell, self.bring_back, self.undo, self.correct, self.change, self.club, self.evening),
            (60, 14, 4, 3, 5, 5, 6),
        )[0]
        self.clock.go_on(minutes=self.chance.randrange(1, 40))
        try:
            act()
        except (Refused, NotEnough):
            return
        self.happened.add(act.__name__)

    def sell(self) -> None:
        till, chance = self.till, self.chance
        now = sale.begin(till)
        for product in chance.sample(("CUT", "PERM", "SHAMPOO", "WAX", "CARE"), chance.randrange(1, 4)):
            now = sale.add_product(till, now.draft, product, quantity=chance.choice((1, 1, 2, 3)))
        if chance.random() < 0.85:
            now = sale.choose_member(till, now.draft, chance.choice(self.members))
        for offer in now.quote.offers:
            if chance.random() < 0.5:
                try:
                    now = sale.redeem(till, now.draft, offer.redemption)
                except Refused:
                    continue
        self.sales.append(sale.take_payment(till, now.draft).sale)

    def bring_back(self) -> None:
        sold = self.chance.choice(self.sales)
        kept = [line for line in returns.find_sale(self.till, sold).lines if line.kept]
        if kept:
            line = self.chance.choice(kept)
            returns.take_back(self.till, sale=sold, lines={line.index: self.chance.randint(1, line.kept)})

    def undo(self) -> None:
        returns.void(self.till, sale=self.sales[-1])

    def correct(self) -> None:
        amount = self.chance.randint(-80, 120)
        members.adjust(self.till, self.chance.choice(self.members), program="points", amount=amount, reason="시험")

    def change(self) -> None:
        """The owner changes a rate, or switches a program off and on."""
        written = dict(self.chance.choice([each for each in PROGRAMS if "rate" in each and each["kind"] != "coupon"]))
        if self.chance.random() < 0.3:
            programs.switch(self.till, written["id"], on=self.chance.random() < 0.7)
        else:
            programs.load(self.till, [{**written, "rate": self.chance.randint(1, 40)}])

    def club(self) -> None:
        act = self.chance.choice((clubs.join, clubs.leave))
        act(self.till, self.chance.choice(self.members), "wine")

    def evening(self) -> None:
        day.close(self.till)
        self.clock.moment = (self.clock.moment + timedelta(days=1)).replace(hour=10, minute=0)


@pytest.mark.parametrize("seed", [1, 2])
def test_every_sale_of_random_days_comes_to_the_same_again(till: Till, clock: Clock, seed: int) -> None:
    """Returns, voids, corrections, clubs, expiry and new versions of programs lie between the sale and the question."""
    days = _Days(till, clock, seed)
    while len(days.sales) < 60:
        days.go_on()
    assert days.happened == {"sell", "bring_back", "undo", "correct", "change", "club", "evening"}
    versions: set[tuple[str, int]] = set()
    used: set[str] = set()
    for sold in days.sales:
        found = explain(till, sold)
        assert found.differences == (), (sold, found.differences)
        assert found.again is not None
        assert found.again.entries == found.entries
        versions.update((each.id, each.version) for each in found.programs)
        used.update(each.program for each in found.quote.benefits)
    assert any(version > 2 for _, version in versions)
    assert {"spent", "wine3", "few"} <= used


def test_the_programs_of_then_are_shown_as_they_were_written(till: Till, clock: Clock) -> None:
    till.person = MANAGER
    programs.load(till, [{"id": "five", "kind": "fixed_discount", "rate": 5, "stacks": "always", "audience": EVERYONE}])
    sold = sale.take_payment(till, sale.add_product(till, sale.begin(till).draft, "CUT").draft)
    clock.go_on(days=1)
    programs.load(
        till, [{"id": "five", "kind": "fixed_discount", "rate": 50, "stacks": "always", "audience": EVERYONE}]
    )
    found = explain(till, sold.receipt)
    five = next(each for each in found.programs if each.id == "five")
    assert (five.version, five.newest, five.document["rate"]) == (1, 2, 5)
    assert found.same
    assert [(each.program, each.off_minor) for each in found.quote.benefits] == [("five", 900)]
    assert any(each.program == "cuts" for each in found.quote.why_not)


def test_what_is_not_as_it_was_is_named(till: Till) -> None:
    """Somebody's hand was in the file: a reward stood on stamps that the journal does not know any more."""
    till.person = MANAGER
    kim = members.enrol(till, name="김민수", phone="010-2345-4821", card="").row.id
    for _ in range(10):
        now = sale.choose_member(till, sale.begin(till).draft, kim)
        sale.take_payment(till, sale.add_product(till, now.draft, "CUT").draft)
    now = sale.add_product(till, sale.choose_member(till, sale.begin(till).draft, kim).draft, "CUT")
    sold = sale.take_payment(till, sale.redeem(till, now.draft, now.quote.offers[0].redemption).draft)
    assert explain(till, sold.sale).same
    first = next(each for each in events_after(till.database, seq=0, limit=50) if each.kind == "sale")
    with till.database.transaction():
        till.database.execute("DROP TRIGGER entries_no_delete")
        till.database.execute("DELETE FROM entries WHERE seq = ? AND holder <> ?", (first.seq, EVERYBODY))
    found = explain(till, sold.sale)
    assert not found.same
    assert found.again is None
    assert found.differences[0].key == "explain.not_possible"


def test_an_unknown_sale_cannot_be_explained(till: Till) -> None:
    with pytest.raises(NotFound):
        explain(till, "4711")
