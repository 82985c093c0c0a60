"""A business day: its totals so far, and its closing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from posapp.loyalty.journal import Event
from posapp.loyalty.ledger import Entry, expiries
from posapp.loyalty.words import Text
from posapp.store import ledger
from posapp.store.journal import events_of_day
from posapp.store.owed import holders_of
from posapp.till.context import Till
from posapp.till.coupons import brought_by_the_day
from posapp.till.journal import append, day_of
from posapp.till.views import DayTotals, ProgramDay

_KINDS = ("sale", "return", "void", "enrol", "close_day")

_BY_PROGRAM = {
    "discounts": ("off_minor", "off_back_minor"),
    "earned": ("earned", "earned_back"),
    "paid_with": ("paid_minor", "paid_back_minor"),
}
"""The names in the events of sales and of what came back, and where each counts."""

_SUMS = ("sales", "returns", "voids", "list_minor", "discount_minor", "due_minor", "refund_minor", "enrolled", "lines")
"""What stands in the journal when a day is closed, for headquarters to compare."""


def totals(till: Till, day: date | None = None) -> DayTotals:
    """The totals of a local day (today where none is given), of this till. `closed` is when nothing came after it."""
    day = day or till.now().date()
    ours = till.database.own_tills
    happened = [event for event in events_of_day(till.database, day, kinds=_KINDS) if event.till in ours]
    return _totals(till, day, happened)


def close(till: Till) -> DayTotals:
    """Close today: what has expired is written off, what the day brings to members who were not here is issued, the
    totals go into the journal. Again answers as the first time where nothing was sold since."""
    with till.writing() as moment:
        so_far = totals(till)
        if so_far.closed is None:
            written_off = _expired(till, moment.date())
            body = {
                "day": day_of(moment),
                "totals": {name: getattr(so_far, name) for name in _SUMS},
                "written_off": _by_account(till, written_off),
            }
            event = till.new_id()
            entries = [*written_off, *brought_by_the_day(till, moment, document=event)]
            append(till, kind="close_day", event=event, moment=moment, body=body, entries=entries)
            till.note("day.closed", day=day_of(moment))
        return totals(till)


def _totals(till: Till, day: date, happened: Iterable[Event]) -> DayTotals:
    sums: Counter[str] = Counter()
    by_program: dict[str, Counter[str]] = defaultdict(Counter)
    seen: set[str] = set()
    closed: datetime | None = None
    for event in happened:
        body = event.body
        if event.kind == "close_day":
            closed = datetime.fromisoformat(event.moment)
            for program, units in body.get("written_off", {}).items():
                by_program[program]["expired"] += units
            continue
        if event.kind == "enrol":
            sums["enrolled"] += 1
            continue
        closed = None
        sums[f"{event.kind}s"] += 1
        for name in ("list_minor", "discount_minor", "due_minor", "refund_minor", "lines"):
            sums[name] += body.get(name, 0)
        for name, fields in _BY_PROGRAM.items():
            for program, amount in body.get(name, {}).items():
                by_program[program][fields[event.kind != "sale"]] += amount
        if event.kind == "sale" and body.get("member"):
            seen.add(body["member"])
    return DayTotals(
        day=day,
        members_seen=len(seen),
        programs=_programs(till, by_program),
        closed=closed,
        **{name: sums[name] for name in _SUMS},
    )


def _programs(till: Till, counted: Mapping[str, Mapping[str, int]]) -> tuple[ProgramDay, ...]:
    """Those that gave most away first."""
    rules = till.catalogue.by_id
    found = [
        ProgramDay(
            program=program,
            name=till.names.get(program, Text(program)),
            unit=rules[program].unit if program in rules else "",
            **sums,
        )
        for program, sums in counted.items()
        if any(sums.values())
    ]
    return tuple(sorted(found, key=lambda each: (-each.off_minor, -each.earned, each.program)))


def _by_account(till: Till, written_off: Iterable[Entry]) -> dict[str, int]:
    """What is written off in each program, in its unit; counters that programs keep beside say nothing."""
    rules = till.catalogue.by_id
    units: Counter[str] = Counter()
    for entry in written_off:
        if entry.account in rules and rules[entry.account].unit:
            units[entry.account] -= entry.amount
    return dict(units)


def _expired(till: Till, today: date) -> list[Entry]:
    """Entries that write off every lot earned here whose last day is past, or whose program has ended, by member.

    A lot is written off by the till that gave it and by no other: two tills that close the same evening would write it
    off twice. Until then nobody can spend it anyway.
    """
    db, ours = till.database, till.database.own_tills
    ended = till.catalogue.ended(today)
    holders = dict.fromkeys((*ledger.holders_with_expired(db, before=today), *holders_of(db, ended)))
    return [
        entry
        for holder in sorted(holders)
        for entry in expiries(ledger.accounts_of(db, holder), holder=holder, on=today, over=ended)
        if ledger.till_of_lot(db, holder=holder, account=entry.account, lot=entry.lot) in ours
    ]
