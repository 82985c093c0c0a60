"""The window as a clerk feels it, on the large shop: from the scan's last key to the member painted, and from *Take
payment* to the sale durable and to its thanks painted.

Between two scans there are 0.3 s, less than a clerk needs: the box, washed by the scan before, stands still again.
*Durable*: the commit has returned, in the store's thread; what the till does from the key on counts, the commit too.
A machine that does something else meanwhile makes all of it longer. So beside each scan a bare window of the same
process gets a key, hands it to another thread and paints a few words; beside each payment as many bytes are made
durable in a file of their own; CPU time, of all threads of the till, is what other processes do not take part in; and
*undisturbed* are those during which, as far as Linux tells, the host of a virtual machine gave none of its processors'
time to others (in hundredths of a second: a shorter theft goes unnoticed).

Real key events go to the real window under Xvfb, in a process of its own; without Xvfb it is drawn offscreen.
"""

from __future__ import annotations

import random
import tempfile

from benchmarks import Figure, of_ratios, of_times
from benchmarks._processes import child, display
from benchmarks.big_store import big_store

SCANS = 800


def scanned(measured: dict[str, list[float]]) -> list[Figure]:
    """The scans, without the first ones, which find cold caches."""
    scans, bare, cpu, stolen = (measured[name][20:] for name in ("scans", "bare", "scan_cpu", "scan_stolen"))
    bounds = {"p99": 12.0, "max": 16.7}
    return [
        *of_times("scan's last key to the member painted", scans, bounds_ms=bounds),
        *of_times("the same, CPU time", cpu),
        *_undisturbed("an undisturbed scan", scans, stolen, bounds_ms=bounds),
        *of_times("a key to a picture in a bare window, between the scans", bare),
        of_ratios("a scan beside the bare window", [a / b for a, b in zip(scans, bare, strict=True)]),
    ]


def _undisturbed(what: str, times: list[float], stolen: list[float], *, bounds_ms: dict[str, float]) -> list[Figure]:
    """Those during which nothing was stolen, and how many of all they are."""
    left = [time for time, gone in zip(times, stolen, strict=True) if not gone]
    share = Figure(name=f"{what}: of all", value=100 * len(left) / len(times), unit="%")
    return [share, *of_times(what, left, bounds_ms=bounds_ms)] if left else [share]


def paid(measured: dict[str, list[float]]) -> list[Figure]:
    """The payments, without the first ones too."""
    measured = {name: times[5:] for name, times in measured.items()}
    bounds = {"p99": 15.0}
    return [
        *of_times("Take payment to durable", measured["durable"], bounds_ms=bounds),
        *of_times("the same, CPU time", measured["durable_cpu"]),
        *of_times("of it the commit", measured["commit"]),
        *_undisturbed("an undisturbed payment to durable", measured["durable"], measured["stolen"], bounds_ms=bounds),
        *of_times("as many bytes made durable alone, between the payments", measured["disk"]),
        *of_times("Take payment to the thanks painted", measured["thanks"]),
    ]


def run(quick: bool) -> list[Figure]:
    """All of it; `quick` on a hundredth of the shop and fewer times."""
    store = big_store(quick=quick)
    chance = random.Random(1)
    with tempfile.TemporaryDirectory(prefix="posapp-bench-") as folder, display() as environment:
        environment["POSAPP_HOME"] = folder
        cards = [store.card(chance) for _ in range(120 if quick else SCANS)]
        measured = child("scan", store.path, environment, given=cards)
    return [*scanned(measured), *paid(measured)]
