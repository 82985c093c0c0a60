"""A till killed in the middle of anything loses no sale that was acknowledged, and repeats none."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

from posapp.store import journal, ledger
from posapp.store.database import Database
from posapp.store.verify import verify
from tests.source_tree import ROOT
from tests.store.shop import KEY, new_shop, sell


def start(path: Path, *words: str) -> subprocess.Popen[str]:
    """A till in a process of its own, open and about to sell."""
    command = [sys.executable, "-m", "tests.store.writer", str(path), *words]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    return process


def rest_of(process: subprocess.Popen[str]) -> str:
    """What it said since; `communicate` would leave out what came in one piece with the line that was read before."""
    assert process.stdout is not None
    with process.stdout as said:
        rest = said.read()
    process.wait(60)
    return rest


def test_killed_at_random_moments_it_keeps_what_it_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "shop.posapp"
    new_shop(path).close()
    chance = random.Random(7)
    acknowledged: list[str] = []
    for life in range(10):
        process = start(path, f"life{life}")
        assert process.stdout is not None
        seen = [process.stdout.readline().strip() for _ in range(chance.randint(1, 25))]
        for _ in range(chance.randint(0, 2000)):  # a moment that is not just after a line was read
            pass
        process.kill()
        rest = rest_of(process)
        # A line cut short by the kill acknowledged nothing.
        acknowledged += seen + [line for line in rest.splitlines(keepends=False) if line.startswith("life")][:-1]
    with Database.open(path, KEY) as db:
        ids = [event.id for event in journal.events_after(db, seq=0, limit=100_000)]
        assert len(ids) == len(set(ids)) == journal.last_number(db)
        assert set(acknowledged) <= set(ids)
        # At most one sale of each life was on the disk and not yet acknowledged, or its line was not read any more.
        assert len(ids) - len(acknowledged) <= 2 * 10
        assert verify(db).findings == ()
        standing = ledger.standing(db, "m-kim")
        assert standing.visits == len(ids)
        assert sell(db, "after").seq == len(ids) + 1


def test_a_sale_half_written_when_the_power_went_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "shop.posapp"
    new_shop(path).close()
    program = (
        "import os; from tests.store.shop import *; from pathlib import Path\n"
        f"db = Database.open(Path({str(path)!r}), KEY)\n"
        "sell(db, 's-kept')\n"
        "db.execute('BEGIN IMMEDIATE')\n"
        "sell(db, 's-half')\n"
        "os.kill(os.getpid(), 9)\n"
    )
    dead = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False)
    assert dead.returncode != 0
    with Database.open(path, KEY) as db:
        assert journal.event_by_id(db, "s-half") is None
        assert [event.id for event in journal.events_after(db, seq=0, limit=9)] == ["s-kept"]
        assert verify(db).findings == ()


def test_two_tills_on_one_file_take_turns(tmp_path: Path) -> None:
    """The window and the command line: neither is refused, no number is given twice, none is left out."""
    path = tmp_path / "shop.posapp"
    new_shop(path).close()
    tills = [start(path, name, "60") for name in ("window", "command", "third")]
    for till in tills:
        said = rest_of(till)
        assert till.returncode == 0
        assert len(said.splitlines()) == 60
    with Database.open(path, KEY) as db:
        assert journal.last_number(db) == 180
        result = verify(db)
        assert (result.events, result.sales, result.findings) == (180, 180, ())
