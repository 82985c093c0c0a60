"""What a program may name: products, categories, tiers, clubs, memberships, programs, members, words in use.

A form asks with the same word as `posapp.loyalty.programs.base.Form.refers`; adding a word is adding a row to `_WHERE`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from posapp.loyalty.definitions import ACCOUNTS, programs_with
from posapp.loyalty.documents import Reader, fields_of, read_json
from posapp.loyalty.errors import BadDefinition, NotFound
from posapp.loyalty.programs.base import Program, form_of
from posapp.loyalty.rules import RULES
from posapp.loyalty.words import Text
from posapp.store import members as kept_members
from posapp.store import programs as kept
from posapp.till import members, products, programs
from posapp.till.context import Till


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Something that can be named: what stands in the document, and what people call it."""

    id: str
    name: Text
    detail: str = ""


def find(till: Till, refers: str, text: str = "", *, limit: int = 50) -> tuple[Reference, ...]:
    """What the shop has of that sort whose name or id holds `text`, in the order in which people look for it."""
    till.look_again()
    where = _WHERE.get(refers)
    return tuple(where(till, text.strip(), limit))[:limit] if where is not None else ()


def names(till: Till, refers: str, ids: Iterable[str]) -> Mapping[str, Text]:
    """What people call those of these ids that the shop has."""
    wanted = tuple(dict.fromkeys(ids))
    if refers == "product":
        return {product.id: product.name for product in products.some(till, wanted).values()}
    if refers == "member":
        return {each: Text(member.name) for each in wanted if (member := _member(till, each)) is not None}
    known = {each.id: each.name for each in find(till, refers, limit=10_000)}
    return {each: known[each] for each in wanted if each in known}


def _member(till: Till, named: str) -> Any:
    """A member by id or by one of her cards, as an individual price may name her."""
    for look in (members.profile, members.by_card):
        try:
            return look(till, named)
        except NotFound:
            continue
    return None


def _products(till: Till, text: str, limit: int) -> Iterator[Reference]:
    for product in products.find(till, text, limit=limit):
        yield Reference(id=product.id, name=product.name, detail=product.id)


def _categories(till: Till, text: str, limit: int) -> Iterator[Reference]:  # noqa: ARG001
    for category in products.categories(till):
        yield from _fitting(category, products.category_name(category), text)


def _members(till: Till, text: str, limit: int) -> Iterator[Reference]:
    for row in members.find(till, text, limit=limit).rows:
        yield Reference(id=row.id, name=Text(row.name), detail=row.phone or row.card)


def _programs(till: Till, text: str, limit: int) -> Iterator[Reference]:  # noqa: ARG001
    for program in _readable(till):
        yield from _fitting(program.id, program.name, text)


def _with_account(*units: str) -> Callable[[Till, str, int], Iterator[Reference]]:
    """Programs whose accounts are counted in one of these units."""

    def look(till: Till, text: str, limit: int) -> Iterator[Reference]:  # noqa: ARG001
        for program in _readable(till):
            if program.kind in RULES and RULES[program.kind].unit in units:
                yield from _fitting(program.id, program.name, text)

    return look


def _defined(refers: str) -> Callable[[Till, str, int], Iterator[Reference]]:
    """What some program of the shop defines, switched on or off."""

    def look(till: Till, text: str, limit: int) -> Iterator[Reference]:  # noqa: ARG001
        for program in _readable(till):
            called = dict(program.named())
            for kind, name in program.defines():
                if kind == refers:
                    yield from _fitting(name, called.get(name, Text(name)), text)

    return look


def _readable(till: Till) -> Iterator[Program]:
    """Each program that can be read, with those that are being written: what others they name does not matter here."""
    kept_ones = kept.all_programs(till.database)
    yield from (till.catalogue.programs[each.id] for each in kept_ones if each.id in till.catalogue.programs)
    others = [each.document for each in kept_ones if each.id not in till.catalogue.programs]
    for document in (*others, *_drafts(till)):
        yield from programs_with(Reader(), [document])


def _drafts(till: Till) -> Iterator[Any]:
    """The programs that were begun and not saved, where their text can be read."""
    for text in programs.drafts(till).values():
        try:
            yield read_json(text)
        except BadDefinition:
            continue


def _in_use(refers: str) -> Callable[[Till, str, int], Iterator[Reference]]:
    """Words that nobody defines (types of card, segments): those that other programs or members of the shop have."""

    def look(till: Till, text: str, limit: int) -> Iterator[Reference]:  # noqa: ARG001
        used = {word for program in _readable(till) for word in words_in(program, refers)}
        used.update(kept_members.words_in_use(till.database, refers))
        for word in sorted(used):
            yield from _fitting(word, Text(word), text)

    return look


def words_of(document: Any) -> Iterator[str]:
    """Every word anywhere in a document: some of them are names of goods."""
    if isinstance(document, str):
        yield document
    elif isinstance(document, Mapping | list):
        for inner in document.values() if isinstance(document, Mapping) else document:
            yield from words_of(inner)


def words_in(value: Any, refers: str) -> Iterator[str]:
    """All words of one sort that stand anywhere in a program."""
    written: Any = type(value)
    for field, _ in fields_of(written).values():
        held = getattr(value, field.name)
        items = held if isinstance(held, tuple) else tuple(held.values()) if isinstance(held, Mapping) else (held,)
        for item in items:
            if isinstance(item, str) and form_of(field.metadata).refers == refers:
                yield item
            elif hasattr(item, "__dataclass_fields__") and not hasattr(item, "written"):
                yield from words_in(item, refers)


def _fitting(word: str, name: Text, text: str) -> Iterator[Reference]:
    spoken = (word, name.default, *(each for _, each in name.by_language))
    if any(text.casefold() in each.casefold() for each in spoken):
        yield Reference(id=word, name=name, detail="" if name.default == word else word)


_WHERE: Mapping[str, Callable[[Till, str, int], Iterator[Reference]]] = {
    "product": _products,
    "category": _categories,
    "member": _members,
    "program": _programs,
    "tier": _defined("tier"),
    "club": _defined("club"),
    "membership": _defined("membership"),
    **{refers: _with_account(*units) for refers, units in ACCOUNTS.items()},
    "card_type": _in_use("card_type"),
    "segment": _in_use("segment"),
}
