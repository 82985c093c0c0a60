"""What every test stands on: no display, no keyring, one locale, one zone, and a home folder of its own."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import hypothesis
import pytest

import catalogues

# Read by Qt, keyring and posapp when they are first used, which is later than this.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["LC_ALL"] = os.environ["LANG"] = "C.UTF-8"
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
os.environ["TZ"] = "UTC"
if hasattr(time, "tzset"):
    time.tzset()
for _inherited in ("POSAPP_HOME", "POSAPP_LANGUAGE", "QT_SCALE_FACTOR", "QT_STYLE_OVERRIDE"):
    os.environ.pop(_inherited, None)

# The same examples every time: a failure seen by one person is seen by all, and a slow machine is no failure.
# (The explain phase, which traces each line, costs minutes where a sale is played; the shrunk example says enough.)
PHASES = [phase for phase in hypothesis.Phase if phase is not hypothesis.Phase.explain]
hypothesis.settings.register_profile("till", derandomize=True, deadline=None, database=None, phases=PHASES)
hypothesis.settings.register_profile(  # `--hypothesis-profile=search` looks further, elsewhere every time
    "search", deadline=None, max_examples=3000, phases=PHASES, suppress_health_check=list(hypothesis.HealthCheck)
)
hypothesis.settings.load_profile("till")


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogues once, in the process that starts the workers."""
    if not hasattr(config, "workerinput"):
        catalogues.build()


@pytest.fixture(autouse=True)
def posapp_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which this test's program keeps shops, keys and settings."""
    home = tmp_path / "home"
    monkeypatch.setenv("POSAPP_HOME", str(home))
    return home


@pytest.fixture(scope="session")
def qapp(qapp: Any) -> Any:
    """Qt's application with the bundled fonts, so that Hangul is drawn and measured alike everywhere."""
    from PySide6.QtGui import QFontDatabase

    from posapp import resources

    for font in sorted(resources.path("fonts").glob("*.[ot]tf")):
        assert QFontDatabase.addApplicationFont(str(font)) >= 0, font.name
    return qapp
