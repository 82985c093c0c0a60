"""Enrolling by herself, with her consent, on the same screen as her number: one press, a name only if she likes."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from posapp.ui.customer.keyboard import Keyboard, Line
from posapp.ui.customer.keys import Key
from posapp.ui.customer.look import FacingLook
from posapp.ui.theme import BOLD, LINE, SEMIBOLD, TEXT
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.written import phone_text
from posapp.ui.words import Words

NAME_LETTERS = 20


class Joining(QWidget):
    """`agreed` carries the number, the name ("" where she left it out) and whether she wants to be written to; `left`
    that she would rather not. `member_id` is the id that she will have: a second press enrols nobody twice."""

    agreed = Signal(str, str, bool)
    left = Signal()
    touched = Signal()

    def __init__(self, look: FacingLook, words: Words) -> None:
        super().__init__()
        self.look, self.words = look, words
        self.phone = self.member_id = self.shop = ""
        self.title = Label(look, size=30, weight=BOLD, wrap=True)
        self.consent = Label(look, size=LINE, colour="soft", wrap=True)
        self.said = Label(look, size=TEXT, weight=SEMIBOLD, colour="seal", wrap=True)
        self.line = Line(look)
        self.news = Key(look, size=TEXT)
        self.news.setCheckable(True)
        self.keyboard = Keyboard(look, words, most=NAME_LETTERS)
        self.no = Key(look, kind="quiet")
        self.yes = Key(look, kind="filled", size=22)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        name, ends = QHBoxLayout(), QHBoxLayout()
        name.addWidget(self.line, 3)
        name.addWidget(self.news, 2)
        ends.addWidget(self.no, 1)
        ends.addWidget(self.yes, 2)
        for key in (self.no, self.yes, self.news):
            key.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._row, self._ends = name, ends
        for label in (self.title, self.consent, self.said):
            self._column.addWidget(label)
        self._column.addLayout(name)
        self._column.addWidget(self.keyboard, 1)
        self._column.addLayout(ends)
        self.keyboard.changed.connect(lambda _: self._written())
        self.news.toggled.connect(lambda _: self._written())
        self.no.clicked.connect(self.left)
        self.yes.clicked.connect(self._agree)

    def restyle(self) -> None:
        """Follow the look."""
        px = self.look.px
        self._column.setSpacing(px(12))
        self._row.setSpacing(px(12))
        self._ends.setSpacing(px(12))

    def begin(self, phone: str, *, member_id: str, shop: str) -> None:
        """Nobody has this number yet: ask its owner."""
        self.phone, self.member_id, self.shop = phone, member_id, shop
        self.keyboard.begin()
        self.news.setChecked(False)
        self.yes.setEnabled(True)
        self.said.hide()
        self.retranslate()

    def forget(self) -> None:
        """Nothing of her stays."""
        self.begin("", member_id="", shop="")

    def refuse(self, sentence: str) -> None:
        """Say why she was not enrolled."""
        self.said.setText(sentence)
        self.said.show()
        self.yes.setEnabled(True)

    def retranslate(self) -> None:
        """Say it in her language."""
        words = self.words
        if not self.keyboard.entry:
            self.keyboard.begin()
        self.title.setText(words("ui_customer.join_title", phone=phone_text(self.phone)))
        self.consent.setText(words("ui_customer.consent", shop=self.shop))
        self.no.setText(words("ui_customer.join_not"))
        self.yes.setText(words("ui_customer.join"))
        self.news.setAccessibleName(words("ui_customer.news"))
        self._show()

    def _written(self) -> None:
        self.touched.emit()
        self._show()

    def _show(self) -> None:
        words, on = self.words, self.news.isChecked()
        self.line.show_text(self.keyboard.written.text, hint=words("ui_customer.name_hint"))
        self.news.setText(words("ui_customer.news_on") if on else words("ui_customer.news"))
        self.news.set_kind("chosen" if on else "plain")

    def _agree(self) -> None:
        self.touched.emit()
        self.yes.setEnabled(False)
        self.agreed.emit(self.phone, self.keyboard.entry, self.news.isChecked())
