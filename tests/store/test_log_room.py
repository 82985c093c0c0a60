"""The log's room: a commit writes over what is there; nothing is lost by it, whoever reads the log afterwards."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from posapp.store import log_room
from posapp.store.database import Database
from posapp.store.verify import verify
from tests.store.shop import KEY, new_shop, sell


def log_of(db: Database) -> Path:
    return db.path.with_name(db.path.name + "-wal")


def test_sales_after_an_idle_moment_do_not_change_the_size_of_any_file(db: Database) -> None:
    db.checkpoint_when_idle()
    before = log_of(db).stat().st_size, db.path.stat().st_size
    for n in range(20):
        sell(db, f"sale-{n}")
    assert (log_of(db).stat().st_size, db.path.stat().st_size) == before


def test_what_was_sold_is_found_by_whoever_reads_such_a_log_after_a_crash(tmp_path: Path) -> None:
    with new_shop(tmp_path / "shop.posapp") as db:
        sell(db, "before")
        db.checkpoint_when_idle()
        sell(db, "after")
        db.make_room(pages=6000)
        for end in ("", "-wal"):  # as a power cut leaves it: never closed, no shared memory
            shutil.copy(f"{db.path}{end}", f"{tmp_path / 'crashed.posapp'}{end}")
    with Database.open(tmp_path / "crashed.posapp", KEY) as crashed:
        assert crashed.rows("SELECT id FROM events WHERE kind = 'sale' ORDER BY seq") == [("before",), ("after",)]
        assert verify(crashed).findings == ()
        sell(crashed, "later")


def test_no_room_is_taken_on_a_disk_that_is_nearly_full(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_room, "FREE_BYTES", 1 << 62)
    before = log_of(db).stat().st_size
    db.checkpoint_when_idle()
    assert log_of(db).stat().st_size == before


def test_whoever_writes_just_now_is_not_waited_for(db: Database) -> None:
    before = log_of(db).stat().st_size
    with db.another() as other, other.transaction():
        db.make_room(pages=5000)
        assert log_of(db).stat().st_size == before
    assert db.value("PRAGMA busy_timeout") == 5000
    db.make_room(pages=5000)
    assert log_of(db).stat().st_size > before
