"""The composition root: the only file that knows everything, and that hands each thing to those who need it."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from posapp.ui import early

# isort: split
from PySide6.QtCore import QObject, QTimer, Signal

from posapp.devices.base import Sounds
from posapp.devices.simulated import SimulatedSounds
from posapp.devices.sound import Speaker
from posapp.loyalty.errors import Refused
from posapp.ui.application import make_application, set_icon
from posapp.ui.hub import Hub
from posapp.ui.lanes import Lane
from posapp.ui.registry import find_screen, screen_names
from posapp.ui.remembered import Remembered
from posapp.ui.scanner import Scanner
from posapp.ui.theme import Look
from posapp.ui.window import Window
from posapp.ui.words import NO_SHOP_YET, Words

if TYPE_CHECKING:
    from posapp.store.database import Database
    from posapp.till.context import Till
    from posapp.ui.customer.facing import Facing
    from posapp.ui.keeping import Keeping
    from posapp.ui.opened import Facts, Sight
    from posapp.ui.syncing import Syncing
    from posapp.ui.widgets.making import Making

log = logging.getLogger("posapp")

PICTURE_S = 1.0
"""How long the rest of the till waits at most for the first picture: a window may be shown where nobody can see it."""


class Session(QObject):
    """A window on one shop, from its start to its end.

    `ready`: the shop's file is open, its picture is painted, and keys and scans are taken; what is scanned now waits in
    the lane for the rest of the till, which is imported there meanwhile. `begun`: the sale that was open is back, or a
    new one begun.
    """

    made_so_far = Signal(int, int)
    seen = Signal(object)  # Sight
    ready = Signal()
    begun = Signal()

    def __init__(self, path: Path, *, language: str, demo: bool = False, sounds: Sounds | None = None) -> None:
        super().__init__()
        self.path, self.demo = path, demo
        self._memory_file = path.with_suffix(".window.json")
        self._remembered = Remembered.read(self._memory_file, language=language)
        self.look = Look(theme=self._remembered.theme)
        self.words = Words(self._remembered.language, NO_SHOP_YET)
        self.hub = Hub()
        self.scanner = Scanner()
        self.sounds: Sounds = sounds or Speaker()
        self.lane: Lane[Till] = Lane(
            "store",
            self._open,
            close=lambda till: till.close(),
            idle=lambda till: till.database.checkpoint_when_idle(),
            bug=self._tell_bug,
        )
        self.syncing: Syncing | None = None
        self.facing: Facing | None = None
        self.keeping: Keeping | None = None
        self._making: Making | None = None
        self._cancelled = self._sign_in_wanted = self._pictured = self._seen = False
        self._shown = threading.Event()
        self._to_import: list[str] = []
        self._importing = QTimer(self, interval=30)
        self._importing.timeout.connect(self._import_next)
        self.seen.connect(self._on_seen)
        if self.demo or self.path.exists():
            self._ask_facts()  # opened while the window is being built; the answer waits for the event loop
        self.window = Window(
            lane=self.lane, look=self.look, words=self.words, hub=self.hub, scanner=self.scanner, sounds=self.sounds
        )
        self.window.show_shop(self._remembered.shop)
        self.window.first_painted.connect(self._begin)
        self.made_so_far.connect(self._show_making)
        self.hub.shop_made.connect(self._on_made)
        self.words.changed.connect(self._remember)
        self.look.changed.connect(self._remember)
        self.hub.settings_changed.connect(lambda _: self._look_for_headquarters())
        self.hub.settings_changed.connect(lambda _: self._look_for_customers())
        self.window.left.connect(lambda: self.face_customers(False))

    def show(self) -> None:
        """Show the window; the shop is being opened meanwhile."""
        self.window.resize(1024, 768)
        screen = self.window.screen().availableGeometry()
        if screen.width() <= 1366 or screen.height() <= 800:
            self.window.showMaximized()
        else:
            self.window.show()
        self.listen()

    def listen(self) -> None:
        """Hear the scanner on the window, which must be shown."""
        handle = self.window.windowHandle()
        if handle is not None:
            self.scanner.watch(handle)
        self.window.sale.box.setFocus()

    # The shop

    def _open(self) -> Till:
        """In the lane: open the shop; the demo shop is made at its first start.

        The window is told what it shows at first before the till is imported, and the till is not in its way then.
        """
        from posapp.store.database import Database

        if self.demo and not self.path.exists():
            from posapp.till.demo import create_demo

            self.path.parent.mkdir(parents=True, exist_ok=True)
            create_demo(self.path, language=self.words.language, progress=self._made)
        database = Database.open(self.path)
        self.seen.emit(read_sight(database))
        self._shown.wait(PICTURE_S)
        from posapp.till.context import till_on

        return till_on(database)

    def _made(self, done: int, whole: int) -> None:
        if self._cancelled:
            raise Refused.because("ui_window.demo_cancelled")
        self.made_so_far.emit(done, whole)

    def _show_making(self, done: int, whole: int) -> None:
        if self._making is None:
            from posapp.ui.widgets.making import Making

            self._making = Making(self.look, self.words)
            self._making.cancelled.connect(self._cancel)
            self.window.show_sheet(self._making)
        self._making.show_done(done, whole)

    def _cancel(self) -> None:
        self._cancelled = True

    def _begin(self) -> None:
        """After the first picture."""
        self._pictured = True
        if not self.demo and not self.path.exists():
            self.window.open("first_day", path=self.path)
            self.ready.emit()
        else:
            self._when_ready()

    def _on_seen(self, sight: Sight) -> None:
        """The file is open: the window lives by its settings; the till follows."""
        self.window.show_shop(sight.name)
        for key, value in sight.settings.items():
            self.window.follow(key, value)
        self._seen = True
        self._when_ready()

    def _when_ready(self) -> None:
        if self._pictured and self._seen and not self._shown.is_set():
            QTimer.singleShot(0, self._be_ready)  # after what the settings have changed was painted

    def _be_ready(self) -> None:
        self.ready.emit()
        self._shown.set()

    def _on_made(self, path: Path) -> None:
        """The first day is over: with the shop, or with the demo shop beside it."""
        self.path = path
        self._memory_file = path.with_suffix(".window.json")
        self._ask_facts()

    def _ask_facts(self) -> None:
        from posapp.ui.opened import read_facts

        self.lane.run(lambda till: read_facts(till, demo=self.demo), done=self._on_facts, refused=self._cannot_open)

    def _on_facts(self, facts: Facts) -> None:
        from zoneinfo import ZoneInfo

        if self._making is not None:
            self._making.finish()
            self._making = None
        self.words.currency, self.words.zone = facts.shop.currency, ZoneInfo(facts.shop.timezone)
        self.hub.shop_changed.emit(facts.shop)
        for key, value in facts.settings.items():
            self.window.follow(key, value)
        self.hub.person_changed.emit(facts.person)
        self._remember()
        self.window.sale.selling.started.connect(lambda _: QTimer.singleShot(0, self._afterwards))
        self._sign_in_wanted = facts.person is None and facts.anybody
        self.window.sale.begin()

    def _afterwards(self) -> None:
        """What the first sale does not need: who is at work, the line to headquarters, the other screens."""
        self.begun.emit()
        if self._sign_in_wanted:
            self.window.open("sign_in")
        self._look_for_headquarters()
        self._look_for_customers()
        if self.keeping is None and not self.demo:  # a demo is made anew
            from posapp.ui.keeping import Keeping

            self.keeping = Keeping(self.hub, self._second, tell=self.window.tell_refused, bug=self._tell_bug)
        set_icon(make_application())
        self._to_import = list(screen_names())
        self._importing.start()

    def _import_next(self) -> None:
        """One screen at a time, so that no frame waits for all of them."""
        if self._to_import:
            find_screen(self._to_import.pop(0))
        else:
            self._importing.stop()
            early.collect_as_usual()

    def _look_for_headquarters(self) -> None:
        """A till that is alone needs no line, and no second till to serve it."""
        from posapp.ui.opened import is_enrolled

        self.lane.run(is_enrolled, done=lambda enrolled: self._start_syncing() if enrolled else None)

    def _start_syncing(self) -> None:
        from posapp.ui.syncing import Syncing

        if self.syncing is None:
            self.syncing = Syncing(self.hub, self._second, bug=self._tell_bug)
        self.syncing.wake()

    def _second(self) -> Till:
        """In another lane: the shop once more, for what takes its time."""
        from posapp.till.context import open_till

        return open_till(self.path)

    def _look_for_customers(self) -> None:
        """Most shops have one screen and no window for customers: nothing of it is imported there."""
        from posapp.ui.opened import faces_customers

        self.lane.run(faces_customers, done=self.face_customers)

    def face_customers(self, wanted: bool) -> None:
        """Open the customer's window, or close it."""
        if wanted and self.facing is None and self.window.isVisible():
            from posapp.ui.customer.facing import open_facing

            self.facing = open_facing(self.window)
        elif not wanted and self.facing is not None:
            self.facing.close()
            self.facing = None

    def _cannot_open(self, refusal: Refused) -> None:
        if self._cancelled:
            self.window.close()
            return
        self.window.tell_refused(refusal)

    def _remember(self) -> None:
        if not self.path.parent.is_dir():
            return
        shop = self.window.header.shop.text()
        Remembered(language=self.words.language, theme=self.look.theme, shop=shop).write(self._memory_file)

    # The end, and what should not happen

    def _tell_bug(self, error: BaseException) -> None:
        self.window.tell_bug(error)

    def excepthook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """A fault in the window's own thread: logged with its trace, and said."""
        log.error("a fault in the window", exc_info=(kind, error, trace))
        self._tell_bug(error)

    def close(self) -> None:
        """Finish what was asked, close the shop, let go of the devices."""
        self._importing.stop()
        self._shown.set()
        self.face_customers(False)
        if self.syncing is not None:
            self.syncing.close()
        if self.keeping is not None:
            self.keeping.close()
        self.scanner.close()
        self.lane.close()
        self.sounds.close()


