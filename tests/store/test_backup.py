"""A backup is whole or not there, and a restore puts it in place or changes nothing."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from posapp.loyalty.errors import Refused, StoreUnavailable
from posapp.store import activity, journal, keys, ledger, settings
from posapp.store.backup import Backup, backup, backups_in
from posapp.store.database import Database
from posapp.store.restore import restore
from posapp.store.verify import verify
from tests.source_tree import ROOT
from tests.store.shop import KEY, MOMENT, OTHER_KEY, sell
from tests.store.test_crash import start


class StopError(Exception):
    """What somebody raises who presses *Cancel*."""


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A folder for backups that is not there yet."""
    return tmp_path / "stick"


@pytest.fixture
def made(db: Database, stick: Path) -> Backup:
    """A backup of three sales; two more were made after it, and the shop is closed."""
    for n in range(3):
        sell(db, f"s-{n}", day=n)
    done = backup(db, stick, moment=MOMENT)
    for n in range(3, 5):
        sell(db, f"s-{n}", day=n)
    db.close()
    return done


def hidden(folder: Path) -> list[str]:
    """Whatever is in the folder and is no backup."""
    return [file.name for file in folder.iterdir() if file.suffix != ".backup"]


def test_a_backup_opens_with_the_shops_key_and_has_everything(db: Database, stick: Path) -> None:
    sell(db, "s-1", quantity=3)
    steps: list[tuple[int, int]] = []
    done = backup(db, stick, moment=MOMENT, progress=lambda *step: steps.append(step))
    assert done.file == stick / "shop-2026-03-02-100000.backup"
    assert (done.events, done.size_bytes) == (1, done.file.stat().st_size)
    assert hidden(stick) == []
    assert steps[-1] == (1, 1)
    with Database.open(done.file, KEY) as copy:
        assert ledger.standing(copy, "m-kim") == ledger.standing(db, "m-kim")
        assert verify(copy).findings == ()


def test_a_backup_is_never_written_over(db: Database, stick: Path) -> None:
    first = backup(db, stick, moment=MOMENT)
    before = first.file.read_bytes()
    sell(db, "s-1")
    with pytest.raises(Refused) as caught:
        backup(db, stick, moment=MOMENT)
    assert caught.value.reason.key == "backup.exists"
    assert first.file.read_bytes() == before
    assert hidden(stick) == []


def test_the_newest_are_kept_and_nothing_of_anybody_else_is_touched(db: Database, stick: Path) -> None:
    stick.mkdir()
    for name in ("shop-2020-01-01-000000.backup", "shop-notes.backup", "other-2020-01-01-000000.backup"):
        (stick / name).write_bytes(b"x" * 100)
    made = [backup(db, stick, moment=MOMENT + timedelta(minutes=n), keep=3) for n in range(5)]
    assert backups_in(stick, db) == tuple(one.file for one in reversed(made[2:]))
    assert [file for one in made for file in one.removed] == [made[0].file, made[1].file]
    assert len(list(stick.iterdir())) == 6


def test_a_backup_that_is_stopped_leaves_nothing(db: Database, stick: Path) -> None:
    def stop(done: int, of: int) -> None:
        raise StopError

    with pytest.raises(StopError):
        backup(db, stick, moment=MOMENT, progress=stop)
    assert list(stick.iterdir()) == []
    assert sell(db, "s-1").seq == 1


def test_a_backup_while_others_sell_is_one_moment_of_the_shop(db: Database, stick: Path) -> None:
    till = start(db.path, "busy")
    assert till.stdout is not None
    for n in range(4):
        till.stdout.readline()
        done = backup(db, stick, moment=MOMENT + timedelta(seconds=n))
        with Database.open(done.file, KEY) as copy:
            result = verify(copy)
        assert result.findings == ()
        assert result.events == done.events > 0
    till.kill()
    till.communicate()


def test_sales_do_not_wait_for_a_backup_and_are_in_the_next(db: Database, stick: Path) -> None:
    sell(db, "s-1")

    def sell_meanwhile(done: int, of: int) -> None:
        sell(db, f"beside-{db.value('SELECT count(*) FROM events')}")

    done = backup(db, stick, moment=MOMENT, progress=sell_meanwhile)
    assert done.events == 1
    assert backup(db, stick, moment=MOMENT + timedelta(hours=1)).events > 1


