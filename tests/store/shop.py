"""A small shop to try the store on: real files, fixed ids and moments."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from posapp.loyalty.journal import Event
from posapp.loyalty.ledger import Entry
from posapp.loyalty.members import Member
from posapp.loyalty.words import Text
from posapp.store import activity, cards, journal, members, sales
from posapp.store.database import Database

KEY = bytes(range(32))
OTHER_KEY = bytes(range(1, 33))
SEOUL = timezone(timedelta(hours=9))
MOMENT = datetime(2026, 3, 2, 10, 0, tzinfo=SEOUL)
TODAY = MOMENT.date()


def new_shop(path: Path) -> Database:
    """A shop with two members, one of them with a card."""
    db = Database.create(path, KEY, till="T-one", moment=MOMENT)
    with db.transaction():
        members.add_member(db, Member(id="m-kim", name="김민수", joined=date(2026, 1, 5), phone="01012345678"))
        members.add_member(db, Member(id="m-smith", name="John Smith", joined=date(2026, 2, 1)))
        cards.issue(db, "2900000000000001", member="m-kim", moment=MOMENT)
        activity.note(db, moment=MOMENT, person=None, what="opened")
    return db


def earns(amount: int, *, lot: str, holder: str = "m-kim", account: str = "cuts", cause: str = "earn") -> Entry:
    """One entry that fills (or, below zero, draws from) a lot."""
    return Entry(account=account, holder=holder, cause=cause, amount=amount, lot=lot)


def line(*, quantity: int = 1, price_minor: int = 15000) -> sales.KeptLine:
    """A line of cuts, all of it kept."""
    paid = quantity * price_minor
    return sales.KeptLine(
        product="CUT",
        name=Text.read({"en": "Cut", "ko": "커트"}),
        categories=("hair",),
        quantity=quantity,
        kept=quantity,
        net_minor=paid,
        paid_minor=paid,
    )


def sell(db: Database, sale: str, *, member: str | None = "m-kim", quantity: int = 1, day: int = 0) -> Event:
    """A sale with one stamp for each cut; a transaction of its own where none is open."""
    moment = MOMENT + timedelta(days=day)
    entries = (earns(quantity, lot=f"{sale}/1", holder=member),) if member else ()
    with db.transaction():
        event = journal.append_event(
            db, kind="sale", event_id=sale, moment=moment, body={"due": quantity * 15000}, entries=entries
        )
        lines = (line(quantity=quantity),)
        sales.add_sale(
            db,
            sales.KeptSale(
                till=event.till,
                seq=event.seq,
                id=sale,
                receipt=f"{event.till}{event.seq:010}",
                moment=moment,
                member=member,
                person=None,
                tender="cash",
                list_minor=quantity * 15000,
                discount_minor=0,
                due_minor=quantity * 15000,
                lines=lines,
                record="{}",
                earned={"cuts": quantity},
            ),
        )
    return event
