"""A member's earlier sales as programs measure them."""

from __future__ import annotations

from collections.abc import Collection

from posapp.loyalty.members import PastLine, PastSale
from posapp.loyalty.programs.base import Scope


def in_scope(product: str, categories: Collection[str], scope: Scope) -> bool:
    """Is a line named (or nothing is) and not excepted?"""
    if product in scope.except_products or any(name in scope.except_categories for name in categories):
        return False
    if not scope.names_goods:
        return True
    return product in scope.products or any(name in scope.categories for name in categories)


def lines_in(past: PastSale, scope: Scope) -> list[PastLine]:
    """What is kept of an earlier sale in a scope."""
    return [line for line in past.lines if in_scope(line.product, line.categories, scope)]


def paid_in(past: PastSale, scope: Scope) -> int:
    """Money really paid for what is kept of an earlier sale in a scope, minor units."""
    return sum(line.paid_minor for line in lines_in(past, scope))
