"""Every kind has its page: what its fields are, examples that can be read, and when not to use it."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from posapp.loyalty.definitions import read_programs
from posapp.loyalty.documents import read_json
from posapp.loyalty.programs.base import Program, kinds

PAGES = Path(__file__).parents[2] / "docs" / "programs"
COMMON = {field.name for field in dataclasses.fields(Program)}


@pytest.mark.parametrize("word", kinds())
def test_a_page_names_each_field_of_its_kind_and_no_other(word: str) -> None:
    page = (PAGES / f"{word}.md").read_text(encoding="utf-8")
    own = {field.name.rstrip("_") for field in dataclasses.fields(kinds()[word])} - COMMON
    assert set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)) == own


@pytest.mark.parametrize("word", kinds())
def test_a_page_shows_programs_that_can_be_read_and_says_when_not_to_use_them(word: str) -> None:
    page = (PAGES / f"{word}.md").read_text(encoding="utf-8")
    examples = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    assert examples
    for example in examples:
        assert any(program.kind == word for program in read_programs(read_json(example)))
    assert "## When not to use it" in page


def test_the_list_of_kinds_is_complete() -> None:
    listed = re.findall(
        r"^\| \[`(\w+)`\]\(\1\.md\) \|", (PAGES / "README.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert listed == list(kinds())


def test_what_every_program_has_is_named() -> None:
    page = (PAGES / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(\w+)` \| (?!so much)", page, re.MULTILINE)) == COMMON | {"kind"}
