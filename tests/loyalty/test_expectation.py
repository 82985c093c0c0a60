"""A scenario that expects something else than what came must fail: the rehearsal is itself rehearsed."""

from __future__ import annotations

from typing import Any

import pytest

from posapp.loyalty.expectation import NAMES, differences

OUTCOME: dict[str, Any] = {
    "list": 20000,
    "discount": 1500,
    "due": 18500,
    "lines": [9000, 9500],
    "discounts": {"gold": 1500},
    "paid_with": {},
    "earned": {"cuts": 2},
    "issued": {},
    "balances": {"cuts": 7, "chips": 0},
    "tier": {"level": ""},
    "perks": {"lounge": "Lounge", "cups": "Cookie; Mug"},
    "why_not": {"tuesday": "Tuesdays only"},
}


def failures(expect: object, *, refused: str | None = None) -> list[str]:
    return [reason.key for reason in differences(expect, OUTCOME, refused=refused)]


@pytest.mark.parametrize(
    "expect",
    [
        {},
        {"due": 18500, "discounts": {"gold": 1500}, "paid_with": {}, "issued": {}},
        {"balances": {"chips": 0}},
        {"tier": {"level": ""}},
        {"tier": {"level": None}},
        {"perks": {"lounge": "Lounge"}},
        {"perks": {"cups": "Mug"}},
        {"why_not": {"tuesday": "tuesday"}},
        {"lines": [9000, 9500]},
        {name: OUTCOME[name] for name in OUTCOME},
    ],
)
def test_what_fits(expect: dict[str, Any]) -> None:
    assert failures(expect) == []


@pytest.mark.parametrize(
    ("expect", "failure"),
    [
        ({"due": 18501}, "differs"),
        ({"due": "18500"}, "differs"),
        ({"due": True}, "differs"),
        ({"discounts": {}}, "differs"),
        ({"discounts": {"gold": 1500, "silver": 0}}, "differs"),
        ({"earned": {"cuts": 2, "chips": 1}}, "differs"),
        ({"issued": {"next": 1}}, "differs"),
        ({"lines": [9500, 9000]}, "differs"),
        ({"balances": {"cuts": 8}}, "differs"),
        ({"balances": {"cups": 0}}, "not_there"),
        ({"balances": 7}, "no_table"),
        ({"refund": 0}, "not_there"),
        ({"tier": {"level": "gold"}}, "differs"),
        ({"tier": {"rank": ""}}, "not_there"),
        ({"perks": {"lounge": "Lou"}}, "differs"),
        ({"why_not": {"tuesday": "Wednesday"}}, "differs"),
        ({"why_not": {"gold": ""}}, "not_there"),
        ({"deu": 18500}, "unknown_name"),
        ({"refused": ""}, "not_refused"),
        (5, "no_table"),
    ],
)
def test_what_does_not_fit_is_told(expect: object, failure: str) -> None:
    assert failures(expect) == [f"rehearse.{failure}"]


def test_a_refusal() -> None:
    assert failures({"refused": "Stamps"}, refused="two stamps to go") == []
    assert failures({"refused": ""}, refused="anything") == []
    assert failures({"refused": "coupon"}, refused="two stamps to go") == ["rehearse.differs"]
    assert failures({}, refused="two stamps to go") == ["rehearse.refused"]
    both = failures({"refused": "coupon", "balances": {"cuts": 8}}, refused="two stamps to go")
    assert both == ["rehearse.differs", "rehearse.differs"]


def test_every_name_of_an_outcome_may_be_expected() -> None:
    assert set(OUTCOME) | {"refund", "refused"} == set(NAMES)
