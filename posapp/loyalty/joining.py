"""What a member is given when she is enrolled: welcome stamps and the like."""

from __future__ import annotations

from datetime import datetime

from posapp.loyalty.basket import Basket
from posapp.loyalty.catalogue import Catalogue
from posapp.loyalty.ledger import Entry
from posapp.loyalty.members import NOBODY, Member, Standing
from posapp.loyalty.posting import Posting
from posapp.loyalty.quote import open_sale


def joined(
    catalogue: Catalogue, member: Member, *, moment: datetime, document: str, standing: Standing = NOBODY
) -> tuple[Entry, ...]:
    """Entries for a new member, of every program that is for her at this moment (aware, in the shop's zone).

    `standing` has the accounts of others that may gain: the member who sent her (`Catalogue.others`).
    """
    if not catalogue.welcoming:
        return ()
    sale = open_sale(catalogue, basket=Basket(), member=member, standing=standing, moment=moment, sale=document)
    posting = Posting(standing, member=member.id, document=document, day=sale.day)
    for rule in catalogue.welcoming:
        if not rule.stopped(sale.day) and (rule.check is None or rule.check(sale) is None):
            for into, amount in rule.welcome(sale):
                posting.gain(into, amount)
    return catalogue.signed(posting.entries)
