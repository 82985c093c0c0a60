"""`posapp return`: take units of an earlier sale back."""

from __future__ import annotations

import argparse
from collections import Counter
from typing import Any

from posapp.cli._shop import add_input, answer, opened, read_input, read_record


def add(subparsers: Any) -> None:
    """Declare the command."""
    from posapp.cli._back import add_preview

    parser = subparsers.add_parser(
        "return",
        help="take units of an earlier sale back",
        description='Reads {"sale": …, "lines": [{"line": 0, "quantity": 1}]} and prints the refund and what happened.',
    )
    add_preview(parser)
    add_input(parser)
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Read, take back (or only look), print."""
    from posapp.cli._back import BackOrder, changes, recorded
    from posapp.till import returns

    order = read_record(BackOrder, read_input(args))
    lines: Counter[int] = Counter()
    for each in order.lines:
        lines[each.line] += each.quantity
    with opened(args) as till:
        sold = returns.find_sale(till, order.sale).sale
        if args.preview:
            preview = returns.preview_return(till, sale=sold, lines=lines)
            answer({"sale": sold, "refund": preview.refund_minor, "changes": changes(till, args, preview.changes)})
        else:
            answer(recorded(till, args, returns.take_back(till, sale=sold, lines=lines, event=order.id)))
    return 0
