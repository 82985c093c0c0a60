"""A member's earlier sales as the rules look at them: what is kept of each, and what was really paid for it."""

from __future__ import annotations

import json
from datetime import datetime
from functools import lru_cache

from posapp.loyalty.members import PastLine, PastSale
from posapp.store.database import Database


def past_sales(db: Database, member: str) -> tuple[PastSale, ...]:
    """The member's sales of which something is kept, oldest first. Two reads, by the member's index alone."""
    lines: dict[int, list[PastLine]] = {}
    for row, product, categories, kept, paid_minor in db.rows(
        """SELECT s.row, l.product, l.categories, l.kept, l.paid_minor
           FROM sales s CROSS JOIN sale_lines l ON l.till = s.till AND l.seq = s.seq
           WHERE s.member = ? AND l.kept > 0 ORDER BY s.row, l.line""",
        (member,),
    ):
        line = PastLine(product=product, categories=_categories(categories), quantity=kept, paid_minor=paid_minor)
        lines.setdefault(row, []).append(line)
    found = db.rows(
        """SELECT s.row, e.id, s.moment, s.earned FROM sales s CROSS JOIN events e ON e.till = s.till AND e.seq = s.seq
           WHERE s.member = ? AND s.kept > 0 ORDER BY s.row""",
        (member,),
    )
    return tuple(
        PastSale(
            sale=id_,
            moment=datetime.fromisoformat(moment),
            lines=tuple(lines.get(row, ())),
            earned=json.loads(earned) if earned != "{}" else {},
        )
        for row, id_, moment, earned in found
    )


@lru_cache(maxsize=4096)
def _categories(written: str) -> tuple[str, ...]:
    return tuple(json.loads(written))
