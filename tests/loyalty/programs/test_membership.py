"""A paid membership: when its term begins and ends, what is said, how it is renewed, taken back and undone."""

from __future__ import annotations

from typing import Any

import pytest

from posapp.i18n import say
from posapp.loyalty.errors import Refused
from posapp.loyalty.outcome import NotePanel
from tests.loyalty.one_sale import Counter, at, earned, line, off

FEE = line("FEE", 30000)
BOOK = line("BOOK", 1000)
BOOKS = {"id": "books", "kind": "fixed_discount", "rate": 50, "audience": {"memberships": ["prime"]}}
BOOKS["scope"] = {"products": ["BOOK"]}


def prime(**fields: Any) -> dict[str, Any]:
    return {"id": "prime", "kind": "membership", "fee_product": "FEE", "months": 12, **fields}


def in_force(counter: Counter, day: str) -> bool:
    return bool(off(counter.quote(BOOK, moment=at(f"{day} 12:00"))))


def note(counter: Counter, day: str, language: str = "en") -> str:
    panels = counter.quote(BOOK, moment=at(f"{day} 12:00")).panels
    currency = counter.paper.catalogue.shop.currency
    return "".join(say(panel.note, language, currency) for panel in panels if isinstance(panel, NotePanel))


def test_it_is_in_force_from_the_next_sale_on_through_the_same_day_so_many_months_later() -> None:
    counter = Counter(prime(), BOOKS)
    sale = counter.sell(FEE, BOOK)
    assert (sale.due_minor, off(sale), earned(sale)) == (31000, {}, {})
    assert in_force(counter, "2026-03-02")
    assert in_force(counter, "2027-03-02")
    assert not in_force(counter, "2027-03-03")


def test_a_month_that_is_too_short_ends_it_on_its_last_day() -> None:
    counter = Counter(prime(months=1), BOOKS)
    counter.sell(FEE, moment=at("2026-01-31 10:00"))
    assert in_force(counter, "2026-02-28")
    assert not in_force(counter, "2026-03-01")


def test_extended_it_begins_when_the_running_term_ends() -> None:
    counter = Counter(prime(renew="extend"), BOOKS)
    counter.sell(FEE)
    counter.sell(FEE, moment=at("2027-02-20 10:00"))
    assert in_force(counter, "2028-03-02")
    assert not in_force(counter, "2028-03-03")
    assert note(counter, "2027-02-20") == "Until 2 Mar 2028"


def test_not_extended_it_begins_on_the_day_of_payment() -> None:
    counter = Counter(prime(), BOOKS)
    counter.sell(FEE)
    counter.sell(FEE, moment=at("2027-02-20 10:00"))
    assert in_force(counter, "2028-02-20")
    assert not in_force(counter, "2028-02-21")


def test_extended_after_it_ended_it_begins_on_the_day_of_payment() -> None:
    counter = Counter(prime(renew="extend"), BOOKS)
    counter.sell(FEE)
    assert not in_force(counter, "2028-02-20")
    counter.sell(FEE, moment=at("2028-02-20 10:00"))
    assert in_force(counter, "2029-02-20")


def test_several_fees_in_one_sale_follow_each_other_and_the_last_comes_back_first() -> None:
    counter = Counter(prime(), BOOKS)
    sale = counter.sell(line("FEE", 30000, 3))
    assert in_force(counter, "2029-03-02")
    assert counter.take_back(sale, {0: 1}).refund_minor == 30000
    assert in_force(counter, "2028-03-02")
    assert not in_force(counter, "2028-03-03")


def test_the_fee_is_goods_like_any_other() -> None:
    ten = {"id": "ten", "kind": "fixed_discount", "rate": 10}
    card = {"id": "card", "kind": "stamp_card", "size": 9, "earn": {"per": "item"}, "rewards": [{"at": 9, "rate": 5}]}
    counter = Counter(prime(), ten, card)
    sale = counter.sell(FEE)
    assert (sale.due_minor, earned(sale)) == (27000, {"card": 1})
    assert counter.take_back(sale, {0: 1}).refund_minor == 27000


