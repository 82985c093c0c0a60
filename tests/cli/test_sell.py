"""Another program prices and sells: baskets and answers as JSON, once, and refused with a sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.counter import Counter

CUT = {"lines": [{"product": "CUT"}]}


def card(counter: Counter) -> str:
    return str(counter.run("enrol", given={"name": "김민수", "phone": "010-2345-4821"}).answer["cards"][0])


def test_a_quote_says_what_is_due_and_why_and_keeps_nothing(counter: Counter) -> None:
    asked = {"card": card(counter), "lines": [{"product": "CUT", "quantity": 2}, {"product": "SHAMPOO"}]}
    said = counter.run("quote", given=asked)
    assert said.status == 0
    answer = said.answer
    assert (answer["list"], answer["due"], answer["lines"]) == (48000, 48000, [36000, 12000])
    assert (answer["earned"], answer["balances"]) == ({"cuts": 2}, {"cuts": 0})
    assert set(answer["why_not"]) >= {"birthday"}
    assert counter.run("day", "--json").answer["sales"] == 0


def test_a_sale_is_kept_and_answered_the_same_when_it_is_sent_again(counter: Counter) -> None:
    order = {"id": "order-0001", "card": card(counter), **CUT, "tender": "card"}
    first = counter.run("sell", given=order).answer
    assert (first["sale"], first["due"], first["balances"], first["again"]) == ("order-0001", 18000, {"cuts": 1}, False)
    counter.run("sell", given={"phone": "01023454821", **CUT})
    again = counter.run("sell", given=order).answer
    assert again == {**first, "again": True}
    assert counter.run("day", "--json").answer["sales"] == 2


def test_a_reward_is_asked_for_in_the_words_of_the_language(counter: Counter) -> None:
    number = card(counter)
    counter.run("sell", given={"card": number, "lines": [{"product": "CUT", "quantity": 10}]})
    free = counter.run("sell", given={"card": number, **CUT, "redeem": [{"program": "cuts"}]}).answer
    assert (free["due"], free["discounts"], free["balances"]) == (0, {"cuts": 18000}, {"cuts": 0})
    assert free["why"]["cuts"]


def test_the_basket_may_stand_in_a_file(counter: Counter, tmp_path: Path) -> None:
    file = tmp_path / "basket.json"
    file.write_text(json.dumps(CUT), encoding="utf-8")
    assert counter.run("sell", str(file)).answer["due"] == 18000
    missing = counter.run("sell", str(tmp_path / "nothing.json"))
    assert (missing.status, missing.out) == (1, "")
    assert "nothing.json" in missing.err


def test_the_mark_that_windows_puts_before_a_text_is_no_fault(counter: Counter) -> None:
    assert counter.run("sell", given="\ufeff" + json.dumps(CUT)).status == 0
    assert counter.run("sell", "--stream", given="\ufeff" + json.dumps(CUT) + "\n").status == 0


def test_a_stream_answers_line_by_line_and_goes_on_after_a_refusal(counter: Counter) -> None:
    lines = [
        json.dumps({"id": "order-0001", **CUT}),
        "",
        json.dumps({"lines": [{"product": "NOPE"}]}),
        "half a bas",
        json.dumps({"id": "order-0001", **CUT}),
    ]
    said = counter.run("sell", "--stream", given="\n".join(lines))
    answers = [json.loads(line) for line in said.out.splitlines()]
    assert said.status == 1
    assert [answer.get("due", "refused") for answer in answers] == [18000, "refused", "refused", 18000]
    assert [answer.get("again") for answer in answers] == [False, None, None, True]
    assert counter.run("day", "--json").answer["sales"] == 1


@pytest.mark.parametrize(
    "order",
    [
        "half a basket {",
        '{"lines": [{"product": "\\ud800"}]}',
        '{"lines": [{"product": "\udcff"}]}',
        [],
        {},
        {"lines": []},
        {"lines": [{"product": "CUT", "quantity": 0}]},
        {"lines": [{"product": "CUT", "price": 0}]},
        {"lines": [{"product": "CUT", "price": 10**12}]},
        {"lines": [{"product": "CUT", "price": 1.5}]},
        {"lines": [{"product": "NOPE"}]},
        {"lines": [{"product": "CUT"}], "redeem": [{"program": "cuts"}]},
        {"lines": [{"product": "CUT"}], "card": "123456789"},
        {"lines": [{"product": "CUT"}], "phone": "abc"},
        {"lines": [{"product": "CUT"}], "member": "nobody"},
        {"lines": [{"product": "CUT"}], "id": "short"},
        {"lines": [{"product": "CUT"}], "tender": "Big Cash"},
        {"lines": [{"product": "CUT"}], "colour": "red"},
    ],
)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_bad_order_is_a_sentence_on_standard_error_and_no_sale(
    counter: Counter, order: object, language: str
) -> None:
    said = counter.run("sell", given=order, language=language)
    assert (said.status, said.out) == (1, "")
    assert said.err.strip()
    assert ("가" <= max(said.err) <= "힣") == (language == "ko")
    assert counter.run("day", "--json").answer["sales"] == 0


def test_a_refusal_is_json_where_json_is_wanted(counter: Counter) -> None:
    said = counter.run("sell", "--json", given={"lines": [{"product": "CUT", "quantity": 0, "price": -1}]})
    refusal = json.loads(said.err)
    assert refusal["reason"] == "definition.refused"
    assert {fault["place"] for fault in refusal["faults"]} == {"lines[0].quantity", "lines[0].price"}


def test_a_name_that_is_unknown_is_told_all_that_there_are(counter: Counter) -> None:
    said = counter.run("sell", given={"lines": [{"product": "CUT"}], "colour": "red"})
    assert "lines, redeem, id, card, member, phone and tender" in said.err


def test_text_that_is_no_json_is_a_sentence_without_a_place(counter: Counter) -> None:
    said = counter.run("sell", given='{"lin')
    assert (said.status, said.out) == (1, "")
    assert said.err.splitlines()[1] == "  is not JSON: see line 1, column 2"


def test_wrong_usage_and_a_shop_that_is_not_there(counter: Counter, tmp_path: Path) -> None:
    assert counter.run("sell", "--nonsense").status == 2
    counter.shop.unlink()
    said = counter.run("sell", given=CUT)
    assert (said.status, said.out) == (1, "")
    assert said.err


def test_help_tells_of_every_option(counter: Counter) -> None:
    said = counter.run("sell", "--help")
    assert said.status == 0
    assert all(word in said.out for word in ("--stream", "--shop", "--language", "--json", "FILE"))
