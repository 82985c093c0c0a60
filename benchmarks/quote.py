"""A quote of ten lines under fifty programs, beside a function written by hand that knows just these rules.

The hand-written function is `benchmarks.quote_by_hand.by_hand`: the same programs as plain tuples, one loop over them,
no features that these fifty do not use. It must give the very same `Quote`, reason by reason, which is checked before
anything is timed. Besides: what 500 programs cost beside 50 (the others name other goods), and 200 lines beside 10.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from benchmarks import Figure, ratio
from benchmarks.quote_by_hand import Plain, by_hand
from posapp.loyalty.basket import Basket, Line
from posapp.loyalty.catalogue import Catalogue
from posapp.loyalty.definitions import read_programs
from posapp.loyalty.ledger import Account, Lot
from posapp.loyalty.members import Member, Standing
from posapp.loyalty.money import read_shop
from posapp.loyalty.outcome import Quote
from posapp.loyalty.quote import quote
from posapp.loyalty.words import Text

SHOP = read_shop({"currency": "KRW", "timezone": "Asia/Seoul", "rounding": {"unit": 10}})
MOMENT = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
MEMBER = Member(id="m", name="Kim", joined=date(2025, 1, 1), card_type="gold")


def programs(extra: int = 0) -> list[dict[str, Any]]:
    """Twenty percentages on goods, ten thresholds, ten fixed, ten stamp cards; and `extra` on goods nobody buys."""
    found: list[dict[str, Any]] = []
    for n in range(10):
        found.append({"id": f"p{n}", "kind": "fixed_discount", "rate": 5 + n, "scope": {"products": [f"P{n * 3}"]}})
        scope = {"categories": [f"c{n % 5}"], "except_products": [f"P{n}"]}
        found.append({"id": f"c{n}", "kind": "fixed_discount", "rate": f"{4 + n}.5", "scope": scope})
        least = 10_000 * (n + 1)
        found.append({"id": f"t{n}", "kind": "fixed_discount", "rate": n + 1, "scope": {"min_amount": least}})
        found.append({"id": f"f{n}", "kind": "fixed_discount", "amount": 100 * (n + 1)})
        earn = ({"per": "visit"}, {"per": "item"}, {"per": "amount", "every": 5000})[n % 3]
        stamps: dict[str, Any] = {"id": f"s{n}", "kind": "stamp_card", "size": 10, "earn": earn}
        found.append(stamps | {"scope": {"categories": [f"c{n % 5}"]}, "rewards": [{"at": 10, "rate": 10}]})
    for n in range(extra):
        scope = {"products": [f"X{n}"]} if n % 2 else {"categories": [f"x{n}"]}
        found.append({"id": f"x{n:03}", "kind": "fixed_discount", "rate": 5 + n % 20, "scope": scope})
    return found


def basket(lines: int) -> Basket:
    """So many lines of different goods in one to three units."""
    return Basket(
        lines=tuple(
            Line(
                product=f"P{n}",
                name=Text(f"P{n}"),
                price_minor=1230 + 770 * (n % 17),
                quantity=1 + n % 3,
                categories=(f"c{n % 5}", "all"),
            )
            for n in range(lines)
        )
    )


STANDING = Standing(accounts={f"s{n}": Account(lots=(Lot(id="old/1", left=n),)) for n in range(10)}, visits=3)


def asked(documents: list[dict[str, Any]], lines: int) -> Callable[[], Quote]:
    """One quote, ready to be asked for again and again."""
    catalogue, bought = Catalogue.of(SHOP, read_programs(documents)), basket(lines)
    return lambda: quote(catalogue, basket=bought, member=MEMBER, standing=STANDING, moment=MOMENT, sale="s")


def written_by_hand() -> Callable[[], Quote]:
    """The same quote from the function written by hand."""
    known, lines = Plain.of(programs(), unit=SHOP.rounding_unit), basket(10).lines
    have = {account: sum(lot.left for lot in held.lots) for account, held in STANDING.accounts.items()}
    return lambda: by_hand(known, lines, have, moment=MOMENT, member=MEMBER.id, sale="s")


def run(quick: bool) -> list[Figure]:
    """The figures; `AssertionError` where the two answers differ."""
    rounds, calls = (15, 100) if quick else (61, 400)
    ours, theirs = asked(programs(), 10), written_by_hand()
    assert ours() == theirs(), "the two answers differ"

    def many(job: Callable[[], object]) -> Callable[[], None]:
        def repeated() -> None:
            for _ in range(calls):
                job()

        return repeated

    fifty = many(ours)
    return [
        ratio("a quote of 10 lines, 50 programs, beside one by hand", fifty, many(theirs), rounds=rounds, bound=2.0),
        ratio("500 programs beside 50", many(asked(programs(450), 10)), fifty, rounds=rounds, bound=2.0),
        ratio("200 lines beside 10", many(asked(programs(), 200)), fifty, rounds=max(rounds // 5, 3), bound=20.0),
    ]
