"""A sale as it stood before some of it came back: what a sale made in between looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from posapp.loyalty.members import PastLine, PastSale
from posapp.loyalty.programs.base import kinds
from posapp.loyalty.record import SaleRecord
from posapp.loyalty.rules import RULES


def before_returns(record: SaleRecord, back: Mapping[int, int]) -> SaleRecord:
    """The record when only so many units (by index of the line) had come back, with what it had earned then. What of it
    had been used is not worked out: later sales do not look at that."""
    kinds()
    lines = tuple(replace(line, back=back.get(index, 0)) for index, line in enumerate(record.lines))
    then = replace(record, lines=lines, voided=False)
    kept = then.kept()
    anew = tuple(
        replace(each, amounts=(0,) * len(each.amounts) if then.empty else RULES[each.kind].earned(each.terms, kept))
        for each in record.earnings
    )
    return replace(then, earnings=anew)


def past_of(record: SaleRecord, earned: Mapping[str, int] | None = None) -> PastSale | None:
    """The sale as it stands in its member's history; None where nothing is kept. `earned` as it was told at the sale,
    where nothing has come back."""
    if record.voided or record.empty:
        return None
    if earned is None or not record.whole:
        earned = {each.program: each.amounts[0] for each in record.earnings if each.amounts[0]}
    lines = tuple(
        PastLine(
            product=line.product,
            categories=line.categories,
            quantity=line.kept,
            paid_minor=record.paid_minor(index) if line.goods else 0,
        )
        for index, line in enumerate(record.lines)
        if line.kept
    )
    return PastSale(sale=record.sale, moment=record.moment, lines=lines, earned=earned)
