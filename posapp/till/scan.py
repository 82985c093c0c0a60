"""The one box and the scanner: what a text is, by what the shop knows and by how it numbers."""

from __future__ import annotations

import re

from posapp.loyalty.basket import Product
from posapp.loyalty.cards import Scan, parse_scan
from posapp.loyalty.errors import Refused
from posapp.loyalty.words import Reason
from posapp.store import cards as kept_cards
from posapp.store import members as kept_members
from posapp.store import products as kept_products
from posapp.store import sales as kept_sales
from posapp.till.cards import rules_of
from posapp.till.cardview import member_row, row_view
from posapp.till.codes import code_found
from posapp.till.context import Till
from posapp.till.limits import LONGEST_TEXT
from posapp.till.phones import digits_of
from posapp.till.views import (
    CardRevoked,
    CardUnknown,
    CodeUnknown,
    Found,
    ManyMembers,
    MemberFound,
    NothingFound,
    ProductFound,
    ProductUnknown,
    ReceiptFound,
    Unreadable,
)

MANY = 20
"""Members shown where several fit."""

PHONE_END = 4
"""Digits of a phone that are typed at the counter."""

SHORTEST_CARD = 8
"""Digits of a card printed elsewhere; fewer are a slip of the hand."""

_CODE = re.compile(r"(?=.*\d)[\x21-\x7e]{3,64}")
"""A code of goods that is no number: ``ABC-123``."""


def look_up(till: Till, text: str) -> Found:
    """What the text is. Nothing is changed."""
    scan = parse_scan(text[: LONGEST_TEXT + 1], rules_of(till))
    if len(scan.text) > LONGEST_TEXT:
        return Unreadable(Reason.of("till.text_unreadable", most=LONGEST_TEXT))
    if not scan.text:
        return NothingFound("")
    # What the shop knows by this number comes first, whatever its form: a card printed elsewhere, goods numbered 2x.
    known = _known_number(till, scan.text) if scan.text.isprintable() else None
    if known is not None:
        return known
    if scan.problem is not None:
        return Unreadable(scan.problem)
    if scan.kind in ("coupon", "foreign_coupon", "gift_card", "foreign_gift_card"):
        return CodeUnknown(scan.text, coupon=scan.kind.endswith("coupon"), foreign=scan.kind.startswith("foreign"))
    if scan.kind in ("card", "foreign_card"):
        return CardUnknown(scan.text, foreign=scan.kind == "foreign_card")
    if scan.kind == "product":
        return ProductUnknown(scan.text)
    if scan.kind == "digits":
        return _digits(till, scan.text)
    if scan.kind == "words":
        return _words(till, scan)
    return NothingFound(scan.text)  # a receipt of ours that this file does not have


def _known_number(till: Till, text: str) -> Found | None:
    card = kept_cards.get_card(till.database, text)
    if card is not None:
        return _card(till, card)
    product = kept_products.by_barcode(till.database, text)
    if product is not None:
        return ProductFound(product)
    sale = kept_sales.sale_by_receipt(till.database, text)
    return ReceiptFound(sale.id) if sale is not None else code_found(till, text)


def _card(till: Till, card: kept_cards.Card) -> Found:
    if card.member is None:
        if card.state == "good":
            return CardUnknown(card.number)
        return Unreadable(Reason.of("till.card_revoked", number=card.number))
    row = member_row(till, card.member)
    return MemberFound(row) if card.state == "good" else CardRevoked(card.number, row)


def _digits(till: Till, text: str) -> Found:
    """A number that is nobody's: the end of a phone, a product's short code, a card printed elsewhere."""
    if len(text) >= PHONE_END:
        found = _members(kept_members.by_phone_end(till.database, _dialled(text), limit=MANY))
        if found is not None:
            return found
    product = kept_products.get_product(till.database, text)
    if product is not None:
        return ProductFound(product)
    if len(text) >= SHORTEST_CARD and not text.startswith("0"):
        return CardUnknown(text)
    return NothingFound(text)


def _dialled(text: str) -> str:
    try:
        return digits_of(text)
    except Refused:
        return text


def _words(till: Till, scan: Scan) -> Found:
    """A phone written with its dashes, a product's code or name, a member's name."""
    text = scan.text
    dialled = _dialled(text)
    if dialled != text:
        return _members(kept_members.by_phone_end(till.database, dialled, limit=MANY)) or NothingFound(text)
    product = kept_products.get_product(till.database, text) or _product_called(till, text)
    if product is not None:
        return ProductFound(product)
    found = _members(kept_members.by_name(till.database, text, limit=MANY))
    if found is not None:
        return found
    return ProductUnknown(text) if _CODE.fullmatch(text) else NothingFound(text)


def _product_called(till: Till, text: str) -> Product | None:
    """The one product whose code or name is exactly this, capitals or not."""
    wanted = text.casefold()
    products, _ = kept_products.find_products(till.database, text, limit=MANY)
    called = [
        product
        for product in products
        if wanted in {product.id.casefold(), product.name.in_language("ko").casefold(), product.name.default.casefold()}
    ]
    return called[0] if len(called) == 1 else None


def _members(page: kept_members.Page) -> Found | None:
    if page.total == 1:
        return MemberFound(row_view(page.rows[0]))
    if page.rows:
        return ManyMembers(tuple(map(row_view, page.rows)), more=max(0, page.total - len(page.rows)))
    return None
