"""The member register at headquarters: profiles, cards, and which store knows whom.

Personal data are here alone, never in the journal. A field changed at two tills: the later arrival wins, and what it
replaced stays in the history.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import msgspec

from posapp.hq import feed
from posapp.hq.bodies import Heard
from posapp.hq.desk import Desk, Sender
from posapp.hq.people import member, with_cards
from posapp.loyalty.ledger import CODES
from posapp.loyalty.members import Member

_MERGED = tuple(name for name in Member.__dataclass_fields__ if name not in ("id", "cards"))
SHOWN_AT_ONCE = 50


def learn(desk: Desk, sender: Sender, holder: str) -> bool:
    """A holder was met at a till: its store knows her from now on, and is told what happened elsewhere before."""
    found = desk.db.execute(
        "INSERT INTO known (holder, store) VALUES (?, ?) ON CONFLICT DO NOTHING", (holder, sender.store)
    )
    if not found.rowcount:
        return False
    feed.backlog(desk, holder, audience=feed.store_audience(sender.store))
    codes = desk.db.rows("SELECT DISTINCT lot FROM entries WHERE holder = ? AND account LIKE ?", (holder, f"%{CODES}"))
    for (code,) in codes:
        learn(desk, sender, code)
    return True


def learn_code(desk: Desk, *, holder: str, code: str) -> None:
    """A coupon became a member's: wherever she is known, it is."""
    desk.db.execute(
        "INSERT INTO known (holder, store) SELECT ?, store FROM known WHERE holder = ? ON CONFLICT DO NOTHING",
        (code, holder),
    )


def stores_that_know(desk: Desk, holder: str) -> list[str]:
    """Where this holder was met."""
    return [row[0] for row in desk.db.rows("SELECT store FROM known WHERE holder = ? ORDER BY store", (holder,))]


def show(desk: Desk, sender: Sender, numbers: tuple[str, ...]) -> None:
    """Numbers that were shown at a till and are strangers there: their members are no strangers from now on."""
    for number in numbers[:SHOWN_AT_ONCE]:
        holder = desk.db.value("SELECT member FROM cards WHERE number = ?", (number,)) or number
        if desk.db.value("SELECT 1 FROM concerns WHERE holder = ? LIMIT 1", (holder,)):
            learn(desk, sender, holder)


def take_profile(desk: Desk, sender: Sender, *, seq: int, heard: Heard, profile: Member | None) -> None:
    """An enrol or member event, with the till's present profile of her where the till still has one."""
    if heard.member is None:
        return
    had = member(desk, heard.member)
    if profile is None:
        profile = had or Member(id=heard.member, name="", joined=heard.day)
    merged = profile if had is None else _merged(desk, had, profile, heard, origin=(sender.till, seq))
    cards = _take_cards(desk, sender, profile, heard)
    if had is None or replace(merged, cards=()) != had:
        document = msgspec.json.encode(replace(merged, cards=())).decode()
        desk.db.execute("INSERT OR REPLACE INTO members (member, document) VALUES (?, ?)", (heard.member, document))
    elif not cards and with_cards(desk, merged) == profile:
        return
    _tell(desk, sender, profile, cards)


def _merged(desk: Desk, had: Member, profile: Member, heard: Heard, *, origin: tuple[str, int]) -> Member:
    named = _MERGED if heard.fields is None or heard.kind == "enrol" else heard.fields
    changed: dict[str, Any] = {
        name: getattr(profile, name)
        for name in _MERGED
        if name in named and getattr(profile, name) != getattr(had, name)
    }
    before = msgspec.to_builtins(had)
    desk.db.executemany(
        "INSERT OR REPLACE INTO member_history (member, till, seq, field, before) VALUES (?, ?, ?, ?, ?)",
        [(had.id, *origin, name, json.dumps(before[name], ensure_ascii=False)) for name in changed],
    )
    return replace(had, **changed)


def _take_cards(desk: Desk, sender: Sender, profile: Member, heard: Heard) -> list[str]:
    """Cards only come to a member or are revoked; a revoked card never comes back by an old profile."""
    changed: list[str] = []
    for number in profile.cards:
        holder = desk.db.value("SELECT member FROM cards WHERE number = ?", (number,))
        if holder is None:
            desk.db.execute("INSERT INTO cards (number, member, state) VALUES (?, ?, 'active')", (number, profile.id))
            changed.append(number)
        elif holder != profile.id:
            desk.attend("hq.attention.card_twice", till=sender.till, card=number)
    for number, reason in heard.revoked:
        found = desk.db.execute(
            "INSERT INTO cards (number, member, state, reason) VALUES (?, ?, 'revoked', ?)"
            " ON CONFLICT (number) DO UPDATE SET state = 'revoked', reason = excluded.reason WHERE state = 'active'",
            (number, profile.id, reason),
        )
        if found.rowcount:
            changed.append(number)
    return changed


def _tell(desk: Desk, sender: Sender, profile: Member, cards: list[str]) -> None:
    """Every store that knows her hears of it, the sender's other tills too; the sender itself where what it holds is
    not what headquarters made of it."""
    here = member(desk, profile.id)
    same = here is not None and with_cards(desk, here) == profile
    items = [("member", profile.id, 0), *(("card", number, 0) for number in cards)]
    for store in stores_that_know(desk, profile.id):
        feed.publish(desk, items, audience=feed.store_audience(store), origin=sender.till if same else "")
