"""The demo shop: a hair salon with two thousand members and a year of sales, by the same rules as every sale."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from posapp.loyalty.basket import Basket, Line, Redemption
from posapp.loyalty.definitions import by_id, read_products
from posapp.loyalty.errors import StoreUnavailable
from posapp.loyalty.ledger import balance
from posapp.loyalty.words import Text
from posapp.store import ledger
from posapp.store.keys import key_to_be
from posapp.store.people import KeptPerson
from posapp.till import day, first_day, members, payment, pins, returns
from posapp.till.context import Till, open_till, system_clock
from posapp.till.demo_plan import Evening, Happening, Newcomer, Visit, plan, written
from posapp.till.views import Draft, Person

Progress = Callable[[int, int], None]
"""Told (done, of) now and then."""

STAMPS, FULL_CARD = "cuts", 10
"""The salon's stamp card."""

TOGETHER = 400
"""Happenings in one transaction: a year is not acknowledged sale by sale."""


def create_demo(
    path: Path | str,
    *,
    seed: int = 1,
    members: int = 2000,
    language: str = "ko",
    until: datetime | None = None,
    key: bytes | None = None,
    progress: Progress | None = None,
) -> None:
    """Make the demo shop: the same seed and `until` (now) make the same shop. `Refused` where a shop is there already.

    People: Minji (cashier, PIN 1234) and Sora (manager, PIN 246810). The shop gets its name only when it is whole:
    what a power cut left of an earlier one is made anew.
    """
    path = Path(path)
    if path.exists():
        raise StoreUnavailable.because("store.exists", file=path.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    key = key or key_to_be(path)
    making = path.with_name(path.name + ".making")
    _remove(making)
    salon, chance = written(), Random(seed + 1)
    zone = ZoneInfo(salon["shop"]["timezone"])
    now = (until or system_clock()).astimezone(zone)
    happenings = plan(seed=seed, members=members, until=now)
    first_day.found(
        making,
        shop={**salon["shop"], "name": Text.read(salon["shop"]["name"]).in_language(language), "language": language},
        programs_written=salon["programs"],
        products_written=salon["products"],
        people_there=[
            KeptPerson(
                id=f"{person['name']['en'].lower()}",
                name=Text.read(person["name"]).in_language(language),
                rank=person["rank"],
                pin=pins.hashed(person["pin"], rank=person["rank"]),
            )
            for person in salon["people"]
        ],
        moment=now - timedelta(days=366),
        key=key,
        till=f"T{seed:015x}",
        shop_code="4821",
    )
    try:
        _live(making, happenings, chance=chance, key=key, progress=progress or _silent)
        making.rename(path)
    except BaseException:
        _remove(making)
        raise


def _remove(file: Path) -> None:
    """A shop's file with what SQLite keeps beside it."""
    for name in ("", "-wal", "-shm"):
        Path(f"{file}{name}").unlink(missing_ok=True)


def _silent(done: int, of: int) -> None:
    """Nobody is watching."""
    del done, of


def _live(path: Path, happenings: list[Happening], *, chance: Random, key: bytes | None, progress: Progress) -> None:
    """Let the year happen through the till's own use-cases, many in one transaction."""
    clock = happenings[0].moment
    made = iter(range(1 << 62))

    def new_id() -> str:
        return f"{int(clock.timestamp() * 1000):012x}{next(made):06x}{chance.getrandbits(48):012x}"

    till = open_till(path, clock=lambda: clock, new_id=new_id, key=key)
    try:
        till.digits_of_chance = lambda count: "".join(chance.choices("0123456789", k=count))
        till.person = Person(id="minji", name="Minji", rank="cashier")
        salon = _Salon(till, chance)
        waiting = iter(happenings)
        done = 0
        while together := list(islice(waiting, TOGETHER)):
            with till.database.transaction():
                for happening in together:
                    clock = happening.moment
                    salon.happens(happening)
            done += len(together)
            progress(done, len(happenings))
        till.database.checkpoint_when_idle()
    finally:
        till.close()


class _Salon:
    """Who has come so far, and what goes back in the coming days."""

    def __init__(self, till: Till, chance: Random) -> None:
        self._till = till
        self._chance = chance
        self._goods = by_id(read_products(written()["products"]))
        self._ids: dict[int, str] = {}
        self._to_come_back: list[tuple[datetime, str, int]] = []

    def happens(self, happening: Happening) -> None:
        """One thing, through the use-case that a clerk would use."""
        match happening:
            case Newcomer():
                self._enrol(happening)
            case Visit():
                self._visit(happening)
            case Evening():
                self._evening(happening.moment)

    def _enrol(self, newcomer: Newcomer) -> None:
        member = self._ids[newcomer.number] = self._till.new_id()
        members.enrol_quietly(
            self._till,
            name=newcomer.name,
            card="",
            phone=newcomer.phone,
            birthday=newcomer.birthday,
            consent=newcomer.consent,
            member_id=member,
            joined_on=newcomer.joined,
        )

    def _visit(self, visit: Visit) -> None:
        lines = tuple(map(self._line, visit.items))
        member = None if visit.number is None else self._ids[visit.number]
        free = visit.redeems and member is not None and lines[0].product == "CUT" and self._has_free_cut(member)
        basket = Basket(lines=lines, redeem=(Redemption(program=STAMPS),) if free else ())
        draft = Draft(sale=self._till.new_id(), opened=visit.moment, member=member, basket=basket)
        payment.post_sale(self._till, draft, tender=self._chance.choice(("card", "card", "card", "cash")))
        if visit.afterwards == "void":
            returns.post_void(self._till, sale=draft.sale, event=self._till.new_id())
        elif visit.afterwards == "return":
            goods = [n for n, line in enumerate(lines) if "goods" in line.categories]
            self._to_come_back.append((visit.moment + timedelta(days=3), draft.sale, goods[0]))

    def _has_free_cut(self, member: str) -> bool:
        account = ledger.accounts_of(self._till.database, member).get(STAMPS)
        return account is not None and balance(account, on=self._till.now().date()) >= FULL_CARD

    def _line(self, item: tuple[str, int]) -> Line:
        product = self._goods[item[0]]
        return Line(
            product=product.id,
            name=product.name,
            price_minor=product.price_minor,
            quantity=item[1],
            categories=product.categories,
        )

    def _evening(self, moment: datetime) -> None:
        """Goods come back, then the day is closed."""
        due = [each for each in self._to_come_back if each[0] <= moment]
        for each in due:
            self._to_come_back.remove(each)
            _, sold, line = each
            returns.post_return(self._till, sale=sold, lines={line: 1}, event=self._till.new_id())
        day.close(self._till)
