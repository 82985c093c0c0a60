"""Clubs: which there are for a member, and joining and leaving them."""

from __future__ import annotations

from dataclasses import dataclass

from posapp.loyalty.clubs import clubs_of, joined_club, left_club, not_joinable
from posapp.loyalty.members import Member
from posapp.loyalty.words import Reason, Text
from posapp.store import members as kept
from posapp.till.cardview import get_member, member_card, standing_of
from posapp.till.context import Till
from posapp.till.journal import append, day_of
from posapp.till.views import MemberCard


@dataclass(frozen=True, slots=True, kw_only=True)
class ClubRow:
    """A club as it stands beside a member: whether she is in it, and if not, why she cannot join (None: she can)."""

    id: str
    name: Text
    joined: bool
    closed: Reason | None = None


def clubs(till: Till, member_id: str) -> tuple[ClubRow, ...]:
    """All clubs of the shop, and those she is in though no program has them any more. `NotFound`."""
    till.look_again()
    member = get_member(till, member_id)
    standing = standing_of(till, member)
    rules = clubs_of(till.catalogue)
    rows = []
    for word, rule in rules.items():
        joined = word in member.clubs
        closed = None
        if not joined:
            closed = not_joinable(till.catalogue, member, word, standing=standing, moment=till.now())
        rows.append(ClubRow(id=word, name=rule.name, joined=joined, closed=closed))
    gone = sorted(member.clubs - set(rules))
    return (*rows, *(ClubRow(id=word, name=Text(word), joined=True) for word in gone))


def join(till: Till, member_id: str, club: str) -> MemberCard:
    """She is one of the club from now on; the journal tells headquarters. Who is in it already stays in it.

    `NotFound` where there is no such member or club, `Refused` where it does not take her now.
    """
    with till.writing() as moment:
        member = get_member(till, member_id)
        standing = standing_of(till, member)
        after = joined_club(till.catalogue, member, club, standing=standing, moment=moment)
        _keep(till, member, after, club=club, joined=True)
    return member_card(till, member_id)


def leave(till: Till, member_id: str, club: str) -> MemberCard:
    """She is not one of the club any more. `NotFound` where there is no such member, or where she is not in it."""
    with till.writing():
        member = get_member(till, member_id)
        _keep(till, member, left_club(till.catalogue, member, club), club=club, joined=False)
    return member_card(till, member_id)


def _keep(till: Till, before: Member, after: Member, *, club: str, joined: bool) -> None:
    if after == before:
        return
    kept.change_member(till.database, after)
    moment = till.now()
    body = {"day": day_of(moment), "member": after.id, "fields": ["clubs"], "club": club, "joined": joined}
    append(till, kind="member", event=till.new_id(), moment=moment, body=body)
    till.note("member.joined" if joined else "member.left", member=after.id, club=club)
