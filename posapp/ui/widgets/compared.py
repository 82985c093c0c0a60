"""A table of three columns of figures: as it is, as it would be, and the difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QGridLayout

from posapp.ui.theme import LABEL, SEMIBOLD, SMALL, TEXT, Look
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.painted import Painted

_FIGURE = 92
"""How wide a column of figures is at least: a million won."""


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A name with a line below it (or ""), and three cells; `colour` of the last, by its name."""

    name: str
    before: str
    after: str
    change: str
    detail: str = ""
    colour: str = "ink"
    strong: bool = False


class Compared(Painted):
    """``show_rows(("", "Today", "Draft", "Difference"), rows)``; the head stands over the columns."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.rows: list[tuple[Label, ...]] = []
        self.told: tuple[ComparedRow, ...] = ()
        self.head = tuple(Label(look, size=LABEL, weight=SEMIBOLD, colour="soft", right=n > 0) for n in range(4))
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setColumnStretch(0, 1)
        for column, label in enumerate(self.head):
            self.grid.addWidget(label, 0, column)
        self.restyle()

    def restyle(self) -> None:
        """Follow the look."""
        self.grid.setHorizontalSpacing(self.look.px(14))
        self.grid.setVerticalSpacing(self.look.px(2))
        for column in (1, 2, 3):  # as wide in every table, so that tables below each other stand in line
            self.grid.setColumnMinimumWidth(column, self.look.px(_FIGURE))
        for place in range(len(self.rows)):
            self.grid.setRowMinimumHeight(3 * place + 1, self.look.px(8))

    def show_rows(self, head: Sequence[str], rows: Sequence[ComparedRow]) -> None:
        """Show these and no others."""
        self.told = tuple(rows)
        for label, text in zip(self.head, head, strict=True):
            label.setText(text)
        while len(self.rows) < len(rows):
            self._add()
        for place, labels in enumerate(self.rows):
            row = rows[place] if place < len(rows) else None
            if row is not None:
                self._write(labels, row)
            for label in labels:
                label.setVisible(row is not None and (label is not labels[4] or bool(row.detail)))
        self.restyle()

    def _write(self, labels: tuple[Label, ...], row: ComparedRow) -> None:
        for label, text in zip(labels, (row.name, row.before, row.after, row.change, row.detail), strict=True):
            label.setText(text)
        labels[3].paint_in(row.colour)
        labels[0].setAccessibleName(f"{row.name}: {row.before} → {row.after}, {row.change}. {row.detail}")

    def _add(self) -> None:
        at = 3 * len(self.rows) + 2
        name = Label(self.look, size=TEXT, weight=SEMIBOLD, wrap=True)
        cells = [Label(self.look, size=TEXT, right=True), Label(self.look, size=TEXT, right=True)]
        change = Label(self.look, size=TEXT, weight=SEMIBOLD, right=True)
        detail = Label(self.look, size=SMALL, colour="soft", wrap=True)
        for column, label in enumerate((name, *cells, change)):
            self.grid.addWidget(label, at, column)
        self.grid.addWidget(detail, at + 1, 0, 1, 4)
        self.rows.append((name, *cells, change, detail))
