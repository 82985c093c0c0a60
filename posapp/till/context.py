"""The till at work: the shop's open file, its rules compiled once, the clock, the ids, and who is signed in.

Every use-case takes the `Till` first. The thread that opened it owns it (SQLite connections do not change threads).
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from posapp.loyalty.catalogue import Catalogue
from posapp.loyalty.definitions import read_programs
from posapp.loyalty.errors import BadDefinition, NotAllowed
from posapp.loyalty.money import Shop, read_shop
from posapp.loyalty.words import Text
from posapp.settings import SHOP_SETTING as SHOP_SETTING
from posapp.store import activity, journal, programs
from posapp.store.database import Database
from posapp.store.programs import KeptProgram
from posapp.store.seeds import all_seeds
from posapp.store.settings import all_settings
from posapp.till.views import Draft, Person

Clock = Callable[[], datetime]
"""Gives an aware datetime, in any zone."""

NewId = Callable[[], str]
"""Gives an id that was never given before."""

SHOP_CODE = "shop_code"
"""Under which the first day keeps four digits of the shop's own, which stand in every number that it deals."""

_PLACE = re.compile(r"programs\[(\d+)\]")

JUMP_BACK, JUMP_AHEAD = timedelta(minutes=2), timedelta(days=40)
"""A clock that shows less than the last event, or that much more, was set: noted for the owner, never in the way."""


APPROVAL_LASTS = timedelta(minutes=2)


def system_clock() -> datetime:
    """This computer's clock."""
    return datetime.now(UTC)


def chance_id() -> str:
    """When it was made (milliseconds, in hexadecimal, so that ids sort by time) and 72 random bits."""
    milliseconds = int(system_clock().timestamp() * 1000)
    return f"{milliseconds:012x}{secrets.token_hex(9)}"


def digits_from_system(count: int) -> str:
    """So many decimal digits of the system's cryptographic generator."""
    return "".join(secrets.choice("0123456789") for _ in range(count))


def _readable(at_work: list[KeptProgram]) -> tuple[list[KeptProgram], tuple[str, ...]]:
    """The programs that this release can read, together, and the ids of the others.

    What is loaded here is checked before; what headquarters sends may be of a later release, or want a tier that came
    to nothing. A program that cannot be read must not keep the till from selling.
    """
    left_out: list[str] = []
    while True:
        try:
            read_programs([program.document for program in at_work])
        except BadDefinition as bad:
            places = {int(found[1]) for fault in bad.faults if (found := _PLACE.match(fault.place))}
            left_out += [at_work[n].id for n in sorted(places)]
            at_work = [program for n, program in enumerate(at_work) if n not in places]
        else:
            return at_work, tuple(left_out)


