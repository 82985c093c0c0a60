"""What an owner does with a program once: a draw that was held, a period that was closed. What came of it is kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from posapp.loyalty.ledger import EVERYBODY
from posapp.loyalty.members import PastLine, PastSale
from posapp.store.database import Database, Row
from posapp.store.ledger import accounts_in_use


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRun:
    """A run of a program: `run` names it (``draw``, ``2026-Q3``), `event` is its id in the journal."""

    program: str
    run: str
    event: str
    moment: datetime
    document: Mapping[str, Any]


def add_run(db: Database, kept: KeptRun) -> None:
    """Keep a run, in the current transaction; one of that name of the program a second time is a bug."""
    db.must_be_writing()
    document = json.dumps(kept.document, ensure_ascii=False, separators=(",", ":"))
    db.execute(
        "INSERT INTO program_runs VALUES (?, ?, ?, ?, ?)",
        (kept.program, kept.run, kept.event, kept.moment.isoformat(), document),
    )


def get_run(db: Database, program: str, run: str) -> KeptRun | None:
    """A run that has been, or None."""
    row = db.row("SELECT * FROM program_runs WHERE program = ? AND run = ?", (program, run))
    return _read(row) if row else None


def done_on(db: Database, program: str, run: str, *, event: str) -> datetime | None:
    """When a run was, here or, as far as that is known, at another till, where its event has the same id."""
    moment = db.value("SELECT moment FROM program_runs WHERE program = ? AND run = ?", (program, run))
    moment = moment or db.value("SELECT moment FROM elsewhere WHERE kind = 'program_run' AND id = ?", (event,))
    return datetime.fromisoformat(moment) if moment else None


def runs_of(db: Database, program: str) -> tuple[KeptRun, ...]:
    """All runs of a program, the oldest first."""
    return tuple(map(_read, db.rows("SELECT * FROM program_runs WHERE program = ? ORDER BY moment, run", (program,))))


def _read(row: Row) -> KeptRun:
    program, run, event, moment, document = row
    return KeptRun(
        program=program,
        run=run,
        event=event,
        moment=datetime.fromisoformat(moment),
        document=json.loads(document),
    )


def holders_of(db: Database, account: str) -> dict[str, int]:
    """Who has how much in an account, above nothing, by holder's id. Terms are not looked at."""
    found = db.rows(
        "SELECT holder, sum(left) FROM lots WHERE account = ? GROUP BY holder HAVING sum(left) > 0 ORDER BY holder",
        (account,),
    )
    return {holder: int(left) for holder, left in found}


def shared_entries(db: Database, account: str) -> tuple[tuple[int, str, str, str, int], ...]:
    """What was posted to an account of everybody's at this shop's own tills, in the order of the journal: (place in it,
    kind of event, its id, the sale's id, amount)."""
    found = db.rows(
        """SELECT v.row, v.kind, v.id, coalesce(json_extract(v.body, '$.sale'), v.id), n.amount
           FROM entries n INDEXED BY entries_holder JOIN events v ON v.till = n.till AND v.seq = n.seq
           WHERE n.holder = ? AND n.account = ? ORDER BY v.row, n.n""",
        (EVERYBODY, account),
    )
    return tuple((int(row), str(kind), str(event), str(sale), int(amount)) for row, kind, event, sale, amount in found)


def posted_elsewhere(db: Database, account: str) -> bool:
    """Did another till post to an account of everybody's?"""
    found = db.value(
        """SELECT 1 FROM entries n INDEXED BY entries_holder WHERE n.holder = ? AND n.account = ? AND NOT EXISTS (
           SELECT 1 FROM events v WHERE v.till = n.till AND v.seq = n.seq) LIMIT 1""",
        (EVERYBODY, account),
    )
    return found is not None


def receipts(db: Database, sales: list[str]) -> dict[str, str]:
    """The number on the receipt of each sale, by the sale's id."""
    found: dict[str, str] = {}
    for at in range(0, len(sales), 500):
        some = sales[at : at + 500]
        marks = ", ".join("?" * len(some))
        found.update(
            db.rows(
                f"""SELECT e.id, s.receipt FROM events e JOIN sales s ON s.till = e.till AND s.seq = e.seq
                    WHERE e.id IN ({marks})""",
                some,
            )
        )
    return found


def first_taking_part(db: Database, program: str) -> date | None:
    """The local day of the first sale that posted to an account of everybody's that the program keeps."""
    names = [name for name in accounts_in_use(db) if name.startswith(f"{program}#")]
    found = [
        db.value(
            """SELECT min(v.moment) FROM entries n INDEXED BY entries_holder
               JOIN events v ON v.till = n.till AND v.seq = n.seq
               WHERE n.holder = ? AND n.account = ? AND v.kind = 'sale'""",
            (EVERYBODY, name),
        )
        for name in names
    ]
    days = [str(moment)[:10] for moment in found if moment]
    return date.fromisoformat(min(days)) if days else None


def last_sale_after(db: Database, program: str, day: date) -> date | None:
    """The last local day after this one on which a program gave something in a sale, or posted to its accounts."""
    found = db.value(
        """SELECT max(moment) FROM events WHERE moment >= ? AND kind = 'sale' AND instr(body, ?) > 0 AND (
           json_type(body, '$.discounts' || ?) IS NOT NULL OR json_type(body, '$.earned' || ?) IS NOT NULL
           OR json_type(body, '$.paid_with' || ?) IS NOT NULL
           OR EXISTS (SELECT 1 FROM entries n WHERE n.till = events.till AND n.seq = events.seq
                      AND (n.account = ? OR n.account LIKE ? || '#%')))""",
        ((day + timedelta(days=1)).isoformat(), f'"{program}', *[f'."{program}"'] * 3, program, program),
    )
    return date.fromisoformat(str(found)[:10]) if found else None


def sales_between(db: Database, first: date, last: date) -> dict[str, list[PastSale]]:
    """What is kept of the sales of each member from one local day to another, both inclusive, by member's id."""
    found: dict[str, list[PastSale]] = {}
    for member, sale, moment, lines in db.rows(
        """SELECT h.member, h.sale, h.moment, h.lines FROM sales s JOIN history h ON h.member = s.member
           AND h.sale_row = s.row WHERE s.member IS NOT NULL AND h.kept > 0
           AND substr(h.moment, 1, 10) BETWEEN ? AND ?""",
        (first.isoformat(), last.isoformat()),
    ):
        past = PastSale(
            sale=sale,
            moment=datetime.fromisoformat(moment),
            lines=tuple(
                PastLine(product=product, categories=tuple(categories), quantity=kept, paid_minor=paid_minor)
                for product, categories, kept, paid_minor in json.loads(lines)
            ),
        )
        found.setdefault(str(member), []).append(past)
    return found


def sales_elsewhere(db: Database, first: date, last: date) -> dict[str, list[PastSale]]:
    """The same of other tills, where only sums are known here: a return counts on its own day, below zero."""
    found: dict[str, list[PastSale]] = {}
    for member, sale, moment, minor in db.rows(
        """SELECT member, id, moment, spent_minor FROM elsewhere WHERE member IS NOT NULL AND spent_minor <> 0
           AND substr(moment, 1, 10) BETWEEN ? AND ?""",
        (first.isoformat(), last.isoformat()),
    ):
        line = PastLine(product="", categories=(), quantity=1, paid_minor=minor)
        past = PastSale(sale=sale, moment=datetime.fromisoformat(moment), lines=(line,))
        found.setdefault(str(member), []).append(past)
    return found
