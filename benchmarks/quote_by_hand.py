"""The fifty programs of `benchmarks.quote` as a shop's own programmer would write them: plain loops, plain tuples.

The answer is the very same `Quote`, reason by reason; how it is come by is no more general than these fifty need. What
never changes (the words of a benefit, of an earning) is made once, as anybody would.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from posapp.loyalty.basket import Line
from posapp.loyalty.ledger import Entry
from posapp.loyalty.outcome import (
    BalancePanel,
    Benefit,
    Earned,
    Quote,
    Share,
    WhyNot,
    new_balance_panel,
    new_benefit,
    new_earned,
    new_line,
    new_quote,
    new_share,
    new_why_not,
)
from posapp.loyalty.posting import new_entry
from posapp.loyalty.words import Minor, Reason, Text

OVER = 1000
"""Rates are whole numbers over this: one digit after the point of a percentage is enough here."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NOTHING_HERE = Reason("whynot.nothing_here")

OnGoods = tuple[str, Text, frozenset[str], frozenset[str], frozenset[str], int, Reason]
OnSale = tuple[str, Text, int, int, Reason]
Pairs = tuple[str, Text, str, int, Reason]
Points = tuple[str, Text, str, int, int, int, frozenset[str], frozenset[int], Reason, Reason]


@dataclass(frozen=True, slots=True)
class Plain:
    """The programs by what they do, each a tuple that begins with its id; `unit` is the shop's rounding."""

    on_goods: list[OnGoods]
    pairs: list[Pairs]
    on_sale: list[OnSale]
    points: list[Points]
    unit: int
    versions: dict[str, int]

    @classmethod
    def of(cls, documents: Sequence[Mapping[str, Any]], *, unit: int) -> Plain:
        """Sort the documents by what they do, in order of their ids."""
        found = cls([], [], [], [], unit, {written["id"]: 1 for written in documents})
        for written in sorted(documents, key=lambda each: str(each["id"])):
            scope, id_, name = written.get("scope", {}), written["id"], Text(written["id"])
            rate = Decimal(str(written.get("rate", 0)))
            share = int(rate * OVER / 100)
            off = Reason.of("gives.rate", rate=rate)
            if written["kind"] == "points":
                found.points.append(_points(written, id_, name))
            elif written["kind"] == "buy_get":
                buy = written["buy"]
                gives = Reason.of("buyget.free" if buy > 1 else "buyget.free_each", buy=buy, count=1)
                found.pairs.append((id_, name, scope["categories"][0], buy + 1, gives))
            elif scope.get("products") or scope.get("categories"):
                products, categories = frozenset(scope.get("products", ())), frozenset(scope.get("categories", ()))
                excepted = frozenset(scope.get("except_products", ()))
                found.on_goods.append((id_, name, products, categories, excepted, share, off))
            else:
                found.on_sale.append((id_, name, share, scope["min_amount"], off))
        return found


def _points(written: Mapping[str, Any], id_: str, name: Text) -> Points:
    """Points for money in a category ("" for all), `times` as many for some cards or on some days."""
    earn = written["earn"]
    bend: Mapping[str, Any] = next(iter(written.get("curve", ())), {})
    cards = frozenset(bend.get("audience", {}).get("card_types", ()))
    days = frozenset(WEEKDAYS.index(day) for day in bend.get("active", {}).get("weekdays", ()))
    times = bend.get("times", 1)
    plain = Reason.of("points.gives", count=earn["points"], per=Minor(earn["per"]))
    more = Reason.of("points.times", gives=plain, times=Decimal(times))
    category = written.get("scope", {}).get("categories", ("",))[0]
    return id_, name, category, earn["points"], earn["per"], times, cards, days, plain, more


