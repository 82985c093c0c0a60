"""Returns and voids: what the customer gets back, what is taken back, and what the clerk is told beforehand.

Neither changes an old entry; both add new ones. A return gives back ``round_down(share * k / n)`` of every share of a
line of which k of n units are back, so all returns together give back exactly what it cost. What the sale earned is
worked out anew for what is kept, from the terms kept with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from posapp.loyalty.catalogue import Catalogue
from posapp.loyalty.dates import last_day
from posapp.loyalty.effects import Into, Kept
from posapp.loyalty.errors import NotEnough, NotFound, Refused
from posapp.loyalty.ledger import DEBT, EVERYBODY, NOTHING, Account, Entry, Term, balance
from posapp.loyalty.limits import BUDGET
from posapp.loyalty.members import Member, Standing
from posapp.loyalty.money import round_half_up
from posapp.loyalty.posting import Posting
from posapp.loyalty.record import RecordLine, SaleRecord
from posapp.loyalty.rules import RULES
from posapp.loyalty.settled import SettledEarning, SettledPayment, SettledUse
from posapp.loyalty.tender import POINTS
from posapp.loyalty.told_back import ToldBack
from posapp.loyalty.words import Reason

__all__ = ["RecordLine", "Returned", "SaleRecord", "take_back", "void"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """What a return or a void does: `refund_minor` in money, `to_cards` (code, minor units) to gift cards.

    `record` is the sale's from now on, `lines` (index, units) what came back, `changes` what the clerk is told.
    """

    refund_minor: int
    entries: tuple[Entry, ...]
    record: SaleRecord
    lines: tuple[tuple[int, int], ...]
    changes: tuple[Reason, ...]
    to_cards: tuple[tuple[str, int], ...] = ()


def take_back(
    catalogue: Catalogue,
    record: SaleRecord,
    *,
    lines: Mapping[int, int],
    standing: Standing,
    moment: datetime,
    document: str,
    member: Member | None = None,
) -> Returned:
    """Take back `lines` (units by index of the line). Pure: a preview and the return itself are the same call.

    `standing` is the member's now (with the sale in its history, where there is one); `moment` is aware and in the
    shop's zone; `document` is the return's id. With `member` the change of level is told too. Raises `NotFound` for a
    line that is not there, `NotEnough` for more units than are kept, `Refused` for a sale that was voided.
    """
    _check(record, lines)
    back = _Back(catalogue, record, record.after(lines), standing, moment, document)
    back.payments()
    back.earnings()
    back.uses()
    back.budgets()
    return back.returned(lines, member)


def void(
    catalogue: Catalogue,
    record: SaleRecord,
    *,
    standing: Standing,
    moment: datetime,
    document: str,
    member: Member | None = None,
) -> Returned:
    """Undo a whole sale of the same local day. `Refused` where that cannot be: see `not_voidable`."""
    assert document != record.sale, "a void is a document of its own"
    reason = not_voidable(record, standing=standing, moment=moment)
    if reason is not None:
        raise Refused(reason)
    entries = tuple(
        replace(entry, amount=-entry.amount, cause="take_back" if entry.amount > 0 else "give_back")
        for entry in reversed(record.entries)
    )
    lines = {index: line.quantity for index, line in enumerate(record.lines)}
    after = replace(
        record.after(lines),
        voided=True,
        uses=(),
        earnings=tuple(replace(each, amounts=(0,) * len(each.amounts)) for each in record.earnings),
    )
    told = ToldBack(catalogue)
    refund = sum(line.money_minor for line in record.lines)
    cards = tuple(
        (payment.holder, sum(payment.minor)) for payment in record.payments if payment.was_money and any(payment.minor)
    )
    told.money(refund, cards)
    for payment in record.payments:
        if not payment.was_money:
            told.given_back(payment, sum(payment.units))
    for earning in record.earnings:
        if earning.into[0].if_unused and earning.amounts[0]:
            told.withdrawn(earning)
        else:
            told.taken_back(earning, _shown(earning, earning.amounts))
    for use in record.uses:
        told.use_back(use)
    told.level(record, after, standing, moment, member)
    return Returned(
        refund_minor=refund,
        entries=entries,
        record=after,
        lines=tuple(lines.items()),
        changes=tuple(told.changes),
        to_cards=cards,
    )


def not_voidable(record: SaleRecord, *, standing: Standing, moment: datetime) -> Reason | None:
    """Why a sale cannot be undone: done already, another day, goods came back, or something later stands on it."""
    if record.voided:
        return Reason("return.voided_before")
    if record.moment.astimezone(moment.tzinfo).date() != moment.date():
        return Reason("void.other_day")
    if not record.whole:
        return Reason("void.goods_came_back")
    made: dict[tuple[str, str, str], int] = {}
    mine: set[tuple[str, str, str]] = set()
    for entry in record.entries:
        if entry.lot not in (DEBT, EVERYBODY):  # what all count together, later sales count on
            key = (entry.holder, entry.account, entry.lot)
            made[key] = made.get(key, 0) + entry.amount
            if entry.amount > 0:
                mine.add(key)
    for (holder, name, lot), amount in made.items():
        if (holder, name, lot) not in mine:
            continue
        account = _account(standing, record.member, holder, name)
        if sum(each.left for each in account.lots if each.id == lot) != amount:
            return Reason("void.used_since")
    return None


def _account(standing: Standing, member: str | None, holder: str, name: str) -> Account:
    if holder == EVERYBODY:
        return standing.shared.get(name, NOTHING)
    if holder == member:
        return standing.accounts.get(name, NOTHING)
    return standing.others.get(holder, {}).get(name, NOTHING)


def _check(record: SaleRecord, lines: Mapping[int, int]) -> None:
    if record.voided:
        raise Refused.because("return.voided_before")
    if not lines or any(units < 1 for units in lines.values()):
        raise Refused.because("return.no_units")
    for index, units in lines.items():
        if not 0 <= index < len(record.lines):
            raise NotFound.because("return.no_line", line=index + 1)
        line = record.lines[index]
        if units > line.kept:
            key = "return.at_most" if line.kept else "return.all_back"
            raise NotEnough.because(key, count=line.kept, name=line.name)


@dataclass(slots=True)
class _PointsBack:
    """Points (or sessions) of a payment that come back: how many, and what they had paid."""

    payment: SettledPayment
    units: int
    minor: int


class _Back:
    """One return as it is worked out: `was` and `now` are the sale's record before and after."""

    def __init__(
        self,
        catalogue: Catalogue,
        was: SaleRecord,
        now: SaleRecord,
        standing: Standing,
        moment: datetime,
        document: str,
    ) -> None:
        self.catalogue = catalogue
        self.shop = catalogue.shop
        self.was = was
        self.now = now
        self.standing = standing
        self.moment = moment
        self.day = moment.date()
        self.posting = Posting(standing, member=was.member, document=document, day=self.day)
        self.told = ToldBack(catalogue)
        self.refund = sum(self._of(line.money_minor, index) for index, line in enumerate(was.lines))
        self.cards: dict[str, int] = {}
        self.points: list[_PointsBack] = []
        self._own_lots = [entry.lot for entry in was.entries if entry.amount > 0 and entry.lot != DEBT]
        self.posting.drawing_first(self._own_lots)

    def _of(self, share: int, index: int) -> int:
        """What of a line's share is given back by this return."""
        return self.now.lines[index].given_back(share) - self.was.lines[index].given_back(share)

    def payments(self) -> None:
        """Points go back to their account as a new lot, gift-card money to the gift card."""
        for payment in self.was.payments:
            units = sum(self._of(share, index) for index, share in enumerate(payment.units))
            minor = sum(self._of(share, index) for index, share in enumerate(payment.minor))
            if payment.was_money and minor and self._over(payment.program):
                # a card that is of no use any more takes nothing back
                self.refund += minor
                continue
            if payment.was_money and minor:
                self.cards[payment.holder] = self.cards.get(payment.holder, 0) + minor
            if units:
                term = Term(expires_on=last_day(payment.expires, self.day))
                self.posting.come(payment.account, payment.holder, units, term=term, cause="give_back")
                if not payment.was_money:
                    self.points.append(_PointsBack(payment, units, minor))

    def _over(self, program: str) -> bool:
        """Was the program wound down, so that nothing in its accounts is of use?"""
        rule = self.catalogue.by_id.get(program)
        return rule is not None and rule.ended(self.day)

    def earnings(self) -> None:
        """What the sale earned is worked out anew for what is kept; the difference is taken back."""
        kept = self.now.kept()
        anew = []
        for earning in self.was.earnings:
            amounts = self._anew(earning, kept)
            for into, before, after in zip(earning.into, earning.amounts, amounts, strict=True):
                self._differ(into, after - before, over=self._over(earning.program))
            anew.append(replace(earning, amounts=amounts))
            if self._over(earning.program):
                continue
            if not earning.into[0].if_unused:
                self.told.taken_back(earning, _shown(earning, earning.amounts) - _shown(earning, amounts))
            elif self._unused(earning.into[0]) < self._unused(earning.into[0], before=True):
                self.told.withdrawn(earning)
        self.now = replace(self.now, earnings=tuple(anew))

    def _anew(self, earning: SettledEarning, kept: Kept) -> tuple[int, ...]:
        if self.now.empty:
            return (0,) * len(earning.amounts)
        return RULES[earning.kind].earned(earning.terms, kept)

    def _unused(self, into: Into, *, before: bool = False) -> int:
        """What is still there of what this sale brought, now or before this return."""
        holder = into.holder if into.holder is not None else self.was.member
        assert holder is not None
        if before:
            account = _account(self.standing, self.was.member, holder, into.account)
        else:
            account = self.posting.account(into.account, holder)
        own = (into.lot,) if into.lot else self._own_lots
        return sum(lot.left for lot in account.lots if lot.id in own and lot.holds(self.day))

    def _differ(self, into: Into, difference: int, *, over: bool) -> None:
        """Post what an earning's account changes by. Where the program is `over`, nobody owes it anything."""
        counter_is_over = into.cause == "use" and into.expires_on is not None and into.expires_on < self.day
        if not difference or counter_is_over:  # a draw without entries brings its customer nothing, and may know nobody
            return
        holder = into.holder if into.holder is not None else self.was.member
        assert holder is not None
        if difference > 0:
            term = Term(spendable_on=into.spendable_on, expires_on=into.expires_on)
            self.posting.come(into.account, holder, difference, term=term, cause=into.cause, named=into.lot)
            return
        wanted = -difference
        if into.if_unused:
            wanted = min(wanted, self._unused(into))
        account = self.posting.account(into.account, holder)
        a_thing = into.bought and into.lot is not None  # with a name of its own, such as a term: no other stands for it
        there = self._unused(into) if a_thing else sum(lot.left for lot in account.lots if lot.holds(self.day))
        if over and into.bought:
            there = 0  # what was left of it ended with its program, whether it is written off already or not
        if wanted > there and into.worth and (into.bought or (self.shop.clawback == "refund" and not over)):
            wanted -= self._keep_worth(into.worth, wanted - there, bought=into.bought, account=into.account)
        if a_thing or over:
            wanted = min(wanted, there)
        if wanted:
            first = dict.fromkeys((into.lot, *self._own_lots)) if into.lot else self._own_lots
            self.posting.go(into.account, holder, wanted, cause="take_back", first=first)

    def _keep_worth(self, worth: tuple[int, int], units: int, *, bought: bool, account: str) -> int:
        """Keep the worth of units already spent from the refund (of what was bought from what goes back to gift cards
        and in points, too); for how many units that was possible."""
        minor, of_units = worth
        points = [each for each in self.points if self._pays_in_points(each.payment)] if bought else []
        there = self.refund + (sum(self.cards.values()) + sum(each.minor for each in points) if bought else 0)
        units = min(units, there * of_units // minor) if minor else units
        kept = min(round_half_up(units * minor, of_units), there)
        of_money = min(kept, self.refund)
        self.refund -= of_money
        self._keep_of_points(points, self._keep_of_cards(kept - of_money))
        if kept:
            self.told.kept(kept, units, account=account, money=bought and worth == (1, 1))
        return units

    def _keep_of_cards(self, minor: int) -> int:
        """Keep some of what this return has just given back to gift cards; what is still to be kept then."""
        for payment in self.was.payments:
            kept = min(minor, self.cards.get(payment.holder, 0)) if payment.was_money else 0
            if kept:
                self.posting.go(payment.account, payment.holder, kept, cause="take_back")
                self.cards[payment.holder] -= kept
                minor -= kept
        return minor

    def _keep_of_points(self, points: list[_PointsBack], minor: int) -> None:
        """Keep some of the points that this return has just given back."""
        for each in points:
            kept = min(minor, each.minor)
            if kept:
                units = round_half_up(each.units * kept, each.minor)
                self.posting.go(each.payment.account, each.payment.holder, units, cause="take_back")
                each.units -= units
                each.minor -= kept
                minor -= kept

    def _pays_in_points(self, payment: SettledPayment) -> bool:
        rule = self.catalogue.by_id.get(payment.program)
        return rule is not None and rule.tenders == POINTS

    def uses(self) -> None:
        """A reward, coupon or use is given back when all of the lines on which it was used have come back."""
        still: list[SettledUse] = []
        for use in self.now.uses:
            lines = use.lines or range(len(self.now.lines))
            if any(self.now.lines[index].kept for index in lines):
                still.append(use)
                continue
            for change in use.changes:
                over = change.expires_on is not None and change.expires_on < self.day
                if not over:
                    self.posting.change(change, back=True)
            if self._over(use.program):
                self.told.of_no_use(use.program)
            else:
                self.told.use_back(use)
        self.now = replace(self.now, uses=tuple(still))

    def budgets(self) -> None:
        """The money that a program with a budget gave is to be given again."""
        for program in self.was.budgets:
            back = sum(self._of(line.off.get(program, 0), index) for index, line in enumerate(self.was.lines))
            if back:
                self.posting.go(program + BUDGET, EVERYBODY, back, cause="give_back", first=self._own_lots)

    def returned(self, lines: Mapping[int, int], member: Member | None) -> Returned:
        """Put the answer together."""
        cards = tuple((code, amount) for code, amount in self.cards.items() if amount)
        self._tell_points()
        self.told.money(self.refund, cards)
        self._tell_debts()
        self.told.level(self.was, self.now, self.standing, self.moment, member)
        return Returned(
            refund_minor=self.refund,
            entries=self.catalogue.signed(self.posting.entries),
            record=self.now,
            lines=tuple(sorted(lines.items())),
            changes=tuple(self.told.changes),
            to_cards=cards,
        )

    def _tell_points(self) -> None:
        """Before all but the money."""
        told = ToldBack(self.catalogue)
        for each in self.points:
            told.given_back(each.payment, each.units)
            if self._over(each.payment.program):
                told.of_no_use(each.payment.program)
        self.told.changes[:0] = told.changes

    def _tell_debts(self) -> None:
        for earning in self.was.earnings:
            into = earning.into[0]
            if into.holder is None and self.was.member is not None:
                after = balance(self.posting.account(into.account, self.was.member), on=self.day)
                before = balance(self.standing.accounts.get(into.account, NOTHING), on=self.day)
                if after < 0 and after < before:
                    self.told.debt(earning.program, -after, account=into.account)


def _shown(earning: SettledEarning, amounts: tuple[int, ...]) -> int:
    """The amount of an earning that is told: of what was bought all of it, on however many cards."""
    return sum(amounts) if earning.into[0].bought else amounts[0]
