"""An owner rehearses a program beside its form: customers come, buy, use and bring back, and nothing is kept."""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtCore import Qt

from posapp.cli import main
from posapp.loyalty.words import Text
from posapp.ui.screens.program_rehearsal import RehearsalPane
from posapp.ui.screens.programs import ProgramsScreen
from posapp.ui.widgets.sample_basket import Good
from tests.ui.conftest import Counter
from tests.ui.screens.hands import press, toast
from tests.ui.screens.test_program_form import at, form_of, type_into


def rehearsal(counter: Counter) -> tuple[ProgramsScreen, RehearsalPane]:
    screen = form_of(counter, "cuts")
    press(counter, screen.editor.beside.choice.buttons["rehearsal"])
    pane = screen.editor.beside.rehearsal
    counter.until(lambda: len(pane.steps) == 1)
    fill(counter, pane, 10)
    return screen, pane


def fill(counter: Counter, pane: RehearsalPane, units: int) -> None:
    pane.basket.put_goods([Good(document={"product": "CUT"}, name=Text("Cut"), quantity=units)])
    pane.basket.changed.emit()
    counter.settled()


def seen(counter: Counter, pane: RehearsalPane, button: Any) -> None:
    """Press it where it stands, a scroll away."""
    pane.view.ensureWidgetVisible(button)
    counter.settled()
    press(counter, button)
    counter.settled()


def told(pane: RehearsalPane, step: int) -> str:
    return " / ".join(f"{one.text} {one.amount}" for one in pane.cards[step].told.told)


def test_a_customer_fills_a_card_uses_it_and_brings_something_back(counter: Counter) -> None:
    before = counter.day().sales
    _, pane = rehearsal(counter)
    seen(counter, pane, pane.record)
    counter.until(lambda: "Due ₩174,600" in told(pane, 1))
    assert "+10 Ten cuts, one free" in told(pane, 1)
    fill(counter, pane, 1)
    seen(counter, pane, pane.when.later[7])
    counter.until(lambda: bool(pane.receipt.offers.offers))
    counter.press(Qt.Key.Key_F3)
    counter.until(lambda: pane.receipt.quote is not None and pane.receipt.quote.due_minor == 0)
    seen(counter, pane, pane.record)
    counter.until(lambda: "Due ₩0" in told(pane, 2))
    assert "Has now: Ten cuts, one free 0" in told(pane, 2)
    seen(counter, pane, pane.cards[2].all_back)
    counter.until(lambda: "Has now: Ten cuts, one free 10" in told(pane, 3))
    assert counter.day().sales == before, "it was on paper"


def test_the_steps_are_played_anew_when_the_program_changes(counter: Counter) -> None:
    screen, pane = rehearsal(counter)
    seen(counter, pane, pane.record)
    counter.until(lambda: "+10 Ten cuts" in told(pane, 1))
    type_into(counter, at(screen, "max_per_day").line, "4")
    counter.until(lambda: "+4 Ten cuts" in told(pane, 1))


def test_a_step_that_is_taken_out_takes_those_with_it_that_speak_of_it(counter: Counter) -> None:
    _, pane = rehearsal(counter)
    seen(counter, pane, pane.record)
    counter.until(lambda: len(pane.cards) == 2)
    seen(counter, pane, pane.cards[1].one_back)
    counter.until(lambda: len(pane.steps) == 3)
    seen(counter, pane, pane.cards[1].away)
    assert [next(iter(step.keys() - {"at"})) for step in pane.steps] == ["enrol"]


def test_steps_can_be_written_and_kept_as_a_scenario_that_passes(counter: Counter, capsys: Any) -> None:
    screen, pane = rehearsal(counter)
    seen(counter, pane, pane.as_text)
    steps = [
        {"at": "2026-03-02T10:00:00+09:00", "enrol": {"card": "Kim", "joined": "2026-03-02"}},
        {"at": "2026-03-02T10:05:00+09:00", "sale": {"card": "Kim", "lines": [{"product": "CUT", "quantity": 3}]}},
        {"at": "2026-03-02T10:06:00+09:00", "adjust": {"card": "Kim", "program": "cuts", "amount": 2, "reason": "x"}},
    ]
    pane.text.setPlainText(json.dumps(steps))
    counter.until(lambda: len(pane.cards) == 3)
    counter.until(lambda: "Has now: Ten cuts, one free 5" in told(pane, 2))
    seen(counter, pane, pane.keep)
    counter.until(lambda: "cuts.json" in toast(counter))
    file = counter.session.path.parent / "rehearsals" / "cuts.json"
    kept = json.loads(file.read_text("utf-8"))
    assert kept["steps"][1]["expect"]["earned"] == {"cuts": 3}
    assert main(["rehearse", str(file), "--language", "en"]) == 0
    assert "1 passed" in capsys.readouterr().out
    pane.program = ""  # as after the window was closed
    press(counter, screen.editor.beside.choice.buttons["receipt"])
    press(counter, screen.editor.beside.choice.buttons["rehearsal"])
    counter.until(lambda: len(pane.steps) == 3)
