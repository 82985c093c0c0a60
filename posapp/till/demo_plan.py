"""Who comes to the demo salon and what for: pure chance from a seed, told in the order in which it happens."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import accumulate
from random import Random
from typing import Any

from posapp import resources

DAYS = 365
OPENS, CLOSES = 10, 20
CLOSED_WEEKDAY = 0
"""Mondays."""

REGULAR = 0
"""The number of the member whose story is written by hand, so that the demo shop has somebody to show: eight stamps of
ten on her card, a rank, twenty visits."""

REGULAR_PHONE = "01023454821"


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """Somebody enrols. `joined` may be before the shop's first day with this till: her paper card came along."""

    number: int
    moment: datetime
    name: str
    phone: str
    birthday: date | None
    joined: date
    consent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Somebody buys: `items` are (product, quantity). `redeems`: takes the free cut where there is one.
    `afterwards` is ``""``, ``"return"`` (goods come back within days) or ``"void"`` (rung up wrongly)."""

    number: int | None
    moment: datetime
    items: tuple[tuple[str, int], ...]
    redeems: bool
    afterwards: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evening:
    """The day is closed."""

    moment: datetime


Happening = Newcomer | Visit | Evening


@cache
def written() -> Mapping[str, Any]:
    """The salon as it stands in `resources/demo/salon.json`."""
    document: dict[str, Any] = json.loads(resources.path("demo/salon.json").read_text(encoding="utf-8"))
    return document


def plan(*, seed: int, members: int, until: datetime) -> list[Happening]:
    """A year of the salon up to `until` (an aware moment in the shop's zone), oldest first."""
    chance = Random(seed)
    first = (until - timedelta(days=DAYS)).replace(hour=OPENS, minute=0, second=0, microsecond=0)
    happenings: list[Happening] = []
    phones: set[str] = set()
    for number in range(members):
        newcomer = _regular(first) if number == REGULAR else _newcomer(chance, number, first, phones)
        happenings.append(newcomer)
        visits = _regular_visits(newcomer, until) if number == REGULAR else _visits(chance, newcomer, until)
        happenings.extend(visits)
    for _ in range(members // 4):
        moment = _open(chance, first + timedelta(days=chance.randrange(DAYS)))
        happenings.append(_visit(chance, None, moment))
    evening = first.replace(hour=CLOSES + 1)
    while evening < until:
        if evening.weekday() != CLOSED_WEEKDAY:
            happenings.append(Evening(moment=evening))
        evening += timedelta(days=1)
    return sorted((event for event in happenings if event.moment < until), key=lambda event: event.moment)


def _open(chance: Random, moment: datetime) -> datetime:
    """A moment of that day, or of the next on which the salon is open, at which somebody could be at the till."""
    if moment.weekday() == CLOSED_WEEKDAY:
        moment += timedelta(days=1)
    minute = chance.randrange((CLOSES - OPENS) * 60)
    return moment.replace(hour=OPENS, minute=0, second=chance.randrange(60)) + timedelta(minutes=minute)


@cache
def _surnames() -> tuple[tuple[str, ...], tuple[int, ...]]:
    surnames: dict[str, int] = written()["surnames"]
    return tuple(surnames), tuple(accumulate(surnames.values()))


def _newcomer(chance: Random, number: int, first: datetime, taken: set[str]) -> Newcomer:
    names, weights = _surnames()
    name = chance.choices(names, cum_weights=weights)[0] + chance.choice(written()["given"])
    # A third were customers before the till was: they enrol in its first three weeks.
    before = chance.random() < 0.35
    moment = _open(chance, first + timedelta(days=chance.randrange(21 if before else DAYS)))
    joined = moment.date() - timedelta(days=chance.randrange(900)) if before else moment.date()
    phone = f"010{chance.randrange(20_000_000, 100_000_000)}"
    while phone[-4:] == REGULAR_PHONE[-4:] or phone in taken:
        phone = f"010{chance.randrange(20_000_000, 100_000_000)}"
    taken.add(phone)
    born = date(1950, 1, 1) + timedelta(days=int(chance.triangular(0, 21_000, 14_500)))
    return Newcomer(
        number=number,
        moment=moment,
        name=name,
        phone=phone,
        birthday=born if chance.random() < 0.7 else None,
        joined=joined,
        consent=chance.random() < 0.8,
    )


def _visits(chance: Random, newcomer: Newcomer, until: datetime) -> Iterator[Visit]:
    """From the day she enrolled, every six weeks or so, until one day she goes elsewhere."""
    every = chance.lognormvariate(3.75, 0.35)
    leaves = chance.choice((0.03, 0.06, 0.1, 0.2, 0.4))
    moment = newcomer.moment + timedelta(minutes=2)
    while moment < until:
        yield _visit(chance, newcomer.number, moment)
        if chance.random() < leaves:
            return
        moment = _open(chance, moment + timedelta(days=max(3.0, chance.gauss(every, every / 4))))


def _visit(chance: Random, number: int | None, moment: datetime) -> Visit:
    """What one customer has done and takes home."""
    bought: dict[str, int] = {}
    main = chance.random()
    if main < 0.68:
        bought["CUT"] = 1
    elif main < 0.74:
        bought["KIDS"] = chance.choice((1, 1, 2))
    if main > 0.74 or chance.random() < 0.16:
        bought[chance.choices(("PERM", "COLOUR", "CARE"), (4, 4, 3))[0]] = 1
    if chance.random() < (0.3 if moment.weekday() == 1 else 0.06):
        bought.setdefault("CARE", 1)
    if chance.random() < 0.14:
        bought[chance.choice(("SHAMPOO", "TREATMENT", "ESSENCE", "WAX"))] = chance.choice((1, 1, 1, 2))
    goods = bool(bought.keys() & {"SHAMPOO", "TREATMENT", "ESSENCE", "WAX"})
    fate = chance.random()
    afterwards = "void" if fate < 0.003 else "return" if goods and fate < 0.06 else ""
    return Visit(
        number=number,
        moment=moment,
        items=tuple(bought.items()),
        redeems=chance.random() < 0.85,
        afterwards=afterwards,
    )


def _regular(first: datetime) -> Newcomer:
    return Newcomer(
        number=REGULAR,
        moment=first + timedelta(minutes=7),
        name="김민수",
        phone=REGULAR_PHONE,
        birthday=date(1990, 4, 12),
        joined=first.date() - timedelta(days=240),
        consent=True,
    )


def _regular_visits(newcomer: Newcomer, until: datetime) -> Iterator[Visit]:
    """Nineteen cuts, one of them free: eighteen stamps earned, ten used, eight on the card; and four big days."""
    others = {4: "PERM", 9: "COLOUR", 15: "PERM", 20: "PERM"}
    visits = 23
    span = (until - newcomer.moment - timedelta(days=3)) / visits
    for nth in range(visits):
        moment = (newcomer.moment + span * nth).replace(hour=11, minute=20, second=nth) + timedelta(minutes=nth * 7)
        if moment.weekday() == CLOSED_WEEKDAY:
            moment += timedelta(days=1)
        item = others.get(nth, "CUT")
        items = ((item, 1), ("SHAMPOO", 1)) if nth in (6, 18) else ((item, 1),)
        yield Visit(number=REGULAR, moment=moment, items=items, redeems=True, afterwards="")
