"""A prepaid pass: sessions bought in advance, as salons sell them.

Not for money to be spent on anything (that is a `gift_card`), nor for a reward after so many visits (a `stamp_card`):
whoever buys a pass has paid for what is to come.

Its sessions are an account of the program's id, one lot for each pass that was bought.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from posapp.loyalty.basket import Product, Redemption
from posapp.loyalty.dates import add_days, last_day
from posapp.loyalty.effects import Change, Earning, Into, Kept, Paid
from posapp.loyalty.errors import Fault, NotEnough, Refused
from posapp.loyalty.goods import Goods, Sale, lines_of
from posapp.loyalty.history import in_scope
from posapp.loyalty.ledger import NOTHING, Account, Term, balance, spendable
from posapp.loyalty.limits import used as counted
from posapp.loyalty.limits import uses_left
from posapp.loyalty.outcome import AnyOf, BalancePanel, Offer
from posapp.loyalty.programs.base import Days, EndOfYear, Months, Program, form, kind
from posapp.loyalty.rules import Rule, Terms, rule_of
from posapp.loyalty.words import Minor, Reason

_SOON = 30
"""Days within which what expires is told on the member's card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A `product` that brings so many `uses`."""

    product: str = field(metadata=form(refers="product"))
    uses: int = field(metadata=form(unit="uses", least=1, most=10_000))


@kind("prepaid_pass")
@dataclass(frozen=True, kw_only=True)
class PrepaidPass(Program):
    """What is in `sell` brings sessions; one pays for one unit in the scope, for her household too if `shareable`."""

    sell: tuple[Pack, ...] = field(metadata=form(filled=True))
    expires: Days | Months | EndOfYear | None = None
    shareable: bool = False

    def faults(self, place: str) -> Iterator[Fault]:
        """A product that stands twice."""
        yield from super().faults(place)
        seen: set[str] = set()
        for n, pack in enumerate(self.sell):
            if pack.product in seen:
                yield Fault(f"{place}.sell[{n}].product", Reason("fault.repeated"))
            seen.add(pack.product)


