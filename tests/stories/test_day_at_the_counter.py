"""A day at the counter, seen from outside: a real window on a real X server, keys from another process, a real
headquarters behind a line that goes down. What is checked is what the shop's file and headquarters say."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from posapp.till.context import Till, open_till
from posapp.till.day import totals
from posapp.till.members import card_of, find
from posapp.till.outbox import Outbox
from posapp.till.returns import recent_sales
from tests.hq.running import Running, headquarters, posapp
from tests.source_tree import ROOT
from tests.stories.xscreen import XScreen, missing, until, x_screen
from tests.sync.faulty_proxy import FaultyProxy

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]

CUT, PERM, SHAMPOO = "8800000000019", "8800000000026", "8800000000033"
PRIME, GIFT, GIFT_CARD = "8800000000040", "8800000000057", "88112233445566"
GOODS = [
    {"id": "CUT", "name": {"en": "Cut", "ko": "커트"}, "price": 18000, "categories": ["hair"], "barcodes": [CUT]},
    {"id": "PERM", "name": {"en": "Perm", "ko": "펌"}, "price": 90000, "categories": ["hair"], "barcodes": [PERM]},
    {"id": "SHAMPOO", "name": {"en": "Shampoo", "ko": "샴푸"}, "price": 12000, "categories": ["goods"],
     "barcodes": [SHAMPOO]},
    {"id": "PRIME", "name": "Prime", "price": 30000, "barcodes": [PRIME]},
    {"id": "GIFT", "name": "Gift card", "price": 50000, "barcodes": [GIFT]},
]  # fmt: skip
PROGRAMS = [
    {"id": "cuts", "kind": "stamp_card", "name": {"en": "Three cuts, one free", "ko": "커트 세 번, 한 번 무료"},
     "size": 3, "earn": {"per": "item"}, "scope": {"products": ["CUT"]},
     "rewards": [{"at": 3, "item": {"products": ["CUT"]}}]},
    {"id": "goods", "kind": "fixed_discount", "name": "Goods 10 %", "rate": 10, "scope": {"categories": ["goods"]}},
    {"id": "more", "kind": "progressive_discount", "name": "The more at once", "measure": "sale",
     "steps": [{"from": 100000, "rate": 5}]},
]  # fmt: skip
BEYOND = [
    {"id": "prime", "kind": "membership", "name": "Prime", "fee_product": "PRIME", "months": 12},
    {"id": "gift", "kind": "gift_card", "name": {"en": "Gift card", "ko": "상품권"}, "sell": ["GIFT"]},
    {"id": "thanks", "kind": "coupon", "name": {"en": "Thanks", "ko": "감사 쿠폰"}, "amount": 5000, "issue": "by_hand"},
    {"id": "wine", "kind": "club", "name": {"en": "Wine lovers", "ko": "와인 클럽"}},
    {"id": "cellar", "kind": "fixed_discount", "name": "Cellar", "rate": 20, "scope": {"products": ["PERM"]},
     "audience": {"clubs": ["wine"]}},
]  # fmt: skip
"""What the first story does without: bought, loaded, sent and joined in the second."""
PIN = "135790"


class CutLine(Iterator[str]):
    """What the proxy does with each request: while `down`, the line is dead."""

    def __init__(self) -> None:
        self.down = False

    def __next__(self) -> str:
        return "drop" if self.down else "pass"


class Counter:
    """The till's window in its own process, its shop's file beside it, and the hand in front of it."""

    def __init__(self, screen: XScreen, shop: Path, hq: Running, line: CutLine) -> None:
        self.screen, self.shop, self.hq, self.line = screen, shop, hq, line

    def look(self) -> Till:
        """The shop's file, opened beside the window as another process does."""
        return open_till(self.shop)

    def totals(self) -> dict[str, int]:
        till = self.look()
        try:
            day = totals(till)
            return {name: getattr(day, name) for name in COUNTED}
        finally:
            till.close()

    def stamps(self) -> tuple[int, ...]:
        """What the only member's stamp card says, from the file."""
        till = self.look()
        try:
            (row,) = find(till, "Minji").rows
            return tuple(panel.have for panel in card_of(till, row.id).panels if hasattr(panel, "have"))
        finally:
            till.close()

    def receipt(self) -> str:
        """The newest sale's number."""
        till = self.look()
        try:
            return recent_sales(till)[0].receipt
        finally:
            till.close()

    def waiting(self) -> int:
        """Events that headquarters has not confirmed."""
        till = self.look()
        try:
            return Outbox(till).waiting()
        finally:
            till.close()

    def until(self, name: str, value: int) -> None:
        until(lambda: self.totals()[name] == value, what=f"{name} to be {value}, they are {self.totals()}")

    def ring_up(self, *codes: str) -> None:
        for code in codes:
            self.screen.scan(code)


