"""`posapp day`: a business day's totals, and its closing."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from posapp.cli._shop import answer, calendar_day, opened

if TYPE_CHECKING:
    from posapp.till.context import Till
    from posapp.till.views import DayTotals


def add(subparsers: Any) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "day",
        help="the day's totals, and its closing",
        description="Prints the totals of today, or of another day. Closing writes off what has expired and puts the"
        " totals into the journal; a day that is closed already stays as it is.",
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--date", type=calendar_day, metavar="DAY", help="another day, as in 2026-03-02")
    which.add_argument("--close", action="store_true", help="close today")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Count (and close), print."""
    from posapp.till import day

    with opened(args) as till:
        totals = day.close(till) if args.close else day.totals(till, args.date)
        if args.json:
            answer(_document(totals))
        else:
            _print(till, totals, args)
    return 0


_COUNTS = ("sales", "lines", "returns", "voids", "members_seen", "enrolled")
_MONEY = ("list_minor", "discount_minor", "due_minor", "refund_minor")
_BY_PROGRAM = ("off_minor", "off_back_minor", "earned", "earned_back", "paid_minor", "paid_back_minor", "expired")


def _document(totals: DayTotals) -> dict[str, Any]:
    document: dict[str, Any] = {"day": totals.day.isoformat()}
    document |= {name.removesuffix("_minor"): getattr(totals, name) for name in (*_COUNTS, *_MONEY)}
    document["programs"] = {
        each.program: {name.removesuffix("_minor"): getattr(each, name) for name in _BY_PROGRAM}
        for each in totals.programs
    }
    document["closed"] = totals.closed.isoformat() if totals.closed else None
    return document


def _print(till: Till, totals: DayTotals, args: argparse.Namespace) -> None:
    from posapp.cli import reader_language
    from posapp.i18n import day, line, money, t

    language, currency = reader_language(args), till.shop.currency
    print(day(totals.day, language))
    for name in _COUNTS:
        print(f"  {t(f'cli_till.day_{name}', language)}  {getattr(totals, name)}")
    for name in _MONEY:
        label = t(f"cli_till.day_{name.removesuffix('_minor')}", language)
        print(f"  {label}  {money(getattr(totals, name), currency, language)}")
    for each in totals.programs:
        print(f"  {each.name.in_language(language)}")
        for what, much in each.told():
            print(f"    {line(what, language, currency)}  {line(much, language, currency)}")
    print(f"  {t('cli_till.day_closed' if totals.closed else 'cli_till.day_open', language)}")
