"""A small salon on disk, with its clock and its ids in the test's hand."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from posapp.store.people import KeptPerson
from posapp.till import first_day, pins
from posapp.till.context import Till, open_till
from posapp.till.demo_plan import written
from tests.till.salon import CASHIER, KEY, MANAGER, MONDAY, PINS, Clock


@pytest.fixture(scope="session")
def salon_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The salon on its first day, made once; every test gets a copy."""
    path = tmp_path_factory.mktemp("salon") / "salon.posapp"
    salon = written()
    first_day.found(
        path,
        shop={**salon["shop"], "name": "하늘헤어", "language": "ko"},
        programs_written=salon["programs"],
        products_written=salon["products"],
        people_there=[
            KeptPerson(id=who.id, name=who.name, rank=who.rank, pin=pins.hashed(PINS[who.id], rank=who.rank))
            for who in (MANAGER, CASHIER)
        ],
        moment=MONDAY,
        key=KEY,
        shop_code="4821",
        till="T000000000000001",
    )
    return path


@pytest.fixture
def clock() -> Clock:
    return Clock(MONDAY)


@pytest.fixture
def salon(salon_file: Path, tmp_path: Path) -> Path:
    """The salon's file, this test's own."""
    path = tmp_path / "salon.posapp"
    shutil.copy(salon_file, path)
    return path


@pytest.fixture
def reopened(salon: Path, clock: Clock) -> Iterator[Callable[[], Till]]:
    """Opens the salon (again): another process, or the same till after a crash."""
    tills: list[Till] = []
    numbers = itertools.count(1)

    def open_again() -> Till:
        till = open_till(salon, clock=clock, new_id=lambda: f"id-{next(numbers):08}", key=KEY)
        till.person = CASHIER
        tills.append(till)
        return till

    yield open_again
    for till in tills:
        till.close()


@pytest.fixture
def till(reopened: Callable[[], Till]) -> Till:
    """The salon open, Minji at the till."""
    return reopened()
