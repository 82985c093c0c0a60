"""What was answered when a sale was taken, kept with it, so that asking again is answered as the first time.

Values become JSON by their types: a frozen dataclass the list of its fields' values, in their order, without the empty
ones at the end. What a `Reason` speaks of is of many types and so is tagged.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any

from posapp.loyalty.basket import Redemption
from posapp.loyalty.members import Member
from posapp.loyalty.outcome import Quote
from posapp.loyalty.words import Minor, Reason, Text
from posapp.till.views import Draft


def as_answered(quote: Quote) -> Quote:
    """The quote of a sale that is taken: what could have been redeemed then is over, and its entries are in the
    ledger."""
    return dataclasses.replace(quote, offers=(), panels=(), entries=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a sale was priced from besides what stands in the answer and in the journal, so that it can be priced again:
    what was asked for, the codes that were shown, and what may be changed in the register later. (What a person could
    be known by is not among it: she may be erased.)"""

    rounding_unit: int = 1
    redeem: tuple[Redemption, ...] = ()
    shown: tuple[str, ...] = ()
    card_type: str = ""
    clubs: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    household: str = ""

    @classmethod
    def of(cls, draft: Draft, member: Member | None, *, rounding_unit: int) -> Facts:
        """Those of a draft that is paid for now."""
        known = {}
        if member is not None:
            known = {"clubs": tuple(sorted(member.clubs)), "segments": tuple(sorted(member.segments))}
        return cls(
            rounding_unit=rounding_unit,
            redeem=draft.basket.redeem,
            shown=draft.shown,
            card_type=member.card_type if member else "",
            household=member.household if member else "",
            **known,
        )


def answer_text(quote: Quote, balances: Mapping[str, int], facts: Facts | None = None) -> str:
    """The answer as JSON text: a quote `as_answered`, the member's balances after the sale by account, the facts."""
    more = [_plain(facts)] if facts is not None else []
    return json.dumps([_plain(quote), dict(balances), *more], ensure_ascii=False, separators=(",", ":"))


def read_answer(text: str) -> tuple[Quote, dict[str, int]]:
    """The inverse of `answer_text`; the quote is without its offers, panels and entries."""
    quote, balances, *_ = json.loads(text)
    return _read(Quote, quote), balances


def read_facts(text: str) -> Facts | None:
    """The facts that an answer was kept with; None for a sale of the first release, which kept none."""
    _, _, *more = json.loads(text)
    return _read(Facts, more[0]) if more else None


def reasons_plain(reasons: Iterable[Reason]) -> list[Any]:
    """Reasons as JSON values: what a return did, kept with it."""
    return [_plain(reason) for reason in reasons]


def read_reasons(written: Iterable[Any]) -> tuple[Reason, ...]:
    """The inverse of `reasons_plain`."""
    return tuple(_read(Reason, each) for each in written)


_AS_THEY_ARE = frozenset({str, int, bool, type(None)})


def _plain(value: Any) -> Any:
    kind: Any = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if kind is Reason:
        return [value.key, {name: _tagged(inner) for name, inner in value.values}]
    if kind is Text:
        return value.written()
    if kind is tuple or kind is list:
        return [_plain(inner) for inner in value]
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, datetime | date):
        return value.isoformat()
    fields = [_plain(inner) for inner in _values(kind)(value)]
    while fields and fields[-1] in (None, [], {}, ""):
        fields.pop()
    return fields


def _tagged(value: Any) -> Any:
    """A value inside a reason: texts, numbers and truths as they are, others as ``{tag: written}``."""
    if type(value) in _AS_THEY_ARE:
        return value
    if isinstance(value, tuple | list):
        return [_tagged(inner) for inner in value]
    tag = _TAGS.get(type(value))
    if tag is not None:
        return {tag: _WRITE[tag](value)}
    return str(value)  # whatever it is, it must not keep a customer from paying


_TAGS: dict[type, str] = {
    Text: "text",
    Minor: "minor",
    Reason: "reason",
    datetime: "moment",
    date: "day",
    time: "clock",
    Decimal: "number",
}

_WRITE: dict[str, Any] = {
    "text": Text.written,
    "minor": lambda value: value.amount,
    "reason": _plain,
    "moment": datetime.isoformat,
    "day": date.isoformat,
    "clock": time.isoformat,
    "number": str,
}

_UNTAG: dict[str, Any] = {
    "text": Text.read,
    "minor": Minor,
    "reason": lambda written: _read(Reason, written),
    "moment": datetime.fromisoformat,
    "day": date.fromisoformat,
    "clock": time.fromisoformat,
    "number": Decimal,
}


def _untagged(written: Any) -> Any:
    if isinstance(written, list):
        return tuple(_untagged(inner) for inner in written)
    if isinstance(written, dict):
        ((tag, inner),) = written.items()
        return _UNTAG[tag](inner)
    return written


@cache
def _fields(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind) if field.init)


@cache
def _values(kind: Any) -> Callable[[Any], tuple[Any, ...]]:
    """Reads all fields of a value at once."""
    names = _fields(kind)
    return attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return typing.get_type_hints(kind)


def _read(kind: Any, written: Any) -> Any:
    """`written` as a value of the type `kind`."""
    if kind is Reason:
        return Reason.of(written[0], **{name: _untagged(inner) for name, inner in written[1].items()})
    if kind is Text:
        return Text.read(written)
    if kind in (datetime, date):
        return kind.fromisoformat(written)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        return kind(**{name: _read(hints[name], inner) for name, inner in zip(_fields(kind), written, strict=False)})
    origin, of = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        return tuple(_read(of[0], inner) for inner in written)
    if origin is Mapping:
        return {name: _read(of[1], inner) for name, inner in written.items()}
    if origin is types.UnionType:  # `X | None`: no other union stands in what is kept
        return None if written is None else _read(of[0], written)
    return written
