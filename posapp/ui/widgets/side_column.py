"""The right column of the sale: the member, what can be redeemed, why; after a payment, what it brought.

What can be redeemed is never under the fold: where all does not fit, the member's card gives way first, down to her
name and what tells most, then the offers themselves, into one button with their number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from posapp.ui.theme import GAP, Look
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.member_card import MemberCardView
from posapp.ui.widgets.offers import Offers
from posapp.ui.widgets.scroll import Bar, Scroll

if TYPE_CHECKING:
    from posapp.ui.widgets.done import Done

_PEEK = 40
"""Of what follows the offers its heading stays in sight, so that one sees that there is more."""


class SideColumn(Scroll):
    """Scrolls where it must; `fit` shares its height anew. Its bar lies over the cards' edge and takes no width."""

    def __init__(self, look: Look, *, member: MemberCardView, offers: Offers, why: Card) -> None:
        self._held = QWidget()
        super().__init__(look, self._held)
        self.member, self.offers, self.why = member, offers, why
        self.done: Done | None = None
        self._column = QVBoxLayout(self._held)
        self._column.setContentsMargins(0, 0, 0, 0)
        for widget, stretch in ((member, 0), (offers, 0), (why, 1)):
            self._column.addWidget(widget, stretch)
        self._column.addStretch(0)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._bar = Bar(look)
        self._bar.setParent(self)
        own = self.verticalScrollBar()
        own.rangeChanged.connect(self._follow_range)
        own.valueChanged.connect(self._bar.setValue)
        self._bar.valueChanged.connect(own.setValue)
        self._bar.hide()

    def hold(self, done: Done) -> None:
        """Take in what a payment brings, under all the others."""
        self.done = done
        self._column.insertWidget(self._column.count() - 1, done, 1)

    def _follow_range(self, least: int, most: int) -> None:
        self._bar.setRange(least, most)
        self._bar.setPageStep(self.verticalScrollBar().pageStep())
        self._bar.setVisible(most > least)

    def restyle(self) -> None:
        """Follow the look."""
        self._column.setSpacing(self.look.px(GAP))
        self.fit()

    def fit(self) -> None:
        """Share the height: between her card and the offers, or between her card and what a payment brought."""
        px, whole = self.look.px, self.viewport().height()
        gap = px(GAP)
        if self.done is not None and not self.done.isHidden():
            high = self.done.share(wide=self.viewport().width(), most=whole - self.member.least_high - gap)
            self.member.set_room(whole - gap - high)
            return
        after = px(_PEEK) + gap if not self.why.isHidden() else 0
        offers = 0
        if self.offers.offers:
            self.offers.set_room(max(whole - self.member.least_high - gap - after, 0))
            offers = min(self.offers.whole_high, self.offers.sizeHint().height()) + gap
        self.member.set_room(max(whole - offers - after, self.member.least_high))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another height is shared anew."""
        super().resizeEvent(event)
        self._bar.setGeometry(self.width() - 10, 0, 10, self.height())
        self._bar.raise_()
        self.fit()
