"""A row of a list: somebody or something to pick with one press, 64 high."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from posapp.ui.theme import LABEL, LINE, MEDIUM, RADIUS, ROW, SEMIBOLD, SMALL, Look, mixed
from posapp.ui.widgets.badge import paint_badge
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.painted import rounded


class ListRow(Button):
    """`title` large, `detail` under it, `trailing` at the right, and a badge after the title where there is one.

    It is a button: `clicked` picks it, Tab and the arrows reach it, and a screen reader hears all its words.
    """

    def __init__(
        self, look: Look, title: str, *, detail: str = "", trailing: str = "", badge: str = "",
        badge_kind: str = "seal", hint: str = "", parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(look, title, hint=hint, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_row(title, detail=detail, trailing=trailing, badge=badge, badge_kind=badge_kind)

    def set_row(
        self, title: str, *, detail: str = "", trailing: str = "", badge: str = "", badge_kind: str = "seal"
    ) -> None:
        """Show something else in the same row."""
        self.setText(title)
        self.detail, self.trailing, self.badge, self.badge_kind = detail, trailing, badge, badge_kind
        self.setAccessibleName(", ".join(part for part in (title, badge, detail, trailing) if part))
        self.update()

    def sizeHint(self) -> QSize:
        """A row's height; as wide as it is let be."""
        return QSize(self.look.px(240), self.look.px(ROW))

    def minimumSizeHint(self) -> QSize:
        """A row's height."""
        return QSize(self.look.px(120), self.look.px(ROW))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it, with a hairline below."""
        c, px = self.look.colours, self.look.px
        painter = QPainter(self)
        rect = QRectF(self.rect())
        towards = 0.12 if self.isDown() else 0.05 if self._under else 0.0
        if towards:
            rounded(painter, rect.adjusted(2, 2, -2, -2), px(RADIUS), fill=mixed(c.card, c.ink, towards))
        painter.setPen(c.line)
        painter.drawLine(px(16), self.height() - 1, self.width() - px(16), self.height() - 1)
        if self.hasFocus():
            rounded(painter, rect.adjusted(2, 2, -2, -3), px(RADIUS), line=c.seal, width=2)
        right = self._paint_right(painter)
        bold = self.look.metrics(LINE, MEDIUM)
        top = 0.0 if not self.detail else px(8)
        high = self.height() if not self.detail else px(26)
        badge_wide = 0
        if self.badge:
            badge_wide = self.look.metrics(LABEL, SEMIBOLD).horizontalAdvance(self.badge) + px(16)
        room = right - px(16) - (badge_wide + px(8) if badge_wide else 0)
        title = bold.elidedText(self.text(), Qt.TextElideMode.ElideRight, int(room))
        painter.setPen(c.ink)
        painter.setFont(self.look.font(LINE, MEDIUM))
        painter.drawText(QRectF(px(16), top, room, high), Qt.AlignmentFlag.AlignVCenter, title)
        if badge_wide:
            at = px(16) + bold.horizontalAdvance(title) + px(8)
            box = QRectF(at, top + (high - px(22)) / 2, badge_wide, px(22))
            paint_badge(painter, self.look, box, self.badge, kind=self.badge_kind)
        if self.detail:
            small = self.look.metrics(SMALL)
            painter.setPen(c.soft)
            painter.setFont(self.look.font(SMALL))
            detail = small.elidedText(self.detail, Qt.TextElideMode.ElideRight, int(right - px(16)))
            painter.drawText(QRectF(px(16), px(33), right - px(16), px(22)), Qt.AlignmentFlag.AlignVCenter, detail)

    def _paint_right(self, painter: QPainter) -> float:
        """Draw what stands at the right; gives back where it begins."""
        px, right = self.look.px, float(self.width() - self.look.px(16))
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        if self.hint:
            painter.setPen(self.look.colours.soft)
            painter.setFont(self.look.font(LABEL, SEMIBOLD))
            painter.drawText(QRectF(0, 0, right, self.height()), middle, self.hint)
            right -= self.look.metrics(LABEL, SEMIBOLD).horizontalAdvance(self.hint) + px(12)
        if self.trailing:
            painter.setPen(self.look.colours.ink)
            painter.setFont(self.look.font(SMALL, SEMIBOLD))
            painter.drawText(QRectF(0, 0, right, self.height()), middle, self.trailing)
            right -= self.look.metrics(SMALL, SEMIBOLD).horizontalAdvance(self.trailing) + px(12)
        return right
