"""Reading ahead: all of the file, without touching it or SQLite's locks on it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from posapp.store import warm
from posapp.store.database import Database

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux takes such advice")


def test_the_whole_file_is_read_ahead(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    advised: list[tuple[Path, int, int]] = []
    monkeypatch.setattr(warm, "STEP", 4096)
    monkeypatch.setattr(
        os,
        "posix_fadvise",
        lambda file, at, size, _: advised.append((Path(f"/proc/self/fd/{file}").resolve(), at, size)),
    )
    thread = warm.read_ahead(db.path)
    assert thread is not None
    thread.join(10)
    assert advised == [(db.path.resolve(), at, 4096) for at in range(0, db.path.stat().st_size, 4096)]


def test_the_file_is_not_opened_once_more_for_it(db: Database) -> None:
    def numbers() -> list[str]:
        return [one.name for one in Path("/proc/self/fd").iterdir() if one.resolve() == db.path.resolve()]

    before = numbers()
    thread = warm.read_ahead(db.path)
    assert thread is not None
    thread.join(10)
    assert numbers() == before


def test_a_file_that_is_large_beside_the_free_memory_is_left_where_it_is(
    db: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(warm, "_free_bytes", lambda: 2 * db.path.stat().st_size - 1)
    assert warm.read_ahead(db.path) is None
    (tmp_path / "closed").write_bytes(b"not open here")
    assert warm.read_ahead(tmp_path / "closed") is None
