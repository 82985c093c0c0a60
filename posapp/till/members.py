"""Members: find, enrol, change, their whole story in words, a correction with a reason."""

from __future__ import annotations

from datetime import date
from typing import Any

from posapp.loyalty.members import Member
from posapp.till.context import Till
from posapp.till.views import ManyMembers, MemberCard, StoryItem


def find(till: Till, text: str, *, limit: int = 50) -> ManyMembers:
    """Members by name, card number or digits of the phone (four: the last four). Empty text: the newest visitors."""
    raise NotImplementedError


def card_of(till: Till, member_id: str) -> MemberCard:
    """The member as the till draws her. `NotFound`."""
    raise NotImplementedError


def profile(till: Till, member_id: str) -> Member:
    """All that the register knows of a member. `NotFound`."""
    raise NotImplementedError


def enrol(
    till: Till,
    *,
    name: str,
    card: str | None = None,
    phone: str = "",
    birthday: date | None = None,
    card_type: str = "",
    consent: bool = False,
    referred_by: str | None = None,
    despite_same_phone: bool = False,
    member_id: str | None = None,
) -> MemberCard:
    """Enrol a person, with the card in her hand or with a number made now (``card=""`` makes one, None enrols without).

    `phone` is kept as digits. A phone that another member has is `Refused` (`member.phone_taken`) unless
    `despite_same_phone`. The same `member_id` again enrols nobody and answers as the first time.
    """
    raise NotImplementedError


def change(till: Till, member_id: str, **fields: Any) -> MemberCard:
    """Change fields of the register: ``name phone birthday card_type consent segments clubs``. `NotFound`."""
    raise NotImplementedError


def story(till: Till, member_id: str, *, limit: int = 100) -> tuple[StoryItem, ...]:
    """What happened to the member, newest first, in words."""
    raise NotImplementedError


def adjust(
    till: Till, member_id: str, *, program: str, amount: int, reason: str, event: str | None = None
) -> MemberCard:
    """A correction by a manager: `amount` more (or less) in the program's unit, with its reason in the journal.

    `NotAllowed` without a manager, `NotEnough` where the balance would fall below zero.
    """
    raise NotImplementedError
