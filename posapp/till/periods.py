"""Closing a period: previewed, posted once and only once, in proportion to what each member spent in it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from posapp.loyalty.basket import Basket
from posapp.loyalty.definitions import MOST_MINOR
from posapp.loyalty.errors import NotFound, Refused
from posapp.loyalty.ledger import NOTHING, Entry, earn
from posapp.loyalty.members import Member
from posapp.loyalty.periods import ClosesPeriods, Period, shared
from posapp.loyalty.quote import open_sale
from posapp.store import journal, ledger, runs
from posapp.store.runs import KeptRun
from posapp.till.cardview import get_member_or_none, standing_of
from posapp.till.context import Till
from posapp.till.journal import append_in_parts, day_of
from posapp.till.owner_views import PeriodPart, PeriodRow, PeriodShared


def rows(till: Till) -> tuple[PeriodRow, ...]:
    """Every program that closes periods, with the last one that is over."""
    till.look_again()
    found = []
    for rule in till.catalogue.rules:
        if isinstance(rule, ClosesPeriods):
            period = Period.before(till.now().date(), rule.period_length)
            closed = runs.done_on(till.database, rule.id, period.name, event=_event(rule.id, period))
            found.append(
                PeriodRow(
                    program=rule.id,
                    name=rule.name,
                    period=period.name,
                    first=period.first,
                    last=period.last,
                    wants_profit=rule.wants_profit,
                    closed=closed,
                )
            )
    return tuple(found)


def preview(till: Till, program: str, *, period: str | None = None, profit_minor: int | None = None) -> PeriodShared:
    """What closing would give, and to whom; of a period that was closed what it gave. Nothing is kept.

    Without `period` the last one that is over. `NotFound`, `Refused` where it is not over yet, where the profit is
    wanted and not given, or given and not wanted.
    """
    till.look_again()
    rule = _rule(till, program)
    which = _period(till, rule, period)
    run = runs.get_run(till.database, program, which.name)
    if run is not None:
        return _read(till, rule, which, run)
    return _worked_out(till, rule, which, profit_minor, till.now())


def close(till: Till, program: str, *, period: str | None = None, profit_minor: int | None = None) -> PeriodShared:
    """Close a period (a manager): every member's part is posted, once and only once. `Refused` as in `preview`, and
    with the day where it was closed before.

    The parts are worked out before the file is taken for writing, so that no sale waits for it, and once more only
    where something came back or somebody changed meanwhile.
    """
    till.look_again()
    seen, known = till.now(), journal.last_number(till.database)
    beforehand = _beforehand(till, program, period, profit_minor, seen)
    with till.writing() as moment:
        rule = _rule(till, program)
        which = _period(till, rule, period)
        event = _event(program, which)
        closed = runs.done_on(till.database, program, which.name, event=event)
        if closed is not None:
            raise Refused.because("period.closed_before", name=rule.name, period=which.called, day=closed.date())
        found = beforehand
        if found is None or moment.date() != seen.date() or _changed_since(till, known):
            found = _worked_out(till, rule, which, profit_minor, moment)
        manager = till.manager()
        term = rule.grant_term(moment.date())
        entries: list[Entry] = []
        for part in found.parts:
            account = ledger.accounts_of(till.database, part.member).get(rule.into, NOTHING)
            entries += earn(
                account, part.part, name=rule.into, holder=part.member, lot=f"{event}/1", term=term, cause="grant"
            )
        body = {
            "day": day_of(moment),
            "program": program,
            "period": which.name,
            "base_minor": found.base_minor,
            "shared": found.shared,
        }
        posted = till.catalogue.signed(entries)
        append_in_parts(till, kind="program_run", event=event, moment=moment, body=body, entries=posted)
        runs.add_run(
            till.database,
            KeptRun(program=program, run=which.name, event=event, moment=moment, document=_document(found)),
        )
        till.note("period.closed", by=manager, program=program, period=which.name, shared=found.shared)
    return preview(till, program, period=which.name)


def _beforehand(
    till: Till, program: str, period: str | None, profit_minor: int | None, moment: datetime
) -> PeriodShared | None:
    """The parts, worked out without keeping anybody from selling; None where it will be refused anyway."""
    rule = _rule(till, program)
    which = _period(till, rule, period)
    if runs.done_on(till.database, program, which.name, event=_event(program, which)) is not None:
        return None
    return _worked_out(till, rule, which, profit_minor, moment)


def _changed_since(till: Till, known: int) -> bool:
    """Did anything happen after event number `known` that may change what was spent, or who shares? A sale of today
    does not: the period is over."""
    while happened := journal.events_after(till.database, seq=known, limit=500):
        if any(event.kind not in ("sale", "survey", "close_day") for event in happened):
            return True
        known = happened[-1].seq
    return False


def _worked_out(
    till: Till, rule: ClosesPeriods, period: Period, profit_minor: int | None, moment: datetime
) -> PeriodShared:
    if period.last >= moment.date():
        raise Refused.because("period.not_over", period=period.called, day=period.last)
    if rule.wants_profit and profit_minor is None:
        raise Refused.because("period.profit_wanted", name=rule.name)
    if profit_minor is not None and not rule.wants_profit:
        raise Refused.because("period.no_profit_wanted", name=rule.name)
    if profit_minor is not None and not 0 <= profit_minor <= MOST_PROFIT:
        raise Refused.because("period.profit_form", most=MOST_PROFIT)
    spent, names = _spent(till, rule, period, moment)
    base = sum(spent.values()) if profit_minor is None else profit_minor
    minor, units = rule.to_share(base)
    parts = shared(units, spent)
    named: Any = till.catalogue.by_id.get(rule.into)
    return PeriodShared(
        program=rule.id,
        name=rule.name,
        period=period.name,
        first=period.first,
        last=period.last,
        base_minor=base,
        shared_minor=minor,
        shared=sum(parts.values()),
        unit=named.unit if named is not None else "",
        parts=tuple(
            PeriodPart(member=member, name=names[member], spent_minor=spent[member], part=parts[member])
            for member in sorted(parts, key=lambda member: (-spent[member], member))
        ),
    )


MOST_PROFIT = MOST_MINOR * 1000
"""Minor units that a period's profit may be."""


