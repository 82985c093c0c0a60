"""Several of one form in an order, something for each of several names, and one of several forms."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posapp.loyalty.words import Text
from posapp.ui.registry import Desk
from posapp.ui.theme import CARD_RADIUS, LABEL, SEMIBOLD
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.flow import FlowChoice
from posapp.ui.widgets.form_field import Asked, Faults, FormField, asks, field_for
from posapp.ui.widgets.form_names import FREE, NamesSheet
from posapp.ui.widgets.form_spec import LEFT_OUT, ListSpec, Option, RecordSpec, TableSpec, UnionSpec, blank
from posapp.ui.widgets.form_words import first_known, option_key
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.painted import Painted, rounded
from posapp.ui.widgets.scroll import Scroll


def bring_into_sight(widget: QWidget) -> None:
    """Scroll whatever it lies in to it."""
    around = widget.parentWidget()
    while around is not None and not isinstance(around, Scroll):
        around = around.parentWidget()
    if around is not None:
        around.ensureWidgetVisible(widget, 0, 0)


class Item(Painted):
    """One of several: its heading, the buttons that move it or take it away, and what it is asked with."""

    def __init__(self, desk: Desk, asked: Asked, *, movable: bool) -> None:
        super().__init__(desk.look)
        self.desk = desk
        self.framed = isinstance(asked.spec, RecordSpec)
        self.name = Label(desk.look, size=LABEL, weight=SEMIBOLD, colour="soft")
        self.field = field_for(asked)
        self.up, self.down, self.away = (Button(desk.look, sign, kind="glyph") for sign in ("↑", "↓", "×"))
        self._column = QVBoxLayout(self)
        row = QHBoxLayout()
        row.setSpacing(6)
        self._column.addLayout(row)
        row.addWidget(self.name)
        if not self.framed:
            row.addWidget(self.field, 1)
        else:
            row.addStretch(1)
        for button in (self.up, self.down, self.away):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self.up.setVisible(movable)
        self.down.setVisible(movable)
        if self.framed:
            self._column.addWidget(self.field)
        self.restyle()

    def restyle(self) -> None:
        """Follow the look."""
        edge = self.look.px(12) if self.framed else 0
        self._column.setContentsMargins(edge, edge // 2, edge, edge)
        self._column.setSpacing(self.look.px(4))

    def call(self, name: str, of: str) -> None:
        """Head it; `of` is the list that it stands in, for a screen reader."""
        w = self.desk.words
        self.name.setText(name)
        said = ((self.up, "form.up"), (self.down, "form.down"), (self.away, "form.remove"))
        for button, key in said:
            button._named = True
            button.setAccessibleName(f"{of} {name}: {w(key)}")

    def paintEvent(self, event: QPaintEvent) -> None:
        """A frame around the fields that belong together."""
        if self.framed:
            c = self.look.colours
            rounded(QPainter(self), QRectF(self.rect()), self.look.px(CARD_RADIUS), fill=c.ground, line=c.line)


class SeveralItems(FormField):
    """What lists and tables share: items below each other, a button that adds one, and faults at their items."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self.items: list[Item] = []
        self.add = Button(asked.desk.look, kind="outline")
        self._kept: Any = LEFT_OUT
        self._faults: Faults = {}
        self._held = QVBoxLayout()
        self._held.setSpacing(8)
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addStretch(1)
        self.column.addLayout(self._held)
        self.column.addLayout(row)
        self.put()
        self.add.clicked.connect(self._add)
        self.retranslate()

    def name_it(self) -> None:
        key = first_known((f"add.{self.spec.owner}.{self.spec.name}", f"add.{self.spec.name}", "form.add"))
        self.add.setText(self.desk.words(key))
        self.add.setAccessibleName(f"{self.called}: {self.add.text()}")
        self._call_items()

    def _call_items(self) -> None:
        raise NotImplementedError

    def _add(self) -> None:
        raise NotImplementedError

    def _drop_items(self, left: int = 0) -> None:
        while len(self.items) > left:
            item = self.items.pop()
            self._held.removeWidget(item)
            item.hide()
            item.deleteLater()

    def value(self) -> Any:
        return self._kept

    def show_faults(self, faults: Faults) -> None:
        self._faults = faults
        super().show_faults(faults)
        for item in self.items:
            item.field.show_faults(faults)

    def go_to(self, place: str) -> bool:
        for item in self.items:
            if item.field.holds(place):
                return item.field.go_to(place)
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        return True


