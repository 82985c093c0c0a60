"""Programs and products come from the owner, whole or not at all, and reach every till."""

from __future__ import annotations

import json

import pytest

from posapp.hq import catalogue
from posapp.loyalty.errors import BadDefinition, NotFound
from tests.hq.chain import Chain

GOLD = {"id": "gold", "kind": "fixed_discount", "rate": "7.5", "audience": {"tiers": ["gold"]}}
TIERS = {"id": "rank", "kind": "tier", "levels": [{"id": "gold", "from": 100}]}
CUT = {"id": "CUT", "name": {"en": "Cut", "ko": "커트"}, "price": 15000, "barcodes": ["8801"]}


def _load(chain: Chain, *documents: object) -> catalogue.Loaded:
    with chain.desk() as desk:
        return catalogue.load_programs(desk, json.dumps(documents))


def test_programs_and_products_reach_every_till_and_only_changes_travel(chain: Chain) -> None:
    one, two = chain.till("a"), chain.till("b", store="south")
    assert _load(chain, TIERS, GOLD) == catalogue.Loaded(changed=2, same=0)
    with chain.desk() as desk:
        catalogue.load_products(desk, json.dumps({"products": [CUT]}))
    chain.sync(one, two)
    for till in (one, two):
        assert {name: json.loads(text) for name, text in till.documents("program").items()} == {
            "rank": TIERS,
            "gold": GOLD,
        }
        assert json.loads(till.documents("product")["CUT"]) == CUT
    before = chain.db.value("SELECT max(n) FROM feed")
    assert _load(chain, TIERS, GOLD | {"rate": "8"}) == catalogue.Loaded(changed=1, same=1)
    with chain.desk() as desk:
        assert catalogue.load_products(desk, json.dumps([CUT])) == catalogue.Loaded(changed=0, same=1)
    assert chain.db.value("SELECT max(n) FROM feed") == before + 1


def test_a_program_may_name_what_was_loaded_before(chain: Chain) -> None:
    _load(chain, TIERS)
    assert _load(chain, GOLD).changed == 1


def test_a_fault_anywhere_and_nothing_is_loaded(chain: Chain) -> None:
    with pytest.raises(BadDefinition) as refused:
        _load(chain, TIERS, GOLD | {"rate": 101})
    assert [fault.place for fault in refused.value.faults] == ["programs[1].rate"]
    with pytest.raises(BadDefinition):
        _load(chain, GOLD)  # no program defines the tier
    with chain.desk() as desk:
        assert catalogue.programs(desk) == []
        with pytest.raises(BadDefinition):
            catalogue.load_programs(desk, "{")
        with pytest.raises(BadDefinition):
            catalogue.load_programs(desk, '{"programs": 3}')


def test_a_program_is_switched_off_and_on_with_a_new_version(chain: Chain) -> None:
    _load(chain, TIERS)
    with chain.desk() as desk:
        catalogue.switch_program(desk, "rank", on=False)
        catalogue.switch_program(desk, "rank", on=False)
        (program,) = catalogue.programs(desk)
        assert (program.on, program.version) == (False, 2)
        with pytest.raises(NotFound):
            catalogue.switch_program(desk, "nothing", on=True)
    assert _load(chain, TIERS).changed == 1
