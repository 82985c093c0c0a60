"""`run.py` on a small project of its own: real environments and real pip, with packages from a folder."""

from __future__ import annotations

import ast
import hashlib
import itertools
import os
import shutil
import socket
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import run
from tests.source_tree import ROOT

PROGRAM = "import sys, small; print(small.__name__, *sys.argv[1:])\n"


class Project:
    """A folder with our `run.py`, a lock of one package (`small`) and a program that says how it was started."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name in ("run.py", "catalogues.py"):
            shutil.copy(ROOT / name, root / name)
        for folder in ("posapp", "resources/translations", "wheels"):
            (root / folder).mkdir(parents=True)
        (root / "posapp" / "__init__.py").touch()
        (root / "posapp" / "__main__.py").write_text(PROGRAM)
        self.lock(self.publish("1.0"))

    def publish(self, version: str, *, text: str = "") -> Path:
        """Put a wheel of `small` that holds `text` where pip finds it."""
        wheel = self.root / "wheels" / f"small-{version}-py3-none-any.whl"
        about = f"small-{version}.dist-info"
        with zipfile.ZipFile(wheel, "w") as packed:
            packed.writestr("small.py", text)
            packed.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: small\nVersion: {version}\n")
            packed.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            packed.writestr(f"{about}/RECORD", "")
        return wheel

    def lock(self, wheel: Path) -> None:
        """Lock the package to the bytes that `wheel` has now."""
        version = wheel.name.split("-")[1]
        line = f"small=={version} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"
        for name in ("requirements.lock", "requirements-test.lock"):
            (self.root / name).write_text(line)

    def start(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """`python run.py WORDS` as a person would, without a display unless one is given."""
        surroundings = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}
        surroundings |= {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.root / "wheels"), "QT_QPA_PLATFORM": ""}
        surroundings |= {"DISPLAY": "", "WAYLAND_DISPLAY": ""} | environment
        return subprocess.run(
            [sys.executable, str(self.root / "run.py"), *words],
            env=surroundings,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project that was set up by its first start."""
    project = Project(tmp_path_factory.mktemp("ready"))
    first = project.start("greet", "--loud")
    assert (first.returncode, first.stdout) == (0, "small greet --loud\n"), first.stderr
    assert "Fetching 1 packages" in first.stderr
    return project


def test_the_second_start_says_nothing_and_costs_nothing(ready: Project) -> None:
    took = []
    for _ in range(3):
        began = os.times()
        again = ready.start("greet")
        ended = os.times()  # the processor's time, so that a busy machine is no failure
        took.append(sum(ended[2:4]) - sum(began[2:4]))
        assert (again.stdout, again.stderr) == ("small greet\n", "")
    assert min(took) < 0.5


def test_without_a_display_the_program_is_told_to_give_its_tour(ready: Project) -> None:
    assert ready.start().stdout == f"small tour --out {ready.root / 'shots'}\n"
    assert ready.start(DISPLAY=":7654").stdout.startswith("small tour"), "a display that nobody answers for"


