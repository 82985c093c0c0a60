"""How far the demo shop is, while it is being made: a bar, and a way out that leaves nothing behind."""

from __future__ import annotations

from PySide6.QtCore import Signal

from posapp.ui.theme import Look
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.progress import Progress
from posapp.ui.widgets.sheet import Sheet
from posapp.ui.words import Words


class Making(Sheet):
    """`cancelled` asks to stop; what was made so far is taken away."""

    cancelled = Signal()

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__(look, words("ui_window.demo_title"))
        self.words = words
        self.said = Label(look, words("ui_window.demo_hint"), colour="soft", wrap=True)
        self.bar = Progress(look, colour="seal", name=words("ui_window.demo_title"))
        self.share = Label(look, right=True)
        self.stop = Button(look, words("ui_window.demo_cancel"), tall=True, hint="Esc")
        for widget in (self.said, self.bar, self.share):
            self.column.addWidget(widget)
        self.buttons(self.stop)
        self.stop.clicked.connect(self._cancel)

    def show_done(self, done: int, whole: int) -> None:
        """`done` of `whole` are made."""
        thousandths = 1000 * done // whole if whole else 0
        self.bar.set_to(thousandths)
        self.share.setText(self.words("ui_window.share", percent=thousandths // 10))

    def _cancel(self) -> None:
        self.stop.setEnabled(False)
        self.cancelled.emit()
