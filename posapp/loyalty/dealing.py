"""Dealing the units out: who takes which unit at the item stage, so that the customer saves the most.

Benefits by the unit (`Single`) may take any unit they hold, without end; a `Bid` takes several units at once or none,
or one of a limited number of units. Without bids every unit simply goes to the best single. With bids it is a
set-packing problem: branch and bound over the bids that are worth more than the singles they displace, component by
component, greedy first, pruned by the fractional relaxation of the knapsack of all units (Martello and Toth 1990,
chapter 2). A component that overlaps too much stops at the best found and says so.

Ties are part of the value: of two dealings with one total the customer gets the one in which the rule of the smallest
rank gives more, then the next. They are weighed in by a second, lower digit of the same exact number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

MOST_STEPS = 200_000
"""Options looked at in the search of one sale, well under half a second; beyond it the best dealing so far is taken."""


@dataclass(slots=True)
class Bid:
    """Units (index of goods, number) that a rule takes together for `value`; up to `most` times.

    Bids of one `slot` are taken at most ``slots[slot]`` times together.
    """

    rank: int
    units: tuple[tuple[int, int], ...]
    value: int
    most: int = 1
    slot: int = -1
    tag: object = None


@dataclass(slots=True)
class Dealing:
    """What came of it: how often each bid is taken, by its index; and whether the search was cut short."""

    taken: dict[int, int] = field(default_factory=dict)
    bounded: bool = False


def deal(
    counts: Sequence[int],
    singles: Sequence[tuple[int, int]],
    bids: Sequence[Bid],
    *,
    slots: Sequence[int] = (),
    budgets: Mapping[int, int] | None = None,
) -> Dealing:
    """Choose the bids. `counts` are units by goods; `singles` the best (value of a unit, rank) for each of them.

    All values are exact whole numbers in one denomination. `budgets` by rank cut what a rule's bids give together.
    The order of goods and bids decides only between dealings in which every rule gives the same.
    """
    floor = [value for value, _ in singles]
    limits = budgets or {}
    options = []
    for index, bid in enumerate(bids):
        gain = bid.value - sum([n * floor[goods] for goods, n in bid.units])
        if gain >= 0 and bid.value and all(n <= counts[goods] for goods, n in bid.units):
            options.append(_Option(index, bid, gain, sum([n for _, n in bid.units])))
    dealing = Dealing()
    steps = MOST_STEPS
    for component in _components(options, limits):
        first = component[0]
        if len(component) == 1 and first.gain and first.bid.rank not in limits:
            dealing.taken[first.index] = _fitting(first.bid, counts, slots)
            continue
        component = _weighed(component, counts, singles)
        search = _Search(component, list(counts), list(slots), _caps(component, limits), steps)
        search.run()
        steps = max(search.steps, 0)
        dealing.bounded |= search.steps < 0
        for option, times in zip(component, search.best, strict=True):
            if times:
                dealing.taken[option.index] = times
    return dealing


@dataclass(slots=True)
class _Option:
    """A bid that may be taken: `gain` is what it is worth beyond the singles that it displaces; with its ties weighed
    in where `scale` is more than one."""

    index: int
    bid: Bid
    gain: int
    size: int
    scale: int = 1


def _weighed(component: list[_Option], counts: Sequence[int], singles: Sequence[tuple[int, int]]) -> list[_Option]:
    """The options of a component with ties as lower digits of their gains, most gain for a unit first: the first
    descent is the greedy dealing."""
    places = {place for option in component for place, _ in option.bid.units}
    ranks = sorted({option.bid.rank for option in component} | {singles[p][1] for p in places if singles[p][0]})
    digit = 1 + sum(option.bid.value * option.bid.most for option in component)
    digit += sum(counts[place] * singles[place][0] for place in places)
    top = digit ** len(ranks)
    scale = {rank: top + digit ** (len(ranks) - 1 - n) for n, rank in enumerate(ranks)}
    floor = {place: singles[place][0] * scale[singles[place][1]] if singles[place][0] else 0 for place in places}
    found = []
    for option in component:
        bid = option.bid
        gain = bid.value * scale[bid.rank] - sum(n * floor[place] for place, n in bid.units)
        if gain > 0:
            found.append(_Option(option.index, bid, gain, option.size, scale[bid.rank]))
    found.sort(key=lambda option: (-option.gain // option.size, option.index))
    return found


def _caps(component: list[_Option], limits: Mapping[int, int]) -> dict[int, tuple[int, int]]:
    """The budgets of the rules in a component, with the scale of what they give."""
    return {each.bid.rank: (limits[each.bid.rank], each.scale) for each in component if each.bid.rank in limits}


def _fitting(bid: Bid, counts: Sequence[int], slots: Sequence[int]) -> int:
    """How often a bid may be taken of what is left."""
    times = min([bid.most, *[counts[goods] // n for goods, n in bid.units]])
    return min(times, slots[bid.slot]) if bid.slot >= 0 else times


def _components(options: list[_Option], limits: Mapping[int, int]) -> list[list[_Option]]:
    """Options that share goods, a slot or a budget, directly or through others, together."""
    parent: dict[object, object] = {}

    def root(of: object) -> object:
        while parent.setdefault(of, of) != of:
            of = parent[of]
        return of

    for option in options:
        bid = option.bid
        first = bid.units[0][0]
        names: list[object] = [goods for goods, _ in bid.units[1:]]
        if bid.slot >= 0:
            names.append(("slot", bid.slot))
        if bid.rank in limits:
            names.append(("budget", bid.rank))
        for name in names:
            parent[root(name)] = root(first)
    found: dict[object, list[_Option]] = {}
    for option in options:
        found.setdefault(root(option.bid.units[0][0]), []).append(option)
    return list(found.values())


class _Search:
    """Branch and bound over one component. `best` is how often each option is taken; `steps` what is left of them."""

    def __init__(
        self,
        options: list[_Option],
        counts: list[int],
        slots: list[int],
        budgets: Mapping[int, tuple[int, int]],
        steps: int,
    ) -> None:
        self.options = options
        self.counts = counts
        self.slots = slots
        self.budgets = budgets
        self.steps = steps
        self.best = [0] * len(options)
        self.best_gain = 0
        self.times = [0] * len(options)
        self.given: dict[int, int] = {}
        goods = {place for option in options for place, _ in option.bid.units}
        self.capacity = sum(counts[place] for place in goods)

    def run(self) -> None:
        """Find the best, without recursion: a basket may hold hundreds of options."""
        index, gain, down = 0, 0, True
        while index >= 0:
            if not down:
                if self.times[index]:
                    gain += self._take(index, -1)
                    index, down = index + 1, True
                else:
                    index -= 1
            elif index == len(self.options):
                if gain > self.best_gain:
                    self.best_gain, self.best = gain, list(self.times)
                index, down = index - 1, False
            else:
                if self.steps < 0 and self.best_gain:
                    return
                if gain + self._bound(index) <= self.best_gain:
                    index, down = index - 1, False
                else:
                    gain += self._take(index, self._fits(index))
                    index += 1

    def _fits(self, index: int) -> int:
        return _fitting(self.options[index].bid, self.counts, self.slots)

    def _take(self, index: int, times: int) -> int:
        """Take an option so many times more (or give it back); what the total gains by it."""
        option = self.options[index]
        bid = option.bid
        for goods, n in bid.units:
            self.counts[goods] -= n * times
        if bid.slot >= 0:
            self.slots[bid.slot] -= times
        self.capacity -= option.size * times
        self.times[index] += times
        gain = option.gain * times
        if bid.rank in self.budgets:
            limit, scale = self.budgets[bid.rank]
            before = self.given.get(bid.rank, 0)
            after = self.given[bid.rank] = before + bid.value * times
            gain -= (max(after - limit, 0) - max(before - limit, 0)) * scale
        return gain

    def _bound(self, index: int) -> int:
        """No way of going on from here gains more: the options by gain for a unit, the last one in part."""
        capacity, bound = self.capacity, 0
        for i in range(index, len(self.options)):
            self.steps -= 1
            if capacity <= 0:
                break
            option = self.options[i]
            units = min(self._fits(i) * option.size, capacity)
            bound += -(-option.gain * units // option.size)
            capacity -= units
        return bound
