"""A stamp card as large as the room allows, every seal a little turned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPen

from posapp.ui.theme import Look
from posapp.ui.widgets.seal import paint_place, paint_seal, paint_tick

if TYPE_CHECKING:
    from posapp.loyalty.outcome import StampPanel

_SEAL, _GAP = 92, 18
"""Across a seal and between two of them, in the drawing's pixels; the gap keeps that share of a smaller seal."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Where the places stand: `across` in a row, each `size` pixels wide with `gap` between, `high` pixels in all."""

    across: int
    rows: int
    size: float
    gap: float

    @property
    def high(self) -> int:
        """Its height in pixels."""
        return round(self.rows * (self.size + self.gap) - self.gap)

    def middle(self, place: int, top: float) -> QPointF:
        """The middle of a place, counted from 0."""
        step = self.size + self.gap
        return QPointF(self.size / 2 + place % self.across * step, top + self.size / 2 + place // self.across * step)

    @classmethod
    def within(cls, look: Look, panel: StampPanel, *, wide: int, high: int) -> Grid:
        """The grid with the largest seals that fits, at most as large as drawn; 5 in a row rather than 6."""
        share, most = _GAP / _SEAL, look.px(_SEAL)
        best: Grid | None = None
        for across in range(min(5, panel.size), panel.size + 1):
            rows = -(-panel.size // across)
            size = min(wide / (across + share * (across - 1)), max(high, 1) / (rows + share * (rows - 1)), float(most))
            if best is None or size > best.size + 0.5:
                best = cls(across=across, rows=rows, size=size, gap=size * share)
        assert best is not None
        return best


def paint_stamps(
    painter: QPainter, look: Look, panel: StampPanel, grid: Grid, *, top: int, fresh: int, scale: float
) -> None:
    """The card; its last `fresh` stamps are drawn `scale` times as large, while they land."""
    have = min(panel.have, panel.size)
    marks = {mark.at: mark.taken for mark in panel.marks}
    for place in range(panel.size):
        middle = grid.middle(place, top)
        if place < have:
            landing = scale if place >= have - fresh else 1.0
            paint_seal(painter, middle, grid.size, look.colours.seal, place=place, scale=landing)
        elif place + 1 in marks:
            _paint_reward(painter, look, middle, grid.size, taken=marks[place + 1])
        else:
            paint_place(painter, middle, grid.size, look)


def _paint_reward(painter: QPainter, look: Look, middle: QPointF, size: float, *, taken: bool) -> None:
    """A golden ring with a parcel in it, ticked once it was taken."""
    from PySide6.QtCore import QRectF, Qt

    c = look.colours
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(c.rank, size * 0.04))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    half = size * 0.48
    painter.drawEllipse(middle, half, half)
    if taken:
        paint_tick(painter, QRectF(middle.x() - half / 3, middle.y() - half / 3, half / 1.5, half / 1.5), c.rank,
                   width=size * 0.04)  # fmt: skip
        return
    pen = QPen(c.rank, size * 0.03)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    side = size * 0.17
    box = QRectF(middle.x() - side, middle.y() - side * 0.45, 2 * side, side * 1.45)
    painter.drawRect(box)
    painter.drawLine(QPointF(middle.x(), box.top()), QPointF(middle.x(), box.bottom()))
    bow = side * 0.8
    painter.drawEllipse(QRectF(middle.x() - bow, box.top() - bow * 0.75, bow, bow * 0.75))
    painter.drawEllipse(QRectF(middle.x(), box.top() - bow * 0.75, bow, bow * 0.75))