def test_what_a_power_cut_left_half_written_goes_the_next_day(db: Database, stick: Path) -> None:
    import os

    stick.mkdir()
    old, new = stick / ".shop-2020-01-01-000000.backup.part", stick / ".shop-2026-03-02-095959.backup.part"
    for file in (old, new):
        file.write_bytes(b"half")
    os.utime(old, (0, 0))
    backup(db, stick, moment=MOMENT)
    assert hidden(stick) == [new.name]  # somebody may be writing this one


FULL = """
import resource, signal, sys
from pathlib import Path
from posapp.loyalty.errors import StoreUnavailable
from posapp.store.backup import backup
from posapp.store.restore import restore
from tests.store.shop import *
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))  # as if there were no more room
path, stick = Path(sys.argv[1]), Path(sys.argv[2])
try:
    if sys.argv[3] == "backup":
        backup(Database.open(path, KEY), stick, moment=MOMENT)
    else:
        restore(next(stick.glob("*.backup")), path, moment=MOMENT, key=KEY)
except StoreUnavailable as refused:
    print(refused.reason.key)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits are set another way there")
def test_without_room_there_is_no_backup_and_a_sentence(db: Database, stick: Path) -> None:
    command = [sys.executable, "-c", FULL, str(db.path), str(stick), "backup"]
    said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    assert said.stdout.strip() in ("store.disk_fault", "store.disk_full"), said.stderr
    assert list(stick.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="limits are set another way there")
def test_without_room_nothing_is_restored(db: Database, made: Backup, stick: Path) -> None:
    before = {file.name: file.read_bytes() for file in db.path.parent.iterdir() if file.is_file()}
    command = [sys.executable, "-c", FULL, str(db.path), str(stick), "restore"]
    said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    assert said.stdout.strip() in ("store.folder_read_only", "store.disk_fault", "store.disk_full"), said.stderr
    assert {file.name: file.read_bytes() for file in db.path.parent.iterdir() if file.is_file()} == before


def test_a_restore_puts_the_backup_in_place_and_the_old_file_aside(db: Database, made: Backup) -> None:
    done = restore(made.file, db.path, moment=MOMENT + timedelta(days=9), key=KEY)
    assert (done.events, done.last_moment) == (3, (MOMENT + timedelta(days=2)).isoformat())
    with Database.open(db.path, KEY) as now:
        assert now.value("SELECT count(*) FROM events") == 3
        assert verify(now).findings == ()
    assert done.aside is not None
    with Database.open(done.aside, KEY) as before:
        assert before.value("SELECT count(*) FROM events") == 5
    assert not [file.name for file in db.path.parent.iterdir() if "part" in file.name]


def test_a_restored_shop_goes_on_as_a_new_till_so_that_no_number_forks(db: Database, made: Backup) -> None:
    with Database.open(db.path, KEY) as enrolled, enrolled.transaction():
        settings.put_state(enrolled, "registration", {"private": "key"})
    again = backup_of(db.path, made.file.parent)
    done = restore(again, db.path, moment=MOMENT, key=KEY)
    assert (done.till_before, done.was_enrolled) == ("T-one", True)
    with Database.open(db.path, KEY) as now:
        assert now.till == done.till != "T-one"
        assert settings.get_state(now, "registration") is None
        assert settings.get_state(now, "restored")["last"] == 5
        assert [act.what for act in activity.acts(now, limit=1)] == ["store.was_restored"]
        event = sell(now, "s-new")
        assert (event.till, event.seq) == (done.till, 1)
        assert journal.last_number(now, till="T-one") == 5
        assert verify(now).findings == ()


def backup_of(path: Path, folder: Path) -> Path:
    """A backup of the shop as it is now."""
    with Database.open(path, KEY) as db:
        return backup(db, folder, moment=MOMENT + timedelta(days=1)).file


def test_on_a_new_computer_the_digits_on_paper_are_enough(made: Backup, tmp_path: Path) -> None:
    elsewhere = tmp_path / "new computer" / "shop.posapp"
    with pytest.raises(StoreUnavailable) as caught:
        restore(made.file, elsewhere, moment=MOMENT)
    assert caught.value.reason.key == "key.missing"
    assert not elsewhere.exists()
    typed = keys.read_words("\n".join(keys.words_of(KEY)))
    assert restore(made.file, elsewhere, moment=MOMENT, key=typed).aside is None
    with Database.open(elsewhere) as there:  # and from now on it is kept there
        assert there.value("SELECT count(*) FROM events") == 3


def test_the_wrong_key_or_a_damaged_backup_changes_nothing(db: Database, made: Backup) -> None:
    before = {file.name: file.read_bytes() for file in db.path.parent.iterdir() if file.is_file()}
    whole = made.file.read_bytes()
    damaged = made.file.with_name("damaged.backup")
    for at in (200, len(whole) // 2, len(whole) - 100):
        damaged.write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
        with pytest.raises(StoreUnavailable) as caught:
            restore(damaged, db.path, moment=MOMENT, key=KEY)
        assert caught.value.reason.key == "store.damaged"
    for file, key, reason in (
        (made.file, OTHER_KEY, "key.wrong"),
        (Path(__file__), KEY, "store.not_a_shop"),
        (made.file.with_name("none"), KEY, "backup.missing"),
    ):
        with pytest.raises(StoreUnavailable) as caught:
            restore(file, db.path, moment=MOMENT, key=key)
        assert caught.value.reason.key == reason
    assert {file.name: file.read_bytes() for file in db.path.parent.iterdir() if file.is_file()} == before


def test_a_shop_that_is_open_is_not_taken_from_under_its_till(db: Database, made: Backup) -> None:
    keys.write_key_file(keys.key_file(db.path), KEY)
    with Database.open(db.path) as at_work:
        with pytest.raises(StoreUnavailable) as caught:
            restore(made.file, db.path, moment=MOMENT)
        assert caught.value.reason.key == "restore.in_use"
        assert sell(at_work, "s-more").seq == 6
    assert restore(made.file, db.path, moment=MOMENT).events == 3


def test_a_shop_whose_key_is_lost_here_is_restored_with_all_that_was_there_kept(db: Database, made: Backup) -> None:
    """Its log cannot be brought home without its key; left in place it would be played into the restored file."""
    writing = start(db.path, "late")
    assert writing.stdout is not None
    writing.stdout.readline()
    writing.kill()
    writing.communicate()
    log = db.path.with_name("shop.posapp-wal")
    assert log.stat().st_size > 0
    before, logged = db.path.read_bytes(), log.read_bytes()
    done = restore(made.file, db.path, moment=MOMENT, key=KEY)
    assert done.aside is not None
    assert done.aside.read_bytes() == before
    assert done.aside.with_name(done.aside.name + "-wal").read_bytes() == logged
    with Database.open(done.aside, KEY) as old:
        assert old.value("SELECT count(*) FROM events") > 5
    with Database.open(db.path) as now:
        assert now.value("SELECT count(*) FROM events") == 3
        assert verify(now).findings == ()


def test_a_damaged_shop_is_restored(db: Database, made: Backup) -> None:
    content = bytearray(db.path.read_bytes())
    content[50] ^= 1
    db.path.write_bytes(content)
    keys.write_key_file(keys.key_file(db.path), KEY)
    done = restore(made.file, db.path, moment=MOMENT)
    assert done.aside is not None
    assert done.aside.read_bytes() == content
    with Database.open(db.path) as now:
        assert now.value("SELECT count(*) FROM events") == 3


def test_a_restore_that_is_stopped_changes_nothing(db: Database, made: Backup) -> None:
    def stop(done: int, of: int) -> None:
        raise StopError

    before = shutil.copyfile(db.path, db.path.with_name("before")).read_bytes()
    with pytest.raises(StopError):
        restore(made.file, db.path, moment=MOMENT, key=KEY, progress=stop)
    assert db.path.read_bytes() == before
    assert not [file.name for file in db.path.parent.iterdir() if "part" in file.name]
