"""Sheets with rows to pick from: several members of one name, sales that were put aside, everything under *More*."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from posapp.ui.theme import LABEL, SEMIBOLD, Look
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.list_row import ListRow
from posapp.ui.widgets.painted import show_if
from posapp.ui.widgets.scroll import Scroll
from posapp.ui.widgets.sheet import Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Choosable:
    """A row: what is told when it is picked, and its words."""

    value: str
    title: str
    detail: str = ""
    trailing: str = ""
    badge: str = ""
    hint: str = ""


class Picker(Sheet):
    """Rows under a heading; 1 to 9, the arrows and Enter, or a finger. `picked` carries the row's value."""

    picked = Signal(str)

    def __init__(self, look: Look, title: str, rows: Sequence[Choosable], *, note: str = "", wide: int = 560) -> None:
        super().__init__(look, title, wide=wide)
        self.rows: list[ListRow] = []
        self._values = [row.value for row in rows]
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for at, row in enumerate(rows):
            made = ListRow(
                look, row.title, detail=row.detail, trailing=row.trailing, badge=row.badge,
                badge_kind="rank", hint=row.hint or (str(at + 1) if at < 9 else ""),
            )  # fmt: skip
            made.clicked.connect(lambda _=False, value=row.value: self.pick(value))
            column.addWidget(made)
            self.rows.append(made)
        column.addStretch(1)
        self.rolling = Scroll(look, held)
        self.rolling.setMinimumHeight(min(look.px(64) * len(rows), look.px(64 * 7)))
        self.column.addWidget(self.rolling, 1)
        self.note = Label(look, note, colour="soft", wrap=True)
        show_if(self.note, bool(note))
        self.column.addWidget(self.note)

    def pick(self, value: str) -> None:
        """Take a row and put the sheet away."""
        self.finish()
        self.picked.emit(value)

    def first_focus(self) -> None:
        """On the first row."""
        if self.rows:
            self.rows[0].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 to 9 pick; the arrows go up and down."""
        text = event.text()
        if len(text) == 1 and text in "123456789" and int(text) <= len(self._values):
            self.pick(self._values[int(text) - 1])
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.rows:
            at = next((at for at, row in enumerate(self.rows) if row.hasFocus()), -1)
            at = (at + (1 if event.key() == Qt.Key.Key_Down else -1)) % len(self.rows)
            self.rows[at].setFocus(Qt.FocusReason.TabFocusReason)
            self.rolling.ensureWidgetVisible(self.rows[at])
        else:
            super().keyPressEvent(event)


class Tiles(Sheet):
    """Large buttons in groups, for *More*: a tile's `detail` is its group's heading. `picked` carries a value."""

    picked = Signal(str)

    def __init__(self, look: Look, title: str, tiles: Sequence[Choosable], *, across: int = 3) -> None:
        super().__init__(look, title, wide=720)
        self.tiles: list[Button] = []
        for group in dict.fromkeys(tile.detail for tile in tiles):
            grid, last = QGridLayout(), 0
            grid.setSpacing(look.px(8))
            if group:
                self.column.addWidget(Label(look, group, size=LABEL, weight=SEMIBOLD, colour="soft"))
            for at, tile in enumerate(tile for tile in tiles if tile.detail == group):
                made = Button(look, tile.title, tall=True, hint=tile.hint)
                made.clicked.connect(lambda _=False, value=tile.value: self.pick(value))
                grid.addWidget(made, at // across, at % across)
                self.tiles.append(made)
                last = at
            for column in range(across):
                grid.setColumnStretch(column, 1)
            for column in range(last + 1, across):  # a short group keeps the columns of the others
                grid.addWidget(QWidget(), 0, column)
            self.column.addLayout(grid)

    def pick(self, value: str) -> None:
        """Take one and put the sheet away."""
        self.finish()
        self.picked.emit(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows go from one to the next."""
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: 3, Qt.Key.Key_Up: -3}
        step = steps.get(Qt.Key(event.key()))
        if step is None or not self.tiles:
            super().keyPressEvent(event)
            return
        at = next((at for at, tile in enumerate(self.tiles) if tile.hasFocus()), 0)
        self.tiles[(at + step) % len(self.tiles)].setFocus(Qt.FocusReason.TabFocusReason)
