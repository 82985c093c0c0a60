"""Keys as a keyboard sends them: to the window, with their moments."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QWindow

from posapp.devices.simulated import Press, SimulatedScanner
from posapp.ui.typist import send, type_out

__all__ = ["by_hand", "scan", "send", "type_out"]

SCANNER = SimulatedScanner()
"""The one on the counter; its clock runs on from scan to scan."""


def by_hand(text: str, *, gap_ms: int = 140, from_ms: int = 500_000) -> Iterable[Press]:
    """A person types."""
    return [Press(character, from_ms + at * gap_ms) for at, character in enumerate(text)]


def scan(window: QWindow, text: str, scanner: SimulatedScanner | None = None) -> None:
    """A scanner types."""
    type_out(window, (scanner or SCANNER).scan(text))
