"""A card that nobody holds: one key, a name, Enter through, and the sale goes on with the member on it."""

from __future__ import annotations

from PySide6.QtCore import Qt

from posapp.till import people, programs
from posapp.till.context import Till
from posapp.ui.screens.enrol import EnrolScreen
from posapp.ui.screens.sale import SaleScreen
from tests.ui.conftest import KIM, KIM_PHONE, LEE_CARD, MANAGER_PIN, Counter
from tests.ui.screens.hands import press, shown, toast

NEW_CARD = "2900009876543215"


def begun(counter: Counter, card: str = NEW_CARD) -> EnrolScreen:
    counter.scan(card)
    counter.press(Qt.Key.Key_F6)
    return shown(counter, EnrolScreen)


def test_an_unknown_card_is_enrolled_with_enter_alone(counter: Counter) -> None:
    counter.scan("CUT")
    form = begun(counter)
    assert form.card.text() == NEW_CARD
    counter.type("정하은")
    counter.press(Qt.Key.Key_Return)
    counter.type("01055556666")
    counter.press(Qt.Key.Key_Return)
    counter.type("900302")
    counter.press(Qt.Key.Key_Return)
    counter.press(Qt.Key.Key_Return)
    counter.until(lambda: counter.window.screen_now is counter.sale)
    counter.until(lambda: counter.sale.member.card is not None)
    card = counter.sale.member.card
    assert card is not None
    assert (card.row.name, card.row.card, card.row.phone) == ("정하은", NEW_CARD, "01055556666")
    assert counter.sale.basket.count == 1
    assert "정하은" in toast(counter)


def test_enter_gives_nobodys_consent(counter: Counter) -> None:
    form = begun(counter)
    counter.type("정하은")
    for _ in range(3):
        counter.press(Qt.Key.Key_Return)
    assert form.consent.hasFocus()
    assert not form.consent.isChecked()
    counter.press(Qt.Key.Key_Space, text=" ")
    assert form.consent.isChecked()


def test_a_name_is_needed_and_is_asked_for_where_it_stands(counter: Counter) -> None:
    form = begun(counter)
    press(counter, form.enrol)
    assert form.person.fault.isVisible()
    assert form.person.line.hasFocus()
    assert counter.window.screen_now is form


def test_a_day_that_never_was_is_not_guessed(counter: Counter) -> None:
    form = begun(counter)
    counter.type("정하은")
    form.birthday.set_text("2023-02-29")
    press(counter, form.enrol)
    assert form.birthday.fault.isVisible()
    assert form.birthday.text() == "2023-02-29"


def test_a_phone_that_somebody_has_is_told_while_it_is_typed(counter: Counter) -> None:
    form = begun(counter)
    counter.type("Somebody")
    counter.press(Qt.Key.Key_Return)
    counter.type(KIM_PHONE)
    counter.until(form.taken.isVisible)
    assert KIM in form.taken.words.text()


def test_that_member_is_given_the_card_in_her_hand(counter: Counter) -> None:
    form = begun(counter)
    form.phone.set_text(KIM_PHONE)
    counter.until(form.taken.isVisible)
    counter.press(Qt.Key.Key_F3)
    counter.until(lambda: counter.sale.member.card is not None)
    counter.press(Qt.Key.Key_Escape)
    counter.session.window.sale.selling.drop_member()
    counter.settled()
    counter.scan(NEW_CARD)
    counter.until(lambda: counter.sale.member.card is not None)
    assert counter.sale.member.card is not None
    assert counter.sale.member.card.row.name == KIM


def test_that_member_can_be_taken_instead(counter: Counter) -> None:
    counter.window.open("enrol")
    counter.settled()
    form = shown(counter, EnrolScreen)
    form.phone.set_text(KIM_PHONE)
    counter.until(form.taken.isVisible)
    counter.press(Qt.Key.Key_F3)
    counter.until(lambda: counter.sale.member.card is not None)
    shown(counter, SaleScreen)
    assert counter.sale.member.card is not None
    assert counter.sale.member.card.row.name == KIM


def test_a_family_may_share_a_phone(counter: Counter) -> None:
    form = begun(counter)
    counter.type("김아들")
    form.phone.set_text(KIM_PHONE)
    counter.until(form.taken.isVisible)
    press(counter, form.enrol)
    assert counter.window.screen_now is form, "it must be asked about first"
    counter.press(Qt.Key.Key_F4)
    counter.until(lambda: counter.sale.member.card is not None)
    assert counter.sale.member.card is not None
    assert counter.sale.member.card.row.name == "김아들"


def test_a_customer_in_between_loses_nothing(counter: Counter) -> None:
    form = begun(counter)
    counter.type("Half a na")
    counter.scan(LEE_CARD)
    assert counter.window.screen_now is counter.sale
    counter.window.open("enrol", card=NEW_CARD)
    assert form.person.text() == "Half a na"


def test_the_kind_of_card_is_asked_for_where_a_program_is_for_one(counter: Counter) -> None:
    form = begun(counter)
    assert not form.kind.isVisible()
    counter.window.open("sale")

    def add(till: Till) -> None:
        till.person = people.sign_in(till, "sora", MANAGER_PIN)
        campus = {"id": "campus", "kind": "fixed_discount", "rate": 5, "audience": {"card_types": ["student"]}}
        programs.save(till, campus)

    counter.session.lane.run(add)
    counter.settled()
    form = begun(counter, "2900009876543222")
    counter.until(form.kind.isVisible)
    assert {kind: button.text() for kind, button in form.kind.buttons.items()} == {"": "Ordinary", "student": "Student"}
    counter.type("정하은")
    press(counter, form.kind.buttons["student"])
    press(counter, form.enrol)
    counter.until(lambda: counter.sale.member.card is not None)
    assert counter.sale.member.card is not None
    assert counter.sale.member.card.card_type == "student"


def test_without_a_card_a_number_is_made(counter: Counter) -> None:
    counter.window.open("enrol")
    counter.settled()
    counter.type("이새별")
    press(counter, shown(counter, EnrolScreen).enrol)
    counter.until(lambda: counter.sale.member.card is not None)
    card = counter.sale.member.card
    assert card is not None
    assert card.row.card.startswith("29")
