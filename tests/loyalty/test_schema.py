"""The JSON Schema says what the reader does: what is good passes both, what is wrong in one field passes neither.

Validated by a reader of the standard (draft 2020-12) that shares nothing with ours.
"""

from __future__ import annotations

import importlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from posapp.loyalty.definitions import read_programs
from posapp.loyalty.errors import BadDefinition
from posapp.loyalty.programs.base import kinds
from posapp.loyalty.schema import schema

SCENARIOS = sorted((Path(__file__).parents[1] / "scenarios").glob("*.json"))
READY_MADE = Path(__file__).parents[2] / "resources" / "programs"
WHOLE = schema()
STANDARD = importlib.import_module("jsonschema").Draft202012Validator
VALIDATOR = STANDARD(WHOLE, format_checker=STANDARD.FORMAT_CHECKER)

BEYOND_ONE_FIELD = {
    f"fault.{word}"
    for word in (
        "more_than", "at_most", "exactly_one", "only_with", "required", "repeated", "from_after_until", "no_tier",
        "no_club", "no_membership", "no_program", "kind_changed", "one_or_more", "no_points", "no_stamps", "no_coupons",
        "no_wallet", "moment",
    )
}  # fmt: skip
"""What one field cannot say alone, and its schema neither: order, other fields, other programs, the days of a month."""


def programs_of(file: Path) -> list[dict[str, Any]]:
    """The programs of a scenario, as any JSON reader reads them."""
    return list(json.loads(file.read_text(encoding="utf-8")).get("programs", []))


def fault_keys(programs: list[Any]) -> set[str]:
    try:
        read_programs(programs)
    except BadDefinition as bad:
        return {fault.reason.key for fault in bad.faults}
    return set()


def test_it_is_a_schema_by_the_standard() -> None:
    STANDARD.check_schema(WHOLE)


@pytest.mark.parametrize("file", SCENARIOS, ids=lambda file: file.stem)
def test_every_scenario_is_taken_and_every_bad_form_is_not(file: Path) -> None:
    programs = json.loads(file.read_text(encoding="utf-8"), parse_float=str).get("programs", [])
    if any(program.get("kind") not in kinds() for program in programs) and "refused" not in file.read_text("utf-8"):
        pytest.skip("a kind that is not there yet")
    keys = fault_keys(programs)
    if not keys:
        found = [f"{list(error.absolute_path)}: {error.message}" for error in VALIDATOR.iter_errors(programs_of(file))]
        assert found == []
    elif keys - BEYOND_ONE_FIELD:
        assert not VALIDATOR.is_valid(programs_of(file))


@pytest.mark.parametrize("file", SCENARIOS, ids=lambda file: file.stem)
def test_each_program_fits_alone_or_is_wrong_alone(file: Path) -> None:
    for program in programs_of(file):
        keys = fault_keys([json.loads(json.dumps(program), parse_float=str)])
        if not keys - {"fault.no_tier", "fault.no_club", "fault.no_membership", "fault.no_program"}:
            assert VALIDATOR.is_valid([program]), program
        elif keys - BEYOND_ONE_FIELD:
            assert not VALIDATOR.is_valid([program]), program


@pytest.mark.parametrize(
    "program",
    [
        {"id": "a", "kind": "fixed_discount", "rate": 120},
        {"id": "a", "kind": "fixed_discount", "rate": "five"},
        {"id": "A b", "kind": "fixed_discount", "rate": 5},
        {"id": "a", "kind": "fixed_discount", "rate": 5, "colour": "red"},
        {"id": "a", "kind": "fixed_discount", "rate": True},
        {"id": "a", "kind": "fixed_discount", "rate": 5, "priority": 1.5},
        {"id": "a", "kind": "fixed_discount", "rate": 5, "name": ""},
        {"id": "a", "kind": "fixed_discount", "rate": 5, "name": {"english": "A"}},
        {"id": "a", "kind": "fixed_discount", "rate": 5, "active": {"hours": ["noon"]}},
        {"id": "a", "kind": "fixed_discount", "rate": 5, "active": {"from": "2026-13-01"}},
        {"id": "a", "kind": "fixed_discount", "rate": 5, "active": {"weekdays": ["monday"]}},
        {"id": "a", "kind": "fixed_discount", "rate": 5, "audience": {"birthday": "week"}},
        {"id": "a", "kind": "fixed_discount", "rate": 5, "limits": {"per_day": 0}},
        {"id": "a", "kind": "fixed_discount", "rate": 5, "scope": ["HAIR"]},
        {"id": "a", "kind": "stamp_card", "size": 10},
        {"id": "a", "kind": "lucky_dip"},
        {"kind": "fixed_discount", "rate": 5},
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(program: dict[str, Any]) -> None:
    assert fault_keys([json.loads(json.dumps(program), parse_float=str)])
    assert not VALIDATOR.is_valid([program])


def test_every_reference_leads_somewhere() -> None:
    named = set(re.findall(r'"#/\$defs/([^"]+)"', json.dumps(WHOLE)))
    assert named == set(WHOLE["$defs"])


def test_every_kind_there_is_can_be_written() -> None:
    assert {each["$ref"].removeprefix("#/$defs/") for each in WHOLE["items"]["oneOf"]} == set(kinds())


@pytest.mark.parametrize("file", sorted(READY_MADE.glob("*.json")), ids=lambda file: file.stem)
def test_every_ready_made_program_fits(file: Path) -> None:
    programs = json.loads(file.read_text(encoding="utf-8"))["scenario"]["programs"]
    assert [error.message for error in VALIDATOR.iter_errors(programs)] == []
