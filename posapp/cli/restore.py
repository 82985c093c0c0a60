"""`posapp restore`: a backup in the place of the shop's file, in one command."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any


def add(subparsers: Any) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "restore",
        help="put a backup in the place of the shop's file; the old file is kept aside",
        description="Reads the backup page by page, keeps the old file aside under another name, and puts the backup in"
        " its place. The shop goes on as a new till, since the old one may have told headquarters more than the backup"
        " knows.",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="the backup")
    parser.add_argument(
        "--key-words",
        metavar="DIGITS",
        help="the digits of the recovery sheet, where this computer does not have the key; - reads them from standard"
        " input, where they do not show in the list of processes",
    )
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Restore, and say what is in place now and where the old file is."""
    from datetime import datetime

    from posapp.cli import reader_language
    from posapp.cli._long_work import shown
    from posapp.cli._shop import shop_file
    from posapp.i18n import t
    from posapp.store.keys import read_words
    from posapp.store.restore import restore

    words = sys.stdin.read() if args.key_words == "-" else args.key_words
    key = read_words(words) if words is not None else None
    now = datetime.now().astimezone()
    with shown() as progress:
        done = restore(args.file, shop_file(args), moment=now, key=key, progress=progress)
    if args.json:
        answer = {
            "file": str(done.file),
            "aside": str(done.aside) if done.aside else None,
            "till": done.till,
            "till_before": done.till_before,
            "events": done.events,
            "last_moment": done.last_moment,
            "was_enrolled": done.was_enrolled,
        }
        print(json.dumps(answer, ensure_ascii=False))
        return 0
    language = reader_language(args)
    if done.last_moment:
        print(t("restore.done", language, file=str(done.file), last=datetime.fromisoformat(done.last_moment)))
    else:
        print(t("restore.done_empty", language, file=str(done.file)))
    if done.aside:
        print(t("restore.aside", language, file=str(done.aside)))
    if done.was_enrolled:
        print(t("restore.enrol_again", language))
    return 0
