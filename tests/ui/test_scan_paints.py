"""What a scan must not do if its member is to be on the screen at once: paint what has not changed, or make widgets."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

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
