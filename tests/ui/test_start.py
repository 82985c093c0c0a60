"""The start: what the first picture needs and nothing else, and nothing that is scanned meanwhile is lost."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from posapp.app import Session
from posapp.devices.simulated import SimulatedSounds
from posapp.ui import early
from tests.source_tree import ROOT
from tests.ui import keys
from tests.ui.conftest import KIM_CARD, Counter, closed, opened

SHAMPOO = "8809410027209"

LATER = (
    "argon2", "asyncio", "barcode", "cryptography", "email", "fastapi", "html", "http", "httpx", "importlib.metadata",
    "keyring", "logging.handlers", "multiprocessing", "numpy", "PIL", "platformdirs", "PySide6.QtNetwork",
    "PySide6.QtPrintSupport", "PySide6.QtSvg", "secrets", "segno", "sqlite3", "sqlite_utils", "ssl", "subprocess",
    "urllib.request", "posapp.cards", "posapp.hq", "posapp.sync", "posapp.till",
    "posapp.loyalty.catalogue", "posapp.loyalty.definitions", "posapp.loyalty.documents", "posapp.loyalty.ledger",
    "posapp.loyalty.outcome", "posapp.loyalty.programs", "posapp.loyalty.quote", "posapp.loyalty.returns",
    "posapp.ui.actions", "posapp.ui.sale_answers", "posapp.ui.slips", "posapp.ui.syncing", "posapp.ui.widgets.done",
)  # fmt: skip
"""What no first picture needs."""

STARTED = """
import json, sys
from pathlib import Path
from posapp.app import Session
from posapp.devices.simulated import SimulatedSounds
from posapp.ui.application import make_application

application = make_application()
session = Session(Path(sys.argv[1]), language="en", sounds=SimulatedSounds())
told = []
session.ready.connect(lambda: told.append(sorted(sys.modules)))
session.begun.connect(application.quit)
session.window.show()
session.listen()
application.exec()
session.close()
import linecache
print(json.dumps({"ready": told[0], "begun": sorted(sys.modules), "read": sorted(linecache.cache)}))
"""


def started(shop_file: Path) -> dict[str, list[str]]:
    """A process of its own, from its start until the sale was begun: what it had imported by then, and what it read."""
    command = [sys.executable, "-c", STARTED, str(shop_file)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    told: dict[str, list[str]] = json.loads(ended.stdout.splitlines()[-1])
    return told


def test_ready_comes_before_what_the_first_picture_does_not_need(qapp: QApplication, shop_file: Path) -> None:
    told = started(shop_file)
    assert "posapp.ui.screens.sale" in told["ready"]
    assert [name for name in told["ready"] if name in LATER or name.startswith(tuple(f"{it}." for it in LATER))] == []
    assert [name for name in told["ready"] if name.startswith("posapp.ui.screens.")] == ["posapp.ui.screens.sale"]
    assert "posapp.till.context" in told["begun"], "the till follows by itself"
    read = [file for file in told["read"] if Path(file).is_relative_to(ROOT / "posapp")]
    assert read == [], "no source is read to be run"


def test_a_scan_in_the_moment_of_ready_is_rung_up(qtbot: QtBot, qapp: QApplication, shop_file: Path) -> None:
    session = Session(shop_file, language="en", sounds=SimulatedSounds())
    counter = Counter(qtbot, session)
    session.ready.connect(lambda: keys.scan(counter.handle, SHAMPOO))
    with qtbot.waitSignal(session.begun, timeout=60_000):
        session.window.show()
        session.listen()
    counter.until(lambda: counter.sale.basket.count == 1)
    closed(session)


def test_an_early_scan_is_rung_up_on_the_sale_that_was_open(qtbot: QtBot, qapp: QApplication, shop_file: Path) -> None:
    before = Counter(qtbot, opened(qtbot, shop_file))
    before.scan(KIM_CARD)
    before.scan(SHAMPOO)
    closed(before.session)
    session = Session(shop_file, language="en", sounds=SimulatedSounds())
    counter = Counter(qtbot, session)
    session.ready.connect(lambda: keys.scan(counter.handle, SHAMPOO))
    told: list[bool] = []
    session.window.sale.selling.started.connect(lambda began: told.append(began.reopened))
    with qtbot.waitSignal(session.begun, timeout=60_000):
        session.window.show()
        session.listen()
    counter.until(lambda: counter.sale.basket.count > 0)
    now = counter.sale.selling.now
    assert now is not None
    assert (sum(line.quantity for line in now.draft.basket.lines), now.member is not None) == (2, True)
    assert told == [True]
    closed(session)


def test_a_window_that_nobody_can_see_opens_the_shop_all_the_same(
    qtbot: QtBot, qapp: QApplication, shop_file: Path
) -> None:
    session = Session(shop_file, language="en", sounds=SimulatedSounds())
    opens: list[int] = []
    session.lane.run(lambda till: 1, done=opens.append)
    qtbot.waitUntil(lambda: bool(opens), timeout=60_000)
    closed(session)


def test_after_the_start_the_collector_is_as_python_has_it() -> None:
    kept = gc.get_threshold()
    try:
        gc.set_threshold(early.YOUNG, *early.USUAL[1:])
        early.collect_as_usual()
        assert gc.get_threshold() == early.USUAL
    finally:
        gc.unfreeze()
        gc.set_threshold(*kept)


def test_pyside_is_told_that_no_source_need_be_read() -> None:
    """Where a later PySide6 asks otherwise this fails: look whether it still reads every source."""
    assert early.read_no_sources()
