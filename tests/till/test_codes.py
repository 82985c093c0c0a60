"""Coupons, gift cards and passes on a real store: sold, scanned, used, given back, and told when they are good for
nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from posapp.loyalty.basket import Product, Redemption
from posapp.loyalty.errors import NotAllowed, NotEnough, NotFound, Refused
from posapp.loyalty.vouchers import coupon_code
from posapp.loyalty.words import Text
from posapp.store.verify import verify
from posapp.till import coupons, day, members, products, programs, returns, sale
from posapp.till.context import Till
from posapp.till.views import CardToLoad, CodeFound, CodeUnknown, Draft, OpenSale, SaleRecorded
from tests.till.salon import MANAGER, Clock

PROGRAMS: list[dict[str, Any]] = [
    {"id": "next", "kind": "coupon", "amount": 3000, "valid_days": 10, "issue": {"after_sale": {"min_amount": 30000}},
     "scope": {"min_amount": 10000}},
    {"id": "bday", "kind": "coupon", "rate": 20, "valid_days": 14, "issue": {"birthday": {"before": 7}}},
    {"id": "flyer", "kind": "coupon", "rate": 10, "audience": {"who": "everyone"}},
    {"id": "gift", "kind": "gift_card", "sell": ["GIFT"], "reload": True},
    {"id": "pass", "kind": "prepaid_pass", "sell": [{"product": "PASS5", "uses": 5}], "scope": {"products": ["CUT"]},
     "shareable": True},
]  # fmt: skip


@pytest.fixture
def till(reopened: Callable[[], Till]) -> Till:
    """The salon with coupons, gift cards and passes and nothing else; a cut is ₩18,000."""
    shop = reopened()
    shop.person = MANAGER
    for row in sorted(programs.rows(shop), key=lambda row: row.kind == "tier"):  # whoever names a level first
        programs.switch(shop, row.id, on=False)
    for id_, price in (("GIFT", 50000), ("PASS5", 80000), ("OIL", 10000)):
        products.save(shop, Product(id=id_, name=Text(id_), price_minor=price))
    programs.load(shop, PROGRAMS)
    return shop


def kim(till: Till, **about: Any) -> str:
    return members.enrol(till, name="김민수", **about).row.id


def rung(till: Till, *ids: str, member: str | None = None) -> Draft:
    now = sale.begin(till)
    if member is not None:
        now = sale.choose_member(till, now.draft, member)
    for id_ in ids:
        now = sale.add_product(till, now.draft, id_)
    return now.draft


def sold(till: Till, *ids: str, member: str | None = None) -> SaleRecorded:
    return sale.take_payment(till, rung(till, *ids, member=member))


def scanned(till: Till, draft: Draft, text: str) -> tuple[CodeFound, OpenSale]:
    answer = sale.scan(till, draft, text)
    assert isinstance(answer.found, CodeFound)
    return answer.found, answer.sale


def code_of(recorded: SaleRecorded) -> str:
    (issued,) = recorded.quote.coupons
    return issued.code


class TestCoupons:
    def test_one_that_a_sale_brought_is_in_its_answer_and_is_used_when_it_is_scanned(self, till: Till) -> None:
        member = kim(till)
        first = sold(till, "CUT", "CUT", member=member)
        code = code_of(first)
        assert code.startswith("274821")
        assert first.balances["next"] == 1
        found, now = scanned(till, rung(till, "CUT", member=member), code)
        assert (found.refused, found.said.key, now.quote.due_minor) == (False, "coupon.offer_until", 15000)
        paid = sale.take_payment(till, now.draft)
        assert paid.balances["next"] == 0
        assert not verify(till.database).findings

    def test_the_same_sale_asked_again_tells_the_same_code(self, till: Till) -> None:
        draft = rung(till, "CUT", "CUT", member=kim(till))
        code = code_of(sale.take_payment(till, draft))
        again = sale.take_payment(till, draft)
        assert (again.again, code_of(again)) == (True, code)

    def test_scanned_twice_it_says_so_and_stays_in_once(self, till: Till) -> None:
        member = kim(till)
        code = code_of(sold(till, "CUT", "CUT", member=member))
        _, now = scanned(till, rung(till, "CUT", member=member), code)
        found, after = scanned(till, now.draft, code)
        assert (found.refused, found.said.key) == (True, "till.code_twice")
        assert after.quote.due_minor == 15000

    def test_scanned_too_early_it_is_offered_as_soon_as_it_can_be_used(self, till: Till) -> None:
        member = kim(till)
        code = code_of(sold(till, "CUT", "CUT", member=member))
        found, now = scanned(till, sale.begin(till).draft, code)
        assert (found.refused, found.said.key) == (True, "coupon.not_now")
        now = sale.choose_member(till, now.draft, member)
        now = sale.add_product(till, now.draft, "CUT")
        (offer,) = [each for each in now.quote.offers if each.redemption.coupon == code]
        assert sale.redeem(till, now.draft, offer.redemption).quote.due_minor == 15000

    def test_a_used_an_ended_and_a_foreign_one_are_told_apart(self, till: Till, clock: Clock) -> None:
        member = kim(till)
        used, other = (code_of(sold(till, "CUT", "CUT", member=member)) for _ in range(2))
        _, now = scanned(till, rung(till, "CUT", member=member), used)
        sale.take_payment(till, now.draft)
        found, now = scanned(till, rung(till, "CUT", member=member), used)
        assert (found.refused, found.said.key, now.quote.due_minor) == (True, "coupon.used", 18000)
        clock.go_on(days=11)
        for _ in range(2):
            found, _ = scanned(till, rung(till, "CUT", member=member), other)
            assert (found.refused, found.said.key) == (True, "coupon.expired")
            day.close(till)  # writes it off: the day on which it ended is told all the same
        foreign = coupon_code("0000", "somewhere", "next", "sale")
        assert sale.scan(till, rung(till, "CUT"), foreign).found == CodeUnknown(foreign, coupon=True, foreign=True)

    def test_on_its_last_day_it_is_good_until_midnight_even_within_a_sale(self, till: Till, clock: Clock) -> None:
        member = kim(till)
        code = code_of(sold(till, "CUT", "CUT", member=member))
        clock.go_on(days=10)
        _, now = scanned(till, rung(till, "CUT", member=member), code)
        assert now.quote.due_minor == 15000
        clock.go_on(days=1)
        with pytest.raises(Refused, match=r"coupon\.expired"):
            sale.take_payment(till, now.draft)

    def test_a_return_gives_the_used_one_back_and_withdraws_the_new_one(self, till: Till) -> None:
        member = kim(till)
        old = code_of(sold(till, "CUT", "CUT", member=member))
        _, now = scanned(till, rung(till, "CUT", "CUT", member=member), old)
        recorded = sale.take_payment(till, now.draft)
        assert (recorded.quote.due_minor, recorded.balances["next"]) == (33000, 1)
        told = returns.preview_return(till, sale=recorded.sale, lines={0: 2}).changes
        assert {"return.coupon_back", "return.withdrawn"} <= {each.key for each in told}
        returns.take_back(till, sale=recorded.sale, lines={0: 2})
        assert coupons.get(till, old).uses == 1
        assert coupons.get(till, code_of(recorded)).uses == 0
        assert not verify(till.database).findings

    def test_a_void_undoes_what_the_sale_issued_unless_it_was_used_since(self, till: Till) -> None:
        member = kim(till)
        first = sold(till, "CUT", "CUT", member=member)
        _, now = scanned(till, rung(till, "CUT", member=member), code_of(first))
        second = sale.take_payment(till, now.draft)
        with pytest.raises(Refused, match="void"):
            returns.void(till, sale=first.sale)
        returns.void(till, sale=second.sale)
        assert coupons.get(till, code_of(first)).uses == 1
        returns.void(till, sale=first.sale)
        assert coupons.get(till, code_of(first)).uses == 0
        assert members.balances_of(till, member)["next"] == 0

    def test_by_hand_for_a_member_or_for_whoever_brings_one(self, till: Till) -> None:
        member = kim(till)
        flyers = coupons.issue(till, "flyer", count=3)
        hers = coupons.issue(till, "next", member=member, reason="기다리게 했어요")
        assert [each.member for each in (*flyers, *hers)] == [None, None, None, member]
        assert {each.code for each in coupons.listed(till)} == {each.code for each in (*flyers, *hers)}
        assert coupons.listed(till, member=member) == hers
        _, now = scanned(till, rung(till, "OIL"), flyers[0].code)
        assert now.quote.due_minor == 9000
        sale.take_payment(till, now.draft)
        assert len(coupons.listed(till, program="flyer")) == 2
        members.adjust(till, member, program="next", amount=-1, reason="도로")
        assert members.balances_of(till, member)["next"] == 0

    def test_only_a_manager_makes_them_and_only_where_there_are_any(self, till: Till) -> None:
        with pytest.raises(NotFound):
            coupons.issue(till, "gift")
        with pytest.raises(Refused):
            coupons.issue(till, "flyer", count=0)
        till.person = None
        with pytest.raises(NotAllowed):
            coupons.issue(till, "flyer")
        with pytest.raises(NotFound, match="no_coupon"):
            coupons.get(till, "27")

    def test_closing_the_day_brings_a_birthday_to_who_was_not_here_and_only_once(
        self, till: Till, clock: Clock
    ) -> None:
        today = till.now().date()
        soon = kim(till, birthday=date(1990, today.month, today.day))
        far = kim(till, birthday=date(1990, 12, 24))
        day.close(till)
        assert [members.balances_of(till, each)["bday"] for each in (soon, far)] == [1, 0]
        clock.go_on(days=1)
        sold(till, "CUT", member=soon)
        day.close(till)
        assert members.balances_of(till, soon)["bday"] == 1
        (mine,) = coupons.listed(till, member=soon)
        assert (mine.program, mine.expires_on) == ("bday", date.fromordinal(today.toordinal() + 14))


class TestGiftCards:
    def loaded(self, till: Till, number: str = "") -> str:
        now = sale.scan(till, sale.begin(till).draft, "GIFT")
        assert isinstance(now.found, CardToLoad)
        rung_up = sale.load_card(till, now.sale.draft, number)
        sale.take_payment(till, rung_up.draft)
        (line,) = rung_up.draft.basket.lines
        assert line.gift_card is not None
        return line.gift_card

    def test_the_product_waits_for_its_card_and_takes_the_one_that_is_scanned(self, till: Till) -> None:
        waiting = sale.scan(till, sale.begin(till).draft, "GIFT").sale
        assert (waiting.quote.lines, waiting.draft.to_load) == ((), "GIFT")
        number = "264821" + "0" * 13
        fresh = self.loaded(till)
        now = sale.scan(till, waiting.draft, fresh).sale
        assert [line.gift_card for line in now.draft.basket.lines] == [fresh]
        assert now.draft.to_load == ""
        other = sale.scan(till, waiting.draft, "88112233445566").sale
        assert other.draft.basket.lines[0].gift_card == "88112233445566"
        assert len(number) == 19

    def test_something_else_scanned_instead_sells_no_card(self, till: Till) -> None:
        waiting = sale.scan(till, sale.begin(till).draft, "GIFT").sale
        now = sale.scan(till, waiting.draft, "CUT").sale
        assert ([line.product for line in now.draft.basket.lines], now.draft.to_load) == (["CUT"], "")
        with pytest.raises(Refused):
            sale.load_card(till, now.draft)

    def test_what_waits_is_there_after_a_crash(self, till: Till, reopened: Callable[[], Till]) -> None:
        sale.scan(till, sale.begin(till).draft, "GIFT")
        again = sale.reopen(reopened())
        assert again is not None
        assert again.draft.to_load == "GIFT"

    def test_without_a_number_it_cannot_be_rung_up(self, till: Till) -> None:
        with pytest.raises(Refused, match=r"giftcard\.no_number"):
            rung(till, "GIFT")

    def test_scanned_it_is_offered_and_pays_in_part_to_the_last_won(self, till: Till) -> None:
        code = self.loaded(till)
        found, now = scanned(till, rung(till, "CUT", "CUT"), code)
        assert (found.said.key, found.refused, now.quote.due_minor) == ("giftcard.offer", False, 36000)
        (offer,) = now.quote.offers
        assert offer.any_of is not None
        assert (offer.redemption.amount_minor, offer.any_of.most) == (36000, 36000)
        now = sale.redeem(till, now.draft, offer.redemption)
        assert sale.take_payment(till, now.draft).quote.due_minor == 0
        _, now = scanned(till, rung(till, "CUT"), code)
        now = sale.redeem(till, now.draft, Redemption(gift_card=code, amount_minor=13999))
        sale.take_payment(till, now.draft)
        found, now = scanned(till, rung(till, "CUT"), code)
        (offer,) = now.quote.offers
        assert offer.redemption.amount_minor == 1
        with pytest.raises(NotEnough) as caught:
            sale.redeem(till, now.draft, Redemption(gift_card=code, amount_minor=2))
        assert caught.value.reason.key == "giftcard.at_most"
        now = sale.redeem(till, now.draft, offer.redemption)
        assert sale.take_payment(till, now.draft).quote.due_minor == 17999
        found, now = scanned(till, rung(till, "CUT"), code)
        assert (found.refused, found.said.key, now.quote.offers) == (True, "giftcard.empty", ())
        assert not verify(till.database).findings

    def test_a_return_pays_what_it_paid_back_onto_the_card(self, till: Till) -> None:
        code = self.loaded(till)
        now = sale.redeem(till, rung(till, "CUT"), Redemption(gift_card=code, amount_minor=10000))
        paid = sale.take_payment(till, now.draft)
        assert returns.take_back(till, sale=paid.sale, lines={0: 1}).refund_minor == 8000
        found, _ = scanned(till, rung(till, "CUT"), code)
        assert found.said.values[0][1].amount == 50000  # type: ignore[attr-defined]

    def test_a_half_used_card_that_comes_back_and_a_void_of_one_that_is_whole(self, till: Till) -> None:
        now = sale.load_card(till, sale.scan(till, sale.begin(till).draft, "GIFT").sale.draft)
        bought = sale.take_payment(till, now.draft)
        code = now.draft.basket.lines[0].gift_card
        assert code is not None
        spent = sale.redeem(till, rung(till, "CUT"), Redemption(gift_card=code, amount_minor=18000))
        used = sale.take_payment(till, spent.draft)
        with pytest.raises(Refused, match=r"used_since|void_later"):
            returns.void(till, sale=bought.sale)
        returns.void(till, sale=used.sale)
        assert returns.preview_void(till, sale=bought.sale).refund_minor == 50000
        sale.take_payment(till, sale.redeem(till, rung(till, "CUT"), spent.draft.basket.redeem[0]).draft)
        assert returns.take_back(till, sale=bought.sale, lines={0: 1}).refund_minor == 32000
        assert not verify(till.database).findings


class TestPasses:
    def test_bought_used_by_the_household_and_paid_back(self, till: Till) -> None:
        kim_, lee = kim(till), members.enrol(till, name="이하나").row.id
        bought = sold(till, "PASS5", member=kim_)
        assert bought.balances["pass"] == 5
        with pytest.raises(NotEnough):
            sale.redeem(till, rung(till, "CUT", member=lee), Redemption(program="pass"))
        for each in (kim_, lee):
            members.change(till, each, household="4동 302호")
        assert members.profile(till, lee).household == "4동 302호"
        now = sale.redeem(till, rung(till, "CUT", "CUT", member=lee), Redemption(program="pass", points=2))
        paid = sale.take_payment(till, now.draft)
        assert (paid.quote.due_minor, members.balances_of(till, kim_)["pass"]) == (0, 3)
        assert returns.take_back(till, sale=bought.sale, lines={0: 1}).refund_minor == 48000
        assert members.balances_of(till, kim_)["pass"] == 0
        assert not verify(till.database).findings

    def test_without_a_card_it_is_not_sold_and_the_member_stays_on_the_sale(self, till: Till) -> None:
        with pytest.raises(Refused, match=r"pass\.not_now"):
            rung(till, "PASS5")
        draft = rung(till, "PASS5", member=kim(till))
        with pytest.raises(Refused):
            sale.drop_member(till, draft)
