"""A stamp card: stamps for visits, units or money, and rewards on the way and at the end.

Not for money off the next sale of any size (that is `points`), nor for goods bought together in one sale (that is
`buy_get`): a stamp card is for coming back.

Beside its stamps (account ``id``) it keeps ``id#cards``, the cards that were filled; ``id#at-5``, the number of the
card on which the reward at 5 was last taken; ``id#stamped-today``; and ``id#carry``, the minor units short of a whole
stamp.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal

from posapp.loyalty.basket import Product, Redemption
from posapp.loyalty.dates import last_day
from posapp.loyalty.effects import Change, Earning, Into, Kept, Say, TakeOff
from posapp.loyalty.errors import Fault, NotEnough, NotFound, Refused
from posapp.loyalty.goods import Goods, Sale
from posapp.loyalty.history import in_scope
from posapp.loyalty.ledger import Term
from posapp.loyalty.outcome import Offer, StampMark, StampPanel
from posapp.loyalty.programs.base import Days, Months, Program, form, kind
from posapp.loyalty.rewards import Reward
from posapp.loyalty.rules import Rule, Terms, rule_of
from posapp.loyalty.words import Minor, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class StampEarn:
    """One stamp per visit, per paid unit in scope, or per full `every` minor units paid in scope."""

    per: Literal["visit", "item", "amount"]
    every: int | None = field(default=None, metadata=form(unit="minor", least=1, only_with="per: amount"))

    def faults(self, place: str) -> Iterator[Fault]:
        """`every` belongs to ``"per": "amount"`` and to nothing else."""
        if self.per == "amount" and self.every is None:
            yield Fault(f"{place}.every", Reason.of("fault.required"))
        if self.per != "amount" and self.every is not None:
            yield Fault(f"{place}.every", Reason.of("fault.only_with", other="per: amount"))


@kind("stamp_card")
@dataclass(frozen=True, kw_only=True)
class StampCard(Program):
    """`size` stamps fill a card; the reward at `size` uses them up, those below are taken once on each card."""

    earn: StampEarn
    size: int = field(metadata=form(unit="stamps", least=1, most=1000))
    rewards: tuple[Reward, ...] = field(metadata=form(filled=True))
    welcome: int = field(default=0, metadata=form(unit="stamps", least=0, most=1000))
    max_per_day: int | None = field(default=None, metadata=form(unit="stamps", least=1))
    minutes_between: int | None = field(default=None, metadata=form(unit="minutes", least=1, most=525600))
    expires: Days | Months | None = None
    remainder: Literal["drop", "carry"] = field(default="drop", metadata=form(only_with="earn.per: amount"))
    redeem: Literal["ask", "auto"] = "ask"

    def faults(self, place: str) -> Iterator[Fault]:
        """A reward beyond `size`, or two at one number; a remainder where nothing is left over."""
        yield from super().faults(place)
        seen: set[int] = set()
        for n, reward in enumerate(self.rewards):
            if reward.at > self.size:
                yield Fault(f"{place}.rewards[{n}].at", Reason.of("fault.at_most", most=self.size))
            elif reward.at in seen:
                yield Fault(f"{place}.rewards[{n}].at", Reason.of("fault.repeated"))
            seen.add(reward.at)
        if self.remainder == "carry" and self.earn.per != "amount":
            yield Fault(f"{place}.remainder", Reason.of("fault.only_with", other="per: amount"))


@dataclass(frozen=True, slots=True)
class _Taken:
    """A reward that is taken in this sale, with what it changes."""

    reward: Reward
    changes: tuple[Change, ...]
    asked: Redemption | None


@rule_of(StampCard)
class StampRule(Rule[StampCard]):
    """Stamps are earned on what is paid; rewards are asked for, or taken by themselves."""

    takes_off = earns = shows = redeems = True
    needs_goods = False
    unit = "stamps"

    def __init__(self, program: StampCard, rank: int, terms: Terms) -> None:
        super().__init__(program, rank, terms)
        self.rewards = tuple(sorted(program.rewards, key=lambda reward: reward.at))
        self._below = tuple(reward for reward in self.rewards if reward.at < program.size)
        self._earn_reason = Reason.of(f"stamp.earned_per_{program.earn.per}", every=Minor(program.earn.every or 0))
        self._labels = {reward.at: reward.label for reward in self.rewards}
        self.says = any(reward.gift is not None for reward in self.rewards)
        self.welcomes = bool(program.welcome)
        self._plain_into = (Into(self.id),)
        self._plain_marks = tuple(StampMark(at=reward.at, label=self._labels[reward.at]) for reward in self.rewards)

    @property
    def gives(self) -> Reason:
        """The reward at the end of the card."""
        return self._labels[self.rewards[-1].at]

    def summary(self) -> Reason:
        """How many stamps for what."""
        last = self.rewards[-1]
        return Reason.of("stamp.summary", count=last.at, label=self._labels[last.at])

    def history_from(self, today: date) -> date | None:
        """A time between visits needs the visits within it."""
        minutes = self.program.minutes_between
        if minutes is None:
            return None
        days = minutes // 1440 + 1
        return today - timedelta(days=days) if today.toordinal() > days else date.min

    def owes(self, products: Collection[Product]) -> tuple[int, int] | None:
        """A stamp is its part of the reward at the end: of its amount, or of the price of the goods it gives."""
        reward = self.rewards[-1]
        if reward.amount is not None:
            return reward.amount, self.program.size
        if reward.item is None:
            return None
        prices = [each.price_minor for each in products if in_scope(each.id, each.categories, reward.item)]
        pick = min if reward.pick == "cheapest" else max
        return (pick(prices), self.program.size) if prices else None

    # Which rewards are taken.

    def _taken_at(self, reward: Reward, sale: Sale) -> bool:
        """Was a reward below the end taken on the card at hand?"""
        if reward.at == self.program.size:
            return False
        return self._counter(sale, f"#at-{reward.at}") > self._counter(sale, "#cards")

    def _counter(self, sale: Sale, name: str) -> int:
        return sale.balance(self.id + name)

    def _rewards(self, sale: Sale, goods: Sequence[Goods]) -> list[_Taken]:
        """The rewards that this sale takes. Raises `Refused` where one that was asked for cannot be."""
        asked = sale.asked.get(self.id)
        if sale.member is None or not (asked or self.program.redeem == "auto"):
            return []
        have = sale.balance(self.id)  # stamps can be used at once; what is owed is told in the distance
        if not asked:
            ready = [reward for reward in self.rewards if reward.at <= have and not self._taken_at(reward, sale)]
            return [
                _Taken(reward, self._changes(reward, sale), None)
                for reward in ready
                if reward.gift is not None or reward.goods_for(sale, goods)
            ]
        found: list[_Taken] = []
        for each in asked:
            reward = self._asked_for(each, sale, have, found)
            if reward.gift is None and not reward.goods_for(sale, goods):
                raise Refused.because("stamp.nothing_for_reward", label=self._labels[reward.at])
            found.append(_Taken(reward, self._changes(reward, sale), each))
        return found

    def _asked_for(self, asked: Redemption, sale: Sale, have: int, found: list[_Taken]) -> Reward:
        """The reward that is meant: the one `at`, or the highest that can be taken."""
        if asked.points is not None:
            raise Refused.because("stamp.no_points", name=self.name)
        before = [taken.reward.at for taken in found]
        size = self.program.size
        # Rewards below the end are of the card at hand, also where the one at the end is asked for before them.
        rest = have - before.count(size) * size

        def reached(reward: Reward) -> bool:
            return reward.at <= (rest if reward.at == size else have)

        def free(reward: Reward) -> bool:
            twice = reward.at in before and reward.at != size
            return not twice and not self._taken_at(reward, sale)

        if asked.at is None:
            ready = [reward for reward in self.rewards if reached(reward) and free(reward)]
            if ready:
                return ready[-1]
            ahead = next((reward for reward in self.rewards if not reached(reward)), None)
            if ahead is None:
                raise Refused.because("stamp.taken", at=self.rewards[-1].at)
            raise self._to_go(ahead, rest)
        reward = next((reward for reward in self.rewards if reward.at == asked.at), None)
        if reward is None:
            raise NotFound.because("stamp.no_reward", at=asked.at, name=self.name)
        if not reached(reward):
            raise self._to_go(reward, rest)
        if not free(reward):
            raise Refused.because("stamp.taken", at=reward.at)
        return reward

    def _to_go(self, reward: Reward, have: int) -> NotEnough:
        return NotEnough.because("stamp.to_go", count=reward.at - have, label=self._labels[reward.at])

    def _changes(self, reward: Reward, sale: Sale) -> tuple[Change, ...]:
        """What taking a reward does: the one at the end uses its stamps and begins a new card, others are marked."""
        if reward.at < self.program.size:
            this_card = self._counter(sale, "#cards") + 1
            marked = this_card - self._counter(sale, f"#at-{reward.at}")
            return (Change(account=f"{self.id}#at-{reward.at}", amount=marked),)
        stamps = Change(account=self.id, amount=-self.program.size, cause="spend", expires=self.program.expires)
        return (stamps, Change(account=f"{self.id}#cards", amount=1)) if self._below else (stamps,)

    # What a sale does.

    def take_off(self, sale: Sale, goods: Sequence[Goods]) -> Sequence[TakeOff] | Reason:
        """The rewards that are money; or how far the next one is."""
        taken = self._rewards(sale, goods) if sale.asked or self.program.redeem == "auto" else ()
        if not taken:
            return self._distance(sale)
        return [
            TakeOff(
                each.reward.shape(self.terms.share),
                Reason.of("stamp.reward", label=self._labels[each.reward.at], count=each.reward.at),
                goods=each.reward.goods_for(sale, goods),
                changes=each.changes,
                asked=each.asked,
            )
            for each in taken
            if each.reward.gift is None
        ]

    def _distance(self, sale: Sale) -> Reason:
        if sale.member is None:
            return self.without_card.reason
        have = sale.balance(self.id)
        for reward in self.rewards:
            if reward.at > have:
                return Reason("stamp.to_go", (("count", reward.at - have), ("label", self._labels[reward.at])))
            if not self._taken_at(reward, sale):
                return Reason("stamp.ready", (("label", self._labels[reward.at]),))
        return Reason("stamp.taken", (("at", self.rewards[-1].at),))

    def say(self, sale: Sale) -> Sequence[Say] | Reason:
        """Gifts that are handed over."""
        goods = [each for each in sale.goods if in_scope(each.product, each.categories, self.program.scope)]
        return [
            Say(each.reward.gift, each.changes, each.asked)
            for each in self._rewards(sale, goods)
            if each.reward.gift is not None
        ]

    def earn(self, sale: Sale, kept: Kept, lines: Sequence[int] | None) -> Earning | Reason:  # noqa: ARG002
        """Stamps for what was really paid."""
        program = self.program
        if sale.member is None:
            return self.without_card.reason
        if program.minutes_between is not None and self._too_soon(sale, program.minutes_between):
            return Reason.of("stamp.too_soon", count=program.minutes_between)
        terms: dict[str, Any] = {"per": program.earn.per}
        if lines is not None:
            terms["lines"] = lines
        if program.earn.every is not None:
            terms["every"] = program.earn.every
        if program.expires is None and program.max_per_day is None and program.remainder == "drop":
            return Earning(terms, self._plain_into, self._earn_reason)
        into = [Into(self.id, expires_on=self.term(sale.day).expires_on)]
        if program.max_per_day is not None:
            terms["most"] = program.max_per_day - self._counter(sale, "#stamped-today")
            if terms["most"] <= 0:
                return Reason.of("stamp.enough_today", count=program.max_per_day)
            into.append(Into(self.id + "#stamped-today", cause="use", expires_on=sale.day))
        if program.remainder == "carry":
            terms["carry"] = self._counter(sale, "#carry")
            into.append(Into(self.id + "#carry", cause="use"))
        return Earning(terms, tuple(into), self._earn_reason)

    def _too_soon(self, sale: Sale, minutes: int) -> bool:
        """Did an earlier visit earn stamps less than so many minutes ago?"""
        between = timedelta(minutes=minutes)
        return any(
            past.earned.get(self.id) and timedelta(0) <= sale.moment - past.moment < between
            for past in sale.standing.history
        )

    @staticmethod
    def earned(terms: Mapping[str, Any], kept: Kept) -> tuple[int, ...]:
        """Stamps; where they are limited by the day the same once more; where the rest is carried its change."""
        lines: Sequence[int] | None = terms.get("lines")
        per = terms["per"]
        rest: tuple[int, ...] = ()
        if per == "visit":
            stamps = 1 if kept.paid(lines) > 0 else 0
        elif per == "item":
            stamps = sum(kept.paid_units if lines is None else [kept.paid_units[line] for line in lines])
        else:
            every = terms["every"] * kept.over
            carried = terms.get("carry", 0)
            paid = kept.paid(lines) + carried * kept.over
            stamps = max(paid // every, 0)
            if "carry" in terms:
                rest = ((paid - stamps * every) // kept.over - carried,)
        if "most" in terms:
            stamps = min(stamps, terms["most"])
            return (stamps, stamps, *rest)
        return (stamps, *rest)

    def short(self, sale: Sale, earning: Earning, kept: Kept) -> Reason:  # noqa: ARG002
        """What is missing to the first stamp."""
        every = self.program.earn.every
        paid = kept.paid(earning.terms.get("lines")) // kept.over
        if every is None or not paid:
            return Reason("whynot.nothing_paid")
        return Reason.of("stamp.more_to", amount=Minor(every - paid - earning.terms.get("carry", 0)))

    def welcome(self, sale: Sale) -> Sequence[tuple[Into, int]]:
        """Stamps on joining."""
        return ((Into(self.id, cause="welcome", expires_on=self.term(sale.day).expires_on), self.program.welcome),)

    def term(self, day: date) -> Term:
        """Stamps expire so long after they came."""
        return Term(expires_on=last_day(self.program.expires, day))

    # What it shows.

    def offers(self, sale: Sale, goods: Sequence[Goods]) -> Sequence[Offer]:
        """Rewards that can be taken in this sale."""
        have = sale.spendable(self.id)
        if have < self.rewards[0].at or not sale.goods:
            return ()
        found = []
        chosen = {each.reward.at for each in self._rewards(sale, goods)}
        for reward in self.rewards:
            if reward.at <= have and not self._taken_at(reward, sale):
                units = reward.goods_for(sale, goods)
                if reward.gift is not None or units:
                    offer = Offer(
                        redemption=Redemption(program=self.id, at=reward.at),
                        label=self._labels[reward.at],
                        worth_minor=reward.worth_minor(units),
                        chosen=reward.at in chosen,
                    )
                    found.append(offer)
        return found

    def panel(self, sale: Sale) -> StampPanel:
        """The card as the customer knows it."""
        have = sale.balance(self.id)
        size = self.program.size
        marks = self._plain_marks
        if self._below:
            marks = tuple(
                [
                    StampMark(at=reward.at, label=self._labels[reward.at], taken=self._taken_at(reward, sale))
                    for reward in self.rewards
                ]
            )
        return StampPanel(
            program=self.id,
            name=self.name,
            size=size,
            have=min(max(have, 0), size),
            marks=marks,
            next=self._next(sale, have),
        )

    def _next(self, sale: Sale, have: int) -> Reason:
        for reward in self.rewards:
            if reward.at > have:
                return Reason("stamp.next", (("count", reward.at - have), ("label", self._labels[reward.at])))
            if not self._taken_at(reward, sale):
                return Reason("stamp.ready", (("label", self._labels[reward.at]),))
        return Reason("stamp.all_taken")  # without a reward at the end no new card begins
