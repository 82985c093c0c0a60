"""Who qualifies for a sale, with which goods, what they propose and say; and why the others give nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from posapp.loyalty.catalogue import Catalogue
from posapp.loyalty.earning import Earnings
from posapp.loyalty.effects import Say
from posapp.loyalty.errors import Refused
from posapp.loyalty.goods import Goods, Sale
from posapp.loyalty.limits import budget_left, uses_left
from posapp.loyalty.outcome import Ask, WhyNot
from posapp.loyalty.proposals import AnyRule
from posapp.loyalty.stages import Stages
from posapp.loyalty.tally import Tally
from posapp.loyalty.tender import Tender
from posapp.loyalty.words import Reason


class Pass:
    """Who qualifies, what they propose, what is said."""

    def __init__(self, catalogue: Catalogue, facts: Sale) -> None:
        self.catalogue = catalogue
        self.facts = facts
        self.stages = Stages()
        self.nots: dict[int, WhyNot] = {}
        self.whys: dict[int, Reason] = {}
        self.says: dict[int, Sequence[Say]] = {}
        self.asks: dict[int, Ask] = {}
        self.shut_out: set[int] = set()
        self.qualified: list[tuple[AnyRule, Sequence[Goods]]] = []
        self.earning: list[tuple[AnyRule, Sequence[Goods]]] = []
        """Those of the qualified that earn."""
        self.only_pay: list[tuple[AnyRule, Sequence[Goods]]] = []
        """Give no more, their limits being reached; what was saved with them is owed and pays."""
        self.caps: dict[int, int] = {}
        self.budgets: dict[int, int] = {}
        self._qualify()

    def goods_of(self, rule: AnyRule) -> Sequence[Goods]:
        """The goods in a rule's scope; `Refused` with the reason where it does not qualify."""
        for each, goods in (*self.qualified, *self.only_pay):
            if each is rule:
                return goods
        raise Refused(self.nots[rule.rank].reason)

    def _qualify(self) -> None:
        """Which rules hold for this sale, with the goods in their scope; for the others the first thing that fails."""
        facts = self.facts
        everything = facts.goods
        hits: dict[int, list[Goods]] = defaultdict(list)
        wanted_by = self.catalogue.wanted_by
        for goods in everything:
            for rank in wanted_by(goods.product, goods.categories):
                hits[rank].append(goods)
        nots, qualified, earning = self.nots, self.qualified, self.earning
        nobody = facts.member is None
        in_scope: Sequence[Goods]
        for rank, rule, check, scoped, members_only, needs_goods, bounded, earns in self.catalogue.plan:
            if nobody and members_only:
                nots[rank] = rule.without_card
                continue
            if check is not None:
                reason = check(facts)
                if reason is not None:
                    nots[rank] = rule.why_not(reason)
                    self.shut_out.add(rank)
                    continue
            in_scope = hits.get(rank, ()) if scoped else everything
            if not in_scope and needs_goods:
                nots[rank] = rule.nothing_here
                continue
            if bounded:
                reason = rule.too_little(facts, in_scope)
                if reason is None and rule.limited and (reason := self._limits(rule)) is not None and rule.tenders:
                    self.only_pay.append((rule, in_scope))
                if reason is not None:
                    nots[rank] = rule.why_not(reason)
                    continue
            qualified.append((rule, in_scope))
            if earns:
                earning.append((rule, in_scope))

    def _limits(self, rule: AnyRule) -> Reason | None:
        """Why a limited rule gives no more; None where it does, and how often and how much is kept."""
        left = uses_left(rule.program, self.facts)
        if isinstance(left, Reason):
            return left
        if left is not None:
            self.caps[rule.rank] = left
        budget = budget_left(rule.program, self.facts)
        if budget is not None:
            if not budget:
                return Reason("whynot.budget")
            self.budgets[rule.rank] = budget
        return None

    def benefits(self) -> Tally:
        """Let the benefits compete. `Refused` where one that was asked for does not qualify."""
        stages, facts = self.stages, self.facts
        if facts.asked:
            qualified = {rule.rank for rule, _ in self.qualified}
            for program in facts.asked:
                rank = self.catalogue.by_id[program].rank
                if rank not in qualified:
                    raise Refused(self.catalogue.by_id[program].asked_in_vain(self.nots[rank].reason))
        buckets = stages.buckets
        for rule, goods in self.qualified:
            always = rule.always
            if always is not None:
                buckets[rule.bucket].append((rule, always, goods))
            elif rule.takes_off:
                proposals = rule.take_off(facts, goods)
                if isinstance(proposals, Reason):
                    self.whys[rule.rank] = proposals
                else:
                    for proposal in proposals:
                        stages.add(rule, proposal, goods)
        return stages.settle(facts, budgets=self.budgets, caps=self.caps)

    def perks(self) -> None:
        """What is said or handed over."""
        for rule, _ in self.qualified:
            if rule.says:
                said = rule.say(self.facts)
                if isinstance(said, Reason):
                    self.whys.setdefault(rule.rank, said)
                elif said:
                    self.says[rule.rank] = said
            if rule.asks_something and (ask := rule.asks(self.facts)) is not None:
                self.asks[rule.rank] = ask

    def why_nots(self, tally: Tally, tender: Tender, earnings: Earnings) -> tuple[WhyNot, ...]:
        """Each program that gave nothing, in order of rank, with the first condition that failed."""
        nots, better, whys, brought = self.nots, self.stages.better, self.whys, earnings.brought
        gave = {rank for rank, won in tally.won.items() if won.taken}
        gave.update(self.says, self.asks, [rule.rank for rule, *_ in tender.payments if rule.sells])
        for rule, _ in self.qualified:
            rank = rule.rank
            if rank in gave:
                continue
            if rank in better:
                nots[rank] = rule.lost_to(better[rank])
            elif rank in whys:
                nots[rank] = rule.why_not(_besides(whys[rank], earnings.whys.get(rank)))
            elif rule.earns:
                if rank not in brought:
                    nots[rank] = rule.why_not(earnings.whys[rank])
            elif rule.takes_off:
                nots[rank] = rule.why_not(Reason("whynot.nothing_left"))
        return tuple([nots[rank] for rank in sorted(nots)])


def _besides(reason: Reason, unearned: Reason | None) -> Reason:
    """Why a program gave nothing now, with why it earned nothing either, where that is another matter."""
    if unearned is None or unearned.key == "whynot.nothing_paid" or unearned == reason:
        return reason
    return Reason("whynot.unearned", (("why", unearned), ("ahead", reason)))
