"""What people call a period: no code reaches anybody's eyes."""

from __future__ import annotations

from datetime import date

import pytest

from posapp.i18n import LANGUAGES, day, say
from posapp.loyalty.money import Currency
from posapp.loyalty.periods import Period, called

WON = Currency.named("KRW")


@pytest.mark.parametrize(
    ("length", "english", "korean"),
    [
        ("month", "Aug 2026", "2026년 8월"),
        ("quarter", "Q3 2026", "2026년 3분기"),
        ("year", "2026", "2026년"),
    ],
)
def test_a_period_is_called_as_people_call_it(length: str, english: str, korean: str) -> None:
    period = Period.holding(date(2026, 8, 15), length)
    assert [say(period.called, language, WON) for language in ("en", "ko")] == [english, korean]


def test_every_month_has_its_name() -> None:
    for month in range(1, 13):
        period = Period.holding(date(2026, month, 1), "month")
        for language in LANGUAGES:
            assert say(period.called, language, WON) in day(period.first, language).replace(" 1일", "")


def test_what_is_no_period_stays_as_it_is() -> None:
    assert say(called("spring sale"), "ko", WON) == "spring sale"
