"""Accounts, entries and lots. The ledger only grows: a correction is a new entry.

An account is named by its program's id, or, for a counter that a program keeps beside its balance, by the id, ``#``
and a word of the program's own (``cuts#at-5``). Its holder is a member's id, a gift card's code, or ``"*"`` for what is
counted over everybody. What a code holds is anybody's who brings it; ``id#codes`` is the list of the codes that are a
member's: a lot for each, named by its code, with the code's own last day.

Every entry names the lot that it changes: an amount above zero fills the lot (and makes it, with the entry's term,
where it is not there), one below zero draws from it. So the balance of an account is the sum of its entries, and the
order of two entries never matters.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from posapp.loyalty.quick import maker, quick

EVERYBODY = "*"
"""The holder of accounts that count over all customers."""

CODES = "#codes"
"""Behind a program's id: the account whose lots are the codes of a member's coupons."""

DEBT = ""
"""The lot of entries that no earned lot could cover: a balance below zero, filled by the next earnings."""


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One signed change of one lot of one account.

    `amount` is in the account's unit (points, stamps, minor money, sessions, uses). `lot` is the id of the lot that it
    fills or draws from, ``DEBT`` for none; `spendable_on` and `expires_on` are the first and the last local day on
    which that lot can be spent. `cause` is one of ``earn welcome grant issue spend adjust expire give_back take_back
    use``; ``issue`` makes a coupon, whose code is the holder. `partner` is the shop at which it was made, where several
    share an account.
    """

    account: str
    holder: str
    cause: str
    amount: int
    lot: str = DEBT
    spendable_on: date | None = None
    expires_on: date | None = None
    partner: str = ""


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """What is left (`left`, 1 or more) of an amount that was earned together and expires together."""

    id: str
    left: int
    spendable_on: date | None = None
    expires_on: date | None = None

    def holds(self, on: date) -> bool:
        """Has it not expired on that local day?"""
        return self.expires_on is None or self.expires_on >= on

    def pending(self, on: date) -> bool:
        """Is it earned, but not to be spent before a later day?"""
        return self.spendable_on is not None and self.spendable_on > on


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account as its entries make it: what is left of each lot, oldest-expiring first, and the debt (0 or less)."""

    lots: tuple[Lot, ...] = ()
    debt: int = 0


_new_lot, _new_account = maker(Lot), maker(Account)

NOTHING = Account()
"""An account without an entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """From when to when something can be spent; both inclusive, `None` for no bound."""

    spendable_on: date | None = None
    expires_on: date | None = None


FOR_EVER = Term()


def balance(account: Account, *, on: date) -> int:
    """What the account holds on that local day: pending lots count, expired ones do not, and the debt is taken off."""
    found = account.debt
    for lot in account.lots:
        if lot.expires_on is None or lot.expires_on >= on:
            found += lot.left
    return found


def spendable(account: Account, *, on: date) -> int:
    """What can be spent on that local day, 0 or more."""
    found = account.debt
    for lot in account.lots:
        if (lot.expires_on is None or lot.expires_on >= on) and (lot.spendable_on is None or lot.spendable_on <= on):
            found += lot.left
    return max(found, 0)


def earn(
    account: Account, amount: int, *, name: str, holder: str, lot: str, term: Term = FOR_EVER, cause: str = "earn"
) -> tuple[Entry, ...]:
    """Entries for an amount (1 or more) coming in: a debt is filled first, the rest makes `lot`."""
    fills = min(amount, max(-account.debt, 0))
    entries = []
    if fills:
        entries.append(Entry(account=name, holder=holder, cause=cause, amount=fills))
    if amount > fills:
        entries.append(
            Entry(
                account=name,
                holder=holder,
                cause=cause,
                amount=amount - fills,
                lot=lot,
                spendable_on=term.spendable_on,
                expires_on=term.expires_on,
            )
        )
    return tuple(entries)


