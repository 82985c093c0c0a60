"""Coupons that a sale brings its customer: how many of each program, and their codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from posapp.loyalty.catalogue import Catalogue
from posapp.loyalty.ledger import CODES, Entry
from posapp.loyalty.outcome import Issued


def issued(came: Sequence[Entry], earned: Mapping[str, int]) -> Mapping[str, int]:
    """How many came by themselves when the sale began and were `earned` in it, by program."""
    if not came:
        return earned
    count = Counter(entry.account for entry in came if entry.cause == "issue")
    count.update(earned)
    return dict(count)


def coupons(catalogue: Catalogue, member: str | None, entries: Sequence[Entry]) -> tuple[Issued, ...]:
    """The same with their codes. What somebody else got by this sale, as who sent a newcomer does, is in her account
    and on no slip here."""
    made = [entry for entry in entries if entry.cause == "issue" and entry.account in catalogue.by_id]
    if not made:
        return ()
    others = {entry.lot for entry in entries if entry.holder != member and entry.account.endswith(CODES)}
    return tuple(
        Issued(
            program=entry.account,
            name=catalogue.by_id[entry.account].name,
            code=entry.holder,
            gives=catalogue.by_id[entry.account].gives,
            expires_on=entry.expires_on,
        )
        for entry in made
        if entry.holder not in others
    )
