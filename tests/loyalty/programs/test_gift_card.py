"""Gift cards: loaded by what is sold, spent by whoever brings them, to the last won."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from posapp.loyalty.basket import Line, Redemption
from posapp.loyalty.errors import NotEnough, Refused
from tests.loyalty.one_sale import Counter, at, earned, line, off

X = line("X", 10000)
CODE = "gift:g1"


def gift(**fields: Any) -> dict[str, Any]:
    return {"id": "gift", "kind": "gift_card", "sell": ["GIFT"], **fields}


def card(amount: int = 50000, *, code: str | None = CODE, units: int = 1) -> Line:
    return replace(line("GIFT", amount, units), gift_card=code)


def pays(amount: int | None, code: str = CODE) -> Redemption:
    return Redemption(gift_card=code, amount_minor=amount)


def loaded(*programs: dict[str, Any], amount: int = 50000, **fields: Any) -> Counter:
    counter = Counter(gift(**fields), *programs)
    counter.sell(card(amount), card=None)
    return counter


def refusal(counter: Counter, *lines: Any, **about: Any) -> str:
    with pytest.raises(Refused) as caught:
        counter.quote(*(lines or (X,)), **about)
    return counter.english(caught.value.reason)


def left(counter: Counter, code: str = CODE, **about: Any) -> int:
    return counter.has("gift", card=code, **about)


class TestSelling:
    def test_a_line_loads_its_price_carries_no_benefit_and_is_no_spending(self) -> None:
        ten = {"id": "ten", "kind": "fixed_discount", "rate": 10}
        counter = Counter(gift(), ten, {"id": "p", "kind": "points", "earn": {"points": 1, "per": 100}})
        sale = counter.sell(card(units=2), X)
        assert (sale.due_minor, off(sale), earned(sale)) == (109000, {"ten": 1000}, {"p": 90})
        assert left(counter) == 100000
        assert counter.paper.standing("A").spent_minor == 9000

    def test_it_wants_a_number_of_its_own(self) -> None:
        assert refusal(Counter(gift()), card(code=None)).startswith("GIFT: scan the gift card")

    def test_a_card_that_was_loaded_is_loaded_again_only_where_that_is_wanted(self) -> None:
        assert "loaded before" in refusal(loaded(), card())
        spent = loaded(amount=10000)
        spent.sell(X, redeem=[pays(10000)])
        assert "loaded before" in refusal(spent, card())
        again = loaded(reload=True)
        again.sell(card())
        assert left(again) == 100000

    def test_none_is_sold_to_whom_or_when_it_is_not_for(self) -> None:
        assert "With a member's card" in refusal(Counter(gift(audience={"who": "members"})), card(), card=None)
        assert "Ended" in refusal(Counter(gift(active={"until": "2026-03-01"})), card())
        ending = Counter(gift(wind_down={"earn_until": "2026-03-01", "redeem_until": "2026-12-31"}))
        assert "Earning ended" in refusal(ending, card())

    def test_money_on_a_card_is_no_members_and_cannot_be_corrected_for_one(self) -> None:
        with pytest.raises(Refused, match="not_hers"):
            loaded().give("gift", 5)


class TestPaying:
    def test_in_part_and_the_rest_stays(self) -> None:
        counter = loaded()
        assert counter.sell(X, redeem=[pays(3000)]).due_minor == 7000
        assert left(counter) == 47000

    def test_up_to_what_is_due_and_what_is_there_and_the_refusal_says_how_much(self) -> None:
        counter = loaded(amount=10001)
        assert refusal(counter, redeem=[pays(10001)]) == "The gift card can pay ₩10,000 at most."
        counter.sell(X, card=None, redeem=[pays(10000)])
        assert refusal(counter, redeem=[pays(2)]) == "The gift card can pay ₩1 at most."
        assert counter.sell(X, redeem=[pays(1)]).due_minor == 9999
        assert refusal(counter, redeem=[pays(1)]) == "This gift card is empty (0)."

    def test_without_an_amount_as_much_as_it_can(self) -> None:
        assert loaded().quote(X, redeem=[pays(None)]).due_minor == 0

    def test_twice_in_one_sale_no_more_than_is_there(self) -> None:
        counter = loaded(amount=6000)
        assert counter.quote(X, redeem=[pays(4000), pays(2000)]).due_minor == 4000
        with pytest.raises(NotEnough):
            counter.quote(X, redeem=[pays(4000), pays(4000)])

    def test_two_cards_pay_together(self) -> None:
        counter = loaded(amount=4000)
        counter.sell(card(3000, code="gift:g2"), card=None)
        assert counter.sell(X, redeem=[pays(4000), pays(3000, "gift:g2")]).due_minor == 3000

    def test_money_loaded_in_this_sale_pays_from_the_next_one_on(self) -> None:
        assert "no gift card" in refusal(Counter(gift()), card(), X, redeem=[pays(1)])

    def test_the_loading_that_ends_first_is_spent_first_and_what_is_over_is_gone(self) -> None:
        counter = loaded(reload=True, expires={"days": 10}, amount=5000)
        counter.sell(card(5000), card=None, moment=at("2026-03-05 10:00"))
        counter.sell(line("Y", 4000), redeem=[pays(4000)], moment=at("2026-03-06 10:00"))
        days = ("2026-03-12", "2026-03-13", "2026-03-15", "2026-03-16")
        assert [left(counter, moment=at(f"{day} 10:00")) for day in days] == [6000, 5000, 5000, 0]
        assert "until 15 Mar 2026" in refusal(counter, moment=at("2026-03-16 10:00"), redeem=[pays(1)])


class TestUndoing:
    def test_what_a_card_paid_goes_back_to_it_with_the_term_of_that_day(self) -> None:
        counter = loaded(expires={"days": 10}, amount=10000)
        sale = counter.sell(line("X", 5000, 2), redeem=[pays(6000)])
        back = counter.take_back(sale, {0: 1}, moment=at("2026-03-20 10:00"))
        assert (back.refund_minor, back.to_cards) == (2000, ((CODE, 3000),))
        assert [left(counter, moment=at(f"2026-03-{day} 10:00")) for day in (20, 30, 31)] == [3000, 3000, 0]

    def test_a_half_used_card_that_comes_back_is_paid_for_its_other_half(self) -> None:
        counter = Counter(gift())
        sold = counter.sell(card(20000))
        counter.sell(X, redeem=[pays(8000)])
        back = counter.take_back(sold, {0: 1})
        assert (back.refund_minor, left(counter)) == (12000, 0)
        assert "₩8,000 kept" in " ".join(counter.english(each) for each in back.changes)

    def test_a_void_needs_the_card_as_it_was_sold(self) -> None:
        counter = Counter(gift())
        sold = counter.sell(card(20000))
        paid = counter.sell(X, redeem=[pays(8000)])
        with pytest.raises(Refused, match="used_since"):
            counter.void(sold)
        counter.void(paid)
        assert left(counter) == 20000
        assert counter.void(sold).refund_minor == 20000
        assert left(counter) == 0


class TestOffering:
    def test_a_card_that_is_asked_to_pay_is_offered_with_what_else_it_could(self) -> None:
        (offer,) = loaded(amount=8000).quote(X, card=None, redeem=[pays(3000)]).offers
        assert offer.chosen
        assert offer.any_of is not None
        assert (offer.worth_minor, offer.any_of.least, offer.any_of.most) == (3000, 1, 8000)

    def test_one_that_was_shown_is_offered_for_all_it_can_pay(self) -> None:
        counter = loaded(amount=8000)
        standing = counter.paper.standing
        counter.paper.standing = lambda card: replace(standing(card), shown=(CODE,))  # type: ignore[method-assign]
        (offer,) = counter.quote(X, card=None).offers
        assert (offer.redemption, offer.chosen) == (pays(8000), False)
        assert counter.english(offer.label) == "Gift card t:g1: ₩8,000"
