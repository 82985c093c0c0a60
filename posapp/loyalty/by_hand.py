"""Corrections by hand, and what a member holds in each program."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from posapp.loyalty.basket import Basket
from posapp.loyalty.catalogue import Catalogue
from posapp.loyalty.errors import NotFound
from posapp.loyalty.ledger import NOTHING, Entry, adjusted, balance
from posapp.loyalty.members import Member, Standing
from posapp.loyalty.posting import Posting
from posapp.loyalty.quote import open_sale


def corrected(
    catalogue: Catalogue,
    *,
    program: str,
    amount: int,
    member: Member | None,
    standing: Standing,
    moment: datetime,
    document: str,
) -> tuple[Entry, ...]:
    """Entries for so much more (or, below zero, less) of a program for a member, by hand; `amount` is not 0.

    Where the program has codes instead of a member's balance, that many are made or withdrawn; without a `member` they
    are nobody's. `NotFound` where there is nothing to correct; `NotEnough` where there are not that many.
    """
    rule = catalogue.by_id.get(program)
    if rule is None or not rule.unit:
        raise NotFound.because("byhand.no_account", program=program)
    sale = open_sale(catalogue, basket=Basket(), member=member, standing=standing, moment=moment, sale=document)
    made = rule.by_hand(sale, amount)
    if made is not None:
        posting = Posting(standing, member=sale.member.id if sale.member else None, document=document, day=sale.day)
        for into, units in made:
            posting.gain(into, units)
        return catalogue.signed(posting.entries)
    if member is None or rule.bearer:
        raise NotFound.because("byhand.no_account", program=program)
    account = standing.accounts.get(program, NOTHING)
    entries = adjusted(
        account, amount, name=program, holder=member.id, document=document, on=sale.day, term=rule.term(sale.day)
    )
    return catalogue.signed(entries)


def held(catalogue: Catalogue, standing: Standing, *, on: date) -> Mapping[str, int]:
    """What a member has by program on that local day: her balances, and of coupons the uses that are left."""
    found = {}
    for rule in catalogue.rules:
        if rule.bearer:
            codes = standing.codes(rule.id)
            accounts = (standing.others.get(code, {}).get(rule.id, NOTHING) for code in codes)
            if rule.unit == "coupons":
                found[rule.id] = sum(balance(account, on=on) for account in accounts)
        elif rule.unit:
            found[rule.id] = balance(standing.accounts.get(rule.id, NOTHING), on=on)
    return found
