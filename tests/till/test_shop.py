"""A shop may be renamed and its rounding changed, by a manager; the next sale is rounded so."""

from __future__ import annotations

import pytest

from posapp.loyalty.errors import NotAllowed, Refused
from posapp.till import sale, shop
from posapp.till.context import Till
from tests.till.salon import MANAGER


def test_a_cashier_changes_nothing(till: Till) -> None:
    with pytest.raises(NotAllowed):
        shop.change(till, name="Mine")
    assert till.shop.name == "하늘헤어"


def test_a_new_name_is_there_at_once_and_the_rest_stays(till: Till) -> None:
    till.person = MANAGER
    before = till.shop
    assert shop.change(till, name="  바다  헤어 ").name == "바다 헤어"
    assert (till.shop.currency, till.shop.timezone, till.shop.rounding_unit) == (
        before.currency, before.timezone, before.rounding_unit,
    )  # fmt: skip


def test_the_next_sale_is_rounded_to_the_new_unit(till: Till) -> None:
    till.person = MANAGER
    before = sale.add_amount(till, sale.begin(till).draft, amount_minor=212_345, category="goods").quote
    assert before.discount_minor == 6370  # 3 % of 212,345, to ten won
    shop.change(till, rounding_unit=1000)
    after = sale.add_amount(till, sale.begin(till).draft, amount_minor=212_345, category="goods").quote
    assert after.discount_minor == 6000


@pytest.mark.parametrize("unit", [0, -10, 100_000])
def test_a_unit_that_would_round_everything_away_is_refused(till: Till, unit: int) -> None:
    till.person = MANAGER
    with pytest.raises(Refused):
        shop.change(till, rounding_unit=unit)
    assert till.shop.rounding_unit == 10


def test_a_shop_keeps_a_name(till: Till) -> None:
    till.person = MANAGER
    with pytest.raises(Refused):
        shop.change(till, name="   ")
    assert till.shop.name == "하늘헤어"


def test_partner_shops_know_it_by_a_plain_word(till: Till) -> None:
    till.person = MANAGER
    assert shop.change(till, shop_id=" cafe-b ").id == "cafe-b"
    for wrong in ("", "Café B", "x" * 41):
        with pytest.raises(Refused):
            shop.change(till, shop_id=wrong)
    assert till.shop.id == "cafe-b"
