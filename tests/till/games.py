"""A counter with somebody at it, for tests of draws, referrals, surveys and shares on a real file."""

from __future__ import annotations

from typing import Any

from posapp.loyalty.errors import Refused
from posapp.store.verify import verify
from posapp.till import members, programs, sale
from posapp.till.context import Till
from posapp.till.views import SaleRecorded
from tests.till.salon import MANAGER

POINTS = {"id": "pts", "kind": "points", "earn": {"points": 1, "per": 1000000}, "redeem": {"value": 10}}
GAME = {
    "id": "game",
    "kind": "prize_draw",
    "chance": 50,
    "active": {"until": "2026-03-31"},
    "prizes": [{"gift": "Mug", "count": 3}, {"gift": "Pen", "count": 4}],
}
BIKE = {
    "id": "bike",
    "kind": "prize_draw",
    "entries": {"per": "amount", "every": 10000},
    "draw_at": "2026-03-20",
    "prizes": [{"gift": "Bicycle"}, {"gift": "Helmet", "count": 2}],
}


def load(till: Till, *documents: dict[str, Any]) -> None:
    till.approval = MANAGER
    programs.load(till, documents)


def enrol(till: Till, name: str, **about: Any) -> str:
    return members.enrol(till, name=name, card="", **about).row.id


def sell(till: Till, member: str | None = None, product: str = "WAX", quantity: int = 1) -> SaleRecorded:
    now = sale.begin(till)
    if member is not None:
        now = sale.choose_member(till, now.draft, member)
    now = sale.add_product(till, now.draft, product, quantity=quantity)
    return sale.take_payment(till, now.draft)


def has(till: Till, member: str, program: str) -> int:
    return members.balances_of(till, member).get(program, 0)


def sound(till: Till) -> bool:
    """Does the file hold what it must always hold?"""
    found = verify(till.database)
    assert found.findings == (), found.findings
    return True


def key_of(refused: Refused) -> str:
    return refused.reason.key
