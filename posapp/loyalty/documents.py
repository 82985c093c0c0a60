"""Between JSON documents and frozen dataclasses: the fields are the form, nothing is written twice.

`Reader` goes on after a fault, so that a person sees all of them at once, each at its place
(``programs[1].steps[0].from``). What may stand in a field is told by its type and its metadata, as
`posapp.loyalty.programs.base` describes; `document_of` is the inverse.

Rates are exact: numbers with a point are read as `Decimal` (`read_json`), and a binary float that reached a
document some other way is a fault, not a guess.
"""

from __future__ import annotations

import dataclasses
import json
import re
import types
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from posapp.loyalty.errors import BadDefinition, Fault
from posapp.loyalty.programs.base import Form, form_of
from posapp.loyalty.unread import or_unread
from posapp.loyalty.words import Reason, Text

LARGEST = 10**15
"""No whole number in a document is beyond this: sums of such amounts still fit the store's 64 bits."""

_CERTAIN = frozenset({"fault.more_than", "fault.at_most", "fault.repeated", "fault.from_after_until"})
"""Order, bounds and repetition are judged by what could be read alone (see `_holds_anyway` for the rest)."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DECIMAL = re.compile(r"-?\d{1,15}(\.\d{1,15})?", re.ASCII)


def read_json(text: str) -> Any:
    """Read JSON with exact decimals. `BadDefinition` names the line and column where it is not JSON.

    A name given twice in one object is refused too: of two rates only one can be meant.
    """

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            raise BadDefinition((Fault(twice, Reason.of("fault.name_twice")),))
        return found

    def constant(written: str) -> Any:
        raise BadDefinition((Fault(written, Reason.of("fault.decimal")),))

    try:
        return json.loads(text, parse_float=Decimal, parse_constant=constant, object_pairs_hook=once)
    except json.JSONDecodeError as error:
        reason = Reason.of("fault.not_json", line=error.lineno, column=error.colno)
    except (RecursionError, ValueError):  # nested without end; a number of thousands of digits
        reason = Reason.of("fault.not_json", line=1, column=1)
    raise BadDefinition((Fault("", reason),))


def _holds_anyway(fault: Fault, place: str, told: Collection[str]) -> bool:
    """Does this fault between the fields of the object at `place` hold whatever the broken fields, `told` already, were
    meant to be? What can be read is there: too much of it, or something missing beside it, is so in any case."""
    key, inside = fault.reason.key, fault.place.removeprefix(place).strip(".")
    if key == "fault.only_with":
        other = str(fault.reason.value("other")).partition(":")[0]
        return not any(other in re.split(r"[.\[]", each.removeprefix(place)) for each in told)
    if key == "fault.exactly_one":
        return bool(inside)
    return key in _CERTAIN or (key == "fault.required" and "." not in inside)


def at(place: str, name: str) -> str:
    """The place of a field: ``programs[0].rate``."""
    return f"{place}.{name}" if place else name


@dataclass(frozen=True, slots=True)
class Named:
    """A name that a document uses and another must define: ``Named("tier", "gold", "programs[3].audience…")``."""

    refers: str
    name: str
    place: str


@dataclass(frozen=True, slots=True)
class Partial:
    """What could be read of a value with a fault in it; good for nothing but the names that it defines."""

    value: Any


class Reader:
    """Reads values of declared types out of documents and collects `faults` and the `names` that they refer to."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.names: list[Named] = []

    def fault(self, place: str, key: str, **values: object) -> None:
        """Note that something is wrong at `place`."""
        self.faults.append(Fault(place, Reason.of(key, **values)))

    def refuse(self) -> None:
        """Raise `BadDefinition` if anything was wrong."""
        if self.faults:
            raise BadDefinition(tuple(self.faults))

    def record(self, cls: Any, written: object, place: str, *, besides: Iterable[str] = ()) -> Any:
        """An instance of the dataclass `cls`, or a `Partial` one.

        `besides` are names in the document that are no fields of the class. A whole object with `faults` of its
        own is asked for them.
        """
        if not isinstance(written, Mapping):
            self.fault(place, "fault.object")
            return Partial(None)
        known = fields_of(cls)
        for name in written:
            if name not in known and name not in besides:
                self.fault(at(place, str(name)), "fault.unknown_field", known=tuple(known))
        values: dict[str, Any] = {}
        whole = True
        for name, (field, wanted) in known.items():
            if name in written:
                value = self.value(wanted, written[name], at(place, name), form_of(field.metadata))
                if isinstance(value, Partial):  # a field that may be left out is taken as left out
                    whole, value = False, value.value if field.default is None else or_unread(value.value)
                values[field.name] = value
            elif is_required(field):
                self.fault(at(place, name), "fault.required")
                values[field.name], whole = or_unread(empty(wanted)), False
        built = cls(**values)
        if not whole:
            self._certain_faults(built, place)
            return Partial(built)
        if hasattr(built, "faults"):
            self.faults.extend(built.faults(place))
        return built

    def _certain_faults(self, built: Any, place: str) -> None:
        """Faults between the fields of a `Partial` object that hold whatever its broken fields were meant to be."""
        if not hasattr(built, "faults"):
            return
        told = {fault.place for fault in self.faults if fault.place.startswith(place)}
        try:
            for fault in built.faults(place):
                if fault.place not in told and _holds_anyway(fault, place, told):
                    self.faults.append(fault)
        except (AttributeError, TypeError):  # it came to a field that could not be read
            return

    def records(self, cls: type[Any], written: object, place: str) -> list[Any]:
        """The whole objects of a list; a `Partial` one stands as None, so that places still count."""
        read = self.value(tuple[cls, ...], written, place, Form())  # type: ignore[valid-type]
        items = read.value if isinstance(read, Partial) else read
        return list(items)

    def value(self, wanted: Any, written: object, place: str, form: Form) -> Any:
        """A value of the type `wanted`, or a `Partial` one after a fault."""
        if hasattr(wanted, "read"):
            return self._self_reading(wanted, written, place)
        origin = get_origin(wanted)
        if origin in (Union, types.UnionType):
            return self._union(wanted, written, place, form)
        if origin is Literal:
            return self._choice(get_args(wanted), written, place)
        if origin is tuple:
            return self._list(get_args(wanted)[0], written, place, form)
        if origin is Mapping:
            return self._table(get_args(wanted)[1], written, place, form)
        if dataclasses.is_dataclass(wanted):
            return self.record(wanted, written, place)
        return self._scalar(wanted, written, place, form)

    def _scalar(self, wanted: type[Any], written: object, place: str, form: Form) -> Any:
        try:
            value = _SCALARS[wanted](written)
        except (ValueError, TypeError, InvalidOperation):
            self.fault(place, f"fault.{_NAMES[wanted]}")
            return Partial(None)
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            self._bounds(value, place, form)
        if isinstance(value, str):
            if form.pattern and not re.fullmatch(form.pattern, value):
                self.fault(place, "fault.pattern", pattern=form.pattern)
            elif not value or not value.isprintable():
                self.fault(place, "fault.string")
            if form.refers:
                self.names.append(Named(form.refers, value, place))
        return value

    def _bounds(self, value: int | Decimal, place: str, form: Form) -> None:
        least, most = form.least, LARGEST if form.most is None else form.most
        if (least is None or value >= least) and value <= most and value >= -LARGEST:
            return
        if least is not None and form.most is not None:
            self.fault(place, "fault.between", least=least, most=most)
        elif value > most:
            self.fault(place, "fault.at_most", most=most)
        else:
            self.fault(place, "fault.at_least", least=-LARGEST if least is None else least)

    def _list(self, item: Any, written: object, place: str, form: Form) -> Any:
        if not isinstance(written, list | tuple):
            self.fault(place, "fault.list")
            return Partial(())
        if form.filled and not written:
            self.fault(place, "fault.filled")
        read = [self.value(item, each, f"{place}[{n}]", form) for n, each in enumerate(written)]
        values = tuple(each.value if isinstance(each, Partial) else each for each in read)
        return Partial(values) if any(isinstance(each, Partial) for each in read) else values

    def _table(self, item: Any, written: object, place: str, form: Form) -> Any:
        """An object whose names are the shop's own."""
        if not isinstance(written, Mapping):
            self.fault(place, "fault.object")
            return Partial({})
        if form.filled and not written:
            self.fault(place, "fault.filled")
        read = {str(name): self.value(item, each, at(place, str(name)), form) for name, each in written.items()}
        values = {name: each.value if isinstance(each, Partial) else each for name, each in read.items()}
        return Partial(values) if any(isinstance(each, Partial) for each in read.values()) else values

    def _choice(self, allowed: Sequence[object], written: object, place: str) -> Any:
        for choice in allowed:
            if type(choice) is type(written) and choice == written:
                return choice
        self.fault(place, "fault.one_of", allowed=tuple(str(choice) for choice in allowed))
        return Partial(None)

    def _self_reading(self, wanted: Any, written: object, place: str) -> Any:
        if wanted is Text:
            return self._text(written, place)
        try:
            return wanted.read(written)
        except (ValueError, TypeError):
            self.fault(place, f"fault.{wanted.__name__.lower()}")
            return Partial(None)

    def _text(self, written: object, place: str) -> Any:
        words = written if isinstance(written, Mapping) else {"": written}
        good = bool(words)
        for language, word in words.items():
            if not isinstance(word, str) or not word.strip() or not word.isprintable():
                self.fault(at(place, language) if language else place, "fault.text")
                good = False
            elif language and not re.fullmatch("[a-z]{2,3}", str(language)):
                self.fault(at(place, str(language)), "fault.language")
                good = False
        if not words:
            self.fault(place, "fault.text")
        return Text.read(written) if good else Partial(Text(""))  # type: ignore[arg-type]  # judged above

    def _union(self, wanted: Any, written: object, place: str, form: Form) -> Any:
        """One of several forms. An object that is none of them is one fault, not one for each of a form's fields."""
        options = [option for option in get_args(wanted) if option is not types.NoneType]
        if len(options) == 1:
            return self.value(options[0], written, place, form)
        objects = [option for option in options if _is_object(option)]
        if isinstance(written, Mapping) and objects:
            best = max(objects, key=lambda option: len(written.keys() & fields_of(option).keys()))
            if written.keys() & fields_of(best).keys() or (len(objects) == 1 and not _required(best)):
                return self.record(best, written, place)
        for option in options:
            if not _is_object(option) and _fits(option, written):
                return self.value(option, written, place, form)
        self.fault(place, "fault.one_of", allowed=tuple(word for option in options for word in forms_of(option)))
        return Partial(None)


