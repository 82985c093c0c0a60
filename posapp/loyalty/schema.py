"""The JSON Schema of a list of programs, built from the fields of the kinds that there are (draft 2020-12)."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Literal, Union, get_args, get_origin

from posapp.loyalty.documents import LARGEST, default_of, document_of, fields_of, is_required
from posapp.loyalty.programs.base import Form, Hours, form_of, kinds
from posapp.loyalty.words import Text

_WRITTEN: dict[Any, dict[str, Any]] = {
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
    Hours: {"type": "string", "pattern": "^[0-9]{2}:[0-9]{2}-[0-9]{2}:[0-9]{2}$"},
    Text: {
        "anyOf": [
            {"type": "string", "minLength": 1},
            {
                "type": "object",
                "minProperties": 1,
                "propertyNames": {"pattern": "^[a-z]{2,3}$"},
                "additionalProperties": {"type": "string", "minLength": 1},
            },
        ]
    },
}


def schema() -> dict[str, Any]:
    """What `posapp.loyalty.definitions.read_programs` reads, but for what one field cannot say alone."""
    shared: dict[str, Any] = {}
    programs = []
    for word, cls in kinds().items():
        program = _object(cls, shared)
        program["properties"] = {"kind": {"const": word}, **program["properties"]}
        program["required"] = ["kind", *program["required"]]
        shared[word] = program
        programs.append({"$ref": f"#/$defs/{word}"})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "array",
        "items": {"oneOf": programs},
        "$defs": dict(sorted(shared.items())),
    }


def _object(cls: Any, shared: dict[str, Any]) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    required = []
    for name, (field, wanted) in fields_of(cls).items():
        described = _value(wanted, form_of(field.metadata), shared)
        if is_required(field):
            required.append(name)
        else:
            default = document_of(default_of(field))
            if default not in (None, "", [], {}):
                described = {**described, "default": default}
        properties[name] = described
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _value(wanted: Any, form: Form, shared: dict[str, Any]) -> dict[str, Any]:
    if wanted in _WRITTEN:
        return dict(_WRITTEN[wanted])
    if wanted is int:
        return {"type": "integer", **_bounds(form), **_remarks(form)}
    if wanted is Decimal:
        number = {"type": "number", **_bounds(form)}
        written = {"type": "string", "pattern": r"^-?[0-9]{1,15}(\.[0-9]{1,15})?$"}
        return {"anyOf": [number, written], **_remarks(form)}
    if wanted is str:
        pattern = {"pattern": f"^{form.pattern}$"} if form.pattern else {}
        return {"type": "string", "minLength": 1, **pattern, **_remarks(form)}
    origin = get_origin(wanted)
    if origin is Literal:
        return {"enum": list(get_args(wanted))}
    if origin is tuple:
        least = {"minItems": 1} if form.filled else {}
        return {"type": "array", "items": _value(get_args(wanted)[0], form, shared), **least}
    if origin is Mapping:
        table = {"type": "object", "additionalProperties": _value(get_args(wanted)[1], form, shared)}
        return {**table, "minProperties": 1} if form.filled else table
    if origin in (Union, types.UnionType):
        options = [_value(each, form, shared) for each in get_args(wanted) if each is not types.NoneType]
        return options[0] if len(options) == 1 else {"anyOf": options}
    assert isinstance(wanted, type), wanted
    assert dataclasses.is_dataclass(wanted), wanted
    name = f"{wanted.__module__.rpartition('.')[2]}.{wanted.__qualname__}"  # two kinds may both have a `Step`
    if name not in shared:
        shared[name] = {}
        shared[name] = _object(wanted, shared)
    return {"$ref": f"#/$defs/{name}"}


def _bounds(form: Form) -> dict[str, Any]:
    least = -LARGEST if form.least is None else form.least
    most = LARGEST if form.most is None else form.most
    return {"minimum": document_of(least), "maximum": document_of(most)}


def _remarks(form: Form) -> dict[str, str]:
    """What a form's maker may want to know: the unit, and whose names these are."""
    remarks = {"x-unit": form.unit, "x-refers": form.refers}
    return {name: value for name, value in remarks.items() if value}
