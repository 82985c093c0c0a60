"""Baskets that are not paid yet: the one on the screen, found again after a crash, and those put aside."""

from __future__ import annotations

from datetime import datetime

from posapp.store.database import Database


def put_basket(db: Database, sale: str, *, document: str, moment: datetime, held: bool = False) -> None:
    """Keep a draft under its sale's id, in the current transaction: on the screen, or `held` for later."""
    db.must_be_writing()
    db.execute(
        """INSERT INTO open_baskets VALUES (?, ?, ?, ?) ON CONFLICT (sale) DO UPDATE SET state = excluded.state,
           changed = excluded.changed, document = excluded.document""",
        (sale, "held" if held else "open", moment.isoformat(), document),
    )


def drop_basket(db: Database, sale: str) -> bool:
    """Forget a draft (it was paid, or discarded); False where there is none."""
    db.must_be_writing()
    return bool(db.execute("DELETE FROM open_baskets WHERE sale = ?", (sale,)).rowcount)


def get_basket(db: Database, sale: str) -> str | None:
    """The draft's document."""
    found = db.value("SELECT document FROM open_baskets WHERE sale = ?", (sale,))
    return None if found is None else str(found)


def open_basket(db: Database) -> str | None:
    """The document of the draft that was on the screen last, or None."""
    found = db.value("SELECT document FROM open_baskets WHERE state = 'open' ORDER BY changed DESC, sale LIMIT 1")
    return None if found is None else str(found)


def held_baskets(db: Database) -> tuple[str, ...]:
    """The documents of the drafts put aside, the oldest first."""
    found = db.rows("SELECT document FROM open_baskets WHERE state = 'held' ORDER BY changed, sale")
    return tuple(document for (document,) in found)
