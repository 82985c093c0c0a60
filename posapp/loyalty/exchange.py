"""What a till and headquarters hand each other besides the journal itself: frozen values that either side may hold.

They stand here because neither may import the other: the till gives and takes them (`posapp.till.outbox`), the engine
carries them (`posapp.sync`), headquarters makes them (`posapp.hq`). The rules are those of `docs/sync.md`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from posapp.loyalty.journal import Event
from posapp.loyalty.ledger import Entry
from posapp.loyalty.members import Member

KINDS = ("sale", "return", "void", "adjust", "enrol", "member", "close_day", "program_run")
"""The kinds of event that a journal of this release knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """What a till has to say now, read in one transaction.

    `after` is the number that headquarters last confirmed and `before` that event's hash (`GENESIS` for 0); `events`
    are ``after + 1 …`` in order; `last` is the journal's last number, so ``last - after`` are waiting. `profiles` are
    the register's present values of the members that the enrol and member events among `events` name. `shown` are card
    or gift-card numbers that were shown here and that this till does not know. `cursor` is given back as it was taken.
    `digests` (`balance_digest`) are those of the holders asked for.
    """

    after: int
    before: bytes
    last: int
    events: tuple[Event, ...] = ()
    profiles: tuple[Member, ...] = ()
    shown: tuple[str, ...] = ()
    cursor: str = ""
    digests: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedEntry:
    """An entry with its place `n` (from 0) among its event's entries: (till, seq, n) names it for ever."""

    n: int
    entry: Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class ElsewhereEvent:
    """What another till's event did to holders that this store knows.

    `summary` is the event's body without its entries (and without who was at the till); visits and spending are counted
    from it. The same event may come again with more of its entries, so each entry is taken once by (till, seq, n).
    """

    till: str
    seq: int
    id: str
    moment: str
    kind: str
    summary: Mapping[str, Any]
    entries: tuple[NumberedEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CardNews:
    """A card's state at headquarters: ``active`` or ``revoked``. `member` is empty for a card nobody holds."""

    number: str
    member: str
    state: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramNews:
    """A program as the owner loaded it: `document` is JSON text, so that its decimals stay exact."""

    id: str
    version: int
    on: bool
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductNews:
    """A product as the owner loaded it (`document` is JSON text), or one withdrawn (`document` is empty)."""

    id: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something the people at the till should read: a key of the catalogues and its values as JSON text."""

    id: str
    moment: str
    key: str
    values: str = "{}"


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What headquarters sends down after a till's cursor. Everything may come again and is then to change nothing.

    `cursor` is kept with what was taken, in the same transaction. `more`: there is more to fetch at once.
    """

    cursor: str
    more: bool = False
    programs: tuple[ProgramNews, ...] = ()
    products: tuple[ProductNews, ...] = ()
    members: tuple[Member, ...] = ()
    cards: tuple[CardNews, ...] = ()
    events: tuple[ElsewhereEvent, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """How a till belongs to a headquarters. `private_key` (Ed25519, 32 bytes) was made here and never leaves here."""

    url: str
    till: str
    name: str
    private_key: bytes = field(repr=False)
    headquarters_key: bytes


def balance_digest(sums: Mapping[str, int]) -> str:
    """A holder's balances in 64 hexadecimal digits: `sums` is, by account, the sum of ALL its entries' amounts.

    Accounts whose entries cancel out count as not there, so that an account touched and undone makes no difference.
    """
    left = {account: amount for account, amount in sums.items() if amount}
    return hashlib.sha256(json.dumps(left, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
