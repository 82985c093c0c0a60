"""`posapp backup`: a copy of the shop's file, taken while the till is at work."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any


def add(subparsers: Any) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "backup",
        help="copy the shop's file to a folder or a stick, while the till is at work",
        description="Writes an encrypted copy of the shop as it is at this moment, reads it back page by page, and only"
        " then gives it its name. It needs the same key as the shop: keep the recovery sheet where the copy is not.",
    )
    parser.add_argument(
        "folder", nargs="?", type=Path, metavar="DIR", help="where to (the setting backup.folder, else beside the shop)"
    )
    parser.add_argument("--keep", type=_at_least_one, default=14, metavar="N", help="keep the newest N there (14)")
    parser.set_defaults(func=run)


def _at_least_one(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is less than 1")
    return number


def run(args: argparse.Namespace) -> int:
    """Write the backup and say where it is."""
    from datetime import datetime

    from posapp.cli import reader_language
    from posapp.cli._long_work import shown
    from posapp.cli._shop import shop_file
    from posapp.i18n import t
    from posapp.store.backup import backup
    from posapp.store.database import Database
    from posapp.store.settings import get_setting

    path = shop_file(args)
    with Database.open(path) as db, shown() as progress:
        named = args.folder or get_setting(db, "backup.folder") or path.absolute().parent / "backups"
        made = backup(db, Path(named), moment=datetime.now().astimezone(), keep=args.keep, progress=progress)
    if args.json:
        removed = [str(file) for file in made.removed]
        answer = {"file": str(made.file), "bytes": made.size_bytes, "events": made.events, "removed": removed}
        print(json.dumps(answer, ensure_ascii=False))
        return 0
    language = reader_language(args)
    megabytes = f"{made.size_bytes / 1e6:.1f}"
    print(t("backup.made", language, file=str(made.file), megabytes=megabytes, events=made.events))
    if made.removed:
        print(t("backup.made_room", language, count=len(made.removed)))
    return 0
