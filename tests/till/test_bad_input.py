"""What goes wrong at a real counter, around midnight and with what is used up, and what the clerk or the owner is told
in either language. (What a program cannot become is in `test_program_changes`.)"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from posapp.i18n import say
from posapp.loyalty.basket import Product, Redemption
from posapp.loyalty.errors import BadDefinition, Refused
from posapp.loyalty.words import Reason, Text
from posapp.store.verify import verify
from posapp.till import coupons, day, members, products, programs, returns, sale, winding_down
from posapp.till.context import Till
from posapp.till.views import CardToLoad, CodeFound, OpenSale
from tests.till.salon import MANAGER, SEOUL, Clock

POINTS = {
    "id": "pts", "kind": "points", "name": {"en": "Points", "ko": "포인트"}, "earn": {"points": 1, "per": 100},
    "expires": {"days": 2}, "redeem": {"value": 10},
}  # fmt: skip
LAST_DAY = {"id": "spring", "kind": "fixed_discount", "rate": 10, "active": {"until": "2026-03-02"}}
GIFT = {"id": "gift", "kind": "gift_card", "sell": ["GIFT"]}
BIRTHDAY = {"id": "bday", "kind": "coupon", "rate": 20, "valid_days": 7, "issue": {"birthday": {}}}
PARTY = {"id": "party", "kind": "fixed_discount", "amount": 500, "audience": {"birthday": {}}}


@pytest.fixture
def till(reopened: Callable[[], Till]) -> Till:
    """The salon with nothing but what a test loads; tea and a gift card are ₩10,000."""
    shop = reopened()
    shop.person = MANAGER
    for row in sorted(programs.rows(shop), key=lambda row: row.kind == "tier"):  # whoever names a level first
        programs.switch(shop, row.id, on=False)
    products.save(shop, Product(id="TEA", name=Text("TEA"), price_minor=10_000))
    products.save(shop, Product(id="GIFT", name=Text("GIFT"), price_minor=10_000))
    return shop


def both(reason: Reason, till: Till) -> tuple[str, str]:
    """The sentence in English and in Korean."""
    return say(reason, "en", till.shop.currency), say(reason, "ko", till.shop.currency)


def refusal(till: Till, step: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        step()
    return both(caught.value.reason, till)


def kim(till: Till, **about: Any) -> str:
    return members.enrol(till, name="김민수", card="", **about).row.id


def rung(till: Till, *ids: str, member: str | None = None) -> OpenSale:
    now = sale.begin(till)
    if member is not None:
        now = sale.choose_member(till, now.draft, member)
    for id_ in ids:
        now = sale.add_product(till, now.draft, id_)
    return now


def at(clock: Clock, written: str) -> None:
    clock.moment = datetime.fromisoformat(written).replace(tzinfo=SEOUL)


def test_every_fault_of_a_definition_is_named_and_nothing_is_kept(till: Till) -> None:
    bad = [
        {"id": "Off!", "kind": "fixed_discount", "rate": 120, "colour": "red"},
        {"id": "gold", "kind": "fixed_discount", "amount": 5, "audience": {"tiers": ["platinum"], "clubs": ["x"]}},
        {"id": "cuts", "kind": "stamp_cart", "size": 10},
        {"id": "pts", "kind": "points", "active": {"from": "2026-05-01", "until": "2026-04-01"}},
    ]
    before = programs.rows(till)
    with pytest.raises(BadDefinition) as caught:
        programs.load(till, bad)
    assert {fault.place for fault in caught.value.faults} == {
        "programs[0].id", "programs[0].rate", "programs[0].colour", "programs[1].audience.tiers[0]",
        "programs[1].audience.clubs[0]", "programs[2].kind", "programs[3].active.until", "programs[3].earn",
    }  # fmt: skip
    assert programs.check(till, bad) == caught.value.faults
    for fault in caught.value.faults:
        assert all(both(fault.reason, till))
    assert programs.rows(till) == before


class TestAcrossMidnight:
    def test_points_that_ran_out_while_the_basket_was_open_do_not_pay(self, till: Till, clock: Clock) -> None:
        programs.load(till, [POINTS])
        member = kim(till)
        sale.take_payment(till, rung(till, "TEA", member=member).draft)
        at(clock, "2026-03-04T23:59")
        now = rung(till, "TEA", member=member)
        now = sale.redeem(till, now.draft, Redemption(program="pts", points=100))
        assert now.quote.due_minor == 9_000
        at(clock, "2026-03-05T00:01")
        assert refusal(till, lambda: sale.take_payment(till, now.draft, shown_minor=9_000)) == (
            "100 points ran out on 4 Mar 2026 and cannot pay any more",
            "100포인트는 2026년 3월 4일까지였어요. 이제 쓸 수 없어요",
        )
        assert members.balances_of(till, member)["pts"] == 0
        without = sale.still_possible(till, now.draft)
        assert (without.quote.due_minor, without.draft.basket.redeem) == (10_000, ())
        assert sale.take_payment(till, without.draft, shown_minor=10_000).balances["pts"] == 100
        day.close(till)
        assert members.balances_of(till, member)["pts"] == 100
        assert not verify(till.database).findings

    def test_a_price_of_the_last_day_is_not_taken_unseen_on_the_next(self, till: Till, clock: Clock) -> None:
        """What holds is the moment of the payment; the clerk sees the other amount before anybody pays it."""
        programs.load(till, [LAST_DAY])
        at(clock, "2026-03-02T23:59")
        now = rung(till, "TEA", member=kim(till))
        assert now.quote.due_minor == 9_000
        at(clock, "2026-03-03T00:01")
        assert refusal(till, lambda: sale.take_payment(till, now.draft, shown_minor=9_000)) == (
            "It comes to ₩10,000 now, no longer ₩9,000. Look at it and take the payment again.",
            "금액이 바뀌었어요: 9,000원 → 10,000원. 확인하고 다시 결제해 주세요.",
        )
        again = sale.price(till, now.draft)
        (why,) = [each.reason for each in again.quote.why_not if each.program == "spring"]
        assert both(why, till) == ("Ended on 2 Mar 2026", "2026년 3월 2일 끝났어요")
        paid = sale.take_payment(till, again.draft, shown_minor=again.quote.due_minor)
        assert paid.quote.due_minor == 10_000
        # Asked for once more, it is answered as it was, whatever was seen.
        assert sale.take_payment(till, now.draft, shown_minor=9_000).again

    def test_what_was_seen_before_midnight_and_is_the_same_after_it_is_simply_paid(
        self, till: Till, clock: Clock
    ) -> None:
        programs.load(till, [LAST_DAY])
        at(clock, "2026-03-03T23:59")
        now = rung(till, "TEA", member=kim(till))
        at(clock, "2026-03-04T00:01")
        paid = sale.take_payment(till, now.draft, shown_minor=10_000)
        assert paid.quote.moment.date() == date(2026, 3, 4)

    def test_a_sale_of_the_last_day_comes_back_after_it_at_what_was_paid(self, till: Till, clock: Clock) -> None:
        programs.load(till, [LAST_DAY])
        paid = sale.take_payment(till, rung(till, "TEA", member=kim(till)).draft)
        at(clock, "2026-03-03T00:01")
        assert refusal(till, lambda: returns.void(till, sale=paid.sale))[0]
        assert returns.take_back(till, sale=paid.sale, lines={0: 1}).refund_minor == 9_000


class TestUsedUp:
    def test_a_coupon_scanned_twice(self, till: Till) -> None:
        programs.load(till, [{"id": "flyer", "kind": "coupon", "rate": 10, "audience": {"who": "everyone"}}])
        (flyer,) = coupons.issue(till, "flyer")
        first = sale.scan(till, rung(till, "TEA").draft, flyer.code)
        second = sale.scan(till, first.sale.draft, flyer.code)
        assert isinstance(second.found, CodeFound)
        assert both(second.found.said, till) == (
            "flyer: that code is in this sale already.",
            "flyer: 이번 판매에 이미 넣었어요.",
        )
        assert second.sale.quote.due_minor == first.sale.quote.due_minor == 9_000
        sale.take_payment(till, second.sale.draft)
        third = sale.scan(till, rung(till, "TEA").draft, flyer.code)
        assert isinstance(third.found, CodeFound)
        assert both(third.found.said, till) == ("This coupon has been used already.", "이미 사용한 쿠폰이에요.")
        assert third.sale.quote.due_minor == 10_000

    def test_a_gift_card_with_one_won_left(self, till: Till) -> None:
        programs.load(till, [GIFT])
        waiting = sale.scan(till, sale.begin(till).draft, "GIFT")
        assert isinstance(waiting.found, CardToLoad)
        loading = sale.load_card(till, waiting.sale.draft)
        code = loading.draft.basket.lines[0].gift_card
        assert code is not None
        sale.take_payment(till, loading.draft)

        def paying(minor: int) -> OpenSale:
            return sale.redeem(till, rung(till, "TEA").draft, Redemption(gift_card=code, amount_minor=minor))

        sale.take_payment(till, paying(9_999).draft)
        assert refusal(till, lambda: paying(2)) == (
            "The gift card can pay ₩1 at most.",
            "기프트카드로 낼 수 있는 금액은 1원까지예요.",
        )
        assert sale.take_payment(till, paying(1).draft).quote.due_minor == 9_999
        assert refusal(till, lambda: paying(1)) == ("This gift card is empty (0).", "잔액이 없는 기프트카드예요.")
        assert not verify(till.database).findings


class TestBornOn29February:
    def test_she_is_given_her_coupon_and_her_price_on_the_28th_of_other_years(self, till: Till, clock: Clock) -> None:
        programs.load(till, [BIRTHDAY, PARTY])
        member = kim(till, birthday=date(2000, 2, 29))
        for moment, came, off in (
            ("2027-02-27T10:00", 0, 0),
            ("2027-02-28T10:00", 1, 500),
            ("2027-03-01T10:00", 0, 0),
            ("2028-02-28T10:00", 0, 0),
            ("2028-02-29T10:00", 1, 500),
        ):
            at(clock, moment)
            quote = rung(till, "TEA", member=member).quote
            assert (quote.issued.get("bday", 0), quote.discount_minor) == (came, off), moment
            why = [both(each.reason, till) for each in quote.why_not if each.program == "party"]
            assert why == ([] if off else [("Around the birthday only", "생일 즈음에만 받을 수 있어요")])

    def test_the_day_brings_it_to_her_too_when_she_does_not_come(self, till: Till, clock: Clock) -> None:
        programs.load(till, [BIRTHDAY])
        member = kim(till, birthday=date(2000, 2, 29))
        at(clock, "2027-02-28T21:00")
        day.close(till)
        assert members.balances_of(till, member)["bday"] == 1


def test_a_return_after_its_program_was_wound_down(till: Till, clock: Clock) -> None:
    programs.load(till, [{**POINTS, "expires": {"months": 12}}])
    member = kim(till)
    first = sale.take_payment(till, rung(till, "TEA", member=member).draft)
    now = sale.redeem(till, rung(till, "TEA", member=member).draft, Redemption(program="pts", points=50))
    second = sale.take_payment(till, now.draft)
    winding_down.wind_down(till, "pts", earn_until=date(2026, 3, 10), redeem_until=date(2026, 3, 20))
    at(clock, "2026-03-21T10:00")
    day.close(till)
    told = returns.preview_return(till, sale=second.sale, lines={0: 1}).changes
    assert both(told[-1], till) == (
        "Points has ended: what comes back there cannot be used any more",
        "포인트: 끝난 프로그램이라 돌아오는 것을 더 쓸 수 없어요",
    )
    assert returns.take_back(till, sale=second.sale, lines={0: 1}).refund_minor == 9_500
    # What the other had earned is gone with the program: nobody owes it.
    assert returns.take_back(till, sale=first.sale, lines={0: 1}).refund_minor == 10_000
    day.close(till)
    assert members.balances_of(till, member)["pts"] == 0
    assert not verify(till.database).findings


def test_what_a_program_that_ended_had_sold_comes_back_as_goods_without_their_worth(till: Till, clock: Clock) -> None:
    """What was left on a gift card ended with its program: it is not paid back, whether it is written off or not."""
    programs.load(till, [GIFT])

    def card() -> str:
        waiting = sale.scan(till, sale.begin(till).draft, "GIFT")
        return sale.take_payment(till, sale.load_card(till, waiting.sale.draft).draft).sale

    first, second, third = card(), card(), card()
    winding_down.wind_down(till, "gift", earn_until=date(2026, 3, 10), redeem_until=date(2026, 3, 20))
    at(clock, "2026-03-20T10:00")
    assert returns.take_back(till, sale=first, lines={0: 1}).refund_minor == 10_000
    at(clock, "2026-03-21T10:00")
    assert returns.take_back(till, sale=second, lines={0: 1}).refund_minor == 0
    day.close(till)
    assert returns.take_back(till, sale=third, lines={0: 1}).refund_minor == 0
    assert not verify(till.database).findings
