"""Returns and voids: what will happen, and then that it happens."""

from __future__ import annotations

from collections.abc import Mapping

from posapp.till.context import Till
from posapp.till.views import ReturnPreview, ReturnRecorded, SaleView


def find_sale(till: Till, text_or_id: str) -> SaleView:
    """A sale by its id or by the number on its receipt. `NotFound`."""
    raise NotImplementedError


def recent_sales(till: Till, *, member: str | None = None, limit: int = 50) -> tuple[SaleView, ...]:
    """The newest sales first, of everybody or of one member."""
    raise NotImplementedError


def preview_return(till: Till, *, sale: str, lines: Mapping[int, int]) -> ReturnPreview:
    """What a return of so many units of each line (index to units) would do. Nothing is kept."""
    raise NotImplementedError


def take_back(till: Till, *, sale: str, lines: Mapping[int, int], event: str | None = None) -> ReturnRecorded:
    """Take units back. The same `event` id again posts nothing and answers as the first time."""
    raise NotImplementedError


def preview_void(till: Till, *, sale: str) -> ReturnPreview:
    """What undoing the whole sale would do. Nothing is kept."""
    raise NotImplementedError


def void(till: Till, *, sale: str, event: str | None = None) -> ReturnRecorded:
    """Undo a whole sale of the same local day, on which nothing later stands. `Refused` otherwise."""
    raise NotImplementedError
