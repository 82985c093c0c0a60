"""`posapp return`: take units of an earlier sale back."""

from __future__ import annotations

import argparse
from collections import Counter
from typing import Any

from posapp.cli._shop import read_input, read_record


def add(subparsers: Any) -> None:
    """Declare the command."""
    from posapp.cli._back import add_back

    add_back(
        subparsers,
        "return",
        run,
        help="take units of an earlier sale back",
        description='Reads {"sale": …, "lines": [{"line": 0, "quantity": 1}]} and prints the refund and what happened.',
    )


def run(args: argparse.Namespace) -> int:
    """Read, take back (or only look), print."""
    from posapp.cli._back import BackOrder, run_back
    from posapp.till import returns

    order = read_record(BackOrder, read_input(args))
    lines: Counter[int] = Counter()
    for each in order.lines:
        lines[each.line] += each.quantity
    return run_back(
        args,
        order,
        look=lambda till, sale: returns.preview_return(till, sale=sale, lines=lines),
        do=lambda till, sale: returns.take_back(till, sale=sale, lines=lines, event=order.id),
    )