def read_sight(database: Database) -> Sight:
    """In the lane: what the first picture wants, from the settings alone."""
    from posapp.settings import SHOP_SETTING, in_force
    from posapp.store.settings import all_settings
    from posapp.ui.opened import AT_ONCE, Sight

    kept = all_settings(database)
    shop = kept.get(SHOP_SETTING, {})
    return Sight(
        name=str(shop.get("name", "")),
        settings={key: in_force(kept, key, language=shop.get("language")) for key in AT_ONCE},
    )


def start_log(folder: Path) -> None:
    """Faults are written to a file beside the shops, at most three times 500 kB; nothing of customers is."""
    from logging.handlers import RotatingFileHandler

    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folder / "posapp.log", maxBytes=500_000, backupCount=2, encoding="utf-8", delay=True
        )
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        logging.getLogger().addHandler(handler)


def start_window(args: argparse.Namespace) -> int:
    """The till; gives the exit status. `args` has `shop` (a file), `demo`, `language`. `Refused` without a display."""
    application = make_application()
    session = Session(args.shop, language=args.language, demo=args.demo)
    sys.excepthook = session.excepthook
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    session.window.left.connect(application.quit)
    session.begun.connect(lambda: start_log(args.shop.parent))
    session.show()
    status = application.exec()
    session.close()
    return status


