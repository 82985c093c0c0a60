"""Buttons, with the key that presses them written on them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QIcon, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from posapp.ui.theme import (
    ACTION,
    BOLD,
    CARD_RADIUS,
    LABEL,
    LINE,
    NAME,
    PAY,
    RADIUS,
    SEMIBOLD,
    SMALL,
    TARGET,
    TEXT,
    Look,
    mixed,
)
from posapp.ui.widgets.painted import rounded

_BY_KEYBOARD = {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason}


class Button(QAbstractButton):
    """A button of one of these kinds:

    ``digit`` a key of a pad, ``glyph`` a sign;
    ``filled`` the next step, one on a screen; ``outline`` what may be redeemed or chosen now (red); ``plain`` a way
    elsewhere; ``quiet`` a word without a border; ``chosen`` an outline that was taken up.

    `hint` is the key that does the same ("F2"), drawn on it and told to a screen reader. `tall` makes it 60 instead of
    48 high. The text may be left out where `glyph` (``−``, ``+``) or an icon says it; give `name` then.
    """

    def __init__(
        self, look: Look, text: str = "", *, kind: str = "plain", hint: str = "", tall: bool = False, name: str = "",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.look, self.kind, self.hint, self.tall = look, kind, hint, tall
        self._ring = self._under = False
        self._named = bool(name)
        self.setText(text)
        if name:
            self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:
        """Write `text` on it, and name it so for a screen reader unless it was given a name of its own."""
        if text == self.text():
            return
        super().setText(text)
        if not self._named:
            self.setAccessibleName(text)
        self.updateGeometry()

    def set_kind(self, kind: str) -> None:
        """Draw it as another kind from now on."""
        if kind != self.kind:
            self.kind = kind
            self.updateGeometry()  # kinds differ in type
            self.update()

    def set_hint(self, hint: str) -> None:
        """Show another key."""
        if hint != self.hint:
            self.hint = hint
            self.updateGeometry()
            self.update()

    def restyle(self) -> None:
        """Follow the look."""
        self.updateGeometry()

    def _type(self) -> tuple[int, int]:
        if self.kind == "digit":
            return NAME, SEMIBOLD
        if self.kind == "filled" and self.tall:
            return PAY, BOLD
        if self.kind in ("filled", "outline", "chosen"):
            return TEXT, SEMIBOLD
        return SMALL if self.kind != "glyph" else LINE, SEMIBOLD

    def sizeHint(self) -> QSize:
        """As wide as its words, as high as a finger."""
        px = self.look.px
        width = px(32) + self.look.metrics(*self._type()).horizontalAdvance(self.text())
        if not self.icon().isNull():
            width += px(24) + (px(8) if self.text() else 0)
        if self.hint:
            width += px(8) + self.look.metrics(LABEL, SEMIBOLD).horizontalAdvance(self.hint) + self._hint_box()
        return QSize(max(width, px(TARGET)), px(ACTION if self.tall else TARGET))

    def minimumSizeHint(self) -> QSize:
        """The same: words are never cut."""
        return self.sizeHint()

    def _hint_box(self) -> int:
        return self.look.px(20) if self.kind == "filled" else 0

    def _colours(self) -> tuple[QColor | None, QColor | None, QColor]:
        """Fill, line and ink."""
        c = self.look.colours
        pressed, under = self.isDown(), self._under and self.isEnabled()
        towards = 0.16 if pressed else 0.07 if under else 0.0
        if not self.isEnabled():
            return (None if self.kind == "quiet" else c.card), (None if self.kind == "quiet" else c.line), c.soft
        if self.kind == "filled":
            return mixed(c.seal, c.veil, towards), None, c.on_seal
        if self.kind == "outline":
            return mixed(c.card, c.seal, towards), c.seal, c.seal
        if self.kind == "chosen":
            return c.seal_wash, c.seal, c.seal
        if self.kind == "quiet":
            return (mixed(c.ground, c.ink, towards) if towards else None), None, c.soft
        return mixed(c.card, c.ink, towards), c.line, c.ink

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        px = self.look.px
        fill, line, ink = self._colours()
        rect = QRectF(self.rect())
        radius = px(CARD_RADIUS if self.tall else RADIUS)
        rounded(painter, rect, radius, fill=fill, line=line, width=1.4 if self.kind in ("outline", "chosen") else 1.0)
        if self._ring:
            inner = rect.adjusted(2, 2, -2, -2)
            ring = self.look.colours.on_seal if self.kind == "filled" else self.look.colours.ink
            rounded(painter, inner, radius - 2, line=ring, width=2)
        self._paint_words(painter, ink)

    def _paint_words(self, painter: QPainter, ink: QColor) -> None:
        px, type_ = self.look.px, self._type()
        wide = self.look.metrics(*type_).horizontalAdvance(self.text())
        hint_wide = self.look.metrics(LABEL, SEMIBOLD).horizontalAdvance(self.hint) if self.hint else 0
        icon_wide = px(24) if not self.icon().isNull() else 0
        whole = wide + (px(8) + hint_wide + self._hint_box() if self.hint else 0)
        whole += icon_wide + (px(8) if icon_wide and self.text() else 0)
        spread = self.kind in ("outline", "chosen") and bool(self.hint)
        left = px(14) if spread else max(px(4), (self.width() - whole) // 2)
        painter.setPen(ink)
        if icon_wide:
            mode = QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled
            self.icon().paint(painter, left, (self.height() - icon_wide) // 2, icon_wide, icon_wide, mode=mode)
            left += icon_wide + px(8)
        painter.setFont(self.look.font(*type_))
        room = self.width() - left - (hint_wide + px(22) if spread else 0)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        shown = self.text()
        if wide > room:
            shown = self.look.metrics(*type_).elidedText(shown, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(left, 0, max(room, wide), self.height()), middle, shown)
        if not self.hint:
            return
        at = self.width() - px(14) - hint_wide if spread else left + wide + px(8)
        painter.setFont(self.look.font(LABEL, SEMIBOLD))
        if self._hint_box():
            at += px(4)
            high = px(22)
            box = QRectF(at, (self.height() - high) / 2, hint_wide + px(16), high)
            rounded(painter, box, px(6), line=ink)
            painter.setPen(ink)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.hint)
        else:
            if self.kind == "plain" and self.isEnabled():
                painter.setPen(self.look.colours.soft)
            painter.drawText(QRectF(at, 0, hint_wide + 2, self.height()), middle, self.hint)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is, but not after a press with a finger."""
        self._ring = event.reason() in _BY_KEYBOARD
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard is elsewhere."""
        self._ring = False
        super().focusOutEvent(event)

    def event(self, event: QEvent) -> bool:
        """Answer the mouse above it."""
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self._under = event.type() is QEvent.Type.Enter
            self.update()
        return super().event(event)
