"""After the payment: that it was taken, what it brought, what comes next, and the way to undo it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from posapp.ui.slips import has_slips
from posapp.ui.theme import BOLD, EXTRABOLD, LABEL, LINE, SEMIBOLD, SMALL, Look
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.earned import earned_words
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.painted import Painted
from posapp.ui.widgets.panels import is_level, is_stamps
from posapp.ui.widgets.reasons import Reasons, Told
from posapp.ui.widgets.scroll import Scroll
from posapp.ui.widgets.seal import paint_tick
from posapp.ui.words import Words

if TYPE_CHECKING:
    from posapp.till.views import SaleRecorded


class Tick(Painted):
    """A green disc with a tick."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.restyle()

    def restyle(self) -> None:
        """Follow the look."""
        self.setFixedSize(self.look.px(44), self.look.px(44))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter, side = QPainter(self), self.width()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.look.colours.good_wash)
        painter.drawEllipse(self.rect())
        box = QRectF(side * 0.3, side * 0.34, side * 0.4, side * 0.32)
        paint_tick(painter, box, self.look.colours.good, width=self.look.px(3))


class Done(Card):
    """The card of the sale that was just taken. `undo` asks to take it back, `print` (the sale) for its slips."""

    undo = Signal()
    print = Signal(object)

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__(look, padding=(16, 16), spacing=10)
        self.words = words
        self.recorded: SaleRecorded | None = None
        self.tick = Tick(look)
        self.paid = Label(look, size=SMALL, colour="soft")
        self.sum = Label(look, size=28, weight=EXTRABOLD)
        self.receipt = Label(look, size=LABEL, colour="soft", right=True)
        self.earned = Reasons(look, words)
        self.button = Button(look, hint="Ctrl Z")
        self.button.clicked.connect(self.undo)
        self.slips = Button(look, hint="Ctrl P")
        self.slips.clicked.connect(self.press_print)
        self.next = Label(look, size=LABEL, colour="soft", wrap=True)
        head = QWidget()
        grid = QGridLayout(head)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(0)
        grid.setHorizontalSpacing(12)
        grid.addWidget(self.tick, 0, 0, 2, 1)
        grid.addWidget(self.paid, 0, 1)
        grid.addWidget(self.receipt, 0, 2)
        grid.addWidget(self.sum, 1, 1, 1, 2)
        grid.setColumnStretch(1, 1)
        self.column.addWidget(head)
        self.rolling = Scroll(look, self.earned)
        self.column.addWidget(self.rolling)
        self.column.addStretch(1)
        self.column.addWidget(self.next)
        self.column.addWidget(self.slips)
        self.column.addWidget(self.button)
        self.hide()

    def show_recorded(self, recorded: SaleRecorded) -> None:
        """Show a sale that is kept."""
        self.recorded = recorded
        self.retranslate()
        self.show()

    def share(self, *, wide: int, most: int) -> int:
        """How high it is where it may be `most` high and is `wide` (pixels): what was earned scrolls where that is too
        little, so that what can be done next stays in sight."""
        inside = self.column.contentsMargins()
        wanted = self.earned.heightForWidth(wide - inside.left() - inside.right())
        self.rolling.setFixedHeight(0)
        rest = max(self.sizeHint().height(), self.minimumSizeHint().height())
        self.rolling.setFixedHeight(min(wanted, max(most - rest, self.look.px(64))))
        return rest + self.rolling.height()

    def press_print(self) -> None:
        """Print the slips of the sale, where it has any."""
        if self.recorded is not None and has_slips(self.recorded.quote):
            self.print.emit(self.recorded)

    def retranslate(self) -> None:
        """Say it in the language of the moment."""
        words, recorded = self.words, self.recorded
        if recorded is None:
            return
        quote = recorded.quote
        self.paid.setText(words("ui_sale.paid"))
        self.sum.setText(words.money(quote.due_minor))
        self.receipt.setText(words("ui_sale.receipt", number=recorded.receipt))
        told = []
        if quote.discount_minor:
            told.append(Told(words("ui_sale.saved"), words.money(-quote.discount_minor), weight=SEMIBOLD))
        told += [
            Told(text, size=LINE, weight=BOLD, colour="good")
            for text in earned_words(words, quote.earned, recorded.member.panels if recorded.member else quote.panels)
        ]
        for panel in recorded.member.panels if recorded.member else ():
            if (is_stamps(panel) or is_level(panel)) and panel.next is not None:
                said = words("ui_sale.why_not", name=panel.name, reason=panel.next)
                told.append(Told(said, size=SMALL))
        told += [Told(words.name(perk.say), weight=SEMIBOLD) for perk in quote.perks]
        told += [
            Told(words("ui_sale.coupon_issued", code=_grouped(each.code)), words.say(each.gives), weight=SEMIBOLD)
            for each in quote.coupons
        ]
        told += [
            Told(words("ui_sale.card_loaded", code=_grouped(each.line.gift_card)), words.money(each.line.list_minor))
            for each in quote.lines
            if each.line.gift_card is not None
        ]
        told += [Told(words("ui_sale.why_not", name=each.name, reason=each.say), size=SMALL) for each in quote.notices]
        if recorded.member is None:
            told.append(Told(words("ui_sale.without_member"), size=SMALL, colour="soft"))
        self.earned.show_told(tuple(told))
        self.next.setText(words("ui_sale.next_hint"))
        self.button.setText(words("ui_sale.undo"))
        self.slips.setText(words("ui_sale.print_slips"))
        self.slips.setVisible(has_slips(quote))


def _grouped(code: str) -> str:
    """A code in fours, as it is read aloud."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))
