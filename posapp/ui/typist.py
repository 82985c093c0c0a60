"""Keys sent to a window as a keyboard sends them, with their moments: for the tour, and for rehearsals."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QWindow

from posapp.devices.simulated import Press, SimulatedScanner

_NAMED = {"\r": Qt.Key.Key_Return, "\n": Qt.Key.Key_Enter, "\t": Qt.Key.Key_Tab, " ": Qt.Key.Key_Space}


def send(
    window: QWindow, key: int, *, text: str = "", at_ms: int = 0, held_ms: int = 0,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:  # fmt: skip
    """A key goes down at `at_ms` and up again `held_ms` later; 0 is a moment that is not known."""
    for kind, moment in ((QEvent.Type.KeyPress, at_ms), (QEvent.Type.KeyRelease, at_ms + held_ms)):
        event = QKeyEvent(kind, key, modifiers, text)
        event.setTimestamp(moment)
        QCoreApplication.sendEvent(window, event)


def type_out(window: QWindow, presses: Iterable[Press]) -> None:
    """Send the keys of a scanner, or of a hand."""
    for press in presses:
        key = _NAMED.get(press.character)
        number = int(key) if key is not None else ord(press.character.upper())
        send(window, number, text=press.character, at_ms=press.at_ms, held_ms=2)


def scan(window: QWindow, text: str, scanner: SimulatedScanner) -> None:
    """A scanner types."""
    type_out(window, scanner.scan(text))
