"""A small till on a real SQLite file: a journal, entries, a register, and nothing else. For the simulation, in which
hundreds of tills live and crash; the real till goes the same ways in `test_real_till.py`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from posapp.loyalty.exchange import News, Outgoing, Registration, balance_digest
from posapp.loyalty.journal import GENESIS, Event, chained, entry_document
from posapp.loyalty.ledger import Entry
from posapp.loyalty.members import Member

_TABLES = """
CREATE TABLE journal (seq INTEGER PRIMARY KEY, id TEXT UNIQUE, moment TEXT, kind TEXT, body TEXT, hash BLOB);
CREATE TABLE entries (till, seq, n, holder, account, amount, PRIMARY KEY (till, seq, n));
CREATE TABLE members (member TEXT PRIMARY KEY, document TEXT, changed_at INTEGER);
CREATE TABLE shown (number TEXT PRIMARY KEY);
CREATE TABLE documents (kind, id, version, document, PRIMARY KEY (kind, id));
CREATE TABLE state (name TEXT PRIMARY KEY, value);
"""


class SmallTill:
    """Implements `posapp.sync.engine.Outbox`. `step_taken` is called inside transactions, where a crash may strike."""

    def __init__(self, path: Path, till: str, *, step_taken: Callable[[], None] = lambda: None) -> None:
        self.till = till
        self._step_taken = step_taken
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("PRAGMA journal_mode = WAL").fetchall()
        self._db.execute("PRAGMA synchronous = OFF")
        if not self._db.execute("SELECT 1 FROM sqlite_master").fetchone():
            self._db.executescript(_TABLES)

    def close(self) -> None:
        self._db.close()  # what was not committed is gone, as after a crash

    # What happens at the till

    def record(
        self,
        kind: str,
        event_id: str,
        moment: str,
        body: dict[str, object],
        *entries: Entry,
        profile: Member | None = None,
    ) -> Event:
        """One event, its entries and the profile it speaks of, committed when this returns."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            if profile is not None:
                self.register_member(profile)
            (seq, before) = self._db.execute("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1").fetchone() or (
                0,
                GENESIS,
            )
            whole = {**body, "entries": [entry_document(entry) for entry in entries]}
            event = Event(till=self.till, seq=seq + 1, id=event_id, moment=moment, kind=kind, body=whole)
            event = replace(event, hash=chained(event, before=before))
            self._db.execute(
                "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?)",
                (event.seq, event.id, moment, kind, json.dumps(whole), event.hash),
            )
            self._step_taken()
            for n, entry in enumerate(entries):
                self._post(self.till, event.seq, n, entry)
            if kind in ("enrol", "member"):
                self._db.execute("UPDATE members SET changed_at = ? WHERE member = ?", (event.seq, body["member"]))
            self._step_taken()
            self._db.execute("COMMIT")
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        return event

    def register_member(self, member: Member) -> None:
        document = msgspec.json.encode(member).decode()
        self._db.execute(
            "INSERT INTO members VALUES (?, ?, 0) ON CONFLICT DO UPDATE SET document = excluded.document",
            (member.id, document),
        )

    def show(self, number: str) -> None:
        self._db.execute("INSERT OR IGNORE INTO shown VALUES (?)", (number,))

    # What a test looks at

    def journal(self) -> list[Event]:
        rows = self._db.execute("SELECT seq, id, moment, kind, body, hash FROM journal ORDER BY seq")
        return [self._event(row) for row in rows]

    def balances(self, holder: str) -> dict[str, int]:
        sql = "SELECT account, sum(amount) FROM entries WHERE holder = ? GROUP BY account HAVING sum(amount) <> 0"
        return dict(self._db.execute(sql, (holder,)).fetchall())

    def members(self) -> dict[str, Member]:
        rows = self._db.execute("SELECT member, document FROM members").fetchall()
        return {member: msgspec.json.decode(document, type=Member) for member, document in rows}

    def documents(self, kind: str) -> dict[str, str]:
        return dict(self._db.execute("SELECT id, document FROM documents WHERE kind = ?", (kind,)).fetchall())

    def confirmed(self) -> int:
        return int(self._state("confirmed", 0))

    def backed_up(self) -> int:
        return int(self._state("backed_up", 0))

    # The outbox

    def registration(self) -> Registration | None:
        kept = self._state("registration", None)
        return None if kept is None else msgspec.msgpack.decode(kept, type=Registration)

    def register(self, registration: Registration) -> None:
        before = self.registration()
        if before is not None and before.headquarters_key != registration.headquarters_key:
            self._put(confirmed=0, backed_up=0, cursor="")
        self._put(registration=msgspec.msgpack.encode(registration))

    def waiting(self) -> int:
        return self._last() - self.confirmed()

    def outgoing(self, *, limit: int, compare: Collection[str] = ()) -> Outgoing:
        after = self.confirmed()
        rows = self._db.execute(
            "SELECT seq, id, moment, kind, body, hash FROM journal WHERE seq > ? ORDER BY seq LIMIT ?", (after, limit)
        ).fetchall()
        events = tuple(self._event(row) for row in rows)
        members = self.members()
        named = {str(event.body["member"]) for event in events if event.kind in ("enrol", "member")}
        before = self._db.execute("SELECT hash FROM journal WHERE seq = ?", (after,)).fetchone()
        return Outgoing(
            after=after,
            before=before[0] if before else GENESIS,
            last=self._last(),
            events=events,
            profiles=tuple(members[name] for name in sorted(named) if name in members),
            shown=tuple(row[0] for row in self._db.execute("SELECT number FROM shown ORDER BY number")),
            cursor=str(self._state("cursor", "")),
            digests={holder: balance_digest(self.balances(holder)) for holder in compare},
        )

    def take(self, *, confirmed: int, backed_up: int, news: News) -> None:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            self._put(confirmed=confirmed, backed_up=backed_up, cursor=news.cursor)
            self._step_taken()
            for program in news.programs:
                self._document("program", program.id, program.version, program.document)
            for product in news.products:
                self._document("product", product.id, 0, product.document)
            for member in news.members:
                (changed_at,) = self._db.execute(
                    "SELECT changed_at FROM members WHERE member = ?", (member.id,)
                ).fetchone() or (0,)
                if changed_at <= confirmed:
                    self.register_member(member)
                self._db.executemany("DELETE FROM shown WHERE number = ?", [(card,) for card in member.cards])
            self._step_taken()
            for event in news.events:
                for numbered in event.entries:
                    self._post(event.till, event.seq, numbered.n, numbered.entry)
            self._step_taken()
            self._db.execute("COMMIT")
        except BaseException:
            self._db.execute("ROLLBACK")
            raise

    def _post(self, till: str, seq: int, n: int, entry: Entry) -> None:
        self._db.execute(
            "INSERT OR IGNORE INTO entries VALUES (?, ?, ?, ?, ?, ?)",
            (till, seq, n, entry.holder, entry.account, entry.amount),
        )

    def _document(self, kind: str, name: str, version: int, document: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?)", (kind, name, version, document))

    def _event(self, row: tuple[int, str, str, str, str, bytes]) -> Event:
        seq, event_id, moment, kind, body, digest = row
        return Event(till=self.till, seq=seq, id=event_id, moment=moment, kind=kind, body=json.loads(body), hash=digest)

    def _last(self) -> int:
        (last,) = self._db.execute("SELECT max(seq) FROM journal").fetchone()
        return last or 0

    def _state(self, name: str, otherwise: Any) -> Any:
        row = self._db.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
        return otherwise if row is None else row[0]

    def _put(self, **values: object) -> None:
        self._db.executemany("INSERT OR REPLACE INTO state VALUES (?, ?)", list(values.items()))


def stamp(member: str, n: int = 1) -> Entry:
    """An entry on a stamp card; below zero it takes stamps."""
    return Entry(account="cuts", holder=member, cause="earn" if n > 0 else "spend", amount=n)


def sale_body(
    sale: str, member: str | None, *, due_minor: int, off_minor: int = 0, day: str = "2026-03-02"
) -> dict[str, object]:
    """The summary of a sale with one discount."""
    return {
        "sale": sale,
        "day": day,
        "member": member,
        "list_minor": due_minor + off_minor,
        "discount_minor": off_minor,
        "due_minor": due_minor,
        "discounts": {"five": off_minor} if off_minor else {},
        "paid_with": {},
        "earned": {"cuts": 1} if member else {},
        "cashier": "p1",
        "tender": "cash",
    }


def member_of(member: str, *, card: str = "", name: str = "김하늘", phone: str = "") -> Member:
    """A member as enrolment makes one."""
    return Member(id=member, name=name, joined=date(2026, 3, 2), phone=phone, cards=(card,) if card else ())
