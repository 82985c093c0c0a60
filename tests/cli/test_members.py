"""Members from the command line: enrolled, found, changed, corrected, their story told."""

from __future__ import annotations

import pytest

from tests.cli.counter import Counter

KIM = {"name": "김민수", "phone": "010-2345-4821", "birthday": "1990-04-12", "consent": True, "id": "member-kim"}


def test_an_enrolment_answers_with_the_member_and_is_done_once(counter: Counter) -> None:
    first = counter.run("enrol", given=KIM).answer
    assert (first["name"], first["phone"], first["birthday"], len(first["cards"])) == (
        "김민수",
        "01023454821",
        "1990-04-12",
        1,
    )
    assert counter.run("enrol", given=KIM).answer == first
    assert counter.run("day", "--json").answer["enrolled"] == 1


def test_who_refers_is_named_by_her_card(counter: Counter) -> None:
    card = counter.run("enrol", given=KIM).answer["cards"][0]
    assert counter.run("enrol", given={"name": "이서연", "referred_by": card}).status == 0
    assert counter.run("enrol", given={"name": "박하은", "referred_by": "123456"}).status == 1


@pytest.mark.parametrize(
    "wrong", [{}, {"name": ""}, {"name": "A", "birthday": "yesterday"}, {"name": "A", "points": 5}, {"name": 5}, "{"]
)
def test_an_enrolment_that_cannot_be_right_is_a_sentence(counter: Counter, wrong: object) -> None:
    said = counter.run("enrol", given=wrong)
    assert (said.status, said.out) == (1, "")
    assert said.err
    assert counter.run("day", "--json").answer["enrolled"] == 0


def test_a_shared_phone_must_be_said_to_be_shared(counter: Counter) -> None:
    counter.run("enrol", given=KIM)
    other = {"name": "김하은", "phone": "01023454821"}
    said = counter.run("enrol", given=other)
    assert said.status == 1
    assert "김민수" in said.err
    assert counter.run("enrol", given={**other, "same_phone": True}).status == 0


def test_a_member_is_found_by_name_phone_and_card(counter: Counter) -> None:
    kim = counter.run("enrol", given=KIM).answer
    for text in ("김민", "ㄱㅁㅅ", "4821", kim["cards"][0]):
        assert kim["id"] in counter.run("member", "find", text).out
    found = counter.run("member", "find", "4821", "--json").answer
    assert [row["id"] for row in found["members"]] == [kim["id"]]
    assert counter.run("member", "find", "아무도").out.strip() == "Nobody fits."


@pytest.mark.parametrize("nothing", ["", None])
def test_what_somebody_wants_taken_out_of_the_register_is_taken_out(counter: Counter, nothing: str | None) -> None:
    card = counter.run("enrol", given=KIM | {"phone": "010-2345-4821", "birthday": "1990-03-02"}).answer["cards"][0]
    out = dict.fromkeys(("phone", "birthday", "card_type", "household"), nothing)
    kept = counter.run("member", "change", card, given=out | {"name": "Member"}).answer
    assert [kept[name] for name in ("name", "phone", "birthday", "household")] == ["Member", "", None, ""]
    assert "Nobody" in counter.run("member", "find", "4821").out
    assert counter.run("member", "change", card, given={"name": ""}).status == 1


def test_a_change_and_a_correction_are_kept_and_told_in_her_story(counter: Counter) -> None:
    card = counter.run("enrol", given=KIM).answer["cards"][0]
    assert counter.run("member", "change", card, given={"phone": "010-1111-2222"}).answer["phone"] == "01011112222"
    correction = {"program": "cuts", "amount": 4, "reason": "paper card", "id": "correction-1"}
    for _ in range(2):
        assert counter.run("member", "adjust", card, given=correction).answer["balances"] == {"cuts": 4}
    counter.run("sell", given={"card": card, "lines": [{"product": "CUT"}]})
    story = counter.run("member", "story", KIM["id"], "--json").answer["story"]  # type: ignore[arg-type]
    assert [item["what"] for item in story] == [
        "Enrolled, agrees to be written to",
        "Corrected: paper card",
        "Cut, ₩18,000",
    ]
    assert [item["changes"] for item in story] == [{}, {"Ten cuts, one free": 4}, {"Ten cuts, one free": 1}]
    shown = counter.run("member", "show", KIM["id"]).answer  # type: ignore[arg-type]
    assert (shown["visits"], shown["balances"]) == (1, {"cuts": 5})


@pytest.mark.parametrize(
    ("words", "given"),
    [
        (("show", "nobody"), None),
        (("story", "nobody"), None),
        (("change", "nobody"), {"name": "A"}),
        (("adjust", "member-kim"), {"program": "cuts", "amount": -1, "reason": "typo"}),
        (("adjust", "member-kim"), {"program": "cuts", "amount": 1}),
        (("adjust", "member-kim"), {"program": "birthday", "amount": 1, "reason": "no balance"}),
    ],
)
def test_what_cannot_be_is_a_sentence(counter: Counter, words: tuple[str, ...], given: object) -> None:
    counter.run("enrol", given=KIM)
    said = counter.run("member", *words, given=given)
    assert (said.status, said.out) == (1, "")
    assert said.err


def test_a_club_is_joined_and_left(counter: Counter) -> None:
    kim = counter.run("enrol", given=KIM).answer["id"]
    wine = {"id": "wine", "kind": "club", "name": "Wine lovers"}
    assert counter.run("programs", "load", given=[wine]).status == 0
    assert counter.run("member", "join", kim, "wine").answer["clubs"] == ["wine"]
    assert counter.run("member", "leave", kim, "wine").answer["clubs"] == []
    said = counter.run("member", "leave", kim, "wine")
    assert (said.status, said.err.strip()) == (1, "She is not in the Wine lovers club.")
