"""Money, counts and rates as people write them."""

from decimal import Decimal

import pytest

from posapp.i18n import decimal, money, number
from posapp.loyalty.money import Currency

KRW, USD, KWD, XTS = (Currency.named(code) for code in ("KRW", "USD", "KWD", "XTS"))


@pytest.mark.parametrize(
    ("minor", "currency", "english", "korean"),
    [
        (15000, KRW, "₩15,000", "15,000원"),
        (0, KRW, "₩0", "0원"),
        (-14300, KRW, "−₩14,300", "−14,300원"),
        (1250, USD, "$12.50", "$12.50"),
        (5, USD, "$0.05", "$0.05"),
        (-123456789, USD, "−$1,234,567.89", "−$1,234,567.89"),
        (10**12, KRW, "₩1,000,000,000,000", "1,000,000,000,000원"),
        (1005, KWD, "KWD\N{NO-BREAK SPACE}1.005", "KWD\N{NO-BREAK SPACE}1.005"),
        (5, XTS, "XTS\N{NO-BREAK SPACE}0.05", "XTS\N{NO-BREAK SPACE}0.05"),
    ],
)
def test_money_reads_as_in_the_drawings(minor: int, currency: Currency, english: str, korean: str) -> None:
    assert money(minor, currency, "en") == english
    assert money(minor, currency, "ko") == korean


def test_rates_are_short_and_exact() -> None:
    assert decimal(Decimal("7.50")) == "7.5"
    assert decimal(Decimal(10)) == "10"
    assert decimal(Decimal("1E+3")) == "1,000"
    assert decimal(Decimal("-0.10")) == "−0.1"


def test_counts_are_grouped_and_signed() -> None:
    assert number(1727) == "1,727"
    assert number(-3) == "−3"
