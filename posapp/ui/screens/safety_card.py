"""What the settings offer beside values: connect to headquarters, back up now, show the recovery sheet."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from posapp.loyalty.errors import Refused
from posapp.till import safety, settings
from posapp.till.context import Till
from posapp.ui.lanes import Lane
from posapp.ui.ranked import run_ranked
from posapp.ui.registry import Desk
from posapp.ui.theme import SMALL
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.field import Field
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.painted import Painted
from posapp.ui.widgets.strip import Strip

if TYPE_CHECKING:
    from posapp.loyalty.exchange import Registration


class _Part(Painted):
    """Widgets that say everything anew when the language changes."""

    def __init__(self, card: SafetyCard) -> None:
        super().__init__(card.desk.look)
        self._card = card
        self.hide()

    def retranslate(self) -> None:
        """The language has changed."""
        self._card.retranslate()


class SafetyCard(QObject):
    """Its `parts` stand in the cards of the settings, by the heading of each card.

    Backup and enrolment work on the shop's file with a hand of their own, in a lane of their own: a customer never
    waits for a slow stick or a silent headquarters.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        look = desk.look
        self.code = Field(look)
        self.connect_ = Button(look)
        self.hq_said = Strip(look)
        self.back_up = Button(look)
        self.backup_said = Strip(look)
        self.recovery_why = Label(look, size=SMALL, colour="soft", wrap=True)
        self.recovery = Button(look)
        self.parts: dict[str, tuple[QWidget, ...]] = {
            "group_hq": (self.code, self.connect_, self.hq_said, _Part(self)),
            "group_backup": (self.back_up, self.backup_said),
            "group_safety": (self.recovery_why, self.recovery),
        }
        self._own: Lane[None] | None = None
        self.connect_.clicked.connect(self._connect)
        self.code.entered.connect(self._connect)
        self.back_up.clicked.connect(self._back_up)
        self.recovery.clicked.connect(lambda: desk.go.open("recovery"))

    def retranslate(self) -> None:
        """Say everything in the language of the moment."""
        w = self.desk.words
        self.code.set_label(w("ui_settings.hq_code"), hint="XXXX-XXXX-XXXX-XXXX")
        self.connect_.setText(w("ui_settings.hq_enrol"))
        self.back_up.setText(w("ui_settings.backup_now"))
        self.recovery_why.setText(w("ui_first_day.recovery_why"))
        self.recovery.setText(w("ui_settings.recovery"))

    def enter(self) -> None:
        """The settings are shown (again)."""
        self.hq_said.clear()
        self.backup_said.clear()
        self.desk.lane.run(safety.last_backup, done=self._show_last)
        self.code.refuse("")

    def _lane(self) -> Lane[None]:
        if self._own is None:
            self._own = Lane("settings", lambda: None)
        return self._own

    # Backing up

    def _back_up(self) -> None:
        self.back_up.setEnabled(False)
        self.backup_said.say(self.desk.words("ui_form.busy"), kind="waiting")

        def copy(open_it: Callable[[], Till]) -> safety.BackedUp:
            till = open_it()
            try:
                return safety.back_up(till)
            finally:
                till.close()

        def go_on(open_it: Callable[[], Till]) -> None:
            self._lane().run(lambda _nothing: copy(open_it), done=self._backed_up, refused=self._backup_refused)

        self.desk.lane.run(safety.opener, done=go_on)

    def _show_last(self, moment: datetime | None) -> None:
        if moment is not None and self.back_up.isEnabled():
            self.backup_said.say(self.desk.words("ui_settings.backup_last", moment=moment), kind="good")

    def _backed_up(self, made: safety.BackedUp) -> None:
        self.back_up.setEnabled(True)
        self.backup_said.say(self.desk.words("ui_settings.backup_done", file=str(made.file)), kind="good")

    def _backup_refused(self, refusal: Refused) -> None:
        self.back_up.setEnabled(True)
        self.backup_said.say(self.desk.words.say(refusal.reason))

    # Headquarters

    def _connect(self) -> None:
        typed, w = self.code.text(), self.desk.words
        if not typed:
            self.code.refuse(w("ui_form.required"))
            self.code.setFocus()
            return

        def allowed(till: Till) -> tuple[Callable[[], Till], str]:
            till.manager()
            return safety.opener(till), str(settings.get(till, "hq.address"))

        run_ranked(self.desk, allowed, done=lambda known: self._enrol(typed, *known), refused=self._hq_refused)

    def _enrol(self, typed: str, open_it: Callable[[], Till], address: str) -> None:
        self.connect_.setEnabled(False)
        self.hq_said.say(self.desk.words("ui_settings.hq_waiting"), kind="waiting")

        def beside(_nothing: None) -> Registration:
            return enrol_here(open_it(), address=address, typed=typed)

        self._lane().run(beside, done=self._enrolled, refused=self._hq_refused)

    def _enrolled(self, _registration: Registration) -> None:
        self.connect_.setEnabled(True)
        self.code.set_text("")
        self.hq_said.say(self.desk.words("ui_settings.hq_enrolled"), kind="good")
        self.desk.hub.settings_changed.emit("hq.address")

    def _hq_refused(self, refusal: Refused) -> None:
        self.connect_.setEnabled(True)
        self.hq_said.say(self.desk.words.say(refusal.reason))
        self.desk.go.play("refused")


def enrol_here(till: Till, *, address: str, typed: str) -> Registration:
    """Enrol this till with the headquarters at `address`; closes `till`. `Refused` where anything forbids it."""
    # The network's libraries take longer to load than the whole window; they are wanted once in a shop's life.
    from posapp.sync.enrolment import enrol
    from posapp.sync.http import HttpTransport
    from posapp.sync.keys import Code
    from posapp.till.outbox import Outbox

    try:
        code = Code.read(typed)
        transport = HttpTransport(address)
        return enrol(
            Outbox(till), transport, url=address, code=code, private_key=secrets.token_bytes(32),
            nonce=secrets.token_bytes(16), created=int(time.time()),
        )  # fmt: skip
    finally:
        till.close()
