"""Reading the member register."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from posapp.hq.desk import Desk
from posapp.loyalty.members import Member


def member(desk: Desk, member_id: str) -> Member | None:
    """The member as headquarters has her, without her cards."""
    document = desk.db.value("SELECT document FROM members WHERE member = ?", (member_id,))
    return None if document is None else msgspec.json.decode(document, type=Member)


def with_cards(desk: Desk, found: Member) -> Member:
    """The member with the cards that are in force, the newest last."""
    sql = "SELECT number FROM cards WHERE member = ? AND state = 'active' ORDER BY rowid"
    return replace(found, cards=tuple(row[0] for row in desk.db.rows(sql, (found.id,))))
