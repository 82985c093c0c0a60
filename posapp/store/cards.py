"""Card numbers: whose they are, and whether they are still good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from posapp.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A number that this shop gave out. `member` is None for a printed card that nobody has yet; `state` is ``good``,
    ``revoked`` or ``replaced``, and `why` the reason."""

    number: str
    member: str | None
    issued: datetime
    state: str = "good"
    why: str = ""


def get_card(db: Database, number: str) -> Card | None:
    """The card with this number."""
    row = db.row("SELECT number, member, issued, state, why FROM cards WHERE number = ?", (number,))
    if row is None:
        return None
    return Card(number=row[0], member=row[1], issued=datetime.fromisoformat(row[2]), state=row[3], why=row[4])


def issue(db: Database, number: str, *, member: str | None, moment: datetime) -> None:
    """Give out a number, in the current transaction. One that nobody has yet becomes the member's; one that is
    somebody's already is a bug (the driver's IntegrityError): ask `get_card` before."""
    db.must_be_writing()
    taken = db.execute(
        "UPDATE cards SET member = ?, issued = ? WHERE number = ? AND member IS NULL AND state = 'good'",
        (member, moment.isoformat(), number),
    ).rowcount
    if not taken:
        db.execute(
            "INSERT INTO cards (number, member, issued, state) VALUES (?, ?, ?, 'good')",
            (number, member, moment.isoformat()),
        )


def set_state(db: Database, number: str, *, state: str, why: str = "") -> bool:
    """Make a card ``revoked``, ``replaced`` or ``good`` again; False where there is no such card."""
    db.must_be_writing()
    changed = db.execute("UPDATE cards SET state = ?, why = ? WHERE number = ?", (state, why, number)).rowcount
    return bool(changed)


def cards_of(db: Database, member: str) -> tuple[str, ...]:
    """The numbers of a member's good cards, the newest last."""
    found = db.rows(
        "SELECT number FROM cards WHERE member = ? AND state = 'good' ORDER BY issued, number DESC", (member,)
    )
    return tuple(number for (number,) in found)


def all_cards_of(db: Database, member: str) -> tuple[Card, ...]:
    """Every card that a member ever had, the newest last."""
    found = db.rows("SELECT number FROM cards WHERE member = ? ORDER BY issued, number DESC", (member,))
    cards = (get_card(db, number) for (number,) in found)
    return tuple(card for card in cards if card is not None)


def take_over(db: Database, number: str, *, member: str | None, state: str, why: str, moment: datetime) -> None:
    """Whose a card is and whether it is good, as headquarters says: its word replaces what was here."""
    db.must_be_writing()
    db.execute(
        """INSERT INTO cards (number, member, issued, state, why) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT (number) DO UPDATE SET member = excluded.member, state = excluded.state, why = excluded.why""",
        (number, member, moment.isoformat(), state, why),
    )
