"""Devices that are not there, for the demo, the tour and the tests: they behave like the real ones and remember."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from posapp.devices.base import SOUNDS, device


@device("sounds", "simulated")
class SimulatedSounds:
    """Keeps what would have been heard in `heard`."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def play(self, name: str) -> None:
        """Remember a sound; what is not in `SOUNDS` is a bug."""
        if name not in SOUNDS:
            raise ValueError(f"no sound is called {name}")
        self.heard.append(name)

    def close(self) -> None:
        """Nothing is held."""


class Press(NamedTuple):
    """A key that a keyboard-wedge scanner presses: a character, or CR, LF or Tab; `at_ms` since power-on."""

    character: str
    at_ms: int


@device("scanner", "simulated")
class SimulatedScanner:
    """A keyboard wedge on paper: which keys it presses, and when.

    `gap_ms` is the time from key to key, `suffix` what it ends a scan with ("" for silence), `prefix` what it begins
    with (an AIM identifier such as "]C1").
    """

    def __init__(self, *, gap_ms: int = 8, suffix: str = "\r", prefix: str = "") -> None:
        self.gap_ms, self.suffix, self.prefix = gap_ms, suffix, prefix
        self._clock_ms = 1_000

    def scan(self, text: str) -> Iterator[Press]:
        """The keys of one scan; the next one begins a second later."""
        self._clock_ms += 1_000
        for character in self.prefix + text + self.suffix:
            self._clock_ms += self.gap_ms
            yield Press(character, self._clock_ms)
