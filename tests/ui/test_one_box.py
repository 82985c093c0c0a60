"""The one box: digits, names in both scripts, and nothing of what steers the basket."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from posapp.ui.theme import Look
from posapp.ui.widgets.one_box import OneBox


class Around(QWidget):
    """What the box lies in; it keeps the keys that the box did not want."""

    def __init__(self) -> None:
        super().__init__()
        self.box = OneBox(Look())
        self.box.setParent(self)
        self.passed: list[int] = []

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.passed.append(event.key())


def press(box: OneBox, key: Qt.Key) -> None:
    """A key that Qt's own test keyboard does not have."""
    QCoreApplication.sendEvent(box, QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier))


@pytest.fixture
def around(qtbot: QtBot) -> Around:
    made = Around()
    qtbot.addWidget(made)
    made.show()
    made.box.setFocus()
    return made


@pytest.fixture
def box(around: Around) -> OneBox:
    return around.box


def test_the_desktops_input_method_stays_out_of_it(box: OneBox) -> None:
    assert box.inputMethodQuery(Qt.InputMethodQuery.ImEnabled) is False
    assert not box.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


def test_a_korean_name_is_written_on_a_latin_keyboard(qtbot: QtBot, box: OneBox) -> None:
    box.set_languages(hangul=True)
    seen = []
    for key in "rlatn":
        qtbot.keyClicks(box, key)
        seen.append(box.text())
    assert seen == ["ㄱ", "기", "김", "김ㅅ", "김수"]


def test_backspace_takes_one_letter_of_the_syllable_and_then_whole_ones(qtbot: QtBot, box: OneBox) -> None:
    box.set_languages(hangul=True)
    qtbot.keyClicks(box, "rlatn")
    qtbot.keyClick(box, Qt.Key.Key_Backspace)
    assert box.text() == "김ㅅ"
    qtbot.keyClick(box, Qt.Key.Key_Backspace)
    qtbot.keyClick(box, Qt.Key.Key_Home)
    qtbot.keyClick(box, Qt.Key.Key_End)
    qtbot.keyClick(box, Qt.Key.Key_Backspace)
    assert box.text() == ""


def test_digits_and_a_blank_go_between_syllables(qtbot: QtBot, box: OneBox) -> None:
    box.set_languages(hangul=True)
    qtbot.keyClicks(box, "rla 12rk")
    assert box.text() == "김 12가"


def test_the_hangul_key_changes_to_latin_letters_and_back(qtbot: QtBot, box: OneBox) -> None:
    box.set_languages(hangul=True)
    press(box, Qt.Key.Key_Hangul)
    qtbot.keyClicks(box, "Kim")
    press(box, Qt.Key.Key_Hangul)
    qtbot.keyClicks(box, "rk")
    assert box.text() == "Kim가"


def test_a_press_on_the_sign_at_its_end_changes_the_script_too(qtbot: QtBot, box: OneBox) -> None:
    box.resize(400, 52)
    box.set_languages(hangul=True)
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=box.rect().center() + box.rect().topRight() / 2)
    assert not box.hangul


def test_in_the_middle_of_a_name_a_syllable_goes_where_the_cursor_is(qtbot: QtBot, box: OneBox) -> None:
    box.set_languages(hangul=True)
    qtbot.keyClicks(box, "rla")
    qtbot.keyClick(box, Qt.Key.Key_Home)
    qtbot.keyClicks(box, "dl")
    assert box.text() == "이김"


def test_in_english_letters_stay_letters(qtbot: QtBot, box: OneBox) -> None:
    qtbot.keyClicks(box, "kim")
    assert box.text() == "kim"


def test_enter_asks_for_what_was_written_and_an_empty_box_passes_it_on(
    qtbot: QtBot, around: Around, box: OneBox
) -> None:
    asked: list[str] = []
    box.asked.connect(asked.append)
    qtbot.keyClicks(box, " 5678 ")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    box.clear()
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert (asked, around.passed) == (["5678"], [Qt.Key.Key_Return])


@pytest.mark.parametrize("key", [Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Delete, Qt.Key.Key_Plus, Qt.Key.Key_Minus])
def test_an_empty_box_leaves_the_basket_its_keys(qtbot: QtBot, around: Around, box: OneBox, key: Qt.Key) -> None:
    qtbot.keyClick(box, key)
    assert (around.passed, box.text()) == ([key], "")
