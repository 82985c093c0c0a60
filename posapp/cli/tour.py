"""`posapp tour`: the real window, driven through a sale without a display."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any


def add(subparsers: Any) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "tour",
        help="show the till where there is no display",
        description="Opens the real window on the demo shop without a display, rings up a scripted sale in it, and"
        " writes a picture of each step.",
    )
    parser.add_argument("--out", type=Path, metavar="DIR", default=Path("shots"), help="where the pictures go (shots)")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Hand over to the one place that knows the window."""
    from posapp.app import tour

    return tour(args)