class Till:
    """An open shop.

    `person` is who is signed in; `approval` a manager's leave for the very next action. `names` are what the programs
    are called, switched off or not; `settings` is what was ever set, as it is kept; `unreadable` are programs that are
    on and left out: headquarters sent them, and this release does not know what they want.
    """

    def __init__(self, database: Database, *, clock: Clock, new_id: NewId) -> None:
        """`open_till` is meant to be called."""
        self.database = database
        self.person: Person | None = None
        self.approval: Person | None = None
        self.approved_at: datetime | None = None
        self.shop: Shop
        self.catalogue: Catalogue
        self.names: dict[str, Text] = {}
        self.settings: dict[str, Any] = {}
        self.unreadable: tuple[str, ...] = ()
        self.digits_of_chance: Callable[[int], str] = digits_from_system
        self.keeps_drafts_later = False
        """Whether whoever drives this till calls `sale.keep` after each step: the window does, when it was answered."""
        self.draft_to_keep: Draft | None = None
        self._clock = clock
        self._new_id = new_id
        self._last_moment: datetime | None = None
        self._version = -1
        self._rules: object = None
        self.reload()

    @property
    def id(self) -> str:
        """The till's own id, under which its events are numbered."""
        return self.database.till

    @property
    def language(self) -> str:
        """The language of the screens: ``ko`` or ``en``."""
        return str(self.settings.get("language", self.shop.language))

    def now(self) -> datetime:
        """The moment, in the shop's zone; its `date()` is the shop's local day."""
        return self._clock().astimezone(self._zone)

    def new_id(self) -> str:
        """An id for a sale, an event or a member, made before anything is kept under it."""
        return self._new_id()

    def reload(self) -> None:
        """Read the shop, its settings and its programs again: something of them changed."""
        kept = programs.all_programs(self.database)
        self.settings = all_settings(self.database)
        self.shop = replace(read_shop(self.settings[SHOP_SETTING]), code=self.settings.get(SHOP_CODE, "0000"))
        self._zone = ZoneInfo(self.shop.timezone)
        self.names = {program.id: Text.read(program.document.get("name", program.id)) for program in kept}
        at_work, self.unreadable = _readable([program for program in kept if program.on])
        self.catalogue = Catalogue.of(
            self.shop,
            read_programs([program.document for program in at_work]),
            {program.id: program.version for program in at_work},
            {id_: kept.seed for id_, kept in all_seeds(self.database).items()},
        )
        wanting = {id_ for id_, program in self.catalogue.programs.items() if program.keeps_secret}
        self._secrets_missing = not wanting <= self.catalogue.secrets.keys()
        self._rules = self._rules_now()

    def look_again(self) -> None:
        """Take up what another process (the command line, a second window) changed in the shop or its programs.

        Costs a pragma where nobody else wrote. Called inside a transaction it is exact.
        """
        version = self.database.others_wrote
        if version != self._version:
            self._version = version
            if self._rules_now() != self._rules:
                self.reload()

    def _rules_now(self) -> object:
        return programs.switches(self.database), all_settings(self.database)

    @contextmanager
    def writing(self) -> Iterator[datetime]:
        """One use-case's transaction, by the rules as they are now; gives its moment. A jump of the clock is noted."""
        with self.database.transaction():
            self.look_again()
            moment = self.now()
            self._mind_the_clock(moment)
            if self._secrets_missing:
                self._make_secrets(moment)
            yield moment

    def _make_secrets(self, moment: datetime) -> None:
        """Before anything else happens under a program that came in some other way than by being saved here."""
        from posapp.till import promises

        promises.make(self.database, moment=moment, new_id=self.new_id, cashier=self.person.id if self.person else "")
        self.reload()  # also where another window made them meanwhile

    def _mind_the_clock(self, moment: datetime) -> None:
        last = self._last_moment
        if last is None:
            last = journal.last_moment(self.database) or moment
        self._last_moment = moment
        if not last - JUMP_BACK <= moment <= last + JUMP_AHEAD:
            self.note("clock.jumped", before=last.isoformat(), after=moment.isoformat())

    def no_draft(self, sale: str) -> None:
        """A sale is paid, put aside or thrown away: its draft waits to be kept no longer."""
        if self.draft_to_keep is not None and self.draft_to_keep.sale == sale:
            self.draft_to_keep = None

    def note(self, what: str, *, by: Person | None = None, **detail: object) -> None:
        """Write into the log of who did what, in the current transaction; `by` is whoever is signed in."""
        person = by or self.person
        who = person.id if person else None
        activity.note(self.database, moment=self.now(), person=who, what=what, detail=detail)

    def manager(self) -> Person:
        """Who answers for what needs rank: the manager signed in, or the one whose PIN allowed this one action.

        `NotAllowed` otherwise. An approval is used up by this, and by time: what it was asked for may never come.
        """
        approval, self.approval = self.approval, None
        if self.approved_at is not None and self.now() - self.approved_at > APPROVAL_LASTS:
            approval = None
        person = approval or self.person
        if person is None or person.rank != "manager":
            raise NotAllowed.because("till.manager_wanted")
        return person

    def close(self) -> None:
        """Leave the file. A draft that was open is found again by `sale.reopen`."""
        self.database.close()


def open_till(
    path: Path | str, *, clock: Clock | None = None, new_id: NewId | None = None, key: bytes | None = None
) -> Till:
    """Open the shop's file. `StoreUnavailable` where there is none, or the key, the disk or its release forbids it."""
    return till_on(Database.open(path, key), clock=clock, new_id=new_id)


def till_on(database: Database, *, clock: Clock | None = None, new_id: NewId | None = None) -> Till:
    """The till of a file that is open; the file is closed where it cannot be one."""
    try:
        return Till(database, clock=clock or system_clock, new_id=new_id or chance_id)
    except BaseException:
        database.close()
        raise
