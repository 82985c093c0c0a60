"""`posapp draw`, `period` and `surveys`: what the window does, and a file that anybody checks without the shop."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from posapp.till.context import system_clock
from tests.cli.counter import Counter

GAME = {
    "id": "game",
    "kind": "prize_draw",
    "chance": 100,
    "prizes": [{"gift": {"en": "Mug", "ko": "머그컵"}, "count": 2}],
}
OVER = {**GAME, "id": "over", "active": {"until": "2020-12-31"}}
BIKE = {
    "id": "bike",
    "kind": "prize_draw",
    "entries": {"per": "visit"},
    "draw_at": "2020-01-01T00:00:00+09:00",
    "prizes": [{"gift": "Bicycle"}],
}
POINTS = {"id": "pts", "kind": "points", "earn": {"points": 1, "per": 1000}}
SHARE = {"id": "share", "kind": "profit_share", "rate": 5, "base": "profit", "period": "month", "into": "pts"}
ASK = {"id": "ask", "kind": "survey", "scale": "stars", "question": "How was it?"}


def loaded(counter: Counter, *documents: dict[str, Any]) -> None:
    assert counter.run("programs", "load", given=list(documents)).status == 0


def member(counter: Counter, **about: Any) -> dict[str, Any]:
    said = counter.run("enrol", given={"name": "Kim", **about})
    assert said.status == 0, said.err
    found: dict[str, Any] = said.answer
    return found


def sold(counter: Counter, card: str) -> dict[str, Any]:
    said = counter.run("sell", given={"card": card, "lines": [{"product": "CUT"}]})
    assert said.status == 0, said.err
    found: dict[str, Any] = said.answer
    return found


def test_a_promise_is_listed_and_a_journal_is_checked(counter: Counter) -> None:
    loaded(counter, GAME)
    sold(counter, member(counter)["cards"][0])
    (row,) = counter.run("draw", "list", "--json").answer["draws"]
    assert (row["sales"], row["won"], row["seed"], len(row["commitment"])) == (1, 1, None, 64)
    listed = counter.run("draw", "list")
    assert f"Promised: SHA-256 {row['commitment']}" in listed.out
    assert row["commitment"] in counter.run("programs", "list").out
    checked = counter.run("draw", "verify", "game")
    assert (checked.status, checked.out.strip()) == (0, "All is right: 1 sales, 0 with entries, 1 won")
    early = counter.run("draw", "publish", "game")
    assert early.answer["seed"] is None


def test_a_published_file_is_checked_without_the_shop(counter: Counter, tmp_path: Path) -> None:
    loaded(counter, OVER)
    file = tmp_path / "over.json"
    file.write_text(counter.run("draw", "publish", "over").out, encoding="utf-8")
    elsewhere = Counter(tmp_path / "no-such-shop.posapp", counter.capture, counter.patch)
    right = elsewhere.run("draw", "verify", str(file), "--json")
    assert (right.status, right.answer["faults"]) == (0, [])
    document = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**document, "seed": "0" * 64}), encoding="utf-8")
    wrong = elsewhere.run("draw", "verify", str(file))
    assert wrong.status == 1
    assert "The seed is not the one that was promised" in wrong.out
    file.write_text(json.dumps({**document, "seed": None}), encoding="utf-8")
    assert elsewhere.run("draw", "verify", str(file)).status == 1
    file.write_text('{"draw": 5}', encoding="utf-8")
    assert elsewhere.run("draw", "verify", str(file)).status == 1


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_draw_is_not_held_before_its_day(counter: Counter, language: str) -> None:
    loaded(counter, {**BIKE, "draw_at": "2999-01-01"})
    card = member(counter)["cards"][0]
    sold(counter, card)
    early = counter.run("draw", "hold", "bike", language=language)
    assert early.status == 1
    assert early.err
    assert counter.run("draw", "hold", "nope").status == 1


@pytest.mark.parametrize(
    ("language", "waits", "handed"),
    [("en", "waits for the winner", "has the prize: Bicycle"), ("ko", "당첨자를 기다려요", "경품을 드렸어요: Bicycle")],
)
def test_a_won_prize_waits_and_is_handed_over_once(counter: Counter, language: str, waits: str, handed: str) -> None:
    loaded(counter, {**BIKE, "draw_at": system_clock().date().isoformat()})
    kim = member(counter)
    sold(counter, kim["cards"][0])
    assert counter.run("draw", "winners", "bike").status == 1
    assert counter.run("draw", "hold", "bike").status == 0
    listed = counter.run("draw", "winners", "bike", language=language)
    assert waits in listed.out.splitlines()[-1]
    assert counter.run("draw", "list", "--json").answer["draws"][0]["waiting"] == 1
    given = counter.run("draw", "hand-over", "bike", kim["cards"][0], language=language)
    assert (given.status, handed in given.out) == (0, True)
    again = counter.run("draw", "hand-over", "bike", kim["id"], language=language)
    assert (again.status, again.out) == (1, "")
    assert "Bicycle" in again.err
    (won,) = counter.run("draw", "winners", "bike", "--json").answer["winners"]
    assert (won["member"], won["handed"][:10]) == (kim["id"], system_clock().date().isoformat())
    assert counter.run("draw", "list", "--json").answer["draws"][0]["waiting"] == 0
    assert counter.run("draw", "hand-over", "bike", "nobody").status == 1


def test_a_period_is_seen_and_closed_once(counter: Counter) -> None:
    loaded(counter, POINTS, SHARE)
    wanted = counter.run("period", "preview", "share")
    assert (wanted.status, "say what it was" in wanted.err) == (1, True)
    seen = counter.run("period", "preview", "share", "--profit", "1,250,000", "--period", "2020-07", "--json")
    assert (seen.answer["base"], seen.answer["parts"], seen.answer["posted"]) == (1_250_000, [], None)
    closed = counter.run("period", "close", "share", "--profit", "1250000", "--period", "2020-07")
    assert closed.out.strip() == "Jul 2020: 0 of ₩1,250,000 went to 0 members"
    again = counter.run("period", "close", "share", "--profit", "1250000", "--period", "2020-07")
    assert (again.status, "It is posted once only" in again.err) == (1, True)
    assert counter.run("period", "close", "share", "--profit", "a lot", "--period", "2020-08").status == 1
    assert "share" in counter.run("period", "list").out


def test_an_answer_is_kept_listed_and_seen_to(counter: Counter) -> None:
    loaded(counter, ASK)
    assert counter.run("surveys", "figures").out.strip() == "Nobody has answered a question yet."
    sale = sold(counter, member(counter)["cards"][0])
    assert [each["program"] for each in sale["asks"]] == ["ask"]
    given = counter.run("surveys", "answer", sale["receipt"], "ask", "1", "--word", "cold water", "--json")
    assert (given.status, given.answer["low"]) == (0, True)
    assert "cold water" in counter.run("surveys", "list").out
    assert "1 on average" in counter.run("surveys", "figures").out
    assert counter.run("surveys", "figures", "--json").answer["surveys"][0]["answers"]["1"] == 1
    assert counter.run("surveys", "close", given.answer["id"], "--note", "a voucher").status == 0
    assert counter.run("surveys", "list").out.strip() == "Nobody waits for an answer."
    assert counter.run("surveys", "list", "--all", "--json").answer["answers"][0]["note"] == "a voucher"
    assert counter.run("surveys", "answer", sale["receipt"], "nope", "9").status == 1


def test_who_sent_her_is_given_by_card_or_phone(counter: Counter) -> None:
    loaded(
        counter,
        POINTS,
        {"id": "friends", "kind": "referral", "after": "joining", "referrer": {"program": "pts", "points": 70}},
    )
    kim = member(counter, phone="01023456789")
    assert counter.run("enrol", "--referred-by", kim["cards"][0], given={"name": "Lee"}).status == 0
    assert counter.run("enrol", given={"name": "Park", "referred_by": "010-2345-6789"}).status == 0
    shown = counter.run("member", "show", kim["cards"][0]).answer
    assert shown["balances"]["pts"] == 140
    assert counter.run("enrol", "--referred-by", "2900000000000000", given={"name": "Cho"}).status == 1
