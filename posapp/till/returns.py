"""Returns and voids: what will happen, and then that it happens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime

from posapp.loyalty import returns as rules
from posapp.loyalty.errors import NotFound, Refused, StoreUnavailable
from posapp.loyalty.ledger import EVERYBODY
from posapp.loyalty.record import SaleRecord
from posapp.loyalty.returns import Returned
from posapp.loyalty.words import Reason
from posapp.store import sales
from posapp.store.journal import event_by_id, settle
from posapp.store.sales import KeptSale
from posapp.till.answers import read_reasons, reasons_plain
from posapp.till.cardview import get_member, member_card, member_row, standing_of
from posapp.till.context import Till
from posapp.till.journal import append, day_of
from posapp.till.payment import paid_by_line, record_and_answer
from posapp.till.views import PastLineView, ReturnPreview, ReturnRecorded, SaleView


def find_sale(till: Till, text_or_id: str) -> SaleView:
    """A sale by its id or by the number on its receipt. `NotFound`."""
    text = text_or_id.strip()
    kept = sales.sale_by_id(till.database, text) or sales.sale_by_receipt(till.database, text)
    if kept is None:
        raise NotFound.because("till.sale_unknown")
    return _view(till, kept)


def recent_sales(till: Till, *, member: str | None = None, limit: int = 50) -> tuple[SaleView, ...]:
    """The newest sales first, of everybody or of one member."""
    return tuple(_view(till, kept) for kept in sales.recent_sales(till.database, member=member, limit=limit))


def last_sale(till: Till) -> SaleView | None:
    """The newest sale of this till that was not voided, for *Undo*; None on a new day, or where it cannot be undone."""
    kept = sales.last_sale(till.database)
    if kept is None or kept.moment.date() != till.now().date() or kept.voided:
        return None
    return _view(till, kept)


def preview_return(till: Till, *, sale: str, lines: Mapping[int, int]) -> ReturnPreview:
    """What a return of so many units of each line (index to units) would do. Nothing is kept."""
    till.look_again()
    kept = _get(till, sale)
    back = _returned(till, kept, lines, moment=till.now(), event="preview")
    return ReturnPreview(refund_minor=back.refund_minor, changes=back.changes)


def preview_void(till: Till, *, sale: str) -> ReturnPreview:
    """What undoing the whole sale would do. Nothing is kept."""
    till.look_again()
    kept = _get(till, sale)
    back = _voided(till, kept, moment=till.now(), event="preview")
    return ReturnPreview(refund_minor=back.refund_minor, changes=back.changes)


def take_back(till: Till, *, sale: str, lines: Mapping[int, int], event: str | None = None) -> ReturnRecorded:
    """Take units back. The same `event` id again posts nothing and answers as the first time."""
    event = event or till.new_id()
    return _durably(till, event, lambda: post_return(till, sale=sale, lines=lines, event=event))


def void(till: Till, *, sale: str, event: str | None = None) -> ReturnRecorded:
    """Undo a whole sale of the same local day, on which nothing later stands. `Refused` otherwise."""
    event = event or till.new_id()
    return _durably(till, event, lambda: post_void(till, sale=sale, event=event))


def post_return(till: Till, *, sale: str, lines: Mapping[int, int], event: str) -> bool:
    """The transaction of `take_back`; False where the return was there already."""
    with till.writing() as moment:
        if _there(till, event, "return"):
            return False
        kept = _get(till, sale)
        back = _returned(till, kept, lines, moment=moment, event=event)
        _post(till, "return", kept, back, event=event, moment=moment)
    return True


def post_void(till: Till, *, sale: str, event: str) -> bool:
    """The transaction of `void`; False where the void was there already."""
    with till.writing() as moment:
        if _there(till, event, "void"):
            return False
        kept = _get(till, sale)
        back = _voided(till, kept, moment=moment, event=event)
        _post(till, "void", kept, back, event=event, moment=moment)
    return True


def _durably(till: Till, event: str, post: Callable[[], bool]) -> ReturnRecorded:
    again = False
    try:
        again = not post()
    except StoreUnavailable as refused:
        # Nobody knows yet whether the disk has it. If it does, it has happened and the clerk is told so.
        if refused.reason.key != "store.commit_failed" or settle(till.database, event) is None:
            raise
    happened = event_by_id(till.database, event)
    assert happened is not None, event
    body = happened.body
    member = body["member"]
    return ReturnRecorded(
        event=event,
        sale=body["sale"],
        refund_minor=body["refund_minor"],
        changes=read_reasons(body["changes"]),
        member=member_card(till, member) if member is not None else None,
        again=again,
    )


def _there(till: Till, event: str, kind: str) -> bool:
    there = event_by_id(till.database, event)
    if there is not None and there.kind != kind:
        raise Refused.because("till.id_taken")
    return there is not None


def _get(till: Till, sale: str) -> KeptSale:
    kept = sales.sale_by_id(till.database, sale)
    if kept is None:
        raise NotFound.because("till.sale_unknown")
    return kept


def _returned(till: Till, kept: KeptSale, lines: Mapping[int, int], *, moment: datetime, event: str) -> Returned:
    record = SaleRecord.from_json(record_and_answer(kept)[0])
    member = get_member(till, kept.member) if kept.member is not None else None
    return rules.take_back(
        till.catalogue,
        record,
        lines=lines,
        standing=standing_of(till, member, others=_others(record)),
        moment=moment,
        document=event,
        member=member,
    )


def _voided(till: Till, kept: KeptSale, *, moment: datetime, event: str) -> Returned:
    reason = _not_voidable(till, kept, moment)
    if reason is not None:
        raise Refused(reason)
    record = SaleRecord.from_json(record_and_answer(kept)[0])
    member = get_member(till, kept.member) if kept.member is not None else None
    return rules.void(
        till.catalogue,
        record,
        standing=standing_of(till, member, others=_others(record)),
        moment=moment,
        document=event,
        member=member,
    )


def _others(record: SaleRecord) -> tuple[str, ...]:
    """Whose accounts the sale touched besides the member's: cards that paid, coupons, who sent her."""
    holders = [entry.holder for entry in record.entries if entry.holder not in (record.member, EVERYBODY)]
    return tuple(dict.fromkeys(holders))


