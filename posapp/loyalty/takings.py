"""What each rule takes of which line at the item stage, collected before it is rounded and settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from posapp.loyalty.effects import TakeOff
from posapp.loyalty.goods import Goods
from posapp.loyalty.money import Exact
from posapp.loyalty.proposals import AnyRule, Proposal
from posapp.loyalty.tally import Part, Tally, Won, new_won

Deal = tuple[Proposal, int, Exact]
"""Units of some goods that go to a proposal, for so much each over the denominator."""


class Takings:
    """What each rule takes of which line, collected before it is rounded. `won_at` tells the rules on each goods."""

    def __init__(self, tally: Tally) -> None:
        self.tally = tally
        self.by_rank: dict[int, Won] = {}
        self.won_at: dict[int, AnyRule] = {}

    def hand_out(
        self,
        goods_of_sale: Sequence[Goods],
        singles: Sequence[Proposal | None],
        values: Sequence[int],
        taken: Mapping[int, Sequence[Deal]],
    ) -> None:
        """Give the units of all goods, line by line, to the deals that won them (`taken`, by place), and the others to
        the best single, whose worth on a unit is among `values`."""
        tally, won_at, by_rank = self.tally, self.won_at, self.by_rank
        denominator = tally.denominator
        tally.dealt = lambda: _dealt(goods_of_sale, singles, values, taken)
        for each, single, value in zip(goods_of_sale, singles, values, strict=True):
            place, price = each.place, each.price
            deals = taken.get(place)
            if deals is None and single is None:
                continue
            pieces = _pieces(each, deals, single, value)
            won_at[place] = pieces[0][0][0]
            for (rule, takes, _), line, units, worth in pieces:
                if not worth:
                    continue
                rank, together = rule.rank, worth * units
                won = by_rank.get(rank)
                if won is None:
                    by_rank[rank] = new_won(together, ((line, together, price * units),), ((takes, (line,)),))
                else:
                    won.exact += together
                    won.parts += ((line, together, price * units),)
                    won.proposals += ((takes, (line,)),)
                if worth == price * denominator:
                    tally.gone(line, units)

    def settle(self, uses: Mapping[int, int]) -> None:
        """Round and spread, in order of rank. `uses` by rank, one of those that are not there."""
        by_rank = self.by_rank
        for rank, times in uses.items():
            if rank in by_rank:
                by_rank[rank].uses = times
        for won in by_rank.values():
            if len(won.parts) > 1:
                won.parts = _by_line(won.parts)
                won.proposals = _together(won.proposals)
        self.tally.settle_all(sorted(by_rank.items()))


def _dealt(
    goods_of_sale: Sequence[Goods],
    singles: Sequence[Proposal | None],
    values: Sequence[int],
    taken: Mapping[int, Sequence[Deal]],
) -> list[tuple[int, int, int, Exact]]:
    """Rank, line, how many of its units went, and for how much each (over the denominator)."""
    return [
        (rule.rank, line, units, worth)
        for each, single, value in zip(goods_of_sale, singles, values, strict=True)
        for (rule, _, _), line, units, worth in _pieces(each, taken.get(each.place), single, value)
    ]


def _pieces(
    each: Goods, deals: Sequence[Deal] | None, single: Proposal | None, value: int
) -> list[tuple[Proposal, int, int, Exact]]:
    """The deals over the lines of some goods, one after the other, as long as there are units; what is left goes to
    the best single, for `value` each."""
    if deals is None:
        return [(single, line, units, value) for line, units in each.lines] if single is not None else []
    if single is not None:
        deals = [*deals, (single, each.count, value)]
    found: list[tuple[Proposal, int, int, Exact]] = []
    if len(each.lines) == 1:
        line, units = each.lines[0]
        for proposal, wanted, worth in deals:
            if wanted > units:
                wanted = units
            if wanted:
                found.append((proposal, line, wanted, worth))
                units -= wanted
        return found
    lines = iter(each.lines)
    line, units = next(lines)
    for proposal, wanted, worth in deals:
        while wanted > units:
            if units:
                found.append((proposal, line, units, worth))
                wanted -= units
            line, units = next(lines, (-1, 0))
            if line < 0:
                return found
        if wanted:
            found.append((proposal, line, wanted, worth))
            units -= wanted
    return found


def _together(proposals: Sequence[tuple[TakeOff, Sequence[int]]]) -> tuple[tuple[TakeOff, Sequence[int]], ...]:
    """Each proposal once, with all its lines."""
    found: dict[int, tuple[TakeOff, list[int]]] = {}
    for takes, lines in proposals:
        found.setdefault(id(takes), (takes, []))[1].extend(lines)
    return tuple(found.values())


def _by_line(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Parts of one line (a group's and a single's) as one."""
    if len({part[0] for part in parts}) == len(parts):
        return parts
    together: dict[int, Part] = {}
    for line, weight, most in parts:
        before = together.get(line, (line, 0, 0))
        together[line] = (line, before[1] + weight, before[2] + most)
    return tuple(together.values())
