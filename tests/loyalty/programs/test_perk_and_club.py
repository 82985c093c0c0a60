"""Perks that are counted, and clubs that are joined and left."""

from __future__ import annotations

from typing import Any

import pytest

from posapp.i18n import say
from posapp.loyalty.errors import NotFound, Refused
from posapp.loyalty.outcome import NotePanel, Quote
from tests.loyalty.one_sale import MORNING, Counter, at, line, off

TEA = line("TEA", 1000, 1, "tea")


def perk(**fields: Any) -> dict[str, Any]:
    return {"id": "lounge", "kind": "perk", "say": {"en": "Lounge", "ko": "라운지"}, **fields}


def said(quote: Quote) -> list[str]:
    return [each.say.default for each in quote.perks]


def note(counter: Counter, quote: Quote, language: str = "en") -> str:
    (panel,) = quote.panels
    assert isinstance(panel, NotePanel)
    return say(panel.note, language, counter.paper.catalogue.shop.currency)


def test_it_is_told_as_soon_as_the_card_is_there_and_with_a_scope_as_soon_as_something_of_it_is() -> None:
    free, tied = perk(), perk(id="tied", say="Ice", scope={"categories": ["tea"]})
    counter = Counter(free, tied)
    assert said(counter.quote(line("X", 1))) == ["Lounge"]
    assert said(counter.quote(TEA)) == ["Lounge", "Ice"]
    assert said(counter.quote(TEA, card=None)) == []


@pytest.mark.parametrize(
    ("per", "last", "following", "why"),
    [
        ("day", "2026-03-02 23:59", "2026-03-03 00:00", "2 times a day, and used today"),
        ("month", "2026-03-31 23:59", "2026-04-01 00:00", "2 times a month, and used; again from 1 Apr 2026"),
        ("year", "2026-12-31 23:59", "2027-01-01 00:00", "2 times a year, and used; again from 1 Jan 2027"),
    ],
)
def test_uses_are_counted_by_the_calendar(per: str, last: str, following: str, why: str) -> None:
    counter = Counter(perk(uses=2, per=per))
    counter.sell(TEA)
    assert said(counter.sell(TEA)) == ["Lounge"]
    spent = counter.quote(TEA, moment=at(last))
    assert (said(spent), counter.why_not(spent, "lounge")) == ([], why)
    assert said(counter.quote(TEA, moment=at(following))) == ["Lounge"]


def test_december_ends_with_the_year() -> None:
    counter = Counter(perk(uses=1, per="month"))
    counter.sell(TEA, moment=at("2026-12-15 10:00"))
    quote = counter.quote(TEA, moment=at("2026-12-31 10:00"))
    assert counter.why_not(quote, "lounge") == "Once a month, and used; again from 1 Jan 2027"


def test_the_card_says_how_many_are_left() -> None:
    counter = Counter(perk(uses=3, per="month"))
    counter.sell(TEA)
    quote = counter.quote(TEA)
    assert note(counter, quote) == "2 of 3 left this month"
    assert note(counter, quote, "ko") == "이번 달 3번 중 2번 남음"


def test_in_one_sale_nothing_is_counted() -> None:
    counter = Counter(perk(uses=3, per="sale"))
    for _ in range(5):
        quote = counter.sell(TEA)
    assert (said(quote), quote.entries) == (["Lounge"], ())
    assert note(counter, quote) == "3 times in each sale"


def test_a_customer_without_a_card_has_no_month_of_her_own() -> None:
    counter = Counter(perk(uses=1, per="month", audience={"who": "everyone"}))
    for _ in range(3):
        assert said(counter.sell(TEA, card=None)) == ["Lounge"]


def test_a_return_of_all_gives_the_use_back_in_the_same_month_only() -> None:
    counter = Counter(perk(uses=1, per="month"))
    sale = counter.sell(line("TEA", 1000, 2))
    counter.take_back(sale, {0: 1})
    assert said(counter.quote(TEA)) == []
    counter.take_back(sale, {0: 1})
    assert said(counter.quote(TEA)) == ["Lounge"]
    late = counter.sell(TEA)
    counter.take_back(late, {0: 1}, moment=at("2026-04-01 10:00"))
    assert counter.has("lounge#used", moment=at("2026-04-01 10:00")) == 0


def test_a_void_gives_the_use_back() -> None:
    counter = Counter(perk(uses=1, per="year"))
    counter.void(counter.sell(TEA))
    assert said(counter.quote(TEA)) == ["Lounge"]


WINE = {"id": "wine", "kind": "club", "name": "Wine lovers"}
SEVEN = {"id": "seven", "kind": "fixed_discount", "rate": 7, "audience": {"clubs": ["wine"]}}


class TestClub:
    def test_who_is_in_it_gets_what_names_it_until_she_leaves(self) -> None:
        counter = Counter(WINE, SEVEN)
        assert counter.why_not(counter.quote(TEA), "seven") == "Club members only: Wine lovers"
        counter.paper.join("A", "wine", moment=MORNING)
        quote = counter.quote(TEA)
        assert off(quote) == {"seven": 70}
        assert note(counter, quote) == "Member"
        assert counter.english(quote.benefits[0].reason) == "7 % for Wine lovers"
        counter.paper.leave("A", "wine")
        gone = counter.quote(TEA)
        assert (off(gone), gone.panels) == ({}, ())

    def test_it_says_nothing_of_itself_when_it_gives_nothing(self) -> None:
        counter = Counter(WINE)
        assert counter.why_not(counter.quote(TEA), "wine") == ""

    def test_its_audience_and_time_say_who_may_join(self) -> None:
        counter = Counter({**WINE, "audience": {"card_types": ["silver"]}})
        with pytest.raises(Refused) as refused:
            counter.paper.join("A", "wine", moment=MORNING)
        expected = "Wine lovers takes no new members. With the silver card only."
        assert counter.english(refused.value.reason) == expected

    def test_a_club_that_no_program_has_cannot_be_joined_and_one_she_is_not_in_not_left(self) -> None:
        counter = Counter(WINE)
        with pytest.raises(NotFound):
            counter.paper.join("A", "pets", moment=MORNING)
        with pytest.raises(NotFound):
            counter.paper.leave("A", "wine")

    def test_a_return_and_a_void_leave_her_in_it(self) -> None:
        counter = Counter(WINE, SEVEN)
        counter.paper.join("A", "wine", moment=MORNING)
        sale = counter.sell(TEA)
        assert counter.take_back(sale, {0: 1}).refund_minor == 930
        counter.void(counter.sell(TEA))
        assert off(counter.quote(TEA)) == {"seven": 70}
