"""What the shop's file costs: a sale's commit beside the same rows written by hand through the same driver, both
durable (`synchronous=FULL`), and the look-ups of a scan and of the one box, on the large shop.

The log is moved home between two sales when it is long enough, as the till does when it is idle; other rows show what
SQLite's automatic checkpoint would cost instead.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from benchmarks import Figure, of_ratios, of_times, seconds
from benchmarks.big_store import ZONE, BigStore, big_store
from posapp.loyalty.journal import Event, chained, entry_document
from posapp.loyalty.ledger import Entry
from posapp.loyalty.words import Text
from posapp.store import cards, driver, journal, ledger, members, past, sales
from posapp.store.database import Database

_VISIT = "UPDATE members SET visits = visits + 1, spent_minor = spent_minor + 30000, last_visit = ? WHERE id = ?"


class Sale:
    """One sale to be written, with everything known beforehand, down to the hash."""

    def __init__(self, db: Database, store: BigStore, chance: random.Random, *, number: int) -> None:
        self.db = db
        self.member = store.plan.member_id(chance.randrange(store.plan.members))
        self.moment = datetime.now(ZONE)
        self.id = f"{time.time_ns() // 1_000_000:012x}{chance.getrandbits(72):018x}"
        self.receipt = f"bench{time.time_ns()}-{number}"
        self.entries = (
            Entry(account="cuts", holder=self.member, cause="earn", amount=1, lot=f"{self.id}/1"),
            Entry(account="cups", holder=self.member, cause="earn", amount=15, lot=f"{self.id}/2"),
            Entry(account="five#uses", holder=self.member, cause="use", amount=1, lot=f"{self.id}/3"),
        )
        self.body = {"day": self.moment.date().isoformat(), "due_minor": 30_000, "earned": {"cups": 15, "cuts": 1},
                     "member": self.member, "sale": self.id, "tender": "cash"}  # fmt: skip
        self.lines = tuple(
            sales.KeptLine(product=f"P{n:04}", name=Text.read({"en": f"Product {n}", "ko": f"상품 {n}"}),
                           categories=("hair",), quantity=1, kept=1, net_minor=10_000, paid_minor=10_000)
            for n in range(3)
        )  # fmt: skip

    def ours(self) -> None:
        """Through the functions of the store."""
        db = self.db
        with db.transaction():
            event = journal.append_event(
                db, kind="sale", event_id=self.id, moment=self.moment, body=self.body, entries=self.entries
            )
            sales.add_sale(
                db,
                sales.KeptSale(
                    till=event.till,
                    seq=event.seq,
                    id=self.id,
                    receipt=self.receipt,
                    moment=self.moment,
                    member=self.member,
                    person="boss",
                    tender="cash",
                    list_minor=30_000,
                    discount_minor=0,
                    due_minor=30_000,
                    lines=self.lines,
                    record="{}",
                    earned={"cups": 15, "cuts": 1},
                ),
            )

    def by_hand(self) -> Callable[[], None]:
        """The same rows, every value at hand, statement after statement."""
        db = self.db
        till, seq, moment = db.till, journal.last_number(db) + 1, self.moment.isoformat()
        whole = {**self.body, "entries": [entry_document(entry) for entry in self.entries]}
        event = Event(till=till, seq=seq, id=self.id, moment=moment, kind="sale", body=whole)
        event = replace(event, hash=chained(event, before=journal.last_hash(db)))
        body = journal.written(whole)
        entries = [
            (till, seq, n, entry.holder, entry.account, entry.cause, entry.amount, entry.lot, None, None, "")
            for n, entry in enumerate(self.entries)
        ]
        lots = [(entry.holder, entry.account, entry.lot, entry.amount, None, None) for entry in self.entries]
        lines = [
            (till, seq, n, f"P{n:04}", f'{{"en":"Product {n}","ko":"상품 {n}"}}', '["hair"]', 1, 1, 10_000, 10_000)
            for n in range(3)
        ]
        sale = (None, till, seq, self.receipt, self.member, moment, "boss", "cash", 30_000, 0, 30_000, 30_000, 0, 3, 0,
                '{"cups":15,"cuts":1}', "{}")  # fmt: skip
        past_lines = "[" + ",".join(f'["P{n:04}",["hair"],1,10000]' for n in range(3)) + "]"
        past_sale = (self.member, self.id, moment, '{"cups":15,"cuts":1}', past_lines)
        visit = (moment, self.member)
        connection = db.connection

        def write() -> None:
            connection.execute("BEGIN IMMEDIATE")
            row = (None, till, seq, self.id, moment, "sale", body, event.hash)
            connection.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
            connection.executemany("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", entries)
            connection.executemany("INSERT INTO lots VALUES (?, ?, ?, ?, ?, ?)", lots)
            connection.execute(f"INSERT INTO sales VALUES ({', '.join('?' * 17)})", sale)
            connection.executemany("INSERT INTO sale_lines VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", lines)
            connection.execute("INSERT INTO history VALUES (?, last_insert_rowid(), ?, ?, 3, ?, ?)", past_sale)
            connection.execute(_VISIT, visit)
            connection.execute("COMMIT")

        return write


def commits(db: Database, store: BigStore, *, rounds: int) -> list[Figure]:
    """A sale of three lines and three entries, ours and by hand in turns; then ours with the automatic checkpoint."""
    chance = random.Random(time.time_ns())
    ratios, ours, by_hand = [], [], []
    for number in range(rounds + 20):
        first, second = (Sale(db, store, chance, number=number) for _ in range(2))
        taken = {}
        for name in ("ours", "by hand") if number % 2 else ("by hand", "ours"):
            taken[name] = seconds(first.ours if name == "ours" else second.by_hand())
            db.checkpoint_when_idle()
        if number >= 20:  # the first ones find cold caches
            ratios.append(taken["ours"] / taken["by hand"])
            ours.append(taken["ours"])
            by_hand.append(taken["by hand"])
    db.execute("PRAGMA wal_autocheckpoint = 1000")
    automatic = [seconds(Sale(db, store, chance, number=number).ours) for number in range(rounds)]
    db.execute(f"PRAGMA wal_autocheckpoint = {driver.CHECKPOINT_PAGES}")
    db.checkpoint_when_idle()
    return [
        of_ratios("a sale's commit beside the same rows by hand", ratios, bound=1.3),
        *of_times("a sale's commit", ours),
        *of_times("the same rows by hand", by_hand),
        *of_times("a sale's commit with the automatic checkpoint", automatic),
    ]


def look_ups(db: Database, store: BigStore, *, rounds: int) -> list[Figure]:
    """What the one box asks."""
    chance = random.Random(5)
    plan = store.plan

    def measured(name: str, job: Callable[[int], object], *, times: int = rounds) -> list[Figure]:
        taken = []
        for _ in range(times):
            member = chance.randrange(plan.members)
            began = time.perf_counter()
            job(member)
            taken.append(time.perf_counter() - began)
        return of_times(name, taken)[:2]

    def by_card(member: int) -> None:
        card = cards.get_card(db, plan.card(member))
        assert card is not None
        assert card.member is not None
        found = members.get_member(db, card.member)
        assert found is not None
        assert ledger.standing(db, card.member).visits == ledger.standing(db, found.id).visits

    def by_hand(member: int) -> None:
        sql = "SELECT * FROM members WHERE id = (SELECT member FROM cards WHERE number = ?)"
        assert db.connection.execute(sql, (plan.card(member),)).fetchone()

    few = max(50, rounds // 10)
    return [
        *measured("a card to the member with her balances", by_card),
        *measured("a card to the member's row, one statement by hand", by_hand),
        *measured("the last four digits of a phone", lambda m: members.by_phone_end(db, plan.phone(m)[-4:])),
        *measured("a whole name", lambda m: members.by_name(db, plan.name(m)), times=few),
        *measured("a family name alone", lambda m: members.by_name(db, plan.name(m)[0]), times=few),
        *measured("the last two letters of a name", lambda m: members.by_name(db, plan.name(m)[-2:]), times=few),
        *measured("first consonants", lambda m: members.by_name(db, "ㄱㅁㅅ"[: 2 + m % 2]), times=few),
        *measured(
            "every sale of a member who comes often",
            lambda m: past.past_sales(db, plan.member_id(m % max(1, plan.members // 100))),
            times=few,
        ),
    ]


def run(quick: bool) -> list[Figure]:
    """All of it."""
    store = big_store(quick=quick)
    with Database.open(store.path, store.key) as db:
        return [*commits(db, store, rounds=100 if quick else 1000), *look_ups(db, store, rounds=300 if quick else 3000)]
