"""Draws: how they stand, holding one, publishing it, and checking it against the journal."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from posapp.loyalty.draw_check import Published, Result, check, counted, published
from posapp.loyalty.draws import Draws, Winner, commitment, winners
from posapp.loyalty.errors import NotFound, Refused
from posapp.loyalty.ledger import EVERYBODY, NOTHING, Entry, balance
from posapp.loyalty.record import SaleRecord
from posapp.loyalty.words import Reason
from posapp.store import ledger, runs, sales
from posapp.store.journal import event_by_id
from posapp.store.runs import KeptRun
from posapp.store.seeds import all_seeds
from posapp.till import seeds
from posapp.till.cardview import member_row
from posapp.till.context import Till
from posapp.till.journal import append_in_parts, day_of
from posapp.till.owner_views import DrawHeld, DrawRow, DrawWinner
from posapp.till.payment import record_and_answer
from posapp.till.prizes import account_of, handed, rule_of, waiting

_RUN = "draw"


def rows(till: Till) -> tuple[DrawRow, ...]:
    """Every draw that is on: how it stands, and what may be done with it now."""
    till.look_again()
    now = till.now()
    return tuple(_row(till, rule, now) for rule in till.catalogue.rules if isinstance(rule, Draws))


def hold(till: Till, program: str) -> DrawHeld:
    """Draw the winners over all entries, once and for all (a manager).

    `NotFound` where there is no such draw, `Refused` where it is won at the till, before its day, where it was held
    before, and where nobody has an entry.
    """
    with till.writing() as moment:
        rule = rule_of(till, program)
        if rule.chance is not None:
            raise Refused.because("draw.at_once", name=rule.name)
        before = runs.done_on(till.database, program, _RUN, event=_event(program))
        if before is not None:
            raise Refused.because("draw.held_before", name=rule.name, day=before.date())
        if not rule.opens(moment):
            raise Refused.because("draw.too_early", name=rule.name, day=rule.opens_on)
        manager = till.manager()
        entries = runs.holders_of(till.database, program)
        if not entries:
            raise Refused.because("draw.no_entries", name=rule.name)
        won = winners(rule.seed, program, entries=entries, counts=[count for _, count in rule.prizes])
        _keep(till, rule, entries, won, moment)
        seeds.show(till, program, moment)
        till.note("draw.held", by=manager, program=program, winners=len(won))
    return held(till, program)


def _keep(till: Till, rule: Draws, entries: Mapping[str, int], won: tuple[Winner, ...], moment: datetime) -> None:
    """The event, the mark that it was held, what each winner has won, and the entries as they were."""
    event = _event(rule.id)
    drawn = [{"prize": each.prize, "holder": each.holder} for each in won]
    document = {"entries": dict(entries), "winners": drawn}
    posted = [
        Entry(account=f"{rule.id}#held", holder=EVERYBODY, cause="use", amount=1, lot=EVERYBODY),
        *(
            Entry(account=account_of(rule, each.prize), holder=each.holder, cause="grant", amount=1, lot=event)
            for each in won
        ),
    ]
    body = {
        "day": day_of(moment),
        "program": rule.id,
        "run": _RUN,
        "winners": drawn,
        "taken_part": len(entries),
        "sum": _sum(document),
    }
    append_in_parts(till, kind="program_run", event=event, moment=moment, body=body, entries=posted)
    runs.add_run(till.database, KeptRun(program=rule.id, run=_RUN, event=event, moment=moment, document=document))


def held(till: Till, program: str) -> DrawHeld:
    """Who won a draw that was held; of one that was held at another till those whose prize waits, as far as this till
    knows them. `NotFound`."""
    rule = rule_of(till, program)
    kept = runs.get_run(till.database, program, _RUN)
    moment = runs.done_on(till.database, program, _RUN, event=_event(program))
    if moment is None:
        raise NotFound.because("draw.not_held", name=rule.name)
    won = [(each["prize"], each["holder"]) for each in kept.document["winners"]] if kept else waiting(till, rule)
    return DrawHeld(
        program=program,
        name=rule.name,
        moment=moment,
        taken_part=len(kept.document["entries"]) if kept else 0,
        winners=tuple(_winner(till, rule, prize, holder) for prize, holder in won),
    )


def _winner(till: Till, rule: Draws, prize: int, holder: str) -> DrawWinner:
    when, who = handed(till, rule, prize, holder) or (None, "")
    return DrawWinner(gift=rule.prizes[prize][0], member=_member(till, holder), holder=holder, handed=when, by=who)


def publish(till: Till, program: str) -> Published:
    """What the world may see: results, entries and winners; the seed as soon as it is over, and for ever then."""
    with till.writing() as moment:
        rule = rule_of(till, program)
        over = rule.over(moment) or runs.get_run(till.database, program, _RUN) is not None
        if over:
            seeds.show(till, program, moment)
        return _published(till, rule, shown=over)


def verify(till: Till, program: str) -> tuple[Published, tuple[Reason, ...]]:
    """Check every win and loss in this shop's own journal; empty where all is right. The seed is not shown by it."""
    till.look_again()
    rule = rule_of(till, program)
    found = _published(till, rule, shown=True)
    kept = all_seeds(till.database)[program]
    faults = list(check(found))
    run = runs.get_run(till.database, program, _RUN)
    if commitment(kept.seed) != kept.commitment:
        faults.append(Reason.of("draw.check_commitment", found=commitment(kept.seed), promised=kept.commitment))
    if run is not None and _journal_sum(till, run) != _sum(run.document):
        faults.append(Reason("draw.check_journal"))
    return found, tuple(faults)


