"""Surveys: who is asked, how often, and that asking is no gain."""

from __future__ import annotations

from typing import Any

import pytest

from posapp.loyalty.outcome import Ask, Quote
from posapp.loyalty.surveys import SCALES, is_low
from posapp.loyalty.words import Text
from tests.loyalty.one_sale import Counter, at, earned, line

TEA = line("TEA", 5000)


def survey(**fields: Any) -> dict[str, Any]:
    document = {"id": "ask", "kind": "survey", "scale": "nps", "question": "Would you?", "every_days": 30, **fields}
    return {name: value for name, value in document.items() if value is not None}


def asked(quote: Quote) -> list[str]:
    return [ask.program for ask in quote.asks]


def test_the_question_comes_with_its_scale() -> None:
    (ask,) = Counter(survey()).quote(TEA).asks
    assert ask == Ask(program="ask", name=Text("ask"), question=Text("Would you?"), scale="nps", choices=SCALES["nps"])
    (ask,) = Counter(survey(scale="feelings", question=None, name="How was it?")).quote(TEA).asks
    assert (ask.question, len(ask.choices)) == (Text("How was it?"), 7)


def test_a_member_is_asked_once_in_so_many_days_answered_or_not() -> None:
    counter = Counter(survey())
    assert asked(counter.sell(TEA)) == ["ask"]
    again = counter.sell(TEA, moment=at("2026-03-31 10:00"))
    assert (asked(again), counter.why_not(again, "ask")) == ([], "Asked again from 1 Apr 2026")
    assert asked(counter.sell(TEA, moment=at("2026-04-01 10:00"))) == ["ask"]


def test_asking_is_no_gain_and_no_reason() -> None:
    counter = Counter(survey(limits={"per_member": 1}))
    quote = counter.sell(TEA)
    assert (earned(quote), quote.why_not, counter.has("ask"), counter.has("ask#uses")) == ({}, (), 0, 0)


def test_without_a_card_nobody_is_asked() -> None:
    counter = Counter(survey(audience={"who": "everyone"}))
    assert asked(counter.sell(TEA, card=None)) == []


def test_a_sale_that_is_undone_was_not_asked_about() -> None:
    counter = Counter(survey())
    counter.void(counter.sell(TEA))
    assert asked(counter.sell(TEA)) == ["ask"]


def test_nor_one_that_came_back_whole() -> None:
    counter = Counter(survey())
    counter.take_back(counter.sell(TEA), {0: 1})
    assert asked(counter.sell(TEA)) == ["ask"]


@pytest.mark.parametrize(
    ("scale", "low"),
    [
        ("nps", {"0", "1", "2", "3", "4", "5", "6"}),
        ("stars", {"1", "2"}),
        ("feelings", {"angry", "depressed", "guilty", "humiliated"}),
    ],
)
def test_which_answers_want_somebody(scale: str, low: set[str]) -> None:
    assert {answer for answer in SCALES[scale] if is_low(scale, answer)} == low
