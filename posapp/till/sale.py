"""A sale from the first scan to the payment. Each step keeps the draft, so that a crash reopens on this basket."""

from __future__ import annotations

from dataclasses import replace
from threading import Thread

from posapp.loyalty.basket import Basket, Line, Product, Redemption
from posapp.loyalty.errors import NotFound, Refused
from posapp.loyalty.members import Member
from posapp.loyalty.quote import quote
from posapp.loyalty.words import Reason, Text
from posapp.store import baskets
from posapp.till import codes, products
from posapp.till.cardview import codes_in, drawn, get_member, get_member_or_none, standing_of
from posapp.till.context import Till
from posapp.till.drafts import draft_document, read_draft
from posapp.till.limits import check_basket, check_price, plain_text
from posapp.till.payment import take_payment
from posapp.till.returns import last_sale
from posapp.till.scan import look_up
from posapp.till.shown import remember_shown
from posapp.till.views import (
    CardToLoad,
    CardUnknown,
    CodeFound,
    CodeUnknown,
    Draft,
    MemberFound,
    OpenSale,
    ProductFound,
    Scanned,
)

__all__ = [
    "add_amount",
    "add_product",
    "add_unknown",
    "begin",
    "choose_member",
    "discard",
    "drop_member",
    "held",
    "hold",
    "last_sale",
    "load_card",
    "price",
    "read_ahead",
    "redeem",
    "remove_line",
    "reopen",
    "scan",
    "set_quantity",
    "still_possible",
    "take_payment",
    "take_up",
    "unredeem",
]


def begin(till: Till) -> OpenSale:
    """A new, empty sale. Its id is made here; it is kept from its first scan on."""
    return price(till, Draft(sale=till.new_id(), opened=till.now()))


def reopen(till: Till) -> OpenSale | None:
    """The sale that was open when the till was last closed or crashed; None where there was none.

    What cannot be had any more (a reward used elsewhere meanwhile, a member erased) is dropped, not in the way.
    """
    keep(till)
    document = baskets.open_basket(till.database)
    return still_possible(till, read_draft(document)) if document is not None else None


def read_ahead(till: Till) -> Thread | None:
    """Have the shop's file read into the system's cache, for a till that will be asked for one member after another.

    The thread that sees to it, or None where it is not done (see `store.warm`).
    """
    from posapp.store.warm import read_ahead

    return read_ahead(till.database.path)


def price(till: Till, draft: Draft) -> OpenSale:
    """The draft at its price of this moment. Nothing is kept. `Refused` where it cannot be sold so."""
    till.look_again()
    check_basket(draft.basket)
    member = get_member(till, draft.member) if draft.member is not None else None
    return _priced(till, draft, member)


def scan(till: Till, draft: Draft, text: str) -> Scanned:
    """The one box and the scanner: a card, a product, a receipt, the last four digits of a phone, a name.

    A card puts its member on the sale, a product adds one unit, a coupon is used if it can be, a gift card is offered;
    everything else leaves the sale as it was.
    """
    found = look_up(till, text)
    if draft.to_load:
        number = codes.to_be_loaded(till, found, text)
        if number is not None:
            return Scanned(found=ProductFound(products.get(till, draft.to_load)), sale=load_card(till, draft, number))
        draft = replace(draft, to_load="")  # something else was scanned: no card is sold
    if isinstance(found, ProductFound) and codes.wants_card(till, found.product.id):
        return Scanned(found=CardToLoad(found.product), sale=_keep(till, replace(draft, to_load=found.product.id)))
    if isinstance(found, CodeFound):
        return _with_code(till, draft, found)
    if isinstance(found, MemberFound):
        return Scanned(found=found, sale=choose_member(till, draft, found.row.id))
    if isinstance(found, ProductFound):
        return Scanned(found=found, sale=_keep(till, _with_product(draft, found.product, 1)))
    if isinstance(found, CardUnknown | CodeUnknown):
        remember_shown(till, found.number if isinstance(found, CardUnknown) else found.code)
    return Scanned(found=found, sale=price(till, draft))


