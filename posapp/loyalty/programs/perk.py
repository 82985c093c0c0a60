"""A perk: something that is not money, told to the cashier: "served first", "repair free of charge", "lounge".

Not for what takes money off (that is a discount), nor for what the customer chooses when to use (a reward of a
`stamp_card`, a session of a `prepaid_pass`): a perk is given by itself in every sale for which it holds.

Uses are counted in the account ``id#used``; what was used in a day, month or year expires with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from posapp.loyalty.dates import add_days, add_months
from posapp.loyalty.effects import Change, Say
from posapp.loyalty.errors import Fault
from posapp.loyalty.goods import Sale
from posapp.loyalty.outcome import NotePanel
from posapp.loyalty.programs.base import Program, form, kind
from posapp.loyalty.rules import Rule, Terms, rule_of
from posapp.loyalty.words import Reason, Text

Per = Literal["day", "month", "year", "sale"]


@kind("perk")
@dataclass(frozen=True, kw_only=True)
class Perk(Program):
    """`say` is what the cashier is told; it is told at most `uses` times `per` day, month or year of the calendar.

    Per ``sale`` the number says how often it may be used in one sale; nothing is counted then.
    """

    say: Text
    uses: int | None = field(default=None, metadata=form(unit="uses", least=1))
    per: Per | None = field(default=None, metadata=form(only_with="uses"))

    def faults(self, place: str) -> Iterator[Fault]:
        """One of `uses` and `per` without the other."""
        yield from super().faults(place)
        if self.uses is not None and self.per is None:
            yield Fault(f"{place}.per", Reason.of("fault.required"))
        if self.per is not None and self.uses is None:
            yield Fault(f"{place}.per", Reason.of("fault.only_with", other="uses"))


@rule_of(Perk)
class PerkRule(Rule[Perk]):
    """Says it, and counts where it is counted."""

    says = True

    def __init__(self, program: Perk, rank: int, terms: Terms) -> None:
        super().__init__(program, rank, terms)
        self.needs_goods = self.scoped
        self.counted = program.uses is not None and program.per != "sale"
        self.shows = program.uses is not None
        self._account = f"{program.id}#used"
        self._plain = (Say(program.say),)

    @property
    def gives(self) -> Reason:
        """What is said."""
        return Reason.of("gives.program", name=self.program.say)

    def summary(self) -> Reason:
        """What is said, and how often."""
        if self.program.uses is None:
            return self.gives
        return Reason.of(f"perk.per_{self.program.per}", count=self.program.uses, say=self.program.say)

    def say(self, sale: Sale) -> Sequence[Say] | Reason:
        """What the cashier is told. A customer without a card has no day or month of her own: nothing is counted."""
        if not self.counted or sale.member is None:
            return self._plain
        uses = self.program.uses or 0
        if sale.balance(self._account) >= uses:
            return Reason.of(f"perk.used_{self.program.per}", count=uses, day=add_days(self._ends(sale.day), 1))
        used = Change(account=self._account, amount=1, expires_on=self._ends(sale.day))
        return (Say(self.program.say, (used,)),)

    def _ends(self, day: date) -> date:
        """The last day of the day, month or year in which `day` is."""
        if self.program.per == "day":
            return day
        if self.program.per == "year":
            return date(day.year, 12, 31)
        first = day.replace(day=1)
        return date.max if add_months(first, 1) == date.max else date.fromordinal(add_months(first, 1).toordinal() - 1)

    def panel(self, sale: Sale) -> NotePanel:
        """How many uses are left."""
        uses = self.program.uses or 0
        key = f"perk.left_{self.program.per}"
        if not self.counted:
            return NotePanel(program=self.id, name=self.name, note=Reason.of(key, count=uses))
        left = max(uses - sale.balance(self._account), 0)
        return NotePanel(program=self.id, name=self.name, note=Reason.of(key, count=left, uses=uses))
