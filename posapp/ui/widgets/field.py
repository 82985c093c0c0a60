"""A text field with its label above it and, where something is wrong with it, the reason below it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from posapp.ui.theme import LABEL, RADIUS, SEMIBOLD, TARGET, TEXT, Look
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.painted import Painted, rounded


class Line(QLineEdit):
    """A bare line of text whose frame turns red while it listens."""

    def __init__(self, look: Look, *, size: int = TEXT, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look, self._size = look, size
        self.faulty = False
        self.setFrame(False)
        self.setAttribute(Qt.WidgetAttribute.WA_MacShowFocusRect, False)
        self.setAccessibleName(name)
        self.restyle()

    def restyle(self) -> None:
        """Follow the look."""
        px = self.look.px
        self.setFont(self.look.font(self._size))
        self.setTextMargins(px(12), 0, px(12), 0)
        self.setFixedHeight(px(TARGET))
        palette = self.look.palette()
        palette.setColor(palette.ColorRole.Base, Qt.GlobalColor.transparent)
        self.setPalette(palette)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The frame, then the text."""
        c = self.look.colours
        line = c.seal if self.hasFocus() or self.faulty else c.edge
        painter = QPainter(self)
        rounded(
            painter, QRectF(self.rect()), self.look.px(RADIUS), fill=c.card if self.isEnabled() else c.ground,
            line=line, width=2 if self.hasFocus() or self.faulty else 1.2,
        )  # fmt: skip
        painter.end()
        super().paintEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select what is there when it is reached with Tab."""
        super().focusInEvent(event)
        self.update()


class Field(Painted):
    """A label, a line of text, a fault: ``Field(look, "Name")``. `text`, `set_text`, `refuse`, `changed`, `entered`."""

    changed = Signal(str)
    entered = Signal()

    def __init__(self, look: Look, label: str = "", *, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.label = Label(look, label, size=LABEL, weight=SEMIBOLD, colour="soft")
        self.line = Line(look, name=label)
        self.line.setPlaceholderText(hint)
        self.fault = Label(look, "", size=LABEL, colour="seal", wrap=True)
        self.fault.hide()
        self.label.setBuddy(self.line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (self.label, self.line, self.fault):
            column.addWidget(widget)
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(self._on_changed)
        self.line.returnPressed.connect(self.entered)

    def set_label(self, label: str, *, hint: str = "") -> None:
        """Name it (again, in another language)."""
        self.label.setText(label)
        self.line.setAccessibleName(label)
        self.line.setPlaceholderText(hint)

    def text(self) -> str:
        """What stands in it, without the blanks around."""
        return self.line.text().strip()

    def set_text(self, text: str) -> None:
        """Write into it."""
        self.line.setText(text)

    def refuse(self, reason: str) -> None:
        """Say below it what is wrong; "" takes it back. Goes by itself with the next letter."""
        self.line.faulty = bool(reason)
        self.fault.setText(reason)
        self.fault.setVisible(bool(reason))
        self.line.setAccessibleDescription(reason)
        self.line.update()

    def _on_changed(self, text: str) -> None:
        if self.line.faulty:
            self.refuse("")
        self.changed.emit(text)
