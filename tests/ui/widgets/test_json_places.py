"""An owner who edits a program as text sees each fault where it stands."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posapp.ui.widgets.json_places import Read, parent, read, write

CUTS = """{
  "id": "cuts",
  "size": 10,
  "rewards": [
    {"at": 5, "gift": "손 크림"},
    {"at": 12, "rate": 7.50}
  ]
}"""


def marked(text: str, place: str) -> str:
    span = read(text).span_of(place)
    return text[span.start : span.end]


def test_a_plain_value_is_marked_with_its_name() -> None:
    assert marked(CUTS, "rewards[1].at") == '"at": 12'
    assert marked(CUTS, "id") == '"id": "cuts"'


def test_a_whole_list_is_marked_at_its_name_only() -> None:
    assert marked(CUTS, "rewards") == '"rewards"'
    assert marked(CUTS, "rewards[0]") == "{"


def test_what_was_left_out_is_marked_at_what_should_hold_it() -> None:
    assert marked(CUTS, "rewards[1].item.products") == "{"
    assert marked(CUTS, "earn") == "{"
    assert read(CUTS).span_of("earn").start == 0


def test_decimals_are_read_exactly() -> None:
    value = read(CUTS).value
    assert isinstance(value, dict)
    assert value["rewards"][1]["rate"] == Decimal("7.50")


@pytest.mark.parametrize(
    ("text", "key", "at"),
    [
        ("", "json_empty", ""),
        ("   ", "json_empty", ""),
        ('{"size" 10}', "json_colon", "10"),
        ('{"size": 10 "id": "x"}', "json_comma", '"'),
        ('{"size": 10,}', "json_trailing_comma", "}"),
        ("[1, 2,]", "json_trailing_comma", "]"),
        ("{size: 10}", "json_name", "size"),
        ('{"size": ten}', "json_value", "ten"),
        ('{"size": }', "json_value", "}"),
        ('{"size": 010}', "json_value", "010"),
        ('{"size": ', "json_cut_off", ""),
        ('{"name": "Cuts', "json_quote", '"Cuts'),
        ('{"name": "a\\qb"}', "json_escape", '"name": "a\\qb"}'[8:]),
        ('{"name": "\\ud800"}', "json_escape", '"\\ud800"'),
        ('{"a": 1', "json_not_closed", "{"),
        ("{} {}", "json_after_the_end", "{"),
        ("[" * 100, "json_too_deep", "["),
        ('{"size": ' + "9" * 5000 + "}", "json_value", "9" * 5000),
    ],
)
def test_text_that_is_no_json_says_what_was_expected_and_where(text: str, key: str, at: str) -> None:
    found = read(text)
    assert found.value is None
    (fault,) = found.faults
    assert fault.reason.key == f"ui_programs.{key}"
    assert text[fault.span.start : fault.span.end] == at


def test_a_name_written_twice_is_a_fault_at_the_second() -> None:
    found = read('{"size": 10, "size": 12}')
    (fault,) = found.faults
    assert fault.reason.key == "ui_programs.json_twice"
    assert fault.span.start == 13


def test_parents_of_a_place() -> None:
    assert parent("rewards[1].at") == "rewards[1]"
    assert parent("rewards[1]") == "rewards"
    assert parent("rewards") == ""


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


@given(plain)
def test_what_is_written_is_read_back(document: object) -> None:
    if "\\ud" in json.dumps(document):
        return  # halves of characters are refused on purpose
    assert read(write(document)).value == document


@given(st.text(alphabet='{}[]",: 1a\n\\', max_size=30))
def test_any_text_is_answered_like_the_standard_reader(text: str) -> None:
    found: Read = read(text)
    try:
        expected = json.loads(text, parse_float=Decimal)
    except ValueError:
        assert found.value is None
        assert found.faults
    else:
        assert found.value == expected
