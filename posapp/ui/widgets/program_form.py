"""A program as a form: what its kind asks for first, then when, for whom, on what and how often, folded away.

Which fields there are comes from the kind's dataclass alone; no kind is known here.
"""

from __future__ import annotations

import itertools
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from posapp.loyalty.documents import fields_of
from posapp.loyalty.programs.base import Program, kinds
from posapp.ui.registry import Desk
from posapp.ui.theme import LABEL, SEMIBOLD
from posapp.ui.widgets import form_inputs, form_lists, form_names
from posapp.ui.widgets.form_field import Asked, Faults, FormField, field_for
from posapp.ui.widgets.form_parts import Fold
from posapp.ui.widgets.form_spec import LEFT_OUT, FieldSpec, RecordSpec, record_spec, ruled_out
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.painted import show_if
from posapp.ui.widgets.scroll import Scroll

PARTS = (form_inputs, form_lists, form_names)
"""Imported because each registers what it asks with."""

_SELDOM = ("id", "stacks", "priority")
"""What every program has and few owners change."""


class ProgramForm(QWidget):
    """`show_document` shows a program, `changed` carries it after each change by a person."""

    changed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.fields: dict[str, FormField] = {}
        self.document: dict[str, Any] = {}
        self._kind = ""
        self._faults: Faults = {}
        self.kind = Label(desk.look, size=LABEL, weight=SEMIBOLD, colour="soft", wrap=True)
        self.about = Label(desk.look, size=LABEL, colour="soft", wrap=True)
        self.other = Label(desk.look, size=LABEL, weight=SEMIBOLD, colour="waiting", wrap=True)
        self.seldom = Fold(desk.look)
        self.seldom.head.clicked.connect(lambda: self._turn_seldom(self.seldom.body.isHidden()))
        self._held = QWidget()
        self._column = QVBoxLayout(self._held)
        self._inside: QWidget | None = None
        self._stops: list[QWidget] = []
        self._ordered = QTimer(self, singleShot=True, interval=0)
        self._ordered.timeout.connect(self._order_tabs)
        self._held.installEventFilter(self)
        self._in_sight = QTimer(self, singleShot=True, interval=0)
        self._in_sight.timeout.connect(self._show_focus)
        head = QVBoxLayout()
        head.setSpacing(2)
        head.addWidget(self.kind)
        head.addWidget(self.about)
        self._column.addLayout(head)
        self._column.addWidget(self.other)
        self._column.addStretch(1)
        self.view = Scroll(desk.look, self._held)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.restyle()

    def restyle(self) -> None:
        """Follow the look."""
        px = self.desk.look.px
        self._column.setContentsMargins(px(2), px(2), px(14), px(2))
        self._column.setSpacing(px(16))

    def retranslate(self) -> None:
        """Say it in the language of the moment."""
        w = self.desk.words
        known = self._kind in kinds()
        self.kind.setText(w(f"kind.{self._kind}") if known else "")
        self.about.setText(w(f"about.{self._kind}") if known else "")
        self.kind.setVisible(known)
        self.about.setVisible(known)
        self._say_other()
        self._head_seldom()

    # The keyboard

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What is unfolded or added is made late: the Tab key goes through it where it stands all the same."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._ordered.start()
        return False

    def _order_tabs(self) -> None:
        stops = [
            widget
            for widget in self._held.findChildren(QWidget)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible()
        ]
        places = {widget: widget.mapTo(self._held, widget.rect().topLeft()) for widget in stops}
        stops.sort(key=lambda widget: (places[widget].y(), places[widget].x()))
        if stops != self._stops:
            self._stops = stops
            for before, after in itertools.pairwise(stops):
                QWidget.setTabOrder(before, after)

    # What is asked for

    def _make(self, kind: str) -> None:
        """Make the fields of a kind; those of the kind before go."""
        if self._inside is not None:
            self._column.removeWidget(self._inside)
            self._inside.hide()
            self._inside.setParent(None)  # at once: nobody finds a field of the kind before
            self._inside.deleteLater()
        self._kind, self.fields = kind, {}
        self._inside = QWidget()
        rows = QVBoxLayout(self._inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(self.desk.look.px(16))
        self.seldom = Fold(self.desk.look)
        self.seldom.head.clicked.connect(lambda: self._turn_seldom(self.seldom.body.isHidden()))
        cls = kinds().get(kind)
        for field in _in_order(record_spec(cls)) if cls is not None else ():
            asked = Asked(
                desk=self.desk, spec=field.spec, place=field.name, default=field.default, required=field.required
            )
            made = self.fields[field.name] = field_for(asked)
            made.changed.connect(lambda name=field.name: self._changed(name))
            (self.seldom.inside if field.name in _SELDOM else rows).addWidget(made)
        if cls is not None:
            rows.addWidget(self.seldom)
        self._column.insertWidget(2, self._inside)
        self.retranslate()

    def show_document(self, document: dict[str, Any], *, saved: bool = False) -> None:
        """Show a program, right or wrong. The id of one that was `saved` stays what it is."""
        kind = document.get("kind")
        kind = kind if isinstance(kind, str) else ""
        self.document = dict(document)
        if kind != self._kind or self._inside is None:
            self._make(kind)
            self.view.verticalScrollBar().setValue(0)
        for name, field in self.fields.items():
            field.show_value(document.get(name, LEFT_OUT))
        self._show_what_applies()
        if (own := self.fields.get("id")) is not None:
            own.setEnabled(not saved)

    def _show_what_applies(self) -> None:
        """What another choice rules out is not asked for."""
        fields = record_spec(kinds()[self._kind]).fields if self.fields else ()
        for field in fields:
            if field.spec.form.only_with:
                show_if(self.fields[field.name], not ruled_out(field, self.document, fields))

    def _changed(self, name: str) -> None:
        value = self.fields[name].value()
        if value is LEFT_OUT:
            self.document.pop(name, None)
        else:
            self.document[name] = value
        self._show_what_applies()
        self.changed.emit(dict(self.document))

    # What is wrong

    def show_faults(self, faults: Faults) -> None:
        """Say at each field what is wrong there; what has no field is said at the top."""
        self._faults = faults
        for field in self.fields.values():
            field.show_faults(faults)
        self._say_other()
        self._head_seldom()

    def _say_other(self) -> None:
        said = []
        for place, sentences in self._faults.items():
            if not any(field.holds(place) for field in self.fields.values()):
                said += [f"{place}: {each}" if place else each for each in sentences]
        self.other.setText("\n".join(said))
        self.other.setVisible(bool(said))

    def go_to(self, place: str) -> bool:
        """Put the keyboard where a place is asked for, unfolding what is in the way."""
        for name, field in self.fields.items():
            if field.holds(place):
                if name in _SELDOM:
                    self._turn_seldom(True)
                self._in_sight.start()  # once what was unfolded is laid out
                return field.go_to(place)
        return False

    def _show_focus(self) -> None:
        focus = self.window().focusWidget()
        if focus is not None and self._held.isAncestorOf(focus):
            self.view.ensureWidgetVisible(focus, 0, self.desk.look.px(80))

    # What is seldom changed

    def _turn_seldom(self, open_: bool) -> None:
        self.seldom.body.setVisible(open_)
        self._head_seldom()

    def _head_seldom(self) -> None:
        w = self.desk.words
        fields = [self.fields[name] for name in _SELDOM if name in self.fields]
        wrong = sum(field.count_faults(self._faults) for field in fields)
        badge = w("ui_programs.faults", count=wrong) if wrong else ""
        said = str(self.document.get("id", ""))
        self.seldom.head.show_state(w("form.seldom"), said, open_=not self.seldom.body.isHidden(), badge=badge)


def _in_order(spec: RecordSpec) -> list[FieldSpec]:
    """The name, what the kind itself asks for, what every program has."""
    every: Any = Program
    shared = fields_of(every)
    own = [field for field in spec.fields if field.name not in shared]
    named = [field for field in spec.fields if field.name == "name"]
    rest = [field for field in spec.fields if field.name in shared and field.name != "name"]
    return [*named, *own, *rest]
