"""A customer's own phone number, entered where she can see it: it finds her, or enrols her with her consent.

Unlike the one box of the clerk, only a whole number counts here, and nobody is ever listed: whoever enters a wrong
number learns nothing of whom it belongs to.
"""

from __future__ import annotations

from posapp.loyalty.errors import Refused
from posapp.store import members as kept
from posapp.till import members
from posapp.till.context import Till
from posapp.till.phones import digits_of

_LOOKED_AT = 20
"""Members whose number ends alike that are looked at; a whole number seldom ends like another."""


def member_of(till: Till, phone: str) -> str | None:
    """The id of the one member who has this whole number, None where nobody has.

    `Refused` where it is no phone number (``till.phone_form``) or several share it (``own_number.shared``).
    """
    digits = digits_of(phone)
    page = kept.by_phone_end(till.database, digits, limit=_LOOKED_AT)
    there = [row.id for row in page.rows if row.phone == digits]
    if len(there) > 1:
        raise Refused.because("own_number.shared")
    return there[0] if there else None


def join(till: Till, *, phone: str, name: str, news: bool, member_id: str) -> str:
    """Enrol a customer who agreed, on her own screen, that her number is kept; gives `member_id`, made beforehand so
    that a second press enrols nobody twice.

    `news` is whether she wants to be written to, which she may leave. That she agreed, and when, stands in the journal
    and in her story (see `consents.py`).
    `Refused` where the number cannot be one, or somebody has it by now.
    """
    if (there := member_of(till, phone)) is not None:
        if there != member_id:
            raise Refused.because("own_number.known")
        return there
    members.enrol_quietly(till, name=name, phone=phone, consent=news, herself=True, member_id=member_id)
    with till.writing():
        till.note("member.joined_herself", member=member_id, news=news)
    return member_id
