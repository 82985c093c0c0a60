"""Prizes of a draw that was held wait for their winners, and are handed over once, by somebody, on a day."""

from __future__ import annotations

import pytest

from posapp.loyalty.errors import NotFound, Refused
from posapp.till import draws, members, prizes
from posapp.till.context import Till
from tests.till.games import BIKE, enrol, key_of, load, sell, sound
from tests.till.salon import CASHIER, MANAGER, Clock


@pytest.fixture
def winners(till: Till, clock: Clock) -> list[str]:
    """Three members, each of whom has won something."""
    load(till, BIKE)
    there = [enrol(till, name) for name in ("Kim", "Lee", "Park")]
    for member in there:
        sell(till, member)
    clock.go_on(days=18)
    till.approval = MANAGER
    draws.hold(till, "bike")
    return there


def row(till: Till) -> int:
    return next(each.waiting for each in draws.rows(till) if each.program == "bike")


def test_a_prize_waits_until_it_is_handed_over_once(till: Till, winners: list[str], clock: Clock) -> None:
    assert row(till) == 3
    assert all(each.handed is None for each in draws.held(till, "bike").winners)
    clock.go_on(days=1)
    handed = prizes.hand_over(till, "bike", winners[0])
    assert (handed.member, handed.by, handed.moment) == ("Kim", CASHIER.name, till.now())
    assert row(till) == 2
    (hers,) = [each for each in draws.held(till, "bike").winners if each.handed]
    assert (hers.holder, hers.handed, hers.by) == (winners[0], till.now(), CASHIER.name)
    clock.go_on(days=1)
    with pytest.raises(Refused) as again:
        prizes.hand_over(till, "bike", winners[0])
    assert key_of(again.value) == "draw.handed_before"
    assert again.value.reason.value("day") == handed.moment.date()
    assert again.value.reason.value("who") == CASHIER.name
    assert row(till) == 2
    assert draws.verify(till, "bike")[1] == ()
    assert sound(till)


def test_her_card_says_so_no_more_and_her_story_does(till: Till, winners: list[str]) -> None:
    assert [panel.program for panel in members.card_of(till, winners[1]).panels if panel.program == "bike"] == ["bike"]
    prizes.hand_over(till, "bike", winners[1])
    assert [panel for panel in members.card_of(till, winners[1]).panels if panel.program == "bike"] == []
    assert [item.what.key for item in members.story(till, winners[1])[:2]] == ["story.prize_handed", "story.won"]


def test_who_won_nothing_gets_nothing(till: Till, winners: list[str]) -> None:
    other = enrol(till, "Choi")
    with pytest.raises(Refused) as nothing:
        prizes.hand_over(till, "bike", other)
    assert key_of(nothing.value) == "draw.won_nothing"
    for program, member in (("pts", winners[0]), ("bike", "nobody")):
        with pytest.raises(NotFound):
            prizes.hand_over(till, program, member)
    assert row(till) == 3
