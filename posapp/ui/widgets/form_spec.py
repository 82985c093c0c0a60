"""What a form has to ask for, read from a dataclass: its fields, their types, and their metadata. Pure: no Qt.

The same types and metadata say what may stand in a document (`posapp.loyalty.programs.base`); here they say how a
person is asked for it. No kind of program is known by name.
"""

from __future__ import annotations

import dataclasses
import re
import types
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin

from posapp.loyalty.documents import default_of, document_of, fields_of, is_required
from posapp.loyalty.programs.base import Form, Program, form_of
from posapp.loyalty.words import Text

NO_FORM = Form()


class LeftOut(Enum):
    """What stands in no document: the field is left out."""

    LEFT_OUT = 0


LEFT_OUT = LeftOut.LEFT_OUT


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """What may stand at a place: `owner` and `name` find its words, `form` says what its type cannot."""

    owner: str
    name: str
    form: Form = NO_FORM


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSpec(Spec):
    """A name in one or several languages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberSpec(Spec):
    """A number: whole, or `exact`, with a point."""

    exact: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WordSpec(Spec):
    """A word; `type_` names the form it is read as, such as ``hours``."""

    type_: str = "word"


@dataclass(frozen=True, slots=True, kw_only=True)
class DateSpec(Spec):
    """A calendar day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagSpec(Spec):
    """Yes or no."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceSpec(Spec):
    """One of a few words; with a single one there is nothing to choose."""

    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeveralSpec(Spec):
    """Any of a few words."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamesSpec(Spec):
    """Names of things that the shop has; `many` of them or one."""

    many: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSpec(Spec):
    """Several of one form, in an order."""

    item: Spec


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSpec(Spec):
    """Something for each of several names."""

    item: Spec


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSpec:
    """A field of a record, by its name in documents. `default` is its document, `LEFT_OUT` where it has none."""

    name: str
    spec: Spec
    required: bool
    default: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSpec(Spec):
    """An object with fields; `words` is under what owner their words stand."""

    words: str
    fields: tuple[FieldSpec, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One of several forms: a word that stands for itself (`value`), or a form to be filled in (`spec`)."""

    key: str
    value: Any = None
    spec: Spec | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnionSpec(Spec):
    """One of several forms."""

    options: tuple[Option, ...]

    def fits(self, written: object) -> str:
        """The key of the option that a document is meant as, "" where it is none."""
        for option in self.options:
            if option.value is not None and option.value == written and type(option.value) is type(written):
                return option.key
        if isinstance(written, Mapping):
            records = [option for option in self.options if isinstance(option.spec, RecordSpec)]
            best = max(records, key=lambda option: len(written.keys() & _names(option.spec)), default=None)
            return best.key if best is not None else ""
        for option in self.options:
            if option.spec is not None and _may_be(option.spec, written):
                return option.key
        return ""


def _names(spec: Spec | None) -> set[str]:
    return {field.name for field in spec.fields} if isinstance(spec, RecordSpec) else set()


def _may_be(spec: Spec, written: object) -> bool:
    if isinstance(spec, NumberSpec):
        return not isinstance(written, list | Mapping)
    if isinstance(spec, ListSpec | NamesSpec | SeveralSpec):
        return isinstance(written, list)
    return isinstance(spec, WordSpec | DateSpec | TextSpec) and isinstance(written, str)


def snake(name: str) -> str:
    """``BirthdayWindow`` -> ``birthday_window``; a leading underscore goes."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name.lstrip("_")).lower()


def owner_of(cls: Any) -> str:
    """Under what name the words of a class's fields stand: its kind, or its own name."""
    if isinstance(cls, type) and issubclass(cls, Program):
        return cls.kind or "program"
    return snake(cls.__name__)


def record_spec(cls: Any) -> RecordSpec:
    """The form of a dataclass."""
    return _whole(cls)


@cache
def _whole(cls: Any) -> RecordSpec:
    return _record(cls, NO_FORM, owner_of(cls), "")


def _record(cls: Any, form: Form, owner: str, name: str) -> RecordSpec:
    fields = []
    inside = owner_of(cls)
    for field_name, (field, wanted) in fields_of(cls).items():
        required = is_required(field)
        default = LEFT_OUT if required or default_of(field) is None else document_of(default_of(field))
        spec = spec_of(wanted, form_of(field.metadata), owner=inside, name=field_name)
        fields.append(FieldSpec(name=field_name, spec=spec, required=required, default=default))
    return RecordSpec(owner=owner, name=name, form=form, words=inside, fields=tuple(fields))


def spec_of(wanted: Any, form: Form, *, owner: str, name: str) -> Spec:
    """How a person is asked for a value of the type `wanted`."""
    named: dict[str, Any] = {"owner": owner, "name": name, "form": form}
    if wanted is Text:
        return TextSpec(**named)
    if wanted in (int, Decimal):
        return NumberSpec(**named, exact=wanted is Decimal)
    if wanted is bool:
        return FlagSpec(**named)
    if wanted is date:
        return DateSpec(**named)
    if wanted is str:
        return NamesSpec(**named, many=False) if form.refers else WordSpec(**named)
    if hasattr(wanted, "read"):
        return WordSpec(**named, type_=snake(wanted.__name__))
    origin = get_origin(wanted)
    if origin is Literal:
        return ChoiceSpec(**named, values=get_args(wanted))
    if origin is tuple:
        return _list(get_args(wanted)[0], form, owner, name)
    if origin is Mapping:
        return TableSpec(**named, item=spec_of(get_args(wanted)[1], form, owner=owner, name=name))
    if origin in (Union, types.UnionType):
        return _union(get_args(wanted), form, owner, name)
    assert dataclasses.is_dataclass(wanted), wanted
    return _record(wanted, form, owner, name)


def _list(item: Any, form: Form, owner: str, name: str) -> Spec:
    if get_origin(item) is Literal:
        return SeveralSpec(owner=owner, name=name, form=form, values=tuple(map(str, get_args(item))))
    if item is str:
        return NamesSpec(owner=owner, name=name, form=form)
    return ListSpec(owner=owner, name=name, form=form, item=spec_of(item, form, owner=owner, name=name))


def _union(members: tuple[Any, ...], form: Form, owner: str, name: str) -> Spec:
    wanted = [member for member in members if member is not types.NoneType]
    if len(wanted) == 1:
        return spec_of(wanted[0], form, owner=owner, name=name)
    options: list[Option] = []
    for member in wanted:
        if get_origin(member) is Literal:
            options += [Option(key=str(word).lower(), value=word) for word in get_args(member)]
            continue
        spec = spec_of(member, form, owner=owner, name=name)
        key = owner_of(member) if isinstance(spec, RecordSpec) else snake(type(spec).__name__).removesuffix("_spec")
        short = next((option for option in options if option.key == key), None)
        if short is None:
            options.append(Option(key=key, spec=spec))
        elif not _is_constant(spec):  # the word is the short way of writing the form
            options[options.index(short)] = Option(key=key, value=short.value, spec=spec)
    return UnionSpec(owner=owner, name=name, form=form, options=tuple(options))


def _is_constant(spec: Spec) -> bool:
    """Whether there is nothing to fill in."""
    if isinstance(spec, RecordSpec):
        return all(_is_constant(field.spec) and field.required for field in spec.fields)
    return isinstance(spec, ChoiceSpec) and len(spec.values) == 1


def asked_for(spec: RecordSpec) -> list[FieldSpec]:
    """The fields of which there is something to ask."""
    return [field for field in spec.fields if not (field.required and _is_constant(field.spec))]


def ruled_out(field: FieldSpec, document: Mapping[str, Any], fields: Sequence[FieldSpec]) -> bool:
    """Whether another choice in the same document leaves no place for a field. One that is given all the same is shown:
    its fault must be seen where it stands."""
    path, _, wanted = field.spec.form.only_with.partition(": ")
    if not path or field.name in document:
        return False
    found: Any = document
    for name in path.split("."):
        found = found.get(name, LEFT_OUT) if isinstance(found, Mapping) else LEFT_OUT
    if found is LEFT_OUT:
        found = next((each.default for each in fields if each.name == path), LEFT_OUT)
    return found != wanted if wanted else found is LEFT_OUT


def blank(spec: Spec) -> Any:
    """With what a form begins that was just chosen: what can only be one thing stands in it already."""
    if isinstance(spec, RecordSpec):
        needed = [field for field in spec.fields if field.required]
        parts = {field.name: blank(field.spec) for field in needed}
        return {name: value for name, value in parts.items() if value is not LEFT_OUT}
    if isinstance(spec, UnionSpec):
        return next((option.value for option in spec.options if option.value is not None), LEFT_OUT)
    return spec.values[0] if isinstance(spec, ChoiceSpec) and len(spec.values) == 1 else LEFT_OUT


def walk(spec: Spec) -> list[Spec]:
    """A spec and all that stands in it, for those who want to look at every field."""
    found = [spec]
    inner: list[Spec] = []
    if isinstance(spec, RecordSpec):
        inner = [field.spec for field in spec.fields]
    elif isinstance(spec, ListSpec | TableSpec):
        inner = [spec.item]
    elif isinstance(spec, UnionSpec):
        inner = [option.spec for option in spec.options if option.spec is not None]
    for each in inner:
        found += walk(each)
    return found
