"""A shop's file opens, or says in a sentence why not and stays as it was."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from posapp.i18n import LANGUAGES, say
from posapp.loyalty.errors import StoreUnavailable
from posapp.loyalty.money import Currency
from posapp.store import driver, journal, keys, members, migrations
from posapp.store.database import Database
from posapp.store.verify import verify
from tests.store.shop import KEY, MOMENT, OTHER_KEY, new_shop, sell


@contextmanager
def refused(key: str) -> Iterator[None]:
    """The block must be refused with this reason, which has a sentence in both languages."""
    with pytest.raises(StoreUnavailable) as caught:
        yield
    assert caught.value.reason.key == key
    for language in LANGUAGES:
        assert len(say(caught.value.reason, language, Currency("KRW", 0))) > 20


def test_what_was_committed_is_there_when_the_file_is_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "shop.posapp"
    with new_shop(path) as db:
        sold = sell(db, "s-1")
    with Database.open(path, KEY) as again:
        assert again.till == "T-one"
        assert journal.event_by_id(again, "s-1") == sold
        assert (found := members.get_member(again, "m-kim")) is not None
        assert found.name == "김민수"


def test_nothing_of_the_shop_is_readable_in_the_file(db: Database) -> None:
    sell(db, "s-1")
    db.checkpoint_when_idle(at_least=1)
    everything = b"".join(file.read_bytes() for file in db.path.parent.iterdir() if file.is_file())
    assert b"SQLite" not in everything
    assert "김민수".encode() not in everything
    assert b"events" not in everything


def test_every_connection_syncs_fully_and_holds_references(db: Database) -> None:
    assert db.value("PRAGMA journal_mode") == "wal"
    assert db.value("PRAGMA synchronous") == 2
    assert db.value("PRAGMA recursive_triggers") == 1
    with pytest.raises(driver.IntegrityError), db.transaction():
        db.execute("INSERT INTO cards (number, member, issued, state) VALUES ('1', 'nobody', '', 'good')")


def sell_and_fail(db: Database, sale: str) -> None:
    """Sell, and then meet a bug before the transaction ends."""
    with db.transaction():
        sell(db, sale)
        raise ZeroDivisionError


def test_a_transaction_is_all_or_nothing_and_nests(db: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        sell_and_fail(db, "s-lost")
    with db.transaction():
        sell(db, "s-kept")
        with pytest.raises(ZeroDivisionError):
            sell_and_fail(db, "s-inner")
    assert journal.event_by_id(db, "s-lost") is None
    assert journal.event_by_id(db, "s-inner") is None
    assert journal.event_by_id(db, "s-kept") is not None
    assert journal.last_number(db) == 1


def test_writing_outside_a_transaction_is_a_bug(db: Database) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        journal.append_event(db, kind="adjust", event_id="x", moment=MOMENT, body={})


def test_another_threads_connection_is_not_used(db: Database) -> None:
    failures: list[BaseException] = []

    def use() -> None:
        try:
            db.value("SELECT 1")
        except BaseException as error:
            failures.append(error)

    thread = threading.Thread(target=use)
    thread.start()
    thread.join()
    assert isinstance(failures[0], driver.ProgrammingError)


def test_a_driver_with_the_fault_that_loses_commits_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "shop.posapp"
    new_shop(path).close()
    monkeypatch.setattr(driver, "LEAST_VERSION", (99, 0, 0))
    with refused("store.driver_old"):
        Database.open(path, KEY)


def test_no_file(tmp_path: Path) -> None:
    with refused("store.missing"):
        Database.open(tmp_path / "none.posapp", KEY)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "shop.posapp"
    path.write_text("something else")
    with refused("store.exists"):
        Database.create(path, KEY)
    assert path.read_text() == "something else"


@pytest.mark.parametrize("content", [b"", b"short", b"a letter to the bank\n" * 500])
def test_a_file_that_is_no_database(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "letter.posapp"
    path.write_bytes(content)
    with refused("store.not_a_shop"):
        Database.open(path, KEY)
    assert path.read_bytes() == content


def test_a_plain_database_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "other.posapp"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE t (a)")
    other.close()
    with refused("store.not_a_shop"):
        Database.open(path, KEY)


def test_an_encrypted_database_that_is_no_shop(tmp_path: Path) -> None:
    path = tmp_path / "other.posapp"
    other = driver.connect(path, KEY, mode="rwc")
    other.execute("CREATE TABLE t (a)")
    other.close()
    before = path.read_bytes()
    with refused("store.not_a_shop"):
        Database.open(path, KEY)
    assert path.read_bytes() == before


def test_a_wrong_key_and_a_damaged_beginning_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "shop.posapp"
    new_shop(path).close()
    with refused("key.wrong"):
        Database.open(path, OTHER_KEY)
    damaged = bytearray(path.read_bytes())
    damaged[100] ^= 1
    path.write_bytes(damaged)
    with refused("store.damaged"):
        Database.open(path, KEY)
    assert path.read_bytes() == damaged


def test_a_missing_key(tmp_path: Path) -> None:
    path = tmp_path / "shop.posapp"
    new_shop(path).close()
    with refused("key.missing"):
        Database.open(path)


def test_a_new_shop_keeps_its_key_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "shop.posapp"
    with Database.create(path) as db:
        key = db.key
    beside = tmp_path / "shop.posapp.key"
    assert beside.stat().st_mode & 0o777 == 0o600
    assert keys.read_key_file(beside) == key
    with Database.open(path) as again:
        assert again.key == key


def test_a_file_of_a_newer_release_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "shop.posapp"
    with new_shop(path) as db:
        db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES (?, 'from_the_future', '')",
            (migrations.MIGRATION_SET,),
        )
    before = path.read_bytes()
    with refused("store.newer"):
        Database.open(path, KEY)
    assert path.read_bytes() == before


def test_a_full_disk_changes_and_loses_nothing(db: Database) -> None:
    sell(db, "s-1")
    pages = db.value("PRAGMA page_count")
    db.execute(f"PRAGMA max_page_count = {pages}")
    with refused("store.disk_full"):
        for n in range(1000):
            sell(db, f"s-full-{n}", quantity=3)
    last = journal.last_number(db)
    kept = [event.id for event in journal.events_after(db, seq=0, limit=2000)]
    assert len(kept) == last
    db.execute("PRAGMA max_page_count = 1000000")  # somebody made room
    assert sell(db, "s-after").seq == last + 1


def test_a_disk_that_fills_up_at_the_commit_says_so_and_has_kept_nothing(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk cannot be filled to the very byte everywhere, so the driver says what it said on a full one."""

    class Full:
        def __init__(self, connection: Any) -> None:
            self.connection = connection

        def __getattr__(self, name: str) -> Any:
            return getattr(self.connection, name)

        def execute(self, sql: str, *values: Any) -> Any:
            if sql == "COMMIT":
                raise driver.DriverError("database or disk is full")
            return self.connection.execute(sql, *values)

    sell(db, "s-1")
    with monkeypatch.context() as patched, refused("store.disk_full"):
        patched.setattr(db, "connection", Full(db.connection))
        sell(db, "s-2")
    assert journal.event_by_id(db, "s-2") is None
    assert sell(db, "s-2").seq == 2