def _whole(written: object) -> int:
    if type(written) is not int:
        raise TypeError(written)
    return written


def _exact(written: object) -> Decimal:
    if type(written) is int:
        return Decimal(written)
    if isinstance(written, Decimal) and written.is_finite():
        written = f"{written:f}" if abs(written.adjusted()) < 15 else ""
    if not isinstance(written, str) or not _DECIMAL.fullmatch(written):
        raise TypeError(written)
    return Decimal(written)


def _string(written: object) -> str:
    if not isinstance(written, str):
        raise TypeError(written)
    return written


def _flag(written: object) -> bool:
    if not isinstance(written, bool):
        raise TypeError(written)
    return written


def _day(written: object) -> date:
    if not isinstance(written, str) or not _DAY.fullmatch(written):
        raise TypeError(written)
    return date.fromisoformat(written)


_SCALARS: dict[Any, Any] = {int: _whole, Decimal: _exact, str: _string, bool: _flag, date: _day}
_NAMES = {int: "whole", Decimal: "decimal", str: "string", bool: "flag", date: "date"}


def _is_object(option: Any) -> bool:
    return dataclasses.is_dataclass(option) and not hasattr(option, "read")


def _fits(option: Any, written: object) -> bool:
    """Does `written` have the outer form of `option`? (Its content is judged by reading it.)"""
    if get_origin(option) is Literal:
        return written in get_args(option)
    if get_origin(option) is tuple:
        return isinstance(written, list)
    if option is Decimal:
        return isinstance(written, int | Decimal | str) and not isinstance(written, bool)
    return option in (str, int, bool) and type(written) is option


