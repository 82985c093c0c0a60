"""What the sync lane reads and writes in the shop's file."""

from __future__ import annotations

from posapp.till.context import Till


class Outbox:
    """The till's side of `posapp.sync`: the journal going up, the register and the programs coming down."""

    def __init__(self, till: Till) -> None:
        self._till = till
