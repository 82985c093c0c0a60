"""The plain inputs of a form: names in languages, numbers with their unit, words, days, choices, yes or no."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from posapp.i18n import LANGUAGES
from posapp.ui.theme import LABEL, SMALL
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.choice import Switch
from posapp.ui.widgets.field import Line
from posapp.ui.widgets.flow import Flow, FlowChoice
from posapp.ui.widgets.form_field import Asked, Faults, FormField, asks
from posapp.ui.widgets.form_spec import (
    LEFT_OUT,
    ChoiceSpec,
    DateSpec,
    FlagSpec,
    NumberSpec,
    SeveralSpec,
    TextSpec,
    WordSpec,
)
from posapp.ui.widgets.form_values import day_of, day_text, number_of, number_text, plain
from posapp.ui.widgets.form_words import choice_key, first_known
from posapp.ui.widgets.label import Label

_NUMBER_WIDE, _WORD_WIDE = 150, 240


class LineField(FormField):
    """A line of text; those below say how a piece of a document is written in it."""

    wide = _WORD_WIDE

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        desk = asked.desk
        self.line = Line(desk.look)
        self.unit = Label(desk.look, size=SMALL, colour="soft")
        self._kept: Any = LEFT_OUT
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self._row.addWidget(self.line)
        self._row.addWidget(self.unit)
        self._row.addStretch(1)
        self.column.addLayout(self._row)
        self.put()
        self.setFocusProxy(self.line)
        self.line.textEdited.connect(self._edited)
        self.line.returnPressed.connect(self.focusNextChild)
        self.restyle()
        self.retranslate()

    def restyle(self) -> None:
        """Follow the look."""
        self.line.setFixedWidth(self.look.px(self.wide))

    def read(self, text: str) -> Any:
        """What a text stands for; the text itself where it is nothing of the sort."""
        return text

    def write(self, value: Any) -> str:
        """How a piece of a document stands in the line."""
        return plain(value)

    def show_value(self, value: Any) -> None:
        self._kept = value
        text = "" if value is LEFT_OUT else self.write(value)
        if text != self.line.text():
            self.line.setText(text)

    def value(self) -> Any:
        return self._kept

    def _edited(self, text: str) -> None:
        self._kept = self.read(text.strip()) if text.strip() else LEFT_OUT
        self.changed.emit()

    def name_it(self) -> None:
        self.line.setAccessibleName(self.called)
        self.line.setPlaceholderText("" if self.default is LEFT_OUT else self.write(self.default))

    def say_faults(self, sentences: Any) -> None:
        super().say_faults(sentences)
        self.line.faulty = bool(sentences)
        self.line.setAccessibleDescription("\n".join(sentences))
        self.line.update()

    def go_to(self, place: str) -> bool:
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.selectAll()
        return True


@asks(NumberSpec)
class NumberField(LineField):
    """A whole number, a rate or money, with its unit behind it."""

    wide = _NUMBER_WIDE
    spec: NumberSpec

    def restyle(self) -> None:
        super().restyle()
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    @property
    def _digits(self) -> int | None:
        return self.desk.words.currency.digits if self.spec.form.unit == "minor" else None

    def read(self, text: str) -> Any:
        return number_of(text, exact=self.spec.exact, digits=self._digits)

    def write(self, value: Any) -> str:
        return number_text(value, exact=self.spec.exact, digits=self._digits)

    def name_it(self) -> None:
        super().name_it()
        unit = self.spec.form.unit
        if unit == "minor":
            self.unit.setText(self.desk.words.money(0).replace("0", "").replace(".", "").strip())
        else:
            self.unit.setText(self.desk.words(f"unit.{unit}") if unit else "")


@asks(WordSpec)
class WordField(LineField):
    """A word, such as an id or a time of day; an example stands in it while it is empty."""

    spec: WordSpec

    def name_it(self) -> None:
        super().name_it()
        if self.spec.type_ != "word" and not self.line.placeholderText():
            self.line.setPlaceholderText(self.desk.words(f"example.{self.spec.type_}"))


@asks(DateSpec)
class DateField(LineField):
    """A day, as people write one."""

    wide = _NUMBER_WIDE

    def read(self, text: str) -> Any:
        return day_of(text)

    def write(self, value: Any) -> str:
        return day_text(value)

    def name_it(self) -> None:
        super().name_it()
        self.line.setPlaceholderText(self.desk.words("example.date"))


@asks(TextSpec)
class TextField(FormField):
    """A name, a line for each language of the program; other languages of the document stay as they are."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        desk = asked.desk
        self.tags: dict[str, Label] = {}
        self.lines: dict[str, Line] = {}
        self._others: dict[str, Any] = {}
        self._whole: Any = LEFT_OUT
        held = QWidget()
        row = QHBoxLayout(held)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for language in sorted(LANGUAGES, key=lambda each: each != desk.words.language):
            tag = self.tags[language] = Label(desk.look, size=LABEL, colour="soft")
            line = self.lines[language] = Line(desk.look)
            line.textEdited.connect(self._edited)
            line.returnPressed.connect(self.focusNextChild)
            row.addWidget(tag)
            row.addWidget(line, 1)
        self.put(held)
        self.setFocusProxy(next(iter(self.lines.values())))
        self.retranslate()

    def name_it(self) -> None:
        for language, tag in self.tags.items():
            said = self.desk.words(f"ui_settings.language_{language}")
            tag.setText(said)
            self.lines[language].setAccessibleName(f"{self.called} · {said}")

    def show_value(self, value: Any) -> None:
        named: dict[str, Any] = {}
        if isinstance(value, dict):
            named = dict(value)
        elif isinstance(value, str):
            named = {next(iter(self.lines)): value}
        self._others = {name: word for name, word in named.items() if name not in self.lines}
        for language, line in self.lines.items():
            text = plain(named[language]) if language in named else ""
            if text.strip() != line.text().strip():
                line.setText(text)
        self._whole = value

    def value(self) -> Any:
        return self._whole

    def _edited(self) -> None:
        written = {name: line.text().strip() for name, line in self.lines.items() if line.text().strip()}
        if not written and not self._others:
            self._whole = LEFT_OUT
        elif len(written) == 1 and not self._others:
            self._whole = next(iter(written.values()))
        else:
            self._whole = {**self._others, **dict(sorted(written.items()))}
        self.changed.emit()

    def show_faults(self, faults: Faults) -> None:
        self.say_faults([said for place, sentences in faults.items() if self.holds(place) for said in sentences])
        for line in self.lines.values():
            line.faulty = not self.fault.isHidden()
            line.update()

    def go_to(self, place: str) -> bool:
        language = place.rpartition(".")[2]
        self.lines.get(language, next(iter(self.lines.values()))).setFocus(Qt.FocusReason.OtherFocusReason)
        return True


