"""What the shop owes in its programs, and how a program ends: a last day to earn, a last day to redeem, a word for the
customers. What is left after that is written off by the day closing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from posapp.loyalty.catalogue import Catalogue
from posapp.loyalty.definitions import read_programs
from posapp.loyalty.errors import BadDefinition, NotFound, Refused
from posapp.loyalty.owing import Owed, units_of
from posapp.loyalty.owing import owed as worked_out
from posapp.loyalty.proposals import AnyRule
from posapp.loyalty.words import Minor, Reason, Text
from posapp.store import programs as kept
from posapp.store.owed import held_in
from posapp.store.products import all_products
from posapp.till import programs
from posapp.till.context import Till


def owed(till: Till, program: str | None = None) -> tuple[Owed, ...]:
    """What is owed in every program that keeps balances, on or off, or in the one that is named. `NotFound`."""
    till.look_again()
    if program is not None and kept.get_program(till.database, program) is None:
        raise NotFound.because("till.program_unknown", program=program)
    today, products = till.now().date(), all_products(till.database)
    found = []
    for rule in _rules(till):
        if program in (None, rule.id) and rule.unit:
            held = held_in(till.database, rule.id, on=today)
            found.append(worked_out(rule, held, on=today, products=products))
    if program is not None and not found:
        raise NotFound.because("winding.keeps_nothing", program=program)
    return tuple(found)


def wind_down(
    till: Till, program: str, *, earn_until: date, redeem_until: date, say: Text | None = None
) -> Owed | None:
    """Let a program end (a manager): nothing is earned after `earn_until`, nothing given or redeemed after
    `redeem_until`, both inclusive. Said again it changes the days, as long as they have not passed.

    What is owed in it; None where it keeps no balances. `NotFound`; `Refused` where a day has passed already, since
    sales were made by it; `BadDefinition` where redeeming would end before earning.
    """
    with till.writing():
        document = programs.document(till, program)
        before = document.get("wind_down") or {}
        today = till.now().date()
        _not_passed(before.get("earn_until"), earn_until, today - timedelta(days=1), "winding.earn_passed")
        _not_passed(before.get("redeem_until"), redeem_until, today, "winding.redeem_passed")
        written: dict[str, Any] = {"earn_until": earn_until.isoformat(), "redeem_until": redeem_until.isoformat()}
        if say is not None:
            written["say"] = say.written()
        programs.save(till, {**document, "wind_down": written})
        till.note("program.winds_down", program=program, **written)
    return next((each for each in owed(till) if each.program == program), None)


def go_on(till: Till, program: str) -> None:
    """Let a program that was to end go on (a manager). `NotFound`; `Refused` where it has ended."""
    with till.writing():
        document = programs.document(till, program)
        before = document.pop("wind_down", None)
        if before is None:
            return
        if date.fromisoformat(before["redeem_until"]) < till.now().date():
            raise Refused.because("winding.over", day=date.fromisoformat(before["redeem_until"]))
        programs.save(till, document)
        till.note("program.goes_on", program=program)


def told(owed: Owed) -> tuple[Reason, ...]:
    """What is owed, in lines: how much, of whom, when it falls due, how the program ends."""
    keys = ("winding.owed", "winding.owed_worth")
    found = [_amount(keys, owed.units, owed.minor, owed.unit, name=owed.name)]
    found.append(Reason.of("winding.codes" if owed.by_code else "winding.members", count=owed.holders))
    if owed.short:
        found.append(Reason.of("winding.short", units=units_of(owed.unit, owed.short)))
    for due in owed.due:
        if due.until is None:
            keys = ("winding.due_ever", "winding.due_ever_worth")
            found.append(_amount(keys, due.units, due.minor, owed.unit))
        else:
            keys = ("winding.due", "winding.due_worth")
            found.append(_amount(keys, due.units, due.minor, owed.unit, day=due.until))
    ends = owed.wind_down
    if ends is not None:
        if owed.ended:
            found.append(Reason.of("winding.ended", redeem=ends.redeem_until))
        else:
            found.append(Reason.of("winding.plan", earn=ends.earn_until, redeem=ends.redeem_until))
        if ends.say is not None:
            found.append(Reason.of("winding.told", say=ends.say))
    return tuple(found)


def _amount(keys: tuple[str, str], units: int, minor: int | None, unit: str, **besides: object) -> Reason:
    """An amount by the first of `keys`; by the second with its worth, where that is known and not the amount itself."""
    alone, with_worth = keys
    if minor is None or unit == "money":
        return Reason.of(alone, units=units_of(unit, units), **besides)
    return Reason.of(with_worth, units=units_of(unit, units), amount=Minor(minor), **besides)


def _not_passed(before: str | None, day: date, least: date, key: str) -> None:
    if day < least and before != day.isoformat():
        raise Refused.because(key, day=least)


def _rules(till: Till) -> Iterator[AnyRule]:
    """The rules of all programs ever written, those at work as they are; one of another release is left out."""
    for each in kept.all_programs(till.database):
        rule = till.catalogue.by_id.get(each.id)
        if rule is not None:
            yield rule
            continue
        try:
            yield Catalogue.of(till.shop, read_programs([each.document])).by_id[each.id]
        except BadDefinition:
            continue
