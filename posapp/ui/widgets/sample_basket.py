"""A basket to try a program on: goods from the catalogue or a plain amount, and who buys them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posapp.loyalty.words import Text
from posapp.till import products
from posapp.ui.registry import Desk
from posapp.ui.theme import LABEL, MEDIUM, SEMIBOLD, SMALL
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.flow import FlowChoice
from posapp.ui.widgets.form_names import NamesSheet
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.pads import AmountSheet
from posapp.ui.widgets.painted import show_if

if TYPE_CHECKING:
    from posapp.loyalty.outcome import Quote

MOST_UNITS = 999


@dataclass(frozen=True, slots=True, kw_only=True)
class Good:
    """A line of the sample: its document but for the quantity, and what it is called."""

    document: dict[str, Any]
    name: Text
    quantity: int = 1


class GoodRow(QWidget):
    """Its name, fewer and more, and what it comes to."""

    def __init__(self, desk: Desk, step: Callable[[int], None]) -> None:
        super().__init__()
        look = desk.look
        self.name = Label(look, size=SMALL, weight=MEDIUM, wrap=True)
        self.fewer = Button(look, "−", kind="glyph")
        self.units = Label(look, size=SMALL, weight=SEMIBOLD, centre=True)
        self.more = Button(look, "+", kind="glyph")
        self.amount = Label(look, size=SMALL, weight=SEMIBOLD, right=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.name, 1)
        for widget in (self.fewer, self.units, self.more, self.amount):
            row.addWidget(widget)
        self.units.setMinimumWidth(look.px(24))
        self.amount.setMinimumWidth(look.px(84))
        self.fewer.clicked.connect(lambda: step(-1))
        self.more.clicked.connect(lambda: step(1))


class SampleBasket(Card):
    """`changed` follows a person's changes; `document` is the basket in the form of a scenario's sale."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.look, padding=(14, 10), spacing=6)
        self.desk = desk
        self.goods: list[Good] = []
        self.redeem: list[dict[str, Any]] = []
        self.rows: list[GoodRow] = []
        self._quote: Quote | None = None
        self.who = Label(desk.look, size=LABEL, weight=SEMIBOLD, colour="soft")
        self.customer = FlowChoice(desk.look)
        self.empty = Label(desk.look, size=SMALL, colour="soft", wrap=True)
        self.add_goods = Button(desk.look)
        self.add_amount = Button(desk.look)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.add_goods)
        buttons.addWidget(self.add_amount)
        buttons.addStretch(1)
        self.column.addWidget(self.who)
        self.column.addWidget(self.customer)
        self.column.addWidget(self.empty)
        self.column.addLayout(self._lines)
        self.column.addLayout(buttons)
        self.customer.chosen.connect(self._chosen)
        self.add_goods.clicked.connect(self._choose_goods)
        self.add_amount.clicked.connect(self._choose_amount)

    def retranslate(self) -> None:
        """Say it in the language of the moment."""
        w = self.desk.words
        self.who.setText(w("ui_try.customer"))
        self.empty.setText(w("ui_try.empty"))
        self.add_goods.setText(w("ui_try.add_goods"))
        self.add_amount.setText(w("ui_try.add_amount"))
        self._show_rows()
        if self._quote is not None:
            self.show_quote(self._quote)

    @property
    def document(self) -> dict[str, Any]:
        """The basket: lines, and what is redeemed."""
        lines = [{**good.document, "quantity": good.quantity} for good in self.goods]
        return {"lines": lines, **({"redeem": list(self.redeem)} if self.redeem else {})}

    def show_customers(self, customers: Sequence[tuple[str, str]]) -> None:
        """Offer these (key, name)."""
        self.customer.set_options(customers)
        self.customer.setAccessibleName(self.desk.words("ui_try.customer"))

    def put_goods(self, goods: Sequence[Good]) -> None:
        """Fill the basket, without telling anybody."""
        self.goods = list(goods)
        self._show_rows()

    def show_quote(self, quote: Quote) -> None:
        """Write what each line comes to."""
        self._quote = quote
        for row, line in zip(self.rows, quote.lines, strict=False):
            row.amount.setText(self.desk.words.money(line.net_minor))
            row.amount.paint_in("good" if line.net_minor != line.line.list_minor else "ink")

    def _chosen(self, _key: str) -> None:
        self.redeem = []
        self.changed.emit()

    def _show_rows(self) -> None:
        w = self.desk.words
        while len(self.rows) > len(self.goods):
            row = self.rows.pop()
            row.hide()
            row.deleteLater()
        while len(self.rows) < len(self.goods):
            at = len(self.rows)
            row = GoodRow(self.desk, lambda by, at=at: self._step(at, by))  # type: ignore[misc]
            self.rows.append(row)
            self._lines.addWidget(row)
        for row, good in zip(self.rows, self.goods, strict=True):
            name = w.name(good.name)
            row.name.setText(name)
            row.units.setText(w.number(good.quantity))
            row.fewer.setAccessibleName(w("ui_try.fewer", name=name))
            row.more.setAccessibleName(w("ui_try.more", name=name))
        show_if(self.empty, not self.goods)

    def _step(self, at: int, by: int) -> None:
        good = self.goods[at]
        quantity = min(MOST_UNITS, good.quantity + by)
        if quantity < 1:
            del self.goods[at]
            self.redeem = []
            self.add_goods.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.goods[at] = replace(good, quantity=quantity)
        self._show_rows()
        self.changed.emit()

    def _add(self, good: Good) -> None:
        for at, there in enumerate(self.goods):
            if there.document == good.document:
                self._step(at, good.quantity)
                return
        self.goods.append(good)
        self._show_rows()
        self.changed.emit()

    def _choose_goods(self) -> None:
        sheet = NamesSheet(self.desk, self.desk.words("ui_try.add_goods"), "product", free=False)
        sheet.picked.connect(lambda key, name: self._add(Good(document={"product": key}, name=name)))
        self.desk.go.show_sheet(sheet)

    def _choose_amount(self) -> None:
        self.desk.lane.run(products.categories, done=self._ask_amount, refused=self.desk.go.tell_refused)

    def _ask_amount(self, categories: Sequence[str]) -> None:
        w = self.desk.words
        named = [(each, w.name(products.category_name(each))) for each in categories]
        sheet = AmountSheet(self.desk.look, w, categories=named)
        sheet.chosen.connect(self._add_amount)
        self.desk.go.show_sheet(sheet)

    def _add_amount(self, amount_minor: int, category: str) -> None:
        name = products.category_name(category) if category else Text.read({"en": "Amount", "ko": "금액"})
        document: dict[str, Any] = {"product": f"amount-{len(self.goods) + 1}", "price": amount_minor}
        document["name"] = name.written()
        if category:
            document["categories"] = [category]
        self._add(Good(document=document, name=name))
