"""Closing a period on a real file: seen before, posted once, in proportion, returns and audience minded."""

from __future__ import annotations

from typing import Any

import pytest

from posapp.loyalty.errors import NotAllowed, NotFound, Refused
from posapp.store.journal import event_by_id
from posapp.till import journal, members, periods, returns
from posapp.till.context import Till
from tests.till.games import POINTS, enrol, has, key_of, load, sell, sound
from tests.till.salon import MANAGER, Clock


def share(**fields: Any) -> dict[str, Any]:
    return {"id": "share", "kind": "profit_share", "rate": 10, "period": "month", "into": "pts", **fields}


def spent(till: Till, *quantities: int) -> list[str]:
    """Members who bought so many of the wax at 15,000 each in March."""
    found = []
    for n, quantity in enumerate(quantities):
        found.append(enrol(till, f"M{n}"))
        sell(till, found[-1], quantity=quantity)
    return found


def april(clock: Clock) -> None:
    clock.go_on(days=30)


def close(till: Till, **about: Any) -> Any:
    till.approval = MANAGER
    return periods.close(till, "share", **about)


def test_what_closing_gives_is_seen_before_and_posted_once(till: Till, clock: Clock) -> None:
    load(till, POINTS, share())
    kim, lee = spent(till, 3, 1)
    april(clock)
    seen = periods.preview(till, "share")
    assert (seen.base_minor, seen.shared_minor, seen.shared, seen.posted) == (60000, 6000, 600, None)
    assert [(part.member, part.part) for part in seen.parts] == [(kim, 450), (lee, 150)]
    assert has(till, kim, "pts") == 0
    with pytest.raises(NotAllowed):
        periods.close(till, "share")
    closed = close(till)
    assert closed.posted is not None
    assert closed.parts == seen.parts
    assert (has(till, kim, "pts"), has(till, lee, "pts")) == (450, 150)
    assert members.story(till, kim)[0].what.key == "story.period"
    with pytest.raises(Refused) as again:
        close(till, period="2026-03")
    assert key_of(again.value) == "period.closed_before"
    assert has(till, kim, "pts") == 450
    assert periods.preview(till, "share") == closed
    assert sound(till)


def test_the_event_is_named_by_program_and_period(till: Till, clock: Clock) -> None:
    """So that another till of the chain learns that it was closed: there the event has the same id."""
    load(till, POINTS, share())
    spent(till, 1)
    april(clock)
    close(till)
    event = event_by_id(till.database, "period:share:2026-03")
    assert event is not None
    assert (event.kind, event.body["period"], event.body["shared"]) == ("program_run", "2026-03", 150)


def test_what_came_back_was_not_spent(till: Till, clock: Clock) -> None:
    load(till, POINTS, share())
    kim, lee = enrol(till, "Kim"), enrol(till, "Lee")
    sale = sell(till, kim, quantity=4)
    sell(till, lee, quantity=2)
    april(clock)
    returns.take_back(till, sale=sale.sale, lines={0: 3})  # in April, of goods sold in March
    parts = {part.member: part.spent_minor for part in periods.preview(till, "share").parts}
    assert parts == {kim: 15000, lee: 30000}


def test_a_crowd_is_posted_in_events_that_fit_a_message(
    till: Till, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(till, POINTS, share())
    there = spent(till, 1, 2, 3, 4, 5)
    april(clock)
    monkeypatch.setattr(journal, "MOST_ENTRIES", 2)
    close(till)
    assert [has(till, member, "pts") for member in there] == [150, 300, 450, 600, 750]
    parts = [event_by_id(till.database, f"period:share:2026-03{part}") for part in ("", "/2", "/3")]
    assert [len(event.body["entries"]) for event in parts if event is not None] == [2, 2, 1]
    assert sound(till)


def test_a_return_between_looking_and_posting_counts(till: Till, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """The parts are worked out before the file is taken; what comes back just then must not be shared."""
    load(till, POINTS, share())
    kim, lee = enrol(till, "Kim"), enrol(till, "Lee")
    sale = sell(till, kim, quantity=4)
    sell(till, lee, quantity=1)
    april(clock)
    look = periods._beforehand

    def and_then_it_comes_back(*about: Any) -> Any:
        found = look(*about)
        returns.take_back(till, sale=sale.sale, lines={0: 3})
        return found

    monkeypatch.setattr(periods, "_beforehand", and_then_it_comes_back)
    assert {part.member: part.spent_minor for part in close(till).parts} == {kim: 15000, lee: 15000}


def test_only_the_audience_shares(till: Till, clock: Clock) -> None:
    load(till, POINTS, share(audience={"segments": ["owners"]}))
    kim, _ = spent(till, 1, 5)
    april(clock)
    members.change(till, kim, segments=frozenset({"owners"}))
    seen = periods.preview(till, "share")
    assert ([part.member for part in seen.parts], seen.base_minor) == ([kim], 15000)


def test_a_profit_is_what_the_owner_says(till: Till, clock: Clock) -> None:
    load(till, POINTS, share(base="profit", rate="2.5", period="quarter"))
    kim, lee = spent(till, 2, 1)
    clock.go_on(days=30)
    with pytest.raises(Refused) as wanted:
        periods.preview(till, "share")
    assert key_of(wanted.value) == "period.profit_wanted"
    seen = periods.preview(till, "share", period="2026-Q1", profit_minor=1_000_010)
    assert (seen.shared_minor, seen.shared) == (25_000, 2_500)
    assert {part.member: part.part for part in seen.parts} == {kim: 1667, lee: 833}
    assert close(till, profit_minor=0).shared == 0


@pytest.mark.parametrize(
    ("about", "key"),
    [
        ({"period": "2026-04"}, "period.not_over"),
        ({"period": "2026-Q1"}, "period.form_month"),
        ({"profit_minor": 5}, "period.no_profit_wanted"),
    ],
)
def test_what_cannot_be_closed(till: Till, clock: Clock, about: dict[str, Any], key: str) -> None:
    load(till, POINTS, share())
    april(clock)
    for act in (periods.preview, periods.close):
        till.approval = MANAGER
        with pytest.raises(Refused) as refused:
            act(till, "share", **about)
        assert key_of(refused.value) == key
    with pytest.raises(NotFound):
        periods.preview(till, "cuts")


def test_the_list_names_the_last_period_that_is_over(till: Till, clock: Clock) -> None:
    load(till, POINTS, share())
    april(clock)
    (row,) = periods.rows(till)
    assert (row.period, row.closed) == ("2026-03", None)
    close(till)
    (row,) = periods.rows(till)
    assert row.closed == clock.moment


def test_nobody_spent_anything(till: Till, clock: Clock) -> None:
    load(till, POINTS, share())
    april(clock)
    assert close(till).parts == ()
