"""Who is at work: choose a name, key a PIN."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posapp.loyalty.errors import Refused
from posapp.till import people
from posapp.till.context import Till
from posapp.till.views import Person
from posapp.ui.registry import Desk, Screen, screen
from posapp.ui.theme import COLUMN, EDGE, GAP
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.pin_pad import PinPad
from posapp.ui.widgets.row_list import RowList, RowWords

_NAMES, _PAD = 380, 360


@screen("sign_in", title_key="ui_people.sign_in", rank=70)
class SignInScreen(Screen):
    """Names at the left, the pad at the right. The sale that is open waits behind it as it is."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.rows = RowList(desk.look)
        self.pin = PinPad(desk.look, desk.words)
        self._people: tuple[Person, ...] = ()
        self._at_work: Person | None = None
        self._chosen = ""
        self._busy = False
        self._lay_out()
        self.rows.picked.connect(self._choose)
        self.pin.entered.connect(self._sign_in)

    def _lay_out(self) -> None:
        self._names = QWidget()
        left = self._left = QVBoxLayout(self._names)
        left.setContentsMargins(0, 0, 0, 0)
        left.addWidget(self.rows, 1)
        self._pad = Card(self.desk.look, padding=(24, 20))
        self._pad.column.addWidget(self.pin)
        self._both = QHBoxLayout(self)
        self._both.addStretch(1)
        self._both.addWidget(self._names)
        self._both.addWidget(self._pad, 0, Qt.AlignmentFlag.AlignTop)
        self._both.addStretch(1)

    def restyle(self) -> None:
        px = self.desk.look.px
        self._names.setFixedWidth(px(_NAMES))
        self._pad.setFixedWidth(px(_PAD))
        self._left.setSpacing(px(GAP))
        self._both.setContentsMargins(EDGE, 0, EDGE, EDGE)
        self._both.setSpacing(COLUMN)

    def retranslate(self) -> None:
        w = self.desk.words
        self.rows.setAccessibleName(w("ui_people.sign_in"))
        self._show()

    def enter(self, **wishes: Any) -> None:
        self._chosen, self._busy = "", False
        self.pin.begin(self.desk.words("ui_people.sign_in_hint"))
        self.desk.lane.run(
            lambda till: (people.people(till), till.person), done=self._known, refused=self.desk.go.tell_refused
        )

    def _known(self, known: tuple[tuple[Person, ...], Person | None]) -> None:
        everybody, self._at_work = known
        self._people = tuple(person for person in everybody if person.active)
        self._show()
        if len(self._people) == 1:
            self._choose(self._people[0].id)
        elif not self._chosen:
            self.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        w = self.desk.words
        self.rows.show_rows(
            [
                RowWords(
                    key=person.id, title=person.name, detail=w(f"ui_people.{person.rank}"),
                    badge=w("ui_people.at_work") if self._at_work and self._at_work.id == person.id else "",
                    badge_kind="good",
                )
                for person in self._people
            ],
            empty=w("ui_people.empty"),
        )  # fmt: skip
        self.rows.choose(self._chosen)
        chosen = self._person()
        self.pin.setEnabled(chosen is not None)
        asked = w("ui_people.sign_in_pin", name=chosen.name) if chosen else w("ui_people.sign_in_hint")
        self.pin.heading.setText(asked)

    def _person(self) -> Person | None:
        return next((person for person in self._people if person.id == self._chosen), None)

    def _choose(self, person_id: str) -> None:
        self._chosen = person_id
        self._show()
        person = self._person()
        if person is not None:
            self.pin.begin(self.desk.words("ui_people.sign_in_pin", name=person.name))

    def key(self, event: QKeyEvent) -> bool:
        """Esc lets another name be chosen; the arrows go to the names."""
        if event.key() == Qt.Key.Key_Escape and self._chosen and len(self._people) > 1:
            self._chosen = ""
            self._show()
            self.pin.begin(self.desk.words("ui_people.sign_in_hint"))
            self.rows.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.rows.setFocus(Qt.FocusReason.OtherFocusReason)
            self.rows.step(-1 if event.key() == Qt.Key.Key_Up else 1)
            return True
        return False

    def _sign_in(self, pin: str) -> None:
        person = self._person()
        if person is None or self._busy:
            return
        self._busy = True
        person_id = person.id

        def sign_in(till: Till) -> Person:
            return people.sign_in(till, person_id, pin)

        self.desk.lane.run(sign_in, done=self._signed_in, refused=self._refused)

    def _signed_in(self, person: Person) -> None:
        self._busy = False
        self.desk.hub.person_changed.emit(person)
        self.desk.go.tell(self.desk.words("ui_people.signed_in", name=person.name))
        if self.isVisible():  # a customer may have come while the PIN was looked at: the clerk is elsewhere by now
            self.desk.go.home()

    def _refused(self, refusal: Refused) -> None:
        self._busy = False
        self.pin.refuse(self.desk.words.say(refusal.reason))
        self.desk.go.play("refused")
