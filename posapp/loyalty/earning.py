"""What a sale brings: worked out on what was really paid, by the same function that a return uses later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from posapp.loyalty.conditions import told_besides
from posapp.loyalty.effects import Earning, Kept, new_kept
from posapp.loyalty.errors import Refused
from posapp.loyalty.goods import Goods, Sale
from posapp.loyalty.ledger import CODES
from posapp.loyalty.outcome import Earned, new_earned
from posapp.loyalty.proposals import AnyRule
from posapp.loyalty.tally import Tally
from posapp.loyalty.tender import Tender
from posapp.loyalty.words import Reason


class Earnings:
    """The earnings of one sale. `brought` are the ranks that brought something, `gave` those of them that gave it away
    (what is bought was not given, a coupon gives when it is used); `whys` say why the others brought nothing."""

    def __init__(self, sale: Sale, tally: Tally, tender: Tender) -> None:
        self.sale = sale
        self.kept = _all_kept(sale, tally, tender)
        self.settled: list[tuple[AnyRule, Earning, tuple[int, ...]]] = []
        self.earned: list[Earned] = []
        self.issued: dict[str, int] = {}
        self.brought: set[int] = set()
        self.gave: set[int] = set()
        self.whys: dict[int, Reason] = {}

    def add_all(self, earning: Sequence[tuple[AnyRule, Sequence[Goods]]]) -> None:
        """Let the rules that earn bring what they bring on their goods."""
        sale, kept, whys, settled = self.sale, self.kept, self.whys, self.settled
        for rule, goods in earning:
            rank, until = rule.rank, rule.earn_until
            lines = [index for each in goods for index, _ in each.lines] if rule.scoped else None
            found = rule.earn(sale, kept, lines)
            if until is not None and sale.day > until:
                whys[rank] = _over(rule, found, until)
                continue
            if isinstance(found, Reason):
                whys[rank] = found
                continue
            amounts = rule.earned(found.terms, kept)
            into = found.into[0]
            if amounts[0] <= 0:
                whys[rank] = rule.short(sale, found, kept)
            else:
                self.brought.add(rank)
                if found.issued:
                    coupons = (into.cause == "issue" for into, n in zip(found.into, amounts, strict=True) if n > 0)
                    self.issued[rule.id] = self.issued.get(rule.id, 0) + sum(coupons)
                elif not into.bought:
                    self.gave.add(rank)
                    if not (into.holder or into.cause == "use"):  # what is hers, and no count
                        self.earned.append(
                            new_earned(program=rule.id, name=rule.name, amount=amounts[0], reason=found.reason)
                        )
            if (len(amounts) > 1 or into.cause == "issue") and not found.issued:
                self._given_away(found, amounts)
            settled.append((rule, found, amounts))

    def _given_away(self, earning: Earning, amounts: Sequence[int]) -> None:
        """Coupons of other programs that an earning brings this customer, each by the program whose it is."""
        others = {into.lot for into in earning.into if into.holder is not None and into.account.endswith(CODES)}
        for into, amount in zip(earning.into, amounts, strict=True):
            if into.cause == "issue" and amount > 0 and "#" not in into.account and into.holder not in others:
                self.issued[into.account] = self.issued.get(into.account, 0) + 1


def _over(rule: AnyRule, found: Earning | Reason, until: date) -> Reason:
    """Nothing is earned in it any more. `Refused` where it was bought: that would be money for nothing."""
    if isinstance(found, Earning) and found.into[0].bought:
        raise Refused.because("sale.sold_until", name=rule.name, day=until)
    return told_besides(Reason.of("whynot.earn_until", day=until), rule.program)


def _all_kept(sale: Sale, tally: Tally, tender: Tender) -> Kept:
    """Everything is kept: the sale as it is taken."""
    lines = sale.lines
    left = tally.left
    base: Sequence[int] = left
    if tender.points:
        rest = tender.over - tender.points
        base = [net * rest for net in left]
    over = tender.over if tender.points else 1
    units = [line.quantity for line in lines]
    paid_units = units
    if tender.prepays or not all(base):
        paid_units = [line.quantity - tender.prepaid[i] if base[i] else 0 for i, line in enumerate(lines)]
    if tally.free:
        paid_units = list(paid_units)
        for index, free in tally.free.items():
            paid_units[index] = max(paid_units[index] - free, 0)
    return new_kept(base=base, over=over, units=units, paid_units=paid_units, total=sum(base))
