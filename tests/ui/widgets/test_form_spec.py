"""A form asks for what a dataclass holds, by types and metadata alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from posapp.loyalty.programs.base import Days, Hours, Scope, form
from posapp.loyalty.words import Text
from posapp.ui.widgets.form_spec import (
    LEFT_OUT,
    ChoiceSpec,
    DateSpec,
    FlagSpec,
    ListSpec,
    NamesSpec,
    NumberSpec,
    RecordSpec,
    SeveralSpec,
    TableSpec,
    TextSpec,
    UnionSpec,
    WordSpec,
    asked_for,
    blank,
    record_spec,
    snake,
)

EVERYTHING = Scope()


@dataclass(frozen=True, kw_only=True)
class Joining:
    joining: Literal[True]


@dataclass(frozen=True, kw_only=True)
class Bought:
    bought: Literal[True] | Scope


@dataclass(frozen=True, kw_only=True)
class Everything:
    """One field of each sort that a kind may have."""

    name: Text
    count: int = field(metadata=form(unit="stamps"))
    from_: date | None = None
    rate: Decimal = Decimal(100)
    same: bool = False
    mode: Literal["a", "b"] = "a"
    days: tuple[Literal["mon", "tue"], ...] = ()
    products: tuple[str, ...] = field(default=(), metadata=form(refers="product"))
    program: str = field(default="", metadata=form(refers="program"))
    hours: tuple[Hours, ...] = ()
    numbers: tuple[int, ...] = ()
    scope: Scope = EVERYTHING
    table: Mapping[str, Scope] = field(default_factory=dict)
    window: Literal["ever"] | Days | None = None
    when: Literal["joining", "bought"] | Bought | Joining = "joining"


SPEC = record_spec(Everything)
FIELDS = {each.name: each for each in SPEC.fields}


def test_each_type_has_its_way_of_being_asked() -> None:
    assert {name: type(each.spec) for name, each in FIELDS.items()} == {
        "name": TextSpec, "count": NumberSpec, "from": DateSpec, "rate": NumberSpec, "same": FlagSpec,
        "mode": ChoiceSpec, "days": SeveralSpec, "products": NamesSpec, "program": NamesSpec, "hours": ListSpec,
        "numbers": ListSpec, "scope": RecordSpec, "table": TableSpec, "window": UnionSpec, "when": UnionSpec,
    }  # fmt: skip
    assert FIELDS["count"].spec.form.unit == "stamps"
    assert [FIELDS[name].required for name in ("name", "count", "from")] == [True, True, False]
    assert (FIELDS["rate"].default, FIELDS["from"].default, FIELDS["scope"].default) == (100, LEFT_OUT, {})
    hours = FIELDS["hours"].spec
    assert isinstance(hours, ListSpec)
    assert isinstance(hours.item, WordSpec)
    assert hours.item.type_ == "hours"


def test_a_union_knows_which_form_a_document_has() -> None:
    window, when = FIELDS["window"].spec, FIELDS["when"].spec
    assert isinstance(window, UnionSpec)
    assert isinstance(when, UnionSpec)
    documents: list[object] = ["ever", {"days": 3}, {"das": 3}, 7]
    assert [window.fits(written) for written in documents] == ["ever", "days", "days", ""]
    assert [option.key for option in when.options] == ["joining", "bought"], "a word and its long form are one"
    documents = ["bought", {"bought": True}, "joining"]
    assert [when.fits(written) for written in documents] == ["bought", "bought", "joining"]


def test_what_can_only_be_one_thing_is_not_asked() -> None:
    always = record_spec(Joining)
    assert asked_for(always) == []
    assert blank(always) == {"joining": True}
    assert blank(record_spec(Bought)) == {"bought": True}
    (bought,) = asked_for(record_spec(Bought))
    assert isinstance(bought.spec, UnionSpec)
    documents: list[object] = [True, {"products": []}, 1]
    assert [bought.spec.fits(written) for written in documents] == ["true", "scope", ""]


def test_names_of_classes_become_keys() -> None:
    assert [snake(name) for name in ("BirthdayWindow", "_Step", "Days")] == ["birthday_window", "step", "days"]
