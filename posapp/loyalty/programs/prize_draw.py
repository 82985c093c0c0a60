"""A game: a chance to win at once with each sale, or entries in a draw that is held on a day.

Not for thanking everybody (that is a discount or a stamp card): most who play win nothing. `posapp.loyalty.draws` says
how chance is made so that anybody can check it.

Entries are the account ``id``. Everybody's are ``id#tries``, the sales that took part; ``id#prize-0`` and so on, what
was won of each prize; and ``id#held``, one when the draw was held.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from posapp.loyalty.counting import Per, counted
from posapp.loyalty.draws import commitment, prize_of, wins
from posapp.loyalty.effects import Change, Earning, Into, Kept, Say
from posapp.loyalty.errors import Fault
from posapp.loyalty.goods import Sale
from posapp.loyalty.ledger import EVERYBODY, balance
from posapp.loyalty.outcome import BalancePanel, NotePanel, WhyNot
from posapp.loyalty.programs.base import PERCENT, Program, Used, form, kind
from posapp.loyalty.rules import Rule, Terms, rule_of
from posapp.loyalty.words import Minor, Reason, Text

_WHEN = r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2}))?"
_DAY = len("2026-03-31")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prize:
    """`count` of one gift."""

    gift: Text
    count: int = field(default=1, metadata=form(least=1, most=1_000_000))


@kind("prize_draw")
@dataclass(frozen=True, kw_only=True)
class PrizeDraw(Program):
    """`chance` for each qualifying sale to win at once, or `entries` in a draw held at `draw_at`."""

    keeps_secret: ClassVar[bool] = True

    chance: Decimal | None = field(default=None, metadata=PERCENT)
    entries: Per | None = None
    draw_at: str | None = field(default=None, metadata=form(pattern=_WHEN, only_with="entries"))
    prizes: tuple[Prize, ...] = field(metadata=form(filled=True))

    def faults(self, place: str) -> Iterator[Fault]:
        """Not exactly one of `chance` and `entries`; `draw_at` where no draw is held, or missing, or no day."""
        yield from super().faults(place)
        given = [name for name in ("chance", "entries") if getattr(self, name) is not None]
        if len(given) != 1:
            at = f"{place}.{given[1]}" if given else place
            yield Fault(at, Reason.of("fault.exactly_one", names=("chance", "entries")))
        if self.draw_at is None:
            if self.entries is not None:
                yield Fault(f"{place}.draw_at", Reason.of("fault.required"))
            return
        if self.entries is None and self.chance is not None:
            yield Fault(f"{place}.draw_at", Reason.of("fault.only_with", other="entries"))
        try:
            datetime.fromisoformat(self.draw_at)
        except ValueError:
            yield Fault(f"{place}.draw_at", Reason.of("fault.moment"))

    def most_in_all(self) -> Mapping[str, int]:
        """As many of each prize as there are."""
        return {f"{self.id}#prize-{n}": prize.count for n, prize in enumerate(self.prizes)}

    def may_become(self, new: Program, place: str, used: Used) -> Iterator[Fault]:
        """Nothing on which a result depends changes under a commitment once a sale has taken part."""
        yield from super().may_become(new, place, used)
        if used.first is None or not isinstance(new, PrizeDraw):
            return
        for name in ("chance", "entries", "draw_at", "prizes"):
            if getattr(new, name) != getattr(self, name):
                yield Fault(f"{place}.{name}", Reason.of("fault.committed", day=used.first))


@rule_of(PrizeDraw)
class PrizeDrawRule(Rule[PrizeDraw]):
    """Chance follows from the seed and the sale's id; entries are earned on what is paid."""

    earns = shows = True
    unit = "entries"

    def __init__(self, program: PrizeDraw, rank: int, terms: Terms) -> None:
        super().__init__(program, rank, terms)
        # Without a secret, as in a rehearsal, the same sale has the same luck every time.
        self.seed = terms.secrets.get(self.id) or commitment(f"{self.id}/rehearsal")
        self.says = program.chance is not None
        self._won = tuple(f"{self.id}#prize-{n}" for n in range(len(program.prizes)))
        self._held, self._tries = f"{self.id}#held", f"{self.id}#tries"
        entries = program.entries
        every = Minor(entries.every or 0) if entries else Minor(0)
        self._earn_reason = Reason.of(f"draw.entries_per_{entries.per}" if entries else "draw.try", every=every)
        self._draw_day, self._draw_moment = _when(program.draw_at)

    @property
    def chance(self) -> Decimal | None:
        """Percent of the sales that win at once."""
        return self.program.chance

    @property
    def prizes(self) -> tuple[tuple[Text, int], ...]:
        """What can be won, and how many of each."""
        return tuple((prize.gift, prize.count) for prize in self.program.prizes)

    @property
    def gives(self) -> Reason:
        """The first prize."""
        return Reason.of("gives.draw", gift=self.program.prizes[0].gift)

    def summary(self) -> Reason:
        """The chance or the day, and what can be won."""
        gifts = tuple(prize.gift for prize in self.program.prizes)
        if self.program.chance is not None:
            return Reason.of("draw.summary_chance", rate=self.program.chance, gifts=gifts)
        return Reason.of("draw.summary_draw", day=self._draw_day, gifts=gifts)

    @property
    def shared_accounts(self) -> tuple[str, ...]:
        """What was won already, and whether the draw was held."""
        return self._won if self.says else (self._held,)

    @property
    def opens_on(self) -> date | None:
        """The day of the draw."""
        return self._draw_day

    def opens(self, moment: datetime) -> bool:
        """From the beginning of its day, or from its moment."""
        if self._draw_moment is not None:
            return moment >= self._draw_moment
        return self._draw_day is not None and moment.date() >= self._draw_day

    def over(self, moment: datetime) -> bool:
        """After its last day, or the last one for earning."""
        last = [day for day in (self.program.active.until, self.earn_until) if day is not None]
        return bool(last) and moment.date() > min(last)

    # What a sale does.

    def left(self, sale: Sale) -> list[int]:
        """How many of each prize are still to be won."""
        return [
            max(prize.count - balance(sale.account(name, shared=True), on=sale.day), 0)
            for prize, name in zip(self.program.prizes, self._won, strict=True)
        ]

    def say(self, sale: Sale) -> Sequence[Say] | Reason:
        """The prize, where this sale wins one."""
        chance = self.program.chance
        if chance is None:
            return ()
        if self.earn_until is not None and sale.day > self.earn_until:
            return Reason.of("whynot.earn_until", day=self.earn_until)
        left = self.left(sale)
        if not any(left):
            return Reason("draw.no_prizes")
        if not wins(self.seed, self.id, sale.id, chance=chance):
            return Reason("draw.no_luck")
        won = prize_of(self.seed, self.id, sale.id, left=left)
        taken = Change(account=self._won[won], amount=1, holder=EVERYBODY)
        return (Say(self.program.prizes[won].gift, (taken,), when_paid=True),)

    def earn(self, sale: Sale, kept: Kept, lines: Sequence[int] | None) -> Earning | Reason:  # noqa: ARG002
        """Entries; or the mark that a sale took part, so that every loss can be checked, too."""
        entries = self.program.entries
        taken_part = Into(self._tries, holder=EVERYBODY, cause="use")
        if entries is None:
            left = self.left(sale)
            if not any(left):
                return Reason("draw.no_prizes")
            return Earning({"try": 1, "left": left}, (Into(self.id), taken_part), self._earn_reason)
        if sale.member is None:
            return self.without_card.reason
        if balance(sale.account(self._held, shared=True), on=sale.day):
            return Reason("draw.held")
        if self._too_late(sale):
            return Reason.of("draw.closed", day=self._draw_day)
        return Earning(entries.terms(lines), (Into(self.id), taken_part), self._earn_reason)

    def _too_late(self, sale: Sale) -> bool:
        """A draw on a day takes entries until that day is over, one at a moment until then."""
        if self._draw_moment is not None:
            return sale.moment >= self._draw_moment
        return self._draw_day is not None and sale.day > self._draw_day

    def why_not(self, reason: Reason) -> WhyNot:
        """Bad luck is told when the sale is taken: see `Perk.when_paid`."""
        return WhyNot(program=self.id, name=self.name, reason=reason, when_paid=reason.key == "draw.no_luck")

    @staticmethod
    def earned(terms: Mapping[str, Any], kept: Kept) -> tuple[int, ...]:
        """Entries, and one for having taken part."""
        if "try" in terms:
            return (0, 1)
        entries = counted(terms, kept)
        return (entries, 1 if entries else 0)

    def short(self, sale: Sale, earning: Earning, kept: Kept) -> Reason:  # noqa: ARG002
        """What is missing to the first entry."""
        every = earning.terms.get("every")
        paid = kept.paid(earning.terms.get("lines")) // kept.over
        if "try" in earning.terms:
            return Reason("draw.no_luck")
        if every is None or not paid:
            return Reason("whynot.nothing_paid")
        return Reason.of("draw.more_to", amount=Minor(every - paid))

    # What it shows.

    def panel(self, sale: Sale) -> BalancePanel | NotePanel | None:
        """The entries, as long as the draw is ahead; then what she won."""
        won = tuple(prize.gift for n, prize in enumerate(self.program.prizes) if sale.balance(f"{self.id}#won-{n}") > 0)
        if won:
            return NotePanel(program=self.id, name=self.name, note=Reason.of("draw.you_won", gifts=won))
        if self.program.entries is None or balance(sale.account(self._held, shared=True), on=sale.day):
            return None
        return BalancePanel(program=self.id, name=self.name, unit=self.unit, balance=max(sale.balance(self.id), 0))


def _when(written: str | None) -> tuple[date | None, datetime | None]:
    """The day of a draw, and its moment where that is given too."""
    if written is None:
        return None, None
    moment = datetime.fromisoformat(written)
    return moment.date(), moment if len(written) > _DAY else None
