"""A basket as another program sends it, and the answer, both in the words of the program language."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from posapp.loyalty.errors import BadDefinition, Fault
from posapp.loyalty.programs.base import form
from posapp.loyalty.words import Reason

if TYPE_CHECKING:
    from posapp.loyalty.basket import Basket
    from posapp.loyalty.outcome import Quote
    from posapp.till.context import Till

_BASKET = ("lines", "redeem")


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What stands beside the basket: who buys (one of `card`, `member`, `phone`, or nobody), the sale's own id, what is
    paid with."""

    id: str | None = field(default=None, metadata=form(pattern=r"[\x21-\x7e]{8,64}"))
    card: str | None = None
    member: str | None = None
    phone: str | None = None
    tender: str = field(default="cash", metadata=form(pattern=r"[a-z_-]{1,20}"))


def read_order(till: Till, document: Any) -> tuple[Order, Basket, str | None]:
    """The order, its basket and the member's id. `BadDefinition`, `NotFound`; `Refused` for a blocked card."""
    from posapp.loyalty.definitions import read_basket
    from posapp.till import members, products

    if not isinstance(document, Mapping):
        raise BadDefinition((Fault("", Reason.of("fault.object")),))
    order = _read_order(document)
    written = {name: value for name, value in document.items() if name in _BASKET}
    lines = written.get("lines")
    wanted = [line.get("product") for line in lines if isinstance(line, Mapping)] if isinstance(lines, list) else []
    known = products.some(till, [name for name in wanted if isinstance(name, str)])
    basket = read_basket(written, known)
    member = order.member
    if order.card is not None:
        member = members.by_card(till, order.card).id
    elif order.phone is not None:
        member = members.by_phone(till, order.phone).id
    elif member is not None:
        members.profile(till, member)
    return order, basket, member


def _read_order(document: Mapping[str, Any]) -> Order:
    """What stands beside the basket. A name that is unknown there is told all the names that there are."""
    from posapp.cli._shop import read_record

    try:
        return read_record(Order, {name: value for name, value in document.items() if name not in _BASKET})
    except BadDefinition as bad:
        known = (*_BASKET, *(each.name for each in fields(Order)))
        told = [
            Fault(fault.place, Reason.of("fault.unknown_field", known=known))
            if fault.reason.key == "fault.unknown_field"
            else fault
            for fault in bad.faults
        ]
        raise BadDefinition(tuple(told)) from bad


def quoted(till: Till, args: argparse.Namespace, document: Any) -> dict[str, Any]:
    """The answer to a basket that is only asked about; `balances` are those before the sale."""
    from posapp.till import members, sale
    from posapp.till.views import Draft

    order, basket, member = read_order(till, document)
    draft = Draft(sale=order.id or till.new_id(), opened=till.now(), member=member, basket=basket)
    asked = sale.price(till, draft).quote
    return _outcome(args, till, asked, balances=members.balances_of(till, member) if member else {})


def sold(till: Till, args: argparse.Namespace, document: Any) -> dict[str, Any]:
    """The answer to a sale that is on the disk now; `asks` are the questions that go with it."""
    from posapp.cli import reader_language
    from posapp.till import sale
    from posapp.till.views import Draft

    order, basket, member = read_order(till, document)
    draft = Draft(sale=order.id or till.new_id(), opened=till.now(), member=member, basket=basket)
    recorded = sale.take_payment(till, draft, tender=order.tender)
    return {
        "sale": recorded.sale,
        "receipt": recorded.receipt,
        "again": recorded.again,
        **_outcome(args, till, recorded.quote, balances=recorded.balances),
        "asks": [
            {"program": ask.program, "question": ask.question.in_language(reader_language(args)), "scale": ask.scale}
            for ask in recorded.quote.asks
        ],
    }


def _outcome(args: argparse.Namespace, till: Till, asked: Quote, *, balances: Mapping[str, int]) -> dict[str, Any]:
    from posapp.cli import reader_language
    from posapp.i18n import line
    from posapp.loyalty.told import outcome_document

    language, currency = reader_language(args), till.shop.currency
    return outcome_document(
        asked,
        say=lambda reason: line(reason, language=language, currency=currency),
        language=language,
        balances=balances,
    )
