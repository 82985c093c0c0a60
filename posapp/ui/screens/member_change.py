"""Change what the register knows of a member."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from posapp.loyalty.errors import Refused
from posapp.loyalty.members import Member
from posapp.till import members
from posapp.till.context import Till
from posapp.till.views import MemberCard
from posapp.ui.ranked import run_ranked
from posapp.ui.registry import Desk
from posapp.ui.theme import COLUMN, LABEL, SEMIBOLD, Look
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.choice import Switch
from posapp.ui.widgets.field import Field
from posapp.ui.widgets.form_names import Chips, NamesSheet
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.sheet import Sheet
from posapp.ui.widgets.strip import Strip
from posapp.ui.widgets.written import phone_text, read_day, read_phone


class ChangeSheet(Sheet):
    """Name, phone, birthday, kind of card, day of joining, household, groups, consent; only what was changed is
    written.

    The day of joining wants a manager, as programs reward by it.
    """

    def __init__(self, desk: Desk, member: Member, today: date) -> None:
        super().__init__(desk.look, member.name, wide=640)
        self.desk, self.member, self._today = desk, member, today
        look, w = desk.look, desk.words
        self.name = Field(look, w("ui_members.name"))
        self.phone = Field(look, w("ui_members.phone"), hint=w("ui_members.enrol_phone_example"))
        self.birthday = Field(look, w("ui_members.birthday"), hint=w("ui_members.enrol_birthday_example"))
        self.card_type = Field(look, w("ui_members.card_type"))
        self.joined = Field(look, w("ui_members.joined"))
        self.household = Field(look, w("ui_members.household"), hint=w("ui_members.household_hint"))
        self.groups_title = Label(look, w("field.segments"), size=LABEL, weight=SEMIBOLD, colour="soft")
        self.groups = Chips(desk)
        self.segments = sorted(member.segments)
        self.consent = Switch(look, w("ui_members.consent"), on=member.consent)
        self.refusal = Strip(look)
        self.cancel = Button(look, w("ui_form.cancel"), tall=True)
        self.save = Button(look, w("ui_form.save"), kind="filled", tall=True)
        for field, text in (
            (self.name, member.name), (self.phone, phone_text(member.phone)),
            (self.birthday, member.birthday.isoformat() if member.birthday else ""), (self.card_type, member.card_type),
            (self.joined, member.joined.isoformat()), (self.household, member.household),
        ):  # fmt: skip
            field.set_text(text)
        fields = (self.name, self.phone, self.birthday, self.joined, self.card_type, self.household)
        self.column.addLayout(_two(look, self.name, self.phone))
        self.column.addLayout(_two(look, self.birthday, self.joined))
        self.column.addLayout(_two(look, self.card_type, self.household))
        for widget in (self.groups_title, self.groups, self.consent, self.refusal):
            self.column.addWidget(widget)
        self.buttons(self.cancel, self.save)
        self._show_groups()
        self.groups.removed.connect(self._leave_group)
        self.groups.more.clicked.connect(self._choose_group)
        for field, after in zip(fields, (*fields[1:], None), strict=True):
            field.entered.connect(after.setFocus if after else self._save)
        self.cancel.clicked.connect(self.finish)
        self.save.clicked.connect(self._save)

    def _show_groups(self) -> None:
        w = self.desk.words
        self.groups.more.setText(w("form.choose_more" if self.segments else "form.choose"))
        self.groups.more.setAccessibleName(f"{self.groups_title.text()}: {self.groups.more.text()}")
        self.groups.show_names(self.segments, away=w("form.remove"))

    def _leave_group(self, at: int) -> None:
        del self.segments[at]
        self._show_groups()

    def _choose_group(self) -> None:
        sheet = NamesSheet(self.desk, self.groups_title.text(), "segment", free=True)
        sheet.picked.connect(self._join_group)
        self.desk.go.show_sheet(sheet)

    def _join_group(self, word: str, _name: object) -> None:
        self.segments = sorted({*self.segments, word})
        self._show_groups()

    def first_focus(self) -> None:
        """On the name."""
        self.name.setFocus()
        self.name.line.selectAll()

    def _changes(self) -> dict[str, Any] | None:
        """The fields that are others now; None where one cannot be right, which is said below it."""
        w, text = self.desk.words, self.birthday.text()
        phone = read_phone(self.phone.text())
        birthday = read_day(text, language=w.language, today=self._today) if text else None
        joined = read_day(self.joined.text(), language=w.language, today=self._today)
        wrong = None
        for field, bad, key in (
            (self.joined, joined is None, "ui_form.day_form"),
            (self.birthday, bool(text) and birthday is None, "ui_form.day_form"),
            (self.phone, phone is None, "ui_form.phone_form"),
            (self.name, not self.name.text(), "ui_members.name_missing"),
        ):
            field.refuse(w(key) if bad else "")
            wrong = field if bad else wrong
        if wrong is not None:
            wrong.setFocus()
            return None
        now: dict[str, Any] = {
            "name": self.name.text(), "phone": phone, "birthday": birthday, "card_type": self.card_type.text(),
            "joined": joined, "consent": self.consent.isChecked(), "household": self.household.text(),
            "segments": frozenset(self.segments),
        }  # fmt: skip
        return {field: value for field, value in now.items() if value != getattr(self.member, field)}

    def _save(self) -> None:
        changes, member = self._changes(), self.member.id
        if changes is None:
            return
        if not changes:
            self.finish()
            return

        def change(till: Till) -> MemberCard:
            return members.change(till, member, **changes)

        run_ranked(self.desk, change, done=self._done, refused=self._refuse)

    def _done(self, card: MemberCard) -> None:
        self.finish()
        self.desk.go.tell(self.desk.words("ui_members.changed"))
        self.desk.hub.member_changed.emit(card)

    def _refuse(self, refusal: Refused) -> None:
        self.refusal.say(self.desk.words.say(refusal.reason))
        self.desk.go.play("refused")


def _two(look: Look, left: Field, right: Field) -> QHBoxLayout:
    """Two fields side by side, their lines in line where one has a fault below it."""
    row = QHBoxLayout()
    row.setSpacing(look.px(COLUMN))
    for field in (left, right):
        row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
    return row
