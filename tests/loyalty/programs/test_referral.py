"""Referrals: who is thanked, for which purchase, how often, and what a return takes back from both."""

from __future__ import annotations

from typing import Any

import pytest

from posapp.loyalty.basket import Redemption
from posapp.loyalty.definitions import read_programs
from posapp.loyalty.errors import BadDefinition
from tests.loyalty.one_sale import Counter, at, earned, line

TEA = line("TEA", 5000, 1, "tea")
TWO = line("TEA", 5000, 2, "tea")
POINTS = {"id": "pts", "kind": "points", "earn": {"points": 1, "per": 100000}, "expires": {"days": 30}}
STAMPS = {
    "id": "cuts",
    "kind": "stamp_card",
    "size": 10,
    "earn": {"per": "amount", "every": 100000},
    "rewards": [{"at": 10, "gift": "Cut"}],
}
COUPON = {"id": "hello", "kind": "coupon", "amount": 1000, "issue": "by_hand"}


def friends(**fields: Any) -> dict[str, Any]:
    document = {
        "id": "friends",
        "kind": "referral",
        "referrer": {"program": "pts", "points": 500},
        "newcomer": {"program": "pts", "points": 300},
    }
    return {name: value for name, value in {**document, **fields}.items() if value is not None}


def counter(*others: Any, **fields: Any) -> Counter:
    """A shop where ``A`` sent ``B``."""
    there = Counter(POINTS, *others, friends(**fields))
    there.enrol("B", referred_by="A", moment=at("2026-03-01 10:00"))
    return there


def both(there: Counter) -> tuple[int, int]:
    return there.has("pts"), there.has("pts", card="B")


class TestTheFirstPurchase:
    @pytest.mark.parametrize("after", ["first_purchase", {"first_purchase": True}, {"first_purchase": {}}])
    def test_both_are_thanked_once(self, after: object) -> None:
        there = counter(after=after)
        assert both(there) == (0, 0)
        assert earned(there.sell(TEA, card="B")) == {"friends": 300}
        assert both(there) == (500, 300)
        again = there.sell(TEA, card="B")
        assert (earned(again), there.why_not(again, "friends")) == ({}, "Both were thanked already")

    @pytest.mark.parametrize(
        ("written", "after"),
        [
            ({"first_purchase": {"min_amount": 10000}}, {"first_purchase": {"min_amount": 10000}}),
            ({"first_purchase": True}, {"first_purchase": True}),
            ({"joining": True}, {"joining": True}),
        ],
    )
    def test_what_it_comes_after_may_stand_by_its_own_name(self, written: Any, after: Any) -> None:
        assert read_programs([POINTS, friends(**written)]) == read_programs([POINTS, friends(after=after)])

    def test_it_comes_after_one_thing(self) -> None:
        for two in ({"first_purchase": True, "joining": True}, {"joining": True, "after": "joining"}):
            with pytest.raises(BadDefinition):
                read_programs([POINTS, friends(**two)])

    def test_the_very_first_where_no_amount_is_wanted(self) -> None:
        there = Counter(POINTS)
        there.enrol("B", referred_by="A")
        there.sell(TEA, card="B")
        there.paper.catalogue = counter().paper.catalogue
        assert there.why_not(there.sell(TEA, card="B"), "friends") == "With the first purchase"

    def test_a_visit_for_which_nothing_was_paid_is_not_the_first_purchase(self) -> None:
        there = counter({"id": "off", "kind": "fixed_discount", "amount": 5000, "limits": {"total": 1}})
        assert earned(there.sell(TEA, card="B")) == {}
        assert earned(there.sell(TEA, card="B")) == {"friends": 300}
        assert there.why_not(there.sell(TEA, card="B"), "friends") == "Both were thanked already"

    def test_the_first_in_scope_where_it_names_goods(self) -> None:
        there = counter(scope={"categories": ["cake"]})
        assert earned(there.sell(TEA, card="B")) == {}
        assert earned(there.sell(line("CAKE", 4000, 1, "cake"), card="B")) == {"friends": 300}

    def test_the_first_of_enough_where_an_amount_is_wanted(self) -> None:
        there = counter(after={"first_purchase": {"min_amount": 10000}})
        small = there.sell(TEA, card="B")
        assert there.why_not(small, "friends") == "₩5,000 more to thanks for both"
        assert earned(there.sell(TWO, card="B")) == {"friends": 300}

    def test_what_was_really_paid_decides(self) -> None:
        off = {"id": "off", "kind": "fixed_discount", "rate": 10}
        there = counter(off, after={"first_purchase": {"min_amount": 10000}})
        assert earned(there.sell(TWO, card="B")) == {}

    def test_a_large_purchase_of_before_was_the_first(self) -> None:
        there = Counter(POINTS)
        there.enrol("B", referred_by="A")
        there.sell(TWO, card="B")
        there.paper.catalogue = counter(after={"first_purchase": {"min_amount": 10000}}).paper.catalogue
        assert there.why_not(there.sell(TWO, card="B"), "friends") == "With the first purchase"

    def test_stamps_and_points_have_the_term_of_their_program(self) -> None:
        there = counter(STAMPS, newcomer={"program": "cuts", "stamps": 2})
        there.sell(TEA, card="B")
        assert there.has("cuts", card="B") == 2
        assert there.has("pts", moment=at("2026-04-01 10:00")) == 500
        assert there.has("pts", moment=at("2026-04-02 10:00")) == 0

    def test_only_one_of_them_may_be_thanked(self) -> None:
        there = counter(newcomer=None)
        assert earned(there.sell(TEA, card="B")) == {}
        assert both(there) == (500, 0)


