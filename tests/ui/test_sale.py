"""A sale, in the fewest moves, in the real window on a real shop."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.ui.conftest import KIM_CARD, Counter


def test_card_product_payment(counter: Counter) -> None:
    """Three moves, no mouse, no dialog in between."""
    counter.scan(KIM_CARD)
    assert counter.sale.member.card is not None
    counter.scan("CUT")
    assert counter.sale.basket.count == 1
    counter.press(Qt.Key.Key_Return)
    counter.until(lambda: not counter.sale.done.isHidden())
