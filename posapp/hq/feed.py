"""What goes down: a list that only grows, of which each till reads what is for everybody, its store, or itself.

A till's cursor is a place in the list and the chance mark that stands there. A headquarters restored from an older
copy grows another list: the mark no longer fits, and the till gets everything again, which changes nothing it has.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from itertools import islice

from posapp.hq.bodies import numbered, read_event, read_summary
from posapp.hq.desk import Desk, Sender
from posapp.hq.people import member, with_cards
from posapp.loyalty.exchange import CardNews, ElsewhereEvent, News, ProductNews, ProgramNews
from posapp.loyalty.ledger import EVERYBODY
from posapp.loyalty.members import Member

EVERY_TILL = "*"
ITEMS_AT_ONCE = 200
"""A till takes an answer in one transaction, during which its window cannot write: keep it short."""

_Item = tuple[int, str, str, int, str]  # n, kind, key, seq, origin


def store_audience(store: str) -> str:
    """All tills of a store."""
    return f"store:{store}"


def till_audience(till: str) -> str:
    """One till."""
    return f"till:{till}"


def publish(desk: Desk, items: Iterable[tuple[str, str, int]], *, audience: str, origin: str = "") -> None:
    """Add (kind, key, seq) to the list. `origin` is the till that need not be told."""
    listed = list(items)
    marks = desk.chance(8 * len(listed))
    desk.db.executemany(
        "INSERT INTO feed (audience, origin, kind, key, seq, mark) VALUES (?, ?, ?, ?, ?, ?)",
        [(audience, origin, *item, marks[8 * n : 8 * n + 8]) for n, item in enumerate(listed)],
    )


def read(desk: Desk, sender: Sender, cursor: str) -> News:
    """What is new for a till after its cursor."""
    start = _place(desk, cursor)
    audiences = (EVERY_TILL, store_audience(sender.store), till_audience(sender.till))
    found = list(islice(heapq.merge(*(_items(desk, name, start) for name in audiences)), ITEMS_AT_ONCE + 1))
    more, found = len(found) > ITEMS_AT_ONCE, found[:ITEMS_AT_ONCE]
    end = found[-1][0] if more else desk.db.value("SELECT max(n) FROM feed") or 0
    wanted = [item for item in found if item[4] != sender.till]
    return News(
        cursor=_cursor(desk, end),
        more=more,
        programs=tuple(_programs(desk, _keys(wanted, "program"))),
        products=tuple(_products(desk, _keys(wanted, "product"))),
        members=tuple(_members(desk, sender, _keys(wanted, "member"))),
        cards=tuple(_cards(desk, sender, _keys(wanted, "card"))),
        events=tuple(_events(desk, sender, wanted)),
    )


def knows(desk: Desk, sender: Sender, holder: str) -> bool:
    """Whether a till's store may learn of this holder: enrolled or shown there, or everybody's account."""
    if holder == EVERYBODY:
        return True
    found = desk.db.value("SELECT 1 FROM known WHERE holder = ? AND store = ?", (holder, sender.store))
    return found is not None


def backlog(desk: Desk, holder: str, *, audience: str, besides: str = "") -> None:
    """Tell a store, or a till, all there is about a holder, as news or again; events of `besides` are left out."""
    items = [("member", holder, 0)] if desk.db.value("SELECT 1 FROM members WHERE member = ?", (holder,)) else []
    cards = desk.db.rows("SELECT number FROM cards WHERE member = ? ORDER BY number", (holder,))
    items += [("card", number, 0) for (number,) in cards]
    events = desk.db.rows("SELECT till, seq FROM concerns WHERE holder = ? AND till <> ?", (holder, besides))
    publish(desk, items + [("again" if besides else "event", till, seq) for till, seq in events], audience=audience)


def _place(desk: Desk, cursor: str) -> int:
    number, _, mark = cursor.partition(".")
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        return 0
    stands = desk.db.value("SELECT mark FROM feed WHERE n = ?", (int(number),))
    return int(number) if stands is not None and stands.hex() == mark else 0


def _cursor(desk: Desk, end: int) -> str:
    mark = desk.db.value("SELECT mark FROM feed WHERE n = ?", (end,))
    return "" if mark is None else f"{end}.{mark.hex()}"


def _items(desk: Desk, audience: str, start: int) -> list[_Item]:
    sql = "SELECT n, kind, key, seq, origin FROM feed WHERE audience = ? AND n > ? ORDER BY n LIMIT ?"
    return desk.db.rows(sql, (audience, start, ITEMS_AT_ONCE + 1))


def _keys(items: list[_Item], kind: str) -> list[str]:
    """Each once, in the order in which they were last published: only the present state travels."""
    return list(dict.fromkeys(key for _, its, key, _, _ in items if its == kind))


def _programs(desk: Desk, ids: list[str]) -> Iterable[ProgramNews]:
    sql = "SELECT version, is_on, document FROM programs WHERE id = ? ORDER BY version DESC LIMIT 1"
    for program in ids:
        if row := desk.db.row(sql, (program,)):
            yield ProgramNews(id=program, version=row[0], on=bool(row[1]), document=row[2])


def _products(desk: Desk, ids: list[str]) -> Iterable[ProductNews]:
    for product in ids:
        document = desk.db.value("SELECT document FROM products WHERE id = ?", (product,))
        yield ProductNews(id=product, document=document or "")


def _members(desk: Desk, sender: Sender, ids: list[str]) -> Iterable[Member]:
    for member_id in ids:
        found = member(desk, member_id)
        if found is not None and knows(desk, sender, member_id):
            yield with_cards(desk, found)


def _cards(desk: Desk, sender: Sender, numbers: list[str]) -> Iterable[CardNews]:
    for number in numbers:
        row = desk.db.row("SELECT member, state, reason FROM cards WHERE number = ?", (number,))
        if row is not None and knows(desk, sender, row[0]):
            yield CardNews(number=number, member=row[0], state=row[1], reason=row[2])


def _events(desk: Desk, sender: Sender, items: list[_Item]) -> Iterable[ElsewhereEvent]:
    """Other tills' events, with the entries of those holders alone that this store knows; those holders' digests are
    then compared."""
    learned: set[str] = set()
    fresh = {(key, seq) for _, kind, key, seq, _ in items if kind == "event"}
    places = fresh | {(key, seq) for _, kind, key, seq, _ in items if kind == "again"}
    for till, seq in sorted(places):
        if till == sender.till:
            continue
        event = desk.db.value("SELECT event FROM events WHERE till = ? AND seq = ? AND status = 'kept'", (till, seq))
        if event is None:
            continue
        heard = read_event(event, till=till, seq=seq)
        mine = {holder for holder in heard.holders if knows(desk, sender, holder)}
        if (till, seq) in fresh:
            learned |= mine
        yield ElsewhereEvent(
            till=till,
            seq=seq,
            id=heard.id,
            moment=heard.moment,
            kind=heard.kind,
            summary=read_summary(event) if heard.member in mine else {"day": heard.day.isoformat()},
            entries=tuple(one for one in numbered(heard) if one.entry.holder in mine),
        )
    mark_unchecked(desk, sender.till, learned)


def mark_unchecked(desk: Desk, till: str, holders: Iterable[str], *, changed: bool = True) -> None:
    """These holders' balances at a till are to be compared: because they changed, or because they were told again,
    which does not begin the count of tries anew."""
    then = "DO UPDATE SET tries = 0" if changed else "DO NOTHING"
    desk.db.executemany(
        f"INSERT INTO unchecked (till, holder) VALUES (?, ?) ON CONFLICT {then}",
        [(till, holder) for holder in sorted(holders)],
    )