@asks(ListSpec)
class ListField(SeveralItems):
    """Add one, take one away, put it before or behind another."""

    spec: ListSpec

    @property
    def _values(self) -> list[Any]:
        return list(self._kept) if isinstance(self._kept, list) else []

    def show_value(self, value: Any) -> None:
        self._kept = value
        values = self._values
        self._drop_items(len(values))
        while len(self.items) < len(values):
            at = len(self.items)
            asked = Asked(desk=self.desk, spec=self.spec.item, place=f"{self.place}[{at}]", required=True, bare=True)
            item = Item(self.desk, asked, movable=True)
            item.field.changed.connect(lambda at=at: self._changed(at))
            item.up.clicked.connect(lambda _=False, at=at: self._swap(at - 1, at))
            item.down.clicked.connect(lambda _=False, at=at: self._swap(at, at + 1))
            item.away.clicked.connect(lambda _=False, at=at: self._remove(at))
            self.items.append(item)
            self._held.addWidget(item)
        for item, one in zip(self.items, values, strict=True):
            item.field.show_value(LEFT_OUT if one is None else one)
        self._call_items()
        self.show_faults(self._faults)

    def _call_items(self) -> None:
        for at, item in enumerate(self.items):
            item.call(f"{at + 1}.", self.called)
            item.up.setEnabled(at > 0)
            item.down.setEnabled(at + 1 < len(self.items))

    def _put(self, values: list[Any]) -> None:
        self.show_value(values or LEFT_OUT)
        self.changed.emit()

    def _add(self) -> None:
        self._put([*self._values, "" if (new := blank(self.spec.item)) is LEFT_OUT else new])
        new = self.items[-1]
        new.field.go_to(new.field.place)
        QTimer.singleShot(0, new, lambda: bring_into_sight(new))

    def _changed(self, at: int) -> None:
        value = self.items[at].field.value()
        values = self._values
        values[at] = "" if value is LEFT_OUT else value
        self._kept = values
        self.changed.emit()

    def _swap(self, one: int, other: int) -> None:
        values = self._values
        values[one], values[other] = values[other], values[one]
        self._put(values)

    def _remove(self, at: int) -> None:
        values = self._values
        del values[at]
        self._put(values)
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)


@asks(TableSpec)
class TableField(SeveralItems):
    """Something for each of several names, which the shop has or writes itself."""

    spec: TableSpec

    def __init__(self, asked: Asked) -> None:
        self._called: dict[str, Text] = {}
        self._shown: list[str] = []
        super().__init__(asked)

    @property
    def _table(self) -> dict[str, Any]:
        return dict(self._kept) if isinstance(self._kept, dict) else {}

    def show_value(self, value: Any) -> None:
        self._kept = value
        table = self._table
        if list(table) != self._shown:
            self._drop_items()
            self._shown = list(table)
            for name in table:
                asked = Asked(
                    desk=self.desk, spec=self.spec.item, place=f"{self.place}.{name}", required=True, bare=True
                )
                item = Item(self.desk, asked, movable=False)
                item.field.changed.connect(lambda name=name: self._changed(name))
                item.away.clicked.connect(lambda _=False, name=name: self._remove(name))
                self.items.append(item)
                self._held.addWidget(item)
        for item, (_, one) in zip(self.items, table.items(), strict=True):
            item.field.show_value(one)
        self._call_items()
        self.show_faults(self._faults)

    def _call_items(self) -> None:
        w = self.desk.words
        for item, name in zip(self.items, self._shown, strict=False):
            item.call(w.name(self._called.get(name, Text(name))), self.called)

    def _put(self, table: dict[str, Any]) -> None:
        self.show_value(table or LEFT_OUT)
        self.changed.emit()

    def _add(self) -> None:
        refers = self.spec.form.refers
        sheet = NamesSheet(self.desk, self.called, refers, free=refers in FREE)
        sheet.picked.connect(self._named)
        self.desk.go.show_sheet(sheet)

    def _named(self, key: str, name: Text) -> None:
        self._called[key] = name
        new = blank(self.spec.item)
        self._put({**self._table, key: self._table.get(key, 1 if new is LEFT_OUT else new)})

    def _changed(self, name: str) -> None:
        value = self.items[self._shown.index(name)].field.value()
        self._kept = {**self._table, name: "" if value is LEFT_OUT else value}
        self.changed.emit()

    def _remove(self, name: str) -> None:
        self._put({each: value for each, value in self._table.items() if each != name})


