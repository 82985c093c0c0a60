"""One side of a replay: all visits sold under one set of programs, on paper, one after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date

from posapp.insight.replay import Correction, Customer, Given, Joining, Side, Sold, Visit
from posapp.loyalty.basket import Basket, Line, Product, Redemption
from posapp.loyalty.by_hand import corrected
from posapp.loyalty.catalogue import Catalogue
from posapp.loyalty.errors import Refused
from posapp.loyalty.joining import joined
from posapp.loyalty.ledger import CODES, EVERYBODY, Account, Entry, balance, posted
from posapp.loyalty.members import Member, PastSale, Standing, new_past_line, new_standing
from posapp.loyalty.money import round_half_up
from posapp.loyalty.quote import Priced, price
from posapp.loyalty.words import Text

Accounts = Mapping[str, Mapping[str, Account]]
"""By holder, then by name."""

_AT_A_TIME = 200
"""Visits between two reports of how far it is."""

_POINTS, _MONEY, _UNITS = 1, 2, 3
"""`Rule.tenders`: what is no money and saves some, what was money once, what pays for units before any benefit."""


class _Past(PastSale):
    """A visit as later ones look at it, again and again: its day and its sum are worked out once."""

    __slots__ = ("_day", "_paid_minor")
    _day: date
    _paid_minor: int

    @property
    def paid_minor(self) -> int:
        """Money really paid for what is kept."""
        try:
            return self._paid_minor
        except AttributeError:
            object.__setattr__(self, "_paid_minor", sum([line.paid_minor for line in self.lines]))
            return self._paid_minor

    @property
    def day(self) -> date:
        """The shop's local day on which it was."""
        try:
            return self._day
        except AttributeError:
            object.__setattr__(self, "_day", self.moment.date())
            return self._day


class _Held:
    """A member so far."""

    __slots__ = ("history", "member", "others", "spent_minor", "visits")

    def __init__(self, customer: Customer, others: tuple[str, ...]) -> None:
        self.member: Member = customer.member
        self.visits = customer.visits
        self.spent_minor = customer.spent_minor
        self.history = customer.history
        self.others = others


def sell_again(
    catalogue: Catalogue,
    happened: Iterable[Visit | Joining | Correction],
    *,
    customers: Mapping[str, Customer],
    accounts: Accounts,
    households: Mapping[str, tuple[str, ...]] | None = None,
    products: Collection[Product] = (),
    progress: Callable[[int], None] = lambda _: None,
) -> Sold:
    """Sell the visits, in the order in which they happened, with the joinings and corrections between them.

    `accounts` are what everybody held when the first began, everybody's own (``"*"``) and those of codes with them;
    `households` the members of each by its word; by the prices of `products` it is said what balances are worth.
    `progress` is told now and then how many visits are done, and stops the work by raising: nothing is kept, so nothing
    is left half done.
    """
    world = _World(catalogue, customers, accounts, households or {})
    done = 0
    for each in happened:
        if isinstance(each, Joining):
            world.join(each)
            continue
        if isinstance(each, Correction):
            world.correct(each)
            continue
        world.sell(each)
        done += 1
        if done % _AT_A_TIME == 0:
            progress(done)
    progress(done)
    return world.sold(done, products)


