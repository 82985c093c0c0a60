"""Members: find, enrol, change, correct with a reason."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any, Required, TypedDict, Unpack

from posapp.loyalty.by_hand import corrected
from posapp.loyalty.errors import NotEnough, NotFound, Refused
from posapp.loyalty.joining import joined
from posapp.loyalty.members import Member
from posapp.loyalty.quote import levels
from posapp.store import cards as kept_cards
from posapp.store import members as kept
from posapp.store.journal import event_by_id
from posapp.till import cards, consents
from posapp.till.cardview import get_member, member_card, row_view, standing_of
from posapp.till.context import Till
from posapp.till.journal import append, day_of
from posapp.till.limits import plain_text
from posapp.till.payment import balances
from posapp.till.phones import digits_of
from posapp.till.story import story
from posapp.till.views import ManyMembers, MemberCard

__all__ = ["adjust", "by_card", "by_phone", "card_of", "card_types", "change", "enrol", "find", "profile", "story"]

FIELDS = ("name", "phone", "birthday", "card_type", "consent", "segments", "clubs", "joined", "household")
"""What `change` can change; the day of joining only for a manager."""


class NewMember(TypedDict, total=False):
    """What `enrol` takes; `referred_by` is a member's id."""

    name: Required[str]
    card: str | None
    phone: str
    birthday: date | None
    card_type: str
    consent: bool
    herself: bool
    referred_by: str | None
    despite_same_phone: bool
    member_id: str | None
    joined_on: date | None
    household: str


_ID = re.compile(r"[\x21-\x7e]{8,64}")


def find(till: Till, text: str, *, limit: int = 50) -> ManyMembers:
    """Members by name, card number or digits of the phone (four: the last four). Empty text: the newest visitors."""
    text = text.strip()
    digits = "".join(letter for letter in text if letter not in " -")
    if not text:
        page = kept.newest(till.database, limit=limit)
    elif digits.isascii() and digits.isdecimal():
        card = kept_cards.get_card(till.database, digits)
        row = kept.row_of(till.database, card.member) if card and card.member else None
        if row is not None:
            return ManyMembers(rows=(row_view(row),))
        page = kept.by_phone_end(till.database, digits, limit=limit)
    else:
        page = kept.by_name(till.database, text, limit=limit)
    return ManyMembers(rows=tuple(map(row_view, page.rows)), more=max(0, page.total - len(page.rows)))


def card_of(till: Till, member_id: str) -> MemberCard:
    """The member as the till draws her. `NotFound`."""
    till.look_again()
    return member_card(till, member_id)


def profile(till: Till, member_id: str) -> Member:
    """All that the register knows of a member. `NotFound`."""
    return get_member(till, member_id)


def tiers_of(till: Till, member_id: str) -> dict[str, str]:
    """The levels that the member holds now, by program. `NotFound`."""
    till.look_again()
    member = get_member(till, member_id)
    return dict(levels(till.catalogue, member=member, standing=standing_of(till, member), moment=till.now()))


def balances_of(till: Till, member_id: str) -> dict[str, int]:
    """What the member holds now in each program at work. `NotFound`."""
    till.look_again()
    return balances(till, get_member(till, member_id), till.now())


def by_card(till: Till, number: str) -> Member:
    """Whose card this is. `NotFound`; `Refused` where it is blocked."""
    card = kept_cards.get_card(till.database, number)
    if card is None or card.member is None:
        raise NotFound.because("till.card_unknown", number=number)
    if card.state != "good":
        raise Refused.because("till.card_revoked", number=number)
    return get_member(till, card.member)


def by_phone(till: Till, written: str) -> Member:
    """The one member with this phone. `NotFound`; `Refused` where it is no phone number or several share it."""
    page = kept.by_phone_end(till.database, digits_of(written), limit=2)
    if not page.rows:
        raise NotFound.because("till.phone_unknown")
    if page.total > 1:
        raise Refused.because("till.phone_shared", count=page.total)
    return get_member(till, page.rows[0].id)


def enrol(till: Till, **new: Unpack[NewMember]) -> MemberCard:
    """Enrol a person, with the card in her hand or with a number made now (``card=""`` makes one, None enrols without).

    `phone` is kept as digits. A phone that another member has is `Refused` (``till.phone_taken``) unless
    `despite_same_phone`. `joined_on` is for who was a member before (today where left out). `consent` is whether she
    agrees to be written to; `herself` that she agreed on her own screen that all this is kept. The same `member_id`
    again enrols nobody and answers as the first time.
    """
    return member_card(till, enrol_quietly(till, **new))


def enrol_quietly(till: Till, **new: Unpack[NewMember]) -> str:
    """`enrol` for those who only want the member's id: nothing is drawn."""
    member_id, card, referrer = _own_id(till, new.get("member_id")), new.get("card"), new.get("referred_by")
    with till.writing() as moment:
        if kept.get_member(till.database, member_id) is None:
            today = moment.date()
            member = _checked(
                Member(
                    id=member_id,
                    name=new["name"],
                    joined=min(new.get("joined_on") or today, today),
                    phone=new.get("phone", ""),
                    birthday=new.get("birthday"),
                    card_type=new.get("card_type", ""),
                    consent=new.get("consent", False),
                    household=new.get("household", ""),
                    referred_by=get_member(till, referrer).id if referrer else None,
                ),
                today=today,
            )
            _phone_free(till, member, new.get("despite_same_phone", False))
            kept.add_member(till.database, member)
            if card is not None:
                number = _card_number(card) or cards.fresh_number(till, cards.rules_of(till))
                cards.take_card(till, number, member_id=member_id, moment=moment)
                member = replace(member, cards=(number,))
            there = standing_of(till, member)
            entries = joined(till.catalogue, member=member, moment=moment, document=member_id, standing=there)
            body = consents.with_enrolment(day=day_of(moment), member=member, herself=new.get("herself", False))
            append(till, kind="enrol", event=member_id, moment=moment, body=body, entries=entries)
    return member_id


