"""The start of the till on the large shop beside that of a bare PySide6 window of the same shape, turn by turn, and the
memory that both take at rest.

*Ready*: the shop's file is open, the first picture is painted with its name, language and light, and scans are taken
(what is scanned then is rung up when the rest of the till has been read in). *The sale on the screen*: that is done
too. Both processes' times begin before the interpreter does.

Both are shown under Xvfb, in processes of their own; without Xvfb they are drawn offscreen.
"""

from __future__ import annotations

import statistics
import tempfile

from benchmarks import Figure, of_ratios
from benchmarks._processes import child, display
from benchmarks.big_store import big_store

STARTS = 21

BESIDE: tuple[tuple[str, str, float | None], ...] = (
    ("start to the first picture", "painted", None), ("start to ready", "ready", 1.6),
    ("start to the sale on the screen", "begun", None),
    ("memory at rest", "memory", 1.8), ("memory at rest without shared libraries", "own", None),
)  # fmt: skip
"""What is compared, under which name a process tells it, and how often as much ours may take."""


def run(quick: bool) -> list[Figure]:
    """All of it; `quick` on a hundredth of the shop and fewer times."""
    store = big_store(quick=quick)
    with tempfile.TemporaryDirectory(prefix="posapp-bench-") as folder, display() as environment:
        environment["POSAPP_HOME"] = folder
        rounds = 1 + (3 if quick else STARTS)  # the first finds cold caches
        pairs = [tuple(child(what, store.path, environment) for what in ("start", "bare")) for _ in range(rounds)][1:]
    figures = []
    for name, key, bound in BESIDE:
        figures.append(of_ratios(f"{name}, beside a bare window", [a[key] / b[key] for a, b in pairs], bound=bound))
        unit, factor = ("MB", 1.0) if key in ("memory", "own") else ("ms", 1000.0)
        figures.append(Figure(name=name, value=factor * statistics.median(a[key] for a, _ in pairs), unit=unit))
    return figures
