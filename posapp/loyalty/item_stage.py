"""The `best` benefits of the item stage: every unit to whoever makes the customer save most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from posapp.loyalty.dealing import Bid, deal
from posapp.loyalty.effects import Amount, Each, Free, Group, Groups, Parts, Percent, PriceTo, Shape
from posapp.loyalty.goods import Goods, list_of
from posapp.loyalty.money import Exact
from posapp.loyalty.proposals import AnyRule, Proposal
from posapp.loyalty.takings import Takings
from posapp.loyalty.tally import Tally

BY_UNIT = (Percent, Each, PriceTo)


def item_best(
    tally: Tally, proposals: Sequence[Proposal], *, caps: Mapping[int, int], better: dict[int, AnyRule]
) -> bool:
    """Deal the units out and settle what each rule takes, in order of rank. True if the search was cut short.

    For each rule that got nothing, `better` is told who gave more on its dearest goods.
    """
    singles: list[Proposal] = []
    others: list[Proposal] = []
    for proposal in proposals:
        rule, takes, goods = proposal
        if type(takes.shape) in BY_UNIT and (rule.rank not in tally.budgets or not _over_budget(tally, proposal)):
            singles.append(proposal)
        else:
            others.append(proposal)
    goods_of_sale = tally.sale.goods
    for place, each in enumerate(goods_of_sale):
        each.place = place
    values, takers = best_singles(goods_of_sale, singles, tally.denominator)
    takings = Takings(tally)
    bounded = False
    if others:
        bounded = _with_bids(tally, others, values, takers, caps, takings)
    else:
        for each, taker, value in zip(goods_of_sale, takers, values, strict=True):
            if taker is not None:
                for line, units in each.lines:
                    takings.by_unit(taker, each, line, units, value)
    takings.settle()
    won, won_at = tally.won, takings.won_at
    for rule, _, goods in proposals:
        if rule.rank not in won:
            winner = won_at.get(goods[0].place) if len(goods) == 1 else _taken_by(goods, won_at)
            if winner is not None:
                better[rule.rank] = winner
    return bounded


def best_singles(
    goods_of_sale: Sequence[Goods], singles: Sequence[Proposal], denominator: int
) -> tuple[list[int], list[Proposal | None]]:
    """For each goods the best benefit by the unit and its worth; of equals the smaller rank, which comes first."""
    values = [0] * len(goods_of_sale)
    takers: list[Proposal | None] = [None] * len(goods_of_sale)
    for proposal in singles:
        shape = proposal[1].shape
        if type(shape) is Percent:
            share = shape.share
            for each in proposal[2]:
                value = each.price * share
                if value > values[each.place]:
                    values[each.place] = value
                    takers[each.place] = proposal
        else:
            for each in proposal[2]:
                value = unit_value(shape, each.price, denominator)
                if value > values[each.place]:
                    values[each.place] = value
                    takers[each.place] = proposal
    return values, takers


def unit_value(shape: Shape, price: int, denominator: int) -> int:
    """What a benefit by the unit is worth on one unit of that price, over the denominator."""
    if isinstance(shape, Percent):
        return price * shape.share
    if isinstance(shape, Each):
        return min(shape.amount, price) * denominator
    assert isinstance(shape, PriceTo)
    return max(price - shape.price, 0) * denominator


def _over_budget(tally: Tally, proposal: Proposal) -> bool:
    rule, takes, goods = proposal
    most = sum(unit_value(takes.shape, each.price, tally.denominator) * each.count for each in goods)
    return most > tally.budgets[rule.rank] * tally.denominator


def _taken_by(goods: Sequence[Goods], won_at: Mapping[int, AnyRule]) -> AnyRule | None:
    """Who got the dearest of these goods."""
    dearest: Goods | None = None
    for each in goods:
        if each.place in won_at and (dearest is None or each.key < dearest.key):
            dearest = each
    return won_at[dearest.place] if dearest is not None else None


def _with_bids(
    tally: Tally,
    others: Sequence[Proposal],
    values: list[int],
    takers: list[Proposal | None],
    caps: Mapping[int, int],
    takings: Takings,
) -> bool:
    """Deal where units are wanted together, or not all may be taken."""
    goods_of_sale = tally.sale.goods
    taken: dict[int, list[tuple[Proposal, int, Exact]]] = {}
    others = _alone(tally, others, values, caps, takings, taken)
    bounded = _dealt(tally, others, values, takers, caps, takings, taken) if others else False
    by_unit = takings.by_unit
    for each, single, value in zip(goods_of_sale, takers, values, strict=True):
        if each.place in taken:
            _hand_out(each, taken[each.place], single, value, takings)
        elif single is not None:
            for line, units in each.lines:
                by_unit(single, each, line, units, value)
    return bounded


def _alone(
    tally: Tally,
    others: Sequence[Proposal],
    values: list[int],
    caps: Mapping[int, int],
    takings: Takings,
    taken: dict[int, list[tuple[Proposal, int, Exact]]],
) -> Sequence[Proposal]:
    """Settle the proposals whose groups are each of one goods that no other wants; what is left must be dealt.

    Such a group is taken as often as it can be where it saves more than the singles on its units, and never where it
    saves less; where both save the same it is left to the dealing, which weighs the ties.
    """
    wanted = [0] * len(tally.sale.goods)
    for _, _, goods in others:
        for each in goods:
            wanted[each.place] += 1
    rest: list[Proposal] = []
    for proposal in others:
        rule, takes, goods = proposal
        shape = takes.shape
        if (
            not isinstance(shape, Groups)
            or rule.rank in caps
            or rule.rank in tally.budgets
            or max([wanted[each.place] for each in goods]) > 1
            or max([len(group.units) for group in shape.groups]) > 1
        ):
            rest.append(proposal)
            continue
        found: list[tuple[Goods, Group]] = []
        for group in shape.groups:
            ((index, size),), ((_, discounted, share),) = group.units, group.off
            each = goods[index]
            gain = discounted * each.price * share - size * values[each.place]
            if not gain:
                rest.append(proposal)
                break
            if gain > 0:
                found.append((each, group))
        else:
            for each, group in found:
                ((_, size),), ((_, discounted, share),), times = group.units, group.off, group.times
                deals = taken.setdefault(each.place, [])
                deals.append((proposal, discounted * times, each.price * share))
                if size > discounted:
                    deals.append((proposal, (size - discounted) * times, 0))
            takings.uses[rule.rank] = sum([group.times for _, group in found])
    return rest


def _dealt(
    tally: Tally,
    others: Sequence[Proposal],
    values: list[int],
    takers: list[Proposal | None],
    caps: Mapping[int, int],
    takings: Takings,
    taken: dict[int, list[tuple[Proposal, int, Exact]]],
) -> bool:
    """Deal the proposals out against each other; what they take comes into `taken`, by place of the goods."""
    goods_of_sale = tally.sale.goods
    by_key = sorted(goods_of_sale, key=lambda each: each.key)
    at = {each.place: n for n, each in enumerate(by_key)}
    bids: list[Bid] = []
    slots: list[int] = []
    for proposal in others:
        _bid(proposal, at, bids, slots, caps, tally.denominator)
    dealing = deal(
        [each.count for each in by_key],
        [(values[each.place], taker[0].rank if (taker := takers[each.place]) else 0) for each in by_key],
        bids,
        slots=slots,
        budgets={rank: budget * tally.denominator for rank, budget in tally.budgets.items()},
    )
    for index, times in sorted(dealing.taken.items(), key=lambda item: (bids[item[0]].rank, item[0])):
        bid = bids[index]
        assert isinstance(bid.tag, _Tag)
        rule = bid.tag.proposal[0]
        if isinstance(bid.tag.proposal[1].shape, Groups):
            takings.uses[rule.rank] = takings.uses.get(rule.rank, 0) + times
        for place, units, value in bid.tag.deals:
            taken.setdefault(place, []).append((bid.tag.proposal, units * times, value))
    return dealing.bounded


class _Tag:
    """What a bid means: its proposal and (place of goods, units, value of each) of all that it takes."""

    __slots__ = ("deals", "proposal")

    def __init__(self, proposal: Proposal, deals: list[tuple[int, int, Exact]]) -> None:
        self.proposal = proposal
        self.deals = deals


def _hand_out(
    each: Goods,
    taken: Sequence[tuple[Proposal, int, Exact]],
    single: Proposal | None,
    value: int,
    takings: Takings,
) -> None:
    """Give the units of one goods, line by line, to the bids that won them, and the rest to the best single."""
    queue = [*taken, (single, each.count, value)] if single else [*taken]
    if len(each.lines) == 1:
        line, units = each.lines[0]
        for proposal, wanted, worth in queue:
            now = min(units, wanted)
            if now:
                takings.by_unit(proposal, each, line, now, worth)
                units -= now
        return
    for line, units in each.lines:
        while units and queue:
            proposal, wanted, worth = queue[0]
            now = min(units, wanted)
            takings.by_unit(proposal, each, line, now, worth)
            units -= now
            if now == wanted:
                queue.pop(0)
            else:
                queue[0] = (proposal, wanted - now, worth)


def _bid(
    proposal: Proposal,
    at: Mapping[int, int],
    bids: list[Bid],
    slots: list[int],
    caps: Mapping[int, int],
    denominator: int,
) -> None:
    """Turn a proposal into bids. `at` is the search's index of each goods by its place."""
    rule, takes, goods = proposal
    shape = takes.shape
    rank = rule.rank
    if isinstance(shape, Groups):
        slot = -1
        if rank in caps:
            slots.append(caps[rank])
            slot = len(slots) - 1
        for group in shape.groups:
            deals, value = _group_deals(group, goods)
            if len(group.units) == 1:
                units: tuple[tuple[int, int], ...] = ((at[deals[0][0]], group.units[0][1]),)
            else:
                units = _together((at[place], n) for place, n, _ in deals)
            bids.append(Bid(rank, units, value, group.times, slot, _Tag(proposal, deals)))
    elif isinstance(shape, Amount | Parts):
        whole = list_of(goods)
        value = min(shape.amount, whole) * denominator if isinstance(shape, Amount) else shape.of(whole)
        if value:
            together = [(each.place, each.count, Fraction(value * each.price, whole)) for each in goods]
            units = tuple((at[place], n) for place, n, _ in together)
            bids.append(Bid(rank, units, value, tag=_Tag(proposal, list(together))))
    elif isinstance(shape, Free):
        slots.append(shape.count)
        if shape.cheapest and goods:
            least = min(each.price for each in goods)
            goods = [each for each in goods if each.price == least]
        _bid_by_unit(proposal, goods, at, bids, denominator, slot=len(slots) - 1)
    else:
        _bid_by_unit(proposal, goods, at, bids, denominator, slot=-1)


