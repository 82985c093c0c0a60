"""Sales as a later return needs them: the core's record, and each line with what is still kept of it.

The lines stay in the shop; headquarters gets the summary in the sale's event. A member's counters (visits, money
spent, last visit) are kept beside, in the same transaction.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from posapp.loyalty.words import Text
from posapp.store.database import Database, Row
from posapp.store.past import json_of, remember

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptLine:
    """A line of a sale. `kept` of `quantity` units have not come back; `net_minor` is what all its units cost after
    benefits; `paid_minor` is money really paid for the units that are kept."""

    product: str
    name: Text
    categories: tuple[str, ...]
    quantity: int
    kept: int
    net_minor: int
    paid_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSale:
    """A sale. `id`, `till` and `seq` are its event's; `record` is the core's `SaleRecord` as JSON; `earned` is, by
    program, what is still earned by what is kept; `refunded_minor` is the money that went back so far."""

    till: str
    seq: int
    id: str
    receipt: str
    moment: datetime
    member: str | None
    person: str | None
    tender: str
    list_minor: int
    discount_minor: int
    due_minor: int
    lines: tuple[KeptLine, ...]
    record: str
    earned: Mapping[str, int] = field(default_factory=dict)
    refunded_minor: int = 0
    voided: bool = False

    @property
    def kept(self) -> int:
        """Units that have not come back."""
        return sum(line.kept for line in self.lines)

    @property
    def paid_minor(self) -> int:
        """Money really paid for what is kept."""
        return sum(line.paid_minor for line in self.lines)


def add_sale(db: Database, sale: KeptSale) -> None:
    """Keep a sale whose event was appended in this transaction, and count it for its member."""
    db.must_be_writing()
    moment, earned = sale.moment.isoformat(), _JSON(dict(sale.earned))
    row = db.execute(
        """INSERT INTO sales (till, seq, receipt, member, moment, person, tender, list_minor, discount_minor,
           due_minor, paid_minor, refunded_minor, kept, voided, earned, record)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            sale.till,
            sale.seq,
            sale.receipt,
            sale.member,
            moment,
            sale.person,
            sale.tender,
            sale.list_minor,
            sale.discount_minor,
            sale.due_minor,
            sale.paid_minor,
            sale.refunded_minor,
            sale.kept,
            sale.voided,
            earned,
            sale.record,
        ),
    ).lastrowid
    db.executemany(
        "INSERT INTO sale_lines VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(sale.till, sale.seq, n, *_line_row(line)) for n, line in enumerate(sale.lines)],
    )
    if sale.member is not None:
        _remember(db, sale, row=row, earned=earned)
        if sale.kept:
            db.execute(
                """UPDATE members SET visits = visits + 1, spent_minor = spent_minor + ?,
                   last_visit = max(coalesce(last_visit, ''), ?) WHERE id = ?""",
                (sale.paid_minor, moment, sale.member),
            )


def _remember(db: Database, sale: KeptSale, *, row: int, earned: str) -> None:
    assert sale.member is not None
    remember(
        db,
        member=sale.member,
        sale_row=row,
        sale=sale.id,
        moment=sale.moment,
        earned=earned,
        lines=[(line.product, line.categories, line.kept, line.paid_minor) for line in sale.lines],
    )


def shrink_sale(
    db: Database,
    sale: KeptSale,
    *,
    record: str,
    lines: Mapping[int, tuple[int, int]],
    earned: Mapping[str, int],
    refund_minor: int,
    voided: bool = False,
) -> None:
    """Something of the sale has come back, in this transaction. `sale` is as it was read within it.

    `lines` gives, for each line that changed, ``(kept, paid_minor)`` as they are now; `refund_minor` is the money that
    went back this time; `record` and `earned` replace the old ones.
    """
    db.must_be_writing()
    key = (sale.till, sale.seq)
    db.executemany(
        "UPDATE sale_lines SET kept = ?, paid_minor = ? WHERE till = ? AND seq = ? AND line = ?",
        [(kept, paid_minor, *key, n) for n, (kept, paid_minor) in lines.items()],
    )
    changed = tuple(
        replace(line, kept=lines[n][0], paid_minor=lines[n][1]) if n in lines else line
        for n, line in enumerate(sale.lines)
    )
    after, earned_now = replace(sale, lines=changed), _JSON(dict(earned))
    row = db.value(
        """UPDATE sales SET record = ?, earned = ?, kept = ?, paid_minor = ?, refunded_minor = refunded_minor + ?,
           voided = max(voided, ?) WHERE till = ? AND seq = ? RETURNING row""",
        (record, earned_now, after.kept, after.paid_minor, refund_minor, voided, *key),
    )
    if sale.member is not None:
        _remember(db, after, row=row, earned=earned_now)
        db.execute(
            """UPDATE members SET visits = visits - ?1, spent_minor = spent_minor - ?2, last_visit = (SELECT max(moment)
               FROM (SELECT moment FROM history WHERE member = ?3 AND kept > 0
               UNION ALL SELECT moment FROM elsewhere WHERE member = ?3 AND visits > 0)) WHERE id = ?3""",
            (bool(sale.kept) and not after.kept, sale.paid_minor - after.paid_minor, sale.member),
        )


