"""A quote of ten lines under fifty programs, with reasons, beside one written by hand and beside the Rust engine ZEN.

The programs are twenty percentages on products and categories, ten buy-so-many-get-one, ten thresholds and ten points
rules. The hand-written function is `benchmarks.quote_by_hand.by_hand`: the same programs as plain tuples, plain loops,
no features that these fifty do not use. The same programs are a model of ZEN (`zen-engine`, compiled content,
`benchmarks.quote_by_zen`), to whose result `benchmarks.quote_from_zen` does what its decision tables cannot; it is left
out where it is not installed. Both must give the very same `Quote`, reason by reason and entry by entry, which is
checked before anything is timed; what the engine takes alone, without that, stands beside. Besides: what 500 programs
cost beside 50 (the others name other goods), and 200 lines beside 10.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from benchmarks import Figure, ratio
from benchmarks.quote_by_hand import Plain, by_hand
from benchmarks.quote_by_zen import evaluated
from benchmarks.quote_from_zen import Words, from_zen
from posapp.loyalty.basket import Basket, Line
from posapp.loyalty.catalogue import Catalogue
from posapp.loyalty.definitions import read_programs
from posapp.loyalty.ledger import Account, Lot
from posapp.loyalty.members import Member, Standing
from posapp.loyalty.money import read_shop
from posapp.loyalty.outcome import Quote
from posapp.loyalty.programs.base import WEEKDAYS
from posapp.loyalty.quote import quote
from posapp.loyalty.words import Text

SHOP = read_shop({"currency": "KRW", "timezone": "Asia/Seoul", "rounding": {"unit": 10}})
MOMENT = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
MEMBER = Member(id="m", name="Kim", joined=date(2025, 1, 1), card_type="gold")


def programs(extra: int = 0) -> list[dict[str, Any]]:
    """Twenty percentages on products and categories, ten buy-so-many-get-one, ten thresholds, ten points rules; and
    `extra` of the same on goods that nobody buys."""
    found: list[dict[str, Any]] = []
    scope: dict[str, Any]
    group: dict[str, Any]
    for n in range(10):
        found.append({"id": f"p{n}", "kind": "fixed_discount", "rate": 5 + n, "scope": {"products": [f"P{n * 3}"]}})
        scope = {"categories": [f"c{n % 5}"], "except_products": [f"P{n}"]}
        found.append({"id": f"c{n}", "kind": "fixed_discount", "rate": f"{4 + n}.5", "scope": scope})
        group = {"buy": 1 if n % 3 else 2, "get": 1, "same_product": True, "scope": {"categories": [f"g{n}"]}}
        found.append({"id": f"g{n}", "kind": "buy_get", **group})
        least = 10_000 * (n + 1)
        found.append({"id": f"t{n}", "kind": "fixed_discount", "rate": n + 1, "scope": {"min_amount": least}})
        curve = (
            {},
            {"curve": [{"times": 2, "audience": {"card_types": ["gold"]}}]},
            {"curve": [{"times": 3, "active": {"weekdays": ["sat", "sun"]}}]},
        )[n % 3]
        points: dict[str, Any] = {"id": f"r{n}", "kind": "points", "earn": {"points": 1 + n, "per": 1000}, **curve}
        found.append(points | ({"scope": {"categories": [f"c{n % 5}"]}} if n % 2 else {}))
    for n in range(extra):
        scope = {"products": [f"X{n}"]} if n % 2 else {"categories": [f"x{n}"]}
        kinds: tuple[dict[str, Any], ...] = (
            {"kind": "fixed_discount", "rate": 5 + n % 20},
            {"kind": "fixed_discount", "rate": 5 + n % 20},
            {"kind": "buy_get", "buy": 2, "get": 1},
            {"kind": "fixed_discount", "rate": 5, "scope": {**scope, "min_amount": 1000}},
            {"kind": "points", "earn": {"points": 1, "per": 1000}},
        )
        found.append({"id": f"x{n:03}", "scope": scope, **kinds[n % 5]})
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
                categories=(f"c{n % 5}", f"g{n % 10}", "all"),
            )
            for n in range(lines)
        )
    )


STANDING = Standing(accounts={f"r{n}": Account(lots=(Lot(id="old/1", left=n),)) for n in range(10)}, visits=3)


def asked(documents: list[dict[str, Any]], lines: int) -> Callable[[], Quote]:
    """One quote, ready to be asked for again and again."""
    catalogue, bought = Catalogue.of(SHOP, read_programs(documents)), basket(lines)
    return lambda: quote(catalogue, basket=bought, member=MEMBER, standing=STANDING, moment=MOMENT, sale="s")


def written_by_hand() -> Callable[[], Quote]:
    """The same quote from the function written by hand."""
    known, lines = Plain.of(programs(), unit=SHOP.rounding_unit), basket(10).lines
    have = {account: sum(lot.left for lot in held.lots) for account, held in STANDING.accounts.items()}
    return lambda: by_hand(known, lines, have, card=MEMBER.card_type, moment=MOMENT, member=MEMBER.id, sale="s")


def asked_of_zen() -> tuple[Callable[[], Quote], Callable[[], object]] | None:
    """The same quote by the Rust engine, and what the engine does of it; None where it is not installed."""
    lines = basket(10).lines
    try:
        engine = evaluated(programs(), lines, card=MEMBER.card_type, weekday=WEEKDAYS[MOMENT.weekday()])
    except ImportError:
        return None
    words = Words(Plain.of(programs(), unit=SHOP.rounding_unit))
    have = {account: sum(lot.left for lot in held.lots) for account, held in STANDING.accounts.items()}
    return (lambda: from_zen(engine(), words, lines, have, moment=MOMENT, member=MEMBER.id, sale="s")), engine


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
    beside_zen = []
    if (zen := asked_of_zen()) is not None:
        whole, engine = zen
        assert ours() == whole(), "the answer by zen-engine differs"
        beside_zen = [
            ratio("the same beside one by zen-engine", fifty, many(whole), rounds=rounds, bound=1 / 3),
            ratio("the same beside what zen-engine does of it", fifty, many(engine), rounds=rounds),
        ]
    return [
        ratio("a quote of 10 lines, 50 programs, beside one by hand", fifty, many(theirs), rounds=rounds, bound=2.0),
        *beside_zen,
        ratio("500 programs beside 50", many(asked(programs(450), 10)), fifty, rounds=rounds, bound=2.0),
        ratio("200 lines beside 10", many(asked(programs(), 200)), fifty, rounds=max(rounds // 5, 3), bound=20.0),
    ]
