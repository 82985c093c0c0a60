"""`posapp hq` and `posapp sync`, as an owner and a shop use them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from posapp.cli import main
from posapp.cli._headquarters import status_lines
from posapp.hq.overview import Attention, Overview, Rejected
from posapp.hq.settlement import Period
from tests.hq.running import Running, headquarters

PROGRAM = {"id": "half", "kind": "fixed_discount", "rate": 50, "name": "Half off", "audience": {"who": "everyone"}}


class Commands:
    """Runs commands in this process; `out` and `err` are what the last one said."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.out = self.err = ""

    def __call__(self, *words: str) -> int:
        status = main([*words, "--language", "en"])
        self.out, self.err = self._capsys.readouterr()
        return status

    def json(self, *words: str) -> object:
        assert self(*words, "--json") == 0, self.err
        return json.loads(self.out)


@pytest.fixture
def posapp(capsys: pytest.CaptureFixture[str]) -> Commands:
    return Commands(capsys)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with headquarters(tmp_path) as one:
        yield one


@pytest.fixture
def shop(tmp_path: Path, posapp: Commands, monkeypatch: pytest.MonkeyPatch) -> str:
    """A salon of a preset."""
    monkeypatch.setenv("POSAPP_PIN", "246810")
    path = str(tmp_path / "salon.posapp")
    words = ["--currency", "KRW", "--timezone", "Asia/Seoul", "--manager", "Sora", "--shop", path]
    assert posapp("init", "Salon", "--preset", "salon", *words) == 0, posapp.err
    monkeypatch.setenv("POSAPP_SHOP", path)
    return path


def _basket(folder: Path) -> str:
    path = folder / "basket.json"
    path.write_text(json.dumps({"lines": [{"product": "CUT"}]}))
    return str(path)


def test_a_shop_joins_sells_and_headquarters_knows(
    running: Running, shop: str, posapp: Commands, tmp_path: Path
) -> None:
    at = ["--database", str(running.database)]
    assert posapp("sync", "now") == 1
    assert "has no headquarters" in posapp.err
    assert posapp("hq", "enrol-till", "Counter 1", *at) == 0
    found = re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", posapp.out)
    assert found is not None
    assert posapp("sync", "enrol", found[0], "--hq", running.address) == 0
    assert "This till is now Counter 1" in posapp.out
    assert posapp("sell", _basket(tmp_path)) == 0
    sold = json.loads(posapp.out)
    assert posapp.json("sync", "status") == {"hq": running.address, "name": "Counter 1", "waiting": 1}
    assert posapp("sync", "now") == 0
    assert "1 event sent" in posapp.out
    assert posapp("hq", "status", *at) == 0
    assert "Counter 1 (main" in posapp.out
    assert "  1 event here, 0 waiting there" in posapp.out.splitlines()
    assert f"1 sale, ₩{sold['due']:,} taken" in posapp.out
    assert posapp("hq", "verify", *at) == 0
    assert "In order: 1 till, 1 event, " in posapp.out
    copy = tmp_path / "copy.db"
    assert posapp("hq", "backup", str(copy), *at) == 0
    assert copy.exists()
    assert posapp("hq", "backup", str(copy), *at) == 1


def test_the_owners_programs_change_what_the_next_sale_costs(
    running: Running, shop: str, posapp: Commands, tmp_path: Path
) -> None:
    at = ["--database", str(running.database)]
    assert posapp("sync", "enrol", running.code().text, "--hq", running.address) == 0
    programs, products = tmp_path / "programs.json", tmp_path / "products.json"
    programs.write_text(json.dumps([PROGRAM]))
    products.write_text(json.dumps([{"id": "CUT", "name": "Cut", "price": 20000}]))
    assert posapp.json("hq", "programs", "load", str(programs), *at) == {"changed": 1, "same": 0}
    assert posapp.json("hq", "products", "load", str(products), *at) == {"changed": 1, "same": 0}
    assert posapp("sync", "now") == 0
    assert posapp("quote", _basket(tmp_path)) == 0
    assert json.loads(posapp.out)["due"] == 10_000
    assert posapp("hq", "programs", "off", "half", *at) == 0
    assert posapp("hq", "programs", "list", *at) == 0
    assert "Half off  version 2, off" in posapp.out
    assert posapp("sync", "now") == 0
    assert posapp("quote", _basket(tmp_path)) == 0
    assert json.loads(posapp.out)["due"] == 20_000


def test_when_headquarters_is_away_the_shop_is_told_and_keeps_what_it_has(
    tmp_path: Path, shop: str, posapp: Commands
) -> None:
    with headquarters(tmp_path) as running:
        assert posapp("sync", "enrol", running.code().text, "--hq", running.address) == 0
    assert posapp("sell", _basket(tmp_path)) == 0
    assert posapp("sync", "now") == 1
    assert "1 event waits here; nothing is lost" in posapp.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["hq", "status"], "There is no headquarters here"),
        (["hq", "serve", "--host", "0.0.0.0"], "only with TLS"),
        (["hq", "programs", "load", "nowhere.json"], "cannot be read"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(posapp: Commands, tmp_path: Path, words: list[str], said: str) -> None:
    assert posapp(*words, "--database", str(tmp_path / "none.db")) == 1
    assert said in posapp.err


def test_members_data_never_go_over_an_open_line(shop: str, posapp: Commands) -> None:
    assert posapp("sync", "enrol", "0000-0000-0000-0000", "--hq", "http://hq.example.com") == 1
    assert "https" in posapp.err
    assert posapp("sync", "enrol", "nonsense", "--hq", "https://hq.example.com") == 1
    assert "16 letters and digits" in posapp.err


def test_a_taken_port_is_said(running: Running, posapp: Commands, tmp_path: Path) -> None:
    words = ["--port", str(running.port), "--database", str(tmp_path / "other.db")]
    assert posapp("hq", "serve", *words) == 1
    assert f"port {running.port} is not free" in posapp.err


@pytest.mark.parametrize(
    "words", [["hq"], ["hq", "dance"], ["sync"], ["sync", "enrol"], ["hq", "serve", "--currency", "x"]]
)
def test_wrong_usage(posapp: Commands, words: list[str]) -> None:
    assert posapp(*words) == 2


@pytest.mark.parametrize(
    ("events", "notes", "last"),
    [(0, 1, "0 events not counted, 1 note."), (1, 2, "1 event not counted, 2 notes.")],
)
def test_one_is_not_many(events: int, notes: int, last: str) -> None:
    seen = Overview(
        currency="KRW", tills=[], days=[], day=None, names={}, members=0, settled=[], period=Period(),
        rejected=[Rejected(till="1", seq=1, reason="", detail="", arrived="")] * events,
        attention=[Attention(n=1, moment="", till="1", key="", about={})] * notes,
    )  # fmt: skip
    assert list(status_lines(seen, "en"))[-1] == f"Please look at the owner's page: {last}"
