"""Every scenario in `tests/scenarios` passes, and a scenario that is wrong in any way does not."""

from __future__ import annotations

import copy
import dataclasses
import fnmatch
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, get_args, get_origin

import pytest

from posapp.i18n import say
from posapp.loyalty.documents import fields_of, read_json
from posapp.loyalty.money import Currency
from posapp.loyalty.programs.base import Active, Audience, Program, kinds
from posapp.loyalty.scenario import Rehearsal, rehearse
from posapp.loyalty.words import Reason

FILES = sorted((Path(__file__).parents[1] / "scenarios").glob("*.json"))
NOT_YET = {
    kind
    for kind in (
        *("buy_get", "points", "coupon", "gift_card", "prepaid_pass", "prize_draw", "membership", "club", "perk"),
        *("referral", "survey", "profit_share"),
    )
    if kind not in kinds()
}
"""Kinds of the program language that there are none of yet."""


def english(reason: Reason, currency: Currency) -> str:
    return say(reason, "en", currency)


def run(document: object) -> Rehearsal:
    return rehearse(document, say=english)


def told(rehearsal: Rehearsal) -> list[str]:
    """All that did not fit, in English and (for its catalogue) in Korean."""
    reasons = [*rehearsal.failures, *(reason for step in rehearsal.steps for reason in step.failures)]
    for reason in (*reasons, *(fault.reason for fault in rehearsal.faults)):
        assert say(reason, "ko", rehearsal.currency)
    places = [f"{fault.place}: {english(fault.reason, rehearsal.currency)}" for fault in rehearsal.faults]
    steps = [
        f"{step.number}: {english(reason, rehearsal.currency)}" for step in rehearsal.steps for reason in step.failures
    ]
    return [*places, *(english(reason, rehearsal.currency) for reason in rehearsal.failures), *steps]


def waiting(document: dict[str, Any]) -> set[str]:
    """The kinds that a scenario needs and that are not there yet."""
    return {program.get("kind") for program in document["programs"]} & NOT_YET


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_scenario_passes(file: Path) -> None:
    document = read_json(file.read_text(encoding="utf-8"))
    if missing := waiting(document):
        pytest.skip(f"no {', '.join(sorted(missing))} yet")
    rehearsal = run(document)
    assert told(rehearsal) == []
    assert rehearsal.passed
    assert len(rehearsal.steps) == len(document.get("steps", []))


def test_a_scenario_is_skipped_only_for_kinds_that_are_not_there() -> None:
    """Every kind that is there is rehearsed by at least one scenario."""
    documents = [read_json(file.read_text(encoding="utf-8")) for file in FILES]
    rehearsed = {
        program.get("kind") for document in documents if not waiting(document) for program in document["programs"]
    }
    assert set(kinds()) <= rehearsed


def fields_in(cls: Any, place: str) -> Iterator[str]:
    """The places of all fields of a kind, nested ones too: ``stamp_card.rewards.pick``. An audience and a time within a
    kind are the ones that all kinds share; the names in a table are the shop's own (``*``)."""
    for name, (_, wanted) in fields_of(cls).items():
        here = f"{place}.{name}"
        yield here
        if wanted in (Audience, Active) and cls is not Program:
            continue
        here += ".*" if get_origin(wanted) is Mapping else ""
        for inner in (wanted, *get_args(wanted), *(each for of in get_args(wanted) for each in get_args(of))):
            if dataclasses.is_dataclass(inner) and not hasattr(inner, "read"):
                yield from fields_in(inner, here)


def places_in(document: Any, place: str) -> Iterator[str]:
    for each in document if isinstance(document, list) else [document]:
        if isinstance(each, dict):
            for name, value in each.items():
                yield f"{place}.{name}"
                yield from places_in(value, f"{place}.{name}")


@pytest.mark.parametrize("undone_by", ["return", "void"])
def test_every_field_of_every_kind_is_rehearsed(undone_by: str) -> None:
    """The fields that all kinds share are rehearsed with one of them, each kind's own with that kind; sales come back
    there, and are undone."""
    documents = [read_json(file.read_text(encoding="utf-8")) for file in FILES]
    rehearsed = {
        place
        for document in documents
        if not waiting(document) and any(undone_by in step for step in document.get("steps", ()))
        for program in document["programs"]
        for place in places_in(program, program["kind"])
    }
    shared = {f"any.{name}" for name in fields_of(Program)}
    wanted = {
        place
        for word, cls in kinds().items()
        for place in fields_in(cls, word)
        if f"any.{place.split('.')[1]}" not in shared
    }
    common = set(fields_in(Program, "any"))
    with_any = {f"any.{place.partition('.')[2]}" for place in rehearsed}
    not_with_these_kinds = {"any.audience.clubs", "any.audience.memberships"} if NOT_YET else set()
    assert {place for place in wanted if not fnmatch.filter(rehearsed, place)} == set()
    assert common - with_any - not_with_these_kinds == set()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_outcome_is_a_good_expectation(file: Path) -> None:
    """What came of each step may be copied into its `expect`, and holds it to that."""
    document = read_json(file.read_text(encoding="utf-8"))
    if waiting(document) or "steps" not in document:
        pytest.skip("not to be rehearsed step by step")
    for step, came in zip(document["steps"], run(document).steps, strict=True):
        step["expect"] = dict(came.outcome)
    assert told(run(document)) == []


