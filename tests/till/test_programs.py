"""Programs: a fault anywhere and nothing is kept; versions stay; switches hold at once."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from posapp.loyalty.documents import read_json
from posapp.loyalty.errors import BadDefinition, NotAllowed, NotFound
from posapp.till import members, programs, sale
from posapp.till.context import Till
from tests.till.salon import MANAGER

AUTUMN = {"id": "autumn", "kind": "fixed_discount", "rate": 5, "audience": {"who": "everyone"}, "stacks": "always"}


def places(error: BadDefinition) -> list[str]:
    return [fault.place for fault in error.faults]


def test_a_program_that_is_loaded_holds_from_the_next_price_on(till: Till) -> None:
    now = sale.add_product(till, sale.begin(till).draft, "WAX")
    till.approval = MANAGER
    (row,) = programs.load(till, [AUTUMN])
    assert (row.id, row.on, row.version) == ("autumn", True, 1)
    assert sale.price(till, now.draft).quote.discount_minor == 750


def test_a_rate_stays_exact_on_its_way_through_the_file(till: Till) -> None:
    till.approval = MANAGER
    programs.load(till, [read_json('{"id": "fine", "kind": "fixed_discount", "rate": 7.35}')])
    kept = till.catalogue.programs["fine"]
    assert kept.rate == Decimal("7.35")  # type: ignore[attr-defined]
    assert programs.document(till, "fine")["rate"] == "7.35"


def test_a_fault_anywhere_is_told_at_its_place_and_nothing_is_kept(till: Till) -> None:
    wrong = [AUTUMN, {"id": "b", "kind": "fixed_discount", "rate": 500}, {"id": "c", "kind": "nonsense"}]
    before = programs.rows(till)
    till.approval = MANAGER
    with pytest.raises(BadDefinition) as refused:
        programs.load(till, wrong)
    assert places(refused.value) == ["programs[1].rate", "programs[2].kind"]
    assert [fault.place for fault in programs.check(till, wrong)] == ["programs[1].rate", "programs[2].kind"]
    assert programs.rows(till) == before
    with pytest.raises(BadDefinition) as one:
        programs.save(till, wrong[1])
    assert places(one.value) == ["rate"]


def test_a_tier_that_others_need_can_neither_go_nor_be_switched_off(till: Till) -> None:
    till.approval = MANAGER
    with pytest.raises(BadDefinition) as needed:
        programs.switch(till, "level", on=False)
    assert places(needed.value) == [f"{name}.audience.tiers[0]" for name in ("silver", "gold", "platinum")]
    assert till.catalogue.programs["level"]


def test_an_id_with_entries_keeps_its_kind(till: Till) -> None:
    member = members.enrol(till, name="김민수").row.id
    till.approval = MANAGER
    members.adjust(till, member, program="cuts", amount=1, reason="paper card")
    till.approval = MANAGER
    with pytest.raises(BadDefinition) as changed:
        programs.save(till, {"id": "cuts", "kind": "fixed_discount", "rate": 5})
    assert places(changed.value) == ["kind"]


def test_every_version_is_kept_and_the_same_again_makes_none(till: Till) -> None:
    for rate, version in ((5, 1), (5, 1), (6, 2)):
        till.approval = MANAGER
        assert programs.save(till, {**AUTUMN, "rate": rate}).version == version
    versions = till.database.rows("SELECT document FROM programs WHERE id = 'autumn' ORDER BY version")
    assert [json.loads(document)["rate"] for (document,) in versions] == [5, 6]


def test_a_cashier_changes_no_program(till: Till) -> None:
    for act in (
        lambda: programs.load(till, [AUTUMN]),
        lambda: programs.save(till, AUTUMN),
        lambda: programs.switch(till, "cuts", on=False),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert "autumn" not in {row.id for row in programs.rows(till)}
    assert all(row.on for row in programs.rows(till))


def test_the_list_says_what_each_program_does_even_when_it_is_off(till: Till) -> None:
    till.approval = MANAGER
    programs.switch(till, "cuts", on=False)
    rows = {row.id: row for row in programs.rows(till)}
    assert not rows["cuts"].on
    assert all(row.summary is not None for row in rows.values())
    till.approval = MANAGER
    assert programs.switch(till, "cuts", on=True).on


def test_an_unknown_program_is_not_found(till: Till) -> None:
    with pytest.raises(NotFound):
        programs.document(till, "nope")
    till.approval = MANAGER
    with pytest.raises(NotFound):
        programs.switch(till, "nope", on=True)
