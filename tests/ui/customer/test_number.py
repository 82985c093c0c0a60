"""Her own number: it finds her, or enrols her with her consent; a wrong one tells nobody anything."""

from __future__ import annotations

from posapp.till import members
from posapp.till.context import Till
from posapp.ui.customer.keys import BACK, DONE
from tests.ui.conftest import KIM, KIM_CARD, KIM_PHONE, LEE_PHONE
from tests.ui.customer.conftest import Customer, in_lane

SHAMPOO, NEW_PHONE = "8809410027209", "01077771234"


def count(till: Till) -> int:
    return len(members.find(till, "", limit=50).rows)


def test_her_number_puts_her_on_the_clerks_sale_and_greets_her_masked(customer: Customer) -> None:
    customer.counter.scan(SHAMPOO)
    customer.settled()
    assert "₩12,000" in customer.reads
    customer.enter(KIM_PHONE)
    card = customer.counter.sale.member.card
    assert card is not None
    assert card.row.name == KIM
    assert "Hello, 김*수" in customer.reads
    assert KIM not in customer.reads
    assert KIM_PHONE not in customer.reads
    assert "scan" in customer.counter.heard


def test_a_number_that_ends_like_a_members_is_nobodys(customer: Customer) -> None:
    """Eight digits are a number that could ring, and the end of Kim's: only all of hers is hers."""
    pad = customer.window.pad
    for _ in range(3):
        customer.touch(pad.keys[BACK])
    for digit in KIM_PHONE[3:]:
        customer.touch(pad.keys[digit])
    customer.touch(pad.keys[DONE])
    assert customer.counter.sale.member.card is None
    assert "김" not in customer.reads


def test_a_number_that_is_not_whole_asks_for_the_rest(customer: Customer) -> None:
    customer.enter("0102345")
    assert "Please enter the whole number." in customer.reads
    customer.touch(customer.window.pad.keys["6"])
    assert "Please enter the whole number." not in customer.reads


def test_an_unknown_number_joins_with_consent_in_one_press(customer: Customer) -> None:
    customer.counter.scan(SHAMPOO)
    customer.enter(NEW_PHONE)
    for said in ("Join with 010-7777-1234?", "Haneul Hair", "taken out at any time", "I agree, let me join"):
        assert said in customer.reads
    assert in_lane(customer, count) == 2, "nobody is enrolled before she agrees"
    customer.touch(customer.window.joining.yes)
    card = customer.counter.sale.member.card
    assert card is not None
    assert card.row.phone == NEW_PHONE
    assert "Hello, Member *34" in customer.reads
    member = in_lane(customer, lambda till: members.by_phone(till, NEW_PHONE))
    assert member.consent is False, "to be written to is another question"


def test_who_would_rather_not_is_not_enrolled_and_her_number_is_gone(customer: Customer) -> None:
    customer.enter(NEW_PHONE)
    customer.touch(customer.window.joining.no)
    assert customer.window.is_right(customer.window.pad)
    assert customer.window.pad.empty
    assert "7777" not in customer.reads
    assert in_lane(customer, count) == 2


def test_she_writes_her_name_on_the_glass_and_asks_for_news(customer: Customer) -> None:
    customer.counter.window.words.switch("ko")
    customer.enter(NEW_PHONE)
    joining = customer.window.joining
    for key in "rla", "als", "wn":
        for letter in key:
            customer.touch(joining.keyboard.letters[letter])
    customer.touch(joining.news)
    customer.touch(joining.yes)
    member = in_lane(customer, lambda till: members.by_phone(till, NEW_PHONE))
    assert (member.name, member.consent) == ("김민주", True)
    assert "김*주 님, 안녕하세요" in customer.reads


def test_the_terms_can_be_read_in_her_language(customer: Customer) -> None:
    customer.enter(NEW_PHONE)
    customer.touch(customer.window.language)
    assert "010-7777-1234 번호로 가입하시겠어요?" in customer.reads
    customer.touch(customer.window.joining.keyboard.letters["r"])
    assert customer.window.joining.keyboard.entry == "ㄱ"
    customer.touch(customer.window.language)
    assert "Join with 010-7777-1234?" in customer.reads
    assert customer.window.joining.keyboard.entry == "ㄱ", "what she wrote stays"


def test_somebody_elses_number_is_taken_back_by_who_entered_it(customer: Customer) -> None:
    customer.counter.scan(SHAMPOO)
    customer.enter(LEE_PHONE)
    customer.touch(customer.window.mistaken)
    assert customer.counter.sale.member.card is None
    assert customer.window.is_right(customer.window.pad)
    assert "이*진" not in customer.reads
    assert customer.counter.sale.basket.count == 1


def test_whom_the_clerk_put_on_the_sale_the_customer_cannot_take_off(customer: Customer) -> None:
    customer.counter.scan(KIM_CARD)
    customer.settled()
    assert "김*수" in customer.reads
    assert not customer.window.mistaken.isVisible()


def test_after_five_unknown_numbers_the_pad_sends_her_to_the_counter(customer: Customer) -> None:
    for n in range(5):
        customer.enter(f"0107777000{n}")
        customer.touch(customer.window.joining.no)
    customer.enter(KIM_PHONE)
    assert "Please ask at the counter." in customer.reads
    assert customer.counter.sale.member.card is None


def test_a_number_left_standing_is_forgotten(customer: Customer) -> None:
    customer.touch(customer.window.pad.keys["5"])
    customer.facing.forget.setInterval(1)
    customer.touch(customer.window.pad.keys["6"])
    customer.counter.until(lambda: customer.window.pad.empty)


def test_two_members_of_one_number_are_sent_to_the_counter(customer: Customer) -> None:
    def share(till: Till) -> None:
        members.enrol(till, name="김철수", phone=KIM_PHONE, despite_same_phone=True)

    in_lane(customer, share)
    customer.enter(KIM_PHONE)
    assert "Please ask at the counter." in customer.reads
    assert "김" not in customer.reads
