"""How everything stood when a sale was made: the entries, sales and returns before its event. For looking back; a sale
that is made now reads what is kept beside (`ledger.py`, `past.py`)."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from posapp.loyalty.ledger import Account, but_for_expiry
from posapp.store.database import Database
from posapp.store.ledger import ENTRY_COLUMNS, accounts_in, read_entry_row

_COLUMNS = ", ".join(f"n.{column}" for column in ENTRY_COLUMNS.split(", "))
_BEFORE = """entries n {index} LEFT JOIN events e ON e.till = n.till AND e.seq = n.seq
    LEFT JOIN elsewhere x ON x.till = n.till AND x.seq = n.seq
    WHERE n.holder = ?1 AND (e.row < ?2 OR (e.row IS NULL AND (x.moment IS NULL OR x.moment < ?3)))"""
_INDEXED = _BEFORE.format(index="INDEXED BY entries_holder")


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A point in the journal: the place of an event in this file, and its moment: what other tills did has no place."""

    row: int
    moment: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleBefore:
    """A member's earlier sale as it is kept now, with its event's id, its place and its body."""

    sale: str
    row: int
    record: str
    body: Mapping[str, Any]


def point_of(db: Database, *, till: str, seq: int) -> Point:
    """Where an event stands."""
    row, moment = db.rows("SELECT row, moment FROM events WHERE till = ? AND seq = ?", (till, seq))[0]
    return Point(row=row, moment=datetime.fromisoformat(moment))


def accounts_then(db: Database, holder: str, at: Point) -> dict[str, Account]:
    """A holder's accounts as the entries before that point made them, by name; those at zero are not there."""
    found = db.rows(
        f"""SELECT n.account, n.lot, sum(n.amount), max(n.spendable_on), max(n.expires_on) FROM {_INDEXED}
            GROUP BY n.account, n.lot HAVING sum(n.amount) <> 0""",
        (holder, at.row, at.moment.isoformat()),
    )
    return accounts_in(found)


def held_then(db: Database, holder: str, at: Point) -> dict[str, Account]:
    """The same of a code, as `ledger.held_by` has it: one that was used up can say when it ended."""
    there = accounts_then(db, holder, at)
    if there:
        return there
    rows = db.rows(f"SELECT {_COLUMNS} FROM {_INDEXED}", (holder, at.row, at.moment.isoformat()))
    return but_for_expiry(read_entry_row(row) for row in rows)


def sales_before(db: Database, member: str, at: Point) -> tuple[SaleBefore, ...]:
    """The member's sales in this file before that point, oldest first."""
    rows = db.rows(
        """SELECT e.id, e.row, s.record, e.body FROM history h CROSS JOIN sales s ON s.row = h.sale_row
           CROSS JOIN events e ON e.till = s.till AND e.seq = s.seq
           WHERE h.member = ? AND e.row < ? ORDER BY h.sale_row""",
        (member, at.row),
    )
    return tuple(SaleBefore(sale=sale, row=row, record=text, body=json.loads(body)) for sale, row, text, body in rows)


def came_back(
    db: Database, sales: Collection[str], *, after: int
) -> dict[str, list[tuple[int, str, Mapping[str, Any]]]]:
    """By sale (of these) its returns and voids in order, each with its place, its kind and its body; `after` is a place
    before all of them. Reads every event from there on."""
    found: dict[str, list[tuple[int, str, Mapping[str, Any]]]] = {}
    if not sales:
        return found
    for row, kind, body in db.rows(
        """SELECT row, kind, body FROM events WHERE row > ? AND kind IN ('return', 'void')
           AND json_extract(body, '$.sale') IN (SELECT value FROM json_each(?)) ORDER BY row""",
        (after, json.dumps(list(sales))),
    ):
        document = json.loads(body)
        found.setdefault(document["sale"], []).append((row, kind, document))
    return found


def elsewhere_before(db: Database, member: str, at: Point) -> tuple[int, int]:
    """The member's visits at other tills before that moment, and the money she spent there."""
    row = db.row(
        "SELECT coalesce(sum(visits), 0), coalesce(sum(spent_minor), 0) FROM elsewhere WHERE member = ? AND moment < ?",
        (member, at.moment.isoformat()),
    )
    return (int(row[0]), int(row[1])) if row else (0, 0)
