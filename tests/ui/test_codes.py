"""Coupons, gift cards and passes in the real window: scanned, offered, sold, printed, told when they are no good."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from posapp.loyalty.basket import Product
from posapp.loyalty.cards import check_digit
from posapp.loyalty.words import Text
from posapp.till import coupons, products, programs
from posapp.till.context import open_till
from posapp.till.views import Person
from tests.ui.conftest import KIM_CARD, Counter, closed, opened
from tests.ui.test_sale import due, pay, said

CODES: list[dict[str, Any]] = [
    {"id": "next", "kind": "coupon", "amount": 3000, "issue": {"after_sale": {"min_amount": 30000}}},
    {"id": "flyer", "kind": "coupon", "name": "Flyer", "rate": 50, "audience": {"who": "everyone"}},
    {"id": "gift", "kind": "gift_card", "name": "Gift card", "sell": ["GIFT"]},
    {"id": "pass", "kind": "prepaid_pass", "name": "Pass", "sell": [{"product": "PASS", "uses": 5}],
     "scope": {"products": ["CUT"]}},
]  # fmt: skip
GIFT, PASS = "8801111111114", "8802222222221"


@pytest.fixture
def flyer(shop_file: Path) -> str:
    """The shop with such programs, and the code of a flyer that lies about."""
    till = open_till(shop_file)
    till.person = Person(id="sora", name="Sora", rank="manager")
    for id_, price, barcode in (("GIFT", 50000, GIFT), ("PASS", 60000, PASS)):
        products.save(till, Product(id=id_, name=Text(id_.title()), price_minor=price, barcodes=(barcode,)))
    programs.load(till, CODES)
    (made,) = coupons.issue(till, "flyer")
    till.close()
    return made.code


@pytest.fixture
def counter(qtbot: QtBot, qapp: QApplication, shop_file: Path, flyer: str) -> Iterator[Counter]:
    session = opened(qtbot, shop_file)
    found = Counter(qtbot, session)
    found.sale.answers.slips.opens = False
    yield found
    closed(session)


def test_a_coupon_is_used_as_it_is_scanned_and_told_when_it_comes_again(counter: Counter, flyer: str) -> None:
    counter.ask("CUT")
    full = due(counter)
    counter.scan(flyer)
    assert said(counter) == "Coupon: 50 % off"
    assert due(counter) != full
    counter.scan(flyer)
    assert said(counter) == "Flyer: that code is in this sale already."
    assert counter.heard[-1] == "refused"
    pay(counter)
    counter.ask("CUT")
    counter.scan(flyer)
    assert (said(counter), due(counter)) == ("This coupon has been used already.", full)


def test_a_coupon_before_the_goods_waits_among_the_offers(counter: Counter, flyer: str) -> None:
    counter.scan(flyer)
    assert "cannot be used now" in said(counter)
    counter.ask("CUT")
    full = due(counter)
    counter.press(Qt.Key.Key_F3)
    assert due(counter) != full


def test_another_shops_codes_are_told_so(counter: Counter) -> None:
    for prefix, words in (("27", "a coupon of another shop"), ("26", "a gift card of another shop")):
        body = f"{prefix}99990123456789012"
        code = body + check_digit(body)
        counter.scan(code)
        assert said(counter) == f"{code} is {words}."
    assert counter.sale.basket.count == 0


def test_a_gift_card_gets_a_fresh_number_in_one_key_and_pays_the_next_sale_in_part(counter: Counter) -> None:
    counter.scan(GIFT)
    assert said(counter) == "Gift: scan the gift card that is sold."
    assert counter.sale.basket.count == 0
    counter.press(Qt.Key.Key_F6)
    assert (counter.sale.basket.count, due(counter)) == (1, "Due ₩50,000")
    pay(counter)
    told = counter.sale.done.earned.accessibleName()
    assert "Gift card 26" in told
    recorded = counter.sale.done.recorded
    assert recorded is not None
    code = recorded.quote.lines[0].line.gift_card
    assert code is not None
    counter.ask("CUT")
    full = due(counter)
    counter.scan(code)
    assert said(counter) == f"Gift card {code[-4:]}: ₩50,000"
    assert due(counter) == full
    counter.press(Qt.Key.Key_F3)
    assert due(counter) == "Due ₩0"
    counter.press(Qt.Key.Key_F3)
    assert due(counter) == full


def test_a_card_that_was_brought_is_loaded_when_it_is_scanned(counter: Counter) -> None:
    counter.scan(GIFT)
    counter.scan("88112233445566")
    assert (counter.sale.basket.count, due(counter)) == (1, "Due ₩50,000")


def test_a_pass_is_used_by_its_offer(counter: Counter) -> None:
    counter.scan(KIM_CARD)
    counter.scan(PASS)
    pay(counter)
    counter.scan(KIM_CARD)
    counter.ask("CUT")
    assert any(offer.redemption.program == "pass" for offer in counter.sale.offers.offers)
    at = next(n for n, offer in enumerate(counter.sale.offers.offers) if offer.redemption.program == "pass")
    counter.tap(counter.sale.offers.rows[at].button)
    assert due(counter) == "Due ₩0"


def test_the_slip_of_a_coupon_can_be_printed_and_is_read_back(
    counter: Counter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _: str(tmp_path / "documents"))
    counter.scan(KIM_CARD)
    counter.ask("CUT")
    counter.ask("CUT")
    pay(counter)
    done = counter.sale.done
    assert done.recorded is not None
    (coupon,) = done.recorded.quote.coupons
    assert coupon.code[:4] in done.earned.accessibleName()
    assert not done.slips.isHidden()
    counter.tap(done.slips)
    counter.until(lambda: said(counter).startswith("The slip is in"))
    (file,) = (tmp_path / "documents" / "posapp").glob("*.pdf")
    document = pypdfium2.PdfDocument(str(file))
    try:
        assert [found.text for found in zxingcpp.read_barcodes(document[0].render(scale=4).to_pil())] == [coupon.code]
    finally:
        document.close()


def test_a_sale_without_codes_has_nothing_to_print(counter: Counter) -> None:
    counter.ask("CUT")
    pay(counter)
    assert counter.sale.done.slips.isHidden()
