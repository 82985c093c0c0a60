"""The journal: what headquarters must learn, one event each, numbered without gaps and chained by hashes.

The form is the one of `docs/sync.md`. An event's hash is the SHA-256 of the hash before it and the event's canonical
bytes, so neither order nor content can change unnoticed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from posapp.loyalty.ledger import Entry

GENESIS = bytes(32)
"""The hash that stands before a till's first event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened at a till.

    `id` was made before the commit, so that the same happening asked for twice is found and not repeated. `moment` is
    the till's wall clock, ISO 8601 with offset: a remark, since `seq` decides. `kind` is one of ``sale return void
    adjust enrol member close_day program_run survey``. `body` is JSON: the summary, and under ``entries`` the ledger's
    changes.
    """

    till: str
    seq: int
    id: str
    moment: str
    kind: str
    body: Mapping[str, Any]
    hash: bytes = b""


def canonical(event: Event) -> bytes:
    """The bytes that are hashed: JSON with sorted keys, no spaces, UTF-8."""
    document = {
        "till": event.till,
        "seq": event.seq,
        "id": event.id,
        "moment": event.moment,
        "kind": event.kind,
        "body": event.body,
    }
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def chained(event: Event, *, before: bytes) -> bytes:
    """The event's hash, 32 bytes, given the hash of the event before it (`GENESIS` for number 1)."""
    return hashlib.sha256(before + canonical(event)).digest()


def entry_document(entry: Entry) -> dict[str, Any]:
    """An entry as it stands in an event's body; what is empty is left out."""
    document: dict[str, Any] = {
        "account": entry.account,
        "holder": entry.holder,
        "cause": entry.cause,
        "amount": entry.amount,
    }
    if entry.lot:
        document["lot"] = entry.lot
    if entry.spendable_on:
        document["spendable_on"] = entry.spendable_on.isoformat()
    if entry.expires_on:
        document["expires_on"] = entry.expires_on.isoformat()
    if entry.partner:
        document["partner"] = entry.partner
    return document


def read_entry(document: Mapping[str, Any]) -> Entry:
    """The inverse of `entry_document`; `KeyError`, `TypeError` or `ValueError` where it is not one."""
    spendable, expires = document.get("spendable_on"), document.get("expires_on")
    return Entry(
        account=str(document["account"]),
        holder=str(document["holder"]),
        cause=str(document["cause"]),
        amount=int(document["amount"]),
        lot=str(document.get("lot", "")),
        spendable_on=date.fromisoformat(spendable) if spendable else None,
        expires_on=date.fromisoformat(expires) if expires else None,
        partner=str(document.get("partner", "")),
    )
