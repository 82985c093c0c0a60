"""Find as you type: one question at a time, always the newest, and what is shown stays until its answer is there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

from posapp.loyalty.errors import Refused
from posapp.ui.lanes import Lane

if TYPE_CHECKING:
    from posapp.till.context import Till

Answer = TypeVar("Answer")


class Finder(Generic[Answer]):
    """Asks the store's lane `ask(till, text)` for what is typed and hands the answer to `show(text, answer)`.

    While one question is under way a newer text only waits its turn, so fast typing never queues up work behind which a
    scan would have to wait; an answer to a text that is no longer wanted is not shown.
    """

    def __init__(
        self,
        lane: Lane[Till],
        ask: Callable[[Till, str], Answer],
        *,
        show: Callable[[str, Answer], None],
        refused: Callable[[Refused], None],
    ) -> None:
        self._lane, self._ask, self._show, self._refused = lane, ask, show, refused
        self._asked: str | None = None
        self._wanted: str | None = None

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._asked is not None

    def want(self, text: str) -> None:
        """Show what fits `text` (again, where it is the same: something may have changed)."""
        self._wanted = text
        if self._asked is None:
            self._next()

    def _next(self) -> None:
        if self._wanted is None:
            return
        text = self._asked = self._wanted
        self._wanted = None
        self._lane.run(
            lambda till: self._ask(till, text),
            done=lambda answer: self._answered(text, answer),
            refused=self._was_refused,
        )

    def _answered(self, text: str, answer: Answer) -> None:
        self._asked = None
        if self._wanted is None:
            self._show(text, answer)
        self._next()

    def _was_refused(self, refusal: Refused) -> None:
        self._asked = None
        self._refused(refusal)
        self._next()
