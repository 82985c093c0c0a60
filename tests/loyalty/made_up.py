"""Made-up shops for the property tests: programs of every kind with any of their fields, products at awkward prices,
baskets, customers and days. What is made is documents, read as a shop's own are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from posapp.loyalty.basket import Basket, Redemption
from posapp.loyalty.definitions import read_basket, read_products, read_programs
from posapp.loyalty.members import Member
from posapp.loyalty.money import read_shop
from posapp.loyalty.paper import PaperShop

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CATEGORIES = ("hair", "bath", "food")
PRODUCTS = ("A", "B", "C", "D")
CARD = "kim"

Document = dict[str, Any]


def some_of(names: Sequence[str], *, least: int = 0) -> SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(names), min_size=least, max_size=2, unique=True)


def seldom(documents: SearchStrategy[Document]) -> SearchStrategy[Document]:
    """Mostly nothing: what stands in the way of everything would leave nothing to look at."""
    return st.sampled_from([True, False, False, False]).flatmap(lambda there: documents if there else st.just({}))


def fields(**optional: SearchStrategy[Any]) -> SearchStrategy[Document]:
    """A document with any of these fields, none of them required."""
    return st.fixed_dictionaries({}, optional=optional)


rates = st.one_of(st.integers(1, 60), st.sampled_from([0, 100]), st.sampled_from(["2.5", "7.25", "33.3", "99.99"]))
amounts = st.integers(1, 9_000)
goods_named = st.one_of(
    some_of(CATEGORIES, least=1).map(lambda names: {"categories": names}),
    some_of(PRODUCTS, least=1).map(lambda names: {"products": names}),
)
scopes: SearchStrategy[Document] = st.one_of(
    st.just({}),
    goods_named,
    goods_named,
    fields(except_products=some_of(PRODUCTS), except_categories=some_of(CATEGORIES)),
    fields(min_amount=st.integers(1, 12_000), min_items=st.integers(1, 4)),
    fields(
        products=some_of(PRODUCTS),
        categories=some_of(CATEGORIES),
        except_products=some_of(PRODUCTS),
        except_categories=some_of(CATEGORIES),
        min_amount=st.integers(1, 12_000),
        min_items=st.integers(1, 4),
    ),
)
audiences = fields(
    card_types=st.just(["gold"]),
    first_purchases=st.integers(1, 3),
    joined_within_days=st.integers(0, 5),
    spent_from=st.integers(1, 9_000),
)
actives = fields(
    weekdays=st.just(["mon", "tue", "wed"]),
    hours=st.sampled_from([["08:00-18:00"], ["22:00-02:00", "09:00-21:00"]]),
)
limits = fields(
    per_sale=st.integers(1, 3),
    per_day=st.integers(1, 3),
    per_member=st.integers(1, 4),
    total=st.integers(1, 5),
    budget=st.integers(1, 20_000),
)
windows: SearchStrategy[Any] = st.sampled_from(["lifetime", "calendar_year", "calendar_month", {"days": 3}])


fixed_discounts: SearchStrategy[Document] = st.one_of(
    rates.map(lambda rate: {"kind": "fixed_discount", "rate": rate}),
    amounts.map(lambda amount: {"kind": "fixed_discount", "amount": amount}),
    amounts.map(lambda amount: {"kind": "fixed_discount", "amount": amount, "per": "item"}),
    amounts.map(lambda price: {"kind": "fixed_discount", "price": price}),
)


@st.composite
def progressive_discounts(draw: DrawFn) -> Document:
    froms = sorted(draw(st.sets(st.integers(0, 20_000), min_size=1, max_size=3)))
    document: Document = {
        "kind": "progressive_discount",
        "steps": [{"from": start, "rate": draw(rates)} for start in froms],
    }
    if draw(st.booleans()):
        document |= {"measure": "history", "window": draw(windows), "count_this_sale": draw(st.booleans())}
    elif draw(st.booleans()):
        document["apply"] = "marginal"
    return document


buy_gets = st.fixed_dictionaries(
    {"kind": st.just("buy_get"), "buy": st.integers(1, 3), "get": st.integers(1, 2)},
    optional={"rate": rates, "same_product": st.booleans()},
)


@st.composite
def rewards(draw: DrawFn, at: int) -> Document:
    given_by = draw(st.sampled_from(["item", "rate", "amount", "gift"]))
    if given_by == "item":
        return {"at": at, "item": draw(scopes), "pick": draw(st.sampled_from(["dearest", "cheapest"]))}
    values: dict[str, SearchStrategy[Any]] = {"rate": rates, "amount": amounts, "gift": st.just("Mug")}
    return {"at": at, given_by: draw(values[given_by])}


@st.composite
def stamp_cards(draw: DrawFn) -> Document:
    size = draw(st.integers(1, 3))
    earns: list[Document] = [{"per": "visit"}, {"per": "item"}, {"per": "amount", "every": 1700}]
    earn = draw(st.sampled_from(earns))
    at = sorted({size, *draw(st.sets(st.integers(1, size), max_size=2))})
    document: Document = {"kind": "stamp_card", "size": size, "earn": earn, "rewards": [draw(rewards(n)) for n in at]}
    document["welcome"] = draw(st.integers(0, 7))
    document.update(
        draw(
            fields(
                max_per_day=st.integers(1, 4),
                minutes_between=st.integers(1, 90),
                redeem=st.sampled_from(["ask", "auto"]),
                expires=st.sampled_from([{"days": 1}, {"days": 3}, {"months": 1}]),
            )
        )
    )
    if earn["per"] == "amount":
        document["remainder"] = draw(st.sampled_from(["drop", "carry"]))
    return document


@st.composite
def tiers(draw: DrawFn) -> Document:
    froms = sorted(draw(st.sets(st.integers(0, 9_000), min_size=1, max_size=2)))
    return {
        "kind": "tier",
        "measure": draw(st.sampled_from(["spend", "visits"])),
        "levels": [{"id": name, "from": start} for name, start in zip(("silver", "gold"), froms, strict=False)],
        **draw(fields(window=windows, keep=st.sampled_from(["window", "for_ever", {"months": 1}]))),
    }


bends = st.fixed_dictionaries(
    {"times": st.sampled_from([0, 2, "0.5", "1.25", "3.3"])}, optional={"audience": audiences, "scope": scopes}
)
redeems: SearchStrategy[Document] = st.one_of(
    st.fixed_dictionaries({"value": st.sampled_from([1, 7, "0.3"])}, optional={"max_share": rates}),
    st.fixed_dictionaries(
        {"value": st.sampled_from([1, "1.5"]), "mode": st.just("minimum"), "minimum": st.integers(1, 900)},
        optional={"increment": st.integers(1, 90)},
    ),
    st.just({"value": 2, "mode": "steps", "steps": [1, 40, 900]}),
)


@st.composite
def points_programs(draw: DrawFn) -> Document:
    document: Document = {
        "kind": "points",
        "earn": {"points": draw(st.sampled_from([1, 3, 40])), "per": draw(st.sampled_from([3, 100, 1700]))},
        **draw(
            fields(
                curve=st.lists(bends, max_size=2),
                remainder=st.sampled_from(["drop", "carry"]),
                available_after=st.just({"days": 1}),
                expires=st.sampled_from([{"days": 1}, {"days": 3}, {"months": 1}, {"end_of_year": 0}]),
                redeem=redeems,
            )
        ),
    }
    if "redeem" in document and draw(st.booleans()):
        top_up = st.fixed_dictionaries(
            {"below": st.integers(1, 500), "grant": st.integers(1, 90)}, optional={"once_per_days": st.integers(1, 3)}
        )
        document["recharge"] = draw(top_up)
    return document


STACKS = ("best", "best", "best", "always", "always", "alone")
benefits = st.one_of(fixed_discounts, progressive_discounts(), stamp_cards(), buy_gets, points_programs())


@st.composite
def programs(draw: DrawFn, *, most: int = 5, stacks: Sequence[str] = STACKS) -> list[Document]:
    """Programs with conditions, limits and stacking of any kind; a tier program may stand behind an audience."""
    documents = []
    tier = draw(st.none() | tiers())
    levels = [level["id"] for level in tier["levels"]] if tier else []
    for n in range(draw(st.integers(min(2, most), most))):
        common = {
            "scope": draw(scopes),
            "audience": draw(seldom(audiences)),
            "active": draw(seldom(actives)),
            "limits": draw(seldom(limits)),
            "stacks": draw(st.sampled_from(stacks)),
            "priority": draw(st.integers(1, 3)),
        }
        if levels and draw(st.integers(0, 5)) == 5:
            common["audience"] = {"tiers": [draw(st.sampled_from(levels))]}
        documents.append({"id": f"p{n}", **draw(benefits), **common})
    return [*documents, {"id": "level", **tier}] if tier else documents


prices = st.one_of(st.sampled_from([7, 333, 4990]), st.integers(1, 12_000))
"""Often the same, so that there are ties."""


@st.composite
def products(draw: DrawFn) -> list[Document]:
    return [
        {
            "id": name,
            "name": name,
            "price": draw(prices),
            "categories": draw(some_of(CATEGORIES)),
        }
        for name in PRODUCTS
    ]


@st.composite
def lines(draw: DrawFn, *, most: int = 4) -> list[Document]:
    return draw(
        st.lists(
            st.fixed_dictionaries({"product": st.sampled_from(PRODUCTS), "quantity": st.integers(1, 5)}),
            min_size=1,
            max_size=most,
        )
    )


@dataclass(frozen=True)
class MadeUp:
    """A shop as documents, so that two alike can be opened, or one with a program more."""

    products: list[Document]
    programs: list[Document]
    unit: int
    card_type: str

    def open(self, *besides: Document) -> PaperShop:
        """A new shop with one member."""
        shop = read_shop({"currency": "KRW", "timezone": "UTC", "rounding": {"unit": self.unit}})
        paper = PaperShop(shop, read_products(self.products), read_programs([*self.programs, *besides]))
        member = Member(id=CARD, name="Kim", joined=START.date(), card_type=self.card_type, cards=(CARD,))
        paper.enrol(member, moment=START, document="enrol")
        return paper


@st.composite
def shops(
    draw: DrawFn,
    *,
    most: int = 5,
    with_programs: SearchStrategy[list[Document]] | None = None,
) -> MadeUp:
    return MadeUp(
        products=draw(products()),
        programs=draw(with_programs if with_programs is not None else programs(most=most)),
        unit=draw(st.sampled_from([1, 10])),
        card_type=draw(st.sampled_from(["", "gold"])),
    )


def basket(shop: PaperShop, written: Sequence[Mapping[str, Any]], redeem: Sequence[Redemption] = ()) -> Basket:
    read = read_basket({"lines": list(written)}, shop.products)
    return Basket(lines=read.lines, redeem=tuple(redeem))


def after(*, days: int = 0, minutes: int = 0) -> datetime:
    return START + timedelta(days=days, minutes=minutes)
