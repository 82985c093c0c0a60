"""Running headquarters: one process, one file, one port."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import uvicorn

from posapp.hq import pages
from posapp.hq.api import HeadquartersLane, make_app
from posapp.hq.database import Database
from posapp.hq.service import Headquarters
from posapp.loyalty.errors import Refused
from posapp.sync.address import is_loopback

PORT = 8470


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """Where headquarters listens (`port` 0: any that is free). `behind_proxy`: something before it speaks TLS."""

    host: str = "127.0.0.1"
    port: int = PORT
    certificate: Path | None = None
    private_key: Path | None = None
    behind_proxy: bool = False


def open_headquarters(path: Path, *, create: bool = False) -> Headquarters:
    """Headquarters in the file at `path`, with this computer's clock and chance; `StoreUnavailable`."""
    db = Database.open(path, create=create)
    return Headquarters(db, clock=lambda: datetime.now(UTC), chance=os.urandom)


def serve(path: Path, listening: Listening, *, currency: str | None, ready: Callable[[str, str], None]) -> None:
    """Answer tills until the process is told to stop. `ready` is told the address and the owner's page.

    Raises `Refused`: the port is taken, or it would speak without TLS to other computers.
    """
    if listening.certificate is None and not is_loopback(listening.host) and not listening.behind_proxy:
        raise Refused.because("hq.serve.no_tls", host=listening.host)
    with closing(_bound(listening)) as listener:
        lane = HeadquartersLane(lambda: _made(path, currency))
        secure = listening.certificate is not None
        port = listener.getsockname()[1]
        host = f"[{listening.host}]" if ":" in listening.host else listening.host
        address = f"{'https' if secure else 'http'}://{host}:{port}"
        key = lane.now(pages.owner_key)
        server = _Server(
            uvicorn.Config(
                make_app(lane),
                log_level="warning",
                access_log=False,
                server_header=False,
                ssl_certfile=listening.certificate,
                ssl_keyfile=listening.private_key,
                proxy_headers=listening.behind_proxy,
                timeout_graceful_shutdown=5,
                h11_max_incomplete_event_size=64 * 1024,
            ),
            lambda: ready(address, f"{address}/?key={key}"),
        )
        server.run(sockets=[listener])


class _Server(uvicorn.Server):
    """Says when it is ready to answer, so that nobody has to try."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()


def _made(path: Path, currency: str | None) -> Headquarters:
    headquarters = open_headquarters(path, create=True)
    if currency is not None:
        with headquarters.db.transaction():
            headquarters.db.keep_identity("currency", currency.encode())
    return headquarters


def _bound(listening: Listening) -> socket.socket:
    """The port, taken before anything else is begun."""
    family = socket.AF_INET6 if ":" in listening.host else socket.AF_INET
    # With the protocol named, asyncio switches Nagle's algorithm off; without, each answer waits 40 ms for an
    # acknowledgement that the till's system is in no hurry to send.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((listening.host, listening.port))
        listener.listen(512)
    except OSError as error:
        listener.close()
        raise Refused.because("hq.serve.port", host=listening.host, port=str(listening.port)) from error
    return listener
