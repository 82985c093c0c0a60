"""Accounts: lots are spent oldest-expiring first, a debt is filled first, and nothing is lost or made on the way."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from posapp.loyalty.ledger import (
    DEBT,
    NOTHING,
    Account,
    Entry,
    Lot,
    Term,
    adjusted,
    balance,
    earn,
    expiries,
    post,
    posted,
    spend,
    spendable,
)

DAY = date(2026, 3, 2)


def lot(name: str, left: int, *, expires: int | None = None, pending: int | None = None) -> Lot:
    """A lot that expires, or can be spent, so many days from `DAY`."""
    return Lot(
        id=name,
        left=left,
        expires_on=None if expires is None else DAY + timedelta(days=expires),
        spendable_on=None if pending is None else DAY + timedelta(days=pending),
    )


def drawn(account: Account, amount: int, **named: object) -> list[tuple[str, int]]:
    first = named.get("first", ())
    entries = spend(account, amount, name="p", holder="m", on=DAY, first=first)  # type: ignore[arg-type]
    return [(entry.lot, entry.amount) for entry in entries]


def test_the_balance_counts_pending_lots_but_not_expired_ones_and_takes_the_debt_off() -> None:
    account = Account(lots=(lot("old", 5, expires=-1), lot("today", 7, expires=0), lot("later", 9, pending=1)), debt=-2)
    assert balance(account, on=DAY) == 14
    assert spendable(account, on=DAY) == 5
    assert spendable(Account(debt=-3), on=DAY) == 0


def test_the_oldest_expiring_lot_is_spent_first_and_one_that_never_expires_last() -> None:
    account = Account(lots=(lot("never", 10), lot("far", 10, expires=90), lot("near", 10, expires=3)))
    assert drawn(account, 25) == [("near", -10), ("far", -10), ("never", -5)]


def test_expired_lots_are_not_spent_pending_ones_last_and_what_is_missing_is_debt() -> None:
    account = Account(lots=(lot("gone", 10, expires=-1), lot("pending", 4, pending=5), lot("here", 3)))
    assert drawn(account, 9) == [("here", -3), ("pending", -4), (DEBT, -2)]


def test_named_lots_are_drawn_before_all_others() -> None:
    account = Account(lots=(lot("near", 10, expires=3), lot("own", 4, expires=90)))
    assert drawn(account, 6, first=["own"]) == [("own", -4), ("near", -2)]


def test_a_lot_named_twice_does_not_push_another_named_one_behind_the_rest() -> None:
    account = Account(lots=(lot("near", 4, expires=1), lot("own", 4, pending=9)))
    assert drawn(account, 5, first=["*", "*", "own"]) == [("own", -4), ("near", -1)]


def test_earning_fills_a_debt_first() -> None:
    account = Account(debt=-3)
    entries = earn(account, 10, name="p", holder="m", lot="s/1", term=Term(expires_on=DAY))
    assert [(entry.lot, entry.amount) for entry in entries] == [(DEBT, 3), ("s/1", 7)]
    assert posted(account, entries) == Account(lots=(Lot(id="s/1", left=7, expires_on=DAY),))
    only_debt = earn(account, 2, name="p", holder="m", lot="s/1")
    assert posted(account, only_debt) == Account(debt=-1)


def test_a_lot_that_was_used_up_comes_back_with_its_term() -> None:
    account = Account(lots=(lot("a", 4, expires=9),))
    spent = spend(account, 4, name="p", holder="m", on=DAY)
    empty = posted(account, spent)
    assert empty == NOTHING
    undone = [
        Entry(account="p", holder="m", cause="give_back", amount=-each.amount, lot=each.lot, expires_on=each.expires_on)
        for each in spent
    ]
    assert posted(empty, undone) == account


def test_what_has_expired_is_written_off_once_and_the_balance_does_not_move() -> None:
    accounts = {"p": Account(lots=(lot("gone", 5, expires=-1), lot("here", 3, expires=0)))}
    entries = expiries(accounts, holder="m", on=DAY)
    assert [(entry.lot, entry.amount, entry.cause) for entry in entries] == [("gone", -5, "expire")]
    after = post(accounts, entries)
    assert balance(after["p"], on=DAY) == balance(accounts["p"], on=DAY) == 3
    assert expiries(after, holder="m", on=DAY) == ()


def test_an_adjustment_up_is_a_lot_and_down_is_drawn_and_may_leave_a_debt() -> None:
    up = adjusted(NOTHING, 5, name="p", holder="m", document="d", on=DAY)
    account = posted(NOTHING, up)
    assert (balance(account, on=DAY), up[0].cause) == (5, "adjust")
    down = adjusted(account, -7, name="p", holder="m", document="e", on=DAY)
    assert posted(account, down) == Account(debt=-2)
    assert adjusted(account, 0, name="p", holder="m", document="f", on=DAY) == ()


lots = st.lists(st.tuples(st.integers(1, 20), st.none() | st.integers(-2, 5), st.none() | st.integers(-1, 2)))


@given(lots, st.integers(0, 60), st.integers(0, 60))
def test_spending_and_earning_move_the_balance_by_exactly_that(
    written: list[tuple[int, int | None, int | None]], out: int, back: int
) -> None:
    account = Account(
        lots=tuple(lot(str(n), left, expires=ends, pending=starts) for n, (left, ends, starts) in enumerate(written))
    )
    after = posted(account, spend(account, out, name="p", holder="m", on=DAY))
    assert balance(after, on=DAY) == balance(account, on=DAY) - out
    assert all(each.left > 0 for each in after.lots)
    if out <= spendable(account, on=DAY):
        assert after.debt == 0
    if back:
        later = posted(after, earn(after, back, name="p", holder="m", lot="new"))
        assert balance(later, on=DAY) == balance(after, on=DAY) + back
        assert later.debt == 0 or not any(each.id == "new" for each in later.lots)


@given(lots, st.lists(st.integers(1, 9), max_size=4))
def test_the_order_in_which_entries_are_posted_changes_nothing(
    written: list[tuple[int, int | None, int | None]], amounts: list[int]
) -> None:
    lots_ = tuple(lot(str(n), left, expires=ends) for n, (left, ends, _) in enumerate(written))
    account = now = posted(Account(lots=lots_), ())
    entries: list[Entry] = []
    for n, amount in enumerate(amounts):
        more = (
            earn(now, amount, name="p", holder="m", lot=f"n{n}")
            if n % 2
            else spend(now, amount, name="p", holder="m", on=DAY)
        )
        entries += more
        now = posted(now, more)
    assert posted(account, reversed(entries)) == now
