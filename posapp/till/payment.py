"""Taking payment: priced again at this moment, posted, durable, and only once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from posapp.loyalty import by_hand
from posapp.loyalty.errors import Refused, StoreUnavailable
from posapp.loyalty.ledger import balance
from posapp.loyalty.members import Member
from posapp.loyalty.outcome import Quote
from posapp.loyalty.quote import quote
from posapp.loyalty.record import SaleRecord
from posapp.loyalty.words import Minor
from posapp.store import baskets, ledger, sales
from posapp.store.journal import event_by_id, settle
from posapp.store.sales import KeptLine, KeptSale
from posapp.till.answers import Facts, answer_text, as_answered, read_answer
from posapp.till.cards import receipt_of
from posapp.till.cardview import codes_in, get_member, member_card, standing_of
from posapp.till.context import Till
from posapp.till.journal import append, day_of
from posapp.till.limits import check_basket
from posapp.till.views import Draft, SaleRecorded

_TENDER = re.compile(r"[a-z_-]{1,20}")


def take_payment(till: Till, draft: Draft, *, tender: str = "cash", shown_minor: int | None = None) -> SaleRecorded:
    """Keep the sale for good: priced again at this moment, posted, durable when this returns.

    The same draft again posts nothing and answers as the first time (`again` is true). `Refused` leaves everything as
    it was; so it is refused where it comes to another amount than the one that the clerk has seen (`shown_minor`),
    since midnight has passed, for one.
    """
    again = False
    try:
        posted = post_sale(till, draft, tender=tender, shown_minor=shown_minor)
        again = posted is None
    except StoreUnavailable as refused:
        # Nobody knows yet whether the disk has it. If it does, the customer has paid and is told so.
        if refused.reason.key != "store.commit_failed" or settle(till.database, draft.sale) is None:
            raise
        posted = None
    posted = posted or _read_back(till, draft.sale)
    member = posted.quote.member
    return SaleRecorded(
        sale=draft.sale,
        receipt=posted.receipt,
        quote=posted.quote,
        member=member_card(till, member) if member is not None else None,
        again=again,
        balances=posted.balances,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A sale as it was answered: what is kept with it, and said again whenever it is asked for again."""

    quote: Quote
    receipt: str
    balances: Mapping[str, int]


def post_sale(till: Till, draft: Draft, *, tender: str, shown_minor: int | None = None) -> Posted | None:
    """The transaction of `take_payment`; None where the sale was there already."""
    with till.writing() as moment:
        there = event_by_id(till.database, draft.sale)
        if there is not None:
            if there.kind != "sale":
                raise Refused.because("till.id_taken")
            _close_draft(till, draft)
            return None
        if not draft.basket.lines:
            raise Refused.because("till.basket_empty")
        if not _TENDER.fullmatch(tender):
            raise Refused.because("till.tender_form")
        check_basket(draft.basket)
        member = get_member(till, draft.member) if draft.member is not None else None
        asked = quote(
            till.catalogue,
            basket=draft.basket,
            member=member,
            standing=standing_of(till, member, others=codes_in(draft), shown=draft.shown),
            moment=moment,
            sale=draft.sale,
        )
        if shown_minor not in (None, asked.due_minor):
            raise Refused.because("till.price_changed", before=Minor(shown_minor or 0), now=Minor(asked.due_minor))
        facts = Facts.of(draft, member, rounding_unit=till.shop.rounding_unit)
        posted = _post(till, asked, facts, member=member, tender=tender, moment=moment)
        _close_draft(till, draft)
    return posted


def _close_draft(till: Till, draft: Draft) -> None:
    baskets.drop_basket(till.database, draft.sale)
    till.no_draft(draft.sale)


def _post(till: Till, asked: Quote, facts: Facts, *, member: Member | None, tender: str, moment: datetime) -> Posted:
    """Event, entries, sale, lines, counters."""
    earned = _sums((each.program, each.amount) for each in asked.earned)
    body = {
        "sale": asked.sale,
        "day": day_of(moment),
        "member": asked.member,
        "list_minor": asked.list_minor,
        "discount_minor": asked.discount_minor,
        "due_minor": asked.due_minor,
        "discounts": _sums((each.program, each.off_minor) for each in asked.benefits),
        "paid_with": _sums((each.program, each.amount_minor) for each in asked.paid_with),
        "earned": earned,
        "tender": tender,
        "lines": len(asked.lines),
    }
    event = append(till, kind="sale", event=asked.sale, moment=moment, body=body, entries=asked.entries)
    record = SaleRecord.of(asked, till.catalogue)
    posted = Posted(
        quote=as_answered(asked), receipt=receipt_of(till, event.seq), balances=balances(till, member, moment)
    )
    sales.add_sale(
        till.database,
        KeptSale(
            till=event.till,
            seq=event.seq,
            id=event.id,
            receipt=posted.receipt,
            moment=moment,
            member=asked.member,
            person=till.person.id if till.person else None,
            tender=tender,
            list_minor=asked.list_minor,
            discount_minor=asked.discount_minor,
            due_minor=asked.due_minor,
            lines=tuple(
                KeptLine(
                    product=each.line.product,
                    name=each.line.name,
                    categories=each.line.categories,
                    quantity=each.line.quantity,
                    kept=each.line.quantity,
                    net_minor=each.net_minor,
                    paid_minor=paid,
                )
                for each, paid in zip(asked.lines, paid_by_line(record), strict=True)
            ),
            record=f"{record.to_json()}\n{answer_text(posted.quote, posted.balances, facts)}",
            earned=earned,
        ),
    )
    return posted


def paid_by_line(record: SaleRecord) -> list[int]:
    """Money really paid for what is kept of each line; a line that sells stored money is no spending."""
    return [record.paid_minor(index) if line.goods else 0 for index, line in enumerate(record.lines)]


def balances(till: Till, member: Member | None, moment: datetime) -> dict[str, int]:
    """What the member holds, by account: of every program that keeps something for members, 0 too; nothing for a
    customer without a card."""
    if member is None:
        return {}
    held = {rule.id: 0 for rule in till.catalogue.rules if rule.unit and not rule.bearer}
    if any(rule.bearer for rule in till.catalogue.rules):
        held |= by_hand.held(till.catalogue, standing_of(till, member), on=moment.date())
    for name, account in ledger.accounts_of(till.database, member.id).items():
        if "#" not in name:  # counters that programs keep beside are nobody's balance
            held[name] = balance(account, on=moment.date())
    return held


def record_and_answer(kept: KeptSale) -> tuple[str, str]:
    """The two documents that are kept with a sale: what a later return needs, and what was answered."""
    record, _, answer = kept.record.partition("\n")
    return record, answer


def _read_back(till: Till, sale: str) -> Posted:
    kept = sales.sale_by_id(till.database, sale)
    assert kept is not None, sale
    answered, held = read_answer(record_and_answer(kept)[1])
    return Posted(quote=answered, receipt=kept.receipt, balances=held)


def _sums(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for program, amount in pairs:
        sums[program] += amount
    return {program: amount for program, amount in sums.items() if amount}
