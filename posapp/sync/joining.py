"""Enrolling this computer's till, with its own clock, chance and line: what the window and the command do."""

from __future__ import annotations

import os
import time

from posapp.loyalty.exchange import Registration
from posapp.sync.address import checked_address
from posapp.sync.engine import Outbox


def join(outbox: Outbox, *, url: str, code: str) -> Registration:
    """Enrol with an address and a code as somebody typed them, and keep how.

    Waits for the network: call it where no window stands still. Raises `Refused`: the address is none or is not
    protected, the code cannot be one, headquarters is silent, a stranger, or will not have this till.
    """
    from posapp.sync.enrolment import enrol
    from posapp.sync.http import HttpTransport
    from posapp.sync.keys import KEY_BYTES, Code

    address, read = checked_address(url), Code.read(code)
    with HttpTransport(address) as transport:
        return enrol(
            outbox,
            transport,
            url=address,
            code=read,
            private_key=os.urandom(KEY_BYTES),
            nonce=os.urandom(16),
            created=int(time.time()),
        )
