"""Headquarters answers at once, stops when told to, and listens only where it may."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import pytest

from posapp.hq.serve import Listening, _bound, serve
from posapp.loyalty.errors import Refused


def test_an_answer_is_not_held_back_for_an_acknowledgement() -> None:
    """Nagle's algorithm is off on every connection: it made each answer 40 ms late."""
    found: list[int] = []

    async def one_connection() -> None:
        arrived = asyncio.Event()

        async def met(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            line = writer.get_extra_info("socket")
            found.append(line.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()
            arrived.set()

        listener = _bound(Listening(port=0))
        async with await asyncio.start_server(met, sock=listener):
            _, writer = await asyncio.open_connection(*listener.getsockname())
            await arrived.wait()
            writer.close()
            await writer.wait_closed()

    asyncio.run(one_connection())
    assert found != [0]
    assert len(found) == 1


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.0.7", "::"])
def test_other_computers_are_answered_over_tls_alone(tmp_path: Path, host: str) -> None:
    def ready(address: str, page: str) -> None:
        raise AssertionError(f"it listens at {address}")

    with pytest.raises(Refused) as refused:
        serve(tmp_path / "hq.db", Listening(host=host, port=0), currency=None, ready=ready)
    assert refused.value.reason.key == "hq.serve.no_tls"
    assert list(tmp_path.iterdir()) == []