class TestUndoing:
    def test_a_return_takes_both_thanks_back_and_the_next_is_the_first(self) -> None:
        there = counter()
        there.take_back(there.sell(TEA, card="B"), {0: 1})
        assert both(there) == (0, 0)
        there.sell(TEA, card="B")
        assert both(there) == (500, 300)

    def test_a_part_that_still_suffices_keeps_them(self) -> None:
        there = counter(after={"first_purchase": {"min_amount": 10000}})
        quote = there.sell(line("TEA", 5000, 3), card="B")
        there.take_back(quote, {0: 1})
        assert both(there) == (500, 300)
        there.take_back(quote, {0: 1})
        assert both(there) == (0, 0)

    def test_what_was_spent_meanwhile_is_owed(self) -> None:
        there = counter()
        quote = there.sell(TEA, card="B")
        there.give("pts", -400)
        there.take_back(quote, {0: 1})
        assert both(there) == (-400, 0)

    def test_a_void_undoes_it(self) -> None:
        there = counter()
        there.void(there.sell(TEA, card="B"))
        assert both(there) == (0, 0)
        assert (there.has("friends#done", card="B"), there.has("friends#sent")) == (0, 0)


class TestJoining:
    @pytest.mark.parametrize("after", ["joining", {"joining": True}])
    def test_both_are_thanked_at_once(self, after: object) -> None:
        there = counter(after=after)
        assert both(there) == (500, 300)
        quote = there.sell(TEA, card="B")
        assert (earned(quote), there.why_not(quote, "friends")) == ({}, "Both were thanked already")

    def test_a_coupon_is_one_of_the_named_program(self) -> None:
        bought = counter(COUPON, newcomer={"coupon": "hello"}, referrer={"coupon": "hello"}).sell(TEA, card="B")
        assert (dict(bought.issued), [each.program for each in bought.coupons]) == ({"hello": 1}, ["hello"])
        there = counter(COUPON, after="joining", newcomer={"coupon": "hello"})
        quote = there.sell(TEA, card="B", redeem=[Redemption(coupon="hello")])
        assert quote.due_minor == 4000

    def test_a_coupon_for_who_sent_her_is_hers(self) -> None:
        there = counter(COUPON, referrer={"coupon": "hello"}, newcomer=None)
        quote = there.sell(TEA, card="B")
        assert (dict(quote.issued), quote.coupons) == ({}, ())  # no slip for the newcomer
        assert there.sell(TEA, redeem=[Redemption(coupon="hello")]).due_minor == 4000


class TestWhoIsThanked:
    def test_who_came_by_herself_brings_nobody_anything(self) -> None:
        there = counter()
        assert there.why_not(there.sell(TEA), "friends") == "For members whom somebody sent"

    def test_nobody_sends_herself(self) -> None:
        there = counter()
        there.enrol("C", referred_by="C")
        assert earned(there.sell(TEA, card="C")) == {}
        assert there.has("pts", card="C") == 0

    def test_how_often_one_is_thanked_for_sending_is_a_limit(self) -> None:
        there = counter(limits={"per_member": 1})
        there.enrol("C", referred_by="A", moment=at("2026-03-01 10:00"))
        there.sell(TEA, card="B")
        quote = there.sell(TEA, card="C")
        assert (there.has("pts"), earned(quote)) == (500, {})
        assert there.why_not(quote, "friends") == "Who sent her was thanked once, which is all"

    @pytest.mark.parametrize("after", ["joining", "first_purchase"])
    def test_how_often_anybody_is_thanked_is_one_too(self, after: str) -> None:
        there = counter(after=after, limits={"total": 1})
        there.sell(TEA, card="B")
        there.enrol("C", referred_by="A", moment=at("2026-03-01 10:00"))
        there.sell(TEA, card="C")
        assert (there.has("pts"), there.has("pts", card="C")) == (500, 0)


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"referrer": {"program": "cuts", "points": 5}}, "fault.no_points"),
        ({"referrer": {"program": "pts", "stamps": 5}}, "fault.no_stamps"),
        ({"referrer": {"coupon": "pts"}}, "fault.no_coupons"),
        ({"referrer": {"program": "nowhere", "points": 5}}, "fault.no_program"),
        ({"referrer": None, "newcomer": None}, "fault.one_or_more"),
    ],
)
def test_what_it_gives_must_be_there(fields: dict[str, Any], key: str) -> None:
    with pytest.raises(BadDefinition) as caught:
        read_programs([POINTS, STAMPS, friends(**fields)])
    assert [fault.reason.key for fault in caught.value.faults] == [key]
