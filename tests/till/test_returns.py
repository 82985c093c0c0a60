"""Returns and voids: what the clerk sees beforehand is what happens, once, and the member is where she was."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from posapp.loyalty.basket import Redemption
from posapp.loyalty.errors import NotFound, Refused
from posapp.store.verify import verify
from posapp.till import day, members, returns, sale
from posapp.till.context import Till
from tests.till.salon import Clock


def sold(till: Till, *items: tuple[str, int], member: str | None = None, redeem: bool = False) -> str:
    """A sale of these items; its id."""
    now = sale.begin(till)
    if member is not None:
        now = sale.choose_member(till, now.draft, member)
    for product, quantity in items:
        now = sale.add_product(till, now.draft, product, quantity=quantity)
    if redeem:
        now = sale.redeem(till, now.draft, Redemption(program="cuts"))
    return sale.take_payment(till, now.draft).sale


@pytest.fixture
def kim(till: Till) -> str:
    return members.enrol(till, name="김민수", card="").row.id


def holdings(till: Till, member: str) -> tuple[dict[str, int], dict[str, str], int]:
    row = members.card_of(till, member).row
    return members.balances_of(till, member), members.tiers_of(till, member), row.visits


def test_a_return_gives_back_money_and_takes_back_stamps(till: Till, kim: str) -> None:
    id_ = sold(till, ("CUT", 3), member=kim)
    seen = returns.preview_return(till, sale=id_, lines={0: 1})
    assert (seen.refund_minor, holdings(till, kim)[0]) == (18000, {"cuts": 3})
    done = returns.take_back(till, sale=id_, lines={0: 1})
    assert (done.refund_minor, done.changes, done.again) == (seen.refund_minor, seen.changes, False)
    assert holdings(till, kim)[0] == {"cuts": 2}
    view = returns.find_sale(till, id_)
    assert [(line.quantity, line.kept) for line in view.lines] == [(3, 2)]
    assert not verify(till.database).findings


def test_all_returns_together_give_back_what_was_paid_and_leave_her_where_she_was(till: Till, kim: str) -> None:
    before = holdings(till, kim)
    id_ = sold(till, ("CUT", 3), ("PERM", 1), ("SHAMPOO", 7), member=kim)
    due = returns.find_sale(till, id_).due_minor
    back = sum(
        returns.take_back(till, sale=id_, lines=lines).refund_minor
        for lines in ({2: 3}, {0: 2, 2: 1}, {1: 1}, {0: 1, 2: 3})
    )
    assert back == due
    assert holdings(till, kim) == before
    assert not verify(till.database).findings


def test_a_reward_comes_back_with_its_line(till: Till, kim: str) -> None:
    sold(till, ("CUT", 10), member=kim)
    free = sold(till, ("CUT", 1), member=kim, redeem=True)
    assert holdings(till, kim)[0] == {"cuts": 0}
    assert returns.take_back(till, sale=free, lines={0: 1}).refund_minor == 0
    assert holdings(till, kim)[0] == {"cuts": 10}


def test_the_same_return_again_gives_back_nothing_more(till: Till, kim: str) -> None:
    id_ = sold(till, ("CUT", 3), member=kim)
    first = returns.take_back(till, sale=id_, lines={0: 1}, event="return-1")
    again = returns.take_back(till, sale=id_, lines={0: 1}, event="return-1")
    assert again == replace(first, again=True)
    assert returns.find_sale(till, id_).lines[0].kept == 2
    with pytest.raises(Refused, match=r"^till\.id_taken$"):
        returns.void(till, sale=id_, event="return-1")


@pytest.mark.parametrize("lines", [{}, {0: 0}, {0: 4}, {5: 1}, {0: -1}])
def test_a_return_of_what_is_not_there_is_refused(till: Till, kim: str, lines: dict[int, int]) -> None:
    id_ = sold(till, ("CUT", 3), member=kim)
    for ask in (returns.preview_return, returns.take_back):
        with pytest.raises(Refused):
            ask(till, sale=id_, lines=lines)
    assert returns.find_sale(till, id_).lines[0].kept == 3


def test_a_void_undoes_the_whole_sale_and_is_done_once(till: Till, kim: str) -> None:
    before = holdings(till, kim)
    id_ = sold(till, ("CUT", 2), ("PERM", 1), member=kim)
    seen = returns.preview_void(till, sale=id_)
    done = returns.void(till, sale=id_, event="void-0001")
    assert done.refund_minor == seen.refund_minor == returns.find_sale(till, id_).due_minor
    assert holdings(till, kim) == before
    assert returns.void(till, sale=id_, event="void-0001").again
    with pytest.raises(Refused, match=r"^till\.void_again$"):
        returns.void(till, sale=id_)
    totals = day.totals(till)
    assert (totals.sales, totals.voids, totals.refund_minor) == (1, 1, done.refund_minor)
    assert not verify(till.database).findings


def test_undo_is_offered_for_the_last_sale_of_today_until_it_is_undone(till: Till, clock: Clock) -> None:
    assert sale.last_sale(till) is None
    id_ = sold(till, ("WAX", 1))
    last = sale.last_sale(till)
    assert last is not None
    assert (last.sale, last.not_voidable) == (id_, None)
    returns.void(till, sale=id_)
    assert sale.last_sale(till) is None
    sold(till, ("WAX", 1))
    clock.go_on(days=1)
    assert sale.last_sale(till) is None


@pytest.mark.parametrize(
    ("meanwhile", "key"),
    [
        (lambda till, kim, id_, clock: clock.go_on(days=1), "till.void_day"),
        (lambda till, kim, id_, clock: sold(till, ("CUT", 1), member=kim), "till.void_later"),
        (lambda till, kim, id_, clock: returns.take_back(till, sale=id_, lines={0: 1}), "till.void_returned"),
    ],
)
def test_a_void_that_cannot_be_says_why_and_changes_nothing(
    till: Till, clock: Clock, kim: str, meanwhile: Callable[[Till, str, str, Clock], object], key: str
) -> None:
    id_ = sold(till, ("CUT", 2), member=kim)
    meanwhile(till, kim, id_, clock)
    reason = returns.find_sale(till, id_).not_voidable
    assert reason is not None
    assert reason.key == key
    events = till.database.rows("SELECT * FROM events")
    for ask in (returns.preview_void, returns.void):
        with pytest.raises(Refused, match=re.escape(key)):
            ask(till, sale=id_)
    assert till.database.rows("SELECT * FROM events") == events


def test_a_sale_is_found_by_its_receipt_and_listed_newest_first(till: Till, kim: str) -> None:
    first, second = sold(till, ("WAX", 1)), sold(till, ("CUT", 1), member=kim)
    assert [view.sale for view in returns.recent_sales(till)] == [second, first]
    assert [view.sale for view in returns.recent_sales(till, member=kim)] == [second]
    receipt = returns.find_sale(till, first).receipt
    assert returns.find_sale(till, f" {receipt} ").sale == first
    with pytest.raises(NotFound):
        returns.find_sale(till, "0000")


def test_a_return_needs_no_program_that_was_there_when_it_was_sold(till: Till, kim: str) -> None:
    from posapp.till import programs
    from tests.till.salon import MANAGER

    id_ = sold(till, ("CUT", 2), member=kim)
    till.approval = MANAGER
    programs.switch(till, "cuts", on=False)
    assert returns.take_back(till, sale=id_, lines={0: 2}).refund_minor == 36000
    till.approval = MANAGER
    programs.switch(till, "cuts", on=True)
    assert holdings(till, kim)[0] == {"cuts": 0}


def test_no_personal_data_stands_in_the_journal(till: Till) -> None:
    kim = members.enrol(till, name="김민수", phone="010-2345-4821", card="").row.id
    id_ = sold(till, ("CUT", 2), member=kim)
    returns.take_back(till, sale=id_, lines={0: 1})
    members.change(till, kim, phone="010-7777-8888")
    day.close(till)
    written = "".join(body for (body,) in till.database.rows("SELECT body FROM events"))
    written += "".join(detail for (detail,) in till.database.rows("SELECT detail FROM activity"))
    assert not any(word in written for word in ("김민수", "01023454821", "01077778888", "4821"))
