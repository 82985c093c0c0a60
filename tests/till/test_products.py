"""Products: read whole or not at all, found by every name, moved without losing what was sold."""

from __future__ import annotations

import pytest

from posapp.loyalty.errors import BadDefinition, NotFound
from posapp.till import products, returns, sale
from posapp.till.context import Till

TEA = {
    "id": "TEA",
    "name": {"en": "Tea", "ko": "차"},
    "price": 4000,
    "categories": ["drink"],
    "barcodes": ["4006381333931"],
}


def test_a_product_is_found_by_its_names_its_code_and_its_barcode(till: Till) -> None:
    assert products.load(till, [TEA]) == 1
    for text in ("tea", "차", "4006381333931", "TE"):
        assert [product.id for product in products.find(till, text)] == ["TEA"]
    assert "drink" in products.categories(till)
    assert len(products.find(till)) == 10


def test_a_fault_anywhere_and_nothing_is_kept(till: Till) -> None:
    with pytest.raises(BadDefinition) as refused:
        products.load(till, [TEA, {"id": "B", "price": 0}, {"id": "C", "price": 10**12}])
    assert [fault.place for fault in refused.value.faults] == ["products[1].price", "products[2].price"]
    with pytest.raises(NotFound):
        products.get(till, "TEA")


def test_a_barcode_belongs_to_one_product_but_may_move(till: Till) -> None:
    products.load(till, [TEA])
    other = {"id": "MATE", "price": 4500, "barcodes": TEA["barcodes"]}
    with pytest.raises(BadDefinition) as taken:
        products.load(till, [other])
    assert [fault.place for fault in taken.value.faults] == ["products[0].barcodes[0]"]
    products.load(till, [other, {**TEA, "barcodes": []}])
    assert products.get(till, "MATE").barcodes == ("4006381333931",)


def test_what_was_sold_stays_when_its_product_changes_or_goes(till: Till) -> None:
    products.load(till, [TEA])
    sold = sale.take_payment(till, sale.add_product(till, sale.begin(till).draft, "TEA").draft)
    products.load(till, [{**TEA, "price": 9000}])
    products.remove(till, "TEA")
    view = returns.find_sale(till, sold.sale)
    assert (view.due_minor, view.lines[0].name.in_language("ko")) == (4000, "차")
    assert returns.take_back(till, sale=sold.sale, lines={0: 1}).refund_minor == 4000
    with pytest.raises(NotFound):
        products.remove(till, "TEA")
