"""One product, to read and to change."""

from __future__ import annotations

import itertools
import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posapp.i18n import LANGUAGES
from posapp.loyalty.basket import Product
from posapp.loyalty.errors import BadDefinition, Fault, Refused
from posapp.loyalty.words import Text
from posapp.ui.registry import Desk
from posapp.ui.theme import BOLD, COLUMN, LABEL, LINE, NAME, SEMIBOLD
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.field import Field
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.scroll import Scroll
from posapp.ui.widgets.strip import Strip
from posapp.ui.widgets.written import amount_text, read_amount, read_words


class ProductForm(Card):
    """`show_product`, `begin_new`, then `answers` once `save` is pressed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.look, padding=(24, 20), spacing=12)
        self.desk = desk
        look = desk.look
        self.product: Product | None = None
        self.is_new = False
        self._before: tuple[str, ...] = ()
        self.title = Label(look, size=NAME, weight=BOLD, wrap=True)
        self.empty = Label(look, size=LINE, weight=SEMIBOLD, colour="soft", wrap=True, centre=True)
        self.names = {language: Field(look) for language in LANGUAGES}
        self.price = Field(look)
        self.code = Field(look)
        self.categories = Field(look)
        self.barcodes = Field(look)
        self.code_note = Label(look, size=LABEL, colour="soft", wrap=True)
        self.refusal = Strip(look)
        self.remove = Button(look, tall=True)
        self.save = Button(look, kind="filled", tall=True, hint="Enter")
        self.price.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._lay_out()
        order = [*self.names.values(), self.price, self.code, self.categories, self.barcodes]
        for field, after in itertools.pairwise(order):
            field.entered.connect(after.setFocus)
        self.barcodes.entered.connect(self.save.click)
        self.retranslate()
        self.show_product(None)

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every field, in order."""
        return (*self.names.values(), self.price, self.code, self.categories, self.barcodes)

    def _lay_out(self) -> None:
        self.inside = QWidget()
        form = self._form = QVBoxLayout(self.inside)
        form.setContentsMargins(0, 0, 0, 0)
        names = self._names = QHBoxLayout()
        for field in self.names.values():
            names.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        numbers = self._numbers = QHBoxLayout()
        for field in (self.price, self.code):
            numbers.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        form.addLayout(names)
        form.addLayout(numbers)
        for widget in (self.code_note, self.categories, self.barcodes):
            form.addWidget(widget)
        form.addStretch(1)
        self.view = Scroll(self.desk.look, self.inside)
        self.column.addWidget(self.title)
        self.column.addWidget(self.empty, 1)
        self.column.addWidget(self.view, 1)
        self.column.addWidget(self.refusal)
        self._buttons = QHBoxLayout()
        self._buttons.addWidget(self.remove)
        self._buttons.addStretch(1)
        self._buttons.addWidget(self.save)
        self.column.addLayout(self._buttons)

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "_form"):
            px = self.look.px
            self._form.setSpacing(px(14))
            for row in (self._names, self._numbers):
                row.setSpacing(COLUMN)
            self._buttons.setSpacing(px(12))
            self.save.setMinimumWidth(px(320))
            self.inside.setMaximumWidth(px(680))

    def retranslate(self) -> None:
        """Say everything in the language of the moment."""
        w = self.desk.words
        for language, field in self.names.items():
            label = w("ui_products.name") + " · " + w(f"ui_settings.language_{language}")
            field.set_label(label)
        self.price.set_label(w("ui_products.price"))
        self.code.set_label(w("ui_products.code"))
        self.categories.set_label(w("ui_products.categories"), hint=w("ui_products.categories_hint"))
        self.barcodes.set_label(w("ui_products.barcodes"), hint=w("ui_products.barcodes_hint"))
        self.code_note.setText(w("ui_products.code_fixed"))
        self.empty.setText(w("ui_products.pick"))
        self.remove.setText(w("ui_products.remove"))
        self.save.setText(w("ui_products.save"))
        if self.open:
            self.title.setText(w("ui_products.new_title") if self.is_new else w.name(self._name()))

    @property
    def open(self) -> bool:
        """Whether a product is being shown or written."""
        return self.is_new or self.product is not None

    @property
    def unsaved(self) -> bool:
        """Whether something was written that is not saved."""
        return self.open and self._written() != self._before

    @property
    def writing(self) -> bool:
        """Whether the keyboard is in one of its fields."""
        return self.open and any(field.line.hasFocus() for field in self.fields)

    def _written(self) -> tuple[str, ...]:
        return tuple(field.text() for field in self.fields)

    def show_product(self, product: Product | None) -> None:
        """Show a product as it is kept; None puts the form away."""
        self.product, self.is_new = product, False
        named = dict(product.name.by_language) if product else {}
        for language, field in self.names.items():
            field.set_text(named.get(language, ""))
        if product is not None and not named:
            self.names[self.desk.words.language].set_text(product.name.default)
        digits = self.desk.words.currency.digits
        self.price.set_text(amount_text(product.price_minor, digits=digits) if product else "")
        self.code.set_text(product.id if product else "")
        self.categories.set_text(", ".join(product.categories) if product else "")
        self.barcodes.set_text(", ".join(product.barcodes) if product else "")
        self._begin()

    def begin_new(self) -> None:
        """An empty form."""
        self.product = None
        for field in self.fields:
            field.set_text("")
        self.is_new = True
        self._begin()
        self.names[self.desk.words.language].setFocus()

    def _begin(self) -> None:
        self._before = self._written()
        self.refusal.clear()
        for field in self.fields:
            field.refuse("")
        for widget in (self.title, self.view, self.save):
            widget.setVisible(self.open)
        self.empty.setVisible(not self.open)
        self.remove.setVisible(self.product is not None)
        self.code.line.setReadOnly(self.product is not None)
        self.code_note.setVisible(self.product is not None)
        self.retranslate()

    def add_barcode(self, code: str) -> None:
        """A barcode was scanned: it is added unless it stands there already; a new product is called by it at first."""
        known = read_words(self.barcodes.text())
        self.barcodes.set_text(", ".join(dict.fromkeys((*known, code))))
        if self.is_new and not self.code.text():
            self.code.set_text(code)

    def _name(self) -> Text:
        written = {language: field.text() for language, field in self.names.items() if field.text()}
        return Text.read(written if len(written) > 1 else next(iter(written.values()), ""))

    def answers(self) -> Product | None:
        """The product as it is written; None where something cannot be right, which is said at its field."""
        w, digits = self.desk.words, self.desk.words.currency.digits
        name, price = self._name(), read_amount(self.price.text(), digits=digits)
        first = self.names[w.language]
        example = amount_text(1500 * 10**digits, digits=digits)
        wrong = None
        for field, bad, reason in (
            (self.code, not self.code.text(), w("ui_products.code_missing")),
            (self.price, price is None, w("ui_form.amount_form", example=example)),
            (first, not name.default, w("ui_products.name_missing")),
        ):
            field.refuse(reason if bad else "")
            wrong = field if bad else wrong
        if wrong is not None or price is None:
            if wrong is not None:
                wrong.setFocus()
            return None
        return Product(
            id=self.code.text(), name=name, price_minor=price, categories=read_words(self.categories.text()),
            barcodes=read_words(self.barcodes.text()),
        )  # fmt: skip

    def refuse(self, refusal: Refused) -> None:
        """Say why it was not saved, at the field where that has a place; what is written stays."""
        self.desk.go.play("refused")
        rest = [refusal.reason]
        if isinstance(refusal, BadDefinition):
            rest = [fault.reason for fault in reversed(refusal.faults) if not self._refuse_at(fault)]
        if rest:
            self.refusal.say("\n".join(self.desk.words.say(reason) for reason in rest))

    def _refuse_at(self, fault: Fault) -> bool:
        """Whether a fault of the product's document could be said below one of the fields."""
        named = {"price": self.price, "id": self.code, "categories": self.categories, "barcodes": self.barcodes}
        named["name"] = self.names[self.desk.words.language]
        for part in re.findall(r"[a-z_]+", fault.place):
            if part in named:
                named[part].refuse(self.desk.words.say(fault.reason))
                named[part].setFocus()
                return True
        return False
