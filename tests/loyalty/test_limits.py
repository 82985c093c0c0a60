"""How often and how much: uses by sale, day, member and in all, a budget, and that a return gives them back."""

from __future__ import annotations

from typing import Any

from posapp.loyalty.ledger import EVERYBODY
from tests.loyalty.one_sale import Counter, at, line, off

GOODS = line("P", 1000)


def ten(**limits: int) -> dict[str, Any]:
    return {"id": "ten", "kind": "fixed_discount", "rate": 10, "limits": limits}


def test_once_a_day_for_each_member() -> None:
    counter = Counter(ten(per_day=1))
    counter.enrol("B")
    assert off(counter.sell(GOODS)) == {"ten": 100}
    again = counter.sell(GOODS, moment=at("2026-03-02 23:59"))
    assert off(again) == {}
    assert counter.why_not(again, "ten") == "Once a day, and used today"
    assert off(counter.sell(GOODS, card="B")) == {"ten": 100}
    assert off(counter.sell(GOODS, moment=at("2026-03-03 00:00"))) == {"ten": 100}


def test_twice_for_each_member_ever() -> None:
    counter = Counter(ten(per_member=2))
    for _ in range(2):
        assert off(counter.sell(GOODS)) == {"ten": 100}
    later = counter.sell(GOODS, moment=at("2027-03-02 10:00"))
    assert counter.why_not(later, "ten") == "2 times for each member, and used"


def test_a_number_for_everybody_together_counts_customers_without_a_card_too() -> None:
    counter = Counter({**ten(total=2), "audience": {"who": "everyone"}})
    counter.sell(GOODS, card=None)
    counter.sell(GOODS)
    gone = counter.sell(GOODS, card=None)
    assert counter.why_not(gone, "ten") == "There were 2 in all, and they are gone"


def test_only_sales_in_which_it_gave_something_are_counted() -> None:
    better = {"id": "better", "kind": "fixed_discount", "rate": 50, "active": {"until": "2026-03-02"}}
    counter = Counter(ten(per_member=1), better)
    counter.sell(GOODS)
    assert off(counter.sell(GOODS, moment=at("2026-03-03 10:00"))) == {"ten": 100}


def test_the_last_benefit_is_cut_to_what_is_left_of_the_budget() -> None:
    counter = Counter(ten(budget=250))
    quotes = [counter.sell(GOODS) for _ in range(3)]
    assert [off(quote) for quote in quotes] == [{"ten": 100}, {"ten": 100}, {"ten": 50}]
    said = [counter.english(quote.benefits[0].reason) for quote in quotes]
    assert said == ["10 % off", "10 % off", "10 % off: the last ₩50 there is"]
    quote = counter.quote(GOODS)
    assert counter.why_not(quote, "ten") == "Its budget is used up"


def test_what_is_cut_by_its_budget_competes_with_what_it_can_still_give() -> None:
    counter = Counter(ten(budget=150), {"id": "sixty", "kind": "fixed_discount", "amount": 60})
    assert off(counter.sell(GOODS)) == {"ten": 100}
    assert off(counter.sell(GOODS)) == {"sixty": 60}


def test_at_the_item_stage_a_budget_goes_where_it_saves_most() -> None:
    """300 of half price are left: they are spent on Q, where nothing else would be given."""
    half = {
        "id": "half",
        "kind": "fixed_discount",
        "rate": 50,
        "scope": {"categories": ["a"]},
        "limits": {"budget": 300},
    }
    tenth = {"id": "tenth", "kind": "fixed_discount", "rate": 10, "scope": {"products": ["P"]}}
    counter = Counter(half, tenth)
    assert off(counter.quote(line("P", 1000, 1, "a"), line("Q", 600, 1, "a"))) == {"half": 300, "tenth": 100}


def test_a_return_gives_the_use_back_when_all_it_was_used_on_has_come_back() -> None:
    counter = Counter(ten(per_member=1, total=1))
    sale = counter.sell(line("P", 1000, 2))
    counter.take_back(sale, {0: 1})
    assert off(counter.quote(GOODS)) == {}
    counter.take_back(sale, {0: 1})
    assert off(counter.quote(GOODS)) == {"ten": 100}
    assert counter.has("ten#uses", card=EVERYBODY) == 0


def test_a_use_of_today_is_not_given_back_on_another_day() -> None:
    counter = Counter(ten(per_day=1))
    sale = counter.sell(GOODS)
    tomorrow = at("2026-03-03 10:00")
    counter.take_back(sale, {0: 1}, moment=tomorrow)
    assert counter.has("ten#uses-today", moment=tomorrow) == 0
    counter.sell(GOODS, moment=tomorrow)
    assert off(counter.sell(GOODS, moment=tomorrow)) == {}


def test_a_return_gives_the_budget_its_share_back() -> None:
    counter = Counter(ten(budget=100))
    sale = counter.sell(line("P", 333, 3))
    assert counter.has("ten#budget", card=EVERYBODY) == 100
    left = []
    for _ in range(3):
        counter.take_back(sale, {0: 1})
        left.append(counter.has("ten#budget", card=EVERYBODY))
    assert left == [67, 34, 0]


def test_a_void_gives_everything_back() -> None:
    counter = Counter(ten(per_day=1, per_member=1, total=1, budget=100))
    counter.void(counter.sell(GOODS))
    assert off(counter.quote(GOODS)) == {"ten": 100}


def test_a_stamp_card_may_be_limited_too() -> None:
    card = {
        "id": "cuts",
        "kind": "stamp_card",
        "size": 10,
        "earn": {"per": "visit"},
        "rewards": [{"at": 10, "gift": "Soap"}],
        "limits": {"per_day": 1},
    }
    counter = Counter(card)
    counter.sell(GOODS)
    counter.sell(GOODS)
    assert counter.has("cuts") == 1
