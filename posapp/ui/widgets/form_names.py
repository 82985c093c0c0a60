"""Names of things that the shop has: those chosen stand as chips, and a list of what there is chooses more."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from posapp.loyalty.errors import Refused
from posapp.loyalty.words import Text
from posapp.till import references
from posapp.till.context import Till
from posapp.till.references import Reference
from posapp.ui.finder import Finder
from posapp.ui.registry import Desk
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.find_box import FindBox
from posapp.ui.widgets.flow import Flow
from posapp.ui.widgets.form_field import Asked, Faults, FormField, asks
from posapp.ui.widgets.form_spec import LEFT_OUT, NamesSpec
from posapp.ui.widgets.form_words import first_known
from posapp.ui.widgets.row_list import RowList, RowWords
from posapp.ui.widgets.sheet import Sheet

FREE = frozenset({"", "card_type", "segment"})
"""Words that no program defines: any may be written."""


def still_there(widget: QWidget) -> Callable[[], bool]:
    """Asks whether a widget was not thrown away meanwhile: an answer of the lane may come after that."""
    there = [True]
    widget.destroyed.connect(there.clear)
    return lambda: bool(there)


class NamesSheet(Sheet):
    """A box that finds, the rows that fit; `picked` carries the id and what it is called. With a button that takes
    away what nothing is chosen for, where `missing` (`away`)."""

    picked = Signal(str, object)
    away = Signal()

    def __init__(self, desk: Desk, title: str, refers: str, *, free: bool, missing: bool = False) -> None:
        super().__init__(desk.look, title, wide=560)
        self.desk, self.refers, self.free = desk, refers, free
        w = desk.words
        self.rows = RowList(desk.look, name=title)
        self.box = FindBox(desk.look, self.rows)
        self.box.set_words(w("form.find"), title)
        self._found: tuple[Reference, ...] = ()
        self._there = still_there(self)
        self.column.addWidget(self.box)
        self.column.addWidget(self.rows)
        self.rows.setFixedHeight(desk.look.px(64 * 5 + 10))
        if missing:
            remove = Button(desk.look, w("form.remove"), tall=True)
            remove.clicked.connect(self.finish)
            remove.clicked.connect(self.away)
            self.buttons(remove)
        self._finder: Finder[tuple[Reference, ...]] = Finder(
            desk.lane, self._ask, show=self._show, refused=self._refused
        )
        self.box.textEdited.connect(self._finder.want)
        self.rows.picked.connect(self._pick)
        self._finder.want("")

    def first_focus(self) -> None:
        """In the box."""
        self.box.setFocus(Qt.FocusReason.TabFocusReason)

    def _ask(self, till: Till, text: str) -> tuple[Reference, ...]:
        return references.find(till, self.refers, text)

    def _show(self, text: str, found: tuple[Reference, ...]) -> None:
        if not self._there():
            return
        w = self.desk.words
        self._found = found
        rows = [RowWords(key=each.id, title=w.name(each.name), detail=each.detail) for each in found]
        word = text.strip()
        if self.free and word and word not in {each.id for each in found}:
            rows.append(RowWords(key=word, title=w("form.use_word", word=word)))
        self.rows.show_rows(rows, empty=w(first_known((f"form.none_of.{self.refers}", "form.none_of.any"))))

    def _pick(self, key: str) -> None:
        name = next((each.name for each in self._found if each.id == key), Text(key))
        self.finish()
        self.picked.emit(key, name)

    def _refused(self, refusal: Refused) -> None:
        self.desk.go.tell_refused(refusal)


class Chips(Flow):
    """What was chosen, each taken away with a press, and a button that chooses more; `removed` carries a place. What
    the shop does not have is pressed to choose something in its place: `missed` carries that."""

    removed = Signal(int)
    missed = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.look)
        self.chips: list[Button] = []
        self.more = Button(desk.look, kind="outline")
        self._missing: frozenset[int] = frozenset()

    def show_names(self, names: Sequence[str], *, away: str, missing: Sequence[int] = ()) -> None:
        """Show these; `away` says what pressing one does. At the places `missing` stands what the shop has not."""
        self._missing = frozenset(missing)
        while len(self.chips) > len(names):
            chip = self.chips.pop()
            chip.hide()
            chip.deleteLater()
        while len(self.chips) < len(names):
            chip, at = Button(self.look), len(self.chips)
            chip.clicked.connect(lambda _=False, at=at: self._press(at))
            self.chips.append(chip)
        for at, (chip, name) in enumerate(zip(self.chips, names, strict=True)):
            chip.setText(name if at in self._missing else f"{name}   ×")
            chip.set_kind("outline" if at in self._missing else "plain")
            chip.setAccessibleName(name if at in self._missing else f"{name}: {away}")
        self.flow([*self.chips, self.more])

    def _press(self, at: int) -> None:
        (self.missed if at in self._missing else self.removed).emit(at)


@asks(NamesSpec)
class NamesField(FormField):
    """Products, categories, tiers and the like. A name that the shop does not have says so and stays."""

    spec: NamesSpec

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        desk = asked.desk
        self.chips = Chips(desk)
        self._kept: Any = LEFT_OUT
        self._called: dict[str, Text] = {}
        self._there = still_there(self)
        self.put(self.chips)
        self.chips.removed.connect(self._remove)
        self.chips.missed.connect(self._choose)
        self.chips.more.clicked.connect(lambda: self._choose())
        self.retranslate()

    @property
    def ids(self) -> list[str]:
        """What is chosen."""
        if isinstance(self._kept, list):
            return [str(each) for each in self._kept]
        return [] if self._kept is LEFT_OUT else [str(self._kept)]

    def name_it(self) -> None:
        w = self.desk.words
        self.chips.more.setText(w("form.choose" if not self.ids or not self.spec.many else "form.choose_more"))
        self.chips.more.setAccessibleName(f"{self.called}: {self.chips.more.text()}")
        shown = [w.name(self._called.get(each, Text(each))) for each in self.ids]
        known = not self._looked or self.spec.form.refers in FREE
        missing = [] if known else [at for at, each in enumerate(self.ids) if each not in self._called]
        for at in missing:
            shown[at] = w("form.unknown_name", name=self.ids[at])
        self.chips.show_names(shown, away=w("form.remove"), missing=missing)

    _looked = False

    def show_value(self, value: Any) -> None:
        self._kept = value
        self.name_it()
        refers, missing = self.spec.form.refers, [each for each in self.ids if each not in self._called]
        if refers and missing:
            self.desk.lane.run(
                lambda till: references.names(till, refers, missing), done=self._take_names,
                refused=self.desk.go.tell_refused,
            )  # fmt: skip

    def _take_names(self, named: Mapping[str, Text]) -> None:
        if not self._there():
            return
        self._called.update(named)
        self._looked = True
        self.name_it()

    def value(self) -> Any:
        return self._kept

    def _choose(self, instead: int | None = None) -> None:
        refers = self.spec.form.refers
        sheet = NamesSheet(self.desk, self.called, refers, free=refers in FREE, missing=instead is not None)
        sheet.picked.connect(lambda key, name: self._add(key, name, instead))
        if instead is not None:
            sheet.away.connect(lambda: self._remove(instead))
        self.desk.go.show_sheet(sheet)

    def _add(self, key: str, name: Text, instead: int | None = None) -> None:
        self._called[key] = name
        left = [each for at, each in enumerate(self.ids) if at != instead and each != key]
        left.insert(len(left) if instead is None else instead, key)
        self._change(left if self.spec.many else key)

    def _remove(self, at: int) -> None:
        left = [each for place, each in enumerate(self.ids) if place != at]
        self._change(left if left and self.spec.many else LEFT_OUT)

    def _change(self, value: Any) -> None:
        self._kept = value
        self.name_it()
        self.changed.emit()

    def show_faults(self, faults: Faults) -> None:
        self.say_faults([said for place, sentences in faults.items() if self.holds(place) for said in sentences])

    def go_to(self, place: str) -> bool:
        self.chips.more.setFocus(Qt.FocusReason.OtherFocusReason)
        return True
