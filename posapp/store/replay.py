"""A shop's past visits in bulk, to be sold once more on paper: what was kept of each sale, and where everybody stood
before the first of them. Whole tables are read once; nothing is written."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any

from posapp.loyalty.basket import Line
from posapp.loyalty.ledger import Account, Entry, post
from posapp.loyalty.members import Member, PastLine, PastSale
from posapp.loyalty.words import Text
from posapp.store.database import Database, Row

_AT_ONCE = 2_000
"""Sales read together: no statement stays open while they are sold again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptVisit:
    """What was kept of one sale: units that did not come back, of goods (what sold stored money is left out)."""

    sale: str
    moment: datetime
    member: str | None
    lines: tuple[Line, ...]


def count(db: Database, *, since: date, until: date) -> int:
    """How many sales of these local days (both inclusive) something is kept of."""
    sql = "SELECT count(*) FROM sales WHERE kept > 0 AND moment >= ? AND moment < ?"
    return int(db.value(sql, _span(since, until)) or 0)


def visits(db: Database, *, since: date, until: date, zone: tzinfo) -> Iterator[KeptVisit]:
    """The sales of these local days of which something is kept, in the order in which they were made."""
    at = 0
    while True:
        rows = db.rows(
            """SELECT s.row, e.id, s.moment, s.member, s.record FROM sales s
               CROSS JOIN events e ON e.till = s.till AND e.seq = s.seq
               WHERE s.row > ? AND s.kept > 0 AND s.moment >= ? AND s.moment < ? ORDER BY s.row LIMIT ?""",
            (at, *_span(since, until), _AT_ONCE),
        )
        for row, sale, moment, member, record in rows:
            at = row
            lines = _lines(record)
            if lines:
                when = datetime.fromisoformat(moment).astimezone(zone)
                yield KeptVisit(sale=sale, moment=when, member=member, lines=lines)
        if len(rows) < _AT_ONCE:
            return


def _span(since: date, until: date) -> tuple[str, str]:
    """Moments are kept by the shop's own clock, so that they begin with its local day."""
    return since.isoformat(), (until + timedelta(days=1)).isoformat()


def _lines(record: str) -> tuple[Line, ...]:
    found = []
    written, _, _ = record.partition("\n")  # behind it stands what was answered
    for product, name, categories, price, quantity, _, _, _, goods, back in json.loads(written)["lines"]:
        if goods and quantity > back:
            text = name if isinstance(name, str) else json.dumps(name, sort_keys=True)
            found.append(_line(product, text, isinstance(name, str), tuple(categories), price, quantity - back))
    return tuple(found)


@lru_cache(maxsize=50_000)
def _line(product: str, name: str, plain: bool, categories: tuple[str, ...], price: int, quantity: int) -> Line:
    """The same few thousand lines are sold all year."""
    text = Text(name) if plain else Text.read(json.loads(name))
    return Line(product=product, name=text, price_minor=price, quantity=quantity, categories=categories)


def members(db: Database) -> Iterator[tuple[Member, int, int]]:
    """Everybody as the register has her now, with her visits and the money she spent, ever."""
    cards: dict[str, list[str]] = defaultdict(list)
    for number, member in db.rows("SELECT number, member FROM cards WHERE member IS NOT NULL AND state = 'good'"):
        cards[member].append(number)
    columns = "id, name, joined, birthday, card_type, segments, clubs, referred_by, visits, spent_minor"
    for row in db.rows(f"SELECT {columns} FROM members"):
        yield _member(row, tuple(cards.get(row[0], ())))


def _member(row: Row, cards: tuple[str, ...]) -> tuple[Member, int, int]:
    id_, name, joined, birthday, card_type, segments, clubs, referred_by, visits_now, spent_now = row
    member = Member(
        id=id_,
        name=name,
        joined=date.fromisoformat(joined),
        birthday=date.fromisoformat(birthday) if birthday else None,
        card_type=card_type,
        cards=cards,
        segments=_words(segments),
        clubs=_words(clubs),
        referred_by=referred_by,
    )
    return member, visits_now, spent_now


@lru_cache(maxsize=10_000)
def _words(written: str) -> frozenset[str]:
    return frozenset(json.loads(written))


def spent_since(db: Database, day: date) -> dict[str, tuple[int, int]]:
    """By member the visits made on that local day or later, and the money spent on them."""
    sql = """SELECT member, count(*), sum(paid_minor) FROM sales
             WHERE member IS NOT NULL AND kept > 0 AND moment >= ? GROUP BY member"""
    return {member: (number, paid) for member, number, paid in db.rows(sql, (day.isoformat(),))}


def history_before(db: Database, day: date, *, since: date | None) -> dict[str, tuple[PastSale, ...]]:
    """By member the sales before that local day (from `since` on, where given) of which something is kept."""
    found: dict[str, list[PastSale]] = defaultdict(list)
    for member, sale, moment, earned, lines in db.rows(
        """SELECT member, sale, moment, earned, lines FROM history
           WHERE kept > 0 AND moment < ? AND moment >= ? ORDER BY sale_row""",
        (day.isoformat(), since.isoformat() if since else ""),
    ):
        kept: list[Any] = json.loads(lines)
        found[member].append(
            PastSale(
                sale=sale,
                moment=datetime.fromisoformat(moment),
                lines=tuple(
                    PastLine(product=product, categories=tuple(categories), quantity=quantity, paid_minor=paid)
                    for product, categories, quantity, paid in kept
                ),
                earned=json.loads(earned),
            )
        )
    return {member: tuple(sales) for member, sales in found.items()}


def accounts_before(db: Database, day: date) -> dict[str, Mapping[str, Account]]:
    """By holder the accounts as they were when that local day began, from the entries of before."""
    by_holder: dict[str, list[Entry]] = defaultdict(list)
    for (till,) in db.rows("SELECT DISTINCT till FROM entries"):
        for table in ("events", "elsewhere"):
            last = db.value(f"SELECT max(seq) FROM {table} WHERE till = ? AND moment < ?", (till, day.isoformat()))
            if last is None:
                continue
            for holder, account, lot, amount, spendable, expires in db.rows(
                """SELECT holder, account, lot, sum(amount), max(spendable_on), max(expires_on) FROM entries
                   WHERE till = ? AND seq <= ? GROUP BY holder, account, lot HAVING sum(amount) <> 0""",
                (till, last),
            ):
                entry = Entry(
                    account=account,
                    holder=holder,
                    cause="earn",
                    amount=amount,
                    lot=lot,
                    spendable_on=date.fromisoformat(spendable) if spendable else None,
                    expires_on=date.fromisoformat(expires) if expires else None,
                )
                by_holder[holder].append(entry)
            break
    return {holder: post({}, entries) for holder, entries in by_holder.items()}
