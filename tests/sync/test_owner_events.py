"""What an owner does once reaches headquarters once: a promise, a draw, a period, an answer."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest

from posapp.hq import catalogue
from posapp.i18n import t
from posapp.loyalty.draw_check import check, read_published
from posapp.loyalty.errors import Refused
from posapp.till import draws, first_day, members, periods, prizes, surveys
from posapp.till.context import Till, open_till
from posapp.till.outbox import Outbox
from tests.hq.chain import Chain
from tests.till.games import BIKE, POINTS, enrol, key_of, load, sell
from tests.till.salon import MANAGER, MONDAY, Clock

SHOP = {"currency": "KRW", "timezone": "Asia/Seoul", "name": "하늘헤어", "language": "ko"}
SHARE = {"id": "share", "kind": "profit_share", "rate": 10, "period": "month", "into": "pts"}
ASK = {"id": "ask", "kind": "survey", "scale": "stars", "question": "How was it?"}


def a_till(folder: Path, name: str, clock: Clock) -> Till:
    path = folder / f"{name}.posapp"
    first_day.found(
        path,
        shop=SHOP,
        programs_written=[],
        products_written=[{"id": "WAX", "price": 15000}],
        people_there=[],
        moment=clock.moment,
        key=bytes(32),
        till=name,
        shop_code="4821",
    )
    numbers = itertools.count(1)
    till = open_till(path, clock=clock, new_id=lambda: f"{name}-{next(numbers):06d}", key=bytes(32))
    till.person = MANAGER
    load(till, POINTS, BIKE, SHARE, ASK)
    return till


def held(chain: Chain, account: str) -> int:
    return int(chain.db.value("SELECT coalesce(sum(amount), 0) FROM entries WHERE account = ?", (account,)))


def test_each_reaches_headquarters_and_the_other_till_does_none_of_it_again(tmp_path: Path) -> None:
    chain, clock = Chain(tmp_path), Clock(MONDAY)
    one, other = a_till(tmp_path, "T1", clock), a_till(tmp_path, "T2", clock)
    both = (Outbox(one), Outbox(other))
    for till in (one, other):
        chain.admit(Outbox(till))
    kim = enrol(one, "Kim")
    sale = sell(one, kim, quantity=2)
    surveys.answer_survey(one, sale=sale.sale, program="ask", answer="1", word="Kim was cold")
    chain.sync(*both)
    clock.go_on(days=30)
    draws.hold(one, "bike")
    periods.close(one, "share")
    for _ in range(2):
        chain.sync(*both)
    with pytest.raises(Refused) as again:
        periods.close(other, "share")
    assert key_of(again.value) == "period.closed_before"
    with pytest.raises(Refused) as drawn:
        draws.hold(other, "bike")
    assert key_of(drawn.value) == "draw.held_before"
    assert held(chain, "pts") == 300  # ten percent of 30,000, at ten won a point
    assert held(chain, "bike#held") == 1
    assert members.balances_of(other, kim)["pts"] == 300
    assert chain.seen().rejected == []
    assert "cold" not in str(chain.db.rows("SELECT * FROM events"))
    assert chain.found() == ()
    for till in (one, other):
        till.close()


def test_tills_that_share_their_prizes_publish_lists_that_are_right(tmp_path: Path) -> None:
    chain, clock = Chain(tmp_path), Clock(MONDAY)
    one, other = a_till(tmp_path, "T1", clock), a_till(tmp_path, "T2", clock)
    both = (Outbox(one), Outbox(other))
    prizes = [{"gift": "Mug", "count": 2}, {"gift": "Pen", "count": 3}]
    for till in (one, other):
        chain.admit(Outbox(till))
        load(till, {"id": "game", "kind": "prize_draw", "chance": 100, "prizes": prizes})
    kim, lee = enrol(one, "Kim"), enrol(other, "Lee")
    for till, member in ((one, kim), (other, lee), (one, kim), (other, lee), (one, kim)):
        sell(till, member)
        for _ in range(2):
            chain.sync(*both)
    assert sell(other, lee).quote.perks == ()  # all five are won, two of them here
    for till, won in ((one, 3), (other, 2)):
        draw, faults = draws.verify(till, "game")
        assert (faults, len(draw.results)) == ((), won)
        assert list(check(read_published(json.loads(json.dumps(draw.document()))))) == []
        (row,) = (row for row in draws.rows(till) if row.program == "game")
        assert [left for _, _, left in row.prizes] == [0, 0]
        till.close()


def told(chain: Chain) -> list[tuple[str, str, dict[str, object]]]:
    found = ((each.key.removeprefix("hq.attention."), each.till, each.about) for each in chain.seen().attention)
    return sorted(found, key=str)


def test_a_prize_that_was_handed_over_is_known_at_the_other_till_and_waits_there_no_more(tmp_path: Path) -> None:
    chain, clock = Chain(tmp_path), Clock(MONDAY)
    one, other = a_till(tmp_path, "T1", clock), a_till(tmp_path, "T2", clock)
    both = (Outbox(one), Outbox(other))
    for box in both:
        chain.admit(box)
    kim = enrol(one, "Kim")
    sell(one, kim)
    clock.go_on(days=30)
    draws.hold(one, "bike")
    for _ in range(2):
        chain.sync(*both)
    (there,) = (row for row in draws.rows(other) if row.program == "bike")
    assert (there.waiting, there.may_hold, there.members) == (1, False, 0)
    assert [each.member for each in draws.held(other, "bike").winners] == ["Kim"]
    prizes.hand_over(other, "bike", kim)
    for _ in range(2):
        chain.sync(*both)
    with pytest.raises(Refused) as again:
        prizes.hand_over(one, "bike", kim)
    assert key_of(again.value) == "draw.handed_elsewhere"
    (won,) = draws.held(one, "bike").winners
    assert (won.handed is not None, won.by) == (True, "")
    assert told(chain) == []
    assert chain.found() == ()
    for till in (one, other):
        till.close()


def test_what_two_tills_that_were_apart_did_both_is_told_to_the_owner(tmp_path: Path) -> None:
    chain, clock = Chain(tmp_path), Clock(MONDAY)
    one, other = a_till(tmp_path, "T1", clock), a_till(tmp_path, "T2", clock)
    both = (Outbox(one), Outbox(other))
    mugs = {"id": "game", "kind": "prize_draw", "chance": 100, "prizes": [{"gift": "Mug", "count": 1}]}
    first = {"id": "first", "kind": "fixed_discount", "rate": 10, "limits": {"total": 1}}
    with chain.desk() as desk:
        catalogue.load_programs(desk, json.dumps([mugs, first]))
    for till, box in zip((one, other), both, strict=True):
        chain.admit(box)
        load(till, mugs, first)
    kim = enrol(one, "Kim")
    chain.sync(*both)
    for till in (one, other):
        sell(till, kim)  # the last mug, and the only use of a discount, at either till
    clock.go_on(days=30)
    for till in (one, other):
        draws.hold(till, "bike")
        periods.close(till, "share")
        prizes.hand_over(till, "bike", kim)
    for _ in range(3):
        chain.sync(*both)
    assert told(chain) == [
        ("closed_twice", "T2", {"program": "share", "period": "2026-03"}),
        ("drawn_twice", "T2", {"program": "bike"}),
        ("handed_twice", "T2", {"program": "bike", "prize": "0", "holder": kim}),
        ("too_much", "T2", {"program": "first", "most": 1}),
        ("too_much", "T2", {"program": "game", "most": 1}),
    ]
    assert chain.seen().rejected == []
    assert chain.found() == ()
    for language in ("en", "ko"):
        for each in chain.seen().attention:
            assert "{" not in t(each.key, language, till="T2", **each.about)
    for till in (one, other):
        till.close()
