"""The register: kept as given, and found by card, phone and name with what is needed to read on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from posapp.loyalty.members import Member
from posapp.store import cards, driver, members
from posapp.store.database import Database
from posapp.store.verify import verify
from tests.store.shop import MOMENT, sell

WHOLE = Member(
    id="m-whole",
    name="이서연",
    joined=date(2025, 12, 31),
    phone="01099998888",
    birthday=date(2000, 2, 29),
    card_type="gold",
    cards=("2900000000000077", "2900000000000088"),
    segments=frozenset({"at-risk", "나들이"}),
    clubs=frozenset({"wine"}),
    consent=True,
    referred_by="m-kim",
)


def enrol(db: Database, *people: Member) -> None:
    """Put people and their cards into the register."""
    with db.transaction():
        for person in people:
            members.add_member(db, person)
            for n, number in enumerate(person.cards):
                cards.issue(db, number, member=person.id, moment=MOMENT + timedelta(minutes=n))


def named(db: Database, text: str, **page: int) -> list[str]:
    """Names found by a word."""
    return [row.name for row in members.by_name(db, text, **page).rows]


def test_a_member_is_given_back_as_she_was_put_in(db: Database) -> None:
    enrol(db, WHOLE)
    assert members.get_member(db, "m-whole") == WHOLE
    assert members.get_member(db, "nobody") is None


def test_a_change_is_seen_by_every_search(db: Database) -> None:
    enrol(db, WHOLE)
    changed = replace(WHOLE, name="최지우", phone="01011112222", clubs=frozenset())
    with db.transaction():
        members.change_member(db, changed)
    assert members.get_member(db, "m-whole") == changed
    assert named(db, "서연") == []
    assert named(db, "지우") == ["최지우"]
    assert members.by_phone_end(db, "8888").total == 0
    assert members.phone_taken(db, "01011112222") == "m-whole"


def test_by_the_last_digits_of_the_phone(db: Database) -> None:
    enrol(
        db, *(Member(id=f"p-{n}", name=f"손님{n}", joined=date(2026, 1, 1), phone=f"010{n:04}1234") for n in range(7))
    )
    page = members.by_phone_end(db, "1234", limit=3)
    assert (len(page.rows), page.total) == (3, 7)
    rest = members.by_phone_end(db, "1234", limit=10, offset=3)
    assert {row.id for row in page.rows + rest.rows} == {f"p-{n}" for n in range(7)}
    assert [row.id for row in members.by_phone_end(db, "51234").rows] == ["p-5"]
    assert [row.id for row in members.by_phone_end(db, "01012345678").rows] == ["m-kim"]
    assert members.by_phone_end(db, "").total == 0
    assert members.phone_taken(db, "") is None


def test_by_name_with_pages_and_a_count(db: Database) -> None:
    enrol(db, *(Member(id=f"n-{n:02}", name=f"박하늘{n:02}", joined=date(2026, 1, 1)) for n in range(30)))
    first, second = members.by_name(db, "하늘", limit=20), members.by_name(db, "하늘", limit=20, offset=20)
    assert (first.total, second.total) == (30, 30)
    assert len({row.id for row in first.rows + second.rows}) == 30
    assert named(db, "smith") == ["John Smith"]
    assert named(db, "JOHNS") == ["John Smith"]
    assert named(db, "ㄱㅁㅅ") == ["김민수"]
    assert named(db, "%") == named(db, "_") == named(db, "") == named(db, "  ") == []


def test_two_of_one_name_are_both_found(db: Database) -> None:
    enrol(db, Member(id="m-kim-2", name="김민수", joined=date(2026, 1, 1)))
    page = members.by_name(db, "김민수")
    assert ({row.id for row in page.rows}, page.total) == ({"m-kim", "m-kim-2"}, 2)


def test_a_name_that_repeats_itself_is_one_member(db: Database) -> None:
    enrol(db, Member(id="m-su", name="수수수", joined=date(2026, 1, 1)))
    assert members.by_name(db, "수").total == 2  # she, and 김민수


def test_the_newest_visitors_come_first(db: Database) -> None:
    assert members.newest(db).total == 2  # a new shop: whoever is there
    sell(db, "s-1", member="m-kim", day=0)
    sell(db, "s-2", member="m-smith", day=1)
    sell(db, "s-3", member="m-kim", day=2)
    assert [row.id for row in members.newest(db).rows] == ["m-kim", "m-smith"]
    row = members.newest(db).rows[0]
    assert (row.visits, row.last_visit, row.card) == (2, (MOMENT + timedelta(days=2)).date(), "2900000000000001")


def test_a_card_goes_from_nobody_to_a_member_and_never_to_another(db: Database) -> None:
    with db.transaction():
        cards.issue(db, "2900000000000099", member=None, moment=MOMENT)
    assert (blank := cards.get_card(db, "2900000000000099")) is not None
    assert blank.member is None
    with db.transaction():
        cards.issue(db, "2900000000000099", member="m-smith", moment=MOMENT)
    assert cards.cards_of(db, "m-smith") == ("2900000000000099",)
    with pytest.raises(driver.IntegrityError), db.transaction():
        cards.issue(db, "2900000000000099", member="m-kim", moment=MOMENT)


def test_a_revoked_card_is_known_and_no_longer_good(db: Database) -> None:
    with db.transaction():
        assert cards.set_state(db, "2900000000000001", state="revoked", why="lost")
        assert not cards.set_state(db, "123", state="revoked")
    assert cards.cards_of(db, "m-kim") == ()
    assert (card := cards.get_card(db, "2900000000000001")) is not None
    assert (card.state, card.why, card.member) == ("revoked", "lost", "m-kim")
    assert [card.number for card in cards.all_cards_of(db, "m-kim")] == ["2900000000000001"]
    assert (row := members.row_of(db, "m-kim")) is not None
    assert row.card == ""
    assert verify(db).findings == ()
