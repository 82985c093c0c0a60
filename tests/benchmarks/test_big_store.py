"""The large shop is a shop: what verifies a real one verifies it, and a real till opens it."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks._big_rows import RULES, Plan, _receipt
from benchmarks.big_store import BEGAN, make
from posapp.loyalty.cards import checks, receipt_number
from posapp.store import cards, ledger, members, sales
from posapp.store.verify import verify
from posapp.till.context import open_till

PLAN = Plan(seed=3, members=300, entries=3000, began=BEGAN)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A large shop, small."""
    path = tmp_path_factory.mktemp("big") / "big.posapp"
    make(path, PLAN, quick=True)
    return path


def test_everything_in_it_is_in_order_and_a_till_opens_it(made: Path) -> None:
    till = open_till(made)
    result = verify(till.database)
    assert result.findings == ()
    assert (result.members, result.sales) == (300, PLAN.sales)
    assert result.entries >= 3000
    for member in (0, 1, 299):
        card = cards.get_card(till.database, PLAN.card(member))
        assert card is not None
        assert card.member == PLAN.member_id(member)
        assert checks(card.number)
        assert PLAN.name(member) in {row.name for row in members.by_name(till.database, PLAN.name(member)).rows}
        standing = ledger.standing(till.database, PLAN.member_id(member), needs_history=True)
        assert standing.visits == len(standing.history)
    newest = sales.last_sale(till.database)
    assert newest is not None
    assert newest.receipt == receipt_number(newest.seq, till_number=1, rules=RULES)
    till.close()


def test_it_has_every_index_of_a_real_shop(made: Path, tmp_path: Path) -> None:
    from posapp.store.database import Database
    from tests.store.shop import KEY

    sql = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
    till = open_till(made)
    with Database.create(tmp_path / "real.posapp", KEY) as real:
        assert till.database.rows(sql) == real.rows(sql)
    till.close()


def test_a_receipts_number_is_the_tills() -> None:
    for seq in (1, 9, 10_000, 12_345_678, 99_999_999):
        assert _receipt(seq) == receipt_number(seq, till_number=1, rules=RULES)


def test_the_same_seed_makes_the_same_shop() -> None:
    again = Plan(seed=3, members=300, entries=3000, began=BEGAN)
    assert (again.buyers, again.member_id(7), again.sale_id(7)) == (PLAN.buyers, PLAN.member_id(7), PLAN.sale_id(7))
    other = Plan(seed=4, members=300, entries=3000, began=BEGAN)
    assert other.buyers != PLAN.buyers
