"""What happened to a member, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from posapp.loyalty.exchange import ElsewhereEvent
from posapp.loyalty.journal import Event
from posapp.loyalty.ledger import CODES
from posapp.loyalty.periods import called
from posapp.loyalty.words import Minor, Reason, Text
from posapp.store import ledger, sales
from posapp.store.elsewhere import events_elsewhere
from posapp.store.journal import event_by_id, events_of_member
from posapp.till import consents
from posapp.till.cardview import get_member
from posapp.till.context import Till
from posapp.till.views import StoryItem


def story(till: Till, member_id: str, *, limit: int = 100) -> tuple[StoryItem, ...]:
    """What happened to the member, newest first, in words. `NotFound`."""
    get_member(till, member_id)
    happened = list(events_of_member(till.database, member_id, limit=limit))
    began = event_by_id(till.database, member_id)  # an enrolment has its member's id, and often no entries
    if began is not None and len(happened) < limit and began.id not in {event.id for event in happened}:
        happened.append(began)
    agreed = list(consents.changes(till, member_id))
    told = [_item(till, event, event.body, member_id) for event in (*happened, *agreed)]
    told += [
        _item(till, event, event.summary, member_id)
        for event in events_elsewhere(till.database, member_id, limit=limit)
    ]
    # Only another till's story, or what was looked up by itself, can stand in another order than it was written: here
    # the number decides, not the clock.
    if len(told) > len(happened):
        told.sort(key=lambda item: item.moment, reverse=True)
    return tuple(told[:limit])


def _item(till: Till, event: Event | ElsewhereEvent, body: Mapping[str, Any], member_id: str) -> StoryItem:
    moved: Counter[str] = Counter()
    for entry in ledger.entries_of(till.database, till=event.till, seq=event.seq):
        if entry.holder == member_id and "#" not in entry.account:  # counters that programs keep beside say nothing
            moved[entry.account] += entry.amount
        elif entry.holder == member_id and entry.account.endswith(CODES):
            moved[entry.account.removesuffix(CODES)] += entry.amount
    of_another = body.get("member") not in (None, member_id)
    return StoryItem(
        moment=datetime.fromisoformat(event.moment),
        what=Reason("story.sent_somebody") if of_another else _what(till, event.kind, body),
        changes=tuple((till.names.get(name, Text(name)), amount) for name, amount in moved.items() if amount),
        sale=None if of_another else event.id if event.kind == "sale" else body.get("sale"),
    )


def _what(till: Till, kind: str, body: Mapping[str, Any]) -> Reason:
    match kind:
        case "sale":
            return _bought(till, body)
        case "return" | "void":
            return Reason.of(f"story.{kind}", refund=Minor(body.get("refund_minor", 0)))
        case "adjust":
            return Reason.of("story.adjust", reason=str(body.get("reason", "")))
        case "enrol":
            return Reason(_enrolled(body))
        case "member" if "consent" in body:
            return Reason("story.agreed" if body["consent"] else "story.agrees_no_more")
        case "close_day":
            return Reason.of("story.expired")
        case "program_run" if "period" in body:
            return Reason.of("story.period", period=called(str(body["period"])))
        case "program_run" if body.get("run") == "handed":
            return Reason.of("story.prize_handed", name=_program_name(till, body))
        case "program_run" if "winners" in body:
            return Reason.of("story.won", name=_program_name(till, body))
        case _:
            return Reason.of("story.other")


def _enrolled(body: Mapping[str, Any]) -> str:
    """That she was enrolled, by whom, and whether she agreed to be written to."""
    if body.get("herself"):
        return "story.joined_herself_agreed" if body.get("consent") else "story.joined_herself"
    return "story.enrol_agreed" if body.get("consent") else "story.enrol"


def _program_name(till: Till, body: Mapping[str, Any]) -> Text:
    """The program that a body speaks of, as people call it."""
    program = str(body["program"])
    return till.names.get(program, Text(program))


_NAMED = 3
"""Goods that are named in one line of a story."""


def _bought(till: Till, body: Mapping[str, Any]) -> Reason:
    """What was bought, where this shop knows it: another till's sale comes without its lines."""
    kept = sales.sale_by_id(till.database, str(body.get("sale", "")))
    due = Minor(body.get("due_minor", 0))
    if kept is None:
        return Reason.of("story.sale_elsewhere", due=due)
    names = list(dict.fromkeys(line.name for line in kept.lines))
    if len(names) > _NAMED:
        return Reason.of("story.sale_more", what=tuple(names[:_NAMED]), count=len(names) - _NAMED, due=due)
    return Reason.of("story.sale", what=tuple(names), due=due)