@pytest.fixture
def display() -> Iterator[str]:
    """The name of an X display that somebody listens for."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("\0/tmp/.X11-unix/X7655")
        listener.listen()
        yield ":7655"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="an abstract socket is Linux's")
def test_with_a_display_the_till_opens_on_its_demo_shop(ready: Project, display: str) -> None:
    assert ready.start(DISPLAY=display).stdout == "small --demo\n"
    assert ready.start(DISPLAY=f"{display}.0").stdout == "small --demo\n"
    assert ready.start(DISPLAY=display, QT_QPA_PLATFORM="offscreen").stdout.startswith("small tour")


def test_whatever_befell_the_packages_is_put_right_at_the_next_start(ready: Project) -> None:
    """A new lock, a forged package, a set-up that was cut short, a package that somebody took away."""
    newer = ready.publish("1.1", text="__name__ = 'newer'")
    ready.lock(newer)
    assert ready.start("greet").stdout == "newer greet\n"

    honest = ready.publish("1.2", text="__name__ = 'newest'")
    ready.lock(honest)
    written = honest.read_bytes()
    ready.publish("1.2", text="__name__ = 'forged'")
    refused = ready.start("greet")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.endswith("Is there a line to the internet?\n")

    honest.write_bytes(written)
    for trace in ("unfinished", "half"):  # as a set-up leaves them that was killed while it unpacked
        (ready.root / ".venv" / trace).touch()
    mended = ready.start("greet")
    assert mended.stdout == "newest greet\n"
    assert "not whole" in mended.stderr
    assert not (ready.root / ".venv" / "half").exists()
    assert ready.start("greet").stderr == ""

    python = ready.root / run.PYTHON.relative_to(ROOT)
    subprocess.run([python, "-m", "pip", "uninstall", "--yes", "small"], check=True, capture_output=True)
    assert ready.start("greet").stdout == "newest greet\n"


@pytest.mark.parametrize(
    ("version", "words"),
    [((3, 10), "Python 3.10 is too old"), ((3, 14), "Python 3.14 is too new"), ((2, 7), "Python 2.7 is too old")],
)
def test_a_python_of_another_age_is_told_apart(version: tuple[int, int], words: str) -> None:
    fault = run.version_fault(version)
    assert fault is not None
    assert fault.startswith(words)
    assert "3.11 to 3.13" in fault


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13)])
def test_the_pythons_it_is_made_for_will_do(version: tuple[int, int]) -> None:
    assert run.version_fault(version) is None


def test_nothing_but_the_standard_library_is_used() -> None:
    parsed = ast.parse((ROOT / "run.py").read_text("utf-8"), feature_version=(3, 7))
    names = {name.name for node in ast.walk(parsed) if isinstance(node, ast.Import) for name in node.names}
    names |= {node.module or "" for node in ast.walk(parsed) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} - set(sys.stdlib_module_names) == set()


# The system's packages


@pytest.fixture
def apt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An apt-get of a machine whose lists are empty: it notes what it is asked, and installs only after an update."""
    said = tmp_path / "asked"
    script = tmp_path / "apt-get"
    script.write_text(f'#!/bin/sh\necho "$*" >> {said}\n[ "$1" = update ] || grep -q update {said}\n')
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return said


@pytest.mark.skipif(os.name == "nt", reason="Windows has none of these")
def test_as_root_the_packages_are_installed_after_an_update_where_the_lists_are_empty(
    apt: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    run.install_packages(["libgl1", "xvfb"])
    line = "install -y --no-install-recommends libgl1 xvfb"
    assert apt.read_text().splitlines() == [line, "update", line]


@pytest.mark.skipif(os.name == "nt", reason="Windows has none of these")
def test_not_as_root_the_one_line_is_printed_and_nothing_is_touched(
    apt: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(SystemExit) as stopped:
        run.install_packages(["libgl1"])
    assert stopped.value.code == 1
    assert (
        "\n  sudo apt-get update && sudo apt-get install -y --no-install-recommends libgl1\n" in capsys.readouterr().err
    )
    assert not apt.exists()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the loader of Linux is asked")
def test_what_is_missing_is_found_by_asking_the_loader(apt: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "LIBRARIES", {"libc.so.6": "libc6", "libnowhere.so.9": "libnowhere9"})
    monkeypatch.setattr(run, "TEST_PROGRAMS", {"sh": "dash", "no-such-program": "nosuch"})
    assert run.missing_packages(sys.executable, tests=False) == ["libnowhere9"]
    assert run.missing_packages(sys.executable, tests=True) == ["libnowhere9", "nosuch"]


# The lock


def locked(name: str) -> dict[str, str]:
    """The packages of a lock file with version and marker."""
    lines = (ROOT / name).read_text("utf-8").splitlines()
    return {line.split("==")[0] + line.partition(";")[2]: line for line in lines if line and line[0] not in " #"}


def test_the_tests_lock_holds_all_of_the_programs_lock() -> None:
    program, tests = locked("requirements.lock"), locked("requirements-test.lock")
    assert {name: line for name, line in program.items() if tests.get(name) != line} == {}


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-test.lock"])
def test_every_package_is_locked_by_hashes_alone(name: str) -> None:
    lines = [line for line in (ROOT / name).read_text("utf-8").splitlines() if not line.startswith("#")]
    assert all("==" in line or line.startswith("    --hash=sha256:") for line in lines)
    assert all(after.startswith("    --hash=") for line, after in itertools.pairwise(lines) if "==" in line)


def test_the_ci_runs_the_command_of_the_readme() -> None:
    command = "python3 run.py test"
    assert command in (ROOT / ".ci" / "run").read_text("utf-8")
    assert command in (ROOT / "README.md").read_text("utf-8")
