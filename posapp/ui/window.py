"""The frame: header, one screen at a time, sheets over it, and the scanner's way to whatever wants the scan."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from posapp.devices.base import Sounds
from posapp.loyalty.errors import Refused
from posapp.ui.hub import Hub
from posapp.ui.lanes import Lane
from posapp.ui.registry import Desk, Entry, Screen, find_screen, find_screens
from posapp.ui.scanner import Scanner, ScannerState
from posapp.ui.screens.sale import SaleScreen
from posapp.ui.theme import Look
from posapp.ui.widgets.header import Header
from posapp.ui.widgets.heading import Heading
from posapp.ui.widgets.painted import restyle_all, retranslate_all
from posapp.ui.widgets.sheet import Question, Sheet, SheetLayer
from posapp.ui.widgets.strip import Toast
from posapp.ui.words import Words

if TYPE_CHECKING:
    from posapp.settings import Value
    from posapp.till.context import Till
    from posapp.till.views import Person, SyncStatus


class Window(QWidget):
    """The till's window; it is also what screens know as `Navigation`. `left` says that it was closed for good."""

    left = Signal()
    first_painted = Signal()

    def __init__(
        self, *, lane: Lane[Till], look: Look, words: Words, hub: Hub, scanner: Scanner, sounds: Sounds
    ) -> None:
        super().__init__()
        self.lane, self.look, self.words, self.hub, self.scanner, self.sounds = lane, look, words, hub, scanner, sounds
        self.desk = Desk(lane=lane, look=look, words=words, hub=hub, go=self)
        self.sound_on, self.person = True, None  # type: bool, Person | None
        self._entries: dict[str, Entry] = {}
        self._made: dict[str, Screen] = {}
        self._status: SyncStatus | None = None
        self._leaving = self._painted = False
        self.header = Header(look, words)
        self.heading = Heading(look, words)
        self.stack = QStackedWidget()
        self.sale = SaleScreen(self.desk)
        self._made["sale"] = self.sale
        self.stack.addWidget(self.sale)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.header, self.heading, self.stack):
            column.addWidget(widget)
        self.heading.hide()
        self.sheets = SheetLayer(look, self)
        self.toast = Toast(look, self)
        self.setMinimumSize(1024, 640)
        self._connect()
        self._retranslate()
        self._restyle()

    def _connect(self) -> None:
        self.look.changed.connect(self._restyle)
        self.words.changed.connect(self._retranslate)
        self.scanner.scanned.connect(self.scan)
        self.scanner.torn.connect(self._read_again)
        self.header.language_pressed.connect(self.switch_language)
        self.header.theme_pressed.connect(self.switch_theme)
        self.header.person_pressed.connect(lambda: self.open("sign_in"))
        self.header.sync_pressed.connect(self._explain_sync)
        self.heading.back.connect(self.home)
        self.sale.more.clicked.connect(self._show_more)
        self.sheets.emptied.connect(self._back_to_box)
        self.hub.person_changed.connect(self._on_person)
        self.hub.sync_changed.connect(self._on_sync)
        self.hub.scanner_changed.connect(lambda state: self.header.scanner.show_ready(state.ready))
        self.hub.shop_changed.connect(lambda shop: self.show_shop(shop.name))
        self.hub.settings_changed.connect(self._on_setting)

    # How it looks and speaks

    def show_shop(self, name: str) -> None:
        """Which shop it is."""
        self.header.show_shop(name)
        self.setWindowTitle(name or "posapp")

    def switch_language(self) -> None:
        """From Korean to English or back, at once, and from now on."""
        self.words.switch("en" if self.words.language == "ko" else "ko")
        self._keep("language", self.words.language)

    def switch_theme(self) -> None:
        """From light to dark or back, at once, and from now on."""
        self.look.switch("light" if self.look.dark else "dark")
        self._keep("theme", self.look.theme)

    def _keep(self, key: str, value: str) -> None:
        self.lane.run(lambda till: _put(till, key, value), refused=self.tell_refused)

    def _retranslate(self) -> None:
        retranslate_all(self)

    def _restyle(self) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.setPalette(self.look.palette())
            application.setFont(self.look.font())
        restyle_all(self)
        self.header.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A large window has larger type."""
        self.look.fit(event.size())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The paper ground."""
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.look.colours.ground)
        painter.drawRect(event.rect())
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.first_painted.emit)

    def changeEvent(self, event: QEvent) -> None:
        """A scanner types into whatever has the keyboard: say so while that is another program."""
        if event.type() is QEvent.Type.ActivationChange:
            self.hub.scanner_changed.emit(ScannerState(ready=self.isActiveWindow()))
        super().changeEvent(event)

    # What screens ask of it

    @property
    def screen_now(self) -> Screen:
        """The screen that is shown."""
        shown = self.stack.currentWidget()
        assert isinstance(shown, Screen)
        return shown

    def open(self, name: str, **wishes: object) -> None:
        """Show a screen; one that needs a person of rank asks for her PIN first."""
        entry = self._entry(name)
        if name != self.screen_now.name and not self.screen_now.leave():
            return
        if entry is not None and entry.manager:
            self.ask_manager(lambda: self._show(name, wishes))
        else:
            self._show(name, wishes)

    def find_screens(self) -> None:
        """Import the other screens now, so that opening one does not wait for it."""
        if not self._entries:
            self._entries = {entry.name: entry for entry in find_screens()}

    def home(self) -> None:
        """Back to the sale."""
        self.open("sale")

    def _entry(self, name: str) -> Entry | None:
        found = self._entries.get(name) or (find_screen(name) if name else None)
        if found is None and not self._entries:
            self.find_screens()
            found = self._entries.get(name)
        return found

    def _show(self, name: str, wishes: dict[str, Any]) -> None:
        screen = self._made.get(name)
        if screen is None:
            entry = self._entry(name)
            if entry is None:
                raise LookupError(f"no screen is called {name}")
            screen = self._made[name] = entry.make(self.desk)
            self.stack.addWidget(screen)
            retranslate_all(screen)
            restyle_all(screen)
        entry = self._entry(name)
        self.heading.setVisible(screen is not self.sale and not screen.bare)
        self.header.person.setVisible(not screen.bare)  # before there is a shop nobody works in it
        if entry is not None:
            self.heading.show_title(entry.title_key)
        before = self.screen_now
        screen.setEnabled(True)
        self.stack.setCurrentWidget(screen)
        if before is not screen:
            # A hidden widget can take the keyboard, when an answer comes late; one that is disabled cannot.
            before.setEnabled(False)
        screen.enter(**wishes)

    def show_sheet(self, sheet: Sheet) -> None:
        """Lay a sheet over the window."""
        restyle_all(sheet)
        self.sheets.show_sheet(sheet)

    def tell(self, text: str, *, kind: str = "good") -> None:
        """A short note that goes by itself."""
        self.toast.tell(text, kind=kind)

    def tell_above(self, text: str) -> None:
        """A refusal that is said below an open sheet is said above it too."""
        if self.sheets.top is not None:
            self.tell(text, kind="refused")

    def tell_refused(self, refusal: Refused) -> None:
        """A refusal where the eye is: under the box, or under the heading of another screen."""
        if self.screen_now is self.sale:
            self.sale.answers.refuse(refusal)
        else:
            self.heading.strip.say(self.words.say(refusal.reason))
            self.play("refused")

    def tell_bug(self, error: BaseException) -> None:
        """Something is wrong with the program itself: say so; the trace is in the log."""
        said = self.words("ui_window.bug", what=type(error).__name__)
        if self.screen_now is self.sale:
            self.sale.selling.paying = False
            self.sale.strip.say(said)
        else:
            self.heading.strip.say(said)
        self.play("refused")

    def ask_manager(self, done: Callable[[], None]) -> None:
        """At once where a manager is at work; else a manager's PIN is asked for."""
        if self.person is not None and self.person.rank == "manager":
            done()
            return
        from posapp.ui.widgets.pin_sheet import PinSheet

        sheet = PinSheet(self.desk)
        sheet.allowed.connect(done)
        self.show_sheet(sheet)

    def calibrate(self) -> None:
        """Have a card scanned three times, to learn how quick the scanner is."""
        from posapp.ui.widgets.calibration import Calibration

        self.show_sheet(Calibration(self.desk, self.scanner))

    def play(self, sound: str) -> None:
        """A sound, where they are switched on."""
        if self.sound_on:
            self.sounds.play(sound)

    # Scans and keys

    def scan(self, text: str) -> None:
        """A scan goes to the sheet or the screen that wants it; else to the sale, and the window follows it there."""
        if self.sheets.top is not None and self.sheets.top.scanned(text):
            return
        screen = self.screen_now
        if screen.scanned(text):
            return
        if screen.leave():
            self._show("sale", {})
        self.sale.scanned(text)

    def _read_again(self) -> None:
        """Only the end of a scan was heard."""
        if self.screen_now is self.sale and self.sheets.top is None:
            self.sale.answers.read_again()
        else:
            self.play("refused")
            self.tell(self.words("ui_sale.read_again"), kind="refused")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that nothing else wanted: the screen's own, F1 for *More*, those that open screens; Esc leads back."""
        if self.screen_now.key(event):
            return
        key = event.key()
        if key == Qt.Key.Key_F1 and not self.screen_now.bare:
            self._show_more()
            return
        if key == Qt.Key.Key_Escape and self.screen_now is not self.sale:
            self.home()
            return
        self.find_screens()
        for entry in self._entries.values():
            if entry.key is not None and entry.key == key:
                self.open(entry.name)
                return
        super().keyPressEvent(event)

    # More, and what the badge means

    def _show_more(self) -> None:
        from posapp.ui.more import Seldom, more_sheet

        self.find_screens()
        of_the_sale = self.sale.answers.seldom() if self.screen_now is self.sale else ()
        seldom = (*of_the_sale, Seldom("ui_window.calibrate", self.calibrate))
        self.show_sheet(more_sheet(self.desk, self._entries.values(), seldom))

    def _explain_sync(self) -> None:
        sheet = Sheet(self.look, self.header.sync.text())
        from posapp.ui.widgets.button import Button
        from posapp.ui.widgets.label import Label

        sheet.column.addWidget(Label(self.look, self.header.sync.meaning(), wrap=True))
        close = Button(self.look, self.words("ui_window.understood"), tall=True)
        close.clicked.connect(sheet.finish)
        sheet.buttons(close)
        self.show_sheet(sheet)

    def _back_to_box(self) -> None:
        """After a sheet, the sale listens again."""
        if self.screen_now is self.sale:
            self.sale.box.setFocus()

    def _on_person(self, person: Person | None) -> None:
        self.person = person
        self.header.show_person(person)

    def _on_sync(self, status: SyncStatus) -> None:
        self._status = status
        self.header.sync.show_status(status)

    def _on_setting(self, key: str) -> None:
        """A setting was changed on its screen: follow it at once."""
        self.lane.run(lambda till: _get(till, key), done=lambda value: self.follow(key, value))

    def follow(self, key: str, value: object) -> None:
        """Live by a setting of the shop."""
        match key, value:
            case "language", str():
                self.words.switch(value)
            case "theme", str():
                if value != self.look.theme:
                    self.look.switch(value)
            case "sound", bool():
                self.sound_on = value
            case "motion", bool():
                self.look.still = not value or system_is_still()
            case "scanner.gap_ms", int():
                self.scanner.set_gap(value)
            case "scanner.shortest", int():
                self.scanner.burst.shortest = value

    # The end

    def closeEvent(self, event: QCloseEvent) -> None:
        """A sale that is open, or sales not yet sent, are spoken of; they are kept whatever the answer is."""
        waiting = self._status.waiting if self._status and self._status.state != "alone" else 0
        lines = self.sale.basket.count
        if self._leaving or not (lines or waiting):
            self.left.emit()
            event.accept()
            return
        event.ignore()
        if self.sheets.top is not None and self.sheets.top.objectName() == "leave":
            return
        said = []
        if lines:
            said.append(self.words("ui_window.leave_basket", count=lines))
        if waiting:
            said.append(self.words("ui_window.leave_waiting", count=waiting))
        question = Question(
            self.look, self.words("ui_window.leave_title"), text=" ".join(said), yes=self.words("ui_window.leave_do"),
            no=self.words("ui_window.leave_stay"), on_yes=self._leave,
        )  # fmt: skip
        question.setObjectName("leave")
        self.show_sheet(question)

    def _leave(self) -> None:
        self._leaving = True
        self.close()


def system_is_still() -> bool:
    """Whether the desktop asks for less motion."""
    from PySide6.QtWidgets import QStyle

    application = QApplication.instance()
    if not isinstance(application, QApplication):
        return False
    hints = getattr(QApplication.styleHints(), "accessibility", lambda: None)()
    wanted = getattr(hints, "motionPreference", None)
    if wanted is not None and "Reduced" in str(wanted()):
        return True
    return application.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) == 0


def _get(till: Till, key: str) -> Value:
    from posapp.till import settings

    return settings.get(till, key)


def _put(till: Till, key: str, value: Value) -> None:
    from posapp.till import settings

    settings.put(till, key, value)
