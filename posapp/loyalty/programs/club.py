"""A club: something to belong to (pets, wine, babies). It gives nothing by itself: programs name it in their audience.

Not for what is paid for (that is a `membership`), nor for what is reached by spending (a `tier`): a member joins and
leaves a club at the till whenever she likes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from posapp.loyalty.goods import Sale
from posapp.loyalty.outcome import NotePanel
from posapp.loyalty.programs.base import Program, kind
from posapp.loyalty.rules import Rule, rule_of
from posapp.loyalty.words import Reason


@kind("club")
@dataclass(frozen=True, kw_only=True)
class Club(Program):
    """A member may join while `active` and `audience` hold; she stays in it until she leaves."""

    def defines(self) -> Iterator[tuple[str, str]]:
        """Itself."""
        yield "club", self.id


@rule_of(Club)
class ClubRule(Rule[Club]):
    """Shows that the member belongs to it."""

    shows = True
    needs_goods = False

    def summary(self) -> Reason:
        """That it can be joined."""
        return Reason.of("club.summary")

    def panel(self, sale: Sale) -> NotePanel | None:
        """A line for who is in it."""
        if sale.member is None or self.id not in sale.member.clubs:
            return None
        return NotePanel(program=self.id, name=self.name, note=Reason.of("club.member"))
