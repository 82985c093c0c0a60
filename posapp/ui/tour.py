"""The tour: the real window, without a display, through a real sale, with pictures of every step.

It makes a demo shop of its own in a folder that is gone afterwards, types as a scanner does, and photographs each step
in both languages, both themes, and two sizes.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEventLoop, QSize, Qt
from PySide6.QtGui import QPixmap, QWindow

from posapp.devices.simulated import SimulatedScanner
from posapp.ui import typist
from posapp.ui.theme import WASH_MS
from posapp.ui.window import Window

if TYPE_CHECKING:
    from posapp.till.context import Till
    from posapp.till.views import MemberRow

SIZES = ((1024, 768), (1920, 1080))
LANGUAGES = ("en", "ko")
THEMES = ("light", "dark")
MEMBERS = 150
"""Members of the tour's shop: a year of sales of so few is made in seconds."""

UNKNOWN_CARD, UNKNOWN_GOODS = "2900004711081524", "4006381333931"
_PATIENCE_S = 30.0
_PACKED = 80


class Tour:
    """Drives one window. `until` is what waits: it lets the window live until something is shown."""

    def __init__(self, window: Window, out: Path) -> None:
        self.window, self.out = window, out
        self.scanner = SimulatedScanner()
        self.pictures: list[Path] = []
        self.heard: list[int] = []

    @property
    def handle(self) -> QWindow:
        """The window, as keys reach it."""
        handle = self.window.windowHandle()
        assert handle is not None
        return handle

    def until(self, holds: Callable[[], bool], what: str) -> None:
        """Let the window live until `holds`; `TimeoutError` names `what` after half a minute."""
        end = time.monotonic() + _PATIENCE_S
        while not holds():
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)
            if time.monotonic() > end:
                raise TimeoutError(f"the tour waited for {what}")

    def settle(self) -> None:
        """Wait for the lane's answers, and for what is passing to be over."""
        answered: list[int] = []
        self.window.lane.run(lambda _: 1, done=answered.append)
        self.until(lambda: bool(answered), "the store's lane")
        end = time.monotonic() + WASH_MS / 1000 * 1.3
        self.until(lambda: time.monotonic() > end, "the wash")

    def scan(self, text: str) -> None:
        """As a scanner types it."""
        typist.scan(self.handle, text, self.scanner)
        self.settle()

    def press(self, key: Qt.Key, text: str = "") -> None:
        """A key by hand."""
        typist.send(self.handle, key, text=text)
        self.settle()

    def ask(self, text: str) -> None:
        """As if it had been typed into the box."""
        self.window.sale.box.setText(text)
        self.press(Qt.Key.Key_Return)

    def amount(self, digits: str) -> None:
        """Key an amount into the pad."""
        self.press(Qt.Key.Key_F2)
        self.until(lambda: self.window.sheets.top is not None, "the amount pad")
        for digit in digits:
            self.press(Qt.Key(ord(digit)), digit)

    def keep(self, picture: QPixmap, file: Path) -> None:
        """Write a picture. Packed a little less than it could be: that takes half the time."""
        if not picture.save(str(file), "PNG", _PACKED):
            raise OSError(f"cannot write {file}")
        self.pictures.append(file)

    def photograph(self, step: str, *, sheet: Callable[[], None] | None = None) -> None:
        """A picture of this moment in each language, theme and size; `sheet` opens what is to be seen, which speaks the
        language in which it was opened."""
        window = self.window
        for language in LANGUAGES:
            window.words.switch(language)
            if sheet is not None:
                sheet()
                self.until(lambda: window.sheets.top is not None, step)
            for wide, high in SIZES:
                window.resize(QSize(wide, high))
                for theme in THEMES:
                    window.look.switch(theme)
                    for _ in range(4):  # a change of size is laid out from the inside outwards
                        QCoreApplication.processEvents()
                    file = self.out / f"{step}-{language}-{theme}-{wide}x{high}.png"
                    self.keep(window.grab(), file)
            if sheet is not None:
                self.press(Qt.Key.Key_Escape)
                self.until(lambda: window.sheets.top is None, "the sheet to be gone")


