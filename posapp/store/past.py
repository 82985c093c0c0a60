"""A member's earlier sales as the rules look at them: what is kept of each, and what was really paid for it.

They are kept once more beside the sales, a member's side by side: read from the sales themselves, a regular's card
would cost hundreds of pages from all over the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime

from posapp.loyalty.members import PastLine, PastSale
from posapp.store.database import Database

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode

Kept = tuple[str, tuple[str, ...], int, int]
"""Of a line: product, categories, units kept, and money really paid for them."""


def remember(
    db: Database,
    *,
    member: str,
    sale_row: int,
    sale: str,
    moment: datetime,
    earned: Mapping[str, int],
    lines: Iterable[Kept],
) -> None:
    """Keep a sale for its member's history as it is now, in the current transaction. Lines of which nothing is kept are
    left out."""
    left = [line for line in lines if line[2]]
    db.execute(
        """INSERT INTO history VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET kept = excluded.kept,
           earned = excluded.earned, lines = excluded.lines""",
        (member, sale_row, sale, moment.isoformat(), sum(line[2] for line in left), _JSON(dict(earned)), _JSON(left)),
    )


def past_sales(db: Database, member: str) -> tuple[PastSale, ...]:
    """The member's sales of which something is kept, oldest first."""
    return tuple(
        PastSale(
            sale=sale,
            moment=datetime.fromisoformat(moment),
            lines=tuple(
                PastLine(product=product, categories=tuple(categories), quantity=kept, paid_minor=paid_minor)
                for product, categories, kept, paid_minor in json.loads(lines)
            ),
            earned=json.loads(earned),
        )
        for sale, moment, earned, lines in db.rows(
            "SELECT sale, moment, earned, lines FROM history WHERE member = ? AND kept > 0 ORDER BY sale_row", (member,)
        )
    )
