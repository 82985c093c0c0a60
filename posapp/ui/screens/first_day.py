"""The first day: five questions make a shop, or one press a demo shop. There is no shop's file yet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimeZone, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from posapp.i18n import LANGUAGES
from posapp.loyalty.errors import Refused
from posapp.till import demo, first_day, people, safety
from posapp.till.context import open_till
from posapp.till.presets import PRESETS
from posapp.ui.lanes import Lane
from posapp.ui.registry import Desk, Screen, screen
from posapp.ui.theme import EDGE, LABEL, LINE, SEMIBOLD, SMALL
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.first_day_page import Page, PickPage, WrittenPage
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.progress import Progress
from posapp.ui.widgets.recovery_pane import RecoveryPane
from posapp.ui.widgets.strip import Strip

CURRENCIES = ("KRW", "USD", "EUR", "JPY")
SHORTEST_PIN = 6
_WIDE = 640
_ZONES = {"KRW": "Asia/Seoul", "JPY": "Asia/Tokyo"}


def zone_of(currency: str) -> str:
    """The shop's time zone: this computer's, or where that is not set the one where the money is used."""
    here = bytes(QTimeZone.systemTimeZoneId().data()).decode("ascii", "replace")
    return here if "/" in here and not here.startswith("Etc/") else _ZONES.get(currency, "UTC")


@screen("first_day", title_key="ui_first_day.title", rank=-1)
class FirstDayScreen(Screen):
    """Opened with ``path=…``, where the shop will be. `Hub.shop_made` carries the file that was made: the shop's, once
    its recovery sheet was shown, or the demo shop's beside it.

    It works in a lane of its own, since the store's lane has no shop to open yet.
    """

    bare = True
    _told = Signal(int, int)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        look, words = self.look, self.words = desk.look, desk.words
        self.path = self.demo_path = Path()
        self.over = False
        self._own: Lane[None] | None = None
        languages = tuple((code, f"ui_settings.language_{code}", "") for code in LANGUAGES)
        currencies = tuple((code, f"ui_first_day.currency_{code}", "") for code in CURRENCIES)
        self.language = PickPage(look, words, "language", languages)
        self.shop = WrittenPage(look, words, "shop", (("ui_first_day.shop_label", False),))
        self.currency = PickPage(look, words, "currency", currencies)
        self.kind = PickPage(look, words, "kind", tuple((p.id, p.title.key, p.promise.key) for p in PRESETS))
        self.pin = WrittenPage(
            look, words, "pin",
            (("ui_first_day.your_name", False), ("ui_people.pin", True), ("ui_people.pin_again", True)),
        )  # fmt: skip
        self.pages: tuple[Page, ...] = (self.language, self.shop, self.currency, self.kind, self.pin)
        self.recovery = RecoveryPane(look, words)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        look = self.look
        self.step = Label(look, size=LABEL, weight=SEMIBOLD, colour="soft")
        self.bar = Progress(look, colour="seal")
        self.stack = QStackedWidget()
        for page in (*self.pages, self.recovery):
            self.stack.addWidget(page)
        self.refusal = Strip(look)
        self.back = Button(look, tall=True, hint="Esc")
        self.next = Button(look, kind="filled", tall=True, hint="Enter")
        self.demo = Button(look)
        self.demo_hint = Label(look, size=SMALL, colour="soft", wrap=True)
        self.card = Card(look, padding=(36, 28), spacing=14)
        self._buttons = QHBoxLayout()
        self._buttons.addWidget(self.back)
        self._buttons.addWidget(self.next, 1)
        for widget in (self.step, self.bar, self.stack, self.refusal):
            self.card.column.addWidget(widget, 1 if widget is self.stack else 0)
        self.card.column.addLayout(self._buttons)
        self.title = Label(look, size=LINE, weight=SEMIBOLD)
        below = QHBoxLayout()
        below.addWidget(self.demo_hint, 1)
        below.addWidget(self.demo)
        self._below = QWidget()
        self._below.setLayout(below)
        below.setContentsMargins(0, 0, 0, 0)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.title, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addWidget(self.card, 1, Qt.AlignmentFlag.AlignHCenter)
        self._column.addWidget(self._below, 0, Qt.AlignmentFlag.AlignHCenter)

    def _connect(self) -> None:
        for page in self.pages:
            page.answered.connect(self.go_on)
        self.back.clicked.connect(self.go_back)
        self.next.clicked.connect(self.go_on)
        self.demo.clicked.connect(self.make_demo)
        self.recovery.kept.connect(lambda: self._finish(self.path))
        self._told.connect(self._show_progress)

    def restyle(self) -> None:
        px = self.look.px
        self._column.setContentsMargins(EDGE, px(16), EDGE, px(20))
        self._column.setSpacing(px(14))
        self._buttons.setSpacing(px(12))
        for widget in (self.card, self._below):
            widget.setFixedWidth(px(_WIDE))

    def retranslate(self) -> None:
        w = self.words
        self.title.setText(w("ui_first_day.welcome"))
        self.demo.setText(w("ui_first_day.demo"))
        self.demo_hint.setText(w("ui_first_day.demo_hint"))
        self.back.setText(w("ui_first_day.back"))
        self._show_step()

    def enter(self, path: Path | None = None, **wishes: Any) -> None:
        if path is not None and path != self.path:
            self.path, self.demo_path = path, path.with_name(f"demo{path.suffix}")
            self.over = False
            self._show(0)

    def leave(self) -> bool:
        """There is no sale to go back to before there is a shop."""
        return self.over

    def scanned(self, text: str) -> bool:
        """Nothing can be sold yet."""
        return True

    def _lane(self) -> Lane[None]:
        if self._own is None:
            self._own = Lane("first-day", lambda: None, bug=self._bug)
        return self._own

    def _finish(self, path: Path) -> None:
        self.over = True
        if self._own is not None:
            self._own.close()
            self._own = None
        self.desk.hub.shop_made.emit(path)
        self.desk.go.home()

    # From question to question

    @property
    def at(self) -> int:
        """Which question is asked, from 0."""
        return self.stack.currentIndex()

    def _show(self, at: int) -> None:
        self.refusal.clear()
        if at == 0:
            self.language.choose(self.words.language)
        if at == 2 and not self.currency.value:
            self.currency.choose("KRW" if self.words.language == "ko" else "USD")
        if at == 3 and not self.kind.value:
            self.kind.choose(PRESETS[0].id)
        self.stack.setCurrentIndex(at)
        self._show_step()
        self.pages[at].first_focus()

    def _show_step(self) -> None:
        w, asking = self.words, self.at < len(self.pages)
        for widget in (self.step, self.bar, self.back, self.next, self._below):
            widget.setVisible(asking)
        if not asking:
            self.title.setText(w("ui_first_day.recovery_title"))
            return
        self.step.setText(w("ui_first_day.step", step=self.at + 1, steps=len(self.pages)))
        self.bar.set_to(1000 * (self.at + 1) // len(self.pages))
        self.back.setEnabled(self.at > 0)
        self.next.setText(w("ui_first_day.make") if self.at == len(self.pages) - 1 else w("ui_first_day.next"))

    def go_back(self) -> None:
        """The question before; what was answered stays."""
        if 0 < self.at < len(self.pages) and self.next.isEnabled():
            self._show(self.at - 1)

    def go_on(self) -> None:
        """The next question, or, after the last, the shop."""
        if not self.next.isEnabled() or self.at >= len(self.pages):
            return
        if self.at == 0:
            self.words.switch(self.language.value or self.words.language)
        if self._complete():
            if self.at == len(self.pages) - 1:
                self._make()
            else:
                self._show(self.at + 1)

    def _complete(self) -> bool:
        w = self.words
        if self.at == 1 and not self.shop.fields[0].text():
            self.shop.fields[0].refuse(w("ui_first_day.shop_missing"))
            return False
        if self.at < len(self.pages) - 1:
            return True
        name, pin, again = self.pin.fields
        wrong = None
        for field, bad, key in (
            (again, pin.text() != again.text(), "ui_people.pin_differs"),
            (pin, not pin.text().isdecimal() or len(pin.text()) < SHORTEST_PIN, "ui_people.pin_short_manager"),
            (name, not name.text(), "ui_people.name_missing"),
        ):
            field.refuse(w(key) if bad else "")
            wrong = field if bad else wrong
        if wrong is not None:
            wrong.setFocus()
        return wrong is None

    def key(self, event: QKeyEvent) -> bool:
        """Esc goes back; Enter is the fields', and no other key leads anywhere yet."""
        if event.key() == Qt.Key.Key_Escape:
            self.go_back()
        return True

    # Making the shop

    def _make(self) -> None:
        language, currency, preset = self.words.language, self.currency.value, self.kind.value
        shop, name, pin = self.shop.fields[0].text(), self.pin.fields[0].text(), self.pin.fields[1].text()
        path = self.path

        def make(_nothing: None) -> safety.Recovery:
            first_day.create(
                path, language=language, shop_name=shop, currency=currency, timezone=zone_of(currency), preset=preset,
                manager_name=name, manager_pin=pin,
            )  # fmt: skip
            till = open_till(path)
            try:
                people.sign_in(till, people.people(till)[0].id, pin)
                return safety.recovery(till)
            finally:
                till.close()

        self._begin_work(self.words("ui_first_day.making"))
        self._lane().run(make, done=self._made, refused=self._refused)

    def _made(self, recovery: safety.Recovery) -> None:
        self.refusal.clear()
        self._end_work()
        self.recovery.show_recovery(recovery)
        self.stack.setCurrentWidget(self.recovery)
        self._show_step()
        self.recovery.done.setFocus(Qt.FocusReason.OtherFocusReason)

    def make_demo(self) -> None:
        """Make the demo shop, or open the one that is there."""
        if not self.demo.isEnabled():
            return
        path, language = self.demo_path, self.words.language
        if first_day.is_shop(path):
            self._offer_demo(path)
            return
        self._begin_work(self.words("ui_first_day.demo_making", percent="0 %"))
        self._lane().run(
            lambda _nothing: demo.create_demo(path, language=language, progress=self._told.emit),
            done=lambda _nothing: self._offer_demo(path), refused=self._refused,
        )  # fmt: skip

    def _offer_demo(self, path: Path) -> None:
        """The demo shop is there: say who may sign in, since nobody there could tell her."""
        w = self.words
        self._end_work()
        self.refusal.say(
            w("ui_first_day.demo_people"), (w("ui_first_day.demo_open"), "", lambda: self._finish(path)), kind="good"
        )
        self.refusal.buttons[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _show_progress(self, done: int, of: int) -> None:
        percent = f"{100 * done // max(1, of)} %"
        self.refusal.say(self.words("ui_first_day.demo_making", percent=percent), kind="waiting")
        self.bar.set_to(1000 * done // max(1, of))

    def _begin_work(self, said: str) -> None:
        for button in (self.back, self.next, self.demo):
            button.setEnabled(False)
        self.stack.setEnabled(False)
        self.refusal.say(said, kind="waiting")

    def _end_work(self) -> None:
        for button in (self.next, self.demo):
            button.setEnabled(True)
        self.stack.setEnabled(True)
        self._show_step()

    def _refused(self, refusal: Refused) -> None:
        self._end_work()
        self.refusal.say(self.words.say(refusal.reason))

    def _bug(self, _error: BaseException) -> None:
        self._end_work()
        self.refusal.say(self.words("ui_form.bug"))
