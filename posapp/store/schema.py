"""The tables of the first release. A later change is a migration, never an edit here.

Rows that are small and read in the order of their key live in the key's own tree (WITHOUT ROWID); rows that carry a
document have a row number, since a tree of keys holds no long rows well. Everything that grows is keyed by till and
number, so new rows go to the end: 5.8 times the inserts of random keys.
"""

from __future__ import annotations

APPLICATION_ID = 0x504F5341
"""``POSA``: tells a shop's file from another program's database."""

APPEND_ONLY = ("events", "entries", "activity")
"""Tables of which no row is ever changed or taken out."""

_TABLES = (
    """CREATE TABLE tills (
        id TEXT PRIMARY KEY,
        began TEXT NOT NULL,
        ended TEXT,
        why TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE UNIQUE INDEX tills_one_at_work ON tills (ended IS NULL) WHERE ended IS NULL""",
    """CREATE TABLE events (
        row INTEGER PRIMARY KEY,
        till TEXT NOT NULL,
        seq INTEGER NOT NULL CHECK (seq >= 1),
        id TEXT NOT NULL UNIQUE,
        moment TEXT NOT NULL,
        kind TEXT NOT NULL,
        body TEXT NOT NULL,
        hash BLOB NOT NULL CHECK (length(hash) = 32),
        UNIQUE (till, seq)
    ) STRICT""",
    "CREATE INDEX events_moment ON events (moment)",
    """CREATE TABLE entries (
        till TEXT NOT NULL,
        seq INTEGER NOT NULL,
        n INTEGER NOT NULL,
        holder TEXT NOT NULL,
        account TEXT NOT NULL,
        cause TEXT NOT NULL,
        amount INTEGER NOT NULL,
        lot TEXT NOT NULL,
        spendable_on TEXT,
        expires_on TEXT,
        partner TEXT NOT NULL,
        PRIMARY KEY (till, seq, n)
    ) STRICT, WITHOUT ROWID""",  # without a reference to events: other tills' entries come down without theirs
    "CREATE INDEX entries_holder ON entries (holder, account, lot, amount)",
    """CREATE TABLE elsewhere (
        till TEXT NOT NULL,
        seq INTEGER NOT NULL,
        id TEXT NOT NULL,
        moment TEXT NOT NULL,
        kind TEXT NOT NULL,
        member TEXT,
        visits INTEGER NOT NULL,
        spent_minor INTEGER NOT NULL,
        body TEXT NOT NULL,
        PRIMARY KEY (till, seq)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX elsewhere_member ON elsewhere (member) WHERE member IS NOT NULL",
    """CREATE TABLE lots (
        holder TEXT NOT NULL,
        account TEXT NOT NULL,
        lot TEXT NOT NULL,
        left INTEGER NOT NULL,
        spendable_on TEXT,
        expires_on TEXT,
        PRIMARY KEY (holder, account, lot)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX lots_expiring ON lots (expires_on) WHERE expires_on IS NOT NULL",
    "CREATE TABLE accounts (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",  # every account ever posted to
    """CREATE TABLE members (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        phone TEXT NOT NULL,
        phone_back TEXT NOT NULL,
        birthday TEXT,
        joined TEXT NOT NULL,
        card_type TEXT NOT NULL,
        segments TEXT NOT NULL,
        clubs TEXT NOT NULL,
        consent INTEGER NOT NULL CHECK (consent IN (0, 1)),
        referred_by TEXT,
        visits INTEGER NOT NULL DEFAULT 0,
        spent_minor INTEGER NOT NULL DEFAULT 0,
        last_visit TEXT
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX members_phone ON members (phone_back) WHERE phone_back <> ''",
    """CREATE TABLE member_names (
        part TEXT NOT NULL,
        member TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
        PRIMARY KEY (part, member)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX member_names_member ON member_names (member)",
    """CREATE TABLE cards (
        number TEXT PRIMARY KEY,
        member TEXT REFERENCES members (id),
        issued TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('good', 'revoked', 'replaced')),
        why TEXT NOT NULL DEFAULT ''
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX cards_member ON cards (member, state, issued) WHERE member IS NOT NULL",
    """CREATE TABLE sales (
        row INTEGER PRIMARY KEY,
        till TEXT NOT NULL,
        seq INTEGER NOT NULL,
        receipt TEXT NOT NULL UNIQUE,
        member TEXT REFERENCES members (id),
        moment TEXT NOT NULL,
        person TEXT,
        tender TEXT NOT NULL,
        list_minor INTEGER NOT NULL,
        discount_minor INTEGER NOT NULL,
        due_minor INTEGER NOT NULL,
        paid_minor INTEGER NOT NULL,
        refunded_minor INTEGER NOT NULL DEFAULT 0,
        kept INTEGER NOT NULL CHECK (kept >= 0),
        voided INTEGER NOT NULL DEFAULT 0 CHECK (voided IN (0, 1)),
        earned TEXT NOT NULL,
        record TEXT NOT NULL,
        UNIQUE (till, seq),
        FOREIGN KEY (till, seq) REFERENCES events (till, seq)
    ) STRICT""",
    """CREATE TABLE history (
        member TEXT NOT NULL REFERENCES members (id),
        sale_row INTEGER NOT NULL REFERENCES sales (row),
        sale TEXT NOT NULL,
        moment TEXT NOT NULL,
        kept INTEGER NOT NULL,
        earned TEXT NOT NULL,
        lines TEXT NOT NULL,
        PRIMARY KEY (member, sale_row)
    ) STRICT, WITHOUT ROWID""",  # a member's sales side by side: a regular's card is on the screen after a few pages
    """CREATE TABLE sale_lines (
        till TEXT NOT NULL,
        seq INTEGER NOT NULL,
        line INTEGER NOT NULL,
        product TEXT NOT NULL,
        name TEXT NOT NULL,
        categories TEXT NOT NULL,
        quantity INTEGER NOT NULL CHECK (quantity >= 1),
        kept INTEGER NOT NULL CHECK (kept BETWEEN 0 AND quantity),
        net_minor INTEGER NOT NULL,
        paid_minor INTEGER NOT NULL,
        PRIMARY KEY (till, seq, line),
        FOREIGN KEY (till, seq) REFERENCES sales (till, seq)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE products (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        price_minor INTEGER NOT NULL,
        categories TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE product_barcodes (
        barcode TEXT PRIMARY KEY,
        product TEXT NOT NULL REFERENCES products (id) ON DELETE CASCADE,
        place INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX product_barcodes_product ON product_barcodes (product)",
    """CREATE TABLE programs (
        id TEXT NOT NULL,
        version INTEGER NOT NULL CHECK (version >= 1),
        kind TEXT NOT NULL,
        document TEXT NOT NULL,
        written TEXT NOT NULL,
        person TEXT,
        PRIMARY KEY (id, version)
    ) STRICT""",
    """CREATE TABLE program_states (
        id TEXT PRIMARY KEY,
        version INTEGER NOT NULL,
        is_on INTEGER NOT NULL CHECK (is_on IN (0, 1)),
        FOREIGN KEY (id, version) REFERENCES programs (id, version)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE people (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        rank TEXT NOT NULL CHECK (rank IN ('cashier', 'manager')),
        pin TEXT NOT NULL,
        active INTEGER NOT NULL CHECK (active IN (0, 1)),
        failures INTEGER NOT NULL DEFAULT 0,
        locked_until TEXT
    ) STRICT, WITHOUT ROWID""",
    "CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE sync_state (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    """CREATE TABLE open_baskets (
        sale TEXT PRIMARY KEY,
        state TEXT NOT NULL CHECK (state IN ('open', 'held')),
        changed TEXT NOT NULL,
        document TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE activity (
        n INTEGER PRIMARY KEY CHECK (n >= 1),
        moment TEXT NOT NULL,
        person TEXT,
        what TEXT NOT NULL,
        detail TEXT NOT NULL
    ) STRICT""",
)


def _append_only(table: str) -> tuple[str, ...]:
    return tuple(
        f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table}"
        f" BEGIN SELECT RAISE (ABORT, '{table} only grows'); END"
        for action in ("UPDATE", "DELETE")
    )


FIRST_RELEASE = (
    *_TABLES,
    *(statement for table in APPEND_ONLY for statement in _append_only(table)),
    f"PRAGMA application_id = {APPLICATION_ID}",
)

TRIGGERS = frozenset(f"{table}_no_{action}" for table in APPEND_ONLY for action in ("update", "delete"))
"""What `posapp verify` wants to find in place."""
