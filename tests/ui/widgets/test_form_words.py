"""Every field of every kind of program has its name, its help and its words in both languages."""

from __future__ import annotations

import pytest

from posapp.i18n.catalogue import messages
from posapp.loyalty.programs.base import kinds
from posapp.ui.widgets.form_spec import (
    LEFT_OUT,
    ChoiceSpec,
    RecordSpec,
    SeveralSpec,
    Spec,
    UnionSpec,
    WordSpec,
    asked_for,
    record_spec,
    walk,
)
from posapp.ui.widgets.form_values import plain
from posapp.ui.widgets.form_words import choice_key, empty_key, help_key, label_key, option_key


def keys_of(spec: Spec) -> set[str]:
    """The sentences that a person needs to fill in one thing."""
    found = {f"unit.{spec.form.unit}"} if spec.form.unit not in ("", "minor") else set()
    if isinstance(spec, RecordSpec):
        for field in asked_for(spec):
            found |= {label_key(spec.words, field.name), help_key(spec.words, field.name)}
            found |= {empty_key(spec.words, field.name)} if isinstance(field.spec, RecordSpec) else set()
            if isinstance(field.spec, ChoiceSpec) and field.default is LEFT_OUT and not field.required:
                found.add(choice_key(spec.words, field.name, "none"))
            if isinstance(field.spec, UnionSpec) and field.default is LEFT_OUT and not field.required:
                found.add(option_key(spec.words, field.name, "none"))
    if isinstance(spec, ChoiceSpec | SeveralSpec) and len(spec.values) > 1:
        found |= {choice_key(spec.owner, spec.name, plain(value)) for value in spec.values}
    if isinstance(spec, UnionSpec):
        found |= {option_key(spec.owner, spec.name, option.key) for option in spec.options}
    if isinstance(spec, WordSpec) and spec.type_ != "word":
        found.add(f"example.{spec.type_}")
    return found


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("kind", sorted(kinds()))
def test_every_field_of_a_kind_is_named_and_explained(kind: str, language: str) -> None:
    wanted = {f"kind.{kind}", f"about.{kind}"}
    for spec in walk(record_spec(kinds()[kind])):
        wanted |= keys_of(spec)
    assert sorted(wanted - messages(language).keys()) == []


def test_the_test_sees_fields_choices_and_forms_inside_others() -> None:
    """It is no use that walks past what is nested."""
    wanted = set().union(*(keys_of(spec) for spec in walk(record_spec(kinds()["stamp_card"]))))
    assert {
        "field.rewards",
        "field.at",
        "choice.pick.cheapest",
        "option.months",
        "unit.stamps",
        "example.hours",
    } <= wanted
