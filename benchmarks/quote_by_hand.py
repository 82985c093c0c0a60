"""The fifty programs of `benchmarks.quote` as a shop's own programmer would write them: plain loops, plain tuples.

The answer is the very same `Quote`, reason by reason; how it is come by is no more general than these fifty need. What
never changes (the words of a benefit, of a reward) is made once, as anybody would.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from posapp.loyalty.basket import Line
from posapp.loyalty.ledger import Entry
from posapp.loyalty.outcome import Benefit, Earned, Quote, QuotedLine, Share, StampMark, StampPanel, WhyNot
from posapp.loyalty.words import Minor, Reason, Text

OVER = 1000
"""Rates are whole numbers over this: one digit after the point of a percentage is enough here."""

NOTHING_HERE = Reason("whynot.nothing_here")

OnGoods = tuple[str, Text, frozenset[str], frozenset[str], frozenset[str], int, Reason]
OnSale = tuple[str, Text, int, int, int, Reason]
Stamps = tuple[str, Text, str, str, int, int, Reason, Reason, tuple[StampMark, ...]]


@dataclass(frozen=True, slots=True)
class Plain:
    """The programs by what they do, each a tuple that begins with its id; `unit` is the shop's rounding."""

    on_goods: list[OnGoods]
    on_sale: list[OnSale]
    stamps: list[Stamps]
    unit: int
    versions: dict[str, int]

    @classmethod
    def of(cls, documents: Sequence[Mapping[str, Any]], *, unit: int) -> Plain:
        """Sort the documents by what they do, in order of their ids."""
        found = cls([], [], [], unit, {written["id"]: 1 for written in documents})
        for written in sorted(documents, key=lambda each: str(each["id"])):
            scope, id_, name = written.get("scope", {}), written["id"], Text(written["id"])
            rate = Decimal(str(written.get("rate", 0)))
            share = int(rate * OVER / 100)
            off = Reason.of("gives.rate", rate=rate)
            if written["kind"] == "stamp_card":
                earn, label = written["earn"], Reason.of("gives.rate", rate=Decimal(10))
                every = earn.get("every", 0)
                reason = Reason.of(f"stamp.earned_per_{earn['per']}", every=Minor(every))
                marks = (StampMark(at=10, label=label),)
                category = scope["categories"][0]
                found.stamps.append((id_, name, category, earn["per"], every, 10, label, reason, marks))
            elif scope.get("products") or scope.get("categories"):
                products, categories = frozenset(scope.get("products", ())), frozenset(scope.get("categories", ()))
                excepted = frozenset(scope.get("except_products", ()))
                found.on_goods.append((id_, name, products, categories, excepted, share, off))
            else:
                amount = written.get("amount", 0)
                gives = off if share else Reason.of("gives.amount", amount=Minor(amount))
                found.on_sale.append((id_, name, share, amount, scope.get("min_amount", 0), gives))
        return found


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
    programs: Plain, lines: Sequence[Line], have: Mapping[str, int], *, moment: datetime, member: str, sale: str
) -> Quote:
    """The answer for a member with so many stamps."""
    answer = Answer(lines)
    _on_goods(programs, answer)
    _on_sale(programs, answer)
    left, why_not = answer.left, answer.why_not
    earned: list[Earned] = []
    cards: list[StampPanel] = []
    entries: list[Entry] = []
    for id_, name, category, per, every, size, label, reason, marks in programs.stamps:
        count, paid = 0, 0
        for index, line in enumerate(lines):
            if category in line.categories and left[index] > 0:
                count += line.quantity
                paid += left[index]
        stamps = count if per == "item" else paid // every if per == "amount" else 1 if paid else 0
        now = have.get(id_, 0)
        if stamps:
            earned.append(Earned(program=id_, name=name, amount=stamps, reason=reason))
            lot = f"{sale}/{len(entries) + 1}"
            entries.append(Entry(account=id_, holder=member, cause="earn", amount=stamps, lot=lot))
        to_go = size - now
        if to_go > 0:
            values = (("count", to_go), ("label", label))
            not_yet, following = Reason("stamp.to_go", values), Reason("stamp.next", values)
        else:
            not_yet = following = Reason("stamp.ready", (("label", label),))
        why_not.append(WhyNot(program=id_, name=name, reason=not_yet))
        cards.append(StampPanel(program=id_, name=name, size=size, have=min(now, size), marks=marks, next=following))
    due = sum(left)
    return Quote(
        sale=sale,
        moment=moment,
        member=member,
        lines=tuple(
            [
                QuotedLine(line=line, net_minor=left[index], off=tuple(answer.shares[index]))
                for index, line in enumerate(lines)
            ]
        ),
        list_minor=answer.listed,
        discount_minor=answer.listed - due,
        due_minor=due,
        benefits=tuple(sorted(answer.benefits, key=lambda benefit: benefit.program)),
        earned=tuple(earned),
        why_not=tuple(sorted(why_not, key=lambda each: each.program)),
        panels=tuple(cards),
        entries=tuple(entries),
        versions=programs.versions,
    )


