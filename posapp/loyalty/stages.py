"""The item stage and the sale stage: which benefits win, and what they take.

`best` benefits compete, `always` follow in order of rank on what is left, `alone` stands instead of all others if that
leaves the customer better off.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from posapp.loyalty.effects import BY_GOODS, Amount, Parts, Percent, TakeOff
from posapp.loyalty.goods import Goods, Sale
from posapp.loyalty.item_stage import item_best
from posapp.loyalty.left import Measured, measure
from posapp.loyalty.money import Exact
from posapp.loyalty.proposals import AnyRule, Proposal
from posapp.loyalty.tally import Part, Tally

_OF_A_SUM = (Percent, Amount, Parts)


class Stages:
    """The proposals of a sale by stage and stacking, and their settlement."""

    def __init__(self) -> None:
        self.buckets: tuple[list[Proposal], ...] = ([], [], [], [], [])
        """By `rules.ITEM_BEST` and so on, each in order of rank."""
        self.better: dict[int, AnyRule] = {}
        """For each rank whose proposal did not win: who gave more."""
        self.bounded = False

    def add(self, rule: AnyRule, proposal: TakeOff, goods: Sequence[Goods]) -> None:
        """Put a proposal where it competes. Rules come in order of rank."""
        about = goods if proposal.goods is None else proposal.goods
        self.buckets[rule.bucket_of(proposal)].append((rule, proposal, about))

    def settle(self, sale: Sale, *, budgets: Mapping[int, int], caps: Mapping[int, int]) -> Tally:
        """Let them compete. `budgets` (minor units) and `caps` (uses) are what limited rules, by rank, still have."""
        tally = Tally(sale, budgets=budgets)
        of_items, items_always, of_sale, sale_always, alone = self.buckets
        if of_items:
            self.bounded = item_best(tally, of_items, caps=caps, better=self.better)
        for rule, proposal, goods in items_always:
            _take_of_left(tally, rule, proposal, goods, cap=caps.get(rule.rank), by_units=True)
        if of_sale:
            self._sale_best(tally, of_sale)
        for rule, proposal, goods in sale_always:
            _take_of_left(tally, rule, proposal, goods, cap=caps.get(rule.rank), by_units=False)
        return self._or_alone(tally, alone, budgets, caps) if alone else tally

    def _sale_best(self, tally: Tally, proposals: list[Proposal]) -> None:
        """The single largest wins; of equals the one of the smaller rank, which comes first."""
        most: Exact = 0
        winner: Proposal | None = None
        whole, budgets = sum(tally.left), tally.budgets
        everything = tally.sale.goods
        for proposal in proposals:
            rule, takes, goods = proposal
            shape = takes.shape
            base = whole if goods is everything else tally.left_of(goods)
            value = base * shape.share if isinstance(shape, Percent) else _value(tally, takes, goods, base)
            if budgets and rule.rank in budgets:
                value = min(value, budgets[rule.rank] * tally.denominator)
            if value > most:
                most, winner = value, proposal
        if winner is None:
            return
        rule, takes, goods = winner
        _take_of_left(tally, rule, takes, goods, cap=None, by_units=False)
        self.better.update({loser.rank: rule for loser, _, _ in proposals if loser is not rule})

    def _or_alone(
        self, others: Tally, alone: list[Proposal], budgets: Mapping[int, int], caps: Mapping[int, int]
    ) -> Tally:
        best, winner = others, None
        for rule, takes, goods in alone:
            tally = Tally(others.sale, budgets=budgets)
            by_units = rule.names_goods or isinstance(takes.shape, BY_GOODS)
            _take_of_left(tally, rule, takes, goods, cap=caps.get(rule.rank), by_units=by_units)
            if tally.total > best.total:
                best, winner = tally, rule
        all_of_them = [proposal for bucket in self.buckets for proposal in bucket]
        if winner is None:
            by_rank = {rule.rank: rule for rule, _, _ in all_of_them}
            largest = min(((-won.taken, rank) for rank, won in others.won.items() if won.taken), default=None)
            if largest:
                self.better.update({rule.rank: by_rank[largest[1]] for rule, _, _ in alone})
            return others
        self.better = {rule.rank: winner for rule, _, _ in all_of_them if rule is not winner}
        self.bounded = False
        return best


def _value(tally: Tally, takes: TakeOff, goods: Sequence[Goods], base: int) -> Exact:
    """What a benefit is worth on what is left of its goods, `base` minor units together; over the denominator."""
    shape = takes.shape
    if isinstance(shape, Percent):
        return base * shape.share
    if isinstance(shape, Amount):
        return min(shape.amount, base) * tally.denominator
    if isinstance(shape, Parts):
        return shape.of(base)
    return measure(tally, shape, goods).exact


def _take_of_left(
    tally: Tally, rule: AnyRule, takes: TakeOff, goods: Sequence[Goods], *, cap: int | None, by_units: bool
) -> None:
    """A benefit takes its part of what is left, spread by what each line gave (`by_units`) or by what each has left."""
    left = tally.left
    measured: Measured | None = None
    parts: list[Part]
    if isinstance(takes.shape, _OF_A_SUM):
        parts = [(line, rest, rest) for each in goods for line, _ in each.lines if (rest := left[line])]
        exact = _value(tally, takes, goods, sum([part[2] for part in parts]))
    else:
        measured = measure(tally, takes.shape, goods, cap=cap)
        exact = measured.exact
        parts = measured.parts
        if not by_units:
            parts = [(line, left[line], left[line]) for line, _, _ in parts]
    if not exact:
        return
    lines = [part[0] for part in parts]
    taken = tally.settle(rule.rank, exact, tuple(parts), ((takes, lines),), uses=measured.uses if measured else 1)
    if measured and taken:
        for line, units in measured.after.items():
            tally.change_units(line, units)
        for line, count in measured.free.items():
            tally.gone(line, count)
