#!/usr/bin/env python3
"""The front door. Needs nothing but Python; sets up what is missing, then does what it was asked.

    python3 run.py                 the till, on its demo shop
    python3 run.py shop            the till, on your own shop (which it makes with you at the first start)
    python3 run.py test [...]      the whole test suite (or what pytest is told)
    python3 run.py bench [...]     the benchmarks; writes docs/performance.md
    python3 run.py lock            choose the dependencies anew and write the lock files
    python3 run.py COMMAND [...]   any command of the program: python3 run.py rehearse FILE

What was set up is remembered in a stamp beside the packages, so the second start costs nothing; the stamp is written
last, so a set-up that was interrupted is begun again.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST, NEWEST = (3, 11), (3, 13)
SHOTS = ROOT / "shots"

# What Qt opens at run time and a bare Debian or Ubuntu lacks: the library, and the package that holds it.
LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11-xcb.so.1": "libx11-xcb1",
}
# What the tests use besides: a screen without a monitor, and a hand that types on it.
TEST_PROGRAMS = {"Xvfb": "xvfb", "xdotool": "xdotool", "setxkbmap": "x11-xkb-utils", "xauth": "xauth"}


def say(text: str) -> None:
    """Progress goes to standard error: standard output belongs to the program that is started."""
    print(text, file=sys.stderr, flush=True)


def stop(text: str) -> NoReturn:
    """End with a sentence that says what to do."""
    say(text)
    raise SystemExit(1)


# Python


def version_fault(version: tuple[int, ...]) -> str | None:
    """What is wrong with a Python of this version, as a sentence; None where it will do."""
    if OLDEST <= tuple(version[:2]) <= NEWEST:
        return None
    word = "old" if tuple(version[:2]) < OLDEST else "new"
    return (
        f"Python {version[0]}.{version[1]} is too {word} for this program: it runs on 3.{OLDEST[1]} to 3.{NEWEST[1]}. "
        f"Install Python 3.{NEWEST[1]} and start it with python3.{NEWEST[1]} run.py."
    )


def find_python() -> str:
    """The interpreter to build on: this one, or another one of a version that will do."""
    fault = version_fault(sys.version_info[:2])
    if fault is None:
        return sys.executable
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        asked = ["py", f"-3.{minor}"] if os.name == "nt" else [f"python3.{minor}"]
        if shutil.which(asked[0]):
            answer = subprocess.run(
                [*asked, "-c", "import sys; print(sys.executable)"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
            if answer.returncode == 0:
                return answer.stdout.decode().strip()
    stop(fault)


def succeeds(python: str, code: str) -> bool:
    """Whether `python` runs `code` without a fault."""
    try:
        ran = subprocess.run([python, "-c", code], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except OSError:
        return False
    return ran.returncode == 0


# The system's packages (Debian and its kin; elsewhere Qt's libraries are there or Qt's own message names them)


def opens(library: str) -> bool:
    """Whether the system's loader finds `library`."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_packages(python: str, *, tests: bool) -> list[str]:
    """The Debian packages still wanted, in the order of the lists above; nothing on other systems."""
    if not sys.platform.startswith("linux") or not shutil.which("apt-get"):
        return []
    wanted = [package for library, package in LIBRARIES.items() if not opens(library)]
    if tests:
        wanted += [package for program, package in TEST_PROGRAMS.items() if not shutil.which(program)]
    if not PYTHON.exists() and not succeeds(python, "import ensurepip, venv"):
        number = subprocess.check_output([python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"])
        wanted.append(f"python{number.decode().strip()}-venv")
    return wanted


def install_packages(wanted: Sequence[str]) -> None:
    """Install what is wanted, or say the one line that does."""
    line = "apt-get install -y --no-install-recommends " + " ".join(wanted)
    if os.geteuid() != 0:
        whole = f"sudo apt-get update && sudo {line}"
        stop(f"A few packages of the system are missing. Run this once, then start again:\n\n  {whole}\n")
    say(f"Installing {len(wanted)} packages of the system: {' '.join(wanted)}")
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    log = b""
    for command in (line.split(), ["apt-get", "update"], line.split()):
        done = subprocess.run(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        log += done.stdout
        if done.returncode == 0 and command[1] == "install":
            return
    say(log.decode(errors="replace")[-2000:])
    stop(f"These packages could not be installed; the last lines above say why. The command was: {line}")


# The packages of Python


def lock_file(*, tests: bool) -> Path:
    """The exact packages, with their hashes."""
    return ROOT / ("requirements-test.lock" if tests else "requirements.lock")


def stamp_file(*, tests: bool) -> Path:
    """Where it is remembered what was set up."""
    return VENV / ("posapp-test.stamp" if tests else "posapp.stamp")


def stamp(*, tests: bool) -> str:
    """What a finished set-up of today's lock looks like, and that nobody has added or removed a package since."""
    lists = repr((sorted(LIBRARIES), sorted(TEST_PROGRAMS) if tests else ()))
    places = [*VENV.glob("lib/python3*/site-packages"), *VENV.glob("Lib/site-packages")]
    touched = repr([place.stat().st_mtime_ns for place in places[:1]])
    return hashlib.sha256(lock_file(tests=tests).read_bytes() + lists.encode() + touched.encode()).hexdigest()


def is_set_up(*, tests: bool) -> bool:
    """Whether nothing need be done."""
    try:
        return PYTHON.exists() and stamp_file(tests=tests).read_text() == stamp(tests=tests)
    except FileNotFoundError:
        return False


@contextmanager
def alone() -> Iterator[None]:
    """One set-up at a time: a second one waits for the first, and then finds its work done."""
    with (ROOT / ".setup.lock").open("a") as file:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("Another set-up is running; waiting for it.")
                fcntl.flock(file, fcntl.LOCK_EX)
        yield


def make_environment(python: str) -> None:
    """A fresh place for the packages, unless the one there is whole and of a version that will do."""
    unfinished = VENV / "unfinished"
    check = f"import sys, pip; sys.exit(not {OLDEST} <= sys.version_info[:2] <= {NEWEST})"
    if VENV.exists() and (unfinished.exists() or not succeeds(str(PYTHON), check)):
        say("The packages of Python are not whole; beginning again.")
        shutil.rmtree(VENV)
    if not VENV.exists():
        VENV.mkdir()
        unfinished.touch()
        made = subprocess.run([python, "-m", "venv", str(VENV)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if made.returncode != 0:
            say(made.stdout.decode(errors="replace")[-2000:])
            stop("Python could not make an environment for the packages; the lines above say why.")


def show_progress(line: str, done: int, of: int) -> int:
    """Tell what pip is at; gives back how many packages it has looked at."""
    words = line.split()
    if line.startswith(("Collecting ", "Requirement already satisfied: ")):
        name = words[1 if words[0] == "Collecting" else 3].split("=")[0]
        done += 1
        if sys.stderr.isatty():
            print(f"\r  {done} of {of} · {name}\033[K", end="", file=sys.stderr, flush=True)
        elif done % 20 == 0:
            say(f"  {done} of about {of} packages")
    elif line.startswith("Installing collected packages"):
        say(("\r\033[K" if sys.stderr.isatty() else "") + "  unpacking")
    return done


def install_lock(*, tests: bool) -> None:
    """Let pip install exactly what the lock names."""
    lock = lock_file(tests=tests)
    of = sum("==" in line and not line.startswith(" ") for line in lock.read_text().splitlines())
    say(f"Fetching {of} packages (once; about 150 MB).")
    command = [str(PYTHON), "-m", "pip", "install", "--require-hashes", "--only-binary=:all:", "--progress-bar=off"]
    environment = dict(os.environ, PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_NO_INPUT="1", PYTHONUNBUFFERED="1")
    lines, done = [], 0
    with subprocess.Popen(
        [*command, "-r", str(lock)],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as pip:
        for line in pip.stdout or ():
            lines.append(line)
            if line.startswith("Installing collected packages"):
                (VENV / "unfinished").touch()  # until here nothing was changed, and what was there still works
            done = show_progress(line.strip(), done, of)
    if pip.returncode != 0:
        say("".join(lines[-12:]))
        stop("The packages could not be fetched; the lines above say why. Is there a line to the internet?")


def set_up(*, tests: bool) -> None:
    """Bring the system's libraries and Python's packages to what the lock says; nothing where they are."""
    if is_set_up(tests=tests):
        return
    with alone():
        if is_set_up(tests=tests):
            return
        python = find_python()
        wanted = missing_packages(python, tests=tests)
        if wanted:
            install_packages(wanted)
        make_environment(python)
        install_lock(tests=tests)
        (VENV / "unfinished").unlink(missing_ok=True)
        for which in {tests, False}:  # the tests' lock holds all of the other one
            stamp_file(tests=which).write_text(stamp(tests=which))
        say("Ready.")


def compile_catalogues() -> None:
    """Make the catalogues anew where a sentence changed since."""
    for folder in (ROOT / "resources" / "translations").iterdir():
        made = folder / "posapp.mo"
        sources = [folder, *folder.glob("*.po")]
        if not made.exists() or made.stat().st_mtime_ns < max(path.stat().st_mtime_ns for path in sources):
            subprocess.run([str(PYTHON), str(ROOT / "catalogues.py")], check=True)
            return


# Starting


def answers(address: str | tuple[str, int], family: socket.AddressFamily) -> bool:
    """Whether somebody listens there."""
    with socket.socket(family) as line:
        line.settimeout(1)
        try:
            line.connect(address)
        except OSError:
            return False
    return True


def has_display() -> bool:
    """Whether a window can be shown. Qt aborts where the display named does not answer, so it is asked first."""
    if not sys.platform.startswith("linux"):
        return True
    if os.environ.get("QT_QPA_PLATFORM", "").split(":")[0] in ("offscreen", "minimal"):
        return False
    wayland = os.environ.get("WAYLAND_DISPLAY")
    if wayland:
        place = Path(os.environ.get("XDG_RUNTIME_DIR", "/nowhere")) / wayland  # an absolute name stands for itself
        if answers(str(place), socket.AF_UNIX):
            return True
    host, _, number = os.environ.get("DISPLAY", "").rpartition(":")
    number = number.split(".")[0]
    if not number.isdecimal():
        return False
    if host in ("", "unix"):
        name = f"/tmp/.X11-unix/X{number}"
        return answers(name, socket.AF_UNIX) or answers("\0" + name, socket.AF_UNIX)
    return answers((host, 6000 + int(number)), socket.AF_INET)


def start(arguments: Sequence[str]) -> int:
    """Become the program: Python's packages are found in `.venv`, ours in this folder."""
    environment = dict(os.environ)
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    environment.pop("PYTHONHOME", None)
    command = [str(PYTHON), "-P", *arguments]  # not what happens to lie in the folder where the person is
    if os.name != "nt":  # there, to exec is to detach
        os.execve(command[0], command, environment)
    return subprocess.run(command, env=environment).returncode


def test(arguments: Sequence[str]) -> int:
    """The whole suite on up to two workers, or exactly what pytest was told."""
    os.chdir(ROOT)
    workers = min(2, os.cpu_count() or 1)
    return start(["-m", "pytest", *(arguments or ["-n", str(workers), "--dist", "loadfile", "--durations", "12"])])


def lock() -> int:
    """Choose the newest packages that `pyproject.toml` allows, for every system at once, and write both locks."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([find_python(), "-m", "venv", folder], check=True)
        tools = Path(folder) / ("Scripts" if os.name == "nt" else "bin")
        subprocess.run([str(tools / "python"), "-m", "pip", "install", "-q", "uv"], check=True)
        for extra in (["--extra", "test"], ["-c", lock_file(tests=True).name]):
            chosen = lock_file(tests=extra[0] == "--extra")
            options = ["--universal", "--generate-hashes", "--no-emit-index-url", "--no-annotate", "--upgrade", "-q"]
            options += ["--python-version", f"3.{OLDEST[1]}", "--custom-compile-command", "python3 run.py lock"]
            command = [str(tools / "uv"), "pip", "compile", "pyproject.toml", *options, *extra, "-o", chosen.name]
            subprocess.run(command, cwd=str(ROOT), check=True, stdout=subprocess.DEVNULL)
            say(f"Wrote {chosen.name}.")
    return 0


def main(arguments: Sequence[str]) -> int:
    """Do what the first word says."""
    first, rest = (arguments[0], arguments[1:]) if arguments else ("", ())
    if first in ("-h", "--help"):
        print(__doc__)
        return 0
    if first == "lock":
        return lock()
    set_up(tests=first in ("test", "bench"))
    compile_catalogues()
    if first == "test":
        return test(rest)
    if first == "bench":
        os.chdir(ROOT)
        return start(["-m", "benchmarks", *rest])
    if first == "shop":
        return start(["-m", "posapp", *rest])
    if arguments:
        return start(["-m", "posapp", *arguments])
    if not has_display():
        return start(["-m", "posapp", "tour", "--out", str(SHOTS)])
    return start(["-m", "posapp", "--demo"])


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        say("\nStopped. Start again to go on.")
        sys.exit(130)
