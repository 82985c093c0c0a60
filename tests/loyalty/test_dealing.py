"""The item stage deals units out so that the customer saves the most: held against every possible dealing."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from posapp.loyalty.basket import Line, Redemption
from posapp.loyalty.dealing import Bid, deal
from posapp.loyalty.programs.base import Limits, Program, Scope
from posapp.loyalty.words import Text
from tests.loyalty.group_kind import Together, install
from tests.loyalty.one_sale import Counter, line, off

PRICES = {"P": 3000, "Q": 2000, "R": 500}


@dataclass(frozen=True)
class Taker:
    """One way to take units in the reference: the units (by product) that it needs at once, and what each saves.

    `needs` is None for a benefit by the unit; `most` limits how many units it may take.
    """

    owner: str
    saves: tuple[tuple[str, int], ...]
    needs: tuple[tuple[str, int], ...] | None = None
    most: int | None = None


def every_dealing(units: tuple[str, ...], takers: list[Taker], budgets: dict[str, int]) -> Iterator[int]:
    """The saving of every way to give each single unit to one taker or to none, that breaks no rule."""
    fitting = [
        [None, *(n for n, taker in enumerate(takers) if unit in dict(taker.needs or taker.saves))] for unit in units
    ]
    for choice in itertools.product(*fitting):
        total: dict[str, int] = {}
        for n, taker in enumerate(takers):
            mine = [unit for unit, taken in zip(units, choice, strict=True) if taken == n]
            if not mine:
                continue
            if taker.needs is not None:
                if sorted(mine) != sorted(unit for unit, count in taker.needs for _ in range(count)):
                    break
                saved = sum(amount for _, amount in taker.saves)
            else:
                if taker.most is not None and len(mine) > taker.most:
                    break
                saved = sum(dict(taker.saves)[unit] for unit in mine)
            total[taker.owner] = total.get(taker.owner, 0) + saved
        else:
            yield sum(min(saved, budgets.get(owner, saved)) for owner, saved in total.items())


def groups_of(program: Together, units: tuple[str, ...]) -> list[Taker]:
    """The groups that a program forms alone: dearest first, full ones only, the cheapest of each discounted."""
    mine = sorted((unit for unit in units if unit in program.scope.products), key=lambda unit: (-PRICES[unit], unit))
    size = program.buy + program.get
    found = []
    for start in range(0, len(mine) - size + 1, size):
        chunk = mine[start : start + size]
        saves = tuple((unit, int(PRICES[unit] * program.rate / 100)) for unit in chunk[program.buy :])
        found.append(Taker(program.id, saves, tuple((unit, chunk.count(unit)) for unit in dict.fromkeys(chunk))))
    return found


def takers_of(written: dict[str, Any] | Program, units: tuple[str, ...]) -> list[Taker]:
    if isinstance(written, Together):
        return groups_of(written, units)
    assert isinstance(written, dict)
    if written["kind"] == "stamp_card":
        names = written["rewards"][0]["item"]["products"]
        return [Taker(written["id"], tuple((name, PRICES[name]) for name in names), most=1)]
    names = written["scope"]["products"]
    if "rate" in written:
        saves = [(name, PRICES[name] * written["rate"] // 100) for name in names]
    elif "price" in written:
        saves = [(name, max(PRICES[name] - written["price"], 0)) for name in names]
    elif written.get("per") == "item":
        saves = [(name, min(written["amount"], PRICES[name])) for name in names]
    else:
        needs = tuple((name, units.count(name)) for name in names if name in units)
        whole = sum(PRICES[name] * count for name, count in needs)
        return [Taker(written["id"], (("", min(written["amount"], whole)),), needs)] if needs else []
    return [Taker(written["id"], tuple(saves))]


some_products = st.lists(st.sampled_from("PQR"), min_size=1, max_size=3, unique=True)


@st.composite
def some_programs(draw: st.DrawFn) -> list[dict[str, Any] | Program]:
    found: list[dict[str, Any] | Program] = []
    for n in range(draw(st.integers(1, 4))):
        products = draw(some_products)
        kind = draw(st.sampled_from(["rate", "price", "each", "amount", "free", "groups", "groups"]))
        document: dict[str, Any] = {"id": f"b{n}", "kind": "fixed_discount", "scope": {"products": products}}
        if kind == "rate":
            document["rate"] = draw(st.sampled_from([10, 30, 50, 100]))
        elif kind == "price":
            document["price"] = draw(st.sampled_from([100, 1000, 2500]))
        elif kind == "each":
            document |= {"amount": draw(st.sampled_from([200, 900])), "per": "item"}
        elif kind == "amount":
            document["amount"] = draw(st.sampled_from([700, 2500, 6000]))
        if kind == "groups":
            buy, get = draw(st.integers(1, 2)), draw(st.integers(1, 2))
            rate = Decimal(draw(st.sampled_from([50, 100])))
            found.append(Together(id=f"b{n}", scope=Scope(products=tuple(products)), buy=buy, get=get, rate=rate))
        elif kind == "free":
            reward = {"at": 1, "item": {"products": products}}
            found.append(
                {
                    "id": f"b{n}",
                    "kind": "stamp_card",
                    "size": 1,
                    "welcome": 1,
                    "earn": {"per": "visit"},
                    "redeem": "auto",
                    "rewards": [reward],
                }
            )
        else:
            if draw(st.integers(0, 3)) == 0:
                document["limits"] = {"budget": draw(st.sampled_from([300, 1100, 4000]))}
            found.append(document)
    return found


def rung_up(units: tuple[str, ...]) -> list[Line]:
    return [line(name, PRICES[name], units.count(name)) for name in dict.fromkeys(units)]


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(written=some_programs(), units=st.lists(st.sampled_from("PPQR"), min_size=1, max_size=6).map(tuple))
def test_no_way_to_deal_the_units_saves_more(written: list[dict[str, Any] | Program], units: tuple[str, ...]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        install(patch)
        quote = Counter(*written).quote(*rung_up(units))
    takers = [taker for each in written for taker in takers_of(each, units)]
    budgets = {each["id"]: each["limits"]["budget"] for each in written if isinstance(each, dict) and "limits" in each}
    assert quote.discount_minor == max(every_dealing(units, takers, budgets))
    assert not quote.bounded


def test_a_dozen_groups_of_two_programs_are_still_dealt_exactly(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch)
    pairs = Together(id="pairs", scope=Scope(categories=("a",)))
    threes = Together(id="threes", scope=Scope(categories=("a",)), buy=2)
    lines = [line(f"P{n:02}", 1000 + 10 * n, 1, "a") for n in range(24)]
    quote = Counter(pairs, threes).quote(*lines)
    assert off(quote) == {"pairs": sum(1000 + 10 * n for n in range(0, 24, 2))}
    assert not quote.bounded


def test_a_search_that_is_cut_short_says_so_and_still_gives_a_good_deal(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch)
    lines = [line(f"P{n:02}", 1000 + 7 * n * n % 901, 1, "a", f"b{n % 5}", f"c{n % 7}") for n in range(60)]
    overlapping = [
        Together(id=f"g{buy}-{word}", scope=Scope(categories=(word,)), buy=buy, rate=Decimal(60 + 3 * buy))
        for buy in (1, 2, 3)
        for word in ("a", *(f"b{n}" for n in range(5)), *(f"c{n}" for n in range(7)))
    ]
    alone = [sum(off(Counter(each).quote(*lines)).values()) for each in overlapping]
    quote = Counter(*overlapping).quote(*lines)
    assert quote.bounded
    assert quote.discount_minor >= max(alone)
    assert quote == Counter(*overlapping).quote(*lines)


def test_groups_are_limited_by_uses_and_each_counts_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch)
    pairs = Together(id="pairs", scope=Scope(products=("P",)), limits=Limits(per_sale=2, per_member=3))
    counter = Counter(pairs)
    soap = line("P", 3000, 9)
    assert off(counter.sell(soap)) == {"pairs": 6000}
    assert off(counter.sell(soap)) == {"pairs": 3000}
    quote = counter.quote(soap)
    assert off(quote) == {}
    assert counter.why_not(quote, "pairs") == "3 times for each member, and used"


def test_a_group_takes_the_units_that_only_qualify_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three for two saves 3,000; ten percent would save 500 on each of the other two, but they are in the group."""
    install(monkeypatch)
    third = Together(id="third", buy=2, scope=Scope(categories=("bath",)))
    ten = {"id": "ten", "kind": "fixed_discount", "rate": 10, "scope": {"categories": ["bath", "oral"]}}
    counter = Counter(ten, third)
    quote = counter.quote(line("GEL", 5000, 2, "bath"), line("SOAP", 3000, 1, "bath"), line("BRUSH", 2000, 1, "oral"))
    assert off(quote) == {"ten": 200, "third": 3000}


