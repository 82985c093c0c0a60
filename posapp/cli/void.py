"""`posapp void`: undo a whole sale of today."""

from __future__ import annotations

import argparse
from typing import Any

from posapp.cli._shop import add_input, answer, opened, read_input, read_record


def add(subparsers: Any) -> None:
    """Declare the command."""
    from posapp.cli._back import add_preview

    parser = subparsers.add_parser(
        "void",
        help="undo a whole sale of today",
        description='Reads {"sale": …} (its id, or the number on its receipt) and prints what happened.',
    )
    add_preview(parser)
    add_input(parser)
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Read, undo (or only look), print."""
    from posapp.cli._back import VoidOrder, changes, recorded
    from posapp.till import returns

    order = read_record(VoidOrder, read_input(args))
    with opened(args) as till:
        sold = returns.find_sale(till, order.sale).sale
        if args.preview:
            preview = returns.preview_void(till, sale=sold)
            answer({"sale": sold, "refund": preview.refund_minor, "changes": changes(till, args, preview.changes)})
        else:
            answer(recorded(till, args, returns.void(till, sale=sold, event=order.id)))
    return 0
