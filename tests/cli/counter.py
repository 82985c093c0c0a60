"""A counter at which another program rings up: the commands, called as that program would call them."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from posapp.cli import main


@dataclass(frozen=True, slots=True)
class Said:
    """What a command answered."""

    status: int
    out: str
    err: str

    @property
    def answer(self) -> Any:
        """Its standard output as JSON."""
        return json.loads(self.out)


@dataclass(frozen=True, slots=True)
class Counter:
    """Runs commands on one shop, in this process."""

    shop: Path
    capture: pytest.CaptureFixture[str]
    patch: pytest.MonkeyPatch

    def run(self, *words: str, given: Any = None, language: str = "en") -> Said:
        """`posapp WORDS`, with `given` (JSON, or text as it is) on standard input."""
        text = given if isinstance(given, str) else json.dumps(given, ensure_ascii=False)
        self.patch.setattr("sys.stdin", io.StringIO("" if given is None else text))
        self.capture.readouterr()
        status = main([*words, "--shop", str(self.shop), "--language", language])
        said = self.capture.readouterr()
        return Said(status, said.out, said.err)
