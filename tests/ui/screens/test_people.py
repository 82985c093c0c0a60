"""Who works here: signing in, two ranks, new PINs, and letting somebody go."""

from __future__ import annotations

from PySide6.QtCore import Qt

from posapp.ui.screens.people import PeopleScreen
from posapp.ui.screens.person_form import PersonForm
from posapp.ui.screens.sign_in import SignInScreen
from posapp.ui.widgets.pin_sheet import PinSheet
from posapp.ui.widgets.sheet import Question
from tests.ui.conftest import CASHIER_PIN, KIM_CARD, MANAGER, MANAGER_PIN, Counter
from tests.ui.screens.hands import give_pin, manager_at_work, opened, press, say_yes, sheet, toast


def sign_in(counter: Counter) -> SignInScreen:
    screen = opened(counter, "sign_in", SignInScreen)
    counter.until(lambda: len(screen.rows.keys) == 2)
    return screen


def people(counter: Counter) -> PeopleScreen:
    screen = opened(counter, "people", PeopleScreen)
    counter.until(lambda: bool(screen.rows.keys))
    return screen


def test_a_person_signs_in_with_the_keyboard_alone(counter: Counter) -> None:
    screen = sign_in(counter)
    while screen.rows.chosen != "sora":
        counter.press(Qt.Key.Key_Down)
    counter.press(Qt.Key.Key_Return)
    counter.type(MANAGER_PIN)
    counter.press(Qt.Key.Key_Return)
    counter.until(lambda: counter.window.screen_now is counter.sale)
    assert counter.window.person is not None
    assert (counter.window.person.name, counter.window.person.rank) == (MANAGER, "manager")


def test_a_person_signs_in_with_a_finger_alone(counter: Counter) -> None:
    screen = sign_in(counter)
    press(counter, next(row for row in screen.rows.rows if row.key == "sora"))
    for digit in MANAGER_PIN:
        press(counter, screen.pin.pad.keys[digit])
    press(counter, screen.pin.done)
    counter.until(lambda: counter.window.screen_now is counter.sale)


def test_a_pin_that_takes_its_time_pulls_nobody_away_from_a_customer(counter: Counter) -> None:
    screen = sign_in(counter)
    press(counter, next(row for row in screen.rows.rows if row.key == "sora"))
    counter.type(MANAGER_PIN)
    screen.pin.done.click()
    counter.window.open("enrol", card=KIM_CARD)
    counter.until(lambda: counter.window.person is not None and counter.window.person.name == MANAGER)
    assert counter.window.screen_now.name == "enrol"


def test_a_wrong_pin_says_so_and_the_fourth_has_to_wait(counter: Counter) -> None:
    screen = sign_in(counter)
    press(counter, next(row for row in screen.rows.rows if row.key == "sora"))
    said = []
    for _ in range(4):
        counter.type("999999")
        counter.press(Qt.Key.Key_Return)
        counter.until(screen.pin.refusal.isVisible)
        said.append(screen.pin.refusal.words.text())
        assert screen.pin.pad.digits == ""
    assert said[0] != said[-1], "the wait is told in words"
    counter.type(MANAGER_PIN)
    counter.press(Qt.Key.Key_Return)
    counter.until(screen.pin.refusal.isVisible)
    assert counter.window.screen_now is screen, "even the right one waits now"


def test_nothing_on_the_screen_tells_the_pin(counter: Counter) -> None:
    screen = sign_in(counter)
    press(counter, next(row for row in screen.rows.rows if row.key == "minji"))
    counter.type(CASHIER_PIN)
    assert screen.pin.dots.count == 4
    assert CASHIER_PIN not in screen.pin.dots.accessibleName()


def test_a_customer_is_served_while_nobody_is_signing_in(counter: Counter) -> None:
    sign_in(counter)
    counter.scan(KIM_CARD)
    assert counter.window.screen_now is counter.sale
    assert counter.sale.member.card is not None


def test_a_new_cashier_is_added_by_a_manager_and_can_sign_in(counter: Counter) -> None:
    people(counter)
    counter.press(Qt.Key.Key_F2)
    form = sheet(counter, PersonForm)
    counter.type("Jiho")
    counter.press(Qt.Key.Key_Return)
    counter.type("4321")
    counter.press(Qt.Key.Key_Return)
    counter.type("4321")
    counter.press(Qt.Key.Key_Return)
    give_pin(counter)
    counter.until(lambda: counter.window.sheets.top is None)
    assert "Jiho" in toast(counter)
    assert form.rank.value == "cashier"
    screen = opened(counter, "sign_in", SignInScreen)
    counter.until(lambda: len(screen.rows.keys) == 3)


def test_pins_that_differ_or_are_short_are_told_at_their_field(counter: Counter) -> None:
    people(counter)
    counter.press(Qt.Key.Key_F2)
    form = sheet(counter, PersonForm)
    form.name.set_text("Jiho")
    form.rank.set_value("manager")
    form.pin.set_text("1234")
    form.again.set_text("1234")
    press(counter, form.save)
    assert form.pin.fault.isVisible()
    form.pin.set_text("123498")
    press(counter, form.save)
    assert form.again.fault.isVisible()
    assert "1234" not in form.pin.line.displayText()


def test_a_cashier_alone_adds_nobody(counter: Counter) -> None:
    screen = people(counter)
    press(counter, screen.new)
    form = sheet(counter, PersonForm)
    for field, text in ((form.name, "Ghost"), (form.pin, "4321"), (form.again, "4321")):
        field.set_text(text)
    press(counter, form.save)
    sheet(counter, PinSheet)
    counter.press(Qt.Key.Key_Escape)
    counter.press(Qt.Key.Key_Escape)
    assert "Ghost" not in [row.text() for row in screen.rows.rows]


def test_somebody_is_let_go_only_after_a_yes_and_may_come_back(counter: Counter) -> None:
    manager_at_work(counter)
    screen = people(counter)
    press(counter, next(row for row in screen.rows.rows if row.key == "minji"))
    press(counter, screen.leave_or_back)
    assert sheet(counter, Question).no.hasFocus()
    say_yes(counter)
    counter.until(lambda: any(row.badge for row in screen.rows.rows if row.key == "minji"))
    press(counter, screen.leave_or_back)
    counter.until(lambda: not any(row.badge for row in screen.rows.rows if row.key == "minji"))


def test_the_last_manager_stays(counter: Counter) -> None:
    manager_at_work(counter)
    screen = people(counter)
    press(counter, next(row for row in screen.rows.rows if row.key == "sora"))
    press(counter, screen.leave_or_back)
    say_yes(counter)
    counter.until(screen.refusal.isVisible)
    assert not any(row.badge for row in screen.rows.rows if row.key == "sora")
