"""Ready-made programs to start from: the patterns that shops know, each with a rehearsal that shows what it does.

One file each in `resources/programs`; adding one is adding a file. A file holds its name and what it is for in both
languages, and a scenario (`docs/scenarios.md`) with the programs, the goods that they are shown on, and the steps.
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass, is_dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin

from posapp import resources
from posapp.loyalty.documents import fields_of
from posapp.loyalty.programs.base import Form, form_of, kinds
from posapp.loyalty.words import Text
from posapp.store import programs as kept
from posapp.till import products
from posapp.till.context import Till
from posapp.till.presets import factor
from posapp.till.references import words_of

_NAMED = frozenset({"program", "club", "membership", "points", "stamps", "coupons", "wallet"})
"""What programs may be named as; a name that is taken in a shop is another one there, wherever it stands."""


_GOODS = ("products", "categories")
"""The names by which a scope says for what a program is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyMade:
    """A pattern: what it is called and for, its programs, and the scenario that rehearses it."""

    id: str
    name: Text
    about: Text
    rank: int
    scenario: Mapping[str, Any]
    money: tuple[str, ...] = ()

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of its programs, each once."""
        return tuple(dict.fromkeys(program["kind"] for program in self.scenario["programs"]))


@cache
def ready_made() -> tuple[ReadyMade, ...]:
    """All of them, in the order in which they are offered."""
    folder = resources.path("programs")
    found = (_read(file.stem, json.loads(file.read_text(encoding="utf-8"))) for file in sorted(folder.glob("*.json")))
    return tuple(sorted(found, key=lambda each: (each.rank, each.id)))


def rows(till: Till) -> tuple[ReadyMade, ...]:  # noqa: ARG001 - asked in the store's lane, where files are read
    """The same, for a list on the screen."""
    return ready_made()


def _read(name: str, written: Mapping[str, Any]) -> ReadyMade:
    return ReadyMade(
        id=name,
        name=Text.read(written["name"]),
        about=Text.read(written["about"]),
        rank=written["rank"],
        scenario=written["scenario"],
        money=tuple(written.get("money", ())),
    )


def documents(till: Till, ready_made_id: str) -> list[dict[str, Any]]:
    """The programs of a pattern as this shop would begin them: amounts in its money, ids that are free, and no goods
    that it does not have. Where a program is for such goods alone their names stay: it gives nothing until others are
    chosen."""
    pattern = next(each for each in ready_made() if each.id == ready_made_id)
    taken = {program.id for program in kept.all_programs(till.database)}
    written = pattern.scenario["programs"]
    renamed = {program["id"]: _free(program["id"], taken) for program in written}
    goods = products.some(till, words_of(written))
    categories = frozenset(products.categories(till))
    times = factor(till.shop.currency)

    def change(name: str, form: Form, value: Any) -> Any:
        if form.refers in _NAMED:
            return renamed.get(value, value)
        if (form.refers == "product" and value not in goods) or (form.refers == "category" and value not in categories):
            return None
        if form.unit == _EXACT:
            return _decimal(Fraction(value) * times)
        if isinstance(value, int) and (form.unit == "minor" or name in pattern.money):
            return max(1, round(value * times)) if value > 0 else value
        return value

    return [_begun(program, renamed[program["id"]], change) for program in written]


def _begun(program: Mapping[str, Any], id_: str, change: Callable[[str, Form, Any], Any]) -> dict[str, Any]:
    rest = {name: value for name, value in program.items() if name not in ("id", "kind")}
    begun: dict[str, Any] = _changed(kinds()[program["kind"]], rest, Form(), "", change)
    named = {each: rest["scope"][each] for each in _GOODS if each in rest.get("scope", {})}
    if named and not any(each in begun["scope"] for each in _GOODS):
        begun["scope"] |= named  # without them it would be for everything in the shop, at the price of milk
    return {"id": id_, "kind": program["kind"], **begun}


def _free(wanted: str, taken: set[str]) -> str:
    number, name = 2, wanted
    while name in taken:
        name, number = f"{wanted}-{number}", number + 1
    return name


def _changed(wanted: Any, written: Any, form: Form, name: str, change: Callable[[str, Form, Any], Any]) -> Any:
    """A document of the type `wanted` with `change` made at each word and number; None drops it."""
    if get_origin(wanted) in (Union, types.UnionType):
        wanted = _meant(wanted, written)
    if is_dataclass(wanted) and not hasattr(wanted, "read") and isinstance(written, Mapping):
        record: Any = wanted
        known = fields_of(record)
        parts = {
            each: _changed(known[each][1], value, form_of(known[each][0].metadata), each, change)
            for each, value in written.items()
        }
        return {each: value for each, value in parts.items() if value is not None}
    if get_origin(wanted) is tuple and isinstance(written, list):
        items = [_changed(get_args(wanted)[0], each, form, name, change) for each in written]
        return [each for each in items if each is not None] or None
    if get_origin(wanted) is Mapping and isinstance(written, Mapping):
        item = get_args(wanted)[1]
        return {each: _changed(item, value, form, name, change) for each, value in written.items()}
    if wanted is Decimal and form.unit == "minor":
        form = replace(form, unit=_EXACT)
    return change(name, form, written)


_EXACT = "minor, exact"
"""Money for one of something, such as a point: a fraction of a minor unit is not rounded away."""


def _decimal(value: Fraction) -> int | str:
    """As it stands in a document: whole, or a text that no JSON reader can make inexact."""
    return value.numerator if value.denominator == 1 else f"{Decimal(value.numerator) / Decimal(value.denominator):f}"


def _meant(wanted: Any, written: Any) -> Any:
    """Which of several forms a document has."""
    options = [each for each in get_args(wanted) if each is not types.NoneType and get_origin(each) is not Literal]
    records: list[Any] = [each for each in options if is_dataclass(each) and not hasattr(each, "read")]
    if isinstance(written, Mapping) and records:
        return max(records, key=lambda each: len(written.keys() & fields_of(each).keys()))
    lists = [each for each in options if get_origin(each) is tuple]
    return lists[0] if isinstance(written, list) and lists else (options[0] if options else str)
