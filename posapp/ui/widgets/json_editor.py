"""A plain text editor for a program: line numbers, and each fault drawn where it stands, with its sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontDatabase,
    QHelpEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QSyntaxHighlighter,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit, QToolTip, QWidget

from posapp.ui.theme import BOLD, LABEL, SMALL, Look
from posapp.ui.widgets.json_places import Span

_FIXED = ("Consolas", "Menlo", "DejaVu Sans Mono", "Liberation Mono", "Noto Sans Mono")
"""Fixed fonts that Windows, macOS and Linux bring, in that order."""

_NAME = re.compile(r'"(?:[^"\\]|\\.)*"(?=\s*:)')
_SIGNS = re.compile(r"[{}\[\],:](?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")


@dataclass(frozen=True, slots=True)
class Mark:
    """A fault to draw: the characters it is about, and what it says."""

    span: Span
    sentence: str


class _Colouring(QSyntaxHighlighter):
    """Names a little heavier, brackets and commas softer; nothing louder than that."""

    def __init__(self, document: QTextDocument, look: Look) -> None:
        super().__init__(document)
        self._look = look

    def highlightBlock(self, text: str) -> None:
        name, sign = QTextCharFormat(), QTextCharFormat()
        name.setFontWeight(BOLD)
        sign.setForeground(self._look.colours.soft)
        for found in _SIGNS.finditer(text):
            self.setFormat(found.start(), found.end() - found.start(), sign)
        for found in _NAME.finditer(text):
            self.setFormat(found.start(), found.end() - found.start(), name)


class _Numbers(QWidget):
    """The strip of line numbers; a line with a fault has its number heavy and an exclamation beside it."""

    def __init__(self, editor: JsonEditor) -> None:
        super().__init__(editor)
        self._editor = editor

    def sizeHint(self) -> QSize:
        return QSize(self._editor.numbers_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._editor.paint_numbers(self, event)


class JsonEditor(QPlainTextEdit):
    """An editor in which `show_marks` draws faults. Tab leaves it, since a clerk without a mouse has to get out;
    Enter keeps the indentation. `focused` tells that the keyboard came or went."""

    focused = Signal()

    def __init__(self, look: Look, *, name: str) -> None:
        super().__init__()
        self._look = look
        self._marks: tuple[Mark, ...] = ()
        self._by_line: dict[int, str] = {}
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._numbers = _Numbers(self)
        self._colouring = _Colouring(self.document(), look)
        self.blockCountChanged.connect(lambda _count: self._make_room())
        self.updateRequest.connect(self._scrolled)
        self.restyle()

    def restyle(self) -> None:
        """Take on the look's colours and sizes."""
        font = QFont()
        # Hangul comes from the bundled font wherever the fixed one has none.
        system = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
        font.setFamilies([*_FIXED, system, self._look.font().family()])
        font.setFixedPitch(True)
        font.setPixelSize(self._look.px(SMALL))
        self.setFont(font)
        self.setPalette(self._look.palette())
        self._colouring.rehighlight()
        self._make_room()
        self.show_marks(self._marks)

    def show_marks(self, marks: tuple[Mark, ...]) -> None:
        """Draw these faults; none clears them."""
        self._marks = marks
        self._by_line = {}
        selections = []
        for mark in marks:
            cursor = QTextCursor(self.document())
            last = max(0, self.document().characterCount() - 1)
            start = min(mark.span.start, last)
            cursor.setPosition(start)
            self._by_line.setdefault(cursor.blockNumber(), mark.sentence)
            cursor.setPosition(min(max(mark.span.end, start + 1), last), QTextCursor.MoveMode.KeepAnchor)
            selection = QTextEdit.ExtraSelection()
            selection.cursor = cursor
            selection.format = self._underline()
            selections.append(selection)
        self.setExtraSelections(selections)
        self._numbers.update()
        self.viewport().update()

    def _underline(self) -> QTextCharFormat:
        look = QTextCharFormat()
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        look.setUnderlineColor(self._look.colours.waiting)
        look.setBackground(self._look.colours.waiting_wash)
        return look

    def go_to(self, span: Span) -> None:
        """Put the cursor at a span, in sight, and the focus with it."""
        cursor = self.textCursor()
        cursor.setPosition(min(span.start, max(0, self.document().characterCount() - 1)))
        self.setTextCursor(cursor)
        self.centerCursor()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def line_of(self, position: int) -> int:
        """The number of the line (from 1) on which a character stands."""
        return self.document().findBlock(min(position, self.document().characterCount() - 1)).blockNumber() + 1

    def numbers_width(self) -> int:
        """How wide the strip of line numbers is, in pixels."""
        digits = max(2, len(str(self.blockCount())))
        return self._look.metrics(LABEL, BOLD).horizontalAdvance("0" * digits) + self._look.px(32)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focused.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self._new_line()
            return
        super().keyPressEvent(event)

    def _new_line(self) -> None:
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        indent = before[: len(before) - len(before.lstrip(" "))]
        if before.rstrip().endswith(("{", "[")):
            indent += "  "
        cursor.insertText("\n" + indent)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            at = self.cursorForPosition(self.viewport().mapFromGlobal(event.globalPos())).blockNumber()
            QToolTip.showText(event.globalPos(), self._by_line.get(at, ""), self)
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        inside = self.contentsRect()
        self._numbers.setGeometry(QRect(inside.left(), inside.top(), self.numbers_width(), inside.height()))

    def _make_room(self) -> None:
        self.setViewportMargins(self.numbers_width(), 0, 0, 0)
        inside = self.contentsRect()
        self._numbers.setGeometry(QRect(inside.left(), inside.top(), self.numbers_width(), inside.height()))

    def _scrolled(self, area: QRect, down: int) -> None:
        if down:
            self._numbers.scroll(0, down)
        else:
            self._numbers.update(0, area.y(), self._numbers.width(), area.height())

    def _visible_lines(self) -> list[tuple[QTextBlock, QRectF]]:
        lines = []
        block = self.firstVisibleBlock()
        while block.isValid():
            where = self.blockBoundingGeometry(block).translated(self.contentOffset())
            if where.top() > self.viewport().height():
                break
            lines.append((block, where))
            block = block.next()
        return lines

    def paint_numbers(self, strip: QWidget, event: QPaintEvent) -> None:
        """Paint the numbers of the lines in sight into `strip`."""
        painter, look = QPainter(strip), self._look
        painter.fillRect(event.rect(), look.colours.card)
        height = self.fontMetrics().height()
        for block, where in self._visible_lines():
            wrong = block.blockNumber() in self._by_line
            painter.setFont(look.font(LABEL, BOLD) if wrong else look.font(LABEL))
            painter.setPen(look.colours.waiting if wrong else look.colours.soft)
            place = QRect(0, round(where.top()), strip.width() - look.px(16), height)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight, str(block.blockNumber() + 1))
            if wrong:
                painter.drawText(place.adjusted(look.px(6), 0, 0, 0), Qt.AlignmentFlag.AlignLeft, "!")
        painter.end()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._by_line:
            return
        painter, look = QPainter(self.viewport()), self._look
        painter.setFont(look.font(LABEL))
        painter.setPen(look.colours.waiting)
        for block, where in self._visible_lines():
            sentence = self._by_line.get(block.blockNumber())
            line = block.layout().lineAt(max(0, block.layout().lineCount() - 1)) if sentence else None
            if sentence is None or line is None or not line.isValid():
                continue
            left = where.left() + line.x() + line.naturalTextWidth() + look.px(20)
            room = self.viewport().width() - left - look.px(8)
            if room < look.px(80):
                continue  # too little to read: the list below says it whole
            short = look.metrics(LABEL).elidedText(sentence, Qt.TextElideMode.ElideRight, int(room))
            painter.drawText(QPointF(left, where.top() + line.y() + line.ascent()), short)
        painter.end()
