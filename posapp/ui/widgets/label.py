"""Words on the window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from posapp.ui.theme import REGULAR, TEXT, Look


class Label(QLabel):
    """Plain text in a size, weight and colour of the look: ``Label(look, "Due", size=NAME, weight=SEMIBOLD)``.

    `colour` is a name of `Colours`. What does not fit is never cut: give `wrap` where it may be long.
    """

    def __init__(
        self, look: Look, text: str = "", *, size: int = TEXT, weight: int = REGULAR, colour: str = "ink",
        wrap: bool = False, right: bool = False, centre: bool = False, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.look, self.size_, self.weight, self.colour = look, size, weight, colour
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        across = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        if centre:
            across = Qt.AlignmentFlag.AlignHCenter
        self.setAlignment(across | Qt.AlignmentFlag.AlignVCenter)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        self.setText(text)
        self.restyle()

    def setText(self, text: str) -> None:
        """Show `text`; nothing is laid out or painted anew where it is the same."""
        if text != self.text():
            super().setText(text)

    def paint_in(self, colour: str) -> None:
        """Change the colour (a name of `Colours`)."""
        if colour != self.colour:
            self.colour = colour
            self.restyle()

    def restyle(self) -> None:
        """Follow the look."""
        self.setFont(self.look.font(self.size_, self.weight))
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.WindowText, getattr(self.look.colours, self.colour))
        self.setPalette(palette)
