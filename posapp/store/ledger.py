"""Balances: the lots that are left, kept beside the entries in the same transaction, and a member's standing.

Only `journal.append_event` changes a lot. A debt is the lot with the empty name, at zero or below.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import groupby

from posapp.loyalty.ledger import CODES, DEBT, EVERYBODY, Account, Entry, Lot, but_for_expiry
from posapp.loyalty.members import Standing
from posapp.store.database import Database, Row
from posapp.store.past import past_sales

ENTRY_COLUMNS = "account, holder, cause, amount, lot, spendable_on, expires_on, partner"
_POST = "INSERT INTO lots VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET left = left + excluded.left"
_LOT = "account, lot, left, spendable_on, expires_on"


def change_lots(db: Database, entries: Iterable[Entry], *, foreign: bool = False) -> None:
    """Post the entries of one event to their lots, in the current transaction. A lot that is used up goes.

    The order of entries never matters, so each lot gets their sum. `ValueError` where one of this till's own would draw
    more from a lot than is left, which is a bug of whoever made the entries. What another till drew (`foreign`) is
    taken as it is: it happened, and its lot's making may come later.
    """
    sums: dict[tuple[str, str, str], int] = {}
    makers: dict[tuple[str, str, str], Entry] = {}
    for entry in entries:
        place = (entry.holder, entry.account, entry.lot)
        sums[place] = sums.get(place, 0) + entry.amount
        makers.setdefault(place, entry)
    fills = []
    for place, amount in sums.items():
        maker = makers[place]
        if amount > 0 and maker.lot != DEBT:
            fills.append((*place, amount, *_term(maker)))
        elif amount:
            # A draw says the lot's days too: what another till drew may come before the lot's making.
            left = db.value(f"{_POST} RETURNING left", (*place, amount, *_term(maker)))
            if left == 0:
                db.execute("DELETE FROM lots WHERE holder = ? AND account = ? AND lot = ?", place)
            elif left < 0 and maker.lot != DEBT and not foreign:
                raise ValueError(f"{place} would be left with {left}")
        if maker.account not in db.accounts_known:
            db.execute("INSERT INTO accounts VALUES (?) ON CONFLICT DO NOTHING", (maker.account,))
            db.accounts_known.add(maker.account)
    if fills:
        db.executemany(_POST, fills)


def _term(entry: Entry) -> tuple[str | None, str | None]:
    """The days of the lot that an entry fills or draws from; a debt has none."""
    return (None, None) if entry.lot == DEBT else (_written(entry.spendable_on), _written(entry.expires_on))


def accounts_of(db: Database, holder: str) -> dict[str, Account]:
    """All accounts of a member, a gift card or everybody, by account name; those at zero are not there."""
    found = db.rows(f"SELECT {_LOT} FROM lots WHERE holder = ?", (holder,))
    return accounts_in(found)


def shared_accounts_of(db: Database, names: Iterable[str]) -> dict[str, Account]:
    """Some of everybody's accounts."""
    found: list[Row] = []
    for name in names:
        found += db.rows(f"SELECT {_LOT} FROM lots WHERE holder = ? AND account = ?", (EVERYBODY, name))
    return accounts_in(found)


def held_by(db: Database, holder: str) -> dict[str, Account]:
    """The accounts of a code (or of somebody else). Those of a code that is used up or written off are there too, as
    `loyalty.ledger.but_for_expiry` makes them: it was issued, and can say when it ended."""
    return accounts_of(db, holder) or but_for_expiry(_all_entries(db, holder))


def accounts_named(db: Database, holder: str) -> tuple[str, ...]:
    """The accounts in which something was ever posted for a holder, used up or not."""
    sql = "SELECT DISTINCT account FROM entries INDEXED BY entries_holder WHERE holder = ? ORDER BY account"
    return tuple(str(name) for (name,) in db.rows(sql, (holder,)))


def owner_of(db: Database, program: str, code: str) -> str | None:
    """The member in whose list of codes this one stands; None where it is anybody's."""
    sql = "SELECT holder FROM lots WHERE account = ? AND lot = ?"
    found = db.value(sql, (program + CODES, code))
    return str(found) if found is not None else None


def holders_of(db: Database, account: str) -> tuple[str, ...]:
    """Who has something left in an account, expired or not. Reads all lots: for a list, not for a sale."""
    found = db.rows("SELECT DISTINCT holder FROM lots WHERE account = ? AND left > 0 ORDER BY holder", (account,))
    return tuple(str(holder) for (holder,) in found)


def _all_entries(db: Database, holder: str) -> tuple[Entry, ...]:
    found = db.rows(f"SELECT {ENTRY_COLUMNS} FROM entries WHERE holder = ? ORDER BY till, seq, n", (holder,))
    return tuple(read_entry_row(row) for row in found)


