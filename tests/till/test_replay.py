"""A draft over the shop's own past sales: the two sides tell what a person would find by selling it all again."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from posapp.loyalty.errors import BadDefinition, NotFound, Refused
from posapp.till import coupons, members, periods, programs, replay, returns, sale
from posapp.till.context import Till
from posapp.till.replay import over_past
from posapp.till.replay_side import in_force
from posapp.till.views import SaleRecorded
from tests.till.salon import MANAGER, MONDAY, Clock

FIVE = {"id": "five", "kind": "fixed_discount", "rate": 5, "stacks": "always", "audience": {"who": "everyone"}}


def enrol(till: Till, name: str, phone: str) -> str:
    return members.enrol(till, name=name, phone=phone, card="").row.id


def sell(till: Till, member: str | None = None, *, cuts: int = 1) -> SaleRecorded:
    """A sale of cuts, taken. A customer with something to redeem does."""
    now = sale.begin(till)
    if member is not None:
        now = sale.choose_member(till, now.draft, member)
    now = sale.add_product(till, now.draft, "CUT", quantity=cuts)
    for offer in now.quote.offers:
        now = sale.redeem(till, now.draft, offer.redemption)
    return sale.take_payment(till, now.draft)


def test_without_a_draft_both_sides_are_what_was_really_given(till: Till, clock: Clock) -> None:
    kim, lee = enrol(till, "김민수", "010-2345-4821"), enrol(till, "이영희", "010-2345-4822")
    sales = []
    for _ in range(14):
        sales += [sell(till, kim), sell(till, lee, cuts=3), sell(till)]
        clock.go_on(days=1)
    given: Counter[str] = Counter()
    for each in sales:
        given.update({benefit.program: benefit.off_minor for benefit in each.quote.benefits})
    replayed = over_past(till, [], since=MONDAY.date())
    assert given["cuts"] == 4 * 18000
    assert replayed.sales == 42
    assert replayed.before == replayed.after
    assert {each.program: each.off_minor for each in replayed.before.given if each.off_minor} == dict(given)
    assert replayed.before.list_minor == 14 * 5 * 18000
    assert replayed.before.cost_minor == sum(each.quote.discount_minor for each in sales)
    owed = {each.program: each.owed for each in replayed.before.given}
    assert owed["cuts"] == members.balances_of(till, kim)["cuts"] + members.balances_of(till, lee)["cuts"]
    assert (replayed.gaining, replayed.losing, replayed.same) == (0, 0, 2)


def test_a_draft_tells_what_it_costs_and_who_gains(till: Till, clock: Clock) -> None:
    kim = enrol(till, "김민수", "010-2345-4821")
    lee = enrol(till, "이영희", "010-2345-4822")
    sell(till, kim, cuts=2)
    clock.go_on(days=1)
    sell(till, lee)
    sell(till)
    replayed = over_past(till, [FIVE])
    assert replayed.after.cost_minor - replayed.before.cost_minor == 4 * 900
    assert [(each.name, each.change_minor) for each in replayed.gains] == [("김민수", 1800), ("이영희", 900)]
    assert (replayed.losses, replayed.losing) == ((), 0)
    five = next(each for each in replayed.after.given if each.program == "five")
    assert (five.off_minor, five.sales) == (3600, 3)
    assert all(each.program != "five" for each in replayed.before.given)
    assert all(row.id != "five" for row in programs.rows(till))


def test_who_loses_when_a_program_goes(till: Till) -> None:
    till.person = MANAGER
    programs.load(till, [FIVE])
    kim = enrol(till, "김민수", "010-2345-4821")
    sell(till, kim)
    replayed = over_past(till, [], without=["five"])
    assert [(each.name, each.before_minor, each.after_minor) for each in replayed.losses] == [("김민수", 900, 0)]
    with pytest.raises(NotFound):
        over_past(till, [], without=["nothing"])


def test_programs_that_stand_in_each_others_way_are_named(till: Till) -> None:
    everyone = {"who": "everyone"}
    till.person = MANAGER
    programs.load(till, [{"id": "ten", "kind": "fixed_discount", "rate": 10, "audience": everyone}])
    sell(till)
    sell(till)
    better = {"id": "fifteen", "kind": "fixed_discount", "rate": 15, "audience": everyone}
    (clash,) = over_past(till, [better]).clashes
    assert (clash.winner.default, clash.loser.default, clash.sales) == ("fifteen", "ten", 2)


def test_what_came_back_is_not_sold_again_and_the_days_bound_what_is(till: Till, clock: Clock) -> None:
    sell(till, cuts=3)
    clock.go_on(days=1)
    three = sell(till, cuts=3).sale
    returns.take_back(till, sale=three, lines={0: 1})
    gone = sell(till).sale
    returns.void(till, sale=gone)
    clock.go_on(days=1)
    sell(till, cuts=5)
    second = date(MONDAY.year, MONDAY.month, MONDAY.day + 1)
    told: list[int] = []
    replayed = over_past(till, [FIVE], since=second, until=second, progress=lambda _, of: told.append(of))
    assert (replayed.sales, replayed.before.list_minor) == (1, 2 * 18000)
    assert max(told) == 2, "sales of the days alone are said to be on the way"


def test_members_begin_with_what_they_held_on_the_first_day(till: Till, clock: Clock) -> None:
    kim = enrol(till, "김민수", "010-2345-4821")
    sell(till, kim, cuts=9)
    clock.go_on(days=1)
    first = till.now().date()
    sell(till, kim)
    sell(till, kim)
    cuts = next(each for each in over_past(till, [], since=first).before.given if each.program == "cuts")
    assert (cuts.off_minor, cuts.earned, cuts.owed) == (18000, 1, 0)


def test_a_draft_with_a_fault_or_days_without_sales_are_refused(till: Till) -> None:
    with pytest.raises(Refused):
        over_past(till, [FIVE])
    sell(till)
    with pytest.raises(BadDefinition) as bad:
        over_past(till, [{**FIVE, "rate": 500, "colour": "red"}])
    assert [fault.place for fault in bad.value.faults] == ["programs[0].colour", "programs[0].rate"]
    with pytest.raises(Refused):
        over_past(till, [FIVE], since=date(2030, 1, 2), until=date(2030, 1, 1))


def test_a_replay_can_be_stopped_and_tells_how_far_it_is(till: Till) -> None:
    for _ in range(3):
        sell(till)
    told: list[tuple[int, int]] = []
    over_past(till, [FIVE], progress=lambda done, of: told.append((done, of)))
    assert told[-1] == (3, 3)

    def stop(_done: int, _of: int) -> None:
        raise InterruptedError

    before = till.database.rows("SELECT * FROM programs")
    with pytest.raises(InterruptedError):
        over_past(till, [FIVE], progress=stop)
    assert till.database.rows("SELECT * FROM programs") == before


POINTS = {"id": "points", "kind": "points", "earn": {"points": 1, "per": 100}, "redeem": {"value": 2}}


def test_who_is_left_with_more_gains_too(till: Till) -> None:
    """Points that nobody has used yet are owed, and are hers."""
    kim = enrol(till, "김민수", "010-2345-4821")
    sell(till, kim)
    replayed = over_past(till, [POINTS])
    points = next(each for each in replayed.after.given if each.program == "points")
    assert (points.earned, points.owed, points.owed_minor, points.sales, points.members) == (180, 180, 360, 1, 1)
    (gain,) = replayed.gains
    assert (gain.after_minor, gain.held_after_minor - gain.held_before_minor, gain.change_minor) == (0, 360, 360)
    assert replayed.after.owed_minor - replayed.before.owed_minor == 360


def test_coupons_are_issued_and_used_at_the_next_visit(till: Till, clock: Clock) -> None:
    kim = enrol(till, "김민수", "010-2345-4821")
    for _ in range(3):
        sell(till, kim)
        clock.go_on(days=1)
    coupon = {"id": "next", "kind": "coupon", "amount": 1000, "issue": {"after_sale": {"min_amount": 10000}}}
    given = next(each for each in over_past(till, [coupon]).after.given if each.program == "next")
    assert (given.earned, given.off_minor, given.owed, given.owed_minor) == (3, 2000, 1, 1000)


def test_what_comes_with_joining_comes_in_the_replay_too(till: Till) -> None:
    enrolled = enrol(till, "김민수", "010-2345-4821")
    sell(till, enrolled)
    cuts = {"id": "cuts", "kind": "stamp_card", "size": 10, "welcome": 4, "earn": {"per": "item"},
            "rewards": [{"at": 10, "amount": 5000}]}  # fmt: skip
    given = next(each for each in over_past(till, [cuts]).after.given if each.program == "cuts")
    assert (given.owed, given.owed_minor) == (5, 2500)


def test_sales_of_a_product_that_the_draft_would_not_sell_so_are_no_obstacle(till: Till) -> None:
    """A pass is sold to members only; the walk-in's line is left out on the draft's side."""
    sell(till)
    sell(till, enrol(till, "김민수", "010-2345-4821"))
    ten = {"id": "ten", "kind": "prepaid_pass", "sell": [{"product": "CUT", "uses": 2}],
           "scope": {"products": ["PERM"]}}  # fmt: skip
    replayed = over_past(till, [ten])
    assert replayed.sales == 2
    assert replayed.after.list_minor == replayed.before.list_minor == 36000


def test_a_draft_is_taken_as_if_it_had_been_on_in_those_days() -> None:
    days = {"since": date(2025, 11, 1), "until": date(2026, 10, 31)}

    def active(**written: object) -> object:
        return in_force({"id": "x", "active": written}, **days).get("active")

    assert active(**{"from": "2026-12-01"}) is None
    assert active(until="2027-01-01") is None
    assert active(**{"from": "2026-12-01", "until": "2027-01-31"}) == {"from": "2025-12-01", "until": "2026-01-31"}
    assert active(**{"from": "2026-06-01", "until": "2026-06-30"}) == {"from": "2026-06-01", "until": "2026-06-30"}
    assert active(**{"from": "2028-02-29", "until": "2028-02-29"}) == {"from": "2026-02-28", "until": "2026-02-28"}
    assert active(weekdays=["tue"], **{"from": "2026-12-01"}) == {"weekdays": ["tue"]}


def test_two_processes_come_to_the_same_as_one(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    kim = enrol(till, "김민수", "010-2345-4821")
    for _ in range(12):
        sell(till, kim)
    draft = [POINTS, {"id": "ten", "kind": "fixed_discount", "rate": 10, "audience": {"who": "everyone"}}]
    told: list[tuple[int, int]] = []
    one = over_past(till, draft)
    monkeypatch.setattr(replay, "FEW", 0)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    two = over_past(till, draft, progress=lambda done, of: told.append((done, of)))
    assert one == two
    assert told[-1] == (12, 12)

    def stop(_done: int, _of: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        over_past(till, draft, progress=stop)


def test_corrections_by_hand_are_made_on_both_sides(till: Till, clock: Clock) -> None:
    kim, lee = enrol(till, "김민수", "010-2345-4821"), enrol(till, "이영희", "010-2345-4822")
    sell(till, kim)
    clock.go_on(days=1)
    till.approval = MANAGER
    members.adjust(till, kim, program="cuts", amount=9, reason="old paper card")
    clock.go_on(days=1)
    assert sell(till, kim).quote.discount_minor == 18000  # the tenth stamp was written by hand
    till.approval = MANAGER
    members.adjust(till, lee, program="cuts", amount=2, reason="forgotten")
    sell(till, lee)
    replayed = over_past(till, [])
    assert replayed.before == replayed.after
    cuts = next(each for each in replayed.before.given if each.program == "cuts")
    assert (cuts.off_minor, cuts.owed) == (18000, 3)
    gone = over_past(till, [], without=["cuts"])
    assert [each.name for each in gone.losses] == ["김민수", "이영희"]
    before = over_past(till, [], since=clock.moment.date())  # what was corrected earlier is there when it begins
    assert before.before.cost_minor == 18000


def test_coupons_that_were_made_by_hand_are_used(till: Till, clock: Clock) -> None:
    till.person = MANAGER
    programs.load(till, [{"id": "thanks", "kind": "coupon", "amount": 4000, "issue": "by_hand"}])
    kim = enrol(till, "김민수", "010-2345-4821")
    coupons.issue(till, "thanks", count=1, member=kim)
    coupons.issue(till, "thanks", count=5)  # for whoever brings them: nobody is known to have one
    sell(till, kim)
    sell(till)
    replayed = over_past(till, [])
    thanks = next(each for each in replayed.before.given if each.program == "thanks")
    assert (thanks.off_minor, thanks.sales) == (4000, 1)


def test_shares_of_a_period_that_was_closed_are_posted_as_they_were(till: Till, clock: Clock) -> None:
    till.person = MANAGER
    points = {"id": "pts", "kind": "points", "earn": {"points": 1, "per": 1000000}, "redeem": {"value": 10}}
    programs.load(till, [points, {"id": "share", "kind": "profit_share", "rate": 10, "period": "month", "into": "pts"}])
    kim = enrol(till, "김민수", "010-2345-4821")
    sell(till, kim)
    clock.go_on(days=31)
    assert periods.close(till, "share").shared == 180
    clock.go_on(days=1)
    sell(till, kim)
    replayed = over_past(till, [])
    given = next(each for each in replayed.before.given if each.program == "pts")
    assert (given.paid_minor, given.owed) == (1800, 0)
    assert replayed.before == replayed.after
