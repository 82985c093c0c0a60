"""What `posapp return` and `posapp void` have in common."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from posapp.cli._shop import add_input, answer, opened
from posapp.loyalty.programs.base import form
from posapp.loyalty.words import Reason

if TYPE_CHECKING:
    from posapp.till.context import Till
    from posapp.till.views import ReturnPreview, ReturnRecorded


@dataclass(frozen=True, slots=True, kw_only=True)
class BackLine:
    """Units of a line (counted from 0) that come back."""

    line: int = field(metadata=form(least=0))
    quantity: int = field(default=1, metadata=form(least=1))


@dataclass(frozen=True, slots=True, kw_only=True)
class BackOrder:
    """What comes back: the sale's id or the number on its receipt, and the lines; `id` is the return's own."""

    sale: str
    lines: tuple[BackLine, ...] = field(metadata=form(filled=True))
    id: str | None = field(default=None, metadata=form(pattern=r"[\x21-\x7e]{8,64}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidOrder:
    """The sale that is undone; `id` is the void's own."""

    sale: str
    id: str | None = field(default=None, metadata=form(pattern=r"[\x21-\x7e]{8,64}"))


def add_back(subparsers: Any, name: str, run: Callable[[argparse.Namespace], int], **says: str) -> None:
    """Declare a command that reads an order and, with ``--preview``, only says what would happen."""
    parser = subparsers.add_parser(name, **says)
    parser.add_argument("--preview", action="store_true", help="say what would happen; nothing is kept")
    add_input(parser)
    parser.set_defaults(func=run)


def run_back(
    args: argparse.Namespace,
    order: BackOrder | VoidOrder,
    *,
    look: Callable[[Till, str], ReturnPreview],
    do: Callable[[Till, str], ReturnRecorded],
) -> int:
    """Find the sale, `look` what would happen to it or `do` it, and print the answer."""
    from posapp.till import returns

    with opened(args) as till:
        sold = returns.find_sale(till, order.sale).sale
        if args.preview:
            preview = look(till, sold)
            answer({"sale": sold, "refund": preview.refund_minor, "changes": _changes(till, args, preview.changes)})
        else:
            answer(_recorded(till, args, do(till, sold)))
    return 0


def _changes(till: Till, args: argparse.Namespace, reasons: Iterable[Reason]) -> list[str]:
    """What happens to money, points, stamps and tier, in words."""
    from posapp.cli import reader_language
    from posapp.i18n import line

    return [line(reason, language=reader_language(args), currency=till.shop.currency) for reason in reasons]


def _recorded(till: Till, args: argparse.Namespace, back: ReturnRecorded) -> dict[str, Any]:
    """The answer to a return or a void that is on the disk now."""
    document: dict[str, Any] = {
        "id": back.event,
        "sale": back.sale,
        "refund": back.refund_minor,
        "changes": _changes(till, args, back.changes),
        "again": back.again,
    }
    if back.member is not None:
        from posapp.till import members

        document["balances"] = members.balances_of(till, back.member.row.id)
    return document
