"""A sheet for a new person, or for a new PIN."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit

from posapp.loyalty.errors import Refused
from posapp.till.views import Person
from posapp.ui.registry import Desk
from posapp.ui.theme import LABEL, SEMIBOLD, SMALL
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.choice import Choice
from posapp.ui.widgets.field import Field
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.sheet import Sheet
from posapp.ui.widgets.strip import Strip

SHORTEST = {"cashier": 4, "manager": 6}
"""Digits of a PIN by rank, as `posapp.till.people.add` has them; the till itself has the last word."""


class PersonForm(Sheet):
    """Name and rank (for a new person) and the PIN twice; `done` is called with the form when it can be right."""

    def __init__(self, desk: Desk, person: Person | None, *, done: Callable[[PersonForm], None]) -> None:
        w, look = desk.words, desk.look
        super().__init__(look, person.name if person else w("ui_people.new"), wide=520)
        self.desk, self.person, self._done = desk, person, done
        self.name = Field(look, w("ui_people.name"))
        self.rank_label = Label(look, w("ui_people.rank"), size=LABEL, weight=SEMIBOLD, colour="soft")
        self.rank = Choice(look, (("cashier", w("ui_people.cashier")), ("manager", w("ui_people.manager"))))
        self.rank_is = Label(look, size=SMALL, colour="soft", wrap=True)
        self.pin = Field(look, w("ui_people.pin_new") if person else w("ui_people.pin"))
        self.again = Field(look, w("ui_people.pin_again"))
        self.refusal = Strip(look)
        self.cancel = Button(look, w("ui_form.cancel"), tall=True)
        self.save = Button(look, w("ui_form.save") if person else w("ui_people.add"), kind="filled", tall=True)
        for field in (self.pin, self.again):
            field.line.setEchoMode(QLineEdit.EchoMode.Password)
            field.line.setMaxLength(12)
        for widget in (self.name, self.rank_label, self.rank, self.rank_is, self.pin, self.again, self.refusal):
            self.column.addWidget(widget)
        self.buttons(self.cancel, self.save)
        for widget in (self.name, self.rank_label, self.rank, self.rank_is):
            widget.setVisible(person is None)
        self.rank.set_value(person.rank if person else "cashier")
        self._show_rank()
        self.rank.chosen.connect(lambda _rank: self._show_rank())
        self.name.entered.connect(self.pin.setFocus)
        self.pin.entered.connect(self.again.setFocus)
        self.again.entered.connect(self._save)
        self.cancel.clicked.connect(self.finish)
        self.save.clicked.connect(self._save)

    def first_focus(self) -> None:
        """On the first field."""
        (self.pin if self.person else self.name).setFocus()

    def _show_rank(self) -> None:
        self.rank_is.setText(self.desk.words(f"ui_people.{self.rank.value}_is"))

    def _save(self) -> None:
        w, rank, pin = self.desk.words, self.rank.value, self.pin.text()
        wrong = None
        for field, bad, key in (
            (self.again, pin != self.again.text(), "ui_people.pin_differs"),
            (self.pin, not pin.isdecimal() or len(pin) < SHORTEST[rank], f"ui_people.pin_short_{rank}"),
            (self.name, not self.person and not self.name.text(), "ui_people.name_missing"),
        ):
            field.refuse(w(key) if bad else "")
            wrong = field if bad else wrong
        if wrong is not None:
            wrong.setFocus()
            return
        self._done(self)

    def refuse(self, refusal: Refused) -> None:
        """Say what the till said; what is written stays."""
        self.refusal.say(self.desk.words.say(refusal.reason))
        self.desk.go.play("refused")
