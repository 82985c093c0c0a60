"""Which tills belong: single-use codes, enrolment, and what is known of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from posapp.hq.desk import Desk, Sender
from posapp.loyalty.errors import NotFound, Refused
from posapp.loyalty.journal import GENESIS
from posapp.sync.keys import CODE_BYTES, CODE_MINUTES, Code, proof, same
from posapp.sync.protocol import EnrolAnswer, EnrolAsk

MAIN_STORE = "main"


class DeclinedError(Exception):
    """A message that headquarters will not have: an HTTP status and the key of a sentence."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason


@dataclass(frozen=True, slots=True, kw_only=True)
class TillRow:
    """A till as the owner sees it. `waiting` is what the till said it still had when it was last heard, `heard` then
    (ISO 8601, None for never)."""

    till: str
    name: str
    store: str
    state: str
    heard: str | None
    confirmed: int
    waiting: int
    backed_up: int
    rejected: int
    aside: int


def new_code(desk: Desk, *, name: str, store: str = MAIN_STORE, till: str = "") -> Code:
    """A code with which one till may enrol, once, within `CODE_MINUTES`. With `till`, only that till, which then gets
    another key. Only what the code proves is kept, not the code."""
    name, store = name.strip(), store.strip()
    if not name or len(name) > 100 or not store or len(store) > 100:
        raise Refused.because("hq.till_name")
    if till and desk.db.value("SELECT 1 FROM tills WHERE till = ?", (till,)) is None:
        raise NotFound.because("hq.no_such_till", till=till)
    code = Code.of(desk.chance(CODE_BYTES))
    desk.db.execute("DELETE FROM codes WHERE expires < ?", ((desk.now - timedelta(days=1)).timestamp(),))
    desk.db.execute(
        "INSERT INTO codes (id, secret, name, store, till, expires) VALUES (?, ?, ?, ?, ?, ?)",
        (code.id, code.secret, name, store, till, (desk.now + timedelta(minutes=CODE_MINUTES)).timestamp()),
    )
    return code


def admit(desk: Desk, ask: EnrolAsk, *, headquarters_key: bytes) -> EnrolAnswer:
    """Take a till in. Asked again with the same code and the same key, it is answered the same.

    Raises `DeclinedError`: the code is unknown, was used by another, is too old, or the till's id is taken.
    """
    row = desk.db.row("SELECT secret, name, store, till, expires, used FROM codes WHERE id = ?", (ask.code,))
    if row is None or len(ask.public_key) != 32:
        raise DeclinedError(403, "sync.declined.code")
    secret, name, store, only, expires, used = row
    if not same(ask.proof, proof(secret, "till", ask.till.encode(), ask.public_key)):
        raise DeclinedError(403, "sync.declined.code")
    there = desk.db.row("SELECT public_key FROM tills WHERE till = ?", (ask.till,))
    again = there is not None and there[0] == ask.public_key and used == ask.till
    if not again:
        if used is not None or expires < desk.now.timestamp():
            raise DeclinedError(403, "sync.declined.code_old")
        if (only and only != ask.till) or (there is not None and not only):
            raise DeclinedError(409, "sync.declined.till_taken")
        _keep(desk, ask, name=name, store=store)
    told = proof(secret, "headquarters", ask.till.encode(), ask.public_key, headquarters_key, name.encode())
    return EnrolAnswer(name=name, headquarters_key=headquarters_key, proof=told)


def _keep(desk: Desk, ask: EnrolAsk, *, name: str, store: str) -> None:
    desk.db.execute("UPDATE codes SET used = ? WHERE id = ?", (ask.till, ask.code))
    desk.db.execute(
        "INSERT INTO tills (till, name, store, public_key, state, enrolled, last_hash)"
        " VALUES (?, ?, ?, ?, 'active', ?, ?)"
        " ON CONFLICT (till) DO UPDATE SET name = excluded.name, public_key = excluded.public_key, state = 'active'",
        (ask.till, name, store, ask.public_key, desk.moment, GENESIS),
    )


def sender(desk: Desk, till: str) -> tuple[Sender, bytes]:
    """A till that writes to us, and its public key. `DeclinedError` where it is a stranger or was revoked."""
    sql = "SELECT name, store, public_key, state, last_seq, last_hash, backed_up FROM tills WHERE till = ?"
    row = desk.db.row(sql, (till,))
    if row is None:
        raise DeclinedError(401, "sync.declined.unknown_till")
    name, store, key, state, last_seq, last_hash, backed_up = row
    if state == "revoked":
        raise DeclinedError(403, "sync.declined.revoked")
    found = Sender(
        till=till, name=name, store=store, last_seq=last_seq, last_hash=last_hash, backed_up=backed_up, state=state
    )
    return found, key


def revoke(desk: Desk, till: str) -> None:
    """This till is not answered any more; what it has sent stays."""
    found = desk.db.execute("UPDATE tills SET state = 'revoked' WHERE till = ?", (till,))
    if not found.rowcount:
        raise NotFound.because("hq.no_such_till", till=till)


def tills(desk: Desk) -> list[TillRow]:
    """All tills, by store and name."""
    rows = desk.db.rows(
        "SELECT till, name, store, state, heard, last_seq, max(told_last - last_seq, 0), backed_up,"
        " (SELECT count(*) FROM dead_letters d WHERE d.till = t.till),"
        " (SELECT count(*) FROM aside a WHERE a.till = t.till)"
        " FROM tills t ORDER BY store, name, till"
    )
    names = ("till", "name", "store", "state", "heard", "confirmed", "waiting", "backed_up", "rejected", "aside")
    return [TillRow(**dict(zip(names, row, strict=True))) for row in rows]
