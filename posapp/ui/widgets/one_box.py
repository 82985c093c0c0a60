"""The one box: it listens for the scanner and takes the last four digits of a phone, a name, a code."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from posapp.ui.hangul import composed, jamo
from posapp.ui.theme import CARD_RADIUS, LABEL, LINE, SEMIBOLD, WASH_MS, Look, mixed
from posapp.ui.widgets.flash import Passing
from posapp.ui.widgets.painted import rounded

_HANGUL_KEYS = {Qt.Key.Key_Hangul, Qt.Key.Key_Hangul_Start, Qt.Key.Key_Hangul_End}


class OneBox(QLineEdit):
    """A line that keeps the desktop's input method out (it would garble a scan) and puts Hangul together itself.

    `asked` carries what was typed when Enter is pressed. `hangul` is whether letters become Hangul; the Hangul key
    and a press on the sign at the right end change it. Keys that mean nothing to an empty line go on to the screen.
    """

    asked = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.hangul = False
        self.offers_hangul = False
        self._run = ""
        self._run_at = 0
        self._writing = False
        self._asked = ""
        self.flash = Passing(look, WASH_MS, self.update, self)
        self._flash_colour = "good_wash"
        self.setFrame(False)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.textEdited.connect(lambda _: self._end_run())
        self.cursorPositionChanged.connect(lambda *_: self._on_moved())
        self.restyle()

    def inputMethodQuery(self, query: Qt.InputMethodQuery, argument: Any = None) -> Any:
        """No input method here, whatever the desktop has switched on."""
        if query == Qt.InputMethodQuery.ImEnabled:
            return False
        return super().inputMethodQuery(query)

    def answered(self) -> None:
        """What was asked last is dealt with and goes; what was written since stays."""
        asked, self._asked = self._asked, ""
        text = self.text().lstrip()
        if asked and text.startswith(asked):
            self.setText(text.removeprefix(asked).lstrip())
            self._run = ""

    def restyle(self) -> None:
        """Follow the look."""
        px = self.look.px
        self.setFont(self.look.font(LINE))
        self.setTextMargins(px(16), 0, px(52), 0)
        self.setFixedHeight(px(52))
        palette = self.look.palette()
        palette.setColor(palette.ColorRole.Base, Qt.GlobalColor.transparent)
        self.setPalette(palette)

    def sizeHint(self) -> QSize:
        """As wide as it is let be."""
        return QSize(self.look.px(400), self.look.px(52))

    def set_languages(self, *, hangul: bool) -> None:
        """Whether names here are written in Hangul at first."""
        self.offers_hangul = self.hangul = hangul
        self.update()

    def wash(self, *, good: bool = True) -> None:
        """Flash once: something was scanned, or refused. From the next picture on: this one shows what was scanned."""
        self._flash_colour = "good_wash" if good else "seal_wash"
        self.flash.start()

    def clear(self) -> None:
        """Empty it for the next thing."""
        super().clear()
        self._run = self._asked = ""

    @property
    def keys(self) -> str:
        """The keys that were pressed, where all that was written is one run of Hangul: a code such as "CUT" that was
        keyed with Hangul on is "CUT" again. "" otherwise."""
        return self._run if self.text() == composed(self._run) else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters, Hangul, Enter; the arrows and signs that steer the basket go on while nothing is written."""
        key, text = event.key(), event.text()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.text().strip():
                self._asked = self.text().strip()
                self.asked.emit(self._asked)
            else:
                event.ignore()
        elif key in _HANGUL_KEYS and self.offers_hangul:
            self.toggle_hangul()
        elif not self.text() and (key in _STEERING or text in ("+", "-", "=", "*") or event.matches(_UNDO)):
            event.ignore()  # on an empty line undoing means the last sale, not the last scan
        elif key == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                event.ignore()
        elif key == Qt.Key.Key_Backspace and self._run:
            self._rewrite(self._run[:-1])
        elif self.hangul and len(text) == 1 and jamo(text) and not event.modifiers() & _COMBINED:
            self._rewrite(self._run + text)
        else:
            super().keyPressEvent(event)

    def toggle_hangul(self) -> None:
        """From Hangul to Latin letters or back."""
        self._end_run()
        self.hangul = not self.hangul
        self.update()

    def _rewrite(self, run: str) -> None:
        if not self._run:
            if self.hasSelectedText():
                self.del_()
            self._run_at = self.cursorPosition()
        at, old = self._run_at, len(composed(self._run))
        whole, new = self.text(), composed(run)
        self._writing = True
        self.setText(whole[:at] + new + whole[at + old :])
        self.setCursorPosition(at + len(new))
        self._writing = False
        self._run, self._run_at = run, at

    def _end_run(self) -> None:
        self._run = ""

    def _on_moved(self) -> None:
        if not self._writing:
            self._end_run()

    def mousePressEvent(self, event: Any) -> None:
        """The sign at the right end changes between Hangul and Latin letters."""
        self._end_run()
        if self.offers_hangul and event.position().x() > self.width() - self.look.px(52):
            self.toggle_hangul()
            return
        super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """It listens."""
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Red while it listens; a wash when something was scanned."""
        c, px = self.look.colours, self.look.px
        painter = QPainter(self)
        fill = mixed(c.card, getattr(c, self._flash_colour), self.flash.left)
        line = c.seal if self.hasFocus() else c.edge
        rounded(
            painter, QRectF(self.rect()), px(CARD_RADIUS), fill=fill, line=line, width=2 if self.hasFocus() else 1.2
        )
        if self.offers_hangul and self.hasFocus():
            painter.setPen(c.soft)
            painter.setFont(self.look.font(LABEL, SEMIBOLD))
            box = QRectF(self.width() - px(52), 0, px(40), self.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "한" if self.hangul else "A")
        painter.end()
        super().paintEvent(event)


_COMBINED = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_UNDO = QKeySequence.StandardKey.Undo
_STEERING = {
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Delete,
    Qt.Key.Key_Backspace,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
}
