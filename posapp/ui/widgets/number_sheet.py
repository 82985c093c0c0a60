"""The sheet that asks how much of an offer to use, where the customer may choose: points, or money on a gift card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posapp.ui.theme import Look
from posapp.ui.widgets.pads import MoneySheet
from posapp.ui.words import Words

if TYPE_CHECKING:
    from posapp.loyalty.outcome import Offer


class NumberSheet(MoneySheet):
    """`entered` carries the number; the button works for a number that the offer allows and for no other."""

    def __init__(self, look: Look, words: Words, offer: Offer, *, name: str) -> None:
        assert offer.any_of is not None
        self._any_of = offer.any_of
        self._written = words.money if offer.redemption.amount_minor is not None else words.number
        values = {each: self._written(getattr(offer.any_of, each)) for each in ("least", "most", "step")}
        hint = words("ui_sale.number_any", least=values["least"], most=values["most"])
        if offer.any_of.step > 1:
            hint = words("ui_sale.number_steps", **values)
        title = words("ui_sale.number_title", name=name)
        super().__init__(look, words, title=title, hint=hint, do=words("ui_sale.number_use"))
        self.pad.most = len(str(offer.any_of.most))

    def _show(self, digits: str) -> None:
        number, allowed = int(digits or "0"), self._any_of
        self.amount.show_text(self._written(number))
        self.do.setEnabled(allowed.least <= number <= allowed.most and number % allowed.step == 0)
