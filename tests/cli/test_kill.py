"""SIGKILL at any moment: no acknowledged sale is lost, none is taken twice, and the shop is in order.

A customer's program sends numbered baskets to `posapp sell --stream`, keeps each id before it sends it, and is killed
away from under the till again and again. After each kill it asks again, with the same id, for whatever was not
acknowledged, as `docs/commands/sell.md` tells it to.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from pathlib import Path
from random import Random

import pytest

from posapp.store.verify import verify
from posapp.till import members
from posapp.till.context import open_till
from tests.cli.counter import Counter

KILLS = 50
LONGEST_MS = 60
"""The kill strikes up to so long after the till's first answer: some ten sales, each of them several writes."""

STRUCK_EARLY, LONGEST_START_MS = 0.15, 600
"""The share of kills that strike while the till opens the file and takes up what the last kill left, or soon after."""

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this system")


class Customer:
    """Baskets in order; `acknowledged` are the answers that came, by the id that was made before sending."""

    def __init__(self, shop: Path, card: str) -> None:
        self.shop = shop
        self.card = card
        self.sent = 0
        self.acknowledged: dict[str, str] = {}

    def start(self) -> subprocess.Popen[str]:
        """A till of its own process. It is handed a few hundred baskets at once and works through them."""
        return subprocess.Popen(
            [sys.executable, "-m", "posapp", "sell", "--stream", "--shop", str(self.shop)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=Path(__file__).parents[2],
        )

    def order(self, number: int) -> str:
        quantity = 1 + number % 3
        lines = [{"product": "CUT", "quantity": quantity}, {"product": "SHAMPOO"}]
        return json.dumps({"id": f"order-{number:06}", "card": self.card, "lines": lines})


def work_until_killed(customer: Customer, chance: Random) -> None:
    """Send from the first basket without an answer on, read answers, and kill the till at a random moment."""
    till = customer.start()
    assert till.stdin is not None
    assert till.stdout is not None
    first = len(customer.acknowledged)
    try:
        for number in range(first, first + 200):
            till.stdin.write(customer.order(number) + "\n")
        till.stdin.flush()
        answers = iter(till.stdout.readline, "")
        early = chance.random() < STRUCK_EARLY
        if not early:
            _keep(customer, next(answers))  # it is at work now
        strike = threading.Timer(chance.random() * (LONGEST_START_MS if early else LONGEST_MS) / 1000, till.kill)
        strike.start()
        for line in answers:
            if not line.endswith("\n"):
                break  # cut off in the middle: not acknowledged
            _keep(customer, line)
        strike.join()
    finally:
        till.kill()
        till.stdin.close()
        till.stdout.close()
        assert till.wait() == -signal.SIGKILL


def _keep(customer: Customer, line: str) -> None:
    answer = json.loads(line)
    assert answer["sale"] not in customer.acknowledged
    customer.acknowledged[answer["sale"]] = answer["receipt"]


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_fifty_kills_lose_no_acknowledged_sale_and_repeat_none(counter: Counter) -> None:
    card = counter.run("enrol", given={"name": "김민수"}).answer["cards"][0]
    customer, chance = Customer(counter.shop, card), Random(20260302)
    for _ in range(KILLS):
        work_until_killed(customer, chance)
    till = open_till(counter.shop)
    try:
        kept: dict[str, str] = dict(
            till.database.rows("SELECT e.id, s.receipt FROM events e JOIN sales s ON s.till = e.till AND s.seq = e.seq")
        )
        assert customer.acknowledged.items() <= kept.items(), "an acknowledged sale is lost"
        assert len(kept) - len(customer.acknowledged) <= 1, "only the last one may be kept without its answer"
        numbers = [int(id_.removeprefix("order-")) for id_ in sorted(kept)]
        assert numbers == list(range(len(numbers))), "each sale is there once, in order, none left out"
        assert len(set(kept.values())) == len(kept), "no receipt number twice"
        cuts = sum(1 + number % 3 for number in numbers)
        holder = members.by_card(till, card).id
        assert members.balances_of(till, holder) == {"cuts": cuts}, "every stamp once"
        assert not verify(till.database).findings
    finally:
        till.close()
    assert len(customer.acknowledged) > KILLS
