"""The messages between a till and headquarters, the same for both sides: MessagePack, compressed with Zstandard.

A till asks with `Up` and is answered with `Down`, or with `Declined` where headquarters will not have it (signed like
every answer, so that it cannot be taken for something on the way). An event travels as the very bytes that were
hashed: nobody writes them anew, so the hash can be checked and kept by either side.
"""

from __future__ import annotations

from typing import Annotated, TypeVar

import msgspec
import zstandard

from posapp.loyalty.exchange import News
from posapp.loyalty.members import Member

VERSION = 1
MEDIA_TYPE = "application/vnd.posapp.sync+zstd"
EXCHANGE_PATH, ENROL_PATH = "/sync/v1/exchange", "/sync/v1/enrol"

EVENTS_A_BATCH = 500
BYTES_A_BATCH = 2 * 1024 * 1024
"""A till stops adding events to a batch here; one larger event still travels, alone."""
LARGEST_MESSAGE = 16 * 1024 * 1024
"""Neither side unpacks more than this many bytes, whatever a message says of itself."""

KEPT, REJECTED, ASIDE = "kept", "rejected", "aside"
"""What became of an event: in the journal; in the journal's numbers but unusable, with a reason; or put aside, since
its number was taken by another."""


Number = Annotated[int, msgspec.Meta(ge=0, le=2**53)]


class WireEvent(msgspec.Struct, frozen=True, array_like=True):
    """One event: its number, its hash as the till keeps it, and its canonical bytes."""

    seq: int
    hash: bytes
    event: bytes


class Up(msgspec.Struct, frozen=True, kw_only=True):
    """What a till says. `after` and `before` tie the batch to what went before; `last` is the journal's last number.
    `profiles` are packed members, each read by itself, so that one that is wrong stops nothing."""

    version: int = VERSION
    till: str
    after: Number
    before: bytes
    last: Number
    events: tuple[WireEvent, ...] = ()
    profiles: tuple[msgspec.Raw, ...] = ()
    shown: tuple[str, ...] = ()
    cursor: str = ""
    digests: dict[str, str] = {}


class Verdict(msgspec.Struct, frozen=True, array_like=True):
    """What became of one event. For one (till, seq, hash) it is the same bytes for ever. `reason` is a message key."""

    seq: int
    hash: bytes
    status: str
    reason: str = ""


class Down(msgspec.Struct, frozen=True, kw_only=True):
    """What headquarters answers.

    `confirmed`: all of the till's events up to this number are kept, each as its verdict says. `backed_up`: those up to
    here are also in a copy of headquarters. `verdicts` are packed `Verdict`s. `compare` are holders whose digests
    headquarters wants next, `differ` those whose digests were not its own. `problem` is a message key: what people at
    the till should know of how it stands with headquarters.
    """

    version: int = VERSION
    confirmed: int
    backed_up: int
    verdicts: tuple[msgspec.Raw, ...] = ()
    news: News
    compare: tuple[str, ...] = ()
    differ: tuple[str, ...] = ()
    problem: str = ""


class Declined(msgspec.Struct, frozen=True, kw_only=True):
    """Headquarters will not have this message; `reason` is a message key. Nothing was changed by it."""

    version: int = VERSION
    reason: str


class EnrolAsk(msgspec.Struct, frozen=True, kw_only=True):
    """A till asks to belong. `code` names the enrolment code without giving it away, `proof` shows that it is known."""

    version: int = VERSION
    code: bytes
    till: str
    public_key: bytes
    proof: bytes


class EnrolAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Headquarters takes the till in. `proof` shows that it knows the code too, so that its key can be believed."""

    version: int = VERSION
    name: str
    headquarters_key: bytes
    proof: bytes


class UnreadableError(ValueError):
    """These bytes are no message of this protocol: cut short, altered, too large, or something else altogether."""


Message = TypeVar("Message", Up, Down, Declined, EnrolAsk, EnrolAnswer)


def pack(message: msgspec.Struct) -> bytes:
    """The message as it travels."""
    return zstandard.ZstdCompressor(level=3).compress(msgspec.msgpack.encode(message))


def unpack(packed: bytes, kind: type[Message], *, largest: int = LARGEST_MESSAGE) -> Message:
    """The message in `packed`; `UnreadableError` where it is none of this kind or larger than `largest` bytes."""
    try:
        size = zstandard.frame_content_size(packed)
        if not 0 <= size <= largest:
            raise UnreadableError(f"a message of {size} bytes")
        plain = zstandard.ZstdDecompressor().decompress(packed, allow_extra_data=False)
        return msgspec.msgpack.decode(plain, type=kind)
    except (zstandard.ZstdError, msgspec.MsgspecError) as fault:
        raise UnreadableError(str(fault)) from fault


def pack_profile(member: Member) -> msgspec.Raw:
    """A member of the register as she travels up."""
    return msgspec.Raw(msgspec.msgpack.encode(member))


def unpack_profile(raw: msgspec.Raw) -> Member:
    """The inverse of `pack_profile`; `UnreadableError` where it is none."""
    try:
        return msgspec.msgpack.decode(raw, type=Member)
    except msgspec.MsgspecError as fault:
        raise UnreadableError(str(fault)) from fault


def pack_verdict(verdict: Verdict) -> bytes:
    """The bytes of a verdict, kept by headquarters and given again whenever the event comes again."""
    return msgspec.msgpack.encode(verdict)


def unpack_verdict(raw: msgspec.Raw) -> Verdict:
    """The inverse of `pack_verdict`; `UnreadableError` where it is none."""
    try:
        return msgspec.msgpack.decode(raw, type=Verdict)
    except msgspec.MsgspecError as fault:
        raise UnreadableError(str(fault)) from fault
