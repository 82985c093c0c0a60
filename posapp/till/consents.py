"""What a member agreed to, and when: that her data is kept, where she joined on her own screen, and to be written to.

Whether she agrees now is a field of the register (`Member.consent`). How it came to be so stands in the journal: with
her enrolment, and as an event of its own for each time that she gave or withdrew it, found by ids made of hers.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from posapp.loyalty.journal import Event
from posapp.loyalty.members import Member
from posapp.store.journal import event_by_id
from posapp.till.context import Till
from posapp.till.journal import append, day_of


def with_enrolment(*, day: str, member: Member, herself: bool) -> dict[str, object]:
    """The body of an enrolment: it says what she agreed to, and nothing where that is nothing."""
    agreed = {"consent": True} if member.consent else {}
    return {"day": day, "member": member.id, **agreed, **({"herself": True} if herself else {})}


def announce(till: Till, member: Member, *, moment: datetime, fields: tuple[str, ...]) -> None:
    """Tell headquarters, in the current transaction, that she agrees to be written to or does so no more; `fields` are
    all that changed in the register with it."""
    place = sum(1 for _ in changes(till, member.id)) + 1
    body = {"day": day_of(moment), "member": member.id, "fields": sorted(fields), "consent": member.consent}
    append(till, kind="member", event=_event(member.id, place), moment=moment, body=body)


def changes(till: Till, member_id: str) -> Iterator[Event]:
    """Each time that she gave or withdrew it since she was enrolled, the first in front, as this till knows it."""
    place = 1
    while (event := event_by_id(till.database, _event(member_id, place))) is not None:
        yield event
        place += 1


def _event(member_id: str, place: int) -> str:
    return f"consent:{place}:{member_id}"
