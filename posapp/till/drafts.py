"""A draft as it is kept: the basket that was open when the power went is on the screen again."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from posapp.loyalty.basket import Basket, Line, Redemption
from posapp.loyalty.words import Text
from posapp.till.views import Draft

_REDEMPTION = ("program", "at", "points", "gift_card", "amount_minor", "coupon")


def redemption_document(redemption: Redemption) -> dict[str, Any]:
    """A redemption in the words of the program language: ``{"program": "cuts", "at": 10}``."""
    document = {name: getattr(redemption, name) for name in _REDEMPTION}
    document["amount"] = document.pop("amount_minor")
    return {name: value for name, value in document.items() if value is not None}


def read_redemption(document: dict[str, Any]) -> Redemption:
    """The inverse of `redemption_document`."""
    values = dict(document)
    if "amount" in values:
        values["amount_minor"] = values.pop("amount")
    return Redemption(**values)


def _line_document(line: Line) -> dict[str, Any]:
    document: dict[str, Any] = {
        "product": line.product,
        "name": line.name.written(),
        "price": line.price_minor,
        "quantity": line.quantity,
        "categories": list(line.categories),
    }
    if line.gift_card is not None:
        document["gift_card"] = line.gift_card
    return document


def _read_line(document: dict[str, Any]) -> Line:
    return Line(
        product=document["product"],
        name=Text.read(document["name"]),
        price_minor=document["price"],
        quantity=document["quantity"],
        categories=tuple(document["categories"]),
        gift_card=document.get("gift_card"),
    )


def draft_document(draft: Draft) -> str:
    """The draft as JSON text. Lines carry their own names and prices: what was rung up stays so."""
    return json.dumps(
        {
            "sale": draft.sale,
            "opened": draft.opened.isoformat(),
            "member": draft.member,
            "lines": [_line_document(line) for line in draft.basket.lines],
            "redeem": [redemption_document(asked) for asked in draft.basket.redeem],
            "shown": draft.shown,
            "to_load": draft.to_load,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def read_draft(text: str) -> Draft:
    """The inverse of `draft_document`; `ValueError`, `KeyError` or `TypeError` where it is none."""
    document = json.loads(text)
    return Draft(
        sale=document["sale"],
        opened=datetime.fromisoformat(document["opened"]),
        member=document["member"],
        basket=Basket(
            lines=tuple(_read_line(line) for line in document["lines"]),
            redeem=tuple(read_redemption(asked) for asked in document["redeem"]),
        ),
        shown=tuple(document.get("shown", ())),
        to_load=document.get("to_load", ""),
    )
