"""What a member is given when she is enrolled: welcome stamps and the like."""

from __future__ import annotations

from datetime import datetime

from posapp.loyalty.basket import Basket
from posapp.loyalty.catalogue import Catalogue
from posapp.loyalty.ledger import Entry, Term
from posapp.loyalty.members import Member, Standing
from posapp.loyalty.posting import Posting
from posapp.loyalty.quote import open_sale


def joined(catalogue: Catalogue, member: Member, *, moment: datetime, document: str) -> tuple[Entry, ...]:
    """Entries for a new member, of every program that is for her at this moment (aware, in the shop's zone)."""
    standing = Standing()
    sale = open_sale(catalogue, basket=Basket(), member=member, standing=standing, moment=moment, sale=document)
    posting = Posting(standing, member=member.id, document=document, day=sale.day)
    for rule in catalogue.rules:
        if rule.check is None or rule.check(sale) is None:
            given = rule.welcome(sale)
            if given is not None:
                into, amount = given
                holder = into.holder if into.holder is not None else member.id
                term = Term(spendable_on=into.spendable_on, expires_on=into.expires_on)
                posting.come(into.account, holder, amount, term=term, cause="welcome")
    return tuple(posting.entries)
