"""What an owner is told of a file before it is loaded: what may be written, and every fault at its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from posapp.cli import main
from posapp.loyalty.programs.base import kinds
from tests.cli.counter import Counter


def test_the_schema_is_printed_without_a_shop(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POSAPP_HOME", str(tmp_path))
    assert main(["programs", "schema"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["$schema"].endswith("2020-12/schema")
    assert set(kinds()) <= set(printed["$defs"])
    assert not list(tmp_path.iterdir())


def test_a_file_with_several_faults_is_told_all_of_them_with_their_places(counter: Counter) -> None:
    written = [
        {"id": "gold", "kind": "fixed_discount", "rate": 120, "audience": {"tiers": ["gold"]}, "colour": "red"},
        {"id": "steps", "kind": "progressive_discount", "measure": "sale",
         "steps": [{"from": 50000, "rate": 5}, {"from": 30000, "rate": "x"}]},
        {"id": "gold", "kind": "stamp_card", "earn": {"per": "item"}, "size": 5, "rewards": [{"at": 9, "gift": "Tea"}],
         "active": {"from": "2026-05-01", "until": "2026-04-01"}},
        {"id": "x", "kind": "lucky_dip"},
    ]  # fmt: skip
    told = counter.run("programs", "check", given=written)
    assert told.status == 1
    for place in (
        "programs[0].rate", "programs[0].colour", "programs[0].audience.tiers[0]", "programs[1].steps[1].from",
        "programs[1].steps[1].rate", "programs[2].id", "programs[2].rewards[0].at", "programs[2].active.until",
        "programs[3].kind",
    ):  # fmt: skip
        assert f"{place}: " in told.err, place
    assert told.err.count("programs[") == 9
