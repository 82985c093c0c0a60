"""Whatever the line does, everything a clerk was told arrives once, and both sides end with the same sums."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from tests.sync.simulation import CALM, Trouble, World


@pytest.mark.parametrize("seed", range(12))
def test_after_any_trouble_both_sides_are_even(seed: int, tmp_path: Path) -> None:
    chance = Random(seed)
    trouble = Trouble.drawn(chance)
    world = World(
        seed, tmp_path, tills=chance.randint(2, 5), stores=chance.randint(1, 2), batch=chance.choice((1, 7, 500))
    )
    try:
        world.live(days=chance.choice((0.01, 1, 14)), sales=60, trouble=trouble)
        world.heal()
        world.check()
    except AssertionError as failed:
        raise AssertionError(f"seed {seed}, {trouble}: {failed}") from failed


@pytest.mark.parametrize("seed", range(100, 104))
def test_a_headquarters_restored_from_an_old_copy_ends_even_too(seed: int, tmp_path: Path) -> None:
    trouble = replace(Trouble.drawn(Random(seed)), crash=0.0)
    world = World(seed, tmp_path, tills=3, stores=2)
    try:
        world.live(days=1, sales=25, trouble=trouble)
        world.copy_headquarters()
        world.live(days=1, sales=25, trouble=trouble)
        world.restore_headquarters()
        world.live(days=1, sales=25, trouble=trouble)
        world.heal()
        world.check()
    except AssertionError as failed:
        raise AssertionError(f"seed {seed}, {trouble}: {failed}") from failed


def test_a_calm_day(tmp_path: Path) -> None:
    world = World(1, tmp_path, tills=2)
    world.live(days=0.1, sales=40, trouble=CALM)
    world.heal()
    world.check()


def test_a_seed_replays_to_the_byte(tmp_path: Path) -> None:
    runs = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        world = World(5, tmp_path / name, tills=3)
        world.live(days=1, sales=40, trouble=Trouble(loss=0.2, twice=0.2, cut=0.1, crash=0.02, delay_s=60))
        runs.append((world.now, world.db.rows("SELECT till, seq, hash, arrived FROM events ORDER BY till, seq")))
    assert runs[0] == runs[1]
    assert len(runs[0][1]) > 10
