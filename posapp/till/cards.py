"""Cards: numbers that cannot be guessed, issued, revoked and replaced."""

from __future__ import annotations

from datetime import datetime

from posapp.loyalty.cards import CardRules, issue_number, receipt_number
from posapp.loyalty.errors import NotFound, Refused
from posapp.store import cards as kept
from posapp.till import settings
from posapp.till.cardview import get_member
from posapp.till.context import Till
from posapp.till.journal import append, day_of
from posapp.till.limits import plain_text

TILL_NUMBER = "till_number"
"""Under which the first day keeps this till's number on receipts."""

MOST_AT_ONCE = 10_000


def rules_of(till: Till) -> CardRules:
    """How this shop numbers its cards and receipts."""
    return CardRules(
        shop_code=till.shop.code,
        prefix=str(settings.get(till, "card.prefix")),
        digits=int(settings.get(till, "card.digits")),
    )


def receipt_of(till: Till, seq: int) -> str:
    """The number on the receipt of this till's event `seq`. A restored till counts anew under another number."""
    number = (int(till.settings.get(TILL_NUMBER, 0)) + len(till.database.own_tills)) % 1000
    return receipt_number(seq, till_number=number, rules=rules_of(till))


def fresh_number(till: Till, rules: CardRules) -> str:
    """A number that nobody has, and that nobody can guess."""
    while True:
        number = issue_number(till.digits_of_chance(rules.chance_digits), rules=rules)
        if kept.get_card(till.database, number) is None:
            return number


def issue_card(till: Till, member_id: str | None = None) -> str:
    """A fresh number; given a member, it is hers from now on. `NotFound`."""
    with till.writing() as moment:
        number = fresh_number(till, rules_of(till))
        if member_id is not None:
            get_member(till, member_id)
        kept.issue(till.database, number, member=member_id, moment=moment)
        if member_id is not None:
            announce(till, member_id, moment=moment)
        till.note("card.issued", member=member_id)
    return number


def give_card(till: Till, member_id: str, *, number: str) -> str:
    """Give a member, besides those she has, the card in her hand. `NotFound`; `Refused` where it cannot become hers."""
    with till.writing() as moment:
        get_member(till, member_id)
        take_card(till, number, member_id=member_id, moment=moment)
        announce(till, member_id, moment=moment)
        till.note("card.given", member=member_id)
    return number


def issue_cards(till: Till, count: int) -> tuple[str, ...]:
    """Fresh numbers for a sheet of cards to print (1 to 10,000); whoever is enrolled with one holds it then."""
    if not 1 <= count <= MOST_AT_ONCE:
        raise Refused.because("till.cards_at_once", most=MOST_AT_ONCE)
    rules = rules_of(till)
    numbers = []
    with till.writing() as moment:
        for _ in range(count):
            numbers.append(fresh_number(till, rules))
            kept.issue(till.database, numbers[-1], member=None, moment=moment)
        till.note("card.printed", count=count)
    return tuple(numbers)


def revoke_card(till: Till, number: str, *, reason: str) -> None:
    """Block a card: lost, stolen. `NotFound`."""
    reason = plain_text(reason)
    if not reason:
        raise Refused.because("till.reason_missing")
    with till.writing() as moment:
        card = _good(till, number)
        kept.set_state(till.database, number, state="revoked", why=reason)
        if card.member is not None:
            announce(till, card.member, moment=moment, revoked=number, reason=reason)
        till.note("card.revoked", member=card.member, reason=reason)


def replace_card(till: Till, member_id: str, *, old: str) -> str:
    """Block the old card and give the member a fresh number. `NotFound` where the old one is not hers."""
    with till.writing() as moment:
        get_member(till, member_id)
        if _good(till, old).member != member_id:
            raise NotFound.because("till.card_unknown", number=old)
        number = fresh_number(till, rules_of(till))
        kept.set_state(till.database, old, state="replaced")
        kept.issue(till.database, number, member=member_id, moment=moment)
        announce(till, member_id, moment=moment, revoked=old, reason="replaced")
        till.note("card.replaced", member=member_id)
    return number


def take_card(till: Till, number: str, *, member_id: str, moment: datetime) -> None:
    """Give a member the card in her hand, in the current transaction. `Refused` where it cannot become hers."""
    card = kept.get_card(till.database, number)
    if card is not None and card.state != "good":
        raise Refused.because("till.card_revoked", number=number)
    if card is not None and card.member is not None:
        raise Refused.because("till.card_taken", number=number)
    kept.issue(till.database, number, member=member_id, moment=moment)


def announce(
    till: Till,
    member_id: str,
    *,
    moment: datetime,
    fields: tuple[str, ...] = ("cards",),
    revoked: str = "",
    reason: str = "",
) -> None:
    """Tell headquarters, in the current transaction, that the register of a member changed."""
    body: dict[str, object] = {"day": day_of(moment), "member": member_id, "fields": sorted(fields)}
    if revoked:
        body["cards_revoked"] = [{"number": revoked, "reason": reason}]
    append(till, kind="member", event=till.new_id(), moment=moment, body=body)


def _good(till: Till, number: str) -> kept.Card:
    card = kept.get_card(till.database, number)
    if card is None:
        raise NotFound.because("till.card_unknown", number=number)
    if card.state != "good":
        raise Refused.because("till.card_revoked", number=number)
    return card
