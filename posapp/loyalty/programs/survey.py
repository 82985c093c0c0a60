"""A survey: one question at the end of a sale, and never twice within some days.

Not for a questionnaire (nobody answers ten questions at a counter), nor to reward an answer: who is paid for it says
what is wanted.

``id#asked`` of the member says until when she is not asked again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal

from posapp.loyalty.dates import add_days
from posapp.loyalty.effects import Earning, Into, Kept
from posapp.loyalty.goods import Sale
from posapp.loyalty.ledger import NOTHING
from posapp.loyalty.outcome import Ask
from posapp.loyalty.programs.base import Program, form, kind
from posapp.loyalty.rules import Rule, rule_of
from posapp.loyalty.surveys import SCALES
from posapp.loyalty.words import Reason, Text


@kind("survey")
@dataclass(frozen=True, kw_only=True)
class Survey(Program):
    """A `question` on a `scale`, at most once in `every_days` for a member; she may leave it, and add a word."""

    question: Text | None = None
    scale: Literal["nps", "stars", "feelings"]
    every_days: int = field(default=90, metadata=form(unit="days", least=1, most=3650))


@rule_of(Survey)
class SurveyRule(Rule[Survey]):
    """Asks, and remembers that it did."""

    earns = asks_something = True

    def summary(self) -> Reason:
        """The question and how often."""
        return Reason.of("survey.summary", question=self.question, count=self.program.every_days)

    @property
    def question(self) -> Text:
        """As it is asked; the program's name where it has none."""
        return self.program.question or self.name

    def asks(self, sale: Sale) -> Ask | None:
        """The question, unless it was asked lately; without a card nobody could tell whether it was."""
        if sale.member is None or self._lately(sale) is not None:
            return None
        scale = self.program.scale
        return Ask(program=self.id, name=self.name, question=self.question, scale=scale, choices=SCALES[scale])

    def _lately(self, sale: Sale) -> Reason | None:
        account = sale.standing.accounts.get(f"{self.id}#asked", NOTHING)
        until = max((lot.expires_on for lot in account.lots if lot.expires_on and lot.holds(sale.day)), default=None)
        return Reason.of("survey.asked_lately", day=until + timedelta(days=1)) if until is not None else None

    def earn(self, sale: Sale, kept: Kept, lines: Sequence[int] | None) -> Earning | Reason:  # noqa: ARG002
        """The mark that she was asked."""
        lately = self._lately(sale)
        if lately is not None or sale.member is None:
            return lately or self.without_card.reason
        until = add_days(sale.day, self.program.every_days - 1)
        asked = Into(f"{self.id}#asked", cause="use", expires_on=until)
        return Earning({"asked": 1}, (Into(self.id), asked), Reason("survey.asked"))

    @staticmethod
    def earned(terms: Mapping[str, Any], kept: Kept) -> tuple[int, ...]:  # noqa: ARG004
        """Nothing to have; asked once."""
        return (0, 1)