COUNTED = ("sales", "returns", "voids", "enrolled", "discount_minor", "due_minor", "refund_minor")


@pytest.fixture
def counter(tmp_path: Path, posapp_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter]:
    """A new salon that belongs to a headquarters, its till on the screen with the manager signed in."""
    if lacking := missing():
        pytest.skip(f"needs {', '.join(lacking)}")
    monkeypatch.setenv("POSAPP_PIN", PIN)
    shop = posapp_home / "shop.posapp"
    with ExitStack() as stack:
        hq = stack.enter_context(headquarters(tmp_path))
        line = CutLine()
        proxy = stack.enter_context(FaultyProxy(hq.port, line))
        posapp("init", "하늘헤어", "--manager", "Jisu", "--language", "en", "--shop", str(shop))
        load(hq, tmp_path)
        code = hq.run("enrol-till", "Counter 1")["code"]
        posapp("sync", "enrol", code, "--hq", proxy.url, "--shop", str(shop))
        screen = stack.enter_context(x_screen(1024, 768, tmp_path / "x.log"))
        with (tmp_path / "till.log").open("wb") as log:
            window = subprocess.Popen(
                [sys.executable, "-m", "posapp", "--shop", str(shop)],
                cwd=ROOT, env=screen.environment, stdout=log, stderr=log,
            )  # fmt: skip
        try:
            screen.wait_for_window("하늘헤어")
            yield Counter(screen, shop, hq, line)
            assert window.poll() is None, (tmp_path / "till.log").read_text()
        finally:
            screen.picture(Path(os.environ.get("POSAPP_STORY_PICTURE", tmp_path / "last.png")))
            window.terminate()
            window.wait(timeout=20)


def load(hq: Running, folder: Path) -> None:
    """The owner loads goods and programs at headquarters; the till gets them with its first sync."""
    for what, documents in (("products", GOODS), ("programs", PROGRAMS)):
        file = folder / f"{what}.json"
        file.write_text(json.dumps({what: documents}), encoding="utf-8")
        hq.run(what, "load", str(file))


def hq_totals(hq: Running) -> dict[str, Any]:
    seen = hq.seen()
    return dict(seen.day.totals) if seen.day else {}


