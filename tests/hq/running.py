"""A real headquarters in a process of its own, as an owner starts it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from posapp.hq import overview
from posapp.hq.admission import new_code
from posapp.hq.overview import Overview
from posapp.hq.serve import open_headquarters
from posapp.hq.service import Headquarters
from posapp.hq.verify import Finding, verify
from posapp.sync.keys import Code
from tests.source_tree import ROOT


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """Where it answers, and its file; `run` is the command line beside it."""

    address: str
    page: str
    database: Path

    @property
    def port(self) -> int:
        port = urlsplit(self.address).port
        assert port is not None
        return port

    def run(self, *words: str) -> Any:
        """The command line beside the running headquarters."""
        return posapp("hq", *words, "--database", str(self.database))

    @contextmanager
    def beside(self) -> Iterator[Headquarters]:
        """Its file, opened beside it as the command line does, without the price of another process."""
        headquarters = open_headquarters(self.database)
        try:
            yield headquarters
        finally:
            headquarters.db.close()

    def code(self, name: str = "Counter 1", *, store: str = "main") -> Code:
        with self.beside() as headquarters, headquarters.db.transaction():
            return new_code(headquarters.desk(), name=name, store=store)

    def seen(self, day: str | None = None) -> Overview:
        with self.beside() as headquarters, headquarters.db.reading():
            return overview.of(headquarters.desk(), day=day)

    def found(self) -> tuple[Finding, ...]:
        with self.beside() as headquarters, headquarters.db.reading():
            return verify(headquarters.desk()).findings


def posapp(*words: str, status: int = 0) -> Any:
    """A command with ``--json``, its answer read."""
    done = subprocess.run(
        [sys.executable, "-m", "posapp", *words, "--json"], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == status, done.stderr
    written = done.stdout if status == 0 else done.stderr
    return json.loads(written.strip().splitlines()[-1])


@contextmanager
def headquarters(folder: Path, *more: str) -> Iterator[Running]:
    """`posapp hq serve` on a free port until the end."""
    database = folder / "headquarters.db"
    words = ["hq", "serve", "--port", "0", "--json", "--database", str(database), *more]
    process = subprocess.Popen(
        [sys.executable, "-m", "posapp", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    try:
        assert process.stdout is not None
        assert process.stderr is not None
        said = process.stdout.readline()
        assert said, process.stderr.read()
        told = json.loads(said)
        yield Running(address=told["address"], page=told["page"], database=database)
    finally:
        process.terminate()
        _, errors = process.communicate(timeout=20)
    assert errors == "", "headquarters complained"
