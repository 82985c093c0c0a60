"""What customers answered when they were asked, and which answers still want somebody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from posapp.store.database import Database, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAnswer:
    """An answer. `event` is its id in the journal; `low` ones stay open until somebody closes them."""

    event: str
    program: str
    sale: str
    member: str | None
    moment: datetime
    scale: str
    answer: str
    word: str
    low: bool
    closed: datetime | None = None
    closed_by: str | None = None
    note: str = ""


_COLUMNS = "event, program, sale, member, moment, scale, answer, word, low, closed, closed_by, note"


def add_answer(db: Database, kept: KeptAnswer) -> None:
    """Keep an answer, in the current transaction."""
    db.must_be_writing()
    db.execute(
        f"INSERT INTO survey_answers ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            kept.event,
            kept.program,
            kept.sale,
            kept.member,
            kept.moment.isoformat(),
            kept.scale,
            kept.answer,
            kept.word,
            int(kept.low),
            kept.closed.isoformat() if kept.closed else None,
            kept.closed_by,
            kept.note,
        ),
    )


def answer_of(db: Database, *, sale: str, program: str) -> KeptAnswer | None:
    """What was answered after a sale."""
    row = db.row(f"SELECT {_COLUMNS} FROM survey_answers WHERE sale = ? AND program = ?", (sale, program))
    return _read(row) if row else None


def get_answer(db: Database, event: str) -> KeptAnswer | None:
    """An answer by its id."""
    row = db.row(f"SELECT {_COLUMNS} FROM survey_answers WHERE event = ?", (event,))
    return _read(row) if row else None


def answers(
    db: Database, *, program: str | None = None, open_only: bool = False, limit: int = 200
) -> tuple[KeptAnswer, ...]:
    """The newest answers first, of one program or of all; `open_only`: those that want somebody, the oldest first."""
    where = ["low = 1 AND closed IS NULL"] if open_only else []
    values: list[object] = []
    if program is not None:
        where.append("program = ?")
        values.append(program)
    condition = f"WHERE {' AND '.join(where)}" if where else ""
    order = "row" if open_only else "row DESC"
    found = db.rows(f"SELECT {_COLUMNS} FROM survey_answers {condition} ORDER BY {order} LIMIT ?", (*values, limit))
    return tuple(map(_read, found))


def count_open(db: Database) -> int:
    """How many answers want somebody."""
    return int(db.value("SELECT count(*) FROM survey_answers WHERE low = 1 AND closed IS NULL") or 0)


def tallies(db: Database, *, since: datetime | None = None) -> dict[tuple[str, str], dict[str, int]]:
    """How often each answer was given, by (program, scale); from a moment on, where it is given."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    for program, scale, answer, count in db.rows(
        """SELECT program, scale, answer, count(*) FROM survey_answers WHERE moment >= ?
           GROUP BY program, scale, answer ORDER BY program, scale""",
        (since.isoformat() if since else "",),
    ):
        found.setdefault((str(program), str(scale)), {})[str(answer)] = int(count)
    return found


def close_answer(db: Database, event: str, *, moment: datetime, person: str | None, note: str) -> None:
    """Somebody has seen to an answer, in the current transaction."""
    db.must_be_writing()
    db.execute(
        "UPDATE survey_answers SET closed = ?, closed_by = ?, note = ? WHERE event = ?",
        (moment.isoformat(), person, note, event),
    )


def _read(row: Row) -> KeptAnswer:
    event, program, sale, member, moment, scale, answer, word, low, closed, closed_by, note = row
    return KeptAnswer(
        event=event,
        program=program,
        sale=sale,
        member=member,
        moment=datetime.fromisoformat(moment),
        scale=scale,
        answer=answer,
        word=word,
        low=bool(low),
        closed=datetime.fromisoformat(closed) if closed else None,
        closed_by=closed_by,
        note=note,
    )
