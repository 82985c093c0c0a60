"""A paid membership: a fee at the till opens a term of months. What it brings is written as other programs whose
audience names it.

Not for what is free to join (that is a `club`) or reached by spending (a `tier`).

Every fee is one in the account ``id``, with the term as its lot: from the day of payment, or the day after the running
term, through the same day of the month `months` later. The membership is in force while one of them can be spent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from posapp.loyalty.dates import add_days, add_months
from posapp.loyalty.effects import Earning, Into, Kept
from posapp.loyalty.errors import Refused
from posapp.loyalty.goods import Sale
from posapp.loyalty.ledger import Term
from posapp.loyalty.outcome import NotePanel
from posapp.loyalty.programs.base import Program, form, kind
from posapp.loyalty.rules import Rule, rule_of
from posapp.loyalty.words import Reason


@kind("membership")
@dataclass(frozen=True, kw_only=True)
class Membership(Program):
    """`fee_product` opens a term of `months`. With `renew` ``extend`` it begins when the running one ends; else on the
    day of payment, whatever is still running."""

    fee_product: str = field(metadata=form(refers="product"))
    months: int = field(metadata=form(unit="months", least=1, most=1200))
    renew: Literal["extend"] | None = None

    def defines(self) -> Iterator[tuple[str, str]]:
        """Itself."""
        yield "membership", self.id


@rule_of(Membership)
class MembershipRule(Rule[Membership]):
    """Turns fees into terms, and says until when they run."""

    earns = shows = sells = True
    needs_goods = False

    @property
    def gives(self) -> Reason:
        """How long a fee lasts."""
        return Reason.of("membership.gives", count=self.program.months, name=self.name)

    def earn(self, sale: Sale, kept: Kept, lines: Sequence[int] | None) -> Earning | Reason:  # noqa: ARG002
        """A term for each fee in the basket, one after the other."""
        fees = self._fees(sale)
        count = sum(kept.units[line] for line in fees)
        runs_until = self._runs_until(sale)
        if not count:
            return self._not_now(sale, runs_until)
        worth = (sum(sale.left[line] for line in fees), count)
        before = runs_until if self.program.renew == "extend" else None
        into: list[Into] = []
        for _ in range(count):
            term = self._term_after(before, sale.day)
            into.append(
                Into(
                    self.id,
                    spendable_on=term.spendable_on,
                    expires_on=term.expires_on,
                    worth=worth if worth[0] else None,
                    bought=True,
                    lot=f"{sale.id}/{self.id}-{len(into) + 1}",
                )
            )
            before = term.expires_on
        return Earning({"lines": fees, "fees": count}, tuple(into), self.gives)

    def _fees(self, sale: Sale) -> list[int]:
        """The lines that pay a fee."""
        product = self.program.fee_product
        return [index for index, line in enumerate(sale.lines) if line.product == product and line.gift_card is None]

    def refuse(self, sale: Sale) -> None:
        """Whoever pays a fee must get her term: `Refused` without a card, or where the membership is not for her."""
        fees = self._fees(sale)
        if not fees:
            return
        if sale.member is None:
            raise Refused.because("membership.card_first", name=sale.lines[fees[0]].name)
        reason = self.check(sale) if self.check is not None else None
        if reason is not None:
            raise Refused.because("membership.not_sold", name=sale.lines[fees[0]].name, reason=reason)

    def _not_now(self, sale: Sale, runs_until: date | None) -> Reason:
        """What is said when no fee is paid: until when it runs, or ran."""
        if runs_until is not None:
            return Reason.of("membership.until", day=runs_until)
        ran_until = max((lot.expires_on for lot in sale.account(self.id).lots if lot.expires_on), default=None)
        return Reason.of("whynot.until", day=ran_until) if ran_until else Reason.of("membership.none")

    @staticmethod
    def earned(terms: Mapping[str, Any], kept: Kept) -> tuple[int, ...]:
        """One for each fee that is kept, the first terms first."""
        lines: Sequence[int] = terms["lines"]
        count = sum(kept.units[line] for line in lines)
        return tuple(1 if n < count else 0 for n in range(terms["fees"]))

    def _term_after(self, before: date | None, day: date) -> Term:
        """The term of a fee paid on `day`, where one runs through `before`."""
        starts_on = add_days(before, 1) if before else None
        return Term(spendable_on=starts_on, expires_on=add_months(before or day, self.program.months))

    def _runs_until(self, sale: Sale) -> date | None:
        """The last day of the last term that has been paid, None where there is none."""
        lots = sale.account(self.id).lots
        return max((lot.expires_on for lot in lots if lot.expires_on and lot.holds(sale.day)), default=None)

    def term(self, day: date) -> Term:
        """A term given by hand is one from that day on."""
        return self._term_after(None, day)

    def panel(self, sale: Sale) -> NotePanel | None:
        """Until when it runs."""
        until = self._runs_until(sale)
        if until is None:
            return None
        if sale.spendable(self.id):
            return NotePanel(program=self.id, name=self.name, note=Reason.of("membership.until", day=until))
        starts = min(lot.spendable_on for lot in sale.account(self.id).lots if lot.spendable_on)
        note = Reason.of("membership.from_until", first=starts, last=until)
        return NotePanel(program=self.id, name=self.name, note=note)
