"""The look of the customer's window: the clerk's colours, in sizes of its own."""

from __future__ import annotations

import math

from PySide6.QtCore import QSize
from PySide6.QtGui import QFont

from posapp.ui.theme import LABEL, REGULAR, TEXT, Look

DRAWN = QSize(1024, 768)
"""The size of the drawing, in device-independent pixels."""

LEAST, MOST = 0.8, 2.5
"""How far its type and spaces shrink on a small display (1024 × 600) and grow on a large one."""

FINGER = 64
"""The least height and width, in pixels at any size, of what a customer presses: she stands, and does it for the first
time."""


class FacingLook(Look):
    """Grows with the window: it is read from further away, and by people who never learn where things are."""

    def __init__(self, clerk: Look) -> None:
        super().__init__(theme=clerk.theme, still=clerk.still)
        self._clerk = clerk
        clerk.changed.connect(self.follow)

    def follow(self) -> None:
        """Be as light or dark, and as still, as the clerk's."""
        self.still = self._clerk.still
        if (self._clerk.theme, self._clerk.dark) != (self.theme, self.dark):
            self.switch(self._clerk.theme)

    def let_go(self) -> None:
        """Follow the clerk's no more."""
        self._clerk.changed.disconnect(self.follow)

    def fit(self, size: QSize) -> None:
        """Sizes for a window of `size`, in steps of a twentieth so that dragging its edge does not flicker."""
        wanted = min(size.width() / DRAWN.width(), size.height() / DRAWN.height())
        scale = min(max(round(wanted * 20) / 20, LEAST), MOST)
        if scale != self.scale:
            self.scale = scale
            self._fonts.clear()
            self._metrics.clear()
            self.changed.emit()

    def font(self, size: int = TEXT, weight: int = REGULAR) -> QFont:
        """The font of a size and weight, never smaller than a label is at the clerk's."""
        return super().font(max(size, math.ceil(LABEL / self.scale)), weight)

    def finger(self, length: int) -> int:
        """A length of the drawings that must not get too small for a finger."""
        return max(FINGER, self.px(length))
