"""Members, cards, and who may learn of whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from posapp.loyalty.members import Member
from tests.hq.chain import Chain
from tests.sync.small_till import SmallTill, member_of, sale_body, stamp


def _enrol(till: SmallTill, member: Member) -> None:
    till.record("enrol", f"e-{member.id}", "", {"day": "2026-03-02", "member": member.id}, profile=member)


def _change(till: SmallTill, word: str, member: Member, *fields: str, **body: object) -> None:
    whole = {"day": "2026-03-03", "member": member.id, "fields": list(fields), **body}
    till.record("member", word, "", whole, profile=member)


def test_a_member_enrolled_at_one_till_is_known_at_the_others_of_the_store(chain: Chain) -> None:
    one, two = chain.till("a"), chain.till("b")
    member = member_of("m", card="7700", phone="01012345678")
    _enrol(one, member)
    chain.sync(one, two)
    assert two.members() == {"m": member}


def test_another_store_learns_of_a_member_only_when_her_card_is_shown_there(chain: Chain) -> None:
    here, there = chain.till("a", store="north"), chain.till("b", store="south")
    _enrol(here, member_of("m", card="7700"))
    _enrol(here, member_of("n", card="8800", name="이서준"))
    here.record("sale", "s", "", sale_body("s", "m", due_minor=100), stamp("m", 3))
    chain.sync(here, there)
    assert there.members() == {}

    there.show("7700")
    there.show("9999")
    chain.sync(there)
    assert set(there.members()) == {"m"}
    assert there.balances("m") == {"cuts": 3}
    assert there.balances("n") == {}

    here.record("sale", "s2", "", sale_body("s2", "m", due_minor=100), stamp("m", 1), stamp("n", 1))
    chain.sync(here, there)
    assert there.balances("m") == {"cuts": 4}
    assert there.balances("n") == {}  # the same event brought both; only hers may be told


def test_a_till_that_joins_later_gets_what_was_before(chain: Chain) -> None:
    one = chain.till("a")
    _enrol(one, member_of("m", card="7700"))
    for n in range(5):
        one.record("sale", f"s{n}", "", sale_body(f"s{n}", "m", due_minor=100), stamp("m"))
    chain.sync(one)
    two = chain.till("b")
    chain.sync(two)
    assert two.balances("m") == {"cuts": 5}
    assert set(two.members()) == {"m"}


def test_two_fields_changed_at_two_tills_are_both_kept_and_of_one_field_the_later_arrival(chain: Chain) -> None:
    one, two = chain.till("a"), chain.till("b")
    member = member_of("m", card="7700", name="김하늘", phone="01011112222")
    _enrol(one, member)
    chain.sync(one, two)
    _change(one, "c1", replace(member, phone="01033334444"), "phone")
    _change(two, "c2", replace(member, birthday=date(1990, 2, 28)), "birthday")
    chain.sync(one, two, one)
    merged = replace(member, phone="01033334444", birthday=date(1990, 2, 28))
    assert one.members()["m"] == two.members()["m"] == merged

    _change(one, "c3", replace(merged, name="김하을"), "name")
    _change(two, "c4", replace(merged, name="김하눌"), "name")
    chain.sync(one, two, one)
    assert one.members()["m"].name == two.members()["m"].name == "김하눌"
    history = chain.db.rows("SELECT till, field, before FROM member_history ORDER BY till, seq")
    assert ("b", "name", '"김하을"') in history


def test_a_revoked_card_is_revoked_everywhere_and_never_comes_back_by_an_old_profile(chain: Chain) -> None:
    one, two = chain.till("a"), chain.till("b")
    member = member_of("m", card="7700")
    _enrol(one, member)
    chain.sync(one, two)
    new = replace(member, cards=("7701",))
    _change(one, "c1", new, "cards", cards_revoked=[{"number": "7700", "reason": "lost"}])
    _change(two, "c2", replace(member, phone="010"), "phone")  # still with the old card
    chain.sync(one, two, one)
    assert two.members()["m"].cards == one.members()["m"].cards == ("7701",)
    assert chain.db.row("SELECT state, reason FROM cards WHERE number = '7700'") == ("revoked", "lost")


def test_one_card_for_two_members_stays_with_the_first_and_is_for_the_owner_to_see(chain: Chain) -> None:
    one, two = chain.till("a"), chain.till("b")
    _enrol(one, member_of("m", card="7700"))
    _enrol(two, member_of("n", card="7700"))
    chain.sync(one, two)
    assert chain.db.row("SELECT member FROM cards WHERE number = '7700'") == ("m",)
    (item,) = chain.seen().attention
    assert (item.key, item.till, item.about) == ("hq.attention.card_twice", "b", {"card": "7700"})


def test_no_personal_data_stands_in_the_journal_or_beside_it(chain: Chain) -> None:
    one = chain.till("a")
    _enrol(one, member_of("m", card="7700", name="김하늘", phone="01012345678"))
    one.record("sale", "s", "", sale_body("s", "m", due_minor=100), stamp("m"))
    chain.sync(one)
    tables = [row[0] for row in chain.db.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in set(tables) - {"members", "member_history"}:
        for row in chain.db.rows(f"SELECT * FROM {table}"):
            text = " ".join(cell.decode("utf-8", "replace") if isinstance(cell, bytes) else str(cell) for cell in row)
            assert "김하늘" not in text, table
            assert "01012345678" not in text, table
