"""Headquarters' file opens for its owner alone, and a copy of it counts only when it reads back."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from posapp.hq.copies import back_up
from posapp.hq.database import Database
from posapp.hq.schema import STEPS
from posapp.loyalty.errors import Refused, StoreUnavailable
from tests.hq.chain import KEY, Chain
from tests.sync.small_till import sale_body


def _refusal(path: Path, **options: object) -> str:
    with pytest.raises(StoreUnavailable) as refused:
        Database.open(path, **options)  # type: ignore[arg-type]
    return refused.value.reason.key


def test_the_key_is_made_once_beside_the_file_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "hq.db"
    Database.open(path, create=True).close()
    beside = tmp_path / "hq.db.key"
    if os.name == "posix":
        assert stat.S_IMODE(beside.stat().st_mode) == 0o600
    assert b"SQLite format" not in path.read_bytes()[:100]
    Database.open(path).close()
    beside.unlink()
    assert _refusal(path) == "hq.store_key_missing"
    assert not beside.exists()
    beside.write_text("no key")
    assert _refusal(path) == "hq.store_key_missing"


def test_what_cannot_be_opened_says_why_and_stays_as_it_is(tmp_path: Path) -> None:
    assert _refusal(tmp_path / "nothing.db") == "hq.store_missing"
    path = tmp_path / "hq.db"
    Database.open(path, create=True, key=KEY).close()
    before = path.read_bytes()
    assert _refusal(path, key=bytes(32)) == "hq.store_wrong_key"
    assert path.read_bytes() == before
    db = Database.open(path, key=KEY)
    db.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    db.close()
    assert _refusal(path, key=KEY) == "hq.store_newer"
    assert _refusal(tmp_path / "no" / "folder.db", create=True, key=KEY) == "hq.store_cannot_open"
    other = Database(tmp_path / "other.db", KEY)
    other.execute("CREATE TABLE recipes (name)")
    other.close()
    assert _refusal(tmp_path / "other.db", key=KEY) == "hq.store_not_ours"


def test_every_commit_is_on_the_disk_before_it_counts(chain: Chain) -> None:
    assert chain.db.row("PRAGMA journal_mode") == ("wal",)
    assert chain.db.row("PRAGMA synchronous") == (2,)


def test_a_till_is_told_what_is_backed_up_once_the_copy_was_read_back(chain: Chain) -> None:
    till = chain.till("a")
    till.record("sale", "s", "", sale_body("s", None, due_minor=5))
    chain.sync(till)
    assert (till.confirmed(), till.backed_up()) == (1, 0)
    assert back_up(chain.headquarters, chain.folder / "copy.db") == 1
    till.record("sale", "s2", "", sale_body("s2", None, due_minor=5))
    chain.sync(till)
    assert (till.confirmed(), till.backed_up()) == (2, 1)
    with pytest.raises(Refused):
        back_up(chain.headquarters, chain.folder / "copy.db")
    with pytest.raises(Refused):
        back_up(chain.headquarters, chain.folder / "nowhere" / "copy.db")
    copy = Database.open(chain.folder / "copy.db", key=KEY)
    assert copy.value("SELECT count(*) FROM events") == 1
    copy.close()


def test_a_flipped_bit_is_found(chain: Chain) -> None:
    till = chain.till("a")
    for n in range(50):
        till.record("sale", f"s{n}", "", sale_body(f"s{n}", None, due_minor=5))
    chain.sync(till)
    chain.db.copy_to(chain.folder / "copy.db")
    path = chain.folder / "copy.db"
    plain = bytearray(path.read_bytes())
    plain[len(plain) // 2] ^= 1
    path.write_bytes(plain)
    copy = Database.open(path, key=KEY)
    assert copy.damage()
    copy.close()
