"""What can be redeemed: two offers stand beside each other only where neither loses a word."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from posapp.loyalty.basket import Redemption
from posapp.loyalty.money import Currency
from posapp.loyalty.outcome import Offer, Quote
from posapp.loyalty.words import Reason, Text
from posapp.ui.theme import Look
from posapp.ui.widgets.offers import Offers
from posapp.ui.words import Words

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def offer(called: str) -> Offer:
    label = Reason.of("gives.program", name=Text(called))
    return Offer(redemption=Redemption(coupon=called), label=label, worth_minor=0)


def shown(words: Words, *called: str, width: int) -> Offers:
    offers = Offers(Look(), words)
    offers.resize(width, 400)
    quote = Quote(
        sale="s", moment=NOON, member=None, lines=(), list_minor=0, discount_minor=0, due_minor=0,
        offers=tuple(map(offer, called)),
    )  # fmt: skip
    offers.show_offers(quote)
    offers.show()
    QApplication.processEvents()
    offers.resize(width, offers.sizeHint().height())
    QApplication.processEvents()
    return offers


@pytest.mark.parametrize("language", ["en", "ko"])
def test_offers_with_long_words_have_a_line_each(qapp: QApplication, language: str) -> None:
    words = Words(language, Currency.named("KRW"))
    offers = shown(words, "A", "B", "Scalp care on Tuesdays and Wednesdays", width=400)
    short, beside, long = (row.geometry() for row in offers.rows)
    assert short.y() == beside.y()
    assert long.y() > beside.y()
    assert long.width() > 2 * short.width()
    for row in offers.rows:
        assert row.button.least_wide <= row.button.width()


class Windows(QObject):
    """Notes every widget that is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[QWidget] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(watched)
        return False


def test_no_offer_is_ever_a_window_of_its_own(qapp: QApplication) -> None:
    windows = Windows()
    qapp.installEventFilter(windows)
    try:
        offers = shown(Words("en", Currency.named("KRW")), "A", "B", "C", width=400)
    finally:
        qapp.removeEventFilter(windows)
    assert windows.seen == [offers]


def test_another_width_deals_them_out_anew(qapp: QApplication) -> None:
    words = Words("en", Currency.named("KRW"))
    offers = shown(words, "Wash and care", "Cut and colour", "For children", width=400)
    assert offers.rows[0].y() == offers.rows[1].y()
    offers.resize(260, 600)
    QApplication.processEvents()
    assert len({row.y() for row in offers.rows}) == 3
