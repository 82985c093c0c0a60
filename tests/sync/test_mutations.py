"""Tests of the test: a broken rule must make the simulation fail."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from posapp.hq import ingest
from posapp.loyalty.exchange import News
from posapp.sync.carry import Asking
from posapp.sync.engine import Engine
from tests.sync.simulation import Trouble, World

BAD_LINE = Trouble(loss=0.3, twice=0.3, delay_s=60)


def _run(folder: Path, seed: int, **broken: type[Engine]) -> None:
    folder.mkdir()
    world = World(seed, folder, tills=2, **broken)  # type: ignore[arg-type]
    world.live(days=0.1, sales=40, trouble=BAD_LINE)
    world.heal()
    world.check()


def _failures(folder: Path, seeds: Iterable[int], **broken: type[Engine]) -> int:
    failed = 0
    for seed in seeds:
        try:
            _run(folder / str(seed), seed, **broken)
        except Exception:  # whatever way it fails, it was noticed
            failed += 1
    return failed


def test_unbroken_it_holds(tmp_path: Path) -> None:
    assert _failures(tmp_path, range(3)) == 0


def test_without_the_duplicate_check_it_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest, "_stored", lambda *_: [])
    assert _failures(tmp_path, range(3)) == 3


class _Hasty(Engine):
    """Marks events as sent before the answer is there."""

    def prepare(self, now: float) -> Asking | None:
        asking = super().prepare(now)
        if asking is not None:
            told = asking.outgoing
            confirmed = told.after + len(told.events)
            self._outbox.take(confirmed=confirmed, backed_up=0, news=News(cursor=told.cursor))
        return asking


def test_marking_events_sent_before_the_answer_fails(tmp_path: Path) -> None:
    assert _failures(tmp_path, range(3), engine_class=_Hasty) == 3