def test_the_order_of_scanning_changes_nothing_where_groups_overlap(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch)
    counter = Counter(
        Together(id="pairs", scope=Scope(categories=("a",))),
        Together(id="threes", buy=2, scope=Scope(categories=("b",))),
        {"id": "ten", "kind": "fixed_discount", "rate": 10, "scope": {"categories": ["a", "b"]}},
    )
    lines = [line("P", 1000, 2, "a"), line("Q", 1000, 2, "a", "b"), line("R", 700, 3, "b"), line("S", 900, 1, "b")]
    first = counter.quote(*lines)
    by_product = {each.line.product: each.net_minor for each in first.lines}
    for order in itertools.permutations(lines):
        again = counter.quote(*order)
        assert off(again) == off(first)
        assert {each.line.product: each.net_minor for each in again.lines} == by_product


def test_one_good_in_two_lines_is_dealt_as_if_in_one(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch)
    counter = Counter(Together(id="threes", buy=2, scope=Scope(products=("P",))))
    assert off(counter.quote(line("P", 900), line("P", 900), line("P", 900))) == {"threes": 900}


@pytest.mark.parametrize(
    ("priorities", "winner"), [((1, 2), "b"), ((2, 1), "a"), ((100, 100), "a")], ids=["b first", "a first", "by id"]
)
def test_of_two_that_save_the_same_the_smaller_priority_then_the_id_wins(
    priorities: tuple[int, int], winner: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch)
    of_b, of_a = priorities
    pair = Together(id="b", scope=Scope(products=("P",)), rate=Decimal(50), priority=of_b)
    rate = {"id": "a", "kind": "fixed_discount", "rate": 25, "scope": {"products": ["P"]}, "priority": of_a}
    quote = Counter(pair, rate).quote(line("P", 1000, 2))
    assert off(quote) == {winner: 500}


