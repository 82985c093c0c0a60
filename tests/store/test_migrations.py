"""Files of every release open in this one, and a step that fails is as if it had not been tried."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from posapp.store import journal, keys, ledger, members, migrations, products, programs, sales, settings
from posapp.store.database import Database
from posapp.store.verify import verify
from tests.source_tree import ROOT
from tests.store.kept_release import MEMBERS, SALES
from tests.store.shop import KEY, new_shop, sell

KEPT = sorted((ROOT / "tests" / "data").glob("shop-*.posapp"))


@pytest.mark.parametrize("kept", KEPT, ids=lambda path: path.stem)
def test_a_shop_of_that_release_opens_with_all_that_was_in_it(kept: Path, tmp_path: Path) -> None:
    path = Path(shutil.copyfile(kept, tmp_path / "shop.posapp"))
    key = keys.read_words(kept.with_suffix(".digits").read_text(encoding="ascii"))
    with Database.open(path, key) as db:
        assert verify(db).findings == ()
        assert members.count(db) == MEMBERS
        assert journal.last_number(db) == db.value("SELECT count(*) FROM events") > SALES
        (kim,) = members.by_name(db, "ㄱㅁㅅ").rows
        standing = ledger.standing(db, kim.id, needs_history=True)
        assert standing.visits == kim.visits == len(standing.history) > 0
        assert sum(lot.left for lot in standing.accounts["cuts"].lots) > 0
        assert len(sales.recent_sales(db, limit=1000)) == SALES
        assert {program.id for program in programs.all_programs(db)} == {"cuts", "ten"}
        assert (cut := products.by_barcode(db, "8801234567893")) is not None
        assert cut.name.in_language("ko") == "커트"
        assert settings.get_setting(db, "language") == "ko"
        number = journal.last_number(db)
        assert sell(db, "one-more", member=kim.id).seq == number + 1
        assert verify(db).findings == ()


def test_a_file_of_this_release_is_kept() -> None:
    assert KEPT, "the next release must be able to try"


def step(name: str, *statements: str) -> Any:
    """A step of a release to come."""

    def take(db: Any) -> None:
        for statement in statements:
            db.execute(statement)

    take.__name__ = name
    return take


def test_a_new_step_is_taken_once_when_the_file_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "shop.posapp"
    with new_shop(path) as db:
        sell(db, "s-1")
    added = step("notes", "CREATE TABLE notes (n INTEGER PRIMARY KEY) STRICT", "INSERT INTO notes VALUES (1)")
    monkeypatch.setattr(migrations, "STEPS", [*migrations.STEPS, added])
    for _ in range(2):
        with Database.open(path, KEY) as db:
            assert db.value("SELECT count(*) FROM notes") == 1
            assert journal.last_number(db) == 1
            assert db.value("SELECT count(*) FROM _sqlite_migrations") == len(migrations.STEPS)


def test_a_step_that_fails_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "shop.posapp"
    new_shop(path).close()
    failing = step("broken", "CREATE TABLE notes (n INTEGER) STRICT", "INSERT INTO nowhere VALUES (1)")
    with monkeypatch.context() as release:
        release.setattr(migrations, "STEPS", [*migrations.STEPS, failing])
        with pytest.raises(Exception, match="nowhere"):
            Database.open(path, KEY)
    with Database.open(path, KEY) as db:
        assert db.value("SELECT count(*) FROM sqlite_master WHERE name = 'notes'") == 0
        assert sell(db, "s-1").seq == 1


def test_an_old_program_leaves_a_migrated_file_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from posapp.loyalty.errors import StoreUnavailable

    path = tmp_path / "shop.posapp"
    new_shop(path).close()
    with monkeypatch.context() as release:
        added = step("notes", "CREATE TABLE notes (n INTEGER) STRICT")
        release.setattr(migrations, "STEPS", [*migrations.STEPS, added])
        Database.open(path, KEY).close()
    with pytest.raises(StoreUnavailable) as caught:
        Database.open(path, KEY)
    assert caught.value.reason.key == "store.newer"
