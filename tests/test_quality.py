"""ruff and mypy --strict have nothing to say, as `pyproject.toml` sets them up."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.source_tree import ROOT


@pytest.mark.parametrize("words", [["check"], ["format", "--check"]], ids=["lint", "format"])
def test_ruff_has_nothing_to_say(words: list[str]) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "ruff", *words, "--quiet", "."], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (said.returncode, said.stdout + said.stderr) == (0, "")


@pytest.mark.timeout(300)
def test_mypy_has_nothing_to_say() -> None:
    said = subprocess.run([sys.executable, "-m", "mypy"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout + said.stderr
