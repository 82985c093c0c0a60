"""A program is let end from its screen: what is owed is said first, days that cannot be are refused at their place."""

from __future__ import annotations

from posapp.till import programs
from posapp.ui.screens.program_ends import EndsSheet
from posapp.ui.screens.programs import ProgramsScreen
from posapp.ui.widgets.pin_sheet import PinSheet
from tests.ui.conftest import Counter
from tests.ui.screens.hands import give_pin, manager_at_work, opened, press, sheet, toast, words_on


def ends(counter: Counter) -> tuple[ProgramsScreen, EndsSheet]:
    screen = opened(counter, "programs", ProgramsScreen, program="cuts")
    counter.until(lambda: screen.ends.isVisible())
    press(counter, screen.ends)
    counter.until(lambda: isinstance(counter.window.sheets.top, EndsSheet))
    return screen, sheet(counter, EndsSheet)


def document(counter: Counter) -> dict[str, object]:
    found: list[dict[str, object]] = []
    counter.session.lane.run(lambda till: programs.document(till, "cuts"), done=found.append)
    counter.until(lambda: bool(found))
    return found[0]


def test_what_is_owed_is_said_and_the_days_are_written(counter: Counter) -> None:
    manager_at_work(counter)
    _, asked = ends(counter)
    said = words_on(asked)
    assert any("stamps" in text for text in said)
    assert not asked.go_on.isVisible()
    asked.earn.set_text("2031-03-31")
    asked.redeem.set_text("2031. 6. 30.")
    asked.say_ko.set_text("스탬프를 써 주세요.")
    press(counter, asked.save)
    counter.until(lambda: counter.window.sheets.top is None)
    assert toast(counter) == "The last days are set."
    assert document(counter)["wind_down"] == {
        "earn_until": "2031-03-31",
        "redeem_until": "2031-06-30",
        "say": {"ko": "스탬프를 써 주세요."},
    }


def test_it_may_go_on_after_all(counter: Counter) -> None:
    manager_at_work(counter)
    _, asked = ends(counter)
    asked.earn.set_text("2031-03-31")
    asked.redeem.set_text("2031-06-30")
    press(counter, asked.save)
    counter.until(lambda: counter.window.sheets.top is None)
    _, again = ends(counter)
    assert again.earn.text() == "2031-03-31"
    press(counter, again.go_on)
    counter.until(lambda: counter.window.sheets.top is None)
    assert "wind_down" not in document(counter)


def test_a_day_that_cannot_be_is_refused_and_nothing_is_changed(counter: Counter) -> None:
    manager_at_work(counter)
    _, asked = ends(counter)
    asked.earn.set_text("soon")
    asked.redeem.set_text("2031-06-30")
    press(counter, asked.save)
    assert asked.earn.line.hasFocus()
    asked.earn.set_text("2000-01-01")
    press(counter, asked.save)
    assert asked.refusal.isVisible()
    asked.earn.set_text("2031-12-31")
    press(counter, asked.save)
    assert asked.refusal.isVisible()
    assert "wind_down" not in document(counter)


def test_it_takes_a_manager(counter: Counter) -> None:
    _, asked = ends(counter)
    asked.earn.set_text("2031-03-31")
    asked.redeem.set_text("2031-06-30")
    press(counter, asked.save)
    assert isinstance(counter.window.sheets.top, PinSheet)
    give_pin(counter)
    counter.until(lambda: "wind_down" in document(counter))