def _bid_by_unit(
    proposal: Proposal, goods: Sequence[Goods], at: Mapping[int, int], bids: list[Bid], denominator: int, *, slot: int
) -> None:
    shape = proposal[1].shape
    for each in sorted(goods, key=lambda each: each.key):
        value = each.price * denominator if isinstance(shape, Free) else unit_value(shape, each.price, denominator)
        if value:
            tag = _Tag(proposal, [(each.place, 1, value)])
            bids.append(Bid(proposal[0].rank, ((at[each.place], 1),), value, each.count, slot, tag))


def _group_deals(group: Group, goods: Sequence[Goods]) -> tuple[list[tuple[int, int, Exact]], int]:
    """A group's units as (place, units, value of each), and what it is worth; over the denominator."""
    if len(group.units) == 1:
        ((index, count),), ((_, discounted, share),) = group.units, group.off
        each = goods[index]
        worth = each.price * share
        return [(each.place, discounted, worth), (each.place, count - discounted, 0)], discounted * worth
    off = {index: (count, share) for index, count, share in group.off}
    deals: list[tuple[int, int, Exact]] = []
    total = 0
    for index, count in group.units:
        each = goods[index]
        discounted, share = off.get(index, (0, 0))
        if discounted:
            deals.append((each.place, discounted, each.price * share))
            total += discounted * each.price * share
        if count > discounted:
            deals.append((each.place, count - discounted, 0))
    return deals, total


def _together(units: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    together: dict[int, int] = {}
    for goods, n in units:
        together[goods] = together.get(goods, 0) + n
    return tuple(together.items())