class _World:
    """What everybody holds after the visits so far, and what was given, by the rules' ranks."""

    def __init__(
        self,
        catalogue: Catalogue,
        customers: Mapping[str, Customer],
        accounts: Accounts,
        households: Mapping[str, tuple[str, ...]],
    ) -> None:
        self.catalogue = catalogue
        self.customers = customers
        self.households = households
        self.accounts: dict[str, dict[str, Account]] = {holder: dict(held) for holder, held in accounts.items()}
        self.shared = self.accounts.setdefault(EVERYBODY, {})
        self.held: dict[str, _Held] = {}
        self.list_minor = 0
        self.saved: Counter[str] = Counter()
        self.cost_minor = 0
        count = len(catalogue.rules)
        self.off, self.paid, self.earned, self.handed, self.sales = ([0] * count for _ in range(5))
        self.reached: list[set[str]] = [set() for _ in range(count)]
        self.clashes: Counter[tuple[int, int]] = Counter()
        self.last_day = date.min
        self._history = catalogue.needs_history
        self._offering = any(rule.shows for rule in catalogue.rules)
        self._codes = tuple(rule.id + CODES for rule in catalogue.rules if rule.bearer)
        self._sells_nothing = frozenset(product for rule in catalogue.rules for product in rule.no_goods)

    # What happens.

    def join(self, joining: Joining) -> None:
        """Somebody is enrolled, with what the programs give on joining."""
        held = self._of(joining.member) if self.catalogue.welcoming else None
        if held is not None:
            standing = self._standing(held)
            entries = joined(
                self.catalogue, held.member, moment=joining.moment, document=joining.document, standing=standing
            )
            self._post(entries)

    def correct(self, correction: Correction) -> None:
        """A correction is made as far as these programs let it: not where there is no such program, or too little."""
        held = self._of(correction.member)
        if held is None:
            return
        try:
            entries = corrected(
                self.catalogue,
                program=correction.program,
                amount=correction.amount,
                member=held.member,
                standing=self._standing(held),
                moment=correction.moment,
                document=correction.document,
            )
        except Refused:
            return
        self._post(entries)

    def sell(self, visit: Visit) -> None:
        """One visit. What sold stored money is left out; so is a line that these programs would not sell so."""
        self.last_day = visit.moment.date()
        self.list_minor += sum([line.list_minor for line in visit.lines])
        lines = visit.lines
        if self._sells_nothing:
            lines = tuple(line for line in lines if line.product not in self._sells_nothing)
        held = self._of(visit.member) if visit.member is not None else None
        standing = self._standing(held)
        try:
            priced = self._price(visit, Basket(lines=lines), held, standing)
        except Refused:
            lines = tuple(line for line in lines if self._sellable(visit, line, held, standing))
            priced = self._price(visit, Basket(lines=lines), held, standing)
        wanted = self._worth_asking(priced) if self._offering else ()
        while wanted:
            try:
                priced = self._price(visit, Basket(lines=lines, redeem=wanted), held, standing)
                break
            except Refused:  # two of them cannot stand together: the last one waits
                wanted = wanted[:-1]
        self._count(priced, held)
        self._post(priced.entries())
        if held is not None:
            self._remember(visit, priced, held)

    def _sellable(self, visit: Visit, line: Line, held: _Held | None, standing: Standing) -> bool:
        try:
            self._price(visit, Basket(lines=(line,)), held, standing)
        except Refused:
            return False
        return True

    def _price(self, visit: Visit, basket: Basket, held: _Held | None, standing: Standing) -> Priced:
        return price(
            self.catalogue,
            basket=basket,
            member=held.member if held is not None else None,
            standing=standing,
            moment=visit.moment,
            sale=visit.sale,
        )

    def _of(self, member: str) -> _Held | None:
        held = self.held.get(member)
        if held is None and member in self.customers:
            customer = self.customers[member]
            household = self.households.get(customer.member.household, ()) if customer.member.household else ()
            others = dict.fromkeys((*self.catalogue.others(customer.member), *household))
            others.pop(member, None)
            held = self.held[member] = _Held(customer, tuple(others))
        return held

    def _standing(self, held: _Held | None) -> Standing:
        if held is None:
            return Standing(shared=self.shared)
        member, accounts = held.member, self.accounts
        own = accounts.get(member.id, {})
        wanted = held.others
        for name in self._codes:
            if name in own:
                wanted = (*wanted, *[lot.id for lot in own[name].lots])
        household: tuple[str, ...] = ()
        if member.household:
            household = tuple(each for each in self.households.get(member.household, ()) if each != member.id)
        return new_standing(
            accounts=own,
            shared=self.shared,
            others={holder: accounts[holder] for holder in wanted if holder in accounts} if wanted else {},
            household=household,
            visits=held.visits,
            spent_minor=held.spent_minor,
            history=held.history,
        )

    def _worth_asking(self, priced: Priced) -> tuple[Redemption, ...]:
        """Of each program the offer that is worth most. Gift cards are not drawn on: they are money."""
        best: dict[str, tuple[int, Redemption]] = {}
        for offer in priced.offers():
            asked = offer.redemption
            program = asked.program or asked.coupon or ""
            if asked.gift_card is None and (program not in best or offer.worth_minor > best[program][0]):
                best[program] = (offer.worth_minor, asked)
        return tuple(asked for _, asked in best.values())

    # What came of it.

    def _count(self, priced: Priced, held: _Held | None) -> None:
        saved = priced.tally.total
        by_id = self.catalogue.by_id
        gave = set(priced.says)
        for rank, won in priced.tally.won.items():
            if won.taken:
                self.off[rank] += won.taken
                gave.add(rank)
        for rule, paid, _, _ in priced.tender.payments:
            if rule.tenders == _POINTS:
                self.paid[rule.rank] += paid.amount_minor
                saved += paid.amount_minor
                gave.add(rule.rank)
        for earned in priced.earnings.earned:
            rank = by_id[earned.program].rank
            self.earned[rank] += earned.amount
            gave.add(rank)
        if priced.earnings.issued or priced.came:
            self._count_issued(priced, gave)
        for rank, says in priced.says.items():
            self.handed[rank] += len(says)
        for rank, better in priced.better.items():
            if rank not in gave:
                self.clashes[better.rank, rank] += 1
        for rank in gave:
            self.sales[rank] += 1
            if held is not None:
                self.reached[rank].add(held.member.id)
        self.cost_minor += saved
        if held is not None:
            self.saved[held.member.id] += saved

    def _count_issued(self, priced: Priced, gave: set[int]) -> None:
        issued = Counter(priced.earnings.issued)
        issued.update(entry.account for entry in priced.came if entry.cause == "issue")
        for program, count in issued.items():
            if program in self.catalogue.by_id:
                rank = self.catalogue.by_id[program].rank
                self.earned[rank] += count
                gave.add(rank)

    def _post(self, entries: Iterable[Entry]) -> None:
        """Everybody concerned holds what the sale left them."""
        by_account: dict[tuple[str, str], list[Entry]] = {}
        for entry in entries:
            by_account.setdefault((entry.holder, entry.account), []).append(entry)
        for (holder, name), of_one in by_account.items():
            accounts = self.accounts.setdefault(holder, {})
            accounts[name] = posted(accounts.get(name, _NOTHING), of_one)

    def _remember(self, visit: Visit, priced: Priced, held: _Held) -> None:
        """The sale as later ones look at it: what points and sessions paid is not money."""
        tender, left = priced.tender, priced.tally.left
        net = [of_line + aside for of_line, aside in zip(left, tender.aside, strict=True)]
        for rule, _, by_line, _ in tender.payments:
            if rule.tenders in (_POINTS, _UNITS):
                net = [of_line - paid for of_line, paid in zip(net, by_line, strict=True)]
        held.visits += 1
        held.spent_minor += sum(net)
        if self._history:
            past = _Past(
                sale=visit.sale,
                moment=visit.moment,
                lines=tuple(
                    [
                        new_past_line(
                            product=line.product, categories=line.categories, quantity=line.quantity, paid_minor=paid
                        )
                        for line, paid in zip(priced.basket.lines, net, strict=True)
                    ]
                ),
                earned={each.program: each.amount for each in priced.earnings.earned},
            )
            held.history = (*held.history, past)

    # What it was in all.

    def sold(self, sales: int, products: Collection[Product]) -> Sold:
        """The side, program by program, and member by member."""
        owed, worth, held = self._owed(products)
        rules = self.catalogue.rules
        given = tuple(
            Given(
                program=rule.id,
                name=rule.name,
                unit=rule.unit,
                off_minor=self.off[rule.rank],
                paid_minor=self.paid[rule.rank],
                earned=self.earned[rule.rank],
                handed=self.handed[rule.rank],
                owed=owed[rule.rank],
                owed_minor=worth.get(rule.rank),
                sales=self.sales[rule.rank],
                members=len(self.reached[rule.rank]),
            )
            for rule in rules
        )
        side = Side(list_minor=self.list_minor, cost_minor=self.cost_minor, owed_minor=sum(worth.values()), given=given)
        clashes: Counter[tuple[Text, Text]] = Counter()
        for (winner, loser), count in self.clashes.items():
            clashes[rules[winner].name, rules[loser].name] += count
        return Sold(sales=sales, side=side, saved=dict(self.saved), held=held, clashes=dict(clashes))

    def _owed(self, products: Collection[Product]) -> tuple[Counter[int], dict[int, int], dict[str, int]]:
        """By rank what is not used on the last day and what that is worth in money; by member what hers is worth.

        What was paid for (gift cards, sessions) is owed whatever the programs are, and left out.
        """
        units: Counter[int] = Counter()
        by_member: Counter[str] = Counter()
        rules = [rule for rule in self.catalogue.rules if rule.unit and rule.tenders not in (_MONEY, _UNITS)]
        worths = {rule.rank: rule.owes(products) for rule in rules}
        for holder in self.customers:
            own = self.accounts.get(holder)
            if not own:
                continue
            for rule in rules:
                found = self._units(rule.id, own, bearer=rule.bearer)
                units[rule.rank] += found
                worth = worths[rule.rank]
                if worth is not None and found:
                    by_member[holder] += round_half_up(found * worth[0], worth[1])
        in_money = {
            rank: round_half_up(units[rank] * worth[0], worth[1]) for rank, worth in worths.items() if worth is not None
        }
        return units, in_money, {holder: worth for holder, worth in by_member.items() if worth}

    def _units(self, name: str, own: Mapping[str, Account], *, bearer: bool) -> int:
        """What a member has in a program: in her account, or under the codes that are hers."""
        if not bearer:
            return balance(own[name], on=self.last_day) if name in own else 0
        codes = own[name + CODES].lots if name + CODES in own else ()
        accounts = [self.accounts.get(lot.id, {}).get(name) for lot in codes]
        return sum(balance(account, on=self.last_day) for account in accounts if account is not None)


_NOTHING = Account()