@pytest.mark.skipif(sys.platform == "win32", reason="limits are set another way there")
def test_a_disk_without_any_room_is_called_full_where_the_file_cannot_even_be_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log's index cannot be made: the limit makes SQLite fail as it does there, the room left tells why."""
    import resource

    shop = tmp_path / "shop.posapp"
    new_shop(shop).close()
    before, usual, room = shop.read_bytes(), resource.getrlimit(resource.RLIMIT_FSIZE), shutil.disk_usage(shop.parent)
    for free, reason in ((0, "store.disk_full"), (room.total, "store.disk_fault")):
        monkeypatch.setattr(shutil, "disk_usage", lambda _place, free=free: room._replace(free=free))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, usual[1]))
        try:
            with refused(reason):
                Database.open(shop, KEY)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    assert shop.read_bytes() == before


def test_a_full_disk_inside_a_nested_transaction_says_so(db: Database) -> None:
    db.execute(f"PRAGMA max_page_count = {db.value('PRAGMA page_count')}")
    with refused("store.disk_full"), db.transaction(), db.transaction():
        db.execute("INSERT INTO settings VALUES ('a', ?)", ("x" * 200_000,))
    assert db.value("SELECT count(*) FROM settings") == 0


def test_a_failed_commit_is_looked_up_before_anything_is_said(db: Database) -> None:
    sell(db, "s-1")
    assert journal.settle(db, "s-1") is not None
    assert journal.settle(db, "s-2") is None
    assert sell(db, "s-2").seq == 2  # the new connection writes as the old one did


