"""What she buys, line by line, each with what was taken off it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF
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


class Bought(Painted):
    """The lines of the sale, the newest at the foot; where not all fit, the oldest are counted. `card` gives it a
    white ground of its own and the benefits with their amounts below."""

    def __init__(self, look: Look, words: Words, *, card: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.words, self.card = words, card
        self._quote: Quote | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_quote(self, quote: Quote | None) -> None:
        """Show the lines of a sale."""
        self._quote = quote
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in her language."""
        words = self.words
        said = [
            ", ".join((words.name(one.line.name), self._count(one), words.money(one.net_minor), *self._chips(one)))
            for one in (self._quote.lines if self._quote else ())
        ]
        said += [f"{name} {amount}" for name, amount in self._benefits()]
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
        """Draw them."""
        if self._quote is None or not self._quote.lines:
            return
        painter, px = QPainter(self), self.look.px
        if self.card:
            paint_card(painter, self.look, QRectF(self.rect()))
        side = px(24) if self.card else 0
        wide, y = self.width() - 2 * side, px(20) if self.card else 0
        title = QRect(side, y, wide, px(28))
        write(painter, self.look, title, self.words("ui_customer.bought"), sizes=(LINE,), weight=BOLD)
        y += px(_HEAD)
        benefits = self._benefits()
        foot = len(benefits) * px(_BENEFIT) + px(28) if benefits else px(8)
        lines = self._quote.lines
        first = self._fitting(lines, self.height() - y - foot)
        if first:
            more = self.words("ui_customer.more_lines", count=first)
            write(painter, self.look, QRect(side, y, wide, px(28)), more, sizes=(SMALL,), colour="soft")
            y += px(_BENEFIT)
        for one in lines[first:]:
            self._paint_line(painter, one, QRect(side, y, wide, self._high(one)))
            y += self._high(one)
        if benefits:
            y = self.height() - foot
            painter.fillRect(QRect(side, y, wide, max(1, px(1))), self.look.colours.line)
            y += px(12)
            for name, amount in benefits:
                box = QRect(side, y, wide, px(_BENEFIT))
                taken = write(painter, self.look, box, amount, sizes=(TEXT,), weight=BOLD, colour="good", align=RIGHT)
                box.setWidth(wide - taken - px(12))
                write(painter, self.look, box, name, sizes=(TEXT, SMALL), colour="good")
                y += px(_BENEFIT)

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