def test_a_free_unit_may_be_any_in_scope_so_that_the_whole_saves_most() -> None:
    """The dearest is at half price already: free is the other one."""
    card = {
        "id": "card",
        "kind": "stamp_card",
        "size": 1,
        "welcome": 1,
        "earn": {"per": "visit"},
        "rewards": [{"at": 1, "item": {"products": ["P", "Q"]}}],
    }
    half = {"id": "half", "kind": "fixed_discount", "rate": 50, "scope": {"products": ["P"]}}
    counter = Counter(card, half)
    counter.give("card", 1)
    quote = counter.quote(line("P", 3000), line("Q", 2900), redeem=[Redemption(program="card")])
    assert off(quote) == {"card": 2900, "half": 1500}


def test_bids_that_are_worth_less_than_what_they_displace_are_left() -> None:
    found = deal([3], [(10, 0)], [Bid(rank=1, units=((0, 3),), value=29)])
    assert found.taken == {}
    assert deal([3], [(10, 0)], [Bid(rank=1, units=((0, 3),), value=31)]).taken == {0: 1}


def test_of_dealings_with_one_total_the_first_rule_gets_more() -> None:
    """A pair of rank 0 and singles of rank 1 save the same on two of the three units: the pair is taken."""
    assert deal([2], [(5, 1)], [Bid(rank=0, units=((0, 2),), value=10)]).taken == {0: 1}
    assert deal([2], [(5, 0)], [Bid(rank=1, units=((0, 2),), value=10)]).taken == {}


def test_names_are_shown_as_the_shop_wrote_them() -> None:
    program = {"id": "half", "kind": "fixed_discount", "rate": 50, "name": {"en": "Half", "ko": "반값"}}
    quote = Counter(program).quote(line("P", 3000))
    assert quote.benefits[0].name == Text.read({"en": "Half", "ko": "반값"})
