"""Stamps, drawn as a seal is set: a red ring with the sign 印, each turned a little, as a hand would."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPainterPathStroker, QPen, QPixmap, QTransform

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


@lru_cache(maxsize=128)
def _picture(kind: str, size: float, turn: int, one: int, other: int, ratio: float) -> QPixmap:
    """A seal or a place, drawn once for each size, turn and colours (as ARGB); a card has dozens, all much alike."""
    side = math.ceil(size) + 2
    made = QPixmap(round(side * ratio), round(side * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    middle = QPointF(side / 2, side / 2)
    if kind == "seal":
        _draw_seal(painter, middle, size, QColor.fromRgba(one), turn)
    else:
        _draw_place(painter, middle, size, QColor.fromRgba(one), QColor.fromRgba(other), kind)
    painter.end()
    return made


@dataclass(frozen=True, slots=True)
class Places:
    """Where the places of a stamp card stand: `count` of them, `across` in a row, each `size` pixels wide, `step` from
    one to the next, rows `high` pixels each. `left` and `top` are where the first row's cells begin."""

    left: int
    top: int
    count: int
    across: int
    size: float
    step: float
    high: int

    def middle(self, place: int) -> QPointF:
        """The middle of a place, counted from 0."""
        column, row = place % self.across, place // self.across
        x = self.left + self.size / 2 + column * self.step
        return QPointF(x, self.top + self.high / 2 + row * self.high)

    def begins(self, column: int) -> int:
        """The pixel at which a column's cell begins: halfway between two places, where nothing is drawn."""
        return round(self.left + (self.size - self.step) / 2 + column * self.step)


@lru_cache(maxsize=12)
def _sheet(kind: str, places: Places, marks: tuple[tuple[int, bool], ...], seal: int, soft: int, edge: int) -> QPixmap:
    """All places of a card at once, all stamped (``seal``) or all waiting: a card of fifty is then a few copies, not
    fifty drawings. A ratio of 1 is meant: others are drawn place by place."""
    wide, high = math.ceil(places.across * places.step) + 4, -(-places.count // places.across) * places.high
    made = QPixmap(wide, high)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.translate(2 - places.left, -places.top)
    taken = dict(marks)
    for place in range(places.count):
        if kind == "seal":
            picture = _picture("seal", round(places.size, 1), place % len(_TURNS), seal, 0, 1.0)
        else:
            form = ("taken" if taken[place + 1] else "reward") if place + 1 in taken else "empty"
            picture = _picture(form, round(places.size, 1), 0, soft, edge, 1.0)
        _put(painter, places.middle(place), picture)
    painter.end()
    return made


def paint_places(
    painter: QPainter, look: Look, places: Places, *, have: int, marks: Mapping[int, bool], bare: int = 0
) -> None:
    """The first `have` places stamped, but for the last `bare` of those, which are left to be drawn by the caller; the
    others waiting. `marks` says where a reward stands (counted from 1) and whether it was taken."""
    c = look.colours
    stamped = have - bare
    if painter.device().devicePixelRatio() != 1.0:
        for place in range(stamped):
            paint_seal(painter, places.middle(place), places.size, c.seal, place=place)
        for place in range(have, places.count):
            at = place + 1
            paint_place(
                painter, places.middle(place), places.size, look, reward=at in marks, taken=marks.get(at, False)
            )
        return
    key = (tuple(sorted(marks.items())), c.seal.rgba(), c.soft.rgba(), c.edge.rgba())
    for kind, first, end in (("seal", 0, stamped), ("place", have, places.count)):
        if first >= end:
            continue
        sheet = _sheet(kind, places, *key)
        for row in range(first // places.across, (end - 1) // places.across + 1):
            one = max(first - row * places.across, 0)
            other = min(end - row * places.across, places.across)
            left, right = places.begins(one), places.begins(other)
            top = row * places.high
            painter.drawPixmap(left, places.top + top, sheet, left - places.left + 2, top, right - left, places.high)


def _put(painter: QPainter, middle: QPointF, picture: QPixmap) -> None:
    side = picture.deviceIndependentSize()
    painter.drawPixmap(QPointF(middle.x() - side.width() / 2, middle.y() - side.height() / 2), picture)


def paint_seal(
    painter: QPainter, middle: QPointF, size: float, colour: QColor, *, place: int, scale: float = 1.0
) -> None:
    """A seal of `size` pixels across, standing at stamp number `place`; `scale` above 1 while it lands."""
    turn = place % len(_TURNS)
    if scale != 1.0:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _draw_seal(painter, middle, size * scale, colour, turn)
        return
    ratio = painter.device().devicePixelRatio()
    _put(painter, middle, _picture("seal", round(size, 1), turn, colour.rgba(), 0, ratio))


def paint_place(
    painter: QPainter, middle: QPointF, size: float, look: Look, *, reward: bool = False, taken: bool = False
) -> None:
    """A place that waits for its stamp: a dashed ring, or a firm one where a reward stands (ticked once taken)."""
    c, kind = look.colours, "taken" if taken else "reward" if reward else "empty"
    ratio = painter.device().devicePixelRatio()
    _put(painter, middle, _picture(kind, round(size, 1), 0, c.soft.rgba(), c.edge.rgba(), ratio))


def _draw_seal(painter: QPainter, middle: QPointF, size: float, colour: QColor, turn: int) -> None:
    painter.save()
    painter.translate(middle)
    painter.rotate(_TURNS[turn])
    painter.scale(size / 100, size / 100)
    width = 6.5
    painter.setPen(QPen(colour, width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QPointF(0, 0), 50 - width / 2, 50 - width / 2)
    painter.scale(0.52, 0.52)
    painter.fillPath(_sign(), colour)
    painter.restore()


def _draw_place(painter: QPainter, middle: QPointF, size: float, soft: QColor, edge: QColor, kind: str) -> None:
    pen = QPen(edge if kind == "empty" else soft, 1.0 if kind == "empty" else 2.0)
    if kind == "empty":
        pen.setDashPattern([3.0, 3.0])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    half = size / 2 - 1
    painter.drawEllipse(middle, half, half)
    if kind == "taken":
        paint_tick(painter, QRectF(middle.x() - half / 2, middle.y() - half / 2, half, half), soft, width=2.0)
    elif kind == "reward":
        _paint_gift(painter, middle, size * 0.2, soft)


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
