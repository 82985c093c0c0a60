"""What a sale is about: its goods by kind of unit, and the facts that a program may look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from posapp.loyalty.basket import Line, Redemption
from posapp.loyalty.errors import Refused
from posapp.loyalty.ledger import NOTHING, Account, balance, spendable
from posapp.loyalty.members import Member, Standing
from posapp.loyalty.money import Shop


class Goods:
    """Units that cannot be told apart: one product at one price, from one line or several.

    `count` units are here to be dealt out, `lines` are (index in the basket, units) in an order of their own that does
    not depend on the scanning. `place` is their index in the sale's goods. Made by
    `sort_goods`.
    """

    __slots__ = ("categories", "count", "lines", "place", "price", "product")

    product: str
    price: int
    categories: tuple[str, ...]
    place: int
    count: int
    lines: list[tuple[int, int]]

    @property
    def key(self) -> tuple[int, str, tuple[str, ...]]:
        """Sorts goods dearest first, then by code."""
        return -self.price, self.product, self.categories


def sort_goods(lines: Sequence[Line], *, no_goods: frozenset[str], prepaid: Sequence[int] = ()) -> list[Goods]:
    """The lines' units by kind, in the order of scanning.

    Lines that sell a gift card, or one of the products in `no_goods`, are no goods; `prepaid` units of each line (all 0
    if empty) are paid by a pass and left out. Raises `Refused` where a line has no possible quantity or price.
    """
    found: dict[tuple[str, int, tuple[str, ...]], Goods] = {}
    for index, line in enumerate(lines):
        units = line.quantity
        price = line.price_minor
        if units < 1 or price < 0:
            raise Refused.because("sale.quantity" if units < 1 else "sale.price", name=line.name)
        if line.gift_card is not None or line.product in no_goods:
            continue
        if prepaid:
            units -= prepaid[index]
            if not units:
                continue
        key = (line.product, price, line.categories)
        goods = found.get(key)
        if goods is None:
            goods = Goods()
            goods.product, goods.price, goods.categories = key
            goods.place = len(found)
            goods.count = units
            goods.lines = [(index, units)]
            found[key] = goods
            continue
        goods.count += units
        goods.lines.append((index, units))
        goods.lines.sort(key=lambda part: (-part[1], part[0]))
    return list(found.values())


class Sale:
    """The facts of one sale, as a program may look at them. `moment` is in the shop's zone.

    `goods` leave out what is in no scope; `redeem` is all that the customer asks for, `asked` the rewards among it by
    program id; `due_minor` is what is left to pay after all benefits, before points and the like, `left` the part of it
    that is due for each line's goods, `rest_minor` what the tenders leave of it (all known when offers are made);
    `spent` is what its tenders have drawn so far, by holder and account, `spent_minor` what that paid; `levels` are
    those held when the sale began, by program, and `tiers` their names.
    """

    __slots__ = (
        "asked",
        "day",
        "denominator",
        "due_minor",
        "goods",
        "id",
        "left",
        "levels",
        "lines",
        "list_minor",
        "member",
        "minute",
        "moment",
        "redeem",
        "rest_minor",
        "shop",
        "spent",
        "spent_minor",
        "standing",
        "tiers",
    )

    def __init__(
        self,
        *,
        sale: str,
        shop: Shop,
        denominator: int,
        lines: tuple[Line, ...],
        goods: list[Goods],
        member: Member | None,
        standing: Standing,
        moment: datetime,
    ) -> None:
        self.id = sale
        self.shop = shop
        self.denominator = denominator
        self.lines = lines
        self.goods = goods
        self.member = member
        self.standing = standing
        self.moment = moment
        self.day: date = moment.date()
        self.minute = moment.hour * 60 + moment.minute
        self.due_minor = 0
        self.rest_minor = 0
        self.left: Sequence[int] = ()
        self.spent: dict[tuple[str, str], int] = {}
        self.spent_minor: dict[tuple[str, str], int] = {}
        self.redeem: tuple[Redemption, ...] = ()
        self.asked: Mapping[str, list[Redemption]] = {}
        self.levels: Mapping[str, str] = {}
        self.tiers: frozenset[str] = frozenset()
        self.list_minor = sum([goods.price * goods.count for goods in goods])

    def account(self, name: str, *, shared: bool = False) -> Account:
        """The member's account of that name, or everybody's; an empty one where nothing was ever posted."""
        return (self.standing.shared if shared else self.standing.accounts).get(name, NOTHING)

    def still_there(self, name: str, holder: str) -> int:
        """What can be spent now of an account of the member or of another holder, after what this sale spent of it."""
        own = self.member is not None and holder == self.member.id
        accounts = self.standing.accounts if own else self.standing.others.get(holder, {})
        account = accounts.get(name)
        there = spendable(account, on=self.day) if account is not None else 0
        return there - self.spent.get((holder, name), 0)

    def spendable(self, name: str) -> int:
        """What the member can spend of that account now, 0 or more."""
        account = self.standing.accounts.get(name)
        return spendable(account, on=self.day) if account is not None else 0

    def balance(self, name: str) -> int:
        """What the member has in that account now."""
        account = self.standing.accounts.get(name)
        return balance(account, on=self.day) if account is not None else 0


def list_of(goods: Sequence[Goods]) -> int:
    """List price of some goods together, minor units."""
    return sum([each.price * each.count for each in goods])


def units_of(goods: Sequence[Goods]) -> int:
    """How many units some goods are together."""
    return sum([each.count for each in goods])


def lines_of(goods: Sequence[Goods]) -> list[int]:
    """The lines of some goods, by index, each once."""
    return [index for each in goods for index, _ in each.lines]
