"""Products: find one, change it, add one; its barcodes are scanned into it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout

from posapp.loyalty.basket import Product
from posapp.loyalty.errors import Refused
from posapp.till import products, settings
from posapp.till.context import Till
from posapp.ui.finder import Finder
from posapp.ui.ranked import run_ranked
from posapp.ui.registry import Desk, Screen, screen
from posapp.ui.screens.product_form import ProductForm
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.find_and_show import FindAndShow
from posapp.ui.widgets.find_box import FindBox
from posapp.ui.widgets.row_list import RowList, RowWords
from posapp.ui.widgets.sheet import Question
from posapp.ui.widgets.strip import Strip

_LIMIT = 100


@screen("products", title_key="ui_products.title", rank=40)
class ProductsScreen(Screen):
    """The list at the left, the product at the right. What is written and not saved stays, or is asked about."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.rows = RowList(desk.look)
        self.box = FindBox(desk.look, self.rows)
        self.new = Button(desk.look, hint="F2")
        self.refusal = Strip(desk.look)
        self.form = ProductForm(desk)
        self._shown: tuple[Product, ...] = ()
        self._text = self._card_prefix = ""
        self._finder: Finder[tuple[Product, ...]] = Finder(
            desk.lane, lambda till, text: products.find(till, text, limit=_LIMIT),
            show=self._show, refused=self._refused,
        )  # fmt: skip
        self._lay_out()
        self.box.textChanged.connect(self._finder.want)
        self.rows.picked.connect(self._pick)
        self.new.clicked.connect(self._begin_new)
        self.form.save.clicked.connect(self._save)
        self.form.remove.clicked.connect(self._ask_remove)
        desk.hub.products_changed.connect(self._refresh)

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(
            FindAndShow(
                self.desk.look, box=self.box, new=self.new, refusal=self.refusal, rows=self.rows, shown=self.form
            )
        )

    def retranslate(self) -> None:
        w = self.desk.words
        self.box.set_words(w("ui_products.box"), w("ui_products.box_name"))
        self.new.setText(w("ui_products.new"))
        self.rows.setAccessibleName(w("ui_products.title"))
        self._show(self._text, self._shown)

    def enter(self, product: str = "", code: str = "", **wishes: Any) -> None:
        """`product` opens one; `code` begins a new one with that barcode."""
        self.refusal.clear()
        self._refresh()
        self.desk.lane.run(lambda till: str(settings.get(till, "card.prefix")), done=self._take_prefix)
        if code:
            self._begin_new(barcode=code)
        elif product:
            self._pick(product)
        else:
            self.box.setFocus()
            self.box.selectAll()

    def scanned(self, text: str) -> bool:
        """A scan is a customer's, and the sale gets it; but while a product is being written it is the product's
        barcode, unless it is numbered like a card. What is half written is still here afterwards."""
        if not self.form.writing or (self._card_prefix and text.startswith(self._card_prefix)):
            return False
        self.form.add_barcode(text)
        return True

    def _take_prefix(self, prefix: str) -> None:
        self._card_prefix = prefix

    def key(self, event: QKeyEvent) -> bool:
        """F2 begins a new one; Esc clears the search, then the form."""
        if event.key() == Qt.Key.Key_F2:
            self.new.click()
            return True
        if event.key() == Qt.Key.Key_Escape and self.form.open:
            self._leaving(self._close_form)
            return True
        if event.key() == Qt.Key.Key_Escape and self.box.text():
            self.box.clear()
            return True
        return False

    # The list

    def _refresh(self) -> None:
        self._finder.want(self.box.text())

    def _show(self, text: str, found: tuple[Product, ...]) -> None:
        w = self.desk.words
        self._shown, self._text = found, text
        self.rows.show_rows(
            [
                RowWords(
                    key=product.id, title=w.name(product.name), trailing=w.money(product.price_minor),
                    detail=" · ".join((product.id, *map(self._category, product.categories))),
                )
                for product in found
            ],
            empty=w("ui_products.nothing", text=text) if text else w("ui_products.none_yet"),
            empty_next=w("ui_products.nothing_next") if text else "",
        )  # fmt: skip

    def _category(self, category: str) -> str:
        return self.desk.words.name(products.category_name(category))

    def _pick(self, product_id: str) -> None:
        self._leaving(
            lambda: self.desk.lane.run(
                lambda till: products.get(till, product_id), done=self._opened, refused=self._refused
            )
        )

    def _opened(self, product: Product) -> None:
        self.rows.choose(product.id)
        self.form.show_product(product)

    def _begin_new(self, _pressed: bool = False, *, barcode: str = "") -> None:
        def begin() -> None:
            self.rows.choose("")
            self.form.begin_new()
            if barcode:
                self.form.add_barcode(barcode)

        self._leaving(begin)

    def _close_form(self) -> None:
        self.form.show_product(None)
        self.rows.choose("")
        self.box.setFocus()

    # What is not saved

    def _leaving(self, go_on: Callable[[], object]) -> None:
        if self.form.unsaved:
            self._ask_unsaved(go_on)
        else:
            go_on()

    def _ask_unsaved(self, go_on: Callable[[], object]) -> None:
        w = self.desk.words

        def leave() -> None:
            self.form.show_product(None)
            go_on()

        self.desk.go.show_sheet(
            Question(
                self.desk.look, w("ui_products.unsaved_question"), yes=w("ui_products.leave"),
                no=w("ui_products.stay"), on_yes=leave,
            )
        )  # fmt: skip

    # Saving and taking out

    def _save(self) -> None:
        product = self.form.answers()
        if product is None:
            return
        new = self.form.is_new

        def save(till: Till) -> Product:
            if new:
                self._refuse_taken(till, product)
            return products.save(till, product)

        run_ranked(self.desk, save, done=self._saved, refused=self.form.refuse)

    @staticmethod
    def _refuse_taken(till: Till, product: Product) -> None:
        """A new product must not silently take the place of another with its code."""
        for other in products.find(till, product.id, limit=_LIMIT):
            if other.id == product.id:
                raise Refused.because("ui_products.code_taken", name=other.name)

    def _saved(self, product: Product) -> None:
        self.desk.go.tell(self.desk.words("ui_products.saved", name=product.name))
        self.form.show_product(product)
        self.rows.choose(product.id)
        self.desk.hub.products_changed.emit()
        self.box.setFocus()

    def _ask_remove(self) -> None:
        product, w = self.form.product, self.desk.words
        if product is None:
            return
        self.desk.go.show_sheet(
            Question(
                self.desk.look, w("ui_products.remove_question", name=product.name), yes=w("ui_products.remove_yes"),
                no=w("ui_form.no"), on_yes=lambda: self._remove(product),
            )
        )  # fmt: skip

    def _remove(self, product: Product) -> None:
        def gone(_nothing: None) -> None:
            self.desk.go.tell(self.desk.words("ui_products.removed", name=product.name))
            self._close_form()
            self.desk.hub.products_changed.emit()

        run_ranked(self.desk, lambda till: products.remove(till, product.id), done=gone, refused=self.form.refuse)

    def _refused(self, refusal: Refused) -> None:
        self.refusal.say(self.desk.words.say(refusal.reason))
        self.desk.go.play("refused")
