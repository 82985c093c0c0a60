"""The very same `Quote` out of what the Rust engine ZEN says: what is left to do for who builds a till upon it.

The engine tells what each program takes in all and of which lines, why one takes nothing, and the points. Here the
amounts are spread over the lines, the words are found (made once for each program, as in `benchmarks.quote_by_hand`),
entries posted and panels drawn; as plainly, and as quickly, as there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from benchmarks.quote_by_hand import NOTHING_HERE, Plain
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


class Words:
    """Names and sentences by program."""

    def __init__(self, programs: Plain) -> None:
        self.versions = programs.versions
        said: list[tuple[str, Text, Reason]] = [(each[0], each[1], each[-1]) for each in programs.on_goods]
        said += [(each[0], each[1], each[-1]) for each in programs.pairs]
        said += [(each[0], each[1], each[-1]) for each in programs.on_sale]
        self.names = {id_: name for id_, name, _ in said}
        self.gives = {id_: gives for id_, _, gives in said}
        self.on_sale = {each[0] for each in programs.on_sale}
        self.points = {each[0]: each for each in programs.points}


def from_zen(
    found: Mapping[str, Any],
    words: Words,
    lines: Sequence[Line],
    have: Mapping[str, int],
    *,
    moment: datetime,
    member: str,
    sale: str,
) -> Quote:
    """The quote of an evaluation, for a member with so many points."""
    said: list[Mapping[str, Any]] = found["lines"]
    left = [line.price_minor * line.quantity for line in lines]
    listed = sum(left)
    shares: list[list[Share]] = [[] for _ in lines]
    taken: dict[str, list[tuple[int, int]]] = {}
    for index, line in enumerate(said):
        if line["free"]:
            taken.setdefault(line["group"], []).append((index, line["free"]))
        if line["cheaper"]:
            taken.setdefault(line["taker"], []).append((index, line["rest"]))
    answers = sorted(found["answers"], key=lambda each: (each["id"] in words.on_sale, each["id"]))
    winner = next((each["id"] for each in answers if each["off"] and each["id"] in words.on_sale), "")
    benefits: list[Benefit] = []
    why_not: list[WhyNot] = []
    for each in answers:
        id_ = each["id"]
        off = int(each["off"])
        if off:
            mine = [(i, rest) for i, rest in enumerate(left) if rest] if id_ == winner else taken[id_]
            _spread(id_, off, mine, left, lines, shares)
            benefits.append(new_benefit(program=id_, name=words.names[id_], off_minor=off, reason=words.gives[id_]))
        else:
            reason = _why_not(each, said, words, lines, winner)
            why_not.append(new_why_not(program=id_, name=words.names[id_], reason=reason))
    benefits.sort(key=lambda benefit: benefit.program)
    why_not.sort(key=lambda each: each.program)
    earned, panels, entries = _points(found["earned"], words, have, member, sale)
    due = sum(left)
    return new_quote(
        sale=sale,
        moment=moment,
        member=member,
        lines=tuple([new_line(line=line, net_minor=left[i], off=tuple(shares[i])) for i, line in enumerate(lines)]),
        list_minor=listed,
        discount_minor=listed - due,
        due_minor=due,
        benefits=tuple(benefits),
        earned=tuple(earned),
        why_not=tuple(why_not),
        panels=tuple(panels),
        entries=tuple(entries),
        versions=words.versions,
    )


def _points(
    said: Sequence[Mapping[str, Any]], words: Words, have: Mapping[str, int], member: str, sale: str
) -> tuple[list[Earned], list[BalancePanel], list[Entry]]:
    """What is earned (in this basket every program brings something), the member's card, and the ledger's entries."""
    earned: list[Earned] = []
    panels: list[BalancePanel] = []
    entries: list[Entry] = []
    for each in said:
        id_, amount = each["id"], int(each["amount"])
        _, name, *_, plain, more = words.points[id_]
        earned.append(new_earned(program=id_, name=name, amount=amount, reason=more if each["times"] > 1 else plain))
        lot = f"{sale}/{len(entries) + 1}"
        entries.append(new_entry(account=id_, holder=member, cause="earn", amount=amount, lot=lot))
        panels.append(new_balance_panel(program=id_, name=name, unit="points", balance=have.get(id_, 0)))
    return earned, panels, entries


def _why_not(
    answer: Mapping[str, Any], said: Sequence[Mapping[str, Any]], words: Words, lines: Sequence[Line], winner: str
) -> Reason:
    """Nothing there, so much missing, or who gave more on the dearest goods."""
    id_, why_not = answer["id"], answer["why_not"]
    if why_not == "nothing":
        return NOTHING_HERE
    if why_not == "missing":
        missing = int(answer["missing"])
        if id_ in words.on_sale:
            return Reason("whynot.more_to", (("amount", Minor(missing)), ("gives", words.gives[id_])))
        mine = [line for line, each in zip(lines, said, strict=True) if each["group"] == id_]
        near = min(mine, key=lambda line: (-line.quantity, -line.price_minor, line.product))
        more = Reason("buyget.more_free", (("count", missing),))
        return Reason("buyget.of", (("name", near.name), ("what", more)))
    other = winner
    if id_ not in words.on_sale:
        wanted = [index for index, each in enumerate(said) if id_ in each["wanted"]]
        dearest = said[min(wanted, key=lambda index: (-lines[index].price_minor, lines[index].product))]
        other = dearest["group"] if dearest["free"] else dearest["taker"]
    return Reason("whynot.better", (("other", words.names[other]),))


def _spread(
    id_: str, off: int, mine: list[tuple[int, int]], left: list[int], lines: Sequence[Line], shares: list[list[Share]]
) -> None:
    """Give each line its share of what was taken of it, by largest remainder."""
    base = sum([most for _, most in mine])
    parts = [(off * int(most) // base, off * most % base, index) for index, most in mine]
    short = off - sum([part[0] for part in parts])
    if short:
        parts.sort(key=lambda part: (-part[1], -left[part[2]], lines[part[2]].product))
    for place, (floor, _, index) in enumerate(parts):
        share = int(floor) + (place < short)
        if share:
            left[index] -= share
            shares[index].append(new_share(program=id_, amount_minor=share))