def walk(tour: Tour, *, card: str) -> str:
    """The sale of the tour; gives the number of its receipt."""
    sale = tour.window.sale
    tour.photograph("01-empty")
    tour.scan(card)
    tour.until(lambda: sale.member.card is not None, "the member")
    for product in ("CUT", "PERM", "CARE", "8809410027209", "8809410027209"):
        tour.scan(product)
    tour.until(lambda: sale.basket.count == 4, "four lines")
    tour.photograph("02-sale")
    if sale.offers.offers:
        tour.press(Qt.Key.Key_F3)
        tour.photograph("03-redeemed")
        tour.press(Qt.Key.Key_F3)
    tour.scan(UNKNOWN_CARD)
    tour.until(lambda: not sale.strip.isHidden(), "the unknown card")
    tour.photograph("04-unknown-card")
    tour.photograph("05-unknown-goods", sheet=lambda: tour.scan(UNKNOWN_GOODS))
    tour.photograph("06-amount", sheet=lambda: tour.amount("15000"))
    tour.photograph("07-more", sheet=lambda: tour.press(Qt.Key.Key_F1))
    tour.photograph("08-who", sheet=lambda: tour.ask("김"))
    tour.press(Qt.Key.Key_Escape)
    tour.press(Qt.Key.Key_Return)
    tour.until(lambda: not sale.done.isHidden(), "the payment")
    tour.photograph("09-paid")
    recorded = sale.done.recorded
    assert recorded is not None
    return recorded.receipt


def walk_programs(tour: Tour) -> None:
    """The owner's programs: the lists, one as a form beside its receipt, and its rehearsal."""
    from posapp.ui.screens.programs import ProgramsScreen

    tour.window.open("programs")
    screen = tour.window.screen_now
    assert isinstance(screen, ProgramsScreen)
    tour.until(lambda: len(screen.patterns.keys) > 1 and bool(screen.rows.keys), "the programs")
    tour.photograph("10-programs")
    screen.patterns.choose("red-silver-gold")
    screen.patterns.setFocus()
    tour.press(Qt.Key.Key_Return)
    beside = screen.editor.beside
    tour.until(lambda: beside.receipt.receipt.quote is not None, "the receipt of the sample")
    tour.photograph("11-program")
    beside.show_what("rehearsal")
    tour.until(lambda: bool(beside.rehearsal.basket.rows), "goods to rehearse with")
    beside.rehearsal.record.click()
    tour.until(lambda: len(beside.rehearsal.cards) > 1, "the first sale of the rehearsal")
    tour.settle()
    tour.photograph("12-rehearsal")
    tour.window.home()
    tour.settle()


def best_card(till: Till) -> str:
    """In the lane: the card of a member with much to show, and something to redeem where anybody has."""
    from posapp.loyalty.outcome import StampPanel
    from posapp.till import members

    rows: list[MemberRow] = []
    for surname in "김이박최정":
        rows += [row for row in members.find(till, surname, limit=50).rows if row.card]
    rows.sort(key=lambda row: -row.visits)
    for row in rows:
        panels = members.card_of(till, row.id).panels
        if any(isinstance(panel, StampPanel) and panel.have >= panel.size for panel in panels):
            return row.card
    return rows[0].card


@contextmanager
def own_folder() -> Iterator[Path]:
    """A folder for the shop and its key that is gone afterwards, and nothing of the person's own is touched."""
    before = os.environ.get("POSAPP_HOME")
    with tempfile.TemporaryDirectory(prefix="posapp-tour-", ignore_cleanup_errors=True) as folder:
        os.environ["POSAPP_HOME"] = folder
        try:
            yield Path(folder)
        finally:
            if before is None:
                os.environ.pop("POSAPP_HOME")
            else:
                os.environ["POSAPP_HOME"] = before
