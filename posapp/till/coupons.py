"""Coupons: made by hand, listed, and those that a day brings to members who did not come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from posapp.loyalty.basket import Basket
from posapp.loyalty.by_hand import corrected
from posapp.loyalty.errors import NotFound, Refused
from posapp.loyalty.ledger import NOTHING, Entry, balance
from posapp.loyalty.posting import what_comes
from posapp.loyalty.quote import open_sale
from posapp.loyalty.words import Reason, Text
from posapp.store import ledger
from posapp.store import members as kept
from posapp.store.journal import event_by_id
from posapp.till.cardview import get_member, standing_of
from posapp.till.codes import rule_behind
from posapp.till.context import Till
from posapp.till.journal import append, day_of
from posapp.till.limits import plain_text

MOST_AT_ONCE = 1000
"""Coupons for nobody in particular that are made in one go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CouponView:
    """A coupon as it is listed and printed: `uses` are left, `member` is whose it is (None: whoever brings it)."""

    code: str
    program: str
    name: Text
    gives: Reason
    said: Reason
    uses: int
    expires_on: date | None
    member: str | None = None


def issue(
    till: Till, program: str, *, count: int = 1, member: str | None = None, reason: str = "", event: str | None = None
) -> tuple[CouponView, ...]:
    """Make coupons by hand, for a member or for whoever brings them. `NotAllowed` without a manager, `NotFound`;
    `Refused` where the program has no coupons."""
    if not 1 <= count <= MOST_AT_ONCE:
        raise Refused.because("till.coupons_at_once", most=MOST_AT_ONCE)
    rule = till.catalogue.by_id.get(program)
    if rule is None or rule.unit != "coupons":
        raise NotFound.because("till.no_coupon_program", program=program)
    with till.writing() as moment:
        holder = get_member(till, member) if member is not None else None
        manager = till.manager()
        document = event or till.new_id()
        entries = corrected(
            till.catalogue,
            program=program,
            amount=count,
            member=holder,
            standing=standing_of(till, holder),
            moment=moment,
            document=document,
        )
        body = {
            "day": day_of(moment),
            "member": member,
            "program": program,
            "amount": count,
            "reason": plain_text(reason),
            "allowed_by": manager.id,
        }
        append(till, kind="adjust", event=document, moment=moment, body=body, entries=entries)
        till.note("coupons.issued", by=manager, member=member, program=program, count=count)
    return tuple(get(till, entry.holder) for entry in entries if entry.cause == "issue")


def get(till: Till, code: str) -> CouponView:
    """A coupon by its code, used up or not. `NotFound`."""
    rule = rule_behind(till, code)
    if rule is None or rule.unit != "coupons":
        raise NotFound.because("redeem.no_coupon", code=code)
    account = ledger.held_by(till.database, code).get(rule.id, NOTHING)
    today = till.now().date()
    said, _ = rule.code_says(account, code, on=today)
    return CouponView(
        code=code,
        program=rule.id,
        name=rule.name,
        gives=rule.gives,
        said=said,
        uses=balance(account, on=today),
        expires_on=max((lot.expires_on for lot in account.lots if lot.expires_on is not None), default=None),
        member=ledger.owner_of(till.database, rule.id, code),
    )


def listed(till: Till, *, program: str | None = None, member: str | None = None) -> tuple[CouponView, ...]:
    """The coupons that can still be used, the first to end in front; of one program, or one member's. `NotFound`."""
    till.look_again()
    wanted = [rule.id for rule in till.catalogue.rules if rule.unit == "coupons" and program in (None, rule.id)]
    if program is not None and not wanted:
        raise NotFound.because("till.no_coupon_program", program=program)
    if member is not None:
        standing = standing_of(till, get_member(till, member))
        codes = [code for each in wanted for code in standing.codes(each)]
    else:
        codes = [code for each in wanted for code in ledger.holders_of(till.database, each)]
    found = [view for code in codes if (view := get(till, code)).uses > 0]
    return tuple(sorted(found, key=lambda view: (view.expires_on or date.max, view.program, view.code)))


def brought_by_the_day(till: Till, moment: datetime, *, document: str) -> tuple[Entry, ...]:
    """Entries of what this day brings to members by itself, as far as it did not come with a sale of theirs: so that a
    birthday's coupon can be sent to who has not been here. In the current transaction.

    Of several tills the one that enrolled her does it, so that two that close while apart do not bring it twice.
    """
    due: dict[str, None] = {}
    for rule in till.catalogue.bringing:
        birthdays, segment = rule.comes_to(moment.date())
        due.update(dict.fromkeys(kept.with_birthday_or_segment(till.database, birthdays, segment)))
    entries: list[Entry] = []
    for member_id in due:
        enrolled = event_by_id(till.database, member_id)
        if enrolled is None or enrolled.till not in till.database.own_tills:
            continue
        member = get_member(till, member_id)
        sale = open_sale(
            till.catalogue,
            basket=Basket(),
            member=member,
            standing=standing_of(till, member),
            moment=moment,
            sale=f"{document}/{member_id}",
        )
        entries += what_comes(till.catalogue, sale)
    return tuple(entries)
