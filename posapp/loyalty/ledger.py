"""Accounts, entries and lots. The ledger only grows: a correction is a new entry.

An account is named by its program's id, or, for a counter that a program keeps beside its balance, by the id, ``#``
and a word of the program's own (``cuts#at-5``). Its holder is a member's id, a gift card's code, or ``"*"`` for what is
counted over everybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

EVERYBODY = "*"
"""The holder of accounts that count over all customers."""

DEBT = ""
"""The lot of entries that no earned lot could cover: a balance below zero, filled by the next earnings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One signed change of one lot of one account.

    `amount` is in the account's unit (points, stamps, minor money, sessions, uses). `lot` is the id of the lot that it
    makes or draws from, ``DEBT`` for none. An entry that makes a lot carries the first and the last local day on which
    the lot can be spent. `cause` is one of ``earn welcome spend grant adjust expire give_back take_back use``.
    """

    account: str
    holder: str
    cause: str
    amount: int
    lot: str = DEBT
    spendable_on: date | None = None
    expires_on: date | None = None
    partner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """What is left (`left`, 1 or more) of an amount that was earned together and expires together."""

    id: str
    left: int
    spendable_on: date | None = None
    expires_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account as its entries make it: what is left of each lot, oldest-expiring first, and the debt (0 or less)."""

    lots: tuple[Lot, ...] = ()
    debt: int = 0
