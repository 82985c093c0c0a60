"""Events arrive once, are answered the same for ever, and none is ever dropped, overwritten, or in the way."""

from __future__ import annotations

import hashlib
import shutil

import pytest

from posapp.loyalty.exchange import News
from posapp.loyalty.journal import GENESIS, canonical
from posapp.sync.protocol import ASIDE, KEPT, REJECTED, Up, WireEvent, unpack_verdict
from tests.hq.chain import Chain, forged, whole, wire
from tests.sync.small_till import SmallTill, member_of, sale_body, stamp


def _sell(till: SmallTill, count: int = 1, *, due_minor: int = 1000) -> None:
    for _ in range(count):
        word = f"{till.till}-{len(till.journal())}"
        till.record("sale", word, "2026-03-02T10:00:00+09:00", sale_body(word, None, due_minor=due_minor))


def test_the_same_event_again_is_answered_as_the_first_time(chain: Chain) -> None:
    till = chain.till("a")
    _sell(till, 3)
    first, _ = chain.answered(till, whole(till, till.journal()))
    chain.later(days=400)
    again, _ = chain.answered(till, whole(till, till.journal()))
    assert [bytes(raw) for raw in again.verdicts] == [bytes(raw) for raw in first.verdicts]
    assert [unpack_verdict(raw).status for raw in first.verdicts] == [KEPT] * 3
    assert chain.seen().days == ["2026-03-02"]
    assert chain.headquarters.db.value("SELECT sum(amount) FROM figures WHERE measure = 'sales'") == 3


def test_another_event_under_a_number_already_taken_is_kept_aside_and_the_till_quarantined(chain: Chain) -> None:
    till = chain.till("a")
    _sell(till, 3)
    chain.sync(till)
    journal = till.journal()
    other = forged(journal[1], before=journal[0].hash, id="other", body={**journal[1].body, "due_minor": 5})
    next_other = forged(journal[2], before=other.hash, id="next")
    new_other = forged(journal[2], before=next_other.hash, seq=4, id="new")
    down, _ = chain.answered(till, whole(till, [other, next_other], after=1))
    assert [unpack_verdict(raw).status for raw in down.verdicts] == [ASIDE, ASIDE]
    up = Up(till="a", after=3, before=next_other.hash, last=4, events=(wire(new_other),))
    assert chain.answered(till, up)[0].confirmed == 4  # the copy's line goes on, and does not block its queue
    again, _ = chain.answered(till, whole(till, [other, next_other], after=1))
    assert [bytes(raw) for raw in again.verdicts] == [bytes(raw) for raw in down.verdicts]

    kept = chain.db.rows("SELECT seq, event FROM aside ORDER BY seq")
    assert kept == [(2, canonical(other)), (3, canonical(next_other)), (4, canonical(new_other))]
    rows = chain.db.rows("SELECT event FROM events ORDER BY seq")
    assert rows == [(canonical(event),) for event in journal]
    assert chain.seen().tills[0].state == "quarantined"
    assert [item.key for item in chain.seen().attention] == ["hq.attention.fork"]
    assert chain.found() == ()


def test_a_till_that_forked_long_ago_sends_everything_again_and_nothing_of_either_line_is_lost(chain: Chain) -> None:
    till = chain.till("a")
    _sell(till, 2)
    shutil.copy(chain.folder / "a.db", chain.folder / "image.db")
    shutil.copy(chain.folder / "a.db-wal", chain.folder / "image.db-wal")
    _sell(till, 3)
    chain.sync(till)
    till.close()
    restored = SmallTill(chain.folder / "image.db", "a")
    _sell(restored, 6, due_minor=7)
    restored.take(confirmed=5, backed_up=0, news=News(cursor=""))  # what it believed before it was set back
    chain.sync(restored)
    assert restored.waiting() == 0
    assert chain.db.value("SELECT count(*) FROM events") == 5
    assert chain.db.value("SELECT count(*) FROM aside") == 6
    _sell(restored, 2)
    engine = chain.engine(restored)
    engine.step(0, chain.headquarters.answer)
    assert restored.waiting() == 0
    problem = engine.status().problem
    assert problem is not None
    assert problem.key == "sync.quarantined"  # the people there are told
    assert chain.db.value("SELECT count(*) FROM aside") == 8


BAD = {
    "unreadable": (b"\xff{", "sync.rejected.unreadable"),
    "no_event": (b"[]", "sync.rejected.unreadable"),
    "nan": (b'{"till":"a","seq":2,"id":"x","moment":"","kind":"sale","body":{"day":NaN}}', "sync.rejected.unreadable"),
}


def _rejected(chain: Chain, till: SmallTill, events: list[WireEvent]) -> list[str]:
    up = Up(till=till.till, after=0, before=GENESIS, last=len(events), events=tuple(events))
    down, _ = chain.answered(till, up)
    assert down.confirmed == len(events)
    verdicts = [unpack_verdict(raw) for raw in down.verdicts]
    return [verdict.reason for verdict in verdicts if verdict.status == REJECTED]


