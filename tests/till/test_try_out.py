"""A program is tried before it is kept: on a basket, in a rehearsal, and with the names that the shop has."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from posapp.i18n import say
from posapp.loyalty.errors import BadDefinition, Refused
from posapp.till import members, products, programs, references, try_out
from posapp.till.context import Till
from posapp.till.try_out import NEW_MEMBER, Sample
from tests.till.salon import MANAGER

TWENTY = {"id": "twenty", "kind": "fixed_discount", "rate": 20, "scope": {"products": ["CUT"]}}
CUTS = {"lines": [{"product": "CUT", "quantity": 2}]}


@pytest.fixture
def till(reopened: Callable[[], Till]) -> Till:
    till = reopened()
    till.person = MANAGER
    return till


def test_a_draft_is_priced_among_the_shops_others_and_nothing_is_kept(till: Till) -> None:
    before = programs.rows(till)
    priced = try_out.price(till, [TWENTY], Sample(basket=CUTS, member=NEW_MEMBER))
    assert {benefit.program: benefit.off_minor for benefit in priced.quote.benefits}["twenty"] == 7200
    assert "cuts" in {earned.program for earned in priced.quote.earned}, "the shop's own stamp card counts, too"
    assert programs.rows(till) == before
    assert "twenty" not in till.catalogue.programs


def test_a_draft_stands_in_for_the_program_of_its_id(till: Till) -> None:
    cuts = {**programs.document(till, "cuts"), "earn": {"per": "visit"}}
    priced = try_out.price(till, [cuts], Sample(basket=CUTS, member=NEW_MEMBER))
    assert {earned.program: earned.amount for earned in priced.quote.earned}["cuts"] == 1


def test_the_customer_and_the_moment_are_the_owners_to_choose(till: Till) -> None:
    gold = {**TWENTY, "audience": {"birthday": "month"}}
    member = members.enrol(till, name="Kim", birthday=till.now().date().replace(year=1990)).row.id

    def gives(sample: Sample) -> bool:
        return "twenty" in {benefit.program for benefit in try_out.price(till, [gold], sample).quote.benefits}

    assert gives(Sample(basket=CUTS, member=member))
    assert not gives(Sample(basket=CUTS, member=None))
    assert not gives(Sample(basket=CUTS, member=NEW_MEMBER))
    assert not gives(Sample(basket=CUTS, member=member, moment=till.now() + timedelta(days=60)))


def test_a_newcomer_may_have_the_card_that_the_program_looks_for(till: Till) -> None:
    silver = {**TWENTY, "audience": {"card_types": ["silver"]}}
    without = try_out.price(till, [silver], Sample(basket=CUTS, member=NEW_MEMBER))
    assert without.card_types == ("silver",)
    assert not without.quote.discount_minor
    priced = try_out.price(till, [silver], Sample(basket=CUTS, member=NEW_MEMBER, card_type="silver"))
    assert priced.quote.discount_minor == 7200


def test_a_gift_card_is_sold_in_a_rehearsal_without_a_number(till: Till) -> None:
    products.load(till, [{"id": "GIFT", "name": "Gift card", "price": 50000}])
    cards = {"id": "cards", "kind": "gift_card", "sell": ["GIFT"]}
    sold = {"lines": [{"product": "GIFT"}]}
    assert try_out.price(till, [cards], Sample(basket=sold)).quote.due_minor == 50000
    steps = [{"at": "2026-03-02T10:00:00+09:00", "sale": sold}]
    played = try_out.play(till, [cards], steps, say=lambda reason, currency: say(reason, "en", currency))
    assert played.rehearsal.passed
    assert list(played.rehearsal.steps[0].outcome["balances"].values()) == [50000]


def test_what_cannot_be_redeemed_is_left_out_and_said(till: Till) -> None:
    asked = {**CUTS, "redeem": [{"program": "cuts"}]}
    priced = try_out.price(till, [TWENTY], Sample(basket=asked, member=NEW_MEMBER))
    assert priced.dropped is not None
    assert priced.quote.discount_minor == 7200


def test_a_faulty_draft_is_refused_and_an_empty_basket_is_not(till: Till) -> None:
    with pytest.raises(BadDefinition):
        try_out.price(till, [{**TWENTY, "rate": 120}], Sample(basket=CUTS))
    assert try_out.price(till, [TWENTY], Sample(basket={"lines": []})).quote.lines == ()
    with pytest.raises(Refused):
        try_out.price(till, [TWENTY], Sample(basket={"lines": [{"product": "NOTHING"}]}))


def test_a_rehearsal_is_played_with_the_shops_programs_and_kept_as_a_scenario(till: Till) -> None:
    steps: list[dict[str, Any]] = [
        {"at": "2026-03-02T10:00:00+09:00", "enrol": {"card": "A", "joined": "2026-03-02"}},
        {"at": "2026-03-02T10:05:00+09:00", "sale": {"card": "A", **CUTS}},
    ]
    played = try_out.play(till, [TWENTY], steps, say=lambda reason, currency: say(reason, "en", currency))
    assert played.rehearsal.passed
    assert played.rehearsal.steps[1].outcome["discounts"] == {"twenty": 7200}
    assert played.names["cuts"].default
    file = try_out.keep_steps(till, [TWENTY], steps, program="twenty", title="Twenty")
    assert json.loads(file.read_text("utf-8"))["programs"][0] == TWENTY
    assert try_out.kept_steps(till, "twenty") == steps
    file.write_text("[")
    assert try_out.kept_steps(till, "twenty") == []
    file.unlink()
    file.parent.rmdir()
    file.parent.write_text("a file where the folder should be")
    with pytest.raises(Refused):
        try_out.keep_steps(till, [TWENTY], steps, program="twenty", title="Twenty")


def test_goods_to_try_it_on_are_those_that_it_names(till: Till) -> None:
    assert [good.id for good in try_out.goods_for(till, [TWENTY])] == ["CUT"]
    care = {**TWENTY, "scope": {"categories": ["care"]}}
    assert all("care" in good.categories for good in try_out.goods_for(till, [care]))
    assert len(try_out.goods_for(till, [{"id": "x"}])) == 2


def test_names_are_found_by_what_people_call_them(till: Till) -> None:
    assert [each.id for each in references.find(till, "product", "커트")][:1] == ["CUT"]
    assert "hair" in {each.id for each in references.find(till, "category")}
    assert {each.id for each in references.find(till, "tier")} >= {"silver", "gold"}
    assert "cuts" in {each.id for each in references.find(till, "stamps")}
    assert references.find(till, "points") == ()
    assert references.find(till, "nothing of the sort") == ()
    named = references.names(till, "product", ["CUT", "GONE"])
    assert {word: name.in_language("ko") for word, name in named.items()} == {"CUT": "커트"}


def test_words_in_use_and_programs_being_written_are_found_too(till: Till) -> None:
    programs.load(till, [{**TWENTY, "audience": {"card_types": ["student"], "segments": ["at-risk"]}}])
    assert [each.id for each in references.find(till, "card_type")] == ["student"]
    assert [each.id for each in references.find(till, "segment", "risk")] == ["at-risk"]
    begun = {"id": "wine", "kind": "club", "name": "Wine club"}
    programs.keep_drafts(till, {"+wine": json.dumps(begun), "+half": '{"id": "ha'})
    assert [(each.id, each.name.default) for each in references.find(till, "club")] == [("wine", "Wine club")]


def test_a_member_is_found_by_name_and_known_by_id_or_card(till: Till) -> None:
    row = members.enrol(till, name="김민수", card="").row
    assert [each.id for each in references.find(till, "member", "김민")] == [row.id]
    assert set(references.names(till, "member", [row.id, row.card, "nobody"])) == {row.id, row.card}
