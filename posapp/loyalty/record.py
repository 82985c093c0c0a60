"""What is kept with a sale so that a return years later can be worked out, whatever became of the programs since."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from posapp.loyalty.catalogue import Catalogue
from posapp.loyalty.dates import expiry_written, read_expiry
from posapp.loyalty.effects import Change, Into, Kept
from posapp.loyalty.journal import entry_document, read_entry
from posapp.loyalty.ledger import Entry
from posapp.loyalty.members import PastLine, PastSale
from posapp.loyalty.outcome import Quote
from posapp.loyalty.settled import SettledEarning, SettledPayment, SettledUse
from posapp.loyalty.words import Text


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A line of a sale. `net_minor` is after benefits, `money_minor` its part that was paid in money.

    `off` is what each program took of it; `goods` is false for a line that sells stored money; `back` of its `quantity`
    units have come back.
    """

    product: str
    name: Text
    categories: tuple[str, ...]
    price_minor: int
    quantity: int
    net_minor: int
    money_minor: int
    off: Mapping[str, int]
    goods: bool
    back: int = 0

    @property
    def kept(self) -> int:
        """Units that have not come back."""
        return self.quantity - self.back

    def given_back(self, share: int, *, back: int | None = None) -> int:
        """How much of a share of this line has been given back, after `back` units (those so far, if not given)."""
        return share * (self.back if back is None else back) // self.quantity


