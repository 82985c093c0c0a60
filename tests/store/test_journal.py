"""Events are numbered and chained, entries move the lots, and the same thing asked for twice happens once."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posapp.loyalty.exchange import ElsewhereEvent, NumberedEntry
from posapp.loyalty.journal import GENESIS, chained
from posapp.loyalty.ledger import Account, Entry, Lot, Term, earn, expiries, post, spend
from posapp.store import elsewhere, journal, ledger, members
from posapp.store.database import Database
from posapp.store.verify import verify
from tests.store.shop import KEY, MOMENT, TODAY, earns, new_shop, sell


def adjust(db: Database, event: str, *entries: Entry) -> None:
    """Post entries by hand."""
    with db.transaction():
        journal.append_event(db, kind="adjust", event_id=event, moment=MOMENT, body={}, entries=entries)


def test_events_are_numbered_from_one_and_chained(db: Database) -> None:
    events = [sell(db, f"s-{n}") for n in range(4)]
    assert [event.seq for event in events] == [1, 2, 3, 4]
    assert events[0].hash == chained(events[0], before=GENESIS)
    assert all(later.hash == chained(later, before=before.hash) for before, later in pairwise(events))
    assert journal.events_after(db, seq=1, limit=2) == (events[1], events[2])
    assert journal.event_at(db, till="T-one", seq=3) == events[2]
    assert (journal.last_number(db), journal.last_hash(db)) == (4, events[3].hash)


def test_the_same_id_again_is_found_and_posts_nothing(db: Database) -> None:
    first = sell(db, "s-1")
    with db.transaction():
        again = journal.append_event(
            db, kind="sale", event_id="s-1", moment=MOMENT, body={"due": 1}, entries=(earns(9, lot="other"),)
        )
    assert again == first
    assert ledger.accounts_of(db, "m-kim") == {"cuts": Account(lots=(Lot(id="s-1/1", left=1),))}


def test_an_id_is_not_two_kinds_of_thing(db: Database) -> None:
    sell(db, "s-1")
    with pytest.raises(ValueError, match="sale"):
        adjust(db, "s-1")


def test_the_days_events_are_those_of_the_shops_calendar(db: Database) -> None:
    for n, moment in enumerate(("2026-03-01T23:59:59+09:00", "2026-03-02T00:00:00+09:00", "2026-03-02T23:59:59+09:00")):
        with db.transaction():
            at = MOMENT.fromisoformat(moment)
            journal.append_event(db, kind="adjust" if n else "sale", event_id=f"e-{n}", moment=at, body={})
    assert [event.id for event in journal.events_of_day(db, TODAY)] == ["e-1", "e-2"]
    assert [event.id for event in journal.events_of_day(db, TODAY - timedelta(days=1), kinds=("sale",))] == ["e-0"]
    assert list(journal.events_of_day(db, TODAY, kinds=("sale", "return"))) == []


def test_a_lot_that_is_used_up_goes_and_a_debt_is_kept(db: Database) -> None:
    adjust(db, "a-1", earns(5, lot="a-1/1"))
    adjust(db, "a-2", earns(-5, lot="a-1/1"), earns(-3, lot=""))
    assert ledger.accounts_of(db, "m-kim") == {"cuts": Account(debt=-3)}
    adjust(db, "a-3", earns(3, lot=""), earns(2, lot="a-3/1"))
    assert ledger.accounts_of(db, "m-kim") == {"cuts": Account(lots=(Lot(id="a-3/1", left=2),))}
    assert ledger.sums_of(db, "m-kim") == {"cuts": 2}


def test_drawing_more_than_is_left_is_a_bug_that_changes_nothing(db: Database) -> None:
    adjust(db, "a-1", earns(5, lot="a-1/1"))
    with pytest.raises(ValueError, match="-1"):
        adjust(db, "a-2", earns(-6, lot="a-1/1"))
    assert journal.event_by_id(db, "a-2") is None
    assert verify(db).findings == ()


def test_an_account_is_known_even_where_its_first_posting_was_taken_back(db: Database) -> None:
    with pytest.raises(ValueError, match="-6"):
        adjust(db, "a-1", earns(5, lot="a-1/1", account="new"), earns(-6, lot="none"))
    assert ledger.accounts_in_use(db) == ()
    adjust(db, "a-2", earns(5, lot="a-2/1", account="new"))
    assert ledger.accounts_in_use(db) == ("new",)


def test_lots_come_oldest_expiring_first(db: Database) -> None:
    def lot(name: str, expires: date | None) -> Entry:
        return Entry(account="p", holder="m-kim", cause="earn", amount=1, lot=name, expires_on=expires)

    adjust(db, "a", lot("a/1", None), lot("a/2", date(2027, 1, 1)), lot("a/3", date(2026, 6, 1)))
    assert [lot.id for lot in ledger.accounts_of(db, "m-kim")["p"].lots] == ["a/3", "a/2", "a/1"]


@settings(max_examples=20)  # each makes a shop on the disk
@given(seed=st.integers(0, 1 << 32))
def test_the_lots_kept_are_those_the_ledger_makes(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    """Whatever is earned, spent, written off and reversed: the file and the pure ledger say the same."""
    chance = random.Random(seed)
    with new_shop(tmp_path_factory.mktemp("ledger") / "shop.posapp") as db:
        accounts: dict[str, Account] = {}
        for n in range(12):
            today = TODAY + timedelta(days=n * 10)
            name = chance.choice(("points", "cuts"))
            account = accounts.get(name, Account())
            amount = chance.randint(1, 50)
            term = Term(expires_on=today + timedelta(days=chance.randint(0, 60)) if chance.random() < 0.6 else None)
            match chance.choice(("earn", "earn", "spend", "expire")):
                case "earn":
                    entries = earn(account, amount, name=name, holder="m-kim", lot=f"e-{n}/1", term=term)
                case "spend":
                    entries = spend(account, amount, name=name, holder="m-kim", on=today)
                case _:
                    entries = expiries(accounts, holder="m-kim", on=today)
            shuffled = chance.sample(entries, len(entries))
            adjust(db, f"e-{n}", *shuffled)
            accounts = post(accounts, entries)
        something = {name: account for name, account in accounts.items() if account != Account()}
        assert ledger.standing(db, "m-kim").accounts == something
        assert verify(db).findings == ()


def test_the_standing_has_everybodys_accounts_and_gift_cards_as_asked_for(db: Database) -> None:
    adjust(
        db,
        "a",
        earns(3, lot="a/1", holder="*", account="ten#uses"),
        earns(1, lot="a/2", holder="*", account="other#uses"),
        earns(50_000, lot="a/3", holder="gift-1", account="gift"),
    )
    standing = ledger.standing(db, None, shared_accounts=("ten#uses", "none"), others=("gift-1", "gift-2"))
    assert {name: account.lots[0].left for name, account in standing.shared.items()} == {"ten#uses": 3}
    assert standing.others["gift-1"]["gift"].lots[0].left == 50_000
    assert standing.others["gift-2"] == {}
    assert standing.accounts == {}
    assert ledger.accounts_in_use(db) == ("gift", "other#uses", "ten#uses")


def event_elsewhere(*entries: NumberedEntry, seq: int = 7, till: str = "T-two") -> ElsewhereEvent:
    """A sale of another till."""
    moment = (MOMENT + timedelta(days=3)).isoformat()
    return ElsewhereEvent(
        till=till, seq=seq, id=f"{till}-{seq}", moment=moment, kind="sale", summary={"due": 9000}, entries=entries
    )


def test_what_another_till_did_is_counted_once_however_often_it_comes(db: Database) -> None:
    sell(db, "s-1")
    first, second = (NumberedEntry(n=n, entry=earns(2, lot=f"o/{n}")) for n in range(2))
    for event, new in (
        (event_elsewhere(first), True),
        (event_elsewhere(first), False),
        (event_elsewhere(first, second), False),
    ):
        with db.transaction():
            assert elsewhere.take_event(db, event, member="m-kim", visits=1, spent_minor=9000) is new
    standing = ledger.standing(db, "m-kim")
    assert (standing.visits, standing.spent_minor) == (2, 24_000)
    assert sum(lot.left for lot in standing.accounts["cuts"].lots) == 5
    assert (row := members.row_of(db, "m-kim")) is not None
    assert row.last_visit == TODAY + timedelta(days=3)
    assert [event.id for event in elsewhere.events_elsewhere(db, "m-kim")] == ["T-two-7"]
    assert verify(db).findings == ()


def test_what_was_drawn_elsewhere_before_its_making_came_is_not_lost(db: Database) -> None:
    drawn = NumberedEntry(n=0, entry=earns(-2, lot="o/1", cause="spend"))
    made = NumberedEntry(n=0, entry=earns(5, lot="o/1"))
    with db.transaction():
        elsewhere.take_event(db, event_elsewhere(drawn, seq=8), member="m-kim")
    assert ledger.accounts_of(db, "m-kim") == {"cuts": Account(debt=-2)}
    with db.transaction():
        elsewhere.take_event(db, event_elsewhere(made, seq=7), member="m-kim")
    assert ledger.accounts_of(db, "m-kim") == {"cuts": Account(lots=(Lot(id="o/1", left=3),))}
    assert verify(db).findings == ()


def test_an_entry_of_this_till_never_comes_from_elsewhere(db: Database) -> None:
    with pytest.raises(ValueError, match="this till"), db.transaction():
        journal.take_foreign_entry(db, earns(1, lot="x"), till="T-one", seq=99, n=0)


def test_everything_that_touched_a_member_newest_first(db: Database) -> None:
    sell(db, "s-1")
    sell(db, "s-other", member="m-smith")
    adjust(db, "a-1", earns(1, lot="a-1/1"))
    assert [event.id for event in journal.events_of_member(db, "m-kim")] == ["a-1", "s-1"]
    assert [(at, event, entry.amount) for at, event, entry in ledger.posted_to(db, "m-kim", limit=1)] == [
        (MOMENT, "a-1", 1)
    ]
    assert ledger.entries_of(db, till="T-one", seq=1) == (earns(1, lot="s-1/1"),)


def test_reading_goes_on_where_the_file_is_open_twice(db: Database, tmp_path: Path) -> None:
    with Database.open(tmp_path / "shop.posapp", KEY) as other:
        sell(db, "s-1")
        assert journal.last_number(other) == 1
        assert sell(other, "s-2").seq == 2
        assert sell(db, "s-3").seq == 3


def test_what_is_counted_over_everybody_is_one_lot_for_all_sales(tmp_path: Path) -> None:
    """A lot for each sale would be read again by every later quote: a limit of 100,000 uses would stop the shop."""
    from posapp.till import first_day, sale
    from posapp.till.context import open_till
    from posapp.till.views import Draft

    path = tmp_path / "limited.posapp"
    limited = {
        "id": "ten",
        "kind": "fixed_discount",
        "rate": 10,
        "limits": {"total": 5, "budget": 100_000},
        "audience": {"who": "everyone"},
    }
    first_day.found(
        path,
        shop={"name": "Limits", "currency": "KRW", "timezone": "Asia/Seoul"},
        programs_written=[limited],
        products_written=[{"id": "A", "name": "A", "price": 1000, "categories": []}],
        people_there=(),
        moment=MOMENT,
        key=KEY,
    )
    till = open_till(path, key=KEY)
    for n in range(6):
        draft = Draft(sale=f"sale-{n:08}", opened=till.now())
        draft = sale.add_product(till, draft, "A").draft
        sale.take_payment(till, draft)
    shared = ledger.standing(till.database, None, shared_accounts=till.catalogue.shared_accounts).shared
    assert {name: [lot.left for lot in account.lots] for name, account in shared.items()} == {
        "ten#uses": [5],
        "ten#budget": [500],
    }
    assert verify(till.database).findings == ()
    till.close()
