"""What a scenario's ``expect`` may name, and how what came differs from it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from posapp.loyalty.words import Reason

_AMOUNTS = ("list", "discount", "due", "refund", "lines")
_WHOLE = ("discounts", "paid_with", "earned", "issued")
_NAMED = ("balances", "tier", "perks", "why_not")
NAMES = (*_AMOUNTS, *_WHOLE, *_NAMED, "refused")
"""Amounts are compared, and `_WHOLE` tables, where a program not named must have given nothing; of `_NAMED` tables only
the programs that are named."""


def differences(expect: object, outcome: Mapping[str, Any], *, refused: str | None) -> tuple[Reason, ...]:
    """What does not fit, empty where all does. `refused` is the English sentence of a step that was refused.

    An unknown name does not fit, nor does an amount that is expected and not there. Words are compared without regard
    to capitals.
    """
    if not isinstance(expect, Mapping):
        return (Reason.of("rehearse.no_table", name="expect"),)
    failures = [_about_refusal(expect, refused)] if _wrong_refusal(expect, refused) else []
    for name, wanted in expect.items():
        if name not in NAMES:
            failures.append(Reason.of("rehearse.unknown_name", name=str(name), known=NAMES))
        elif name == "refused":
            continue
        elif name not in outcome:
            failures.append(Reason.of("rehearse.not_there", name=name, wanted=written(wanted)))
        elif name in _NAMED:
            failures.extend(_named(name, wanted, outcome[name]))
        elif not _same(wanted, outcome[name]):
            failures.append(_differs(name, wanted, outcome[name]))
    return tuple(failures)


def _wrong_refusal(expect: Mapping[str, Any], refused: str | None) -> bool:
    if "refused" not in expect:
        return refused is not None
    part = expect["refused"]
    return refused is None or not isinstance(part, str) or part.casefold() not in refused.casefold()


def _about_refusal(expect: Mapping[str, Any], refused: str | None) -> Reason:
    if refused is None:
        return Reason.of("rehearse.not_refused")
    if "refused" not in expect:
        return Reason.of("rehearse.refused")
    return _differs("refused", expect["refused"], refused)


def _named(name: str, wanted: object, came: Mapping[str, Any]) -> list[Reason]:
    if not isinstance(wanted, Mapping):
        return [Reason.of("rehearse.no_table", name=name)]
    failures = []
    for program, value in wanted.items():
        place = f"{name}.{program}"
        if program not in came:
            failures.append(Reason.of("rehearse.not_there", name=place, wanted=written(value)))
        elif not _fits(name, value, came[program]):
            failures.append(_differs(place, value, came[program]))
    return failures


def _fits(name: str, wanted: object, came: object) -> bool:
    if name == "why_not":
        return isinstance(wanted, str) and wanted.casefold() in str(came).casefold()
    if name == "perks":
        return wanted == came or wanted in str(came).split("; ")
    if name == "tier" and wanted is None:
        return not came  # no level yet
    return _same(wanted, came)


def _same(wanted: object, came: object) -> bool:
    """Equal in JSON, where true is not 1."""
    return wanted == came and isinstance(wanted, bool) == isinstance(came, bool)


def _differs(name: str, wanted: object, came: object) -> Reason:
    return Reason.of("rehearse.differs", name=name, wanted=written(wanted), came=written(came))


def written(value: object) -> str:
    """A value as it stands in the scenario."""
    return json.dumps(value, ensure_ascii=False, default=str)
