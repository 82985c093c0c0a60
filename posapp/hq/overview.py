"""All that the owner sees at one glance, read as of one moment."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from posapp.hq import admission, catalogue, figures, settlement
from posapp.hq.admission import TillRow
from posapp.hq.desk import Desk
from posapp.hq.figures import DayFigures
from posapp.hq.settlement import EVER, Period, ProgramSettlement

NEWEST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """An event that could not be counted; it is kept as it came. `reason` is a message key."""

    till: str
    seq: int
    reason: str
    detail: str
    arrived: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """Something for the owner to look into; `about` are the values of the sentence called `key`."""

    n: int
    moment: str
    till: str
    key: str
    about: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """`day` is None where nothing was sold yet; `days` are those with figures, newest first. `names` are the programs'
    names as they were written, by id; `settled` are those that several shops share, in the `period`."""

    currency: str
    tills: list[TillRow]
    days: list[str]
    day: DayFigures | None
    rejected: list[Rejected]
    attention: list[Attention]
    names: dict[str, Any]
    members: int
    settled: list[ProgramSettlement]
    period: Period


def currency(desk: Desk) -> str:
    """The code of the money that the tills count in: ISO 4217, won where nothing was said."""
    return (desk.db.identity("currency") or b"KRW").decode()


def of(desk: Desk, *, day: str | None = None, period: Period = EVER) -> Overview:
    """Everything, with the figures of `day` ("2026-03-02"), or of the latest day there is; what shops owe each other is
    that of the `period`."""
    days = figures.days(desk)
    shown = day or (days[0] if days else None)
    rejected = desk.db.rows(
        "SELECT till, seq, reason, detail, arrived FROM dead_letters ORDER BY arrived DESC, till, seq LIMIT ?",
        (NEWEST,),
    )
    attention = desk.db.rows(
        "SELECT n, moment, till, key, about FROM attention WHERE settled IS NULL ORDER BY n DESC LIMIT ?", (NEWEST,)
    )
    return Overview(
        currency=currency(desk),
        tills=admission.tills(desk),
        days=days,
        day=figures.of_day(desk, shown) if shown else None,
        rejected=[Rejected(till=r[0], seq=r[1], reason=r[2], detail=r[3], arrived=r[4]) for r in rejected],
        attention=[Attention(n=a[0], moment=a[1], till=a[2], key=a[3], about=json.loads(a[4])) for a in attention],
        names={program.id: program.document.get("name", program.id) for program in catalogue.programs(desk)},
        members=desk.db.value("SELECT count(*) FROM members"),
        settled=settlement.of(desk, period),
        period=period,
    )
