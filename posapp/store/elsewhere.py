"""What other tills did to members that this one knows, as headquarters sends it down.

Of an event made elsewhere its summary is kept, and its entries beside our own, so that balances, visits and spending
are those of the whole chain. Everything may come again and then changes nothing.
"""

from __future__ import annotations

import json

from posapp.loyalty.exchange import ElsewhereEvent
from posapp.store.database import Database
from posapp.store.journal import take_foreign_entry, written


def take_event(
    db: Database, event: ElsewhereEvent, *, member: str | None, visits: int = 0, spent_minor: int = 0
) -> bool:
    """Take an event of another till with the entries that came with it, in the current transaction.

    `visits` and `spent_minor` are what it changes in the counters of `member` (a sale 1 and its money, a return what it
    took back, below zero). They are counted when the event comes for the first time, which is what True means; entries
    that come later, with the same event, are taken then.
    """
    db.must_be_writing()
    for numbered in event.entries:
        take_foreign_entry(db, numbered.entry, till=event.till, seq=event.seq, n=numbered.n)
    if db.value("SELECT 1 FROM events WHERE till = ? AND seq = ?", (event.till, event.seq)):
        return False  # of the till that this file was before it was restored: it is in the journal
    new = db.execute(
        "INSERT INTO elsewhere VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (
            event.till,
            event.seq,
            event.id,
            event.moment,
            event.kind,
            member,
            visits,
            spent_minor,
            written(event.summary),
        ),
    ).rowcount
    if new and member is not None:
        came = event.moment if visits > 0 else None
        db.execute(
            """UPDATE members SET visits = visits + ?, spent_minor = spent_minor + ?,
               last_visit = nullif(max(coalesce(last_visit, ''), ?), '') WHERE id = ?""",
            (visits, spent_minor, came or "", member),
        )
    return bool(new)


def events_elsewhere(db: Database, member: str, *, limit: int = 100) -> tuple[ElsewhereEvent, ...]:
    """What other tills did to the member, newest first, without the entries (`ledger.posted_to` has those)."""
    found = db.rows(
        """SELECT till, seq, id, moment, kind, body FROM elsewhere WHERE member = ?
           ORDER BY moment DESC, till, seq DESC LIMIT ?""",
        (member, limit),
    )
    return tuple(
        ElsewhereEvent(till=till, seq=seq, id=id_, moment=moment, kind=kind, summary=json.loads(body), entries=())
        for till, seq, id_, moment, kind, body in found
    )
