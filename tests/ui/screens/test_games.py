"""Draws are held and periods closed once, by a manager, after what will happen was seen."""

from __future__ import annotations

import re
from typing import Any

import pytest
from PySide6.QtCore import Qt

from posapp.till import members, programs, surveys
from posapp.till.context import Till, system_clock
from posapp.ui.screens.enrol import EnrolScreen
from posapp.ui.screens.games import GamesScreen
from posapp.ui.screens.surveys import SurveysScreen
from posapp.ui.widgets.picker import Picker
from posapp.ui.widgets.row_list import PickRow
from posapp.ui.widgets.sheet import Question
from tests.ui.conftest import KIM, KIM_CARD, LEE, MANAGER_PIN, Counter
from tests.ui.screens.hands import give_pin, manager_at_work, opened, press, say_yes, sheet, sold, toast, words_on

TODAY = system_clock().date()
BIKE = {
    "id": "bike",
    "kind": "prize_draw",
    "name": "Bicycle draw",
    "entries": {"per": "visit"},
    "draw_at": TODAY.isoformat(),
    "prizes": [{"gift": "Bicycle"}],
}
POINTS = {"id": "pts", "kind": "points", "earn": {"points": 1, "per": 1000}}
SHARE = {"id": "share", "kind": "profit_share", "name": "Share", "rate": 5, "base": "profit", "period": "month"}
ASK = {"id": "ask", "kind": "survey", "name": "After the sale", "scale": "nps", "question": "Would you?"}


def member_id(counter: Counter) -> str:
    found: list[str] = []
    counter.session.lane.run(lambda till: members.by_card(till, KIM_CARD).id, done=found.append)
    counter.until(lambda: bool(found))
    return found[0]


def with_programs(counter: Counter, *documents: dict[str, Any]) -> None:
    def load(till: Till) -> bool:
        from posapp.till import people

        till.approval = people.allow(till, MANAGER_PIN)
        programs.load(till, documents)
        return True

    done: list[bool] = []
    counter.session.lane.run(load, done=done.append)
    counter.until(lambda: bool(done))


def games(counter: Counter, program: str) -> GamesScreen:
    screen = opened(counter, "games", GamesScreen)
    counter.until(lambda: program in screen.rows.keys)
    screen.rows.picked.emit(program)
    counter.settled()
    return screen


def test_without_draws_it_says_where_they_come_from(counter: Counter) -> None:
    screen = opened(counter, "games", GamesScreen)
    counter.until(lambda: screen.rows.empty.isVisible())
    assert "Programs" in screen.rows.empty_next.text()


def test_a_draw_is_asked_about_held_by_a_manager_and_shows_its_winners(counter: Counter) -> None:
    with_programs(counter, BIKE)
    sold(counter, member_id(counter), ("CUT", 18000, 1))
    screen = games(counter, "bike")
    assert screen.promise.text().startswith("Promised: SHA-256")
    press(counter, screen.act)
    assert sheet(counter, Question).no.hasFocus()
    say_yes(counter)
    give_pin(counter)
    counter.until(lambda: any(KIM in said for said in words_on(screen.figures)))
    assert f"Bicycle · {KIM}" in words_on(screen.figures)
    assert screen.promise.text().startswith("Seed:")
    assert "Drawn" in toast(counter)
    assert "waits for the winner" in words_on(screen.figures)


def test_a_prize_is_handed_over_to_the_winner_who_is_picked_after_one_question(counter: Counter) -> None:
    with_programs(counter, BIKE)
    sold(counter, member_id(counter), ("CUT", 18000, 1))
    screen = games(counter, "bike")
    press(counter, screen.act)
    say_yes(counter)
    give_pin(counter)
    counter.until(lambda: screen.act.isVisible() and screen.act.text() == "Hand over a prize")
    assert screen.stands.text().endswith("1 prize waits")
    press(counter, screen.act)
    assert [KIM in row.accessibleName() for row in sheet(counter, Picker).rows] == [True]
    counter.press(Qt.Key.Key_1, text="1")
    assert sheet(counter, Question).no.hasFocus()
    say_yes(counter)
    counter.until(lambda: not screen.act.isVisible())
    assert any(said.startswith("handed over on") for said in words_on(screen.figures))
    assert "Noted" in toast(counter)


