"""The till's start does not pay for the network."""

from __future__ import annotations

import subprocess
import sys

from tests.source_tree import ROOT

HEAVY = {"httpx", "msgspec", "zstandard", "cryptography", "fastapi", "uvicorn"}


def test_knowing_the_engine_loads_nothing_of_the_network() -> None:
    source = "import sys, posapp.sync.engine, posapp.sync.carry, posapp.loyalty.exchange; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", source], cwd=ROOT, capture_output=True, text=True, check=True)
    assert HEAVY & set(done.stdout.split()) == set()
