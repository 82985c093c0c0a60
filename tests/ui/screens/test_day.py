"""The day's totals follow the sales, and closing is asked about."""

from __future__ import annotations

from PySide6.QtCore import Qt

from posapp.till import returns
from posapp.ui.screens.day import DayScreen
from posapp.ui.widgets.sheet import Question
from tests.ui.conftest import Counter
from tests.ui.screens.hands import opened, press, say_yes, sheet, sold, toast, words_on


def day(counter: Counter) -> DayScreen:
    screen = opened(counter, "day", DayScreen)
    counter.until(lambda: bool(screen.heading.text()))
    return screen


def test_a_day_without_sales_says_so(counter: Counter) -> None:
    screen = day(counter)
    assert screen.nothing.isVisible()
    assert screen.net.text() == "₩0"


def test_what_was_sold_is_in_the_totals(counter: Counter) -> None:
    sold(counter, None, ("CUT", 18000, 2))
    screen = day(counter)
    assert screen.net.text() == "₩36,000"
    assert "₩36,000" in words_on(screen.money)


def test_each_program_says_what_it_took_off_and_what_came_back(counter: Counter) -> None:
    sale = sold(counter, None, ("PERM", 125000, 2))
    counter.session.lane.run(lambda till: returns.take_back(till, sale=sale.sale, lines={0: 1}))
    screen = day(counter)
    counter.until(lambda: "The more, the less" in words_on(screen.programs))
    told = words_on(screen.programs)
    assert "Taken off" in told
    assert "−₩12,500" in told
    assert "Taken off, on returned goods" in told
    assert "₩6,250" in told


def test_the_day_before_is_seen_and_cannot_be_closed(counter: Counter) -> None:
    sold(counter, None, ("CUT", 18000, 2))
    screen = day(counter)
    today = screen.heading.text()
    counter.press(Qt.Key.Key_Left)
    counter.until(lambda: screen.heading.text() != today)
    assert screen.net.text() == "₩0"
    assert not screen.close_day.isVisible()
    counter.press(Qt.Key.Key_Right)
    counter.until(lambda: screen.heading.text() == today)
    assert not screen.after.isEnabled(), "there is no tomorrow yet"


def test_closing_is_asked_about_and_defaults_to_no(counter: Counter) -> None:
    screen = day(counter)
    before = screen.state.text
    press(counter, screen.close_day)
    assert sheet(counter, Question).no.hasFocus()
    counter.press(Qt.Key.Key_Return)
    assert screen.state.text == before


def test_a_closed_day_says_when(counter: Counter) -> None:
    sold(counter, None, ("CUT", 18000, 1))
    screen = day(counter)
    before = screen.state.text
    press(counter, screen.close_day)
    say_yes(counter)
    counter.until(lambda: screen.state.text != before)
    assert "Closed" in screen.state.text
    assert toast(counter)
