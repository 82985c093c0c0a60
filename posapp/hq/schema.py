"""The tables of headquarters, step by step. A step that was released is never edited; a new one goes at the end.

Events, entries and what is kept beside them carry their till or holder in every key, so that they can be spread over
several machines by that column without another query.
"""

from __future__ import annotations

_FIRST = """
CREATE TABLE identity (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE tills (
    till TEXT PRIMARY KEY, name TEXT NOT NULL, store TEXT NOT NULL, public_key BLOB NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'quarantined', 'revoked')), enrolled TEXT NOT NULL,
    heard TEXT, last_seq INTEGER NOT NULL DEFAULT 0, last_hash BLOB NOT NULL, told_last INTEGER NOT NULL DEFAULT 0,
    backed_up INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE TABLE codes (
    id BLOB PRIMARY KEY, secret BLOB NOT NULL, name TEXT NOT NULL, store TEXT NOT NULL, till TEXT NOT NULL,
    expires REAL NOT NULL, used TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
    till TEXT NOT NULL, seq INTEGER NOT NULL CHECK (seq > 0), hash BLOB NOT NULL, id TEXT, kind TEXT NOT NULL,
    day TEXT, status TEXT NOT NULL CHECK (status IN ('kept', 'rejected')), arrived TEXT NOT NULL, event BLOB NOT NULL,
    verdict BLOB NOT NULL, PRIMARY KEY (till, seq)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX events_by_id ON events (till, id) WHERE id IS NOT NULL;
CREATE TABLE aside (
    till TEXT NOT NULL, seq INTEGER NOT NULL, hash BLOB NOT NULL, arrived TEXT NOT NULL, event BLOB NOT NULL,
    verdict BLOB NOT NULL, PRIMARY KEY (till, seq, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE dead_letters (
    till TEXT NOT NULL, seq INTEGER NOT NULL, reason TEXT NOT NULL, detail TEXT NOT NULL, arrived TEXT NOT NULL,
    PRIMARY KEY (till, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE entries (
    holder TEXT NOT NULL, till TEXT NOT NULL, seq INTEGER NOT NULL, n INTEGER NOT NULL, account TEXT NOT NULL,
    cause TEXT NOT NULL, amount INTEGER NOT NULL, lot TEXT NOT NULL, PRIMARY KEY (holder, till, seq, n)
) STRICT, WITHOUT ROWID;
CREATE TABLE balances (
    holder TEXT NOT NULL, account TEXT NOT NULL, amount INTEGER NOT NULL, PRIMARY KEY (holder, account)
) STRICT, WITHOUT ROWID;
CREATE TABLE concerns (
    holder TEXT NOT NULL, till TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (holder, till, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE known (
    holder TEXT NOT NULL, store TEXT NOT NULL, PRIMARY KEY (holder, store)
) STRICT, WITHOUT ROWID;
CREATE TABLE unchecked (
    till TEXT NOT NULL, holder TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (till, holder)
) STRICT, WITHOUT ROWID;
CREATE TABLE figures (
    till TEXT NOT NULL, day TEXT NOT NULL, measure TEXT NOT NULL, program TEXT NOT NULL, amount INTEGER NOT NULL,
    PRIMARY KEY (till, day, measure, program)
) STRICT, WITHOUT ROWID;
CREATE INDEX figures_by_day ON figures (day);

CREATE TABLE members (member TEXT PRIMARY KEY, document TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE member_history (
    member TEXT NOT NULL, till TEXT NOT NULL, seq INTEGER NOT NULL, field TEXT NOT NULL, before TEXT NOT NULL,
    PRIMARY KEY (member, till, seq, field)
) STRICT, WITHOUT ROWID;
CREATE TABLE cards (
    number TEXT PRIMARY KEY, member TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('active', 'revoked')),
    reason TEXT NOT NULL DEFAULT ''
) STRICT;  -- its row numbers keep the order in which a member's cards came
CREATE INDEX cards_by_member ON cards (member);

CREATE TABLE programs (
    id TEXT NOT NULL, version INTEGER NOT NULL, is_on INTEGER NOT NULL, document TEXT NOT NULL, loaded TEXT NOT NULL,
    PRIMARY KEY (id, version)
) STRICT, WITHOUT ROWID;
CREATE TABLE products (id TEXT PRIMARY KEY, document TEXT NOT NULL, loaded TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE feed (
    n INTEGER PRIMARY KEY, audience TEXT NOT NULL, origin TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL,
    seq INTEGER NOT NULL, mark BLOB NOT NULL
) STRICT;
CREATE INDEX feed_by_audience ON feed (audience, n);
CREATE TABLE attention (
    n INTEGER PRIMARY KEY, moment TEXT NOT NULL, till TEXT NOT NULL, key TEXT NOT NULL, about TEXT NOT NULL,
    settled TEXT, UNIQUE (till, key, about)
) STRICT;

CREATE TRIGGER events_stay BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events stay as they are'); END;
CREATE TRIGGER events_remain BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events remain'); END;
CREATE TRIGGER entries_stay BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'entries stay as they are'); END;
CREATE TRIGGER entries_remain BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'entries remain'); END;
CREATE TRIGGER aside_stays BEFORE UPDATE ON aside BEGIN SELECT RAISE(ABORT, 'what is aside stays'); END;
CREATE TRIGGER aside_remains BEFORE DELETE ON aside BEGIN SELECT RAISE(ABORT, 'what is aside remains'); END;
"""

_PARTNERS = """
ALTER TABLE entries ADD COLUMN partner TEXT NOT NULL DEFAULT '';
CREATE INDEX entries_of_partners ON entries (account, holder, lot) WHERE partner <> '';
"""
"""Which of the shops that share an account made the entry. What is not shared has no row in the index."""

STEPS: tuple[str, ...] = (_FIRST, _PARTNERS)
"""The file's `user_version` is how many of these it has had."""
