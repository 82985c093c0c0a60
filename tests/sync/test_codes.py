"""Coupons and gift cards in a chain: what a code holds is there wherever its member, or the code itself, is known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from posapp.loyalty.basket import Product, Redemption
from posapp.loyalty.words import Minor, Text
from posapp.store.verify import verify
from posapp.till import coupons, members, products, programs, sale
from posapp.till.context import Till
from posapp.till.outbox import Outbox
from posapp.till.views import CodeFound, CodeUnknown
from tests.hq.chain import Chain
from tests.sync.test_real_till import Clock, Shop, _make

CODES: list[dict[str, Any]] = [
    {"id": "next", "kind": "coupon", "amount": 3000, "valid_days": 30, "issue": {"after_sale": {}}},
    {"id": "gift", "kind": "gift_card", "sell": ["GIFT"], "reload": True},
    {"id": "pass", "kind": "prepaid_pass", "sell": [{"product": "PASS", "uses": 5}], "shareable": True},
]


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """Two tills of one store, and one of another."""
    chain, clock = Chain(tmp_path), Clock()
    tills = [_make(tmp_path, name, clock) for name in ("T1", "T2", "T3")]
    for till, store in zip(tills, ("main", "main", "harbour"), strict=True):
        for id_, price in (("GIFT", 50000), ("PASS", 60000)):
            products.save(till, Product(id=id_, name=Text(id_), price_minor=price))
        programs.load(till, CODES)
        chain.admit(Outbox(till), store=store)
    yield Shop(chain, tills, clock)
    for till in tills:
        till.close()


def even(shop: Shop) -> None:
    """Nothing is left to compare, and nobody has anything to look at."""
    shop.sync()
    assert shop.chain.seen().attention == []
    assert shop.chain.found() == ()
    assert shop.chain.db.rows("SELECT * FROM unchecked") == []
    assert [verify(till.database).findings for till in shop.tills] == [(), (), ()]


def pay(till: Till, *, code: str = "", amount: int = 0, member: str | None = None) -> int:
    """A cut (₩15,000), with a gift card or the member's own coupon; what was due."""
    draft = sale.begin(till).draft
    if member is not None:
        draft = sale.choose_member(till, draft, member).draft
    draft = sale.add_product(till, draft, "CUT").draft
    asked = Redemption(gift_card=code, amount_minor=amount) if code else Redemption(coupon="next")
    return sale.take_payment(till, sale.redeem(till, draft, asked).draft).quote.due_minor


def test_a_gift_card_is_known_at_once_in_its_store_and_where_it_is_shown(shop: Shop) -> None:
    one, two, three = shop.tills
    waiting = sale.scan(one, sale.begin(one).draft, "GIFT").sale
    loaded = sale.load_card(one, waiting.draft)
    code = str(loaded.draft.basket.lines[0].gift_card)
    sale.take_payment(one, loaded.draft)
    shop.sync()
    assert pay(two, code=code, amount=5000) == 10000
    assert sale.scan(three, sale.begin(three).draft, code).found == CodeUnknown(code, coupon=False)
    shop.sync()
    found = sale.scan(three, sale.begin(three).draft, code).found
    assert isinstance(found, CodeFound)
    assert pay(three, code=code, amount=15000) == 0
    shop.sync()
    assert pay(one, code=code, amount=15000) == 0
    even(shop)
    found_everywhere = [sale.scan(till, sale.begin(till).draft, code).found for till in shop.tills]
    assert [each.said.value("amount") for each in found_everywhere if isinstance(each, CodeFound)] == [Minor(15000)] * 3


def test_a_members_coupons_are_hers_wherever_she_is_known_before_and_after(shop: Shop) -> None:
    one, two, three = shop.tills
    member = members.enrol(one, name="김하늘", card="").row
    first = shop.ring(one, member.id, "PERM")
    shop.sync()
    assert [members.balances_of(till, member.id)["next"] for till in (one, two)] == [1, 1]
    sale.scan(three, sale.begin(three).draft, member.card)  # a stranger there: asked for at the next sync
    shop.sync()
    assert members.balances_of(three, member.id)["next"] == 1
    second = shop.ring(two, member.id, "PERM")
    shop.sync()
    assert {len(coupons.listed(till, member=member.id)) for till in shop.tills} == {2}
    assert pay(three, member=member.id) == 12000
    even(shop)
    assert {members.balances_of(till, member.id)["next"] for till in shop.tills} == {2}  # one used, one new
    assert first != second


def test_a_household_and_its_pass_are_one_at_every_till_that_knows_them(shop: Shop) -> None:
    one, two, _ = shop.tills
    kim, lee = (members.enrol(one, name=name, card="").row.id for name in ("김하늘", "이바다"))
    shop.ring(one, kim, "PASS")
    for each in (kim, lee):
        members.change(one, each, household="302호")
    shop.sync()
    assert members.profile(two, lee).household == "302호"
    draft = sale.choose_member(two, sale.begin(two).draft, lee).draft
    draft = sale.add_product(two, draft, "CUT").draft
    paid = sale.take_payment(two, sale.redeem(two, draft, Redemption(program="pass")).draft)
    assert paid.quote.due_minor == 0
    even(shop)
    assert {members.balances_of(till, kim)["pass"] for till in (one, two)} == {4}
