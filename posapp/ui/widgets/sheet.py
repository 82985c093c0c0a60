"""A sheet laid over the window: a pad, a list to pick from, a question. Never a window of its own, never a wait.

The scanner goes on working behind a sheet, and a scan never presses anything in it. Esc puts it away and
changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from posapp.ui.theme import BOLD, NAME, Look
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.painted import Painted, rounded, show_if


class Cross(Button):
    """Puts a sheet away, for a finger; Esc does it for the keyboard, so Tab passes it by."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, kind="quiet", name="Esc")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter, px = QPainter(self), self.look.px
        fill, _, ink = self._colours()
        if fill is not None:
            rounded(painter, QRectF(self.rect()), px(10), fill=fill)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(ink, px(2))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        middle, arm = QRectF(self.rect()).center(), px(6)
        painter.drawLine(middle + QPointF(-arm, -arm), middle + QPointF(arm, arm))
        painter.drawLine(middle + QPointF(-arm, arm), middle + QPointF(arm, -arm))


class Sheet(Card):
    """A card with a heading; fill `column`, then `Navigation.show_sheet(sheet)`.

    `wide` is its width in pixels of the drawings. `finish` closes it; `closed` says that it was.
    """

    closed = Signal()

    def __init__(self, look: Look, title: str = "", *, wide: int = 480) -> None:
        super().__init__(look, padding=(24, 20), spacing=12)
        self.wide = wide
        self.title = Label(look, title, size=NAME, weight=BOLD, wrap=True)
        self.cross = Cross(look)
        self.cross.clicked.connect(self.finish)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        head.addWidget(self.cross, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(head)
        self.setAccessibleName(title)

    def set_title(self, title: str) -> None:
        """Head it (again, in another language)."""
        self.title.setText(title)
        self.setAccessibleName(title)

    def buttons(self, *buttons: Button) -> None:
        """Put buttons side by side at its foot."""
        row = QHBoxLayout()
        row.setSpacing(self.look.px(8))
        for button in buttons:
            row.addWidget(button, 1)
        self.column.addLayout(row)

    def first_focus(self) -> None:
        """Where the keyboard goes when it opens: the first thing that takes it."""
        self.setFocus()
        self.focusNextChild()

    def scanned(self, text: str) -> bool:
        """A scan arrived while it is open: true where the sheet itself wants it (the calibration does)."""
        return False

    def finish(self) -> None:
        """Put it away."""
        self.closed.emit()


class Question(Sheet):
    """A question whose harmless answer has the keyboard: Enter, Space and Esc all leave things as they are."""

    def __init__(
        self, look: Look, title: str, *, text: str = "", yes: str, no: str, on_yes: Callable[[], None]
    ) -> None:
        super().__init__(look, title)
        self.text = Label(look, text, wrap=True, colour="soft")
        self.column.addWidget(self.text)
        show_if(self.text, bool(text))
        self.no = Button(look, no, tall=True)
        self.yes = Button(look, yes, kind="outline", tall=True)
        self.no.clicked.connect(self.finish)
        self.yes.clicked.connect(self._yes)
        self._on_yes = on_yes
        self.buttons(self.no, self.yes)

    def _yes(self) -> None:
        self.finish()
        self._on_yes()

    def first_focus(self) -> None:
        """On No."""
        self.no.setFocus(Qt.FocusReason.TabFocusReason)


class SheetLayer(Painted):
    """The veil over the window and the sheets on it, the newest on top; the keyboard goes back when they are gone."""

    emptied = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent)
        self._around = parent
        self.sheets: list[Sheet] = []
        self._before: QWidget | None = None
        parent.installEventFilter(self)
        self.hide()

    @property
    def top(self) -> Sheet | None:
        """The sheet in front."""
        return self.sheets[-1] if self.sheets else None

    def show_sheet(self, sheet: Sheet) -> None:
        """Lay a sheet on top."""
        if not self.sheets:
            self._before = self.window().focusWidget()
        self.sheets.append(sheet)
        sheet.setParent(self)
        sheet.closed.connect(lambda: self._remove(sheet))
        self.setGeometry(self._around.rect())
        self.show()
        self.raise_()
        sheet.show()
        self._place()
        sheet.first_focus()

    def _remove(self, sheet: Sheet) -> None:
        if sheet not in self.sheets:
            return
        self.sheets.remove(sheet)
        sheet.hide()
        sheet.deleteLater()
        if self.top is not None:
            self.top.first_focus()
            return
        self.hide()
        before, self._before = self._before, None
        if before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.emptied.emit()

    def _place(self) -> None:
        for sheet in self.sheets:
            wide = min(self.look.px(sheet.wide), self.width() - 40)
            sheet.setFixedWidth(wide)
            sheet.adjustSize()
            high = sheet.heightForWidth(wide) if sheet.hasHeightForWidth() else sheet.sizeHint().height()
            high = min(high, self.height() - 40)
            sheet.setGeometry((self.width() - wide) // 2, (self.height() - high) // 2, wide, high)

    def restyle(self) -> None:
        """Follow the look."""
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the window, and place a sheet anew when what it holds has changed its size."""
        if event.type() is QEvent.Type.Resize:
            self.setGeometry(self._around.rect())
        return False

    def event(self, event: QEvent) -> bool:
        """A sheet that grew is placed in the middle again."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._place()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the sheets in the middle."""
        self._place()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """What lies under the veil cannot be pressed; a press beside the sheet puts it away, as Esc does."""
        if self.top is not None and not self.top.geometry().contains(event.position().toPoint()):
            self.top.finish()
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab stays in the sheet in front."""
        if self.top is None:
            return False
        stops = [
            widget
            for widget in self.top.findChildren(QWidget)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(self.top) and widget.isEnabled()
        ]
        if stops:
            now = next((at for at, widget in enumerate(stops) if widget.hasFocus()), -1 if forward else 0)
            reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
            stops[(now + (1 if forward else -1)) % len(stops)].setFocus(reason)
        else:
            self.top.setFocus()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts the top sheet away; no other key gets through to what lies under it."""
        if event.key() == Qt.Key.Key_Escape and self.top is not None:
            self.top.finish()
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The veil."""
        colour = QColor(self.look.colours.veil)
        colour.setAlphaF(0.55 if self.look.dark else 0.35)
        QPainter(self).fillRect(self.rect(), colour)
