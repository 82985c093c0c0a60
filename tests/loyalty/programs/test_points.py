"""Points: what a sale earns, which numbers may pay, what comes back, and what the customer sees of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from posapp.loyalty.basket import Redemption
from posapp.loyalty.errors import NotEnough, Refused
from posapp.loyalty.outcome import AnyOf, BalancePanel, Offer, Quote
from posapp.loyalty.words import Reason
from tests.loyalty.one_sale import MORNING, Counter, at, earned, line

CAKE = line("CAKE", 5_000, 1, "food")
BEANS = line("BEANS", 10_000, 1, "coffee")
FREE: dict[str, Any] = {"value": 1}
TOP: dict[str, Any] = {"below": 10, "grant": 50}


def points(**fields: Any) -> dict[str, Any]:
    return {"id": "p", "kind": "points", "earn": {"points": 1, "per": 100}, **fields}


def ask(number: int) -> Redemption:
    return Redemption(program="p", points=number)


def refusal(counter: Counter, *lines: Any, number: int) -> Reason:
    with pytest.raises(Refused) as caught:
        counter.quote(*lines, redeem=[ask(number)])
    return caught.value.reason


def paid(quote: Quote) -> dict[str, tuple[int, int]]:
    return {each.program: (each.units, each.amount_minor) for each in quote.paid_with}


def panel(quote: Quote) -> BalancePanel:
    (found,) = quote.panels
    assert isinstance(found, BalancePanel)
    return found


def offers(quote: Quote) -> list[tuple[int | None, int, bool, AnyOf | None]]:
    found: list[Offer] = list(quote.offers)
    return [(each.redemption.points, each.worth_minor, each.chosen, each.any_of) for each in found]


class TestEarning:
    def test_on_what_was_really_paid_in_scope_rounded_down_once(self) -> None:
        counter = Counter(points(earn={"points": 10, "per": 1500}, scope={"categories": ["food"]}))
        assert earned(counter.sell(CAKE, BEANS)) == {"p": 33}

    def test_nobody_earns_without_a_card_even_where_everyone_is_meant(self) -> None:
        counter = Counter(points(audience={"who": "everyone"}))
        assert earned(counter.sell(CAKE, card=None)) == {}

    def test_bends_multiply_each_other_and_the_reason_says_by_how_much(self) -> None:
        counter = Counter(points(curve=[{"times": "1.5"}, {"times": 2, "audience": {"card_types": ["gold"]}}]))
        quote = counter.sell(CAKE)
        assert earned(quote) == {"p": 150}
        assert counter.english(quote.earned[0].reason) == "one point for every ₩100, times 3"

    def test_a_bend_with_a_scope_multiplies_its_own_lines_within_the_programs_scope(self) -> None:
        curve = [{"times": 3, "scope": {"categories": ["coffee"]}}]
        assert earned(Counter(points(curve=curve)).sell(CAKE, BEANS)) == {"p": 350}
        narrow = Counter(points(curve=curve, scope={"categories": ["food"]}))
        assert earned(narrow.sell(CAKE, BEANS)) == {"p": 50}

    def test_the_multipliers_of_the_sale_hold_for_its_returns(self) -> None:
        tuesday = {"times": 2, "active": {"weekdays": ["tue"]}, "scope": {"categories": ["food"]}}
        counter = Counter(points(curve=[tuesday]))
        sale = counter.sell(line("CAKE", 5_000, 2, "food"), BEANS, moment=at("2026-03-03 10:00"))
        assert earned(sale) == {"p": 300}
        counter.take_back(sale, {0: 1}, moment=at("2026-03-05 10:00"))
        assert counter.has("p", moment=at("2026-03-05 10:00")) == 200

    def test_what_points_paid_earns_nothing_exactly(self) -> None:
        counter = Counter(points(redeem=FREE))
        counter.give("p", 4_999)
        sale = counter.sell(CAKE, BEANS, redeem=[ask(4_999)])
        assert earned(sale) == {"p": 100}  # 15,000 less 4,999 is 10,001
        counter.take_back(sale, {1: 1})
        assert counter.has("p") == 33 + 3_333  # a third of 10,001 is kept; the beans' share of the points is back

    def test_what_is_short_of_a_whole_point_is_carried_exactly_through_a_curve(self) -> None:
        counter = Counter(points(earn={"points": 1, "per": 3}, remainder="carry", curve=[{"times": "0.25"}]))
        sales = [counter.sell(line("MINT", 1)) for _ in range(12)]
        assert [earned(sale).get("p", 0) for sale in sales] == [0] * 11 + [1]
        for sale in sales[:3]:
            counter.take_back(sale, {0: 1})
        assert counter.has("p") == 1  # what they lent to the twelfth is owed
        assert [earned(counter.sell(line("MINT", 1))).get("p", 0) for _ in range(15)] == [0] * 14 + [1]

    def test_why_not_says_what_is_missing_to_the_first_point(self) -> None:
        counter = Counter(points(curve=[{"times": 2}]))
        assert counter.why_not(counter.quote(line("MINT", 30)), "p") == "₩20 more to the first point"
        assert counter.why_not(counter.quote(CAKE, card=None), "p") == "With a member's card"


class TestPaying:
    @pytest.mark.parametrize(
        ("redeem", "number", "told"),
        [
            (FREE, 5_001, "At most 5,000 points can be used in this sale"),
            ({"value": 3}, 1_667, "At most 1,666 points can be used in this sale"),
            ({"value": 1, "max_share": "33.3"}, 1_666, "At most 1,665 points can be used in this sale"),
            ({"value": 1, "mode": "minimum", "minimum": 100}, 99, "Points can be used from 100 on, here up to 5,000"),
            ({"value": 1, "mode": "steps", "steps": [9_000]}, 9_000,
             "No points can be used here: they may pay ₩5,000, and it takes 9,000 points at least"),
        ],
    )  # fmt: skip
    def test_what_cannot_pay_is_refused_with_the_largest_number_that_can(
        self, redeem: dict[str, Any], number: int, told: str
    ) -> None:
        counter = Counter(points(redeem=redeem))
        counter.give("p", 20_000)
        assert counter.english(refusal(counter, CAKE, number=number)) == told

    def test_the_largest_number_that_a_refusal_names_can_pay(self) -> None:
        for redeem in ({"value": "0.7", "max_share": 41}, {"value": "3.3", "mode": "minimum", "minimum": 7,
                       "increment": 13}, {"value": 2, "mode": "steps", "steps": [5, 900, 2_000]}):  # fmt: skip
            counter = Counter(points(redeem=redeem))
            counter.give("p", 1_999)
            with pytest.raises(NotEnough) as caught:
                counter.quote(CAKE, redeem=[ask(1_999_999)])
            largest = caught.value.reason.value("largest")
            assert isinstance(largest, int)
            ((units, minor),) = paid(counter.quote(CAKE, redeem=[ask(largest)])).values()
            assert units == largest
            assert 0 < minor <= 5_000

    def test_a_part_of_a_minor_unit_is_not_paid_and_a_number_worth_nothing_is_refused(self) -> None:
        counter = Counter(points(redeem={"value": "0.4"}))
        counter.give("p", 10)
        assert paid(counter.quote(CAKE, redeem=[ask(4)])) == {"p": (4, 1)}
        assert paid(counter.quote(line("MINT", 1), redeem=[ask(3)])) == {"p": (3, 1)}
        assert counter.english(refusal(counter, line("MINT", 1), number=4)).startswith("At most 3 points")
        assert counter.english(refusal(counter, CAKE, number=2)).startswith("Points can be used from 3 on")

    def test_points_pay_for_goods_in_scope_and_not_for_more(self) -> None:
        counter = Counter(points(redeem=FREE, scope={"categories": ["food"]}))
        counter.give("p", 20_000)
        assert counter.english(refusal(counter, CAKE, BEANS, number=5_001)).startswith("At most 5,000")
        assert counter.english(refusal(counter, BEANS, number=1)) == "Nothing in the basket for it"

    def test_two_programs_share_what_is_due(self) -> None:
        counter = Counter(points(redeem=FREE), {**points(redeem=FREE), "id": "q"})
        counter.give("p", 4_000)
        counter.give("q", 4_000)
        with pytest.raises(NotEnough) as caught:
            counter.quote(CAKE, redeem=[ask(4_000), Redemption(program="q", points=1_001)])
        assert caught.value.reason.value("largest") == 1_000
        quote = counter.quote(CAKE, redeem=[ask(4_000), Redemption(program="q", points=1_000)])
        assert quote.due_minor == 0

    def test_a_limit_that_is_reached_stops_the_earning_and_not_the_paying(self) -> None:
        counter = Counter(points(redeem=FREE, limits={"per_day": 1}))
        counter.sell(BEANS)
        again = counter.sell(CAKE, redeem=[ask(60)])
        assert (paid(again), earned(again)) == ({"p": (60, 60)}, {})
        assert [offer.chosen for offer in again.offers] == [True]

    def test_asking_twice_is_refused(self) -> None:
        counter = Counter(points(redeem=FREE))
        counter.give("p", 100)
        with pytest.raises(Refused) as caught:
            counter.quote(CAKE, redeem=[ask(60), ask(60)])
        assert caught.value.reason.key == "points.twice"

    def test_the_oldest_expiring_are_spent_first_and_expire_with_the_end_of_their_day(self) -> None:
        counter = Counter(points(redeem=FREE, expires={"days": 10}))
        counter.sell(CAKE)
        counter.sell(CAKE, moment=at("2026-03-05 10:00"))
        counter.sell(CAKE, redeem=[ask(30)], moment=at("2026-03-12 23:59"))  # 2 March and ten days
        assert counter.has("p", moment=at("2026-03-12 23:59")) == 20 + 50 + 49
        assert counter.has("p", moment=at("2026-03-13 00:00")) == 50 + 49

    def test_points_that_are_not_ready_are_told_with_their_day(self) -> None:
        counter = Counter(points(redeem=FREE, available_after={"days": 2}))
        counter.sell(BEANS)
        told = counter.english(refusal(counter, CAKE, number=100))
        assert told == "No points can be used yet: 100 are ready from 4 Mar 2026 on"
        seen = panel(counter.quote(CAKE))
        assert (seen.balance, seen.pending, seen.spendable_on) == (100, 100, date(2026, 3, 4))
        assert paid(counter.quote(CAKE, redeem=[ask(100)], moment=at("2026-03-04 00:00"))) == {"p": (100, 100)}


class TestComingBack:
    def test_points_come_back_ready_and_with_the_term_of_that_day(self) -> None:
        counter = Counter(points(redeem=FREE, expires={"days": 10}, available_after={"days": 3}))
        counter.give("p", 1_000)
        sale = counter.sell(line("CAKE", 5_000, 2, "food"), redeem=[ask(1_000)])
        counter.take_back(sale, {0: 1}, moment=at("2026-03-08 10:00"))
        assert counter.has("p", moment=at("2026-03-12 10:00")) == 500 + 45
        assert counter.has("p", moment=at("2026-03-18 23:00")) == 500
        assert counter.has("p", moment=at("2026-03-19 00:00")) == 0
        assert counter.quote(CAKE, redeem=[ask(500)], moment=at("2026-03-08 11:00")).due_minor == 4_500

    def test_what_was_spent_meanwhile_is_owed_or_kept_from_the_refund_as_the_shop_says(self) -> None:
        for clawback, refund, balance in (("debt", 10_000, -90), ("refund", 9_100, 0)):
            counter = Counter(points(redeem={"value": 10}), clawback=clawback)
            sale = counter.sell(BEANS)
            counter.sell(line("MINT", 900), redeem=[ask(90)])
            assert counter.take_back(sale, {0: 1}).refund_minor == refund
            assert counter.has("p") == balance

    def test_a_void_leaves_everything_as_it_was(self) -> None:
        counter = Counter(points(redeem=FREE, remainder="carry", recharge={"below": 1, "grant": 7, "once_per_days": 5}))
        counter.give("p", 100)
        sale = counter.sell(line("MINT", 250), redeem=[ask(100)])
        assert counter.has("p") == 7 + 1
        counter.void(sale)
        assert [counter.has(name) for name in ("p", "p#carry-100", "p#recharged")] == [100, 0, 0]


class TestToppingUp:
    def test_redeeming_that_leaves_too_few_brings_the_grant_once_in_so_many_days(self) -> None:
        counter = Counter(points(redeem=FREE, earn={"points": 1, "per": 10**6}, recharge={**TOP, "once_per_days": 3}))
        counter.give("p", 100)
        counter.sell(CAKE, redeem=[ask(90)])
        assert counter.has("p") == 10
        counter.sell(CAKE, redeem=[ask(1)])
        assert counter.has("p") == 59
        counter.sell(CAKE, redeem=[ask(59)], moment=at("2026-03-04 23:00"))
        assert counter.has("p", moment=at("2026-03-04 23:00")) == 0
        counter.give("p", 5)
        counter.sell(CAKE, redeem=[ask(5)], moment=at("2026-03-05 00:00"))
        assert counter.has("p", moment=at("2026-03-05 00:00")) == 50

    def test_it_is_for_its_audience_and_is_no_earning(self) -> None:
        counter = Counter(points(redeem=FREE, recharge={**TOP, "audience": {"card_types": ["silver"]}}))
        counter.give("p", 20)
        assert not [e for e in counter.sell(CAKE, redeem=[ask(20)]).entries if e.cause == "grant"]
        counter.change("A", card_type="silver")
        sale = counter.sell(CAKE, redeem=[ask(49)])
        assert earned(sale) == {"p": 49}
        assert [entry.amount for entry in sale.entries if entry.cause == "grant"] == [50]


class TestPartners:
    DOCUMENT = points(
        redeem={"value": 10},
        coalition={"partners": {"cafe-b": {"earn": {"points": 3, "per": 100}}, "cafe-c": {}}},
    )

    @pytest.mark.parametrize(("shop", "brings"), [("cafe-a", 50), ("cafe-b", 150), ("cafe-c", 50)])
    def test_each_shop_gives_its_own_and_signs_what_it_enters(self, shop: str, brings: int) -> None:
        counter = Counter(self.DOCUMENT, id=shop)
        counter.give("p", 5)
        sale = counter.sell(CAKE, redeem=[ask(5)])
        assert earned(sale)["p"] == brings - 1 - (brings > 100)  # 50 of the 5,000 were paid with points
        assert {entry.partner for _, entry in counter.paper.posted} == {shop}
        back = counter.take_back(sale, {0: 1})
        assert {entry.partner for entry in back.entries} == {shop}

    def test_a_point_is_settled_at_what_it_is_worth_if_nothing_else_is_said(self) -> None:
        (program,) = Counter(self.DOCUMENT).paper.catalogue.programs.values()
        assert program.settle_value == 10


class TestShowing:
    def test_one_press_takes_the_most_and_any_other_number_can_be_named(self) -> None:
        counter = Counter(points(redeem={"value": 1, "mode": "minimum", "minimum": 1_000, "increment": 500}))
        assert offers(counter.quote(CAKE)) == []
        counter.give("p", 3_700)
        any_of = AnyOf(least=1_000, most=3_500, step=500)
        assert offers(counter.quote(CAKE)) == [(3_500, 3_500, False, any_of)]
        assert offers(counter.quote(CAKE, redeem=[ask(1_500)])) == [(1_500, 1_500, True, any_of)]
        assert offers(counter.quote(line("MINT", 900))) == []

    def test_steps_are_offered_one_by_one_and_the_one_taken_is_marked(self) -> None:
        counter = Counter(points(redeem={"value": 2, "mode": "steps", "steps": [100, 500, 9_000]}))
        counter.give("p", 600)
        assert offers(counter.quote(CAKE, redeem=[ask(500)])) == [(100, 200, False, None), (500, 1_000, True, None)]

    def test_nothing_is_offered_that_other_points_have_paid_already(self) -> None:
        counter = Counter(points(redeem=FREE), {**points(redeem=FREE), "id": "q"})
        counter.give("p", 9_000)
        counter.give("q", 9_000)
        numbers = [each.redemption.points for each in counter.quote(CAKE, redeem=[ask(4_000)]).offers]
        assert numbers == [4_000, 1_000]
        quote = counter.quote(CAKE, redeem=[ask(5_000)])
        assert [each.redemption.program for each in quote.offers] == ["p"]

    def test_the_card_shows_the_balance_and_what_goes_within_thirty_days(self) -> None:
        counter = Counter(points(redeem=FREE, expires={"days": 40}))
        counter.sell(CAKE, moment=at("2026-02-01 10:00"))
        counter.sell(BEANS, moment=MORNING)
        seen = panel(counter.quote(CAKE))
        assert (seen.unit, seen.balance, seen.expiring, seen.expires_on) == ("points", 150, 50, date(2026, 3, 13))
        assert panel(counter.quote(CAKE, moment=at("2026-03-14 10:00"))).balance == 100

    def test_a_debt_is_shown(self) -> None:
        counter = Counter(points(redeem=FREE))
        sale = counter.sell(BEANS)
        counter.sell(CAKE, redeem=[ask(100)])
        counter.take_back(sale, {0: 1})
        assert panel(counter.quote(CAKE)).balance == 49 - 100
