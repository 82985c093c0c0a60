"""Text painted where it fits: smaller before it is cut."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from posapp.ui.theme import REGULAR, Look

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter


def fitting(look: Look, text: str, sizes: Sequence[int], weight: int, width: int) -> int:
    """The largest of `sizes` (largest first) in which `text` is at most `width` pixels wide; else the smallest."""
    for size in sizes:
        if look.metrics(size, weight).horizontalAdvance(text) <= width:
            return size
    return sizes[-1]


def write(
    painter: QPainter, look: Look, box: QRect, text: str, *, sizes: Sequence[int], weight: int = REGULAR,
    colour: str = "ink", align: Qt.AlignmentFlag = LEFT, struck: bool = False,
) -> int:  # fmt: skip
    """Paint one line in the largest of `sizes` that fits, cut at its end where none does; gives its width in pixels."""
    size = fitting(look, text, sizes, weight, box.width())
    metrics = look.metrics(size, weight)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    font = look.font(size, weight)
    if struck:
        font = type(font)(font)
        font.setStrikeOut(True)
    painter.setPen(getattr(look.colours, colour))
    painter.setFont(font)
    painter.drawText(box, align, shown)
    return metrics.horizontalAdvance(shown)
