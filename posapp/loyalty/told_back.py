"""What the clerk is told before a return or a void is confirmed: money, points, stamps, levels."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from posapp.loyalty.catalogue import Catalogue
from posapp.loyalty.members import Member, Standing
from posapp.loyalty.owing import units_of
from posapp.loyalty.quote import levels
from posapp.loyalty.record import SaleRecord
from posapp.loyalty.settled import SettledEarning, SettledPayment, SettledUse
from posapp.loyalty.words import Minor, Reason, Text


@dataclass(slots=True)
class ToldBack:
    """What the clerk is told beforehand, in words to read aloud."""

    catalogue: Catalogue
    changes: list[Reason] = field(default_factory=list)

    def _name(self, program: str) -> Text:
        found = self.catalogue.programs.get(program)
        return found.name if found else Text(program)

    def _counted(self, keys: tuple[str, str], account: str, count: int, **about: object) -> None:
        """By the first of `keys` with the unit of the account's program (a referral brings another's points); by the
        second where it has none or cannot be read."""
        with_unit, plain = keys
        rule = self.catalogue.by_id.get(account)
        if rule is not None and rule.unit:
            self.changes.append(Reason.of(with_unit, units=units_of(rule.unit, count), **about))
        else:
            self.changes.append(Reason.of(plain, count=count, **about))

    def money(self, refund_minor: int, cards: tuple[tuple[str, int], ...]) -> None:
        """Money first."""
        told = [Reason.of("return.to_card", amount=Minor(amount), code=code) for code, amount in cards]
        if refund_minor or not told:
            told.insert(0, Reason.of("return.money", amount=Minor(refund_minor)))
        self.changes[:0] = told

    def of_no_use(self, program: str) -> None:
        """What came back to a program that has ended."""
        self.changes.append(Reason.of("return.ended", name=self._name(program)))

    def given_back(self, payment: SettledPayment, units: int) -> None:
        """Points or sessions that come back."""
        keys = ("return.units_back", "return.given_back")
        if units:
            self._counted(keys, payment.account, units, name=self._name(payment.program))

    def taken_back(self, earning: SettledEarning, amount: int) -> None:
        """What had been earned, or bought, and goes."""
        rule, name = self.catalogue.by_id.get(earning.program), self._name(earning.program)
        if amount > 0 and rule is not None and rule.unit == "money":
            self.changes.append(Reason.of("return.money_taken_back", amount=Minor(amount), name=name))
        elif amount > 0:
            self._counted(("return.units_gone", "return.taken_back"), earning.into[0].account, amount, name=name)

    def withdrawn(self, earning: SettledEarning) -> None:
        """A coupon that was not used yet and is no longer earned."""
        self.changes.append(Reason.of("return.withdrawn", name=self._name(earning.program)))

    def debt(self, program: str, count: int, *, account: str) -> None:
        """A balance below zero."""
        self._counted(("return.units_owed", "return.debt"), account, count, name=self._name(program))

    def kept(self, minor: int, units: int, *, account: str, money: bool) -> None:
        """What is kept of the refund for units that were spent already; of `money` the amount says all."""
        if money:
            self.changes.append(Reason.of("return.kept_of_money", amount=Minor(minor)))
        else:
            keys = ("return.kept_for_units", "return.kept_for_spent")
            self._counted(keys, account, units, amount=Minor(minor))

    def use_back(self, use: SettledUse) -> None:
        """A reward that can be taken again."""
        if any(change.cause == "spend" and change.holder is not None for change in use.changes):
            self.changes.append(Reason.of("return.coupon_back", name=self._name(use.program)))
            return
        spent = -sum(change.amount for change in use.changes if change.cause == "spend")
        if spent > 0:
            self.changes.append(Reason.of("return.reward_back", count=spent, name=self._name(use.program)))

    def level(
        self, was: SaleRecord, now: SaleRecord, standing: Standing, moment: datetime, member: Member | None
    ) -> None:
        """A level that falls by the return."""
        if member is None or not self.catalogue.level_rules:
            return
        before = levels(self.catalogue, member=member, standing=standing, moment=moment)
        after = levels(self.catalogue, member=member, standing=_without(standing, was, now), moment=moment)
        for rule in self.catalogue.level_rules:
            old, new = before.get(rule.id, ""), after.get(rule.id, "")
            if old != new:
                key = "return.level" if new else "return.level_lost"
                self.changes.append(Reason.of(key, before=rule.level_name(old), after=rule.level_name(new)))


def _without(standing: Standing, was: SaleRecord, now: SaleRecord) -> Standing:
    """The member's standing with the sale as it is after the return."""
    old, new = was.past(), now.past()
    paid_before = old.paid_minor if old else 0
    paid_after = new.paid_minor if new else 0
    history = tuple(kept for past in standing.history if (kept := new if past.sale == was.sale else past) is not None)
    return replace(
        standing,
        visits=standing.visits - bool(old) + bool(new),
        spent_minor=standing.spent_minor - paid_before + paid_after,
        history=history,
    )
