"""After each sync both sides compare; a difference is found, repaired by telling it again, and reported."""

from __future__ import annotations

import sqlite3

from tests.hq.chain import Chain
from tests.sync.small_till import SmallTill, member_of, sale_body, stamp


def _two_tills(chain: Chain) -> tuple[SmallTill, SmallTill]:
    one, two = chain.till("a"), chain.till("b")
    one.record("enrol", "e", "", {"day": "2026-03-02", "member": "m"}, profile=member_of("m", card="7"))
    for n in range(4):
        one.record("sale", f"s{n}", "", sale_body(f"s{n}", "m", due_minor=100), stamp("m"))
    chain.sync(one, two)
    assert two.balances("m") == {"cuts": 4}
    return one, two


def _spoil(chain: Chain, till: SmallTill, statement: str) -> None:
    with sqlite3.connect(chain.folder / f"{till.till}.db") as file:
        file.execute(statement)
    file.close()


def test_everything_that_changed_was_compared(chain: Chain) -> None:
    _two_tills(chain)
    assert chain.db.rows("SELECT * FROM unchecked") == []
    assert chain.seen().attention == []


def test_entries_that_a_till_lost_come_again(chain: Chain) -> None:
    one, two = _two_tills(chain)
    _spoil(chain, two, "DELETE FROM entries WHERE till = 'a' AND seq = 3")
    one.record("sale", "s9", "", sale_body("s9", "m", due_minor=100), stamp("m"))
    engine = chain.engine(two)
    chain.sync(one)
    reported = []
    for _ in range(20):
        engine.hurry(0)
        engine.step(0, chain.headquarters.answer)
        reported += [problem.key for problem in [engine.status().problem] if problem]
    assert two.balances("m") == {"cuts": 5}
    assert reported == ["sync.differs"]
    assert chain.seen().attention == []  # it was on the list, and was settled
    assert chain.db.value("SELECT count(*) FROM attention WHERE key = 'hq.attention.differs'") == 1


def test_a_difference_that_cannot_be_repaired_stays_on_the_owners_list_and_the_till_stops_asking(chain: Chain) -> None:
    one, two = _two_tills(chain)
    _spoil(chain, two, "INSERT INTO entries VALUES ('b', 99, 0, 'm', 'cuts', 50)")  # made up
    one.record("sale", "s9", "", sale_body("s9", "m", due_minor=100), stamp("m"))
    chain.sync(one)
    engine = chain.engine(two)
    asked = 0

    def counted(request: object) -> object:
        nonlocal asked
        asked += 1
        return chain.headquarters.answer(request)  # type: ignore[arg-type]

    now = 0.0
    for _ in range(30):
        now = engine.step(now, counted)  # type: ignore[arg-type]
    (item,) = chain.seen().attention
    assert (item.key, item.till, item.about) == ("hq.attention.differs", "b", {"holder": "m"})
    assert now > 30 * 10  # it went back to asking every half minute
    assert two.balances("m") == {"cuts": 55}
