"""From what was settled to the ledger's entries, and to what a later return must know."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from posapp.loyalty import ledger
from posapp.loyalty.catalogue import Catalogue
from posapp.loyalty.dates import last_day
from posapp.loyalty.earning import Earnings
from posapp.loyalty.effects import Change, Into, Say
from posapp.loyalty.goods import Goods, Sale
from posapp.loyalty.ledger import EVERYBODY, FOR_EVER, NOTHING, Account, Entry, Term
from posapp.loyalty.limits import given, used
from posapp.loyalty.members import Standing
from posapp.loyalty.proposals import AnyRule
from posapp.loyalty.quick import maker
from posapp.loyalty.settled import Settled, SettledEarning, SettledPayment, SettledUse
from posapp.loyalty.tally import Tally
from posapp.loyalty.tender import Tender

new_entry = maker(Entry)


class Posting:
    """Collects entries and keeps the accounts up to date meanwhile, so that a later entry sees the earlier ones.

    Lots are named ``document/1``, ``document/2`` …; `document` is the id of the sale, return or void. `day` is the
    local day on which it happens.
    """

    def __init__(self, standing: Standing, *, member: str | None, document: str, day: date) -> None:
        self.standing = standing
        self.member = member
        self.document = document
        self.day = day
        self.entries: list[Entry] = []
        self._accounts: dict[tuple[str, str], Account] = {}
        self._not_yet: dict[tuple[str, str], list[Entry]] = {}
        self._lots = 0

    def account(self, name: str, holder: str) -> Account:
        """An account as it is after the entries so far."""
        key = (holder, name)
        found = self._accounts.get(key)
        if found is None:
            found = self._before(holder).get(name, NOTHING)
        entries = self._not_yet.pop(key, None)
        if entries:
            found = self._accounts[key] = ledger.posted(found, entries)
        return found

    def _before(self, holder: str) -> Mapping[str, Account]:
        """A holder's accounts as they were before this document."""
        if holder == self.member:
            return self.standing.accounts
        return self.standing.shared if holder == EVERYBODY else self.standing.others.get(holder, {})

    def come(
        self, name: str, holder: str, amount: int, *, term: Term = FOR_EVER, cause: str, named: str | None = None
    ) -> None:
        """An amount comes in: a debt is filled first, the rest makes a lot of its own.

        What is counted over everybody has one lot for ever: one for each sale would be read by every later quote.
        `named` is the lot's name, where it has one of its own.
        """
        if named:
            lot = named
        elif holder == EVERYBODY and term == FOR_EVER:
            lot = EVERYBODY
        else:
            lot = f"{self.document}/{self._lots + 1}"
        key = (holder, name)
        if key not in self._not_yet and key not in self._accounts:
            there = (self.standing.accounts if holder == self.member else self._before(holder)).get(name)
            if there is None or not there.debt:
                self._lots += 1
                entry = new_entry(
                    account=name,
                    holder=holder,
                    cause=cause,
                    amount=amount,
                    lot=lot,
                    spendable_on=term.spendable_on,
                    expires_on=term.expires_on,
                )
                self.entries.append(entry)
                self._not_yet[key] = [entry]
                return
        account = self.account(name, holder)
        entries = ledger.earn(account, amount, name=name, holder=holder, lot=lot, term=term, cause=cause)
        if entries[-1].lot:
            self._lots += 1
        self._add(name, holder, entries)

    def gain(self, into: Into, amount: int) -> None:
        """An amount comes into an account of the member or of somebody else; a counter may go down."""
        holder = into.holder if into.holder is not None else self.member
        assert holder is not None
        if amount < 0:
            self.go(into.account, holder, -amount, cause=into.cause, first=(into.lot,) if into.lot else ())
            return
        term = FOR_EVER
        if into.expires_on is not None or into.spendable_on is not None:
            term = Term(spendable_on=into.spendable_on, expires_on=into.expires_on)
        self.come(into.account, holder, amount, term=term, cause=into.cause, named=into.lot)

    def gain_all(self, earnings: Earnings) -> None:
        """All that a sale brings. Most of it makes a lot in an account of the member's that nothing touched: that is
        written here; all else by `gain`."""
        member, touched, begun = self.member, self._not_yet, self._accounts
        there, document, entries = self.standing.accounts, self.document, self.entries
        for _, earning, amounts in earnings.settled:
            for into, amount in zip(earning.into, amounts, strict=True):
                name = into.account
                key = (member or "", name)
                own = member is not None and into.holder is None and into.lot is None
                if not own or amount <= 0 or key in touched or key in begun or (name in there and there[name].debt):
                    if amount:
                        self.gain(into, amount)
                    continue
                self._lots += 1
                entry = new_entry(
                    account=name,
                    holder=key[0],
                    cause=into.cause,
                    amount=amount,
                    lot=f"{document}/{self._lots}",
                    spendable_on=into.spendable_on,
                    expires_on=into.expires_on,
                )
                entries.append(entry)
                touched[key] = [entry]

    def go(self, name: str, holder: str, amount: int, *, cause: str, first: Iterable[str] = ()) -> None:
        """An amount goes, oldest-expiring first after the lots named `first`; what is not there becomes debt."""
        account = self.account(name, holder)
        entries = ledger.spend(account, amount, name=name, holder=holder, on=self.day, cause=cause, first=first)
        self._add(name, holder, entries)

    def _add(self, name: str, holder: str, entries: Sequence[Entry]) -> None:
        self.entries.extend(entries)
        self._not_yet.setdefault((holder, name), []).extend(entries)

    def change(self, change: Change, *, back: bool = False) -> None:
        """A change happens, or is given back with the term of this day."""
        holder = change.holder if change.holder is not None else self.member
        assert holder is not None
        amount = -change.amount if back else change.amount
        cause = "give_back" if back else change.cause
        if amount > 0:
            expires_on = last_day(change.expires, self.day) if back else change.expires_on
            self.come(change.account, holder, amount, term=Term(expires_on=expires_on), cause=cause)
        elif amount < 0:
            self.go(change.account, holder, -amount, cause=cause, first=self._lots_of_sale)

    _lots_of_sale: tuple[str, ...] = ()

    def drawing_first(self, lots: Iterable[str]) -> None:
        """What is given back is drawn from these lots first: those that the sale itself made."""
        self._lots_of_sale = tuple(lots)