class Answer:
    """What is put together on the way."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.left = [line.price_minor * line.quantity for line in lines]
        self.listed = sum(self.left)
        self.shares: list[list[Share]] = [[] for _ in lines]
        self.benefits: list[Benefit] = []
        self.why_not: list[WhyNot] = []


def by_hand(
    programs: Plain,
    lines: Sequence[Line],
    have: Mapping[str, int],
    *,
    card: str,
    moment: datetime,
    member: str,
    sale: str,
) -> Quote:
    """The answer for a member with so many points and a card of that type."""
    answer = Answer(lines)
    _on_goods(programs, answer)
    _on_sale(programs, answer)
    left = answer.left
    earned: list[Earned] = []
    panels: list[BalancePanel] = []
    entries: list[Entry] = []
    today = moment.weekday()
    for id_, name, category, points, per, times, cards, days, plain, more in programs.points:
        reason = plain
        if times > 1 and (card in cards if cards else today in days):
            points, reason = points * times, more
        paid = 0
        for index, line in enumerate(lines):
            if not category or category in line.categories:
                paid += left[index]
        amount = paid * points // per
        if amount:
            earned.append(new_earned(program=id_, name=name, amount=amount, reason=reason))
            lot = f"{sale}/{len(entries) + 1}"
            entries.append(new_entry(account=id_, holder=member, cause="earn", amount=amount, lot=lot))
        else:
            missing = Reason("points.more_to", (("amount", Minor(-(-(per - paid * points) // points))),))
            answer.why_not.append(new_why_not(program=id_, name=name, reason=missing))
        panels.append(new_balance_panel(program=id_, name=name, unit="points", balance=have.get(id_, 0)))
    due = sum(left)
    return new_quote(
        sale=sale,
        moment=moment,
        member=member,
        lines=tuple(
            [
                new_line(line=line, net_minor=left[index], off=tuple(answer.shares[index]))
                for index, line in enumerate(lines)
            ]
        ),
        list_minor=answer.listed,
        discount_minor=answer.listed - due,
        due_minor=due,
        benefits=tuple(sorted(answer.benefits, key=lambda benefit: benefit.program)),
        earned=tuple(earned),
        why_not=tuple(sorted(answer.why_not, key=lambda each: each.program)),
        panels=tuple(panels),
        entries=tuple(entries),
        versions=programs.versions,
    )


def _on_goods(programs: Plain, answer: Answer) -> None:
    """Full groups where they save more than the best percentage on their units, and that on all others.

    Every group is of one product, and one program forms groups of it: so each line can be looked at alone.
    """
    lines = answer.lines
    best: list[OnGoods | None] = [None] * len(lines)
    wanted: dict[str, list[int]] = {}
    for program in programs.on_goods:
        id_, _, products, categories, excepted, share, _ = program
        for index, line in enumerate(lines):
            product = line.product
            if product in excepted:
                continue
            if product in products or (categories and not categories.isdisjoint(line.categories)):
                wanted.setdefault(id_, []).append(index)
                so_far = best[index]
                if so_far is None or share > so_far[5]:
                    best[index] = program
    first: list[Text | None] = [program[1] if program is not None else None for program in best]
    free: dict[str, list[tuple[int, int]]] = {}
    rest = [line.quantity for line in lines]
    short: list[tuple[Pairs, list[int]]] = []
    for pair in programs.pairs:
        id_, name, category, size, _ = pair
        mine = [index for index, line in enumerate(lines) if category in line.categories]
        formed = [index for index in mine if rest[index] >= size]
        if not formed:
            short.append((pair, mine))
        for index in formed:
            single = best[index]
            if single is None or single[5] * size < OVER:
                times = lines[index].quantity // size
                free.setdefault(id_, []).append((index, times))
                rest[index] -= times * size
                first[index] = name
    _groups_missing(short, answer)
    _take(programs, answer, best, wanted, free, rest, first)


def _groups_missing(short: list[tuple[Pairs, list[int]]], answer: Answer) -> None:
    """Of the product of which least are missing, how many more make a group."""
    lines = answer.lines
    for (id_, name, _, size, _), mine in short:
        reason = NOTHING_HERE
        if mine:
            near = lines[min(mine, key=lambda i: (-lines[i].quantity, -lines[i].price_minor, lines[i].product))]
            more = Reason("buyget.more_free", (("count", size - near.quantity),))
            reason = Reason("buyget.of", (("name", near.name), ("what", more)))
        answer.why_not.append(new_why_not(program=id_, name=name, reason=reason))


def _take(
    programs: Plain,
    answer: Answer,
    best: list[OnGoods | None],
    wanted: dict[str, list[int]],
    free: dict[str, list[tuple[int, int]]],
    rest: list[int],
    first: list[Text | None],
) -> None:
    """What each program takes, in order of the ids, rounded and spread; and who got nothing."""
    lines = answer.lines
    takes: list[tuple[str, Text, int, list[tuple[int, int]], Reason]] = []
    for id_, name, _, _, _, share, gives in programs.on_goods:
        if id_ not in wanted:
            answer.why_not.append(new_why_not(program=id_, name=name, reason=NOTHING_HERE))
            continue
        mine = [
            (index, lines[index].price_minor * rest[index])
            for index in wanted[id_]
            if rest[index] and (taker := best[index]) is not None and taker[0] == id_
        ]
        if mine:
            takes.append((id_, name, share, mine, gives))
            continue
        dearest = min(wanted[id_], key=lambda index: (-lines[index].price_minor, lines[index].product))
        winner = first[dearest]
        assert winner is not None
        _lost(answer, id_, name, winner)
    for id_, name, _, _, gives in programs.pairs:
        if id_ in free:
            given = [(index, lines[index].price_minor * times) for index, times in free[id_]]
            takes.append((id_, name, OVER, given, gives))
    takes.sort(key=lambda take: take[0])
    for id_, name, share, mine, gives in takes:
        off = _spread(id_, sum([base for _, base in mine]) * share, mine, answer, programs.unit)
        answer.benefits.append(new_benefit(program=id_, name=name, off_minor=off, reason=gives))


def _lost(answer: Answer, id_: str, name: Text, winner: Text) -> None:
    reason = Reason("whynot.better", (("other", winner),))
    answer.why_not.append(new_why_not(program=id_, name=name, reason=reason))


def _on_sale(programs: Plain, answer: Answer) -> None:
    """The largest on the whole sale wins."""
    left = answer.left
    base = sum(left)
    most = 0
    winner: OnSale | None = None
    held: list[OnSale] = []
    for program in programs.on_sale:
        id_, name, share, least, gives = program
        if answer.listed < least:
            reason = Reason("whynot.more_to", (("amount", Minor(least - answer.listed)), ("gives", gives)))
            answer.why_not.append(new_why_not(program=id_, name=name, reason=reason))
            continue
        held.append(program)
        if base * share > most:
            most, winner = base * share, program
    if winner is None:
        return
    for program in held:
        if program is not winner:
            _lost(answer, program[0], program[1], winner[1])
    mine = [(index, rest) for index, rest in enumerate(left) if rest]
    off = _spread(winner[0], most, mine, answer, programs.unit)
    answer.benefits.append(new_benefit(program=winner[0], name=winner[1], off_minor=off, reason=winner[4]))


def _spread(id_: str, exact: int, mine: list[tuple[int, int]], answer: Answer, unit: int) -> int:
    """Round half up to the unit, and give each line its share of what was taken of it, by largest remainder."""
    left, lines = answer.left, answer.lines
    base = sum([most for _, most in mine])
    whole = OVER * unit
    off = min((2 * exact + whole) // (2 * whole) * unit, base)
    parts = [(off * most // base, off * most % base, index) for index, most in mine]
    short = off - sum([part[0] for part in parts])
    if short:
        parts.sort(key=lambda part: (-part[1], -left[part[2]], lines[part[2]].product))
    for place, (floor, _, index) in enumerate(parts):
        share = floor + (place < short)
        if share:
            left[index] -= share
            answer.shares[index].append(new_share(program=id_, amount_minor=share))
    return off