def _spent(till: Till, rule: ClosesPeriods, period: Period, moment: datetime) -> tuple[dict[str, int], dict[str, str]]:
    """What each member in the audience spent in the period, minor units, where it is more than nothing; their names."""
    sales = runs.sales_between(till.database, period.first, period.last)
    for holder, elsewhere in runs.sales_elsewhere(till.database, period.first, period.last).items():
        sales.setdefault(holder, []).extend(elsewhere)
    spent: dict[str, int] = {}
    names: dict[str, str] = {}
    for member_id, past in sales.items():
        minor = sum(rule.spent_in(each) for each in past)
        member = get_member_or_none(till, member_id) if minor > 0 else None
        if member is not None and (rule.for_everybody or _is_for(till, rule, member, moment)):
            spent[member_id], names[member_id] = minor, member.name
    return spent, names


def _is_for(till: Till, rule: ClosesPeriods, member: Member, moment: datetime) -> bool:
    """Is the program for her now, when the period is closed?"""
    standing = standing_of(till, member)
    facts = open_sale(till.catalogue, basket=Basket(), member=member, standing=standing, moment=moment, sale="")
    return rule.not_for(facts) is None


def _period(till: Till, rule: ClosesPeriods, written: str | None) -> Period:
    if written is None:
        return Period.before(till.now().date(), rule.period_length)
    return Period.named(written, rule.period_length)


def _event(program: str, period: Period) -> str:
    """The id of the closing in the journal: the same wherever it is done, so that another till learns of it."""
    return f"period:{program}:{period.name}"


def _rule(till: Till, program: str) -> ClosesPeriods:
    rule: Any = till.catalogue.by_id.get(program)
    if not isinstance(rule, ClosesPeriods):
        raise NotFound.because("period.none", program=program)
    return rule


def _document(found: PeriodShared) -> dict[str, Any]:
    return {
        "base_minor": found.base_minor,
        "shared_minor": found.shared_minor,
        "shared": found.shared,
        "unit": found.unit,
        "parts": [[part.member, part.spent_minor, part.part] for part in found.parts],
    }


def _read(till: Till, rule: ClosesPeriods, period: Period, run: KeptRun) -> PeriodShared:
    parts = []
    for member, spent_minor, part in run.document["parts"]:
        there = get_member_or_none(till, member)
        name = there.name if there else member
        parts.append(PeriodPart(member=member, name=name, spent_minor=spent_minor, part=part))
    return PeriodShared(
        program=rule.id,
        name=rule.name,
        period=period.name,
        first=period.first,
        last=period.last,
        base_minor=run.document["base_minor"],
        shared_minor=run.document["shared_minor"],
        shared=run.document["shared"],
        unit=run.document["unit"],
        parts=tuple(parts),
        posted=run.moment,
    )