def what_comes(catalogue: Catalogue, sale: Sale) -> tuple[Entry, ...]:
    """Entries of what comes to the member by itself when the sale begins. From here on it is hers: `sale.standing` has
    it."""
    if sale.member is None or not catalogue.bringing:
        return ()
    posting = Posting(sale.standing, member=sale.member.id, document=sale.id, day=sale.day)
    for rule in catalogue.bringing:
        if not rule.stopped(sale.day) and (rule.check is None or rule.check(sale) is None):
            for into, amount in rule.comes(sale):
                posting.gain(into, amount)
    entries = catalogue.signed(posting.entries)
    if entries:
        sale.standing = standing_after(sale.standing, entries, member=sale.member.id)
    return entries


def standing_after(standing: Standing, entries: Sequence[Entry], *, member: str) -> Standing:
    """A member's standing when these entries have been posted."""
    by_holder: dict[str, list[Entry]] = {}
    for entry in entries:
        by_holder.setdefault(entry.holder, []).append(entry)
    own = ledger.post(standing.accounts, by_holder.pop(member, ()))
    shared = ledger.post(standing.shared, by_holder.pop(EVERYBODY, ()))
    others = dict(standing.others)
    for holder, of_one in by_holder.items():
        others[holder] = ledger.post(others.get(holder, {}), of_one)
    return replace(standing, accounts=own, shared=shared, others=others)


