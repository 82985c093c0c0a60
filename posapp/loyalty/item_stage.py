"""The `best` benefits of the item stage: every unit to whoever makes the customer save most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from posapp.loyalty.dealing import Bid, deal
from posapp.loyalty.effects import Amount, Each, Free, Group, Groups, Parts, Percent, PriceTo, Shape
from posapp.loyalty.goods import Goods, list_of
from posapp.loyalty.money import Exact
from posapp.loyalty.proposals import AnyRule, Proposal
from posapp.loyalty.takings import Deal, Takings
from posapp.loyalty.tally import Tally

BY_UNIT = (Percent, Each, PriceTo)


def item_best(
    tally: Tally, proposals: Sequence[Proposal], *, caps: Mapping[int, int], better: dict[int, AnyRule]
) -> bool:
    """Deal the units out and settle what each rule takes, in order of rank. True if the search was cut short.

    For each rule that got nothing, `better` is told who gave more on its dearest goods.
    """
    goods_of_sale = tally.sale.goods
    values, takers, others = _best_singles(tally, proposals)
    takings = Takings(tally)
    taken: dict[int, list[Deal]] = {}
    uses: dict[int, int] = {}
    bounded = False
    if others:
        others = _alone(tally, others, values, caps, taken, uses)
        if others:
            bounded = _dealt(tally, others, values, takers, caps, taken, uses)
    takings.hand_out(goods_of_sale, takers, values, taken)
    takings.settle(uses)
    won, won_at = tally.won, takings.won_at
    for rule, _, goods in proposals:
        if rule.rank not in won:
            winner = won_at.get(goods[0].place) if len(goods) == 1 else _taken_by(goods, won_at)
            if winner is not None:
                better[rule.rank] = winner
    return bounded


def _best_singles(
    tally: Tally, proposals: Sequence[Proposal]
) -> tuple[list[int], list[Proposal | None], list[Proposal]]:
    """For each goods the best benefit by the unit and its worth (of equals the smaller rank, which comes first); and
    the proposals that want units together, or may not take all of them."""
    goods_of_sale, denominator, budgets = tally.sale.goods, tally.denominator, tally.budgets
    values = [0] * len(goods_of_sale)
    takers: list[Proposal | None] = [None] * len(goods_of_sale)
    others: list[Proposal] = []
    for proposal in proposals:
        rule, takes, goods = proposal
        shape = takes.shape
        if budgets and rule.rank in budgets and (type(shape) not in BY_UNIT or _over_budget(tally, proposal)):
            others.append(proposal)
        elif type(shape) is Percent:
            share = shape.share
            for each in goods:
                value = each.price * share
                if value > values[each.place]:
                    values[each.place] = value
                    takers[each.place] = proposal
        elif type(shape) in BY_UNIT:
            for each in goods:
                value = unit_value(shape, each.price, denominator)
                if value > values[each.place]:
                    values[each.place] = value
                    takers[each.place] = proposal
        else:
            others.append(proposal)
    return values, takers, others


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


def _alone(
    tally: Tally,
    others: Sequence[Proposal],
    values: list[int],
    caps: Mapping[int, int],
    taken: dict[int, list[Deal]],
    uses: dict[int, int],
) -> list[Proposal]:
    """Settle the proposals whose groups are each of one goods that no other wants; what is left must be dealt.

    Such a group is taken as often as it can be where it saves more than the singles on its units, and never where it
    saves less; where both save the same it is left to the dealing, which weighs the ties.
    """
    wanted = [0] * len(values)
    for _, _, goods in others:
        for each in goods:
            wanted[each.place] += 1
    limited = caps.keys() | tally.budgets.keys()
    rest: list[Proposal] = []
    for proposal in others:
        rule, takes, goods = proposal
        shape, rank = takes.shape, rule.rank
        if type(shape) is not Groups or rank in limited:
            rest.append(proposal)
            continue
        found: list[tuple[int, Deal, Deal]] = []
        times = 0
        for group in shape.groups:
            if len(group.units) > 1:
                break
            ((index, size),), ((_, discounted, share),) = group.units, group.off
            place, worth = goods[index].place, goods[index].price * share
            gain = discounted * worth - size * values[place]
            if not gain or wanted[place] > 1:
                break
            if gain > 0:
                times += group.times
                off = discounted * group.times
                found.append((place, (proposal, off, worth), (proposal, size * group.times - off, 0)))
        else:
            for place, *deals in found:
                taken.setdefault(place, []).extend(deals)
            uses[rank] = times
            continue
        rest.append(proposal)
    return rest


def _dealt(
    tally: Tally,
    others: Sequence[Proposal],
    values: list[int],
    takers: list[Proposal | None],
    caps: Mapping[int, int],
    taken: dict[int, list[Deal]],
    uses: dict[int, int],
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
            uses[rule.rank] = uses.get(rule.rank, 0) + times
        for place, units, value in bid.tag.deals:
            taken.setdefault(place, []).append((bid.tag.proposal, units * times, value))
    return dealing.bounded


class _Tag:
    """What a bid means: its proposal and (place of goods, units, value of each) of all that it takes."""

    __slots__ = ("deals", "proposal")

    def __init__(self, proposal: Proposal, deals: list[tuple[int, int, Exact]]) -> None:
        self.proposal = proposal
        self.deals = deals


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