TEN_CUTS = read_json((FILES[0].parent / "salon-ten-cuts.json").read_text(encoding="utf-8"))

Change = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda s: s.update(colour="red"), "colour"),
        (lambda s: s.update(title=5), "title"),
        (lambda s: s.pop("shop"), "shop"),
        (lambda s: s["shop"].update(currency="won"), "shop.currency"),
        (lambda s: s["shop"].update(timezone="Seoul"), "shop.timezone"),
        (lambda s: s["products"][0].update(price=0), "products[0].price"),
        (lambda s: s["programs"][0].update(size="ten"), "programs[0].size"),
        (lambda s: s.pop("steps"), "steps"),
        (lambda s: s.update(steps={}), "steps"),
        (lambda s: s["steps"].append(5), "steps[6]"),
        (lambda s: s["steps"][1].update(at="2026-03-02T10:05:00"), "steps[1].at"),
        (lambda s: s["steps"][1].update(at=5), "steps[1].at"),
        (lambda s: s["steps"][1].pop("at"), "steps[1].at"),
        (lambda s: s["steps"][1].pop("sale"), "steps[1]"),
        (lambda s: s["steps"][1].update(void={"sale": "first"}), "steps[1].void"),
        (lambda s: s["steps"][1].update(exepct={}), "steps[1].exepct"),
        (lambda s: s["steps"][0].update({"as": "x"}), "steps[0].as"),
        (lambda s: s.update(refused=["programs[0].size"]), "steps"),
    ],
)
def test_a_script_that_cannot_be_right_is_told_at_its_place(change: Change, place: str) -> None:
    document = copy.deepcopy(TEN_CUTS)
    change(document)
    rehearsal = run(document)
    assert [fault.place for fault in rehearsal.faults] == [place]
    assert told(rehearsal)
    assert not rehearsal.passed
    assert not rehearsal.steps


@pytest.mark.parametrize(
    ("number", "change", "failure"),
    [
        (1, lambda s: s["sale"].update(colour="red"), "steps[1].sale.colour"),
        (1, lambda s: s.update(sale=[]), "steps[1].sale"),
        (1, lambda s: s["sale"]["lines"][0].update(qty=2), "steps[1].sale.lines[0].qty"),
        (1, lambda s: s["sale"]["lines"][0].update(quantity="2"), "steps[1].sale.lines[0].quantity"),
        (0, lambda s: s["enrol"].pop("card"), "steps[0].enrol.card"),
        (0, lambda s: s["enrol"].update(joined="yesterday"), "steps[0].enrol.joined"),
        (4, lambda s: s["return"].update(lines=1), "steps[4].return.lines"),
    ],
)
def test_a_step_of_the_wrong_form_fails_even_where_a_refusal_is_expected(
    number: int, change: Change, failure: str
) -> None:
    document = copy.deepcopy(TEN_CUTS)
    change(document["steps"][number])
    document["steps"][number]["expect"] = {"refused": ""}
    (first, *_) = [step for step in run(document).steps if step.failures]
    assert first.number == number
    assert english(first.failures[0], Currency("KRW", 0)).startswith(f"{failure}: ")


@pytest.mark.parametrize(
    ("number", "expect"),
    [
        (1, {"due": 149_999}),
        (1, {"earned": {}}),
        (1, {"balances": {"cups": 0}}),
        (1, {"refund": 0}),
        (1, {"colour": "red"}),
        (2, {"due": 80_000, "discounts": {}}),
        (2, {"refused": ""}),
        (3, {}),
        (3, {"refused": "coupon"}),
        (4, {"refund": 14_999}),
        (5, {"balances": {"cuts": 2}}),
    ],
)
def test_an_expectation_that_is_not_met_fails_its_step_and_no_other(number: int, expect: dict[str, Any]) -> None:
    document = copy.deepcopy(TEN_CUTS)
    document["steps"][number]["expect"] = expect
    rehearsal = run(document)
    assert not rehearsal.passed
    assert [step.number for step in rehearsal.steps if step.failures] == [number]


def test_faults_that_are_wanted_must_be_there_and_no_others() -> None:
    document = read_json((FILES[0].parent / "bad-definitions.json").read_text(encoding="utf-8"))
    document["refused"].remove("programs[0].rate")
    document["refused"].append("programs[9].rate")
    rehearsal = run(document)
    assert [sentence.split(":")[0] for sentence in told(rehearsal)] == ["programs[9].rate", "programs[0].rate"]


@pytest.mark.parametrize("document", [None, 5, [], "x", {}, {"steps": []}])
def test_what_is_no_scenario_has_faults(document: object) -> None:
    assert run(document).faults


def test_a_rehearsal_is_the_same_every_time() -> None:
    assert run(TEN_CUTS) == run(TEN_CUTS)
