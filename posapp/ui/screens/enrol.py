"""Enrolment: the card's number is there already, Enter leads through, and the sale goes on with the member on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from posapp.loyalty.errors import Refused
from posapp.till import cards, members, settings
from posapp.till.context import Till
from posapp.till.views import MemberCard, MemberRow
from posapp.ui.ranked import run_ranked
from posapp.ui.registry import Desk, Screen, screen
from posapp.ui.theme import COLUMN, EDGE, LABEL, SEMIBOLD, SMALL
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.choice import Choice, Switch
from posapp.ui.widgets.field import Field
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.strip import Strip
from posapp.ui.widgets.written import read_day, read_phone

_WIDE = 620


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answers:
    """What was written, read."""

    name: str
    card: str
    phone: str
    birthday: date | None
    card_type: str
    consent: bool
    sent_by: str


_Told = tuple[str, date, str, tuple[str, ...], bool]


def _ask_till(till: Till) -> _Told:
    """A new member's id, today, how our cards begin, the kinds of card, and whether to ask who sent her."""
    prefix = str(settings.get(till, "card.prefix"))
    return till.new_id(), till.now().date(), prefix, members.card_types(till), members.wants_referrer(till)


class _Consent(Switch):
    """Yes or no: Space and a finger change it, Enter goes on as it does from every field above it."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter must not give somebody's consent by the way."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


@screen("enrol", title_key="ui_members.enrol_title", rank=-1)
class EnrolScreen(Screen):
    """Opened with ``card="…"`` from the sale, or without: a number is made then and the card printed later."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        look = desk.look
        self.card = Field(look)
        self.person = Field(look)
        self.phone = Field(look)
        self.birthday = Field(look)
        self.sent_by = Field(look)
        self.kind_words = Label(look, size=LABEL, weight=SEMIBOLD, colour="soft")
        self.kind = Choice(look, across=4)
        self.consent = _Consent(look)
        self.hint = Label(look, size=SMALL, colour="soft", wrap=True)
        self.taken = Strip(look)
        self.refusal = Strip(look)
        self.enrol = Button(look, kind="filled", tall=True, hint="Enter")
        self._id, self._today, self._prefix = "", date.min, ""
        self._kinds: tuple[str, ...] = ()
        self._phone_of: MemberRow | None = None
        self._phone_asked = ""
        self._back_to_sale = True
        self._lay_out()
        self.card.entered.connect(self.person.setFocus)
        self.person.entered.connect(self._after_name)
        self.phone.entered.connect(self.birthday.setFocus)
        self.phone.changed.connect(self._look_phone_up)
        self.birthday.entered.connect(self._after_birthday)
        self.sent_by.entered.connect(self._after_sent_by)
        self.consent.entered.connect(self._ask)
        self.enrol.clicked.connect(self._ask)

    def _lay_out(self) -> None:
        self.form = Card(self.desk.look, padding=(28, 22), spacing=14)
        self._two = QHBoxLayout()
        for field in (self.phone, self.birthday):
            self._two.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        items = (
            self.card, self.person, self._two, self.taken, self.sent_by, self.kind_words, self.kind, self.consent,
            self.hint, self.refusal, self.enrol,
        )  # fmt: skip
        for item in items:
            if isinstance(item, QHBoxLayout):
                self.form.column.addLayout(item)
            else:
                self.form.column.addWidget(item)
        around = QVBoxLayout(self)
        around.setContentsMargins(EDGE, 0, EDGE, EDGE)
        around.addWidget(self.form, 0, Qt.AlignmentFlag.AlignHCenter)
        around.addStretch(1)

    def restyle(self) -> None:
        self.form.setFixedWidth(self.desk.look.px(_WIDE))
        self._two.setSpacing(self.desk.look.px(COLUMN))

    def retranslate(self) -> None:
        w = self.desk.words
        optional = w("ui_members.enrol_optional")
        self.card.set_label(w("ui_members.enrol_card"), hint=w("ui_members.enrol_no_card"))
        self.person.set_label(w("ui_members.enrol_name"))
        self.phone.set_label(f"{w('ui_members.enrol_phone')} · {optional}", hint=w("ui_members.enrol_phone_example"))
        self.birthday.set_label(
            f"{w('ui_members.enrol_birthday')} · {optional}", hint=w("ui_members.enrol_birthday_example")
        )
        self.sent_by.set_label(f"{w('referral.sent_by')} · {optional}", hint=w("referral.sent_by_hint"))
        self.kind_words.setText(w("ui_members.card_type"))
        self._offer_kinds()
        self.consent.setText(w("ui_members.consent"))
        self.hint.setText(f"{w('ui_members.enrol_hint')} {w('ui_members.enrol_scan')}")
        self.enrol.setText(w("ui_members.enrol_do"))

    def enter(self, card: str = "", foreign: bool = False, back: str = "", **wishes: Any) -> None:
        """Begin anew, unless a customer came in between and this is the same card. `back` names the screen to return
        to; the sale where it is not given."""
        self._back_to_sale = not back
        if self._id and card == self.card.text():
            self.person.setFocus()
            return
        for field in (self.card, self.person, self.phone, self.birthday, self.sent_by):
            field.set_text("")
            field.refuse("")
        self.kind.set_value("")
        self.consent.setChecked(False)
        self.refusal.clear()
        self.taken.clear()
        self.enrol.setEnabled(True)
        self._id, self._phone_of, self._phone_asked = "", None, ""
        self.card.set_text(card)
        if foreign:
            self.refusal.say(self.desk.words("ui_members.enrol_foreign"), kind="waiting")
        self.person.setFocus()
        self.desk.lane.run(_ask_till, done=self._ready)

    def _ready(self, told: _Told) -> None:
        # The id is made before anything is kept, so that pressing twice enrols once.
        self._id, self._today, self._prefix, self._kinds, asks_who = told
        self.sent_by.setVisible(asks_who)
        self._offer_kinds()

    def _offer_kinds(self) -> None:
        """The kinds of card are asked for only where a program is for one of them."""
        named = ((kind, kind[:1].upper() + kind[1:]) for kind in self._kinds)
        self.kind.set_options((("", self.desk.words("ui_members.card_plain")), *named) if self._kinds else ())
        self.kind_words.setVisible(bool(self._kinds))
        self.kind.setVisible(bool(self._kinds))

    def scanned(self, text: str) -> bool:
        """A card of ours that nobody holds fills itself in, where it is asked who sent her hers does; any other scan is
        the sale's."""
        if self.sent_by.line.hasFocus() and text.isdecimal() and text.startswith(self._prefix):
            self.sent_by.set_text(text)
            return True
        if not self.card.text() and self._prefix and text.isdecimal() and text.startswith(self._prefix):
            self.card.set_text(text)
            return True
        return text == self.card.text()

    # Enter leads through

    def _after_name(self) -> None:
        if self.person.text():
            self.phone.setFocus()
        else:
            self.person.refuse(self.desk.words("ui_members.name_missing"))

    def _after_birthday(self) -> None:
        if self._read_birthday() is False:
            self.birthday.refuse(self.desk.words("ui_form.day_form"))
        elif self.sent_by.isVisible():
            self.sent_by.setFocus()
        else:
            self._after_sent_by()

    def _after_sent_by(self) -> None:
        self.consent.setFocus(Qt.FocusReason.TabFocusReason)

    def key(self, event: QKeyEvent) -> bool:
        """F3 and F4 answer what is said about a phone that is taken."""
        if event.key() in (Qt.Key.Key_F3, Qt.Key.Key_F4):
            return self.taken.press(event.key() - Qt.Key.Key_F3)
        return False

    # The phone that somebody has

    def _look_phone_up(self, text: str) -> None:
        digits = read_phone(text) or ""
        self._phone_of = None
        self.taken.clear()
        self._phone_asked = digits
        if digits:
            self.desk.lane.run(
                lambda till: members.find(till, digits, limit=2),
                done=lambda found: self._phone_found(digits, found.rows),
                refused=lambda _refusal: None,  # enrolling itself will say it
            )

    def _phone_found(self, digits: str, rows: tuple[MemberRow, ...]) -> None:
        same = [row for row in rows if read_phone(row.phone) == digits]
        if digits == self._phone_asked and same:
            self._say_taken(same[0])

    def _say_taken(self, row: MemberRow) -> None:
        w = self.desk.words
        self._phone_of = row
        take = (w("ui_members.enrol_taken_use", name=row.name), "F3", self._take_instead)
        if self.card.text():  # she lost hers and holds a new one
            take = (w("ui_members.enrol_taken_give"), "F3", self._give_card)
        anyway = (w("ui_members.enrol_taken_anyway"), "F4", self._enrol_anyway)
        self.taken.say(w("ui_members.enrol_taken", name=row.name), take, anyway, kind="waiting")

    def _take_instead(self) -> None:
        row = self._phone_of
        if row is not None:
            self._id = ""
            self.desk.go.open("sale", member=row.id)

    def _give_card(self) -> None:
        row, number = self._phone_of, self.card.text()
        if row is None:
            return
        member = row.id

        def give(till: Till) -> str:
            return cards.give_card(till, member, number=number)

        run_ranked(self.desk, give, done=lambda _number: self._take_instead(), refused=self._refused)

    def _enrol_anyway(self) -> None:
        self._ask(despite=True)

    # Enrolling

    def _read_birthday(self) -> date | bool | None:
        """The birthday, None where none is written, False where it cannot be read."""
        text = self.birthday.text()
        if not text:
            return None
        return read_day(text, language=self.desk.words.language, today=self._today) or False

    def _answers(self) -> _Answers | None:
        """What is written, or None where something cannot be right; that is said below it and has the keyboard."""
        w = self.desk.words
        wrong = None
        birthday, phone = self._read_birthday(), read_phone(self.phone.text())
        for field, bad, key in (
            (self.birthday, birthday is False, "ui_form.day_form"),
            (self.phone, phone is None, "ui_form.phone_form"),
            (self.person, not self.person.text(), "ui_members.name_missing"),
        ):
            field.refuse(w(key) if bad else "")
            wrong = field if bad else wrong
        if wrong is not None or phone is None or isinstance(birthday, bool):
            if wrong is not None:
                wrong.setFocus()
            return None
        return _Answers(
            name=self.person.text(), card=self.card.text(), phone=phone, birthday=birthday,
            card_type=self.kind.value, consent=self.consent.isChecked(), sent_by=self.sent_by.text(),
        )  # fmt: skip

    def _ask(self, _pressed: bool = False, *, despite: bool = False) -> None:
        answers = self._answers()
        if answers is None or not self._id or not self.enrol.isEnabled():
            return
        if self._phone_of is not None and not despite:
            self._say_taken(self._phone_of)
            return
        self.enrol.setEnabled(False)
        self.refusal.clear()
        new_id = self._id

        def enrol(till: Till) -> MemberCard:
            sent_by = members.referrer(till, answers.sent_by).id if answers.sent_by else None
            return members.enrol(
                till, name=answers.name, card=answers.card, phone=answers.phone, birthday=answers.birthday,
                card_type=answers.card_type, consent=answers.consent, despite_same_phone=despite, member_id=new_id,
                referred_by=sent_by,
            )  # fmt: skip

        self.desk.lane.run(enrol, done=self._enrolled, refused=self._refused)

    def _enrolled(self, card: MemberCard) -> None:
        self.desk.go.tell(self.desk.words("ui_members.enrol_done", name=card.row.name))
        self._finish(card)

    def _finish(self, card: MemberCard) -> None:
        self._id = ""
        if self._back_to_sale:
            self.desk.go.home()
            self.desk.hub.member_enrolled.emit(card)
        else:
            self.desk.hub.member_changed.emit(card)
            self.desk.go.open("members", member=card.row.id)

    def _refused(self, refusal: Refused) -> None:
        self.enrol.setEnabled(True)
        self.refusal.say(self.desk.words.say(refusal.reason))
        self.desk.go.play("refused")
