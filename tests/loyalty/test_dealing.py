"""The item stage deals units out so that the customer saves the most: held against every possible dealing."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from operator import le, sub
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from posapp.loyalty.basket import Line, Redemption
from posapp.loyalty.dealing import Bid, deal
from posapp.loyalty.programs.base import Limits, Scope
from posapp.loyalty.programs.buy_get import BuyGet
from posapp.loyalty.words import Text
from tests.loyalty.one_sale import Counter, line, off

PRICES = {"P": 3000, "Q": 2000, "R": 500}
Document = dict[str, Any]
Units = tuple[str, ...]


@dataclass(frozen=True)
class Taker:
    """One way to take units in the reference: the units (by product) that it needs at once, and what each saves.

    `needs` is None for a benefit by the unit; `most` limits how many units it may take, or how many takers of its
    owner may be used together where it needs several.
    """

    owner: str
    saves: tuple[tuple[str, int], ...]
    needs: tuple[tuple[str, int], ...] | None = None
    most: int | None = None

    @property
    def saved(self) -> int:
        """What a taker of several units saves."""
        return sum(amount for _, amount in self.saves)


def every_dealing(units: Units, takers: list[Taker], budgets: dict[str, int]) -> Iterator[int]:
    """The saving of every way to give each single unit to one taker or to none, that breaks no rule."""
    fitting = [
        [None, *(n for n, taker in enumerate(takers) if unit in dict(taker.needs or taker.saves))] for unit in units
    ]
    for choice in itertools.product(*fitting):
        total: dict[str, int] = {}
        groups: dict[str, int] = {}
        for n, taker in enumerate(takers):
            mine = [unit for unit, taken in zip(units, choice, strict=True) if taken == n]
            if not mine:
                continue
            if taker.needs is not None:
                groups[taker.owner] = groups.get(taker.owner, 0) + 1
                if sorted(mine) != sorted(unit for unit, count in taker.needs for _ in range(count)):
                    break
                if taker.most is not None and groups[taker.owner] > taker.most:
                    break
                saved = taker.saved
            else:
                if taker.most is not None and len(mine) > taker.most:
                    break
                saved = sum(dict(taker.saves)[unit] for unit in mine)
            total[taker.owner] = total.get(taker.owner, 0) + saved
        else:
            yield sum(min(saved, budgets.get(owner, saved)) for owner, saved in total.items())


Counts = tuple[int, ...]


def takings_of(takers: list[Taker], there: Counts) -> dict[Counts, int]:
    """All that one program may take of what is there, and the most that it saves with each."""
    (first, *_) = takers
    if first.needs is None:
        saves = dict(first.saves)
        most = sum(there) if first.most is None else first.most
        ranges = [range(count + 1) if name in saves else range(1) for name, count in zip(PRICES, there, strict=True)]
        return {
            taken: sum(saves.get(name, 0) * n for name, n in zip(PRICES, taken, strict=True))
            for taken in itertools.product(*ranges)
            if sum(taken) <= most
        }
    found: dict[Counts, int] = {}
    for size in range(min(len(takers), first.most or len(takers)) + 1):
        for chosen in itertools.combinations(takers, size):
            taken = tuple(sum(dict(taker.needs or ()).get(name, 0) for taker in chosen) for name in PRICES)
            found[taken] = max(found.get(taken, 0), sum(taker.saved for taker in chosen))
    return found


def best_dealing(units: Units, takers: list[Taker], budgets: dict[str, int]) -> int:
    """The most that any dealing saves: program by program, with everything that each may take of what is left."""
    whole = tuple(units.count(name) for name in PRICES)
    best = {whole: 0}
    for owner, of_one in itertools.groupby(takers, key=lambda taker: taker.owner):
        takings = takings_of(list(of_one), whole)
        after: dict[Counts, int] = {}
        for left, so_far in best.items():
            for taken, saved in takings.items():
                if all(map(le, taken, left)):
                    rest = tuple(map(sub, left, taken))
                    total = so_far + min(saved, budgets.get(owner, saved))
                    after[rest] = max(after.get(rest, 0), total)
        best = after
    return max(best.values())


def groups_of(program: Document, units: Units) -> list[Taker]:
    """The groups that a program forms alone: dearest first, full ones only, the cheapest of each discounted."""
    names = program["scope"]["products"]
    mine = sorted((unit for unit in units if unit in names), key=lambda unit: (-PRICES[unit], unit))
    of_one = [[unit for unit in mine if unit == name] for name in names] if program.get("same_product") else [mine]
    size, rate = program["buy"] + program["get"], program.get("rate", 100)
    most = program.get("limits", {}).get("per_sale")
    found = []
    for run in of_one:
        for start in range(0, len(run) - size + 1, size):
            group = run[start : start + size]
            saves = tuple((unit, PRICES[unit] * rate // 100) for unit in group[program["buy"] :])
            needs = tuple((unit, group.count(unit)) for unit in dict.fromkeys(group))
            found.append(Taker(program["id"], saves, needs, most))
    return found


def takers_of(written: Document, units: Units) -> list[Taker]:
    if written["kind"] == "buy_get":
        return groups_of(written, units)
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
def some_groups(draw: st.DrawFn, products: list[str]) -> Document:
    document = {"kind": "buy_get", "buy": draw(st.integers(1, 3)), "get": draw(st.integers(1, 2))}
    document |= {"rate": draw(st.sampled_from([50, 80, 100])), "same_product": draw(st.booleans())}
    if draw(st.integers(0, 3)) == 0:
        document["limits"] = {"per_sale": draw(st.integers(1, 2))}
    return {**document, "scope": {"products": products}}


@st.composite
def some_programs(draw: st.DrawFn, most: int) -> list[Document]:
    found: list[Document] = []
    for n in range(draw(st.integers(1, most))):
        products = draw(some_products)
        kind = draw(st.sampled_from(["rate", "price", "each", "amount", "free", "groups", "groups"]))
        document: Document = {"kind": "fixed_discount", "scope": {"products": products}}
        if kind == "rate":
            document["rate"] = draw(st.sampled_from([10, 30, 50, 100]))
        elif kind == "price":
            document["price"] = draw(st.sampled_from([100, 1000, 2500]))
        elif kind == "each":
            document |= {"amount": draw(st.sampled_from([200, 900])), "per": "item"}
        elif kind == "amount":
            document["amount"] = draw(st.sampled_from([700, 2500, 6000]))
        elif kind == "groups":
            document = draw(some_groups(products))
        else:
            reward = {"at": 1, "item": {"products": products}}
            document = {"kind": "stamp_card", "size": 1, "welcome": 1, "earn": {"per": "visit"}, "redeem": "auto"}
            document["rewards"] = [reward]
        if kind != "free" and "limits" not in document and draw(st.integers(0, 3)) == 0:
            document["limits"] = {"budget": draw(st.sampled_from([300, 1100, 4000]))}
        found.append({"id": f"b{n}", "priority": draw(st.integers(1, 3)), **document})
    return found


def rung_up(units: Units) -> list[Line]:
    return [line(name, PRICES[name], units.count(name)) for name in dict.fromkeys(units)]


def reference(written: list[Document], units: Units) -> tuple[list[Taker], dict[str, int]]:
    takers = [taker for each in written for taker in takers_of(each, units)]
    budgets = {each["id"]: each["limits"]["budget"] for each in written if "budget" in each.get("limits", {})}
    return takers, budgets


EVERY_BASKET = [units for size in range(1, 9) for units in itertools.combinations_with_replacement(tuple(PRICES), size)]
"""Every basket of up to eight units of the three products."""


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(written=some_programs(most=5))
def test_no_way_to_deal_the_units_of_any_basket_saves_more(written: list[Document]) -> None:
    counter = Counter(*written)
    for units in EVERY_BASKET:
        quote = counter.quote(*rung_up(units))
        assert quote.discount_minor == best_dealing(units, *reference(written, units)), units
        assert not quote.bounded


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(written=some_programs(most=4), units=st.lists(st.sampled_from("PPQR"), min_size=1, max_size=5).map(tuple))
def test_the_reference_is_held_against_every_choice_for_every_single_unit(
    written: list[Document], units: Units
) -> None:
    takers, budgets = reference(written, units)
    assert best_dealing(units, takers, budgets) == max(every_dealing(units, takers, budgets))


def together(id: str, *, buy: int = 1, get: int = 1, **fields: Any) -> BuyGet:  # noqa: A002
    return BuyGet(id=id, buy=buy, get=get, **fields)


def test_a_dozen_groups_of_two_programs_are_still_dealt_exactly() -> None:
    pairs = together(id="pairs", scope=Scope(categories=("a",)))
    threes = together(id="threes", scope=Scope(categories=("a",)), buy=2)
    lines = [line(f"P{n:02}", 1000 + 10 * n, 1, "a") for n in range(24)]
    quote = Counter(pairs, threes).quote(*lines)
    assert off(quote) == {"pairs": sum(1000 + 10 * n for n in range(0, 24, 2))}
    assert not quote.bounded


def test_a_search_that_is_cut_short_says_so_and_still_gives_a_good_deal() -> None:
    lines = [line(f"P{n:02}", 1000 + 7 * n * n % 901, 1, "a", f"b{n % 5}", f"c{n % 7}") for n in range(60)]
    overlapping = [
        together(id=f"g{buy}-{word}", scope=Scope(categories=(word,)), buy=buy, rate=Decimal(60 + 3 * buy))
        for buy in (1, 2, 3)
        for word in ("a", *(f"b{n}" for n in range(5)), *(f"c{n}" for n in range(7)))
    ]
    alone = [sum(off(Counter(each).quote(*lines)).values()) for each in overlapping]
    quote = Counter(*overlapping).quote(*lines)
    assert quote.bounded
    assert quote.discount_minor >= max(alone)
    assert quote == Counter(*overlapping).quote(*lines)


def test_groups_are_limited_by_uses_and_each_counts_as_one() -> None:
    pairs = together(id="pairs", scope=Scope(products=("P",)), limits=Limits(per_sale=2, per_member=3))
    counter = Counter(pairs)
    soap = line("P", 3000, 9)
    assert off(counter.sell(soap)) == {"pairs": 6000}
    assert off(counter.sell(soap)) == {"pairs": 3000}
    quote = counter.quote(soap)
    assert off(quote) == {}
    assert counter.why_not(quote, "pairs") == "3 times for each member, and used"


def test_a_group_takes_the_units_that_only_qualify_too() -> None:
    """Three for two saves 3,000; ten percent would save 500 on each of the other two, but they are in the group."""
    third = together(id="third", buy=2, scope=Scope(categories=("bath",)))
    ten = {"id": "ten", "kind": "fixed_discount", "rate": 10, "scope": {"categories": ["bath", "oral"]}}
    counter = Counter(ten, third)
    quote = counter.quote(line("GEL", 5000, 2, "bath"), line("SOAP", 3000, 1, "bath"), line("BRUSH", 2000, 1, "oral"))
    assert off(quote) == {"ten": 200, "third": 3000}


def test_the_order_of_scanning_changes_nothing_where_groups_overlap() -> None:
    counter = Counter(
        together(id="pairs", scope=Scope(categories=("a",))),
        together(id="threes", buy=2, scope=Scope(categories=("b",))),
        {"id": "ten", "kind": "fixed_discount", "rate": 10, "scope": {"categories": ["a", "b"]}},
    )
    lines = [line("P", 1000, 2, "a"), line("Q", 1000, 2, "a", "b"), line("R", 700, 3, "b"), line("S", 900, 1, "b")]
    first = counter.quote(*lines)
    by_product = {each.line.product: each.net_minor for each in first.lines}
    for order in itertools.permutations(lines):
        again = counter.quote(*order)
        assert off(again) == off(first)
        assert {each.line.product: each.net_minor for each in again.lines} == by_product


def test_one_good_in_two_lines_is_dealt_as_if_in_one() -> None:
    counter = Counter(together(id="threes", buy=2, scope=Scope(products=("P",))))
    assert off(counter.quote(line("P", 900), line("P", 900), line("P", 900))) == {"threes": 900}


@pytest.mark.parametrize(
    ("priorities", "winner"), [((1, 2), "b"), ((2, 1), "a"), ((100, 100), "a")], ids=["b first", "a first", "by id"]
)
def test_of_two_that_save_the_same_the_smaller_priority_then_the_id_wins(
    priorities: tuple[int, int], winner: str
) -> None:
    of_b, of_a = priorities
    pair = together(id="b", scope=Scope(products=("P",)), rate=Decimal(50), priority=of_b)
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