def test_a_running_term_comes_back_for_all_that_was_paid_and_one_that_is_over_for_nothing() -> None:
    counter = Counter(prime(), BOOKS)
    sale = counter.sell(FEE)
    back = counter.take_back(sale, {0: 1}, moment=at("2027-03-02 23:00"))
    assert back.refund_minor == 30000
    assert not in_force(counter, "2027-03-02")
    over = counter.sell(FEE, moment=at("2027-03-02 23:30"))
    late = counter.take_back(over, {0: 1}, moment=at("2028-03-03 10:00"))
    assert late.refund_minor == 0
    assert [counter.english(each) for each in late.changes][:2] == [
        "₩0 back in money",
        "₩30,000 kept for one already spent",
    ]
    assert counter.has("prime", moment=at("2028-03-03 10:00")) == 0


def test_a_term_that_is_over_is_not_taken_from_the_one_that_runs() -> None:
    counter = Counter(prime(renew="extend"), BOOKS)
    first = counter.sell(FEE)
    counter.sell(FEE, moment=at("2027-02-20 10:00"))
    assert counter.take_back(first, {0: 1}, moment=at("2027-05-01 10:00")).refund_minor == 0
    assert in_force(counter, "2028-03-02")


def test_what_begins_later_begins_when_it_would_have_begun() -> None:
    counter = Counter(prime(renew="extend"), BOOKS)
    first = counter.sell(FEE)
    counter.sell(FEE, moment=at("2026-06-01 10:00"))
    counter.take_back(first, {0: 1}, moment=at("2026-06-02 10:00"))
    assert not in_force(counter, "2027-03-02")
    assert note(counter, "2026-06-03") == "From 3 Mar 2027 until 2 Mar 2028"
    assert note(counter, "2026-06-03", "ko") == "2027년 3월 3일부터 2028년 3월 2일까지"
    assert in_force(counter, "2027-03-03")


def test_a_void_undoes_it() -> None:
    counter = Counter(prime(), BOOKS)
    sale = counter.sell(FEE)
    counter.sell(BOOK)
    assert counter.void(sale).refund_minor == 30000
    assert not in_force(counter, "2026-03-02")


@pytest.mark.parametrize(
    ("card", "fields", "said"),
    [
        (None, {}, "FEE is for a member. Scan the member's card first."),
        ("A", {"audience": {"card_types": ["silver"]}}, "FEE cannot be sold now. With the silver card only."),
        ("A", {"active": {"until": "2026-03-01"}}, "FEE cannot be sold now. Ended on 1 Mar 2026."),
        (
            "A",
            {"wind_down": {"earn_until": "2026-03-01", "redeem_until": "2027-03-01"}},
            "prime was sold until 1 Mar 2026 only.",
        ),
    ],
)
def test_whoever_pays_the_fee_gets_her_term_or_it_is_not_sold(
    card: str | None, fields: dict[str, Any], said: str
) -> None:
    counter = Counter(prime(**fields))
    with pytest.raises(Refused) as refused:
        counter.quote(FEE, card=card)
    assert counter.english(refused.value.reason) == said
    assert counter.quote(BOOK, card=card).due_minor == 1000


def test_a_term_paid_before_the_last_day_of_selling_runs_on() -> None:
    fields = {"wind_down": {"earn_until": "2026-03-02", "redeem_until": "2026-12-31"}}
    counter = Counter(prime(**fields), BOOKS)
    counter.sell(FEE)
    assert in_force(counter, "2026-12-31")


def test_the_card_says_until_when() -> None:
    counter = Counter(prime(), BOOKS)
    assert note(counter, "2026-03-02") == ""
    assert counter.why_not(counter.quote(BOOK), "prime") == "Not bought yet"
    counter.sell(FEE)
    assert note(counter, "2026-03-02") == "Until 2 Mar 2027"
    assert note(counter, "2026-03-02", "ko") == "2027년 3월 2일까지"
    assert counter.why_not(counter.quote(BOOK, moment=at("2027-03-03 10:00")), "prime") == "Ended on 2 Mar 2027"


def test_far_ahead_is_the_end_of_the_calendar_and_no_further() -> None:
    counter = Counter(prime(months=1200, renew="extend"), BOOKS)
    counter.sell(line("FEE", 1, 90))
    assert in_force(counter, "2026-03-02")
