"""`posapp void`: undo a whole sale of today."""

from __future__ import annotations

import argparse
from typing import Any

from posapp.cli._shop import read_input, read_record


def add(subparsers: Any) -> None:
    """Declare the command."""
    from posapp.cli._back import add_back

    add_back(
        subparsers,
        "void",
        run,
        help="undo a whole sale of today",
        description='Reads {"sale": …} (its id, or the number on its receipt) and prints what happened.',
    )


def run(args: argparse.Namespace) -> int:
    """Read, undo (or only look), print."""
    from posapp.cli._back import VoidOrder, run_back
    from posapp.till import returns

    order = read_record(VoidOrder, read_input(args))
    return run_back(
        args,
        order,
        look=lambda till, sale: returns.preview_void(till, sale=sale),
        do=lambda till, sale: returns.void(till, sale=sale, event=order.id),
    )
