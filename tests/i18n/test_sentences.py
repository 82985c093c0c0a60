"""From a reason to a sentence: every kind of value, plurals, and what happens when a sentence is missing."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from posapp.i18n import UnknownKey, catalogue, line, listed, say, sentences, t
from posapp.loyalty.money import Currency
from posapp.loyalty.words import Minor, Reason, Text

KRW = Currency.named("KRW")
WORDS = {
    "en": {
        "togo": ("{count} stamp to go", "{count} stamps to go"),
        "spelled": ("{count:Words} more", "{count:Words} more"),
        "spelled.low": ("{count:words} more",),
        "free": ("one free",),
        "one": ("{value}",),
        "after": ("{value}, for {count}",),
        "outer": ("({inner})",),
        "only.english": ("Only here",),
    },
    "ko": {
        "togo": ("스탬프 {count}개 더",),
        "one": ("{value}",),
        "outer": ("[{inner}]",),
        "spelled": ("{count}개 더",),
    },
}


@pytest.fixture(autouse=True)
def words(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(sentences, "messages", WORDS.__getitem__)
    yield
    catalogue.messages.cache_clear()


def english(reason: Reason) -> str:
    return say(reason, language="en", currency=KRW)


def korean(reason: Reason) -> str:
    return say(reason, language="ko", currency=KRW)


def test_the_plural_goes_by_the_count() -> None:
    assert english(Reason.of("togo", count=1)) == "1 stamp to go"
    assert english(Reason.of("togo", count=1200)) == "1,200 stamps to go"
    assert korean(Reason.of("togo", count=1)) == "스탬프 1개 더"


def test_english_may_spell_a_small_count() -> None:
    assert english(Reason.of("spelled", count=2)) == "Two more"
    assert english(Reason.of("spelled", count=11)) == "11 more"
    assert t("spelled", "ko", count=2) == "2개 더"


@pytest.mark.parametrize(
    ("value", "in_english", "in_korean"),
    [
        ("as it is {x}", "as it is {x}", "as it is {x}"),
        (Text("Cuts", (("en", "Cuts"), ("ko", "커트"))), "Cuts", "커트"),
        (Minor(15000), "₩15,000", "15,000원"),
        (Decimal("7.50"), "7.5", "7.5"),
        (date(2026, 3, 2), "2 Mar 2026", "2026년 3월 2일"),
        (datetime(2026, 3, 2, 9, 5, tzinfo=UTC), "2 Mar 2026, 09:05", "2026년 3월 2일 09:05"),
        (time(14, 0), "14:00", "14:00"),
        (-3, "−3", "−3"),
        (("a", Minor(5), Reason.of("togo", count=1)), "a, ₩5 and 1 stamp to go", "a, 5원, 스탬프 1개 더"),
        (Reason.of("outer", inner=Reason.of("togo", count=2)), "(2 stamps to go)", "[스탬프 2개 더]"),
    ],
)
def test_every_kind_of_value(value: object, in_english: str, in_korean: str) -> None:
    assert english(Reason.of("one", value=value)) == in_english
    assert korean(Reason.of("one", value=value)) == in_korean


@pytest.mark.parametrize(
    ("reason", "begins"),
    [
        (Reason.of("free"), "One free"),
        (Reason.of("spelled.low", count=3), "Three more"),
        (Reason.of("after", value=Reason.of("free"), count=10), "One free, for 10"),
        (Reason.of("one", value=(Reason.of("free"), "soap")), "One free and soap"),
        (Reason.of("after", value="iPhone case", count=2), "iPhone case, for 2"),
        (Reason.of("one", value=Text("eco bag")), "eco bag"),
        (Reason.of("one", value=(Text("eco bag"), Reason.of("free"))), "eco bag and one free"),
        (Reason.of("togo", count=1), "1 stamp to go"),
    ],
)
def test_a_line_begins_with_a_capital_but_for_a_name_that_the_shop_wrote(reason: Reason, begins: str) -> None:
    assert line(reason, language="en", currency=KRW) == begins


def test_lists() -> None:
    assert [listed(["a", "b", "c"][:n], "en") for n in range(4)] == ["", "a", "a and b", "a, b and c"]


def test_a_missing_sentence_warns_and_still_says_something() -> None:
    with pytest.warns(UnknownKey, match=r"stamp\.not_written"):
        assert english(Reason.of("stamp.not_written", count=2)) == "Not written"


def test_a_sentence_missing_in_one_language_is_said_in_english() -> None:
    with pytest.warns(UnknownKey):
        assert korean(Reason.of("only.english")) == "Only here"


def test_a_missing_value_warns_and_stays_visible() -> None:
    with pytest.warns(UnknownKey, match="value"):
        assert english(Reason.of("one", other=1)) == "value"


def test_money_without_a_currency_is_a_bug() -> None:
    with pytest.raises(TypeError, match="currency"):
        t("one", "en", value=Minor(1))


def test_what_is_no_value_of_a_sentence_is_a_bug() -> None:
    with pytest.raises(TypeError, match="float"):
        english(Reason.of("one", value=0.5))
