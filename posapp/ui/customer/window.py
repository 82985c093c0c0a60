"""The customer's window: one face at a time, each of the same two columns, and nothing that leads to the clerk's."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from posapp.ui.customer.bought import Bought
from posapp.ui.customer.hers import Hers
from posapp.ui.customer.joining import Joining
from posapp.ui.customer.keys import BACK, DONE, Key
from posapp.ui.customer.look import FacingLook
from posapp.ui.customer.pad import Pad
from posapp.ui.customer.sums import Sums
from posapp.ui.customer.survey import Survey, Word
from posapp.ui.customer.welcome import Welcome
from posapp.ui.theme import TEXT
from posapp.ui.widgets.painted import restyle_all, retranslate_all
from posapp.ui.words import Words

EDGE, BETWEEN, SIDE = 48, 36, 360
"""To the window's edge, between the columns, and the width of the right one, in the drawing's pixels."""

WIDEST = 440
"""To which the right column grows on a wide screen, in the drawing's pixels."""

SMALLEST = (1024, 600)

_FLAGS = (
    Qt.WindowType.Window
    | Qt.WindowType.CustomizeWindowHint
    | Qt.WindowType.WindowTitleHint
    | Qt.WindowType.WindowDoesNotAcceptFocus
)
"""A title to drag it by and no way to close it: the setting does. The keyboard stays with the clerk."""


class CustomerWindow(QWidget):
    """Shows what it is told to. `touched` follows every press, `language_pressed` and `not_me` say what was pressed."""

    touched = Signal()
    language_pressed = Signal()
    not_me = Signal()

    def __init__(self, look: FacingLook, words: Words) -> None:
        super().__init__(None, _FLAGS)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setMinimumSize(*SMALLEST)
        self.look, self.words = look, words
        self.leaving = False
        self.welcome = Welcome(look, words)
        self.hers = Hers(look, words)
        self.lines = Bought(look, words)
        self.sums = Sums(look, words)
        self.pad = Pad(look, words)
        self.receipt = Bought(look, words, card=True)
        self.mistaken = Key(look, kind="quiet", size=TEXT)
        self.survey = Survey(look, words)
        self.joining = Joining(look, words)
        self.word = Word(look, words)
        self._lay_out()
        self.language = Key(look, kind="quiet", size=TEXT, parent=self)
        self.language.clicked.connect(self.language_pressed)
        self.mistaken.clicked.connect(self.not_me)
        look.changed.connect(self._restyle)
        words.changed.connect(self.retranslate)
        self._restyle()
        self.retranslate()

    def _lay_out(self) -> None:
        self._whole = QStackedLayout(self)
        self._main = QWidget()
        self._columns = QHBoxLayout(self._main)
        self._left, self._right = QStackedLayout(), QStackedLayout()
        for shown in (self.welcome, self.hers, self.lines):
            self._left.addWidget(shown)
        column = QVBoxLayout()
        column.addLayout(self._left, 1)
        column.addWidget(self.sums)
        receipt = QWidget()
        under = self._under = QVBoxLayout(receipt)
        under.setContentsMargins(0, 0, 0, 0)
        under.addWidget(self.receipt, 1)
        under.addWidget(self.mistaken)
        self._receipt = receipt
        self._side = QWidget()
        self._side.setLayout(self._right)
        self._right.setContentsMargins(0, 0, 0, 0)
        for widget in (self.pad, receipt, self.survey):
            self._right.addWidget(widget)
        self._columns.addLayout(column, 1)
        self._columns.addWidget(self._side)
        self._pages = {"main": self._main}
        self._whole.addWidget(self._main)
        for name, page in (("joining", self.joining), ("word", self.word)):
            around = QWidget()
            box = QVBoxLayout(around)
            box.addWidget(page)
            self._pages[name] = around
            self._whole.addWidget(around)

    # What is shown

    def show_left(self, widget: QWidget) -> None:
        """`welcome`, `hers` or `lines`."""
        self._left.setCurrentWidget(widget)
        self._place_language()

    def show_right(self, widget: QWidget) -> None:
        """`pad`, `receipt` or `survey`."""
        self._right.setCurrentWidget(self._receipt if widget is self.receipt else widget)

    def show_page(self, name: str) -> None:
        """``main``, ``joining`` or ``word``."""
        self._whole.setCurrentWidget(self._pages[name])
        self._place_language()

    def is_right(self, widget: QWidget) -> bool:
        """Whether that is what the right column shows, and the columns are shown."""
        shown = self._receipt if widget is self.receipt else widget
        return self.page == "main" and self._right.currentWidget() is shown

    @property
    def page(self) -> str:
        """Which page is shown."""
        return next(name for name, page in self._pages.items() if page is self._whole.currentWidget())

    def retranslate(self) -> None:
        """Speak her language."""
        words = self.words
        self.setWindowTitle(words("ui_customer.title"))
        self.language.setText("English" if words.language == "ko" else "한국어")
        self.mistaken.setText(words("ui_customer.not_me"))
        for child in self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            retranslate_all(child)
        self._place_language()

    def _restyle(self) -> None:
        px = self.look.px
        edge = px(EDGE)
        for page in self._pages.values():
            layout = page.layout()
            assert layout is not None
            layout.setContentsMargins(edge, edge, edge, edge)
        self._columns.setSpacing(px(BETWEEN))
        self._under.setSpacing(px(8))
        self._side.setFixedWidth(self._wide)
        for child in self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            restyle_all(child)
        self._place_language()
        self.update()

    @property
    def _wide(self) -> int:
        """The pixels of the right column: five fingers side by side at least."""
        return max(self.look.px(SIDE), SIDE, min(round(self.width() * 0.3), self.look.px(WIDEST)))

    def _place_language(self) -> None:
        """At the right end of the left column's first line."""
        if not hasattr(self, "language"):
            return
        px, hint = self.look.px, self.language.sizeHint()
        right = self.width() - px(EDGE)
        if self.page == "main":
            right -= self._wide + px(BETWEEN)
        self.language.resize(hint)
        self.language.move(QPoint(right - hint.width() + px(18), px(EDGE) - (hint.height() - px(54)) // 2))
        self.language.raise_()
        self.hers.reserved = hint.width()
        self.language.setVisible(self.page != "word")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Its type grows with it."""
        self.look.fit(event.size())
        self._side.setFixedWidth(self._wide)
        self._place_language()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The paper ground."""
        QPainter(self).fillRect(event.rect(), self.look.colours.ground)

    # What it lets nobody do

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A touch on the paper."""
        self.touched.emit()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Should the keyboard ever be here: digits go to the pad where it is shown, and nothing goes anywhere else."""
        event.accept()
        if not self.is_right(self.pad):
            return
        if event.text() and event.text() in "0123456789":
            self.pad.press(event.text())
        elif event.key() == Qt.Key.Key_Backspace:
            self.pad.press(BACK)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.pad.press(DONE)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closed with the setting or with the till, by nobody else."""
        event.setAccepted(self.leaving)
