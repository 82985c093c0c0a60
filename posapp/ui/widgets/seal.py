"""Stamps, drawn as a seal is set: a red ring with the sign 印, each turned a little, as a hand would."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPainterPathStroker, QPen, QTransform

from posapp.ui.theme import Look

_TURNS = (-7.0, 4.0, -4.0, 6.0, -2.0, 8.0, -6.0, 3.0, 5.0, -3.0)
"""How far each seal is turned, in degrees; the same place is always turned alike, so nothing jumps at a repaint."""


_STROKES = (
    ((43, 8), (24, 19), (12, 22), (12, 82), (46, 76)),
    ((12, 50), (45, 50)),
    ((60, 98), (60, 16), (91, 16), (91, 66), (88, 73), (75, 72)),
)
"""The sign in a square of 100, stroke by stroke: the bundled type has no Chinese signs, a bare system has no others."""


@lru_cache(maxsize=1)
def _sign() -> QPainterPath:
    """The sign in a square of 100, centred on 0, 0."""
    line = QPainterPath()
    for first, *others in _STROKES:
        line.moveTo(*first)
        for point in others:
            line.lineTo(*point)
    brush = QPainterPathStroker()
    brush.setWidth(12)
    brush.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    path = brush.createStroke(line).simplified()
    box = path.boundingRect()
    return QTransform.fromTranslate(-box.center().x(), -box.center().y()).map(path)


def paint_seal(
    painter: QPainter, middle: QPointF, size: float, colour: QColor, *, place: int, scale: float = 1.0
) -> None:
    """A seal of `size` pixels across, standing at stamp number `place`; `scale` above 1 while it lands."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(middle)
    painter.rotate(_TURNS[place % len(_TURNS)])
    painter.scale(size * scale / 100, size * scale / 100)
    width = 6.5
    painter.setPen(QPen(colour, width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QPointF(0, 0), 50 - width / 2, 50 - width / 2)
    painter.scale(0.52, 0.52)
    painter.fillPath(_sign(), colour)
    painter.restore()


def paint_place(
    painter: QPainter, middle: QPointF, size: float, look: Look, *, reward: bool = False, taken: bool = False
) -> None:
    """A place that waits for its stamp: a dashed ring, or a firm one where a reward stands (ticked once taken)."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    c = look.colours
    pen = QPen(c.soft if reward else c.edge, 2.0 if reward else 1.0)
    if not reward:
        pen.setDashPattern([3.0, 3.0])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    half = size / 2 - 1
    painter.drawEllipse(middle, half, half)
    if taken:
        paint_tick(painter, QRectF(middle.x() - half / 2, middle.y() - half / 2, half, half), c.soft, width=2.0)
    elif reward:
        _paint_gift(painter, middle, size * 0.2, c.soft)
    painter.restore()


def _paint_gift(painter: QPainter, middle: QPointF, half: float, colour: QColor) -> None:
    """A small parcel: something waits here."""
    painter.setPen(QPen(colour, 1.6))
    box = QRectF(middle.x() - half, middle.y() - half * 0.5, 2 * half, half * 1.5)
    painter.drawRect(box)
    painter.drawLine(QPointF(middle.x(), box.top()), QPointF(middle.x(), box.bottom()))
    painter.drawArc(QRectF(middle.x() - half * 0.8, box.top() - half * 0.7, half * 0.8, half * 0.7), 0, 270 * 16)
    painter.drawArc(QRectF(middle.x(), box.top() - half * 0.7, half * 0.8, half * 0.7), 180 * 16, -270 * 16)


def paint_tick(painter: QPainter, box: QRectF, colour: QColor, *, width: float) -> None:
    """A tick as large as `box`."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPolyline(
        [
            QPointF(box.left(), box.top() + box.height() * 0.55),
            QPointF(box.left() + box.width() * 0.38, box.bottom() - box.height() * 0.1),
            QPointF(box.right(), box.top() + box.height() * 0.12),
        ]
    )