@pytest.mark.parametrize("name", sorted(BAD))
def test_what_is_no_event_at_all_is_kept_with_its_reason_and_the_next_ones_go_on(chain: Chain, name: str) -> None:
    till = chain.till("a")
    _sell(till, 3)
    first, _, third = till.journal()
    plain, reason = BAD[name]
    bad_hash = hashlib.sha256(first.hash + plain).digest()
    after_bad = forged(third, before=bad_hash)
    assert _rejected(chain, till, [wire(first), WireEvent(2, bad_hash, plain), wire(after_bad)]) == [reason]
    (letter,) = chain.seen().rejected
    assert (letter.till, letter.seq, letter.reason) == ("a", 2, reason)
    assert chain.db.value("SELECT event FROM events WHERE seq = 2") == plain
    assert chain.seen().day is not None
    assert chain.db.value("SELECT sum(amount) FROM figures WHERE measure = 'sales'") == 2
    assert chain.found() == ()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"kind": "wish"}, "sync.rejected.kind"),
        ({"till": "b"}, "sync.rejected.not_its_own"),
        ({"seq": 7}, "sync.rejected.not_its_own"),
        ({"body": {"day": "2026-03-02"}}, "sync.rejected.body"),
        (
            {"body": {"sale": "x", "day": "soon", "list_minor": 1, "discount_minor": 0, "due_minor": 1}},
            "sync.rejected.body",
        ),
        (
            {"body": {"sale": "x", "day": "2026-03-02", "list_minor": 1.5, "discount_minor": 0, "due_minor": 1}},
            "sync.rejected.body",
        ),
        (
            {"body": {"sale": "x", "day": "2026-03-02", "list_minor": 10**30, "discount_minor": 0, "due_minor": 1}},
            "sync.rejected.body",
        ),
        ({"id": "a-0"}, "sync.rejected.again"),
    ],
)
def test_an_event_that_cannot_be_counted_is_rejected_and_the_next_ones_go_on(
    chain: Chain, changes: dict[str, object], reason: str
) -> None:
    till = chain.till("a")
    _sell(till, 3)
    first, second, third = till.journal()
    bad = forged(second, before=first.hash, **changes)
    good = forged(third, before=bad.hash)
    assert _rejected(chain, till, [wire(first), WireEvent(2, bad.hash, canonical(bad)), wire(good)]) == [reason]
    assert chain.db.value("SELECT sum(amount) FROM figures WHERE measure = 'sales'") == 2
    assert chain.found() == ()


def test_an_event_that_was_altered_at_the_till_is_rejected_by_its_hash(chain: Chain) -> None:
    till = chain.till("a")
    _sell(till, 2)
    first, second = till.journal()
    altered = WireEvent(1, first.hash, canonical(first).replace(b"1000", b"1001"))
    assert _rejected(chain, till, [altered, wire(second)]) == ["sync.rejected.hash"]


def test_a_missing_number_is_asked_for(chain: Chain) -> None:
    till = chain.till("a")
    _sell(till, 6)
    journal = till.journal()
    chain.answered(till, whole(till, journal[:2]))
    down, _ = chain.answered(till, whole(till, journal[4:], after=4))
    assert (down.confirmed, down.verdicts) == (2, ())
    gap = Up(till="a", after=2, before=journal[1].hash, last=6, events=(wire(journal[2]), wire(journal[4])))
    assert chain.answered(till, gap)[0].confirmed == 3


def test_a_headquarters_restored_from_an_old_copy_gets_everything_again(chain: Chain) -> None:
    one, two = chain.till("a"), chain.till("b")
    one.record("enrol", "e", "", {"day": "2026-03-02", "member": "m"}, profile=member_of("m", card="77"))
    chain.sync(one, two)
    chain.db.copy_to(chain.folder / "old.db")
    for till in (one, two):
        for n in range(5):
            till.record("sale", f"{till.till}{n}", "", sale_body(f"{till.till}{n}", "m", due_minor=100), stamp("m"))
    chain.sync(one, two, one)
    assert one.balances("m") == two.balances("m") == {"cuts": 10}
    events = chain.db.rows("SELECT till, seq, hash FROM events ORDER BY till, seq")

    chain.db.close()
    for name in ("hq.db", "hq.db-wal", "hq.db-shm"):
        (chain.folder / name).unlink(missing_ok=True)
    shutil.move(chain.folder / "old.db", chain.folder / "hq.db")
    chain.open()
    assert chain.last_seq(one) == 1
    chain.sync(one, two, one, two)
    assert chain.db.rows("SELECT till, seq, hash FROM events ORDER BY till, seq") == events
    assert one.balances("m") == two.balances("m") == {"cuts": 10}
    assert one.waiting() == two.waiting() == 0
    assert chain.seen().attention == []
    assert chain.found() == ()


def test_what_is_kept_can_neither_be_changed_nor_deleted(chain: Chain) -> None:
    till = chain.till("a")
    till.record("sale", "s", "", sale_body("s", "m", due_minor=1), stamp("m"))
    chain.sync(till)
    for statement in (
        "UPDATE events SET kind = 'x'",
        "DELETE FROM events",
        "INSERT OR REPLACE INTO events SELECT * FROM events",
        "UPDATE entries SET amount = 9",
        "DELETE FROM entries",
    ):
        with pytest.raises(Exception, match=r"stay|remain"):
            chain.db.execute(statement)


def test_verify_finds_what_does_not_hold(chain: Chain) -> None:
    till = chain.till("a")
    till.record("sale", "s", "", sale_body("s", "m", due_minor=1), stamp("m"))
    chain.sync(till)
    assert chain.found() == ()
    chain.db.execute("UPDATE balances SET amount = 7 WHERE holder = 'm'")
    chain.db.execute("UPDATE figures SET amount = 7 WHERE measure = 'sales'")
    chain.db.execute("DROP TRIGGER events_stay")
    chain.db.execute("UPDATE events SET event = CAST(replace(event, 'cuts', 'cats') AS BLOB)")
    rules = {finding.rule for finding in chain.found()}
    assert {"hq.found.balances", "hq.found.figures", "hq.found.hash", "hq.found.entries"} <= rules
