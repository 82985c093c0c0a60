"""Whatever is changed in the file behind the program's back, `verify` finds it; what is in order it leaves alone."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from posapp.i18n import LANGUAGES, say
from posapp.loyalty.errors import StoreUnavailable
from posapp.loyalty.money import Currency
from posapp.store.database import Database
from posapp.store.schema import TRIGGERS
from posapp.store.verify import Verified, verify
from tests.store.shop import KEY, earns, new_shop, sell
from tests.store.test_journal import adjust


@pytest.fixture
def sold(db: Database) -> Database:
    """The shop after five sales."""
    for n in range(5):
        sell(db, f"s-{n}", quantity=n + 1, day=n)
    return db


def found(db: Database) -> set[str]:
    """The kinds of finding, each with a sentence in both languages."""
    result = verify(db)
    for reason in result.findings:
        for language in LANGUAGES:
            assert len(say(reason, language, Currency("KRW", 0))) > 10
    assert result.in_order is not bool(result.findings)
    return {reason.key for reason in result.findings}


def behind_the_back(db: Database, *statements: str) -> None:
    """Change what cannot be changed: the guards are taken away and put back, references are not looked at."""
    guards = db.rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    db.execute("PRAGMA foreign_keys = OFF")
    with db.transaction():
        for name, _ in guards:
            db.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            assert db.execute(statement).rowcount != 0, statement
        for _, sql in guards:
            db.execute(sql)
    db.execute("PRAGMA foreign_keys = ON")


def test_a_shop_in_order(sold: Database) -> None:
    assert verify(sold) == Verified(events=5, entries=5, members=2, sales=5, findings=())


def test_an_empty_shop_is_in_order(tmp_path: Path) -> None:
    with Database.create(tmp_path / "shop.posapp", KEY) as db:
        assert found(db) == set()


@pytest.mark.parametrize(
    ("statement", "finding"),
    [
        ("UPDATE events SET body = replace(body, '15000', '25000') WHERE seq = 1", {"verify.hash"}),
        ("UPDATE events SET moment = '2020-01-01T00:00:00+09:00' WHERE seq = 2", {"verify.hash"}),
        ("UPDATE events SET hash = zeroblob(32) WHERE seq = 5", {"verify.hash"}),
        ("UPDATE lots SET left = left + 1 WHERE lot = 's-1/1'", {"verify.balance", "verify.lot_above_earned"}),
        ("UPDATE lots SET left = 1 WHERE lot = 's-3/1'", {"verify.balance"}),
        ("DELETE FROM lots WHERE lot = 's-1/1'", {"verify.balance"}),
        ("INSERT INTO lots VALUES ('m-zoe', 'cuts', 'gift', 10, NULL, NULL)", {"verify.balance"}),
        ("INSERT INTO lots VALUES ('a-first', 'cuts', 'gift', 10, NULL, NULL)", {"verify.balance"}),
        ("UPDATE members SET visits = 6 WHERE id = 'm-kim'", {"verify.counters"}),
        ("UPDATE members SET spent_minor = spent_minor - 1 WHERE id = 'm-kim'", {"verify.counters"}),
        ("UPDATE members SET last_visit = NULL WHERE id = 'm-kim'", {"verify.counters"}),
        ("UPDATE sales SET paid_minor = paid_minor + 1 WHERE seq = 1", {"verify.sale_sums", "verify.counters"}),
        ("UPDATE sale_lines SET kept = 0 WHERE seq = 1", {"verify.sale_sums", "verify.history"}),
        ("UPDATE history SET lines = '[]' WHERE sale = 's-2'", {"verify.history"}),
        ("DELETE FROM history WHERE sale = 's-2'", {"verify.history"}),
        ("UPDATE history SET member = 'm-smith' WHERE sale = 's-2'", {"verify.history"}),
        ("DELETE FROM members WHERE id = 'm-kim'", {"verify.card_of_nobody", "verify.sale_of_nobody"}),
        ("UPDATE activity SET n = 7", {"verify.log_gap"}),
    ],
)
def test_a_change_behind_the_back_is_found(sold: Database, statement: str, finding: set[str]) -> None:
    behind_the_back(sold, statement)
    assert found(sold) == finding


def test_an_event_taken_out_of_the_journal_is_found(sold: Database) -> None:
    behind_the_back(sold, "DELETE FROM events WHERE seq = 3")
    assert found(sold) == {"verify.gap", "verify.hash", "verify.entries_differ", "verify.sale_without_event"}


def test_the_last_event_taken_out_is_found_by_what_it_leaves(sold: Database) -> None:
    behind_the_back(sold, "DELETE FROM events WHERE seq = 5")
    assert found(sold) == {"verify.entries_without_event", "verify.sale_without_event"}


def test_points_given_by_hand_are_found(sold: Database) -> None:
    behind_the_back(
        sold,
        "UPDATE entries SET amount = amount + 100 WHERE seq = 2",
        "UPDATE lots SET left = left + 100 WHERE lot = 's-1/1'",
    )
    assert found(sold) == {"verify.entries_differ"}


def test_a_lot_drawn_below_zero_is_found(sold: Database) -> None:
    adjust(sold, "a-1", earns(1, lot="a/1"))
    behind_the_back(
        sold,
        "UPDATE entries SET amount = -1 WHERE lot = 'a/1'",
        "UPDATE lots SET left = -1 WHERE lot = 'a/1'",
    )
    assert found(sold) == {"verify.entries_differ", "verify.lot_below_zero"}


def test_a_sale_without_its_lines_is_found(sold: Database) -> None:
    behind_the_back(sold, "DELETE FROM sale_lines WHERE seq = 2", "DELETE FROM sales WHERE seq = 2")
    assert found(sold) == {"verify.event_without_sale", "verify.counters", "verify.history"}


@pytest.mark.parametrize("guard", sorted(TRIGGERS))
def test_a_guard_taken_away_is_found(sold: Database, guard: str) -> None:
    sold.execute(f"DROP TRIGGER {guard}")
    assert found(sold) == {"verify.guard"}


def test_many_findings_are_counted_and_not_all_written_out(sold: Database) -> None:
    behind_the_back(
        sold,
        """INSERT INTO lots WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 130)
           SELECT 'm-' || i, 'cuts', 'gift', 10, NULL, NULL FROM n""",
    )
    findings = verify(sold).findings
    assert len(findings) == 101
    assert (findings[-1].key, findings[-1].value("count")) == ("verify.and_more", 30)


def test_every_flipped_bit_is_noticed(tmp_path: Path) -> None:
    """Encryption is also a checksum: 100 % here, where plain SQLite reads silently wrong rows for nearly half."""
    path = tmp_path / "shop.posapp"
    with new_shop(path) as db:
        for n in range(30):
            sell(db, f"s-{n}", quantity=2)
    whole = path.read_bytes()
    chance = random.Random(2)
    for _ in range(40):
        at, bit = chance.randrange(len(whole)), chance.randrange(8)
        damaged = bytearray(whole)
        damaged[at] ^= 1 << bit
        path.write_bytes(damaged)
        try:
            with Database.open(path, KEY) as db:
                kinds = {reason.key for reason in verify(db).findings}
        except StoreUnavailable as refused:
            kinds = {refused.reason.key}
        assert kinds & {"store.damaged", "verify.page"}, f"bit {bit} of byte {at}"
    path.write_bytes(whole)
    with Database.open(path, KEY) as db:
        assert found(db) == set()


def test_half_a_file_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "shop.posapp"
    new_shop(path).close()
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2 + 100])
    try:
        with Database.open(path, KEY) as db:
            kinds = {reason.key for reason in verify(db).findings}
    except StoreUnavailable as refused:
        kinds = {refused.reason.key}
    assert kinds & {"store.damaged", "verify.page"}


class NobodyIsInterestedError(Exception):
    """What somebody raises who presses *Cancel*."""


def test_it_goes_forward_and_can_be_stopped(sold: Database) -> None:
    steps: list[int] = []
    verify(sold, progress=lambda done, of: steps.append(1000 * done // of))
    assert steps == sorted(steps)
    assert steps[-1] == 1000

    def stop(done: int, of: int) -> None:
        if done * 2 > of:
            raise NobodyIsInterestedError

    with pytest.raises(NobodyIsInterestedError):
        verify(sold, progress=stop)
    assert sell(sold, "s-after").seq == 6  # nothing is left locked


def test_selling_goes_on_beside_it(sold: Database) -> None:
    def sell_meanwhile(done: int, of: int) -> None:
        if not sold.connection.in_transaction:
            sell(sold, f"beside-{done}-{sold.value('SELECT count(*) FROM events')}")

    result = verify(sold, progress=sell_meanwhile)
    assert result.events == 5  # one moment of the shop
    assert result.findings == ()
    assert sold.value("SELECT count(*) FROM events") > 5
