"""What came of a sale, as a document under the names that a scenario's ``expect`` knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from posapp.loyalty.outcome import Issued, Quote
from posapp.loyalty.words import Reason


def outcome_document(
    quote: Quote,
    *,
    say: Callable[[Reason], str],
    language: str,
    balances: Mapping[str, int] | None = None,
    tier: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The JSON form of a quote, or of the sale that it became; amounts in minor units.

    `say` makes a sentence in `language`. `balances` and `tier` are the member's after a sale; without `tier` the
    levels that the quote found stand there.
    """
    discounts: Counter[str] = Counter()
    for benefit in quote.benefits:
        discounts[benefit.program] += benefit.off_minor
    paid_with: Counter[str] = Counter()
    for tendered in quote.paid_with:
        paid_with[tendered.holder if tendered.by_code else tendered.program] += tendered.amount_minor
    document: dict[str, Any] = {
        "list": quote.list_minor,
        "discount": quote.discount_minor,
        "due": quote.due_minor,
        "discounts": {name: amount for name, amount in discounts.items() if amount},
        "paid_with": {name: amount for name, amount in paid_with.items() if amount},
        "earned": {each.program: each.amount for each in quote.earned if each.amount},
        "issued": {name: count for name, count in quote.issued.items() if count},
        "lines": [line.net_minor for line in quote.lines],
        "perks": _joined((perk.program, perk.say.in_language(language)) for perk in quote.perks),
        "tier": dict(quote.tiers if tier is None else tier),
        "why": _joined((each.program, say(each.reason)) for each in quote.benefits),
        "why_not": _joined((each.program, say(each.reason)) for each in quote.why_not),
    }
    if quote.notices:
        document["notices"] = _joined((each.program, say(each.say)) for each in quote.notices)
    if quote.coupons:
        document["coupons"] = [_coupon(each) for each in quote.coupons]
    if balances is not None:
        document["balances"] = dict(balances)
    if quote.bounded:
        document["bounded"] = True
    return document


def _coupon(issued: Issued) -> dict[str, Any]:
    """A coupon's code as its barcode says it, and its last day."""
    last = issued.expires_on.isoformat() if issued.expires_on else None
    return {"program": issued.program, "code": issued.code, "expires_on": last}


def _joined(pairs: Any) -> dict[str, str]:
    """Sentences by program; several of one program stand behind each other."""
    found: dict[str, str] = {}
    for program, words in pairs:
        found[program] = f"{found[program]}; {words}" if program in found else words
    return found
