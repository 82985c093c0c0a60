"""One field of a form made from a dataclass: its name, what it is asked with, what it is for, what is wrong with it.

A field holds a piece of the document at its `place` and nothing else: what a person typed stands there as it was typed,
right or wrong, and the reader of documents alone judges it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from posapp.ui.registry import Desk
from posapp.ui.theme import LABEL, SEMIBOLD
from posapp.ui.widgets.form_spec import LEFT_OUT, Spec
from posapp.ui.widgets.form_words import help_key, label
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.painted import Painted, show_if

Faults = Mapping[str, Sequence[str]]
"""What is wrong, as sentences, by place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a field is made from. `default` is the document that holds where it is left out, `LEFT_OUT` where none does;
    `bare` fields are parts of another one and have no name or help of their own."""

    desk: Desk
    spec: Spec
    place: str
    default: Any = LEFT_OUT
    required: bool = False
    bare: bool = False


class FormField(Painted):
    """`show_value` shows a piece of a document (`LEFT_OUT` for none), `value` gives it back, `changed` follows what a
    person does."""

    changed = Signal()

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked.desk.look)
        self.desk, self.spec, self.place = asked.desk, asked.spec, asked.place
        self.default, self.required, self.bare = asked.default, asked.required, asked.bare
        desk = asked.desk
        self.title = Label(desk.look, size=LABEL, weight=SEMIBOLD, wrap=True)
        self.help = Label(desk.look, size=LABEL, colour="soft", wrap=True)
        self.fault = Label(desk.look, size=LABEL, weight=SEMIBOLD, colour="seal", wrap=True)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)
        self.fault.hide()
        if not asked.bare:
            self.column.addWidget(self.title)
            self.column.addWidget(self.help)

    def put(self, *widgets: QWidget) -> None:
        """What it is asked with, between its name and its fault."""
        for widget in widgets:
            self.column.addWidget(widget)
        self.column.addWidget(self.fault)

    def show_value(self, value: Any) -> None:
        """Show a piece of a document, without telling anybody."""
        raise NotImplementedError

    def value(self) -> Any:
        """The piece of the document that stands here; `LEFT_OUT` where it is left out."""
        raise NotImplementedError

    def retranslate(self) -> None:
        """Say it in the language of the moment."""
        if not self.bare:
            w = self.desk.words
            self.title.setText(label(w, self.spec))
            self.help.setText(w(help_key(self.spec.owner, self.spec.name)))
        self.name_it()

    def name_it(self) -> None:
        """Tell a screen reader what the inputs are."""

    @property
    def called(self) -> str:
        """Its name for a screen reader."""
        return label(self.desk.words, self.spec)

    def show_faults(self, faults: Faults) -> None:
        """Say below it what is wrong here."""
        self.say_faults(faults.get(self.place, ()))

    def say_faults(self, sentences: Sequence[str]) -> None:
        """Say these sentences and no others."""
        self.fault.setText("\n".join(sentences))
        show_if(self.fault, bool(sentences))

    def count_faults(self, faults: Faults) -> int:
        """How many things are wrong here and in all its parts."""
        inside = (f"{self.place}.", f"{self.place}[")
        return sum(len(said) for place, said in faults.items() if place == self.place or place.startswith(inside))

    def holds(self, place: str) -> bool:
        """Whether a place is this one or inside it."""
        return place == self.place or place.startswith((f"{self.place}.", f"{self.place}["))

    def go_to(self, place: str) -> bool:
        """Put the keyboard where a place is asked for; false where there is nothing to put it on."""
        stop = next((one for one in self.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus), None)
        if stop is not None:
            stop.setFocus(Qt.FocusReason.OtherFocusReason)
        return stop is not None


Maker = Callable[[Asked], FormField]
_MAKERS: dict[type[Spec], Maker] = {}
Kind = TypeVar("Kind", bound=Maker)


def asks(spec: type[Spec]) -> Callable[[Kind], Kind]:
    """Register what a sort of value is asked with."""

    def register(maker: Kind) -> Kind:
        _MAKERS[spec] = maker
        return maker

    return register


def field_for(asked: Asked) -> FormField:
    """What a value is asked with. The modules ``form_*`` register theirs; `posapp.ui.widgets.program_form` has all."""
    return _MAKERS[type(asked.spec)](asked)
