"""Doing what may need a person of rank: tried first, and a manager's PIN asked for only where the till wants it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from posapp.loyalty.errors import NotAllowed, Refused
from posapp.ui.registry import Desk

if TYPE_CHECKING:
    from posapp.till.context import Till

Answer = TypeVar("Answer")


def run_ranked(
    desk: Desk,
    fn: Callable[[Till], Answer],
    *,
    done: Callable[[Answer], None],
    refused: Callable[[Refused], None],
) -> None:
    """Have `fn` done in the store's lane. Where it is not allowed to whoever is signed in, ask for a manager's PIN and
    do it again; nothing is changed where she thinks better of it. `done` and `refused` as `Lane.run` has them."""

    def once_more() -> None:
        desk.lane.run(fn, done=done, refused=refused)

    def no(refusal: Refused) -> None:
        if isinstance(refusal, NotAllowed):
            desk.go.ask_manager(once_more)
        else:
            refused(refusal)

    desk.lane.run(fn, done=done, refused=no)
