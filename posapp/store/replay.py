"""A shop's past visits in bulk, to be sold once more on paper: what was kept of each sale, and where everybody stood
before the first of them. Everything is found by its day, and nothing is written."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any

from posapp.loyalty.basket import Line
from posapp.loyalty.ledger import CODES, DEBT, EVERYBODY, Account, Entry, post
from posapp.loyalty.members import Member, PastLine, PastSale
from posapp.loyalty.quick import quick
from posapp.loyalty.words import Text
from posapp.store.database import Database, Row

_AT_ONCE = 2_000
"""Sales read together: no statement stays open while they are sold again."""

_SALES = "events e CROSS JOIN sales s ON s.till = e.till AND s.seq = e.seq"
_FIRST = "SELECT min(row) FROM events WHERE moment >= ?1"  # from the index alone, as `_NEWEST`
_NEWEST = "SELECT max(row) FROM events WHERE moment >= ? AND moment < ? AND row <= ?"
_AMONG = "(SELECT value FROM json_each(?))"
_SALE = '{"sale":"'
_LINES = '"lines":'
_DECODER = json.JSONDecoder()


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class KeptVisit:
    """What was kept of one sale: units that did not come back, of goods (gift cards that were sold are left out).

    Lines are called by their product's code: who compares amounts reads no names.
    """

    sale: str
    moment: datetime
    member: str | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled:
    """A member who was enrolled at that moment, by the event of that id."""

    member: str
    moment: datetime
    event: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """So much was given to a member in a program, or (below zero) taken, beside any sale, by the event of that id."""

    member: str
    program: str
    amount: int
    moment: datetime
    event: str


def last_event(db: Database) -> int:
    """The place of the newest event in the file: what comes later is not read, so that two readers see the same."""
    return int(db.value("SELECT max(row) FROM events") or 0)


def _from(day: date) -> str:
    """Moments are kept by the shop's own clock, so that they begin with its local day."""
    return day.isoformat()


def _past(day: date) -> str:
    return (day + timedelta(days=1)).isoformat()


def at_least(db: Database, number: int, *, since: date, until: date, last: int) -> bool:
    """Whether something is kept of so many sales of these local days (both inclusive), up to the event at `last`."""
    sql = f"SELECT 1 FROM {_SALES} WHERE e.moment >= ? AND e.moment < ? AND e.row <= ? AND s.kept > 0 LIMIT 1 OFFSET ?"
    return db.value(sql, (_from(since), _past(until), last, number - 1)) is not None


def elsewhere(db: Database, *, since: date, until: date) -> int:
    """How many sales other tills made on these days, as far as they concerned members of this one."""
    sql = "SELECT count(*) FROM elsewhere WHERE kind = 'sale' AND moment >= ? AND moment < ?"
    return int(db.value(sql, (_from(since), _past(until))) or 0)


def visits(db: Database, rows: range, *, since: date, until: date, zone: tzinfo) -> Iterator[KeptVisit]:
    """The sales among these `rows` (`Came.rows`) and on these local days of which something is kept, in the order in
    which they were made."""
    row, past = rows.start - 1, _past(until)
    while True:
        found = db.rows(
            """SELECT row, moment, member, record FROM sales
               WHERE row > ? AND row < ? AND moment >= ? AND moment < ? AND kept > 0 ORDER BY row LIMIT ?""",
            (row, rows.stop, _from(since), past, _AT_ONCE),
        )
        for _, at, member, record in found:
            lines = _lines(record)
            if lines:
                moment = datetime.fromisoformat(at).astimezone(zone)
                yield KeptVisit(sale=_sale(record), moment=moment, member=member, lines=lines)
        if len(found) < _AT_ONCE:
            return
        row = found[-1][0]


def _sale(record: str) -> str:
    """The id of the sale, with which its record begins."""
    begins = record.index(_SALE) + len(_SALE)
    return record[begins : record.index('"', begins)]


def _lines(record: str) -> tuple[Line, ...]:
    """Of the two documents that are kept with a sale only the part with its lines is read: most of a year's time."""
    lines, _ = _DECODER.raw_decode(record, record.index(_LINES) + len(_LINES))
    found = []
    for product, _, categories, price, quantity, _, _, _, goods, back in lines:
        if goods and quantity > back:
            found.append(_line(product, tuple(categories), price, quantity - back))
    return tuple(found)


