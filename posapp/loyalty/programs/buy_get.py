"""Buy so many, get so many free or cheaper: two for one, three for two, the second at half price.

Not for coming back (that is a `stamp_card`), nor for so much off from a number of units on (a `fixed_discount` with
`min_items`): here each full group brings its cheapest units, in one sale.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby

from posapp.loyalty.effects import Group, Groups, TakeOff
from posapp.loyalty.goods import Goods, Sale, units_of
from posapp.loyalty.programs.base import PERCENT, Program, form, kind
from posapp.loyalty.rules import Rule, Terms, rule_of
from posapp.loyalty.words import Reason

_MOST_REMEMBERED = 1000
"""Of the numbers of groups whose proposal is remembered."""

Units = tuple[int, int]
"""(index in the goods that the rule was handed, units)."""


@kind("buy_get")
@dataclass(frozen=True, kw_only=True)
class BuyGet(Program):
    """Of each full group of `buy` + `get` units in scope, dearest first, the `get` cheapest are `rate` percent off.

    With `same_product` a group is of one product.
    """

    buy: int = field(metadata=form(unit="units", least=1, most=1000))
    get: int = field(metadata=form(unit="units", least=1, most=1000))
    rate: Decimal = field(default=Decimal(100), metadata=PERCENT)
    same_product: bool = False


@rule_of(BuyGet)
class BuyGetRule(Rule[BuyGet]):
    """Forms its groups as if it were alone; which of them it gets is settled with the other benefits."""

    takes_off = True

    def __init__(self, program: BuyGet, rank: int, terms: Terms) -> None:
        super().__init__(program, rank, terms)
        self.size = program.buy + program.get
        self.share = terms.share(program.rate)
        self._gives = self._words()
        self._reason = self.because(self._gives)
        self._groups_of_one: dict[int, Sequence[TakeOff]] = {}
        self._missing_to: dict[int, Reason] = {}

    def _words(self) -> Reason:
        program = self.program
        if program.rate == 100:
            key = "buyget.free_each" if program.buy == 1 else "buyget.free"
            return Reason.of(key, count=program.get, buy=program.buy)
        key = "buyget.off_each" if program.buy == 1 else "buyget.off"
        return Reason.of(key, count=program.get, buy=program.buy, rate=program.rate)

    @property
    def gives(self) -> Reason:
        """ "one free with every two bought"."""
        return self._gives

    def take_off(self, sale: Sale, goods: Sequence[Goods]) -> Sequence[TakeOff] | Reason:
        """All groups that can be formed, or how many units are missing to the first."""
        size = self.size
        if len(goods) == 1:
            (one,) = goods
            if one.count < size:
                return self._of_one(one, sale) if self.program.same_product else self._more(size - one.count)
            return self._alike(one.count // size)
        groups: list[Group] = []
        if units_of(goods) >= size:
            order = sorted(range(len(goods)), key=lambda index: goods[index].key)
            if self.program.same_product:
                order.sort(key=lambda index: goods[index].product)
                for _, of_one in groupby(order, key=lambda index: goods[index].product):
                    self._form(goods, list(of_one), groups)
            else:
                self._form(goods, order, groups)
        if not groups:
            return self._missing(sale, goods)
        return (TakeOff(Groups(tuple(groups)), self._reason),)

    def _alike(self, times: int) -> Sequence[TakeOff]:
        """So many groups of the only goods there are. Made once for each number."""
        found = self._groups_of_one.get(times)
        if found is None:
            group = Group(((0, self.size),), ((0, self.program.get, self.share),), times)
            found = (TakeOff(Groups((group,)), self._reason),)
            if len(self._groups_of_one) < _MOST_REMEMBERED:
                self._groups_of_one[times] = found
        return found

    def _form(self, goods: Sequence[Goods], order: list[int], groups: list[Group]) -> None:
        """Groups of the goods in that order. Where a run of one goods fills many, they are one `Group` many times."""
        size, buy, share = self.size, self.program.buy, self.share
        open_: list[Units] = []
        held = 0
        for index in order:
            count = goods[index].count
            if held:
                taken = min(count, size - held)
                open_.append((index, taken))
                held += taken
                count -= taken
                if held < size:
                    continue
                groups.append(Group(tuple(open_), _cheapest(open_, self.program.get, share)))
                open_, held = [], 0
            full, rest = divmod(count, size)
            if full:
                groups.append(Group(((index, size),), ((index, size - buy, share),), full))
            if rest:
                open_, held = [(index, rest)], rest

    def _missing(self, sale: Sale, goods: Sequence[Goods]) -> Reason:
        """How many more units make the first group: of the product of which least are missing, where it must be one."""
        program = self.program
        if not program.same_product:
            return self._more(self.size - units_of(goods))
        counts: dict[str, int] = {}
        for each in goods:
            counts[each.product] = counts.get(each.product, 0) + each.count
        nearest = min(goods, key=lambda each: (-counts[each.product], *each.key))
        return self._of_one(nearest, sale, held=counts[nearest.product])

    def _of_one(self, goods: Goods, sale: Sale, held: int | None = None) -> Reason:
        """How many units of one product are missing, of which `held` (its count) are there."""
        name = sale.lines[goods.lines[0][0]].name
        return Reason("buyget.of", (("name", name), ("what", self._more(self.size - (held or goods.count)))))

    def _more(self, count: int) -> Reason:
        found = self._missing_to.get(count)
        if found is None:
            program = self.program
            if program.rate != 100:
                found = Reason.of("buyget.more_off", count=count, rate=program.rate)
            elif program.get == 1:
                found = Reason.of("buyget.more_free", count=count)
            else:
                found = Reason.of("buyget.more_several", count=count, get=program.get)
            self._missing_to[count] = found
        return found


def _cheapest(units: list[Units], get: int, share: int) -> tuple[tuple[int, int, int], ...]:
    """The `get` last of a group's units, dearest first, with the share that is taken off them."""
    off: list[tuple[int, int, int]] = []
    for index, count in reversed(units):
        taken = min(count, get)
        if taken:
            off.append((index, taken, share))
        get -= taken
    return tuple(reversed(off))
