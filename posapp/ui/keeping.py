"""The backup that takes itself: when the day is closed, and otherwise once a day while nobody is at the counter.

It has a lane of its own and a hand of its own on the shop's file, so a customer who comes meanwhile does not wait.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from posapp.loyalty.errors import Refused
from posapp.ui.lanes import Lane

if TYPE_CHECKING:
    from posapp.loyalty.words import Reason
    from posapp.till.context import Till
    from posapp.till.safety import BackedUp
    from posapp.ui.hub import Hub

QUIET_MINUTES = 10.0
"""So long nothing must be rung up: copying a large shop keeps an old disk busy for a while."""


class Keeping(QObject):
    """Listens for the closing of the day and for quiet. A backup that cannot be written is told by `tell`, once for
    each reason, and tried again at the next quiet moment."""

    def __init__(
        self,
        hub: Hub,
        open_till: Callable[[], Till],
        *,
        tell: Callable[[Refused], None],
        bug: Callable[[BaseException], None],
        quiet_minutes: float = QUIET_MINUTES,
    ) -> None:
        super().__init__()
        self._tell = tell
        self._told: Reason | None = None
        self._lane: Lane[None] = Lane("backup", lambda: None, bug=bug)
        self._open_till = open_till
        self._quiet = QTimer(self, singleShot=True, interval=round(quiet_minutes * 60_000))
        self._quiet.timeout.connect(lambda: self._back_up(again=False))
        for at_work in (hub.sale_changed, hub.sale_recorded, hub.sale_taken_back):
            at_work.connect(lambda _: self._quiet.start())
        hub.day_closed.connect(lambda _: self._back_up(again=True))
        self._quiet.start()

    def _back_up(self, *, again: bool) -> None:
        """In the lane: back up, or unless it is `again` only where today has no backup yet."""

        def beside(_nothing: None) -> BackedUp | None:
            from posapp.till import safety

            till = self._open_till()
            try:
                newest = safety.last_backup(till)
                if not again and newest is not None and newest.date() == till.now().date():
                    return None
                return safety.back_up(till)
            finally:
                till.close()

        self._lane.run(beside, done=self._done, refused=self._refused)

    def _done(self, _made: BackedUp | None) -> None:
        self._told = None
        self._quiet.start()

    def _refused(self, refusal: Refused) -> None:
        if refusal.reason != self._told:
            self._told = refusal.reason
            self._tell(Refused.because("ui_settings.no_backup", why=refusal.reason))
        self._quiet.start()

    def close(self) -> None:
        """End. A backup under way has no name yet, and what is left of it is swept away with the next."""
        self._quiet.stop()
        self._lane.close(timeout_s=2.0)
