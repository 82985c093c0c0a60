"""`posapp programs replay`: a draft over the shop's own past sales, and what it would have cost."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any

from posapp.cli._shop import add_input, answer, calendar_day, documents_in, opened

if TYPE_CHECKING:
    from posapp.insight.replay import Effect, Given, Replayed
    from posapp.store.progress import Progress

_SHOWN = 5
"""Members named on a terminal of those who gain, and of those who lose."""

_NICE = 5
"""How much less pressing than the till that goes on selling."""


def add_replay(acts: Any) -> None:
    """Declare what `programs replay` can do."""
    act = acts.add_parser(
        "replay",
        help="what the programs in a file would have cost over the shop's own past sales",
        description="Sells past sales once more, under today's programs and under today's with those in the file, and"
        " compares. Nothing is kept.",
    )
    add_input(act)
    act.add_argument("--from", dest="since", type=calendar_day, metavar="DAY", help="first day (a year ago)")
    act.add_argument("--to", dest="until", type=calendar_day, metavar="DAY", help="last day (today)")
    act.add_argument(
        "--without", action="append", default=[], metavar="ID", help="leave a program of today out (again for more)"
    )
    act.add_argument(
        "--progress",
        action="store_true",
        help="work in the background, and say how far it is: JSON lines on standard error",
    )
    act.set_defaults(func=_run)


def _run(args: argparse.Namespace) -> int:
    from posapp.cli._long_work import shown
    from posapp.insight.replay_document import replay_document
    from posapp.till.replay import over_past

    watched: Callable[[], AbstractContextManager[Progress]] = _behind if args.progress else shown
    documents = documents_in(args)
    with opened(args) as till, watched() as progress:
        replayed = over_past(
            till, documents, since=args.since, until=args.until, without=args.without, progress=progress
        )
    if args.json:
        answer(replay_document(replayed))
    else:
        _print(args, replayed)
    return 0


@contextmanager
def _behind() -> Iterator[Progress]:
    """For another program that waits: less pressing than the till, and a line for each step of a thousandth."""
    if hasattr(os, "nice"):
        os.nice(_NICE)
    told = [-1]

    def progress(done: int, of: int) -> None:
        thousandths = 1000 * done // max(of, 1)
        if thousandths != told[0]:
            told[0] = thousandths
            print(json.dumps({"done": done, "of": of}), file=sys.stderr, flush=True)

    yield progress


def _print(args: argparse.Namespace, replayed: Replayed) -> None:
    from posapp.cli import reader_language
    from posapp.i18n import money, t

    language = reader_language(args)

    def amount(minor: int) -> str:
        return money(minor, args.currency, language)

    before, after = replayed.before, replayed.after
    print(t("replay.sales", language, count=replayed.sales, amount=amount(after.list_minor)))
    print(t("replay.cost", language, before=amount(before.cost_minor), after=amount(after.cost_minor)))
    print(t("replay.owed", language, before=amount(before.owed_minor), after=amount(after.owed_minor)))
    was = {given.program: given for given in before.given}
    now = {given.program: given for given in after.given}
    for id_ in dict.fromkeys((*was, *now)):
        name = (now.get(id_) or was[id_]).name.in_language(language)
        print(f"  {name}: {_given(was.get(id_), language, amount)} → {_given(now.get(id_), language, amount)}")
    print(t("replay.members", language, gain=replayed.gaining, lose=replayed.losing, same=replayed.same))
    for effect in (*replayed.gains[:_SHOWN], *replayed.losses[:_SHOWN]):
        print(f"  {effect.name}: {_effect(effect, language, amount)}")
    for clash in replayed.clashes:
        winner, loser = clash.winner.in_language(language), clash.loser.in_language(language)
        print(t("replay.clash", language, winner=winner, loser=loser, count=clash.sales))
    if replayed.elsewhere:
        print(t("replay.elsewhere", language, count=replayed.elsewhere))


def _effect(effect: Effect, language: str, amount: Callable[[int], str]) -> str:
    """What she saved before and after, and what is left in her hands where that is another amount."""
    from posapp.i18n import t

    saved = f"{amount(effect.before_minor)} → {amount(effect.after_minor)}"
    if effect.held_before_minor == effect.held_after_minor:
        return saved
    held = t("replay.held", language, before=amount(effect.held_before_minor), after=amount(effect.held_after_minor))
    return f"{saved}, {held}"


def _given(given: Given | None, language: str, amount: Callable[[int], str]) -> str:
    """Money and units that a program gave; a dash where it is not there."""
    from posapp.i18n import t

    if given is None:
        return "–"
    told = [amount(given.off_minor + given.paid_minor)]
    if given.earned or given.owed:
        told.append(t("replay.earned", language, earned=given.earned, owed=given.owed))
    if given.handed:
        told.append(t("replay.handed", language, count=given.handed))
    return ", ".join(told)
