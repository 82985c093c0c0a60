"""The lane: one thread for one thing, answers in order on the window's thread, long work that lets others pass."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator

import pytest
from pytestqt.qtbot import QtBot

from posapp.loyalty.errors import Refused
from posapp.ui.lanes import Lane, Step


class Thing:
    """What the lane is around; it knows which threads touched it."""

    def __init__(self) -> None:
        self.threads = {threading.get_ident()}
        self.closed = False

    def touch(self) -> int:
        self.threads.add(threading.get_ident())
        return len(self.threads)

    def close(self) -> None:
        self.touch()
        self.closed = True


@pytest.fixture
def bugs() -> list[BaseException]:
    return []


@pytest.fixture
def lane(qtbot: QtBot, bugs: list[BaseException]) -> Iterator[Lane[Thing]]:
    made = Lane("test", Thing, close=Thing.close, bug=bugs.append)
    yield made
    assert made.close()


def test_it_is_opened_used_and_closed_by_one_thread_and_answers_on_the_windows(
    qtbot: QtBot, bugs: list[BaseException]
) -> None:
    things: list[Thing] = []
    answered: list[tuple[int, int]] = []

    def open_it() -> Thing:
        things.append(Thing())
        return things[0]

    lane = Lane("test", open_it, close=Thing.close, bug=bugs.append)
    for _ in range(3):
        lane.run(Thing.touch, done=lambda seen: answered.append((seen, threading.get_ident())))
    qtbot.waitUntil(lambda: len(answered) == 3)
    assert lane.close()
    assert answered == [(1, threading.get_ident())] * 3
    assert (len(things), things[0].closed, len(things[0].threads)) == (1, True, 1)
    assert threading.get_ident() not in things[0].threads


def test_answers_come_in_the_order_of_asking(qtbot: QtBot, lane: Lane[Thing]) -> None:
    answered: list[int] = []
    for number in range(200):
        lane.run(lambda _, number=number: number, done=answered.append)  # type: ignore[misc]
    qtbot.waitUntil(lambda: len(answered) == 200)
    assert answered == list(range(200))


def test_a_refusal_is_told_and_is_no_bug(qtbot: QtBot, lane: Lane[Thing], bugs: list[BaseException]) -> None:
    refusals: list[str] = []

    def refuse(thing: Thing) -> None:
        raise Refused.because("basket.empty")

    lane.run(refuse, refused=lambda refusal: refusals.append(refusal.reason.key))
    qtbot.waitUntil(lambda: bool(refusals))
    assert (refusals, bugs) == (["basket.empty"], [])


def test_everything_else_is_a_bug_that_is_logged_and_told_and_the_lane_goes_on(
    qtbot: QtBot, lane: Lane[Thing], bugs: list[BaseException], caplog: pytest.LogCaptureFixture
) -> None:
    answered: list[int] = []
    lane.run(lambda thing: 1 // 0)
    lane.run(Thing.touch, done=answered.append)
    qtbot.waitUntil(lambda: bool(answered))
    assert [type(bug) for bug in bugs] == [ZeroDivisionError]
    assert "ZeroDivisionError" in caplog.text


def test_a_thing_that_cannot_be_opened_refuses_and_is_tried_again(qtbot: QtBot) -> None:
    tries: list[int] = []

    def open_it() -> Thing:
        tries.append(1)
        if len(tries) == 1:
            raise Refused.because("store.missing")
        return Thing()

    lane = Lane("test", open_it, close=Thing.close)
    told: list[str] = []
    lane.run(Thing.touch, refused=lambda refusal: told.append(refusal.reason.key))
    lane.run(Thing.touch, done=lambda _: told.append("opened"))
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told == ["store.missing", "opened"]
    assert lane.close()


def test_a_scan_passes_long_work_between_two_of_its_steps(qtbot: QtBot, lane: Lane[Thing]) -> None:
    seen: list[str] = []
    go_on = threading.Event()

    def import_members(thing: Thing) -> Generator[Step, None, str]:
        for row in range(3):
            seen.append(f"row {row}")
            yield Step(row + 1, 3)
            go_on.wait(10)
        return "imported"

    steps: list[Step] = []
    lane.run_long(import_members, progress=steps.append, done=seen.append)
    qtbot.waitUntil(lambda: bool(steps))
    lane.run(lambda thing: seen.append("scan"))
    go_on.set()
    qtbot.waitUntil(lambda: "imported" in seen)
    assert seen == ["row 0", "row 1", "scan", "row 2", "imported"] or seen == [
        "row 0", "scan", "row 1", "row 2", "imported",
    ]  # fmt: skip
    assert [step.done for step in steps] == [1, 2, 3]


def test_closing_stops_long_work_at_its_next_step(qtbot: QtBot) -> None:
    lane = Lane("test", Thing, close=Thing.close)
    closed: list[str] = []
    steps: list[Step] = []

    def endless(thing: Thing) -> Generator[Step, None, None]:
        try:
            while True:
                yield Step(0)
        finally:
            closed.append("rolled back")

    lane.run_long(endless, progress=steps.append)
    qtbot.waitUntil(lambda: bool(steps))
    assert lane.close()
    assert closed == ["rolled back"]


def test_what_need_not_be_waited_for_is_done_after_the_answer_and_before_anything_else(
    qtbot: QtBot, lane: Lane[Thing]
) -> None:
    order: list[str] = []
    lane.run(lambda _: order.append("first"), then=lambda _: order.append("kept"))
    lane.run(lambda _: order.append("second"), done=lambda _: order.append("answered"))
    qtbot.waitUntil(lambda: "answered" in order)
    assert order == ["first", "kept", "second", "answered"]


def test_a_lane_that_is_left_alone_does_what_could_wait(qtbot: QtBot) -> None:
    rested: list[int] = []
    lane = Lane("test", Thing, close=Thing.close, idle=lambda thing: rested.append(1))
    lane.run(Thing.touch)
    qtbot.waitUntil(lambda: bool(rested))
    assert lane.close()


def test_cancelled_work_is_closed_and_tells_nothing_more(qtbot: QtBot, lane: Lane[Thing]) -> None:
    closed: list[str] = []
    told: list[object] = []

    def endless(thing: Thing) -> Generator[Step, None, None]:
        try:
            while True:
                yield Step(0)
        finally:
            closed.append("rolled back")

    task = lane.run_long(endless, done=told.append)
    lane.run(Thing.touch, done=told.append)
    qtbot.waitUntil(lambda: bool(told))
    task.cancel()
    qtbot.waitUntil(lambda: bool(closed))
    assert (closed, len(told)) == (["rolled back"], 1)
