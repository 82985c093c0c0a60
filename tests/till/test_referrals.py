"""Referrals on a real file: who sent her is asked only where it matters, and both accounts move together."""

from __future__ import annotations

from typing import Any

import pytest

from posapp.loyalty.errors import NotFound
from posapp.till import members, returns
from posapp.till.context import Till
from tests.till.games import POINTS, enrol, has, load, sell, sound


def friends(**fields: Any) -> dict[str, Any]:
    document = {"id": "friends", "kind": "referral", "referrer": {"program": "pts", "points": 500}}
    return {**document, "newcomer": {"program": "cuts", "stamps": 2}, **fields}


def test_who_sent_her_is_asked_only_while_a_program_wants_to_know(till: Till) -> None:
    assert not members.wants_referrer(till)
    load(till, POINTS, friends())
    assert members.wants_referrer(till)


def test_she_is_named_by_card_or_phone(till: Till) -> None:
    kim = members.enrol(till, name="Kim", card="", phone="010-2345-6789").row
    for written in (kim.card, f"{kim.card[:4]} {kim.card[4:]}", "010-2345-6789", "01023456789"):
        assert members.referrer(till, written).id == kim.id
    for written in ("2900000000000000", "010-9999-9999", "nobody"):
        with pytest.raises(NotFound):
            members.referrer(till, written)


def test_both_are_thanked_with_the_first_purchase_and_a_return_takes_it_back(till: Till) -> None:
    load(till, POINTS, friends())
    kim = enrol(till, "Kim")
    lee = enrol(till, "Lee", referred_by=kim)
    sale = sell(till, lee)
    assert (has(till, kim, "pts"), has(till, lee, "cuts")) == (500, 2)
    sell(till, lee)
    assert (has(till, kim, "pts"), has(till, lee, "cuts")) == (500, 2)
    returns.take_back(till, sale=sale.sale, lines={0: 1})
    assert (has(till, kim, "pts"), has(till, lee, "cuts")) == (0, 0)
    assert sound(till)


def test_her_story_says_why_and_nothing_of_what_the_other_bought(till: Till) -> None:
    load(till, POINTS, friends())
    kim = enrol(till, "Kim")
    sell(till, enrol(till, "Lee", referred_by=kim))
    newest = members.story(till, kim)[0]
    assert (newest.what.key, newest.sale) == ("story.sent_somebody", None)
    assert [amount for _, amount in newest.changes] == [500]


def test_a_void_takes_it_back_too(till: Till) -> None:
    load(till, POINTS, friends())
    kim = enrol(till, "Kim")
    lee = enrol(till, "Lee", referred_by=kim)
    returns.void(till, sale=sell(till, lee).sale)
    assert (has(till, kim, "pts"), has(till, lee, "cuts")) == (0, 0)
    sell(till, lee)
    assert has(till, kim, "pts") == 500
    assert sound(till)


def test_thanks_on_joining_come_with_the_enrolment_as_often_as_it_may_be(till: Till) -> None:
    load(till, POINTS, friends(after="joining", limits={"per_member": 2}))
    kim = enrol(till, "Kim")
    there = [enrol(till, f"M{n}", referred_by=kim) for n in range(3)]
    assert has(till, kim, "pts") == 1000
    assert [has(till, member, "cuts") for member in there] == [2, 2, 0]
    assert sound(till)
