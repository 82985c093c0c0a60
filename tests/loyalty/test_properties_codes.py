"""Whatever happens in whatever order to coupons, gift cards and passes: nothing is spent twice, nothing owed by a code,
and the entries alone say what there is."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from posapp.loyalty.basket import Redemption
from posapp.loyalty.definitions import read_basket, read_products, read_programs
from posapp.loyalty.errors import Refused
from posapp.loyalty.ledger import post
from posapp.loyalty.members import Member
from posapp.loyalty.money import read_shop
from posapp.loyalty.paper import PaperShop
from tests.loyalty.one_sale import at

PRODUCTS = [
    {"id": "GIFT", "price": 7000},
    {"id": "PASS", "price": 9990},
    {"id": "A", "price": 3333},
    {"id": "B", "price": 10},
]
PROGRAMS = [
    {"id": "next", "kind": "coupon", "amount": 500, "valid_days": 2, "issue": {"after_sale": {"min_amount": 4000}}},
    {"id": "hello", "kind": "coupon", "rate": 30, "uses": 2, "issue": {"joining": True}, "scope": {"products": ["A"]}},
    {"id": "gift", "kind": "gift_card", "sell": ["GIFT"], "reload": True, "expires": {"days": 3}},
    {"id": "pass", "kind": "prepaid_pass", "sell": [{"product": "PASS", "uses": 3}], "scope": {"products": ["A"]},
     "shareable": True, "expires": {"days": 3}},
    {"id": "p", "kind": "points", "earn": {"points": 1, "per": 100}, "redeem": {"value": 1}},
]  # fmt: skip

names = st.sampled_from(["A", "B"])
bought = st.lists(
    st.tuples(st.sampled_from(["A", "A", "B", "GIFT", "PASS"]), st.integers(1, 3), st.sampled_from(["g1", "g2"])),
    min_size=1,
    max_size=3,
)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("sell"), names, bought, st.integers(0, 63)),
        st.tuples(st.just("return"), st.integers(0, 9), st.integers(0, 2), st.integers(1, 2)),
        st.tuples(st.just("void"), st.integers(0, 9)),
        st.tuples(st.just("adjust"), names, st.just("next"), st.integers(-2, 3)),
        st.tuples(st.just("adjust"), names, st.just("pass"), st.integers(0, 3)),
        st.tuples(st.just("days"), st.integers(0, 3)),
    ),
    max_size=14,
)


def opened() -> PaperShop:
    shop = PaperShop(
        read_shop({"currency": "KRW", "timezone": "Asia/Seoul"}), read_products(PRODUCTS), read_programs(PROGRAMS)
    )
    for name in ("A", "B"):
        member = Member(id=name, name=name, joined=at("2026-03-02 09:00").date(), household="kim")
        shop.enrol(member, moment=at("2026-03-02 09:00"), document=f"enrol-{name}")
    return shop


class Run:
    """A shop, its clock, and what it did."""

    def __init__(self) -> None:
        self.shop = opened()
        self.moment = at("2026-03-02 10:00")
        self.sales: list[str] = []
        self.documents = 0

    def take(self, step: tuple[Any, ...]) -> None:
        """One step; a refusal changes nothing."""
        self.documents += 1
        self.moment += timedelta(minutes=1)
        before = len(self.shop.posted)
        try:
            getattr(self, step[0])(*step[1:])
        except Refused:
            assert len(self.shop.posted) == before

    def sell(self, card: str, lines: list[tuple[str, int, str]], wanted: int) -> None:
        written = [
            {"product": product, "quantity": units} | ({"gift_card": code} if product == "GIFT" else {})
            for product, units, code in lines
        ]
        basket = read_basket({"lines": written}, self.shop.products)
        offers = self.shop.quote(basket, card=card, moment=self.moment, sale="ask").offers
        asked = [offer.redemption for n, offer in enumerate(offers) if wanted >> n & 1 and not offer.redemption.points]
        asked += [
            Redemption(gift_card=code, amount_minor=1500) for n, code in enumerate(("g1", "g2")) if wanted >> 4 + n & 1
        ]
        sale = f"sale-{self.documents}"
        document = {"lines": written}
        again = read_basket(document, self.shop.products)
        self.shop.sell(type(again)(lines=again.lines, redeem=tuple(asked)), card=card, moment=self.moment, sale=sale)
        self.sales.append(sale)

    def back(self, sale: int, line: int, units: int) -> None:
        if self.sales:
            name = self.sales[sale % len(self.sales)]
            self.shop.take_back(name, lines={line: units}, moment=self.moment, document=f"back-{self.documents}")

    def void(self, sale: int) -> None:
        if self.sales:
            name = self.sales[sale % len(self.sales)]
            self.shop.void(name, moment=self.moment, document=f"void-{self.documents}")

    def adjust(self, card: str, program: str, amount: int) -> None:
        self.shop.adjust(card, program=program, amount=amount, moment=self.moment, document=f"hand-{self.documents}")

    def days(self, count: int) -> None:
        self.moment += timedelta(days=count)
        self.shop.close_day(on=self.moment.date(), document=f"day-{self.documents}")


setattr(Run, "return", Run.back)


@given(taken=steps)
def test_nothing_is_spent_twice_and_the_entries_say_all(taken: list[tuple[Any, ...]]) -> None:
    run = Run()
    for step in taken:
        run.take(step)
    shop = run.shop
    by_holder: dict[str, list[Any]] = {}
    for _, entry in shop.posted:
        by_holder.setdefault(entry.holder, []).append(entry)
    for holder, entries in by_holder.items():
        assert post({}, entries) == shop.accounts[holder]
        for name, account in shop.accounts[holder].items():
            assert all(lot.left > 0 for lot in account.lots), (holder, name)
            if holder not in ("A", "B") or name.startswith(("next", "hello", "pass")):
                assert account.debt == 0, (holder, name)
    replayed = Run()
    for step in taken:
        replayed.take(step)
    assert replayed.shop.posted == shop.posted


@given(lines=bought, wanted=st.integers(0, 63), order=st.permutations([0, 1, 2]))
def test_all_of_a_sale_back_leaves_everybody_where_they_were(
    lines: list[tuple[str, int, str]], wanted: int, order: list[int]
) -> None:
    run = Run()
    run.take(("sell", "A", [("PASS", 1, ""), ("A", 2, ""), ("GIFT", 1, "g1")], 0))
    run.take(("adjust", "A", "next", 2))

    def holdings() -> dict[tuple[str, str], int]:
        return {
            (holder, name): left
            for holder, accounts in run.shop.accounts.items()
            for name, account in accounts.items()
            if (left := sum(lot.left for lot in account.lots) + account.debt)
        }

    before = holdings()
    run.take(("sell", "A", lines, wanted))
    if len(run.sales) < 2:
        return
    units = Counter({n: line[1] for n, line in enumerate(lines)})
    for line in order:
        for _ in range(units[line]):
            run.documents += 1
            run.shop.take_back(run.sales[-1], lines={line: 1}, moment=run.moment, document=f"back-{run.documents}")
    assert holdings() == before
