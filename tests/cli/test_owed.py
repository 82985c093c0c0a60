"""What is owed, and how a program ends, from the command line."""

from __future__ import annotations

import pytest

from tests.cli.counter import Counter

KIM = {"name": "김민수", "id": "member-kim"}
POINTS = {"id": "pts", "kind": "points", "earn": {"points": 1, "per": 100}, "redeem": {"value": 5}}
ENDS = ("--earn-until", "2099-03-31", "--redeem-until", "2099-06-30")


@pytest.fixture
def shop(counter: Counter) -> Counter:
    counter.run("enrol", given=KIM)
    assert counter.run("programs", "load", given=[POINTS]).status == 0
    sold = counter.run("sell", given={"member": "member-kim", "lines": [{"product": "CUT"}]})
    assert sold.status == 0
    return counter


def test_what_is_owed_is_printed_and_given_as_json(shop: Counter) -> None:
    points = shop.run("member", "show", "member-kim").answer["balances"]["pts"]
    assert points > 0
    printed = shop.run("programs", "owed", "pts").out.splitlines()
    assert printed[1:] == ["  1 member", f"  No last day: {points} points, ₩{points * 5:,}"]
    (found,) = shop.run("programs", "owed", "pts", "--json").answer["owed"]
    assert (found["units"], found["money"], found["holders"]) == (points, points * 5, 1)
    assert found["due"] == [{"until": None, "units": points, "money": points * 5}]
    every = shop.run("programs", "owed", "--json").answer["owed"]
    assert "pts" in [each["program"] for each in every]


def test_a_program_is_wound_down_and_goes_on(shop: Counter) -> None:
    said = shop.run("programs", "wind-down", "pts", *ENDS, "--say", "Use them.", "--say-ko", "써 주세요.", "--json")
    (found,) = said.answer["owed"]
    assert found["wind_down"] == {
        "earn_until": "2099-03-31",
        "redeem_until": "2099-06-30",
        "say": {"en": "Use them.", "ko": "써 주세요."},
        "ended": False,
    }
    assert found["due"][0]["until"] == "2099-06-30"
    printed = shop.run("programs", "wind-down", "pts", *ENDS, "--say", "Use them.").out.splitlines()
    assert printed[-1] == "  Customers are told: Use them."
    listed = shop.run("programs", "list").out.splitlines()
    assert "  Earning till 31 Mar 2099, redeeming till 30 Jun 2099" in listed
    ending = {row["id"]: row["wind_down"] for row in shop.run("programs", "list", "--json").answer["programs"]}
    assert ending["pts"] == {"earn_until": "2099-03-31", "redeem_until": "2099-06-30", "say": "Use them."}
    assert [program for program, ends in ending.items() if ends] == ["pts"]
    assert shop.run("programs", "go-on", "pts").out.strip() == "It goes on."
    assert shop.run("programs", "owed", "pts", "--json").answer["owed"][0]["wind_down"] is None
    assert "Earning till" not in shop.run("programs", "list").out


def test_customers_are_told_with_a_sale(shop: Counter) -> None:
    basket = {"member": "member-kim", "lines": [{"product": "CUT"}]}
    assert "notices" not in shop.run("sell", given=basket).answer
    shop.run("programs", "wind-down", "pts", *ENDS, "--say", "Use them.", "--say-ko", "써 주세요.")
    assert shop.run("quote", given=basket).answer["notices"] == {"pts": "Use them."}
    sold = shop.run("sell", given=basket, language="ko").answer
    assert sold["notices"] == {"pts": "써 주세요."}
    assert "pts: Use them." in shop.run("explain", sold["receipt"]).out.splitlines()
    assert "notices" not in shop.run("quote", given={"lines": [{"product": "CUT"}]}).answer


def test_what_cannot_be_is_a_sentence(shop: Counter) -> None:
    past = shop.run("programs", "wind-down", "pts", "--earn-until", "2020-01-01", "--redeem-until", "2099-01-01")
    assert (past.status, past.out) == (1, "")
    assert past.err.startswith("Sales were made under it already")
    assert shop.run("programs", "owed", "nothing").status == 1


@pytest.mark.parametrize("words", [(), ENDS[:2], ("--earn-until", "soon", *ENDS[2:])])
def test_half_a_command_is_wrong_usage(shop: Counter, words: tuple[str, ...]) -> None:
    assert shop.run("programs", "wind-down", "pts", *words).status == 2
