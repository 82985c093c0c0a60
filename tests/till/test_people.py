"""People sign in with PINs; who guesses waits; what needs rank wants a manager."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from posapp.i18n import say
from posapp.loyalty.errors import NotAllowed, Refused
from posapp.loyalty.words import Reason
from posapp.till import people, pins, products, settings
from posapp.till.context import Till
from tests.till.salon import CASHIER, Clock


def _refused(error: pytest.ExceptionInfo[Refused]) -> str:
    return error.value.reason.key


def test_the_right_pin_signs_in_and_a_wrong_one_does_not(till: Till) -> None:
    people.sign_out(till)
    with pytest.raises(NotAllowed) as wrong:
        people.sign_in(till, "sora", "999999")
    assert _refused(wrong) == "till.pin_wrong"
    assert not till.person
    assert people.sign_in(till, "minji", "1234").name == "민지"
    assert till.person == CASHIER


def test_who_guesses_waits_longer_each_time_even_with_the_right_pin(till: Till, clock: Clock) -> None:
    for _ in range(3):
        with pytest.raises(NotAllowed):
            people.sign_in(till, "sora", "000000")
    with pytest.raises(NotAllowed) as waiting:
        people.sign_in(till, "sora", "246810")
    assert _refused(waiting) == "till.pin_wait_seconds"
    clock.go_on(seconds=16)
    with pytest.raises(NotAllowed):
        people.sign_in(till, "sora", "000000")
    clock.go_on(seconds=16)
    with pytest.raises(NotAllowed) as longer:
        people.sign_in(till, "sora", "246810")
    assert _refused(longer) == "till.pin_wait_seconds"
    clock.go_on(seconds=15)
    assert people.sign_in(till, "sora", "246810").id == "sora"


def test_an_attempt_is_counted_before_the_pin_is_looked_at(
    till: Till, reopened: Callable[[], Till], monkeypatch: pytest.MonkeyPatch
) -> None:
    def power_cut(kept: str, pin: str) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(pins, "fits", power_cut)
        for _ in range(3):
            with pytest.raises(KeyboardInterrupt):
                people.sign_in(till, "sora", "000000")
    with pytest.raises(NotAllowed) as waiting:
        people.sign_in(reopened(), "sora", "246810")
    assert _refused(waiting) == "till.pin_wait_seconds"


def test_nobody_waits_more_than_an_hour_whatever_the_clock_was_set_to(till: Till, clock: Clock) -> None:
    clock.go_on(days=3650)
    for _ in range(3):
        with pytest.raises(NotAllowed):
            people.sign_in(till, "sora", "000000")
    clock.go_on(days=-3650)
    assert people.sign_in(till, "sora", "246810").id == "sora"
    assert pins.wait_after(10**9) == timedelta(hours=1)


def test_a_managers_pin_allows_one_action_and_only_one(till: Till) -> None:
    with pytest.raises(NotAllowed):
        settings.put(till, "card.prefix", "27")
    assert people.allow(till, "246810").id == "sora"
    assert till.person is not None
    assert till.person.id == "minji"
    settings.put(till, "card.prefix", "27")
    assert settings.get(till, "card.prefix") == "27"
    with pytest.raises(NotAllowed):
        settings.put(till, "card.prefix", "26")


def test_an_approval_that_was_not_used_does_not_wait_for_another_action(till: Till, clock: Clock) -> None:
    people.allow(till, "246810")
    clock.go_on(minutes=3)
    with pytest.raises(NotAllowed):
        settings.put(till, "card.prefix", "27")


def test_the_managers_prompt_waits_for_itself_and_locks_no_manager_out(
    till: Till, clock: Clock, reopened: Callable[[], Till]
) -> None:
    for _ in range(3):
        with pytest.raises(NotAllowed) as wrong:
            people.allow(till, "000000")
    assert say(wrong.value.reason, "en", till.shop.currency) == (
        "That is not the PIN. Wait 15 seconds before the next try."
    )
    clock.go_on(seconds=5)
    till = reopened()  # the wait is kept
    with pytest.raises(NotAllowed) as waiting:
        people.allow(till, "246810")
    assert say(waiting.value.reason, "ko", till.shop.currency) == "PIN을 여러 번 틀렸어요. 10초 뒤에 다시 해 주세요."
    assert people.sign_in(till, "sora", "246810").id == "sora"
    clock.go_on(seconds=11)
    assert people.allow(till, "246810").id == "sora"
    with pytest.raises(NotAllowed) as anew:
        people.allow(till, "000000")
    assert _refused(anew) == "till.pin_wrong", "the right PIN forgave"


def test_the_managers_prompt_waits_five_minutes_at_most(till: Till, clock: Clock) -> None:
    for _ in range(12):
        with pytest.raises(NotAllowed) as wrong:
            people.allow(till, "000000")
        clock.go_on(minutes=6)
    assert wrong.value.reason == Reason.of("till.pin_wrong_wait", count=5)


def test_a_cashiers_pin_allows_nothing(till: Till) -> None:
    with pytest.raises(NotAllowed):
        people.allow(till, "1234")


@pytest.mark.parametrize(
    ("rank", "pin"),
    [("manager", "12345"), ("cashier", "123"), ("cashier", "12a4"), ("manager", "1²3456"), ("owner", "123456")],
)
def test_a_pin_that_is_too_short_or_no_digits_is_refused(till: Till, rank: str, pin: str) -> None:
    people.allow(till, "246810")
    with pytest.raises(Refused):
        people.add(till, name="보람", rank=rank, pin=pin)
    assert {person.id for person in people.people(till)} == {"sora", "minji"}


def test_a_new_person_signs_in_and_who_is_let_go_does_not(till: Till) -> None:
    people.allow(till, "246810")
    new = people.add(till, name=" 보람 ", rank="cashier", pin="4321")
    assert people.sign_in(till, new.id, "4321").name == "보람"
    people.allow(till, "246810")
    people.set_active(till, new.id, active=False)
    with pytest.raises(NotAllowed) as gone:
        people.sign_in(till, new.id, "4321")
    assert _refused(gone) == "till.person_inactive"


def test_the_last_manager_stays(till: Till) -> None:
    people.allow(till, "246810")
    with pytest.raises(Refused) as last:
        people.set_active(till, "sora", active=False)
    assert _refused(last) == "till.last_manager"


def test_one_changes_ones_own_pin_but_not_anothers(till: Till) -> None:
    people.change_pin(till, "minji", pin="7777")
    assert people.sign_in(till, "minji", "7777")
    with pytest.raises(NotAllowed):
        people.change_pin(till, "sora", pin="111111")


def test_a_pin_is_nowhere_in_the_file_and_not_even_in_its_tables(till: Till) -> None:
    kept = till.database.rows("SELECT * FROM people")
    assert not any("246810" in str(row) or "1234" in str(row[3]).split("$") for row in kept)
    assert all(row[3].startswith("$argon2id$") for row in kept)


def test_what_was_done_is_in_the_log_with_who_did_it(till: Till) -> None:
    products.remove(till, "WAX")
    people.allow(till, "246810")
    settings.put(till, "card.prefix", "27")
    log = till.database.rows("SELECT person, what FROM activity ORDER BY n")
    assert ("minji", "product.removed") in log
    assert ("sora", "setting.changed") in log
