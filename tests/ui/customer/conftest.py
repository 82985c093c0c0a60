"""A real shop with both windows: the clerk's and the one that faces the customer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from posapp.app import Session
from posapp.till import people, programs, settings
from posapp.till.context import Till, open_till
from posapp.ui.customer.facing import Facing
from posapp.ui.customer.keys import DONE
from posapp.ui.customer.window import CustomerWindow
from tests.ui.conftest import MANAGER_PIN, Counter, closed, opened

Answer = TypeVar("Answer")

RECOMMEND, STARS, MOOD = (
    {"id": "recommend", "kind": "survey", "scale": "nps", "question": {"en": "Recommend us", "ko": "추천"}},
    {"id": "cut", "kind": "survey", "scale": "stars", "question": {"en": "How was the cut", "ko": "커트는 어떠셨어요"}},
    {"id": "mood", "kind": "survey", "scale": "feelings", "question": {"en": "How do you feel", "ko": "기분"}},
)


class Customer:
    """A person on the other side of the counter: reads what she is shown, and touches it."""

    def __init__(self, counter: Counter) -> None:
        self.counter = counter

    @property
    def session(self) -> Session:
        return self.counter.session

    @property
    def facing(self) -> Facing:
        facing = self.session.facing
        assert facing is not None
        return facing

    @property
    def window(self) -> CustomerWindow:
        return self.facing.window

    @property
    def handle(self) -> QWindow:
        handle = self.window.windowHandle()
        assert handle is not None
        return handle

    def touch(self, widget: QWidget) -> None:
        """A finger on the glass: through the window, as the screen reports it, so what is covered is not reached."""
        assert widget.isVisible(), widget.accessibleName()
        assert widget.window() is self.window
        at = widget.mapTo(self.window, widget.rect().center())
        QTest.mouseClick(self.handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(at))
        self.settled()

    def settled(self) -> None:
        """Go on once the till has answered and her window shows it."""
        self.counter.settled()
        self.counter.until(lambda: not self.facing._soon.isActive())

    def enter(self, phone: str) -> None:
        """Her number, digit by digit, and done. The shop sells for won: 010 stands there already."""
        for digit in phone.removeprefix("010"):
            self.touch(self.window.pad.keys[digit])
        self.touch(self.window.pad.keys[DONE])

    @property
    def reads(self) -> str:
        """All that her window says, as a screen reader would."""
        shown = [widget for widget in self.window.findChildren(QWidget) if widget.isVisible()]
        return " | ".join(filter(None, (each.accessibleName() or getattr(each, "text", str)() for each in shown)))


def prepared(path: Path, *, surveys: bool = False) -> None:
    """Switch the customer's window on, and the surveys, as a manager does."""
    till = open_till(path)
    people.sign_in(till, "sora", MANAGER_PIN)
    settings.put(till, "customer.window", True)
    if surveys:
        for document in (RECOMMEND, STARS, MOOD):
            programs.save(till, document)
    till.close()


def with_customer(qtbot: QtBot, path: Path, *, surveys: bool = False) -> Customer:
    """The till on that shop, with its second window open."""
    prepared(path, surveys=surveys)
    customer = Customer(Counter(qtbot, opened(qtbot, path)))
    qtbot.waitUntil(lambda: customer.session.facing is not None, timeout=60_000)
    customer.facing._soon.setInterval(0)
    customer.settled()
    return customer


@pytest.fixture
def customer(qtbot: QtBot, qapp: QApplication, shop_file: Path) -> Iterator[Customer]:
    made = with_customer(qtbot, shop_file)
    yield made
    closed(made.session)


@pytest.fixture
def asked(qtbot: QtBot, qapp: QApplication, shop_file: Path) -> Iterator[Customer]:
    """The same in a shop that asks its customers after a sale."""
    made = with_customer(qtbot, shop_file, surveys=True)
    yield made
    closed(made.session)


def in_lane(customer: Customer, fn: Callable[[Till], Answer]) -> Answer:
    """What the store says."""
    answered: list[Answer] = []
    customer.session.lane.run(fn, done=answered.append)
    customer.counter.until(lambda: bool(answered))
    return answered[0]
