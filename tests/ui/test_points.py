"""Paying with points in the real window: the largest number by one key, any other by key or finger."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from posapp.till import members, programs
from posapp.till.context import open_till
from posapp.till.views import Person
from posapp.ui.widgets.number_sheet import NumberSheet
from tests.ui import keys
from tests.ui.conftest import KIM_CARD, Counter, closed, opened
from tests.ui.test_sale import SHAMPOO, due

POINTS: dict[str, Any] = {
    "id": "points", "kind": "points", "name": {"en": "Points", "ko": "포인트"}, "earn": {"points": 1, "per": 100},
    "redeem": {"value": 1, "mode": "minimum", "minimum": 1000, "increment": 100}, "available_after": {"days": 7},
}  # fmt: skip


@pytest.fixture
def counter(qtbot: QtBot, qapp: QApplication, shop_file: Path) -> Iterator[Counter]:
    """The window on a shop with points, of which Kim has 3,750."""
    till = open_till(shop_file)
    till.person = Person(id="sora", name="Sora", rank="manager")
    programs.save(till, POINTS)
    members.adjust(till, members.by_card(till, KIM_CARD).id, program="points", amount=3_750, reason="moved here")
    till.close()
    session = opened(qtbot, shop_file)
    yield Counter(qtbot, session)
    closed(session)


def shift_f3(counter: Counter) -> None:
    keys.send(counter.handle, Qt.Key.Key_F3, at_ms=0, held_ms=0, modifiers=Qt.KeyboardModifier.ShiftModifier)
    counter.settled()


def sheet(counter: Counter) -> NumberSheet:
    found = counter.window.sheets.top
    assert isinstance(found, NumberSheet)
    return found


def test_one_key_pays_with_the_most_and_gives_it_back(counter: Counter) -> None:
    counter.scan(KIM_CARD)
    counter.scan(SHAMPOO)
    row = counter.sale.offers.rows[0]
    assert row.button.text() == "3,700 points"
    counter.press(Qt.Key.Key_F3)
    assert due(counter) == "Due ₩8,300"
    counter.press(Qt.Key.Key_F3)
    assert due(counter) == "Due ₩12,000"


def test_another_number_is_named_by_keyboard_and_replaced_by_finger(counter: Counter) -> None:
    counter.scan(KIM_CARD)
    counter.scan(SHAMPOO)
    shift_f3(counter)
    asked = sheet(counter)
    assert asked.title.text() == "Points: how much?"
    assert asked.hint.text() == "From 1,000 to 3,700, in steps of 100"
    for number, allowed in (("900", False), ("1250", False), ("9900", False), ("1500", True)):
        asked.pad.set_digits("")
        counter.type(number)
        assert asked.do.isEnabled() is allowed, number
    counter.press(Qt.Key.Key_Return)
    assert due(counter) == "Due ₩10,500"
    assert counter.window.sheets.top is None
    counter.tap(counter.sale.offers.rows[0].other)
    asked = sheet(counter)
    for key in ("2", "0", "00"):
        counter.tap(asked.pad.keys[key])
    counter.tap(asked.do)
    assert due(counter) == "Due ₩10,000"
    counter.press(Qt.Key.Key_F3)
    assert due(counter) == "Due ₩12,000"


def test_a_number_that_is_put_away_changes_nothing(counter: Counter) -> None:
    counter.scan(KIM_CARD)
    counter.scan(SHAMPOO)
    shift_f3(counter)
    counter.type("1500")
    counter.press(Qt.Key.Key_Escape)
    assert (counter.window.sheets.top, due(counter)) == (None, "Due ₩12,000")


def test_the_card_tells_points_that_are_not_ready(counter: Counter) -> None:
    counter.scan(KIM_CARD)
    counter.scan(SHAMPOO)
    counter.press(Qt.Key.Key_F3)
    counter.press(Qt.Key.Key_Return)
    counter.until(lambda: not counter.sale.done.isHidden())
    assert "+83 points" in counter.sale.done.earned.accessibleName()
    counter.until(lambda: "Points 133 83 ready " in counter.sale.member.accessibleName())
