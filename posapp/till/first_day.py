"""The first day: five answers make a shop."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from posapp.loyalty.definitions import read_products, read_programs
from posapp.loyalty.errors import NotFound, Refused, StoreUnavailable
from posapp.loyalty.money import Currency, read_shop
from posapp.store import people, products, programs
from posapp.store.database import Database
from posapp.store.people import KeptPerson
from posapp.store.settings import put_setting
from posapp.till import pins
from posapp.till.cards import TILL_NUMBER
from posapp.till.context import SHOP_CODE, SHOP_SETTING, chance_id, system_clock
from posapp.till.limits import plain_text
from posapp.till.presets import BY_ID
from posapp.till.shop import plain_id

ROUNDING = {"KRW": 10}
"""Minor units to which a discount is rounded where that is usual."""


def create(
    path: Path | str,
    *,
    language: str,
    shop_name: str,
    currency: str,
    timezone: str,
    preset: str,
    manager_name: str,
    manager_pin: str,
    shop_id: str = "shop",
    key: bytes | None = None,
) -> None:
    """Make the shop's file with a preset's programs and its first manager. `Refused` where an answer cannot be right or
    a shop is there already; then nothing was made. `preset` may be empty: no programs, no products. Partner shops know
    this one by `shop_id`."""
    if preset and preset not in BY_ID:
        raise NotFound.because("till.preset_unknown", known=tuple(BY_ID))
    shop_name, manager_name = plain_text(shop_name), plain_text(manager_name)
    if not shop_name or not manager_name:
        raise Refused.because("till.name_missing")
    shop = {
        "id": plain_id(shop_id),
        "name": shop_name,
        "currency": currency,
        "timezone": timezone,
        "language": language,
        "rounding": {"unit": ROUNDING.get(currency, 1)},
    }
    read_shop(shop)
    documents = BY_ID[preset].documents(Currency.named(currency)) if preset else ([], [])
    person = KeptPerson(id=chance_id(), name=manager_name, rank="manager", pin=pins.hashed(manager_pin, rank="manager"))
    found(
        path,
        shop=shop,
        programs_written=documents[0],
        products_written=documents[1],
        people_there=(person,),
        moment=system_clock(),
        key=key,
    )


def is_shop(path: Path | str) -> bool:
    """Whether there is a shop's file at this place (whatever its state)."""
    return Path(path).is_file()


def found(
    path: Path | str,
    *,
    shop: Mapping[str, Any],
    programs_written: Sequence[Mapping[str, Any]],
    products_written: Sequence[Mapping[str, Any]],
    people_there: Sequence[KeptPerson],
    moment: datetime,
    key: bytes | None = None,
    till: str | None = None,
    shop_code: str | None = None,
) -> None:
    """Make a shop's file with all that it has on its first day. Everything is read before anything is made.

    `moment` is in the shop's zone. `till` and `shop_code` are for those who want everything from a seed.
    """
    read_shop(shop)
    read_programs(programs_written)
    goods = read_products(products_written)
    if is_shop(path):
        raise StoreUnavailable.because("store.exists", file=Path(path).name)
    database = Database.create(path, key, till=till, moment=moment)
    with database, database.transaction():
        put_setting(database, SHOP_SETTING, dict(shop))
        put_setting(database, "language", shop.get("language", "ko"))
        put_setting(database, SHOP_CODE, shop_code or f"{secrets.randbelow(10_000):04}")
        put_setting(database, TILL_NUMBER, secrets.randbelow(1000) if till is None else 0)
        for document in programs_written:
            programs.put_program(database, document, moment=moment)
        for product in goods:
            products.put_product(database, product)
        for person in people_there:
            people.add_person(database, person)
