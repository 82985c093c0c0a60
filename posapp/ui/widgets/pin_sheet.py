"""A manager's PIN for the very next step; whoever is signed in stays so."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from posapp.loyalty.errors import Refused
from posapp.till import people
from posapp.till.views import Person
from posapp.ui.registry import Desk
from posapp.ui.theme import RADIUS, SEMIBOLD, SMALL, Look
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.number_pad import NumberPad
from posapp.ui.widgets.painted import Painted, rounded
from posapp.ui.widgets.sheet import Sheet


class Dots(Painted):
    """How many digits were typed, never which."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.count = 0
        self.restyle()

    def restyle(self) -> None:
        """Follow the look."""
        self.setFixedHeight(self.look.px(56))

    def show_count(self, count: int) -> None:
        """Show so many."""
        self.count = count
        self.setAccessibleName(str(count))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw them."""
        painter, px, c = QPainter(self), self.look.px, self.look.colours
        rounded(painter, QRectF(self.rect()), px(RADIUS), fill=c.ground, line=c.seal, width=2)
        painter.setPen(QPen(c.ink, 1))
        painter.setBrush(c.ink)
        left = self.width() / 2 - (self.count - 1) * px(22) / 2
        for place in range(self.count):
            painter.drawEllipse(QPointF(left + place * px(22), self.height() / 2), px(6), px(6))


class PinSheet(Sheet):
    """`allowed` is told once a manager's PIN was right."""

    allowed = Signal()

    def __init__(self, desk: Desk) -> None:
        words, look = desk.words, desk.look
        super().__init__(look, words("ui_window.pin_title"), wide=380)
        self.desk = desk
        self.dots = Dots(look)
        self.fault = Label(look, size=SMALL, weight=SEMIBOLD, colour="seal", wrap=True)
        self.fault.hide()
        self.pad = NumberPad(look, most=12, double_zero=False, erase=words("ui_window.erase"))
        self.do = Button(look, words("ui_window.pin_do"), kind="filled", tall=True, hint="Enter")
        put_away = Button(look, words("ui_window.cancel"), tall=True, hint="Esc")
        for widget in (
            Label(look, words("ui_window.pin_hint"), colour="soft", wrap=True),
            self.dots,
            self.fault,
            self.pad,
        ):
            self.column.addWidget(widget)
        self.buttons(put_away, self.do)
        put_away.clicked.connect(self.finish)
        self.do.clicked.connect(self._enter)
        self.pad.entered.connect(self._enter)
        self.pad.changed.connect(lambda digits: self.dots.show_count(len(digits)))

    def first_focus(self) -> None:
        """On the pad."""
        self.pad.setFocus()

    def _enter(self) -> None:
        pin = self.pad.digits
        if pin:
            self.do.setEnabled(False)
            self.desk.lane.run(lambda till: people.allow(till, pin), done=self._allowed, refused=self._refused)

    def _allowed(self, _: Person) -> None:
        self.finish()
        self.allowed.emit()

    def _refused(self, refusal: Refused) -> None:
        self.do.setEnabled(True)
        self.pad.set_digits("")
        self.fault.setText(self.desk.words.say(refusal.reason))
        self.fault.show()
        self.desk.go.play("refused")
