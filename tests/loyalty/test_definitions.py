"""Programs, products and baskets as documents: every fault at its place, nothing inexact, and back again unchanged."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from posapp.i18n import say
from posapp.loyalty.definitions import (
    by_id,
    product_document,
    program_document,
    read_basket,
    read_products,
    read_programs,
)
from posapp.loyalty.documents import read_json
from posapp.loyalty.errors import BadDefinition, NotFound
from posapp.loyalty.money import Currency
from posapp.loyalty.programs.base import Active, Audience, BirthdayWindow, Hours, Scope
from posapp.loyalty.programs.fixed_discount import FixedDiscount
from posapp.loyalty.programs.stamp_card import StampCard
from posapp.loyalty.programs.tier import Tier
from posapp.loyalty.words import Text

KRW = Currency.named("KRW")


def places(refused: BadDefinition) -> list[str]:
    """Where the faults are; each is sayable in both languages (a missing sentence would warn, and so fail)."""
    for fault in refused.faults:
        assert say(fault.reason, "en", KRW)
        assert say(fault.reason, "ko", KRW)
    return sorted(fault.place for fault in refused.faults)


def faults_of(*programs: object, **options: Any) -> list[str]:
    with pytest.raises(BadDefinition) as caught:
        read_programs(list(programs), **options)
    return places(caught.value)


def off(**fields: object) -> dict[str, object]:
    return {"id": "a", "kind": "fixed_discount", "rate": 5, **fields}


def steps(*pairs: tuple[object, object], **fields: object) -> dict[str, object]:
    written = [{"from": start, "rate": rate} for start, rate in pairs]
    return {"id": "a", "kind": "progressive_discount", "steps": written, **fields}


def stamps(**fields: object) -> dict[str, object]:
    document = {
        "id": "a",
        "kind": "stamp_card",
        "size": 10,
        "earn": {"per": "visit"},
        "rewards": [{"at": 10, "rate": 5}],
    }
    return {**document, **fields}


def tier(*levels: tuple[str, object], **fields: object) -> dict[str, object]:
    return {"id": "t", "kind": "tier", "levels": [{"id": name, "from": start} for name, start in levels], **fields}


@pytest.mark.parametrize(
    ("document", "at"),
    [
        (off(colour="red"), "colour"),
        (off(rate=120), "rate"),
        (off(rate="-1"), "rate"),
        (off(rate=0.1), "rate"),
        (off(rate="1e3"), "rate"),
        (off(rate=True), "rate"),
        (off(rate=None), "rate"),
        (off(rate=Decimal("NaN")), "rate"),
        (off(rate=Decimal("1E+999999")), "rate"),
        (off(amount=5), "amount"),
        (off(per="item"), "per"),
        (off(id="Big Sale"), "id"),
        (off(id="a" * 41), "id"),
        (off(id=7), "id"),
        (off(name=""), "name"),
        (off(name={"en": "Sale", "ko": 3}), "name.ko"),
        (off(name={"english": "Sale"}), "name.english"),
        (off(name={}), "name"),
        (off(stacks="most"), "stacks"),
        (off(priority="1"), "priority"),
        (off(priority=10**16), "priority"),
        (off(active=[]), "active"),
        (off(active={"from": "2026-03-02", "until": "2026-03-01"}), "active.until"),
        (off(active={"from": "02.03.2026"}), "active.from"),
        (off(active={"from": "2026-02-30"}), "active.from"),
        (off(active={"weekdays": ["mon", "someday"]}), "active.weekdays[1]"),
        (off(active={"weekdays": "mon"}), "active.weekdays"),
        (off(active={"hours": ["14:00-17:00", "25:00-26:00"]}), "active.hours[1]"),
        (off(active={"hours": [1400]}), "active.hours[0]"),
        (off(audience={"who": "all"}), "audience.who"),
        (off(audience={"tiers": ["gold"]}), "audience.tiers[0]"),
        (off(audience={"clubs": ["wine"]}), "audience.clubs[0]"),
        (off(audience={"memberships": ["prime"]}), "audience.memberships[0]"),
        (off(audience={"birthday": {"before": -1}}), "audience.birthday.before"),
        (off(audience={"birthday": {"during": 1}}), "audience.birthday.during"),
        (off(audience={"birthday": "week"}), "audience.birthday"),
        (off(audience={"first_purchases": 0}), "audience.first_purchases"),
        (off(scope={"min_amount": "5000"}), "scope.min_amount"),
        (off(scope={"products": [1]}), "scope.products[0]"),
        (off(scope={"min_items": 0}), "scope.min_items"),
        (off(limits={"per_day": 0}), "limits.per_day"),
        (off(limits={"budget": Decimal("1000.5")}), "limits.budget"),
        (steps((50000, 5), (10000, 3)), "steps[1].from"),
        (steps((50000, 5), (60000, 101)), "steps[1].rate"),
        (steps(), "steps"),
        (steps((1, 5), measure="history"), "window"),
        (steps((1, 5), measure="history", window={"days": 0}), "window.days"),
        (steps((1, 5), measure="history", window="lifetime", apply="marginal"), "apply"),
        (steps((1, 5), window="lifetime"), "window"),
        (stamps(rewards=[{"at": 12, "gift": "Soap"}]), "rewards[0].at"),
        (stamps(rewards=[{"at": 10}]), "rewards[0]"),
        (stamps(rewards=[{"at": 10, "rate": 5}, {"at": 10, "gift": "Soap"}]), "rewards[1].at"),
        (stamps(rewards=[{"at": 10, "gift": "Soap", "pick": "dearest"}]), "rewards[0].pick"),
        (stamps(earn={"per": "amount"}), "earn.every"),
        (stamps(earn={"per": "item", "every": 5}), "earn.every"),
        (stamps(remainder="carry"), "remainder"),
        (stamps(expires={"weeks": 2}), "expires"),
        (stamps(welcome=-1), "welcome"),
        (tier(("silver", 100), ("gold", 50)), "levels[1].from"),
        (tier(("silver", 100), ("silver", 500)), "levels[1].id"),
        (tier(("silver", "100")), "levels[0].from"),
        (tier(), "levels"),
    ],
)
def test_one_fault_is_named_at_its_place_and_nothing_else_is(document: dict[str, object], at: str) -> None:
    assert faults_of(document) == [f"programs[0].{at}"]


def test_several_faults_are_all_named() -> None:
    broken = off(rate=120, colour="red", audience={"tiers": ["gold", "silver"]}, active={"hours": ["x"]})
    assert faults_of(broken, off(id="b"), off(id="b"), 5, {"id": "c"}, {"id": "d", "kind": "lucky_dip"}) == [
        "programs[0].active.hours[0]",
        "programs[0].audience.tiers[0]",
        "programs[0].audience.tiers[1]",
        "programs[0].colour",
        "programs[0].rate",
        "programs[2].id",
        "programs[3]",
        "programs[4].kind",
        "programs[5].kind",
    ]


def test_a_broken_field_does_not_hide_what_is_wrong_between_the_others() -> None:
    tier = {"id": "t", "kind": "tier", "levels": [{"id": "x", "from": 2}, {"id": "y", "from": 1}], "keep": "always"}
    assert faults_of(steps((20, "x"), (10, 3)), tier) == [
        "programs[0].steps[0].rate",
        "programs[0].steps[1].from",
        "programs[1].keep",
        "programs[1].levels[1].from",
    ]
    days = {"from": "2026-02-01", "until": "2026-01-01", "weekdays": ["mom"]}
    assert faults_of(off(active=days)) == ["programs[0].active.until", "programs[0].active.weekdays[0]"]
    card = stamps(earn={"per": "minute"}, rewards=[{"at": 12, "gift": "Soap"}])
    assert faults_of(card) == ["programs[0].earn.per", "programs[0].rewards[0].at"]
    assert faults_of(off(rate=None, amount="x", per="item")) == ["programs[0].amount", "programs[0].rate"]


def test_too_much_and_too_little_are_named_beside_a_broken_field() -> None:
    assert faults_of(off(amount=100, stacks="x")) == ["programs[0].amount", "programs[0].stacks"]
    perk = {"id": "p", "kind": "perk", "uses": 1}
    assert faults_of(perk) == ["programs[0].per", "programs[0].say"]
    draw = {"id": "d", "kind": "prize_draw", "chance": 1, "draw_at": "2026-05-05", "prizes": [{"count": 1}]}
    assert faults_of(draw) == ["programs[0].draw_at", "programs[0].prizes[0].gift"]


def test_what_a_broken_field_may_have_meant_to_be_is_not_held_against_the_others() -> None:
    assert faults_of(off(rate="ten", amount=100)) == ["programs[0].rate"]
    assert faults_of(off(rate=None, amount="x", per="item", stacks="x")) == [
        "programs[0].amount",
        "programs[0].rate",
        "programs[0].stacks",
    ]
    assert faults_of(stamps(earn={"per": "minute"}, remainder="carry")) == ["programs[0].earn.per"]
    points = {"id": "p", "kind": "points", "earn": {"points": 1, "per": 1}, "coalition": {"partners": {"b": {}}}}
    assert faults_of({**points, "redeem": 5, "recharge": {"below": 1, "grant": 1}}) == ["programs[0].redeem"]


def test_a_number_missing_in_a_list_hides_nothing_behind_it() -> None:
    rewards = [{"gift": "Soap"}, {"at": 12, "gift": "Cream"}]
    assert faults_of(stamps(rewards=rewards, remainder="carry")) == [
        "programs[0].remainder",
        "programs[0].rewards[0].at",
        "programs[0].rewards[1].at",
    ]
    missing = [{"rate": 5}, {"from": 20, "rate": 6}, {"from": 15, "rate": 7}]
    by_history = {**steps(measure="history"), "steps": missing}
    assert faults_of(by_history) == ["programs[0].steps[0].from", "programs[0].steps[2].from", "programs[0].window"]


def test_a_missing_field_is_named_where_it_should_stand() -> None:
    assert faults_of({"kind": "stamp_card"}) == [f"programs[0].{name}" for name in ("earn", "id", "rewards", "size")]


def test_a_form_that_is_not_among_the_choices_is_one_fault_which_shows_the_choices() -> None:
    by_history = steps((1, 5), measure="history", window={"weeks": 3})
    assert faults_of(by_history) == ["programs[0].window"]
    for written in ({"years": 1}, {}):
        with pytest.raises(BadDefinition) as caught:
            read_programs([tier(("gold", 5), keep=written)])
        (fault,) = caught.value.faults
        assert fault.place == "programs[0].keep"
        assert fault.reason.values == (("allowed", ("window", "for_ever", '{"months": …}')),)
    assert faults_of(tier(("gold", 5), keep={"months": 3, "years": 1})) == ["programs[0].keep.years"]


def test_what_stands_twice_or_changes_its_kind_is_refused() -> None:
    assert faults_of(off(), stamps()) == ["programs[1].id"]
    assert faults_of(off(), kinds_in_use={"a": "stamp_card"}) == ["programs[0].kind"]
    assert read_programs([off()], kinds_in_use={"a": "fixed_discount", "b": "tier"})


def test_a_fault_in_a_tier_does_not_make_its_levels_unknown() -> None:
    gold = off(audience={"tiers": ["gold"]})
    assert faults_of(tier(("gold", "much")), gold) == ["programs[0].levels[0].from"]


def test_a_list_that_is_none() -> None:
    with pytest.raises(BadDefinition) as caught:
        read_programs({"id": "a"})
    assert places(caught.value) == ["programs"]


def test_every_field_is_read_as_what_it_is() -> None:
    text = """[
      {"id": "happy-hour", "kind": "fixed_discount", "name": {"en": "Happy hour", "ko": "해피 아워"}, "rate": 7.25,
       "active": {"from": "2026-03-01", "hours": ["22:00-02:00"], "weekdays": ["tue"]},
       "audience": {"who": "everyone", "birthday": {"before": 3}},
       "scope": {"except_categories": ["tobacco"]}, "stacks": "always", "priority": 5}]"""
    (program,) = read_programs(read_json(text))
    assert program == FixedDiscount(
        id="happy-hour",
        name=Text("Happy hour", (("en", "Happy hour"), ("ko", "해피 아워"))),
        rate=Decimal("7.25"),
        active=Active(from_=date(2026, 3, 1), hours=(Hours(22 * 60, 2 * 60),), weekdays=("tue",)),
        audience=Audience(who="everyone", birthday=BirthdayWindow(before=3, after=0)),
        scope=Scope(except_categories=("tobacco",)),
        stacks="always",
        priority=5,
    )


def test_a_rate_is_exact_however_it_is_written() -> None:
    for written in ("0.1", '"0.1"', "1e-1"):
        (program,) = read_programs(read_json(f'[{{"id": "a", "kind": "fixed_discount", "rate": {written}}}]'))
        assert isinstance(program, FixedDiscount)
        assert program.rate == Decimal("0.1")


@pytest.mark.parametrize(
    "document",
    [
        off(),
        off(rate="7.5", name="Gold", active={"until": "2026-12-31", "hours": ["00:00-24:00"]}, limits={"budget": 9}),
        off(audience={"birthday": "month"}, scope={"min_items": 2}, stacks="alone"),
        steps((10000, 3), (20000, "4.5"), measure="history", window={"days": 30}, count_this_sale=False),
        stamps(
            earn={"per": "amount", "every": 500},
            rewards=[{"at": 5, "gift": {"en": "Cream", "ko": "크림"}}, {"at": 10, "item": {"products": ["X"]}}],
            expires={"months": 6},
            remainder="carry",
        ),
        tier(("silver", 100), ("gold", 500), keep={"months": 12}, window="calendar_year"),
    ],
)
def test_a_program_is_written_as_it_was_read(document: dict[str, object]) -> None:
    (program,) = read_programs([document])
    assert program_document(program) == document
    assert read_programs(json.loads(json.dumps([program_document(program)]))) == (program,)


def test_what_is_at_its_default_is_left_out() -> None:
    (program,) = read_programs([off(priority=100, stacks="best", audience={}, scope={"products": []}, name="a")])
    assert program_document(program) == off()


def test_kinds_know_their_classes() -> None:
    read = read_programs([stamps(), tier(("gold", 1)), off(id="b", audience={"tiers": ["gold"]})])
    assert [type(program) for program in read] == [StampCard, Tier, FixedDiscount]


PRODUCTS = [
    {"id": "CUT", "name": {"en": "Cut", "ko": "커트"}, "price": 15000, "categories": ["hair"], "barcodes": ["8801234"]},
    {"id": "SOAP", "name": "Soap", "price": 3000},
]


def test_products_are_read_and_written() -> None:
    read = read_products(PRODUCTS)
    assert [product.price_minor for product in read] == [15000, 3000]
    assert read[0].name.in_language("ko") == "커트"
    assert [product_document(product) for product in read] == PRODUCTS


@pytest.mark.parametrize(
    ("change", "at"),
    [
        ({"price": 0}, "products[1].price"),
        ({"price": 10**12}, "products[1].price"),
        ({"price": "3000"}, "products[1].price"),
        ({"id": "CUT"}, "products[1].id"),
        ({"id": "A B"}, "products[1].id"),
        ({"id": "A\x07"}, "products[1].id"),
        ({"barcodes": ["1", "8801234"]}, "products[1].barcodes[1]"),
        ({"weight": 3}, "products[1].weight"),
    ],
)
def test_a_product_that_cannot_be_right_is_refused(change: dict[str, object], at: str) -> None:
    with pytest.raises(BadDefinition) as caught:
        read_products([PRODUCTS[0], {**PRODUCTS[1], **change}])
    assert places(caught.value) == [at]


def test_a_basket_takes_names_and_prices_from_the_catalogue() -> None:
    products = by_id(read_products(PRODUCTS))
    document = {
        "lines": [{"product": "CUT", "quantity": 2}, {"product": "SOAP", "price": 2500}],
        "redeem": [{"program": "cuts", "at": 5}, {"gift_card": "1234", "amount": 500}],
    }
    basket = read_basket(document, products)
    assert [line.list_minor for line in basket.lines] == [30000, 2500]
    assert basket.lines[0].categories == ("hair",)


def test_goods_outside_the_catalogue_take_a_price() -> None:
    document = {"lines": [{"product": "9999", "price": 700, "name": "Bag", "categories": ["misc"]}]}
    (line,) = read_basket(document, {}).lines
    assert (line.name, line.list_minor, line.categories) == (Text("Bag"), 700, ("misc",))
    with pytest.raises(NotFound, match=r"product\.unknown"):
        read_basket({"lines": [{"product": "9999"}]}, {})


def test_labels_of_gift_cards_become_their_codes() -> None:
    products = by_id(read_products(PRODUCTS))
    document = {
        "lines": [{"product": "SOAP", "gift_card": "g1"}],
        "redeem": [{"gift_card": "g1", "amount": 500}],
    }
    basket = read_basket(document, products, {"g1": "6006000000000001"})
    assert basket.lines[0].gift_card == basket.redeem[0].gift_card == "6006000000000001"


@pytest.mark.parametrize(
    ("document", "at"),
    [
        ({"lines": []}, "lines"),
        ({"lines": [{"product": "CUT", "quantity": 0}]}, "lines[0].quantity"),
        ({"lines": [{"product": "CUT", "quantity": 100_000}]}, "lines[0].quantity"),
        ({"lines": [{"product": "CUT", "price": 0}]}, "lines[0].price"),
        ({"lines": [{"product": "CUT", "price": 10**12}]}, "lines[0].price"),
        ({"lines": [{"product": "CUT", "price": -5}]}, "lines[0].price"),
        ({"lines": [{"quantity": 1}]}, "lines[0].product"),
        ({"lines": [{"product": "CUT", "colour": 1}]}, "lines[0].colour"),
        ({"lines": [{"product": "CUT"}], "redeem": [{"program": "a", "coupon": "b"}]}, "redeem[0]"),
        ({"lines": [{"product": "CUT"}], "redeem": [{"gift_card": "b"}]}, "redeem[0]"),
        ({"lines": [{"product": "CUT"}], "redeem": [{"program": "a", "points": 0}]}, "redeem[0].points"),
        ([], ""),
    ],
)
def test_a_basket_that_cannot_be_right_is_refused(document: object, at: str) -> None:
    with pytest.raises(BadDefinition) as caught:
        read_basket(document, by_id(read_products(PRODUCTS)))
    assert places(caught.value) == [at]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"rate": 5, "rate": 50}', "rate"),
        ('{"rate": NaN}', "NaN"),
        ('{"rate": }', ""),
        ("", ""),
        ("[" * 100_000, ""),
        ("1" * 5000, ""),
    ],
)
def test_text_that_is_no_document_is_refused(text: str, place: str) -> None:
    with pytest.raises(BadDefinition) as caught:
        read_json(text)
    assert places(caught.value) == [place]
