"""`posapp programs replay`: a draft over the shop's own past sales, and what it would have cost."""

from __future__ import annotations

import argparse
import dataclasses
from datetime import date
from typing import TYPE_CHECKING, Any

from posapp.cli._shop import add_input, answer, documents_in, opened

if TYPE_CHECKING:
    from posapp.insight.replay import Effect, Given, Replayed, Side

_SHOWN = 5
"""Members named on a terminal of those who gain, and of those who lose."""


def add_replay(acts: Any) -> None:
    """Declare what `programs replay` can do."""
    act = acts.add_parser(
        "replay",
        help="what the programs in a file would have cost over the shop's own past sales",
        description="Sells past sales once more, under today's programs and under today's with those in the file, and"
        " compares. Nothing is kept.",
    )
    add_input(act)
    act.add_argument("--from", dest="since", type=date.fromisoformat, metavar="DAY", help="first day (a year ago)")
    act.add_argument("--to", dest="until", type=date.fromisoformat, metavar="DAY", help="last day (today)")
    act.add_argument(
        "--without", action="append", default=[], metavar="ID", help="leave a program of today out (again for more)"
    )
    act.set_defaults(func=_run)


def _run(args: argparse.Namespace) -> int:
    from posapp.cli._long_work import shown
    from posapp.till.replay import over_past

    documents = documents_in(args)
    with opened(args) as till, shown() as progress:
        replayed = over_past(
            till, documents, since=args.since, until=args.until, without=args.without, progress=progress
        )
    if args.json:
        answer(replay_document(replayed))
    else:
        _print(args, replayed)
    return 0


def replay_document(replayed: Replayed) -> dict[str, Any]:
    """The comparison as JSON, amounts in minor units."""
    return {
        "sales": replayed.sales,
        "before": _side(replayed.before),
        "after": _side(replayed.after),
        "members": {"gain": replayed.gaining, "lose": replayed.losing, "same": replayed.same},
        "gains": [_effect(each) for each in replayed.gains],
        "losses": [_effect(each) for each in replayed.losses],
        "clashes": [
            {"winner": each.winner.written(), "loser": each.loser.written(), "sales": each.sales}
            for each in replayed.clashes
        ],
    }


def _side(side: Side) -> dict[str, Any]:
    programs = {}
    for given in side.given:
        written = dataclasses.asdict(given)
        del written["program"], written["name"]
        programs[given.program] = written
    return {"list_minor": side.list_minor, "cost_minor": side.cost_minor, "programs": programs}


def _effect(effect: Effect) -> dict[str, Any]:
    return {"member": effect.member, "before_minor": effect.before_minor, "after_minor": effect.after_minor}


def _print(args: argparse.Namespace, replayed: Replayed) -> None:
    from posapp.cli import reader_language
    from posapp.i18n import money, t

    language = reader_language(args)

    def amount(minor: int) -> str:
        return money(minor, args.currency, language)

    before, after = replayed.before, replayed.after
    print(t("replay.sales", language, count=replayed.sales, amount=amount(after.list_minor)))
    print(t("replay.cost", language, before=amount(before.cost_minor), after=amount(after.cost_minor)))
    was = {given.program: given for given in before.given}
    ids = list(dict.fromkeys((*was, *(given.program for given in after.given))))
    now = {given.program: given for given in after.given}
    for id_ in ids:
        name = (now.get(id_) or was[id_]).name.in_language(language)
        print(f"  {name}: {_given(was.get(id_), language, amount)} → {_given(now.get(id_), language, amount)}")
    print(t("replay.members", language, gain=replayed.gaining, lose=replayed.losing, same=replayed.same))
    for effect in (*replayed.gains[:_SHOWN], *replayed.losses[:_SHOWN]):
        print(f"  {effect.name}: {amount(effect.before_minor)} → {amount(effect.after_minor)}")
    for clash in replayed.clashes:
        winner, loser = clash.winner.in_language(language), clash.loser.in_language(language)
        print(t("replay.clash", language, winner=winner, loser=loser, count=clash.sales))


def _given(given: Given | None, language: str, amount: Any) -> str:
    """Money and units that a program gave; a dash where it is not there."""
    from posapp.i18n import t

    if given is None:
        return "–"
    told = [amount(given.off_minor + given.paid_minor)]
    if given.earned or given.owed:
        told.append(t("replay.earned", language, earned=given.earned, owed=given.owed))
    return ", ".join(told)
