"""Views as a till would give them, written by hand: the sale of the drawings."""

from __future__ import annotations

from datetime import UTC, date, datetime

from posapp.loyalty.basket import Basket, Line, Redemption
from posapp.loyalty.outcome import (
    BalancePanel,
    Benefit,
    Earned,
    LevelPanel,
    Offer,
    Quote,
    QuotedLine,
    Share,
    StampMark,
    StampPanel,
    WhyNot,
)
from posapp.loyalty.words import Reason, Text
from posapp.till.views import Draft, MemberCard, MemberRow, OpenSale, SaleRecorded

AT = datetime(2026, 11, 21, 14, 2, tzinfo=UTC)


def names(en: str, ko: str) -> Text:
    return Text.read({"en": en, "ko": ko})


def says(en: str, ko: str) -> Reason:
    """A reason that is its own sentence: what the programs say is theirs to test."""
    return Reason.of("ui_sale.why_not", name=names(en.split(": ")[0], ko.split(": ")[0]),
                     reason=names(en.split(": ")[1], ko.split(": ")[1]))  # fmt: skip


GOLD = names("Gold 10 %", "골드 10%")
SET = names("Set price", "세트가")
FOR_GOLD = says("Gold card: 10 % off services", "골드 카드: 시술 10% 할인")
FOR_SET = says("Perm + care set: care half price", "펌+케어 세트: 케어 반값")
TUESDAYS = says("Only: Tuesdays", "요일: 화요일만")
CUTS = names("Ten cuts, one free", "커트 10회 무료 1회")


def line(en: str, ko: str, price: int, *, quantity: int = 1, off: int = 0, program: str = "gold") -> QuotedLine:
    made = Line(product=en.upper(), name=names(en, ko), price_minor=price, quantity=quantity)
    shares = (Share(program=program, amount_minor=off),) if off else ()
    return QuotedLine(line=made, net_minor=made.list_minor - off, off=shares)


LINES = (
    line("Cut", "커트", 18000, off=1800),
    line("Digital perm", "디지털 펌", 125000, off=12500),
    line("Scalp care", "두피 케어", 40000, off=20000, program="set"),
    line("Shampoo 300 ml", "샴푸 300 ml", 12000, quantity=2),
)

STAMPS = StampPanel(
    program="cuts", name=CUTS, size=10, have=8, marks=(StampMark(at=10, label=says("Cut: free", "커트: 무료")),),
    next=Reason.of("ui_sale.units", count=2),
)  # fmt: skip

ROW = MemberRow(
    id="m1", name="김민수", phone="010-2345-6789", card="2900000000012345", visits=23, joined=date(2024, 3, 2)
)


def member(*, have: int = 8) -> MemberCard:
    return MemberCard(
        row=ROW,
        card_type="",
        tier_name=names("Gold", "골드"),
        panels=(
            BalancePanel(
                program="p", name=names("Points", "포인트"), unit="points", balance=12480, expiring=640,
                expires_on=date(2026, 12, 21),
            ),
            StampPanel(
                program="cuts", name=CUTS, size=10, have=have, marks=STAMPS.marks,
                next=Reason.of("ui_sale.units", count=10 - have),
            ),
            LevelPanel(
                program="t", name=names("Level", "등급"), level="gold", level_name=names("Gold", "골드"),
                next=says("Platinum: ₩84,000 more", "플래티넘: 84,000원 더"), progress=720,
            ),
        ),
    )  # fmt: skip


OFFERS = (
    Offer(
        redemption=Redemption(coupon="b"), label=says("Birthday coupon: ₩5,000", "생일 쿠폰: 5,000원"), worth_minor=5000
    ),
    Offer(
        redemption=Redemption(program="p", points=3000),
        label=says("Points: ₩3,000", "포인트: 3,000원"),
        worth_minor=3000,
    ),
)


def quote(lines: tuple[QuotedLine, ...] = LINES, *, offers: tuple[Offer, ...] = OFFERS) -> Quote:
    listed = sum(one.line.list_minor for one in lines)
    net = sum(one.net_minor for one in lines)
    return Quote(
        sale="s1", moment=AT, member="m1", lines=lines, list_minor=listed, discount_minor=listed - net, due_minor=net,
        benefits=(
            Benefit(program="gold", name=GOLD, off_minor=14300, reason=FOR_GOLD),
            Benefit(program="set", name=SET, off_minor=20000, reason=FOR_SET),
        ),
        earned=(
            Earned(program="cuts", name=CUTS, amount=1, reason=says("Ten cuts: +1", "커트 10회: +1")),
            Earned(program="p", name=CUTS, amount=1727, reason=says("Points: +1,727", "포인트: +1,727")),
        ),
        why_not=(
            WhyNot(program="cuts", name=CUTS, reason=Reason.of("ui_sale.units", count=2)),
            WhyNot(program="tue", name=names("Tuesday double points", "화요일 두 배 적립"), reason=TUESDAYS),
        ),
        offers=offers,
    )  # fmt: skip


def open_sale(lines: tuple[QuotedLine, ...] = LINES, *, who: MemberCard | None = None, **given: object) -> OpenSale:
    draft = Draft(sale="s1", opened=AT, member="m1", basket=Basket(lines=tuple(one.line for one in lines)))
    return OpenSale(draft=draft, quote=quote(lines, **given), member=who or member())  # type: ignore[arg-type]


def empty_sale() -> OpenSale:
    made = Quote(sale="s2", moment=AT, member=None, lines=(), list_minor=0, discount_minor=0, due_minor=0)
    return OpenSale(draft=Draft(sale="s2", opened=AT), quote=made)


def recorded() -> SaleRecorded:
    return SaleRecorded(sale="s1", receipt="270010000421", quote=quote(), member=member(have=9))