def _with_code(till: Till, draft: Draft, found: CodeFound) -> Scanned:
    """A coupon is used if it can be, and offered from now on if not; a gift card is offered."""
    if found.code in codes_in(draft):
        told = replace(found, said=Reason.of("till.code_twice", name=found.name), refused=True)
        return Scanned(found=told, sale=price(till, draft))
    rule = codes.rule_behind(till, found.code)
    shown = replace(draft, shown=tuple(dict.fromkeys((*draft.shown, found.code))))
    if rule is not None and rule.redeems and not found.refused:
        asked = Redemption(coupon=found.code)
        used = replace(shown, basket=replace(shown.basket, redeem=(*shown.basket.redeem, asked)))
        try:
            now = _keep(till, used)
            better = next((each.reason for each in now.quote.why_not if each.program == rule.id), None)
            won = any(each.program == rule.id for each in now.quote.benefits)
            if better is not None and not won:
                found = replace(found, said=Reason.of("till.code_outdone", name=found.name, why=better))
            return Scanned(found=found, sale=now)
        except Refused as refused:
            found = replace(found, said=refused.reason, refused=True)
    return Scanned(found=found, sale=_keep(till, shown))


def load_card(till: Till, draft: Draft, number: str = "") -> OpenSale:
    """Ring up the product that was waiting for a card's number (``""``: a fresh one). `Refused` where none waits, or
    the card may not be loaded."""
    if not draft.to_load:
        raise Refused.because("till.nothing_to_load")
    product = products.get(till, draft.to_load)
    line = replace(_line_of(product, 1), gift_card=number or codes.fresh_gift_card(till))
    return _keep(till, replace(_with_line(draft, line), to_load=""))


def choose_member(till: Till, draft: Draft, member_id: str) -> OpenSale:
    """Put a member on the sale; another one before her leaves with what she asked to redeem. `NotFound`."""
    if draft.member in (None, member_id):
        return _keep(till, replace(draft, member=member_id))
    return _keep(till, replace(draft, member=member_id, basket=replace(draft.basket, redeem=())))


def drop_member(till: Till, draft: Draft) -> OpenSale:
    """Sell to a customer without a card after all; what was to be redeemed is dropped too."""
    return _keep(till, replace(draft, member=None, basket=replace(draft.basket, redeem=())))


def add_product(till: Till, draft: Draft, product_id: str, *, quantity: int = 1) -> OpenSale:
    """Add units of a product; a line of the same product and price grows. `NotFound`, `Refused`."""
    return _keep(till, _with_product(draft, products.get(till, product_id), quantity))


def add_amount(till: Till, draft: Draft, *, amount_minor: int, category: str, name: str | None = None) -> OpenSale:
    """The amount pad: one amount of one category (``""`` for none), rung up on another machine. `Refused`."""
    check_price(amount_minor)
    category = plain_text(category)
    written = plain_text(name or "")
    usual = products.category_name(category) if category else Text.read({"en": "Amount", "ko": "금액"})
    line = Line(
        product=f"amount:{category}" if category else "amount",
        name=Text(written) if written else usual,
        price_minor=amount_minor,
        categories=(category,) if category else (),
    )
    return _keep(till, _with_lines(draft, (*draft.basket.lines, line)))


def add_unknown(till: Till, draft: Draft, *, code: str, price_minor: int) -> OpenSale:
    """A code that is not in the catalogue, at a keyed price. `Refused`."""
    check_price(price_minor)
    code = plain_text(code)
    if not code:
        raise Refused.because("till.code_missing")
    return _keep(till, _with_line(draft, Line(product=code, name=Text(code), price_minor=price_minor)))


def set_quantity(till: Till, draft: Draft, *, line: int, quantity: int) -> OpenSale:
    """Change a line (counted from 0) to `quantity` units, 1 or more; what cannot be redeemed any more is dropped."""
    changed = replace(_line(draft, line), quantity=quantity)
    lines = draft.basket.lines
    other = _with_lines(draft, (*lines[:line], changed, *lines[line + 1 :]))
    return _keep(till, _redeemable(till, other).draft)


def remove_line(till: Till, draft: Draft, *, line: int) -> OpenSale:
    """Take a line (counted from 0) out of the basket, and whatever is to be redeemed and was possible only with it."""
    _line(draft, line)
    lines = draft.basket.lines
    shorter = _with_lines(draft, (*lines[:line], *lines[line + 1 :]))
    return _keep(till, _redeemable(till, shorter).draft)


def redeem(till: Till, draft: Draft, redemption: Redemption) -> OpenSale:
    """Use an offer in this sale. Asking twice changes nothing. `NotEnough` names the largest number allowed.

    Points or gift-card money asked for again replace the number asked for before.
    """
    others = tuple(asked for asked in draft.basket.redeem if _source(asked) != _source(redemption))
    asked = draft.basket.redeem if redemption in draft.basket.redeem else (*others, redemption)
    return _keep(till, replace(draft, basket=replace(draft.basket, redeem=asked)))


def unredeem(till: Till, draft: Draft, redemption: Redemption) -> OpenSale:
    """Take a redemption back out of the sale."""
    left = tuple(asked for asked in draft.basket.redeem if _source(asked) != _source(redemption))
    return _keep(till, replace(draft, basket=replace(draft.basket, redeem=left)))


