"""After each sync both sides compare their balances of whom it touched; a difference is repaired by telling it again.

Only a till that has sent everything and has taken everything holds the same entries as headquarters, so only then are
digests compared. The list of whom to compare is kept here: a crash on either side loses none of it.
"""

from __future__ import annotations

from collections.abc import Mapping

from posapp.hq import feed
from posapp.hq.desk import Desk, Sender
from posapp.loyalty.exchange import balance_digest

COMPARED_AT_ONCE = 500
TRIES = 3
"""So often a difference is repaired before it waits for a person, or for the next change of those balances."""


def digest(desk: Desk, holder: str) -> str:
    """The holder's balances as headquarters has them."""
    return balance_digest(dict(desk.db.rows("SELECT account, amount FROM balances WHERE holder = ?", (holder,))))


def compare(desk: Desk, sender: Sender, told: Mapping[str, str]) -> tuple[str, ...]:
    """Whose digests are not headquarters' own, of a till that is even with headquarters. Each is told again to the
    till, and put on the owner's list until it agrees."""
    differ = []
    for holder, theirs in sorted(told.items()):
        if not feed.knows(desk, sender, holder):
            continue
        if theirs == digest(desk, holder):
            desk.db.execute("DELETE FROM unchecked WHERE till = ? AND holder = ?", (sender.till, holder))
            desk.settle("hq.attention.differs", till=sender.till, holder=holder)
            continue
        differ.append(holder)
        desk.attend("hq.attention.differs", till=sender.till, holder=holder)
        desk.db.execute(
            "INSERT INTO unchecked (till, holder, tries) VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET tries = tries + 1",
            (sender.till, holder),
        )
        feed.backlog(desk, holder, audience=feed.till_audience(sender.till), besides=sender.till)
    return tuple(differ)


def to_compare(desk: Desk, sender: Sender) -> tuple[str, ...]:
    """Whose digests headquarters wants of this till next."""
    sql = "SELECT holder FROM unchecked WHERE till = ? AND tries < ? ORDER BY holder LIMIT ?"
    return tuple(row[0] for row in desk.db.rows(sql, (sender.till, TRIES, COMPARED_AT_ONCE)))
