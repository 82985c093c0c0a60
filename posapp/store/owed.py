"""What the lots of one account add up to over all its holders: what the shop owes in a program."""

from __future__ import annotations

from datetime import date

from posapp.loyalty.ledger import DEBT, EVERYBODY
from posapp.loyalty.owing import Held
from posapp.store.database import Database


def held_in(db: Database, account: str, *, on: date) -> Held:
    """All that is held in an account on a local day. What is counted over everybody is nobody's and left out."""
    day = on.isoformat()
    mine = "account = ? AND holder <> ?"
    lots = db.rows(
        f"""SELECT expires_on, sum(left) FROM lots WHERE {mine} AND lot <> ? AND (expires_on IS NULL OR expires_on >= ?)
            GROUP BY expires_on ORDER BY expires_on""",
        (account, EVERYBODY, DEBT, day),
    )
    holders = db.value(
        f"""SELECT count(DISTINCT holder) FROM lots
            WHERE {mine} AND lot <> ? AND (expires_on IS NULL OR expires_on >= ?)""",
        (account, EVERYBODY, DEBT, day),
    )
    short = db.value(f"SELECT -sum(left) FROM lots WHERE {mine} AND lot = ?", (account, EVERYBODY, DEBT))
    return Held(
        holders=int(holders or 0),
        lots=tuple((date.fromisoformat(last) if last else None, int(units)) for last, units in lots),
        short=int(short or 0),
    )


def holders_of(db: Database, accounts: frozenset[str]) -> tuple[str, ...]:
    """Who holds a lot in one of these accounts, expired or not."""
    if not accounts:
        return ()
    marks = ", ".join("?" * len(accounts))
    found = db.rows(
        f"SELECT DISTINCT holder FROM lots WHERE account IN ({marks}) AND lot <> ? ORDER BY holder",
        (*sorted(accounts), DEBT),
    )
    return tuple(str(holder) for (holder,) in found)
