"""The shop's products."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from posapp.loyalty.basket import Product
from posapp.till.context import Till


def find(till: Till, text: str = "", *, limit: int = 200) -> tuple[Product, ...]:
    """Products whose name (in any language), id or barcode contains the text, by name; all where it is empty."""
    raise NotImplementedError


def get(till: Till, product_id: str) -> Product:
    """One product. `NotFound`."""
    raise NotImplementedError


def save(till: Till, product: Product) -> Product:
    """Add or change a product; future sales see it, past ones do not. `Refused` where a field cannot be right."""
    raise NotImplementedError


def remove(till: Till, product_id: str) -> None:
    """Take a product out of the catalogue; what was sold keeps it. `NotFound`."""
    raise NotImplementedError


def load(till: Till, documents: Sequence[Any]) -> int:
    """Add or change many from their JSON form; how many. `BadDefinition` with every fault, and nothing is stored."""
    raise NotImplementedError


def categories(till: Till) -> tuple[str, ...]:
    """Every category in use, for the amount pad."""
    raise NotImplementedError
