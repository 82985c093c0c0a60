"""The register of members: kept, changed, and found by card, phone or name among a million."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from posapp.loyalty.members import Member
from posapp.store import names
from posapp.store.cards import cards_of
from posapp.store.database import Database, Row

COUNTED = 1000
"""Beyond this many a search stops counting: nobody reads further, and a beginning may fit 200,000 names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A member in a list. `card` is her newest card that is good, or empty."""

    id: str
    name: str
    phone: str
    card: str
    visits: int
    joined: date
    last_visit: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some of those who fit, and how many fit in all; `total` stops at `COUNTED`."""

    rows: tuple[Found, ...]
    total: int


NOBODY = Page(rows=(), total=0)

_FOUND = """m.id, m.name, m.phone, m.visits, m.joined, m.last_visit,
    (SELECT number FROM cards WHERE member = m.id AND state = 'good' ORDER BY issued DESC, number LIMIT 1)"""


def add_member(db: Database, member: Member) -> None:
    """Put a person into the register, in the current transaction. Her cards are given with `cards.issue`."""
    db.must_be_writing()
    db.execute(
        """INSERT INTO members (id, name, phone, phone_back, birthday, joined, card_type, segments, clubs, consent,
           referred_by, household) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        _columns(member),
    )
    _index(db, member)


def change_member(db: Database, member: Member) -> None:
    """Replace what the register says of a person, in the current transaction. Counters and cards stay."""
    db.must_be_writing()
    id_, *rest = _columns(member)
    db.execute(
        """UPDATE members SET name = ?, phone = ?, phone_back = ?, birthday = ?, joined = ?, card_type = ?,
           segments = ?, clubs = ?, consent = ?, referred_by = ?, household = ? WHERE id = ?""",
        (*rest, id_),
    )
    db.execute("DELETE FROM member_names WHERE member = ?", (member.id,))
    _index(db, member)


def get_member(db: Database, member_id: str) -> Member | None:
    """All that the register says of a person."""
    row = db.row(
        """SELECT id, name, joined, phone, birthday, card_type, segments, clubs, consent, referred_by,
           household FROM members WHERE id = ?""",
        (member_id,),
    )
    if row is None:
        return None
    id_, name, joined, phone, birthday, card_type, segments, clubs, consent, referred_by, household = row
    return Member(
        id=id_,
        name=name,
        joined=date.fromisoformat(joined),
        phone=phone,
        birthday=date.fromisoformat(birthday) if birthday else None,
        card_type=card_type,
        cards=cards_of(db, id_),
        segments=frozenset(json.loads(segments)),
        clubs=frozenset(json.loads(clubs)),
        consent=bool(consent),
        referred_by=referred_by,
        household=household,
    )


def of_household(db: Database, household: str) -> tuple[str, ...]:
    """The members of a household by id; nobody for the empty word."""
    found = db.rows("SELECT id FROM members WHERE household = ? AND household <> '' ORDER BY id", (household,))
    return tuple(str(id_) for (id_,) in found)


def with_birthday_or_segment(db: Database, birthdays: Sequence[str], segment: str) -> tuple[str, ...]:
    """The members whose birthday (``MM-DD``) is one of these, or who are in the segment; nobody where neither is given.
    Reads the whole register: for a day's closing, not for a sale."""
    found = []
    if birthdays:
        marks = ", ".join("?" * len(birthdays))
        found += db.rows(f"SELECT id FROM members WHERE substr(birthday, 6) IN ({marks}) ORDER BY id", birthdays)
    if segment:
        sql = (
            "SELECT m.id FROM members m, json_each(m.segments) s WHERE m.segments <> '[]' AND s.value = ? ORDER BY m.id"
        )
        found += db.rows(sql, (segment,))
    return tuple(str(id_) for (id_,) in found)


_LOOKED_AT = 20_000
"""The newest members in whose rows words are looked for: of a million it would hold the till up."""

_WORDS = {
    "card_type": "SELECT DISTINCT card_type FROM newest WHERE card_type <> ''",
    "segment": "SELECT DISTINCT s.value FROM newest, json_each(newest.segments) s WHERE newest.segments <> '[]'",
}


def words_in_use(db: Database, word: str) -> tuple[str, ...]:
    """The ``card_type`` or ``segment`` words that the newest members have, in order."""
    newest = "SELECT card_type, segments FROM members ORDER BY id DESC LIMIT ?"
    found = db.rows(f"WITH newest AS ({newest}) {_WORDS[word]} ORDER BY 1", (_LOOKED_AT,))
    return tuple(str(each) for (each,) in found)


def row_of(db: Database, member_id: str) -> Found | None:
    """The member as she stands in lists."""
    row = db.row(f"SELECT {_FOUND} FROM members m WHERE id = ?", (member_id,))
    return _found(row) if row else None


def by_phone_end(db: Database, digits: str, *, limit: int = 50, offset: int = 0) -> Page:
    """Those whose phone ends with these digits: the last four, or all of them."""
    if not digits:
        return NOBODY
    back = digits[::-1]
    span = (back, back[:-1] + chr(ord(back[-1]) + 1))
    total = db.value(
        "SELECT count(*) FROM (SELECT 1 FROM members WHERE phone_back >= ? AND phone_back < ? AND phone_back <> ''"
        f" LIMIT {COUNTED})",
        span,
    )
    rows = db.rows(
        f"""SELECT {_FOUND} FROM members m WHERE phone_back >= ? AND phone_back < ? AND phone_back <> ''
            ORDER BY phone_back, id LIMIT ? OFFSET ?""",
        (*span, limit, offset),
    )
    return Page(rows=tuple(map(_found, rows)), total=int(total))


def by_name(db: Database, text: str, *, limit: int = 50, offset: int = 0) -> Page:
    """Those whose name holds this: a beginning, any part, or first consonants (``ㄱㅁㅅ``, ``김ㅁ``).

    In the order of the part that fits, then of who came first; the same question gives the same order, so a list can
    be read on with `offset`.
    """
    part, look_again = names.wanted(text)
    if not part:
        return NOBODY
    # One more than any letter: everything that begins with the part stands before it.
    span = (part, part[:-1] + chr(ord(part[-1]) + 1))
    found = db.rows(
        f"SELECT member FROM member_names WHERE part >= ? AND part < ? LIMIT {COUNTED if not look_again else -1}", span
    )
    ids = list(dict.fromkeys(str(id_) for (id_,) in found))
    if look_again:
        ids = _holding(db, ids, names.folded(text))
    return Page(rows=_rows(db, ids[offset : offset + limit]), total=len(ids))


def newest(db: Database, *, limit: int = 50) -> Page:
    """Who bought something last, newest first; where nobody has, the register from its beginning."""
    recent = db.rows("SELECT member FROM sales WHERE member IS NOT NULL ORDER BY row DESC LIMIT ?", (limit * 4,))
    ids = list(dict.fromkeys(str(id_) for (id_,) in recent))[:limit]
    if not ids:
        ids = [str(id_) for (id_,) in db.rows("SELECT id FROM members ORDER BY id LIMIT ?", (limit,))]
    total = db.value(f"SELECT count(*) FROM (SELECT 1 FROM members LIMIT {COUNTED})")
    return Page(rows=_rows(db, ids), total=int(total))


def count(db: Database) -> int:
    """How many members there are."""
    return int(db.value("SELECT count(*) FROM members") or 0)


def phone_taken(db: Database, phone: str) -> str | None:
    """The id of a member with exactly this phone (digits), or None."""
    found = db.value("SELECT id FROM members WHERE phone_back = ? AND phone_back <> ''", (phone[::-1],))
    return str(found) if found is not None else None


def _holding(db: Database, ids: Sequence[str], word: str) -> list[str]:
    held = []
    for at in range(0, len(ids), 500):
        some = ids[at : at + 500]
        marks = ", ".join("?" * len(some))
        by_id: dict[str, str] = dict(db.rows(f"SELECT id, name FROM members WHERE id IN ({marks})", some))
        held += [id_ for id_ in some if names.holds(by_id[id_], word)]
        if len(held) >= COUNTED:
            break
    return held[:COUNTED]


def _rows(db: Database, ids: Sequence[str]) -> tuple[Found, ...]:
    found = (row_of(db, id_) for id_ in ids)
    return tuple(row for row in found if row is not None)


def _index(db: Database, member: Member) -> None:
    db.executemany(
        "INSERT INTO member_names VALUES (?, ?)", [(part, member.id) for part in sorted(names.parts(member.name))]
    )


def _columns(member: Member) -> tuple[object, ...]:
    return (
        member.id,
        member.name,
        member.phone,
        member.phone[::-1],
        member.birthday.isoformat() if member.birthday else None,
        member.joined.isoformat(),
        member.card_type,
        json.dumps(sorted(member.segments), ensure_ascii=False),
        json.dumps(sorted(member.clubs), ensure_ascii=False),
        int(member.consent),
        member.referred_by,
        member.household,
    )


def _found(row: Row) -> Found:
    id_, name, phone, visits, joined, last_visit, card = row
    return Found(
        id=id_,
        name=name,
        phone=phone,
        card=card or "",
        visits=visits,
        joined=date.fromisoformat(joined),
        last_visit=datetime.fromisoformat(last_visit).date() if last_visit else None,
    )
