"""Partner shops at headquarters: real sales of two shops, one member's points, and who owes whom."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from typing import Any

import pytest

from posapp.cli import main
from posapp.hq import pages, settlement
from posapp.hq.pages import COOKIE, Visit
from posapp.hq.settlement import Period, ProgramSettlement
from posapp.loyalty.basket import Redemption
from posapp.loyalty.ledger import Entry
from posapp.loyalty.outcome import Quote
from tests.hq.chain import KEY, Chain
from tests.loyalty.one_sale import Counter, line
from tests.sync.small_till import SmallTill

STREET: dict[str, Any] = {
    "id": "street", "kind": "points", "name": {"en": "Street points", "ko": "거리 포인트"},
    "earn": {"points": 1, "per": 100}, "redeem": {"value": 10},
    "coalition": {"partners": {"bakery": {}, "cafe": {}}, "settle_value": "9.5"},
}  # fmt: skip


class Street:
    """Two shops with a till each, at which member A has one account."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        self.counters = {name: Counter(STREET, id=name) for name in ("bakery", "cafe")}
        self.counters["cafe"].paper.accounts = self.counters["bakery"].paper.accounts
        self.day = "2026-03-02"
        self.tills: dict[str, SmallTill] = {name: chain.till(name, store=name) for name in self.counters}
        with chain.desk() as desk:
            desk.db.execute("INSERT INTO programs VALUES ('street', 1, 0, ?, '')", (json.dumps(STREET),))

    def sell(self, shop: str, price: int, *, points: int = 0) -> Quote:
        redeem = [Redemption(program="street", points=points)] if points else []
        counter = self.counters[shop]
        counter._sales = sum(len(each.paper.sales) for each in self.counters.values())
        quote = counter.sell(line("X", price, 2), redeem=redeem)
        amounts = {"list_minor": 0, "discount_minor": 0, "due_minor": 0}
        self._record(shop, "sale", quote.sale, {"sale": quote.sale, **amounts}, quote.entries)
        return quote

    def take_back(self, shop: str, sale: Quote, units: int) -> None:
        counter = self.counters[shop]
        counter._sales += 10
        back = counter.take_back(sale, {0: units})
        event = f"return-{counter._sales}"
        self._record(shop, "return", event, {"sale": sale.sale, "refund_minor": 0}, back.entries)

    def void(self, shop: str, sale: Quote) -> None:
        counter = self.counters[shop]
        counter._sales += 10
        back = counter.void(sale)
        self._record(shop, "void", f"void-{counter._sales}", {"sale": sale.sale, "refund_minor": 0}, back.entries)

    def _record(self, shop: str, kind: str, event: str, body: Mapping[str, object], entries: tuple[Entry, ...]) -> None:
        self.tills[shop].record(kind, event, "", {"day": self.day, "member": "A", **body}, *entries)

    def settled(self, since: str = "", until: str = "") -> ProgramSettlement:
        self.chain.sync(*self.tills.values())
        (found,) = settlement.of(self.chain.headquarters.desk(), Period(since, until))
        return found

    def owner_sees(self, language: str, **asked: str) -> str:
        """The owner's page without its markup."""
        headquarters = self.chain.headquarters
        cookies = {COOKIE: pages._cookie(pages.owner_key(headquarters))}
        visit = Visit(method="GET", path="/", query=asked, headers={"accept-language": language}, cookies=cookies)
        return html.unescape(re.sub(r"<[^>]+>", " ", pages.answer(headquarters, visit).body.decode()))


@pytest.fixture
def street(chain: Chain) -> Street:
    return Street(chain)


def shops(found: ProgramSettlement) -> list[tuple[str, int, int, int]]:
    return [(each.partner, each.issued, each.taken, each.gets_minor) for each in found.settlement.positions]


def test_who_issued_owes_who_took(street: Street) -> None:
    street.sell("bakery", 5_000)  # 100 points
    street.sell("cafe", 5_000, points=60)  # 94 points: 600 of the 10,000 were paid with points
    assert shops(street.settled()) == [("bakery", 100, 0, -570), ("cafe", 94, 60, 570)]
    street.sell("bakery", 5_000, points=50)  # 40 of its own, 10 of the cafe's
    found = street.settled()
    assert shops(found) == [("bakery", 195, 50, -475), ("cafe", 94, 60, 475)]
    assert [(debt.debtor, debt.creditor, debt.points) for debt in found.settlement.debts] == [("bakery", "cafe", 50)]


def test_a_void_settles_nothing_and_a_return_issues_anew_what_it_gives_back(street: Street) -> None:
    street.sell("bakery", 5_000)
    spent = street.sell("cafe", 500, points=100)
    assert shops(street.settled()) == [("bakery", 100, 0, -950), ("cafe", 0, 100, 950)]
    street.void("cafe", spent)
    assert shops(street.settled()) == [("bakery", 100, 0, 0), ("cafe", 0, 0, 0)]
    spent = street.sell("cafe", 500, points=100)
    street.take_back("cafe", spent, 1)
    assert shops(street.settled()) == [("bakery", 100, 0, -950), ("cafe", 0, 50, 950)]  # 50 are the cafe's now
    street.sell("bakery", 250, points=50)
    assert shops(street.settled()) == [("bakery", 100, 50, -475), ("cafe", 0, 50, 475)]


