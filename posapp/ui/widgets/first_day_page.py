"""One question of the first day: what is asked, why it matters, and how it is answered."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from posapp.ui.theme import LINE, Look
from posapp.ui.widgets.field import Field
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.painted import Painted
from posapp.ui.widgets.row_list import RowList, RowWords
from posapp.ui.words import Words

_QUESTION, _BOLD = 28, 700


class Page(Painted):
    """`asked` is the key of its question. `answered` says that the answer is given and the next page may come."""

    answered = Signal()

    def __init__(self, look: Look, words: Words, asked: str) -> None:
        super().__init__(look)
        self.words, self.asked = words, asked
        self.question = Label(look, size=_QUESTION, weight=_BOLD, wrap=True)
        self.hint = Label(look, size=LINE, colour="soft", wrap=True)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.addWidget(self.question)
        self.column.addWidget(self.hint)
        self.column.addSpacing(8)

    def restyle(self) -> None:
        """Follow the look."""
        self.column.setSpacing(self.look.px(10))

    def retranslate(self) -> None:
        """Say it in the language of the moment."""
        self.question.setText(self.words(f"ui_first_day.{self.asked}"))
        self.hint.setText(self.words(f"ui_first_day.{self.asked}_hint"))

    def first_focus(self) -> None:
        """Where the keyboard goes."""

    def complete(self) -> bool:
        """Whether the answer can be right; what is wrong is said below its field."""
        return True


class PickPage(Page):
    """One of a few: a press chooses it and goes on. `options` are (value, key of its title, of its detail or "")."""

    def __init__(self, look: Look, words: Words, asked: str, options: tuple[tuple[str, str, str], ...]) -> None:
        super().__init__(look, words, asked)
        self.options = options
        self.rows = RowList(look)
        self.column.addWidget(self.rows)
        self.column.addStretch(1)
        self.rows.picked.connect(lambda _value: self.answered.emit())

    @property
    def value(self) -> str:
        """What is chosen."""
        return self.rows.chosen

    def choose(self, value: str) -> None:
        """Offer this as the answer; Enter takes it."""
        self.rows.choose(value)

    def restyle(self) -> None:
        """As high as its options are."""
        super().restyle()
        self.rows.setFixedHeight(self.look.px(64) * len(self.options) + self.look.px(10))

    def retranslate(self) -> None:
        """Say it in the language of the moment."""
        super().retranslate()
        w = self.words
        self.rows.setAccessibleName(w(f"ui_first_day.{self.asked}"))
        self.rows.show_rows(
            [
                RowWords(key=value, title=w(title), detail=w(detail) if detail else "")
                for value, title, detail in self.options
            ]
        )

    def first_focus(self) -> None:
        """On the options."""
        self.rows.setFocus(Qt.FocusReason.TabFocusReason)


class WrittenPage(Page):
    """Fields to fill in: (key of the label, whether it is a PIN)."""

    def __init__(self, look: Look, words: Words, asked: str, fields: tuple[tuple[str, bool], ...]) -> None:
        super().__init__(look, words, asked)
        self.labels = fields
        self.fields = [Field(look) for _ in fields]
        for field, (_, secret) in zip(self.fields, fields, strict=True):
            if secret:
                field.line.setEchoMode(QLineEdit.EchoMode.Password)
                field.line.setMaxLength(12)
            self.column.addWidget(field)
        self.column.addStretch(1)
        for field, after in zip(self.fields, [*self.fields[1:], None], strict=True):
            field.entered.connect(after.setFocus if after else self.answered)

    def retranslate(self) -> None:
        """Say it in the language of the moment."""
        super().retranslate()
        for field, (label, _) in zip(self.fields, self.labels, strict=True):
            field.set_label(self.words(label))

    def first_focus(self) -> None:
        """On the first field that is empty."""
        next((field for field in self.fields if not field.text()), self.fields[0]).setFocus()
