"""The journal: events with their numbers and hashes, and in the same transaction their entries and the lots.

`append_event` is the only writer of these three tables.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from posapp.loyalty.errors import StoreUnavailable
from posapp.loyalty.journal import GENESIS, Event, entry_document
from posapp.loyalty.ledger import Entry
from posapp.store.database import Database, Row
from posapp.store.ledger import change_lots

_JSON = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode
_COLUMNS = "till, seq, id, moment, kind, body, hash"
_TAKE_ENTRY = "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


def append_event(
    db: Database, *, kind: str, event_id: str, moment: datetime, body: Mapping[str, Any], entries: Sequence[Entry] = ()
) -> Event:
    """Write one event with its entries into the current transaction, under this till's next number.

    `body` is the summary, of JSON values (no floats: amounts are whole); the entries are put under its
    ``entries``. `moment` is aware, in the shop's zone, so that its first ten characters are the shop's day. An event
    that is there under the same id already is given back as it is and nothing is written; ask `event_by_id` before
    where that matters. The same id for another kind is a bug (`ValueError`), and so is drawing more from a lot than
    is left.
    """
    db.must_be_writing()
    there = event_by_id(db, event_id)
    if there is not None:
        if there.kind != kind:
            raise ValueError(f"{event_id} is a {there.kind} already, not a {kind}")
        return there
    till = db.till
    last = db.row("SELECT seq, hash FROM events WHERE till = ? ORDER BY seq DESC LIMIT 1", (till,))
    seq, before = (int(last[0]) + 1, bytes(last[1])) if last else (1, GENESIS)
    whole = {**body, "entries": [entry_document(entry) for entry in entries]} if entries else dict(body)
    text, at = written(whole), moment.isoformat()
    hash_ = chained_text(before, body=text, event_id=event_id, kind=kind, moment=at, seq=seq, till=till)
    db.execute(
        f"INSERT INTO events ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)", (till, seq, event_id, at, kind, text, hash_)
    )
    if entries:
        db.executemany(_TAKE_ENTRY, [_entry_row(till, seq, n, entry) for n, entry in enumerate(entries)])
        change_lots(db, entries)
    return Event(till=till, seq=seq, id=event_id, moment=at, kind=kind, body=whole, hash=hash_)


def chained_text(before: bytes, *, body: str, event_id: str, kind: str, moment: str, seq: int, till: str) -> bytes:
    """`loyalty.journal.chained` of an event whose body is at hand as it is stored, which is its canonical form: to read
    and write it once more would cost a sale, and `verify` four million of them, most of the time."""
    event_id, kind, moment, till = _JSON(event_id), _JSON(kind), _JSON(moment), _JSON(till)
    document = f'{{"body":{body},"id":{event_id},"kind":{kind},"moment":{moment},"seq":{seq},"till":{till}}}'
    return hashlib.sha256(before + document.encode()).digest()


def take_foreign_entry(db: Database, entry: Entry, *, till: str, seq: int, n: int) -> bool:
    """Take an entry of another till, in the current transaction; False where it was here already and nothing was done.

    Its event stays at headquarters. An entry of this till is a bug (`ValueError`): it came with its event. Entries of
    the till that this file was before it was restored are taken: the backup may lack its last ones.
    """
    db.must_be_writing()
    if till == db.till:
        raise ValueError(f"{till} is this till")
    taken = db.execute(f"{_TAKE_ENTRY} ON CONFLICT DO NOTHING", _entry_row(till, seq, n, entry)).rowcount
    if taken:
        change_lots(db, (entry,), foreign=True)
    return bool(taken)


def event_by_id(db: Database, event_id: str) -> Event | None:
    """The event with this id, made at whatever till."""
    found = db.row(f"SELECT {_COLUMNS} FROM events WHERE id = ?", (event_id,))
    return _event(found) if found else None


def event_at(db: Database, *, till: str, seq: int) -> Event | None:
    """The event with this number."""
    found = db.row(f"SELECT {_COLUMNS} FROM events WHERE till = ? AND seq = ?", (till, seq))
    return _event(found) if found else None


def events_after(db: Database, *, seq: int, limit: int, till: str | None = None) -> tuple[Event, ...]:
    """The next events of a till (this one) in order, from the one after `seq`: what headquarters has not confirmed."""
    found = db.rows(
        f"SELECT {_COLUMNS} FROM events WHERE till = ? AND seq > ? ORDER BY seq LIMIT ?", (till or db.till, seq, limit)
    )
    return tuple(map(_event, found))


def last_number(db: Database, *, till: str | None = None) -> int:
    """The number of the till's last event, 0 for none."""
    return int(db.value("SELECT max(seq) FROM events WHERE till = ?", (till or db.till,)) or 0)


