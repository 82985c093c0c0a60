"""The shop's own name, its name among partner shops, and its rounding, among the settings."""

from __future__ import annotations

from posapp.loyalty.errors import Refused
from posapp.loyalty.money import Shop
from posapp.till import shop
from posapp.till.context import Till
from posapp.ui.ranked import run_ranked
from posapp.ui.registry import Desk
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.field import Field
from posapp.ui.widgets.written import amount_text, read_amount


class ShopCard(Card):
    """Three fields and their button; a manager's PIN is asked for when it is pressed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.look, padding=(0, 6), spacing=12)
        self.desk = desk
        self.title = Field(desk.look)
        self.unit = Field(desk.look)
        self.among = Field(desk.look)
        self.save = Button(desk.look)
        for widget in (self.title, self.unit, self.among, self.save):
            self.column.addWidget(widget)
        self.title.entered.connect(self.unit.setFocus)
        self.unit.entered.connect(self.among.setFocus)
        self.among.entered.connect(self._save)
        self.save.clicked.connect(self._save)

    def paintEvent(self, event: object) -> None:
        """It stands in a card already."""

    def retranslate(self) -> None:
        """Say everything in the language of the moment."""
        w = self.desk.words
        self.title.set_label(w("ui_settings.shop_name"))
        self.unit.set_label(w("ui_settings.rounding_unit"))
        self.among.set_label(w("ui_settings.shop_id"))
        self.save.setText(w("ui_form.save"))

    def enter(self) -> None:
        """The settings are shown (again)."""
        self.desk.lane.run(lambda till: till.shop, done=self._show, refused=self.desk.go.tell_refused)

    def _show(self, now: Shop) -> None:
        self.title.set_text(now.name)
        self.unit.set_text(amount_text(now.rounding_unit, digits=now.currency.digits))
        self.among.set_text(now.id)

    def _save(self) -> None:
        w, name, among = self.desk.words, self.title.text(), self.among.text()
        digits = w.currency.digits
        unit = read_amount(self.unit.text(), digits=digits)
        self.title.refuse("" if name else w("ui_first_day.shop_missing"))
        self.unit.refuse("" if unit else w("ui_form.amount_form", example=amount_text(10, digits=digits)))
        if not name or not unit:
            return

        def change(till: Till) -> Shop:
            return shop.change(till, name=name, rounding_unit=unit, shop_id=among)

        run_ranked(self.desk, change, done=self._done, refused=self._refused)

    def _done(self, now: Shop) -> None:
        self._show(now)
        self.desk.go.tell(self.desk.words("ui_settings.saved"))
        self.desk.hub.shop_changed.emit(now)
        self.desk.hub.programs_changed.emit()

    def _refused(self, refusal: Refused) -> None:
        self.unit.refuse(self.desk.words.say(refusal.reason))
        self.desk.go.play("refused")
