"""A sale from the first scan to the payment. Each step keeps the draft, so that a crash reopens on this basket."""

from __future__ import annotations

from posapp.loyalty.basket import Redemption
from posapp.till.context import Till
from posapp.till.views import Draft, OpenSale, SaleRecorded, SaleView, Scanned


def begin(till: Till) -> OpenSale:
    """A new, empty sale. Its id is made here."""
    raise NotImplementedError


def reopen(till: Till) -> OpenSale | None:
    """The sale that was open when the till was last closed or crashed; None where there was none."""
    raise NotImplementedError


def scan(till: Till, draft: Draft, text: str) -> Scanned:
    """The one box and the scanner: a card, a product, a receipt, the last four digits of a phone, a name.

    A card puts its member on the sale, a product adds one unit; everything else leaves the sale as it was.
    """
    raise NotImplementedError


def choose_member(till: Till, draft: Draft, member_id: str) -> OpenSale:
    """Put a member on the sale. `NotFound`."""
    raise NotImplementedError


def drop_member(till: Till, draft: Draft) -> OpenSale:
    """Sell to a customer without a card after all; what only a member can redeem is dropped too."""
    raise NotImplementedError


def add_product(till: Till, draft: Draft, product_id: str, *, quantity: int = 1) -> OpenSale:
    """Add units of a product; a line of the same product and price grows. `NotFound`, `Refused`."""
    raise NotImplementedError


def add_amount(
    till: Till, draft: Draft, *, amount_minor: int, category: str, name: str | None = None
) -> OpenSale:
    """The amount pad: one amount of one category, rung up on another machine."""
    raise NotImplementedError


def add_unknown(till: Till, draft: Draft, *, code: str, price_minor: int) -> OpenSale:
    """A code that is not in the catalogue, at a keyed price."""
    raise NotImplementedError


def set_quantity(till: Till, draft: Draft, *, line: int, quantity: int) -> OpenSale:
    """Change a line (counted from 0) to `quantity` units, 1 or more."""
    raise NotImplementedError


def remove_line(till: Till, draft: Draft, *, line: int) -> OpenSale:
    """Take a line (counted from 0) out of the basket."""
    raise NotImplementedError


def redeem(till: Till, draft: Draft, redemption: Redemption) -> OpenSale:
    """Use an offer in this sale. Asking twice changes nothing. `NotEnough` names the largest number allowed."""
    raise NotImplementedError


def unredeem(till: Till, draft: Draft, redemption: Redemption) -> OpenSale:
    """Take a redemption back out of the sale."""
    raise NotImplementedError


def price(till: Till, draft: Draft) -> OpenSale:
    """The draft at its price of this moment. Nothing is kept."""
    raise NotImplementedError


def take_payment(till: Till, draft: Draft, *, tender: str = "cash") -> SaleRecorded:
    """Keep the sale for good: priced again at this moment, posted, durable when this returns.

    The same draft again posts nothing and answers as the first time (`again` is true). `Refused` leaves everything as
    it was.
    """
    raise NotImplementedError


def hold(till: Till, draft: Draft) -> OpenSale:
    """Put the sale aside and begin the next one, which is returned."""
    raise NotImplementedError


def held(till: Till) -> tuple[Draft, ...]:
    """The sales that were put aside, oldest first."""
    raise NotImplementedError


def take_up(till: Till, sale: str) -> OpenSale:
    """Go on with a sale that was put aside. `NotFound`."""
    raise NotImplementedError


def discard(till: Till, draft: Draft) -> OpenSale:
    """Throw the draft away and begin the next sale, which is returned."""
    raise NotImplementedError


def last_sale(till: Till) -> SaleView | None:
    """The newest sale of this till that was not voided, for *Undo*."""
    raise NotImplementedError