def entries_of(
    sale: Sale,
    qualified: Sequence[tuple[AnyRule, Sequence[Goods]]],
    tally: Tally,
    tender: Tender,
    earnings: Earnings,
    says: Mapping[int, Sequence[Say]],
    *,
    limited: bool = True,
) -> tuple[tuple[Entry, ...], Callable[[], Settled]]:
    """The entries of a sale, in this order: what benefits use up, what pays, what is counted, what is earned.

    With them what a later return must know, to be put together if the sale is taken. `limited` tells whether any
    program has limits at all.
    """
    member = sale.member.id if sale.member is not None else None
    posting = Posting(sale.standing, member=member, document=sale.id, day=sale.day)
    uses: list[SettledUse] = []
    budgets: list[str] = []
    _benefits(qualified, tally, says, posting, uses)
    for rule, paid, _, _ in tender.payments:
        holder = paid.holder or member
        assert holder is not None
        posting.go(paid.account, holder, paid.units, cause="spend")
        _use(posting, uses, rule.id, (), paid.changes)
    if limited:
        for rule in [rule for rule, _ in qualified if rule.limited]:
            _count(rule, sale, tally, says, earnings, posting, uses, budgets)
    posting.gain_all(earnings)

    def settled() -> Settled:
        return Settled(
            left=tuple(tally.left),
            points=tender.points,
            over=tender.over,
            paid_units=tuple(earnings.kept.paid_units),
            earnings=tuple(
                SettledEarning(rule.id, rule.program.kind, earning.terms, earning.into, amounts)
                for rule, earning, amounts in earnings.settled
                if any(amounts)
            ),
            uses=tuple(uses),
            payments=_payments(tender, member),
            budgets=tuple(budgets),
        )

    return tuple(posting.entries), settled


def _benefits(
    qualified: Sequence[tuple[AnyRule, Sequence[Goods]]],
    tally: Tally,
    says: Mapping[int, Sequence[Say]],
    posting: Posting,
    uses: list[SettledUse],
) -> None:
    using = [
        (rank, tuple(sorted(lines)), takes.changes)
        for rank, won in tally.won.items()
        if won.taken
        for takes, lines in won.proposals
        if takes.changes
    ]
    using += [(rank, (), say.changes) for rank, said in says.items() for say in said]
    if using:
        ids = {rule.rank: rule.id for rule, _ in qualified}
        for rank, lines, changes in using:
            _use(posting, uses, ids[rank], lines, changes)


def _use(
    posting: Posting, uses: list[SettledUse], program: str, lines: tuple[int, ...], changes: tuple[Change, ...]
) -> None:
    if changes:
        for change in changes:
            posting.change(change)
        uses.append(SettledUse(program, lines, changes))


def _count(
    rule: AnyRule,
    sale: Sale,
    tally: Tally,
    says: Mapping[int, Sequence[Say]],
    earnings: Earnings,
    posting: Posting,
    uses: list[SettledUse],
    budgets: list[str],
) -> None:
    """A limited program gave something: count the use, and the money."""
    won = tally.won.get(rule.rank)
    off_minor = won.taken if won else 0
    if not off_minor and rule.rank not in says and rule.rank not in earnings.gave:
        return
    lines = tally.lines_of(rule.rank) if off_minor else ()
    count = won.uses if won and off_minor else 1
    _use(posting, uses, rule.id, lines, used(rule.program, sale, uses=count))
    money = given(rule.program, off_minor=off_minor)
    if money is not None:
        posting.change(money)
        budgets.append(rule.id)


def _payments(tender: Tender, member: str | None) -> tuple[SettledPayment, ...]:
    return tuple(
        SettledPayment(
            program=rule.id,
            account=paid.account,
            holder=paid.holder or member or "",
            was_money=paid.was_money,
            expires=paid.expires,
            minor=tuple(minor),
            units=tuple(units),
        )
        for rule, paid, minor, units in tender.payments
    )
