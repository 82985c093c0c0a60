"""A member may hold several cards; a card is only ever one member's."""

from __future__ import annotations

import pytest

from posapp.loyalty.errors import NotFound, Refused
from posapp.till import cards, members
from posapp.till.context import Till
from tests.till.salon import Clock


def test_a_card_in_the_hand_becomes_hers_beside_the_old_one(till: Till, clock: Clock) -> None:
    kim = members.enrol(till, name="김민수", card="").row
    clock.go_on(minutes=1)
    number = cards.issue_card(till)
    assert cards.give_card(till, kim.id, number=number) == number
    assert members.profile(till, kim.id).cards == (kim.card, number)


def test_a_card_that_somebody_has_or_that_was_blocked_becomes_nobodys(till: Till) -> None:
    kim = members.enrol(till, name="김민수", card="").row
    lee = members.enrol(till, name="이서연", card="").row
    blocked = cards.issue_card(till, lee.id)
    cards.revoke_card(till, blocked, reason="lost")
    for number in (lee.card, blocked):
        with pytest.raises(Refused):
            cards.give_card(till, kim.id, number=number)
    assert members.profile(till, kim.id).cards == (kim.card,)


def test_nobody_unknown_is_given_a_card(till: Till) -> None:
    number = cards.issue_card(till)
    with pytest.raises(NotFound):
        cards.give_card(till, "nobody", number=number)
    assert members.find(till, number).rows == ()
