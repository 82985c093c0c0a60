"""What a shop writes: programs, products and baskets as JSON documents, read with every fault at its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from posapp.loyalty.basket import Basket, Line, Product, Redemption
from posapp.loyalty.documents import Named, Partial, Reader, at, document_of
from posapp.loyalty.errors import NotFound
from posapp.loyalty.programs.base import Program, form, kinds
from posapp.loyalty.rules import RULES
from posapp.loyalty.words import Text

MOST_MINOR = 10**12 - 1
"""The largest price of one unit, in minor units; what is above it is a slip of the hand."""

MOST_UNITS = 99_999
"""The most units of one line."""

_PRICE = form(unit="minor", least=1, most=MOST_MINOR)
_UNITS = form(unit="units", least=1, most=MOST_UNITS)
_CODE = form(pattern=r"[^\s\x00-\x1f]{1,64}")
_UNDEFINED = {"tier": "fault.no_tier", "club": "fault.no_club", "membership": "fault.no_membership"}
"""Names that some program must define before another may use them, and what is said where none does."""
ACCOUNTS = {"points": ("points",), "stamps": ("stamps",), "coupons": ("coupons",), "wallet": ("points",)}
"""What a program may be named for, and the units of accounts that fit. What a member can be given is in her own
account: money on a gift card is the card's."""


def read_programs(
    documents: object, *, kinds_in_use: Mapping[str, str] | None = None, place: str = "programs"
) -> tuple[Program, ...]:
    """Read a shop's whole list of programs, in its order.

    `kinds_in_use` tells the kind of each program id that has entries: an id keeps its kind for ever. Raises
    `BadDefinition` with every fault of every program.
    """
    reader = Reader()
    programs = programs_with(reader, documents, kinds_in_use=kinds_in_use, place=place)
    reader.refuse()
    return programs


def programs_with(
    reader: Reader, documents: object, *, kinds_in_use: Mapping[str, str] | None = None, place: str = "programs"
) -> tuple[Program, ...]:
    """`read_programs` for a larger document: the faults stay with `reader`, what is whole is given back."""
    if not isinstance(documents, list | tuple):
        reader.fault(place, "fault.list")
        return ()
    used = kinds_in_use or {}
    programs: list[Program] = []
    known: list[Program] = []
    defined: set[tuple[str, str]] = set()
    seen: set[object] = set()
    for n, document in enumerate(documents):
        here = f"{place}[{n}]"
        read = _program(reader, document, here, used)
        program = read.value if isinstance(read, Partial) else read
        if isinstance(document, Mapping) and isinstance(document.get("id"), str):
            if document["id"] in seen:
                reader.fault(at(here, "id"), "fault.repeated")
            seen.add(document["id"])
        if isinstance(program, Program):
            defined.update(program.defines())
            known.append(program)
        if isinstance(read, Program):
            programs.append(read)
    units = {program.id: RULES[program.kind].unit for program in known if program.kind in RULES}
    for named in reader.names:
        _check_named(reader, named, defined, seen, units)
    reader.names.clear()
    return tuple(programs)


def _program(reader: Reader, document: object, place: str, used: Mapping[str, str]) -> object:
    """One program, a `Partial` one, or None where not even its kind is known."""
    if not isinstance(document, Mapping):
        reader.fault(place, "fault.object")
        return None
    word = document.get("kind")
    if word is None:
        reader.fault(at(place, "kind"), "fault.required")
        return None
    cls = kinds().get(word) if isinstance(word, str) else None
    if cls is None:
        reader.fault(at(place, "kind"), "fault.unknown_kind", known=tuple(kinds()))
        return None
    before = used.get(document["id"]) if isinstance(document.get("id"), str) else None
    if before is not None and before != word:
        reader.fault(at(place, "kind"), "fault.kind_changed", before=before)
    return reader.record(cls, cls.understood(document), place, besides=("kind",))


def _check_named(
    reader: Reader, named: Named, defined: set[tuple[str, str]], ids: set[object], units: Mapping[str, str]
) -> None:
    if named.refers in ("program", *ACCOUNTS) and named.name not in ids:
        reader.fault(named.place, "fault.no_program", name=named.name)
    elif named.refers in ACCOUNTS:
        unit = units.get(named.name)
        if unit is not None and unit not in ACCOUNTS[named.refers]:
            reader.fault(named.place, f"fault.no_{named.refers}", name=named.name)
    elif named.refers in _UNDEFINED and (named.refers, named.name) not in defined:
        reader.fault(named.place, _UNDEFINED[named.refers], name=named.name)


def program_document(program: Program) -> dict[str, Any]:
    """The JSON form of a program; reading it gives an equal one back. What is at its default is left out."""
    document = document_of(program)
    if program.name == Text(program.id):
        del document["name"]
    return {"id": document.pop("id"), "kind": program.kind, **document}


@dataclass(frozen=True, slots=True, kw_only=True)
class _ProductForm:
    """A product as it is written."""

    id: str = field(metadata=_CODE)
    name: Text | None = None
    price: int = field(metadata=_PRICE)
    categories: tuple[str, ...] = ()
    barcodes: tuple[str, ...] = field(default=(), metadata=_CODE)


