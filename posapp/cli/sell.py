"""`posapp sell`: take a sale for good. The answer is printed when it is on the disk, never before."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from posapp.cli._shop import add_input, answer, input_lines, opened, read_input, read_value

if TYPE_CHECKING:
    from posapp.till.context import Till


def add(subparsers: Any) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "sell",
        help="take a sale: a basket in, the recorded sale out",
        description="Reads a basket as JSON, keeps the sale for good and prints it as JSON. With an `id` of its own the"
        " same sale sent again is not taken twice: it is answered as the first time.",
    )
    parser.add_argument("--stream", action="store_true", help="one basket on each line, one answer on each line")
    add_input(parser)
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """One sale, or one after the other until the input ends; 1 where any of them was refused."""
    from posapp.cli._sale import sold

    if args.stream:
        with opened(args) as till, input_lines(args) as lines:
            return max(_each(till, args, lines), default=0)
    document = read_input(args)
    with opened(args) as till:
        answer(sold(till, args, document))
    return 0


def _each(till: Till, args: argparse.Namespace, lines: Iterator[str]) -> Iterator[int]:
    """Take the sales of a stream. A sale that is refused is answered so, and the next one is taken."""
    from posapp.cli import reader_language
    from posapp.cli._sale import sold
    from posapp.i18n import say
    from posapp.loyalty.errors import Refused, StoreUnavailable

    for line in lines:
        if not line.strip():
            continue
        try:
            answer(sold(till, args, read_value(line)))
            yield 0
        except StoreUnavailable:
            raise
        except Refused as refused:
            sentence = say(refused.reason, language=reader_language(args), currency=till.shop.currency)
            print(json.dumps({"refused": sentence, "reason": refused.reason.key}, ensure_ascii=False), flush=True)
            print(sentence, file=sys.stderr)
            yield 1
