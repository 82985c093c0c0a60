"""Made-up shops for the property tests: programs of every kind with any of their fields, products at awkward prices,
baskets, customers and days. What is made is documents, read as a shop's own are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from posapp.loyalty.basket import Basket, Redemption
from posapp.loyalty.definitions import read_basket, read_products, read_programs
from posapp.loyalty.members import Member
from posapp.loyalty.money import read_shop
from posapp.loyalty.paper import PaperShop
from tests.loyalty import made_up_kinds as kinds
from tests.loyalty.made_up_fields import (
    CARD,
    CARD_TYPE,
    CATEGORIES,
    PRODUCTS,
    SEGMENT,
    SENDER,
    Document,
    actives,
    audiences,
    limits,
    scopes,
    seldom,
    some_of,
    wind_downs,
)

__all__ = ["CARD", "PRODUCTS", "SENDER", "Document", "MadeUp", "after", "basket", "lines", "often", "programs", "shops"]

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
STACKS = ("best", "best", "best", "always", "always", "alone")
ABOUT_HER: SearchStrategy[Document] = st.fixed_dictionaries(
    {},
    optional={
        "card_type": st.just(CARD_TYPE),
        "birthday": st.sampled_from([date(1990, 3, 4), date(2000, 2, 29), date(1980, 9, 9)]),
        "segments": st.just(frozenset({SEGMENT})),
        "referred_by": st.just(SENDER),
    },
)
"""What a shop may know of its member."""


@st.composite
def commons(draw: DrawFn, stacks: Sequence[str], names: Sequence[Document]) -> Document:
    """What every program may have; `names` are audiences by what other programs give."""
    common = {
        "scope": draw(scopes),
        "audience": draw(seldom(audiences)),
        "active": draw(seldom(actives)),
        "limits": draw(seldom(limits)),
        "stacks": draw(st.sampled_from(stacks)),
        "priority": draw(st.integers(1, 3)),
    }
    if names and draw(st.integers(0, 4)) == 4:
        common["audience"] = draw(st.sampled_from(names))
    if draw(st.integers(0, 5)) == 5:
        common["wind_down"] = draw(wind_downs())
    return common


@st.composite
def programs(
    draw: DrawFn,
    *,
    most: int = 5,
    stacks: Sequence[str] = STACKS,
    benefits: SearchStrategy[Document] = kinds.benefits,
) -> list[Document]:
    """Programs with conditions, limits and stacking of any kind; tiers, clubs and memberships may stand behind an
    audience, and referrals and shares fill the accounts of the others."""
    givers: list[Document] = []
    names: list[Document] = []
    tier = draw(st.none() | kinds.tiers())
    if tier is not None:
        givers.append({"id": "level", **tier})
        names += [{"tiers": [level["id"]]} for level in tier["levels"]]
    if draw(st.integers(0, 3)) == 3:
        givers.append({"id": "pets", **draw(kinds.clubs), "audience": draw(seldom(audiences))})
        names.append({"clubs": ["pets"]})
    if draw(st.integers(0, 3)) == 3:
        givers.append({"id": "paid", **draw(kinds.memberships), "audience": draw(seldom(audiences))})
        names.append({"memberships": ["paid"]})
    documents = [
        {"id": f"p{n}", **draw(benefits), **draw(commons(stacks, names))}
        for n in range(draw(st.integers(min(2, most), most)))
    ]
    given = [each for each in documents if each["kind"] in ("points", "stamp_card", "coupon")]
    if given and draw(st.integers(0, 2)) == 2:
        documents.append({"id": "sent", **draw(kinds.referrals(given)), "limits": draw(seldom(limits))})
    wallets = [each["id"] for each in given if each["kind"] == "points"]
    if wallets and draw(st.integers(0, 3)) == 3:
        documents.append({"id": "share", **draw(kinds.profit_shares(wallets[0])), "audience": draw(seldom(audiences))})
    return [*documents, *givers]


prices = st.one_of(st.sampled_from([7, 333, 4990]), st.integers(1, 12_000))
"""Often the same, so that there are ties."""


@st.composite
def products(draw: DrawFn) -> list[Document]:
    goods = [
        {
            "id": name,
            "name": name,
            "price": draw(prices),
            "categories": draw(some_of(CATEGORIES)),
        }
        for name in PRODUCTS
    ]
    return [*goods, *({"id": name, "name": name, "price": draw(prices)} for name in LOADING)]


LOADING = (kinds.GIFT, kinds.PASS, kinds.FEE)
plain = st.fixed_dictionaries({"product": st.sampled_from(PRODUCTS), "quantity": st.integers(1, 5)})
few = st.integers(1, 2)
loading: dict[str, SearchStrategy[Document]] = {
    "gift_card": st.fixed_dictionaries(
        {"product": st.just(kinds.GIFT), "quantity": few, "gift_card": st.sampled_from(["g1", "g2"])}
    ),
    "prepaid_pass": st.fixed_dictionaries({"product": st.just(kinds.PASS), "quantity": few}),
    "membership": st.fixed_dictionaries({"product": st.just(kinds.FEE), "quantity": few}),
}
"""Lines that load something, by the kind that sells it."""


def lines(*, most: int = 4) -> SearchStrategy[list[Document]]:
    """Lines of a basket of plain goods."""
    return st.lists(plain, min_size=1, max_size=most)


@dataclass(frozen=True)
class MadeUp:
    """A shop as documents, so that two alike can be opened, or one with a program more."""

    products: list[Document]
    programs: list[Document]
    unit: int
    clawback: str
    about_her: Document

    def open(self, *besides: Document) -> PaperShop:
        """A new shop with one member, and with who sent her."""
        written = {"id": "cafe-b", "currency": "KRW", "timezone": "UTC"}
        shop = read_shop({**written, "rounding": {"unit": self.unit}, "clawback": self.clawback})
        paper = PaperShop(shop, read_products(self.products), read_programs([*self.programs, *besides]))
        sender = Member(id=SENDER, name="Park", joined=START.date(), cards=(SENDER,), household="kims")
        paper.enrol(sender, moment=START, document="enrol-1")
        paper.enrol(self.her(), moment=START, document="enrol-2")
        return paper

    def lines(self, *, most: int = 4) -> SearchStrategy[list[Document]]:
        """Lines of a basket here: also what loads a gift card, a pass or a membership, where there is one."""
        there = [loading[kind] for kind in sorted({each["kind"] for each in self.programs} & set(loading))]
        return st.lists(st.one_of(plain, *there), min_size=1, max_size=most)

    def her(self) -> Member:
        return Member(id=CARD, name="Kim", joined=START.date(), cards=(CARD,), household="kims", **self.about_her)


@st.composite
def shops(
    draw: DrawFn,
    *,
    most: int = 5,
    with_programs: SearchStrategy[list[Document]] | None = None,
    clawback: SearchStrategy[str] | None = None,
) -> MadeUp:
    return MadeUp(
        products=draw(products()),
        programs=draw(with_programs if with_programs is not None else programs(most=most)),
        unit=draw(st.sampled_from([1, 10])),
        clawback=draw(clawback) if clawback is not None else "debt",
        about_her=draw(ABOUT_HER),
    )


def code(label: str) -> str:
    """The code of a gift card that a basket calls so."""
    return f"gift:{label}"


def basket(shop: PaperShop, written: Sequence[Mapping[str, Any]], redeem: Sequence[Redemption] = ()) -> Basket:
    codes = {label: code(label) for label in ("g1", "g2")}
    read = read_basket({"lines": list(written)}, shop.products, codes)
    return Basket(lines=read.lines, redeem=tuple(redeem))


def often(examples: int) -> settings:
    """So many examples; as many as a profile that searches further asks for."""
    asked = settings.default
    assert asked is not None
    return settings(asked, max_examples=examples if asked.derandomize else asked.max_examples)


def after(*, days: int = 0, minutes: int = 0) -> datetime:
    return START + timedelta(days=days, minutes=minutes)
