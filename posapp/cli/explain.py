"""`posapp explain`: why a sale cost what it did, as it was told then, and the same worked out once more."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from posapp.cli._shop import answer, opened

if TYPE_CHECKING:
    from posapp.till.context import Till
    from posapp.till.explain import Explained


def add(subparsers: Any) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "explain",
        help="why a sale cost what it did",
        description="Shows a sale's lines, what each program gave and why, why others gave nothing, and which version"
        " of each program that was; then works it all out once more from the journal and says whether it is the same.",
    )
    parser.add_argument("sale", metavar="RECEIPT", help="the number on the receipt, or the sale's id")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Find, work out, print."""
    from posapp.till.explain import explain

    with opened(args) as till:
        found = explain(till, args.sale)
        if args.json:
            answer(_document(args, till, found))
        else:
            print("\n".join(_told(args, till, found)))
    return 0


def _document(args: argparse.Namespace, till: Till, found: Explained) -> dict[str, Any]:
    from posapp.cli import reader_language
    from posapp.i18n import line
    from posapp.loyalty.journal import entry_document
    from posapp.loyalty.told import outcome_document

    language, currency = reader_language(args), till.shop.currency
    return {
        "sale": found.sale.sale,
        "receipt": found.sale.receipt,
        "moment": found.sale.moment.isoformat(),
        "member": found.quote.member,
        **outcome_document(found.quote, say=lambda reason: line(reason, language, currency), language=language),
        "entries": [entry_document(entry) for entry in found.entries],
        "programs": [
            {
                "id": each.id,
                "version": each.version,
                "newest": each.newest,
                "written": each.written.isoformat(),
                "document": dict(each.document),
            }
            for each in found.programs
        ],
        "same": found.same,
        "differences": [line(reason, language, currency) for reason in found.differences],
    }


def _told(args: argparse.Namespace, till: Till, found: Explained) -> Iterator[str]:
    from posapp.cli import reader_language
    from posapp.i18n import line, moment, money, t

    language, currency = reader_language(args), till.shop.currency
    quote = found.quote
    who = f" · {found.sale.member.name}" if found.sale.member else ""
    yield f"{found.sale.receipt} · {moment(found.sale.moment, language)}{who}"
    for each in quote.lines:
        name = t("explain.line", language, name=each.line.name.in_language(language), count=each.line.quantity)
        before = money(each.line.list_minor, currency, language)
        paid = money(each.net_minor, currency, language)
        yield f"  {name}: {before} → {paid}" if each.off else f"  {name}: {paid}"
    for benefit in quote.benefits:
        off = money(-benefit.off_minor, currency, language)
        yield f"{benefit.name.in_language(language)} {off}: {line(benefit.reason, language, currency)}"
    for tendered in quote.paid_with:
        name = (
            till.names[tendered.program].in_language(language) if tendered.program in till.names else tendered.program
        )
        yield t("explain.paid_with", language, name=name, amount=money(tendered.amount_minor, currency, language))
    for earned in quote.earned:
        name = t("explain.brought", language, name=earned.name.in_language(language), count=earned.amount)
        yield f"{name}: {line(earned.reason, language, currency)}"
    for perk in quote.perks:
        yield perk.say.in_language(language)
    for notice in quote.notices:
        yield f"{notice.name.in_language(language)}: {line(notice.say, language, currency)}"
    yield t("explain.to_pay", language, amount=money(quote.due_minor, currency, language))
    if quote.why_not:
        yield f"\n{t('explain.gave_not', language)}"
    for why_not in quote.why_not:
        yield f"  {why_not.name.in_language(language)}: {line(why_not.reason, language, currency)}"
    yield f"\n{t('explain.programs', language)}"
    for program in found.programs:
        key = "explain.version" if program.version == program.newest else "explain.version_of"
        version = t(key, language, version=program.version, newest=program.newest)
        yield f"  {program.name.in_language(language)} ({program.id}): {version}"
    yield f"\n{t('explain.same' if found.same else 'explain.differs', language)}"
    for reason in found.differences:
        yield f"  {line(reason, language, currency)}"