def _on_goods(programs: Plain, answer: Answer) -> None:
    """The best percentage for each line; what each program takes, rounded and spread; and who got nothing."""
    lines, left = answer.lines, answer.left
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
    for program in programs.on_goods:
        id_, name, _, _, _, share, gives = program
        if id_ not in wanted:
            answer.why_not.append(WhyNot(program=id_, name=name, reason=NOTHING_HERE))
            continue
        mine = [index for index in wanted[id_] if best[index] is program]
        if not mine:
            dearest = min(wanted[id_], key=lambda index: (-lines[index].price_minor, lines[index].product))
            winner = best[dearest]
            assert winner is not None
            _lost(answer, id_, name, winner[1])
            continue
        off = _spread(id_, sum([left[i] for i in mine]) * share, mine, answer, programs.unit)
        answer.benefits.append(Benefit(program=id_, name=name, off_minor=off, reason=gives))


def _lost(answer: Answer, id_: str, name: Text, winner: Text) -> None:
    reason = Reason("whynot.better", (("other", winner),))
    answer.why_not.append(WhyNot(program=id_, name=name, reason=reason))


def _on_sale(programs: Plain, answer: Answer) -> None:
    """The largest on the whole sale wins."""
    left = answer.left
    base = sum(left)
    most = 0
    winner: OnSale | None = None
    held: list[OnSale] = []
    for program in programs.on_sale:
        id_, name, share, amount, least, gives = program
        if answer.listed < least:
            reason = Reason("whynot.more_to", (("amount", Minor(least - answer.listed)), ("gives", gives)))
            answer.why_not.append(WhyNot(program=id_, name=name, reason=reason))
            continue
        held.append(program)
        value = base * share if share else min(amount, base) * OVER
        if value > most:
            most, winner = value, program
    if winner is None:
        return
    for program in held:
        if program is not winner:
            _lost(answer, program[0], program[1], winner[1])
    mine = [index for index, rest in enumerate(left) if rest]
    off = _spread(winner[0], most, mine, answer, programs.unit)
    answer.benefits.append(Benefit(program=winner[0], name=winner[1], off_minor=off, reason=winner[5]))


def _spread(id_: str, exact: int, mine: list[int], answer: Answer, unit: int) -> int:
    """Round half up to the unit, and give each line its share by largest remainder."""
    left, lines = answer.left, answer.lines
    base = sum([left[index] for index in mine])
    whole = OVER * unit
    off = min((2 * exact + whole) // (2 * whole) * unit, base)
    parts = [(off * left[index] // base, off * left[index] % base, index) for index in mine]
    short = off - sum([part[0] for part in parts])
    if short:
        parts.sort(key=lambda part: (-part[1], -left[part[2]], lines[part[2]].product))
    for place, (floor, _, index) in enumerate(parts):
        share = floor + (place < short)
        if share:
            left[index] -= share
            answer.shares[index].append(Share(program=id_, amount_minor=share))
    return off