@asks(UnionSpec)
class UnionField(FormField):
    """One of several forms: buttons choose which, and what belongs to it stands below. What was written in one form is
    there again when it is chosen again."""

    spec: UnionSpec

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self.choice = FlowChoice(asked.desk.look)
        self.forms: dict[str, FormField] = {}
        self._written: dict[str, Any] = {}
        self._kept: Any = LEFT_OUT
        self._faults: Faults = {}
        held = QWidget()
        self._inside = QVBoxLayout(held)
        self._inside.setContentsMargins(0, 4, 0, 0)
        self.put(self.choice, held)
        self.choice.chosen.connect(self._chosen)
        self.retranslate()

    def name_it(self) -> None:
        w, spec = self.desk.words, self.spec
        options = [(option.key, w(option_key(spec.owner, spec.name, option.key))) for option in spec.options]
        if not self.required and self.default is LEFT_OUT:
            options.append(("", w(option_key(spec.owner, spec.name, "none"))))
        self.choice.set_options(options)
        self.choice.setAccessibleName(self.called)

    def _option(self, key: str) -> Option | None:
        return next((option for option in self.spec.options if option.key == key), None)

    def show_value(self, value: Any) -> None:
        self._kept = value
        shown = self.default if value is LEFT_OUT else value
        key = "" if shown is LEFT_OUT else self.spec.fits(shown)
        self.choice.set_value(key)
        self._show_form(key, shown)

    def _show_form(self, key: str, shown: Any) -> None:
        option = self._option(key)
        for other, form in self.forms.items():
            form.setVisible(other == key)
        if option is None or option.spec is None:
            return
        if key not in self.forms:
            asked = Asked(desk=self.desk, spec=option.spec, place=self.place, required=True, bare=True)
            form = self.forms[key] = field_for(asked)
            form.changed.connect(lambda key=key: self._changed(key))
            self._inside.addWidget(form)
        self.forms[key].show_value(blank(option.spec) if shown == option.value else shown)
        self.forms[key].show_faults(self._faults)

    def _chosen(self, key: str) -> None:
        option = self._option(key)
        if option is None:
            value: Any = LEFT_OUT
        elif option.spec is None:
            value = option.value
        else:
            value = self._written.get(key, option.value or blank(option.spec))
        self._kept = LEFT_OUT if value == self.default else value
        self._show_form(key, value)
        self.changed.emit()

    def _changed(self, key: str) -> None:
        option, value = self._option(key), self.forms[key].value()
        if option is not None and option.spec is not None and option.value and value == blank(option.spec):
            value = option.value  # the word is the short way of writing the same
        self._written[key] = value
        if value != self._kept:
            self._kept = LEFT_OUT if value == self.default else value
        self.changed.emit()

    def value(self) -> Any:
        return self._kept

    def show_faults(self, faults: Faults) -> None:
        self._faults = faults
        form = self.forms.get(self.choice.value)
        if form is None:
            super().show_faults(faults)
        else:
            self.say_faults(())
            form.show_faults(faults)

    def go_to(self, place: str) -> bool:
        form = self.forms.get(self.choice.value)
        return form.go_to(place) if form is not None else super().go_to(place)
