"""What holds for every quote of every shop: the sums, the bounds, the order of scanning, and one more good program."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from posapp.loyalty.basket import Basket
from posapp.loyalty.outcome import Quote
from posapp.loyalty.paper import PaperShop
from tests.loyalty import customers
from tests.loyalty.made_up import CARD, Document, MadeUp, after, basket, lines, often, programs, shops


def quoted(shop: PaperShop, basket_: Basket, *, card: str | None = CARD, minutes: int = 0) -> Quote:
    return shop.quote(basket_, card=card, moment=after(days=1, minutes=minutes), sale="now")


def with_a_past(made: MadeUp, past: list[list[Document]], *besides: Document) -> PaperShop:
    """The shop after some sales to its member."""
    shop = made.open(*besides)
    for n, written in enumerate(past):
        shop.sell(basket(shop, written), card=CARD, moment=after(minutes=n), sale=f"past-{n}")
    return shop


def check_sums(quote: Quote) -> None:
    """The lines add up, and nothing is below zero or above what is left."""
    by_program: Counter[str] = Counter()
    for line in quote.lines:
        assert all(share.amount_minor >= 0 for share in (*line.off, *line.paid))
        assert line.net_minor == line.line.list_minor - sum(share.amount_minor for share in line.off)
        assert 0 <= line.net_minor <= line.line.list_minor
        assert sum(share.amount_minor for share in line.paid) <= line.net_minor
        for share in line.off:
            by_program[share.program] += share.amount_minor
    assert {name: off for name, off in by_program.items() if off} == {
        benefit.program: benefit.off_minor for benefit in quote.benefits if benefit.off_minor
    }
    assert quote.list_minor == sum(line.line.list_minor for line in quote.lines)
    assert quote.discount_minor == sum(by_program.values())
    assert quote.due_minor == sum(line.net_minor for line in quote.lines) - sum(
        tendered.amount_minor for tendered in quote.paid_with
    )
    assert quote.due_minor >= 0
    assert all(earned.amount > 0 for earned in quote.earned)


@often(50)
@given(made=shops(), past=st.lists(lines(), max_size=2), written=lines(), data=st.data())
def test_the_lines_always_add_up_and_nothing_is_below_zero(
    made: MadeUp, past: list[list[Document]], written: list[Document], data: st.DataObject
) -> None:
    shop = with_a_past(made, past)
    plain = quoted(shop, basket(shop, written))
    check_sums(plain)
    check_sums(quoted(shop, basket(shop, written), card=None))
    redeem = customers.asked(shop, written, data, card=CARD, moment=after(days=1), sale="now")
    check_sums(quoted(shop, basket(shop, written, redeem)))


@often(50)
@given(made=shops(), past=st.lists(lines(), max_size=2), written=lines(most=5), data=st.data())
def test_the_order_of_the_lines_changes_no_amount(
    made: MadeUp, past: list[list[Document]], written: list[Document], data: st.DataObject
) -> None:
    shop = with_a_past(made, past)
    order = data.draw(st.permutations(range(len(written))))
    first = quoted(shop, basket(shop, written))
    second = quoted(shop, basket(shop, [written[n] for n in order]))
    assert amounts(first) == amounts(second)


def amounts(quote: Quote) -> dict[str, Any]:
    return {
        "due": quote.due_minor,
        "discounts": {benefit.program: benefit.off_minor for benefit in quote.benefits},
        "earned": {earned.program: earned.amount for earned in quote.earned},
        "perks": sorted((perk.program, perk.say.default) for perk in quote.perks),
        "why_not": [(each.program, each.reason) for each in quote.why_not],
        "lines": Counter(
            (line.line.product, line.line.quantity, line.net_minor, frozenset(line.off)) for line in quote.lines
        ),
    }


@often(50)
@given(made=shops(), written=lines())
def test_a_line_may_be_rung_up_as_several(made: MadeUp, written: list[Document]) -> None:
    """Two units of one product cost the same whether they are one line or two.

    What a program takes is spread over lines in whole minor units. A later one that looks at single units, or at some
    of the lines, may find a part of a unit more or less there, which moves its amount by one step of rounding at most.
    """
    shop = made.open()
    units = [{"product": line["product"]} for line in written for _ in range(line["quantity"])]
    whole, cut = quoted(shop, basket(shop, written)), quoted(shop, basket(shop, units))
    if whole.bounded or cut.bounded:
        return
    given = [{each.program: each.off_minor for each in quote.benefits} for quote in (whole, cut)]
    first = [name for name in {**given[0], **given[1]} if comes_first(made, name)]
    assert abs(whole.due_minor - cut.due_minor) <= made.unit * (len({**given[0], **given[1]}) - len(first))
    if all(name in given[0] and name in given[1] for name in first):
        assert [given[0][name] for name in first] == [given[1][name] for name in first]


def comes_first(made: MadeUp, name: str) -> bool:
    """Does this program take of list prices alone?"""
    document = next(each for each in made.programs if each["id"] == name)
    scope = document.get("scope", {})
    of_items = scope.get("products") or scope.get("categories") or document["kind"] == "buy_get" or "price" in document
    return document.get("stacks", "best") == "best" and bool(of_items)


@st.composite
def simple_stacking(draw: DrawFn) -> list[Document]:
    """Programs of which those that come after others look at all that is left, as one sum.

    Where one looks at a part of it (two percent of all but the bath goods; so much off every item), a better deal on
    one line may leave less for it on another. The rules, which let each stage save the most on its own, do not promise
    a smaller sum then.
    """
    found = draw(programs())
    for document in found:
        scope, stacks = document.get("scope", {}), document.get("stacks")
        comes_first = stacks == "best" and (scope.get("products") or scope.get("categories"))
        if comes_first or stacks == "alone" or document["kind"] == "tier":
            continue
        document["scope"] = {name: value for name, value in scope.items() if name.startswith("min_")}
        if document["kind"] == "stamp_card":
            document["redeem"] = "ask"
        if document["kind"] == "fixed_discount":
            document.pop("per", None)
            if "price" in document:
                document["amount"] = document.pop("price")
    return found


@often(50)
@given(
    made=shops(with_programs=simple_stacking()),
    past=st.lists(lines(), max_size=1),
    written=lines(),
    more=programs(most=1, stacks=("best",)),
)
def test_one_more_best_program_never_makes_a_customer_pay_more(
    made: MadeUp, past: list[list[Document]], written: list[Document], more: list[Document]
) -> None:
    besides = {**more[0], "id": "more", "stacks": "best"}
    for names in ("tiers", "clubs", "memberships"):
        besides.get("audience", {}).pop(names, None)
    without, with_it = with_a_past(made, past), with_a_past(made, past, besides)
    before, now = (quoted(shop, basket(shop, written)) for shop in (without, with_it))
    assume(not before.bounded and not now.bounded)
    shares = [{each.program: each.off_minor for each in quote.benefits} for quote in (before, now)]
    carries_another = {name for name in {**shares[0], **shares[1]} if shares[0].get(name) != shares[1].get(name)}
    assert now.due_minor <= before.due_minor + made.unit * len(carries_another)
