"""The live receipt beside a program that is being written: one sample basket at the price that it would have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from posapp.loyalty.errors import BadDefinition, Refused
from posapp.loyalty.words import Text
from posapp.till import try_out
from posapp.till.context import Till
from posapp.till.drafts import redemption_document
from posapp.till.try_out import NEW_MEMBER, Priced, Sample
from posapp.ui.finder import Finder
from posapp.ui.registry import Desk
from posapp.ui.theme import LABEL, SEMIBOLD
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.form_names import NamesSheet
from posapp.ui.widgets.json_places import read, write
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.offers import Offers
from posapp.ui.widgets.reasons import Reasons
from posapp.ui.widgets.sample_basket import Good, SampleBasket
from posapp.ui.widgets.scroll import Scroll
from posapp.ui.widgets.strip import Strip
from posapp.ui.widgets.totals import Totals
from posapp.ui.widgets.when_row import WhenRow

if TYPE_CHECKING:
    from posapp.loyalty.basket import Product
    from posapp.loyalty.outcome import Offer, Quote

NOBODY, CHOOSE = "nobody", "choose"


class Receipt(QWidget):
    """What a quote says: what may be redeemed, what is due, why and why not, and what comes after the sale."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.quote: Quote | None = None
        self.offers = Offers(desk.look, desk.words)
        self.card = Card(desk.look, padding=(0, 0), spacing=0)
        self.totals = Totals(desk.look, desk.words)
        self.reasons_card = Card(desk.look, padding=(16, 12), spacing=6)
        self.why = Label(desk.look, size=LABEL, weight=SEMIBOLD, colour="soft")
        self.reasons = Reasons(desk.look, desk.words)
        self.desk = desk
        self.card.column.addWidget(self.totals)
        self.reasons_card.column.addWidget(self.why)
        self.reasons_card.column.addWidget(self.reasons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.offers, self.card, self.reasons_card):
            column.addWidget(widget)
        self.card.hide()
        self.reasons_card.hide()

    def retranslate(self) -> None:
        """Say it in the language of the moment."""
        self.why.setText(self.desk.words("ui_try.why"))
        if self.quote is not None:
            self.show_quote(self.quote)

    def show_quote(self, quote: Quote) -> None:
        """Show a quote."""
        self.quote = quote
        self.offers.show_offers(quote)
        self.totals.show_quote(quote)
        self.reasons.show_quote(quote)
        self.card.setVisible(bool(quote.lines))
        self.reasons_card.setVisible(bool(self.reasons.told))


class ReceiptPane(QWidget):
    """`show_programs` gives it the programs that are being written; it prices them among the shop's others."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.documents: Sequence[Any] = ()
        self.members: dict[str, str] = {}
        self.days = 0
        self._card_types: tuple[str, ...] = ()
        self.when = WhenRow(desk)
        self.when.chosen.connect(self._on_day)
        self.basket = SampleBasket(desk)
        self.note = Strip(desk.look)
        self.receipt = Receipt(desk)
        self._pricer: Finder[Priced] = Finder(desk.lane, self._price, show=self._show, refused=self._refused)
        held = QWidget()
        inside = QVBoxLayout(held)
        inside.setContentsMargins(0, 0, 10, 0)
        inside.setSpacing(8)
        for widget in (self.basket, self.note, self.receipt, self.when):
            inside.addWidget(widget)
        inside.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Scroll(desk.look, held))
        self.basket.changed.connect(self._changed)
        self.receipt.offers.pressed.connect(self._redeem)
        self._customer = NEW_MEMBER

    def retranslate(self) -> None:
        """Say it in the language of the moment."""
        self._show_customers()

    def _show_customers(self) -> None:
        w = self.desk.words
        shown = [(NEW_MEMBER, w("ui_try.new_member"))]
        shown += [(f"{NEW_MEMBER}:{each}", w("ui_try.with_card", card=each)) for each in self._card_types]
        shown.append((NOBODY, w("ui_try.no_card")))
        shown += [(key, name) for key, name in self.members.items()]
        self.basket.show_customers([*shown, (CHOOSE, w("ui_try.choose_member"))])
        self.basket.customer.set_value(self._customer)

    def show_programs(self, documents: Sequence[Any]) -> None:
        """Price the sample under these programs, as soon as they can be read."""
        first = not self.documents
        self.documents = documents
        if first and not self.basket.goods:
            self.desk.lane.run(
                lambda till: try_out.goods_for(till, documents), done=self._begin, refused=self.desk.go.tell_refused
            )
        else:
            self.price()

    def _begin(self, found: Sequence[Product]) -> None:
        if not self.basket.goods:
            self.basket.put_goods([Good(document={"product": each.id}, name=each.name) for each in found])
        self.price()

    def _changed(self) -> None:
        if self.basket.customer.value == CHOOSE:
            self.basket.customer.set_value(self._customer)
            sheet = NamesSheet(self.desk, self.desk.words("ui_try.choose_member"), "member", free=False)
            sheet.picked.connect(self._take_member)
            self.desk.go.show_sheet(sheet)
            return
        self._customer = self.basket.customer.value
        self.price()

    def _take_member(self, key: str, name: Text) -> None:
        self.members = {key: name.default}
        self._customer = key
        self._show_customers()
        self.price()

    def _redeem(self, offer: Offer) -> None:
        asked = redemption_document(offer.redemption)
        self.basket.redeem = [each for each in self.basket.redeem if each != asked]
        if not offer.chosen:
            self.basket.redeem.append(asked)
        self.price()

    # Pricing

    def price(self) -> None:
        """Ask for the price once more; only the newest question is answered."""
        if self.documents:
            member, _, card_type = self._customer.partition(":")
            asked = {"programs": list(self.documents), "basket": self.basket.document, "days": self.days}
            who = {"member": None if member == NOBODY else member, "card_type": card_type}
            self._pricer.want(write({**asked, **who}))

    def _on_day(self, days: int) -> None:
        self.days = days
        self.price()

    @staticmethod
    def _price(till: Till, written: str) -> Priced:
        asked: Any = read(written).value
        moment = till.now() + timedelta(days=asked["days"])
        sample = Sample(
            basket=asked["basket"], member=asked["member"], card_type=asked["card_type"], moment=moment
        )  # fmt: skip
        return try_out.price(till, asked["programs"], sample)

    def _show(self, _written: str, priced: Priced) -> None:
        if priced.dropped is not None:
            self.basket.redeem = []
            self.note.say(self.desk.words.say(priced.dropped.reason), kind="waiting")
        else:
            self.note.clear()
        own = {str(document.get("id")) for document in self.documents if isinstance(document, dict)}
        told_first = sorted(priced.quote.why_not, key=lambda why: why.program not in own)
        if priced.card_types != self._card_types:
            self._card_types = priced.card_types
            self._show_customers()
        self.when.show_day(priced.quote.moment)
        self.receipt.show_quote(replace(priced.quote, why_not=tuple(told_first)))
        self.basket.show_quote(priced.quote)

    def _refused(self, refusal: Refused) -> None:
        w = self.desk.words
        if isinstance(refusal, BadDefinition):
            self.note.say(lambda: w("ui_try.faulty"), kind="waiting")
        elif self.basket.goods:
            self.note.say(w.say(refusal.reason), kind="waiting")
        else:
            self.note.clear()