def tour(args: argparse.Namespace) -> int:
    """The scripted sale on a demo shop of its own, with pictures into ``args.out``; gives the exit status.

    The window is real and is never shown: it is drawn offscreen, so that it works where there is no display.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from posapp.i18n import t
    from posapp.till.demo import create_demo
    from posapp.ui.customer.tour import walk_customer
    from posapp.ui.owner_tour import walk_answers, walk_owner
    from posapp.ui.tour import MEMBERS, Tour, best_card, own_folder, walk, walk_programs

    application = make_application()
    args.out.mkdir(parents=True, exist_ok=True)
    with own_folder() as folder:
        create_demo(folder / "tour.posapp", members=MEMBERS, language="ko")
        session = Session(folder / "tour.posapp", language="ko", demo=True, sounds=SimulatedSounds())
        walker = Tour(session.window, args.out)
        ready: list[bool] = []
        session.begun.connect(lambda: ready.append(True))
        session.window.show()
        session.listen()
        walker.until(lambda: bool(ready), "the shop")
        cards: list[str] = []
        session.lane.run(best_card, done=cards.append)
        walker.until(lambda: bool(cards), "a member")
        receipt = walk(walker, card=cards[0])
        walk_programs(walker)
        walk_owner(walker, card=cards[0])
        session.face_customers(True)
        assert session.facing is not None
        walk_customer(walker, session.facing, card=cards[0])
        walk_answers(walker)
        session.window.hide()
        session.close()
    application.processEvents()
    print(t("ui_window.toured", args.language or "en", count=len(walker.pictures), receipt=receipt, out=str(args.out)))
    return 0
