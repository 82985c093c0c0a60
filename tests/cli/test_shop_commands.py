"""Making shops, loading programs, closing days from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from posapp.cli import main
from tests.cli.counter import Counter

AUTUMN = {"id": "autumn", "kind": "fixed_discount", "rate": 5, "audience": {"who": "everyone"}, "stacks": "always"}


def test_init_makes_a_shop_that_sells(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POSAPP_SHOP", str(tmp_path / "cafe.posapp"))
    monkeypatch.setenv("POSAPP_PIN", "135790")
    words = [
        "init",
        "Moon Café",
        "--manager",
        "Sora",
        "--preset",
        "cafe",
        "--currency",
        "USD",
        "--timezone",
        "America/New_York",
    ]
    assert main([*words, "--language", "en"]) == 0
    assert str(tmp_path / "cafe.posapp") in capsys.readouterr().out
    basket = tmp_path / "basket.json"
    basket.write_text('{"lines": [{"product": "LATTE", "quantity": 2}]}', encoding="utf-8")
    assert main(["quote", str(basket)]) == 0
    assert json.loads(capsys.readouterr().out)["list"] == 1000
    assert main([*words, "--language", "en"]) == 1


def test_init_with_a_short_pin_makes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSAPP_PIN", "1234")
    assert main(["init", "Shop", "--manager", "Sora", "--shop", str(tmp_path / "s.posapp")]) == 1
    assert not list(tmp_path.glob("s.posapp*"))


@pytest.mark.parametrize("code", ["ZZZ", "won", ""])
def test_init_with_a_currency_that_there_is_not_makes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], code: str
) -> None:
    monkeypatch.setenv("POSAPP_PIN", "135790")
    words = ["init", "Shop", "--manager", "Sora", "--currency", code, "--shop", str(tmp_path / "s.posapp")]
    assert main([*words, "--language", "en"]) == 1
    assert "must be a currency code such as KRW" in capsys.readouterr().err
    assert not list(tmp_path.glob("s.posapp*"))


def test_a_day_that_is_none_is_told_how_days_are_written(counter: Counter) -> None:
    for words in (["day", "--date"], ["programs", "replay", "--from"], ["hq", "settlement", "--to"]):
        said = counter.run(*words, "2026-02-30")
        assert said.status == 2
        assert "2026-02-30: a day is written as in 2026-03-02" in said.err


def test_a_folder_that_cannot_be_made_is_a_sentence(counter: Counter, tmp_path: Path) -> None:
    file = tmp_path / "not a folder"
    file.touch()
    for words in (
        ["print", "--count", "1", "--out", str(file / "in")],
        ["recovery", "--out", str(file / "in" / "a.pdf")],
    ):
        said = counter.run("cards", *words)
        assert said.status == 1
        assert "cannot be written" in said.err


def test_demo_makes_a_small_shop_where_it_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shop = tmp_path / "demo.posapp"
    assert main(["demo", "--members", "12", "--shop", str(shop), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"shop": str(shop)}
    assert main(["member", "find", "4821", "--shop", str(shop)]) == 0
    assert "김민수" in capsys.readouterr().out


@pytest.mark.parametrize("written", [AUTUMN, [AUTUMN], {"programs": [AUTUMN]}])
def test_programs_are_checked_loaded_listed_and_switched(counter: Counter, written: object) -> None:
    assert counter.run("programs", "check", given=written).status == 0
    assert "autumn" not in counter.run("programs", "list").out
    assert counter.run("programs", "load", given=written).status == 0
    order = {"lines": [{"product": "CUT"}]}
    assert counter.run("quote", given=order).answer["discounts"] == {"autumn": 900}
    assert counter.run("programs", "off", "autumn").status == 0
    assert counter.run("quote", given=order).answer["discounts"] == {}
    listed = {row["id"]: row["on"] for row in counter.run("programs", "list", "--json").answer["programs"]}
    assert (listed["autumn"], listed["cuts"]) == (False, True)
    whole = counter.run("programs", "list", "--documents").answer
    assert counter.run("programs", "check", given=whole).status == 0


def test_every_fault_is_told_at_its_place_and_nothing_is_loaded(counter: Counter) -> None:
    wrong = [AUTUMN, {"id": "b", "kind": "fixed_discount", "rate": 500}, {"id": "c", "kind": "nonsense"}]
    for act in ("check", "load"):
        said = counter.run("programs", act, given=wrong)
        assert (said.status, said.out) == (1, "")
        assert "programs[1].rate" in said.err
        assert "programs[2].kind" in said.err
    assert "autumn" not in counter.run("programs", "list").out


def test_a_day_says_what_a_program_gave_and_what_came_back(counter: Counter) -> None:
    card = counter.run("enrol", given={"name": "Kim Minsu"}).answer["cards"][0]
    counter.run("sell", given={"card": card, "lines": [{"product": "CUT", "quantity": 10}]})
    order = {"card": card, "lines": [{"product": "CUT"}], "redeem": [{"program": "cuts"}]}
    counter.run("void", given={"sale": counter.run("sell", given=order).answer["sale"]})
    told = [each.strip() for each in counter.run("day").out.splitlines()]
    at = told.index("Ten cuts, one free")
    assert told[at + 1 : at + 4] == [
        "Taken off  −₩18,000",
        "Taken off, on returned goods  ₩18,000",
        "Earned  10 stamps",
    ]
    in_korean = counter.run("day", language="ko").out
    assert "반품된 상품의 할인  18,000원" in in_korean
    assert "적립  도장 10개" in in_korean
    programs = counter.run("day", "--json").answer["programs"]
    assert programs["cuts"] == {
        "off": 18000, "off_back": 18000, "earned": 10, "earned_back": 0, "paid": 0, "paid_back": 0,
        "expired": 0,
    }  # fmt: skip


def test_a_day_is_told_and_closed(counter: Counter) -> None:
    counter.run("sell", given={"lines": [{"product": "CUT"}]})
    told = counter.run("day").out
    assert "₩18,000" in told
    assert "Open" in told
    assert counter.run("day", "--close", "--json").answer["closed"]
    assert "Closed" in counter.run("day").out
    assert counter.run("day", "--date", "2020-01-01", "--json").answer["sales"] == 0
    assert counter.run("day", "--date", "yesterday").status == 2


def test_commands_speak_korean(counter: Counter) -> None:
    assert "판매" in counter.run("day", language="ko").out
    assert "켜짐" in counter.run("programs", "list", language="ko").out
