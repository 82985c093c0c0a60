"""Checks: what is kept beside the journal for speed is what the journal says."""

from __future__ import annotations

import json
from collections.abc import Iterator

from posapp.loyalty.words import Reason
from posapp.store.database import Database
from posapp.store.progress import Progress

_EVERY = 2000


def check_sales(db: Database, progress: Progress) -> Iterator[Reason]:
    """Every sale has its event and every sale's event its sale; its sums are those of its lines."""
    for id_, seq in db.execute(
        """SELECT e.id, e.seq FROM events e LEFT JOIN sales s ON s.till = e.till AND s.seq = e.seq
           WHERE e.kind = 'sale' AND s.row IS NULL"""
    ):
        yield Reason.of("verify.event_without_sale", sale=id_, number=seq)
    progress(1, 3)
    for receipt, seq in db.execute(
        """SELECT s.receipt, s.seq FROM sales s LEFT JOIN events e ON e.till = s.till AND e.seq = s.seq
           WHERE e.kind IS NOT 'sale'"""
    ):
        yield Reason.of("verify.sale_without_event", receipt=receipt, number=seq)
    progress(2, 3)
    for receipt, kept, paid_minor, lines_kept, lines_paid in db.execute(
        """SELECT s.receipt, s.kept, s.paid_minor, coalesce(l.kept, 0), coalesce(l.paid, 0) FROM sales s LEFT JOIN
           (SELECT till, seq, sum(kept) AS kept, sum(paid_minor) AS paid FROM sale_lines GROUP BY till, seq) l
           ON l.till = s.till AND l.seq = s.seq
           WHERE s.kept <> coalesce(l.kept, 0) OR s.paid_minor <> coalesce(l.paid, 0)"""
    ):
        values = {"kept": kept, "paid": paid_minor, "lines_kept": lines_kept, "lines_paid": lines_paid}
        yield Reason.of("verify.sale_sums", receipt=receipt, **values)


def check_members(db: Database, progress: Progress) -> Iterator[Reason]:
    """The counters of every member are those of her sales."""
    progress(0, 1)
    for id_, visits, spent, counted, summed in db.execute(
        """SELECT m.id, m.visits, m.spent_minor, coalesce(s.visits, 0), coalesce(s.spent, 0) FROM members m LEFT JOIN
           (SELECT member, sum(visits) AS visits, sum(spent) AS spent, max(moment) AS last FROM (
              SELECT member, kept > 0 AS visits, paid_minor AS spent, CASE WHEN kept > 0 THEN moment END AS moment
              FROM sales WHERE member IS NOT NULL
              UNION ALL SELECT member, visits, spent_minor, CASE WHEN visits > 0 THEN moment END
              FROM elsewhere WHERE member IS NOT NULL
            ) GROUP BY member) s ON s.member = m.id
           WHERE m.visits <> coalesce(s.visits, 0) OR m.spent_minor <> coalesce(s.spent, 0)
           OR m.last_visit IS NOT s.last"""
    ):
        yield Reason.of("verify.counters", member=id_, visits=visits, spent=spent, counted=counted, summed=summed)


def check_history(db: Database, progress: Progress) -> Iterator[Reason]:
    """A member's history says of each of her sales what the sale's own lines say."""
    total = int(db.value("SELECT max(row) FROM sales") or 0)
    lines = iter(
        db.execute(
            """SELECT till, seq, product, categories, kept, paid_minor FROM sale_lines WHERE kept > 0
               ORDER BY till, seq, line"""
        )
    )
    line = next(lines, None)
    for till, seq, row, receipt, member, kept, moment, told_moment, told_kept, told in db.execute(
        """SELECT s.till, s.seq, s.row, s.receipt, s.member, s.kept, s.moment, h.moment, h.kept, h.lines
           FROM sales s LEFT JOIN history h ON h.member = s.member AND h.sale_row = s.row ORDER BY s.till, s.seq"""
    ):
        own = []
        while line is not None and line[:2] <= (till, seq):
            if line[:2] == (till, seq):
                own.append([line[2], json.loads(line[3]), line[4], line[5]])
            line = next(lines, None)
        if member is not None and (
            told is None or (told_moment, told_kept) != (moment, kept) or json.loads(told) != own
        ):
            yield Reason.of("verify.history", member=member, receipt=receipt)
        if row % _EVERY == 0:
            progress(row, total)
    for member, row in db.execute(
        """SELECT member, sale_row FROM history h
           WHERE NOT EXISTS (SELECT 1 FROM sales WHERE row = h.sale_row AND member = h.member)"""
    ):
        yield Reason.of("verify.history", member=member, receipt=str(row))


def check_cards(db: Database, progress: Progress) -> Iterator[Reason]:
    """Every card that is somebody's points to a member, and so does every sale."""
    progress(0, 2)
    for (number,) in db.execute(
        """SELECT number FROM cards c WHERE member IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM members WHERE id = c.member)"""
    ):
        yield Reason.of("verify.card_of_nobody", number=number)
    progress(1, 2)
    for receipt, member in db.execute(
        """SELECT receipt, member FROM sales s WHERE member IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM members WHERE id = s.member)"""
    ):
        yield Reason.of("verify.sale_of_nobody", receipt=receipt, member=member)


def check_activity(db: Database, _progress: Progress) -> Iterator[Reason]:
    """The log of who did what has no gap."""
    count, last = db.row("SELECT count(*), coalesce(max(n), 0) FROM activity") or (0, 0)
    if count != last:
        yield Reason.of("verify.log_gap", count=last - count)
