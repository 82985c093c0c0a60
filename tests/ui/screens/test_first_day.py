"""The first day: five answers, a recovery sheet, and the till is open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from posapp.app import Session
from posapp.devices.simulated import SimulatedSounds
from posapp.till import people, programs
from posapp.till.context import open_till
from posapp.ui.screens.first_day import FirstDayScreen
from tests.ui.conftest import Counter, closed
from tests.ui.screens.hands import press


@pytest.fixture
def empty(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Counter]:
    """The till's window where there is no shop yet."""
    session = Session(tmp_path / "shop.posapp", language="en", sounds=SimulatedSounds())
    session.window.resize(1024, 768)
    with qtbot.waitSignal(session.ready, timeout=10_000):
        session.window.show()
        session.listen()
    session.window.activateWindow()
    yield Counter(qtbot, session)
    closed(session)


def first_day(counter: Counter) -> FirstDayScreen:
    found = counter.window.screen_now
    assert isinstance(found, FirstDayScreen)
    return found


def enter(counter: Counter, text: str = "") -> None:
    """Type, and Enter; there is no store's lane to wait for yet."""
    from tests.ui import keys

    for character in text:
        keys.send(counter.handle, ord(character.upper()), text=character, at_ms=0, held_ms=0)
    keys.send(counter.handle, Qt.Key.Key_Return, at_ms=0, held_ms=0)
    QApplication.processEvents()


def answered(counter: Counter, *, pin: str = "246813", again: str = "246813") -> FirstDayScreen:
    """All five, from the keyboard."""
    screen = first_day(counter)
    enter(counter)
    enter(counter, "Haneul Hair")
    enter(counter)
    enter(counter)
    enter(counter, "Sora")
    enter(counter, pin)
    enter(counter, again)
    return screen


def test_five_answers_from_the_keyboard_open_the_till(empty: Counter) -> None:
    screen = answered(empty)
    empty.until(screen.recovery.isVisible)
    assert len([label for label in screen.recovery.groups if label.accessibleName()]) == 16
    assert all(label.width() >= label.sizeHint().width() for label in screen.recovery.groups), "a digit is cut off"
    with empty.qtbot.waitSignal(empty.session.begun, timeout=10_000):
        press(empty, screen.recovery.done)
    empty.until(lambda: empty.window.screen_now is not screen)
    till = open_till(empty.session.path)
    try:
        assert till.shop.name == "Haneul Hair"
        assert [(person.name, person.rank) for person in people.people(till)] == [("Sora", "manager")]
        assert programs.rows(till)
    finally:
        till.close()


def test_nobody_is_asked_to_sign_in_before_there_is_a_shop(empty: Counter) -> None:
    assert not empty.window.header.person.isVisible()
    screen = answered(empty)
    empty.until(screen.recovery.isVisible)
    assert not empty.window.header.person.isVisible()
    with empty.qtbot.waitSignal(empty.session.begun, timeout=10_000):
        press(empty, screen.recovery.done)
    empty.until(lambda: empty.window.screen_now is not screen)
    assert empty.window.header.person.isVisible()


def test_the_language_is_spoken_from_the_second_question_on(empty: Counter) -> None:
    screen = first_day(empty)
    press_row(screen, "ko")
    assert empty.window.words.language == "ko"
    assert screen.at == 1
    assert screen.shop.question.text().startswith("매장")


def press_row(screen: FirstDayScreen, value: str) -> None:
    from PySide6.QtTest import QTest

    row = next(row for row in screen.language.rows.rows if row.key == value)
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)


def test_a_shop_without_a_name_is_not_opened(empty: Counter) -> None:
    screen = first_day(empty)
    enter(empty)
    enter(empty)
    assert screen.at == 1
    assert screen.shop.fields[0].fault.isVisible()


def test_back_keeps_what_was_answered(empty: Counter) -> None:
    screen = first_day(empty)
    enter(empty)
    enter(empty, "Haneul Hair")
    screen.back.click()
    assert screen.at == 1
    assert screen.shop.fields[0].text() == "Haneul Hair"


def test_pins_that_differ_or_are_too_short_make_no_shop(empty: Counter) -> None:
    screen = answered(empty, pin="1234", again="1234")
    assert screen.pin.fields[1].fault.isVisible()
    for field, text in zip(screen.pin.fields[1:], ("246813", "246831"), strict=True):
        field.set_text(text)
    screen.next.click()
    assert screen.pin.fields[2].fault.isVisible()
    assert not empty.session.path.exists()


def test_what_the_till_refuses_is_told_and_every_answer_stays(empty: Counter) -> None:
    screen = first_day(empty)
    enter(empty)
    enter(empty, "x" * 201)
    enter(empty)
    enter(empty)
    enter(empty, "Sora")
    enter(empty, "246813")
    enter(empty, "246813")
    empty.until(lambda: screen.refusal.isVisible() and screen.refusal.kind == "seal")
    assert not empty.session.path.exists()
    assert screen.pin.fields[0].text() == "Sora"
    screen.shop.fields[0].set_text("Haneul Hair")
    screen.next.click()
    empty.until(screen.recovery.isVisible)


def test_there_is_no_sale_to_escape_to_and_a_scan_sells_nothing(empty: Counter) -> None:
    from tests.ui import keys

    screen = first_day(empty)
    enter(empty)
    keys.send(empty.handle, Qt.Key.Key_Escape, at_ms=0, held_ms=0)
    keys.send(empty.handle, Qt.Key.Key_Escape, at_ms=0, held_ms=0)
    keys.scan(empty.handle, "8801234567893")
    assert empty.window.screen_now is screen
    assert screen.at == 0
    assert not empty.window.heading.isVisible()


def test_the_recovery_sheet_is_kept_as_a_page(empty: Counter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from PySide6.QtCore import QStandardPaths
    from PySide6.QtGui import QDesktopServices

    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _where: str(tmp_path / "documents"))
    shown: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: shown.append(url.toLocalFile()))
    screen = answered(empty)
    empty.until(screen.recovery.isVisible)
    screen.recovery.save.click()
    (file,) = (tmp_path / "documents").iterdir()
    assert file.read_bytes().startswith(b"%PDF")
    assert shown == [str(file)]
    assert file.name in screen.recovery.said.words.text()


def test_the_demo_shop_says_who_may_sign_in_before_it_opens(empty: Counter, shop_file: Path) -> None:
    shop_file.replace(empty.session.path.with_name("demo.posapp"))
    shop_file.with_name(shop_file.name + ".key").replace(empty.session.path.with_name("demo.posapp.key"))
    screen = first_day(empty)
    screen.demo.click()
    assert "1234" in screen.refusal.words.text()
    with empty.qtbot.waitSignal(empty.session.begun, timeout=10_000):
        screen.refusal.press(0)
    empty.until(lambda: empty.window.screen_now is not screen)
    assert empty.session.path.name == "demo.posapp"
