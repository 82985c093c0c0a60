"""A draft program over the shop's own past sales: what it would have cost and given, before it is switched on."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Self

from posapp.insight.replay import Replayed, Sold, compared
from posapp.loyalty.errors import BadDefinition, Refused
from posapp.store import replay as past
from posapp.store.progress import Progress, silent
from posapp.till.context import Till, open_till
from posapp.till.programs import check
from posapp.till.replay_side import OneSide, programs_of, sold

A_YEAR = timedelta(days=365)

FEW = 3_000
"""So many visits are sold sooner one side after the other than a second process is there."""


def last_year(today: date) -> tuple[date, date]:
    """The days that are tried where none are named."""
    return today - A_YEAR, today


def over_past(
    till: Till,
    documents: Sequence[Any],
    *,
    since: date | None = None,
    until: date | None = None,
    without: Sequence[str] = (),
    progress: Progress = silent,
) -> Replayed:
    """Sell the shop's sales of these local days (both inclusive; the last year if not given) once more, under today's
    programs and under today's with the draft `documents` added or put in place of those with the same id, and without
    those named in `without`.

    Where there are many the two sides run in two processes. Raises `BadDefinition` with the draft's faults, `NotFound`
    for a program that is not on, `Refused` where there is nothing to replay. Nothing is kept; `progress` stops all of
    it by raising.
    """
    till.look_again()
    until = until or till.now().date()
    since = since or last_year(until)[0]
    if since > until:
        raise Refused.because("replay.days")
    faults = check(till, documents)
    if faults:
        raise BadDefinition(faults)
    db = till.database
    before = OneSide(since=since, until=until, last=past.last_event(db))
    after = replace(before, documents=tuple(documents), without=tuple(without))
    programs_of(till, after)
    if not past.at_least(db, 1, since=since, until=until, last=before.last):
        raise Refused.because("replay.no_sales", first=since, last=until)
    many = past.at_least(db, FEW, since=since, until=until, last=before.last)
    both = _at_once if many and (os.cpu_count() or 1) > 1 else _in_turn
    one, other = both(till, before, after, progress)
    touched = {*one.saved, *other.saved, *one.held, *other.held}
    return compared(
        one,
        other,
        names=past.names(db, touched),
        elsewhere=past.elsewhere(db, since=since, until=until),
    )


def _in_turn(till: Till, before: OneSide, after: OneSide, progress: Progress) -> tuple[Sold, Sold]:
    """One side after the other, in this process."""
    with _few_collections():
        first = sold(till, before, progress=lambda done, of: progress(done // 2, of))
        second = sold(till, after, progress=lambda done, of: progress((of + done) // 2, of))
    progress(second.sales, second.sales)
    return first, second


def _at_once(till: Till, before: OneSide, after: OneSide, progress: Progress) -> tuple[Sold, Sold]:
    """The side without the draft in a process of its own, beside this one."""
    with _Beside(till, before) as other, _few_collections():

        def heard(done: int, of: int) -> None:
            other.hear(wait=False)
            progress(min(done, other.done), of)

        second = sold(till, after, progress=heard)
        of = second.sales
        while other.sold is None:
            other.hear(wait=True)
            progress(min(of, other.done), of)
    progress(of, of)
    return other.sold, second


class _Beside:
    """A side sold in a process of its own, which ends with this one, whatever happens. `done` is how far it is."""

    def __init__(self, till: Till, side: OneSide) -> None:
        spawning = multiprocessing.get_context("spawn")
        self.done = 0
        self.sold: Sold | None = None
        self._ours, self._theirs = spawning.Pipe(duplex=False)
        self._process = spawning.Process(
            target=_other_process, args=(self._theirs, till.database.path, till.database.key, side), daemon=True
        )

    def __enter__(self) -> Self:
        self._process.start()
        self._theirs.close()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.join()
        self._process.close()
        self._ours.close()

    def hear(self, *, wait: bool) -> None:
        """Take up what the other process has said; with `wait` not before it has said something."""
        while self.sold is None and (wait or self._ours.poll()):
            said = self._ours.recv()
            if isinstance(said, BaseException):
                raise said
            if isinstance(said, int):
                self.done = said
            else:
                self.sold = said
            wait = False


def _other_process(said: Connection, path: Path, key: bytes, side: OneSide) -> None:
    """Sell a side; say how far it is, and in the end what came of it or why nothing could."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches both: the one that was started ends the other
    try:
        till = open_till(path, key=key)
        try:
            with _few_collections():
                said.send(sold(till, side, progress=lambda done, _of: said.send(done)))
        finally:
            till.close()
    except Exception as error:
        said.send(error)


@contextmanager
def _few_collections() -> Iterator[None]:
    """A year's sales leave nothing behind that refers to itself: to look for it would take a fifth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, 50, 1_000)
    try:
        yield
    finally:
        gc.set_threshold(*before)