def _post(till: Till, kind: str, kept: KeptSale, back: Returned, *, event: str, moment: datetime) -> None:
    """Event, entries, and the sale with what is left of it."""
    now = {
        index: (line.kept, paid)
        for index, (line, paid) in enumerate(zip(back.record.lines, paid_by_line(back.record), strict=True))
    }
    body = {
        "sale": kept.id,
        "day": day_of(moment),
        "member": kept.member,
        "refund_minor": back.refund_minor,
        "nothing_kept": back.record.empty,
        **_no_longer(SaleRecord.from_json(record_and_answer(kept)[0]), back.record),
        "changes": reasons_plain(back.changes),
        "back": [list(units) for units in back.lines],
    }
    append(till, kind=kind, event=event, moment=moment, body=body, entries=back.entries)
    _, answer = record_and_answer(kept)
    sales.shrink_sale(
        till.database,
        kept,
        record=f"{back.record.to_json()}\n{answer}",
        lines=now,
        earned={each.program: each.amounts[0] for each in back.record.earnings if each.amounts[0]},
        refund_minor=back.refund_minor,
        voided=kind == "void",
    )
    till.note(f"sale.{kind}", sale=kept.id, refund_minor=back.refund_minor)


def _no_longer(before: SaleRecord, after: SaleRecord) -> dict[str, dict[str, int]]:
    """What of a sale's figures no longer holds, by program, under the names that they have in the sale's event."""
    gone: dict[str, Counter[str]] = {"discounts": Counter(), "earned": Counter(), "paid_with": Counter()}
    for index, (was, now) in enumerate(zip(before.lines, after.lines, strict=True)):
        for program, off_minor in was.off.items():
            gone["discounts"][program] += now.given_back(off_minor) - was.given_back(off_minor)
        for payment in before.payments:
            share = payment.minor[index]
            gone["paid_with"][payment.program] += now.given_back(share) - was.given_back(share)
    for earned, kept in ((before.earnings, 1), (after.earnings, -1)):
        for each in earned:
            gone["earned"][each.program] += kept * each.amounts[0]
    return {name: {program: amount for program, amount in by.items() if amount} for name, by in gone.items()}


def _not_voidable(till: Till, kept: KeptSale, moment: datetime) -> Reason | None:
    """Why a sale cannot be undone as if it had never been, if so."""
    if kept.voided:
        return Reason.of("till.void_again")
    if any(line.kept < line.quantity for line in kept.lines):
        return Reason.of("till.void_returned")
    if kept.moment.astimezone(moment.tzinfo).date() != moment.date():
        return Reason.of("till.void_day")
    if sales.anything_later(till.database, kept):
        return Reason.of("till.void_later")
    return None


def _view(till: Till, kept: KeptSale) -> SaleView:
    return SaleView(
        sale=kept.id,
        receipt=kept.receipt,
        moment=kept.moment,
        member=member_row(till, kept.member) if kept.member is not None else None,
        due_minor=kept.due_minor,
        lines=tuple(
            PastLineView(index=n, name=line.name, quantity=line.quantity, kept=line.kept, net_minor=line.net_minor)
            for n, line in enumerate(kept.lines)
        ),
        not_voidable=_not_voidable(till, kept, till.now()),
        voided=kept.voided,
    )
