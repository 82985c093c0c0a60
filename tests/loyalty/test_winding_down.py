"""A program that ends: what is told, what is written off, what comes back afterwards, and what is owed till then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from posapp.i18n import say
from posapp.loyalty.basket import Product, Redemption
from posapp.loyalty.errors import Refused
from posapp.loyalty.money import Currency
from posapp.loyalty.outcome import NotePanel, Quote
from posapp.loyalty.owing import Due, Held, owed
from posapp.loyalty.words import Text
from tests.loyalty.one_sale import Counter, at, line

CUT = line("CUT", 10_000, 1, "hair")
CARD = replace(line("CARD", 20_000), gift_card="gift:G")
ENDS = {"earn_until": "2026-03-31", "redeem_until": "2026-06-30"}
SAY = {"en": "Our points end on 30 June.", "ko": "포인트는 6월 30일에 끝나요."}
POINTS = {"id": "pts", "kind": "points", "earn": {"points": 1, "per": 100}, "redeem": {"value": 5}}
GIFT = {"id": "gift", "kind": "gift_card", "sell": ["CARD"]}
STAMPS = {
    "id": "cuts",
    "kind": "stamp_card",
    "size": 10,
    "earn": {"per": "item"},
    "rewards": [{"at": 10, "amount": 9000}],
}

SPRING, SUMMER, AFTER = at("2026-03-10 10:00"), at("2026-05-10 10:00"), at("2026-07-10 10:00")


def ending(document: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {**document, "wind_down": {**ENDS, **fields}}


def notes(counter: Counter, moment: Any, language: str = "en") -> list[str]:
    panels = counter.quote(CUT, moment=moment).panels
    currency = counter.paper.catalogue.shop.currency
    return [say(panel.note, language, currency) for panel in panels if isinstance(panel, NotePanel)]


def told(counter: Counter, changes: Any) -> list[str]:
    return [counter.english(change) for change in changes]


def close(counter: Counter, day: str) -> None:
    counter.paper.close_day(on=date.fromisoformat(day), document=f"close-{day}")


def with_sale(quote: Quote) -> dict[str, str]:
    return {each.program: say(each.say, "en", Currency("KRW", 0)) for each in quote.notices}


def test_a_gift_card_tells_whoever_brings_it_till_its_last_won_is_spent() -> None:
    counter = Counter(ending(GIFT, say=SAY))
    sold = counter.sell(CARD, card=None, moment=SPRING)
    assert with_sale(sold) == {"gift": "Our points end on 30 June."}
    half = Redemption(gift_card="gift:G", amount_minor=10_000)
    assert with_sale(counter.sell(CUT, card=None, moment=SUMMER, redeem=[half])) == with_sale(sold)
    assert with_sale(counter.sell(CUT, card=None, moment=SUMMER, redeem=[half])) == {}


def test_who_belongs_to_a_club_or_has_reached_a_level_is_told_and_who_has_nothing_is_not() -> None:
    club = ending({"id": "wine", "kind": "club"})
    tier = ending({"id": "ranks", "kind": "tier", "measure": "visits", "levels": [{"id": "silver", "from": 1}]})
    ten = ending({"id": "ten", "kind": "fixed_discount", "rate": 10})
    counter = Counter(club, tier, ten, ending(STAMPS))
    assert with_sale(counter.quote(CUT, moment=SUMMER)) == {}
    assert with_sale(counter.sell(CUT, moment=SPRING)) == {"cuts": "Ends on 30 Jun 2026: use what is there by then"}
    counter.change("A", clubs=frozenset({"wine"}))
    told_now = with_sale(counter.quote(CUT, moment=SPRING))
    assert set(told_now) == {"wine", "ranks", "cuts"}
    assert with_sale(counter.quote(CUT, card=None, moment=SPRING)) == {}


def test_a_coupon_tells_its_member_and_a_shared_pass_the_household() -> None:
    flyer = ending({"id": "flyer", "kind": "coupon", "rate": 10, "issue": "by_hand"})
    five = [{"product": "PASS", "uses": 2}]
    scope = {"products": ["CUT"]}
    passes = ending({"id": "pass", "kind": "prepaid_pass", "sell": five, "scope": scope, "shareable": True})
    counter = Counter(flyer, passes)
    counter.enrol("B", household="home")
    counter.change("A", household="home")
    counter.give("flyer", 1)
    assert set(with_sale(counter.quote(CUT, moment=SPRING))) == {"flyer"}
    assert set(with_sale(counter.sell(line("PASS", 20_000), moment=SPRING))) == {"flyer", "pass"}
    used = counter.sell(CUT, moment=SUMMER, redeem=[Redemption(coupon="flyer")])
    assert set(with_sale(used)) == {"pass"}
    assert set(with_sale(counter.quote(CUT, card="B", moment=SUMMER))) == {"pass"}


def test_the_card_says_so_from_the_first_day_to_the_last() -> None:
    counter = Counter(ending(POINTS, say=SAY))
    assert notes(counter, SPRING) == ["Our points end on 30 June."]
    assert notes(counter, SUMMER, "ko") == ["포인트는 6월 30일에 끝나요."]
    counter.sell(CUT, moment=SPRING)
    assert notes(counter, AFTER) == []
    assert counter.quote(CUT, moment=AFTER).panels == ()


def test_without_words_of_the_owner_the_day_is_said() -> None:
    assert notes(Counter(ending(STAMPS)), SPRING) == ["Ends on 30 Jun 2026: use what is there by then"]


def test_why_nothing_is_earned_or_redeemed_any_more_is_said_with_the_words_of_the_owner() -> None:
    counter = Counter(ending(POINTS, say=SAY))
    assert counter.why_not(counter.quote(CUT, moment=SUMMER), "pts") == (
        "Earning ended on 31 Mar 2026; what is there can still be used. Our points end on 30 June."
    )
    assert counter.why_not(counter.quote(CUT, moment=AFTER), "pts") == (
        "Ended on 30 Jun 2026. Our points end on 30 June."
    )


def test_the_day_closing_after_the_end_writes_off_what_is_left_and_nothing_before() -> None:
    counter = Counter(ending(POINTS), {**POINTS, "id": "goes-on"})
    counter.sell(CUT, moment=SPRING)
    close(counter, "2026-06-30")
    assert counter.has("pts", moment=SUMMER) == 100
    close(counter, "2026-07-01")
    assert counter.has("pts", moment=SUMMER) == 0
    assert counter.has("goes-on", moment=SUMMER) == 100
    (entry,) = [entry for document, entry in counter.paper.posted if document == "close-2026-07-01"]
    assert (entry.cause, entry.amount) == ("expire", -100)


def test_points_that_come_back_after_the_end_are_told_to_be_of_no_use() -> None:
    counter = Counter(ending(POINTS))
    counter.sell(line("CUT", 40_000), moment=SPRING)
    paid = counter.sell(CUT, moment=SUMMER, redeem=[Redemption(program="pts", points=400)])
    assert paid.due_minor == 8000
    back = counter.take_back(paid, {0: 1}, moment=AFTER)
    assert back.refund_minor == 8000
    assert "pts has ended: what comes back there cannot be used any more" in told(counter, back.changes)
    close(counter, "2026-07-11")
    assert counter.has("pts", moment=AFTER) == 0


def test_nobody_owes_a_program_that_has_ended() -> None:
    counter = Counter(ending(POINTS))
    sale = counter.sell(CUT, moment=SPRING)
    counter.sell(CUT, moment=SUMMER, redeem=[Redemption(program="pts", points=100)])
    back = counter.take_back(sale, {0: 1}, moment=AFTER)
    assert (back.refund_minor, counter.has("pts", moment=AFTER)) == (10_000, 0)
    assert told(counter, back.changes) == ["₩10,000 back in money"]


def test_gift_card_money_that_comes_back_after_the_end_is_paid_out() -> None:
    counter = Counter(ending(GIFT))
    counter.sell(CARD, moment=SPRING)
    paid = counter.sell(CUT, moment=SUMMER, redeem=[Redemption(gift_card="gift:G", amount_minor=6000)])
    assert paid.due_minor == 4000
    back = counter.take_back(paid, {0: 1}, moment=AFTER)
    assert (back.refund_minor, back.to_cards) == (10_000, ())


def test_what_is_stored_is_not_sold_after_the_last_day_for_it() -> None:
    counter = Counter(ending(GIFT))
    with pytest.raises(Refused):
        counter.sell(CARD, moment=SUMMER)


class TestOwed:
    today = date(2026, 3, 10)
    products = (Product(id="CUT", name=Text("Cut"), price_minor=10_000, categories=("hair",), barcodes=()),)

    def of(self, document: dict[str, Any], *lots: tuple[str | None, int], **held: int) -> Any:
        rule = Counter(document).paper.catalogue.by_id[document["id"]]
        days = tuple((date.fromisoformat(day) if day else None, units) for day, units in lots)
        return owed(rule, Held(lots=days, **held), on=self.today, products=self.products)

    def test_number_and_money_and_when_by_the_month(self) -> None:
        found = self.of(POINTS, ("2026-04-05", 10), ("2026-04-20", 20), ("2027-01-31", 5), (None, 100), holders=7)
        assert (found.units, found.minor, found.holders) == (135, 675, 7)
        assert found.due == (
            Due(until=date(2026, 4, 20), units=30, minor=150),
            Due(until=date(2027, 1, 31), units=5, minor=25),
            Due(until=None, units=100, minor=500),
        )

    def test_when_the_program_ends_the_rest_falls_due(self) -> None:
        found = self.of(ending(POINTS), ("2026-04-05", 10), ("2027-01-31", 5), (None, 100))
        assert found.due[-1] == Due(until=date(2026, 6, 30), units=105, minor=525)
        assert found.wind_down.redeem_until == date(2026, 6, 30)

    @pytest.mark.parametrize(
        ("document", "minor"),
        [
            (STAMPS, 2700),
            ({**STAMPS, "rewards": [{"at": 10, "item": {"categories": ["hair"]}}]}, 3000),
            ({**STAMPS, "rewards": [{"at": 10, "item": {"categories": ["nails"]}}]}, None),
            ({**STAMPS, "rewards": [{"at": 10, "gift": "Mug"}]}, None),
            ({**POINTS, "redeem": {"value": "0.5"}}, 2),
            ({name: value for name, value in POINTS.items() if name != "redeem"}, None),
            (GIFT, 3),
            ({"id": "pass", "kind": "prepaid_pass", "sell": [{"product": "CUT", "uses": 4}]}, 7500),
            ({"id": "coupon", "kind": "coupon", "amount": 500}, 1500),
            ({"id": "coupon", "kind": "coupon", "rate": 5}, None),
        ],
    )
    def test_each_kind_says_what_it_owes_for_three(self, document: dict[str, Any], minor: int | None) -> None:
        assert self.of(document, (None, 3)).minor == minor
