"""One question carried to headquarters and its answer checked. It knows no till and no file: any thread may do it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posapp.loyalty.exchange import News, Outgoing, Registration
from posapp.loyalty.journal import canonical

if TYPE_CHECKING:
    from posapp.sync.protocol import Up, WireEvent
    from posapp.sync.signatures import Request, Response

Transport = Callable[["Request"], "Response | None"]
"""Brings a request to headquarters and its response back; None for every way in which there was none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What is about to be asked, as it was read from the outbox; `created` is the till's wall clock in Unix seconds."""

    registration: Registration
    outgoing: Outgoing
    nonce: bytes
    created: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Headquarters' answer, checked. `rejected` counts events that headquarters keeps aside with a reason."""

    confirmed: int
    backed_up: int
    news: News
    compare: tuple[str, ...] = ()
    differ: tuple[str, ...] = ()
    rejected: int = 0
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing happened, as far as this till can know: no answer, a fault, a stranger's page. It is asked again."""

    why: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Headquarters itself says no, and why; only a person can change that. It is asked again all the same."""

    reason: str


Answer = Taken | Silence | Refusal


def carry(asking: Asking, transport: Transport) -> Answer:
    """Sign, send, and check what comes back."""
    request = seal(asking)
    return opened(asking, request, transport(request))


def seal(asking: Asking) -> Request:
    """The question as it travels, signed by this till."""
    from posapp.sync.protocol import EXCHANGE_PATH, pack
    from posapp.sync.signatures import signed_request

    return signed_request(
        pack(_up(asking)),
        path=EXCHANGE_PATH,
        private_key=asking.registration.private_key,
        key_id=asking.registration.till,
        nonce=asking.nonce,
        created=asking.created,
    )


def opened(asking: Asking, request: Request, response: Response | None) -> Answer:
    """What came back, checked. What headquarters did not sign, or what is no answer to this very request, is silence,
    whatever its status says: a captive portal, a proxy's page, half an answer."""
    from posapp.sync.protocol import Declined, UnreadableError, unpack
    from posapp.sync.signatures import NotSignedError, check_response

    if response is None:
        return Silence("no answer")
    try:
        check_response(response, to=request, public_key=asking.registration.headquarters_key)
        if response.status == 200:
            return _taken(response.body, asking.outgoing)
        if 400 <= response.status < 500:
            return Refusal(unpack(response.body, Declined).reason)
    except (NotSignedError, UnreadableError) as fault:
        return Silence(str(fault))
    return Silence(f"status {response.status}")


def _up(asking: Asking) -> Up:
    from posapp.sync.protocol import Up, pack_profile

    outgoing = asking.outgoing
    return Up(
        till=asking.registration.till,
        after=outgoing.after,
        before=outgoing.before,
        last=outgoing.last,
        events=_batch(outgoing),
        profiles=tuple(pack_profile(member) for member in outgoing.profiles),
        shown=outgoing.shown,
        cursor=outgoing.cursor,
        digests=dict(outgoing.digests),
    )


def _batch(outgoing: Outgoing) -> tuple[WireEvent, ...]:
    """The events that fit into a batch: at least one, however large."""
    from posapp.sync.protocol import BYTES_A_BATCH, WireEvent

    batch: list[WireEvent] = []
    room = BYTES_A_BATCH
    for event in outgoing.events:
        plain = canonical(event)
        room -= len(plain)
        if batch and room < 0:
            break
        batch.append(WireEvent(event.seq, event.hash, plain))
    return tuple(batch)


def _taken(body: bytes, told: Outgoing) -> Taken:
    from posapp.sync.protocol import REJECTED, Down, UnreadableError, unpack, unpack_verdict

    down = unpack(body, Down)
    if not 0 <= down.confirmed <= told.last:
        raise UnreadableError(f"{down.confirmed} confirmed of {told.last}")
    rejected = sum(unpack_verdict(raw).status == REJECTED for raw in down.verdicts)
    return Taken(
        confirmed=down.confirmed,
        backed_up=down.backed_up,
        news=down.news,
        compare=down.compare,
        differ=down.differ,
        rejected=rejected,
        problem=down.problem,
    )
