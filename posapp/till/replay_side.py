"""One side of a replay on a shop's file: what happened, where everybody stood before, and under which programs."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from posapp.insight.replay import Correction, Customer, Joining, Sold, Visit
from posapp.insight.sold_again import sell_again
from posapp.loyalty.catalogue import Catalogue
from posapp.loyalty.definitions import read_programs
from posapp.loyalty.errors import NotFound
from posapp.loyalty.members import PastSale
from posapp.store import programs as kept
from posapp.store import replay as past
from posapp.store.products import all_products
from posapp.till.context import Till


@dataclass(frozen=True, slots=True, kw_only=True)
class OneSide:
    """The local days to be sold again (both inclusive, up to the event at place `last`), under today's programs; with
    the draft `documents` among them (None: the side without the draft), and without those named."""

    since: date
    until: date
    last: int
    documents: Sequence[Any] | None = None
    without: tuple[str, ...] = ()


def programs_of(till: Till, side: OneSide) -> Catalogue:
    """The programs of a side. `NotFound` for one that is to be left out and is not on."""
    if side.documents is None:
        return till.catalogue
    on = {each.id: each.document for each in kept.all_programs(till.database) if each.on}
    for program in side.without:
        if program not in on:
            raise NotFound.because("till.program_unknown", program=program)
        del on[program]
    drafts = [in_force(document, since=side.since, until=side.until) for document in side.documents]
    names = {document["id"] for document in drafts}
    others = [document for id_, document in on.items() if id_ not in names and id_ in till.catalogue.programs]
    return Catalogue.of(till.shop, read_programs([*others, *drafts]), till.catalogue.versions, till.catalogue.secrets)


def in_force(document: Mapping[str, Any], *, since: date, until: date) -> dict[str, Any]:
    """The draft as if it had been on in those days: it gave nothing last year since it begins next week.

    Without a last day it was on all along. One with a first and a last day is a season: it is moved back by whole years
    until some of it lies within the days. What is said of its end is left out.
    """
    active = dict(document.get("active", {}))
    first, last = _day(active.get("from")), _day(active.get("until"))
    if first is not None and last is not None:
        while first > until:
            first, last = _year_before(first), _year_before(last)
        active.update({"from": first.isoformat(), "until": last.isoformat()})
    else:
        active.pop("from", None)
        if last is not None and last >= since:
            active.pop("until", None)
    rest = {name: value for name, value in document.items() if name not in ("active", "wind_down")}
    return {**rest, "active": active} if active else rest


def _day(written: Any) -> date | None:
    return date.fromisoformat(written) if isinstance(written, str) else None


def _year_before(day: date) -> date:
    """The same day a year earlier, 28 February for the 29th."""
    last = day.month == 2 and day.day == 29
    return day.replace(year=day.year - 1, day=28 if last else day.day)


def sold(till: Till, side: OneSide, *, progress: Callable[[int, int], None]) -> Sold:
    """The side, sold; `progress` is told how many visits of how many are done. All is read as of one moment, whatever
    the till sells meanwhile."""
    db, catalogue = till.database, programs_of(till, side)
    with db.snapshot():
        beside = past.beside(db, since=side.since, until=side.until, last=side.last)
        came = past.came(db, since=side.since, until=side.until, last=side.last)
        ids = list(dict.fromkeys((*came.visitors, *(each.member for each in beside.enrolled))))
        customers = _customers(till, catalogue, side.since, ids, later=came.since)
        households = past.households(db)
        holders = {*ids, *(other for each in customers.values() for other in catalogue.others(each.member))}
        holders.update(other for household in households.values() for other in household)
        return sell_again(
            catalogue,
            _happened(till, side, came, beside),
            customers=customers,
            accounts=past.accounts_before(db, side.since, holders=holders),
            households=households,
            products=all_products(db),
            progress=lambda done: progress(done, len(came.rows)),
        )


def _happened(
    till: Till, side: OneSide, came: past.Came, beside: past.Beside
) -> Iterator[Visit | Joining | Correction]:
    """Visits, joinings and corrections, in the order in which they were."""
    zone = till.now().tzinfo
    assert zone is not None
    others: list[Joining | Correction] = [
        Joining(member=each.member, moment=each.moment.astimezone(zone), document=each.event)
        for each in beside.enrolled
    ]
    others += [
        Correction(
            member=each.member,
            moment=each.moment.astimezone(zone),
            document=each.event,
            program=each.program,
            amount=each.amount,
        )
        for each in beside.posted
    ]
    waiting = deque(sorted(others, key=lambda other: other.moment))
    for each in past.visits(till.database, came.rows, since=side.since, until=side.until, zone=zone):
        while waiting and waiting[0].moment <= each.moment:
            yield waiting.popleft()
        yield Visit(sale=each.sale, moment=each.moment, member=each.member, lines=each.lines)
    yield from waiting


def _customers(
    till: Till, catalogue: Catalogue, since: date, ids: Sequence[str], *, later: Mapping[str, tuple[int, int]]
) -> dict[str, Customer]:
    """Everybody who came or joined, as she stood when the first day began: without her visits and money of `later`."""
    db = till.database
    history: Mapping[str, tuple[PastSale, ...]] = {}
    if catalogue.needs_history:
        history = past.history_before(db, since, since=catalogue.history_from(since - timedelta(days=1)), ids=ids)
    found = {}
    for member, visits, spent_minor in past.members(db, ids):
        visits_later, spent_minor_later = later.get(member.id, (0, 0))
        found[member.id] = Customer(
            member=member,
            visits=max(visits - visits_later, 0),
            spent_minor=max(spent_minor - spent_minor_later, 0),
            history=history.get(member.id, ()),
        )
    return found
