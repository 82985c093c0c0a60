"""The pass against a second one, written for clarity alone: fractions, one line after the other, no index, no shortcut.

It knows discounts in percent and in money on goods and on the sale, member prices, and how they stack. What it answers
to the last minor unit of each line, the pass must answer too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from posapp.loyalty.basket import Line
from tests.loyalty.one_sale import Counter, line, off

Program = dict[str, Any]


def wants(program: Program, of: Line) -> bool:
    scope = program.get("scope", {})
    if of.product in scope.get("except_products", ()):
        return False
    named = scope.get("products", ()), scope.get("categories", ())
    return not any(named) or of.product in named[0] or bool(set(of.categories) & set(named[1]))


def on_goods(program: Program) -> bool:
    scope = program.get("scope", {})
    return "price" in program or bool(scope.get("products") or scope.get("categories"))


@dataclass
class Reckoning:
    """What is left of each line, and who took what."""

    lines: Sequence[Line]
    unit: int
    left: list[int] = field(default_factory=list)
    taken: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.left = [each.price_minor * each.quantity for each in self.lines]

    def take(self, id_: str, exact: dict[int, Fraction], caps: dict[int, int]) -> None:
        """Round once, spread by largest remainder, never above a cap."""
        whole = sum(exact.values(), Fraction(0))
        amount = int((whole / self.unit + Fraction(1, 2)) // 1) * self.unit
        amount = min(amount, sum(caps[n] for n in exact if exact[n]))
        shares: dict[int, int] = {}
        open_ = {n for n in exact if exact[n]}
        rest = amount
        while open_:
            total = sum(exact[n] for n in open_)
            ideal = {n: rest * exact[n] / total for n in open_}
            over = {n for n in open_ if ideal[n] // 1 > caps[n]}
            if not over:
                break
            for n in over:
                shares[n] = caps[n]
                rest -= caps[n]
            open_ -= over
        if open_:
            shares |= {n: int(ideal[n] // 1) for n in open_}
            order = sorted(
                open_,
                key=lambda n: (shares[n] - ideal[n], -self.left[n], self.lines[n].product, self.lines[n].price_minor,
                               self.lines[n].quantity),
            )  # fmt: skip
            while sum(shares.values()) < amount:
                for n in order:
                    if sum(shares.values()) < amount and shares[n] < caps[n]:
                        shares[n] += 1
        for n, share in shares.items():
            self.left[n] -= share
        if amount:
            self.taken[id_] = amount

    def worth(self, program: Program) -> dict[int, Fraction]:
        """What a program would take of what is left, by line."""
        mine = [n for n, each in enumerate(self.lines) if wants(program, each)]
        base = sum(self.left[n] for n in mine)
        if not base:
            return {}
        whole = min(Fraction(program["amount"]), Fraction(base)) if "amount" in program else None
        if whole is None:
            whole = base * Fraction(str(program["rate"])) / 100
        return {n: whole * self.left[n] / base for n in mine}


def saving(program: Program, price: int) -> Fraction:
    if "price" in program:
        return Fraction(max(price - program["price"], 0))
    if "amount" in program:
        return Fraction(min(program["amount"], price))
    return price * Fraction(str(program["rate"])) / 100


def by_rank(programs: Sequence[Program]) -> list[Program]:
    return sorted(programs, key=lambda each: (each.get("priority", 100), each["id"]))


def reckon(programs: Sequence[Program], lines: Sequence[Line], unit: int) -> Reckoning:
    """The pass, step by step as the page has it."""
    found = Reckoning(lines, unit)
    ranked = by_rank(programs)

    def those(stacks: str, goods: bool) -> list[Program]:
        return [each for each in ranked if each.get("stacks", "best") == stacks and on_goods(each) == goods]

    of_items = those("best", True)
    winners: dict[int, Program] = {}
    for n, each in enumerate(lines):
        held = [program for program in of_items if wants(program, each) and saving(program, each.price_minor)]
        if held:
            winners[n] = max(held, key=lambda program: saving(program, each.price_minor))
    for program in of_items:
        mine = [n for n, winner in winners.items() if winner is program]
        exact = {n: saving(program, lines[n].price_minor) * lines[n].quantity for n in mine}
        found.take(program["id"], exact, {n: lines[n].price_minor * lines[n].quantity for n in mine})
    for program in those("always", True):
        found.take(program["id"], found.worth(program), dict(enumerate(found.left)))
    of_sale = those("best", False)
    if of_sale:
        best = max(of_sale, key=lambda program: sum(found.worth(program).values()))
        found.take(best["id"], found.worth(best), dict(enumerate(found.left)))
    for program in those("always", False):
        found.take(program["id"], found.worth(program), dict(enumerate(found.left)))
    for program in [each for each in ranked if each.get("stacks") == "alone"]:
        alone = Reckoning(lines, unit)
        alone.take(program["id"], alone.worth(program), dict(enumerate(alone.left)))
        if sum(alone.taken.values()) > sum(found.taken.values()):
            found = alone
    return found


rates = st.one_of(st.integers(1, 100), st.sampled_from(["2.5", "7.25", "33.33", "99.9", "0.125"]))
scopes: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        "products": st.lists(st.sampled_from("PQR"), min_size=1, max_size=2, unique=True),
        "categories": st.lists(st.sampled_from("ab"), min_size=1, max_size=2, unique=True),
        "except_products": st.just(["R"]),
    },
)


@st.composite
def some_programs(draw: st.DrawFn) -> list[Program]:
    found: list[Program] = []
    for n in range(draw(st.integers(1, 6))):
        program: Program = {"id": f"b{n}", "kind": "fixed_discount", "scope": draw(scopes)}
        program["priority"] = draw(st.sampled_from([50, 100]))
        program["stacks"] = draw(st.sampled_from(["best", "best", "best", "always", "alone"]))
        shapes = ["rate", "rate", "amount"]
        if program["stacks"] == "best":
            shapes.append("price")
        shape = draw(st.sampled_from(shapes))
        program[shape] = draw(rates if shape == "rate" else st.integers(1, 9000))
        if shape == "amount" and on_goods(program) and program["stacks"] == "best":
            program["per"] = "item"  # all units or none is held against every dealing elsewhere
        found.append(program)
    return found


goods = st.builds(
    lambda product, price, quantity, categories: line(product, price, quantity, *categories),
    st.sampled_from("PQRS"),
    st.integers(1, 9999),
    st.integers(1, 4),
    st.lists(st.sampled_from("ab"), max_size=2, unique=True),
)


def distinct(lines: list[Line]) -> bool:
    """No two lines of one good at one price: which of them a remainder goes to is settled by their quantity alone."""
    return len({(each.product, each.price_minor) for each in lines}) == len(lines)


def check(programs: list[Program], lines: list[Line], unit: int, quoted: Callable[..., Any]) -> None:
    expected = reckon(programs, lines, unit)
    quote = quoted(*lines)
    assert off(quote) == expected.taken
    assert [each.net_minor for each in quote.lines] == expected.left


@settings(max_examples=300, deadline=None)
@given(some_programs(), st.lists(goods, min_size=1, max_size=5).filter(distinct), st.sampled_from([1, 10, 100]))
def test_the_pass_answers_as_the_plain_one_does(programs: list[Program], lines: list[Line], unit: int) -> None:
    check(programs, lines, unit, Counter(*programs, unit=unit).quote)