@dataclass(frozen=True, slots=True)
class SaleRecord:
    """A sale as it was settled, and what of it has come back. `moment` is in the shop's zone.

    `uses` that were given back are gone from it; `earnings` hold the amounts as they are for what is kept.
    """

    sale: str
    moment: datetime
    member: str | None
    lines: tuple[RecordLine, ...]
    left: tuple[int, ...]
    points: int
    over: int
    paid_units: tuple[int, ...]
    earnings: tuple[SettledEarning, ...]
    uses: tuple[SettledUse, ...]
    payments: tuple[SettledPayment, ...]
    budgets: tuple[str, ...]
    entries: tuple[Entry, ...]
    voided: bool = False

    @classmethod
    def of(cls, quote: Quote, catalogue: Catalogue) -> SaleRecord:
        """The record of a quote that is taken. The quote must come from `quote.quote`, unchanged."""
        assert quote.settled is not None, "a quote that was changed or read back cannot be taken"
        settled = quote.settled()
        lines = []
        for index, quoted in enumerate(quote.lines):
            line = quoted.line
            paid = sum(payment.minor[index] for payment in settled.payments)
            lines.append(
                RecordLine(
                    product=line.product,
                    name=line.name,
                    categories=line.categories,
                    price_minor=line.price_minor,
                    quantity=line.quantity,
                    net_minor=quoted.net_minor,
                    money_minor=quoted.net_minor - paid,
                    off={share.program: share.amount_minor for share in quoted.off},
                    goods=line.gift_card is None and line.product not in catalogue.no_goods,
                )
            )
        return cls(
            sale=quote.sale,
            moment=quote.moment,
            member=quote.member,
            lines=tuple(lines),
            left=settled.left,
            points=settled.points,
            over=settled.over,
            paid_units=settled.paid_units,
            earnings=settled.earnings,
            uses=settled.uses,
            payments=settled.payments,
            budgets=settled.budgets,
            entries=quote.entries,
        )

    @property
    def whole(self) -> bool:
        """Has nothing come back?"""
        return not any(line.back for line in self.lines)

    @property
    def empty(self) -> bool:
        """Has everything come back?"""
        return all(line.back == line.quantity for line in self.lines)

    def kept(self) -> Kept:
        """What is kept, to work earnings out from."""
        parted = [line.quantity for line in self.lines if line.back]
        fold = math.lcm(1, *parted)
        rest = self.over - self.points
        base = [
            left * rest * (fold * line.kept // line.quantity if line.back else fold)
            for left, line in zip(self.left, self.lines, strict=True)
        ]
        paid_units = [paid * line.kept // line.quantity for paid, line in zip(self.paid_units, self.lines, strict=True)]
        return Kept(base, self.over * fold, [line.kept for line in self.lines], paid_units, sum(base))

    def paid_minor(self, index: int) -> int:
        """Money really paid for what is kept of a line: what points and passes paid is off, gift-card money is not."""
        line = self.lines[index]
        shares = [line.money_minor, *(payment.minor[index] for payment in self.payments if payment.was_money)]
        return sum(share - line.given_back(share) for share in shares)

    def past(self) -> PastSale | None:
        """The sale as later ones look at it; None where nothing of it is kept."""
        if self.voided or self.empty:
            return None
        lines = tuple(
            PastLine(
                product=line.product,
                categories=line.categories,
                quantity=line.kept,
                paid_minor=self.paid_minor(index) if line.goods else 0,
            )
            for index, line in enumerate(self.lines)
            if line.kept
        )
        earned = {earning.program: earning.amounts[0] for earning in self.earnings if earning.amounts[0]}
        return PastSale(sale=self.sale, moment=self.moment, lines=lines, earned=earned)

    def after(self, lines: Mapping[int, int]) -> SaleRecord:
        """The record with more units back, amounts not yet worked out anew."""
        changed = [
            replace(line, back=line.back + lines.get(index, 0)) if index in lines else line
            for index, line in enumerate(self.lines)
        ]
        return replace(self, lines=tuple(changed))

    def to_json(self) -> str:
        """The record as JSON text."""
        return json.dumps(_written(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> SaleRecord:
        """The inverse of `to_json`."""
        return _read(json.loads(text))


def _written(record: SaleRecord) -> dict[str, Any]:
    return {
        "sale": record.sale,
        "moment": record.moment.isoformat(),
        "zone": str(record.moment.tzinfo),
        "member": record.member,
        "lines": [
            [
                line.product,
                line.name.written(),
                list(line.categories),
                line.price_minor,
                line.quantity,
                line.net_minor,
                line.money_minor,
                dict(line.off),
                line.goods,
                line.back,
            ]
            for line in record.lines
        ],
        "left": record.left,
        "points": record.points,
        "over": record.over,
        "paid_units": record.paid_units,
        "earnings": [
            [each.program, each.kind, each.terms, [_into_written(into) for into in each.into], each.amounts]
            for each in record.earnings
        ],
        "uses": [[use.program, use.lines, [_change_written(change) for change in use.changes]] for use in record.uses],
        "payments": [
            [
                each.program,
                each.account,
                each.holder,
                each.was_money,
                expiry_written(each.expires),
                each.minor,
                each.units,
            ]
            for each in record.payments
        ],
        "budgets": record.budgets,
        "entries": [entry_document(entry) for entry in record.entries],
        "voided": record.voided,
    }


def _read(document: Mapping[str, Any]) -> SaleRecord:
    return SaleRecord(
        sale=document["sale"],
        moment=datetime.fromisoformat(document["moment"]),
        member=document["member"],
        lines=tuple(
            RecordLine(product, Text.read(name), tuple(categories), *rest)
            for product, name, categories, *rest in document["lines"]
        ),
        left=tuple(document["left"]),
        points=document["points"],
        over=document["over"],
        paid_units=tuple(document["paid_units"]),
        earnings=tuple(
            SettledEarning(program, kind, terms, tuple(_into_read(each) for each in into), tuple(amounts))
            for program, kind, terms, into, amounts in document["earnings"]
        ),
        uses=tuple(
            SettledUse(program, tuple(lines), tuple(_change_read(each) for each in changes))
            for program, lines, changes in document["uses"]
        ),
        payments=tuple(
            SettledPayment(program, account, holder, was_money, read_expiry(expires), tuple(minor), tuple(units))
            for program, account, holder, was_money, expires, minor, units in document["payments"]
        ),
        budgets=tuple(document["budgets"]),
        entries=tuple(read_entry(each) for each in document["entries"]),
        voided=document["voided"],
    )


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day_read(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _into_written(into: Into) -> list[Any]:
    return [
        into.account,
        into.holder,
        into.cause,
        _day(into.spendable_on),
        _day(into.expires_on),
        into.if_unused,
        into.worth,
        into.bought,
        into.lot,
    ]


def _into_read(written: list[Any]) -> Into:
    account, holder, cause, first, last, if_unused, worth, *more = written  # sales of 0.1.0 have no more
    return Into(
        account=account,
        holder=holder,
        cause=cause,
        spendable_on=_day_read(first),
        expires_on=_day_read(last),
        if_unused=if_unused,
        worth=tuple(worth) if worth else None,
        bought=bool(more and more[0]),
        lot=more[1] if len(more) > 1 else None,
    )


def _change_written(change: Change) -> list[Any]:
    return [
        change.account,
        change.amount,
        change.cause,
        change.holder,
        _day(change.expires_on),
        expiry_written(change.expires),
    ]


def _change_read(written: list[Any]) -> Change:
    account, amount, cause, holder, expires_on, expires = written
    return Change(
        account=account,
        amount=amount,
        cause=cause,
        holder=holder,
        expires_on=_day_read(expires_on),
        expires=read_expiry(expires),
    )
