"""The window as a clerk feels it, on the large shop: from the scan's last key to the member painted, from *Take
payment* to the sale durable and to its thanks painted, from the start to ready beside a bare PySide6 window of the same
shape, and memory.

Between two scans there are 0.3 s, less than a clerk needs: the box, washed by the scan before, stands still again.
*Durable*: the commit has returned, in the store's thread; what the till does from the key on counts, the commit too.
A machine that does something else meanwhile makes all of it longer. So beside each scan a bare window of the same
process gets a key, hands it to another thread and paints a few words; beside each payment as many bytes are made
durable in a file of their own; CPU time, of all threads of the till, is what other processes do not take part in; and
*undisturbed* are those during which, as far as Linux tells, the host of a virtual machine gave none of its processors'
time to others (in hundredths of a second: a shorter theft goes unnoticed).

*Ready*: the shop's file is open, the first picture is painted with its name, language and light, and scans are taken
(what is scanned then is rung up when the rest of the till has been read in). *The sale on the screen*: that is done
too. Both processes' times begin before the interpreter does.

Real key events go to the real window under Xvfb, in a process of its own; without Xvfb it is drawn offscreen.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import Figure, of_ratios, of_times
from benchmarks.big_store import big_store

SCANS = 800
STARTS = 11


@contextlib.contextmanager
def display() -> Iterator[dict[str, str]]:
    """The environment of a process that shows a window: an X server of its own, or offscreen."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(Path(__file__).resolve().parents[1])}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed till has its bytecode
    xvfb = shutil.which("Xvfb")
    if xvfb is None:
        yield environment
        return
    read, write = os.pipe()
    command = [xvfb, "-displayfd", str(write), "-screen", "0", "1024x768x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=(write,), stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as told:
            number = told.readline().strip()
        yield {**environment, "QT_QPA_PLATFORM": "xcb", "DISPLAY": f":{number}"}
    finally:
        server.terminate()
        server.wait(10)


def child(what: str, shop: Path, environment: dict[str, str], *, given: object = None) -> dict[str, Any]:
    """Run the other process and read what it measured."""
    module = {"bare": "benchmarks._bare_child", "scan": "benchmarks._scan_child"}.get(what, "benchmarks._window_child")
    command = [sys.executable, "-m", module, what, str(shop), repr(time.time())]
    ended = subprocess.run(
        command, env=environment, input=json.dumps(given), capture_output=True, text=True, check=False, timeout=1800
    )
    if ended.returncode or not ended.stdout:
        raise RuntimeError(f"{what} ended with {ended.returncode}: {ended.stderr[-2000:]}")
    measured: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    return measured


def scanned(measured: dict[str, list[float]]) -> list[Figure]:
    """The scans, without the first ones, which find cold caches."""
    scans, bare, cpu, stolen = (measured[name][20:] for name in ("scans", "bare", "scan_cpu", "scan_stolen"))
    bounds = {"p99": 12.0, "max": 16.7}
    return [
        *of_times("scan's last key to the member painted", scans, bounds_ms=bounds),
        *_undisturbed("an undisturbed scan", scans, stolen, bounds_ms=bounds),
        *of_times("the same, CPU time", cpu),
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
        *_undisturbed("an undisturbed payment to durable", measured["durable"], measured["stolen"], bounds_ms=bounds),
        *of_times("the same, CPU time", measured["durable_cpu"]),
        *of_times("of it the commit", measured["commit"]),
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
        both = ("start", "bare")
        rounds = 1 + (3 if quick else STARTS)
        pairs = [tuple(child(what, store.path, environment) for what in both) for _ in range(rounds)][1:]
    figures = [*scanned(measured), *paid(measured)]
    beside: tuple[tuple[str, str, float | None], ...] = (
        ("start to the first picture", "painted", None), ("start to ready", "ready", 1.6),
        ("start to the sale on the screen", "begun", None),
        ("memory at rest", "memory", 1.8), ("memory at rest without shared libraries", "own", None),
    )  # fmt: skip
    for name, key, bound in beside:
        figures.append(of_ratios(f"{name}, beside a bare window", [a[key] / b[key] for a, b in pairs], bound=bound))
        unit, factor = ("MB", 1.0) if key in ("memory", "own") else ("ms", 1000.0)
        figures.append(Figure(name=name, value=factor * statistics.median(a[key] for a, _ in pairs), unit=unit))
    return figures
