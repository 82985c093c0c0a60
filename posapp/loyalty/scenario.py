"""Rehearsals: a scripted shop, its steps, and whether what came of each is what was expected.

The form is the one of `docs/scenarios.md`. A rehearsal is pure: the shop is a `PaperShop`, the clock is the script's.
What does not fit is told as a `Reason`. Sentences are made by the `say` that is given, in English, since a scenario
expects parts of English sentences.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from posapp.loyalty.definitions import products_with, programs_with
from posapp.loyalty.documents import Reader, at
from posapp.loyalty.errors import BadDefinition, Fault
from posapp.loyalty.money import Currency, Shop, read_shop
from posapp.loyalty.paper import PaperShop
from posapp.loyalty.programs.base import form
from posapp.loyalty.steps import KINDS, Player, Script, Step
from posapp.loyalty.words import Reason

Say = Callable[[Reason, Currency], str]
"""Makes an English sentence."""

UNKNOWN = Currency("XXX", 0)
"""Where not even the shop could be read: nothing is said about money then."""

_NAMES = ("title", "shop", "products", "programs", "steps", "refused")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """What came of a scenario. With `faults` no step was taken: the script itself cannot be right."""

    title: str = ""
    currency: Currency = UNKNOWN
    steps: tuple[Step, ...] = ()
    faults: tuple[Fault, ...] = ()
    failures: tuple[Reason, ...] = ()

    @property
    def passed(self) -> bool:
        """Everything came as it was expected."""
        return not self.faults and not self.failures and not any(step.failures for step in self.steps)


def rehearse(document: object, *, say: Say) -> Rehearsal:
    """Run one scenario in a shop of its own. A script that cannot be right gives faults; nothing is raised for it."""
    script, definitions = Reader(), Reader()
    if not isinstance(document, Mapping):
        return Rehearsal(faults=(Fault("", Reason.of("fault.object")),))
    for name in document:
        if name not in _NAMES:
            script.fault(str(name), "fault.unknown_field", known=_NAMES)
    title = script.value(str, document["title"], "title", form()["form"]) if "title" in document else ""
    shop = _read_shop(definitions, document.get("shop"))
    products = products_with(definitions, document.get("products", []))
    programs = programs_with(definitions, document.get("programs", []))
    currency = shop.currency if shop else UNKNOWN
    title = title if isinstance(title, str) else ""
    if "refused" in document:
        failures = _refused_places(script, document, definitions.faults)
        return Rehearsal(title=title, currency=currency, faults=tuple(script.faults), failures=failures)
    scripts = _read_steps(script, document.get("steps"))
    if shop is None or definitions.faults or script.faults:
        return Rehearsal(title=title, currency=currency, faults=(*definitions.faults, *script.faults))
    player = Player(PaperShop(shop, products, programs), lambda reason: say(reason, currency))
    return Rehearsal(title=title, currency=currency, steps=tuple(player.play(each) for each in scripts))


def _read_shop(reader: Reader, document: object) -> Shop | None:
    if not isinstance(document, Mapping):
        reader.fault("shop", "fault.required" if document is None else "fault.object")
        return None
    try:
        return read_shop(document)
    except BadDefinition as bad:
        reader.faults.extend(bad.faults)
        return None


def _refused_places(script: Reader, document: Mapping[str, Any], found: list[Fault]) -> tuple[Reason, ...]:
    """How the places of the faults found differ from those that the scenario wants."""
    if "steps" in document:
        script.fault("steps", "fault.not_with", other="refused")
    wanted = script.value(tuple[str, ...], document["refused"], "refused", form(filled=True)["form"])
    if not isinstance(wanted, tuple):
        return ()
    places = {fault.place for fault in found}
    missing = [Reason.of("rehearse.no_fault", place=place) for place in wanted if place not in places]
    other = [fault for fault in found if fault.place not in wanted]
    return (*missing, *(Reason.of("rehearse.fault", place=each.place, reason=each.reason) for each in other))


def _read_steps(reader: Reader, written: object) -> list[Script]:
    if not isinstance(written, list) or not written:
        reader.fault("steps", "fault.list" if written is not None and written != [] else "fault.required")
        return []
    scripts = (_read_step(reader, n, each) for n, each in enumerate(written))
    return [script for script in scripts if script is not None]


def _read_step(reader: Reader, number: int, written: object) -> Script | None:
    place = f"steps[{number}]"
    if not isinstance(written, Mapping):
        reader.fault(place, "fault.object")
        return None
    kinds = [name for name in written if name in KINDS]
    known = ("at", "as", "expect", *KINDS)
    for name in written:
        if name not in known:
            reader.fault(at(place, str(name)), "fault.unknown_field", known=known)
    if len(kinds) != 1:
        reader.fault(at(place, kinds[1]) if kinds else place, "fault.exactly_one", names=tuple(KINDS))
        return None
    if "as" in written and kinds[0] != "sale":
        reader.fault(at(place, "as"), "fault.only_with", other="sale")
    name = reader.value(str, written["as"], at(place, "as"), form()["form"]) if "as" in written else ""
    try:
        moment = datetime.fromisoformat(written.get("at", ""))
    except (TypeError, ValueError):
        moment = None
    if moment is None or moment.tzinfo is None:
        reader.fault(at(place, "at"), "fault.moment" if "at" in written else "fault.required")
        return None
    return Script(
        number=number,
        at=moment,
        written_at=str(written["at"]),
        kind=kinds[0],
        content=written[kinds[0]],
        name=name if isinstance(name, str) else "",
        expect=written.get("expect", {}),
    )
