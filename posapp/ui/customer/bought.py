"""What she buys, line by line, each with what was taken off it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from posapp.ui.customer.writing import RIGHT, write
from posapp.ui.theme import BOLD, LABEL, LINE, SEMIBOLD, SMALL, TEXT, Look
from posapp.ui.widgets.basket import paint_card
from posapp.ui.widgets.painted import Painted
from posapp.ui.words import Words

if TYPE_CHECKING:
    from posapp.loyalty.outcome import Quote, QuotedLine

_PLAIN, _WITH_OFF, _HEAD, _BENEFIT = 46, 68, 48, 34
_OFFERS = 3
"""How many of the things she may use now are named."""


class Bought(Painted):
    """The lines of the sale, the newest at the foot; where not all fit, the oldest are counted. `card` gives it a
    white ground of its own and the benefits with their amounts below."""

    def __init__(self, look: Look, words: Words, *, card: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.words, self.card = words, card
        self._quote: Quote | None = None
        self._paid = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_quote(self, quote: Quote | None, *, paid: bool = False) -> None:
        """Show the lines of a sale; once it is `paid` nothing more can be used in it."""
        self._quote, self._paid = quote, paid
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in her language."""
        words = self.words
        said = [
            ", ".join((words.name(one.line.name), self._count(one), words.money(one.net_minor), *self._chips(one)))
            for one in (self._quote.lines if self._quote else ())
        ]
        said += [f"{name} {amount}" for name, amount in self._benefits()]
        if offers := self._offers():
            said += [words("ui_customer.usable"), *offers]
        if self.card and not (self._quote and self._quote.lines) and not offers:
            said.append(words("ui_customer.nothing_yet"))
        self.setAccessibleName(". ".join(said))
        self.update()

    def _count(self, one: QuotedLine) -> str:
        return self.words("ui_customer.units", count=one.line.quantity)

    def _names(self) -> dict[str, str]:
        assert self._quote is not None
        return {benefit.program: self.words.name(benefit.name) for benefit in self._quote.benefits}

    def _chips(self, one: QuotedLine) -> tuple[str, ...]:
        names = self._names()
        return tuple(names[share.program] for share in one.off if share.program in names and share.amount_minor)

    def _benefits(self) -> list[tuple[str, str]]:
        if self._quote is None or not self.card:
            return []
        return [
            (self.words.name(benefit.name), self.words.money(-benefit.off_minor))
            for benefit in self._quote.benefits
            if benefit.off_minor
        ]

    def _offers(self) -> list[str]:
        """What she may use in this sale and has not, in a few words each."""
        if self._quote is None or not self.card or self._paid:
            return []
        names = {panel.program: panel.name for panel in self._quote.panels}
        said = []
        for offer in self._quote.offers:
            name = names.get(offer.redemption.program or "")
            if not offer.chosen:
                said.append(
                    self.words("ui_sale.why_not", name=name, reason=offer.label) if name is not None
                    else self.words.say(offer.label)
                )  # fmt: skip
        return said[:_OFFERS]

    # How it is drawn

    def _high(self, one: QuotedLine) -> int:
        return self.look.px(_WITH_OFF if self._chips(one) else _PLAIN)

    def _fitting(self, lines: tuple[QuotedLine, ...], room: int) -> int:
        """The first line that is shown, so that the last ones fit into `room` pixels."""
        if sum(map(self._high, lines)) <= room:
            return 0
        room -= self.look.px(_BENEFIT)
        first = len(lines)
        while first and (room := room - self._high(lines[first - 1])) >= 0:
            first -= 1
        return min(first, len(lines) - 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines from the top, the benefits and what she may use now from the foot."""
        painter, px = QPainter(self), self.look.px
        if self.card:
            paint_card(painter, self.look, QRectF(self.rect()))
        if self._quote is None:
            return
        inside = self.rect().adjusted(px(24), px(20), -px(24), -px(16)) if self.card else self.rect()
        if not self._quote.lines:
            self._paint_empty(painter, inside)
            return
        self._paint_title(painter, inside, self.words("ui_customer.bought"))
        lines, y = self._quote.lines, inside.top() + px(_HEAD)
        foot = self._paint_foot(painter, inside, room=inside.bottom() - y - self._high(lines[-1]))
        first = self._fitting(lines, foot - y)
        if first:
            more = self.words("ui_customer.more_lines", count=first)
            box = QRect(inside.left(), y, inside.width(), px(28))
            write(painter, self.look, box, more, sizes=(SMALL,), colour="soft")
            y += px(_BENEFIT)
        for one in lines[first:]:
            self._paint_line(painter, one, QRect(inside.left(), y, inside.width(), self._high(one)))
            y += self._high(one)

    def _paint_title(self, painter: QPainter, inside: QRect, title: str) -> None:
        box = QRect(inside.left(), inside.top(), inside.width(), self.look.px(28))
        write(painter, self.look, box, title, sizes=(LINE,), weight=BOLD)

    def _paint_empty(self, painter: QPainter, inside: QRect) -> None:
        """Nothing was rung up yet: what she may use, or what will be here."""
        if not self.card:
            return
        px, offers = self.look.px, self._offers()
        self._paint_title(painter, inside, self.words("ui_customer.usable" if offers else "ui_customer.bought"))
        y = inside.top() + px(_HEAD)
        for text in offers:
            box = QRect(inside.left(), y, inside.width(), px(_BENEFIT))
            write(painter, self.look, box, text, sizes=(LINE, TEXT, SMALL), weight=SEMIBOLD, colour="seal")
            y += px(_BENEFIT)
        if not offers:
            painter.setPen(self.look.colours.soft)
            painter.setFont(self.look.font(TEXT))
            wrap = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
            painter.drawText(
                QRect(inside.left(), y, inside.width(), px(80)), wrap, self.words("ui_customer.nothing_yet")
            )

    def _paint_foot(self, painter: QPainter, inside: QRect, *, room: int) -> int:
        """The benefits with their amounts, and what she may use besides where there is `room`; gives where it
        begins."""
        px, look = self.look.px, self.look
        row, benefits, offers = px(_BENEFIT), self._benefits(), self._offers()
        while offers and (len(benefits) + len(offers) + 1) * row + px(24) > room:
            offers.pop()
        if not benefits and not offers:
            return inside.bottom()
        rows = len(benefits) + (len(offers) + 1 if offers else 0)
        top = inside.bottom() - rows * row - px(12) - (px(12) if benefits and offers else 0)
        painter.fillRect(QRect(inside.left(), top, inside.width(), max(1, px(1))), look.colours.line)
        box = QRect(inside.left(), top + px(12), inside.width(), row)
        for name, amount in benefits:
            taken = write(painter, look, box, amount, sizes=(TEXT,), weight=BOLD, colour="good", align=RIGHT)
            name_box = QRect(box.left(), box.top(), box.width() - taken - px(12), row)
            write(painter, look, name_box, name, sizes=(TEXT, SMALL), colour="good")
            box.translate(0, row)
        if offers:
            box.translate(0, px(12) if benefits else 0)
            write(painter, look, box, self.words("ui_customer.usable"), sizes=(SMALL,), colour="soft")
            for text in offers:
                box.translate(0, row)
                write(painter, look, box, text, sizes=(TEXT, SMALL), weight=SEMIBOLD, colour="seal")
        return top - px(8)

    def _paint_line(self, painter: QPainter, one: QuotedLine, box: QRect) -> None:
        look, px, words = self.look, self.look.px, self.words
        top = QRect(box.left(), box.top(), box.width(), px(30))
        net = words.money(one.net_minor)
        wide = write(painter, look, top, net, sizes=(LINE,), weight=SEMIBOLD, align=RIGHT)
        name = words.name(one.line.name)
        if one.line.quantity != 1:
            name = words("ui_customer.line", name=name, count=one.line.quantity)
        top.setWidth(box.width() - wide - px(12))
        write(painter, look, top, name, sizes=(LINE,))
        chips = self._chips(one)
        if not chips:
            return
        under = QRect(box.left(), box.top() + px(30), box.width(), px(22))
        listed = words.money(one.line.list_minor)
        wide = write(painter, look, under, listed, sizes=(SMALL,), colour="soft", align=RIGHT, struck=True)
        under.setWidth(box.width() - wide - px(12))
        write(painter, look, under, " · ".join(chips), sizes=(SMALL, LABEL), weight=SEMIBOLD, colour="good")
