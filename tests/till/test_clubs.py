"""Clubs at the till: joined and left, kept in the register, told to headquarters, and felt in the next sale."""

from __future__ import annotations

import pytest

from posapp.loyalty.errors import NotFound, Refused
from posapp.loyalty.outcome import NotePanel
from posapp.store.verify import verify
from posapp.till import clubs, members, outbox, programs, returns, sale
from posapp.till.context import Till
from posapp.till.views import OpenSale
from tests.till.salon import MANAGER

WINE = {"id": "wine", "kind": "club", "name": {"en": "Wine lovers", "ko": "와인 클럽"}}
VIP = {"id": "vip", "kind": "club", "audience": {"card_types": ["gold"]}}
SEVEN = {"id": "seven", "kind": "fixed_discount", "rate": 7, "audience": {"clubs": ["wine"]}}
LOUNGE = {"id": "lounge", "kind": "perk", "say": "Lounge", "uses": 1, "per": "month", "audience": {"clubs": ["wine"]}}


@pytest.fixture
def member(till: Till) -> str:
    till.person = MANAGER
    programs.load(till, [WINE, VIP, SEVEN, LOUNGE])
    return members.enrol(till, name="김민수", card="").row.id


def rung_up(till: Till, member: str) -> OpenSale:
    opened = sale.choose_member(till, sale.begin(till).draft, member)
    return sale.add_amount(till, opened.draft, amount_minor=10_000, category="wine")


def test_a_club_is_joined_and_left_and_the_next_sale_looks_at_it(till: Till, member: str) -> None:
    assert rung_up(till, member).quote.due_minor == 10_000
    card = clubs.join(till, member, "wine")
    notes = {panel.program: panel.note.key for panel in card.panels if isinstance(panel, NotePanel)}
    assert notes == {"wine": "club.member", "lounge": "perk.left_month"}
    quote = rung_up(till, member).quote
    assert (quote.due_minor, [perk.say.default for perk in quote.perks]) == (9_300, ["Lounge"])
    clubs.leave(till, member, "wine")
    assert rung_up(till, member).quote.due_minor == 10_000
    assert not verify(till.database).findings


def test_the_rows_say_which_she_is_in_and_why_she_cannot_join_the_others(till: Till, member: str) -> None:
    clubs.join(till, member, "wine")
    rows = {row.id: (row.joined, row.closed.key if row.closed else None) for row in clubs.clubs(till, member)}
    assert rows == {"wine": (True, None), "vip": (False, "whynot.card_types")}
    with pytest.raises(Refused):
        clubs.join(till, member, "vip")
    with pytest.raises(NotFound):
        clubs.join(till, member, "pets")
    with pytest.raises(NotFound):
        clubs.leave(till, member, "vip")


def test_headquarters_learns_it_once(till: Till, member: str) -> None:
    before = outbox.Outbox(till).outgoing(limit=100)
    clubs.join(till, member, "wine")
    clubs.join(till, member, "wine")
    after = outbox.Outbox(till).outgoing(limit=100)
    (event,) = after.events[len(before.events) :]
    assert (event.kind, event.body["fields"], event.body["club"], event.body["joined"]) == (
        "member",
        ["clubs"],
        "wine",
        True,
    )
    assert [profile.clubs for profile in after.profiles if profile.id == member] == [frozenset({"wine"})]


def test_a_perk_of_the_club_is_used_in_a_sale_and_given_back_by_its_void(till: Till, member: str) -> None:
    clubs.join(till, member, "wine")
    taken = sale.take_payment(till, rung_up(till, member).draft)
    assert not rung_up(till, member).quote.perks
    returns.void(till, sale=taken.sale)
    assert rung_up(till, member).quote.perks
    assert not verify(till.database).findings
