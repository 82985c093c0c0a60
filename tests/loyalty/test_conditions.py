"""When a program holds and for whom, sentence by sentence, with what is said where it does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from posapp.loyalty.ledger import Account, Lot
from posapp.loyalty.programs.base import Audience
from posapp.loyalty.programs.fixed_discount import FixedDiscount
from tests.loyalty.one_sale import Counter, at, line, off

GOODS = line("P", 1000, 1, "a")


def ten(**fields: Any) -> dict[str, Any]:
    return {"id": "ten", "kind": "fixed_discount", "rate": 10, **fields}


def held(counter: Counter, moment: datetime, card: str | None = "A") -> str:
    """What is said when it does not hold, empty where it does."""
    quote = counter.quote(GOODS, card=card, moment=moment)
    said = counter.why_not(quote, "ten")
    assert bool(off(quote)) == (not said)
    return said


class TestActive:
    @pytest.mark.parametrize(
        ("moment", "said"),
        [
            ("2026-02-28 23:59", "From 1 Mar 2026 on"),
            ("2026-03-01 00:00", ""),
            ("2026-03-31 23:59", ""),
            ("2026-04-01 00:00", "Ended on 31 Mar 2026"),
        ],
    )
    def test_both_dates_are_inclusive(self, moment: str, said: str) -> None:
        assert held(Counter(ten(active={"from": "2026-03-01", "until": "2026-03-31"})), at(moment)) == said

    def test_weekdays(self) -> None:
        counter = Counter(ten(active={"weekdays": ["tue"]}))
        assert held(counter, at("2026-03-03 10:00")) == ""
        assert held(counter, at("2026-03-04 10:00")) == "Tuesdays only"
        both = Counter(ten(active={"weekdays": ["sat", "tue"]}))
        assert held(both, at("2026-03-04 10:00")) == "Tuesdays and Saturdays only"

    @pytest.mark.parametrize(
        ("time", "holds"),
        [("13:59", False), ("14:00", True), ("16:59", True), ("17:00", False), ("21:59", False), ("22:00", True),
         ("23:59", True), ("00:00", True), ("01:59", True), ("02:00", False)],
    )  # fmt: skip
    def test_hours_end_exclusive_and_may_cross_midnight(self, time: str, holds: bool) -> None:
        counter = Counter(ten(active={"hours": ["14:00-17:00", "22:00-02:00"]}))
        assert (held(counter, at(f"2026-03-02 {time}")) == "") is holds

    def test_after_midnight_it_is_still_the_evening_that_began(self) -> None:
        friday_night = Counter(ten(active={"weekdays": ["fri"], "hours": ["22:00-02:00"]}))
        assert held(friday_night, at("2026-03-06 23:00")) == ""
        assert held(friday_night, at("2026-03-07 01:00")) == ""
        assert held(friday_night, at("2026-03-06 01:00")) == "Fridays only"
        assert held(friday_night, at("2026-03-07 23:00")) == "Fridays only"

    def test_each_of_several_hours_has_the_weekday_on_which_it_began(self) -> None:
        """On Tuesday at five in the morning Monday's night still holds, and Tuesday's morning does too."""
        for days, holds in ((["tue"], True), (["mon"], True), (["sun"], False)):
            counter = Counter(ten(active={"weekdays": days, "hours": ["20:00-09:30", "00:00-12:00"]}))
            assert (held(counter, at("2026-03-03 05:00")) == "") is holds
            assert (held(counter, at("2026-03-03 10:00")) == "") is (days == ["tue"])

    def test_the_day_is_the_shops_own(self) -> None:
        """Half past midnight on Tuesday in Seoul is still Monday in Greenwich."""
        counter = Counter(ten(active={"weekdays": ["tue"]}))
        assert held(counter, counter.paper.local(datetime.fromisoformat("2026-03-02T15:30:00+00:00"))) == ""


class TestAudience:
    def test_a_card_is_wanted_unless_it_is_for_everyone(self) -> None:
        assert held(Counter(ten()), at("2026-03-02 10:00"), card=None) == "With a member's card"
        assert held(Counter(ten(audience={"who": "everyone"})), at("2026-03-02 10:00"), card=None) == ""
        gold = Counter(ten(audience={"who": "everyone", "card_types": ["gold"]}))
        assert held(gold, at("2026-03-02 10:00"), card=None) == "With the gold card only"

    def test_every_condition_must_hold_and_one_name_of_a_list_is_enough(self) -> None:
        counter = Counter(ten(audience={"card_types": ["silver", "gold"], "segments": ["at-risk"]}))
        assert held(counter, at("2026-03-02 10:00")) == "For chosen customers only: at-risk"
        counter.change("A", segments=frozenset({"at-risk", "new"}))
        assert held(counter, at("2026-03-02 10:00")) == ""
        counter.change("A", card_type="bearer")
        assert held(counter, at("2026-03-02 10:00")) == "With the silver and gold card only"

    def test_named_members_have_a_price_of_their_own(self) -> None:
        counter = Counter(ten(audience={"members": ["B"]}))
        counter.enrol("B")
        assert held(counter, at("2026-03-02 10:00"), card="B") == ""
        assert held(counter, at("2026-03-02 10:00")) == "For certain members only"

    def test_a_member_may_be_named_by_any_of_her_cards(self) -> None:
        counter = Counter(ten(audience={"members": ["2900010000000000000"]}))
        counter.change("A", cards=("2900010000000000000", "other"))
        assert held(counter, at("2026-03-02 10:00")) == ""

    def test_clubs(self) -> None:
        counter = Counter(FixedDiscount(id="ten", rate=Decimal(10), audience=Audience(clubs=("wine",))))
        quote = counter.quote(GOODS)
        assert counter.why_not(quote, "ten") == "Club members only: wine"
        counter.change("A", clubs=frozenset({"wine"}))
        assert counter.why_not(counter.quote(GOODS), "ten") == ""

    def test_a_membership_holds_while_its_account_has_something_that_has_not_expired(self) -> None:
        counter = Counter(FixedDiscount(id="ten", rate=Decimal(10), audience=Audience(memberships=("prime",))))
        assert counter.why_not(counter.quote(GOODS), "ten") == "With prime only"
        lot = Lot(id="x/1", left=1, expires_on=date(2026, 3, 2))
        counter.paper.accounts["A"] = {"prime": Account(lots=(lot,))}
        assert counter.why_not(counter.quote(GOODS), "ten") == ""
        assert counter.why_not(counter.quote(GOODS, moment=at("2026-03-03 00:00")), "ten") == "With prime only"

    @pytest.mark.parametrize(
        ("day", "holds"), [("2026-03-06", False), ("2026-03-07", True), ("2026-03-13", True), ("2026-03-14", False)]
    )
    def test_days_around_the_birthday(self, day: str, holds: bool) -> None:
        counter = Counter(ten(audience={"birthday": {"before": 3, "after": 3}}))
        counter.change("A", birthday=date(1990, 3, 10))
        assert (held(counter, at(f"{day} 10:00")) == "") is holds

    def test_the_month_of_the_birthday_and_a_birthday_that_nobody_knows(self) -> None:
        counter = Counter(ten(audience={"birthday": "month"}))
        assert held(counter, at("2026-03-02 10:00")) == "The birthday is not known"
        counter.change("A", birthday=date(1990, 3, 31))
        assert held(counter, at("2026-03-01 10:00")) == ""
        assert held(counter, at("2026-04-01 10:00")) == "In the month of the birthday only"

    def test_within_days_of_joining_the_day_itself_counts(self) -> None:
        counter = Counter(ten(audience={"joined_within_days": 30}))
        counter.change("A", joined=date(2026, 3, 2))
        assert held(counter, at("2026-03-02 10:00")) == ""
        assert held(counter, at("2026-03-31 23:59")) == ""
        assert held(counter, at("2026-04-01 00:00")) == "In the first 30 days after joining only"

    def test_the_first_purchases_are_counted_by_what_is_kept_of_them(self) -> None:
        counter = Counter(ten(audience={"first_purchases": 2}))
        first = counter.sell(GOODS)
        counter.sell(GOODS)
        assert held(counter, at("2026-03-02 10:00")) == "For the first 2 purchases only"
        counter.take_back(first, {0: 1})
        assert held(counter, at("2026-03-02 10:00")) == ""

    def test_lifetime_spending_before_this_sale(self) -> None:
        counter = Counter(ten(audience={"spent_from": 1500}))
        assert held(counter, at("2026-03-02 10:00")) == "₩1,500 more to spend first"
        counter.sell(GOODS)
        assert held(counter, at("2026-03-02 10:00")) == "₩500 more to spend first"
        counter.sell(GOODS)
        assert held(counter, at("2026-03-02 10:00")) == ""

    def test_a_level_is_called_by_its_own_name(self) -> None:
        tier = {
            "id": "level",
            "kind": "tier",
            "levels": [{"id": "gold", "from": 1000, "name": {"en": "Golden", "ko": "골드"}}],
        }
        counter = Counter(tier, ten(audience={"tiers": ["gold"]}))
        assert held(counter, at("2026-03-02 10:00")) == "For Golden only"
        counter.sell(GOODS)
        quote = counter.quote(GOODS)
        assert [counter.english(each.reason) for each in quote.benefits] == ["10 % for Golden"]

    def test_a_card_type_is_no_level_though_they_share_a_word(self) -> None:
        tier = {"id": "level", "kind": "tier", "levels": [{"id": "gold", "from": 10**9, "name": "Golden"}]}
        counter = Counter(tier, ten(audience={"card_types": ["gold"]}))
        assert [counter.english(each.reason) for each in counter.quote(GOODS).benefits] == ["10 % with the gold card"]


class TestScope:
    def test_a_line_is_in_scope_when_it_is_named_and_not_excepted(self) -> None:
        scope = {"products": ["P"], "categories": ["a"], "except_products": ["Q"], "except_categories": ["sale"]}
        counter = Counter(ten(scope=scope))
        quote = counter.quote(
            line("P", 1000, 1, "z"),
            line("R", 1000, 1, "a"),
            line("Q", 1000, 1, "a"),
            line("S", 1000, 1, "a", "sale"),
            line("T", 1000, 1, "z"),
        )
        assert [each.net_minor for each in quote.lines] == [900, 900, 1000, 1000, 1000]

    def test_a_line_that_sells_a_gift_card_is_in_no_scope(self) -> None:
        counter = Counter(ten(), {"id": "gift", "kind": "gift_card", "sell": ["GIFT"]})
        gift = replace(line("GIFT", 50000), gift_card="gift:g1")
        quote = counter.sell(gift, line("P", 1000))
        assert (off(quote), quote.due_minor) == ({"ten": 100}, 50900)
        assert counter.paper.standing("A").spent_minor == 900
