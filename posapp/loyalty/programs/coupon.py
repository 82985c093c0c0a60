"""A coupon: a right with a code of its own, printed as a barcode, good for a discount once or a few times.

Not for what every member gets at every visit (that is a `fixed_discount`), nor for what grows with loyalty (points,
stamps): a coupon is for one more visit.

Its uses are an account of the program's id whose holder is the code. ``id#codes`` lists a member's own;
``id#came`` and ``id#issued…`` count what came by itself and what sales brought.
"""

from __future__ import annotations

from calendar import isleap
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from posapp.loyalty.basket import Product, Redemption
from posapp.loyalty.dates import add_days, birthday_in, last_day
from posapp.loyalty.discounts import Discount, gives_of, shape_of, worth_minor
from posapp.loyalty.effects import Change, Earning, Into, Kept, TakeOff
from posapp.loyalty.errors import NotEnough, NotFound, Refused
from posapp.loyalty.goods import Goods, Sale
from posapp.loyalty.issuing import (
    Issue,
    IssueAfterSale,
    IssueOnBirthday,
    IssueOnJoining,
    IssueToSegment,
)
from posapp.loyalty.ledger import CODES, EVERYBODY, NOTHING, Account, Term, balance, spendable
from posapp.loyalty.outcome import BalancePanel, Offer
from posapp.loyalty.programs.base import Days, form, kind
from posapp.loyalty.rules import Rule, Terms, rule_of
from posapp.loyalty.vouchers import coupon_code
from posapp.loyalty.words import Minor, Reason

MOST_BY_HAND = 10_000
"""Coupons that are made by hand at once."""

_SOON = 30
"""Days within which what expires is told on the member's card."""

_A_YEAR = 365


@kind("coupon")
@dataclass(frozen=True, kw_only=True)
class Coupon(Discount):
    """A discount with a code of its own: `uses` times, for `valid_days` after it was issued."""

    uses: int = field(default=1, metadata=form(unit="uses", least=1, most=1000))
    valid_days: int | None = field(default=None, metadata=form(unit="days", least=1, most=36500))
    issue: Issue = "by_hand"


@dataclass(frozen=True, slots=True)
class _Chosen:
    """A coupon that this sale is to use."""

    code: str
    asked: Redemption


