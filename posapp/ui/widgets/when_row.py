"""On which day a sample is tried: today, or some days from now."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from posapp.loyalty.programs.base import WEEKDAYS
from posapp.ui.registry import Desk
from posapp.ui.theme import SEMIBOLD, SMALL
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.flow import Flow
from posapp.ui.widgets.label import Label

STEPS = (1, 7, 30)
"""Days that a press goes on."""


class WhenRow(QWidget):
    """The day, and buttons that go on from it; `chosen` carries the number of days from today."""

    chosen = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.days = 0
        self._moment: datetime | None = None
        self.day = Label(desk.look, size=SMALL, weight=SEMIBOLD, wrap=True)
        self.later = {days: Button(desk.look) for days in STEPS}
        self.now = Button(desk.look)
        self.buttons = Flow(desk.look)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.day)
        column.addWidget(self.buttons)
        for days, button in self.later.items():
            button.clicked.connect(lambda _=False, days=days: self._go(self.days + days))
        self.now.clicked.connect(lambda: self._go(0))

    def retranslate(self) -> None:
        """Say it in the language of the moment."""
        w = self.desk.words
        for days, button in self.later.items():
            button.setText(w("ui_try.later", count=days))
        self.now.setText(w("ui_try.today"))
        self.buttons.flow((*self.later.values(), self.now))
        self.now.setEnabled(self.days != 0)
        if self._moment is not None:
            self.show_day(self._moment)

    def _go(self, days: int) -> None:
        self.days = days
        self.now.setEnabled(days != 0)
        self.chosen.emit(days)

    def show_day(self, moment: datetime) -> None:
        """Write the day and its weekday."""
        w = self.desk.words
        self._moment = moment
        weekday = w(f"choice.weekdays.{WEEKDAYS[moment.weekday()]}")
        self.day.setText(w("ui_try.day", day=w.moment(moment), weekday=weekday))