def forms_of(option: Any) -> tuple[str, ...]:
    """How the forms that a type allows are shown to a person: its words, or ``{"days": …}``."""
    if get_origin(option) is Literal:
        return tuple(str(choice) for choice in get_args(option))
    if _is_object(option):
        names = _required(option) or list(fields_of(option))
        return ("{" + ", ".join(f'"{name}": …' for name in names) + "}",)
    return (getattr(option, "__name__", str(option)),)


@cache
def fields_of(cls: Any) -> dict[str, tuple[dataclasses.Field[Any], Any]]:
    """A dataclass's fields with their types, by their names in documents (``from`` for ``from_``)."""
    hints = get_type_hints(cls)
    return {field.name.rstrip("_"): (field, hints[field.name]) for field in dataclasses.fields(cls)}


def _required(cls: Any) -> list[str]:
    return [name for name, (field, _) in fields_of(cls).items() if is_required(field)]


def is_required(field: dataclasses.Field[Any]) -> bool:
    """Whether a document must give the field."""
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def empty(wanted: Any) -> Any:
    """What stands in a `Partial` object where a field is missing."""
    if get_origin(wanted) is Mapping:
        return {}
    return () if get_origin(wanted) is tuple else None


def document_of(value: Any) -> Any:
    """The JSON form of a dataclass or of what its fields hold. What is at its default is left out.

    A rate is a whole number, or a string such as ``"7.5"``, which no JSON reader can make inexact.
    """
    if isinstance(value, tuple | list | frozenset):
        return [document_of(item) for item in (sorted(value) if isinstance(value, frozenset) else value)]
    if isinstance(value, Mapping):
        return {name: document_of(item) for name, item in value.items()}
    if hasattr(value, "written"):
        return value.written()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else f"{value.normalize():f}"
    if isinstance(value, date):
        return value.isoformat()
    if dataclasses.is_dataclass(value):
        return {
            name: document_of(getattr(value, field.name))
            for name, (field, _) in fields_of(type(value)).items()  # type: ignore[arg-type]
            if is_required(field) or getattr(value, field.name) != default_of(field)
        }
    return value


def default_of(field: dataclasses.Field[Any]) -> Any:
    """A field's default; `MISSING` where it has none."""
    factory = field.default_factory
    return field.default if factory is dataclasses.MISSING else factory()
