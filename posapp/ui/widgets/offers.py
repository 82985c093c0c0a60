"""What can be redeemed now, one press each, with the key that does the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from posapp.loyalty.words import Text
from posapp.ui.theme import LABEL, RADIUS, SEMIBOLD, SMALL, TARGET, TEXT, Look
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

KEY_NAMES = ("F3", "F4", "F5", "F7", "F10", "F11", "F12")


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
    where another number of it is wanted; `more` asks for a list of all, where `set_room` left too little for them."""

    pressed = Signal(object)
    asked = Signal(object)
    more = Signal()

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__(look, padding=(16, 10), spacing=6)
        self.words = words
        self.offers: tuple[Offer, ...] = ()
        self._names: dict[str, Text] = {}
        self.title = Label(look, size=LABEL, weight=SEMIBOLD, colour="soft")
        self.column.addWidget(self.title)
        self._held = QWidget()
        self._grid = QGridLayout(self._held)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self.column.addWidget(self._held)
        self.others = Button(look, kind="outline")
        self.others.clicked.connect(self.more)
        self.others.hide()
        self.column.addWidget(self.others)
        self.rows: list[OfferRow] = []
        self._room_high: int | None = None
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
        self._write()

    def set_room(self, high: int | None) -> None:
        """How high it may be (pixels); None: as high as it likes. What has no room goes into one button with their
        number."""
        if high != self._room_high:
            self._room_high = high
            self._fold()

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
        self._write()
        self.setVisible(bool(offers))

    def _lay_out(self) -> None:
        """Two beside each other where their words need no more than half the width."""
        sides = self.column.contentsMargins()
        half = (self.width() - sides.left() - sides.right() - self.look.px(8)) // 2
        shown = zip(self.rows, self.offers, strict=False)
        wide = tuple(len(self.offers) <= 2 or _chooses(offer) or row.button.least_wide > half for row, offer in shown)
        if wide != self._wide:
            self._wide = wide
            for row, (line, column, across) in zip(self.rows, self._places(), strict=False):
                self._grid.addWidget(row, line, column, 1, across)
            self._grid.setColumnStretch(0, 1)
            self._grid.setColumnStretch(1, 1)
        self._fold()

    def _places(self) -> list[tuple[int, int, int]]:
        """Line, column and columns across of each offer."""
        line = column = 0
        places = []
        for alone in self._wide:
            line, column = (line + 1, 0) if alone and column else (line, column)
            places.append((line, column, 2 if alone else 1))
            line, column = (line + 1, 0) if alone or column else (line, 1)
        return places

    # What there is room for

    @property
    def whole_high(self) -> int:
        """How high it is with everything (pixels); 0 where nothing can be redeemed."""
        return self._high(len(self._lines()), more=False) if self.offers else 0

    def _lines(self) -> list[int]:
        """Of each line, how many offers stand in it and in those above."""
        ends: dict[int, int] = {}
        for at, (line, _, _) in enumerate(self._places()):
            ends[line] = at + 1
        return list(ends.values())

    def _high(self, lines: int, *, more: bool) -> int:
        px, sides = self.look.px, self.column.contentsMargins()
        rows = lines + more
        gaps = max(lines - 1, 0) * px(8) + (px(6) if more and lines else 0)
        return sides.top() + sides.bottom() + self.title.sizeHint().height() + px(6) + rows * px(TARGET) + gaps

    def _fold(self) -> None:
        """Show the lines that there is room for; the others are in the list."""
        ends, room = self._lines(), self._room_high
        shown = len(self.offers)
        if room is not None and ends and self._high(len(ends), more=False) > room:
            fitting = [0, *ends[:-1]]
            shown = fitting[max(n for n in range(len(fitting)) if not n or self._high(n, more=True) <= room)]
        hidden = self.offers[shown:]
        for at, row in enumerate(self.rows):
            row.setVisible(at < shown)
        self._held.setVisible(shown > 0)
        self.others.setVisible(bool(hidden))
        taken = any(offer.chosen for offer in hidden)
        self.others.set_kind("chosen" if taken else "outline")
        self.others.setText(self.words("ui_sale.more_offers", count=len(hidden)) if hidden else "")

    def _write(self) -> None:
        many = len(self.offers) > 3
        self.title.setText(
            self.words("ui_sale.redeem_now_of" if many else "ui_sale.redeem_now", count=len(self.offers))
        )
        for at, (row, offer) in enumerate(zip(self.rows, self.offers, strict=False)):
            button = row.button
            row.other.setVisible(_chooses(offer))
            button.set_hint(KEY_NAMES[at] if at < len(KEY_NAMES) else "")
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

    def listed(self) -> list[tuple[int, str, str, str, bool]]:
        """Of every offer its place, its words, the program that gives it, what it is worth, and whether it was taken
        up: for a list of all."""
        rows = zip(self.rows, self.offers, strict=False)
        return [
            (at, row.button.text(), row.button.of, row.button.worth, offer.chosen)
            for at, (row, offer) in enumerate(rows)
        ]

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
