"""Tiers: what is measured over which window, how long a level is kept, and how far the next one is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from posapp.loyalty.outcome import LevelPanel
from posapp.loyalty.quote import levels
from tests.loyalty.one_sale import Counter, at, line, off

LEVELS = [{"id": "silver", "from": 50000, "name": {"en": "Silver", "ko": "실버"}}, {"id": "gold", "from": 100000}]


def tier(**fields: Any) -> dict[str, Any]:
    return {"id": "level", "kind": "tier", "levels": LEVELS, **fields}


def level(counter: Counter, moment: str = "2026-03-02 12:00") -> str:
    held = levels(
        counter.paper.catalogue,
        member=counter.paper.member("A"),
        standing=counter.paper.standing("A"),
        moment=at(moment),
    )
    return held.get("level", "")


def spend(counter: Counter, amount: int, moment: str = "2026-03-02 10:00", *categories: str) -> Any:
    return counter.sell(line("P", amount, 1, *categories), moment=at(moment))


def test_the_sale_that_crosses_a_threshold_is_the_last_at_the_old_level() -> None:
    ten = {"id": "ten", "kind": "fixed_discount", "rate": 10, "audience": {"tiers": ["silver"]}}
    counter = Counter(tier(), ten)
    crossing = spend(counter, 50000)
    assert (off(crossing), crossing.tiers) == ({}, {})
    following = spend(counter, 1000)
    assert (off(following), following.tiers) == ({"ten": 100}, {"level": "silver"})


def test_a_level_is_one_name_and_no_lower_one() -> None:
    ten = {"id": "ten", "kind": "fixed_discount", "rate": 10, "audience": {"tiers": ["silver"]}}
    counter = Counter(tier(), ten)
    spend(counter, 100000)
    assert level(counter) == "gold"
    assert off(counter.quote(line("P", 1000))) == {}


def test_a_visit_for_a_gift_card_alone_is_one_over_any_window() -> None:
    gifts = {"id": "gifts", "kind": "gift_card", "sell": ["GC"]}
    for window in ("lifetime", {"days": 7}, "calendar_year"):
        counter = Counter(tier(measure="visits", window=window, levels=[{"id": "silver", "from": 2}]), gifts)
        counter.sell(replace(line("GC", 30000), gift_card="g1"))
        assert level(counter) == ""
        spend(counter, 1000)
        assert level(counter) == "silver"


def test_visits_are_counted_by_what_is_kept() -> None:
    counter = Counter(tier(measure="visits", levels=[{"id": "silver", "from": 2}]))
    first = spend(counter, 10)
    spend(counter, 10)
    assert level(counter) == "silver"
    counter.take_back(first, {0: 1})
    assert level(counter) == ""


def test_a_scope_narrows_what_is_measured() -> None:
    counter = Counter(tier(scope={"categories": ["wine"]}))
    spend(counter, 200000)
    assert level(counter) == ""
    spend(counter, 50000, "2026-03-02 11:00", "wine")
    assert level(counter) == "silver"


@pytest.mark.parametrize(
    ("window", "inside", "outside"),
    [
        ({"days": 365}, "2027-03-01 10:00", "2027-03-02 00:00"),
        ("calendar_year", "2026-12-31 10:00", "2027-01-01 00:00"),
        ("calendar_month", "2026-03-31 10:00", "2026-04-01 00:00"),
    ],
)
def test_it_falls_as_soon_as_the_window_says_so(window: object, inside: str, outside: str) -> None:
    counter = Counter(tier(window=window))
    spend(counter, 60000)
    assert (level(counter, inside), level(counter, outside)) == ("silver", "")


def test_for_ever_is_for_ever_but_not_for_what_came_back() -> None:
    counter = Counter(tier(window="calendar_month", keep="for_ever"))
    sale = spend(counter, 60000)
    assert level(counter, "2040-01-01 10:00") == "silver"
    counter.take_back(sale, {0: 1}, moment=at("2026-05-01 10:00"))
    assert level(counter, "2040-01-01 10:00") == ""


def test_months_are_counted_from_the_last_sale_that_earned_the_level() -> None:
    counter = Counter(tier(window={"days": 30}, keep={"months": 12}))
    spend(counter, 60000, "2026-03-02 10:00")
    assert (level(counter, "2027-03-02 10:00"), level(counter, "2027-03-03 00:00")) == ("silver", "")
    spend(counter, 1000, "2026-03-20 10:00")  # the window still holds 61,000: earned once more
    assert (level(counter, "2027-03-20 10:00"), level(counter, "2027-03-21 00:00")) == ("silver", "")
    spend(counter, 1000, "2026-09-01 10:00")  # nothing in the window but itself
    assert level(counter, "2027-03-21 00:00") == ""


def test_a_higher_level_that_is_kept_outlives_a_lower_one_of_now() -> None:
    counter = Counter(tier(window="calendar_month", keep={"months": 6}))
    spend(counter, 100000, "2026-03-02 10:00")
    spend(counter, 60000, "2026-05-02 10:00")
    assert level(counter, "2026-05-03 10:00") == "gold"
    assert level(counter, "2026-09-03 10:00") == "silver"


def test_another_tier_may_be_for_the_holders_of_the_first() -> None:
    inner = {
        "id": "inner",
        "kind": "tier",
        "priority": 200,
        "measure": "visits",
        "levels": [{"id": "friend", "from": 0}],
        "audience": {"tiers": ["silver"]},
    }
    counter = Counter(tier(), inner)
    assert counter.quote(line("P", 1)).tiers == {}
    spend(counter, 50000)
    assert counter.quote(line("P", 1)).tiers == {"level": "silver", "inner": "friend"}


def test_the_badge_and_how_far_the_next_level_is() -> None:
    counter = Counter(tier())
    (panel,) = counter.quote(line("P", 1)).panels
    assert isinstance(panel, LevelPanel)
    assert (panel.level, panel.progress) == ("", 0)
    assert panel.next is not None
    assert counter.english(panel.next) == "₩50,000 more to Silver"
    spend(counter, 75000)
    (panel,) = counter.quote(line("P", 1)).panels
    assert isinstance(panel, LevelPanel)
    assert (panel.level, panel.level_name.in_language("ko"), panel.progress) == ("silver", "실버", 500)
    spend(counter, 75000)
    (panel,) = counter.quote(line("P", 1)).panels
    assert isinstance(panel, LevelPanel)
    assert (panel.level, panel.next, panel.progress) == ("gold", None, 1000)


def test_customers_without_a_card_have_no_level() -> None:
    assert Counter(tier(levels=[{"id": "red", "from": 0}])).quote(line("P", 1), card=None).tiers == {}


def test_only_a_window_needs_the_single_sales() -> None:
    assert not Counter(tier()).paper.catalogue.needs_history
    assert Counter(tier(window="calendar_year")).paper.catalogue.needs_history
    assert Counter(tier(measure="points")).paper.catalogue.needs_history
