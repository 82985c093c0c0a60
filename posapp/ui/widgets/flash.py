"""The only two things that move: a wash that goes, a stamp that lands. Nothing moves where stillness is asked for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

from posapp.ui.theme import Look

_FRAME_MS = 16


class Passing(QObject):
    """Something that lasts `ms` and then is over: `left` goes from 1 to 0, and `repaint` is called for each picture.

    Where the look is still, it is over at once.
    """

    def __init__(self, look: Look, ms: int, repaint: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.look, self.ms, self._repaint = look, ms, repaint
        self._since = QElapsedTimer()
        self._timer = QTimer(self, interval=_FRAME_MS)
        self._timer.timeout.connect(self._next)

    @property
    def left(self) -> float:
        """How much of it is still to come, 1 to 0."""
        if not self._timer.isActive():
            return 0.0
        return max(0.0, 1.0 - self._since.elapsed() / self.ms)

    def start(self) -> None:
        """Begin (again)."""
        if not self.look.still:
            self._since.restart()
            self._timer.start()

    def stop(self) -> None:
        """Be over now."""
        self._timer.stop()

    def _next(self) -> None:
        if self._since.elapsed() >= self.ms:
            self._timer.stop()
        self._repaint()
