"""Scans are taken from the window before any widget sees them; what a hand types reaches the widget it is meant for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from posapp.devices.simulated import Press, SimulatedScanner
from posapp.ui.scanner import Scanner
from tests.ui.keys import by_hand, scan, send, type_out

CARD = "2900001234567890"


class Form(QWidget):
    """A text field and a button, as any screen has them; `pressed` counts."""

    def __init__(self) -> None:
        super().__init__()
        self.line, self.button = QLineEdit(), QPushButton("Delete everything")
        self.button.setDefault(True)
        self.pressed = 0
        self.button.clicked.connect(self._press)
        column = QVBoxLayout(self)
        column.addWidget(self.line)
        column.addWidget(self.button)

    def _press(self) -> None:
        self.pressed += 1

    @property
    def handle(self) -> QWindow:
        window = self.windowHandle()
        assert window is not None
        return window


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    made = Form()
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def scanner(form: Form) -> Iterator[Scanner]:
    made = Scanner()
    made.watch(form.handle)
    yield made
    made.close()


@pytest.fixture
def heard(scanner: Scanner) -> list[str]:
    scans: list[str] = []
    scanner.scanned.connect(scans.append)
    return scans


def test_a_scan_reaches_no_widget(form: Form, heard: list[str]) -> None:
    form.line.setFocus()
    scan(form.handle, CARD)
    assert (heard, form.line.text()) == ([CARD], "")


@pytest.mark.parametrize("suffix", ["\r", "\t", "\r\n"])
def test_a_scan_into_a_focused_button_presses_nothing_and_moves_no_focus(
    form: Form, heard: list[str], suffix: str
) -> None:
    form.button.setFocus()
    scan(form.handle, "GIFT 0012 3456", SimulatedScanner(suffix=suffix))
    assert (heard, form.pressed, form.button.hasFocus()) == (["GIFT 0012 3456"], 0, True)


def test_what_a_hand_types_arrives_whole_and_in_order(qtbot: QtBot, form: Form, heard: list[str]) -> None:
    form.line.setFocus()
    type_out(form.handle, by_hand("5678", gap_ms=90))
    qtbot.waitUntil(lambda: form.line.text() == "5678")
    assert heard == []


def test_enter_by_hand_still_presses_a_button_after_what_was_typed(qtbot: QtBot, form: Form, heard: list[str]) -> None:
    entered: list[str] = []
    form.line.returnPressed.connect(lambda: entered.append(form.line.text()))
    form.line.setFocus()
    type_out(form.handle, by_hand("15000\r", gap_ms=120))
    qtbot.waitUntil(lambda: entered == ["15000"])
    assert heard == []


def test_a_single_key_waits_no_longer_than_the_gap(qtbot: QtBot, form: Form, heard: list[str]) -> None:
    form.line.setFocus()
    type_out(form.handle, by_hand("7"))
    assert form.line.text() == ""
    qtbot.waitUntil(lambda: form.line.text() == "7", timeout=2000)


def test_a_key_that_is_held_down_repeats_and_is_no_scan(qtbot: QtBot, form: Form, heard: list[str]) -> None:
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtGui import QKeyEvent

    form.line.setFocus()
    for at in range(12):
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_0, Qt.KeyboardModifier.NoModifier, "0", at > 0)
        event.setTimestamp(900_000 + at * 30)
        QCoreApplication.sendEvent(form.handle, event)
    qtbot.waitUntil(lambda: form.line.text() == "0" * 12)
    assert heard == []


def test_capitals_with_their_shift_keys_are_one_scan(form: Form, heard: list[str]) -> None:
    form.line.setFocus()
    at_ms = 700_000
    for character in "CUTX":
        send(form.handle, Qt.Key.Key_Shift, at_ms=at_ms, held_ms=6)
        send(form.handle, ord(character), text=character, at_ms=at_ms + 2, modifiers=Qt.KeyboardModifier.ShiftModifier)
        at_ms += 8
    send(form.handle, Qt.Key.Key_Return, text="\r", at_ms=at_ms)
    assert (heard, form.line.text()) == (["CUTX"], "")


def test_copying_with_the_keyboard_is_left_alone(qtbot: QtBot, form: Form, heard: list[str]) -> None:
    form.line.setText("abc")
    form.line.setFocus()
    control = Qt.KeyboardModifier.ControlModifier
    send(form.handle, Qt.Key.Key_A, text="\x01", at_ms=5_000, modifiers=control)
    assert form.line.selectedText() == "abc"


def test_keys_of_a_stalled_window_are_waited_for_and_not_torn_apart(
    qtbot: QtBot, form: Form, scanner: Scanner, heard: list[str]
) -> None:
    """The silence is over by the wall clock while the rest of the scan still waits to be delivered."""
    import time

    form.line.setFocus()
    keys = list(SimulatedScanner().scan(CARD))
    type_out(form.handle, keys[:7])
    time.sleep(0.12)  # the window is busy and delivers nothing: this is the stall itself, nothing is waited for
    qtbot.wait(1)
    type_out(form.handle, keys[7:])
    assert (heard, form.line.text()) == ([CARD], "")


def test_the_gaps_are_measured_for_the_calibration(form: Form, scanner: Scanner, heard: list[str]) -> None:
    measured: list[tuple[int, ...]] = []
    scanner.measured.connect(measured.append)
    scan(form.handle, CARD, SimulatedScanner(gap_ms=23))
    assert measured == [(23,) * (len(CARD) - 1)]


def test_a_window_that_gets_the_keyboard_later_is_listened_to_as_well(
    qtbot: QtBot, form: Form, scanner: Scanner, heard: list[str]
) -> None:
    other = Form()
    qtbot.addWidget(other)
    with qtbot.waitExposed(other):
        other.show()
    other.activateWindow()
    qtbot.waitUntil(other.isActiveWindow)
    other.button.setFocus()
    scan(other.handle, CARD)
    assert (heard, other.pressed) == ([CARD], 0)


def test_a_line_feed_that_is_no_known_key_ends_a_scan(form: Form, heard: list[str]) -> None:
    for n, digit in enumerate(CARD):
        send(form.handle, ord(digit), text=digit, at_ms=1000 + n * 4)
    send(form.handle, Qt.Key.Key_unknown, text="\n", at_ms=1000 + len(CARD) * 4)
    assert heard == [CARD]
    assert not form.line.text()


def test_a_scan_torn_by_a_pause_is_told_and_presses_nothing(
    qtbot: QtBot, form: Form, scanner: Scanner, heard: list[str]
) -> None:
    told: list[bool] = []
    scanner.torn.connect(lambda: told.append(True))
    form.button.setFocus()
    keys = [Press(key.character, key.at_ms + 160 * (at > 1)) for at, key in enumerate(SimulatedScanner().scan(CARD))]
    type_out(form.handle, keys)
    assert (told, heard, form.pressed) == ([True], [], 0)
