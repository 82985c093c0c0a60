"""A draft over a shop's own past: `posapp programs replay` on a year of more than 200,000 sales.

The shop is the demo shop with forty-five thousand members: real sales by the same rules, with returns and voids, under
its eight programs. The draft puts points beside them and changes the stamp card. The whole command is timed, from the
start of Python to the answer.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks import Figure
from benchmarks.big_store import cache_folder

MEMBERS, QUICK = 45_000, 700
UNTIL = datetime(2026, 7, 1, 12, 0, tzinfo=ZoneInfo("Asia/Seoul"))
MOST_SECONDS = 60

DRAFT: list[dict[str, Any]] = [
    {"id": "points", "kind": "points", "name": {"en": "Points", "ko": "포인트"}, "earn": {"points": 1, "per": 1000},
     "redeem": {"value": 10, "mode": "minimum", "minimum": 100, "increment": 10}, "expires": {"months": 12}},
    {"id": "cuts", "kind": "stamp_card", "name": {"en": "Eight cuts", "ko": "커트 8회"}, "size": 8,
     "earn": {"per": "item"}, "scope": {"products": ["CUT"]}, "rewards": [{"at": 8, "item": {"products": ["CUT"]}}]},
]  # fmt: skip


@cache
def year_store(*, quick: bool) -> Path:
    """The demo shop in that size, made where it is not there yet or its plan has changed since."""
    import hashlib

    from posapp.store import schema
    from posapp.till import demo_plan

    members = QUICK if quick else MEMBERS
    path = cache_folder() / f"year-{members}.posapp"
    remark = path.with_suffix(".json")
    plan = Path(demo_plan.__file__).read_bytes() + repr((schema.FIRST_RELEASE, UNTIL)).encode()
    made_of = {"made_of": hashlib.sha256(plan).hexdigest()}
    if not path.exists() or not remark.exists() or json.loads(remark.read_text("utf-8")) != made_of:
        _make(path, members)
        remark.write_text(json.dumps(made_of), encoding="utf-8")
    return path


def _make(path: Path, members: int) -> None:
    from posapp.till.demo import create_demo

    path.parent.mkdir(parents=True, exist_ok=True)
    for end in ("", "-wal", "-shm", ".making", ".key"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    create_demo(path, members=members, until=UNTIL, progress=_said)


def _said(done: int, of: int) -> None:
    print(f"\r  {100 * done // max(of, 1):3} % of the shop", end="", file=sys.stderr, flush=True)


def replayed(store: Path) -> tuple[dict[str, Any], float, float]:
    """The answer of the command, how many seconds it took on the wall clock, and how many of processors."""
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / "draft.json"
        draft.write_text(json.dumps(DRAFT), encoding="utf-8")
        began, before = time.perf_counter(), os.times()
        done = subprocess.run(
            [sys.executable, "-m", "posapp", "programs", "replay", str(draft), "--to", UNTIL.date().isoformat(),
             "--shop", str(store), "--json"],
            check=True, stdout=subprocess.PIPE, env={**os.environ, "PYTHONUTF8": "1"},
        )  # fmt: skip
        after = os.times()
        worked = after.children_user + after.children_system - before.children_user - before.children_system
        return json.loads(done.stdout), time.perf_counter() - began, worked


def run(quick: bool) -> list[Figure]:
    """How long a year takes."""
    answer, took, worked = replayed(year_store(quick=quick))
    sales = answer["sales"]
    assert answer["before"]["list_minor"] == answer["after"]["list_minor"]
    assert quick or sales >= 200_000, sales
    return [
        Figure(name="sales in the year", value=sales, unit="sales"),
        Figure(name="the whole command", value=took, unit="s", bound=None if quick else MOST_SECONDS),
        Figure(name="of it at work, both processes together", value=worked, unit="s"),
    ]


def main() -> None:
    """Make the shop beforehand."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.replay", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a small one")
    print(year_store(quick=parser.parse_args().quick))


if __name__ == "__main__":
    main()
