"""What keeps a shop safe: the recovery sheet is a manager's, a backup opens with the shop's own key."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from posapp.loyalty.errors import NotAllowed, StoreUnavailable
from posapp.store.database import Database
from posapp.store.keys import read_words
from posapp.till import members, safety, settings
from posapp.till.context import Till
from tests.till.salon import KEY, MANAGER


def test_the_recovery_sheet_is_for_a_manager_and_says_the_key(till: Till) -> None:
    with pytest.raises(NotAllowed):
        safety.recovery(till)
    till.person = MANAGER
    sheet = safety.recovery(till)
    assert read_words(" ".join(sheet.groups)) == KEY
    assert sheet.shop == till.shop.name
    shown = till.database.rows("SELECT what, person FROM activity WHERE what = 'recovery.shown'")
    assert [tuple(row) for row in shown] == [("recovery.shown", MANAGER.id)]


def test_a_backup_made_beside_the_till_holds_what_was_sold_until_then(till: Till) -> None:
    members.enrol(till, name="김민수")
    open_it = safety.opener(till)
    made: list[safety.BackedUp] = []

    def beside() -> None:
        other = open_it()
        made.append(safety.back_up(other))
        other.close()

    thread = threading.Thread(target=beside)
    thread.start()
    members.enrol(till, name="이서연")  # the till goes on meanwhile
    thread.join()
    assert made[0].file.parent.name == safety.BESIDE
    assert made[0].size_bytes == made[0].file.stat().st_size
    with Database.open(made[0].file, KEY) as copy:
        assert copy.value("SELECT count(*) FROM members") in (1, 2)


def test_a_folder_that_cannot_be_made_is_told_and_nothing_is_left(till: Till, tmp_path: Path) -> None:
    till.person = MANAGER
    in_the_way = tmp_path / "a file"
    in_the_way.write_text("", encoding="utf-8")
    settings.put(till, "backup.folder", str(in_the_way / "backups"))
    with pytest.raises(StoreUnavailable):
        safety.back_up(till)
    assert in_the_way.read_text(encoding="utf-8") == ""