def last_hash(db: Database, *, till: str | None = None) -> bytes:
    """The hash of the till's last event, `GENESIS` for none."""
    found = db.value("SELECT hash FROM events WHERE till = ? ORDER BY seq DESC LIMIT 1", (till or db.till,))
    return bytes(found) if found is not None else GENESIS


def events_of_day(db: Database, day: date, *, kinds: Sequence[str] = ()) -> Iterator[Event]:
    """What happened on the shop's local day, oldest first, of these kinds (all)."""
    kind = f"AND kind IN ({', '.join('?' * len(kinds))})" if kinds else ""
    found = db.rows(
        f"SELECT {_COLUMNS} FROM events WHERE moment >= ? AND moment < ? {kind} ORDER BY moment, row",
        (day.isoformat(), date.fromordinal(day.toordinal() + 1).isoformat(), *kinds),
    )
    return map(_event, found)


def events_of_member(db: Database, member: str, *, limit: int = 100) -> tuple[Event, ...]:
    """The events in which something was posted to the member or sold to her, newest first."""
    found = db.rows(
        f"""SELECT {_COLUMNS} FROM events JOIN (
              SELECT till AS t, seq AS s FROM entries WHERE holder = ?1
              UNION SELECT s.till, s.seq FROM history h JOIN sales s ON s.row = h.sale_row WHERE h.member = ?1
            ) ON till = t AND seq = s ORDER BY row DESC LIMIT ?2""",
        (member, limit),
    )
    return tuple(map(_event, found))


def settle(db: Database, event_id: str) -> Event | None:
    """After a failed commit: open the file anew and say whether the event is there after all.

    `StoreUnavailable` where not even that can be told now; the clerk is then told to look again, and the same id asked
    for later posts nothing twice.
    """
    try:
        db.reopen()
        return event_by_id(db, event_id)
    except StoreUnavailable as error:
        raise StoreUnavailable.because("store.outcome_unknown", file=db.path.name) from error


def written(body: Mapping[str, Any]) -> str:
    """A body as it is stored: JSON with sorted keys and no spaces, as it is hashed."""
    return _JSON(body)


def _event(row: Row) -> Event:
    till, seq, id_, moment, kind, body, hash_ = row
    return Event(till=till, seq=seq, id=id_, moment=moment, kind=kind, body=json.loads(body), hash=bytes(hash_))


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _entry_row(till: str, seq: int, n: int, entry: Entry) -> tuple[object, ...]:
    return (
        till,
        seq,
        n,
        entry.holder,
        entry.account,
        entry.cause,
        entry.amount,
        entry.lot,
        _day(entry.spendable_on),
        _day(entry.expires_on),
        entry.partner,
    )


def members_changed_after(db: Database, *, seq: int) -> frozenset[str]:
    """The members of whom an enrol or member event of this till after `seq` tells."""
    found = db.rows(
        """SELECT DISTINCT json_extract(body, '$.member') FROM events
           WHERE till = ? AND seq > ? AND kind IN ('enrol', 'member')""",
        (db.till, seq),
    )
    return frozenset(str(member) for (member,) in found)


def last_moment(db: Database) -> datetime | None:
    """When the newest event in this file says it was."""
    found = db.value("SELECT moment FROM events ORDER BY row DESC LIMIT 1")
    return datetime.fromisoformat(found) if found else None
