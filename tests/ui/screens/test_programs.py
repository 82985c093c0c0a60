"""Programs are switched and written as text; a fault stands at its place and nothing faulty is ever saved."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import Qt

from posapp.till import programs
from posapp.ui.screens.programs import EMPTY, ProgramsScreen
from posapp.ui.widgets.pin_sheet import PinSheet
from posapp.ui.widgets.sheet import Question
from tests.ui.conftest import KIM_CARD, Counter, closed
from tests.ui.conftest import opened as reopened
from tests.ui.screens.hands import give_pin, manager_at_work, opened, press, say_yes, sheet, toast, words_on


def cuts(counter: Counter) -> ProgramsScreen:
    screen = opened(counter, "programs", ProgramsScreen)
    counter.until(lambda: "cuts" in screen.rows.keys)
    as_text(counter, screen, "cuts")
    return screen


def as_text(counter: Counter, screen: ProgramsScreen, program: str) -> None:
    """Open a program and read it as text."""
    if screen.pages.currentIndex():
        press(counter, screen.back)
    press(counter, next(row for row in screen.rows.rows if row.isVisible() and row.key == program))
    counter.until(lambda: f'"{program}"' in screen.editor.text.toPlainText() and screen.pages.currentIndex() == 1)
    press(counter, screen.views.buttons["text"])


def written(screen: ProgramsScreen) -> str:
    return screen.editor.text.toPlainText()


def rewrite(counter: Counter, screen: ProgramsScreen, old: str, new: str) -> None:
    """Replace text as a person does: select it and type."""
    text = screen.editor.text
    cursor = text.document().find(old)
    assert not cursor.isNull()
    text.setTextCursor(cursor)
    text.setFocus()
    text.insertPlainText(new)
    counter.until(lambda: screen.editor._checked == written(screen))


def marked(screen: ProgramsScreen) -> list[str]:
    """The texts that are underlined."""
    return [selection.cursor.selectedText() for selection in screen.editor.text.extraSelections()]


def badge(screen: ProgramsScreen, program: str = "cuts") -> str:
    return next(row.badge for row in screen.rows.rows if row.key == program)


def test_a_program_is_switched_off_with_a_managers_pin_only(counter: Counter) -> None:
    screen = cuts(counter)
    press(counter, screen.switch)
    sheet(counter, PinSheet)
    counter.press(Qt.Key.Key_Escape)
    assert screen.switch.isChecked(), "it shows what is, not what was asked for"
    press(counter, screen.switch)
    give_pin(counter)
    counter.until(lambda: badge(screen) == "Off")
    assert not screen.switch.isChecked()


def test_a_program_that_others_need_says_so_and_stays_on(counter: Counter) -> None:
    manager_at_work(counter)
    screen = cuts(counter)
    tier = next(row.key for row in screen.rows.rows if row.key and "tier" in _kind(counter, row.key))
    as_text(counter, screen, tier)
    press(counter, screen.switch)
    counter.until(screen.refusal.isVisible)
    assert screen.switch.isChecked()


def _kind(counter: Counter, program: str) -> str:
    from posapp.till import programs

    kinds: list[str] = []
    counter.session.lane.run(lambda till: str(programs.document(till, program)["kind"]), done=kinds.append)
    counter.until(lambda: bool(kinds))
    return kinds[0]


def test_a_fault_is_marked_at_its_place_with_its_sentence(counter: Counter) -> None:
    screen = cuts(counter)
    rewrite(counter, screen, '"size": 10', '"size": 5')
    assert marked(screen) == ['"at": 10'], "the reward at 10 is beyond the size, and it is the reward that is marked"
    counter.until(screen.editor.faults.isVisible)
    assert not screen.editor.save.isEnabled()
    assert screen.editor.faults.rows[0].text()


def test_a_name_that_means_nothing_is_marked(counter: Counter) -> None:
    screen = cuts(counter)
    rewrite(counter, screen, '"size"', '"sise"')
    assert '"sise": 10' in marked(screen)
    said = [row.text() for row in screen.editor.faults.rows if row.isVisible()]
    assert any(sentence.startswith("sise: ") for sentence in said)
    assert any(sentence.startswith("size: ") for sentence in said), "what is left out is named"
    assert not screen.editor.save.isEnabled()


def test_text_that_is_no_json_is_told_in_words_at_the_line(counter: Counter) -> None:
    screen = cuts(counter)
    rewrite(counter, screen, '"size": 10,', '"size": 10')
    assert marked(screen)
    counter.until(screen.editor.faults.isVisible)
    assert "comma" in screen.editor.faults.rows[0].text()


def test_pressing_a_fault_leads_to_its_place(counter: Counter) -> None:
    screen = cuts(counter)
    rewrite(counter, screen, '"size": 10', '"size": 5')
    counter.until(screen.editor.faults.isVisible)
    press(counter, screen.editor.faults.rows[0])
    line = screen.editor.text.textCursor().block().text()
    assert '"at": 10' in line
    assert screen.editor.text.hasFocus()


def test_clean_text_is_saved_with_rank_and_counts_at_once(counter: Counter) -> None:
    screen = cuts(counter)
    rewrite(counter, screen, "Ten cuts, one free", "Ten for one")
    counter.until(screen.editor.save.isEnabled)
    counter.press(Qt.Key.Key_F10)
    give_pin(counter)
    counter.until(lambda: badge(screen) == "On")
    assert "Saved" in toast(counter)
    counter.scan(KIM_CARD)
    card = counter.sale.member.card
    assert card is not None
    assert "Ten for one" in {panel.name.in_language("en") for panel in card.panels}


def test_unsaved_text_outlives_everything_in_between(counter: Counter) -> None:
    screen = cuts(counter)
    rewrite(counter, screen, "Ten cuts", "Eleven cuts")
    mine = written(screen)
    as_text(counter, screen, next(row.key for row in screen.rows.rows if row.key and row.key != "cuts"))
    counter.scan(KIM_CARD)
    counter.window.switch_language()
    counter.settled()
    counter.window.open("programs")
    counter.settled()
    as_text(counter, screen, "cuts")
    assert written(screen) == mine
    assert screen.editor.note.isVisible(), "and says that it is not saved"


def test_unsaved_text_comes_back_after_a_crash_and_says_so(counter: Counter, shop_file: Path, tmp_path: Path) -> None:
    screen = cuts(counter)
    rewrite(counter, screen, "Ten cuts, one free", "Ten for one")
    text = written(screen)
    counter.settled()
    crashed = tmp_path / "crashed"
    shutil.copytree(shop_file.parent, crashed, ignore=lambda *_: ["crashed"])  # the disk as a power cut leaves it
    after = Counter(counter.qtbot, reopened(counter.qtbot, crashed / shop_file.name))
    screen = opened(after, "programs", ProgramsScreen)
    after.until(lambda: "cuts" in screen.rows.keys)
    assert badge(screen) == "Not saved yet"
    as_text(after, screen, "cuts")
    after.until(lambda: written(screen) == text)
    assert "Your text from before is here" in " ".join(words_on(screen.editor.note))
    press(after, screen.editor.undo)
    say_yes(after)
    after.until(lambda: "Ten cuts, one free" in written(screen))
    after.settled()
    kept: list[object] = []
    after.session.lane.run(programs.drafts, done=kept.append)
    after.until(lambda: bool(kept))
    assert kept == [{}]
    closed(after.session)


def test_a_refused_saving_leaves_the_text(counter: Counter) -> None:
    screen = cuts(counter)
    rewrite(counter, screen, "Ten cuts", "Eleven cuts")
    mine = written(screen)
    counter.until(screen.editor.save.isEnabled)
    press(counter, screen.editor.save)
    counter.press(Qt.Key.Key_Escape)
    assert written(screen) == mine
    counter.until(lambda: badge(screen) == "Not saved yet")


def test_text_is_thrown_away_only_after_a_yes(counter: Counter) -> None:
    screen = cuts(counter)
    before = written(screen)
    rewrite(counter, screen, "Ten cuts", "Eleven cuts")
    press(counter, screen.editor.undo)
    assert sheet(counter, Question).no.hasFocus()
    counter.press(Qt.Key.Key_Return)
    assert "Eleven" in written(screen)
    press(counter, screen.editor.undo)
    say_yes(counter)
    assert written(screen) == before


def test_a_new_program_is_written_from_its_first_brace(counter: Counter) -> None:
    manager_at_work(counter)
    screen = opened(counter, "programs", ProgramsScreen)
    counter.until(lambda: EMPTY in screen.patterns.keys)
    counter.press(Qt.Key.Key_F2)
    assert screen.patterns.hasFocus()
    screen.patterns.choose(EMPTY)
    counter.press(Qt.Key.Key_Return)
    counter.until(lambda: screen.editor.text.hasFocus())
    screen.editor.text.selectAll()
    screen.editor.text.insertPlainText(
        '{"id": "tuesday", "kind": "fixed_discount", "name": "Quiet Tuesday", "rate": 7.5,'
        ' "active": {"weekdays": ["tue"]}}'
    )
    counter.until(screen.editor.save.isEnabled)
    press(counter, screen.editor.save)
    counter.until(lambda: "tuesday" in screen.rows.keys)
    assert "7.5" in written(screen), "the rate is kept as it was written"


def test_tab_leaves_the_text_and_enter_keeps_the_indentation(counter: Counter) -> None:
    screen = cuts(counter)
    text = screen.editor.text
    text.setFocus()
    text.setTextCursor(text.document().find('"size": 10,'))
    cursor = text.textCursor()
    cursor.clearSelection()
    text.setTextCursor(cursor)
    counter.press(Qt.Key.Key_Return)
    assert text.textCursor().block().text() == "  "
    counter.press(Qt.Key.Key_Tab)
    assert not text.hasFocus()
