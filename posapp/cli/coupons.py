"""`posapp coupons`: made by hand, listed, printed with their barcodes."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from posapp.cli._shop import answer, folder_for, opened

if TYPE_CHECKING:
    from posapp.till.context import Till
    from posapp.till.coupons import CouponView


def add(subparsers: Any) -> None:
    """Declare the command and what is below it."""
    parser = subparsers.add_parser(
        "coupons", help="make, list and print coupons", description="Coupons with codes of their own."
    )
    below = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    making = below.add_parser("issue", help="make coupons by hand, for a member or for whoever brings them")
    making.add_argument("program", help="the coupon program")
    making.add_argument("--count", type=int, default=1, metavar="N", help="how many, 1 to 1000 (default 1)")
    making.add_argument("--member", metavar="WHO", help="whose they are: her id or one of her cards")
    making.add_argument("--reason", default="", metavar="TEXT", help="why, for the log")
    making.set_defaults(func=run_issue)
    listing = below.add_parser("list", help="those that can still be used, the first to end in front")
    listing.add_argument("--program", metavar="ID", help="of this program")
    listing.add_argument("--member", metavar="WHO", help="of this member: her id or one of her cards")
    listing.set_defaults(func=run_list)
    printing = below.add_parser(
        "print",
        help="coupons as PDF or PNG, with Code 128",
        description="Draws the coupons with these codes (without any: all that can be used), prints the files' names.",
    )
    printing.add_argument("code", nargs="*", metavar="CODE")
    printing.add_argument("--program", metavar="ID", help="without codes: those of this program")
    printing.add_argument("--member", metavar="WHO", help="without codes: those of this member")
    printing.add_argument("--layout", choices=("a4", "receipt"), default="a4", help="ten on A4, or receipt paper")
    printing.add_argument("--format", choices=("pdf", "png"), default="pdf", help="one PDF, or a PNG a page")
    printing.add_argument("--out", type=Path, default=Path("coupons"), metavar="DIR", help="the folder")
    printing.set_defaults(func=run_print)


def run_issue(args: argparse.Namespace) -> int:
    """Make them, print their codes."""
    from posapp.cli.member import whose
    from posapp.till import coupons

    with opened(args) as till:
        member = whose(till, args.member) if args.member else None
        made = coupons.issue(till, args.program, count=args.count, member=member, reason=args.reason)
        _tell(till, args, made)
    return 0


def run_list(args: argparse.Namespace) -> int:
    """Say which there are."""
    with opened(args) as till:
        _tell(till, args, _wanted(till, args))
    return 0


def run_print(args: argparse.Namespace) -> int:
    """Draw them, say which files were written."""
    from posapp.cards.sheet import write_cards
    from posapp.cards.voucher import coupon_face
    from posapp.loyalty.errors import NotFound
    from posapp.till import coupons

    with opened(args) as till:
        found = tuple(coupons.get(till, code) for code in args.code) or _wanted(till, args)
        shop, language = till.shop, till.language
    if not found:
        raise NotFound.because("cli_coupons.none")
    faces = [
        coupon_face(
            shop=shop.name,
            gives=each.gives,
            expires_on=each.expires_on,
            code=each.code,
            language=language,
            currency=shop.currency,
        )
        for each in found
    ]
    with folder_for(args.out):
        files = write_cards(faces, args.out, layout=args.layout, file_format=args.format, name="coupon")
    if args.json:
        answer({"coupons": [each.code for each in found], "files": [str(file) for file in files]})
    else:
        print(*files, sep="\n")
    return 0


def _wanted(till: Till, args: argparse.Namespace) -> tuple[CouponView, ...]:
    from posapp.cli.member import whose
    from posapp.till import coupons

    return coupons.listed(till, program=args.program, member=whose(till, args.member) if args.member else None)


def _tell(till: Till, args: argparse.Namespace, found: tuple[CouponView, ...]) -> None:
    from posapp.cli import reader_language
    from posapp.i18n import line, t

    language = reader_language(args)
    if args.json:
        answer({"coupons": [_document(each) for each in found]})
        return
    for each in found:
        who = each.member or t("cli_coupons.anybody", language)
        print(f"{each.code}  {each.program}  {line(each.said, language, till.shop.currency)}  {who}")
    if not found:
        print(t("cli_coupons.none", language))


def _document(view: CouponView) -> dict[str, Any]:
    last = view.expires_on.isoformat() if view.expires_on else None
    return {
        "code": view.code,
        "program": view.program,
        "uses": view.uses,
        "expires_on": last,
        "member": view.member,
    }
