"""Members: enrolled once, found, changed, corrected with a reason, their story in words."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from posapp.i18n import line, say
from posapp.loyalty.errors import NotAllowed, NotEnough, NotFound, Refused
from posapp.store.verify import verify
from posapp.till import cards, consents, members, own_number, programs, returns, sale
from posapp.till.context import Till
from tests.till.salon import CASHIER, MANAGER, Clock


def test_an_enrolment_keeps_what_was_given_as_it_is_dialled_and_read(till: Till) -> None:
    card = members.enrol(
        till,
        name="  김  민수 ",
        card="",
        phone="+82 10-2345-4821",
        birthday=date(1990, 4, 12),
        card_type="gold",
        consent=True,
    )
    member = members.profile(till, card.row.id)
    assert (member.name, member.phone, member.birthday, member.card_type, member.consent) == (
        "김 민수",
        "01023454821",
        date(1990, 4, 12),
        "gold",
        True,
    )
    assert member.joined == till.now().date()
    assert member.cards == (card.row.card,)


def test_the_same_enrolment_again_enrols_nobody(till: Till) -> None:
    first = members.enrol(till, name="김민수", card="", member_id="enrol-001")
    assert members.enrol(till, name="김민수", card="", member_id="enrol-001") == first
    assert till.database.value("SELECT count(*) FROM members") == 1
    assert till.database.value("SELECT count(*) FROM events") == 1


def test_a_shared_phone_is_warned_of_and_then_allowed(till: Till) -> None:
    members.enrol(till, name="김민수", phone="010-2345-4821")
    with pytest.raises(Refused) as taken:
        members.enrol(till, name="김하은", phone="01023454821")
    assert (taken.value.reason.key, taken.value.reason.value("name")) == ("till.phone_taken", "김민수")
    members.enrol(till, name="김하은", phone="01023454821", despite_same_phone=True)
    with pytest.raises(Refused, match=r"^till\.phone_shared$"):
        members.by_phone(till, "010-2345-4821")


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"name": " "}, "till.name_missing"),
        ({"name": "김\x00민수"}, "till.text_unreadable"),
        ({"name": "김" * 201}, "till.text_unreadable"),
        ({"phone": "1234"}, "till.phone_form"),
        ({"phone": "전화 없음"}, "till.phone_form"),
        ({"birthday": date(2030, 1, 1)}, "till.birthday_wrong"),
        ({"birthday": date(1850, 1, 1)}, "till.birthday_wrong"),
        ({"card": "12"}, "till.card_form"),
        ({"card": "1²34"}, "till.card_form"),
        ({"member_id": "x"}, "till.id_form"),
        ({"referred_by": "nobody"}, "till.member_unknown"),
    ],
)
def test_an_enrolment_that_cannot_be_right_enrols_nobody(till: Till, given: dict[str, object], key: str) -> None:
    with pytest.raises(Refused) as refused:
        members.enrol(till, **{"name": "김민수", **given})  # type: ignore[arg-type]
    assert refused.value.reason.key == key
    assert till.database.value("SELECT count(*) FROM members") == 0
    assert till.database.value("SELECT count(*) FROM events") == 0


def test_a_card_has_one_holder_and_a_blocked_one_none(till: Till) -> None:
    kim = members.enrol(till, name="김민수", card="77001234")
    with pytest.raises(Refused, match=r"^till\.card_taken$"):
        members.enrol(till, name="이서연", card="77001234")
    cards.revoke_card(till, "77001234", reason="lost")
    with pytest.raises(Refused, match=r"^till\.card_revoked$"):
        members.enrol(till, name="이서연", card="77001234")
    with pytest.raises(Refused, match=r"^till\.card_revoked$"):
        members.by_card(till, "77001234")
    with pytest.raises(Refused, match=r"^till\.card_revoked$"):
        cards.revoke_card(till, "77001234", reason="lost again")
    assert members.profile(till, kim.row.id).cards == ()


def test_printed_cards_wait_for_whoever_is_enrolled_with_them(till: Till) -> None:
    numbers = cards.issue_cards(till, 50)
    assert len(set(numbers)) == 50
    assert members.enrol(till, name="김민수", card=numbers[7]).row.card == numbers[7]
    for count in (0, 10_001):
        with pytest.raises(Refused):
            cards.issue_cards(till, count)


def test_card_numbers_cannot_be_guessed_from_each_other(till: Till) -> None:
    rules = cards.rules_of(till)
    numbers = sorted(int(number[len(rules.start) : -1]) for number in cards.issue_cards(till, 200))
    gaps = [after - before for before, after in pairwise(numbers)]
    assert rules.chance_digits >= 13
    assert min(gaps) > 1000
    assert max(gaps) > 10 * min(gaps)


def test_the_day_of_joining_changes_only_with_a_manager(till: Till) -> None:
    kim = members.enrol(till, name="김민수").row.id
    today = till.now().date()
    with pytest.raises(NotAllowed):
        members.change(till, kim, joined=date(2020, 3, 2))
    assert members.profile(till, kim).joined == today
    till.approval = MANAGER
    with pytest.raises(Refused) as refused:
        members.change(till, kim, joined=today + timedelta(days=1))
    assert refused.value.reason.key == "till.joined_wrong"
    till.approval = MANAGER
    members.change(till, kim, joined=date(2020, 3, 2))
    assert members.profile(till, kim).joined == date(2020, 3, 2)
    members.change(till, kim, name="김민서", joined=date(2020, 3, 2))  # not changed, so nobody is asked


def test_the_kinds_of_card_are_those_that_programs_are_for(till: Till) -> None:
    assert members.card_types(till) == ()
    till.approval = MANAGER
    for id_, kinds in (("campus", ["student", "teacher"]), ("school", ["student"])):
        document = {"id": id_, "kind": "fixed_discount", "rate": 5, "audience": {"card_types": kinds}}
        till.approval = MANAGER
        programs.save(till, document)
    assert members.card_types(till) == ("student", "teacher")


def test_a_change_is_kept_and_told_to_headquarters_by_its_fields_alone(till: Till) -> None:
    id_ = members.enrol(till, name="김민수", phone="010-2345-4821").row.id
    members.change(till, id_, name="김민서", phone="010-1111-2222")
    member = members.profile(till, id_)
    assert (member.name, member.phone) == ("김민서", "01011112222")
    ((body,),) = till.database.rows("SELECT body FROM events WHERE kind = 'member'")
    assert '"fields":["name","phone"]' in body
    members.change(till, id_, name="김민서")
    assert till.database.value("SELECT count(*) FROM events WHERE kind = 'member'") == 1
    assert [row.id for row in members.find(till, "민서").rows] == [id_]
    assert not members.find(till, "민수").rows


def test_a_correction_needs_a_manager_and_a_reason(till: Till) -> None:
    id_ = members.enrol(till, name="김민수").row.id
    with pytest.raises(NotAllowed):
        members.adjust(till, id_, program="cuts", amount=3, reason="forgotten")
    till.approval = MANAGER
    with pytest.raises(Refused, match=r"^till\.reason_missing$"):
        members.adjust(till, id_, program="cuts", amount=3, reason="  ")
    members.adjust(till, id_, program="cuts", amount=3, reason="forgotten", event="adjust-1")
    members.adjust(till, id_, program="cuts", amount=3, reason="forgotten", event="adjust-1")
    assert members.balances_of(till, id_) == {"cuts": 3}
    till.approval = MANAGER
    with pytest.raises(NotEnough) as too_much:
        members.adjust(till, id_, program="cuts", amount=-4, reason="typo")
    assert too_much.value.reason.value("largest") == 3
    till.approval = MANAGER
    members.adjust(till, id_, program="cuts", amount=-3, reason="typo")
    assert members.balances_of(till, id_) == {"cuts": 0}
    assert not verify(till.database).findings


@pytest.mark.parametrize(("program", "amount"), [("nope", 1), ("gold", 1), ("cuts", 0), ("cuts", 10**13)])
def test_a_correction_of_what_is_no_balance_is_refused(till: Till, program: str, amount: int) -> None:
    id_ = members.enrol(till, name="김민수").row.id
    till.approval = MANAGER
    with pytest.raises(Refused):
        members.adjust(till, id_, program=program, amount=amount, reason="why not")
    assert till.database.value("SELECT count(*) FROM entries") == 0


def test_her_story_is_told_in_words_newest_first(till: Till, clock: Clock) -> None:
    id_ = members.enrol(till, name="김민수", card="").row.id
    clock.go_on(minutes=1)
    now = sale.choose_member(till, sale.begin(till).draft, id_)
    now = sale.add_product(till, now.draft, "CUT", quantity=2)
    paid = sale.take_payment(till, now.draft)
    clock.go_on(minutes=1)
    returns.take_back(till, sale=paid.sale, lines={0: 1})
    clock.go_on(minutes=1)
    till.approval = MANAGER
    members.adjust(till, id_, program="cuts", amount=5, reason="from the paper card")
    told = [
        (say(item.what, language="en", currency=till.shop.currency), [amount for _, amount in item.changes])
        for item in members.story(till, id_)
    ]
    assert told == [
        ("Corrected: from the paper card", [5]),
        ("Return, ₩18,000 back", [-1]),
        ("Cut, ₩36,000", [2]),
        ("Enrolled", []),
    ]


def test_nobody_is_not_found(till: Till) -> None:
    for ask in (members.profile, members.card_of, members.story):
        with pytest.raises(NotFound):
            ask(till, "nobody")
    with pytest.raises(NotFound):
        members.by_card(till, "123456789")
    with pytest.raises(NotFound):
        members.by_phone(till, "010-0000-0000")


def said_of(till: Till, member: str) -> list[str]:
    """Her story in English, oldest first."""
    return [line(item.what, "en", till.shop.currency) for item in reversed(members.story(till, member))]


def test_what_she_agreed_to_and_when_she_withdrew_it_is_in_her_story(till: Till, clock: Clock) -> None:
    kim = members.enrol(till, name="김민수", card="", consent=True).row.id
    for agrees, days in ((False, 1), (True, 2), (False, 3)):
        clock.go_on(days=days)
        members.change(till, kim, consent=agrees)
        members.change(till, kim, consent=agrees)  # again is no news
        members.change(till, kim, name=f"김{days}수")
    assert said_of(till, kim) == [
        "Enrolled, agrees to be written to",
        "Does not want to be written to any more",
        "Agrees to be written to",
        "Does not want to be written to any more",
    ]
    assert members.profile(till, kim).consent is False
    moments = [item.moment for item in members.story(till, kim)]
    assert [(later - earlier).days for later, earlier in pairwise(moments)] == [3, 2, 1]
    *_, withdrawn = consents.changes(till, kim)
    assert withdrawn.body == {
        "day": withdrawn.moment[:10], "member": kim, "fields": ["consent"], "consent": False, "cashier": CASHIER.id
    }  # fmt: skip


@pytest.mark.parametrize(
    ("news", "said"),
    [
        (False, "Joined on the customer's window: agreed that her data is kept"),
        (True, "Joined on the customer's window: agreed that her data is kept, and to be written to"),
    ],
)
def test_who_joined_on_her_own_screen_is_known_to_have_agreed(till: Till, news: bool, said: str) -> None:
    own_number.join(till, phone="010-2345-4821", name="김민수", news=news, member_id="herself-1")
    assert said_of(till, "herself-1") == [said]
    assert members.profile(till, "herself-1").consent is news


def test_who_agreed_to_nothing_is_only_enrolled(till: Till) -> None:
    lee = members.enrol(till, name="이영희", card="").row.id
    assert said_of(till, lee) == ["Enrolled"]
