"""Headquarters' side of the exchange: a signed request in, a signed answer out. No sockets; one transaction each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import msgspec

from posapp.hq import admission, comparison, feed, register
from posapp.hq.admission import DeclinedError
from posapp.hq.database import Database
from posapp.hq.desk import Desk, Sender
from posapp.hq.ingest import take_events
from posapp.sync import keys
from posapp.sync.protocol import (
    ENROL_PATH,
    EXCHANGE_PATH,
    VERSION,
    Declined,
    Down,
    EnrolAsk,
    UnreadableError,
    Up,
    pack,
    unpack,
)
from posapp.sync.signatures import (
    NotSignedError,
    Request,
    Response,
    check_request,
    request_key_id,
    signed_response,
)

KEY_ID = "headquarters"


class Headquarters:
    """Answers tills. It belongs to the thread that opened the database.

    `clock` gives an aware datetime, `chance` so many unguessable bytes (`os.urandom`).
    """

    def __init__(self, db: Database, *, clock: Callable[[], datetime], chance: Callable[[int], bytes]) -> None:
        self.db = db
        self._clock, self._chance = clock, chance
        with db.transaction():
            private = db.identity("private_key")
            if private is None:
                private = chance(keys.KEY_BYTES)
                db.keep_identity("private_key", private)
        self._private = private
        self.public_key = keys.public_key(private)

    def desk(self) -> Desk:
        """For one piece of work, in a transaction that the caller opens."""
        return Desk(self.db, self._clock().astimezone(UTC), self._chance)

    def answer(self, request: Request) -> Response:
        """The answer to a till's request. Whatever a till sends is answered; only a fault of our own raises, and then
        nothing was kept. What nobody signed is answered without a signature, which a till takes for silence."""
        try:
            if request.path == EXCHANGE_PATH:
                body = self._exchange(request)
            elif request.path == ENROL_PATH:
                body = self._enrol(request)
            else:
                return Response(404, b"")
            return self._signed(200, body, request)
        except NotSignedError:
            return Response(400, b"")
        except UnreadableError:
            return self._signed(400, pack(Declined(reason="sync.declined.unreadable")), request)
        except DeclinedError as declined:
            return self._signed(declined.status, pack(Declined(reason=declined.reason)), request)

    def _signed(self, status: int, body: bytes, request: Request) -> Response:
        return signed_response(
            status,
            body,
            to=request,
            private_key=self._private,
            key_id=KEY_ID,
            nonce=self._chance(16),
            created=int(self._clock().timestamp()),
        )

    def _exchange(self, request: Request) -> bytes:
        till = request_key_id(request)
        with self.db.transaction():
            desk = self.desk()
            sender, key = admission.sender(desk, till)
            check_request(request, key)
            up = unpack(request.body, Up)
            if up.version != VERSION:
                raise DeclinedError(400, "sync.declined.version")
            if up.till != till:
                raise DeclinedError(400, "sync.declined.unreadable")
            return pack(self._down(desk, sender, up))

    def _down(self, desk: Desk, sender: Sender, up: Up) -> Down:
        confirmed, verdicts = take_events(desk, sender, up)
        register.show(desk, sender, up.shown)
        news = feed.read(desk, sender, up.cursor)
        # Only a till that holds all that headquarters holds of it is compared; a message that was under way for days
        # speaks of a state long gone, and is seen by its number.
        behind = confirmed < up.last or news.more  # it will ask again at once, so digests would be for nothing
        even = not behind and sender.last_seq <= confirmed and not news.events
        differ = comparison.compare(desk, sender, up.digests) if even else ()
        desk.db.execute(
            "UPDATE tills SET heard = ?, told_last = max(told_last, ?) WHERE till = ?",
            (desk.moment, up.last, sender.till),
        )
        return Down(
            confirmed=confirmed,
            backed_up=min(sender.backed_up, confirmed),
            verdicts=tuple(msgspec.Raw(verdict) for verdict in verdicts),
            news=replace(news, more=True) if differ else news,
            compare=() if behind else comparison.to_compare(desk, sender),
            differ=differ,
            problem="sync.quarantined" if sender.state == "quarantined" else "",
        )

    def _enrol(self, request: Request) -> bytes:
        ask = unpack(request.body, EnrolAsk)
        if ask.version != VERSION:
            raise DeclinedError(400, "sync.declined.version")
        if len(ask.public_key) != 32 or not ask.till.isascii() or not 0 < len(ask.till) <= 100:
            raise DeclinedError(400, "sync.declined.unreadable")
        check_request(request, ask.public_key)
        with self.db.transaction():
            return pack(admission.admit(self.desk(), ask, headquarters_key=self.public_key))
