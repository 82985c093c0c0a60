"""The JSON Schema says what the reader does: what is good passes both, what is wrong in one field passes neither."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from posapp.loyalty.definitions import read_programs
from posapp.loyalty.documents import read_json
from posapp.loyalty.errors import BadDefinition
from posapp.loyalty.programs.base import kinds
from posapp.loyalty.schema import schema

SCENARIOS = Path(__file__).parents[1] / "scenarios"
WHOLE = schema()
BETWEEN_FIELDS = {
    f"fault.{word}"
    for word in ("more_than", "at_most", "exactly_one", "only_with", "required", "repeated", "from_after_until")
}
"""What one field cannot say alone, and its schema neither."""
TYPES: dict[str, Any] = {"object": dict, "array": list, "string": str, "integer": int, "number": (int, float)}


def fits(value: Any, rule: dict[str, Any]) -> bool:
    """A validator of the keywords that the schema uses (JSON Schema 2020-12, validation vocabulary)."""
    if "$ref" in rule:
        return fits(value, WHOLE["$defs"][rule["$ref"].removeprefix("#/$defs/")])
    if "anyOf" in rule and not any(fits(value, each) for each in rule["anyOf"]):
        return False
    if "oneOf" in rule and sum(fits(value, each) for each in rule["oneOf"]) != 1:
        return False
    if ("const" in rule and value != rule["const"]) or ("enum" in rule and value not in rule["enum"]):
        return False
    kind = rule.get("type")
    if kind == "boolean":
        return isinstance(value, bool)
    if kind is not None and (not isinstance(value, TYPES[kind]) or isinstance(value, bool)):
        return False
    if isinstance(value, str):
        return len(value) >= rule.get("minLength", 0) and bool(re.search(rule.get("pattern", ""), value))
    if isinstance(value, list):
        return len(value) >= rule.get("minItems", 0) and all(fits(each, rule["items"]) for each in value)
    if isinstance(value, dict):
        return object_fits(value, rule)
    return bool(rule.get("minimum", value) <= value <= rule.get("maximum", value))


def object_fits(value: dict[str, Any], rule: dict[str, Any]) -> bool:
    known, rest = rule.get("properties", {}), rule.get("additionalProperties", True)
    if len(value) < rule.get("minProperties", 0) or not all(name in value for name in rule.get("required", ())):
        return False
    if not all(re.search(rule.get("propertyNames", {}).get("pattern", ""), name) for name in value):
        return False
    return all(
        fits(each, known[name]) if name in known else rest is True or (rest is not False and fits(each, rest))
        for name, each in value.items()
    )


@pytest.mark.parametrize("file", sorted(SCENARIOS.glob("*.json")), ids=lambda file: file.stem)
def test_the_schema_takes_what_the_reader_takes(file: Path) -> None:
    for program in json.loads(file.read_text(encoding="utf-8"))["programs"]:
        if program["kind"] not in kinds() or "audience" in program:
            continue  # an audience may name what another program defines: the schema of one program cannot know
        text = json.dumps([program])
        keys = fault_keys(text)
        if not keys:
            assert fits(json.loads(text), WHOLE), program
        elif keys - BETWEEN_FIELDS:
            assert not fits(json.loads(text), WHOLE), program


def fault_keys(text: str) -> set[str]:
    try:
        read_programs(read_json(text))
    except BadDefinition as bad:
        return {fault.reason.key for fault in bad.faults}
    return set()


@pytest.mark.parametrize(
    "program",
    [
        {"id": "a", "kind": "fixed_discount", "rate": 120},
        {"id": "a", "kind": "fixed_discount", "rate": "five"},
        {"id": "A b", "kind": "fixed_discount", "rate": 5},
        {"id": "a", "kind": "fixed_discount", "rate": 5, "colour": "red"},
        {"id": "a", "kind": "fixed_discount", "rate": 5, "active": {"hours": ["noon"]}},
        {"id": "a", "kind": "fixed_discount", "rate": 5, "audience": {"birthday": "week"}},
        {"id": "a", "kind": "stamp_card", "size": 10},
        {"id": "a", "kind": "lucky_dip"},
        {"kind": "fixed_discount", "rate": 5},
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(program: dict[str, Any]) -> None:
    with pytest.raises(BadDefinition):
        read_programs([program])
    assert not fits([program], WHOLE)


def test_every_reference_leads_somewhere() -> None:
    named = set(re.findall(r'"#/\$defs/([^"]+)"', json.dumps(WHOLE)))
    assert named == set(WHOLE["$defs"])
