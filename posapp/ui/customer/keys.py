"""What a customer presses: large, without the keyboard's focus, so that the clerk keeps on typing where she is."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from posapp.ui.customer.look import FacingLook
from posapp.ui.theme import BOLD, LINE, SEMIBOLD, mixed
from posapp.ui.widgets.painted import rounded
from posapp.ui.widgets.seal import paint_tick

BACK, DONE = "⌫", "✓"


class Key(QAbstractButton):
    """A key of the pad or the keyboard, or a choice: ``plain``, ``filled`` (the next step, one on a screen),
    ``quiet`` (a word without a border) or ``chosen``. `BACK` and `DONE` as text are drawn as signs."""

    def __init__(
        self, look: FacingLook, text: str = "", *, kind: str = "plain", size: int = LINE, name: str = "",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.look, self.kind, self.size_ = look, kind, size
        self._named = bool(name)
        if name:
            self.setAccessibleName(name)
        self.setText(text)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def setText(self, text: str) -> None:
        """Write `text` on it, and name it so unless it has a name of its own."""
        super().setText(text)
        if not self._named:
            self.setAccessibleName(text)
        self.updateGeometry()

    def set_kind(self, kind: str) -> None:
        """Draw it as another kind from now on."""
        self.kind = kind
        self.update()

    def restyle(self) -> None:
        """Follow the look."""
        self.updateGeometry()

    @property
    def _weight(self) -> int:
        return BOLD if self.kind == "filled" else SEMIBOLD

    def sizeHint(self) -> QSize:
        """As wide as its words, never smaller than a finger."""
        finger = self.look.finger(64)
        words = self.look.metrics(self.size_, self._weight).horizontalAdvance(self.text()) + self.look.px(36)
        return QSize(finger if len(self.text()) < 2 else max(finger, words), finger)

    def minimumSizeHint(self) -> QSize:
        """The same: words are never cut."""
        return self.sizeHint()

    def _colours(self) -> tuple[QColor | None, QColor | None, QColor]:
        """Fill, line and ink."""
        c, towards = self.look.colours, 0.14 if self.isDown() else 0.0
        if not self.isEnabled():
            return (None, None, c.soft) if self.kind == "quiet" else (mixed(c.card, c.ground, 0.5), c.line, c.soft)
        if self.kind == "filled":
            return mixed(c.seal, c.veil, towards), None, c.on_seal
        if self.kind == "chosen":
            return c.seal_wash, c.seal, c.seal
        if self.kind == "quiet":
            return (mixed(c.ground, c.ink, towards) if towards else None), None, c.soft
        return mixed(mixed(c.card, c.ground, 0.5), c.ink, towards), c.line, c.ink

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        fill, line, ink = self._colours()
        width = 2.0 if self.kind == "chosen" else 1.0
        rounded(painter, QRectF(self.rect()), self.look.px(16), fill=fill, line=line, width=width)
        if self.text() == BACK:
            self._paint_back(painter, ink)
        elif self.text() == DONE:
            side = self.look.px(22)
            middle = QRectF(self.rect()).center()
            box = QRectF(middle.x() - side / 2, middle.y() - side * 0.4, side, side * 0.8)
            paint_tick(painter, box, ink, width=self.look.px(4))
        else:
            painter.setPen(ink)
            painter.setFont(self.look.font(self.size_, self._weight))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())

    def _paint_back(self, painter: QPainter, ink: QColor) -> None:
        """An arrow to the left with a cross in it."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(ink, self.look.px(3))
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        middle, u = QRectF(self.rect()).center(), self.look.px(1)
        outline = ((-14, 0), (-6, -9), (14, -9), (14, 9), (-6, 9), (-14, 0))
        painter.drawPolyline([QPointF(middle.x() + x * u, middle.y() + y * u) for x, y in outline])
        for one, other in (((0, -4), (8, 4)), ((0, 4), (8, -4))):
            painter.drawLine(
                QPointF(middle.x() + one[0] * u, middle.y() + one[1] * u),
                QPointF(middle.x() + other[0] * u, middle.y() + other[1] * u),
            )
