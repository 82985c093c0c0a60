"""`posapp demo`: a hair salon with two thousand members and a year of sales, to look at."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from posapp.cli._shop import answer, shop_file


def add(subparsers: Any) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "demo",
        help="make the demo shop",
        description="Makes the demo shop: members, and a year of sales by the same rules as every sale. The same seed"
        " makes the same shop. People: Minji (cashier, PIN 1234) and Sora (manager, PIN 246810).",
    )
    parser.add_argument("--seed", type=int, default=1, help="another seed, other members (1)")
    parser.add_argument("--members", type=int, default=2000, help="how many (2000)")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Make it, with the share done on a terminal, and say where it is."""
    from posapp.cli import reader_language
    from posapp.i18n import t
    from posapp.till.demo import create_demo

    language, path = reader_language(args), shop_file(args, demo=True)
    create_demo(
        path,
        seed=args.seed,
        members=args.members,
        language=language,
        progress=_tell if sys.stderr.isatty() else None,
    )
    if args.json:
        answer({"shop": str(path)})
    else:
        print(t("cli_till.made", language, path=str(path)))
    return 0


def _tell(done: int, of: int) -> None:
    """The share that is done, in place."""
    print(f"\r{100 * done // of:3} %", end="\n" if done == of else "", file=sys.stderr, flush=True)
