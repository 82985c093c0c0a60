"""The three commands that keep a shop's file safe, as a person or another program runs them."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from posapp.cli import main
from posapp.store import keys
from posapp.store.database import Database
from tests.store.shop import KEY, new_shop, sell


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A shop with three sales, closed, its key beside it."""
    path = tmp_path / "shop.posapp"
    with new_shop(path) as db:
        for n in range(3):
            sell(db, f"s-{n}")
    keys.write_key_file(keys.key_file(path), KEY)
    return path


def run(*words: str | Path, language: str = "en") -> int:
    """Run the command line."""
    return main([*map(str, words), "--language", language])


def test_a_shop_is_backed_up_lost_and_restored(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("backup", "--shop", shop) == 0
    assert str(shop.parent / "backups") in (said := capsys.readouterr().out)
    assert "3 events" in said
    (made,) = (shop.parent / "backups").iterdir()
    with Database.open(shop) as db:
        sell(db, "s-after")
    assert run("restore", made, "--shop", shop, language="ko") == 0
    assert "복원했어요" in (said := capsys.readouterr().out)
    assert "2026년 3월 2일" in said
    assert "before-" in said
    with Database.open(shop) as db:
        assert db.value("SELECT count(*) FROM events") == 3
    assert run("verify", "--shop", shop) == 0
    assert capsys.readouterr().out == "All is in order. Events: 3, entries: 3, members: 2.\n"


def test_the_digits_are_taken_from_standard_input(
    shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("backup", tmp_path / "stick", "--shop", shop, "--json") == 0
    made = json.loads(capsys.readouterr().out)["file"]
    there = tmp_path / "new" / "shop.posapp"
    assert run("restore", made, "--shop", there) == 1
    assert "not on this computer" in capsys.readouterr().err
    groups = list(keys.words_of(KEY))
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join([*groups[:4], "123456", *groups[5:]])))
    assert run("restore", made, "--shop", there, "--key-words", "-") == 1
    assert "Group 5" in capsys.readouterr().err
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(groups)))
    assert run("restore", made, "--shop", there, "--key-words", "-", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["events"], answer["aside"], answer["till_before"]) == (3, None, "T-one")
    assert run("verify", "--shop", there) == 0


def test_what_is_not_in_order_is_said_and_the_status_is_one(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Database.open(shop) as db:
        db.execute("UPDATE lots SET left = 7 WHERE lot = 's-1/1'")
        db.execute("UPDATE members SET visits = 9")
    assert run("verify", "--shop", shop) == 1
    said = capsys.readouterr().out
    assert said.startswith("4 things are not in order.")
    assert "kept as 7, but its entries make 1" in said
    assert run("verify", "--shop", shop, "--json", language="ko") == 1
    answer = json.loads(capsys.readouterr().out)
    assert not answer["in_order"]
    assert {finding["finding"] for finding in answer["findings"]} == {
        "verify.balance",
        "verify.counters",
        "verify.lot_above_earned",
    }
    assert "잔액이 맞지 않아요" in "".join(finding["sentence"] for finding in answer["findings"])


def test_a_folder_that_cannot_be_is_refused_with_a_sentence(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("backup", shop / "below a file", "--shop", shop) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_keeping_none_is_wrong_usage(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("backup", "--keep", "0", "--shop", shop) == 2
    assert not (shop.parent / "backups").exists()
    assert "less than 1" in capsys.readouterr().err
