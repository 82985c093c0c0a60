"""`posapp quote`: what a basket would cost and bring now. Nothing is kept."""

from __future__ import annotations

import argparse
from typing import Any

from posapp.cli._shop import add_input, answer, opened, read_input


def add(subparsers: Any) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "quote",
        help="price a basket; nothing is kept",
        description="Reads a basket as JSON and prints the quote as JSON: what is due, who gave what, why and why not.",
    )
    add_input(parser)
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Read, price, print."""
    from posapp.cli._sale import quoted

    document = read_input(args)
    with opened(args) as till:
        answer(quoted(till, args, document))
    return 0
