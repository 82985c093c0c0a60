"""Telling a scanner from a person by the time between keys. Pure: moments are handed in, nothing here looks at a clock.

A keyboard-wedge scanner types, some in 1 ms a key, some in 60; a quick person on a number pad takes 80 and more. So
keys are held back while they might be a scan, a moment that nobody notices, and either become one or are played
again to whatever they were meant for. The moments are those of the events (`QKeyEvent.timestamp`): after a stall, keys
arrive at once that were typed slowly.

On a machine that is busy a scan may come in two parts. Where the moments say that it is one scan (its second part was
only delivered late), it is put together, although its beginning was played already. Where the keyboard itself
paused in the middle, what comes after the pause is never taken for a whole code: it is `torn`, to be read again.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from posapp.ui.hangul import latin

LEAST_GAP_MS, MOST_GAP_MS = 30, 100
"""Bounds of the gap that `calibrated` gives: below 30 ms slow moments of a good scanner are missed; from 150 ms on
nearly all quick typing on a number pad would be taken for scans."""

SILENT_SHORTEST = 8
"""How many keys a scan without a suffix must have: shorter ones could be somebody's typing."""

_TRAIL_MS = 150
"""A second suffix (LF after CR, or an Enter that came late) within this time after a scan belongs to it."""

TORN_MS = 500
"""Keys within this time after others that were taken for typing are the rest of them: quick typing has 80 to 200 ms
between two keys, and nobody lets go of the keys and presents a card in half a second."""

_AIM = re.compile(r"^\][A-Za-z]\d")
"""The symbology identifier of ISO/IEC 15424 that some scanners send in front."""


class Fate(Enum):
    """What becomes of the key that has just been pressed."""

    HOLD = "hold"
    PASS = "pass"
    SWALLOW = "swallow"


class Verdict(NamedTuple):
    """What to do: first with the keys held so far (``None`` leaves them; true plays them again, false drops them),
    then with this key. `scan` is what was scanned, if a scan has just ended, `gaps_ms` the time before each key but
    the first; `torn`: the rest of a scan has ended whose beginning was taken for something else."""

    fate: Fate
    replay: bool | None = None
    scan: str | None = None
    gaps_ms: tuple[int, ...] = ()
    torn: bool = False


class Burst:
    """Keys that may be a scan. `gap_ms` is the longest time between two keys of the scanner, `shortest` the length
    of a scan that ends in Enter or Tab."""

    def __init__(self, *, gap_ms: int = 50, shortest: int = 4) -> None:
        self.gap_ms = gap_ms
        self.shortest = shortest
        self._text = ""
        self._gaps: list[int] = []
        self._last_ms = 0
        self._scanned_ms = 0
        self._typed = ""  # what was played again just before, until something else follows it
        self._after = ""  # what these keys follow by less than `TORN_MS`: "typing", or a "scan" without a suffix

    @property
    def open(self) -> bool:
        """Whether keys are held back."""
        return bool(self._text)

    def press(self, text: str, *, at_ms: int, ends: bool = False, typed: bool = True) -> Verdict:
        """A key was pressed. `ends`: it is Enter or Tab; `typed`: it gives a character (an arrow or F6 does not).

        `at_ms` is 0 where the moment is not known: such a key is never part of a scan.
        """
        if at_ms == 0:
            return Verdict(Fate.PASS, replay=self._begin_anew())
        if ends and self._scanned_ms and 0 <= at_ms - self._scanned_ms <= _TRAIL_MS and not self._text:
            self._after = ""
            return Verdict(Fate.SWALLOW)
        gap = at_ms - self._last_ms
        before = Verdict(Fate.HOLD) if not self._text or 0 <= gap <= self.gap_ms else self.silence()
        if not self._text:
            self._follow(gap)
        if ends:
            return self._end(before, at_ms)
        if not typed:
            return before._replace(fate=Fate.PASS, replay=self._begin_anew() or before.replay)
        if not text.isprintable() and not self._text:
            self._begin_anew()
            return before._replace(fate=Fate.PASS)
        if self._text or self._typed:
            self._gaps.append(gap)
        self._text += text
        self._last_ms = at_ms
        return before._replace(fate=Fate.HOLD)

    def silence(self) -> Verdict:
        """Nothing came for longer than the gap: a long burst was a scan without a suffix, a short one was typing."""
        if self._text and len(self._typed + self._text) >= SILENT_SHORTEST:
            if self._after == "typing":
                return self._torn(self._last_ms, after="typing")
            return self._scan(self._last_ms, after="scan")
        if not self._text:
            return Verdict(Fate.PASS)
        typed, after = self._typed + self._text, self._after
        replay = self._begin_anew()
        self._typed, self._after = typed, after
        return Verdict(Fate.PASS, replay=replay)

    def _follow(self, gap: int) -> None:
        """A burst begins, `gap` ms after the last key: is it the rest of what came before?"""
        if 0 <= gap <= self.gap_ms:
            return  # one burst, of which the beginning was played already: delivered late, not pressed late
        if not 0 <= gap <= TORN_MS:
            self._after = ""
        elif self._typed:
            self._after = self._after or "typing"
        self._typed = ""
        self._gaps.clear()

    def _end(self, before: Verdict, at_ms: int) -> Verdict:
        if before.scan is not None or before.torn:
            late = at_ms - self._scanned_ms <= _TRAIL_MS
            return before._replace(fate=Fate.SWALLOW if late else Fate.PASS)
        long = len(self._typed + self._text) >= self.shortest
        if self._text and self._after and (long or self._after == "scan"):
            return self._torn(at_ms)
        if long:
            return self._scan(at_ms)
        return Verdict(Fate.PASS, self._begin_anew() or before.replay)

    def _torn(self, at_ms: int, *, after: str = "") -> Verdict:
        self._begin_anew()
        self._scanned_ms, self._after = at_ms, after
        return Verdict(Fate.SWALLOW, replay=False, torn=True)

    def _scan(self, at_ms: int, *, after: str = "") -> Verdict:
        text, gaps = self._typed + self._text, tuple(self._gaps)
        self._begin_anew()
        self._scanned_ms, self._after = at_ms, after
        return Verdict(Fate.SWALLOW, replay=False, scan=plain(text), gaps_ms=gaps)

    def _begin_anew(self) -> bool | None:
        """Forget all; true where there are keys to be played again."""
        had = bool(self._text)
        self._text = self._typed = self._after = ""
        self._gaps.clear()
        return True if had else None


def plain(text: str) -> str:
    """What was meant: without the symbology identifier, and in Latin letters where the Korean layout was on."""
    return _AIM.sub("", latin(text).strip(" "))


def calibrated(scans: Sequence[Sequence[int]]) -> int:
    """The gap to set after some scans of a card, from the time before each key in ms: 2.5 × the 95th percentile
    (nearest rank), within 30 and 100. `ValueError` without any."""
    gaps = sorted(gap for scan in scans for gap in scan)
    if not gaps:
        raise ValueError("no scan to calibrate with")
    p95 = gaps[math.ceil(0.95 * len(gaps)) - 1]
    return max(LEAST_GAP_MS, min(MOST_GAP_MS, math.ceil(2.5 * p95)))
