"""What is held by a code: coupons and gift cards, whoever brings them. What a code is, and loading one that is sold."""

from __future__ import annotations

from typing import Any

from posapp.loyalty.cards import CardRules, parse_scan
from posapp.loyalty.ledger import NOTHING
from posapp.loyalty.rules import Rule
from posapp.loyalty.vouchers import CHANCE_DIGITS, gift_card_number
from posapp.store import ledger
from posapp.till.cards import rules_of
from posapp.till.context import Till
from posapp.till.views import CardUnknown, CodeFound, CodeUnknown, Found

SHORTEST = 8
"""Digits of a gift card that was printed elsewhere."""


def rule_behind(till: Till, code: str) -> Rule[Any] | None:
    """The program at work whose code this is; None where nobody ever issued it."""
    by_id = till.catalogue.by_id
    for account in ledger.accounts_named(till.database, code):
        if account in by_id and by_id[account].bearer:
            return by_id[account]
    return None


def code_found(till: Till, code: str) -> CodeFound | None:
    """What the shop knows of a code, and what it is good for today."""
    rule = rule_behind(till, code)
    if rule is None:
        return None
    account = ledger.held_by(till.database, code).get(rule.id, NOTHING)
    said, good = rule.code_says(account, code, on=till.now().date())
    return CodeFound(code, rule.name, said, refused=not good)


def wants_card(till: Till, product: str) -> bool:
    """Does this product load a card, whose number must be known before it is rung up?"""
    return any(rule.bearer and product in rule.no_goods for rule in till.catalogue.selling)


def to_be_loaded(till: Till, found: Found, text: str) -> str | None:
    """The number of the card to load, where what was scanned can be one; None where it is something else."""
    match found:
        case CodeFound(code=code):
            rule = rule_behind(till, code)
            return code if rule is not None and rule.tenders else None
        case CodeUnknown(code=code, coupon=False, foreign=False):
            return code
        case CardUnknown(number=number, foreign=False):
            plain = parse_scan(text, rules_of(till)).kind == "digits" and len(number) >= SHORTEST
            return number if plain else None
    return None


def fresh_gift_card(till: Till) -> str:
    """A number for a gift card that nobody has and nobody can guess."""
    rules: CardRules = rules_of(till)
    while True:
        number = gift_card_number(rules.shop_code, till.digits_of_chance(CHANCE_DIGITS))
        if not ledger.accounts_named(till.database, number):
            return number
