"""A real shop in a real window: the file is made once, each test gets a copy and a window of its own."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from posapp import resources
from posapp.app import Session
from posapp.devices.simulated import SimulatedSounds
from posapp.store.people import KeptPerson
from posapp.till import day, first_day, members, people, pins
from posapp.till.context import Till, open_till, system_clock
from posapp.till.views import DayTotals
from posapp.ui.window import Window
from tests.ui import keys

MANAGER, MANAGER_PIN, CASHIER_PIN = "Sora", "246810", "1234"
KIM, KIM_CARD, KIM_PHONE = "김민수", "2900001234567896", "01023456789"
LEE, LEE_CARD, LEE_PHONE = "이수진", "2900001234560002", "01088886789"


class Counter:
    """A person at the till: scans, types, presses, and reads what the window shows."""

    def __init__(self, qtbot: QtBot, session: Session) -> None:
        self.qtbot, self.session = qtbot, session
        self.window: Window = session.window
        self.sale = session.window.sale
        self.sounds = session.sounds

    @property
    def handle(self) -> QWindow:
        handle = self.window.windowHandle()
        assert handle is not None
        return handle

    def until(self, holds: Callable[[], bool]) -> None:
        """Go on once something is shown."""
        self.qtbot.waitUntil(holds, timeout=60_000)

    def settled(self) -> None:
        """Go on once the lane has answered everything that was asked of it."""
        answered: list[int] = []
        self.session.lane.run(lambda till: 1, done=answered.append)
        self.until(lambda: bool(answered))

    def scan(self, text: str) -> None:
        keys.scan(self.handle, text)
        self.settled()

    def ask(self, text: str) -> None:
        """Write into the box and press Enter."""
        self.sale.box.setText(text)
        self.press(Qt.Key.Key_Return)
        self.settled()

    def tap(self, widget: QWidget) -> None:
        """A finger."""
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)
        self.settled()

    def day(self) -> DayTotals:
        """The day so far, as the till counts it."""
        answered: list[DayTotals] = []
        self.session.lane.run(day.totals, done=answered.append)
        self.until(lambda: bool(answered))
        return answered[0]

    @property
    def heard(self) -> list[str]:
        """The sounds so far."""
        assert isinstance(self.sounds, SimulatedSounds)
        return self.sounds.heard

    def type(self, text: str) -> None:
        for character in text:
            self.press(ord(character.upper()), text=character)

    def press(self, key: int, *, text: str = "") -> None:
        """A key by hand: its moment is unknown, so that nothing waits for it."""
        keys.send(self.handle, key, text=text, at_ms=0, held_ms=0)
        self.settled()


@pytest.fixture(scope="session")
def shop_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A salon with two members and two people."""
    path = tmp_path_factory.mktemp("shop") / "salon.posapp"
    salon = json.loads(resources.path("demo/salon.json").read_text(encoding="utf-8"))
    first_day.found(
        path,
        shop={**salon["shop"], "name": "Haneul Hair", "language": "en"},
        programs_written=salon["programs"],
        products_written=salon["products"],
        people_there=[
            KeptPerson(id="sora", name=MANAGER, rank="manager", pin=pins.hashed(MANAGER_PIN, rank="manager")),
            KeptPerson(id="minji", name="Minji", rank="cashier", pin=pins.hashed(CASHIER_PIN, rank="cashier")),
        ],
        moment=system_clock(),
    )
    till = open_till(path)
    joined = date(2024, 3, 2)
    members.enrol(till, name=KIM, card=KIM_CARD, phone=KIM_PHONE, joined_on=joined)
    members.enrol(till, name=LEE, card=LEE_CARD, phone=LEE_PHONE, joined_on=joined)
    till.close()
    return path


@pytest.fixture
def shop_file(shop_template: Path, tmp_path: Path) -> Path:
    """A copy of the shop."""
    for file in shop_template.parent.iterdir():
        shutil.copy(file, tmp_path)
    return tmp_path / shop_template.name


@pytest.fixture
def counter(qtbot: QtBot, qapp: QApplication, shop_file: Path) -> Iterator[Counter]:
    """The till's window on that shop, ready to sell, with somebody at work."""
    session = opened(qtbot, shop_file)
    yield Counter(qtbot, session)
    closed(session)


def opened(qtbot: QtBot, path: Path, *, size: tuple[int, int] = (1024, 768)) -> Session:
    """Start the till on a file and wait until it is ready. Nobody signs in: the sale is open to all."""
    session = Session(path, language="en", sounds=SimulatedSounds())
    window = session.window
    window.resize(QSize(*size))
    with qtbot.waitSignal(session.begun, timeout=60_000):
        window.show()
        session.listen()
    signed_in: list[object] = []
    session.lane.run(_sign_in, done=signed_in.append)
    qtbot.waitUntil(lambda: bool(signed_in), timeout=60_000)
    session.hub.person_changed.emit(signed_in[0])
    window.open("sale")
    window.activateWindow()
    return session


def closed(session: Session) -> None:
    """End it as the program does."""
    session.window.hide()
    session.close()
    session.window.deleteLater()


def _sign_in(till: Till) -> object:
    return people.sign_in(till, "minji", CASHIER_PIN)
