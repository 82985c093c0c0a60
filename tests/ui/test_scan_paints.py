"""What a scan must not do if its member is to be on the screen at once: paint what has not changed, or make widgets."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QWidget

from posapp.ui.widgets.reasons import Told
from tests.ui.conftest import KIM_CARD, LEE_CARD, Counter


class Pictures(QObject):
    """Notes which widgets are painted."""

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__()
        self.painted: set[QObject] = set()
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, widget: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self.painted.add(widget)
        return False


def test_a_member_is_shown_without_painting_the_empty_basket_or_making_a_widget(counter: Counter) -> None:
    sale = counter.sale
    counter.scan(KIM_CARD)  # the first one makes what its offers need
    counter.until(lambda: sale.member.card is not None and not sale.box.flash.left)
    widgets, pictures = len(sale.findChildren(QWidget)), Pictures(sale.member, sale.basket, sale.totals, sale.pay)
    first = sale.member.card
    counter.scan(LEE_CARD)
    counter.until(lambda: sale.member.card is not first and sale.member in pictures.painted)
    assert pictures.painted == {sale.member}
    assert len(sale.findChildren(QWidget)) == widgets


class Shown(QObject):
    """Which widgets were shown or hidden, by their kind."""

    def __init__(self) -> None:
        super().__init__()
        self.kinds: list[str] = []

    def eventFilter(self, widget: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide) and not event.spontaneous():
            self.kinds.append(type(widget).__name__)
        return False


def test_a_scan_shows_and_hides_nothing_that_it_does_not_change(counter: Counter) -> None:
    """Each widget that comes or goes has the whole column laid out at once."""
    counter.scan(KIM_CARD)
    counter.settled()
    shown = Shown()
    QApplication.instance().installEventFilter(shown)  # type: ignore[union-attr]
    counter.scan(LEE_CARD)
    counter.settled()
    assert counter.sale.member.card is not None
    assert "Card" not in shown.kinds


def test_sentences_are_measured_once_for_a_width(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    reasons, measured = counter.sale.reasons, []
    metrics = reasons.look.metrics

    def noted(size: int, weight: int) -> QFontMetrics:
        measured.append(size)
        return metrics(size, weight)

    monkeypatch.setattr(reasons.look, "metrics", noted)
    reasons.show_told((Told("커트 20% 할인"), Told("도장 3개를 더 모으면 커트 무료예요")))
    heights = {reasons.heightForWidth(300) for _ in range(5)}
    assert (len(heights), len(measured)) == (1, 2)
    reasons.show_told((Told("커트 20% 할인"),))
    assert {reasons.heightForWidth(300)} != heights
