"""Why and why not: what every program did for this sale, and the first thing that stood in the way of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from posapp.ui.theme import LABEL, MEDIUM, SEMIBOLD, SMALL, Look
from posapp.ui.widgets.earned import earned_words
from posapp.ui.widgets.painted import Painted
from posapp.ui.words import Words

if TYPE_CHECKING:
    from posapp.loyalty.outcome import Quote

_WRAP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


class Told(NamedTuple):
    """One line of it: the sentence, an amount at the right, and how it is written."""

    text: str
    amount: str = ""
    size: int = SMALL
    weight: int = MEDIUM
    colour: str = "ink"
    rule_above: bool = False


class Reasons(Painted):
    """A column of sentences that wrap and are never cut; what was given stands first, then what was not, then what
    comes after the sale."""

    def __init__(self, look: Look, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.words = words
        self.told: tuple[Told, ...] = ()
        self._places: dict[int, tuple[tuple[QRect, ...], int]] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_quote(self, quote: Quote) -> None:
        """Say what a quote says."""
        words, told = self.words, []
        for benefit in sorted(quote.benefits, key=lambda b: (-b.off_minor, b.program)):
            amount = words.money(-benefit.off_minor) if benefit.off_minor else ""
            told.append(Told(words.say(benefit.reason), amount))
        told += [Told(words.name(perk.say)) for perk in quote.perks]
        carded = {panel.program for panel in quote.panels}  # what the member's card says already
        told += [
            Told(words("ui_sale.why_not", name=each.name, reason=each.say))
            for each in quote.notices
            if each.program not in carded
        ]
        if quote.lines:
            told += [Told(text, size=LABEL, weight=400, colour="soft") for text in self._why_not(quote)]
        if quote.earned:
            after = words("ui_sale.after", what=earned_words(words, quote.earned, quote.panels))
            told.append(Told(after, size=LABEL, weight=SEMIBOLD, colour="good", rule_above=bool(told)))
        if quote.bounded:
            told.append(Told(words("ui_sale.bounded"), size=LABEL, weight=400, colour="soft"))
        self.show_told(tuple(told))

    def _why_not(self, quote: Quote) -> list[str]:
        """A line for each program that gave nothing; three and more with the same reason share one."""
        names: dict[str, list[str]] = {}
        for why in quote.why_not:
            names.setdefault(self.words.say(why.reason), []).append(self.words.name(why.name))
        said = []
        for reason, programs in names.items():
            if len(programs) > 2:
                said.append(self.words("ui_sale.why_not", name=reason, reason=tuple(programs)))
            else:
                said += [self.words("ui_sale.why_not", name=name, reason=reason) for name in programs]
        return said

    def show_told(self, told: tuple[Told, ...]) -> None:
        """Show other sentences."""
        if told != self.told:
            self.told = told
            self._places.clear()
            self.setAccessibleName(". ".join(f"{one.text} {one.amount}".strip() for one in told))
            self.updateGeometry()
            self.update()

    def restyle(self) -> None:
        """Follow the look."""
        self._places.clear()
        self.updateGeometry()

    def _lay_out(self, width: int) -> tuple[tuple[QRect, ...], int]:
        """Each sentence's place for a width, and the height of all. A column asks for it several times over."""
        there = self._places.get(width)
        if there is not None:
            return there
        px, y, boxes = self.look.px, 0, []
        for one in self.told:
            metrics = self.look.metrics(one.size, one.weight)
            amount = self.look.metrics(SMALL, SEMIBOLD).horizontalAdvance(one.amount) + px(12) if one.amount else 0
            if one.rule_above:
                y += px(9)
            high = metrics.boundingRect(QRect(0, 0, max(width - amount, 40), 9999), _WRAP, one.text).height()
            boxes.append(QRect(0, y, width - amount, high))
            y += high + px(7)
        found = self._places[width] = tuple(boxes), max(0, y - px(4))
        return found

    def hasHeightForWidth(self) -> bool:
        """Its sentences wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """How high it is where it is so wide."""
        return self._lay_out(width)[1]

    def sizeHint(self) -> QSize:
        """As high as its sentences are at the width it has."""
        width = self.width() if self.width() > 100 else self.look.px(360)
        return QSize(self.look.px(200), self._lay_out(width)[1])

    def minimumSizeHint(self) -> QSize:
        """The same: nothing is cut."""
        return QSize(self.look.px(120), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width wraps them anew."""
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw them."""
        boxes, _ = self._lay_out(self.width())
        painter, c = QPainter(self), self.look.colours
        for one, box in zip(self.told, boxes, strict=True):
            if one.rule_above:
                y = box.top() - self.look.px(8)
                painter.setPen(c.line)
                painter.drawLine(0, y, self.width(), y)
            painter.setPen(getattr(c, one.colour))
            painter.setFont(self.look.font(one.size, one.weight))
            painter.drawText(box, _WRAP, one.text)
            if one.amount:
                painter.setPen(c.good)
                painter.setFont(self.look.font(SMALL, SEMIBOLD))
                right = QRect(0, box.top(), self.width(), box.height())
                painter.drawText(right, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, one.amount)
