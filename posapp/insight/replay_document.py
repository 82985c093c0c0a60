"""A replay as JSON: what the command prints, and what the window reads from the command that it started."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from posapp.insight.replay import Clash, Effect, Given, Replayed, Side
from posapp.loyalty.words import Text

_COUNTS = ("gaining", "losing", "same", "gained_minor", "lost_minor")
_MEMBERS = ("gain", "lose", "same", "gained_minor", "lost_minor")


def replay_document(replayed: Replayed) -> dict[str, Any]:
    """The comparison as JSON, amounts in minor units."""
    return {
        "sales": replayed.sales,
        "elsewhere": replayed.elsewhere,
        "before": _side(replayed.before),
        "after": _side(replayed.after),
        "members": {name: getattr(replayed, field) for name, field in zip(_MEMBERS, _COUNTS, strict=True)},
        "gains": [_plain(each) for each in replayed.gains],
        "losses": [_plain(each) for each in replayed.losses],
        "clashes": [
            {**_plain(each), "winner": each.winner.written(), "loser": each.loser.written()}
            for each in replayed.clashes
        ],
    }


def read_replay(document: Mapping[str, Any]) -> Replayed:
    """The inverse of `replay_document`."""
    members = document["members"]
    return Replayed(
        sales=document["sales"],
        elsewhere=document["elsewhere"],
        before=_read_side(document["before"]),
        after=_read_side(document["after"]),
        gains=tuple(Effect(**each) for each in document["gains"]),
        losses=tuple(Effect(**each) for each in document["losses"]),
        clashes=tuple(
            Clash(**{**each, "winner": Text.read(each["winner"]), "loser": Text.read(each["loser"])})
            for each in document["clashes"]
        ),
        **{field: members[name] for name, field in zip(_MEMBERS, _COUNTS, strict=True)},
    )


def _plain(value: Effect | Given | Clash) -> dict[str, Any]:
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _side(side: Side) -> dict[str, Any]:
    programs = {}
    for given in side.given:
        written = {**_plain(given), "name": given.name.written()}
        programs[written.pop("program")] = written
    return {
        "list_minor": side.list_minor,
        "cost_minor": side.cost_minor,
        "owed_minor": side.owed_minor,
        "programs": programs,
    }


def _read_side(document: Mapping[str, Any]) -> Side:
    return Side(
        list_minor=document["list_minor"],
        cost_minor=document["cost_minor"],
        owed_minor=document["owed_minor"],
        given=tuple(
            Given(**{**written, "program": program, "name": Text.read(written["name"])})
            for program, written in document["programs"].items()
        ),
    )