@pytest.mark.skipif(sys.platform == "win32", reason="limits are set another way there")
def test_a_commit_that_the_disk_refuses_is_settled_by_looking(db: Database) -> None:
    import resource

    sell(db, "s-1")
    log = db.path.with_name(db.path.name + "-wal")
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size + 100, usual[1]))
    try:
        with refused("store.commit_failed"):
            sell(db, "s-2")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    assert journal.settle(db, "s-2") is None
    assert sell(db, "s-2").seq == 2
    assert verify(db).findings == ()


def test_where_not_even_that_can_be_told_it_is_said(db: Database) -> None:
    sell(db, "s-1")
    db.path.rename(db.path.with_name("gone"))
    with refused("store.outcome_unknown"):
        journal.settle(db, "s-1")
    with refused("store.cannot_open"):
        journal.event_by_id(db, "s-1")
    with refused("store.cannot_open"):
        sell(db, "s-2")
    db.path.with_name("gone").rename(db.path)  # the drive is back
    assert sell(db, "s-2").seq == 2
    assert journal.event_by_id(db, "s-1") is not None


def test_who_waits_too_long_for_another_writer_is_told(db: Database) -> None:
    with Database.open(db.path, KEY, busy_ms=50) as other, db.transaction():
        sell(db, "s-mine")
        with refused("store.busy"):
            sell(other, "s-other")
        assert other.value("SELECT count(*) FROM events") == 0  # reading goes on beside
    assert journal.last_number(db) == 1


READ_ONLY = """
import os, sys
from pathlib import Path
from posapp.loyalty.errors import StoreUnavailable
from posapp.store.database import Database
path = Path(sys.argv[1])
if os.getuid() == 0:
    os.setuid(65534)
try:
    Database.create(path, bytes(32)) if sys.argv[2] == "create" else Database.open(path, bytes(range(32)))
except StoreUnavailable as refused:
    print(refused.reason.key)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="rights are set another way there")
@pytest.mark.parametrize(
    ("what", "file_mode", "folder_mode", "reason"),
    [
        ("open", 0o444, 0o777, "store.read_only"),
        ("open", 0o666, 0o555, "store.folder_read_only"),
        ("open", 0o000, 0o777, "store.cannot_open"),
        ("create", None, 0o555, "store.folder_read_only"),
    ],
)
def test_a_read_only_file_or_folder(
    tmp_path: Path, what: str, file_mode: int | None, folder_mode: int, reason: str
) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    path = folder / "shop.posapp"
    if file_mode is not None:
        new_shop(path).close()
        path.chmod(file_mode)
    before = path.read_bytes() if file_mode else None
    folder.chmod(folder_mode)
    for parent in tmp_path.parents:  # root tries as nobody, who must come as far as the folder
        if parent.name.startswith(("pytest-", "popen-")):
            parent.chmod(0o755)
    tmp_path.chmod(0o755)
    command = [sys.executable, "-c", READ_ONLY, str(path), what]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    folder.chmod(0o777)
    assert said.stdout.strip() == reason, said.stderr
    assert (path.read_bytes() if file_mode else None) == before
    assert [file.name for file in folder.iterdir()] == (["shop.posapp"] if file_mode is not None else [])


def test_opening_needs_no_table_library(tmp_path: Path) -> None:
    """The till's start-up has no 90 ms for it."""
    path = tmp_path / "shop.posapp"
    new_shop(path).close()
    program = (
        "import sys; from posapp.store.database import Database; from posapp.store import ledger, members, sales;"
        f"Database.open({str(path)!r}, bytes(range(32))).close();"
        "print([name for name in ('sqlite_utils', 'keyring', 'sqlite3') if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_the_table_library_sees_the_same_file(db: Database) -> None:
    names = {table.name for table in db.tables.tables}
    assert {"events", "entries", "lots", "members", "sales"} <= names
    strict = {table.name for table in db.tables.tables if table.strict}
    assert names - strict <= {"_sqlite_migrations", "sqlite_stat1", "sqlite_stat4"}


def test_moving_the_log_home_when_idle_leaves_nothing_to_move(db: Database) -> None:
    for n in range(20):
        sell(db, f"s-{n}")
    log = db.path.with_name(db.path.name + "-wal")
    assert log.stat().st_size > 0
    assert db.checkpoint_when_idle() > 0  # so little is not worth it
    assert db.checkpoint_when_idle(at_least=1) == 0
    # What the log held stands in the file now: a copy of the file alone has all of it.
    copy = db.path.with_name("copy.posapp")
    copy.write_bytes(db.path.read_bytes())
    with Database.open(copy, KEY) as alone:
        assert journal.last_number(alone) == 20
        assert alone.value("SELECT visits FROM members WHERE id = 'm-kim'") == 20
