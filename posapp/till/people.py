"""Who works here: sign in with a PIN, two ranks, a growing wait after wrong PINs."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from posapp.loyalty.errors import NotAllowed, NotFound, Refused
from posapp.loyalty.words import Reason
from posapp.store import people as kept
from posapp.store.people import KeptPerson
from posapp.store.settings import get_setting, put_setting
from posapp.till import pins
from posapp.till.context import Till
from posapp.till.limits import plain_text
from posapp.till.views import Person

COMMAND_LINE = Person(id="command-line", name="posapp", rank="manager")
"""Who may read the shop's key may do everything; the log says that it was done from the command line."""


def people(till: Till) -> tuple[Person, ...]:
    """Everybody, by name; also who was let go (`active` is false)."""
    return tuple(map(_view, kept.all_people(till.database)))


def sign_in(till: Till, person_id: str, pin: str) -> Person:
    """Sign a person in. `Refused`: a wrong PIN, or a wait after several; each is counted before it is checked."""
    till.person, till.approval = _proven(till, _get(till, person_id), pin), None
    with till.writing():
        till.note("person.signed_in")
    return till.person


def sign_out(till: Till) -> None:
    """Nobody is signed in."""
    with till.writing():
        till.note("person.signed_out")
    till.person = till.approval = None


def allow(till: Till, pin: str) -> Person:
    """A manager's PIN for the very next action; whoever is signed in stays so. `Refused` as `sign_in`.

    Nobody says who she is, so a wrong PIN counts against the prompt itself, which then waits for everybody. Managers
    can still sign in: who guesses here must not be able to lock them out of their shop.
    """
    managers = [person for person in kept.all_people(till.database) if person.rank == "manager" and person.active]
    if not managers:
        raise NotFound.because("till.no_manager")
    tried = get_setting(till.database, _PROMPT, {"failures": 0, "until": None})
    _wait_over(till, datetime.fromisoformat(tried["until"]) if tried["until"] else None)
    failures = tried["failures"] + 1
    wait = min(pins.wait_after(failures), pins.LONGEST_AT_PROMPT)
    _keep_prompt(till, failures, until=till.now() + wait if wait else None)
    for person in managers:
        if pins.fits(person.pin, pin):
            _keep_prompt(till, 0)
            till.approval, till.approved_at = _view(person), till.now()
            return till.approval
    raise _wrong_pin(wait)


_PROMPT = "pins.prompt"
"""Where the store keeps how often the managers' prompt was tried in vain: durably, as with a person's own tries."""


def _keep_prompt(till: Till, failures: int, *, until: datetime | None = None) -> None:
    with till.database.transaction():
        value = {"failures": failures, "until": until.isoformat() if until else None}
        put_setting(till.database, _PROMPT, value)


def add(till: Till, *, name: str, rank: str, pin: str) -> Person:
    """Add a person (a manager does). PINs: six digits or more for ``manager``, four or more for ``cashier``."""
    name = plain_text(name)
    if not name:
        raise Refused.because("till.name_missing")
    hashed = pins.hashed(pin, rank=rank)
    manager = till.manager()
    with till.writing():
        person = KeptPerson(id=till.new_id(), name=name, rank=rank, pin=hashed)
        kept.add_person(till.database, person)
        till.note("person.added", by=manager, person=person.id, rank=rank)
    return _view(person)


def change_pin(till: Till, person_id: str, *, pin: str) -> Person:
    """A new PIN: one's own, or anybody's by a manager."""
    person = _get(till, person_id)
    hashed = pins.hashed(pin, rank=person.rank)
    own = till.person is not None and till.person.id == person_id
    by = till.person if own else till.manager()
    with till.writing():
        kept.set_pin(till.database, person_id, pin=hashed)
        till.note("person.pin_changed", by=by, person=person_id)
    return _view(person)


def set_active(till: Till, person_id: str, *, active: bool) -> Person:
    """Let somebody go, or back in (a manager). The last manager stays."""
    _get(till, person_id)
    manager = till.manager()
    with till.writing():
        others = [each for each in kept.all_people(till.database) if each.id != person_id]
        if not active and not any(each.active and each.rank == "manager" for each in others):
            raise Refused.because("till.last_manager")
        kept.set_active(till.database, person_id, active=active)
        till.note("person.let_in" if active else "person.let_go", by=manager, person=person_id)
    return _view(_get(till, person_id))


def _view(person: KeptPerson) -> Person:
    return Person(id=person.id, name=person.name, rank=person.rank, active=person.active)


def _get(till: Till, person_id: str) -> KeptPerson:
    person = kept.get_person(till.database, person_id)
    if person is None:
        raise NotFound.because("till.person_unknown")
    return person


def _proven(till: Till, person: KeptPerson, pin: str) -> Person:
    """The person, if this is her PIN."""
    if not person.active:
        raise NotAllowed.because("till.person_inactive")
    _wait_over(till, person.locked_until)
    # Counted durably before the PIN is looked at: pulling the plug meanwhile gives no free guess.
    wait = pins.wait_after(person.failures + 1)
    with till.database.transaction():
        kept.count_attempt(till.database, person.id, locked_until=till.now() + wait if wait else None)
    if not pins.fits(person.pin, pin):
        raise _wrong_pin(wait)
    with till.database.transaction():
        kept.forgive(till.database, person.id)
    return _view(person)


def _wait_over(till: Till, until: datetime | None) -> None:
    """`NotAllowed` while it has to be waited; the attempt is not even counted."""
    now = till.now()
    # A clock that was set back by years must not lock a shop out: nobody waits longer than the longest wait.
    if until is not None and now < until <= now + pins.wait_after(1 << 20):
        raise NotAllowed(_waiting(until - now, seconds="till.pin_wait_seconds", minutes="till.pin_wait"))


def _wrong_pin(wait: timedelta) -> NotAllowed:
    if not wait:
        return NotAllowed.because("till.pin_wrong")
    return NotAllowed(_waiting(wait, seconds="till.pin_wrong_wait_seconds", minutes="till.pin_wrong_wait"))


def _waiting(wait: timedelta, *, seconds: str, minutes: str) -> Reason:
    """How long, in seconds up to a minute and in minutes from there on, never too short."""
    left = math.ceil(wait.total_seconds())
    return Reason.of(seconds, count=left) if left <= 60 else Reason.of(minutes, count=-(-left // 60))
