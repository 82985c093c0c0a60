"""What is being bought: products, lines, and what the customer asks to redeem."""

from __future__ import annotations

from dataclasses import dataclass

from posapp.loyalty.words import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """Something the shop sells. `price_minor` is the shelf price of one unit; `barcodes` are what a scanner reads."""

    id: str
    name: Text
    price_minor: int
    categories: tuple[str, ...] = ()
    barcodes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`quantity` (1 or more) units of one product at `price_minor` each; `gift_card` is the code of a card sold."""

    product: str
    name: Text
    price_minor: int
    quantity: int = 1
    categories: tuple[str, ...] = ()
    gift_card: str | None = None

    @property
    def list_minor(self) -> int:
        """Unit price times quantity, before any benefit."""
        return self.price_minor * self.quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Redemption:
    """What the customer asks to use in this sale.

    A reward or a prepaid session is `program` (with `at` where a stamp card has several rewards); points are
    `program` and `points`; gift-card money is `gift_card` and `amount_minor`; a coupon is `coupon`, its program's id
    (the member's oldest valid one) or its own code.
    """

    program: str | None = None
    at: int | None = None
    points: int | None = None
    gift_card: str | None = None
    amount_minor: int | None = None
    coupon: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Basket:
    """The lines in the order in which they were rung up (which changes no amount), and what is asked for."""

    lines: tuple[Line, ...] = ()
    redeem: tuple[Redemption, ...] = ()
