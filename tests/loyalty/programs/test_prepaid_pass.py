"""Prepaid passes: bought like goods, used by the unit, shared at home, paid back at the price per use."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from posapp.loyalty.basket import Redemption
from posapp.loyalty.errors import NotEnough, Refused
from posapp.loyalty.outcome import BalancePanel
from tests.loyalty.one_sale import Counter, at, earned, line, nets, off

PASS = line("PASS", 100000, 1, "skin")
CARE, MASK, CREAM = line("CARE", 30000, 1, "skin"), line("MASK", 20000, 1, "skin"), line("CREAM", 10000)
ASK = Redemption(program="pass")
TEN = {"id": "ten", "kind": "fixed_discount", "rate": 10}


def five(**fields: Any) -> dict[str, Any]:
    sell = [{"product": "PASS", "uses": 5}]
    return {"id": "pass", "kind": "prepaid_pass", "sell": sell, "scope": {"categories": ["skin"]}, **fields}


def owning(*programs: dict[str, Any], sessions: int = 5, **fields: Any) -> Counter:
    counter = Counter(five(**fields), *programs)
    counter.give("pass", sessions)
    return counter


def refusal(counter: Counter, *lines: Any, **about: Any) -> str:
    with pytest.raises(Refused) as caught:
        counter.quote(*lines, **about)
    return counter.english(caught.value.reason)


class TestBuying:
    def test_it_is_goods_and_earns_and_counts_but_its_sessions_do_not(self) -> None:
        counter = Counter(five(), TEN, {"id": "p", "kind": "points", "earn": {"points": 1, "per": 100}})
        bought = counter.sell(PASS)
        assert (bought.due_minor, earned(bought), counter.has("pass")) == (90000, {"p": 900}, 5)
        used = counter.sell(CARE, CREAM, redeem=[ASK])
        assert (nets(used), used.due_minor, earned(used)) == ([30000, 9000], 9000, {"p": 90})
        assert counter.paper.standing("A").spent_minor == 99000

    def test_only_to_a_member_for_whom_it_is(self) -> None:
        assert "member's card" in refusal(Counter(five()), PASS, card=None)
        assert "silver" in refusal(Counter(five(audience={"card_types": ["silver"]})), PASS)

    def test_a_pass_in_the_basket_counts_from_the_next_sale_on_and_is_never_paid_with_a_session(self) -> None:
        assert "next sale" in refusal(Counter(five()), PASS, CARE, redeem=[ASK])
        assert "cannot pay" in refusal(owning(), PASS, redeem=[ASK])
        quote = owning().quote(PASS, MASK, redeem=[ASK])
        assert [(each.program, each.amount_minor) for each in quote.paid_with] == [("pass", 20000)]


class TestUsing:
    def test_one_session_pays_for_the_dearest_unit_before_any_benefit(self) -> None:
        quote = owning({**TEN, "scope": {"categories": ["skin"]}}).quote(MASK, CARE, CREAM, redeem=[ASK])
        assert (off(quote), quote.due_minor) == ({"ten": 2000}, 28000)

    def test_several_are_asked_for_one_by_one_or_by_their_number(self) -> None:
        counter = owning()
        for asked in ([ASK, ASK], [Redemption(program="pass", points=2)]):
            quote = counter.quote(CARE, MASK, MASK, redeem=asked)
            assert sum(each.amount_minor for each in quote.paid_with) == 50000
        with pytest.raises(NotEnough) as caught:
            counter.quote(line("CARE", 30000, 9, "skin"), redeem=[Redemption(program="pass", points=10**12)])
        assert caught.value.reason.value("largest") == 5
        assert "cannot pay" in refusal(counter, MASK, redeem=[ASK, ASK])

    def test_limits_count_sessions(self) -> None:
        counter = owning(limits={"per_day": 2, "per_sale": 1})
        with pytest.raises(NotEnough):
            counter.quote(CARE, MASK, redeem=[ASK, ASK])
        sales = [counter.sell(CARE, redeem=[ASK]) for _ in range(2)]
        assert "times a day" in refusal(counter, CARE, redeem=[ASK])
        counter.void(sales[1])
        assert counter.quote(CARE, redeem=[ASK]).due_minor == 0

    def test_its_scopes_minimum_is_asked_where_it_pays(self) -> None:
        counter = owning(scope={"categories": ["skin"], "min_items": 2})
        assert "one more item" in refusal(counter, CARE, redeem=[ASK])
        assert counter.quote(CARE, MASK, redeem=[ASK, ASK]).due_minor == 0

    def test_her_own_first_then_the_households_and_nobody_elses(self) -> None:
        counter = Counter(five(shareable=True))
        for name, household in (("B", "kim"), ("C", "lee"), ("D", "")):
            counter.enrol(name, household=household)
            counter.give("pass", 2, card=name)
        counter.change("A", household="kim")
        counter.give("pass", 1)
        sale = counter.sell(CARE, CARE, redeem=[ASK, ASK])
        assert (counter.has("pass"), counter.has("pass", card="B")) == (0, 1)
        assert {each.holder for each in sale.paid_with} == {"A", "B"}
        counter.sell(CARE, redeem=[ASK])
        assert "no session left" in refusal(counter, CARE, redeem=[ASK])
        assert counter.quote(CARE, card="D", redeem=[ASK]).due_minor == 0

    def test_without_sharing_a_household_has_nothing_together(self) -> None:
        counter = Counter(five())
        counter.enrol("B", household="kim")
        counter.give("pass", 2, card="B")
        counter.change("A", household="kim")
        assert "no session left" in refusal(counter, CARE, redeem=[ASK])

    def test_to_the_end_of_its_last_day(self) -> None:
        counter = owning(expires={"days": 1})
        assert counter.quote(CARE, moment=at("2026-03-03 23:59"), redeem=[ASK]).due_minor == 0
        assert "until 3 Mar 2026" in refusal(counter, CARE, moment=at("2026-03-04 00:00"), redeem=[ASK])


class TestUndoing:
    def test_a_session_comes_back_when_all_of_its_line_has(self) -> None:
        counter = owning(sessions=1)
        sale = counter.sell(line("CARE", 30000, 2, "skin"), redeem=[ASK])
        assert counter.take_back(sale, {0: 1}).refund_minor == 15000
        assert counter.has("pass") == 0
        assert counter.take_back(sale, {0: 1}).refund_minor == 15000
        assert counter.has("pass") == 1

    def test_a_half_used_pass_is_paid_back_at_the_price_per_use_that_was_paid(self) -> None:
        counter = Counter(five(), TEN)
        bought = counter.sell(PASS)
        for _ in range(2):
            counter.sell(CARE, redeem=[ASK])
        back = counter.take_back(bought, {0: 1})
        assert (back.refund_minor, counter.has("pass")) == (54000, 0)

    def test_what_goes_and_comes_is_told_in_sessions(self) -> None:
        counter = Counter(five())
        bought = counter.sell(PASS)
        undone = counter.void(counter.sell(CARE, redeem=[ASK]))
        assert [counter.english(each) for each in undone.changes][1:] == ["pass: 1 session back"]
        counter.sell(CARE, redeem=[ASK])
        back = counter.take_back(bought, {0: 1})
        assert [counter.english(each) for each in back.changes] == [
            "₩80,000 back in money",
            "₩20,000 kept: 1 session spent already",
            "pass: 5 sessions taken off",
        ]

    def test_one_of_two_passes_comes_back_while_the_other_covers_what_was_used(self) -> None:
        counter = Counter(five())
        bought = counter.sell(line("PASS", 100000, 2, "skin"))
        for _ in range(5):
            counter.sell(CARE, redeem=[ASK])
        assert counter.take_back(bought, {0: 1}).refund_minor == 100000
        assert counter.has("pass") == 0
        assert counter.take_back(bought, {0: 1}).refund_minor == 0

    def test_what_a_gift_card_paid_for_it_is_kept_for_the_sessions_used_too(self) -> None:
        counter = Counter(five(), {"id": "gift", "kind": "gift_card", "sell": ["GIFT"]})
        counter.sell(replace(line("GIFT", 90000), gift_card="g"), card=None)
        bought = counter.sell(PASS, redeem=[Redemption(gift_card="g", amount_minor=90000)])
        counter.sell(CARE, redeem=[ASK])
        back = counter.take_back(bought, {0: 1})
        assert (back.refund_minor, back.to_cards) == (0, (("g", 80000),))
        assert (counter.has("pass"), counter.has("gift", card="g")) == (0, 80000)

    def test_a_void_needs_all_sessions(self) -> None:
        counter = Counter(five())
        bought = counter.sell(PASS)
        used = counter.sell(CARE, redeem=[ASK])
        with pytest.raises(Refused, match="used_since"):
            counter.void(bought)
        counter.void(used)
        counter.void(bought)
        assert counter.has("pass") == 0


class TestShowing:
    def test_the_card_shows_the_sessions_and_the_households(self) -> None:
        counter = owning(shareable=True, expires={"days": 20})
        counter.enrol("B", household="kim")
        counter.change("A", household="kim")
        counter.give("pass", 2, card="B")
        (panel,) = counter.quote(CREAM).panels
        assert isinstance(panel, BalancePanel)
        assert (panel.unit, panel.balance, panel.expiring, panel.expires_on) == ("sessions", 7, 7, date(2026, 3, 22))

    def test_as_many_are_offered_as_there_are_units_and_sessions(self) -> None:
        counter = owning(sessions=2)
        assert counter.quote(CREAM).offers == ()
        (one,) = counter.quote(CARE).offers
        assert (one.redemption, one.worth_minor, one.any_of, one.chosen) == (ASK, 30000, None, False)
        (several,) = counter.quote(CARE, MASK, MASK, redeem=[ASK]).offers
        assert several.any_of is not None
        assert (several.any_of.most, several.chosen, several.worth_minor) == (2, True, 30000)
        assert counter.english(several.label) == "pass: the last session"
