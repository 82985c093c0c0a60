"""The question after a sale: answered with a touch, with a word or without, and never in anybody's way."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication

from posapp.till import surveys
from posapp.till.context import Till
from posapp.till.owner_views import SurveyAnswer
from posapp.ui.customer.keyboard import OTHER
from posapp.ui.customer.look import FINGER
from tests.ui.conftest import KIM_CARD, LEE_CARD
from tests.ui.customer.conftest import Customer, in_lane


def answers(customer: Customer) -> dict[str, tuple[str, str]]:
    """Answer and word by survey, as they are kept."""

    def read(till: Till) -> tuple[SurveyAnswer, ...]:
        return surveys.answers(till)

    return {one.program: (one.answer, one.word) for one in in_lane(customer, read)}


def buys(customer: Customer, card: str = KIM_CARD) -> None:
    customer.counter.scan(card)
    customer.counter.scan("CUT")
    customer.counter.press(Qt.Key.Key_Return)
    customer.settled()


def test_she_answers_all_three_scales_by_touch(asked: Customer) -> None:
    buys(asked)
    survey = asked.window.survey
    assert survey.ask is not None
    first = survey.ask.program
    for _ in range(3):
        assert survey.ask is not None
        value = {"nps": "9", "stars": "4", "feelings": "happy"}[survey.ask.scale]
        asked.touch(survey.keys[value])
        asked.touch(survey.send)
    assert first in answers(asked)
    assert answers(asked) == {"recommend": ("9", ""), "cut": ("4", ""), "mood": ("happy", "")}
    assert "Thank you for telling us" in asked.reads
    assert not survey.isVisible()


def test_she_writes_a_word_beside_her_answer(asked: Customer) -> None:
    buys(asked)
    survey, word = asked.window.survey, asked.window.word
    assert survey.ask is not None
    value = next(iter(survey.keys))
    asked.touch(survey.keys[value])
    asked.touch(survey.word)
    for letter in "nice":
        asked.touch(word.keyboard.letters[letter])
    asked.touch(word.keyboard.space)
    asked.touch(word.keyboard.letters["c"])
    asked.touch(word.keyboard.erase)
    asked.touch(word.send)
    assert list(answers(asked).values()) == [(value, "nice")]


def test_the_letters_follow_her_language_while_she_writes(asked: Customer) -> None:
    keyboard = asked.window.word.keyboard
    asked.facing.words.switch("ko")
    keyboard.begin()
    keyboard.press("r")
    keyboard.press("k")
    assert (keyboard.written.text, keyboard.letters["q"].text()) == ("가", "ㅂ")
    asked.facing.words.switch("en")
    keyboard.retranslate()
    assert (keyboard.letters["q"].text(), keyboard.other.text()) == ("q", "가나다")
    keyboard.press("o")
    assert keyboard.written.text == "가o"
    keyboard.press(OTHER)
    keyboard.retranslate()
    assert keyboard.letters["q"].text() == "ㅂ", "what she chose herself stays until the language is switched"


def test_the_next_sale_takes_the_question_away_and_keeps_what_was_touched(asked: Customer) -> None:
    buys(asked)
    survey = asked.window.survey
    value = next(iter(survey.keys))
    asked.touch(survey.keys[value])
    asked.counter.scan(LEE_CARD)
    asked.settled()
    assert "이*진" in asked.reads
    assert not survey.isVisible()
    assert list(answers(asked).values()) == [(value, "")]


def test_a_question_that_is_ignored_goes_by_itself_and_nothing_is_kept(asked: Customer) -> None:
    asked.facing.asking.patience.setInterval(1)
    buys(asked)
    asked.counter.until(lambda: asked.window.welcome.isVisible() and asked.window.pad.isVisible())
    assert answers(asked) == {}


def test_what_she_would_rather_not_answer_is_passed_over(asked: Customer) -> None:
    buys(asked)
    for _ in range(3):
        asked.touch(asked.window.survey.skip)
    assert asked.window.pad.isVisible()
    assert answers(asked) == {}


def test_a_word_half_written_is_kept_when_the_till_is_closed(asked: Customer) -> None:
    buys(asked)
    survey, word = asked.window.survey, asked.window.word
    value = next(iter(survey.keys))
    asked.touch(survey.keys[value])
    asked.touch(survey.word)
    asked.touch(word.keyboard.letters["o"])
    asked.facing.close()
    assert list(answers(asked).values()) == [(value, "o")]


def test_an_answer_to_a_sale_that_is_undone_is_none(asked: Customer) -> None:
    buys(asked)
    recorded = asked.facing.recorded
    assert recorded is not None
    asked.touch(next(iter(asked.window.survey.keys.values())))
    asked.counter.sale.selling.undo(recorded.sale)
    asked.settled()
    assert answers(asked) == {}
    assert asked.window.pad.isVisible()


def test_somebody_without_a_card_is_asked_nothing(asked: Customer) -> None:
    asked.counter.scan("CUT")
    asked.counter.press(Qt.Key.Key_Return)
    asked.settled()
    assert "Thank you, see you again" in asked.reads
    assert not asked.window.survey.isVisible()


def test_every_answer_is_as_large_as_a_finger_before_and_after_it_is_touched(asked: Customer) -> None:
    buys(asked)
    survey = asked.window.survey
    for _ in range(3):
        for size in ((1024, 600), (1024, 768), (1920, 1080)):
            asked.window.resize(*size)
            asked.facing.words.switch("ko")
            QApplication.processEvents()
            places = {key: key.geometry() for key in survey.keys.values()}
            for key in survey.findChildren(QAbstractButton):
                if key.isVisible():
                    assert min(key.width(), key.height()) >= FINGER, (size, key.accessibleName(), key.size())
        value = next(iter(survey.keys))
        asked.touch(survey.keys[value])
        assert places == {key: key.geometry() for key in survey.keys.values()}, "nothing moves under a finger"
        asked.touch(survey.send)