def wants_referrer(till: Till) -> bool:
    """Does any program at work want to know who sent a new member?"""
    return any(rule.wants_referrer for rule in till.catalogue.rules)


def referrer(till: Till, written: str) -> Member:
    """Who sent a new member, by her card or her phone. `NotFound`; `Refused` where several share the phone."""
    try:
        return by_card(till, "".join(letter for letter in written if letter not in " -"))
    except NotFound as no_card:
        try:
            return by_phone(till, written)
        except Refused as no_phone:
            raise (no_card if no_phone.reason.key == "till.phone_form" else no_phone) from None


def card_types(till: Till) -> tuple[str, ...]:
    """The kinds of card that a program is for: what an enrolment must ask, in their order of first mention."""
    till.look_again()
    named = (name for program in till.catalogue.programs.values() for name in program.audience.card_types)
    return tuple(dict.fromkeys(named))


def change(till: Till, member_id: str, *, despite_same_phone: bool = False, **fields: Any) -> MemberCard:
    """Change some of `FIELDS` in the register. `NotFound`; `Refused` where a value cannot be right; `NotAllowed` where
    the day of joining changes without a manager, since programs reward by it."""
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise TypeError(f"no such field of a member: {', '.join(sorted(unknown))}")
    with till.writing() as moment:
        before = get_member(till, member_id)
        after = _checked(replace(before, **fields), today=moment.date())
        changed = tuple(name for name in FIELDS if getattr(before, name) != getattr(after, name))
        if changed:
            if "joined" in changed:
                if not date(1900, 1, 1) <= after.joined <= moment.date():
                    raise Refused.because("till.joined_wrong")
                till.manager()
            if "phone" in changed:
                _phone_free(till, after, despite_same_phone)
            kept.change_member(till.database, after)
            if "consent" in changed:
                consents.announce(till, after, moment=moment, fields=changed)
            else:
                cards.announce(till, member_id, moment=moment, fields=changed)
            till.note("member.changed", member=member_id, fields=list(changed))
    return member_card(till, member_id)


def adjust(
    till: Till, member_id: str, *, program: str, amount: int, reason: str, event: str | None = None
) -> MemberCard:
    """A correction by a manager: `amount` more (or less) in the program's unit, with its reason in the journal.

    `NotAllowed` without a manager, `NotEnough` where the balance would fall below zero. The same `event` id again
    posts nothing.
    """
    reason = plain_text(reason)
    if not reason:
        raise Refused.because("till.reason_missing")
    if not 0 < abs(amount) <= MOST_ADJUSTED:
        raise Refused.because("till.adjust_amount", most=MOST_ADJUSTED)
    event = _own_id(till, event)
    with till.writing() as moment:
        member = get_member(till, member_id)
        if event_by_id(till.database, event) is None:
            there = balances(till, member, moment).get(program, 0)
            rule = till.catalogue.by_id.get(program)
            if amount < 0 and rule is not None and not rule.bearer and there + amount < 0:
                raise NotEnough.because("till.adjust_below_zero", largest=max(there, 0))
            entries = corrected(
                till.catalogue,
                program=program,
                amount=amount,
                member=member,
                standing=standing_of(till, member),
                moment=moment,
                document=event,
            )
            manager = till.manager()
            body = {
                "day": day_of(moment),
                "member": member.id,
                "program": program,
                "amount": amount,
                "reason": reason,
                "allowed_by": manager.id,
            }
            append(till, kind="adjust", event=event, moment=moment, body=body, entries=entries)
            till.note("member.adjusted", by=manager, member=member.id, program=program, amount=amount)
    return member_card(till, member_id)


MOST_ADJUSTED = 10**12
"""Points or minor units that one correction may give or take."""


def _own_id(till: Till, given: str | None) -> str:
    """An id given from outside, or one made now. `Refused` where it cannot be one."""
    if given is None:
        return till.new_id()
    if not _ID.fullmatch(given):
        raise Refused.because("till.id_form")
    return given


def _checked(member: Member, *, today: date) -> Member:
    """The member as she is kept. `Refused` where a field cannot be right."""
    name = plain_text(member.name)
    if not name:
        raise Refused.because("till.name_missing")
    if member.birthday is not None and not date(1900, 1, 1) <= member.birthday <= today:
        raise Refused.because("till.birthday_wrong")
    return replace(
        member,
        name=name,
        phone=digits_of(member.phone) if member.phone.strip() else "",
        card_type=plain_text(member.card_type),
        household=plain_text(member.household),
    )


def _card_number(card: str) -> str:
    number = card.strip()
    if number and not (number.isascii() and number.isdecimal() and 4 <= len(number) <= 32):
        raise Refused.because("till.card_form")
    return number


def _phone_free(till: Till, member: Member, despite: bool) -> None:
    taken = kept.phone_taken(till.database, member.phone) if member.phone and not despite else None
    if taken is not None and taken != member.id:
        raise Refused.because("till.phone_taken", name=get_member(till, taken).name)