@lru_cache(maxsize=50_000)
def _line(product: str, categories: tuple[str, ...], price: int, quantity: int) -> Line:
    """The same few thousand lines are sold all year."""
    return Line(product=product, name=Text(product), price_minor=price, quantity=quantity, categories=categories)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What happened beside sales, in order: who was `enrolled`, and what was `posted`."""

    enrolled: tuple[Enrolled, ...]
    posted: tuple[Posted, ...]


def beside(db: Database, *, since: date, until: date, last: int) -> Beside:
    """Who was enrolled on these local days, and what was posted to members: corrections by hand, as they were asked
    for, and the shares of periods that were closed. One pass over all events, which are long rows."""
    joined, posted = [], []
    for kind, till, seq, id_, at, member, program, amount in db.rows(
        """SELECT kind, till, seq, id, moment, json_extract(body, '$.member'), json_extract(body, '$.program'),
                  CASE kind WHEN 'adjust' THEN json_extract(body, '$.amount') END
           FROM events WHERE moment >= ? AND moment < ? AND row <= ?
             AND (kind = 'enrol' OR kind = 'adjust' AND json_extract(body, '$.member') IS NOT NULL
                  OR kind = 'program_run' AND json_extract(body, '$.period') IS NOT NULL)
           ORDER BY moment, row""",
        (_from(since), _past(until), last),
    ):
        moment = datetime.fromisoformat(at)
        if kind == "enrol":
            joined.append(Enrolled(member=member or id_, moment=moment, event=id_))
        elif kind == "adjust":
            posted.append(Posted(member=member, program=program, amount=amount, moment=moment, event=id_))
        else:
            for holder, account, share in db.rows(
                "SELECT holder, account, sum(amount) FROM entries WHERE till = ? AND seq = ? GROUP BY holder, account",
                (till, seq),
            ):
                posted.append(Posted(member=holder, program=account, amount=share, moment=moment, event=id_))
    return Beside(enrolled=tuple(joined), posted=tuple(each for each in posted if each.amount))


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """Which `rows` of sales those of the days are among; who came in them (`visitors`); and who came on the first of
    the days or later, ever, how often and for how much money (`since`)."""

    rows: range
    visitors: tuple[str, ...]
    since: Mapping[str, tuple[int, int]]


def came(db: Database, *, since: date, until: date, last: int) -> Came:
    """Who came on these local days (both inclusive, up to the event at place `last`), and what she did since the first,
    here and elsewhere. Sales nothing is kept of do not count. Read from the members' histories: the sales themselves
    are ten times as long."""
    first = db.value(f"SELECT s.row FROM {_SALES} WHERE e.row >= ({_FIRST}) ORDER BY e.row LIMIT 1", (_from(since),))
    newest = db.value(
        f"SELECT s.row FROM {_SALES} WHERE e.row <= ({_NEWEST}) ORDER BY e.row DESC LIMIT 1",
        (_from(since), _past(until), last),
    )
    rows = range(first or 0, (newest or -1) + 1)  # sales lie in the order of their events
    visitors = []
    found: dict[str, tuple[int, int]] = {}
    for member, within, number, paid in db.rows(
        """SELECT member, sum(moment < ? AND sale_row < ?), count(*),
                  sum((SELECT sum(value ->> 3) FROM json_each(lines)))
           FROM history WHERE moment >= ? AND kept > 0 GROUP BY member""",
        (_past(until), rows.stop, _from(since)),
    ):
        found[member] = (number, paid)
        if within:
            visitors.append(member)
    for member, number, paid in db.rows(
        """SELECT member, sum(visits), sum(spent_minor) FROM elsewhere
           WHERE moment >= ? AND member IS NOT NULL GROUP BY member""",
        (_from(since),),
    ):
        before = found.get(member, (0, 0))
        found[member] = (before[0] + number, before[1] + paid)
    return Came(rows=rows, visitors=tuple(visitors), since=found)


def members(db: Database, ids: Collection[str]) -> Iterator[tuple[Member, int, int]]:
    """These as the register has them now, with their visits and the money they spent, ever."""
    among = json.dumps(list(ids))
    cards: dict[str, list[str]] = defaultdict(list)
    for number, member in db.rows(
        f"SELECT number, member FROM cards WHERE member IN {_AMONG} AND state = 'good' ORDER BY issued, number",
        (among,),
    ):
        cards[member].append(number)
    columns = "id, name, joined, birthday, card_type, segments, clubs, referred_by, household, visits, spent_minor"
    for row in db.rows(f"SELECT {columns} FROM members WHERE id IN {_AMONG}", (among,)):
        yield _member(row, tuple(cards.get(row[0], ())))


def _member(row: Row, cards: tuple[str, ...]) -> tuple[Member, int, int]:
    id_, name, joined, birthday, card_type, segments, clubs, referred_by, household, visits_now, spent_now = row
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
        household=household,
    )
    return member, visits_now, spent_now


@lru_cache(maxsize=10_000)
def _words(written: str) -> frozenset[str]:
    return frozenset(json.loads(written))


def names(db: Database, ids: Collection[str]) -> dict[str, str]:
    """What these members are called, by id."""
    return dict(db.rows(f"SELECT id, name FROM members WHERE id IN {_AMONG}", (json.dumps(list(ids)),)))


def households(db: Database) -> dict[str, tuple[str, ...]]:
    """By its word who belongs to a household."""
    found: dict[str, list[str]] = defaultdict(list)
    for household, member in db.rows("SELECT household, id FROM members WHERE household <> '' ORDER BY id"):
        found[household].append(member)
    return {household: tuple(ids) for household, ids in found.items()}


def history_before(
    db: Database, day: date, *, since: date | None, ids: Collection[str]
) -> dict[str, tuple[PastSale, ...]]:
    """By member (of these) the sales before that local day, from `since` on, of which something is kept."""
    found: dict[str, list[PastSale]] = defaultdict(list)
    for member, sale, moment, earned, lines in db.rows(
        f"""SELECT member, sale, moment, earned, lines FROM history
            WHERE member IN {_AMONG} AND kept > 0 AND moment < ? AND moment >= ? ORDER BY member, sale_row""",
        (json.dumps(list(ids)), _from(day), since.isoformat() if since else ""),
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


def accounts_before(db: Database, day: date, *, holders: Collection[str]) -> dict[str, Mapping[str, Account]]:
    """By holder the accounts as they were when that local day began: what there is now of these holders, their codes
    and everybody, without all that was posted since, to whomever it was."""
    since = _posted_since(db, day)
    wanted = {*holders, EVERYBODY, *(holder for holder, _, _ in since)}
    lots = _lots(db, wanted)
    codes = {lot for _, account, lot in (*lots, *since) if account.endswith(CODES)}
    lots.update(_lots(db, codes - wanted))
    for place, (posted, first, last) in since.items():
        there = lots.get(place, (0, first, last))
        lots[place] = (there[0] - posted, there[1] or first, there[2] or last)
    by_holder: dict[str, list[Entry]] = defaultdict(list)
    for (holder, account, lot), (left, first, last) in lots.items():
        if left:
            entry = Entry(
                account=account,
                holder=holder,
                cause="earn",
                amount=left,
                lot=lot if left > 0 else DEBT,  # tills that were apart may have drawn more from a lot than was in it
                spendable_on=_day(first),
                expires_on=_day(last),
            )
            by_holder[holder].append(entry)
    return {holder: post({}, entries) for holder, entries in by_holder.items()}


_Place = tuple[str, str, str]
"""Holder, account, lot."""

_Amount = tuple[int, str | None, str | None]
"""Units, and the days from which and until which they can be spent."""


def _posted_since(db: Database, day: date) -> dict[_Place, _Amount]:
    """The sum of what was posted to each lot on that day or later, at whatever till."""
    found: dict[_Place, _Amount] = {}
    for (till,) in db.rows("SELECT DISTINCT till FROM entries"):
        here = f"SELECT seq FROM events WHERE row >= ({_FIRST}) AND moment >= ?1 AND +till = ?2 ORDER BY row LIMIT 1"
        there = "SELECT min(seq) FROM elsewhere WHERE moment >= ?1 AND till = ?2"
        first = [seq for sql in (here, there) if (seq := db.value(sql, (_from(day), till)))]
        if not first:
            continue
        for *place, amount, spendable, expires in db.rows(
            """SELECT holder, account, lot, sum(amount), max(spendable_on), max(expires_on) FROM entries
               WHERE till = ? AND seq >= ? GROUP BY holder, account, lot HAVING sum(amount) <> 0""",
            (till, min(first)),
        ):
            key: _Place = (place[0], place[1], place[2])
            before = found.get(key, (0, None, None))
            found[key] = (before[0] + amount, spendable or before[1], expires or before[2])
    return found


def _lots(db: Database, holders: Collection[str]) -> dict[_Place, _Amount]:
    rows = db.rows(
        f"""SELECT holder, account, lot, left, spendable_on, expires_on FROM lots WHERE holder IN {_AMONG}""",
        (json.dumps(sorted(holders)),),
    )
    return {(holder, account, lot): (left, first, last) for holder, account, lot, left, first, last in rows}


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