@asks(ChoiceSpec)
class ChoiceField(FormField):
    """One of a few words, all in sight."""

    spec: ChoiceSpec

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        desk = asked.desk
        self.choice = FlowChoice(desk.look)
        self._kept: Any = LEFT_OUT
        self.put(self.choice)
        self.choice.chosen.connect(self._chosen)
        self.retranslate()

    def name_it(self) -> None:
        w, spec = self.desk.words, self.spec
        options = [(plain(value), w(choice_key(spec.owner, spec.name, plain(value)))) for value in spec.values]
        if self.default is LEFT_OUT and not self.required:
            options.append(("", w(first_known((f"choice.{spec.owner}.{spec.name}.none", "choice.none")))))
        self.choice.set_options(options)
        self.choice.setAccessibleName(self.called)

    def show_value(self, value: Any) -> None:
        self._kept = value
        shown = self.default if value is LEFT_OUT else value
        self.choice.set_value("" if shown is LEFT_OUT else plain(shown))

    def value(self) -> Any:
        return self._kept

    def _chosen(self, value: str) -> None:
        given = next((each for each in self.spec.values if plain(each) == value), LEFT_OUT)
        self._kept = LEFT_OUT if given == self.default else given
        self.changed.emit()


@asks(SeveralSpec)
class SeveralField(FormField):
    """Any of a few words, each switched by itself."""

    spec: SeveralSpec

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        desk = asked.desk
        self.buttons: dict[str, Button] = {}
        self._kept: Any = LEFT_OUT
        self._flow = Flow(desk.look)
        for value in self.spec.values:
            button = self.buttons[value] = Button(desk.look)
            button.setCheckable(True)
            button.clicked.connect(self._pressed)
        self.put(self._flow)
        self.retranslate()

    def name_it(self) -> None:
        for value, button in self.buttons.items():
            button.setText(self.desk.words(choice_key(self.spec.owner, self.spec.name, value)))
        self._flow.flow(tuple(self.buttons.values()))

    def show_value(self, value: Any) -> None:
        self._kept = value
        given = value if isinstance(value, list) else []
        for name, button in self.buttons.items():
            button.setChecked(name in given)
            button.set_kind("chosen" if name in given else "plain")
        self._flow.restyle()

    def value(self) -> Any:
        return self._kept

    def _pressed(self) -> None:
        given = [name for name, button in self.buttons.items() if button.isChecked()]
        self.show_value(given or LEFT_OUT)
        self.changed.emit()

    def show_faults(self, faults: Faults) -> None:
        self.say_faults([said for place, sentences in faults.items() if self.holds(place) for said in sentences])


@asks(FlagSpec)
class FlagField(FormField):
    """Yes or no, with its name beside the switch."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        desk = asked.desk
        self.switch = Switch(desk.look)
        self._kept: Any = LEFT_OUT
        row = QHBoxLayout()
        row.addWidget(self.switch)
        row.addStretch(1)
        self.column.addLayout(row)
        self.put()
        self.switch.clicked.connect(self._switched)
        self.retranslate()

    def name_it(self) -> None:
        self.switch.setText(self.desk.words("form.yes" if self.switch.isChecked() else "form.no"))
        self.switch.setAccessibleName(self.called)

    def show_value(self, value: Any) -> None:
        self._kept = value
        self.switch.setChecked(bool(self.default is True if value is LEFT_OUT else value is True))
        self.name_it()

    def value(self) -> Any:
        return self._kept

    def _switched(self) -> None:
        on = self.switch.isChecked()
        self._kept = LEFT_OUT if self.default is on else on
        self.name_it()
        self.changed.emit()