_COLUMNS = """s.till, s.seq, e.id, s.receipt, s.moment, s.member, s.person, s.tender, s.list_minor, s.discount_minor,
    s.due_minor, s.record, s.earned, s.refunded_minor, s.voided"""
_SALE = f"SELECT {_COLUMNS} FROM sales s CROSS JOIN events e ON e.till = s.till AND e.seq = s.seq"


def sale_by_id(db: Database, sale_id: str) -> KeptSale | None:
    """The sale with this id."""
    sql = f"SELECT {_COLUMNS} FROM events e CROSS JOIN sales s ON s.till = e.till AND s.seq = e.seq WHERE e.id = ?"
    return _one(db, db.row(sql, (sale_id,)))


def sale_by_receipt(db: Database, receipt: str) -> KeptSale | None:
    """The sale whose receipt carries this number."""
    return _one(db, db.row(f"{_SALE} WHERE s.receipt = ?", (receipt,)))


def recent_sales(db: Database, *, member: str | None = None, limit: int = 50) -> tuple[KeptSale, ...]:
    """The last sales, of one member or of everybody, newest first."""
    if member is None:
        found = db.rows(f"{_SALE} ORDER BY s.row DESC LIMIT ?", (limit,))
    else:
        sql = f"""SELECT {_COLUMNS} FROM history h CROSS JOIN sales s ON s.row = h.sale_row
                  CROSS JOIN events e ON e.till = s.till AND e.seq = s.seq
                  WHERE h.member = ? ORDER BY h.sale_row DESC LIMIT ?"""
        found = db.rows(sql, (member, limit))
    return tuple(_read(db, row) for row in found)


def last_sale(db: Database) -> KeptSale | None:
    """The last sale made in this shop's file."""
    found = recent_sales(db, limit=1)
    return found[0] if found else None


def anything_later(db: Database, sale: KeptSale) -> bool:
    """Whether later events stand on this sale's member: a sale, a return, an adjustment with entries of hers."""
    if sale.member is None:
        return False
    found = db.value(
        """SELECT EXISTS (SELECT 1 FROM entries JOIN events USING (till, seq) WHERE holder = ?1 AND row >
             (SELECT row FROM events WHERE till = ?2 AND seq = ?3))
           OR EXISTS (SELECT 1 FROM history WHERE member = ?1 AND kept > 0 AND sale_row >
             (SELECT row FROM sales WHERE till = ?2 AND seq = ?3))""",
        (sale.member, sale.till, sale.seq),
    )
    return bool(found)


def _one(db: Database, row: Row | None) -> KeptSale | None:
    return _read(db, row) if row else None


def _read(db: Database, row: Row) -> KeptSale:
    till, seq, sale, receipt, moment, member, person, tender, listed, discount, due, record, earned, back, voided = row
    lines = db.rows(
        """SELECT product, name, categories, quantity, kept, net_minor, paid_minor FROM sale_lines
           WHERE till = ? AND seq = ? ORDER BY line""",
        (till, seq),
    )
    return KeptSale(
        till=till,
        seq=seq,
        id=sale,
        receipt=receipt,
        moment=datetime.fromisoformat(moment),
        member=member,
        person=person,
        tender=tender,
        list_minor=listed,
        discount_minor=discount,
        due_minor=due,
        lines=tuple(_line(line) for line in lines),
        record=record,
        earned=json.loads(earned),
        refunded_minor=back,
        voided=bool(voided),
    )


def _line_row(line: KeptLine) -> tuple[object, ...]:
    return (
        line.product,
        json_of(line.name),
        json_of(line.categories),
        line.quantity,
        line.kept,
        line.net_minor,
        line.paid_minor,
    )


def _line(row: Row) -> KeptLine:
    product, name, categories, quantity, kept, net_minor, paid_minor = row
    return KeptLine(
        product=product,
        name=Text.read(json.loads(name)),
        categories=tuple(json.loads(categories)),
        quantity=quantity,
        kept=kept,
        net_minor=net_minor,
        paid_minor=paid_minor,
    )
