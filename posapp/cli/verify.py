"""`posapp verify`: is the shop's file in order? Balances, numbers, hashes, pages, counters."""

from __future__ import annotations

import argparse
import json
from typing import Any


def add(subparsers: Any) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "verify",
        help="hold the shop's file against all that must be true of it",
        description="Reads the whole file, beside a till at work, and changes nothing: every page against its checksum,"
        " every event against its number and hash, every balance against the sum of its entries, every counter against"
        " the sales.",
    )
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Say that all is in order (0), or what is not (1)."""
    from posapp.cli import reader_language
    from posapp.cli._long_work import shown
    from posapp.cli._shop import shop_file
    from posapp.i18n import line, t
    from posapp.loyalty.money import Currency
    from posapp.store.database import Database
    from posapp.store.verify import verify

    language = reader_language(args)
    with Database.open(shop_file(args)) as db, shown() as progress:
        result = verify(db, progress=progress)
    none = Currency("KRW", 0)  # findings count in whole units and name no money
    said = [{"finding": reason.key, "sentence": line(reason, language, none)} for reason in result.findings]
    if args.json:
        counts = {"events": result.events, "entries": result.entries, "members": result.members, "sales": result.sales}
        print(json.dumps({"in_order": result.in_order, **counts, "findings": said}, ensure_ascii=False))
    elif result.in_order:
        print(t("verify.in_order", language, events=result.events, entries=result.entries, members=result.members))
    else:
        print(t("verify.found", language, count=len(said)))
        for sentence in dict.fromkeys(finding["sentence"] for finding in said):  # a damaged page is met many times
            print(f"  {sentence}")
    return 0 if result.in_order else 1
