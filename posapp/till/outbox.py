"""What the sync lane reads and writes in the shop's file: the till's side of `posapp.sync.engine.Outbox`.

Each call is one transaction, or one snapshot. Nothing here waits for anybody, and nothing of the journal is taken out.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Any

from posapp.loyalty.basket import Product
from posapp.loyalty.definitions import read_products
from posapp.loyalty.errors import BadDefinition
from posapp.loyalty.exchange import (
    CardNews,
    ElsewhereEvent,
    News,
    Notice,
    Outgoing,
    ProductNews,
    ProgramNews,
    Registration,
    balance_digest,
)
from posapp.loyalty.journal import GENESIS, Event
from posapp.loyalty.members import Member
from posapp.store import cards, elsewhere, journal, ledger, members, products, programs
from posapp.store.settings import get_state, put_state
from posapp.till import seeds
from posapp.till.context import Till
from posapp.till.programs import storable
from posapp.till.shown import REGISTRATION, SHOWN

CONFIRMED, BACKED_UP, CURSOR = "confirmed", "backed_up", "cursor"
NOTICES = "notices"

MOST_NOTICES = 100
"""Notices that are kept, the newest."""

_REGISTER_KINDS = ("enrol", "member")


class Outbox:
    """The journal going up; members, cards, programs, products and other tills' entries coming down."""

    def __init__(self, till: Till) -> None:
        """For the thread that opened the till."""
        self._till = till
        self._db = till.database

    @property
    def till(self) -> str:
        """This till's id: permanent, unique in the chain, part of every event's hash."""
        return self._till.id

    def registration(self) -> Registration | None:
        """How this till was enrolled; None while it is alone."""
        kept = get_state(self._db, REGISTRATION)
        if kept is None:
            return None
        return Registration(
            url=kept["url"],
            till=kept["till"],
            name=kept["name"],
            private_key=bytes.fromhex(kept["private_key"]),
            headquarters_key=bytes.fromhex(kept["headquarters_key"]),
        )

    def register(self, registration: Registration) -> None:
        """Keep the enrolment, replacing one before. Another headquarters has confirmed nothing yet."""
        with self._db.transaction():
            before = self.registration()
            put_state(
                self._db,
                REGISTRATION,
                {
                    "url": registration.url,
                    "till": registration.till,
                    "name": registration.name,
                    "private_key": registration.private_key.hex(),
                    "headquarters_key": registration.headquarters_key.hex(),
                },
            )
            if before is None or before.headquarters_key != registration.headquarters_key:
                for key in (CONFIRMED, BACKED_UP, CURSOR):
                    put_state(self._db, key, None)
            self._till.note("sync.registered", url=registration.url)

    def waiting(self) -> int:
        """How many events headquarters has not confirmed."""
        return max(0, journal.last_number(self._db) - self._confirmed())

    def outgoing(self, *, limit: int, compare: Collection[str] = ()) -> Outgoing:
        """At most `limit` events after the confirmed number, and the digests of the holders in `compare`, all as of one
        moment."""
        with self._db.snapshot():
            after = self._confirmed()
            events = journal.events_after(self._db, seq=after, limit=limit)
            before = journal.event_at(self._db, till=self.till, seq=after) if after else None
            return Outgoing(
                after=after,
                before=before.hash if before else GENESIS,
                last=journal.last_number(self._db),
                events=events,
                profiles=self._profiles(events),
                shown=tuple(get_state(self._db, SHOWN, [])),
                cursor=get_state(self._db, CURSOR, ""),
                digests={holder: self._digest(holder) for holder in compare},
            )

    def take(self, *, confirmed: int, backed_up: int, news: News) -> None:
        """Keep what headquarters answered, in one transaction, or nothing of it. Again changes nothing."""
        with self._db.transaction():
            put_state(self._db, CONFIRMED, confirmed)
            put_state(self._db, BACKED_UP, backed_up)
            waiting = journal.members_changed_after(self._db, seq=confirmed)
            for member in news.members:
                if member.id not in waiting:
                    self._take_member(member)
            for card in news.cards:
                self._take_card(card)
            for event in news.events:
                self._take_event(event)
            self._take_programs(news.programs)
            self._take_products(news.products)
            self._take_notices(news.notices)
            self._forget_shown()
            put_state(self._db, CURSOR, news.cursor)
            if news.programs:
                self._till.reload()
                seeds.make(self._till, self._till.now())

    def notices(self) -> tuple[Notice, ...]:
        """What headquarters wants people here to read, newest last."""
        return tuple(Notice(**kept) for kept in get_state(self._db, NOTICES, []))

    def _confirmed(self) -> int:
        return int(get_state(self._db, CONFIRMED, 0))

    def _profiles(self, events: Iterable[Event]) -> tuple[Member, ...]:
        named = dict.fromkeys(str(event.body.get("member")) for event in events if event.kind in _REGISTER_KINDS)
        found = (members.get_member(self._db, id_) for id_ in named)
        return tuple(member for member in found if member is not None)

    def _digest(self, holder: str) -> str:
        accounts = ledger.accounts_of(self._db, holder)
        return balance_digest(
            {name: account.debt + sum(lot.left for lot in account.lots) for name, account in accounts.items()}
        )

    def _take_member(self, member: Member) -> None:
        if members.get_member(self._db, member.id) is None:
            members.add_member(self._db, member)
        else:
            members.change_member(self._db, member)

    def _take_card(self, news: CardNews) -> None:
        if news.member and members.get_member(self._db, news.member) is None:
            return  # of somebody this store does not know
        cards.take_over(
            self._db,
            news.number,
            member=news.member or None,
            state="good" if news.state == "active" else "revoked",
            why=news.reason,
            moment=self._till.now(),
        )

    def _take_event(self, event: ElsewhereEvent) -> None:
        body = event.summary
        member = body.get("member")
        if member is not None and members.get_member(self._db, member) is None:
            member = None
        visits = spent_minor = 0
        if event.kind == "sale":
            visits, spent_minor = 1, int(body.get("due_minor", 0))
        elif event.kind in ("return", "void"):
            # A return says itself whether anything of the sale is kept; a void keeps nothing.
            visits = -1 if event.kind == "void" or body.get("nothing_kept") else 0
            spent_minor = -int(body.get("refund_minor", 0))
        elsewhere.take_event(self._db, event, member=member, visits=visits, spent_minor=spent_minor)

    def _take_programs(self, news: Iterable[ProgramNews]) -> None:
        for each in news:
            document = storable(json.loads(each.document, parse_float=Decimal))
            programs.put_program(self._db, document, moment=self._till.now(), on=each.on)

    def _take_products(self, news: Iterable[ProductNews]) -> None:
        for each in news:
            if not each.document:
                products.remove_product(self._db, each.id)
                continue
            try:
                (product,) = read_products([json.loads(each.document)])
            except BadDefinition:  # of a later release: the rest goes on
                continue
            self._free_barcodes(product)
            products.put_product(self._db, product)

    def _free_barcodes(self, product: Product) -> None:
        """Headquarters says whose a barcode is: another product here that has it, has it no longer."""
        for barcode in product.barcodes:
            other = products.by_barcode(self._db, barcode)
            if other is not None and other.id != product.id:
                left = tuple(code for code in other.barcodes if code != barcode)
                products.put_product(
                    self._db,
                    Product(
                        id=other.id,
                        name=other.name,
                        price_minor=other.price_minor,
                        categories=other.categories,
                        barcodes=left,
                    ),
                )

    def _take_notices(self, news: Iterable[Notice]) -> None:
        kept: list[dict[str, Any]] = get_state(self._db, NOTICES, [])
        known = {each["id"] for each in kept}
        new = [
            {"id": each.id, "moment": each.moment, "key": each.key, "values": each.values}
            for each in news
            if each.id not in known
        ]
        if new:
            put_state(self._db, NOTICES, [*kept, *new][-MOST_NOTICES:])

    def _forget_shown(self) -> None:
        shown: list[str] = get_state(self._db, SHOWN, [])
        unknown = [number for number in shown if cards.get_card(self._db, number) is None]
        if unknown != shown:
            put_state(self._db, SHOWN, unknown)
