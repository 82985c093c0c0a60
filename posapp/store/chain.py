"""Check: numbers 1 to n without a gap, hashes unbroken, and the entries those of their events."""

from __future__ import annotations

import json
from collections.abc import Iterator

from posapp.loyalty.journal import GENESIS
from posapp.loyalty.words import Reason
from posapp.store.database import Database, Row
from posapp.store.journal import chained_text
from posapp.store.ledger import ENTRY_COLUMNS
from posapp.store.progress import Progress

_EVERY = 2000
_JSON = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def check_chain(db: Database, progress: Progress) -> Iterator[Reason]:
    """Walk the journal of every till that this file was, event by event, with its entries beside it."""
    total = int(db.value("SELECT count(*) FROM events") or 0)
    done = 0
    for (till,) in db.rows("SELECT id FROM tills ORDER BY began"):
        for count, found in enumerate(_check_till(db, till)):
            if isinstance(found, Reason):
                yield found
            elif count % _EVERY == 0:
                progress(done, total)
            done += not isinstance(found, Reason)


def _check_till(db: Database, till: str) -> Iterator[Reason | None]:
    """Findings, and None for each event that was looked at."""
    entries = _Entries(db, till)
    before, expected = GENESIS, 1
    for seq, id_, moment, kind, body, kept in db.execute(
        "SELECT seq, id, moment, kind, body, hash FROM events WHERE till = ? ORDER BY seq", (till,)
    ):
        if seq != expected:
            yield Reason.of("verify.gap", till=till, first=expected, last=seq - 1)
        expected = seq + 1
        if chained_text(before, body=body, event_id=id_, kind=kind, moment=moment, seq=seq, till=till) != kept:
            yield Reason.of("verify.hash", till=till, number=seq)
        before = bytes(kept)
        # Quotes within a body's texts are escaped, so this stands nowhere but where the entries do.
        written = entries.written(seq)
        if (written not in body) if written else ('"entries":[' in body):
            yield Reason.of("verify.entries_differ", till=till, number=seq)
        yield None
    if till == db.till and entries.left_over():
        yield Reason.of("verify.entries_without_event", till=till, number=entries.left_over())


def _document(row: Row) -> dict[str, object]:
    """`loyalty.journal.entry_document` of an entry's columns, what is empty left out."""
    account, holder, cause, amount, lot, first, last, partner = row
    left_out = (("lot", lot), ("spendable_on", first), ("expires_on", last), ("partner", partner))
    document = {"account": account, "holder": holder, "cause": cause, "amount": amount}
    return document | {name: value for name, value in left_out if value}


class _Entries:
    """The entries of a till, walked once beside its events."""

    def __init__(self, db: Database, till: str) -> None:
        self._rows: Iterator[Row] = db.execute(
            f"SELECT seq, n, {ENTRY_COLUMNS} FROM entries WHERE till = ? ORDER BY seq, n", (till,)
        )
        self._next: Row | None = next(self._rows, None)

    def written(self, seq: int) -> str:
        """One event's entries as they must stand in its body; empty for none. Entries that belong to no event come out
        with the next one, which then differs."""
        found = []
        while self._next is not None and self._next[0] <= seq:
            found.append(_document(self._next[2:]))
            self._next = next(self._rows, None)
        return f'"entries":{_JSON(found)}' if found else ""

    def left_over(self) -> int:
        """The number of the first entry after the last event, 0 for none."""
        return int(self._next[0]) if self._next is not None else 0
