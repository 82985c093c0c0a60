"""The same exchange over real HTTP: a real headquarters in its own process, and a line that does its worst."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from random import Random

import pytest

from posapp.loyalty.errors import Refused
from posapp.sync.address import checked_address
from posapp.sync.engine import Engine
from posapp.sync.enrolment import enrol
from posapp.sync.http import HttpTransport
from tests.hq.running import Running, headquarters
from tests.sync.faulty_proxy import FAULTS, FaultyProxy, always
from tests.sync.small_till import SmallTill, member_of, sale_body, stamp


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with headquarters(tmp_path_factory.mktemp("hq")) as one:
        yield one


def _till(folder: Path, name: str) -> SmallTill:
    return SmallTill(folder / f"{name}.db", name)


def _enrolled(till: SmallTill, running: Running) -> None:
    with HttpTransport(running.address) as transport:
        code = running.code(till.till)
        chance = Random(till.till).randbytes
        enrol(till, transport, url=running.address, code=code, private_key=chance(32), nonce=chance(16), created=0)


def _engine(till: SmallTill, *, batch: int = 500) -> Engine:
    chance = Random(1)
    return Engine(till, wall=lambda: datetime.now(UTC), chance=chance, nonce=chance.randbytes, batch=batch)


def _sell(till: SmallTill, count: int) -> int:
    """So many sales to one member; what they came to."""
    member = f"m-{till.till}"
    if member not in till.members():
        till.record("enrol", f"e-{member}", "", {"day": "2026-03-02", "member": member}, profile=member_of(member))
    total = 0
    for _ in range(count):
        word = f"{till.till}-{len(till.journal())}"
        due = 1000 + len(till.journal())
        till.record("sale", word, "", sale_body(word, member, due_minor=due), stamp(member))
        total += due
    return total


def _rounds(engine: Engine, transport: HttpTransport, *, most: int = 100) -> None:
    """Ask at once again and again, whatever the engine would rather wait, until both sides are even."""
    for round_ in range(most):
        engine.hurry(round_)
        engine.step(round_, transport)
        if engine.status().state == "online" and engine.status().waiting == 0 and engine.due > round_:
            return
    raise AssertionError(f"not even after {most} rounds: {engine.status()}")


def _sums(running: Running) -> dict[str, int]:
    day = running.seen("2026-03-02").day
    assert day is not None
    return day.totals


def test_what_was_sold_arrives_and_both_sides_agree(running: Running, tmp_path: Path) -> None:
    till = _till(tmp_path, "plain")
    _enrolled(till, running)
    _sell(till, 30)
    with HttpTransport(running.address) as transport:
        _rounds(_engine(till, batch=7), transport)
    assert till.waiting() == 0
    assert {row.till: row.confirmed for row in running.seen().tills}["plain"] == 31
    assert running.found() == ()


def test_every_fault_of_the_line_is_only_a_delay(running: Running, tmp_path: Path) -> None:
    till = _till(tmp_path, "unlucky")
    _enrolled(till, running)
    before = _sums(running)
    expected = _sell(till, 40)
    faults = chain.from_iterable((fault, "pass") for fault in (*FAULTS, *FAULTS))
    with FaultyProxy(running.port, faults) as proxy:
        with HttpTransport(proxy.url, silence_s=0.3) as transport:
            _rounds(_engine(till, batch=3), transport)
        assert set(FAULTS) <= set(proxy.met)
    after = _sums(running)
    assert after["sales"] - before["sales"] == 40
    assert after["due_minor"] - before["due_minor"] == expected
    assert running.found() == ()


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault != "twice"])
def test_a_line_that_never_works_loses_nothing_and_stays_quiet(running: Running, tmp_path: Path, fault: str) -> None:
    """The till backs off further and further, says so, and keeps what it has."""
    till = _till(tmp_path, f"cut-off-{fault}")
    _enrolled(till, running)
    _sell(till, 2)
    engine = _engine(till)
    now = waited = 0.0
    with FaultyProxy(running.port, always(fault)) as proxy, HttpTransport(proxy.url, silence_s=0.2) as transport:
        for _ in range(4):
            due = engine.step(now, transport)
            assert due - now > waited / 2
            waited, now = due - now, due
    assert engine.status().state == "offline"
    assert engine.status().waiting == 3
    assert till.confirmed() == 0


def test_plain_http_is_for_this_computer_alone() -> None:
    for address in ("http://hq.example.com", "http://192.168.0.5:8470", "ftp://localhost", "hq.example.com", ""):
        with pytest.raises(Refused):
            checked_address(address)
    assert checked_address("http://127.0.0.1:8470/") == "http://127.0.0.1:8470"
    assert checked_address(" https://hq.example.com/shop/ ") == "https://hq.example.com/shop"
    assert checked_address("http://[::1]:8470") == "http://[::1]:8470"
