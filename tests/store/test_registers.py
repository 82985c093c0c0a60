"""Products, programs, people, settings, baskets and the log: kept as given, found as needed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from posapp.loyalty.basket import Product
from posapp.loyalty.words import Text
from posapp.store import activity, baskets, driver, journal, people, products, programs, settings
from posapp.store.database import Database
from tests.store.shop import MOMENT, earns

CUT = Product(
    id="CUT",
    name=Text.read({"en": "Cut", "ko": "커트"}),
    price_minor=15_000,
    categories=("hair", "women"),
    barcodes=("8801234567893", "CUT-1"),
)


def test_a_product_is_found_by_each_barcode_and_by_parts_of_its_name(db: Database) -> None:
    dear = Product(id="GOLD_50%", name=Text("Gold"), price_minor=10**12)
    with db.transaction():
        products.put_product(db, CUT)
        products.put_product(db, dear)
    assert products.get_product(db, "CUT") == products.by_barcode(db, "CUT-1") == CUT
    assert products.by_barcode(db, "8801234567893") == CUT
    assert products.by_barcode(db, "none") is None
    assert products.find_products(db, "커") == ((CUT,), 1)
    assert products.find_products(db, "8801") == ((CUT,), 1)
    assert products.find_products(db, "_50%") == ((dear,), 1)
    assert products.find_products(db, limit=1, offset=1) == ((dear,), 2)
    assert products.all_products(db) == (CUT, dear)
    assert products.categories(db) == ("hair", "women")


def test_a_product_that_changes_loses_its_old_barcodes(db: Database) -> None:
    with db.transaction():
        products.put_product(db, CUT)
        products.put_product(db, Product(id="CUT", name=CUT.name, price_minor=17_000, barcodes=("new",)))
    assert products.by_barcode(db, "CUT-1") is None
    assert (found := products.by_barcode(db, "new")) is not None
    assert found.price_minor == 17_000
    with pytest.raises(driver.IntegrityError), db.transaction():
        products.put_product(db, Product(id="PERM", name=Text("Perm"), price_minor=1, barcodes=("new",)))
    with db.transaction():
        assert products.remove_product(db, "CUT")
        assert not products.remove_product(db, "CUT")
    assert products.by_barcode(db, "new") is None


def test_every_version_of_a_program_stays(db: Database) -> None:
    first = {"id": "ten", "kind": "fixed_discount", "rate": 10}
    with db.transaction():
        assert programs.put_program(db, first, moment=MOMENT, person="boss").version == 1
        assert programs.put_program(db, first, moment=MOMENT).version == 1  # the same again is no new version
        programs.put_program(db, {"id": "cuts", "kind": "stamp_card"}, moment=MOMENT)
        assert programs.switch_program(db, "ten", on=False)
        assert programs.put_program(db, {**first, "rate": "12.50"}, moment=MOMENT + timedelta(days=1)).version == 2
    assert [(kept.id, kept.version, kept.on) for kept in programs.all_programs(db)] == [
        ("ten", 2, False),
        ("cuts", 1, True),
    ]
    assert (old := programs.get_program(db, "ten", version=1)) is not None
    assert (old.document, old.person) == (first, "boss")
    assert (new := programs.get_program(db, "ten")) is not None
    assert new.document["rate"] == "12.50"
    assert programs.get_program(db, "none") is None


def test_a_kind_is_in_use_once_something_was_posted_under_it(db: Database) -> None:
    with db.transaction():
        programs.put_program(db, {"id": "ten", "kind": "fixed_discount"}, moment=MOMENT)
        programs.put_program(db, {"id": "cuts", "kind": "stamp_card"}, moment=MOMENT)
        entry = earns(1, lot="x", account="cuts#at-5")
        journal.append_event(db, kind="adjust", event_id="a", moment=MOMENT, body={}, entries=(entry,))
    assert programs.kinds_in_use(db) == {"cuts": "stamp_card"}


def test_wrong_pins_are_counted_before_they_are_checked(db: Database) -> None:
    with db.transaction():
        people.add_person(db, people.KeptPerson(id="p", name="Boss", rank="manager", pin="$argon2id$one"))
    wait = MOMENT + timedelta(minutes=1)
    with db.transaction():
        assert people.count_attempt(db, "p", locked_until=None) == 1
        assert people.count_attempt(db, "p", locked_until=wait) == 2
    assert (boss := people.get_person(db, "p")) is not None
    assert (boss.failures, boss.locked_until) == (2, wait)
    with db.transaction():
        people.forgive(db, "p")
        people.set_active(db, "p", active=False)
        assert people.set_pin(db, "p", pin="$argon2id$two")
        assert not people.set_pin(db, "nobody", pin="x")
    assert people.all_people(db) == (
        people.KeptPerson(id="p", name="Boss", rank="manager", pin="$argon2id$two", active=False),
    )


def test_settings_and_the_sync_lanes_memory_are_apart(db: Database) -> None:
    with db.transaction():
        settings.put_setting(db, "language", "ko")
        settings.put_setting(db, "language", "en")
        settings.put_state(db, "cursor", {"at": 7})
        settings.put_state(db, "gone", 1)
        settings.put_state(db, "gone", None)
    assert settings.get_setting(db, "language") == "en"
    assert settings.get_setting(db, "cursor", "default") == "default"
    assert settings.get_state(db, "cursor") == {"at": 7}
    assert settings.get_state(db, "gone") is None
    assert settings.all_settings(db) == {"language": "en"}


def test_the_basket_on_the_screen_and_those_put_aside(db: Database) -> None:
    with db.transaction():
        baskets.put_basket(db, "s-1", document="one", moment=MOMENT)
        baskets.put_basket(db, "s-2", document="two", moment=MOMENT, held=True)
        baskets.put_basket(db, "s-3", document="three", moment=MOMENT + timedelta(seconds=1), held=True)
        baskets.put_basket(db, "s-1", document="one more", moment=MOMENT)
    assert baskets.open_basket(db) == baskets.get_basket(db, "s-1") == "one more"
    assert baskets.held_baskets(db) == ("two", "three")
    with db.transaction():
        assert baskets.drop_basket(db, "s-1")
        assert not baskets.drop_basket(db, "s-1")
    assert baskets.open_basket(db) is None


def test_the_log_is_numbered_and_read_from_the_end(db: Database) -> None:
    with db.transaction():
        for n in range(3):
            activity.note(db, moment=MOMENT, person="p", what="program.switched", detail={"on": bool(n)})
    newest = activity.acts(db, limit=2)
    assert [(act.n, act.detail) for act in newest] == [(4, {"on": True}), (3, {"on": True})]
    assert [act.what for act in activity.acts(db, before=3)] == ["program.switched", "opened"]
