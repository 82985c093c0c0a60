"""What a till sent: each event is taken once, answered the same for ever, and never dropped.

An event's number decides. The same hash under a number already taken is answered with the bytes of the first time;
another hash is put aside with its own answer, and the till is quarantined; an event that cannot be counted takes its
number, is kept as it came and listed with the reason, and the next ones go on.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from posapp.hq import apart, feed, figures, register
from posapp.hq.bodies import Heard, UnusableError, read_event
from posapp.hq.database import Database
from posapp.hq.desk import Desk, Sender
from posapp.loyalty.journal import GENESIS
from posapp.loyalty.ledger import DEBT, EVERYBODY
from posapp.loyalty.members import Member
from posapp.sync.protocol import (
    ASIDE,
    KEPT,
    REJECTED,
    UnreadableError,
    Up,
    Verdict,
    WireEvent,
    pack_verdict,
    unpack_profile,
)

_MAIN, _ASIDE = "main", "aside"


@dataclass(slots=True)
class _Batch:
    """What the new events of one message add, gathered so that it is written with few statements."""

    desk: Desk
    sender: Sender
    last_seq: int
    last_hash: bytes
    verdicts: list[bytes] = field(default_factory=list)
    events: list[tuple[object, ...]] = field(default_factory=list)
    letters: list[tuple[object, ...]] = field(default_factory=list)
    heard: list[tuple[int, Heard]] = field(default_factory=list)
    read: dict[int, Heard | UnusableError] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)


def take_events(desk: Desk, sender: Sender, up: Up) -> tuple[int, list[bytes]]:
    """Take what is new of a till's message; inside the caller's transaction.

    Returns up to which number the till's events are kept, exactly as it has them (smaller than what it sent where
    something before is missing here), and a packed verdict for each event looked at.
    """
    line = _line(desk.db, sender.till, up.after, up.before)
    if line is None:  # what it builds on is not here: ask for what is missing, or, where that forks, for everything
        return (sender.last_seq if up.after > sender.last_seq else 0), []
    batch = _Batch(desk, sender, sender.last_seq, sender.last_hash)
    before = {row[0]: (row[1], row[2]) for row in _stored(desk.db, sender.till, up.events)}
    _read_new(batch, up.events)
    confirmed = up.after
    for wire in up.events:
        if wire.seq != confirmed + 1:
            break
        if wire.seq in before and before[wire.seq][0] == wire.hash:
            line = _MAIN
            batch.verdicts.append(before[wire.seq][1])
        elif line == _MAIN and wire.seq == batch.last_seq + 1:
            _take_new(batch, wire)
        else:
            line = _ASIDE
            _put_aside(batch, wire)
        confirmed = wire.seq
    _write(batch, _profiles(batch, up))
    return confirmed, batch.verdicts


def _profiles(batch: _Batch, up: Up) -> dict[str, Member]:
    """The register part of the message, by member; one that cannot be read goes on the owner's list."""
    found: dict[str, Member] = {}
    for raw in up.profiles:
        try:
            profile = unpack_profile(raw)
        except UnreadableError:
            batch.desk.attend("hq.attention.profile", till=batch.sender.till)
            continue
        found[profile.id] = profile
    return found


def _line(db: Database, till: str, after: int, before: bytes) -> str | None:
    """Whether what this message builds on is in the journal, among what is aside, or not here at all."""
    if after == 0:
        return _MAIN if before == GENESIS else None
    if db.value("SELECT hash FROM events WHERE till = ? AND seq = ?", (till, after)) == before:
        return _MAIN
    if db.value("SELECT 1 FROM aside WHERE till = ? AND seq = ? AND hash = ?", (till, after, before)):
        return _ASIDE
    return None


def _stored(db: Database, till: str, events: tuple[WireEvent, ...]) -> list[tuple[int, bytes, bytes]]:
    if not events:
        return []
    sql = "SELECT seq, hash, verdict FROM events WHERE till = ? AND seq BETWEEN ? AND ?"
    found: list[tuple[int, bytes, bytes]] = db.rows(sql, (till, events[0].seq, events[0].seq + len(events)))
    return found


def _read_new(batch: _Batch, events: tuple[WireEvent, ...]) -> None:
    """Read what may be new, and look up all at once which of the ids were used before."""
    till = batch.sender.till
    for wire in events:
        if wire.seq > batch.last_seq:
            try:
                batch.read[wire.seq] = read_event(wire.event, till=till, seq=wire.seq)
            except UnusableError as fault:
                batch.read[wire.seq] = fault
    ids = json.dumps([heard.id for heard in batch.read.values() if isinstance(heard, Heard)])
    sql = "SELECT id FROM events WHERE till = ? AND id IN (SELECT value FROM json_each(?))"
    batch.ids = {row[0] for row in batch.desk.db.rows(sql, (till, ids))}


def _take_new(batch: _Batch, wire: WireEvent) -> None:
    """The next event of the journal. Its number is taken whatever is in it, and the chain goes on from its hash."""
    till = batch.sender.till
    heard: Heard | None = None
    try:
        if hashlib.sha256(batch.last_hash + wire.event).digest() != wire.hash:
            raise UnusableError("sync.rejected.hash")
        read = batch.read[wire.seq]
        if isinstance(read, UnusableError):
            raise read
        heard = read
        if heard.id in batch.ids:
            raise UnusableError("sync.rejected.again", heard.id)
        verdict = Verdict(wire.seq, wire.hash, KEPT)
        batch.ids.add(heard.id)
        batch.heard.append((wire.seq, heard))
    except UnusableError as fault:
        heard = None
        verdict = Verdict(wire.seq, wire.hash, REJECTED, fault.reason)
        batch.letters.append((till, wire.seq, fault.reason, fault.detail, batch.desk.moment))
    packed = pack_verdict(verdict)
    head = (heard.id, heard.kind, heard.day.isoformat()) if heard else (None, "", None)
    batch.events.append((till, wire.seq, wire.hash, *head, verdict.status, batch.desk.moment, wire.event, packed))
    batch.verdicts.append(packed)
    batch.last_seq, batch.last_hash = wire.seq, wire.hash


