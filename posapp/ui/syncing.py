"""The line to headquarters, in a lane of its own with a till of its own: whatever it waits for, nobody waits for it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from posapp.loyalty.errors import Refused
from posapp.ui.hub import Hub
from posapp.ui.lanes import Lane

if TYPE_CHECKING:
    from posapp.sync.engine import Engine
    from posapp.sync.http import HttpTransport
    from posapp.till.context import Till
    from posapp.till.views import SyncStatus

LEAST_WAIT_S, MOST_WAIT_S = 0.05, 60.0


class Line:
    """What the lane is around: the till of this lane, the engine, and the open connection. Used by the lane alone."""

    def __init__(self, till: Till) -> None:
        from posapp.sync.engine import make_engine
        from posapp.till.outbox import Outbox

        self.till = till
        self.outbox = Outbox(till)
        self.engine: Engine = make_engine(self.outbox)
        self._transport: HttpTransport | None = None
        self._url = ""

    def step(self, *, hurry: bool) -> tuple[SyncStatus, float]:
        """A round if it is time for one; gives what to show and the seconds until the next."""
        now = time.monotonic()
        registration = self.outbox.registration()
        if registration is not None:
            if self._url != registration.url:
                from posapp.sync.http import HttpTransport

                self.close_line()
                self._transport, self._url = HttpTransport(registration.url), registration.url
            if hurry:
                self.engine.wake(now)
            assert self._transport is not None
            self.engine.step(now, self._transport)
        from posapp.till.views import SyncStatus

        status = self.engine.status()
        shown = SyncStatus(state=status.state, waiting=status.waiting, last=status.last, problem=status.problem)
        wait_s = self.engine.due - time.monotonic() if registration is not None else MOST_WAIT_S
        return shown, min(max(wait_s, LEAST_WAIT_S), MOST_WAIT_S)

    def close_line(self) -> None:
        """Let go of the connection."""
        if self._transport is not None:
            self._transport.close()
            self._transport = None

    def close(self) -> None:
        """Let go of everything."""
        self.close_line()
        self.till.close()


class Syncing(QObject):
    """Asks when the engine wants to, and at once when something was recorded; tells the hub what to show."""

    def __init__(self, hub: Hub, open_till: Callable[[], Till], *, bug: Callable[[BaseException], None]) -> None:
        super().__init__()
        self.hub = hub
        self._shown: SyncStatus | None = None
        self._asked = self._again = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._ask)
        self.lane: Lane[Line] = Lane("network", lambda: Line(open_till()), close=Line.close, bug=bug)
        for recorded in (hub.sale_recorded, hub.sale_taken_back, hub.member_enrolled, hub.member_changed):
            recorded.connect(lambda _: self.wake())
        hub.settings_changed.connect(lambda _: self.wake())
        hub.day_closed.connect(lambda _: self.wake())

    def wake(self) -> None:
        """Something was recorded."""
        if self._asked:
            self._again = True
        else:
            self._ask(hurry=True)

    def _ask(self, *, hurry: bool = False) -> None:
        self._asked = True
        self.lane.run(lambda line: line.step(hurry=hurry), done=self._answered, refused=self._refused)

    def _answered(self, answer: tuple[SyncStatus, float]) -> None:
        status, wait_s = answer
        if status != self._shown:
            self._shown = status
            self.hub.sync_changed.emit(status)
        self._next(wait_s)

    def _refused(self, refusal: Refused) -> None:
        from posapp.till.views import SyncStatus

        waiting = self._shown.waiting if self._shown else 0
        self.hub.sync_changed.emit(SyncStatus(state="offline", waiting=waiting, problem=refusal.reason))
        self._next(MOST_WAIT_S)

    def _next(self, wait_s: float) -> None:
        self._asked = False
        if self._again:
            self._again = False
            wait_s = min(wait_s, LEAST_WAIT_S)
        self._timer.start(round(wait_s * 1000))

    def close(self) -> None:
        """End; a round that is under way is not waited for long: nothing is lost with it."""
        self._timer.stop()
        self.lane.close(timeout_s=2.0)