@rule_of(Coupon)
class CouponRule(Rule[Coupon]):
    """Asked for, it competes like every benefit; issued, it is an account of its own."""

    takes_off = redeems = shows = bearer = True
    needs_goods = False
    unit = "coupons"

    def __init__(self, program: Coupon, rank: int, terms: Terms) -> None:
        super().__init__(program, rank, terms)
        issue = program.issue
        self.earns = isinstance(issue, IssueAfterSale)
        self.welcomes = isinstance(issue, IssueOnJoining)
        self.brings = isinstance(issue, IssueOnBirthday | IssueToSegment)
        self._shape = shape_of(program, terms)
        self._gives = gives_of(program)
        self._why = Reason.of("coupon.why", gives=self._gives)
        self._days = Days(days=program.valid_days) if program.valid_days is not None else None
        self._list = program.id + CODES
        self._came = program.id + "#came"

    @property
    def gives(self) -> Reason:
        """ "10 % off"."""
        return self._gives

    def summary(self) -> Reason:
        """What it gives, and how one comes by it."""
        issue = self.program.issue
        if isinstance(issue, IssueAfterSale):
            least = issue.after_sale.min_amount
            if least is None:
                return Reason.of("coupon.summary_after_sale", gives=self._gives)
            return Reason.of("coupon.summary_after", gives=self._gives, amount=Minor(least))
        if isinstance(issue, IssueOnBirthday):
            return Reason.of("coupon.summary_birthday", gives=self._gives)
        if isinstance(issue, IssueOnJoining):
            return Reason.of("coupon.summary_joining", gives=self._gives)
        if isinstance(issue, IssueToSegment):
            return Reason.of("coupon.summary_segment", gives=self._gives)
        return Reason.of("coupon.summary_by_hand", gives=self._gives)

    def too_little(self, sale: Sale, goods: Sequence[Goods]) -> Reason | None:  # noqa: ARG002
        """What is too little to use a coupon on may yet bring one: the minimum is asked where one is used."""
        return None

    def owes(self, products: Collection[Product]) -> tuple[int, int] | None:  # noqa: ARG002
        """What is taken off each time, where that is an amount."""
        return (self.program.amount, 1) if self.program.amount and self.program.per == "sale" else None

    # Which coupons this sale uses.

    def take_off(self, sale: Sale, goods: Sequence[Goods]) -> Sequence[TakeOff] | Reason:
        """Those that were asked for; or that there are some; or nothing, where the earning says why."""
        chosen = self._chosen(sale)
        if not chosen:
            if self.earns:
                return ()
            return Reason.of("coupon.ready", gives=self._gives) if self._valid(sale) else Reason("coupon.none")
        if not goods:
            raise Refused(self.asked_in_vain(self.nothing_here.reason))
        short = super().too_little(sale, goods)
        if short is not None:
            raise Refused(self.asked_in_vain(short))
        return [TakeOff(self._shape, self._why, changes=(self._use(each.code),), asked=each.asked) for each in chosen]

    def asked_in_vain(self, reason: Reason) -> Reason:
        """Why a coupon cannot be used in this sale at all."""
        return Reason.of("coupon.not_now", why=reason)

    def _use(self, code: str) -> Change:
        return Change(account=self.id, amount=-1, cause="spend", holder=code, expires=self._days)

    def _chosen(self, sale: Sale) -> list[_Chosen]:
        """The coupons that are asked for. Raises `Refused` where one cannot be had, whatever is in the basket."""
        found: list[_Chosen] = []
        for asked in sale.asked.get(self.id, ()):
            taken = [each.code for each in found]
            code = asked.coupon
            if code is None or code == self.id:
                code = self._oldest(sale, besides=taken)
            elif code in taken:
                raise Refused.because("coupon.twice", code=code)
            else:
                self._check(sale, code)
            found.append(_Chosen(code, asked))
        return found

    def _account(self, sale: Sale, code: str) -> Account:
        return sale.standing.others.get(code, {}).get(self.id, NOTHING)

    def _valid(self, sale: Sale) -> list[str]:
        """The member's own coupons that can be used today, the oldest first."""
        codes = sale.standing.codes(self.id)
        return [code for code in codes if spendable(self._account(sale, code), on=sale.day)]

    def _oldest(self, sale: Sale, *, besides: Sequence[str]) -> str:
        """The member's oldest valid coupon that is not in this sale yet."""
        if sale.member is None:
            raise NotFound.because("coupon.whose", name=self.name)
        free = [code for code in self._valid(sale) if code not in besides]
        if free:
            return free[0]
        codes = sale.standing.codes(self.id)
        if besides or not codes:
            raise NotFound.because("coupon.no_more" if besides else "coupon.has_none", name=self.name)
        raise Refused(self._over(sale, codes[-1]))

    def _check(self, sale: Sale, code: str) -> None:
        """`Refused` where the coupon with this code is used up or over."""
        if not spendable(self._account(sale, code), on=sale.day):
            raise Refused(self._over(sale, code))

    def _over(self, sale: Sale, code: str) -> Reason:
        return _ended(self._account(sale, code), on=sale.day)

    def code_says(self, account: Account, code: str, *, on: date) -> tuple[Reason, bool]:  # noqa: ARG002
        """What it gives and until when; or that it was used, or when it ended."""
        good = spendable(account, on=on) > 0
        return (self._label(account, on=on) if good else _ended(account, on=on)), good

    # How it is issued.

    def _makes(self, day: date, code: str, *, owner: str | None, own: bool) -> list[tuple[Into, int]]:
        """What makes a coupon: its uses under its code, and its place in the list of whose it is, if it is a member's
        (`own`: of the one whose document it is; or `owner`)."""
        last = last_day(self._days, day)
        made = [(Into(self.id, holder=code, cause="issue", expires_on=last, if_unused=True), self.program.uses)]
        if own or owner is not None:
            place = Into(self._list, holder=owner, cause="use", spendable_on=day, expires_on=last, lot=code)
            made.append((place, 1))
        return made

    def _code(self, *seed: str) -> str:
        return coupon_code(self.terms.shop.code, seed[0], self.id, *seed[1:])

    def issue(self, document: str, n: int, day: date, *, owner: str | None = None) -> Sequence[tuple[Into, int]]:
        """One for another program to give away: to the member of the document, or to `owner`."""
        return self._makes(day, self._code(document, str(n)), owner=owner, own=True)

    def earn(self, sale: Sale, kept: Kept, lines: Sequence[int] | None) -> Earning | Reason:  # noqa: ARG002
        """One for next time, if enough is bought: at list price, since the shelf decides."""
        issue = self.program.issue
        assert isinstance(issue, IssueAfterSale)
        enough = self._enough_issued(sale)
        if enough is not None:
            return enough
        within = None if lines is None else set(lines)
        terms = {
            "least": issue.after_sale.min_amount or 0,
            "uses": self.program.uses,
            "goods": [
                [line, each.price, sale.lines[line].quantity - units]  # what a pass pays for does not count
                for each in sale.goods
                for line, units in each.lines
                if within is None or line in within
            ],
            "ones": 0,
        }
        made = self._makes(sale.day, self._code(sale.id, "sale"), owner=None, own=sale.member is not None)
        counters = self._counters(sale)
        terms["ones"] = len(made) - 1 + len(counters)
        return Earning(terms, (*(into for into, _ in made), *counters), Reason("coupon.earned"), issued=True)

    @staticmethod
    def earned(terms: Mapping[str, Any], kept: Kept) -> tuple[int, ...]:
        """Its uses, or none where too little is kept; then one for each list and counter."""
        worth = sum(price * max(kept.units[line] - besides, 0) for line, price, besides in terms["goods"])
        enough = worth >= terms["least"] and worth > 0 and kept.paid(None) > 0
        return (terms["uses"] if enough else 0, *([int(enough)] * terms["ones"]))

    def short(self, sale: Sale, earning: Earning, kept: Kept) -> Reason:
        """How much is missing to one; or that she has one."""
        if self._valid(sale):
            return Reason.of("coupon.ready", gives=self._gives)
        terms = earning.terms
        worth = sum(price * max(kept.units[line] - besides, 0) for line, price, besides in terms["goods"])
        if worth < terms["least"]:
            return Reason.of("coupon.more_to", amount=Minor(terms["least"] - worth))
        return Reason("whynot.nothing_paid")

    def welcome(self, sale: Sale) -> Sequence[tuple[Into, int]]:
        """One on joining."""
        return self._makes(sale.day, self._code(sale.id, "joining"), owner=None, own=True)

    def comes(self, sale: Sale) -> Sequence[tuple[Into, int]]:
        """One around each birthday, or one a year while she is in the segment."""
        if sale.member is None or self.stopped(sale.day):
            return ()
        again = self._again_from(sale)
        if again is None or balance(sale.account(self._came), on=sale.day) > 0:
            return ()
        made = self._makes(sale.day, self._code(sale.id, "came"), owner=None, own=True)
        return [*made, (Into(self._came, cause="use", expires_on=again - timedelta(days=1)), 1)]

    def comes_to(self, day: date) -> tuple[Sequence[str], str]:
        """Those whose birthday is near, or who are in the segment."""
        issue = self.program.issue
        if isinstance(issue, IssueToSegment):
            return (), issue.segment
        if not isinstance(issue, IssueOnBirthday):
            return (), ""
        window = issue.birthday
        near = [add_days(day, ahead) for ahead in range(-window.after, window.before + 1)]
        found = [f"{each:%m-%d}" for each in near]
        if any((each.month, each.day) == (2, 28) and not isleap(each.year) for each in near):
            found.append("02-29")
        return tuple(dict.fromkeys(found)), ""

    def _again_from(self, sale: Sale) -> date | None:
        """The first day on which the next one after this may come; None where none comes now."""
        member, issue = sale.member, self.program.issue
        assert member is not None
        if isinstance(issue, IssueToSegment):
            return add_days(sale.day, _A_YEAR) if issue.segment in member.segments else None
        if not isinstance(issue, IssueOnBirthday) or member.birthday is None:
            return None
        window = issue.birthday
        for year in (sale.day.year - 1, sale.day.year, sale.day.year + 1):
            day = birthday_in(year, member.birthday)
            if -window.after <= (day - sale.day).days <= window.before:
                return birthday_in(year + 1, member.birthday) - timedelta(days=window.before)
        return None

    def by_hand(self, sale: Sale, amount: int) -> Sequence[tuple[Into, int]] | None:
        """So many more for the member, or for nobody in particular; below zero: her oldest are withdrawn."""
        if amount > MOST_BY_HAND:
            raise NotEnough.because("coupon.at_once", most=MOST_BY_HAND)
        if amount > 0:
            own = sale.member is not None
            codes = (self._code(sale.id, f"hand-{n + 1}") for n in range(amount))
            return [made for code in codes for made in self._makes(sale.day, code, owner=None, own=own)]
        valid = self._valid(sale)
        if -amount > len(valid):
            raise NotEnough.because("coupon.withdraw_at_most", count=len(valid))
        gone = []
        for code in valid[:-amount]:
            left = spendable(self._account(sale, code), on=sale.day)
            gone += [(Into(self.id, holder=code, cause="adjust"), -left), (self._place(code), -1)]
        return gone

    def _place(self, code: str) -> Into:
        return Into(self._list, cause="adjust", lot=code)

    def term(self, day: date) -> Term:
        """A coupon is good for so long after it was issued."""
        return Term(expires_on=last_day(self._days, day))

    # Limits on what sales issue; a use of one is counted by the pass.

    def _counters(self, sale: Sale) -> list[Into]:
        limits = self.program.limits
        found = []
        if sale.member is not None and limits.per_day is not None:
            found.append(Into(self.id + "#issued-today", cause="use", expires_on=sale.day))
        if sale.member is not None and limits.per_member is not None:
            found.append(Into(self.id + "#issued", cause="use"))
        if limits.total is not None:
            found.append(Into(self.id + "#issued", holder=EVERYBODY, cause="use"))
        return found

    def _enough_issued(self, sale: Sale) -> Reason | None:
        limits = self.program.limits
        mosts = {"#issued-today": (limits.per_day, "per_day"), "#issued": (limits.per_member, "per_member")}
        for into in self._counters(sale):
            shared = into.holder is not None
            most, key = (limits.total, "total") if shared else mosts[into.account.removeprefix(self.id)]
            if balance(sale.account(into.account, shared=shared), on=sale.day) >= (most or 0):
                return Reason.of(f"whynot.{key}", count=most)
        return None

    @property
    def shared_accounts(self) -> tuple[str, ...]:
        """How many sales issued in all, where that is limited."""
        return (self.id + "#issued",) if self.program.limits.total is not None else ()

    # What it shows.

    def offers(self, sale: Sale, goods: Sequence[Goods]) -> Sequence[Offer]:
        """The member's oldest coupon, those that were shown at the counter, and those that are asked for already."""
        if not goods or super().too_little(sale, goods) is not None:
            return ()
        chosen = {each.code: each.asked for each in self._chosen(sale)}
        own = self._valid(sale)
        codes = [*chosen, *(code for code in sale.standing.shown if self.id in sale.standing.others.get(code, {}))]
        codes += [code for code in own if code not in chosen][:1]
        worth = worth_minor(self.program, goods)
        return [
            Offer(
                redemption=chosen.get(code) or Redemption(coupon=code),
                label=self._label(self._account(sale, code), on=sale.day),
                worth_minor=worth,
                chosen=code in chosen,
            )
            for code in dict.fromkeys(codes)
            if spendable(self._account(sale, code), on=sale.day)
        ]

    def _label(self, account: Account, *, on: date) -> Reason:
        days = [lot.expires_on for lot in account.lots if lot.holds(on)]
        last = min((day for day in days if day is not None), default=None)
        if last is None:
            return Reason.of("coupon.offer", gives=self._gives)
        return Reason.of("coupon.offer_until", gives=self._gives, day=last)

    def panel(self, sale: Sale) -> BalancePanel | None:
        """How many she has."""
        accounts = [self._account(sale, code) for code in self._valid(sale)]
        if not accounts:
            return None
        soon = add_days(sale.day, _SOON)
        lots = [lot for account in accounts for lot in account.lots if lot.holds(sale.day)]
        going = [lot for lot in lots if lot.expires_on is not None and lot.expires_on <= soon]
        return BalancePanel(
            program=self.id,
            name=self.name,
            unit=self.unit,
            balance=sum(spendable(account, on=sale.day) for account in accounts),
            expiring=sum(lot.left for lot in going),
            expires_on=min((lot.expires_on for lot in going if lot.expires_on is not None), default=None),
        )


def _ended(account: Account, *, on: date) -> Reason:
    """Why a coupon cannot be used any more."""
    days = [lot.expires_on for lot in account.lots if not lot.holds(on) and lot.left > 0]
    last = max((day for day in days if day is not None), default=None)
    return Reason.of("coupon.expired", day=last) if last is not None else Reason("coupon.used")
