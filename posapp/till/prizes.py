"""Prizes of a draw that was held: whose wait at the counter, and handing one over, once.

What a member has won is a balance of hers (``PROGRAM#won-0``), so every till that knows her knows it; handing it over
draws it down. The event's id is made of the prize and its winner: the same at every till.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from posapp.loyalty.draws import Draws
from posapp.loyalty.errors import NotFound, Refused
from posapp.loyalty.ledger import NOTHING, balance, spend
from posapp.store import ledger, people, runs
from posapp.store.journal import event_by_id
from posapp.till.cardview import get_member
from posapp.till.context import Till
from posapp.till.journal import append, day_of
from posapp.till.owner_views import PrizeHanded

RUN = "handed"


def hand_over(till: Till, program: str, member_id: str) -> PrizeHanded:
    """Note that the winner has her prize: an event in the journal, with who was at the till.

    `NotFound` where there is no such draw or member; `Refused` where she won nothing in it, and where she has the prize
    already, with the day and, where it was at this till, by whom.
    """
    with till.writing() as moment:
        rule = rule_of(till, program)
        name = get_member(till, member_id).name
        accounts = ledger.accounts_of(till.database, member_id)
        for prize, (gift, _) in enumerate(rule.prizes):
            won = account_of(rule, prize)
            account = accounts.get(won, NOTHING)
            if balance(account, on=moment.date()) > 0:
                body = {"day": day_of(moment), "program": program, "member": member_id, "run": RUN, "prize": prize}
                entries = spend(account, 1, name=won, holder=member_id, on=moment.date())
                append(
                    till, kind="program_run", event=_event(program, prize, member_id), moment=moment, body=body,
                    entries=entries,
                )  # fmt: skip
                who = till.person.name if till.person else ""
                till.note("prize.handed", program=program, member=member_id, prize=prize)
                return PrizeHanded(gift=gift, member=name, moment=moment, by=who)
            there = handed(till, rule, prize, member_id)
            if there is not None:
                when, who = there
                key = "draw.handed_before" if who else "draw.handed_elsewhere"
                raise Refused.because(key, gift=gift, member=name, day=when.date(), who=who)
        raise Refused.because("draw.won_nothing", name=rule.name, member=name)


def rule_of(till: Till, program: str) -> Draws:
    """A draw that is on. `NotFound`."""
    rule: Any = till.catalogue.by_id.get(program)
    if not isinstance(rule, Draws):
        raise NotFound.because("draw.none", program=program)
    return rule


def handed(till: Till, rule: Draws, prize: int, holder: str) -> tuple[datetime, str] | None:
    """When a prize was handed over, and who was at the till ("" where it was another till); None: it waits."""
    event = _event(rule.id, prize, holder)
    here = event_by_id(till.database, event)
    if here is not None:
        return datetime.fromisoformat(here.moment), _name(till, here.body)
    elsewhere = runs.done_on(till.database, rule.id, RUN, event=event)
    return (elsewhere, "") if elsewhere is not None else None


def waiting(till: Till, rule: Draws) -> list[tuple[int, str]]:
    """The prizes of a draw that wait for their winners, as far as this till knows them: (prize, holder)."""
    return [
        (prize, holder)
        for prize in range(len(rule.prizes))
        for holder in runs.holders_of(till.database, account_of(rule, prize))
    ]


def account_of(rule: Draws, prize: int) -> str:
    """In which account of hers a prize stands that a member has won."""
    return f"{rule.id}#won-{prize}"


def _event(program: str, prize: int, holder: str) -> str:
    return f"handed:{program}:{prize}:{holder}"


def _name(till: Till, body: Any) -> str:
    person = people.get_person(till.database, str(body.get("cashier", "")))
    return person.name if person is not None else ""
