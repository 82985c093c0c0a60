"""Two columns: a list to find in at the left, what was picked from it at the right."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posapp.ui.theme import COLUMN, EDGE, GAP, Look
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.find_box import FindBox
from posapp.ui.widgets.painted import Painted
from posapp.ui.widgets.row_list import RowList
from posapp.ui.widgets.strip import Strip

_LEFT = 400


class FindAndShow(Painted):
    """The box and the button for a new one side by side, what was refused and the rows below, `shown` at the right."""

    def __init__(
        self, look: Look, *, box: FindBox, new: Button, refusal: Strip, rows: RowList, shown: QWidget
    ) -> None:  # fmt: skip
        super().__init__(look)
        left = self._holder = QWidget()
        self._left = QVBoxLayout(left)
        self._left.setContentsMargins(0, 0, 0, 0)
        top = self._top = QHBoxLayout()
        top.addWidget(box, 1)
        top.addWidget(new)
        self._left.addLayout(top)
        self._left.addWidget(refusal)
        self._left.addWidget(rows, 1)
        self._both = QHBoxLayout(self)
        self._both.addWidget(left)
        self._both.addWidget(shown, 1)

    def restyle(self) -> None:
        """Follow the look."""
        px = self.look.px
        self._holder.setFixedWidth(px(_LEFT))
        self._left.setSpacing(px(GAP))
        self._top.setSpacing(px(8))
        self._both.setContentsMargins(EDGE, 0, EDGE, EDGE)
        self._both.setSpacing(COLUMN)
