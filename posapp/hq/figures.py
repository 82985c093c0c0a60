"""What was sold, by till, day and program: sums of what the tills' events say, kept beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from posapp.hq.bodies import Heard
from posapp.hq.desk import Desk

MEASURES = (
    "sales",
    "returns",
    "voids",
    "list_minor",
    "discount_minor",
    "due_minor",
    "refund_minor",
    "enrolled",
)
BY_PROGRAM = ("discounts", "paid_with", "earned")


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFigures:
    """A day's sums, of one till or of several. `totals` has every one of `MEASURES`; `programs` gives, for each of
    `BY_PROGRAM`, program and sum. Money is in the minor unit; what was earned in the program's own."""

    day: str
    totals: dict[str, int]
    programs: dict[str, dict[str, int]] = field(default_factory=dict)


def add(desk: Desk, till: str, heard: Iterable[tuple[int, Heard]]) -> None:
    """Count new events. A day's closing is compared with what was counted up to it; a difference is for the owner."""
    sums: Counter[tuple[str, str, str]] = Counter()
    for seq, event in heard:
        day = event.day.isoformat()
        for measure, program, amount in event.figures:
            sums[day, measure, program] += amount
        if event.totals is not None:
            _write(desk, till, sums)
            sums.clear()
            counted = of_day(desk, day, tills=(till,)).totals
            if counted != {measure: event.totals[measure] for measure in MEASURES}:
                desk.attend("hq.attention.closing", till=till, day=day, seq=seq)
    _write(desk, till, sums)


def _write(desk: Desk, till: str, sums: Counter[tuple[str, str, str]]) -> None:
    desk.db.executemany(
        "INSERT INTO figures (till, day, measure, program, amount) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET amount = amount + excluded.amount",
        [(till, *key, amount) for key, amount in sorted(sums.items())],
    )


def of_day(desk: Desk, day: str, *, tills: Sequence[str] | None = None) -> DayFigures:
    """The sums of a day ("2026-03-02"), of all tills or of those given."""
    sql = "SELECT measure, program, sum(amount) FROM figures WHERE day = ?"
    if tills is not None:
        sql += f" AND till IN ({', '.join('?' * len(tills))})"
    rows = desk.db.rows(f"{sql} GROUP BY measure, program", (day, *(tills or ())))
    totals = dict.fromkeys(MEASURES, 0)
    programs: dict[str, dict[str, int]] = {measure: {} for measure in BY_PROGRAM}
    for measure, program, amount in rows:
        if measure in totals:
            totals[measure] = amount
        else:
            programs[measure][program] = amount
    return DayFigures(day=day, totals=totals, programs=programs)


def days(desk: Desk, *, limit: int = 31) -> list[str]:
    """The latest days of which there are figures, newest first."""
    return [row[0] for row in desk.db.rows("SELECT DISTINCT day FROM figures ORDER BY day DESC LIMIT ?", (limit,))]
