"""What each piece of headquarters' work is handed: the open file, the moment, and chance. And the owner's list."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from posapp.hq.database import Database


@dataclass(frozen=True, slots=True)
class Desk:
    """One piece of work, inside one transaction. `now` is aware; `chance` gives so many unguessable bytes."""

    db: Database
    now: datetime
    chance: Callable[[int], bytes]

    @property
    def moment(self) -> str:
        """`now` as it is kept."""
        return self.now.isoformat()

    def attend(self, key: str, *, till: str = "", **about: object) -> None:
        """Put something on the owner's list, once; what was settled comes back if it happens again."""
        values = json.dumps(about, sort_keys=True, ensure_ascii=False)
        self.db.execute(
            "INSERT INTO attention (moment, till, key, about) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (till, key, about) DO UPDATE SET settled = NULL",
            (self.moment, till, key, values),
        )

    def seen(self, n: int) -> None:
        """The owner has looked into item `n` of the list; it comes back only if it happens again."""
        self.db.execute("UPDATE attention SET settled = ? WHERE n = ? AND settled IS NULL", (self.moment, n))

    def settle(self, key: str, *, till: str = "", **about: object) -> None:
        """It is no longer so."""
        values = json.dumps(about, sort_keys=True, ensure_ascii=False)
        self.db.execute(
            "UPDATE attention SET settled = ? WHERE till = ? AND key = ? AND about = ? AND settled IS NULL",
            (self.moment, till, key, values),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """A till as headquarters knows it when its message arrives. `store` is where it stands."""

    till: str
    name: str
    store: str
    last_seq: int
    last_hash: bytes
    backed_up: int
    state: str
