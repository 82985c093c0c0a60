"""Keys as a keyboard sends them: to the window, with their moments."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QWindow

from posapp.devices.simulated import Press, SimulatedScanner

_NAMED = {"\r": Qt.Key.Key_Return, "\n": Qt.Key.Key_Enter, "\t": Qt.Key.Key_Tab, " ": Qt.Key.Key_Space}


def send(
    window: QWindow, key: int, *, text: str = "", at_ms: int = 1, held_ms: int = 5,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:  # fmt: skip
    """A key goes down and up again."""
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


def by_hand(text: str, *, gap_ms: int = 140, from_ms: int = 500_000) -> Iterable[Press]:
    """A person types."""
    return [Press(character, from_ms + at * gap_ms) for at, character in enumerate(text)]


def scan(window: QWindow, text: str, scanner: SimulatedScanner | None = None) -> None:
    """A scanner types."""
    type_out(window, (scanner or SimulatedScanner()).scan(text))
