"""What a clerk waits for, on the large shop, without the window: a scanned card until the sale is priced with its
member, a product more, and *Take payment* until the sale is on the disk (`synchronous=FULL`) and answered.

Every step keeps the draft durably, as the till does. The log is moved home between two sales, and the shop's file was
read ahead, as a till does in its first minute. The last row is the demo shop that a first start makes.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from benchmarks import Figure, of_times
from benchmarks.big_store import BigStore, big_store
from posapp.till import sale
from posapp.till.context import Till, open_till
from posapp.till.demo import create_demo
from posapp.till.views import MemberFound

DEMO_MEMBERS = 2000
LINES = 3
Answer = TypeVar("Answer")


def moves(till: Till, store: BigStore, *, rounds: int) -> list[Figure]:
    """A whole sale of a member and three products, move by move."""
    chance, plan = random.Random(11), store.plan
    if (reading := sale.read_ahead(till)) is not None:
        reading.join()
    taken: dict[str, list[float]] = {"scan": [], "product": [], "payment": []}

    def timed(move: str, job: Callable[[], Answer]) -> Answer:
        began = time.perf_counter()
        answer = job()
        taken[move].append(time.perf_counter() - began)
        return answer

    for number in range(rounds + 20):
        if number == 20:  # the first ones find cold caches
            for times in taken.values():
                times.clear()
        draft = sale.begin(till).draft
        card = plan.card(chance.randrange(plan.members))
        scanned = timed("scan", lambda draft=draft, card=card: sale.scan(till, draft, card))  # type: ignore[misc]
        assert isinstance(scanned.found, MemberFound)
        draft = scanned.sale.draft
        for _ in range(LINES):
            product = f"P{chance.randrange(2000):04}"
            draft = timed("product", lambda draft=draft, id_=product: sale.add_product(till, draft, id_)).draft  # type: ignore[misc]
        timed("payment", lambda draft=draft: sale.take_payment(till, draft))  # type: ignore[misc]
        till.database.checkpoint_when_idle()
    return [
        *of_times("a scanned card to the priced sale with its member", taken["scan"]),
        *of_times("a product more", taken["product"]),
        *of_times("take payment to durable", taken["payment"], bounds_ms={"p99": 15.0}),
    ]


def demo_shop(*, members: int) -> Figure:
    """How long the demo shop takes to be made."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        create_demo(Path(folder) / "demo.posapp", members=members, key=bytes(32))
        taken = time.perf_counter() - began
    bound = 20.0 if members == DEMO_MEMBERS else None
    return Figure(name=f"the demo shop of {members:,} members and a year of sales", value=taken, unit="s", bound=bound)


def run(quick: bool) -> list[Figure]:
    """All of it."""
    store = big_store(quick=quick)
    till = open_till(store.path, key=store.key)
    try:
        found = moves(till, store, rounds=50 if quick else 1000)
    finally:
        till.close()
    return [*found, demo_shop(members=200 if quick else DEMO_MEMBERS)]
