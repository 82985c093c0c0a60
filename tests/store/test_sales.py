"""Sales are kept with their lines, shrink when something comes back, and count for their member."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from posapp.loyalty.members import PastLine
from posapp.store import journal, ledger, members, past, sales
from posapp.store.database import Database
from posapp.store.verify import verify
from tests.store.shop import MOMENT, line, sell


def take_back(db: Database, sale: str, *, kept: int, voided: bool = False) -> None:
    """All but `kept` units of the sale's only line come back."""
    with db.transaction():
        before = sales.sale_by_id(db, sale)
        assert before is not None
        journal.append_event(db, kind="return", event_id=f"back-{sale}-{kept}", moment=MOMENT, body={})
        sales.shrink_sale(
            db,
            before,
            record=f'{{"kept":{kept}}}',
            lines={0: (kept, kept * 15000)},
            earned={"cuts": kept} if kept else {},
            refund_minor=(before.kept - kept) * 15000,
            voided=voided,
        )


def test_a_sale_is_found_by_its_id_and_by_its_receipt(db: Database) -> None:
    event = sell(db, "s-1", quantity=3)
    kept = sales.sale_by_id(db, "s-1")
    assert kept is not None
    assert kept == sales.sale_by_receipt(db, kept.receipt) == sales.last_sale(db)
    assert (kept.till, kept.seq, kept.member, kept.moment) == (event.till, event.seq, "m-kim", MOMENT)
    assert kept.lines == (line(quantity=3),)
    assert (kept.kept, kept.paid_minor, kept.earned, kept.voided) == (3, 45_000, {"cuts": 3}, False)
    assert sales.sale_by_id(db, "nothing") is sales.sale_by_receipt(db, "0") is None


def test_a_return_shrinks_the_sale_on_its_own_date(db: Database) -> None:
    sell(db, "s-1", quantity=3)
    take_back(db, "s-1", kept=2)
    kept = sales.sale_by_id(db, "s-1")
    assert kept is not None
    assert kept.lines == (replace(line(quantity=3), kept=2, paid_minor=30_000),)
    assert (kept.refunded_minor, kept.earned, kept.record) == (15_000, {"cuts": 2}, '{"kept":2}')
    (earlier,) = past.past_sales(db, "m-kim")
    assert (earlier.sale, earlier.moment, earlier.earned) == ("s-1", MOMENT, {"cuts": 2})
    assert earlier.lines == (PastLine(product="CUT", categories=("hair",), quantity=2, paid_minor=30_000),)


def test_a_sale_of_which_nothing_is_kept_leaves_the_member_where_she_was(db: Database) -> None:
    sell(db, "s-1")
    before, row = ledger.standing(db, "m-kim", needs_history=True), members.row_of(db, "m-kim")
    sell(db, "s-2", quantity=2, day=1)
    take_back(db, "s-2", kept=1)
    assert ledger.standing(db, "m-kim").visits == 2
    take_back(db, "s-2", kept=0, voided=True)
    after = ledger.standing(db, "m-kim", needs_history=True)
    assert (after.visits, after.spent_minor, after.history) == (before.visits, before.spent_minor, before.history)
    assert members.row_of(db, "m-kim") == row
    assert (voided := sales.sale_by_id(db, "s-2")) is not None
    assert voided.voided
    assert verify(db).findings == ()


def test_history_is_the_members_own_oldest_first(db: Database) -> None:
    sell(db, "s-1", day=0)
    sell(db, "s-2", day=1, member="m-smith")
    sell(db, "s-3", day=2, member=None)
    sell(db, "s-4", day=3)
    history = ledger.standing(db, "m-kim", needs_history=True).history
    assert [(sale.sale, sale.moment) for sale in history] == [("s-1", MOMENT), ("s-4", MOMENT + timedelta(days=3))]
    assert ledger.standing(db, "m-kim").history == ()
    assert [sale.id for sale in sales.recent_sales(db, limit=3)] == ["s-4", "s-3", "s-2"]
    assert [sale.id for sale in sales.recent_sales(db, member="m-kim")] == ["s-4", "s-1"]


def test_whether_anything_later_stands_on_a_sale(db: Database) -> None:
    sell(db, "s-1")
    sell(db, "s-2", member="m-smith")
    first = sales.sale_by_id(db, "s-1")
    assert first is not None
    assert not sales.anything_later(db, first)
    sell(db, "s-3")
    assert sales.anything_later(db, first)
    assert not sales.anything_later(db, replace(first, member=None))
