"""Check: every balance is the sum of its entries, and no lot is below zero or above what was earned in it."""

from __future__ import annotations

from collections.abc import Iterator

from posapp.loyalty.ledger import DEBT
from posapp.loyalty.words import Reason
from posapp.store.database import Database
from posapp.store.progress import Progress

_EVERY = 10_000

Place = tuple[str, str, str]


def check_balances(db: Database, progress: Progress) -> Iterator[Reason]:
    """Walk the sums of the entries beside the lots, both in the order of holder, account and lot."""
    total = int(db.value("SELECT count(*) FROM lots") or 0)
    lots = iter(db.execute("SELECT holder, account, lot, left FROM lots ORDER BY holder, account, lot"))
    lot = next(lots, None)
    count = 0
    for holder, account, name, left, earned in db.execute(
        """SELECT holder, account, lot, sum(amount), sum(max(amount, 0)) FROM entries INDEXED BY entries_holder
           GROUP BY holder, account, lot ORDER BY holder, account, lot"""
    ):
        place: Place = (holder, account, name)
        while lot is not None and lot[:3] < place:
            yield _differs(lot[:3], kept=lot[3], entries=0)
            lot = next(lots, None)
        if lot is not None and lot[:3] == place:
            kept = int(lot[3])
            lot = next(lots, None)
            count += 1
            if count % _EVERY == 0:
                progress(count, total)
        else:
            kept = 0
        if kept != left:
            yield _differs(place, kept=kept, entries=left)
        if name != DEBT and left < 0:
            yield Reason.of("verify.lot_below_zero", account=account, holder=holder, amount=left)
        if name != DEBT and kept > earned:
            yield Reason.of("verify.lot_above_earned", account=account, holder=holder, amount=kept, earned=earned)
    while lot is not None:
        yield _differs(lot[:3], kept=lot[3], entries=0)
        lot = next(lots, None)


def _differs(place: Place, *, kept: int, entries: int) -> Reason:
    holder, account, _ = place
    return Reason.of("verify.balance", account=account, holder=holder, kept=kept, entries=entries)
