"""The box above a list: what is typed searches, the arrows and Enter go to the list."""

from __future__ import annotations

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from posapp.ui.theme import TEXT, Look
from posapp.ui.widgets.field import Line
from posapp.ui.widgets.row_list import RowList


class FindBox(Line):
    """A line of text that steers `rows`: the keyboard never has to leave it."""

    def __init__(self, look: Look, rows: RowList, *, parent: QWidget | None = None) -> None:
        super().__init__(look, size=TEXT, parent=parent)
        self._rows = rows

    def set_words(self, placeholder: str, name: str) -> None:
        """Say what it looks for (again, in another language)."""
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Typing stays here; what moves or picks goes to the list."""
        if not self._rows.steer(event):
            super().keyPressEvent(event)
