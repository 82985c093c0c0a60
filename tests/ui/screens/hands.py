"""What a person does on the owner's screens, and what she reads there."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from posapp.loyalty.basket import Basket, Line
from posapp.loyalty.words import Text
from posapp.till import people, sale
from posapp.till.context import Till
from posapp.till.views import Draft, SaleRecorded
from posapp.ui.registry import Screen
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.pin_sheet import PinSheet
from posapp.ui.widgets.sheet import Question, Sheet
from tests.ui.conftest import MANAGER_PIN, Counter

Kind = TypeVar("Kind", bound=Screen)
KindOfSheet = TypeVar("KindOfSheet", bound=Sheet)


def shown(counter: Counter, kind: type[Kind]) -> Kind:
    """The screen that is shown, which must be of this kind."""
    found = counter.window.screen_now
    assert isinstance(found, kind)
    return found


def opened(counter: Counter, name: str, kind: type[Kind], **wishes: object) -> Kind:
    """Open a screen and let it read what it shows."""
    counter.window.open(name, **wishes)
    counter.settled()
    return shown(counter, kind)


def sheet(counter: Counter, kind: type[KindOfSheet]) -> KindOfSheet:
    """The sheet in front, which must be of this kind."""
    found = counter.window.sheets.top
    assert isinstance(found, kind)
    return found


def press(counter: Counter, button: QWidget) -> None:
    """Press it with a finger, in its middle, as it stands on the screen."""
    assert button.isVisible()
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    counter.settled()


def give_pin(counter: Counter, pin: str = MANAGER_PIN) -> None:
    """Key a manager's PIN into the sheet that asks for it."""
    sheet(counter, PinSheet)
    counter.type(pin)
    counter.press(Qt.Key.Key_Return)
    counter.settled()


def say_yes(counter: Counter) -> None:
    """Answer the question with its second, harmful answer."""
    press(counter, sheet(counter, Question).yes)
    counter.settled()


def toast(counter: Counter) -> str:
    """What the note at the foot of the window says."""
    return counter.window.toast.accessibleName()


def words_on(widget: QWidget) -> list[str]:
    """Every label that is to be seen in a widget."""
    return [label.text() for label in widget.findChildren(Label) if label.isVisible() and label.text()]


def sold(counter: Counter, member: str | None, *lines: tuple[str, int, int]) -> SaleRecorded:
    """Have a sale recorded as another till would, without the window: (product, price, units)."""
    done: list[SaleRecorded] = []

    def sell(till: Till) -> SaleRecorded:
        basket = Basket(
            lines=tuple(
                Line(product=code, name=Text(code), price_minor=price, quantity=units, categories=("hair",))
                for code, price, units in lines
            )
        )
        return sale.take_payment(till, Draft(sale=till.new_id(), opened=till.now(), member=member, basket=basket))

    counter.session.lane.run(sell, done=done.append)
    counter.until(lambda: bool(done))
    return done[0]


def manager_at_work(counter: Counter) -> None:
    """Sora takes over."""
    done: list[object] = []
    counter.session.lane.run(lambda till: people.sign_in(till, "sora", MANAGER_PIN), done=done.append)
    counter.until(lambda: bool(done))
    counter.session.hub.person_changed.emit(done[0])
