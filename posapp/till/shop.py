"""The shop itself: what it is called, by people and among partner shops, and to what its discounts are rounded."""

from __future__ import annotations

import re

from posapp.loyalty.errors import Refused
from posapp.loyalty.money import Shop, read_shop
from posapp.store.settings import get_setting, put_setting
from posapp.till.context import SHOP_SETTING, Till
from posapp.till.limits import plain_text

COARSEST_UNIT = 10_000
"""Minor units; nobody rounds a discount to more than that, and a slip of the finger would round all of them away."""


def plain_id(written: str) -> str:
    """By what partner shops know this one: small letters, digits and dashes. `Refused` where it is something else."""
    if not re.fullmatch("[a-z0-9-]{1,40}", written):
        raise Refused.because("till.shop_id")
    return written


def change(
    till: Till, *, name: str | None = None, rounding_unit: int | None = None, shop_id: str | None = None
) -> Shop:
    """Change the shop (a manager); what is left out stays. Past sales keep what they were rounded to.

    `rounding_unit` is in minor units, 1 to `COARSEST_UNIT`; by `shop_id` programs tell which of several partners it is.
    Currency and time zone cannot be changed: every balance and every day is counted in them.
    """
    name = None if name is None else plain_text(name)
    if name == "":
        raise Refused.because("till.name_missing")
    if rounding_unit is not None and not 1 <= rounding_unit <= COARSEST_UNIT:
        raise Refused.because("ui_settings.bounds", least="1", most=f"{COARSEST_UNIT:,}")
    shop_id = None if shop_id is None else plain_id(shop_id.strip())
    with till.writing():
        by = till.manager()
        document = dict(get_setting(till.database, SHOP_SETTING))
        if name is not None:
            document["name"] = name
        if shop_id is not None:
            document["id"] = shop_id
        if rounding_unit is not None:
            document["rounding"] = {"unit": rounding_unit}
        read_shop(document)
        put_setting(till.database, SHOP_SETTING, document)
        till.note("shop.changed", by=by)
    till.reload()
    return till.shop
