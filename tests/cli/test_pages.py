"""Every field that a command answers with as JSON stands on its page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from posapp.till.context import system_clock
from tests.cli.counter import Counter
from tests.source_tree import ROOT

BASKET = {"member": "member-kim", "lines": [{"product": "CUT"}]}
TODAY = system_clock().date().isoformat()
PROGRAMS: list[dict[str, Any]] = [
    {
        "id": "pts",
        "kind": "points",
        "earn": {"points": 1, "per": 1000},
        "redeem": {"value": 10},
        "wind_down": {"earn_until": "2099-01-01", "redeem_until": "2099-02-01"},
    },
    {"id": "flyer", "kind": "coupon", "rate": 10, "issue": {"after_sale": {}}},
    {
        "id": "bike",
        "kind": "prize_draw",
        "entries": {"per": "visit"},
        "draw_at": TODAY,
        "prizes": [{"gift": "Bicycle"}],
    },
    {"id": "game", "kind": "prize_draw", "chance": 1, "prizes": [{"gift": "Mug"}]},
    {"id": "share", "kind": "profit_share", "rate": 5, "period": "month", "into": "pts"},
    {"id": "ask", "kind": "survey", "scale": "stars", "question": "How was it?"},
]
BY_ID = frozenset(
    [
        "discounts",
        "paid_with",
        "earned",
        "issued",
        "why",
        "why_not",
        "notices",
        "perks",
        "tier",
        "balances",
        "answers",
        "changes",
    ]
)
"""What is by program (or by answer) has ids for names."""


@pytest.fixture
def shop(counter: Counter) -> Counter:
    counter.run("enrol", given={"name": "김민수", "id": "member-kim", "phone": "01023454821"})
    assert counter.run("programs", "load", given=PROGRAMS).status == 0
    sold = counter.run("sell", given={**BASKET, "id": "sale-1234"}).answer
    counter.run("surveys", "answer", sold["sale"], "ask", "1", "--word", "cold")
    return counter


def names(answer: Any, inside: str = "") -> Iterator[str]:
    """All names of fields in an answer, however deep."""
    if isinstance(answer, list):
        for each in answer:
            yield from names(each, inside)
    elif isinstance(answer, dict) and inside == "document":
        return
    elif isinstance(answer, dict):
        by_id = inside in BY_ID or (inside == "programs" and all(isinstance(each, dict) for each in answer.values()))
        for name, value in answer.items():
            if not by_id:
                yield name
            yield from names(value, "" if by_id else name)


REFERS = {"sell": "quote", "explain": "quote", "void": "return", "enrol": "member"}
"""Pages that refer to another one for what is the same there."""


def on_its_page(page: str, answer: Any) -> None:
    pages = [ROOT / "docs" / "commands" / f"{each}.md" for each in (page, REFERS.get(page, page))]
    text = "\n".join(each.read_text(encoding="utf-8") for each in pages)
    coded = " ".join(re.findall(r"```.*?```|`[^`]+`", text, re.DOTALL))
    written = set(re.findall(r"\w+", coded))
    missing = sorted({name for name in names(answer) if name not in written})
    assert not missing, f"{page}: {missing}"


@pytest.mark.parametrize(
    ("page", "words", "given"),
    [
        ("quote", ["quote"], BASKET),
        ("sell", ["sell"], BASKET),
        ("return", ["return"], {"sale": "sale-1234", "lines": [{"line": 0}]}),
        ("void", ["void"], {"sale": "sale-1234"}),
        ("explain", ["explain", "sale-1234"], None),
        ("enrol", ["enrol"], {"name": "Lee"}),
        ("member", ["member", "find", "4821"], None),
        ("member", ["member", "story", "member-kim"], None),
        ("programs", ["programs", "list"], None),
        ("programs", ["programs", "owed"], None),
        ("programs", ["programs", "replay"], [{"id": "ten", "kind": "fixed_discount", "rate": 10}]),
        ("programs", ["programs", "load"], PROGRAMS),
        ("programs", ["programs", "off", "ask"], None),
        ("draw", ["draw", "list"], None),
        ("draw", ["draw", "hold", "bike"], None),
        ("draw", ["draw", "verify", "bike"], None),
        ("period", ["period", "list"], None),
        ("period", ["period", "preview", "share"], None),
        ("surveys", ["surveys", "list"], None),
        ("surveys", ["surveys", "figures"], None),
        ("coupons", ["coupons", "issue", "flyer"], None),
        ("coupons", ["coupons", "list"], None),
        ("day", ["day"], None),
        ("day", ["day", "--close"], None),
        ("sync", ["sync", "status"], None),
        ("verify", ["verify"], None),
    ],
)
def test_what_a_command_answers_stands_on_its_page(shop: Counter, page: str, words: list[str], given: Any) -> None:
    said = shop.run(*words, "--json", given=given)
    assert said.status == 0, said.err
    on_its_page(page, said.answer)


def test_what_the_commands_about_the_file_answer_stands_on_their_pages(shop: Counter, tmp_path: Path) -> None:
    kept = shop.run("backup", str(tmp_path / "copies"), "--json").answer
    on_its_page("backup", kept)
    on_its_page("restore", shop.run("restore", kept["file"], "--json").answer)
    on_its_page("cards", shop.run("cards", "print", "--out", str(tmp_path), "--count", "1", "--json").answer)
    new = Counter(tmp_path / "new.posapp", shop.capture, shop.patch)
    shop.patch.setenv("POSAPP_PIN", "246810")
    on_its_page("init", new.run("init", "Shop", "--manager", "Sora", "--json").answer)


def test_a_rehearsal_answers_with_what_its_page_says(shop: Counter) -> None:
    scenario = ROOT / "tests" / "scenarios" / "own-wind-down.json"
    said = shop.run("rehearse", str(scenario), "--json")
    on_its_page("rehearse", {**said.answer, "scenarios": [{**json.loads(said.out)["scenarios"][0], "steps": []}]})


def test_what_headquarters_answers_stands_on_its_page(shop: Counter, tmp_path: Path) -> None:
    street = {**PROGRAMS[0], "coalition": {"partners": {"cafe": {}}}}
    del street["wind_down"]
    file = tmp_path / "street.json"
    file.write_text(json.dumps([street]), encoding="utf-8")
    database = ["--database", str(tmp_path / "hq.db"), "--json"]
    for words in (
        ["enrol-till", "Counter"],
        ["programs", "load", str(file)],
        ["programs", "off", "pts"],
        ["settlement"],
        ["verify"],
        ["backup", str(tmp_path / "copy.db")],
    ):
        said = shop.run("hq", *words, *database)
        assert said.status == 0, said.err
        on_its_page("hq", said.answer)
    seen = shop.run("hq", "status", *database).answer
    on_its_page("hq", dict.fromkeys(seen))
