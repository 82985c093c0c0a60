"""A draft program over the shop's own past sales: what it would have cost and given, before it is switched on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from posapp.insight.replay import Customer, Replayed, Visit, replay
from posapp.loyalty.catalogue import Catalogue
from posapp.loyalty.definitions import read_programs
from posapp.loyalty.errors import BadDefinition, NotFound, Refused
from posapp.loyalty.ledger import EVERYBODY, Account
from posapp.loyalty.members import Standing
from posapp.store import programs as kept
from posapp.store import replay as past
from posapp.store.progress import Progress, silent
from posapp.till.context import Till
from posapp.till.programs import check


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

    Raises `BadDefinition` with the draft's faults, `NotFound` for a program that is not on, `Refused` where there is
    nothing to replay. Nothing is kept.
    """
    till.look_again()
    until = until or till.now().date()
    since = since or until - timedelta(days=365)
    if since > until:
        raise Refused.because("replay.days")
    of = past.count(till.database, since=since, until=until)
    if not of:
        raise Refused.because("replay.no_sales", first=since, last=until)
    after = _with(till, documents, without)
    catalogues = (till.catalogue, after)
    customers, shared = _customers(till, catalogues, since)
    return replay(
        *catalogues,
        _visits(till, since, until),
        customers=customers,
        shared=shared,
        progress=lambda done: progress(done, of),
    )


def _with(till: Till, documents: Sequence[Any], without: Sequence[str]) -> Catalogue:
    """Today's programs with the draft among them. The drafts' active dates are theirs: a draft that begins next week
    gave nothing last year, so its `from` is left out."""
    on = {each.id: each.document for each in kept.all_programs(till.database) if each.on}
    for program in without:
        if program not in on:
            raise NotFound.because("till.program_unknown", program=program)
        del on[program]
    faults = check(till, documents)
    if faults:
        raise BadDefinition(faults)
    drafts = [_in_force(document) for document in documents]
    names = {document["id"] for document in drafts}
    others = [document for id_, document in on.items() if id_ not in names and id_ in till.catalogue.programs]
    programs = read_programs([*others, *drafts])
    return Catalogue.of(till.shop, programs, till.catalogue.versions)


def _in_force(document: Mapping[str, Any]) -> dict[str, Any]:
    active = {name: value for name, value in document.get("active", {}).items() if name not in ("from", "until")}
    rest = {name: value for name, value in document.items() if name not in ("active", "wind_down")}
    return {**rest, "active": active} if active else rest


def _visits(till: Till, since: date, until: date) -> Iterator[Visit]:
    zone = till.now().tzinfo
    assert zone is not None
    for each in past.visits(till.database, since=since, until=until, zone=zone):
        yield Visit(sale=each.sale, moment=each.moment, member=each.member, lines=each.lines)


def _customers(
    till: Till, catalogues: Sequence[Catalogue], since: date
) -> tuple[dict[str, Customer], Mapping[str, Account]]:
    """Everybody, as she stood when the first day began, and what everybody shares."""
    db = till.database
    accounts = past.accounts_before(db, since)
    spent_later = past.spent_since(db, since)
    looks_back = [first for each in catalogues if (first := each.history_from(since)) is not None]
    history = past.history_before(db, since, since=min(looks_back)) if looks_back else {}
    found = {}
    for member, visits, spent_minor in past.members(db):
        visits_later, spent_minor_later = spent_later.get(member.id, (0, 0))
        standing = Standing(
            accounts=accounts.get(member.id, {}),
            visits=max(visits - visits_later, 0),
            spent_minor=max(spent_minor - spent_minor_later, 0),
            history=history.get(member.id, ()),
        )
        found[member.id] = Customer(member=member, standing=standing)
    return found, accounts.get(EVERYBODY, {})
