"""A screen without a monitor and a hand that types on it: a real X server, and key events from another process."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

Answer = TypeVar("Answer")

NEEDED = ("Xvfb", "xdotool", "setxkbmap")
SCAN_MS = 4
"""Between the keys of a scanner, in milliseconds."""
HAND_MS = 120
"""Between the keys of a person."""


def missing() -> list[str]:
    """The programs of `NEEDED` that this machine lacks; `run.py test` installs them where it may."""
    return [name for name in NEEDED if shutil.which(name) is None]


def until(ask: Callable[[], Answer], *, what: str, seconds: float = 30) -> Answer:
    """Ask until the answer is true, and give it. `AssertionError` naming `what` never came."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answer = ask()
        if answer:
            return answer
        time.sleep(0.02)
    raise AssertionError(f"never came: {what}")


def _at_the_front(process: int) -> None:
    """Keys come from a device, which no other program holds up: nor the server and the hand here, where we may see to
    it. A scan with a long pause in it would be asked for again, as it should, and a story goes on blindly."""
    with suppress(AttributeError, OSError):  # not on this system, or not ours to ask
        os.sched_setscheduler(process, os.SCHED_FIFO, os.sched_param(1))


class XScreen:
    """One X display. Keys go to whatever window has the focus, as they do from a keyboard."""

    def __init__(self, display: str) -> None:
        self.environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        self.environment.pop("XMODIFIERS", None)

    def layout(self, name: str) -> None:
        """Set the keyboard's layout: ``us``, ``kr``."""
        self._run("setxkbmap", name)

    def wait_for_window(self, name: str) -> str:
        """Wait until a window whose title contains `name` is on the screen; give it the focus."""

        def look() -> str:
            found = subprocess.run(
                ["xdotool", "search", "--onlyvisible", "--name", name],
                env=self.environment, capture_output=True, text=True, check=False,
            )  # fmt: skip
            return found.stdout.split("\n")[0]

        window = until(look, what=f"a window called {name}")
        self._run("xdotool", "windowfocus", "--sync", window)
        return window

    def scan(self, code: str) -> None:
        """What a keyboard-wedge scanner does: the digits and Enter in one burst."""
        self._run("xdotool", "type", "--delay", str(SCAN_MS), code + "\n")

    def type(self, text: str) -> None:
        """What a person does."""
        self._run("xdotool", "type", "--delay", str(HAND_MS), text)

    def press(self, *keys: str) -> None:
        """Press keys by X's names, as fast as a hand does: ``Return``, ``F8``, ``ctrl+z``."""
        for key in keys:
            self._run("xdotool", "sleep", str(HAND_MS * 2 / 1000), "key", key)

    def click(self, x: int, y: int) -> None:
        """Tap at a place on the screen, in pixels from the top left."""
        self._run("xdotool", "mousemove", "--sync", str(x), str(y), "click", "1")

    def picture(self, file: Path) -> None:
        """What is on the screen, for whoever must find out why a story ended early. Nothing where no tool takes it."""
        if shutil.which("import"):
            subprocess.run(["import", "-window", "root", str(file)], env=self.environment, check=False, timeout=60)

    def _run(self, *command: str) -> None:
        with subprocess.Popen(command, env=self.environment) as hand:
            _at_the_front(hand.pid)
            assert hand.wait(timeout=60) == 0, command


@contextmanager
def x_screen(width: int, height: int, log: Path) -> Iterator[XScreen]:
    """An Xvfb of this size on a free display of its own choosing, ended with the test."""
    reading, writing = os.pipe()
    with log.open("wb") as errors:
        # -noreset: an X server forgets everything when its last client leaves, and xdotool comes and goes.
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24", "-noreset"]
        server = subprocess.Popen([*command, "-nolisten", "tcp"], pass_fds=(writing,), stdout=errors, stderr=errors)
    os.close(writing)
    _at_the_front(server.pid)
    try:
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        assert number, f"Xvfb did not start: {log.read_text()}"
        yield XScreen(f":{number}")
    finally:
        server.terminate()
        server.wait(timeout=20)
