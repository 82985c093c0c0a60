"""What a program cannot become after what has happened under it, each with its sentence."""

from __future__ import annotations

from typing import Any

import pytest

from posapp.i18n import say
from posapp.loyalty.errors import BadDefinition
from posapp.till import draws, programs
from posapp.till.context import Till
from tests.till.games import BIKE, GAME, enrol, load, sell
from tests.till.salon import MANAGER, Clock

OFF = {
    "id": "off",
    "kind": "fixed_discount",
    "rate": 5,
    "scope": {"products": ["WAX"]},
    "audience": {"who": "everyone"},
}


def refused(till: Till, document: dict[str, Any]) -> list[tuple[str, str]]:
    till.approval = MANAGER
    with pytest.raises(BadDefinition) as caught:
        programs.save(till, document)
    assert [fault.place for fault in programs.check(till, [document])] == [
        f"programs[0].{fault.place}" for fault in caught.value.faults
    ]
    return [(fault.place, say(fault.reason, "en", till.shop.currency)) for fault in caught.value.faults]


def test_an_end_is_not_moved_before_sales_that_were_made(till: Till, clock: Clock) -> None:
    load(till, OFF)
    clock.go_on(days=3)
    sell(till)
    clock.go_on(days=10)
    found = refused(till, {**OFF, "active": {"until": "2026-03-04"}})
    assert [place for place, _ in found] == ["active.until"]
    assert "5 Mar 2026 or later" in found[0][1]
    load(till, {**OFF, "active": {"until": "2026-03-05"}})
    load(till, {**OFF, "active": {"until": "2026-03-09"}})


def test_an_end_may_be_moved_before_days_on_which_it_gave_nothing(till: Till, clock: Clock) -> None:
    load(till, OFF)
    clock.go_on(days=3)
    sell(till, product="CUT")
    load(till, {**OFF, "active": {"until": "2026-03-02"}})


def test_stamps_earned_count_as_well(till: Till, clock: Clock) -> None:
    kim = enrol(till, "Kim")
    sell(till, kim, product="CUT")
    clock.go_on(days=2)
    before = programs.document(till, "cuts")
    found = refused(till, {**before, "active": {"until": "2026-03-01"}})
    assert [place for place, _ in found] == ["active.until"]


@pytest.mark.parametrize(
    ("before", "change"),
    [
        (GAME, {"chance": 1}),
        (GAME, {"prizes": [{"gift": "Mug", "count": 3}]}),
        (BIKE, {"draw_at": "2026-04-20"}),
        (BIKE, {"entries": {"per": "visit"}}),
    ],
)
def test_a_draw_is_not_changed_once_a_sale_took_part(
    till: Till, before: dict[str, Any], change: dict[str, Any]
) -> None:
    load(till, before)
    load(till, {**before, **change})
    load(till, before)
    sell(till, enrol(till, "Kim"))
    found = refused(till, {**before, **change})
    assert [place for place, _ in found] == list(change)
    assert "since 2 Mar 2026" in found[0][1]
    load(till, {**before, "name": "Spring"})


def test_a_draw_whose_seed_is_shown_is_over(till: Till, clock: Clock) -> None:
    load(till, GAME)
    clock.go_on(days=30)
    draws.publish(till, "game")
    found = refused(till, {**GAME, "active": {"until": "2026-05-01"}})
    assert [place for place, _ in found] == ["active"]


def test_a_level_that_an_audience_names_stays(till: Till) -> None:
    level = programs.document(till, "level")
    without_gold = {**level, "levels": [each for each in level["levels"] if each["id"] != "gold"]}
    till.approval = MANAGER
    with pytest.raises(BadDefinition) as caught:
        programs.save(till, without_gold)
    ((place, sentence),) = [(fault.place, say(fault.reason, "en", till.shop.currency)) for fault in caught.value.faults]
    assert place == "gold.audience.tiers[0]"
    assert "gold" in sentence


def test_an_id_with_entries_keeps_its_kind_and_says_so(till: Till) -> None:
    sell(till, enrol(till, "Kim"), product="CUT")
    found = refused(till, {"id": "cuts", "kind": "fixed_discount", "rate": 5})
    assert [place for place, _ in found] == ["kind"]
    assert "stamp_card" in found[0][1]
