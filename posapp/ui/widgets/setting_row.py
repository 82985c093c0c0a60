"""One setting: its name, what it is for, and what changes it, by its declaration."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posapp.settings import Setting, Value
from posapp.ui.theme import LABEL, SEMIBOLD, TEXT, Look
from posapp.ui.widgets.choice import Choice, Switch
from posapp.ui.widgets.field import Line
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.painted import Painted
from posapp.ui.words import Words

_NARROW, _WIDE = 120, 240


class SettingRow(Painted):
    """`changed` carries the value that is asked for; `set_value` shows the one that is kept.

    A choice or a switch asks at once; a text or a number with Enter, or when the field is left.
    """

    changed = Signal(object)

    def __init__(self, look: Look, words: Words, setting: Setting) -> None:
        super().__init__(look)
        self.words, self.setting = words, setting
        self.kept: Value = setting.default
        self.title = Label(look, size=TEXT, weight=SEMIBOLD, wrap=True)
        self.meaning = Label(look, size=LABEL, colour="soft", wrap=True)
        self.fault = Label(look, size=LABEL, weight=SEMIBOLD, colour="seal", wrap=True)
        self.fault.hide()
        self.choice = Choice(look) if setting.choices else None
        self.switch = Switch(look) if setting.type is bool else None
        self.line = Line(look) if self.choice is None and self.switch is None else None
        self._lay_out()
        if self.choice is not None:
            self.choice.chosen.connect(lambda value: self.changed.emit(value))
        if self.switch is not None:
            self.switch.clicked.connect(lambda on: self.changed.emit(bool(on)))
        if self.line is not None:
            self.line.editingFinished.connect(self._written)
        self.retranslate()
        self.restyle()

    def _lay_out(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(2)
        for label in (self.title, self.meaning, self.fault):
            texts.addWidget(label)
        control = self.control()
        self.setFocusProxy(control)
        beside = self.switch is not None or (self.line is not None and self.setting.type is int)
        self._box: QHBoxLayout | QVBoxLayout = QHBoxLayout(self) if beside else QVBoxLayout(self)
        self._box.addLayout(texts, 1)
        if self.choice is not None:
            self._box.addWidget(control, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            self._box.addWidget(control)

    def control(self) -> QWidget:
        """What changes it."""
        control = self.choice or self.switch or self.line
        assert control is not None
        return control

    def restyle(self) -> None:
        """Follow the look."""
        px = self.look.px
        self._box.setContentsMargins(0, px(8), 0, px(8))
        self._box.setSpacing(px(8))
        if self.line is not None and self.setting.type is int:
            self.line.setFixedWidth(px(_NARROW))
            self.line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def retranslate(self) -> None:
        """Say it in the language of the moment."""
        w, name = self.words, self.setting.key.replace(".", "_")
        title, meaning = w(f"ui_settings.{name}"), w(self.setting.meaning)
        self.title.setText(title)
        self.meaning.setText(meaning)
        control = self.control()
        control.setAccessibleName(title)
        control.setAccessibleDescription(meaning)
        if self.choice is not None:
            self.choice.set_options([(value, w(f"ui_settings.{name}_{value}")) for value in self.setting.choices])
        self.show_kept()

    def set_value(self, value: Value) -> None:
        """Show what is kept."""
        self.kept = value
        self.show_kept()

    def show_kept(self) -> None:
        """Show what is kept, whatever was asked for."""
        w = self.words
        if self.choice is not None:
            self.choice.set_value(str(self.kept))
        if self.switch is not None:
            self.switch.setChecked(bool(self.kept))
            self.switch.setText(w("ui_settings.on") if self.kept else w("ui_settings.off"))
        if self.line is not None:
            self.line.setText(str(self.kept))

    def refuse(self, sentence: str) -> None:
        """Say below it why it was not kept; "" takes it back."""
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))

    def _written(self) -> None:
        assert self.line is not None
        text = self.line.text().strip()
        if text == str(self.kept):
            return
        value: Value = text
        if self.setting.type is int:
            if not (text.isascii() and text.isdecimal() and self.setting.accepts(int(text[:9]))):
                least, most = self.setting.least, self.setting.most
                self.refuse(self.words("ui_settings.bounds", least=str(least), most=str(most)))
                return
            value = int(text)
        self.changed.emit(value)
