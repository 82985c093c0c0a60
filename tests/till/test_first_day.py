"""Five answers make a shop that sells; an answer that cannot be right makes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from posapp.i18n import say
from posapp.loyalty.errors import Refused, StoreUnavailable
from posapp.loyalty.money import Currency
from posapp.store.verify import verify
from posapp.till import first_day, people, products, programs, sale
from posapp.till.context import open_till
from posapp.till.presets import PRESETS
from tests.till.salon import KEY

ANSWERS = {
    "language": "ko",
    "shop_name": "하늘헤어",
    "currency": "KRW",
    "timezone": "Asia/Seoul",
    "preset": "salon",
    "manager_name": "소라",
    "manager_pin": "246810",
}


@pytest.mark.parametrize(
    ("preset", "currency"),
    [*((preset.id, "KRW") for preset in PRESETS), ("salon", "USD"), ("supermarket", "JPY")],
)
def test_every_preset_makes_a_shop_that_sells(tmp_path: Path, preset: str, currency: str) -> None:
    path = tmp_path / "shop.posapp"
    first_day.create(path, **{**ANSWERS, "preset": preset, "currency": currency}, key=KEY)
    assert first_day.is_shop(path)
    till = open_till(path, key=KEY)
    try:
        goods = products.find(till)
        assert len(goods) >= 6
        assert programs.rows(till)
        assert not till.unreadable
        now = sale.begin(till)
        for product in goods:
            now = sale.add_product(till, now.draft, product.id)
        assert sale.take_payment(till, now.draft).quote.list_minor == sum(product.price_minor for product in goods)
        (manager,) = people.people(till)
        assert people.sign_in(till, manager.id, "246810").rank == "manager"
        assert (till.shop.name, till.language, till.shop.currency.code) == ("하늘헤어", "ko", currency)
        assert not verify(till.database).findings
    finally:
        till.close()


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_preset_says_what_it_is(language: str) -> None:
    said = {
        say(words, language=language, currency=Currency("KRW", 0)) for p in PRESETS for words in (p.title, p.promise)
    }
    assert len(said) == 2 * len(PRESETS)


def test_prices_are_round_in_other_money() -> None:
    prices = {
        code: {each["id"]: each["price"] for each in PRESETS[1].documents(Currency.named(code))[1]}
        for code in ("KRW", "USD", "JPY")
    }
    assert (prices["KRW"]["LATTE"], prices["USD"]["LATTE"], prices["JPY"]["LATTE"]) == (5000, 500, 500)


@pytest.mark.parametrize(
    "wrong",
    [
        {"currency": "won"},
        {"timezone": "Asia/Nowhere"},
        {"preset": "bank"},
        {"manager_pin": "12345"},
        {"manager_pin": "abcdef"},
        {"shop_name": "  "},
        {"manager_name": ""},
    ],
)
def test_an_answer_that_cannot_be_right_makes_nothing(tmp_path: Path, wrong: dict[str, str]) -> None:
    path = tmp_path / "shop.posapp"
    with pytest.raises(Refused):
        first_day.create(path, **{**ANSWERS, **wrong}, key=KEY)
    assert not list(tmp_path.glob("shop.posapp*"))


def test_a_shop_that_is_there_is_never_made_again(tmp_path: Path) -> None:
    path = tmp_path / "shop.posapp"
    first_day.create(path, **ANSWERS, key=KEY)
    before = path.read_bytes()
    with pytest.raises(StoreUnavailable):
        first_day.create(path, **ANSWERS, key=KEY)
    assert path.read_bytes() == before