def test_a_return_of_points_spent_elsewhere_is_settled_when_the_next_earning_fills_it(street: Street) -> None:
    earned = street.sell("bakery", 5_000)
    street.sell("cafe", 500, points=100)
    street.take_back("bakery", earned, 2)
    found = street.settled()
    assert (shops(found), found.settlement.uncovered) == ([("bakery", 0, 0, -950), ("cafe", 0, 100, 950)], 100)
    street.sell("cafe", 4_000)  # its 80 points fill what the bakery took back
    found = street.settled()
    assert (shops(found), found.settlement.uncovered) == ([("bakery", 0, 0, -190), ("cafe", 80, 100, 190)], 20)
    assert street.chain.found() == ()


@pytest.mark.parametrize(
    ("language", "owes"),
    [("en", "bakery owes cafe ₩570 for 60 points"), ("ko", "bakery → cafe: 60포인트, 570원 지급")],
)
def test_the_owners_page_and_the_command_say_so(
    street: Street, language: str, owes: str, capsys: pytest.CaptureFixture[str]
) -> None:
    street.sell("bakery", 5_000)
    street.sell("cafe", 5_000, points=60)
    street.settled()
    assert owes in street.owner_sees(language)
    file = street.chain.folder / "hq.db"
    file.with_name("hq.db.key").write_text(KEY.hex())
    street.chain.db.close()
    assert main(["hq", "settlement", "--database", str(file), "--language", language]) == 0
    assert owes in capsys.readouterr().out
    assert main(["hq", "settlement", "--database", str(file), "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)["programs"]
    assert told["settlement"]["debts"] == [{"debtor": "bakery", "creditor": "cafe", "points": 60, "minor": 570}]


@pytest.fixture
def spring(street: Street) -> Street:
    """Points issued in March; used at the other shop, brought back and filled in April; used again in May."""
    earned = street.sell("bakery", 5_000)
    street.day = "2026-04-10"
    street.sell("cafe", 500, points=100)
    street.take_back("bakery", earned, 2)
    street.sell("cafe", 4_000)
    street.day = "2026-05-20"
    street.sell("cafe", 5_000)
    street.sell("bakery", 5_000, points=30)
    return street


def test_a_point_is_settled_on_the_day_on_which_another_shop_took_it(spring: Street) -> None:
    march, april = spring.settled("2026-03-01", "2026-03-31"), spring.settled("2026-04-01", "2026-04-30")
    assert (shops(march), march.settlement.debts) == ([("bakery", 100, 0, 0)], ())
    assert (shops(april), april.settlement.uncovered) == ([("bakery", -100, 0, -190), ("cafe", 80, 100, 190)], 20)
    may = spring.settled("2026-05-01")
    assert [(debt.debtor, debt.creditor, debt.points) for debt in may.settlement.debts] == [("cafe", "bakery", 50)]
    assert may.settlement.uncovered == 0


def test_periods_side_by_side_add_up_to_the_whole(spring: Street) -> None:
    whole = spring.settled()
    parts = [
        spring.settled(until="2026-04-10"),
        spring.settled("2026-04-11", "2026-05-19"),
        spring.settled("2026-05-20"),
    ]
    for field in ("issued", "taken"):
        summed = {
            shop.partner: sum(
                getattr(each, field)
                for part in parts
                for each in part.settlement.positions
                if each == shop or each.partner == shop.partner
            )
            for shop in whole.settlement.positions
        }
        assert summed == {shop.partner: getattr(shop, field) for shop in whole.settlement.positions}
    signed = [(debt.points if debt.debtor == "bakery" else -debt.points)
              for part in parts for debt in part.settlement.debts]  # fmt: skip
    (debt,) = whole.settlement.debts
    assert sum(signed) == (debt.points if debt.debtor == "bakery" else -debt.points)
    assert parts[1].settlement.positions == ()


@pytest.mark.parametrize(
    ("language", "days", "owes", "nothing"),
    [
        ("en", "1 Apr 2026 to 30 Apr 2026", "bakery owes cafe ₩190 for 20 points", "Nothing was issued or taken"),
        ("ko", "2026년 4월 1일부터 2026년 4월 30일까지", "bakery → cafe: 20포인트, 190원 지급", "적립하거나 사용한"),
    ],
)
def test_the_owner_chooses_the_days(
    spring: Street, language: str, days: str, owes: str, nothing: str, capsys: pytest.CaptureFixture[str]
) -> None:
    spring.settled()
    seen = spring.owner_sees(language, **{"from": "2026-04-01", "to": "2026-04-30"})
    assert owes in seen
    assert nothing in spring.owner_sees(language, **{"from": "2026-06-01", "to": "soon"})
    file = spring.chain.folder / "hq.db"
    file.with_name("hq.db.key").write_text(KEY.hex())
    spring.chain.db.close()
    asked = ["hq", "settlement", "--database", str(file), "--language", language, "--from", "2026-04-01"]
    assert main([*asked, "--to", "2026-04-30"]) == 0
    printed = capsys.readouterr().out
    assert printed.splitlines()[0] == days
    assert owes in printed
    assert main([*asked, "--to", "2026-04-30", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["from"], told["to"]) == ("2026-04-01", "2026-04-30")
    assert told["programs"][0]["settlement"]["debts"][0]["points"] == 20
    assert main([*asked, "--to", "2026-03-01"]) == 1
