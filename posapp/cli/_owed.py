"""`posapp programs owed`, `wind-down`, `go-on`: what the shop owes in its programs, and how one ends."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from posapp.cli._shop import answer, calendar_day, opened

if TYPE_CHECKING:
    from posapp.loyalty.money import Currency
    from posapp.loyalty.owing import Owed


def add_owed(acts: Any) -> None:
    """Declare them."""
    owed = acts.add_parser("owed", help="what is still owed: points, stamps, gift-card money, sessions")
    owed.add_argument("id", nargs="?", metavar="PROGRAM", help="only this one")
    owed.set_defaults(func=_owed)
    ends = acts.add_parser(
        "wind-down",
        help="let a program end: a last day for earning and one for redeeming",
        description="Lets a program end. Both days are inclusive; what is left after the second is written off when a "
        "day is closed. Said again it changes the days.",
    )
    ends.add_argument("id", metavar="PROGRAM")
    for name, what in (("earn", "the last day for earning"), ("redeem", "the last day for redeeming")):
        ends.add_argument(f"--{name}-until", type=calendar_day, required=True, metavar="YYYY-MM-DD", help=what)
    ends.add_argument("--say", metavar="TEXT", help="what customers are told")
    for language, name in (("en", "English"), ("ko", "Korean")):
        ends.add_argument(f"--say-{language}", metavar="TEXT", help=f"the same in {name}")
    ends.set_defaults(func=_wind_down)
    after_all = acts.add_parser("go-on", help="let a program that was to end go on")
    after_all.add_argument("id", metavar="PROGRAM")
    after_all.set_defaults(func=_go_on)


def _owed(args: argparse.Namespace) -> int:
    from posapp.till import winding_down

    with opened(args) as till:
        found = winding_down.owed(till, args.id)
        _answer(args, found, till.shop.currency)
    return 0


def _wind_down(args: argparse.Namespace) -> int:
    from posapp.cli import reader_language
    from posapp.i18n import t
    from posapp.loyalty.words import Text
    from posapp.till import winding_down

    by_language = {word: text for word in ("en", "ko") if (text := getattr(args, f"say_{word}") or args.say)}
    say = Text.read(by_language if args.say_en or args.say_ko else args.say) if by_language else None
    days = {"earn_until": args.earn_until, "redeem_until": args.redeem_until}
    with opened(args) as till:
        found = winding_down.wind_down(till, args.id, **days, say=say)
        if found is None and not args.json:
            print(t("winding.nothing", reader_language(args)))
        else:
            _answer(args, (found,) if found else (), till.shop.currency)
    return 0


def _go_on(args: argparse.Namespace) -> int:
    from posapp.cli import reader_language
    from posapp.i18n import t
    from posapp.till import winding_down

    with opened(args) as till:
        winding_down.go_on(till, args.id)
    if args.json:
        answer({"program": args.id, "wind_down": None})
    else:
        print(t("winding.goes_on", reader_language(args)))
    return 0


def _answer(args: argparse.Namespace, found: tuple[Owed, ...], currency: Currency) -> None:
    from posapp.cli import reader_language
    from posapp.i18n import line
    from posapp.till import winding_down

    if args.json:
        answer({"owed": [_document(each) for each in found]})
        return
    language = reader_language(args)
    for each in found:
        first, *rest = winding_down.told(each)
        print(line(first, language, currency))
        for reason in rest:
            print(f"  {line(reason, language, currency)}")


def _document(owed: Owed) -> dict[str, Any]:
    """Amounts in the program's unit; money in the minor unit, null where it cannot be said."""
    ends = owed.wind_down
    return {
        "program": owed.program,
        "unit": owed.unit,
        "holders": owed.holders,
        "units": owed.units,
        "money": owed.minor,
        "below_zero": owed.short,
        "due": [
            {"until": due.until.isoformat() if due.until else None, "units": due.units, "money": due.minor}
            for due in owed.due
        ],
        "wind_down": {
            "earn_until": ends.earn_until.isoformat(),
            "redeem_until": ends.redeem_until.isoformat(),
            "say": ends.say.written() if ends.say else None,
            "ended": owed.ended,
        }
        if ends
        else None,
    }
