"""Programs of every kind, made up, with any of their own fields."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from tests.loyalty.made_up_fields import (
    CARD_TYPE,
    SEGMENT,
    Document,
    amounts,
    around_a_birthday,
    audiences,
    expiries,
    fields,
    rates,
    scopes,
    windows,
)

GIFT, PASS, FEE = "GIFT", "PASS", "FEE"
"""Products that load a gift card, bring sessions, and pay for a membership."""

discounts: SearchStrategy[Document] = st.one_of(
    rates.map(lambda rate: {"rate": rate}),
    amounts.map(lambda amount: {"amount": amount}),
    amounts.map(lambda amount: {"amount": amount, "per": "item"}),
    amounts.map(lambda price: {"price": price}),
)
fixed_discounts = discounts.map(lambda discount: {"kind": "fixed_discount", **discount})


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


counts: SearchStrategy[Document] = st.sampled_from(
    [{"per": "visit"}, {"per": "item"}, {"per": "amount", "every": 1700}]
)


@st.composite
def stamp_cards(draw: DrawFn) -> Document:
    size = draw(st.integers(1, 3))
    earn = draw(counts)
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
    levels = [{"id": name, "from": start} for name, start in zip(("silver", "gold"), froms, strict=False)]
    if draw(st.booleans()):
        levels[0]["name"] = {"en": "Silver", "ko": "실버"}
    return {
        "kind": "tier",
        "measure": draw(st.sampled_from(["spend", "visits", "points"])),
        "levels": levels,
        **draw(fields(window=windows, keep=st.sampled_from(["window", "for_ever", {"months": 1}]))),
    }


some_hours = st.sampled_from([{"hours": ["09:00-12:00"]}, {"weekdays": ["mon", "wed"]}, {"until": "2026-03-04"}])
bends = st.fixed_dictionaries(
    {"times": st.sampled_from([0, 2, "0.5", "1.25", "3.3"])},
    optional={"audience": audiences, "active": some_hours, "scope": scopes},
)
redeems: SearchStrategy[Document] = st.one_of(
    st.fixed_dictionaries({"value": st.sampled_from([1, 7, "0.3"])}, optional={"max_share": rates}),
    st.fixed_dictionaries(
        {"value": st.sampled_from([1, "1.5"]), "mode": st.just("minimum"), "minimum": st.integers(1, 900)},
        optional={"increment": st.integers(1, 90)},
    ),
    st.just({"value": 2, "mode": "steps", "steps": [1, 40, 900]}),
)
earns = st.fixed_dictionaries({"points": st.sampled_from([40, 3, 1]), "per": st.sampled_from([3, 100, 1700])})
partners: SearchStrategy[Document] = st.one_of(
    st.just({"cafe-b": {}}), earns.map(lambda earn: {"cafe-b": {"earn": earn}, "book-c": {}})
)


@st.composite
def points_programs(draw: DrawFn) -> Document:
    document: Document = {
        "kind": "points",
        "earn": draw(earns),
        **({"redeem": draw(redeems)} if draw(st.integers(0, 3)) else {}),
        **draw(
            fields(
                curve=st.lists(bends, max_size=2),
                remainder=st.sampled_from(["drop", "carry"]),
                available_after=st.just({"days": 1}),
                expires=expiries,
                coalition=st.fixed_dictionaries({"partners": partners, "settle_value": st.sampled_from([1, "0.5"])}),
            )
        ),
    }
    if "redeem" in document and draw(st.booleans()):
        document["recharge"] = draw(
            st.fixed_dictionaries(
                {"below": st.integers(1, 500), "grant": st.integers(1, 90)},
                optional={"once_per_days": st.integers(1, 3), "audience": st.just({"card_types": [CARD_TYPE]})},
            )
        )
    return document


issues: SearchStrategy[Any] = st.one_of(
    st.just("by_hand"),
    fields(min_amount=st.integers(1, 15_000)).map(lambda after: {"after_sale": after}),
    st.just({"joining": True}),
)
issues_by_themselves = st.one_of(
    around_a_birthday.map(lambda window: {"birthday": window}), st.just({"segment": SEGMENT})
)


@st.composite
def coupons(draw: DrawFn, issue: SearchStrategy[Any] = issues | issues_by_themselves) -> Document:
    more = fields(uses=st.integers(1, 3), valid_days=st.integers(1, 9))
    return {"kind": "coupon", **draw(discounts), "issue": draw(issue), **draw(more)}


gift_cards = st.fixed_dictionaries(
    {"kind": st.just("gift_card"), "sell": st.just([GIFT])}, optional={"reload": st.booleans(), "expires": expiries}
)
packs = st.integers(1, 4).map(lambda uses: {"product": PASS, "uses": uses})
prepaid_passes = st.fixed_dictionaries(
    {"kind": st.just("prepaid_pass"), "sell": st.lists(packs, min_size=1, max_size=1)},
    optional={"expires": expiries, "shareable": st.booleans()},
)
prizes = st.lists(
    st.fixed_dictionaries({"gift": st.sampled_from(["Mug", "Pen"])}, optional={"count": st.integers(1, 3)}),
    min_size=1,
    max_size=2,
)
prize_draws: SearchStrategy[Document] = st.one_of(
    st.fixed_dictionaries(
        {"kind": st.just("prize_draw"), "chance": st.sampled_from([100, 50, "12.5"]), "prizes": prizes}
    ),
    st.fixed_dictionaries(
        {
            "kind": st.just("prize_draw"),
            "entries": counts,
            "draw_at": st.sampled_from(["2026-03-04", "2026-03-05T12:00:00+00:00"]),
            "prizes": prizes,
        }
    ),
)
memberships = st.fixed_dictionaries(
    {"kind": st.just("membership"), "fee_product": st.just(FEE), "months": st.integers(1, 2)},
    optional={"renew": st.just("extend")},
)
clubs: SearchStrategy[Document] = st.just({"kind": "club"})
perks: SearchStrategy[Document] = st.one_of(
    st.just({"kind": "perk", "say": "Served first"}),
    st.fixed_dictionaries(
        {
            "kind": st.just("perk"),
            "say": st.just("Lounge"),
            "uses": st.integers(1, 2),
            "per": st.sampled_from(["day", "month", "year", "sale"]),
        }
    ),
)
surveys = st.fixed_dictionaries(
    {"kind": st.just("survey"), "scale": st.sampled_from(["nps", "stars", "feelings"])},
    optional={"question": st.just("How was it?"), "every_days": st.integers(1, 5)},
)
afters: SearchStrategy[Any] = st.one_of(
    st.sampled_from(["first_purchase", "joining", {"joining": True}, {"first_purchase": True}]),
    fields(min_amount=st.integers(1, 15_000)).map(lambda least: {"first_purchase": least}),
)


@st.composite
def referrals(draw: DrawFn, among: Sequence[Document]) -> Document:
    """Thanks in accounts of programs that there are."""
    thanks: list[SearchStrategy[Document]] = []
    for each in among:
        some = st.integers(1, 40)
        if each["kind"] == "points":
            thanks.append(some.map(lambda n, id_=each["id"]: {"program": id_, "points": n}))  # type: ignore[misc]
        elif each["kind"] == "stamp_card":
            thanks.append(some.map(lambda n, id_=each["id"]: {"program": id_, "stamps": n}))  # type: ignore[misc]
        elif each["kind"] == "coupon":
            thanks.append(st.just({"coupon": each["id"]}))
    given = st.one_of(thanks)
    whom = draw(st.sampled_from([("referrer",), ("newcomer",), ("referrer", "newcomer")]))
    document: Document = {"kind": "referral", **{name: draw(given) for name in whom}}
    return document | draw(fields(after=afters))


@st.composite
def profit_shares(draw: DrawFn, wallet: str) -> Document:
    return {
        "kind": "profit_share",
        "rate": draw(rates),
        "base": draw(st.sampled_from(["spend", "profit"])),
        "period": draw(st.sampled_from(["month", "quarter", "year"])),
        "into": wallet,
    }


ALONE: tuple[SearchStrategy[Document], ...] = (
    fixed_discounts,
    progressive_discounts(),
    stamp_cards(),
    buy_gets,
    points_programs(),
    gift_cards,
    prepaid_passes,
    prize_draws,
    perks,
    surveys,
)
"""Kinds that need no other, besides coupons."""


def any_of_them(coupon: SearchStrategy[Document]) -> SearchStrategy[Document]:
    """One of the kinds that need no other, all as likely."""
    return st.sampled_from((*ALONE, coupon)).flatmap(lambda kind: kind)


benefits = any_of_them(coupons())
none_by_itself = any_of_them(coupons(issues))
"""Nothing comes to a member only because she is there: what a sale's return would leave with her."""
