"""The basket: one row of 64 for each line, with its benefits, its quantity and what it comes to."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from posapp.ui.theme import CARD_RADIUS, LABEL, LINE, MEDIUM, ROW, SEMIBOLD, SMALL, TARGET, TEXT, WASH_MS, Look, mixed
from posapp.ui.widgets.badge import paint_badge
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.flash import Passing
from posapp.ui.widgets.painted import Painted, rounded
from posapp.ui.widgets.scroll import Scroll
from posapp.ui.words import Words

if TYPE_CHECKING:
    from posapp.loyalty.outcome import Benefit, Quote, QuotedLine

_SIDE = 18
_AMOUNT = 132
_QUANTITY = 144


def columns(look: Look, width: int) -> tuple[int, int, int]:
    """Where a row's name ends, its quantity begins and its amount begins, in pixels."""
    amount = width - look.px(_SIDE + _AMOUNT)
    quantity = amount - look.px(_QUANTITY)
    return quantity - look.px(8), quantity, amount


class BasketRow(Painted):
    """One line. `minus` and `plus` are real buttons; everything else is painted."""

    stepped = Signal(int, int)
    picked = Signal(int)

    def __init__(self, look: Look, words: Words, place: int, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.words, self.place = words, place
        self.line: QuotedLine | None = None
        self.chips: tuple[str, ...] = ()
        self.marked = False
        self._name = self._net = self._list = ""
        self.minus = Button(look, "−", kind="glyph", name="−", parent=self)
        self.plus = Button(look, "+", kind="glyph", name="+", parent=self)
        for button, step in ((self.minus, -1), (self.plus, 1)):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _=False, step=step: self.stepped.emit(self.place, step))
        self.flash = Passing(look, WASH_MS, self.update, self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.restyle()

    def restyle(self) -> None:
        """Follow the look."""
        self.setFixedHeight(self.look.px(ROW))
        self._place()

    def show_line(self, line: QuotedLine, names: Mapping[str, str]) -> bool:
        """Show a line; true where it is another than before or has more units. `names` says benefits in few words."""
        before, self.line = self.line, line
        words = self.words
        name, chips = (
            words.name(line.line.name),
            tuple(names[o.program] for o in line.off if o.program in names),
        )
        net, listed = words.money(line.net_minor), words.money(line.line.list_minor)
        if (name, chips, net, listed) != (self._name, self.chips, self._net, self._list) or line != before:
            self._name, self.chips, self._net, self._list = name, chips, net, listed
            off = words("ui_sale.line_was", listed=listed) if line.net_minor != line.line.list_minor else ""
            said = (name, words("ui_sale.units", count=line.line.quantity), net, off, *chips)
            self.setAccessibleName(", ".join(part for part in said if part))
            self.minus.setAccessibleName(words("ui_sale.one_less", name=name))
            self.plus.setAccessibleName(words("ui_sale.one_more", name=name))
            self.setToolTip(name if self._too_long() else "")
            self.update()
        return before is None or before.line.product != line.line.product or before.line.quantity < line.line.quantity

    def mark(self, marked: bool) -> None:
        """The keyboard's + − and Delete are for this line."""
        if marked != self.marked:
            self.marked = marked
            self.update()

    def _too_long(self) -> bool:
        end, _, _ = columns(self.look, self.width())
        return self.look.metrics(LINE, MEDIUM).horizontalAdvance(self._name) > end - self.look.px(_SIDE)

    def _place(self) -> None:
        px = self.look.px
        _, quantity, _ = columns(self.look, self.width())
        top, size = (self.height() - px(TARGET)) // 2, px(TARGET)
        self.minus.setGeometry(quantity, top, size, size)
        self.plus.setGeometry(quantity + px(_QUANTITY - 12) - size, top, size, size)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the buttons in their column."""
        self._place()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on a line marks it."""
        self.picked.emit(self.place)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        if self.line is None:
            return
        c, px = self.look.colours, self.look.px
        painter = QPainter(self)
        if left := self.flash.left:
            painter.fillRect(self.rect().adjusted(1, 0, -1, -1), mixed(c.card, c.good_wash, left))
        painter.setPen(c.line)
        painter.drawLine(1, self.height() - 1, self.width() - 2, self.height() - 1)
        if self.marked:
            mark = QRectF(px(7), px(20), px(3), self.height() - px(41))
            rounded(painter, mark, px(2), fill=c.ink)
        end, quantity, amount = columns(self.look, self.width())
        self._paint_name(painter, px(_SIDE), end)
        painter.setPen(c.ink)
        painter.setFont(self.look.font(LINE, MEDIUM))
        middle = QRect(quantity + px(TARGET), 0, px(_QUANTITY - 12 - 2 * TARGET), self.height())
        painter.drawText(middle, Qt.AlignmentFlag.AlignCenter, f"{self.line.line.quantity:,}")
        self._paint_amount(painter, amount)

    def _paint_name(self, painter: QPainter, left: int, end: int) -> None:
        px, look, room = self.look.px, self.look, end - left
        wide = look.metrics(LINE, MEDIUM).horizontalAdvance(self._name)
        beside = wide + sum(self._chip_wide(chip) + px(6) for chip in self.chips) + px(2) <= room
        below = bool(self.chips) and not beside
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(look.colours.ink)
        top, high = (px(7), px(26)) if below else (0, self.height())
        if wide <= room or below:
            shown = look.metrics(LINE, MEDIUM).elidedText(self._name, Qt.TextElideMode.ElideRight, room)
            painter.setFont(look.font(LINE, MEDIUM))
            painter.drawText(QRect(left, top, room, high), middle, shown)
        else:
            painter.setFont(look.font(SMALL, MEDIUM))
            box = QRect(left, px(6), room, self.height() - px(12))
            painter.drawText(box, middle | Qt.TextFlag.TextWordWrap, self._name)
        at, y = (left, px(36)) if below else (left + wide + px(8), (self.height() - px(22)) // 2)
        for chip in self._chips_that_fit(end - at):
            chip_wide = min(self._chip_wide(chip), end - at)
            text = look.metrics(LABEL, SEMIBOLD).elidedText(chip, Qt.TextElideMode.ElideRight, chip_wide - px(10))
            paint_badge(painter, look, QRectF(at, y, chip_wide, px(22)), text, kind="seal")
            at += chip_wide + px(6)

    def _chip_wide(self, chip: str) -> int:
        return self.look.metrics(LABEL, SEMIBOLD).horizontalAdvance(chip) + self.look.px(16)

    def _chips_that_fit(self, room: int) -> list[str]:
        """All of them; or the first ones and how many there are besides (*Why* names every one)."""
        for many in range(len(self.chips), 0, -1):
            rest = [f"+{len(self.chips) - many}"] if many < len(self.chips) else []
            shown = [*self.chips[:many], *rest]
            if sum(self._chip_wide(chip) + self.look.px(6) for chip in shown) - self.look.px(6) <= room or many == 1:
                return shown
        return []

    def _paint_amount(self, painter: QPainter, left: int) -> None:
        assert self.line is not None
        px, look, wide = self.look.px, self.look, self.width() - left - self.look.px(_SIDE)
        cheaper = self.line.net_minor != self.line.line.list_minor
        painter.setPen(look.colours.ink)
        size = LINE if look.metrics(LINE, SEMIBOLD).horizontalAdvance(self._net) <= wide else TEXT
        painter.setFont(look.font(size, SEMIBOLD))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        box = QRect(left, px(11) if cheaper else 0, wide, px(24) if cheaper else self.height())
        painter.drawText(box, right, self._net)
        if cheaper:
            struck = QFont(look.font(LABEL))
            struck.setStrikeOut(True)
            painter.setFont(struck)
            painter.setPen(look.colours.soft)
            painter.drawText(QRect(left, px(35), wide, px(18)), right, self._list)


class Basket(Painted):
    """The rows under their headings. `stepped` (line, +1 or −1) and `picked` (line) ask; `show_quote` answers."""

    stepped = Signal(int, int)
    picked = Signal(int)

    def __init__(self, look: Look, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.words = words
        self.rows: list[BasketRow] = []
        self.count = 0
        self.marked = -1
        self._headings = ("", "", "")
        self._empty = ("", "")
        self._held = QWidget()
        self._column = QVBoxLayout(self._held)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self.rolling = Scroll(look, self._held)
        self._outer = QVBoxLayout(self)
        self._outer.addWidget(self.rolling)
        self.restyle()

    def restyle(self) -> None:
        """Follow the look."""
        self._outer.setContentsMargins(1, self.look.px(38), 1, 1)

    def retranslate(self) -> None:
        """Say the headings and the empty basket's sentence in the language of the moment."""
        words = self.words
        self._headings = (words("ui_sale.item"), words("ui_sale.quantity"), words("ui_sale.amount"))
        self._empty = (words("ui_sale.empty"), words("ui_sale.empty_hint"))
        self.setAccessibleName(words("ui_sale.basket"))
        self.update()

    def show_quote(self, quote: Quote, *, flash: bool = True) -> None:
        """Show the lines of a quote in the rows there are; new rows are made only where the basket has grown."""
        if not (quote.lines or self.count):
            return
        names = {benefit.program: self._in_few_words(benefit) for benefit in quote.benefits}
        while len(self.rows) < len(quote.lines):
            self._add_row()
        touched = -1
        for place, row in enumerate(self.rows):
            row.setVisible(place < len(quote.lines))
            if place < len(quote.lines) and row.show_line(quote.lines[place], names):
                touched = place
                if flash:
                    row.flash.start()
            elif place >= len(quote.lines):
                row.line = None
        grown, emptied = len(quote.lines) > self.count, not quote.lines
        if emptied or not self.count:
            self.update()  # the headings come, or go; the rows see to themselves
        self.count = len(quote.lines)
        if touched >= 0 and (grown or flash):
            self.mark(touched)
        elif self.marked >= self.count:
            self.mark(self.count - 1)

    def _in_few_words(self, benefit: Benefit) -> str:
        """What a benefit is called on a line: its name or its reason, whichever is shorter."""
        return min(self.words.name(benefit.name), self.words.say(benefit.reason), key=len)

    def mark(self, place: int) -> None:
        """Steer this line with the keyboard (-1 for none), and have it in sight."""
        self.marked = place
        for row in self.rows:
            row.mark(row.place == place and self.count > 1)
        if 0 <= place < len(self.rows):
            self._column.activate()
            self.rolling.ensureWidgetVisible(self.rows[place], 0, 0)

    def _add_row(self) -> None:
        row = BasketRow(self.look, self.words, len(self.rows))
        row.stepped.connect(self.stepped)
        row.picked.connect(self.picked)
        self.rows.append(row)
        self._column.insertWidget(len(self.rows) - 1, row)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The headings, a hairline, and what to scan first where there is nothing."""
        c, px = self.look.colours, self.look.px
        painter = QPainter(self)
        if not self.count:
            self._paint_empty(painter)
            return
        painter.setPen(c.soft)
        painter.setFont(self.look.font(LABEL))
        _, quantity, amount = columns(self.look, self.width() - 2)
        high, middle = px(38), Qt.AlignmentFlag.AlignVCenter
        item, units, sum_ = self._headings
        painter.drawText(QRect(px(_SIDE), 0, quantity, high), middle, item)
        painter.drawText(QRect(quantity, 0, px(_QUANTITY - 12), high), middle | Qt.AlignmentFlag.AlignHCenter, units)
        right = self.width() - px(_SIDE) - amount
        painter.drawText(QRect(amount, 0, right, high), middle | Qt.AlignmentFlag.AlignRight, sum_)
        painter.setPen(QPen(c.line, 1))
        painter.drawLine(1, high, self.width() - 2, high)

    def _paint_empty(self, painter: QPainter) -> None:
        px, look = self.look.px, self.look
        middle = self.height() // 2
        painter.setPen(look.colours.ink)
        painter.setFont(look.font(LINE, SEMIBOLD))
        centre = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
        around = px(40)
        painter.drawText(QRect(around, middle - px(34), self.width() - 2 * around, px(30)), centre, self._empty[0])
        painter.setPen(look.colours.soft)
        painter.setFont(look.font(SMALL))
        painter.drawText(QRect(around, middle, self.width() - 2 * around, px(48)), centre, self._empty[1])


def paint_card(painter: QPainter, look: Look, rect: QRectF) -> None:
    """The white card under a painted widget. Its corners are copied: drawing so large a shape smoothly takes ten times
    as long as filling it."""
    c, radius, box = look.colours, look.px(CARD_RADIUS), rect.toRect()
    side = radius + 1
    if painter.device().devicePixelRatio() != 1.0 or QRectF(box) != rect or min(box.width(), box.height()) < 2 * side:
        rounded(painter, rect, radius, fill=c.card, line=c.line)
        return
    corners = _corners(radius, c.card.rgba(), c.line.rgba())
    left, top, right, bottom = box.left(), box.top(), box.right() + 1, box.bottom() + 1
    across, down = box.width() - 2 * side, box.height() - 2 * side
    painter.fillRect(left + 1, top + side, box.width() - 2, down, c.card)
    for x in (left, right - 1):
        painter.fillRect(x, top + side, 1, down, c.line)
    for y, line in ((top, top), (bottom - side, bottom - 1)):
        painter.fillRect(left + side, y, across, side, c.card)
        painter.fillRect(left + side, line, across, 1, c.line)
    for x, from_x in ((left, 0), (right - side, side)):
        for y, from_y in ((top, 0), (bottom - side, side)):
            painter.drawPixmap(x, y, corners, from_x, from_y, side, side)


@lru_cache(maxsize=8)
def _corners(radius: int, fill: int, line: int) -> QPixmap:
    """The four corners of a card, side by side, for colours as ARGB."""
    side = 2 * (radius + 1)
    made = QPixmap(side, side)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    rounded(painter, QRectF(0, 0, side, side), radius, fill=QColor.fromRgba(fill), line=QColor.fromRgba(line))
    painter.end()
    return made
