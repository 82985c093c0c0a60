"""Processes that show a window, for the benchmarks that look at one: under Xvfb, or offscreen where there is none."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any


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
