"""What every widget of ours shares: it asks the window's `Look` while it paints, and is told when that has changed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from posapp.ui.theme import Look


def restyle_all(root: QWidget) -> None:
    """Have a widget and all in it follow the look: parents first, then what they hold. Whoever has sizes, fonts or
    palettes of its own to set anew has a method `restyle`."""
    for widget in (root, *root.findChildren(QWidget)):
        restyle = getattr(widget, "restyle", None)  # a protocol would be asked for at 20 times the price
        if restyle is not None:
            restyle()
        widget.update()


def retranslate_all(root: QWidget) -> None:
    """Have a widget and all in it speak the language of the moment, parents first. Whoever keeps sentences has a
    method `retranslate`."""
    for widget in (root, *root.findChildren(QWidget)):
        retranslate = getattr(widget, "retranslate", None)
        if retranslate is not None:
            retranslate()


def show_if(widget: QWidget, holds: bool) -> None:
    """Show a widget or hide it. One that lies nowhere yet is not shown: Qt would make a window of it for a moment, and
    that takes the keyboard away from the sale."""
    if not holds:
        widget.hide()
    elif widget.parentWidget() is not None:
        widget.show()


class Painted(QWidget):
    """A widget that paints itself with the colours of the look."""

    def __init__(self, look: Look, parent: QWidget | None = None, **given: Any) -> None:
        super().__init__(parent, **given)
        self.look = look

    def restyle(self) -> None:
        """Set sizes and fonts anew; the colours come by themselves with the next painting."""


def rounded(
    painter: QPainter, rect: QRectF, radius: float, *, fill: QColor | None = None, line: QColor | None = None,
    width: float = 1.0, dashed: bool = False,
) -> None:  # fmt: skip
    """A rounded rectangle whose line lies wholly inside `rect`, sharp at every scale."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if line is None:
        painter.setPen(Qt.PenStyle.NoPen)
        inner = rect
    else:
        pen = QPen(line, width)
        if dashed:
            pen.setDashPattern([2.0, 3.0])
        painter.setPen(pen)
        inner = rect.adjusted(width / 2, width / 2, -width / 2, -width / 2)
    if fill is None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
    else:
        painter.setBrush(fill)
    painter.drawRoundedRect(inner, radius, radius)
