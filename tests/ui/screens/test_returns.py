"""Taking goods back: what will happen is seen first, and nothing happens without a yes."""

from __future__ import annotations

from PySide6.QtCore import Qt

from posapp.till.views import SaleRecorded
from posapp.ui.screens.returns import ReturnsScreen
from posapp.ui.widgets.sheet import Question
from tests.ui.conftest import KIM, Counter
from tests.ui.screens.hands import opened, press, say_yes, sheet, shown, sold, toast


def kim_id(counter: Counter) -> str:
    from posapp.till import members

    found: list[str] = []
    counter.session.lane.run(lambda till: members.find(till, KIM).rows[0].id, done=found.append)
    counter.until(lambda: bool(found))
    return found[0]


def bought(counter: Counter) -> SaleRecorded:
    """Two cuts and a perm, for Kim."""
    return sold(counter, kim_id(counter), ("CUT", 18000, 2), ("PERM", 125000, 1))


def opened_sale(counter: Counter, recorded: SaleRecorded) -> ReturnsScreen:
    screen = opened(counter, "returns", ReturnsScreen, sale=recorded.sale)
    counter.until(lambda: screen.pane.sale is not None)
    return screen


def test_a_scanned_receipt_opens_its_sale(counter: Counter) -> None:
    recorded = bought(counter)
    counter.scan(recorded.receipt)
    counter.until(lambda: isinstance(counter.window.screen_now, ReturnsScreen))
    screen = shown(counter, ReturnsScreen)
    counter.until(lambda: screen.pane.sale is not None)
    assert screen.pane.who.text() == KIM
    assert len(screen.pane.lines) == 2


def test_a_receipts_number_is_typed(counter: Counter) -> None:
    recorded = bought(counter)
    screen = opened(counter, "returns", ReturnsScreen)
    counter.type(recorded.receipt)
    counter.press(Qt.Key.Key_Return)
    counter.until(lambda: screen.pane.sale is not None)


def test_a_number_of_no_sale_is_told_under_the_box(counter: Counter) -> None:
    screen = opened(counter, "returns", ReturnsScreen)
    counter.type("4711")
    counter.press(Qt.Key.Key_Return)
    counter.until(screen.refusal.isVisible)
    assert screen.box.text() == "4711"
    assert screen.box.hasFocus()


def test_what_will_happen_is_seen_as_units_are_chosen(counter: Counter) -> None:
    screen = opened_sale(counter, bought(counter))
    assert not screen.pane.take_back.isEnabled()
    press(counter, screen.pane.lines[0].more)
    counter.until(lambda: screen.pane.preview is not None)
    first = screen.pane.refund.text()
    assert first != "₩0"
    press(counter, screen.pane.lines[0].more)
    counter.until(lambda: screen.pane.refund.text() != first)
    assert not screen.pane.lines[0].more.isEnabled(), "no more than was bought"


def test_a_unit_comes_back_with_the_keyboard_alone(counter: Counter) -> None:
    recorded = bought(counter)
    screen = opened_sale(counter, recorded)
    assert screen.pane.lines[0].hasFocus()
    counter.press(Qt.Key.Key_Plus, text="+")
    counter.until(lambda: screen.pane.preview is not None)
    counter.press(Qt.Key.Key_Tab)
    counter.press(Qt.Key.Key_Tab)
    screen.pane.take_back.setFocus()
    counter.press(Qt.Key.Key_Return)
    question = sheet(counter, Question)
    assert question.no.hasFocus()
    counter.press(Qt.Key.Key_Tab)
    assert question.yes.hasFocus()
    counter.press(Qt.Key.Key_Return)
    counter.until(lambda: screen.pane.lines[0].line.kept == 1)
    assert "₩" in toast(counter)
    assert recorded.sale in screen.rows.keys


def test_enter_on_the_question_changes_nothing(counter: Counter) -> None:
    screen = opened_sale(counter, bought(counter))
    press(counter, screen.pane.lines[0].more)
    counter.until(lambda: screen.pane.preview is not None)
    press(counter, screen.pane.take_back)
    counter.press(Qt.Key.Key_Return)
    assert counter.window.sheets.top is None
    assert screen.pane.lines[0].line.kept == 2
    assert screen.pane.lines[0].units == 1, "what was chosen stays"


def test_a_scan_into_the_question_answers_nothing(counter: Counter) -> None:
    screen = opened_sale(counter, bought(counter))
    press(counter, screen.pane.lines[0].more)
    counter.until(lambda: screen.pane.preview is not None)
    press(counter, screen.pane.take_back)
    counter.scan("SHAMPOO")
    counter.until(lambda: counter.sale.basket.count == 1)
    assert screen.pane.lines[0].line.kept == 2


def test_all_of_it_and_none_of_it_with_one_press(counter: Counter) -> None:
    screen = opened_sale(counter, bought(counter))
    press(counter, screen.pane.everything)
    assert screen.pane.units() == {0: 2, 1: 1}
    counter.until(lambda: screen.pane.preview is not None)
    press(counter, screen.pane.everything)
    assert screen.pane.units() == {}


def test_a_sale_is_undone_once_and_says_so(counter: Counter) -> None:
    screen = opened_sale(counter, bought(counter))
    press(counter, screen.pane.void)
    counter.until(lambda: counter.window.sheets.top is not None)
    say_yes(counter)
    counter.until(lambda: screen.pane.sale is not None and screen.pane.sale.voided)
    assert not screen.pane.void.isEnabled()
    assert all(line.line.kept == 0 for line in screen.pane.lines)


def test_a_sale_on_which_a_return_stands_says_why_it_is_not_undone(counter: Counter) -> None:
    screen = opened_sale(counter, bought(counter))
    press(counter, screen.pane.lines[1].more)
    counter.until(lambda: screen.pane.preview is not None)
    press(counter, screen.pane.take_back)
    say_yes(counter)
    counter.until(lambda: screen.pane.lines[1].line.kept == 0)
    assert not screen.pane.void.isEnabled()
    assert screen.pane.not_voidable.isVisible()
    assert screen.pane.not_voidable.text()


def test_escape_puts_the_sale_away_and_then_leads_back(counter: Counter) -> None:
    screen = opened_sale(counter, bought(counter))
    counter.press(Qt.Key.Key_Escape)
    assert screen.pane.sale is None
    counter.press(Qt.Key.Key_Escape)
    assert counter.window.screen_now is counter.sale
