"""A replay beside the till: the command in a process of its own, so that a year of sales slows down no scan."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

import posapp
from posapp.insight.replay import Replayed
from posapp.insight.replay_document import read_replay

_SOON_S = 2.0
"""So long it must have worked before it can be said how long the rest will take."""


class Replaying(QObject):
    """One replay at a time. `went` says how far it is (done, of), `done` what came of it, `refused` a sentence (""
    where it broke). `cancel` ends it at once: nothing is kept, so nothing is left half done."""

    went = Signal(int, int)
    done = Signal(object)
    refused = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None
        self._began = 0.0
        self._heard = b""
        self._refusal = ""

    @property
    def running(self) -> bool:
        """Whether one is under way."""
        return self._process is not None

    def start(self, shop: Path, documents: Sequence[Any], *, since: date, until: date, language: str) -> None:
        """Try the programs on the shop's sales of these days. One that is under way is given up."""
        self.cancel()
        process = self._process = QProcess(self)
        there = QProcessEnvironment.systemEnvironment()
        there.insert("PYTHONPATH", str(Path(posapp.__file__).parent.parent))
        there.insert("PYTHONUTF8", "1")
        process.setProcessEnvironment(there)
        process.readyReadStandardError.connect(self._hear)
        process.finished.connect(self._finished)
        process.errorOccurred.connect(self._broke)
        self._began, self._heard, self._refusal = time.monotonic(), b"", ""
        process.start(
            sys.executable,
            ["-m", "posapp", "programs", "replay", "--shop", str(shop), "--from", since.isoformat(), "--to",
             until.isoformat(), "--language", language, "--json", "--progress"],
        )  # fmt: skip
        process.write(json.dumps(list(documents), ensure_ascii=False, default=str).encode())
        process.closeWriteChannel()

    def cancel(self) -> None:
        """Give it up."""
        process, self._process = self._process, None
        if process is not None:
            process.blockSignals(True)
            process.kill()
            process.waitForFinished(1000)
            process.deleteLater()

    def left_s(self, done: int, of: int) -> int | None:
        """How many seconds are left, as far as can be told."""
        took = time.monotonic() - self._began
        return round(took * (of - done) / done) if took > _SOON_S and done else None

    def _hear(self) -> None:
        if self._process is None:
            return
        self._heard += bytes(self._process.readAllStandardError().data())
        *lines, self._heard = self._heard.split(b"\n")
        for line in lines:
            said = _read(line)
            if "done" in said:
                self.went.emit(said["done"], said["of"])
            elif "refused" in said:
                self._refusal = str(said["refused"])

    def _finished(self, status: int) -> None:
        self._hear()
        process, self._process = self._process, None
        if process is None:
            return
        process.deleteLater()
        if status == 0:
            replayed: Replayed = read_replay(json.loads(bytes(process.readAllStandardOutput().data())))
            self.done.emit(replayed)
        else:
            self.refused.emit(self._refusal)

    def _broke(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart and self._process is not None:
            self._process.deleteLater()
            self._process = None
            self.refused.emit("")


def _read(line: bytes) -> dict[str, Any]:
    """A line that the command said; what else stands there (a trace) says nothing here."""
    try:
        said = json.loads(line)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