@rule_of(PrepaidPass)
class PrepaidPassRule(Rule[PrepaidPass]):
    """Bought like any goods; a session pays for the dearest unit in scope, before any benefit."""

    earns = True
    tenders = 3
    shows = sells = True
    needs_goods = False
    unit = "sessions"

    def __init__(self, program: PrepaidPass, rank: int, terms: Terms) -> None:
        super().__init__(program, rank, terms)
        self.shares = program.shareable
        self._uses = {pack.product: pack.uses for pack in program.sell}

    @property
    def gives(self) -> Reason:
        """A session."""
        return Reason("pass.gives")

    def too_little(self, sale: Sale, goods: Sequence[Goods]) -> Reason | None:  # noqa: ARG002
        """A minimum is asked of what is to be paid with a session, not of the purchase of a pass."""
        return None

    def term(self, day: date) -> Term:
        """Each pass expires for itself."""
        return Term(expires_on=last_day(self.program.expires, day))

    def owes(self, products: Collection[Product]) -> tuple[int, int] | None:
        """The price of a session: of the pass in which it is dearest."""
        prices = [(each.price_minor, self._uses[each.id]) for each in products if each.id in self._uses]
        return max(prices, key=lambda price: Fraction(*price), default=None)

    # Buying one.

    def refuse(self, sale: Sale) -> None:
        """A pass is somebody's: without a member, or for one for whom it is not, none is sold."""
        for line in sale.lines:
            if line.product in self._uses:
                reason = self._not_for_sale(sale)
                if reason is not None:
                    raise Refused.because("pass.not_now", name=line.name, why=reason)

    def _not_for_sale(self, sale: Sale) -> Reason | None:
        if sale.member is None:
            return self.without_card.reason
        reason = self.check(sale) if self.check is not None else None
        if reason is None and self.stopped(sale.day):
            reason = Reason.of("whynot.earn_until", day=self.earn_until)
        return reason

    def earn(self, sale: Sale, kept: Kept, lines: Sequence[int] | None) -> Earning | Reason:  # noqa: ARG002
        """Sessions for each pass that is bought, at the price that was paid for one, in money or in points."""
        sold = [(n, line) for n, line in enumerate(sale.lines) if line.product in self._uses]
        if not sold or sale.member is None:
            left = self._all(sale)
            return Reason.of("pass.left", count=left) if left > 0 else Reason("pass.none_sold")
        expires_on = self.term(sale.day).expires_on
        terms = {"packs": [[n, self._uses[line.product]] for n, line in sold]}
        into = tuple(
            Into(
                self.id,
                expires_on=expires_on,
                worth=(sale.left[n], self._uses[line.product] * line.quantity),
                bought=True,
            )
            for n, line in sold
        )
        return Earning(terms, into, Reason("pass.sold"))

    @staticmethod
    def earned(terms: Mapping[str, Any], kept: Kept) -> tuple[int, ...]:
        """The sessions of each line."""
        return tuple(uses * kept.units[line] for line, uses in terms["packs"])

    # Using one.

    def pay(self, sale: Sale, asked: Redemption, *, due_minor: int, goods: Sequence[Goods]) -> Paid:  # noqa: ARG002
        """One session pays for the dearest unit in scope: her own first, then one of her household's."""
        if sale.member is None:
            raise Refused(self.without_card.reason)
        holder = next((each for each in self._holders(sale) if sale.still_there(self.id, each) > 0), None)
        if holder is None:
            raise NotEnough(self._none_left(sale))
        payable = [each for each in goods if each.product not in self._uses]
        short = self._short(sale)
        if not payable or short is not None:
            raise Refused.because("pass.nothing_here", name=self.name, why=short or self.nothing_here.reason)
        dearest = min(payable, key=lambda each: each.key)
        line = lines_of([dearest])[0]
        return Paid(
            self.id,
            1,
            dearest.price,
            holder=holder,
            prepaid=((line, 1, dearest.price),),
            expires=self.program.expires,
            changes=self._counted(sale),
            asked=asked,
        )

    def _holders(self, sale: Sale) -> tuple[str, ...]:
        """Whose sessions may be used."""
        if sale.member is None:
            return ()
        return (sale.member.id, *(sale.standing.household if self.program.shareable else ()))

    def _account(self, sale: Sale, holder: str) -> Account:
        own = sale.member is not None and holder == sale.member.id
        accounts = sale.standing.accounts if own else sale.standing.others.get(holder, {})
        return accounts.get(self.id, NOTHING)

    def _all(self, sale: Sale) -> int:
        """Sessions that she can use now, the household's with them."""
        return sum(spendable(self._account(sale, holder), on=sale.day) for holder in self._holders(sale))

    def _none_left(self, sale: Sale) -> Reason:
        """That there is no session, or no other one; or when the last ones ended."""
        if self._used_here(sale):
            return Reason.of("pass.at_most", name=self.name, largest=self._used_here(sale))
        lots = [lot for holder in self._holders(sale) for lot in self._account(sale, holder).lots]
        ended = max((lot.expires_on for lot in lots if not lot.holds(sale.day) and lot.expires_on), default=None)
        if ended is not None:
            return Reason.of("pass.expired", name=self.name, day=ended)
        return Reason.of("pass.none_left", name=self.name)

    def _used_here(self, sale: Sale) -> int:
        """Sessions that this sale has used so far."""
        return sum(units for (_, account), units in sale.spent.items() if account == self.id)

    def _short(self, sale: Sale) -> Reason | None:
        """What of the scope's minimums is missing, prepaid units counted."""
        units = [line for line in sale.lines if in_scope(line.product, line.categories, self.program.scope)]
        missing = self.min_amount - sum(line.list_minor for line in units)
        if self.min_amount and missing > 0:
            return Reason.of("whynot.more_to", amount=Minor(missing), gives=self.gives)
        count = self.min_items - sum(line.quantity for line in units)
        return Reason.of("whynot.units_to", count=count, gives=self.gives) if count > 0 else None

    def _counted(self, sale: Sale) -> tuple[Change, ...]:
        """A session is a use, where uses are limited. `Refused` where none is left."""
        if not self.limited:
            return ()
        left = uses_left(self.program, sale)
        if isinstance(left, Reason):
            raise Refused(left)
        here = self._used_here(sale)
        if left is not None and here >= left:
            raise NotEnough.because("pass.at_most", name=self.name, largest=left)
        return counted(self.program, sale, uses=1)

    # What it shows.

    def offers(self, sale: Sale, goods: Sequence[Goods]) -> Sequence[Offer]:
        """A session for the dearest unit; as many as there are units."""
        asked = [each for each in sale.redeem if each.program == self.id]
        here = self._used_here(sale)
        payable = sorted((each for each in goods if each.product not in self._uses), key=lambda each: each.key)
        most = min(self._all(sale), here + sum(each.count for each in payable))
        if most <= 0 or self._short(sale) is not None:
            return ()
        pays = sum(sale.spent_minor.get((holder, self.id), 0) for holder in self._holders(sale))
        return (
            Offer(
                redemption=asked[0] if asked else Redemption(program=self.id),
                label=Reason.of("pass.offer", name=self.name, count=self._all(sale) - here),
                worth_minor=pays or payable[0].price,
                chosen=bool(asked),
                any_of=AnyOf(least=1, most=most) if most > 1 else None,
            ),
        )

    def panel(self, sale: Sale) -> BalancePanel | None:
        """Sessions left, the household's with them; nothing where there are none."""
        if not any(balance(self._account(sale, holder), on=sale.day) for holder in self._holders(sale)):
            return None
        soon = add_days(sale.day, _SOON)
        lots = [lot for each in self._holders(sale) for lot in self._account(sale, each).lots if lot.holds(sale.day)]
        going = [lot for lot in lots if lot.expires_on is not None and lot.expires_on <= soon]
        return BalancePanel(
            program=self.id,
            name=self.name,
            unit=self.unit,
            balance=sum(balance(self._account(sale, holder), on=sale.day) for holder in self._holders(sale)),
            expiring=sum(lot.left for lot in going),
            expires_on=min((lot.expires_on for lot in going if lot.expires_on is not None), default=None),
        )
