"""Who works here. The PIN is kept as the text of its Argon2 hash; wrong PINs are counted before each check."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from posapp.store.database import Database, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPerson:
    """Somebody who works here. `rank` is ``cashier`` or ``manager``; `pin` is the hash's text; `failures` counts PINs
    that were tried since the last right one, the one being tried now included."""

    id: str
    name: str
    rank: str
    pin: str
    active: bool = True
    failures: int = 0
    locked_until: datetime | None = None


def add_person(db: Database, person: KeptPerson) -> None:
    """Add somebody, in the current transaction."""
    db.must_be_writing()
    db.execute(
        "INSERT INTO people (id, name, rank, pin, active) VALUES (?, ?, ?, ?, ?)",
        (person.id, person.name, person.rank, person.pin, person.active),
    )


def set_pin(db: Database, person_id: str, *, pin: str) -> bool:
    """A new hash; the count of failures begins anew. False where there is nobody."""
    db.must_be_writing()
    sql = "UPDATE people SET pin = ?, failures = 0, locked_until = NULL WHERE id = ?"
    return bool(db.execute(sql, (pin, person_id)).rowcount)


def set_active(db: Database, person_id: str, *, active: bool) -> bool:
    """Let somebody go, or back in. False where there is nobody."""
    db.must_be_writing()
    return bool(db.execute("UPDATE people SET active = ? WHERE id = ?", (active, person_id)).rowcount)


def count_attempt(db: Database, person_id: str, *, locked_until: datetime | None) -> int:
    """Count an attempt before its PIN is looked at, and how many there are now with it.

    Commit it before the check: who cuts the power while his PIN is checked has still used up the attempt.
    """
    db.must_be_writing()
    found = db.value(
        "UPDATE people SET failures = failures + 1, locked_until = ? WHERE id = ? RETURNING failures",
        (locked_until.isoformat() if locked_until else None, person_id),
    )
    return int(found or 0)


def forgive(db: Database, person_id: str) -> None:
    """The PIN was right: the count begins anew."""
    db.must_be_writing()
    db.execute("UPDATE people SET failures = 0, locked_until = NULL WHERE id = ?", (person_id,))


def get_person(db: Database, person_id: str) -> KeptPerson | None:
    """The person with this id."""
    row = db.row("SELECT id, name, rank, pin, active, failures, locked_until FROM people WHERE id = ?", (person_id,))
    return _read(row) if row else None


def all_people(db: Database) -> tuple[KeptPerson, ...]:
    """Everybody, also who was let go, by name."""
    rows = db.rows("SELECT id, name, rank, pin, active, failures, locked_until FROM people ORDER BY name, id")
    return tuple(map(_read, rows))


def _read(row: Row) -> KeptPerson:
    id_, name, rank, pin, active, failures, locked_until = row
    return KeptPerson(
        id=id_,
        name=name,
        rank=rank,
        pin=pin,
        active=bool(active),
        failures=failures,
        locked_until=datetime.fromisoformat(locked_until) if locked_until else None,
    )
