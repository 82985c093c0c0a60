"""A profit share: now and then the members get part of what was spent, or earned, in proportion to what each spent.

Not for a reward that customers should feel in the next sale (points do that): a share comes when the period is closed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from posapp.loyalty.conditions import holding
from posapp.loyalty.goods import Sale
from posapp.loyalty.history import paid_in
from posapp.loyalty.ledger import Term
from posapp.loyalty.members import PastSale
from posapp.loyalty.programs.base import PERCENT, Active, Program, form, kind
from posapp.loyalty.rules import Rule, Terms, rule_of
from posapp.loyalty.words import Reason


@kind("profit_share")
@dataclass(frozen=True, kw_only=True)
class ProfitShare(Program):
    """`rate` percent of `base` for the members in the audience, posted `into` a program when a `period` is closed."""

    rate: Decimal = field(metadata=PERCENT)
    base: Literal["spend", "profit"] = "spend"
    period: Literal["month", "quarter", "year"] = "quarter"
    into: str = field(metadata=form(refers="wallet"))


@rule_of(ProfitShare)
class ProfitShareRule(Rule[ProfitShare]):
    """Does nothing in a sale."""

    def __init__(self, program: ProfitShare, rank: int, terms: Terms) -> None:
        super().__init__(program, rank, terms)
        self._for_her = holding(Active(), program.audience, terms.names)

    def summary(self) -> Reason:
        """How much of what, how often."""
        key = f"share.summary_{self.program.base}"
        return Reason.of(key, rate=self.program.rate, period=Reason(f"share.{self.program.period}"))

    @property
    def period_length(self) -> str:
        """``month``, ``quarter`` or ``year``."""
        return self.program.period

    @property
    def wants_profit(self) -> bool:
        """The owner enters the profit."""
        return self.program.base == "profit"

    @property
    def into(self) -> str:
        """The wallet or points program."""
        return self.program.into

    @property
    def for_everybody(self) -> bool:
        """Where the audience has no condition."""
        return self._for_her is None

    def not_for(self, sale: Sale) -> Reason | None:
        """The audience, as it is when the period is closed."""
        return self._for_her(sale) if self._for_her is not None else None

    def spent_in(self, past: PastSale) -> int:
        """Money really paid in scope, on a day on which the program was active, for what is kept."""
        first, last = self.program.active.from_, self.program.active.until
        day = past.moment.date()
        if (first is not None and day < first) or (last is not None and day > last):
            return 0
        return paid_in(past, self.program.scope)

    def to_share(self, base_minor: int) -> tuple[int, int]:
        """Rounded down: never more than the rate. In points, as many as that money is worth."""
        part, whole = self.program.rate.as_integer_ratio()
        minor = max(base_minor, 0) * part // (whole * 100)
        rule = self.terms.rules.get(self.into)
        worth_minor, units = rule.worth if rule is not None else (1, 1)
        return minor, minor * units // worth_minor

    def grant_term(self, day: date) -> Term:
        """By the named program's own rule."""
        rule = self.terms.rules.get(self.into)
        return rule.term(day) if rule is not None else Term()
