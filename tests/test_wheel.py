"""`pip install .`: what is installed runs away from the source tree, with its sentences and fonts inside."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.source_tree import ROOT

LOOK = """
import posapp, sys
from posapp import resources
from posapp.i18n.catalogue import messages
print(posapp.__file__)
print(resources.path("fonts/Pretendard-Regular.otf").stat().st_size)
print(len(messages("ko")), len(messages("en")))
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an installed wheel, made from this source tree."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    (wheel,) = folder.glob("posapp-*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder / "site")
    return folder / "site"


def test_the_wheel_holds_all_resources_and_nothing_that_is_not_the_program(installed: Path) -> None:
    names = {path.relative_to(installed).as_posix() for path in installed.rglob("*") if path.is_file()}
    resources = {
        f"posapp/{path.relative_to(ROOT).as_posix()}"
        for path in (ROOT / "resources").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert resources - names == set()
    assert {"posapp/resources/translations/ko/posapp.mo", "posapp/resources/translations/en/posapp.mo"} <= names
    assert {name for name in names if name.startswith(("tests", "benchmarks", "run"))} == set()


def test_what_is_installed_finds_its_own_resources(installed: Path, tmp_path: Path) -> None:
    surroundings = dict(os.environ, PYTHONPATH=str(installed))
    said = subprocess.run(
        [sys.executable, "-P", "-c", LOOK], cwd=tmp_path, env=surroundings, capture_output=True, text=True, check=True
    )
    place, size, counts = said.stdout.splitlines()
    assert Path(place).is_relative_to(installed)
    assert int(size) > 1_000_000
    korean, english = map(int, counts.split())
    assert korean == english > 100


def test_what_is_installed_has_the_command(installed: Path) -> None:
    (entry_points,) = installed.glob("posapp-*.dist-info/entry_points.txt")
    assert "posapp = posapp.cli:main" in entry_points.read_text("utf-8")
    surroundings = dict(os.environ, PYTHONPATH=str(installed))
    said = subprocess.run(
        [sys.executable, "-P", "-m", "posapp", "--version"],
        env=surroundings,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.startswith("posapp ")
