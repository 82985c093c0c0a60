"""What shops that share a program owe each other, read from the entries of their tills."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from posapp.hq import catalogue
from posapp.hq.desk import Desk
from posapp.insight.settlement import Crossing, Settlement, Uncovered, filled, settle
from posapp.loyalty.definitions import programs_with
from posapp.loyalty.documents import Reader
from posapp.loyalty.ledger import DEBT

_GIVEN = "'earn', 'welcome', 'grant', 'issue', 'adjust', 'take_back'"
_TAKEN = "'spend', 'give_back'"


@dataclass(frozen=True, slots=True)
class Period:
    """Shop days, both inclusive, as ISO writes them; "" for no bound. A point is settled on the day on which another
    shop took it, whenever it was issued, so periods side by side add up to the whole."""

    since: str = ""
    until: str = ""

    @property
    def last(self) -> str:
        """A day that no event's day is after."""
        return self.until or "9999-12-31"


EVER = Period()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramSettlement:
    """The settlement of one program; `name` is as it was written, `value` a decimal: minor units a point."""

    program: str
    name: Any
    value: str
    settlement: Settlement


def of(desk: Desk, period: Period = EVER) -> list[ProgramSettlement]:
    """Every program that shops share, by id, also one that is switched off: what was taken is owed. Only what happened
    in the `period` is settled; what headquarters has not heard of yet cannot be in it."""
    kept = catalogue.programs(desk)
    read = programs_with(Reader(), [program.document for program in kept])
    values = {program.id: program.settle_value for program in read}
    return [
        ProgramSettlement(
            program=program.id,
            name=program.document.get("name", program.id),
            value=f"{value:f}",
            settlement=_of_account(desk, program.id, value=value, period=period),
        )
        for program in kept
        if (value := values.get(program.id)) is not None
    ]


def _of_account(desk: Desk, account: str, *, value: Decimal, period: Period) -> Settlement:
    db, days = desk.db, (account, period.since, period.last)
    totals = db.rows(
        f"SELECT partner, sum(iif(cause IN ({_GIVEN}), amount, 0)), -sum(iif(cause IN ({_TAKEN}), amount, 0))"
        " FROM entries e JOIN events v USING (till, seq)"
        " WHERE account = ? AND partner <> '' AND v.day BETWEEN ? AND ? GROUP BY partner",
        days,
    )
    # A lot is named after the document that made it, which is the event's id.
    crossed = db.rows(
        "WITH made AS (SELECT e.holder, e.lot, e.partner FROM entries e JOIN events v USING (till, seq)"
        " WHERE e.account = ?1 AND e.partner <> '' AND e.amount > 0"
        " AND substr(e.lot, 1, length(v.id) + 1) = v.id || '/')"
        " SELECT made.partner, e.partner, -sum(e.amount) FROM entries e JOIN made USING (holder, lot)"
        " JOIN events v USING (till, seq)"
        " WHERE e.account = ?1 AND e.partner NOT IN ('', made.partner) AND v.day BETWEEN ?2 AND ?3"
        " AND e.cause IN ('spend', 'give_back', 'take_back') GROUP BY 1, 2 ORDER BY 1, 2",
        days,
    )
    below = db.rows(
        "SELECT e.holder, e.partner, -e.amount, v.day >= ? FROM entries e JOIN events v USING (till, seq)"
        " WHERE e.account = ? AND e.partner <> '' AND e.lot = ? AND v.day <= ?"
        " ORDER BY v.day, v.arrived, e.till, e.seq, e.n",
        (period.since, account, DEBT, period.last),
    )
    covered, uncovered = filled(Uncovered(holder, shop, points, bool(counts)) for holder, shop, points, counts in below)
    crossings = [*(Crossing(*row) for row in crossed), *covered]
    return settle(
        {partner: (issued, taken) for partner, issued, taken in totals}, crossings, value=value, uncovered=uncovered
    )
