"""The day's totals are what happened; closing writes off what expired, tells the journal, and is done once."""

from __future__ import annotations

import json

from posapp.loyalty.words import Reason
from posapp.store.verify import verify
from posapp.till import day, members, programs, returns, sale
from posapp.till.context import Till
from tests.till.salon import MANAGER, Clock


def sell(till: Till, product: str, quantity: int = 1, member: str | None = None) -> str:
    now = sale.begin(till)
    if member is not None:
        now = sale.choose_member(till, now.draft, member)
    now = sale.add_product(till, now.draft, product, quantity=quantity)
    return sale.take_payment(till, now.draft).sale


def test_totals_add_up_what_was_sold_saved_returned_and_undone(till: Till) -> None:
    kim = members.enrol(till, name="김민수").row.id
    sell(till, "CUT", 2, kim)
    perms = sell(till, "PERM", 2)
    returns.take_back(till, sale=perms, lines={0: 1})
    returns.void(till, sale=sell(till, "WAX"))
    totals = day.totals(till)
    assert (totals.sales, totals.returns, totals.voids, totals.enrolled, totals.members_seen) == (3, 1, 1, 1, 1)
    assert totals.list_minor == 36_000 + 250_000 + 15_000
    assert totals.lines == 3
    assert totals.discount_minor == 12_500
    assert totals.due_minor == totals.list_minor - totals.discount_minor
    assert totals.refund_minor == 118_750 + 15_000
    more, cuts = totals.programs
    assert (more.name.in_language("en"), more.off_minor, more.off_back_minor) == ("The more, the less", 12_500, 6_250)
    assert (cuts.name.in_language("en"), cuts.earned, cuts.earned_back) == ("Ten cuts, one free", 2, 0)


def test_what_came_back_stands_by_program_too_on_the_day_it_came_back(till: Till, clock: Clock) -> None:
    kim = members.enrol(till, name="김민수").row.id
    cuts = sell(till, "CUT", 3, kim)
    returns.void(till, sale=sell(till, "PERM", 2))
    more, stamps = day.totals(till).programs
    assert (more.off_minor, more.off_back_minor, stamps.earned, stamps.earned_back) == (12_500, 12_500, 3, 0)
    assert [what.key for what, _ in more.told()] == ["day.off", "day.off_back"]
    clock.go_on(days=1)
    returns.take_back(till, sale=cuts, lines={0: 2})
    (stamps,) = day.totals(till).programs
    assert (stamps.earned, stamps.earned_back) == (0, 2)
    assert stamps.told() == ((Reason.of("day.earned_back"), Reason.of("day.stamps", count=-2)),)
    returns.take_back(till, sale=cuts, lines={0: 1})
    assert day.totals(till).programs[0].earned_back == 3


def test_a_day_is_closed_once_and_opened_again_by_a_sale(till: Till, clock: Clock) -> None:
    sell(till, "WAX")
    closed = day.close(till)
    assert closed.closed is not None
    assert day.close(till) == closed
    assert till.database.value("SELECT count(*) FROM events WHERE kind = 'close_day'") == 1
    body = json.loads(till.database.value("SELECT body FROM events WHERE kind = 'close_day'"))
    assert body["totals"] == {
        "sales": 1,
        "returns": 0,
        "voids": 0,
        "list_minor": 15_000,
        "discount_minor": 0,
        "due_minor": 15_000,
        "refund_minor": 0,
        "enrolled": 0,
        "lines": 1,
    }
    clock.go_on(minutes=1)
    sell(till, "WAX")
    assert day.totals(till).closed is None
    assert day.close(till).sales == 2
    clock.go_on(days=1)
    assert day.totals(till).sales == 0
    assert day.totals(till, clock.moment.date().replace(day=2)).sales == 2


def test_the_day_is_the_shops_not_the_computers(till: Till, clock: Clock) -> None:
    clock.moment = clock.moment.replace(hour=23, minute=59)
    sell(till, "WAX")
    clock.go_on(minutes=2)
    sell(till, "CUT")
    assert day.totals(till).list_minor == 18_000


def test_what_has_expired_is_written_off_at_the_closing(till: Till, clock: Clock) -> None:
    till.approval = MANAGER
    programs.save(till, {**programs.document(till, "cuts"), "expires": {"days": 30}})
    kim = members.enrol(till, name="김민수").row.id
    sell(till, "CUT", 3, kim)
    clock.go_on(days=20)
    sell(till, "CUT", 1, kim)
    clock.go_on(days=11)
    assert members.balances_of(till, kim) == {"cuts": 1}
    day.close(till)
    assert members.balances_of(till, kim) == {"cuts": 1}
    assert till.database.rows("SELECT cause, amount FROM entries WHERE cause = 'expire'") == [("expire", -3)]
    assert not verify(till.database).findings
