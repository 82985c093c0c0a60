"""The made-up shops have programs of every kind with every field, so that what is said of them is said of all."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis.strategies import SearchStrategy

from posapp.loyalty.documents import fields_of
from posapp.loyalty.programs.base import Program, kinds
from tests.loyalty import made_up_kinds as made
from tests.loyalty.made_up import STACKS, Document, commons
from tests.loyalty.test_scenario import fields_in, places_in

OTHERS = [{"id": "a", "kind": "points"}, {"id": "b", "kind": "stamp_card"}, {"id": "c", "kind": "coupon"}]
NAMES = [{"tiers": ["gold"]}, {"clubs": ["pets"]}, {"memberships": ["paid"]}]
EVERY_KIND = (
    *made.ALONE,
    made.coupons(),
    made.tiers(),
    made.memberships,
    made.clubs,
    made.referrals(OTHERS),
    made.profit_shares("a"),
)
THE_SHOPS_OWN = {"any.id", "any.name"}
"""What every made-up shop has, or what is a word and nothing else."""


def test_every_field_of_every_kind_is_made_up() -> None:
    drawn: set[str] = set()

    def look(at: SearchStrategy[Document], examples: int, place: str = "") -> None:
        @settings(max_examples=examples)
        @given(at)
        def note(document: Document) -> None:
            drawn.update(places_in(document, place or document["kind"]))

        note()

    for kind in EVERY_KIND:
        look(kind, 60)
    look(commons(STACKS, NAMES), 60, "any")
    shared = {f"any.{name}" for name in fields_of(Program)}
    wanted = {
        place
        for word, cls in kinds().items()
        for place in fields_in(cls, word)
        if f"any.{place.split('.')[1]}" not in shared
    } | set(fields_in(Program, "any"))
    assert {place for place in wanted - THE_SHOPS_OWN if place.count(".") == 1} <= drawn
