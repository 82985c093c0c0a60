"""What each rule takes of which line at the item stage, collected before it is rounded and settled."""

from __future__ import annotations

from posapp.loyalty.effects import TakeOff
from posapp.loyalty.goods import Goods
from posapp.loyalty.money import Exact
from posapp.loyalty.proposals import AnyRule, Proposal
from posapp.loyalty.tally import Part, Tally


class Takings:
    """What each rule takes of which line, collected before it is rounded. `won_at` tells the rules on each goods."""

    def __init__(self, tally: Tally) -> None:
        self.tally = tally
        self.by_rank: dict[int, _Taking] = {}
        self.uses: dict[int, int] = {}
        self.won_at: dict[int, AnyRule] = {}

    def by_unit(self, proposal: Proposal, each: Goods, line: int, units: int, value: Exact) -> None:
        """`units` of a line go to a proposal for `value` each, over the denominator."""
        rule, takes, _ = proposal
        tally, price = self.tally, each.price
        tally.dealt.append((rule.rank, line, units, value))
        self.won_at.setdefault(each.place, rule)
        if not value:
            return
        together = value * units
        part = (line, together, price * units)
        taking = self.by_rank.get(rule.rank)
        if taking is None:
            self.by_rank[rule.rank] = _Taking(together, part, takes)
        else:
            taking.exact += together
            taking.parts.append(part)
            if takes is taking.proposals[-1][0]:
                taking.proposals[-1][1].append(line)
            else:
                taking.proposals.append((takes, [line]))
        if value == price * tally.denominator:
            tally.gone(line, units)

    def settle(self) -> None:
        """Round and spread, in order of rank."""
        settle, uses = self.tally.settle, self.uses
        for rank, taking in sorted(self.by_rank.items()):
            parts, proposals = taking.parts, taking.proposals
            if len(parts) > 1:
                parts = _by_line(parts)
            if len(proposals) > 1:
                together: dict[int, tuple[TakeOff, list[int]]] = {}
                for takes, lines in proposals:
                    together.setdefault(id(takes), (takes, []))[1].extend(lines)
                proposals = list(together.values())
            settle(rank, taking.exact, parts, proposals, uses.get(rank, 1))


class _Taking:
    """What one rule takes, before it is rounded: `proposals` with their lines, in runs."""

    __slots__ = ("exact", "parts", "proposals")

    def __init__(self, exact: Exact, part: Part, takes: TakeOff) -> None:
        self.exact = exact
        self.parts = [part]
        self.proposals = [(takes, [part[0]])]


def _by_line(parts: list[Part]) -> list[Part]:
    """Parts of one line (a group's and a single's) as one."""
    if len({part[0] for part in parts}) == len(parts):
        return parts
    together: dict[int, Part] = {}
    for line, weight, most in parts:
        before = together.get(line, (line, 0, 0))
        together[line] = (line, before[1] + weight, before[2] + most)
    return list(together.values())
