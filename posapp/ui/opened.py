"""What the window asks of a shop that is open; all of it is called in the store's lane."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from posapp.loyalty.errors import Refused

if TYPE_CHECKING:
    from posapp.loyalty.money import Shop
    from posapp.settings import Value
    from posapp.till.context import Till
    from posapp.till.views import Person

DEMO_PERSON, DEMO_PIN = "minji", "1234"
"""Who is at work in the demo shop from the start; her PIN is no secret there."""


AT_ONCE = ("language", "theme", "sound", "scanner.gap_ms", "scanner.shortest")
"""The settings that the window lives by from its first picture on."""

FOLLOWED = (*AT_ONCE, "motion")
"""All that it lives by: nothing moves before something is rung up, and to ask the desktop takes 8 ms."""


class Sight(NamedTuple):
    """What the first picture wants of a shop whose file is open: no more is read before the window is ready."""

    name: str
    settings: Mapping[str, Value]


class Facts(NamedTuple):
    """What the window must know of a shop that was opened."""

    shop: Shop
    settings: Mapping[str, Value]
    person: Person | None
    anybody: bool


def read_facts(till: Till, *, demo: bool) -> Facts:
    """What the window must know; in the demo shop somebody is at work already."""
    from posapp.till import people, settings

    if demo and till.person is None:
        with suppress(Refused):
            people.sign_in(till, DEMO_PERSON, DEMO_PIN)
    return Facts(
        shop=till.shop,
        settings={key: settings.get(till, key) for key in FOLLOWED},
        person=till.person,
        anybody=any(person.active for person in people.people(till)),
    )


def faces_customers(till: Till) -> bool:
    """Whether this shop has a window for its customers."""
    from posapp.till import settings

    return bool(settings.get(till, "customer.window"))


def is_enrolled(till: Till) -> bool:
    """Whether this till belongs to a headquarters."""
    from posapp.till.outbox import Outbox

    return Outbox(till).registration() is not None
