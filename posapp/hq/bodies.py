"""Reading an event as it came: the header, the body's fields that headquarters counts, and the entries.

Whatever is wrong with one event becomes an `UnusableError` with a reason; nothing an event holds may stop the next one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

import msgspec

from posapp.loyalty.exchange import NumberedEntry
from posapp.loyalty.ledger import CODES, Entry

MOST = 10**15
"""No amount of one event is larger, in whatever unit: a sum of thousands of them still fits 64 bits."""

Amount = Annotated[int, msgspec.Meta(ge=-MOST, le=MOST)]
Id = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
ByProgram = dict[str, Amount]


class UnusableError(ValueError):
    """An event that cannot be counted; the message is a key, `detail` is for whoever looks into it."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason, self.detail = reason, detail


class _EntryDocument(msgspec.Struct, frozen=True):
    account: Id
    holder: Id
    cause: Id
    amount: Amount
    lot: str = ""
    spendable_on: date | None = None
    expires_on: date | None = None
    partner: str = ""


class _RevokedCard(msgspec.Struct, frozen=True):
    number: Id
    reason: str = ""


class _Totals(msgspec.Struct, frozen=True):
    sales: int = 0
    returns: int = 0
    voids: int = 0
    list_minor: Amount = 0
    discount_minor: Amount = 0
    due_minor: Amount = 0
    refund_minor: Amount = 0
    enrolled: int = 0


class _Body(msgspec.Struct, frozen=True):
    day: date
    member: str | None = None
    entries: tuple[_EntryDocument, ...] = ()

    def figures(self) -> Iterator[tuple[str, str, int]]:
        """(measure, program or "", amount) that this event adds to its till's day."""
        yield from ()


class _Sale(_Body, frozen=True, kw_only=True):
    sale: Id
    list_minor: Amount
    discount_minor: Amount
    due_minor: Amount
    discounts: ByProgram = {}
    paid_with: ByProgram = {}
    earned: ByProgram = {}

    def figures(self) -> Iterator[tuple[str, str, int]]:
        yield "sales", "", 1
        yield "list_minor", "", self.list_minor
        yield "discount_minor", "", self.discount_minor
        yield "due_minor", "", self.due_minor
        for measure, shares in (
            ("discounts", self.discounts),
            ("paid_with", self.paid_with),
            ("earned", self.earned),
        ):
            for program, amount in shares.items():
                yield measure, program, amount


class _Return(_Body, frozen=True, kw_only=True):
    sale: Id
    refund_minor: Amount

    def figures(self) -> Iterator[tuple[str, str, int]]:
        yield "returns", "", 1
        yield "refund_minor", "", self.refund_minor


class _Void(_Body, frozen=True, kw_only=True):
    sale: Id
    refund_minor: Amount

    def figures(self) -> Iterator[tuple[str, str, int]]:
        yield "voids", "", 1
        yield "refund_minor", "", self.refund_minor


class _Adjust(_Body, frozen=True, kw_only=True):
    pass


class _Enrol(_Body, frozen=True, kw_only=True):
    member: Id

    def figures(self) -> Iterator[tuple[str, str, int]]:
        yield "enrolled", "", 1


class _Member(_Body, frozen=True, kw_only=True):
    member: Id
    fields: tuple[str, ...] | None = None
    cards_revoked: tuple[_RevokedCard, ...] = ()


class _CloseDay(_Body, frozen=True, kw_only=True):
    totals: _Totals = _Totals()


class _ProgramRun(_Body, frozen=True, kw_only=True):
    pass


class _Survey(_Body, frozen=True, kw_only=True):
    program: Id
    answer: Id


_BODIES: dict[str, msgspec.json.Decoder[Any]] = {
    "sale": msgspec.json.Decoder(_Sale),
    "return": msgspec.json.Decoder(_Return),
    "void": msgspec.json.Decoder(_Void),
    "adjust": msgspec.json.Decoder(_Adjust),
    "enrol": msgspec.json.Decoder(_Enrol),
    "member": msgspec.json.Decoder(_Member),
    "close_day": msgspec.json.Decoder(_CloseDay),
    "program_run": msgspec.json.Decoder(_ProgramRun),
    "survey": msgspec.json.Decoder(_Survey),
}


class _Header(msgspec.Struct, frozen=True):
    till: str
    seq: int
    id: Id
    moment: str
    kind: str
    body: msgspec.Raw


_HEADER = msgspec.json.Decoder(_Header)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """An event that can be counted. `fields` are the profile's fields that changed (None: all), `revoked` cards with
    the reason, `totals` what the till's own closing said."""

    id: str
    moment: str
    kind: str
    day: date
    member: str | None
    entries: tuple[Entry, ...]
    figures: tuple[tuple[str, str, int], ...]
    fields: tuple[str, ...] | None = None
    revoked: tuple[tuple[str, str], ...] = ()
    totals: dict[str, int] | None = None

    @property
    def holders(self) -> frozenset[str]:
        """Everybody whom it concerns: the member, and whose accounts it changes."""
        return frozenset(entry.holder for entry in self.entries) | ({self.member} if self.member else set())

    @property
    def codes(self) -> frozenset[tuple[str, str]]:
        """Codes that become a member's: (member, code)."""
        listed = (entry for entry in self.entries if entry.account.endswith(CODES) and entry.amount > 0)
        return frozenset((entry.holder, entry.lot) for entry in listed)


def read_event(event: bytes, *, till: str, seq: int) -> Heard:
    """The event in its canonical bytes. `UnusableError` where it is none, or another's than `till` and `seq` say."""
    try:
        header = _HEADER.decode(event)
    except (msgspec.MsgspecError, UnicodeDecodeError) as fault:
        raise UnusableError("sync.rejected.unreadable", str(fault)) from fault
    if header.till != till or header.seq != seq:
        raise UnusableError("sync.rejected.not_its_own", f"{header.till} {header.seq}")
    decoder = _BODIES.get(header.kind)
    if decoder is None:
        raise UnusableError("sync.rejected.kind", header.kind)
    try:
        body = decoder.decode(header.body)
    except (msgspec.MsgspecError, UnicodeDecodeError) as fault:
        raise UnusableError("sync.rejected.body", str(fault)) from fault
    closing = body.totals if isinstance(body, _CloseDay) else None
    return Heard(
        id=header.id,
        moment=header.moment,
        kind=header.kind,
        day=body.day,
        member=body.member,
        entries=tuple(Entry(**{name: getattr(entry, name) for name in _ENTRY}) for entry in body.entries),
        figures=tuple(body.figures()),
        fields=body.fields if isinstance(body, _Member) else None,
        revoked=tuple((card.number, card.reason) for card in getattr(body, "cards_revoked", ())),
        totals=msgspec.structs.asdict(closing) if closing is not None else None,
    )


_ENTRY = _EntryDocument.__struct_fields__


def read_summary(event: bytes) -> dict[str, Any]:
    """The body without its entries and without who was at the till: what another till may learn of it."""
    body: dict[str, Any] = msgspec.json.decode(_HEADER.decode(event).body)
    return {name: value for name, value in body.items() if name not in ("entries", "cashier")}


def numbered(heard: Heard) -> tuple[NumberedEntry, ...]:
    """The entries with their places, which name them for ever."""
    return tuple(NumberedEntry(n=n, entry=entry) for n, entry in enumerate(heard.entries))
