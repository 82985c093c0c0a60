"""The one box: cards, products, receipts, phones and names, and everything that is none of these."""

from __future__ import annotations

import pytest

from posapp.till import cards, members, outbox, sale
from posapp.till.context import Till
from posapp.till.views import (
    CardRevoked,
    CardUnknown,
    ManyMembers,
    MemberFound,
    NothingFound,
    ProductFound,
    ProductUnknown,
    ReceiptFound,
    Scanned,
    Unreadable,
)


def scanned(till: Till, text: str) -> Scanned:
    return sale.scan(till, sale.begin(till).draft, text)


@pytest.fixture
def kim(till: Till) -> str:
    """김민수, with her card and her phone."""
    return members.enrol(till, name="김민수", phone="010-2345-4821", card="").row.id


def test_a_card_opens_its_member_wherever_it_was_printed(till: Till, kim: str) -> None:
    number = members.profile(till, kim).cards[0]
    for text in (number, f"]C1{number}\r\n", f"  {number}\t"):
        answer = scanned(till, text)
        assert isinstance(answer.found, MemberFound)
        assert answer.sale.member is not None
        assert answer.sale.member.row.id == kim
    members.enrol(till, name="이서연", card="77001234")
    assert isinstance(scanned(till, "77001234").found, MemberFound)


@pytest.mark.parametrize(
    "text", ["4821", "01023454821", "010-2345-4821", "+82 10 2345 4821", "김민수", "ㄱㅁㅅ", "민수"]
)
def test_a_phone_its_last_four_digits_or_a_name_finds_her(till: Till, kim: str, text: str) -> None:
    answer = scanned(till, text)
    assert isinstance(answer.found, MemberFound)
    assert answer.sale.draft.member == kim


def test_where_several_fit_the_clerk_picks_one_and_the_sale_is_unchanged(till: Till, kim: str) -> None:
    members.enrol(till, name="김민아", phone="010 9999 4821")
    for text in ("4821", "김민"):
        answer = scanned(till, text)
        assert isinstance(answer.found, ManyMembers)
        assert {row.name for row in answer.found.rows} == {"김민수", "김민아"}
        assert answer.sale.draft.member is None


def test_a_product_goes_into_the_basket_by_barcode_code_or_name(till: Till) -> None:
    barcode = next(iter(till.database.rows("SELECT barcode FROM product_barcodes WHERE product = 'SHAMPOO'")))[0]
    for text, product in (
        (barcode, "SHAMPOO"),
        ("CUT", "CUT"),
        ("cut", "CUT"),
        ("디지털 펌", "PERM"),
        ("Digital perm", "PERM"),
    ):
        answer = scanned(till, text)
        assert isinstance(answer.found, ProductFound), text
        assert [line.product for line in answer.sale.draft.basket.lines] == [product]


def test_an_unknown_card_offers_its_number_and_another_shops_card_says_so(till: Till) -> None:
    rules = cards.rules_of(till)
    ours = cards.issue_card(till)
    assert scanned(till, ours).found == CardUnknown(ours)
    from posapp.loyalty.cards import CardRules, issue_number

    theirs = issue_number("0123456789012", rules=CardRules(shop_code="9999", prefix=rules.prefix, digits=rules.digits))
    assert scanned(till, theirs).found == CardUnknown(theirs, foreign=True)
    assert scanned(till, "770012345678901").found == CardUnknown("770012345678901")


def test_a_blocked_card_says_whose_it_was_and_opens_nobody(till: Till, kim: str) -> None:
    number = members.profile(till, kim).cards[0]
    cards.revoke_card(till, number, reason="lost")
    answer = scanned(till, number)
    assert isinstance(answer.found, CardRevoked)
    assert (answer.found.row.id, answer.sale.draft.member) == (kim, None)


def test_a_replaced_card_stops_and_the_new_one_goes_on(till: Till, kim: str) -> None:
    old = members.profile(till, kim).cards[0]
    new = cards.replace_card(till, kim, old=old)
    assert isinstance(scanned(till, old).found, CardRevoked)
    assert isinstance(scanned(till, new).found, MemberFound)


def test_a_receipt_opens_its_sale(till: Till) -> None:
    now = sale.add_product(till, sale.begin(till).draft, "CUT")
    paid = sale.take_payment(till, now.draft)
    assert scanned(till, paid.receipt).found == ReceiptFound(paid.sale)


def test_half_a_scan_two_scans_and_control_characters_change_nothing(till: Till, kim: str) -> None:
    number = members.profile(till, kim).cards[0]
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    for text in (number[:11], number + number, number[:10] + "\x07" + number[10:], wrong, "half \ud800", "1" * 300):
        answer = scanned(till, text)
        assert isinstance(answer.found, Unreadable), text
        assert answer.sale.draft.member is None
        assert not answer.sale.draft.basket.lines


@pytest.mark.parametrize("text", ["", "   ", "0000", "12", "아무도 아닌 사람", "010-0000-0000"])
def test_what_fits_nobody_is_nothing(till: Till, kim: str, text: str) -> None:
    assert isinstance(scanned(till, text).found, NothingFound)


@pytest.mark.parametrize("text", ["4006381333931", "ABC-123"])
def test_goods_that_are_not_in_the_catalogue_take_a_price(till: Till, text: str) -> None:
    assert scanned(till, text).found == ProductUnknown(text)


def test_a_card_shown_and_unknown_is_asked_about_once_there_is_a_headquarters(till: Till) -> None:
    from posapp.loyalty.exchange import Registration

    number = cards.fresh_number(till, cards.rules_of(till))
    scanned(till, number)
    box = outbox.Outbox(till)
    assert box.outgoing(limit=1).shown == ()
    box.register(
        Registration(url="http://hq", till=till.id, name="1", private_key=bytes(32), headquarters_key=bytes(32))
    )
    scanned(till, number)
    scanned(till, number)
    assert box.outgoing(limit=1).shown == (number,)
