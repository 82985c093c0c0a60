"""Coupons, gift cards and passes from the command line: made, listed, printed, sold, used, returned and undone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from posapp.loyalty.definitions import read_products
from posapp.till import products
from posapp.till.context import open_till
from tests.cli.counter import Counter

PROGRAMS: list[dict[str, Any]] = [
    {"id": "next", "kind": "coupon", "amount": 3000, "valid_days": 10, "issue": {"after_sale": {"min_amount": 30000}}},
    {"id": "flyer", "kind": "coupon", "rate": 10, "audience": {"who": "everyone"}},
    {"id": "gift", "kind": "gift_card", "sell": ["GIFT"]},
    {"id": "pass", "kind": "prepaid_pass", "sell": [{"product": "PASS5", "uses": 5}], "scope": {"products": ["CUT"]}},
]
PRODUCTS = [{"id": "GIFT", "price": 50000}, {"id": "PASS5", "price": 90000}]


@pytest.fixture
def shop(counter: Counter, tmp_path: Path) -> Counter:
    assert counter.run("sell", given={"lines": [{"product": "CUT"}]}).status == 0
    till = open_till(counter.shop)
    for product in read_products(PRODUCTS):
        products.save(till, product)
    till.close()
    loaded = counter.run("programs", "load", given=PROGRAMS)
    assert loaded.status == 0, loaded.err
    return counter


def kim(shop: Counter) -> str:
    return str(shop.run("enrol", given={"name": "김민수", "id": "member-kim"}).answer["cards"][0])


def due(shop: Counter, **basket: object) -> object:
    said = shop.run("sell", given=basket)
    return said.answer["due"] if said.status == 0 else said.err


def test_coupons_are_made_listed_and_used_by_whoever_brings_them(shop: Counter) -> None:
    made = shop.run("coupons", "issue", "flyer", "--count", "2", "--json").answer["coupons"]
    code = made[0]["code"]
    assert [each["member"] for each in made] == [None, None]
    cut = {"lines": [{"product": "CUT"}]}
    before = shop.run("quote", given=cut).answer["due"]
    assert due(shop, **cut, redeem=[{"coupon": code}]) == before * 9 // 10
    assert "used already" in str(due(shop, **cut, redeem=[{"coupon": code}]))
    assert [each["code"] for each in shop.run("coupons", "list", "--json").answer["coupons"]] == [made[1]["code"]]


def test_the_answer_of_a_sale_has_the_code_of_its_coupon_and_the_member_can_use_it(shop: Counter) -> None:
    card = kim(shop)
    sold = shop.run("sell", given={"card": card, "lines": [{"product": "CUT", "quantity": 3}]}).answer
    (coupon,) = sold["coupons"]
    assert (sold["issued"], coupon["program"], sold["balances"]["next"]) == ({"next": 1}, "next", 1)
    shown = shop.run("coupons", "list", "--member", card).out
    assert coupon["code"] in shown
    assert "off, until" in shown
    price = shop.run("quote", given={"card": card, "lines": [{"product": "CUT"}]}).answer["due"]
    used = shop.run("sell", given={"card": card, "lines": [{"product": "CUT"}], "redeem": [{"coupon": "next"}]}).answer
    assert (used["due"], used["balances"]["next"]) == (price - 3000, 0)
    assert shop.run("void", given={"sale": used["sale"]}).status == 0
    assert [each["code"] for each in shop.run("coupons", "list", "--member", card, "--json").answer["coupons"]] == [
        coupon["code"]
    ]


@pytest.mark.parametrize(("layout", "written"), [("a4", "pdf"), ("a4", "png"), ("receipt", "png"), ("receipt", "pdf")])
def test_printed_ones_are_read_back(shop: Counter, layout: str, written: str, tmp_path: Path) -> None:
    codes = [each["code"] for each in shop.run("coupons", "issue", "flyer", "--count", "3", "--json").answer["coupons"]]
    out = tmp_path / "out"
    said = shop.run("coupons", "print", "--layout", layout, "--format", written, "--out", str(out), "--json")
    assert sorted(said.answer["coupons"]) == sorted(codes)
    pages: list[Image.Image] = []
    for file in said.answer["files"]:
        if written == "png":
            pages.append(Image.open(file))
        else:
            document = pypdfium2.PdfDocument(file)
            pages += [page.render(scale=300 / 72).to_pil() for page in document]
            document.close()
    read = [found.text for page in pages for found in zxingcpp.read_barcodes(page)]
    assert sorted(read) == sorted(codes)


def test_what_cannot_be_is_a_sentence(shop: Counter) -> None:
    for words in (
        ("issue", "gift"),
        ("issue", "flyer", "--count", "0"),
        ("issue", "flyer", "--member", "nobody"),
        ("list", "--program", "gift"),
        ("print", "27"),
        ("print",),
    ):
        said = shop.run("coupons", *words)
        assert (said.status, said.out) == (1, "")
        assert said.err
    assert shop.run("coupons", "list").out.strip() == "No coupon can be used now."


def test_a_gift_card_is_sold_pays_in_part_and_is_paid_back(shop: Counter) -> None:
    gift = {"product": "GIFT", "gift_card": "88001122334455"}
    assert "scan the gift card" in str(due(shop, lines=[{"product": "GIFT"}]))
    assert due(shop, lines=[gift]) == 50000
    assert "loaded before" in str(due(shop, lines=[gift]))
    pay = {"gift_card": gift["gift_card"], "amount": 10000}
    sold = shop.run("sell", given={"lines": [{"product": "CUT"}], "redeem": [pay]}).answer
    assert sold["paid_with"] == {gift["gift_card"]: 10000}
    back = shop.run("return", given={"sale": sold["sale"], "lines": [{"line": 0}]}).answer
    assert back["refund"] == sold["due"]
    whole = {**pay, "amount": 50000}
    assert due(shop, lines=[{"product": "CUT", "quantity": 10}], redeem=[whole]) is not None
    assert "empty" in str(due(shop, lines=[{"product": "CUT"}], redeem=[pay]))


def test_a_household_shares_a_pass(shop: Counter) -> None:
    kim_ = kim(shop)
    lee = shop.run("enrol", given={"name": "이하나", "id": "member-lee"}).answer["cards"][0]
    shop.run("programs", "load", given=[{**PROGRAMS[3], "shareable": True}])
    assert due(shop, card=kim_, lines=[{"product": "PASS5"}]) == 90000
    for card in (kim_, lee):
        changed = shop.run("member", "change", card, given={"household": "kim-4"})
        assert changed.status == 0, changed.err
    cut = {"lines": [{"product": "CUT"}], "redeem": [{"program": "pass"}]}
    assert due(shop, card=lee, **cut) == 0
    assert json.loads(shop.run("member", "show", kim_).out)["balances"]["pass"] == 4


def test_who_is_put_into_a_segment_gets_its_coupon_when_the_day_is_closed(shop: Counter) -> None:
    card = kim(shop)
    program = {"id": "back", "kind": "coupon", "rate": 20, "issue": {"segment": "at-risk"}}
    assert shop.run("programs", "load", given=[program]).status == 0
    changed = shop.run("member", "change", card, given={"segments": ["at-risk"]})
    assert changed.answer["segments"] == ["at-risk"]
    assert due(shop, lines=[{"product": "CUT"}]) is not None
    assert shop.run("day", "--close").status == 0
    assert shop.run("coupons", "list", "--member", card, "--program", "back", "--json").answer["coupons"] != []
    other = shop.run("enrol", given={"name": "이하나", "household": "kim-4"}).answer
    assert (other["household"], other["balances"]["back"]) == ("kim-4", 0)
