"""The shop's products."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from posapp import resources
from posapp.loyalty.basket import Product
from posapp.loyalty.definitions import product_document, read_products
from posapp.loyalty.errors import BadDefinition, Fault, NotFound
from posapp.loyalty.words import Reason, Text
from posapp.store import products as kept
from posapp.till.context import Till


def find(till: Till, text: str = "", *, limit: int = 200) -> tuple[Product, ...]:
    """Products whose name (in any language), id or barcode contains the text; all where it is empty."""
    found, _ = kept.find_products(till.database, text.strip(), limit=limit)
    return found


def get(till: Till, product_id: str) -> Product:
    """One product. `NotFound`."""
    product = kept.get_product(till.database, product_id)
    if product is None:
        raise NotFound.because("product.unknown", product=product_id)
    return product


def some(till: Till, ids: Iterable[str]) -> dict[str, Product]:
    """Those of these products that the catalogue has, by id."""
    found = (kept.get_product(till.database, each) for each in dict.fromkeys(ids))
    return {product.id: product for product in found if product is not None}


def save(till: Till, product: Product) -> Product:
    """Add or change a product; future sales see it, past ones do not. `BadDefinition` where a field cannot be right.

    A product that costs nothing is refused like every other price of zero.
    """
    load(till, [product_document(product)])
    return get(till, product.id)


def remove(till: Till, product_id: str) -> None:
    """Take a product out of the catalogue; what was sold keeps it. `NotFound`."""
    with till.writing():
        if not kept.remove_product(till.database, product_id):
            raise NotFound.because("product.unknown", product=product_id)
        till.note("product.removed", product=product_id)


def load(till: Till, documents: Sequence[Any]) -> int:
    """Add or change many from their JSON form; how many. `BadDefinition` with every fault, and nothing is stored."""
    read = read_products(documents)
    ids = {product.id for product in read}
    with till.writing():
        faults = []
        for n, product in enumerate(read):
            for m, barcode in enumerate(product.barcodes):
                other = kept.by_barcode(till.database, barcode)
                if other is not None and other.id not in ids:
                    faults.append(
                        Fault(f"products[{n}].barcodes[{m}]", Reason.of("till.barcode_taken", product=other.id))
                    )
        if faults:
            raise BadDefinition(tuple(faults))
        for product in read:  # first without barcodes: one may move from a product to another
            kept.put_product(till.database, Product(id=product.id, name=product.name, price_minor=product.price_minor))
        for product in read:
            kept.put_product(till.database, product)
            till.note("product.saved", product=product.id)
    return len(read)


def categories(till: Till) -> tuple[str, ...]:
    """Every category in use, for the amount pad."""
    return kept.categories(till.database)


def category_name(category: str) -> Text:
    """What people call a category: the usual ones in their languages, others as written, with a capital."""
    return _usual_categories().get(category) or Text(category[:1].upper() + category[1:])


@cache
def _usual_categories() -> Mapping[str, Text]:
    written = json.loads(resources.path("categories.json").read_text(encoding="utf-8"))
    return {category: Text.read(names) for category, names in written.items()}
