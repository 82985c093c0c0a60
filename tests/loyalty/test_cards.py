"""A scan is told apart by its form, and what was half read or run together is never taken for something else."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posapp.loyalty.cards import CardRules, check_digit, checks, issue_number, parse_scan, receipt_number
from posapp.loyalty.errors import Refused
from posapp.loyalty.vouchers import coupon_code, gift_card_number

RULES = CardRules(shop_code="4711")
EAN_RULES = CardRules(shop_code="4711", digits=13)
CARD = issue_number("1234567890123", rules=RULES)
RECEIPT = receipt_number(1234, till_number=2, rules=RULES)
GOODS = "8801234567893"


def kind(text: str, rules: CardRules = RULES) -> str:
    return parse_scan(text, rules).kind


def test_the_check_digit_is_the_one_of_gs1() -> None:
    assert check_digit("629104150021") == "3"
    assert checks("6291041500213")
    assert not checks("6291041500214")


def test_a_card_of_the_shop_is_a_card_with_whatever_the_scanner_sends_around_it() -> None:
    assert len(CARD) == 20
    for sent in (CARD, CARD + "\r\n", "]C1" + CARD, CARD + "\t", " " + CARD):
        scan = parse_scan(sent, RULES)
        assert (scan.kind, scan.text) == ("card", CARD)


def test_receipts_and_goods_are_told_from_cards() -> None:
    assert kind(RECEIPT) == "receipt"
    assert kind(GOODS) == "product"
    assert kind("4006381333931") == "product"
    assert kind("1234") == "digits"
    assert kind("김하늘") == "words"
    assert kind("LOY-00012345") == "words"


def test_a_card_numbered_by_another_shop_is_foreign() -> None:
    other = issue_number("1234567890123", rules=CardRules(shop_code="0815"))
    assert kind(other) == "foreign_card"


def test_a_shop_with_ean_cards_knows_them_by_their_prefix() -> None:
    number = issue_number("1234567890", rules=EAN_RULES)
    assert len(number) == 13
    assert kind(number, EAN_RULES) == "card"
    assert kind(number, RULES) == "product"
    assert kind(GOODS, EAN_RULES) == "product"


@given(st.integers(0, 18), st.integers(1, 9))
def test_one_misread_digit_is_never_another_card(place: int, shift: int) -> None:
    wrong = CARD[: place + 1] + str((int(CARD[place + 1]) + shift) % 10) + CARD[place + 2 :]
    scan = parse_scan(wrong, RULES)
    assert scan.kind in ("unreadable", "digits")
    assert not checks(wrong)


@given(st.integers(7, 19))
def test_half_a_card_is_called_half_a_card(length: int) -> None:
    part = CARD[:length]
    if len(part) in (8, 12, 13, 14) and checks(part):
        return
    scan = parse_scan(part, RULES)
    assert scan.kind == "unreadable"
    assert scan.problem is not None
    assert scan.problem.key == "scan.half"


@pytest.mark.parametrize("text", [CARD + CARD, GOODS + GOODS, CARD + GOODS, GOODS + CARD, RECEIPT + CARD])
def test_two_scans_run_together_are_no_code(text: str) -> None:
    scan = parse_scan(text, RULES)
    assert scan.kind == "unreadable"
    assert scan.problem is not None
    assert scan.problem.key == "scan.two"


def test_control_characters_are_refused_and_shown_harmlessly() -> None:
    scan = parse_scan(CARD[:5] + "\x1d" + CARD[5:], RULES)
    assert scan.kind == "unreadable"
    assert scan.problem is not None
    assert "\x1d" not in str(scan.problem.value("text"))


def test_superscripts_and_wide_digits_are_no_numbers() -> None:
    assert kind("12²4") == "words"
    assert kind("２９１２") == "words"


@given(st.text(max_size=60))
def test_whatever_comes_is_classified_without_an_error(text: str) -> None:
    parse_scan(text, RULES)


def test_numbers_of_one_shop_never_repeat_while_their_chance_does_not() -> None:
    chance = random.Random(1)
    dealt = {"".join(chance.choices("0123456789", k=13)) for _ in range(1000)}
    assert len({issue_number(digits, rules=RULES) for digits in dealt}) == len(dealt)


def test_a_number_wants_all_its_chance() -> None:
    with pytest.raises(ValueError, match="13 digits"):
        issue_number("123", rules=RULES)


def test_receipt_numbers_have_an_end_that_is_said() -> None:
    with pytest.raises(Refused):
        receipt_number(10**8, till_number=1, rules=RULES)


def test_coupons_and_gift_cards_are_known_before_they_are_looked_up() -> None:
    own = coupon_code(RULES.shop_code, "sale", "next", "sale")
    theirs = coupon_code("0815", "sale", "next", "sale")
    gift = gift_card_number(RULES.shop_code, "0123456789012")
    assert [parse_scan(each, RULES).kind for each in (own, theirs, gift)] == ["coupon", "foreign_coupon", "gift_card"]
    assert parse_scan(gift_card_number("0815", "0123456789012"), RULES).kind == "foreign_gift_card"
    misread = own[:-1] + str((int(own[-1]) + 1) % 10)
    assert parse_scan(misread, RULES).problem is not None
    twice = parse_scan(own + gift, RULES)
    assert (twice.kind, twice.problem and twice.problem.key) == ("unreadable", "scan.two")


def test_one_document_brings_one_code_and_each_of_its_coupons_another() -> None:
    seeds = [("a", "next", "sale"), ("a", "next", "came"), ("b", "next", "sale"), ("a", "other", "sale")]
    assert len({coupon_code("4711", *seed) for seed in seeds}) == 4
    assert coupon_code("4711", "a", "next", "sale") == coupon_code("4711", "a", "next", "sale")
    with pytest.raises(ValueError, match="13 digits"):
        gift_card_number("4711", "123")
