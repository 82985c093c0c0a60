"""A business day: its totals so far, and its closing."""

from __future__ import annotations

from datetime import date

from posapp.till.context import Till
from posapp.till.views import DayTotals


def totals(till: Till, day: date | None = None) -> DayTotals:
    """The totals of a local day (today where none is given)."""
    raise NotImplementedError


def close(till: Till) -> DayTotals:
    """Close today: what has expired is written off, the totals go into the journal. Again answers as the first time
    where nothing was sold since."""
    raise NotImplementedError
