"""When a till asks, what it shows, and that it never gives up and never hammers."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from posapp.loyalty.errors import StoreUnavailable
from posapp.loyalty.exchange import News
from posapp.sync.engine import IDLE_S, LONGEST_WAIT_S, Engine
from posapp.sync.protocol import Declined, pack
from posapp.sync.signatures import Request, Response
from tests.hq.chain import Chain
from tests.sync.small_till import SmallTill, sale_body


@pytest.fixture
def chain(tmp_path: Path) -> Chain:
    return Chain(tmp_path)


def _silence(request: Request) -> Response | None:
    return None


def _sell(till: SmallTill) -> None:
    word = f"s{len(till.journal())}"
    till.record("sale", word, "", sale_body(word, None, due_minor=1))


def test_waiting_doubles_to_five_minutes_with_jitter_and_never_ends(chain: Chain) -> None:
    till = chain.till("a")
    engine = chain.engine(till)
    now, waits = 0.0, []
    for _ in range(40):
        due = engine.step(now, _silence)
        waits.append(due - now)
        now = due
    for n, wait in enumerate(waits):
        whole = min(LONGEST_WAIT_S, 2.0 * 2**n)
        assert whole / 2 <= wait <= whole
    assert len(set(waits[10:])) == 30
    assert engine.status().state == "offline"


def test_two_tills_do_not_come_back_together(chain: Chain) -> None:
    one, two = chain.till("a"), chain.till("b")
    engines = [
        Engine(till, wall=lambda: datetime.now(UTC), chance=Random(till.till), nonce=Random(1).randbytes)
        for till in (one, two)
    ]
    assert len({engine.step(0, _silence) for engine in engines}) == 2


def test_when_headquarters_is_back_everything_is_even_at_once(chain: Chain) -> None:
    till = chain.till("a")
    engine = chain.engine(till, batch=2)
    for _ in range(7):
        _sell(till)
    now = 0.0
    for _ in range(5):
        now = engine.step(now, _silence)
    assert engine.status().waiting == 7
    for _ in range(20):
        due = engine.step(now, chain.headquarters.answer)
        if due > now:
            break
    assert engine.status().waiting == 0
    assert engine.status().state == "online"
    assert engine.status().last == chain.now
    assert 0.8 * IDLE_S <= due - now <= 1.2 * IDLE_S


def test_a_sale_wakes_it_unless_headquarters_was_silent(chain: Chain) -> None:
    engine = chain.engine(chain.till("a"))
    assert engine.step(0, chain.headquarters.answer) > 1
    engine.wake(1)
    assert engine.due == 1
    due = engine.step(1, _silence)
    engine.wake(1)
    assert engine.due == due
    engine.hurry(1)
    assert engine.due == 1


def test_alone_it_asks_nobody(tmp_path: Path) -> None:
    till = SmallTill(tmp_path / "alone.db", "alone")
    engine = Engine(till, wall=lambda: datetime.now(UTC), chance=Random(1), nonce=Random(1).randbytes)

    def nobody(request: Request) -> Response | None:
        raise AssertionError("it asked")

    assert engine.step(0, nobody) > 0
    assert engine.status().state == "alone"


def test_an_answer_to_an_older_question_is_passed_over(chain: Chain) -> None:
    from posapp.sync.carry import carry

    till = chain.till("a")
    engine = chain.engine(till)
    _sell(till)
    old = engine.prepare(0)
    assert old is not None
    late = carry(old, chain.headquarters.answer)
    _sell(till)
    engine.hurry(0)
    new = engine.prepare(0)
    assert new is not None
    engine.take(new, carry(new, chain.headquarters.answer), now=0)
    assert till.confirmed() == 2
    engine.take(old, late, now=0)
    assert till.confirmed() == 2


def test_a_till_that_was_revoked_is_told_why_and_keeps_asking(chain: Chain) -> None:
    from posapp.hq import admission

    till = chain.till("a")
    engine = chain.engine(till)
    with chain.desk() as desk:
        admission.revoke(desk, "a")
    due = engine.step(0, chain.headquarters.answer)
    status = engine.status()
    assert status.state == "refused"
    assert status.problem is not None
    assert status.problem.key == "sync.declined.revoked"
    chain.admit(till, again=True)
    engine.step(due, chain.headquarters.answer)
    assert engine.status().state == "online"


def test_a_refusal_that_headquarters_did_not_sign_is_silence(chain: Chain) -> None:
    engine = chain.engine(chain.till("a"))
    engine.step(0, lambda request: Response(403, pack(Declined(reason="sync.declined.revoked"))))
    assert engine.status().state == "offline"


class _FullDisk(SmallTill):
    full = False

    def take(self, *, confirmed: int, backed_up: int, news: News) -> None:
        if self.full:
            raise StoreUnavailable.because("store.disk_full", file="shop")
        super().take(confirmed=confirmed, backed_up=backed_up, news=news)


def test_a_full_disk_at_the_till_is_said_and_loses_nothing(chain: Chain) -> None:
    till = _FullDisk(chain.folder / "full.db", "full")
    chain.admit(till)
    _sell(till)
    till.full = True
    engine = chain.engine(till)
    due = engine.step(0, chain.headquarters.answer)
    problem = engine.status().problem
    assert problem is not None
    assert problem.key == "store.disk_full"
    till.full = False
    engine.step(due, chain.headquarters.answer)
    assert till.waiting() == 0
    assert chain.db.value("SELECT count(*) FROM events") == 1


def test_status_has_the_names_that_the_badge_reads() -> None:
    from dataclasses import fields

    from posapp.sync.engine import Status
    from posapp.till.views import SyncStatus

    assert [field.name for field in fields(Status)] == [field.name for field in fields(SyncStatus)]


def test_a_file_that_goes_on_as_another_till_must_be_enrolled_again(chain: Chain) -> None:
    """Restored from a backup it has another id; under the old enrolment headquarters would reject every event."""
    till = chain.till("a")
    till.till = "b"
    engine = chain.engine(till)
    engine.step(0, chain.headquarters.answer)
    assert engine.status().state == "alone"