def standing(
    db: Database,
    member: str | None,
    *,
    needs_history: bool = False,
    history_from: date | None = None,
    shared_accounts: Sequence[str] = (),
    others: Sequence[str] = (),
    household: Sequence[str] = (),
    shown: Sequence[str] = (),
) -> Standing:
    """What the ledger says when a sale begins, for a member or (None) a customer without a card.

    `shared_accounts` are `Catalogue.shared_accounts`; `others` are the codes and the other members whose accounts are
    wanted, besides the rest of the `household`, the codes that were `shown`, and the member's own coupons. Lots that
    have expired and are not written off yet are given too: `loyalty.ledger.balance` leaves them out.
    """
    shared = shared_accounts_of(db, shared_accounts)
    own = accounts_of(db, member) if member is not None else {}
    codes = [lot.id for name, account in own.items() if name.endswith(CODES) for lot in account.lots]
    theirs = {holder: held_by(db, holder) for holder in dict.fromkeys((*others, *household, *shown, *codes))}
    if member is None:
        return Standing(shared=shared, others=theirs, shown=tuple(shown))
    visits, spent_minor = db.row("SELECT visits, spent_minor FROM members WHERE id = ?", (member,)) or (0, 0)
    return Standing(
        accounts=own,
        shared=shared,
        others=theirs,
        household=tuple(household),
        shown=tuple(shown),
        visits=visits,
        spent_minor=spent_minor,
        history=past_sales(db, member, since=history_from) if needs_history else (),
    )


def sums_of(db: Database, holder: str) -> dict[str, int]:
    """By account the sum of all of a holder's entries, what has expired and what was used up included: what the two
    ends of the line compare."""
    sql = "SELECT account, sum(amount) FROM entries INDEXED BY entries_holder WHERE holder = ? GROUP BY account"
    return {account: int(amount) for account, amount in db.rows(sql, (holder,))}


def entries_of(db: Database, *, till: str, seq: int) -> tuple[Entry, ...]:
    """The entries of one event, in their order."""
    found = db.rows(f"SELECT {ENTRY_COLUMNS} FROM entries WHERE till = ? AND seq = ? ORDER BY n", (till, seq))
    return tuple(read_entry_row(row) for row in found)


def posted_to(db: Database, holder: str, *, limit: int = 100) -> tuple[tuple[datetime, str, Entry], ...]:
    """The last entries of a holder, newest first, each with its moment and its event's id."""
    found = db.rows(
        """SELECT v.moment, v.id, e.account, e.holder, e.cause, e.amount, e.lot, e.spendable_on, e.expires_on, e.partner
           FROM entries e JOIN events v ON v.till = e.till AND v.seq = e.seq WHERE e.holder = ?
           ORDER BY v.row DESC, e.n LIMIT ?""",
        (holder, limit),
    )
    return tuple((datetime.fromisoformat(row[0]), row[1], read_entry_row(row[2:])) for row in found)


def accounts_in_use(db: Database) -> tuple[str, ...]:
    """Every account that was ever posted to (``cuts``, ``cuts#at-5``), by name."""
    return tuple(name for (name,) in db.rows("SELECT name FROM accounts ORDER BY name"))


def accounts_in(rows: list[Row]) -> dict[str, Account]:
    """A holder's accounts by name from what is left in the lots: (account, lot, left, first and last day) each."""
    # The order of `loyalty.ledger.posted`: oldest-expiring first.
    rows.sort(key=lambda row: (row[0], row[4] or "9999-12-31", row[3] or "", row[1]))
    accounts = {}
    for account, group in groupby(rows, key=lambda row: str(row[0])):
        lots, debt = [], 0
        for _, lot, left, first, last in group:
            if lot == DEBT or left <= 0:  # tills that were apart may have drawn more from a lot than was in it
                debt += left
            else:
                lots.append(Lot(id=lot, left=left, spendable_on=_read(first), expires_on=_read(last)))
        accounts[account] = Account(lots=tuple(lots), debt=debt)
    return accounts


def read_entry_row(row: Row) -> Entry:
    """An entry from its `ENTRY_COLUMNS`."""
    account, holder, cause, amount, lot, first, last, partner = row
    return Entry(
        account=account,
        holder=holder,
        cause=cause,
        amount=amount,
        lot=lot,
        spendable_on=_read(first),
        expires_on=_read(last),
        partner=partner,
    )


def _read(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None


def till_of_lot(db: Database, *, holder: str, account: str, lot: str) -> str | None:
    """The till at which a lot was earned; None where its earning is not in this file."""
    sql = (
        "SELECT till FROM entries INDEXED BY entries_holder WHERE holder = ? AND account = ? AND lot = ? AND amount > 0"
    )
    found = db.value(sql, (holder, account, lot))
    return None if found is None else str(found)


def holders_with_expired(db: Database, *, before: date) -> tuple[str, ...]:
    """Who holds a lot whose last day is before this one."""
    found = db.rows("SELECT DISTINCT holder FROM lots WHERE expires_on < ? ORDER BY holder", (before.isoformat(),))
    return tuple(holder for (holder,) in found)