def hold(till: Till, draft: Draft) -> OpenSale:
    """Put the sale aside and begin the next one, which is returned. An empty one is simply left."""
    if not draft.basket.lines:
        return discard(till, draft)
    till.no_draft(draft.sale)
    with till.writing() as moment:
        baskets.put_basket(till.database, draft.sale, document=draft_document(draft), moment=moment, held=True)
    return begin(till)


def held(till: Till) -> tuple[Draft, ...]:
    """The sales that were put aside, oldest first."""
    keep(till)
    return tuple(map(read_draft, baskets.held_baskets(till.database)))


def take_up(till: Till, sale: str) -> OpenSale:
    """Go on with a sale that was put aside; what cannot be had any more is dropped. `NotFound`."""
    document = baskets.get_basket(till.database, sale)
    if document is None:
        raise NotFound.because("till.held_unknown")
    return _keep(till, still_possible(till, read_draft(document)).draft)


def discard(till: Till, draft: Draft) -> OpenSale:
    """Throw the draft away and begin the next sale, which is returned."""
    till.no_draft(draft.sale)
    with till.writing():
        if baskets.drop_basket(till.database, draft.sale) and draft.basket.lines:
            till.note("sale.discarded", sale=draft.sale, lines=len(draft.basket.lines))
    return begin(till)


def _priced(till: Till, draft: Draft, member: Member | None) -> OpenSale:
    asked = quote(
        till.catalogue,
        basket=draft.basket,
        member=member,
        standing=standing_of(till, member, others=codes_in(draft), shown=draft.shown),
        moment=till.now(),
        sale=draft.sale,
    )
    card = drawn(till, member, asked.panels) if member else None
    return OpenSale(draft=draft, quote=asked.before_payment(), member=card)


def keep(till: Till) -> None:
    """Keep the draft that waits, where `Till.keeps_drafts_later`; nothing where none does."""
    draft, till.draft_to_keep = till.draft_to_keep, None
    if draft is not None:
        with till.database.transaction():
            baskets.put_basket(till.database, draft.sale, document=draft_document(draft), moment=till.now())


def _keep(till: Till, draft: Draft) -> OpenSale:
    """Price the draft and keep it. A draft that is refused was never kept: the one before stands."""
    now = price(till, draft)
    till.draft_to_keep = draft
    if not till.keeps_drafts_later:
        keep(till)
    return now


def still_possible(till: Till, draft: Draft) -> OpenSale:
    """A draft found again, or priced on another day, without a member who is not there any more and without what is
    refused now. `Refused` where it cannot be sold at all."""
    if draft.member is not None and get_member_or_none(till, draft.member) is None:
        draft = replace(draft, member=None, basket=replace(draft.basket, redeem=()))
    return _redeemable(till, draft)


def _redeemable(till: Till, draft: Draft) -> OpenSale:
    """The draft without what cannot be redeemed in it any more, from the last asked for on."""
    while True:
        try:
            return price(till, draft)
        except Refused:
            if not draft.basket.redeem:
                raise
            draft = replace(draft, basket=replace(draft.basket, redeem=draft.basket.redeem[:-1]))


def _line(draft: Draft, index: int) -> Line:
    if not 0 <= index < len(draft.basket.lines):
        raise NotFound.because("till.line_unknown")
    return draft.basket.lines[index]


def _with_product(draft: Draft, product: Product, quantity: int) -> Draft:
    return _with_line(draft, _line_of(product, quantity))


def _line_of(product: Product, quantity: int) -> Line:
    return Line(
        product=product.id,
        name=product.name,
        price_minor=product.price_minor,
        quantity=quantity,
        categories=product.categories,
    )


def _with_line(draft: Draft, line: Line) -> Draft:
    """The line at the end, or its units on the line that is the same but for its quantity."""
    lines = list(draft.basket.lines)
    for n, there in enumerate(lines):
        if replace(there, quantity=line.quantity) == line and line.quantity >= 1:
            lines[n] = replace(there, quantity=there.quantity + line.quantity)
            return _with_lines(draft, tuple(lines))
    return _with_lines(draft, (*lines, line))


def _with_lines(draft: Draft, lines: tuple[Line, ...]) -> Draft:
    return replace(draft, basket=Basket(lines=lines, redeem=draft.basket.redeem))


def _source(redemption: Redemption) -> tuple[object, ...]:
    """Where a redemption takes from: at most one of each stands in a basket."""
    return redemption.program, redemption.at, redemption.gift_card, redemption.coupon
