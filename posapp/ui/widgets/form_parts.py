"""Parts of a form that have fields of their own: an object, folded away or open."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from posapp.ui.theme import CARD_RADIUS, LABEL, RADIUS, SEMIBOLD, TEXT, Look
from posapp.ui.widgets.badge import paint_badge
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.form_field import Asked, Faults, FormField, asks, field_for
from posapp.ui.widgets.form_spec import LEFT_OUT, RecordSpec, asked_for, blank, ruled_out
from posapp.ui.widgets.form_words import label, summary
from posapp.ui.widgets.painted import Painted, rounded, show_if


class FoldHead(Button):
    """The line that opens and shuts a part: its name, what is given in it, and how much is wrong in it."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, kind="quiet")
        self.said = self.badge = ""
        self.open = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_state(self, title: str, said: str, *, open_: bool, badge: str = "") -> None:
        """Show what there is."""
        self.said, self.badge, self.open = said, badge, open_
        self.setText(title)
        self.setAccessibleName(", ".join(part for part in (title, said, badge) if part))
        self.update()

    def sizeHint(self) -> QSize:
        """A row for a finger."""
        return QSize(self.look.px(240), self.look.px(52))

    def minimumSizeHint(self) -> QSize:
        """It takes the width that it is given."""
        return QSize(self.look.px(160), self.look.px(52))

    def paintEvent(self, event: QPaintEvent) -> None:
        """A sign that points down when open, the name, and what is given."""
        painter, c, px, look = QPainter(self), self.look.colours, self.look.px, self.look
        if self._ring:
            rounded(painter, QRectF(self.rect()).adjusted(1, 1, -1, -1), px(RADIUS), line=c.ink, width=2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(c.soft, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        middle, at, size = self.height() / 2, float(px(14)), px(4)
        across = [(-size, -size / 2), (0, size / 2), (size, -size / 2)]  # points down; turned, to the right
        points = [QPointF(at + x, middle + y) if self.open else QPointF(at + y, middle + x) for x, y in across]
        painter.drawPolyline(points)
        painter.setPen(c.ink)
        painter.setFont(look.font(TEXT, SEMIBOLD))
        left = px(30)
        name_wide = min(look.metrics(TEXT, SEMIBOLD).horizontalAdvance(self.text()), self.width() - left - px(8))
        line = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRect(left, 0, name_wide + 2, self.height()), line, self.text())
        right = self.width() - px(10)
        if self.badge:
            wide = look.metrics(LABEL, SEMIBOLD).horizontalAdvance(self.badge) + px(20)
            paint_badge(painter, look, QRectF(right - wide, middle - px(12), wide, px(24)), self.badge, kind="waiting")
            right -= wide + px(8)
        room = right - left - name_wide - px(16)
        painter.setPen(c.soft)
        painter.setFont(look.font(LABEL))
        said = look.metrics(LABEL).elidedText(self.said, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(right - room, 0, room, self.height()), line | Qt.AlignmentFlag.AlignRight, said)


class Fold(Painted):
    """A part that opens under its head. What is in it is made when it is first opened."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.head = FoldHead(look)
        self.body = QWidget()
        self.inside = QVBoxLayout(self.body)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(2, 2, 2, 2)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.body)
        self.body.hide()
        self.restyle()

    def restyle(self) -> None:
        """Follow the look."""
        px = self.look.px
        self.inside.setContentsMargins(px(14), px(4), px(14), px(14))
        self.inside.setSpacing(px(16))

    def paintEvent(self, event: QPaintEvent) -> None:
        """A card with a hairline."""
        c = self.look.colours
        rounded(QPainter(self), QRectF(self.rect()), self.look.px(CARD_RADIUS), fill=c.card, line=c.line)


class RecordField(FormField):
    """An object, its fields one below the other, beside a line that holds them together. What no field asks for stays
    in it."""

    spec: RecordSpec

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self.fields: dict[str, FormField] = {}
        self.inside = QVBoxLayout()
        self.inside.setSpacing(14)
        self._kept: Any = LEFT_OUT
        self._faults: Faults = {}
        self._lay_out()

    def _lay_out(self) -> None:
        self.inside.setContentsMargins(0 if self.bare else self.look.px(16), 4, 0, 0)
        self.column.addLayout(self.inside)
        self.put()
        self._make()
        self.retranslate()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line."""
        if not self.bare and self.fields and type(self) is RecordField:
            first, last = (list(self.fields.values())[at].geometry() for at in (0, -1))
            QPainter(self).fillRect(2, first.top(), 2, last.bottom() - first.top(), self.look.colours.line)

    def _make(self) -> None:
        """Make its fields, where they are not there yet."""
        if self.fields:
            return
        for field in asked_for(self.spec):
            place = f"{self.place}.{field.name}" if self.place else field.name
            made = field_for(
                Asked(desk=self.desk, spec=field.spec, place=place, default=field.default, required=field.required)
            )
            made.changed.connect(lambda name=field.name: self._changed(name))
            self.fields[field.name] = made
            self.inside.addWidget(made)
        self._show_fields()
        self.show_faults(self._faults)

    @property
    def document(self) -> dict[str, Any]:
        """The object as it stands; an empty one where there is none."""
        return dict(self._kept) if isinstance(self._kept, dict) else {}

    def _show_fields(self) -> None:
        document = self.document
        for name, field in self.fields.items():
            field.show_value(document.get(name, LEFT_OUT))
        self._show_what_applies()

    def _show_what_applies(self) -> None:
        """What another choice rules out is not asked for."""
        for field in self.spec.fields:
            if field.spec.form.only_with and field.name in self.fields:
                show_if(self.fields[field.name], not ruled_out(field, self.document, self.spec.fields))

    def _changed(self, name: str) -> None:
        document, value = self.document, self.fields[name].value()
        if value is LEFT_OUT:
            document.pop(name, None)
        else:
            document[name] = value
        if document or self._kept is not LEFT_OUT:
            self._kept = document
        self._show_what_applies()
        self.changed.emit()

    def show_value(self, value: Any) -> None:
        self._kept = value
        self._show_fields()

    def value(self) -> Any:
        return self._kept

    def show_faults(self, faults: Faults) -> None:
        self._faults = faults
        for field in self.fields.values():
            field.show_faults(faults)
        said = list(faults.get(self.place, ()))
        for place, sentences in faults.items():
            name = place.removeprefix(f"{self.place}.") if self.place else place
            first = re.split(r"[.\[]", name)[0]
            if name != place or not self.place:
                said += [f"{first}: {each}" for each in sentences if first and first not in self._known()]
        self.say_faults(said)

    def _known(self) -> set[str]:
        return {field.name for field in self.spec.fields} | {"kind"}

    def go_to(self, place: str) -> bool:
        for field in self.fields.values():
            if field.holds(place):
                return field.go_to(place)
        return super().go_to(place)


class FoldedRecord(RecordField):
    """An object that may be left out: folded away, it says what holds without it. Its fields are made when it opens."""

    def _lay_out(self) -> None:
        self.fold = Fold(self.desk.look)
        self.take_away = Button(self.desk.look)
        self.title.hide()
        self.column.removeWidget(self.help)
        self.fold.inside.addWidget(self.help)
        self.fold.inside.addLayout(self.inside)
        row = QHBoxLayout()
        row.addWidget(self.take_away)
        row.addStretch(1)
        self.fold.inside.addLayout(row)
        self.put(self.fold)
        self.take_away.setVisible(self.matters)
        self.fold.head.clicked.connect(self._turn)
        self.take_away.clicked.connect(self._remove)
        self.retranslate()

    @property
    def matters(self) -> bool:
        """Whether an empty object says something else than none at all."""
        return self.default is LEFT_OUT

    def retranslate(self) -> None:
        super().retranslate()
        self.take_away.setText(self.desk.words("form.take_away"))
        self._show_head()

    def _show_head(self) -> None:
        w, wrong = self.desk.words, self.count_faults(self._faults)
        said = "" if self._kept == {} and self.matters else summary(w, self.spec, self._kept)
        badge = w("ui_programs.faults", count=wrong) if wrong else ""
        self.fold.head.show_state(label(w, self.spec), said, open_=not self.fold.body.isHidden(), badge=badge)

    def _turn(self) -> None:
        opening = self.fold.body.isHidden()
        if opening and self.matters and self._kept is LEFT_OUT:
            self._kept = blank(self.spec)
            self._show_fields()
            self.changed.emit()
        self.unfold(opening)

    def unfold(self, open_: bool = True) -> None:
        """Open it, or shut it."""
        if open_:
            self._make()
        self.fold.body.setVisible(open_)
        self._show_head()

    def _remove(self) -> None:
        self.fold.head.setFocus(Qt.FocusReason.OtherFocusReason)
        self.show_value(LEFT_OUT)
        self.changed.emit()

    def _changed(self, name: str) -> None:
        self.blockSignals(True)
        super()._changed(name)
        self.blockSignals(False)
        if not self._kept and not self.matters:
            self._kept = LEFT_OUT
        self._show_head()
        self.changed.emit()

    def show_value(self, value: Any) -> None:
        super().show_value(value)
        if value is LEFT_OUT and self.matters:
            self.fold.body.hide()
        self._show_head()

    def show_faults(self, faults: Faults) -> None:
        super().show_faults(faults)
        self._show_head()

    def go_to(self, place: str) -> bool:
        self.unfold()
        return super().go_to(place)


@asks(RecordSpec)
def record_field(asked: Asked) -> FormField:
    """An object: open where it must be there, else folded away."""
    return RecordField(asked) if asked.bare or asked.required else FoldedRecord(asked)
