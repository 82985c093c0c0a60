"""Surveys on a real file: an answer is kept once, a low one waits for somebody, and the figures add up."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from posapp.loyalty.errors import NotAllowed, NotFound, Refused
from posapp.store.journal import event_by_id
from posapp.till import surveys
from posapp.till.context import Till
from tests.till.games import enrol, key_of, load, sell, sound
from tests.till.salon import MANAGER, Clock


def ask(till: Till, **fields: Any) -> None:
    load(till, {"id": "ask", "kind": "survey", "scale": "nps", "question": "Would you?", "every_days": 30, **fields})


def test_an_answer_is_kept_once_and_stands_in_the_journal_without_her_word(till: Till) -> None:
    ask(till)
    sale = sell(till, enrol(till, "Kim"))
    assert [each.program for each in surveys.asks_after(till, sale.sale)] == ["ask"]
    kept = surveys.answer_survey(till, sale=sale.sale, program="ask", answer="9", word=" quick\nand kind ")
    assert (kept.answer, kept.word, kept.low) == ("9", "quick and kind", False)
    assert surveys.answer_survey(till, sale=sale.sale, program="ask", answer="0") == kept
    assert surveys.asks_after(till, sale.sale) == ()
    event = event_by_id(till.database, kept.id)
    assert event is not None
    assert event.kind == "survey"
    assert (event.body["answer"], event.body["scale"]) == ("9", "nps")
    assert "quick" not in str(event.body)
    assert sound(till)


def test_a_low_answer_waits_until_a_manager_has_seen_to_it(till: Till) -> None:
    ask(till)
    kim = enrol(till, "Kim")
    sale = sell(till, kim)
    low = surveys.answer_survey(till, sale=sale.sale, program="ask", answer="6", word="too long")
    assert surveys.follow_ups(till) == (low,)
    assert low.member is not None
    assert (low.member.id, surveys.count_open(till)) == (kim, 1)
    with pytest.raises(NotAllowed):
        surveys.close(till, low.id)
    till.approval = MANAGER
    closed = surveys.close(till, low.id, note="called her")
    assert (closed.note, closed.closed is not None) == ("called her", True)
    assert (surveys.follow_ups(till), surveys.count_open(till)) == ((), 0)
    assert surveys.close(till, low.id) == closed


def test_the_figures_of_a_survey(till: Till, clock: Clock) -> None:
    ask(till)
    for n, answer in enumerate(("10", "9", "8", "3")):
        sale = sell(till, enrol(till, f"M{n}"))
        surveys.answer_survey(till, sale=sale.sale, program="ask", answer=answer)
    (figures,) = surveys.summary(till)
    assert (figures.count, figures.score, figures.average) == (4, 25, Decimal("7.5"))
    assert dict(figures.answers)["3"] == 1
    clock.go_on(days=1)
    assert surveys.summary(till, since=clock.moment) == ()


@pytest.mark.parametrize(
    ("scale", "answer", "low"),
    [("stars", "2", True), ("stars", "3", False), ("feelings", "humiliated", True), ("feelings", "surprised", False)],
)
def test_every_scale_has_its_low_answers(till: Till, scale: str, answer: str, low: bool) -> None:
    ask(till, scale=scale)
    sale = sell(till, enrol(till, "Kim"))
    assert surveys.answer_survey(till, sale=sale.sale, program="ask", answer=answer).low is low


def test_what_is_no_answer(till: Till) -> None:
    ask(till)
    kim = enrol(till, "Kim")
    sale, second = sell(till, kim), sell(till, kim)
    for answer in ("11", "happy", ""):
        with pytest.raises(Refused) as refused:
            surveys.answer_survey(till, sale=sale.sale, program="ask", answer=answer)
        assert key_of(refused.value) == "survey.no_answer"
    for missing in ({"sale": second.sale}, {"sale": "nope"}, {"program": "cuts"}):
        with pytest.raises(NotFound):
            surveys.answer_survey(till, **{"sale": sale.sale, "program": "ask", "answer": "5", **missing})


def test_a_word_of_any_length_and_letters_sends_nobody_away(till: Till) -> None:
    ask(till)
    sale = sell(till, enrol(till, "Kim"))
    kept = surveys.answer_survey(till, sale=sale.sale, program="ask", answer="5", word="ㅋ\x00" * 1000)
    assert kept.word == "ㅋ" * surveys.MOST_LETTERS
