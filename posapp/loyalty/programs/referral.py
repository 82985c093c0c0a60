"""A referral: a new member names who sent her, and both are thanked.

Not for members who bring each other every week (a reward for each visit together is no referral), nor for a reward that
costs more than a newcomer's first purchase brings.

Nothing is in an account of its own; beside it are ``id#done`` of the newcomer, one when the thanks were given, and
``id#sent`` of who sent her, the newcomers for whom she was thanked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from posapp.loyalty.effects import Earning, Into, Kept
from posapp.loyalty.errors import Fault
from posapp.loyalty.goods import Sale
from posapp.loyalty.history import paid_in
from posapp.loyalty.ledger import EVERYBODY, balance
from posapp.loyalty.limits import USES
from posapp.loyalty.members import Member
from posapp.loyalty.programs.base import MINOR, Program, form, kind
from posapp.loyalty.rules import Rule, Terms, rule_of
from posapp.loyalty.words import Minor, Reason

_MOST = 10**9


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """``{"program": "points", "points": 500}``"""

    program: str = field(metadata=form(refers="points"))
    points: int = field(metadata=form(unit="points", least=1, most=_MOST))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamps:
    """``{"program": "cuts", "stamps": 2}``"""

    program: str = field(metadata=form(refers="stamps"))
    stamps: int = field(metadata=form(unit="stamps", least=1, most=_MOST))


@dataclass(frozen=True, slots=True, kw_only=True)
class Coupon:
    """``{"coupon": "welcome"}``: one coupon of that program."""

    coupon: str = field(metadata=form(refers="coupons"))


Thanks = Points | Stamps | Coupon


@dataclass(frozen=True, slots=True, kw_only=True)
class Least:
    """The least that a purchase counts from, in money really paid in scope."""

    min_amount: int | None = field(default=None, metadata=MINOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstPurchase:
    """``{"first_purchase": {"min_amount": 10000}}``; ``true`` is any purchase."""

    first_purchase: Literal[True] | Least


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """``{"joining": true}``"""

    joining: Literal[True]


@kind("referral")
@dataclass(frozen=True, kw_only=True)
class Referral(Program):
    """What `referrer` and `newcomer` get, and `after` what."""

    referrer: Thanks | None = None
    newcomer: Thanks | None = None
    after: Literal["first_purchase", "joining"] | FirstPurchase | Joining = "first_purchase"

    @classmethod
    def understood(cls, document: Mapping[str, Any]) -> Mapping[str, Any]:
        """What comes `after` may also stand by its own name: ``"first_purchase": {"min_amount": 10000}``."""
        named = [name for name in ("first_purchase", "joining") if name in document]
        if len(named) != 1 or "after" in document:
            return document
        rest = {name: value for name, value in document.items() if name not in named}
        return {**rest, "after": {named[0]: document[named[0]]}}

    def faults(self, place: str) -> Iterator[Fault]:
        """Nobody gets anything."""
        yield from super().faults(place)
        if self.referrer is None and self.newcomer is None:
            yield Fault(place, Reason.of("fault.one_or_more", names=("referrer", "newcomer")))

    @property
    def on_joining(self) -> bool:
        """Are they thanked when she joins?"""
        return self.after == "joining" or isinstance(self.after, Joining)

    @property
    def least_minor(self) -> int:
        """What the first purchase must be worth, 0 for anything that was paid."""
        least = self.after.first_purchase if isinstance(self.after, FirstPurchase) else None
        return (least.min_amount or 0) if isinstance(least, Least) else 0


@rule_of(Referral)
class ReferralRule(Rule[Referral]):
    """Fills accounts of named programs: the newcomer's, and those of who sent her."""

    earns = True
    wants_referrer = True

    def __init__(self, program: Referral, rank: int, terms: Terms) -> None:
        super().__init__(program, rank, terms)
        self.welcomes = program.on_joining
        self._done, self._sent, self._uses = f"{self.id}#done", f"{self.id}#sent", self.id + USES

    def summary(self) -> Reason:
        """Who gets what, and when."""
        program = self.program
        when = Reason("referral.on_joining") if program.on_joining else Reason("referral.on_purchase")
        if program.least_minor:
            when = Reason.of("referral.on_purchase_of", amount=Minor(program.least_minor))
        key = "referral.summary_both"
        if program.newcomer is None or program.referrer is None:
            key = "referral.summary_referrer" if program.newcomer is None else "referral.summary_newcomer"
        values = {"when": when}
        for name, thanks in (("referrer", program.referrer), ("newcomer", program.newcomer)):
            if thanks is not None:
                values[name] = self._words(thanks)
        return Reason.of(key, **values)

    def _words(self, thanks: Thanks) -> Reason:
        if isinstance(thanks, Coupon):
            return Reason.of("referral.coupon", name=self._name(thanks.coupon))
        count = thanks.points if isinstance(thanks, Points) else thanks.stamps
        key = "referral.points" if isinstance(thanks, Points) else "referral.stamps"
        return Reason.of(key, count=count, name=self._name(thanks.program))

    def _name(self, program: str) -> object:
        rule = self.terms.rules.get(program)
        return rule.name if rule else program

    def others(self, member: Member) -> Sequence[str]:
        """Who sent her; nobody sends herself."""
        return (member.referred_by,) if member.referred_by and member.referred_by != member.id else ()

    def history_from(self, today: date) -> date | None:  # noqa: ARG002
        """Whether a purchase counted before is told by them all; where anything does, what she spent tells it."""
        return date.min if self.program.least_minor or self.scoped else None

    # Joining.

    def welcome(self, sale: Sale) -> Sequence[tuple[Into, int]]:
        """The thanks, where they come with joining."""
        if self._in_the_way(sale) is not None:
            return ()
        return [*self._thanks(sale), *self._counts(sale, joining=True)]

    # The first purchase.

    def earn(self, sale: Sale, kept: Kept, lines: Sequence[int] | None) -> Earning | Reason:  # noqa: ARG002
        """The thanks, where they come with the first purchase."""
        if self.program.on_joining:
            return Reason("referral.done" if sale.balance(self._done) > 0 else "referral.joining_only")
        reason = self._in_the_way(sale) or self._bought_before(sale)
        if reason is not None:
            return reason
        given = [*self._thanks(sale), *self._counts(sale, joining=False)]
        terms: dict[str, Any] = {"amounts": [amount for _, amount in given], "least": self.program.least_minor}
        if lines is not None:
            terms["lines"] = list(lines)
        return Earning(terms, tuple(into for into, _ in given), Reason("referral.thanks"))

    @staticmethod
    def earned(terms: Mapping[str, Any], kept: Kept) -> tuple[int, ...]:
        """All of it, while so much of the purchase is kept."""
        paid = kept.paid(terms.get("lines"))
        enough = paid > 0 and paid >= terms["least"] * kept.over
        return tuple(terms["amounts"]) if enough else (0,) * len(terms["amounts"])

    def short(self, sale: Sale, earning: Earning, kept: Kept) -> Reason:  # noqa: ARG002
        """What is missing to a purchase that counts."""
        paid = kept.paid(earning.terms.get("lines")) // kept.over
        if not paid or not self.program.least_minor:
            return Reason("whynot.nothing_paid")
        return Reason.of("referral.more_to", amount=Minor(self.program.least_minor - paid))

    def _in_the_way(self, sale: Sale) -> Reason | None:
        """Nobody sent her, they were thanked before, or who sent her was thanked often enough."""
        member = sale.member
        if member is None:
            return self.without_card.reason
        if not self.others(member):
            return Reason("referral.nobody")
        if sale.balance(self._done) > 0:
            return Reason("referral.done")
        limits = self.program.limits
        accounts = sale.standing.others.get(member.referred_by or "", {})
        sent = accounts.get(self._sent)
        if limits.per_member is not None and sent and balance(sent, on=sale.day) >= limits.per_member:
            return Reason.of("referral.often_enough", count=limits.per_member)
        if limits.total is not None and balance(sale.account(self._uses, shared=True), on=sale.day) >= limits.total:
            return Reason.of("whynot.total", count=limits.total)
        return None

    def _bought_before(self, sale: Sale) -> Reason | None:
        """Was there a purchase that would have counted?"""
        least, scope = self.program.least_minor, self.program.scope
        if least or self.scoped:
            before = any(paid_in(past, scope) >= max(least, 1) for past in sale.standing.history)
        else:
            before = sale.standing.spent_minor > 0
        return Reason("referral.not_first") if before else None

    def _thanks(self, sale: Sale) -> Iterator[tuple[Into, int]]:
        """What both get; the newcomer's first."""
        assert sale.member is not None
        if self.program.newcomer is not None:
            yield from self._gift(self.program.newcomer, sale, holder=None, n=1)
        if self.program.referrer is not None:
            yield from self._gift(self.program.referrer, sale, holder=sale.member.referred_by, n=2)

    def _gift(self, thanks: Thanks, sale: Sale, *, holder: str | None, n: int) -> Iterator[tuple[Into, int]]:
        named = thanks.coupon if isinstance(thanks, Coupon) else thanks.program
        rule = self.terms.rules.get(named)
        if rule is None:  # switched off meanwhile: it gives nothing any more
            return
        if isinstance(thanks, Coupon):
            yield from rule.issue(f"{sale.id}/{self.id}", n, sale.day, owner=holder)
            return
        term = rule.term(sale.day)
        into = Into(named, holder, spendable_on=term.spendable_on, expires_on=term.expires_on)
        yield into, thanks.points if isinstance(thanks, Points) else thanks.stamps

    def _counts(self, sale: Sale, *, joining: bool) -> Iterator[tuple[Into, int]]:
        """That it was done: once for a newcomer, so often for who sent her."""
        assert sale.member is not None
        yield Into(self._done, cause="use"), 1
        yield Into(self._sent, sale.member.referred_by, cause="use"), 1
        if joining and self.program.limits.total is not None:  # with a purchase the pass counts it
            yield Into(self._uses, EVERYBODY, cause="use"), 1