def read_products(documents: object, *, place: str = "products") -> tuple[Product, ...]:
    """Read ``[{"id": "CUT", "name": "Cut", "price": 15000, "categories": ["hair"], "barcodes": ["880…"]}]``.

    Raises `BadDefinition` with every fault; an id or a barcode that stands twice is one.
    """
    reader = Reader()
    products = products_with(reader, documents, place=place)
    reader.refuse()
    return products


def products_with(reader: Reader, documents: object, *, place: str = "products") -> tuple[Product, ...]:
    """`read_products` for a larger document: the faults stay with `reader`."""
    products: list[Product] = []
    ids: set[str] = set()
    barcodes: set[str] = set()
    for n, read in enumerate(reader.records(_ProductForm, documents, place)):
        if read is None or not read.id:
            continue
        if read.id in ids:
            reader.fault(f"{place}[{n}].id", "fault.repeated")
        ids.add(read.id)
        for m, barcode in enumerate(read.barcodes):
            if barcode in barcodes:
                reader.fault(f"{place}[{n}].barcodes[{m}]", "fault.repeated")
            barcodes.add(barcode)
        products.append(
            Product(
                id=read.id,
                name=read.name or Text(read.id),
                price_minor=read.price,
                categories=read.categories,
                barcodes=read.barcodes,
            )
        )
    return tuple(products)


def product_document(product: Product) -> dict[str, Any]:
    """The JSON form of a product."""
    written = _ProductForm(
        id=product.id,
        name=product.name,
        price=product.price_minor,
        categories=product.categories,
        barcodes=product.barcodes,
    )
    document: dict[str, Any] = document_of(written)
    return document


@dataclass(frozen=True, slots=True, kw_only=True)
class _LineForm:
    """A line as it is written. `price` instead of the catalogue's; `name` and `categories` for goods not in it."""

    product: str = field(metadata=_CODE)
    quantity: int = field(default=1, metadata=_UNITS)
    price: int | None = field(default=None, metadata=_PRICE)
    gift_card: str | None = None
    name: Text | None = None
    categories: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _RedemptionForm:
    """What is asked for, as it is written."""

    program: str | None = None
    at: int | None = field(default=None, metadata=form(unit="stamps", least=1))
    points: int | None = field(default=None, metadata=form(unit="points", least=1))
    gift_card: str | None = None
    amount: int | None = field(default=None, metadata=form(unit="minor", least=1))
    coupon: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _BasketForm:
    """A basket as it is written."""

    lines: tuple[_LineForm, ...] = field(metadata=form(filled=True))
    redeem: tuple[_RedemptionForm, ...] = ()


_ASKED = (
    frozenset({"program"}),
    frozenset({"program", "at"}),
    frozenset({"program", "points"}),
    frozenset({"gift_card", "amount"}),
    frozenset({"coupon"}),
)
"""The fields that together say what is redeemed."""


def read_basket(
    document: object,
    products: Mapping[str, Product],
    gift_card_codes: Mapping[str, str] | None = None,
    *,
    place: str = "",
) -> Basket:
    """Read ``{"lines": [{"product": "CUT", "quantity": 2}], "redeem": [{"program": "cuts"}]}``.

    `gift_card_codes` translates a scenario's labels; a code that it does not have stands for itself. A product
    that is not in the catalogue takes a `price` (with `name` and `categories` if wanted). Raises `BadDefinition`
    for a wrong form, and `NotFound` for an unknown product without a price.
    """
    reader = Reader()
    codes = gift_card_codes or {}
    read = reader.record(_BasketForm, document, place)
    if isinstance(document, Mapping) and isinstance(document.get("redeem"), list | tuple):
        for n, asked in enumerate(document["redeem"]):
            if isinstance(asked, Mapping) and frozenset(asked) not in _ASKED:
                reader.fault(f"{at(place, 'redeem')}[{n}]", "fault.redemption")
    reader.refuse()
    lines = tuple(_line(line, products, codes) for line in read.lines)
    redeem = tuple(
        Redemption(
            program=asked.program,
            at=asked.at,
            points=asked.points,
            gift_card=asked.gift_card and codes.get(asked.gift_card, asked.gift_card),
            amount_minor=asked.amount,
            coupon=asked.coupon,
        )
        for asked in read.redeem
    )
    return Basket(lines=lines, redeem=redeem)


def _line(line: _LineForm, products: Mapping[str, Product], codes: Mapping[str, str]) -> Line:
    known = products.get(line.product)
    price = line.price if line.price is not None else known.price_minor if known else None
    if price is None:
        raise NotFound.because("product.unknown", product=line.product)
    name = line.name or (known.name if known else Text(line.product))
    categories = line.categories if line.categories is not None else known.categories if known else ()
    return Line(
        product=line.product,
        name=name,
        price_minor=price,
        quantity=line.quantity,
        categories=categories,
        gift_card=line.gift_card and codes.get(line.gift_card, line.gift_card),
    )


def by_id(products: Iterable[Product]) -> dict[str, Product]:
    """The products by their ids."""
    return {product.id: product for product in products}
