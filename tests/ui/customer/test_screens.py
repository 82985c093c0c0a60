"""On which screen it stands: two real screens of a display without a picture, one of them plugged out and in again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.source_tree import ROOT
from tests.ui.customer.conftest import prepared

SCREENS = {
    "screens": [
        {"name": "clerk", "x": 0, "y": 0, "width": 1366, "height": 768},
        {"name": "customer", "x": 1366, "y": 0, "width": 1280, "height": 800},
    ]
}

ACT = """
import json, sys
from pathlib import Path
from posapp.app import Session
from posapp.devices.simulated import SimulatedSounds
from posapp.ui.application import make_application
from PySide6.QtCore import QCoreApplication, QRect

application = make_application()
session = Session(Path(sys.argv[1]), language="en", sounds=SimulatedSounds())
session.window.show()
session.listen()
while session.facing is None:
    QCoreApplication.processEvents()
    QCoreApplication.processEvents()
facing, window = session.facing, session.facing.window
there = list(application.screens())

def stands():
    for _ in range(20):
        QCoreApplication.processEvents()
    box = window.geometry()
    return [window.screen().name(), window.isFullScreen(), window.isVisible(), box.width(), box.height()]

told = {"both": stands(), "clerk": session.window.screen().name(), "active": window.isActiveWindow()}
facing.placing._screens = lambda: there[:1]
application.screenRemoved.emit(there[1])
told["out"] = stands()
facing.placing._screens = application.screens
application.screenAdded.emit(there[1])
told["in"] = stands()
session.window.move(1400, 20)
session.window.setScreen(there[1])
session.window.windowHandle().setScreen(there[1])
told["moved"] = stands()
session.window.close()
told["closed"] = session.facing is None
session.close()
print(json.dumps(told))
"""


def test_it_stands_on_the_second_screen_and_follows_it_out_and_in(shop_file: Path, tmp_path: Path) -> None:
    prepared(shop_file)
    layout = tmp_path / "screens.json"
    layout.write_text(json.dumps(SCREENS), encoding="utf-8")
    environment = {**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={layout}"}
    ended = subprocess.run([sys.executable, "-c", ACT, str(shop_file)], cwd=ROOT, env=environment,
                           capture_output=True, text=True, timeout=120, check=False)  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    told = json.loads(ended.stdout.splitlines()[-1])
    assert told["clerk"] == "clerk"
    assert told["both"] == ["customer", True, True, 1280, 800]
    assert told["active"] is False, "the keyboard stays where it was"
    assert told["out"] == ["clerk", False, True, 1024, 768]
    assert told["in"] == ["customer", True, True, 1280, 800]
    assert told["moved"] == ["clerk", True, True, 1366, 768], "it leaves the clerk's screen when her window comes there"
    assert told["closed"] is True