def compare(till: Till, draw: Published) -> tuple[Reason, ...]:
    """Whether a published file says what this shop's journal says; empty where it does. `NotFound`."""
    till.look_again()
    ours = _published(till, rule_of(till, draw.draw), shown=True).document()
    theirs = draw.document()
    same = all(ours[name] == theirs[name] for name in ("commitment", "prizes", "chance", "entries", "winners"))
    results = theirs["results"]
    return () if same and ours["results"][: len(results)] == results else (Reason("draw.check_journal"),)


def _published(till: Till, rule: Draws, *, shown: bool) -> Published:
    run = runs.get_run(till.database, rule.id, _RUN)
    promised = all_seeds(till.database)[rule.id].made.isoformat()
    if rule.chance is not None:
        return published(rule, promised=promised, shown=shown, results=_results(till, rule))
    if run is None:
        return published(rule, promised=promised, shown=shown, entries=runs.holders_of(till.database, rule.id))
    won = [Winner(prize=each["prize"], holder=each["holder"]) for each in run.document["winners"]]
    held_at = run.moment.isoformat()
    return published(rule, promised=promised, shown=shown, held=held_at, entries=run.document["entries"], won=won)


def _results(till: Till, rule: Draws) -> list[Result]:
    """What came of each sale that took part, and what came back, in the order of the journal."""
    prizes: dict[str, int] = {}
    back: list[tuple[int, str, int]] = []
    for prize in range(len(rule.prizes)):
        for place, kind, _, sale, amount in runs.shared_entries(till.database, f"{rule.id}#prize-{prize}"):
            if kind == "sale" and amount > 0:
                prizes[sale] = prize
            else:
                back.append((place, sale, prize))
    tries = [
        (place, sale)
        for place, kind, _, sale, amount in runs.shared_entries(till.database, f"{rule.id}#tries")
        if kind == "sale" and amount > 0
    ]
    receipts = runs.receipts(till.database, [sale for _, sale in tries])
    seen = _left_seen(till, rule, [sale for _, sale in tries])
    found = [
        (place, Result(sale=sale, receipt=receipts.get(sale, ""), prize=prizes.get(sale), left=seen.get(sale, ())))
        for place, sale in tries
    ]
    found += [(place, Result(sale=sale, prize=prize, back=True)) for place, sale, prize in back]
    return [result for _, result in sorted(found, key=lambda pair: pair[0])]


def _left_seen(till: Till, rule: Draws, played: list[str]) -> dict[str, tuple[int, ...]]:
    """How many of each prize were left at each sale, as it was kept with it: only where other tills win them, too."""
    accounts = [f"{rule.id}#prize-{prize}" for prize in range(len(rule.prizes))]
    if not any(runs.posted_elsewhere(till.database, account) for account in accounts):
        return {}
    found = {}
    for sale in played:
        kept = sales.sale_by_id(till.database, sale)
        if kept is not None:
            record = SaleRecord.from_json(record_and_answer(kept)[0])
            terms = (each.terms for each in record.earnings if each.program == rule.id)
            found[sale] = next((tuple(each["left"]) for each in terms if "left" in each), ())
    return found


def _left(till: Till, rule: Draws) -> tuple[int, ...]:
    """How many of each prize are left, as far as this till has heard."""
    names = [f"{rule.id}#prize-{prize}" for prize in range(len(rule.prizes))]
    shared = ledger.shared_accounts_of(till.database, names)
    today = till.now().date()
    return tuple(
        max(count - balance(shared.get(name, NOTHING), on=today), 0)
        for name, (_, count) in zip(names, rule.prizes, strict=True)
    )


def _row(till: Till, rule: Draws, now: datetime) -> DrawRow:
    kept = all_seeds(till.database).get(rule.id)
    run = runs.get_run(till.database, rule.id, _RUN)
    when = runs.done_on(till.database, rule.id, _RUN, event=_event(rule.id))
    results = _results(till, rule) if rule.chance is not None else []
    entries = {} if rule.chance is not None or when else runs.holders_of(till.database, rule.id)
    taken_part, won = counted(results)
    return DrawRow(
        program=rule.id,
        name=rule.name,
        commitment=kept.commitment if kept else "",
        seed=kept.seed if kept and kept.shown else "",
        at_once=rule.chance is not None,
        sales=taken_part,
        won=won,
        members=len(run.document["entries"]) if run else len(entries),
        entries=sum(run.document["entries"].values()) if run else sum(entries.values()),
        opens_on=rule.opens_on,
        may_hold=rule.chance is None and when is None and rule.opens(now),
        held=when,
        waiting=len(waiting(till, rule)) if when else 0,
        prizes=tuple((gift, count, left) for (gift, count), left in zip(rule.prizes, _left(till, rule), strict=True)),
    )


def _event(program: str) -> str:
    """The id of the draw in the journal: the same wherever it is held, so that another till learns of it."""
    return f"draw:{program}"


def _member(till: Till, holder: str) -> str:
    try:
        return member_row(till, holder).name
    except NotFound:
        return holder


def _sum(document: Mapping[str, Any]) -> str:
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _journal_sum(till: Till, run: KeptRun) -> str:
    event = event_by_id(till.database, run.event)
    return str(event.body.get("sum")) if event else ""
