"""A full disk, a lost commit, a second till on the same file, two for one reward: nothing lost, nothing twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as driver

from posapp.loyalty.basket import Redemption
from posapp.loyalty.errors import Refused, StoreUnavailable
from posapp.store.verify import verify
from posapp.till import members, returns, sale
from posapp.till.context import Till
from posapp.till.views import Draft

DISK_FAULT = 10
"""SQLITE_IOERR."""


def cut(till: Till, member: str | None = None) -> Draft:
    now = sale.begin(till)
    if member is not None:
        now = sale.choose_member(till, now.draft, member)
    return sale.add_product(till, now.draft, "CUT").draft


def sell_on(till: Till, member: str) -> None:
    for _ in range(200):
        sale.take_payment(till, cut(till, member))


def sales(till: Till) -> int:
    return int(till.database.value("SELECT count(*) FROM sales"))


def test_a_full_disk_refuses_the_sale_keeps_the_basket_and_sells_once_there_is_room(till: Till) -> None:
    kim = members.enrol(till, name="김민수").row.id
    draft = cut(till, kim)
    pages = till.database.value("PRAGMA page_count")
    till.database.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreUnavailable) as full:
        sell_on(till, kim)
    assert full.value.reason.key == "store.disk_full"
    before = sales(till)
    till.database.execute("PRAGMA max_page_count = 1000000")
    found = sale.reopen(till)
    assert found is not None
    assert found.draft.basket == draft.basket
    assert not sale.take_payment(till, found.draft).again
    assert sales(till) == before + 1
    assert not verify(till.database).findings


class Unlucky:
    """A connection whose next commit fails: before it reached the disk, or after."""

    def __init__(self, connection: Any, *, after: bool) -> None:
        self._connection = connection
        self._after = after
        self._armed = True

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def execute(self, sql: str, *values: Any) -> Any:
        if sql != "COMMIT" or not self._armed:
            return self._connection.execute(sql, *values)
        self._armed = False
        self._connection.execute("COMMIT" if self._after else "ROLLBACK")
        error = driver.OperationalError("disk I/O error")
        error.sqlite_errorcode = DISK_FAULT
        raise error


def test_a_commit_that_failed_but_reached_the_disk_is_a_sale_and_only_one(till: Till) -> None:
    kim = members.enrol(till, name="김민수").row.id
    draft = cut(till, kim)
    till.database.connection = Unlucky(till.database.connection, after=True)
    paid = sale.take_payment(till, draft)
    assert (paid.sale, paid.balances) == (draft.sale, {"cuts": 1})
    assert sale.take_payment(till, draft).again
    assert sales(till) == 1


def test_a_commit_that_never_reached_the_disk_is_no_sale_and_can_be_tried_again(till: Till) -> None:
    draft = cut(till)
    till.database.connection = Unlucky(till.database.connection, after=False)
    with pytest.raises(StoreUnavailable):
        sale.take_payment(till, draft)
    assert sales(till) == 0
    assert not sale.take_payment(till, draft).again
    assert sales(till) == 1


@pytest.mark.parametrize("after", [True, False])
def test_a_return_whose_commit_failed_happens_once(till: Till, after: bool) -> None:
    sold = sale.take_payment(till, cut(till)).sale
    till.database.connection = Unlucky(till.database.connection, after=after)
    if after:
        assert returns.take_back(till, sale=sold, lines={0: 1}, event="return-1").refund_minor == 18000
    else:
        with pytest.raises(StoreUnavailable):
            returns.take_back(till, sale=sold, lines={0: 1}, event="return-1")
    assert returns.take_back(till, sale=sold, lines={0: 1}, event="return-1").again == after
    assert till.database.value("SELECT count(*) FROM events WHERE kind = 'return'") == 1


def test_two_processes_sell_from_one_file_without_a_gap(till: Till, reopened: Callable[[], Till]) -> None:
    kim = members.enrol(till, name="김민수").row.id
    other = reopened()
    for each in (till, other, other, till, other):
        sale.take_payment(each, cut(each, kim))
    numbers = [seq for (seq,) in till.database.rows("SELECT seq FROM events ORDER BY seq")]
    assert numbers == list(range(1, 7))
    assert members.balances_of(other, kim) == {"cuts": 5}
    assert not verify(till.database).findings


def test_one_reward_is_not_given_at_two_screens(till: Till, reopened: Callable[[], Till]) -> None:
    kim = members.enrol(till, name="김민수").row.id
    sale.take_payment(till, sale.set_quantity(till, cut(till, kim), line=0, quantity=10).draft)
    other = reopened()
    here = sale.redeem(till, cut(till, kim), Redemption(program="cuts")).draft
    there = sale.redeem(other, cut(other, kim), Redemption(program="cuts")).draft
    assert sale.take_payment(till, here).quote.due_minor == 0
    with pytest.raises(Refused):
        sale.take_payment(other, there)
    assert sale.take_payment(other, replace(there, basket=replace(there.basket, redeem=()))).quote.due_minor == 18000
    assert members.balances_of(till, kim) == {"cuts": 1}


def test_a_file_that_became_read_only_refuses_with_a_sentence(till: Till) -> None:
    draft = cut(till)
    till.database.execute("PRAGMA query_only = ON")
    with pytest.raises(StoreUnavailable):
        sale.take_payment(till, draft)
    till.database.execute("PRAGMA query_only = OFF")
    assert not sale.take_payment(till, draft).again
