"""What tills that were apart did together: once too often, or more than there was. Nothing is undone; it is told.

A till never waits for another, so both may hold a draw, close a period or hand a prize over, and both may give the last
prize or the last of a budget away. The journal has it all; which of it counts is for a person to say.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from posapp.hq.bodies import Heard
from posapp.hq.desk import Desk
from posapp.loyalty.definitions import programs_with
from posapp.loyalty.documents import Reader
from posapp.loyalty.ledger import EVERYBODY
from posapp.loyalty.limits import most_of

_TWICE = {
    "draw": ("hq.attention.drawn_twice", ("program",)),
    "period": ("hq.attention.closed_twice", ("program", "period")),
    "handed": ("hq.attention.handed_twice", ("program", "prize", "holder")),
}
"""By the first word of the id that such an event has at every till: what the owner is told, and what else is in the
id."""


def watch(desk: Desk, *, till: str, heard: Iterable[Heard]) -> None:
    """Put on the owner's list what the new events of a till did that another one had done, or overdid. They are
    posted."""
    over: set[str] = set()
    for each in heard:
        if each.kind == "program_run":
            _done_twice(desk, till, each.id)
        over.update(entry.account for entry in each.entries if entry.holder == EVERYBODY and entry.amount > 0)
    for account in sorted(over):
        _too_much(desk, till, account)


def _done_twice(desk: Desk, till: str, event: str) -> None:
    what, _, rest = event.partition(":")
    if what not in _TWICE:
        return
    key, names = _TWICE[what]
    about = rest.split(":", len(names) - 1)
    if len(about) != len(names) or "/" in about[-1]:  # a further part of a run that was told already
        return
    sql = "SELECT 1 FROM tills t JOIN events e ON e.till = t.till AND e.id = ? WHERE t.till <> ? LIMIT 1"
    if desk.db.value(sql, (event, till)):
        desk.attend(key, till=till, **dict(zip(names, about, strict=True)))


def _too_much(desk: Desk, till: str, account: str) -> None:
    """Is there more in an account of everybody's than its program, as headquarters has it, lets in?"""
    id_ = account.partition("#")[0]
    sql = "SELECT document FROM programs WHERE id = ? ORDER BY version DESC LIMIT 1"
    document = desk.db.value(sql, (id_,))
    for program in programs_with(Reader(), [json.loads(document)]) if document else ():
        most = most_of(program).get(account)
        sql = "SELECT amount FROM balances WHERE holder = ? AND account = ?"
        if most is not None and desk.db.value(sql, (EVERYBODY, account)) > most:
            desk.attend("hq.attention.too_much", till=till, program=id_, most=most)