def _put_aside(batch: _Batch, wire: WireEvent) -> None:
    """A number that another event has: somebody's copy of the till, or an older image of it. Kept, and answered."""
    desk, till = batch.desk, batch.sender.till
    sql = "SELECT verdict FROM aside WHERE till = ? AND seq = ? AND hash = ?"
    verdict = desk.db.value(sql, (till, wire.seq, wire.hash))
    if verdict is None:
        verdict = pack_verdict(Verdict(wire.seq, wire.hash, ASIDE, "sync.aside.taken"))
        desk.db.execute(
            "INSERT INTO aside (till, seq, hash, arrived, event, verdict) VALUES (?, ?, ?, ?, ?, ?)",
            (till, wire.seq, wire.hash, desk.moment, wire.event, verdict),
        )
        desk.db.execute("UPDATE tills SET state = 'quarantined' WHERE till = ? AND state = 'active'", (till,))
        desk.attend("hq.attention.fork", till=till)
    batch.verdicts.append(verdict)


def _write(batch: _Batch, profiles: Mapping[str, Member]) -> None:
    """Everything that the batch's new events change, and their places in the journal."""
    if not batch.events:
        return
    db, till = batch.desk.db, batch.sender.till
    db.executemany(
        "INSERT INTO events (till, seq, hash, id, kind, day, status, arrived, event, verdict)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        batch.events,
    )
    db.executemany(
        "INSERT INTO dead_letters (till, seq, reason, detail, arrived) VALUES (?, ?, ?, ?, ?)", batch.letters
    )
    db.execute("UPDATE tills SET last_seq = ?, last_hash = ? WHERE till = ?", (batch.last_seq, batch.last_hash, till))
    audiences = _audiences(batch)
    for seq, heard in batch.heard:
        if heard.kind in ("enrol", "member"):
            profile = profiles.get(heard.member or "")
            register.take_profile(batch.desk, batch.sender, seq=seq, heard=heard, profile=profile)
    _tell_others(batch, audiences)
    _post(batch)
    apart.watch(batch.desk, till=till, heard=[heard for _, heard in batch.heard])
    figures.add(batch.desk, till, batch.heard)


def _audiences(batch: _Batch) -> Mapping[str, list[str]]:
    """By holder, the stores that are to hear of it: those that know her, and everybody where it is everybody's."""
    holders = {holder for _, heard in batch.heard for holder in heard.holders}
    for holder in sorted(holders - {EVERYBODY}):
        register.learn(batch.desk, batch.sender, holder)
    for holder, code in sorted({each for _, heard in batch.heard for each in heard.codes}):
        register.learn_code(batch.desk, holder=holder, code=code)
    known = {holder: register.stores_that_know(batch.desk, holder) for holder in holders - {EVERYBODY}}
    every = [row[0] for row in batch.desk.db.rows("SELECT DISTINCT store FROM tills ORDER BY store")]
    return known | {EVERYBODY: every}


def _tell_others(batch: _Batch, audiences: Mapping[str, Iterable[str]]) -> None:
    till = batch.sender.till
    by_store: dict[str, list[tuple[str, str, int]]] = {}
    for seq, heard in batch.heard:
        for store in {store for holder in heard.holders for store in audiences[holder]}:
            by_store.setdefault(store, []).append(("event", till, seq))
    for store, items in sorted(by_store.items()):
        feed.publish(batch.desk, items, audience=feed.store_audience(store), origin=till)


def _watch_lots(batch: _Batch, drawn: set[tuple[str, str, str]]) -> None:
    """Two tills that were apart may have spent the same thing: counted as it happened, and told to the owner. A lot
    whose earning is not here yet (headquarters was restored) is passed over."""
    sql = "SELECT sum(amount) < 0 AND max(amount) > 0 FROM entries WHERE holder = ? AND account = ? AND lot = ?"
    for holder, account, lot in sorted(drawn):
        if batch.desk.db.value(sql, (holder, account, lot)):
            till = batch.sender.till
            batch.desk.attend("hq.attention.overspent", till=till, holder=holder, program=account.partition("#")[0])


def _post(batch: _Batch) -> None:
    """The entries, and the balances beside them."""
    db, till = batch.desk.db, batch.sender.till
    entries = [(seq, n, entry) for seq, heard in batch.heard for n, entry in enumerate(heard.entries)]
    db.executemany(
        "INSERT INTO entries (holder, till, seq, n, account, cause, amount, lot, partner)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(e.holder, till, seq, n, e.account, e.cause, e.amount, e.lot, e.partner) for seq, n, e in entries],
    )
    _watch_lots(batch, {(e.holder, e.account, e.lot) for _, _, e in entries if e.amount < 0 and e.lot != DEBT})
    sums: Counter[tuple[str, str]] = Counter()
    for _, _, entry in entries:
        sums[entry.holder, entry.account] += entry.amount
    db.executemany(
        "INSERT INTO balances (holder, account, amount) VALUES (?, ?, ?)"
        " ON CONFLICT DO UPDATE SET amount = amount + excluded.amount",
        [(*key, amount) for key, amount in sorted(sums.items())],
    )
    concerned = sorted({(holder, till, seq) for seq, heard in batch.heard for holder in heard.holders})
    db.executemany("INSERT INTO concerns (holder, till, seq) VALUES (?, ?, ?)", concerned)
    feed.mark_unchecked(batch.desk, till, {holder for holder, _, _ in concerned})
