"""`posapp period`: what closing a period gives to whom, and closing it, once and only once."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from posapp.cli._shop import answer, opened

if TYPE_CHECKING:
    from posapp.loyalty.money import Currency
    from posapp.till.owner_views import PeriodShared


def add(subparsers: Any) -> None:
    """Declare the command and what it can do."""
    parser = subparsers.add_parser(
        "period",
        help="share among the members what a period brought",
        description="A program that shares what was spent or earned posts it when its period is closed.",
    )
    acts = parser.add_subparsers(dest="act", metavar="WHAT", required=True)
    acts.add_parser("list", help="every such program, and the last period that is over").set_defaults(func=_list)
    for name, what, func in (
        ("preview", "what closing would give, and to whom; nothing is posted", _preview),
        ("close", "post it to every member (a manager), once and only once", _close),
    ):
        act = acts.add_parser(name, help=what)
        act.add_argument("program")
        act.add_argument("--period", help="2026-07, 2026-Q3 or 2026; the last one that is over where it is left out")
        act.add_argument("--profit", metavar="N", help="the period's profit, where that is what is shared")
        act.set_defaults(func=func)


def _list(args: argparse.Namespace) -> int:
    from posapp.cli import reader_language
    from posapp.i18n import say, t
    from posapp.loyalty.periods import called
    from posapp.till import periods

    language = reader_language(args)
    with opened(args) as till:
        rows, currency = periods.rows(till), till.shop.currency
    if args.json:
        closed = [row.closed.isoformat() if row.closed else None for row in rows]
        told = zip(rows, closed, strict=True)
        answer({"periods": [{"program": row.program, "period": row.period, "closed": when} for row, when in told]})
        return 0
    for row in rows:
        key = "cli_games.period_closed" if row.closed else "cli_games.period_open"
        stands = t(key, language, day=row.closed.date() if row.closed else row.last)
        said = say(called(row.period), language, currency)
        print(f"{row.program}  {row.name.in_language(language)}: {said} · {stands}")
    return 0


def _preview(args: argparse.Namespace) -> int:
    from posapp.till import periods

    with opened(args) as till:
        profit = _profit(args, till.shop.currency)
        found = periods.preview(till, args.program, period=args.period, profit_minor=profit)
        _tell(found, args, till.shop.currency)
    return 0


def _close(args: argparse.Namespace) -> int:
    from posapp.till import periods

    with opened(args) as till:
        profit = _profit(args, till.shop.currency)
        found = periods.close(till, args.program, period=args.period, profit_minor=profit)
        _tell(found, args, till.shop.currency)
    return 0


def _profit(args: argparse.Namespace, currency: Currency) -> int | None:
    """The profit in minor units, from what a person writes: 1250000 won, 12500.00 dollars. `Refused`."""
    from decimal import Decimal, InvalidOperation

    from posapp.loyalty.errors import Refused

    if args.profit is None:
        return None
    try:
        minor = Decimal(args.profit.replace(",", "")).scaleb(currency.digits)
        if minor != minor.to_integral_value():
            raise InvalidOperation
    except (InvalidOperation, ValueError):
        raise Refused.because("cli_games.profit_form", written=args.profit) from None
    return int(minor)


def _tell(found: PeriodShared, args: argparse.Namespace, currency: Currency) -> None:
    from posapp.cli import reader_language
    from posapp.i18n import money, t
    from posapp.loyalty.periods import called

    language = reader_language(args)
    if args.json:
        answer(
            {
                "program": found.program,
                "period": found.period,
                "base": found.base_minor,
                "shared": found.shared,
                "unit": found.unit,
                "posted": found.posted.isoformat() if found.posted else None,
                "parts": [{"member": p.member, "spent": p.spent_minor, "part": p.part} for p in found.parts],
            }
        )
        return
    for part in found.parts:
        amount = money(part.part, currency, language) if found.unit == "money" else f"{part.part:,}"
        spent = money(part.spent_minor, currency, language)
        print(f"  {part.name}  {spent}  {amount}")
    base = money(found.base_minor, currency, language)
    total = money(found.shared, currency, language) if found.unit == "money" else f"{found.shared:,}"
    key = "cli_games.period_preview" if found.posted is None else "cli_games.period_posted"
    print(t(key, language, count=len(found.parts), base=base, total=total, period=called(found.period)))
