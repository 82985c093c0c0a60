"""Who did what: a log that only grows, numbered without gaps."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from posapp.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something somebody did. `what` is a word such as ``program.switched``; `person` None is the program itself."""

    n: int
    moment: datetime
    person: str | None
    what: str
    detail: Mapping[str, Any] = field(default_factory=dict)


def note(
    db: Database, *, moment: datetime, person: str | None, what: str, detail: Mapping[str, Any] | None = None
) -> int:
    """Write one act into the current transaction; its number. No personal data of members goes in here."""
    db.must_be_writing()
    n = int(db.value("SELECT coalesce(max(n), 0) + 1 FROM activity"))
    document = json.dumps(dict(detail or {}), ensure_ascii=False, sort_keys=True)
    db.execute("INSERT INTO activity VALUES (?, ?, ?, ?, ?)", (n, moment.isoformat(), person, what, document))
    return n


def acts(db: Database, *, limit: int = 100, before: int | None = None) -> tuple[Act, ...]:
    """The last acts, newest first; `before` reads on from a number."""
    rows = db.rows(
        "SELECT n, moment, person, what, detail FROM activity WHERE n < ? ORDER BY n DESC LIMIT ?",
        (before or 1 << 62, limit),
    )
    return tuple(
        Act(n=n, moment=datetime.fromisoformat(moment), person=person, what=what, detail=json.loads(detail))
        for n, moment, person, what, detail in rows
    )
