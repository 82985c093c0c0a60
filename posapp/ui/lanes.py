"""One worker thread for one thing: the thread that opened the shop's file is the only one that ever touches it.

What a screen wants done is handed to the lane as a function; what came of it arrives on the window's thread. Urgent
work (a scan) never waits behind long work (an import of a million members): long work is a generator, and the lane
looks for something urgent at each of its steps.
"""

from __future__ import annotations

import heapq
import itertools
import logging
import threading
from collections.abc import Callable, Generator
from typing import Any, Generic, NamedTuple, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from posapp.loyalty.errors import Refused

Thing = TypeVar("Thing")
Answer = TypeVar("Answer")
log = logging.getLogger(__name__)

_URGENT, _LONG, _CLOSE = 0, 1, 2

IDLE_AFTER_S = 0.4
"""How long nothing must be asked for before a lane does what can wait."""

PICTURE_S = 0.02
"""How long a lane stays out of the window's way once it has answered: two threads of one interpreter take turns, and
what need not be waited for would hold up the picture of the answer."""


class Step(NamedTuple):
    """How far long work is: `done` of `whole` (0 where that is not known)."""

    done: int
    whole: int = 0


class Task:
    """Work that was handed to a lane. `cancel` makes long work stop at its next step, closing its generator, and
    drops work that has not begun; nothing more is told of it then."""

    def __init__(self) -> None:
        self.cancelled = False

    def cancel(self) -> None:
        """Stop; leaves nothing half done, since a generator's open transaction is rolled back as it is closed."""
        self.cancelled = True


class _Job(NamedTuple):
    """A step to be taken; it says whether it wants to be taken again. Of two the one with the smaller rank, then the
    smaller number comes first; no two have one number."""

    rank: int
    number: int
    step: Callable[[], bool]


class _Post(QObject):
    """Carries a call to the thread on which it was made."""

    delivered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.delivered.connect(self._call, Qt.ConnectionType.QueuedConnection)

    def _call(self, call: Callable[[], None]) -> None:
        call()


class Lane(Generic[Thing]):
    """A single-worker lane around one thing, opened, used and closed by the worker alone.

    `open` makes the thing when the first work arrives (its `Refused` is told to that work, and it is tried again with
    the next); `close` is called with it at the end, `idle` each time nothing was asked for a moment after work. `bug`
    is told, on the window's thread, of every exception that is
    no `Refused`, after it was logged with its trace.
    """

    def __init__(
        self,
        name: str,
        open: Callable[[], Thing],  # noqa: A002
        *,
        close: Callable[[Thing], None] | None = None,
        idle: Callable[[Thing], object] | None = None,
        bug: Callable[[BaseException], None] | None = None,
    ) -> None:
        self.name = name
        self._open, self._close, self._idle, self._bug = open, close, idle, bug
        self._jobs: list[_Job] = []
        self._numbers = itertools.count()
        self._wake = threading.Condition()
        self._post = _Post()
        self._thing: Thing | None = None
        self._at_work = self._closing = False
        self._thread = threading.Thread(target=self._work, name=f"lane-{name}", daemon=True)
        self._thread.start()

    def run(
        self,
        fn: Callable[[Thing], Answer],
        *,
        done: Callable[[Answer], None] | None = None,
        refused: Callable[[Refused], None] | None = None,
        then: Callable[[Thing], None] | None = None,
    ) -> Task:
        """Have `fn` called with the thing, in the order of asking. `done` gets its answer, `refused` its refusal, both
        on the window's thread. Without `refused` a refusal counts as a bug: somebody must be told. `then` is called
        with the thing once the answer was shown, before anything else is done: what need not be waited for."""
        task = Task()

        def step(thing: Thing) -> bool:
            if not task.cancelled:
                self._deliver(task, done, fn(thing))
                if then is not None:
                    self._let_it_be_shown()
                    then(thing)
            return False

        self._put(_URGENT, self._guarded(task, step, refused))
        return task

    def run_long(
        self,
        fn: Callable[[Thing], Generator[Step, None, Answer]],
        *,
        progress: Callable[[Step], None] | None = None,
        done: Callable[[Answer], None] | None = None,
        refused: Callable[[Refused], None] | None = None,
    ) -> Task:
        """Have a generator run step by step, letting urgent work pass between its steps. Each `Step` that it yields is
        told to `progress`, what it returns to `done`. Keep steps under 10 ms and no transaction open across a yield."""
        task = Task()
        started: list[Generator[Step, None, Answer]] = []

        def step(thing: Thing) -> bool:
            if task.cancelled or self._closing:
                for generator in started:
                    generator.close()
                return False
            if not started:
                started.append(fn(thing))
            try:
                self._deliver(task, progress, next(started[0]))
            except StopIteration as end:
                self._deliver(task, done, end.value)
                return False
            return True

        self._put(_LONG, self._guarded(task, step, refused))
        return task

    def close(self, *, timeout_s: float = 10.0) -> bool:
        """Finish what was asked, stop long work at its next step, close the thing, end the thread; false where that
        took longer than `timeout_s`."""
        self._closing = True
        self._put(_CLOSE, lambda: False)
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    @property
    def idle(self) -> bool:
        """Whether nothing is asked for or being done."""
        with self._wake:
            return not self._jobs and not self._at_work

    def _put(self, rank: int, step: Callable[[], bool]) -> None:
        with self._wake:
            heapq.heappush(self._jobs, _Job(rank, next(self._numbers), step))
            self._wake.notify()

    def _let_it_be_shown(self) -> None:
        with self._wake:
            self._wake.wait_for(lambda: self._jobs, PICTURE_S)

    def _deliver(self, task: Task, call: Callable[[Any], None] | None, value: object) -> None:
        if call is not None:
            self._post.delivered.emit(lambda: None if task.cancelled else call(value))

    def _guarded(
        self, task: Task, step: Callable[[Thing], bool], refused: Callable[[Refused], None] | None
    ) -> Callable[[], bool]:
        def guarded() -> bool:
            try:
                return step(self._opened())
            except Refused as refusal:
                if refused is None:
                    self._tell_bug(refusal)
                else:
                    self._deliver(task, refused, refusal)
            except Exception as error:
                self._tell_bug(error)
            return False

        return guarded

    def _opened(self) -> Thing:
        if self._thing is None:
            self._thing = self._open()
        return self._thing

    def _tell_bug(self, error: BaseException) -> None:
        log.error("a fault in the %s lane", self.name, exc_info=error)
        if (bug := self._bug) is not None:
            self._post.delivered.emit(lambda: bug(error))

    def _rest(self) -> None:
        """Nobody has asked for anything for a moment: what can wait is done now."""
        if self._thing is not None and self._idle is not None:
            try:
                self._idle(self._thing)
            except Refused:
                return
            except Exception as error:
                self._tell_bug(error)

    def _work(self) -> None:
        while True:
            with self._wake:
                rested = not self._jobs and not self._wake.wait(IDLE_AFTER_S)
            if rested:
                self._rest()
            with self._wake:
                while not self._jobs:
                    self._wake.wait()
                job = heapq.heappop(self._jobs)
                self._at_work = True
            if job.rank == _CLOSE:
                break
            again = job.step()
            with self._wake:
                self._at_work = False
                if again:
                    heapq.heappush(self._jobs, _Job(job.rank, next(self._numbers), job.step))
        if self._thing is not None and self._close is not None:
            try:
                self._close(self._thing)
            except Exception as error:
                self._tell_bug(error)
