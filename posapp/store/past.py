"""A member's earlier sales as the rules look at them: what is kept of each, and what was really paid for it.

They are kept once more beside the sales, a member's side by side: read from the sales themselves, a regular's card
would cost hundreds of pages from all over the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache

from posapp.loyalty.members import PastLine, PastSale
from posapp.loyalty.words import Text
from posapp.store.database import Database

Kept = tuple[str, tuple[str, ...], int, int]
"""Of a line: product, categories, units kept, and money really paid for them."""


@lru_cache(maxsize=4096)
def json_of(value: str | tuple[str, ...] | Text) -> str:
    """A product's code, name or categories as JSON: the same few hundred are sold all day."""
    written = value.written() if isinstance(value, Text) else value
    return json.dumps(written, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def remember(
    db: Database,
    *,
    member: str,
    sale_row: int,
    sale: str,
    moment: datetime,
    earned: str,
    lines: Iterable[Kept],
) -> None:
    """Keep a sale for its member's history as it is now, in the current transaction. Lines of which nothing is kept are
    left out; `earned` is JSON, as it stands with the sale."""
    left = [line for line in lines if line[2]]
    written = ",".join(
        f"[{json_of(product)},{json_of(categories)},{kept},{paid}]" for product, categories, kept, paid in left
    )
    db.execute(
        """INSERT INTO history VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET kept = excluded.kept,
           earned = excluded.earned, lines = excluded.lines""",
        (member, sale_row, sale, moment.isoformat(), sum(line[2] for line in left), earned, f"[{written}]"),
    )


def past_sales(db: Database, member: str, *, since: date | None = None) -> tuple[PastSale, ...]:
    """The member's sales of which something is kept, oldest first; from the local day `since` on, where it is given."""
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
            """SELECT sale, moment, earned, lines FROM history WHERE member = ? AND kept > 0 AND moment >= ?
               ORDER BY sale_row""",
            (member, since.isoformat() if since else ""),
        )
    )
