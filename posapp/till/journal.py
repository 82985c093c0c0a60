"""Writing into the journal: what every event of this till has, and what is done about a commit that failed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from posapp.loyalty.journal import Event
from posapp.loyalty.ledger import Entry
from posapp.store.journal import append_event
from posapp.till.context import Till


def day_of(moment: datetime) -> str:
    """The shop's business day: its local calendar day."""
    return moment.date().isoformat()


def append(
    till: Till, *, kind: str, event: str, moment: datetime, body: Mapping[str, object], entries: Sequence[Entry] = ()
) -> Event:
    """Write one event with its entries, in the current transaction. `body` is as `docs/sync.md` says for its kind."""
    who = till.person.id if till.person else ""
    return append_event(
        till.database, kind=kind, event_id=event, moment=moment, body={**body, "cashier": who}, entries=entries
    )


MOST_ENTRIES = 1000
"""Of one event that may have any number: it must fit a message to headquarters with room to spare."""


def append_in_parts(
    till: Till, *, kind: str, event: str, moment: datetime, body: Mapping[str, object], entries: Sequence[Entry]
) -> None:
    """Write what may concern every member: one event after another (``event``, ``event/2`` …) with so many entries
    each, in the current transaction, each with the `body`."""
    append(till, kind=kind, event=event, moment=moment, body=body, entries=entries[:MOST_ENTRIES])
    for part, first in enumerate(range(MOST_ENTRIES, len(entries), MOST_ENTRIES), start=2):
        some = entries[first : first + MOST_ENTRIES]
        body_of_part = {**body, "part": part}
        append(till, kind=kind, event=f"{event}/{part}", moment=moment, body=body_of_part, entries=some)
