"""Values that are made quickly are the frozen dataclasses that they were."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError, dataclass
from typing import Any

import pytest

from posapp.loyalty import ledger, outcome
from posapp.loyalty.ledger import Entry
from posapp.loyalty.quick import maker, quick

MADE_QUICKLY = [
    cls
    for module in (ledger, outcome)
    for cls in vars(module).values()
    if isinstance(cls, type) and getattr(vars(cls).get("__init__"), "__globals__", {}).get("frozen") is cls
]


@pytest.mark.parametrize("cls", MADE_QUICKLY)
def test_it_is_what_a_plain_frozen_dataclass_would_be(cls: Any) -> None:
    fields = [(field.name, field.type, field) for field in dataclasses.fields(cls)]
    plain = dataclasses.make_dataclass(
        cls.__name__,
        [(name, kind, dataclasses.field(default=field.default)) for name, kind, field in fields],
        frozen=True,
        slots=True,
        kw_only=True,
    )
    given = {name: f"a {name}" for name, _, _ in fields}
    made, wanted = cls(**given), plain(**given)
    assert type(made) is cls
    assert repr(made) == repr(wanted)
    assert hash(made) == hash(wanted)
    assert dataclasses.asdict(made) == given
    assert made == cls(**given)
    assert made != dataclasses.replace(made, **{fields[0][0]: "another"})
    assert copy.copy(made) == made == pickle.loads(pickle.dumps(made))


@pytest.mark.parametrize("cls", MADE_QUICKLY)
def test_a_maker_makes_the_very_same_out_of_the_same_keywords(cls: Any) -> None:
    make = maker(cls)
    fields = dataclasses.fields(cls)
    given = {field.name: f"a {field.name}" for field in fields}
    needed = {field.name: f"a {field.name}" for field in fields if field.default is dataclasses.MISSING}
    made = make(**given)
    assert type(made) is cls
    assert made == cls(**given)
    assert hash(made) == hash(cls(**given))
    assert make(**needed) == cls(**needed)
    with pytest.raises(FrozenInstanceError):
        setattr(made, fields[0].name, "another")
    with pytest.raises(TypeError):
        make(**given, colour="red")


def test_there_are_some() -> None:
    assert Entry in MADE_QUICKLY


def test_nothing_of_it_can_be_changed() -> None:
    entry = Entry(account="cuts", holder="kim", cause="earn", amount=1)
    with pytest.raises(FrozenInstanceError):
        entry.amount = 2  # type: ignore[misc]
    assert (entry.lot, entry.spendable_on, entry.amount) == ("", None, 1)


def test_what_is_missing_or_too_much_is_refused() -> None:
    with pytest.raises(TypeError, match="amount"):
        Entry(account="cuts", holder="kim", cause="earn")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="colour"):
        Entry(account="cuts", holder="kim", cause="earn", amount=1, colour="red")  # type: ignore[call-arg]


def test_a_default_that_is_made_anew_cannot_be_made_quickly() -> None:
    with pytest.raises(AssertionError):

        @quick
        @dataclass(frozen=True, slots=True, kw_only=True)
        class Listed:
            items: list[int] = dataclasses.field(default_factory=list)
