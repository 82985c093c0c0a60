"""A business day: its totals so far, and its closing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from posapp.loyalty.journal import Event
from posapp.loyalty.ledger import Entry, expiries
from posapp.loyalty.words import Text
from posapp.store import ledger
from posapp.store.journal import events_of_day
from posapp.till.context import Till
from posapp.till.journal import append, day_of
from posapp.till.views import DayTotals

_KINDS = ("sale", "return", "void", "enrol", "close_day")

_SUMS = ("sales", "returns", "voids", "list_minor", "discount_minor", "due_minor", "refund_minor", "enrolled", "lines")
"""What stands in the journal when a day is closed, for headquarters to compare."""


def totals(till: Till, day: date | None = None) -> DayTotals:
    """The totals of a local day (today where none is given), of this till. `closed` is when nothing came after it."""
    day = day or till.now().date()
    ours = till.database.own_tills
    happened = [event for event in events_of_day(till.database, day, kinds=_KINDS) if event.till in ours]
    return _totals(till, day, happened)


def close(till: Till) -> DayTotals:
    """Close today: what has expired is written off, the totals go into the journal. Again answers as the first time
    where nothing was sold since."""
    with till.writing() as moment:
        so_far = totals(till)
        if so_far.closed is None:
            body = {"day": day_of(moment), "totals": {name: getattr(so_far, name) for name in _SUMS}}
            written_off = _expired(till, moment.date())
            append(till, kind="close_day", event=till.new_id(), moment=moment, body=body, entries=written_off)
            till.note("day.closed", day=day_of(moment))
        return totals(till)


def _totals(till: Till, day: date, happened: Iterable[Event]) -> DayTotals:
    sums: Counter[str] = Counter()
    by_program: dict[str, Counter[str]] = {"discounts": Counter(), "earned": Counter(), "paid_with": Counter()}
    seen: set[str] = set()
    closed: datetime | None = None
    for event in happened:
        body = event.body
        if event.kind == "close_day":
            closed = datetime.fromisoformat(event.moment)
            continue
        if event.kind == "enrol":
            sums["enrolled"] += 1
            continue
        closed = None
        sums[f"{event.kind}s"] += 1
        for name in ("list_minor", "discount_minor", "due_minor", "refund_minor", "lines"):
            sums[name] += body.get(name, 0)
        if event.kind == "sale":
            for name, counted in by_program.items():
                counted.update(body.get(name, {}))
            if body.get("member"):
                seen.add(body["member"])
    return DayTotals(
        day=day,
        members_seen=len(seen),
        discounts=_named(till, by_program["discounts"]),
        earned=_named(till, by_program["earned"]),
        redeemed=_named(till, by_program["paid_with"]),
        closed=closed,
        **{name: sums[name] for name in _SUMS},
    )


def _named(till: Till, counted: Mapping[str, int]) -> tuple[tuple[Text, int], ...]:
    ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple((till.names.get(program, Text(program)), amount) for program, amount in ordered if amount)


def _expired(till: Till, today: date) -> list[Entry]:
    """Entries that write off every lot earned here whose last day is past, member by member.

    A lot is written off by the till that gave it and by no other: two tills that close the same evening would write it
    off twice. Until then nobody can spend it anyway.
    """
    db, ours = till.database, till.database.own_tills
    return [
        entry
        for holder in ledger.holders_with_expired(db, before=today)
        for entry in expiries(ledger.accounts_of(db, holder), holder=holder, on=today)
        if ledger.till_of_lot(db, holder=holder, account=entry.account, lot=entry.lot) in ours
    ]
