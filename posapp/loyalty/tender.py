"""What pays besides money: passes for units, then points, then gift cards, as the customer asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from posapp.loyalty.basket import Basket, Redemption
from posapp.loyalty.catalogue import Catalogue
from posapp.loyalty.effects import Paid
from posapp.loyalty.errors import NotFound, Refused
from posapp.loyalty.goods import Goods, Sale, sort_goods
from posapp.loyalty.money import share_out
from posapp.loyalty.outcome import Share, Tendered
from posapp.loyalty.proposals import AnyRule
from posapp.loyalty.tally import Tally

PREPAID, POINTS, MONEY = 3, 1, 2
"""`Rule.tenders`: what pays for units before any benefit, what pays like points, what was money once."""


class Tender:
    """Everything tendered in one sale.

    `aside` is the money of each line that no benefit touches (a gift card sold, prepaid units); `prepaid` counts units
    that a pass pays for. `points` of `over` minor units are paid by what was not money. `payments` are in the order in
    which they pay, each with its share of every line (minor units, and account units).
    """

    def __init__(self, catalogue: Catalogue, sale: Sale, basket: Basket) -> None:
        self.catalogue = catalogue
        self.sale = sale
        self.points = 0
        self.over = 1
        self.paid_minor = 0
        self.prepaid = [0] * len(basket.lines)
        self.aside = [0] * len(basket.lines)
        self.payments: list[tuple[AnyRule, Paid, list[int], list[int]]] = []
        self._asked: list[tuple[AnyRule, Redemption]] = []
        if basket.redeem:
            self._sort(basket)
        no_goods = catalogue.no_goods
        for index, line in enumerate(basket.lines):
            if line.gift_card is not None or line.product in no_goods:
                self.aside[index] = line.list_minor
        self.prepays = any(rule.tenders == PREPAID for rule, _ in self._asked)

    def _sort(self, basket: Basket) -> None:
        """Find out whom each redemption asks: a tender, or a reward among the benefits."""
        rewards: dict[str, list[Redemption]] = {}
        for asked in basket.redeem:
            rule = self._rule(asked)
            if rule.tenders == PREPAID and asked.points is not None:  # so many units, one after the other
                units = sum(line.quantity for line in basket.lines)
                self._asked += [(rule, replace(asked, points=None))] * min(asked.points, units + 1)
            elif rule.tenders:
                self._asked.append((rule, asked))
            elif rule.redeems:
                rewards.setdefault(rule.id, []).append(asked)
            else:
                raise Refused.because("redeem.nothing", name=rule.name)
        self.sale.asked = rewards
        self._asked.sort(key=lambda item: item[0].tenders)

    def _rule(self, asked: Redemption) -> AnyRule:
        by_id = self.catalogue.by_id
        if asked.program is not None and asked.program in by_id:
            return by_id[asked.program]
        if asked.coupon is not None and asked.coupon in by_id and by_id[asked.coupon].unit == "coupons":
            return by_id[asked.coupon]
        code = asked.gift_card if asked.gift_card is not None else asked.coupon
        wanted = "money" if asked.gift_card is not None else "coupons"
        for account in self.sale.standing.others.get(code, {}) if code is not None else ():
            if account in by_id and by_id[account].unit == wanted:
                return by_id[account]
        if asked.gift_card is not None:
            raise NotFound.because("redeem.no_gift_card", code=asked.gift_card)
        if asked.coupon is not None:
            raise NotFound.because("redeem.no_coupon", code=asked.coupon)
        raise NotFound.because("redeem.no_program", program=asked.program or "")

    def prepay(self) -> list[Goods]:
        """Let passes pay for units; the goods that are left. `Refused` where there is nothing for a pass to pay."""
        sale = self.sale
        goods = sale.goods
        for rule, asked in self._asked:
            if rule.tenders != PREPAID:
                continue
            if rule.check is not None and (reason := rule.check(sale)) is not None:
                raise Refused(reason)
            in_scope = [
                each
                for each in goods
                if not rule.scoped or rule.rank in self.catalogue.wanted_by(each.product, each.categories)
            ]
            paid = rule.pay(sale, asked, due_minor=sum(each.price * each.count for each in in_scope), goods=in_scope)
            by_line = [0] * len(sale.lines)
            units_by_line = [0] * len(sale.lines)
            for line, units, each_minor in paid.prepaid:
                self.prepaid[line] += units
                self.aside[line] += units * each_minor
                by_line[line] += units * each_minor
                units_by_line[line] += units
            self._keep(rule, paid, by_line, units_by_line)
            goods = sort_goods(sale.lines, no_goods=self.catalogue.no_goods, prepaid=self.prepaid)
        return goods

    def pay(self, tally: Tally, goods_of: Callable[[AnyRule], Sequence[Goods]]) -> None:
        """Points, then gift cards, pay of what is due. Raises `NotEnough` with the largest number allowed."""
        self.sale.left = tally.left
        self.sale.rest_minor = self.sale.due_minor
        if not self._asked:
            return
        prepaid = [sum(payment[2][line] for payment in self.payments) for line in range(len(tally.left))]
        rest = [left + aside - paid for left, aside, paid in zip(tally.left, self.aside, prepaid, strict=True)]
        self.over = max(sum(rest), 1)
        for rule, asked in self._asked:
            if rule.tenders == PREPAID:
                continue
            due = sum(rest)
            paid = rule.pay(self.sale, asked, due_minor=due, goods=goods_of(rule))
            order = [self._order(line, left) for line, left in enumerate(rest)].__getitem__
            by_line = share_out(paid.amount_minor, rest, caps=rest, order=order)
            units = share_out(paid.units, by_line, caps=[paid.units] * len(rest), order=order)
            rest = [left - amount for left, amount in zip(rest, by_line, strict=True)]
            if not paid.was_money:
                self.points += paid.amount_minor
            self._keep(rule, paid, by_line, units)
        self.sale.rest_minor = sum(rest)

    def _order(self, line: int, left: int) -> tuple[object, ...]:
        """Which line comes first of those with one remainder: the one with more left, then the smaller product code."""
        of = self.sale.lines[line]
        return (-left, of.product, of.price_minor, of.quantity, of.categories)

    def _keep(self, rule: AnyRule, paid: Paid, by_line: list[int], units: list[int]) -> None:
        member = self.sale.member.id if self.sale.member is not None else ""
        drawn = (paid.holder or member, paid.account)
        self.sale.spent[drawn] = self.sale.spent.get(drawn, 0) + paid.units
        self.sale.spent_minor[drawn] = self.sale.spent_minor.get(drawn, 0) + paid.amount_minor
        self.paid_minor += paid.amount_minor
        self.payments.append((rule, paid, by_line, units))

    def shares(self, line: int) -> tuple[Share, ...]:
        """Who paid how much of a line."""
        if not self.payments:
            return ()
        return tuple(
            Share(program=rule.id, amount_minor=by_line[line]) for rule, _, by_line, _ in self.payments if by_line[line]
        )

    def tendered(self) -> tuple[Tendered, ...]:
        """What each tender paid, for the answer."""
        if not self.payments:
            return ()
        member = self.sale.member.id if self.sale.member else ""
        return tuple(
            Tendered(
                program=rule.id,
                holder=paid.holder or member,
                amount_minor=paid.amount_minor,
                units=paid.units,
                by_code=rule.bearer,
            )
            for rule, paid, _, _ in self.payments
        )
