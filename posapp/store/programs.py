"""Loyalty programs: every version ever written, and which one is on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from posapp.store.database import Database, Row
from posapp.store.ledger import accounts_in_use


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptProgram:
    """A version of a program as it was written. `on`: sales look at it (its newest version is the one that counts)."""

    id: str
    version: int
    kind: str
    document: Mapping[str, Any]
    on: bool
    written: datetime
    person: str | None = None


def put_program(
    db: Database, document: Mapping[str, Any], *, moment: datetime, person: str | None = None, on: bool | None = None
) -> KeptProgram:
    """Keep a document as the next version of its program, in the current transaction. `on` None leaves the switch as it
    is (a new program is on). The same document again makes no new version."""
    db.must_be_writing()
    before = get_program(db, str(document["id"]))
    switch = on if on is not None else before.on if before else True
    if before is None or before.document != dict(document):
        version = before.version + 1 if before else 1
        db.execute(
            "INSERT INTO programs VALUES (?, ?, ?, ?, ?, ?)",
            (
                document["id"],
                version,
                document["kind"],
                json.dumps(document, ensure_ascii=False, separators=(",", ":")),
                moment.isoformat(),
                person,
            ),
        )
    else:
        version = before.version
    db.execute(
        """INSERT INTO program_states VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET version = excluded.version,
           is_on = excluded.is_on""",
        (document["id"], version, switch),
    )
    kept = get_program(db, str(document["id"]))
    assert kept is not None
    return kept


def switch_program(db: Database, program_id: str, *, on: bool) -> bool:
    """Switch a program on or off, in the current transaction; False where there is none."""
    db.must_be_writing()
    return bool(db.execute("UPDATE program_states SET is_on = ? WHERE id = ?", (on, program_id)).rowcount)


_PROGRAM = """SELECT p.id, p.version, p.kind, p.document, s.is_on, p.written, p.person FROM program_states s
              JOIN programs p ON p.id = s.id"""


def get_program(db: Database, program_id: str, *, version: int | None = None) -> KeptProgram | None:
    """A program's newest version, or an older one."""
    which = "p.version = s.version" if version is None else "p.version = ?"
    values = (program_id,) if version is None else (version, program_id)
    row = db.row(f"{_PROGRAM} AND {which} WHERE s.id = ?", values)
    return _read(row) if row else None


def all_programs(db: Database) -> tuple[KeptProgram, ...]:
    """Every program in its newest version, in the order in which they were first written."""
    return tuple(
        map(
            _read,
            db.rows(
                f"""{_PROGRAM} AND p.version = s.version
                    ORDER BY (SELECT min(rowid) FROM programs f WHERE f.id = p.id)"""
            ),
        )
    )


def kinds_in_use(db: Database) -> dict[str, str]:
    """The kind of each program to whose accounts something was ever posted: it can never become another kind."""
    posted = {account.partition("#")[0] for account in accounts_in_use(db)}
    return {program.id: program.kind for program in all_programs(db) if program.id in posted}


def _read(row: Row) -> KeptProgram:
    id_, version, kind, document, is_on, written, person = row
    return KeptProgram(
        id=id_,
        version=version,
        kind=kind,
        document=json.loads(document),
        on=bool(is_on),
        written=datetime.fromisoformat(written),
        person=person,
    )


def switches(db: Database) -> tuple[tuple[str, int, bool], ...]:
    """(id, version, on) of every program: all that tells whether the rules are still those that were read."""
    return tuple(db.rows("SELECT id, version, is_on FROM program_states ORDER BY id"))
