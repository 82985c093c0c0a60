"""The heading of every screen but the sale: the way back, what it is, and its refusals."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from posapp.ui.theme import BOLD, EDGE, NAME, Look
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.painted import Painted
from posapp.ui.widgets.strip import Strip
from posapp.ui.words import Words


class Heading(Painted):
    """`back` asks for the sale; `strip` says what was refused."""

    back = Signal()

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__(look)
        self.words = words
        self._key = ""
        self.way_back = Button(look, hint="Esc")
        self.way_back.clicked.connect(self.back)
        self.title = Label(look, size=NAME, weight=BOLD)
        self.strip = Strip(look)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.way_back)
        row.addWidget(self.title, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(EDGE, 0, EDGE, 12)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.strip)

    def show_title(self, key: str) -> None:
        """Head a screen with the sentence called `key`."""
        self._key = key
        self.strip.clear()
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the language of the moment."""
        self.way_back.setText(self.words("ui_window.back"))
        if self._key:
            self.title.setText(self.words(self._key))
