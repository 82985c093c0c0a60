"""What can be redeemed now, one press each, with the key that does the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from posapp.loyalty.words import Text
from posapp.ui.theme import LABEL, RADIUS, SEMIBOLD, SMALL, TEXT, Look
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.painted import rounded
from posapp.ui.widgets.seal import paint_tick
from posapp.ui.words import Words

if TYPE_CHECKING:
    from posapp.loyalty.outcome import Offer, Quote

KEYS = (Qt.Key.Key_F3, Qt.Key.Key_F4, Qt.Key.Key_F5, Qt.Key.Key_F7, Qt.Key.Key_F10, Qt.Key.Key_F11, Qt.Key.Key_F12)
"""The keys of the offers in their order; the others have another meaning on the sale."""

_NAMES = ("F3", "F4", "F5", "F7", "F10", "F11", "F12")


class OfferButton(Button):
    """An offer: red outline, its words in up to two lines, its key at the right; a tick when it was taken up."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, kind="outline")
        self.of = self.worth = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_offer(self, label: str, *, of: str, worth: str) -> None:
        """What it is, which program gives it, and how much it is worth ("" where that is not money)."""
        self.setText(label)
        if (of, worth) != (self.of, self.worth):
            self.of, self.worth = of, worth
            self.update()

    @property
    def least_wide(self) -> int:
        """How much its words take at their smallest, with its key, its tick and the edges: narrower, they are cut."""
        words = self.look.metrics(LABEL, SEMIBOLD).horizontalAdvance
        return words(self.text()) + words(self.hint) + self.look.px(14 + 24 + 22)

    def minimumSizeHint(self) -> QSize:
        """It may be narrow: its words wrap."""
        return QSize(self.look.px(120), super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter, px, look = QPainter(self), self.look.px, self.look
        fill, line, ink = self._colours()
        rounded(painter, QRectF(self.rect()), px(RADIUS), fill=fill, line=line, width=1.4)
        if self._ring:
            inner = QRectF(self.rect()).adjusted(2, 2, -2, -2)
            rounded(painter, inner, px(RADIUS) - 2, line=look.colours.ink, width=2)
        left = px(14)
        if self.kind == "chosen":
            paint_tick(painter, QRectF(left, (self.height() - px(12)) / 2, px(14), px(12)), ink, width=2.2)
            left += px(24)
        key_wide = look.metrics(LABEL, SEMIBOLD).horizontalAdvance(self.hint)
        painter.setPen(ink)
        painter.setFont(look.font(LABEL, SEMIBOLD))
        middle = Qt.AlignmentFlag.AlignVCenter
        key_box = QRect(0, 0, self.width() - px(14), self.height())
        painter.drawText(key_box, middle | Qt.AlignmentFlag.AlignRight, self.hint)
        room = self.width() - left - key_wide - px(22)
        whole = f"{self.text()}  {self.worth}".strip()
        top, high = (px(5), px(22)) if self.of else (0, self.height())
        for size in (TEXT, SMALL, LABEL):
            if look.metrics(size, SEMIBOLD).horizontalAdvance(whole) <= room:
                break
        else:
            whole = self.text()
        painter.setFont(look.font(size, SEMIBOLD))
        shown = look.metrics(size, SEMIBOLD).elidedText(whole, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(left, top, room, high), middle, shown)
        if self.of:
            painter.setFont(look.font(LABEL))
            under = look.metrics(LABEL).elidedText(self.of, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRect(left, px(25), room, px(19)), middle, under)


class OfferRow(QWidget):
    """An offer, and beside it, where the customer may choose how much, the button that asks for another number."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.button = OfferButton(look)
        self.other = Button(look, "…", name="…")
        self.other.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(6))
        row.addWidget(self.button, 1)
        row.addWidget(self.other)


class Offers(Card):
    """The card with the offers; it is not there when there are none. `pressed` carries the `Offer`; so does `asked`,
    where another number of it is wanted."""

    pressed = Signal(object)
    asked = Signal(object)

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__(look, padding=(14, 10), spacing=6)
        self.words = words
        self.offers: tuple[Offer, ...] = ()
        self._names: dict[str, Text] = {}
        self.title = Label(look, size=LABEL, weight=SEMIBOLD, colour="soft")
        self.column.addWidget(self.title)
        self._held = QWidget()
        self._grid = QGridLayout(self._held)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self.column.addWidget(self._held)
        self.rows: list[OfferRow] = []
        self._wide: tuple[bool, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def restyle(self) -> None:
        """Follow the look."""
        super().restyle()
        if hasattr(self, "_grid"):
            self._grid.setSpacing(self.look.px(8))

    def retranslate(self) -> None:
        """Say it in the language of the moment."""
        self.title.setText(self.words("ui_sale.redeem_now"))
        self._write()

    def show_offers(self, quote: Quote) -> None:
        """Show a quote's offers, the ones that have no key left under the others."""
        offers = quote.offers
        if offers == self.offers:
            return
        self.offers = offers
        self._names = {panel.program: panel.name for panel in quote.panels}
        for at in range(len(self.rows), len(offers)):
            row = OfferRow(self.look)
            row.setParent(self._held)  # shown without, it would be a window of its own and take the keyboard
            row.button.clicked.connect(lambda _=False, at=at: self.press(at))
            row.other.clicked.connect(lambda _=False, at=at: self.ask(at))
            self.rows.append(row)
        for at, row in enumerate(self.rows):
            row.setVisible(at < len(offers))
        self._write()
        self.setVisible(bool(offers))

    def _lay_out(self) -> None:
        """Two beside each other where their words need no more than half the width."""
        sides = self.column.contentsMargins()
        half = (self.width() - sides.left() - sides.right() - self.look.px(8)) // 2
        shown = zip(self.rows, self.offers, strict=False)
        wide = tuple(len(self.offers) <= 2 or _chooses(offer) or row.button.least_wide > half for row, offer in shown)
        if wide == self._wide:
            return
        self._wide = wide
        line = column = 0
        for row, alone in zip(self.rows, wide, strict=False):
            line, column = (line + 1, 0) if alone and column else (line, column)
            self._grid.addWidget(row, line, column, 1, 2 if alone else 1)
            line, column = (line + 1, 0) if alone or column else (line, 1)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)

    def _write(self) -> None:
        for at, (row, offer) in enumerate(zip(self.rows, self.offers, strict=False)):
            button = row.button
            row.other.setVisible(_chooses(offer))
            button.set_hint(_NAMES[at] if at < len(_NAMES) else "")
            button.set_kind("chosen" if offer.chosen else "outline")
            label, of = self.words.say(offer.label), self._program(offer)
            worth = self.words.money(-offer.worth_minor) if offer.worth_minor else ""
            button.show_offer(label[:1].upper() + label[1:], of="" if of in label else of, worth=worth)
            said = self.words("ui_sale.chosen", what=button.text()) if offer.chosen else button.text()
            button.setAccessibleName(", ".join(part for part in (said, of, worth) if part))
            row.other.setAccessibleName(self.words("ui_sale.number_title", name=self.name_of(offer)))
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has room for others beside each other."""
        super().resizeEvent(event)
        self._lay_out()

    def name_of(self, offer: Offer) -> str:
        """What an offer is of: its program's name, or what the offer itself says."""
        return self._program(offer) or self.words.say(offer.label)

    def _program(self, offer: Offer) -> str:
        name = self._names.get(offer.redemption.program or offer.redemption.coupon or "")
        return self.words.name(name) if name is not None else ""

    def press(self, at: int) -> bool:
        """Take up, or give back, the offer at a place; false where there is none."""
        if at >= len(self.offers):
            return False
        self.pressed.emit(self.offers[at])
        return True

    def ask(self, at: int) -> bool:
        """Ask for another number of the offer at a place; false where there is none, or nothing to choose."""
        if at >= len(self.offers) or not _chooses(self.offers[at]):
            return False
        self.asked.emit(self.offers[at])
        return True


def _chooses(offer: Offer) -> bool:
    """Is there more than one number to choose from?"""
    return offer.any_of is not None and offer.any_of.most - offer.any_of.least >= offer.any_of.step
