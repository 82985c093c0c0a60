"""`posapp init`: the first day, without the window."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from typing import Any

from posapp.cli._shop import answer, shop_file

PRESETS = ("salon", "cafe", "shop", "supermarket")


def add(subparsers: Any) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "init",
        help="make a shop",
        description="Makes the shop's file with a preset's programs and products and its first manager."
        " The manager's PIN comes from POSAPP_PIN, or is asked for.",
    )
    parser.add_argument("name", help="the shop's name, as receipts carry it")
    parser.add_argument("--preset", choices=PRESETS, default="", help="the kind of shop to begin with (none: empty)")
    parser.add_argument("--currency", default="KRW", metavar="CODE", help="three letters, as in KRW or USD")
    parser.add_argument("--timezone", default="Asia/Seoul", metavar="ZONE", help="as in Asia/Seoul")
    parser.add_argument("--shop-id", default="shop", metavar="ID", help="by what partner shops know it, as in cafe-b")
    parser.add_argument("--manager", required=True, metavar="NAME", help="the first manager's name")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Make the shop and say where it is."""
    from babel.numbers import is_currency

    from posapp.cli import reader_language
    from posapp.i18n import t
    from posapp.loyalty.errors import BadDefinition, Fault
    from posapp.loyalty.words import Reason
    from posapp.till import first_day

    if not is_currency(args.currency):
        raise BadDefinition((Fault("shop.currency", Reason.of("fault.currency")),))
    language, path = reader_language(args), shop_file(args)
    pin = os.environ.get("POSAPP_PIN") or _asked(language)
    first_day.create(
        path,
        language=language,
        shop_name=args.name,
        currency=args.currency,
        timezone=args.timezone,
        preset=args.preset,
        manager_name=args.manager,
        manager_pin=pin,
        shop_id=args.shop_id,
    )
    if args.json:
        answer({"shop": str(path)})
    else:
        print(t("cli_till.made", language, path=str(path)))
    return 0


def _asked(language: str) -> str:
    """The PIN, from a person who does not see it, or from the first line of a pipe."""
    from posapp.i18n import t

    if sys.stdin.isatty():
        return getpass.getpass(t("cli_till.ask_pin", language) + " ")
    return sys.stdin.readline().strip()