@pytest.mark.parametrize(("language", "called"), [("en", r"Q[1-4] 20\d\d · "), ("ko", r"20\d\d년 [1-4]분기 · ")])
def test_a_quarter_is_called_as_people_call_it(counter: Counter, language: str, called: str) -> None:
    with_programs(counter, POINTS, {**SHARE, "into": "pts", "period": "quarter"})
    manager_at_work(counter)
    counter.window.words.switch(language)
    screen = games(counter, "share")
    assert re.match(called, screen.stands.text())
    assert not any("-Q" in row.detail for row in screen.rows.findChildren(PickRow))


def test_a_profit_is_looked_at_before_it_is_shared(counter: Counter) -> None:
    with_programs(counter, POINTS, {**SHARE, "into": "pts"})
    manager_at_work(counter)
    screen = games(counter, "share")
    assert screen.profit.hasFocus() or screen.profit.line.hasFocus()
    press(counter, screen.act)
    assert screen.profit.fault.isVisible()
    counter.type("1000000")
    press(counter, screen.act)
    counter.until(lambda: "₩1,000,000" in words_on(screen.figures))
    assert screen.act.text() == "Close and post"
    counter.type("0")  # another profit wants another look
    assert screen.act.text() == "See what everybody gets"
    press(counter, screen.act)
    counter.until(lambda: "₩10,000,000" in words_on(screen.figures))
    press(counter, screen.act)
    say_yes(counter)
    counter.until(lambda: not screen.act.isVisible())
    assert "Closed" in toast(counter)


def low_answer(counter: Counter) -> None:
    with_programs(counter, ASK)
    sale = sold(counter, member_id(counter), ("CUT", 18000, 1)).sale
    done: list[object] = []
    counter.session.lane.run(
        lambda till: surveys.answer_survey(till, sale=sale, program="ask", answer="2", word="cold water"),
        done=done.append,
    )
    counter.until(lambda: bool(done))


def test_a_low_answer_waits_and_is_seen_to(counter: Counter) -> None:
    low_answer(counter)
    screen = opened(counter, "surveys", SurveysScreen)
    counter.until(lambda: bool(screen.rows.keys))
    assert "−100" in words_on(screen.figures)
    screen.rows.setFocus(Qt.FocusReason.TabFocusReason)
    counter.press(Qt.Key.Key_Return)
    assert (screen.said.text(), screen.word.text()) == ("2 of 10", "“cold water”")
    assert KIM in screen.who.text()
    counter.type("called")
    counter.press(Qt.Key.Key_Return)
    give_pin(counter)
    counter.until(lambda: screen.rows.empty.isVisible())
    assert not screen.card.isVisible()
    assert toast(counter)


def test_her_card_is_one_press_away(counter: Counter) -> None:
    low_answer(counter)
    screen = opened(counter, "surveys", SurveysScreen)
    counter.until(lambda: bool(screen.rows.keys))
    screen.rows.picked.emit(screen.rows.keys[0])
    press(counter, screen.her_card)
    counter.until(lambda: counter.window.screen_now.name == "members")


def test_who_sent_her_is_asked_only_while_a_program_wants_to_know(counter: Counter) -> None:
    form = opened(counter, "enrol", EnrolScreen)
    counter.until(lambda: bool(form._id))
    assert not form.sent_by.isVisible()
    counter.window.open("sale")
    friends = {"id": "friends", "kind": "referral", "after": "joining", "referrer": {"program": "pts", "points": 70}}
    with_programs(counter, POINTS, friends)
    form = opened(counter, "enrol", EnrolScreen, card="2900009876543215")
    counter.until(lambda: form.sent_by.isVisible())
    form.sent_by.setFocus()
    counter.scan(KIM_CARD)
    assert form.sent_by.text() == KIM_CARD
    form.person.set_text("정하은")
    press(counter, form.enrol)
    counter.until(lambda: counter.window.screen_now is counter.sale)
    kim = member_id(counter)
    held: list[int] = []
    counter.session.lane.run(lambda till: members.balances_of(till, kim)["pts"], done=held.append)
    counter.until(lambda: bool(held))
    assert held == [70]


def test_a_referrer_who_is_nobody_is_said_and_nobody_is_enrolled(counter: Counter) -> None:
    friends = {"id": "friends", "kind": "referral", "after": "joining", "referrer": {"program": "pts", "points": 70}}
    with_programs(counter, POINTS, friends)
    form = opened(counter, "enrol", EnrolScreen, card="2900009876543215")
    counter.until(lambda: form.sent_by.isVisible())
    form.person.set_text("정하은")
    form.sent_by.set_text("2900000000000000")
    press(counter, form.enrol)
    counter.until(lambda: form.refusal.isVisible())
    assert LEE not in form.refusal.words.text()
    assert form.enrol.isEnabled()