def spend(
    account: Account, amount: int, *, name: str, holder: str, on: date, cause: str = "spend", first: Iterable[str] = ()
) -> tuple[Entry, ...]:
    """Entries that draw an amount: from the lots named `first`, then oldest-expiring first, pending lots last.

    What no lot covers becomes debt; a caller that must not overdraw asks `spendable` before.
    """
    wanted = {lot: n for n, lot in enumerate(dict.fromkeys(first))}
    lots = sorted(
        (lot for lot in account.lots if lot.holds(on)),
        key=lambda lot: (wanted.get(lot.id, len(wanted)), lot.pending(on), *_oldest_first(lot)),
    )
    entries = []
    for lot in lots:
        if not amount:
            break
        drawn = min(amount, lot.left)
        amount -= drawn
        entries.append(
            Entry(
                account=name,
                holder=holder,
                cause=cause,
                amount=-drawn,
                lot=lot.id,
                spendable_on=lot.spendable_on,
                expires_on=lot.expires_on,
            )
        )
    if amount:
        entries.append(Entry(account=name, holder=holder, cause=cause, amount=-amount))
    return tuple(entries)


def _oldest_first(lot: Lot) -> tuple[date, date, str]:
    return lot.expires_on or date.max, lot.spendable_on or date.min, lot.id


def posted(account: Account, entries: Iterable[Entry]) -> Account:
    """One account with its entries applied."""
    lots = {lot.id: lot for lot in account.lots}
    debt = account.debt
    for entry in entries:
        if entry.lot == DEBT:
            debt += entry.amount
            continue
        lot = lots.get(entry.lot)
        before, term = (0, entry) if lot is None else (lot.left, lot)
        lots[entry.lot] = _new_lot(
            id=entry.lot, left=before + entry.amount, spendable_on=term.spendable_on, expires_on=term.expires_on
        )
    kept = [lot for lot in lots.values() if lot.left]
    if len(kept) > 1:
        kept.sort(key=_oldest_first)
    return _new_account(lots=tuple(kept), debt=debt)


def post(accounts: Mapping[str, Account], entries: Iterable[Entry]) -> dict[str, Account]:
    """All accounts of one holder, by name, with the entries of that holder applied."""
    by_name: dict[str, list[Entry]] = {}
    for entry in entries:
        by_name.setdefault(entry.account, []).append(entry)
    after = dict(accounts)
    for name, of_one in by_name.items():
        after[name] = posted(accounts.get(name, NOTHING), of_one)
    return after


def but_for_expiry(entries: Iterable[Entry]) -> dict[str, Account]:
    """A holder's accounts by name from all its entries, as if what has expired had not been written off: it is there
    with its last day, and counts in no balance. So it can be told when a coupon expired. What was written off before
    its own last day, its program having ended, is gone."""
    return post({}, (entry for entry in entries if not past_its_day(entry)))


def past_its_day(entry: Entry) -> bool:
    """Does it write off what had expired by itself?"""
    return entry.cause == "expire" and entry.expires_on is not None


def expiries(
    accounts: Mapping[str, Account], *, holder: str, on: date, over: Collection[str] = ()
) -> tuple[Entry, ...]:
    """Entries that write off the lots of one holder whose last day is before `on`. Balances leave them out already.

    Of the accounts in `over`, whose program has ended, every lot is written off; an entry for one whose own last day
    is not past names no last day.
    """
    return tuple(
        Entry(
            account=name,
            holder=holder,
            cause="expire",
            amount=-lot.left,
            lot=lot.id,
            spendable_on=lot.spendable_on,
            expires_on=None if lot.holds(on) else lot.expires_on,
        )
        for name, account in sorted(accounts.items())
        for lot in account.lots
        if name in over or not lot.holds(on)
    )


def adjusted(
    account: Account, amount: int, *, name: str, holder: str, document: str, on: date, term: Term = FOR_EVER
) -> tuple[Entry, ...]:
    """Entries of a correction by hand: above zero like an earning, below zero like a spending that may leave a debt."""
    if amount > 0:
        return earn(account, amount, name=name, holder=holder, lot=f"{document}/1", term=term, cause="adjust")
    if amount < 0:
        return spend(account, -amount, name=name, holder=holder, on=on, cause="adjust")
    return ()
