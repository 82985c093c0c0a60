"""Settings of the shop, and what the sync lane has to remember: JSON values by their keys."""

from __future__ import annotations

import json
from typing import Any

from posapp.store.database import Database


def get_setting(db: Database, key: str, default: Any = None) -> Any:
    """The value kept under `key`, or `default`."""
    found = db.value("SELECT value FROM settings WHERE key = ?", (key,))
    return default if found is None else json.loads(found)


def put_setting(db: Database, key: str, value: Any) -> None:
    """Keep a JSON value under `key`, in the current transaction."""
    db.must_be_writing()
    db.execute(_PUT.format("settings"), (key, _json(value)))


def all_settings(db: Database) -> dict[str, Any]:
    """Everything that was ever set."""
    return {key: json.loads(value) for key, value in db.rows("SELECT key, value FROM settings ORDER BY key")}


def get_state(db: Database, key: str, default: Any = None) -> Any:
    """What the sync lane kept under `key`, or `default`."""
    found = db.value("SELECT value FROM sync_state WHERE key = ?", (key,))
    return default if found is None else json.loads(found)


def put_state(db: Database, key: str, value: Any) -> None:
    """Keep a JSON value for the sync lane, in the current transaction; None forgets it."""
    db.must_be_writing()
    if value is None:
        db.execute("DELETE FROM sync_state WHERE key = ?", (key,))
    else:
        db.execute(_PUT.format("sync_state"), (key, _json(value)))


_PUT = "INSERT INTO {} VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
