"""The sale: the box, the basket, the member, what can be redeemed, why, and the payment, on one screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout

from posapp.ui.registry import Desk, Screen, screen
from posapp.ui.selling import Selling
from posapp.ui.theme import COLUMN, EDGE, GAP, LABEL, SEMIBOLD
from posapp.ui.widgets.basket import Basket, paint_card
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.member_card import MemberCardView
from posapp.ui.widgets.offers import KEYS, Offers
from posapp.ui.widgets.one_box import OneBox
from posapp.ui.widgets.painted import Painted, restyle_all, retranslate_all
from posapp.ui.widgets.reasons import Reasons
from posapp.ui.widgets.side_column import SideColumn
from posapp.ui.widgets.strip import Strip
from posapp.ui.widgets.totals import Totals

if TYPE_CHECKING:
    from posapp.till.views import OpenSale, SaleRecorded
    from posapp.ui.sale_answers import Answers
    from posapp.ui.widgets.done import Done


class BasketCard(Painted):
    """The white card under the basket and its totals."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        paint_card(QPainter(self), self.look, QRectF(self.rect()))


@screen("sale", title_key="ui_sale.title", rank=0)
class SaleScreen(Screen):
    """Home. It shows what `Selling` says and asks it for what the clerk wants; it decides nothing about amounts."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        look, words = desk.look, desk.words
        self.selling = Selling(desk)
        self.box = OneBox(look)
        self.strip = Strip(look)
        self.basket = Basket(look, words)
        self.totals = Totals(look, words)
        self.member = MemberCardView(look, words)
        self.offers = Offers(look, words)
        self.why_title = Label(look, size=LABEL, weight=SEMIBOLD, colour="soft")
        self.reasons = Reasons(look, words)
        self._done: Done | None = None
        self.amount, self.member_key, self.returns, self.hold, self.more = (
            Button(look, hint=hint, tall=True) for hint in ("F2", "F6", "F8", "F9", "F1")
        )
        self.pay = Button(look, kind="filled", tall=True, hint="Enter")
        self.held_count = 0
        self._lay_out()
        self.pay.setEnabled(False)  # a shop that cannot be opened must not look as if it could sell
        self._why.hide()
        self._connect()
        self._answers: Answers | None = None

    @property
    def answers(self) -> Answers:
        """What is said and asked; with it the till's values are imported, after the first picture."""
        if self._answers is None:
            from posapp.ui.sale_answers import Answers

            self._answers = Answers(self, self)
        return self._answers

    @property
    def done(self) -> Done:
        """What a payment brought; it is made after the first picture."""
        if self._done is None:
            from posapp.ui.widgets.done import Done

            self._done = Done(self.desk.look, self.desk.words)
            self._done.undo.connect(self.selling.ask_undo)
            self.side.hold(self._done)
            retranslate_all(self._done)
            restyle_all(self._done)
        return self._done

    def begin(self) -> None:
        """The shop is open: find the sale that was open, or begin one."""
        assert self.answers is not None
        self.selling.start()

    # How it is laid out

    def _lay_out(self) -> None:
        look = self.desk.look
        self._left = BasketCard(look)
        card = QVBoxLayout(self._left)
        card.setContentsMargins(0, 0, 0, 0)
        card.setSpacing(0)
        card.addWidget(self.basket, 1)
        card.addWidget(self.totals)
        self._under = QVBoxLayout()
        self._under.addWidget(self.strip)
        self._under.addWidget(self._left, 1)

        self._why = Card(look, padding=(16, 12), spacing=6)
        self._why.column.addWidget(self.why_title)
        self._why.column.addWidget(self.reasons)
        self._why.column.addStretch(1)
        self.side = SideColumn(look, member=self.member, offers=self.offers, why=self._why)

        self._keys = QHBoxLayout()
        for button in (self.amount, self.member_key, self.returns, self.hold, self.more):
            self._keys.addWidget(button)
        self._keys.addStretch(1)
        self._grid = QGridLayout(self)
        self._grid.addWidget(self.box, 0, 0, 1, 2)
        self._grid.addLayout(self._under, 1, 0)
        self._grid.addWidget(self.side, 1, 1)
        self._grid.addLayout(self._keys, 2, 0)
        self._grid.addWidget(self.pay, 2, 1)
        self._grid.setRowStretch(1, 1)
        self._grid.setColumnStretch(0, 1)

    def restyle(self) -> None:
        """Follow the look."""
        px = self.desk.look.px
        self._grid.setContentsMargins(EDGE, 0, EDGE, px(16))
        self._grid.setHorizontalSpacing(COLUMN)
        self._grid.setVerticalSpacing(px(GAP))
        self._under.setSpacing(px(8))
        self._keys.setSpacing(px(8))
        self._widen()

    def _widen(self) -> None:
        """The right column is 400 of 1024 and grows slower than the basket, so that nothing is stretched."""
        px = self.desk.look.px
        wide = min(max(px(400), round(self.width() * 0.34)), px(520))
        self.side.setFixedWidth(wide)
        self.pay.setFixedWidth(wide)

    def resizeEvent(self, event: Any) -> None:
        """Share the width anew."""
        self._widen()

    def retranslate(self) -> None:
        """Say everything in the language of the moment; what is shown is written anew, not asked for again."""
        words = self.desk.words
        self.box.setPlaceholderText(words("ui_sale.box"))
        self.box.setAccessibleName(words("ui_sale.box"))
        self.box.set_languages(hangul=words.language == "ko")
        self.why_title.setText(words("ui_sale.why"))
        self.pay.setText(words("ui_sale.take_payment"))
        for button, key in (
            (self.amount, "ui_sale.amount_key"),
            (self.member_key, "ui_sale.member_key"),
            (self.returns, "ui_sale.return_key"),
            (self.more, "ui_sale.more"),
        ):
            button.setText(words(key))
        self._write_hold()
        self.basket.retranslate()
        if self.selling.now is not None:
            self._show_numbers(self.selling.now, flash=False)

    def _connect(self) -> None:
        selling = self.selling
        self.box.asked.connect(self._asked)
        self.basket.stepped.connect(selling.step)
        self.basket.picked.connect(self.basket.mark)
        self.offers.pressed.connect(selling.press_offer)
        self.offers.asked.connect(lambda offer: self.answers.ask_number(offer, self.offers.name_of(offer)))
        self.offers.more.connect(lambda: self.answers.list_offers(self.offers))
        self.member.more.connect(lambda: self.answers.show_whole(self.member.card))
        self.pay.clicked.connect(self._pay)
        self.hold.clicked.connect(self._hold)

    # What is shown

    def show_sale(self, sale: OpenSale, *, flash: bool = True) -> None:
        """Show the open sale; the card of the sale before it goes with the first thing that is rung up."""
        if self.done.isVisibleTo(self) and not (sale.quote.lines or sale.member):
            return
        self.done.hide()
        self._show_numbers(sale, flash=flash)

    def _show_numbers(self, sale: OpenSale, *, flash: bool) -> None:
        self.basket.show_quote(sale.quote, flash=flash)
        self.totals.show_quote(sale.quote)
        self.pay.setEnabled(bool(sale.quote.lines))
        if not self.done.isHidden():
            return
        self.member.show_card(sale.member)
        self.offers.show_offers(sale.quote)
        self.reasons.show_quote(sale.quote)
        self._why.setVisible(bool(self.reasons.told))
        self.side.fit()

    def show_recorded(self, recorded: SaleRecorded, then: OpenSale) -> None:
        """A sale was kept: show what it brought. The basket is empty already and any scan begins the next sale."""
        landed: dict[str, int] = {}
        for earned in recorded.quote.earned:
            landed[earned.program] = landed.get(earned.program, 0) + earned.amount
        self._why.hide()
        self.offers.show_offers(then.quote)
        self.member.show_card(recorded.member, landed=landed)
        self.done.show_recorded(recorded)  # last: with it the column is laid out
        self._show_numbers(then, flash=False)
        self.side.fit()

    def set_held(self, count: int) -> None:
        """How many sales are put aside."""
        self.held_count = count
        self._write_hold()

    def _write_hold(self) -> None:
        words = self.desk.words
        self.hold.setText(
            words("ui_sale.held_key", count=self.held_count) if self.held_count else words("ui_sale.hold_key")
        )

    # What the clerk does

    def enter(self, member: str = "", text: str = "", **wishes: Any) -> None:
        """Shown (again). ``member="…"`` puts somebody on the sale, ``text="…"`` is as if it had been scanned."""
        self.box.setFocus()
        if member:
            self.selling.choose_member(member)
        if text:
            self.selling.scan(text)

    def scanned(self, text: str) -> bool:
        """Everything that was scanned is for the sale."""
        self.box.clear()
        self.strip.clear()
        self.selling.scan(text)
        return True

    def _asked(self, text: str) -> None:
        self.strip.clear()
        self.selling.scan(text)

    def _pay(self) -> None:
        self.strip.clear()
        self.selling.take_payment()
        self.box.setFocus()

    def _press_pay(self) -> None:
        """At once, or when what was scanned before is found; not where that was refused or asks something first."""
        if not self.selling.looking_up:
            self.pay.click()
            return

        def pay() -> None:
            here = QApplication.focusWidget()
            asked = here is not None and not self.isAncestorOf(here)
            if not asked and (self.strip.isHidden() or self.strip.kind == "good"):
                self.pay.click()

        self.selling.when_found(pay)

    def _hold(self) -> None:
        self.strip.clear()
        if self.basket.count:
            self.selling.hold()
        else:
            self.selling.list_held(self.answers.show_held)

    def key(self, event: QKeyEvent) -> bool:
        """Every key of the sale: what the box and the buttons did not want."""
        key = Qt.Key(event.key())
        simple = {
            Qt.Key.Key_F1: self.more.click, Qt.Key.Key_F2: self.amount.click, Qt.Key.Key_F8: self.returns.click,
            Qt.Key.Key_F9: self.hold.click,
        }  # fmt: skip
        if key in simple:
            simple[key]()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self._press_pay()
        elif key == Qt.Key.Key_F6:
            before = self.box.text()
            self.selling.when_found(lambda: self._first_answer(before))
        elif key in KEYS:
            another = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            return (self.offers.ask if another else self.offers.press)(KEYS.index(key))
        elif key == Qt.Key.Key_Escape:
            self._escape()
        elif key == Qt.Key.Key_Z and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.selling.ask_undo()
        elif key == Qt.Key.Key_P and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.done.press_print()
        else:
            return self._steer(key, event.text())
        return True

    def _first_answer(self, before: str) -> None:
        """What was said offers something to do about it; else the members. What was written in the box since the key
        was pressed, `before` it stood there, is meant for what the key opens."""
        written = self.box.text().removeprefix(before)
        if not self.strip.press(0):
            self.member_key.click()
        line = QApplication.focusWidget()
        if written and isinstance(line, QLineEdit) and line is not self.box:
            self.box.clear()
            line.insert(written)

    def _escape(self) -> None:
        """Put away what was said; nothing of the sale."""
        self.strip.clear()
        self.box.clear()
        self.box.setFocus()

    def _steer(self, key: Qt.Key, text: str) -> bool:
        """The arrows mark a line; + − and Delete change the one marked."""
        if not self.basket.count:
            return False
        line = self.basket.marked if self.basket.marked >= 0 else self.basket.count - 1
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            by = -1 if key == Qt.Key.Key_Up else 1
            self.basket.mark(max(0, min(self.basket.count - 1, line + by)))
        elif text in ("+", "="):
            self.selling.step(line, 1)
        elif text in ("-", "_"):
            self.selling.step(line, -1)
        elif key == Qt.Key.Key_Delete:
            self.selling.remove(line)
        else:
            return False
        return True
