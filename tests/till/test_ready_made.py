"""Ready-made programs: each can be read, does in its rehearsal what it says, and begins in any shop."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from posapp.i18n import say
from posapp.loyalty.errors import Fault
from posapp.loyalty.programs.base import kinds
from posapp.loyalty.scenario import rehearse
from posapp.loyalty.words import Reason
from posapp.till import first_day, products, programs, ready_made
from posapp.till.context import Till, open_till
from posapp.till.people import COMMAND_LINE
from posapp.till.ready_made import ReadyMade

ALL = ready_made.ready_made()
each = pytest.mark.parametrize("pattern", ALL, ids=lambda pattern: pattern.id)


@each
def test_its_rehearsal_shows_what_it_does_with_a_return_and_a_void(pattern: ReadyMade) -> None:
    played = rehearse(pattern.scenario, say=lambda reason, currency: say(reason, "en", currency))
    assert played.passed, [(step.number, step.failures) for step in played.steps if step.failures] or played.faults
    did = {step.kind for step in played.steps}
    assert {"sale", "return", "void"} <= did
    assert sum("expect" in step for step in pattern.scenario["steps"]) >= 3


@each
def test_it_is_named_and_explained_in_both_languages(pattern: ReadyMade) -> None:
    for text in (pattern.name, pattern.about):
        assert {language for language, _ in text.by_language} == {"en", "ko"}
    for program in pattern.scenario["programs"]:
        assert {"en", "ko"} == set(program["name"]), program["id"]


def test_there_is_one_for_each_kind() -> None:
    assert {kind for pattern in ALL for kind in pattern.kinds} == set(kinds())


@pytest.fixture(scope="session")
def dollar_shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("dollars") / "shop.posapp"
    first_day.create(
        path, language="en", shop_name="Corner", currency="USD", timezone="America/New_York", preset="cafe",
        manager_name="Ann", manager_pin="246810",
    )  # fmt: skip
    return path


@pytest.fixture
def till(dollar_shop: Path) -> Iterator[Till]:
    """A café in dollars; nothing is written to it."""
    till = open_till(dollar_shop)
    till.person = COMMAND_LINE
    yield till
    till.close()


def faults(till: Till, documents: list[dict[str, Any]]) -> list[Fault]:
    return list(programs.check(till, documents))


@each
def test_it_begins_in_a_shop_with_other_goods_and_wants_at_most_its_goods(till: Till, pattern: ReadyMade) -> None:
    begun = ready_made.documents(till, pattern.id)
    assert len(begun) == len(pattern.scenario["programs"])
    left = {fault.reason.key for fault in faults(till, begun)}
    assert left <= {"fault.required", "fault.filled"}, faults(till, begun)


def test_money_is_the_shops_own_and_ids_are_free(till: Till) -> None:
    (chips,) = ready_made.documents(till, "chips")
    assert chips["earn"]["every"] == 500, "five thousand won are five dollars"
    assert chips["rewards"] == [{"at": 5, "amount": 300}]
    points, levels = ready_made.documents(till, "red-silver-gold")
    assert [level.get("from") for level in levels["levels"]] == [0, 30000, 100000]
    assert points["curve"][0]["audience"] == {"tiers": ["silver"]}


def test_a_name_that_is_taken_is_another_one_wherever_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "shop.posapp"
    first_day.create(
        path, language="en", shop_name="S", currency="KRW", timezone="Asia/Seoul", preset="salon", manager_name="A",
        manager_pin="246810",
    )  # fmt: skip
    till = open_till(path)
    till.person = COMMAND_LINE
    programs.load(till, ready_made.documents(till, "bring-a-friend"))
    again = ready_made.documents(till, "bring-a-friend")
    assert [program["id"] for program in again] == ["bring-a-friend-2", "friend-points-2"]
    assert again[0]["referrer"] == {"program": "friend-points-2", "points": 3000}
    products.load(till, [{"id": "WINE1", "name": "Red", "price": 30000, "categories": ["alcohol"]}])
    clubs = ready_made.documents(till, "clubs")
    scopes = [program["scope"] for program in clubs if program["kind"] == "fixed_discount"]
    assert scopes == [{"categories": ["pet"]}, {"categories": ["alcohol"]}, {"categories": ["baby"]}]
    (chips,) = ready_made.documents(till, "chips")
    assert "scope" not in chips or not chips["scope"], "what is excepted and is not there excepts nothing"
    till.close()


def test_what_is_for_goods_that_the_shop_lacks_is_not_for_everything_instead(till: Till) -> None:
    (milk,) = ready_made.documents(till, "member-prices")
    assert milk["scope"] == {"products": ["MILK"]}
    (two,) = ready_made.documents(till, "two-for-one")
    assert two["scope"]["categories"]


def test_a_reason_of_a_rehearsal_can_be_said_in_korean() -> None:
    played = rehearse(ALL[0].scenario, say=lambda reason, currency: say(reason, "en", currency))
    quotes = [step.quote for step in played.steps if step.quote is not None]
    said = [say(benefit.reason, "ko", played.currency) for quote in quotes for benefit in quote.benefits]
    assert said
    assert all(isinstance(benefit.reason, Reason) for quote in quotes for benefit in quote.benefits)


def test_a_point_is_worth_the_same_share_of_what_it_took_in_any_money(till: Till) -> None:
    (points,) = ready_made.documents(till, "simple-points")
    pattern = next(pattern for pattern in ALL if pattern.id == "simple-points")
    won = pattern.scenario["programs"][0]
    shares = [Fraction(each["redeem"]["value"]) / each["earn"]["per"] for each in (points, won)]
    assert shares[0] == shares[1]
