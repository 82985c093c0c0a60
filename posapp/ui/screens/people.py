"""Who works here: add somebody, give a new PIN, let somebody go."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posapp.loyalty.errors import Refused
from posapp.till import people
from posapp.till.context import Till
from posapp.till.views import Person
from posapp.ui.ranked import run_ranked
from posapp.ui.registry import Desk, Screen, screen
from posapp.ui.screens.person_form import PersonForm
from posapp.ui.theme import BOLD, COLUMN, EDGE, GAP, LINE, NAME, SEMIBOLD, SMALL
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.row_list import RowList, RowWords
from posapp.ui.widgets.sheet import Question
from posapp.ui.widgets.strip import Strip

_LEFT = 400


@screen("people", title_key="ui_people.title", rank=60)
class PeopleScreen(Screen):
    """Everybody at the left, one person at the right. Every change wants a manager."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        look = desk.look
        self.new = Button(look, hint="F2")
        self.rows = RowList(look)
        self.who = Label(look, size=NAME, weight=BOLD, wrap=True)
        self.may = Label(look, size=SMALL, colour="soft", wrap=True)
        self.refusal = Strip(look)
        self.new_pin = Button(look, tall=True)
        self.leave_or_back = Button(look, tall=True)
        self.empty = Label(look, size=LINE, weight=SEMIBOLD, colour="soft", wrap=True, centre=True)
        self._people: tuple[Person, ...] = ()
        self._chosen = ""
        self._lay_out()
        self.rows.picked.connect(self._choose)
        self.new.clicked.connect(self._add)
        self.new_pin.clicked.connect(self._change_pin)
        self.leave_or_back.clicked.connect(self._ask_active)
        desk.hub.people_changed.connect(self._refresh)

    def _lay_out(self) -> None:
        self._holder = QWidget()
        left = self._left = QVBoxLayout(self._holder)
        left.setContentsMargins(0, 0, 0, 0)
        left.addWidget(self.new)
        left.addWidget(self.rows, 1)
        self.card = Card(self.desk.look, padding=(24, 20), spacing=8)
        for widget in (self.who, self.may, self.refusal):
            self.card.column.addWidget(widget)
        self._buttons = QHBoxLayout()
        self._buttons.addWidget(self.new_pin, 1)
        self._buttons.addWidget(self.leave_or_back, 1)
        self.card.column.addLayout(self._buttons)
        self._right = QVBoxLayout()
        self._right.addWidget(self.card)
        self._right.addWidget(self.empty, 1)
        self._right.addStretch(0)
        self._both = QHBoxLayout(self)
        self._both.addWidget(self._holder)
        self._both.addLayout(self._right, 1)

    def restyle(self) -> None:
        px = self.desk.look.px
        self._holder.setFixedWidth(px(_LEFT))
        self._left.setSpacing(px(GAP))
        self._buttons.setSpacing(px(GAP))
        self._both.setContentsMargins(EDGE, 0, EDGE, EDGE)
        self._both.setSpacing(COLUMN)

    def retranslate(self) -> None:
        w = self.desk.words
        self.new.setText(w("ui_people.new"))
        self.new_pin.setText(w("ui_people.pin_new"))
        self.empty.setText(w("ui_people.hint"))
        self.rows.setAccessibleName(w("ui_people.title"))
        self._show()

    def enter(self, **wishes: Any) -> None:
        self.refusal.clear()
        self._refresh()
        self.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def key(self, event: QKeyEvent) -> bool:
        """F2 adds somebody."""
        if event.key() == Qt.Key.Key_F2:
            self.new.click()
            return True
        return False

    def _refresh(self) -> None:
        if self.isVisible():
            self.desk.lane.run(people.people, done=self._take, refused=self._refused)

    def _take(self, everybody: tuple[Person, ...]) -> None:
        self._people = everybody
        self._show()

    def _show(self) -> None:
        w = self.desk.words
        self.rows.show_rows(
            [
                RowWords(
                    key=person.id, title=person.name, detail=w(f"ui_people.{person.rank}"),
                    badge="" if person.active else w("ui_people.gone"), badge_kind="plain",
                )
                for person in sorted(self._people, key=lambda person: not person.active)
            ],
            empty=w("ui_people.empty"),
        )  # fmt: skip
        person = self._person()
        self.card.setVisible(person is not None)
        self.empty.setVisible(person is None)
        if person is not None:
            self.who.setText(person.name)
            self.may.setText(f"{w(f'ui_people.{person.rank}')}: {w(f'ui_people.{person.rank}_is')}")
            self.leave_or_back.setText(w("ui_people.let_go") if person.active else w("ui_people.take_back"))

    def _person(self) -> Person | None:
        return next((person for person in self._people if person.id == self._chosen), None)

    def _choose(self, person_id: str) -> None:
        self._chosen = person_id
        self.refusal.clear()
        self._show()

    # What can be done

    def _add(self) -> None:
        def add(answers: PersonForm) -> None:
            name, rank, pin = answers.name.text(), answers.rank.value, answers.pin.text()
            self._do(lambda till: people.add(till, name=name, rank=rank, pin=pin), "ui_people.added", answers)

        self.desk.go.show_sheet(PersonForm(self.desk, None, done=add))

    def _change_pin(self) -> None:
        person = self._person()
        if person is None:
            return
        person_id = person.id

        def change(answers: PersonForm) -> None:
            pin = answers.pin.text()
            self._do(lambda till: people.change_pin(till, person_id, pin=pin), "ui_people.pin_changed", answers)

        self.desk.go.show_sheet(PersonForm(self.desk, person, done=change))

    def _ask_active(self) -> None:
        person, w = self._person(), self.desk.words
        if person is None:
            return
        person_id, active = person.id, not person.active

        def change() -> None:
            self._do(
                lambda till: people.set_active(till, person_id, active=active),
                "ui_people.added" if active else "", None,
            )  # fmt: skip

        if active:
            change()
        else:
            self.desk.go.show_sheet(
                Question(
                    self.desk.look, w("ui_people.let_go_question", name=person.name), yes=w("ui_people.let_go_yes"),
                    no=w("ui_form.no"), on_yes=change,
                )
            )  # fmt: skip

    def _do(self, what: Any, said: str, form: PersonForm | None) -> None:
        def do(till: Till) -> Person:
            person: Person = what(till)
            return person

        def done(person: Person) -> None:
            if form is not None:
                form.finish()
            if said:
                self.desk.go.tell(self.desk.words(said, name=person.name))
            self._chosen = person.id
            self.desk.hub.people_changed.emit()

        run_ranked(self.desk, do, done=done, refused=form.refuse if form is not None else self._refused)

    def _refused(self, refusal: Refused) -> None:
        self.refusal.say(self.desk.words.say(refusal.reason))
        self.desk.go.play("refused")
