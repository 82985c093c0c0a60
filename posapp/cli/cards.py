"""`posapp cards`: cards to print, with numbers dealt by the shop, and the recovery sheet."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from posapp.cli._shop import answer, folder_for, opened, shop_file

if TYPE_CHECKING:
    from posapp.cards.card import CardFace
    from posapp.till.context import Till

CODES = ("code128", "ean13", "qr")


def add(subparsers: Any) -> None:
    """Declare the command and what is below it."""
    parser = subparsers.add_parser(
        "cards", help="print cards and the recovery sheet", description="Pictures to print: cards, the recovery sheet."
    )
    below = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    printing = below.add_parser(
        "print",
        help="cards as PDF or PNG",
        description="Draws cards with fresh numbers, or a member's own card, and prints the files' names.",
    )
    which = printing.add_mutually_exclusive_group()
    which.add_argument("--count", type=int, default=10, metavar="N", help="fresh numbers, 1 to 1000 (default 10)")
    which.add_argument("--member", metavar="ID", help="the newest card of this member, with her name on it")
    which.add_argument("--number", metavar="N", help="this number again, as it is")
    printing.add_argument("--code", choices=CODES, help="the barcode (EAN-13 for 13 digits, else Code 128)")
    printing.add_argument("--layout", choices=("a4", "cr80"), default="a4", help="ten on A4, or a page a card")
    printing.add_argument("--format", choices=("pdf", "png"), default="pdf", help="one PDF, or a PNG a page")
    printing.add_argument("--dpi", type=int, default=300, help="the printer's dots an inch, 200 to 1200 (default 300)")
    printing.add_argument("--out", type=Path, default=Path("cards"), metavar="DIR", help="the folder (default cards)")
    printing.set_defaults(func=run_print)
    sheet = below.add_parser(
        "recovery",
        help="the recovery sheet as PDF or PNG",
        description="Draws the page with the shop's key, to print and keep in a safe. The file is yours to delete.",
    )
    sheet.add_argument("--out", type=Path, default=Path("recovery-sheet.pdf"), metavar="FILE", help="the file")
    sheet.set_defaults(func=run_recovery)


def run_print(args: argparse.Namespace) -> int:
    """Deal the numbers, draw, say which files were written."""
    from posapp.cards.sheet import write_cards
    from posapp.loyalty.errors import Refused

    if not 1 <= args.count <= 1000:
        raise Refused.because("cli-cards.count", most=1000)
    if not 200 <= args.dpi <= 1200:
        raise Refused.because("cli-cards.dpi")
    with folder_for(args.out):
        with opened(args) as till:
            faces = _faces(till, args)
        files = write_cards(
            faces, args.out, layout=args.layout, file_format=args.format, dpi=args.dpi, progress=_progress(args)
        )
    if args.json:
        answer({"numbers": [face.number for face in faces], "files": [str(file) for file in files]})
    else:
        print(*files, sep="\n")
    return 0


def run_recovery(args: argparse.Namespace) -> int:
    """Draw the sheet with the shop's key."""
    from posapp.cards.recovery import write_recovery
    from posapp.cli import reader_language
    from posapp.loyalty.errors import Refused
    from posapp.store.keys import find_key, recovery_sheet

    if args.out.suffix.lower() not in (".pdf", ".png"):
        raise Refused.because("cli-cards.ending")
    path = shop_file(args)
    with opened(args) as till:
        sheet = recovery_sheet(path, find_key(path), shop=till.shop.name)
    with folder_for(args.out.parent):
        file = write_recovery(
            args.out,
            shop=sheet.shop,
            file=sheet.file,
            key_name=sheet.key_name,
            groups=sheet.groups,
            language=reader_language(args),
        )
    if args.json:
        answer({"files": [str(file)]})
    else:
        print(file)
    return 0


def _faces(till: Till, args: argparse.Namespace) -> list[CardFace]:
    """What stands on each card: fresh numbers, or one member's newest, or the number given."""
    from posapp.cards.card import CardFace
    from posapp.i18n import t
    from posapp.loyalty.errors import NotFound
    from posapp.till.cards import issue_cards
    from posapp.till.members import profile

    holder = ""
    numbers: tuple[str, ...]
    if args.member:
        member = profile(till, args.member)
        if not member.cards:
            raise NotFound.because("cli-cards.no_card", name=member.name)
        holder, numbers = member.name, (member.cards[-1],)
    elif args.number:
        numbers = (args.number,)
    else:
        numbers = issue_cards(till, args.count)
    kind = t("cards.kind", till.language)
    return [
        CardFace(
            shop=till.shop.name,
            kind=kind,
            number=number,
            holder=holder,
            symbology=args.code or ("ean13" if len(number) == 13 else "code128"),
        )
        for number in numbers
    ]


def _progress(args: argparse.Namespace) -> Any:
    if args.json or not sys.stderr.isatty():
        return None
    return lambda done, total: print(f"\r{done} / {total}", end="" if done < total else "\n", file=sys.stderr)
