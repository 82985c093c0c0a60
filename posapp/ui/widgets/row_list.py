"""A list to pick from: rows, what it says when it is empty, and how many more there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from posapp.ui.theme import LABEL, LINE, RADIUS, SEMIBOLD, SMALL, Look
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.list_row import ListRow
from posapp.ui.widgets.painted import rounded
from posapp.ui.widgets.scroll import Scroll

_PAGE = 6
_AT_ONCE = 12
"""Rows made in one go: what is in sight, and under ten milliseconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowWords:
    """What one row says; `key` is what is told when it is picked."""

    key: str
    title: str
    detail: str = ""
    trailing: str = ""
    badge: str = ""
    badge_kind: str = "seal"


class PickRow(ListRow):
    """A row that may be the chosen one: a wash and a bar at its left, and a ring while its list has the keyboard."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, "", parent=parent)
        self.key = ""
        self.listens = False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def nextCheckState(self) -> None:
        """The list decides which row is chosen."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """The wash, then the row."""
        if self.isChecked():
            c, px = self.look.colours, self.look.px
            painter = QPainter(self)
            rounded(painter, QRectF(self.rect()).adjusted(px(4), 2, -px(4), -2), px(RADIUS), fill=c.ground)
            bar = QRectF(px(4), px(14), px(4), self.height() - px(28))
            rounded(painter, bar, px(2), fill=c.seal)
            if self.listens:
                rounded(painter, QRectF(self.rect()).adjusted(px(4), 2, -px(4), -2), px(RADIUS), line=c.seal, width=2)
            painter.end()
        super().paintEvent(event)


class RowList(Card):
    """Rows in a card that scrolls. `picked` carries the key of the row that was pressed.

    The arrows move the choice whether the list or the box above it has the keyboard (the box calls `step`); Enter picks
    it. Rows are used again, so a list that is searched never blinks.
    """

    picked = Signal(str)

    def __init__(self, look: Look, *, name: str = "") -> None:
        super().__init__(look, padding=(0, 4), spacing=0)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.rows: list[PickRow] = []
        self._shown: tuple[RowWords, ...] = ()
        self._chosen = ""
        self._rest = QTimer(self, singleShot=True, interval=0)
        self._rest.timeout.connect(self._fill)
        inside = QWidget()
        self._inside = QVBoxLayout(inside)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(0)
        self.heading = Label(look, size=LABEL, weight=SEMIBOLD, colour="soft", wrap=True)
        self.empty = Label(look, size=LINE, weight=SEMIBOLD, colour="soft", wrap=True, centre=True)
        self.empty_next = Label(look, size=SMALL, colour="soft", wrap=True, centre=True)
        self.note = Label(look, size=LABEL, colour="soft", wrap=True)
        for label in (self.heading, self.empty, self.empty_next, self.note):
            label.hide()
            self._inside.addWidget(label)
        self._inside.addStretch(1)
        self.view = Scroll(look, inside)
        self.column.addWidget(self.view)
        self._pad()

    def restyle(self) -> None:
        """Follow the look."""
        super().restyle()
        if hasattr(self, "note"):
            self._pad()

    def _pad(self) -> None:
        px = self.look.px
        self.heading.setContentsMargins(px(16), px(10), px(16), px(6))
        self.note.setContentsMargins(px(16), px(10), px(16), px(10))
        self.empty.setContentsMargins(px(20), px(48), px(20), px(4))
        self.empty_next.setContentsMargins(px(20), 0, px(20), px(20))

    def show_rows(
        self, rows: Sequence[RowWords], *, heading: str = "", empty: str = "", empty_next: str = "", note: str = ""
    ) -> None:
        """Show these rows; where there are none, `empty` and what to do next. The chosen row stays so."""
        self._shown = tuple(rows)
        for widget in self.rows[len(rows) :]:
            widget.hide()
        for place in range(min(len(rows), len(self.rows))):
            self._write(place)
        self._fill()
        if self.hasFocus() and rows and self._chosen not in self.keys:
            self._chosen = rows[0].key
        for label, text in (
            (self.heading, heading if rows else ""), (self.note, note),
            (self.empty, "" if rows else empty), (self.empty_next, "" if rows else empty_next),
        ):  # fmt: skip
            label.setText(text)
            label.setVisible(bool(text))
        self.choose(self._chosen)

    def _fill(self) -> None:
        """Make the rows that are missing, a screenful now and the rest between other events, so that no frame waits."""
        until = min(len(self._shown), len(self.rows) + _AT_ONCE)
        while len(self.rows) < until:
            self._add_row()
            self._write(len(self.rows) - 1)
        if len(self.rows) < len(self._shown):
            self._rest.start()

    def _write(self, place: int) -> None:
        row, widget = self._shown[place], self.rows[place]
        widget.key = row.key
        widget.set_row(row.title, detail=row.detail, trailing=row.trailing, badge=row.badge, badge_kind=row.badge_kind)
        widget.setChecked(bool(row.key) and row.key == self._chosen)
        widget.show()

    def _add_row(self) -> None:
        row = PickRow(self.look)
        row.clicked.connect(lambda: self._press(row))
        row.listens = self.hasFocus()
        self.rows.append(row)
        self._inside.insertWidget(self._inside.count() - 2, row)  # before the note and the stretch

    def _press(self, row: PickRow) -> None:
        self.choose(row.key)
        self.picked.emit(row.key)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the rows in sight or a scroll away, in order."""
        return tuple(row.key for row in self._shown)

    @property
    def chosen(self) -> str:
        """The key of the chosen row, "" where none is."""
        return self._chosen if self._chosen in self.keys else ""

    def choose(self, key: str) -> None:
        """Mark a row without picking it."""
        self._chosen = key
        for row in self.rows[: len(self._shown)]:
            row.setChecked(bool(key) and row.key == key)
            if row.isChecked():
                self.view.ensureWidgetVisible(row, 0, 0)

    def step(self, by: int) -> None:
        """Move the choice down (or up) by so many rows; from none, to the first or last."""
        keys = self.keys
        if not keys:
            return
        at = keys.index(self.chosen) + by if self.chosen else (0 if by > 0 else len(keys) - 1)
        self.choose(keys[max(0, min(len(keys) - 1, at))])

    def pick(self) -> bool:
        """Pick the chosen row, or the only one; false where that is not plain."""
        key = self.chosen or (self.keys[0] if len(self._shown) == 1 else "")
        if key:
            self.choose(key)
            self.picked.emit(key)
        return bool(key)

    def steer(self, event: QKeyEvent) -> bool:
        """Whether a key moved or picked something: arrows, Page Up and Down, Enter."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _PAGE, Qt.Key.Key_PageUp: -_PAGE}
        key = Qt.Key(event.key())
        if key in steps:
            self.step(steps[key])
            return True
        return key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.pick()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The list with the keyboard steers itself."""
        if not self.steer(event):
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """With the keyboard there is always a chosen row to see."""
        super().focusInEvent(event)
        if not self.chosen:
            self.step(1)
        self._show_listening()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard is elsewhere."""
        super().focusOutEvent(event)
        self._show_listening()

    def _show_listening(self) -> None:
        for row in self.rows:
            row.listens = self.hasFocus()
            row.update()
