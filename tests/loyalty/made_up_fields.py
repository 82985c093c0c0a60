"""What any program may have, made up: scopes, audiences, times, limits, windows, winding down."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

CATEGORIES = ("hair", "bath", "food")
PRODUCTS = ("A", "B", "C", "D")
CARD, SENDER = "kim", "park"
"""The member, and who sent her; they are one household."""
SEGMENT, CARD_TYPE = "vip", "gold"

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
around_a_birthday = st.sampled_from([{}, {"before": 1, "after": 1}, {"after": 3}, {"before": 7}])
audiences = fields(
    who=st.sampled_from(["members", "everyone"]),
    card_types=st.just([CARD_TYPE]),
    segments=st.just([SEGMENT]),
    members=st.sampled_from([[CARD], [SENDER], [CARD, SENDER]]),
    birthday=st.one_of(st.just("month"), around_a_birthday),
    first_purchases=st.integers(1, 3),
    joined_within_days=st.integers(0, 5),
    spent_from=st.integers(1, 9_000),
)
actives = fields(
    **{"from": st.sampled_from(["2026-03-02", "2026-03-04"])},
    until=st.sampled_from(["2026-03-04", "2026-03-20"]),
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
expiries = st.sampled_from([{"days": 1}, {"days": 3}, {"months": 1}, {"end_of_year": 0}])


@st.composite
def wind_downs(draw: DrawFn) -> Document:
    earn, redeem = sorted(draw(st.lists(st.integers(2, 9), min_size=2, max_size=2)))
    document = {"earn_until": f"2026-03-{earn:02}", "redeem_until": f"2026-03-{redeem:02}"}
    return document | draw(fields(say=st.just("It ends; use up what you have.")))
