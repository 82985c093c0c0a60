"""The demo shop is a shop like any other: in order, plausible, and the same from the same seed."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import pytest

from posapp.loyalty.errors import StoreUnavailable
from posapp.loyalty.outcome import LevelPanel, StampPanel
from posapp.store.verify import verify
from posapp.till import members, people, returns
from posapp.till.context import Till, open_till
from posapp.till.demo import create_demo
from posapp.till.demo_plan import CLOSED_WEEKDAY, REGULAR_PHONE, Visit, plan
from tests.source_tree import ROOT
from tests.till.salon import KEY, SEOUL

NOW = datetime(2026, 3, 5, 15, 0, tzinfo=SEOUL)
MEMBERS = 60


@pytest.fixture(scope="module")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.posapp"
    create_demo(path, members=MEMBERS, until=NOW, key=KEY)
    return path


@pytest.fixture(scope="module")
def demo(demo_file: Path) -> Iterator[Till]:
    till = open_till(demo_file, key=KEY, clock=lambda: NOW)
    yield till
    till.close()


def test_every_entry_stands_up_to_verification(demo: Till) -> None:
    found = verify(demo.database)
    assert not found.findings
    assert found.members == MEMBERS
    assert found.sales > 2 * MEMBERS


def test_the_regular_has_a_story_worth_showing(demo: Till) -> None:
    (row,) = members.find(demo, REGULAR_PHONE[-4:]).rows
    card = members.card_of(demo, row.id)
    (stamps,) = (panel for panel in card.panels if isinstance(panel, StampPanel))
    (level,) = (panel for panel in card.panels if isinstance(panel, LevelPanel))
    assert (row.name, row.visits, stamps.have, stamps.size, level.level) == ("김민수", 23, 8, 10, "gold")
    story = members.story(demo, row.id)
    assert len(story) == 24
    assert any((name.default, amount) == ("Ten cuts, one free", -10) for item in story for name, amount in item.changes)


def test_a_year_has_everything_that_happens_in_a_shop(demo: Till) -> None:
    kinds = Counter(kind for (kind,) in demo.database.rows("SELECT kind FROM events"))
    assert set(kinds) >= {"sale", "return", "enrol", "close_day"}
    assert kinds["close_day"] > 300
    first, last = demo.database.row("SELECT min(moment), max(moment) FROM events") or ("", "")
    assert (first[:7], last[:7]) == ("2025-03", "2026-03")
    given = demo.database.rows("SELECT DISTINCT value FROM events, json_each(body, '$.discounts') WHERE kind = 'sale'")
    assert given


def test_the_people_of_the_demo_can_sign_in(demo: Till) -> None:
    assert people.sign_in(demo, "minji", "1234").rank == "cashier"
    assert people.sign_in(demo, "sora", "246810").rank == "manager"


def test_goods_from_the_demo_can_come_back(demo: Till) -> None:
    newest = returns.recent_sales(demo, limit=1)[0]
    assert returns.preview_return(demo, sale=newest.sale, lines={0: 1}).changes


def test_the_same_seed_makes_the_same_year_and_another_seed_another(
    demo_file: Path, tmp_path: Path, demo: Till
) -> None:
    def journal(path: Path) -> Sequence[object]:
        till = open_till(path, key=KEY)
        rows = till.database.rows("SELECT id, body, hash FROM events ORDER BY seq")
        till.close()
        return rows

    create_demo(tmp_path / "again.posapp", members=MEMBERS, until=NOW, key=KEY)
    assert journal(tmp_path / "again.posapp") == journal(demo_file)
    assert plan(seed=1, members=20, until=NOW) == plan(seed=1, members=20, until=NOW)
    assert plan(seed=1, members=20, until=NOW) != plan(seed=2, members=20, until=NOW)


def test_nobody_comes_when_the_salon_is_closed() -> None:
    visits = [happening for happening in plan(seed=3, members=100, until=NOW) if isinstance(happening, Visit)]
    assert not any(visit.moment.weekday() == CLOSED_WEEKDAY for visit in visits)
    assert all(10 <= visit.moment.hour < 21 for visit in visits)
    assert visits == sorted(visits, key=lambda visit: visit.moment)


def test_a_demo_that_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    def stop(done: int, of: int) -> None:
        raise KeyboardInterrupt

    path = tmp_path / "demo.posapp"
    with pytest.raises(KeyboardInterrupt):
        create_demo(path, members=20, until=NOW, key=KEY, progress=stop)
    assert not list(tmp_path.glob("demo.posapp*"))


def test_a_shop_that_is_there_is_not_written_over(demo_file: Path) -> None:
    size = demo_file.stat().st_size
    with pytest.raises(StoreUnavailable):
        create_demo(demo_file, members=20, until=NOW, key=KEY)
    assert demo_file.stat().st_size >= size


KILLED_HALFWAY = """
import os, signal, sys
from pathlib import Path
from posapp.till.demo import create_demo
create_demo(Path(sys.argv[1]), members=20, progress=lambda done, of: os.kill(os.getpid(), signal.SIGKILL))
"""


def test_a_power_cut_while_it_is_made_leaves_no_half_shop_and_the_next_start_makes_it(tmp_path: Path) -> None:
    path = tmp_path / "demo.posapp"
    killed = subprocess.run([sys.executable, "-c", KILLED_HALFWAY, str(path)], cwd=ROOT, check=False, timeout=100)
    assert killed.returncode != 0
    assert not path.exists()
    create_demo(path, members=20, until=NOW)
    till = open_till(path)
    try:
        assert not verify(till.database).findings
    finally:
        till.close()
    assert sorted(file.name for file in tmp_path.glob("demo.posapp*")) == ["demo.posapp", "demo.posapp.key"]