@pytest.mark.parametrize("layout", ["us", "kr"])
def test_a_day_from_the_first_card_to_headquarters(counter: Counter, layout: str) -> None:
    screen = counter.screen
    screen.layout(layout)
    card = posapp("cards", "print", "--count", "1", "--format", "png", "--layout", "cr80",
                  "--out", str(counter.shop.parent / "cards"), "--shop", str(counter.shop))["numbers"][0]  # fmt: skip

    # The manager signs in; by then the till has its programs from headquarters.
    until(lambda: program_count(counter) == 3, what="the programs from headquarters")
    screen.type(PIN)
    screen.press("Return")

    # An unknown card is enrolled with one key, and the sale goes on.
    screen.scan(card)
    screen.press("F6")
    screen.type("Minji Kim")
    screen.press("Return")
    screen.type("01012345678")
    screen.press("Return", "Return", "Return")
    counter.until("enrolled", 1)

    # A sale with each of the three kinds: stamps, 10 % off goods, 5 % off the whole from 100,000.
    counter.ring_up(CUT, CUT, CUT, PERM, SHAMPOO)
    screen.press("Return")
    counter.until("sales", 1)
    assert counter.totals()["discount_minor"] == 1200 + 7740
    assert counter.stamps() == (3,)

    # The line goes down. Redemption, selling and earning go on.
    counter.line.down = True
    screen.scan(card)
    counter.ring_up(CUT)
    screen.press("F3", "Return")
    counter.until("sales", 2)
    assert counter.stamps() == (0,)
    screen.scan(card)
    counter.ring_up(CUT, SHAMPOO)
    screen.press("Return")
    counter.until("sales", 3)
    assert counter.stamps() == (1,)
    assert counter.waiting() >= 2

    # A return by the receipt's number: the cut comes back, and its stamp goes.
    screen.scan(counter.receipt())
    screen.press("plus", "F10", "Tab", "Return")
    counter.until("returns", 1)
    assert counter.totals()["refund_minor"] == 18000
    assert counter.stamps() == (0,)

    # A sale by mistake, undone at once.
    screen.press("Escape", "Escape")
    counter.ring_up(PERM)
    screen.press("Return")
    counter.until("sales", 4)
    screen.press("ctrl+z", "Tab", "Return")
    counter.until("voids", 1)

    # The line is back: headquarters' figures are the till's.
    counter.line.down = False
    until(lambda: counter.waiting() == 0, what="headquarters to have everything", seconds=90)
    told, kept = hq_totals(counter.hq), counter.totals()
    assert {name: told[name] for name in COUNTED} == kept
    assert counter.hq.found() == ()
    assert posapp("verify", "--shop", str(counter.shop))["findings"] == []


def program_count(counter: Counter) -> int:
    till = counter.look()
    try:
        return len(till.catalogue.programs)
    finally:
        till.close()


def test_a_membership_a_gift_card_a_coupon_and_a_club_at_the_same_window(counter: Counter) -> None:
    """The rest of what a counter deals with, by scanner and keyboard alone."""
    screen, shop = counter.screen, ("--shop", str(counter.shop))
    until(lambda: program_count(counter) == 3, what="the programs from headquarters")
    file = counter.shop.parent / "beyond.json"
    file.write_text(json.dumps(BEYOND), encoding="utf-8")
    posapp("programs", "load", str(file), *shop)
    file.write_text(json.dumps({"name": "Minji Kim", "id": "minji-kim"}), encoding="utf-8")
    card = posapp("enrol", str(file), *shop)["cards"][0]
    coupon = posapp("coupons", "issue", "thanks", "--member", "minji-kim", *shop)["coupons"][0]["code"]
    screen.type(PIN)
    screen.press("Return")

    # A membership is bought.
    counter.ring_up(card, PRIME)
    screen.press("Return")
    counter.until("sales", 1)
    assert member(shop)["balances"]["prime"] == 1

    # A gift card is loaded with the number that is scanned next, and spent in part by whoever brings it.
    counter.ring_up(GIFT, GIFT_CARD)
    screen.press("Return")
    counter.until("sales", 2)
    counter.ring_up(CUT, GIFT_CARD)
    screen.press("F3", "Return")
    counter.until("sales", 3)
    assert counter.totals()["due_minor"] == 30000 + 50000

    # A coupon is used by scanning it.
    counter.ring_up(card, CUT, coupon)
    screen.press("Return")
    counter.until("sales", 4)
    assert (counter.totals()["discount_minor"], member(shop)["balances"]["thanks"]) == (5000, 0)

    # She joins a club beside the open window, and the next sale there looks at it.
    posapp("member", "join", "minji-kim", "wine", *shop)
    counter.ring_up(card, PERM)
    screen.press("Return")
    counter.until("sales", 5)
    assert counter.totals()["discount_minor"] == 5000 + 18000
    assert posapp("verify", *shop)["findings"] == []


def member(shop: tuple[str, ...]) -> dict[str, Any]:
    return dict(posapp("member", "show", "minji-kim", *shop))
