"""A sale, in the fewest moves, in the real window on a real shop: scans and keys in, what a person reads out."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from posapp.devices.simulated import Press, SimulatedScanner
from posapp.loyalty.outcome import StampPanel
from posapp.till import programs
from posapp.till.context import Till
from posapp.till.views import Person
from posapp.ui.widgets.pads import AmountSheet, MoneySheet
from posapp.ui.widgets.picker import Picker, Tiles
from posapp.ui.widgets.sheet import Question
from tests.ui import keys
from tests.ui.conftest import KIM_CARD, LEE_CARD, Counter
from tests.ui.keys import type_out

SHAMPOO = "8809410027209"
UNKNOWN_CARD, UNKNOWN_GOODS = "2900004711081524", "4006381333931"


def stamps(counter: Counter) -> int:
    """How many stamps are drawn on the card that is shown."""
    card = counter.sale.member.card
    assert card is not None
    return next(panel.have for panel in card.panels if isinstance(panel, StampPanel))


def due(counter: Counter) -> str:
    return counter.sale.totals.accessibleName().rpartition(", ")[2]


def pay(counter: Counter) -> None:
    counter.press(Qt.Key.Key_Return)
    counter.until(lambda: not counter.sale.done.isHidden())


def said(counter: Counter) -> str:
    """What stands under the box, "" where nothing does."""
    return "" if counter.sale.strip.isHidden() else counter.sale.strip.words.text()


def test_card_product_payment(counter: Counter) -> None:
    """Three moves, no mouse, no dialog in between."""
    counter.scan(KIM_CARD)
    counter.scan("8809410027209")
    assert (counter.sale.basket.count, due(counter)) == (1, "Due ₩12,000")
    pay(counter)
    assert counter.sale.done.sum.text() == "₩12,000"
    assert (counter.sale.basket.count, due(counter)) == (0, "Due ₩0")


def test_a_stamp_is_earned_and_lands_on_the_card(counter: Counter) -> None:
    counter.scan(KIM_CARD)
    counter.ask("CUT")
    before = stamps(counter)
    assert "After this sale: +1 stamp" in counter.sale.reasons.accessibleName()
    pay(counter)
    assert stamps(counter) == before + 1
    assert "+1 stamp" in counter.sale.done.earned.accessibleName()


def test_the_next_scan_begins_the_next_sale_at_once(counter: Counter) -> None:
    counter.scan(KIM_CARD)
    counter.scan(SHAMPOO)
    pay(counter)
    counter.scan(LEE_CARD)
    assert counter.sale.done.isHidden()
    assert counter.sale.member.card is not None
    assert counter.sale.member.card.row.name == "이수진"
    assert counter.sale.basket.count == 0


def test_enter_twice_sells_once(counter: Counter) -> None:
    counter.scan(SHAMPOO)
    counter.press(Qt.Key.Key_Return)
    counter.press(Qt.Key.Key_Return)
    counter.until(lambda: not counter.sale.done.isHidden())
    assert counter.day().sales == 1
    assert said(counter) == ""


def test_enter_on_an_empty_basket_sells_nothing(counter: Counter) -> None:
    counter.press(Qt.Key.Key_Return)
    assert (counter.day().sales, counter.sale.done.isHidden()) == (0, True)


def test_why_and_why_not_are_said_for_every_program(counter: Counter) -> None:
    counter.scan(KIM_CARD)
    counter.ask("PERM")
    counter.ask("PERM")
    whole = counter.sale.reasons.accessibleName()
    for program in ("The more, the less", "Scalp care on Tuesdays", "Birthday week", "Gold card"):
        assert program in whole or "5 % from" in whole, program


def test_the_last_four_digits_of_a_phone_find_the_member(counter: Counter) -> None:
    counter.ask("8888")
    assert said(counter).startswith("Nobody and nothing fits")
    counter.sale.box.clear()
    counter.ask("3456789"[-7:])
    assert counter.sale.member.card is not None


def test_several_members_are_picked_from_with_one_key(counter: Counter) -> None:
    """Both phones end in 6789."""
    counter.ask("6789")
    picker = counter.window.sheets.top
    assert isinstance(picker, Picker)
    assert [row.text() for row in picker.rows] == ["김민수", "이수진"]
    counter.press(Qt.Key.Key_2, text="2")
    counter.settled()
    assert counter.sale.member.card is not None
    assert counter.sale.member.card.row.name == "이수진"
    assert counter.window.sheets.top is None


def test_an_unknown_card_is_enrolled_in_one_key_with_its_number_filled_in(counter: Counter) -> None:
    counter.scan(UNKNOWN_CARD)
    assert said(counter) == f"Nobody holds card {UNKNOWN_CARD} yet."
    assert counter.heard[-1] == "refused"
    counter.press(Qt.Key.Key_F6)
    assert counter.window.screen_now.name == "enrol"
    assert counter.window.screen_now.card.text() == UNKNOWN_CARD  # type: ignore[attr-defined]


def test_a_key_pressed_before_the_scan_is_answered_means_what_the_answer_offers(counter: Counter) -> None:
    held = threading.Event()
    counter.session.lane.run(lambda till: held.wait(10))  # the disk is slow
    keys.scan(counter.handle, UNKNOWN_CARD)
    keys.send(counter.handle, Qt.Key.Key_F6, at_ms=0, held_ms=0)
    assert counter.window.screen_now is counter.sale
    held.set()
    counter.settled()
    counter.until(lambda: counter.window.screen_now.name == "enrol")
    assert counter.window.screen_now.card.text() == UNKNOWN_CARD  # type: ignore[attr-defined]


def test_payment_before_the_scan_is_answered_waits_for_it_and_is_not_taken_where_it_is_refused(
    counter: Counter,
) -> None:
    for code, paid in ((SHAMPOO, 1), (UNKNOWN_CARD, 1)):
        held = threading.Event()
        counter.session.lane.run(lambda till, held=held: held.wait(10))  # type: ignore[misc]
        if code == UNKNOWN_CARD:
            keys.scan(counter.handle, SHAMPOO)
        keys.scan(counter.handle, code)
        keys.send(counter.handle, Qt.Key.Key_Return, text="\r", at_ms=0, held_ms=0)
        held.set()
        counter.until(lambda: not counter.sale.selling.looking_up)
        counter.settled()
        counter.settled()
        assert counter.day().sales == paid
    assert said(counter).startswith("Nobody holds card")
    assert counter.sale.basket.count == 1


def test_what_is_written_before_the_form_is_there_is_written_into_it(counter: Counter) -> None:
    held = threading.Event()
    counter.session.lane.run(lambda till: held.wait(10))  # the disk is slow
    keys.scan(counter.handle, UNKNOWN_CARD)
    keys.send(counter.handle, Qt.Key.Key_F6, at_ms=0, held_ms=0)
    for letter in "Mi":
        keys.send(counter.handle, ord(letter.upper()), text=letter, at_ms=0, held_ms=0)
    held.set()
    counter.until(lambda: counter.window.screen_now.name == "enrol")
    counter.type("nji")
    assert counter.window.screen_now.person.text() == "Minji"  # type: ignore[attr-defined]
    counter.window.home()
    assert counter.sale.box.text() == ""


def test_a_refusal_stays_until_the_next_step_and_the_basket_stays_as_it_is(counter: Counter) -> None:
    counter.scan(SHAMPOO)
    counter.scan(UNKNOWN_CARD)
    assert said(counter).startswith("Nobody holds card")
    assert counter.sale.basket.count == 1
    counter.scan(SHAMPOO)
    assert (said(counter), due(counter)) == ("", "Due ₩24,000")


def test_another_amount_than_the_one_on_the_screen_is_shown_before_it_is_taken(counter: Counter) -> None:
    """The last day of a price is over at midnight; here an owner at another till ended it."""
    counter.scan(SHAMPOO)
    assert due(counter) == "Due ₩12,000"
    ten = {"id": "ten", "kind": "fixed_discount", "rate": 10, "audience": {"who": "everyone"}}
    counter.session.lane.run(lambda till: programs.load(_by_manager(till), [ten]), done=lambda _: None)
    counter.press(Qt.Key.Key_Return)
    counter.settled()
    assert said(counter) == "It comes to ₩10,800 now, no longer ₩12,000. Look at it and take the payment again."
    assert (due(counter), counter.day().sales) == ("Due ₩10,800", 0)
    pay(counter)
    assert counter.sale.done.sum.text() == "₩10,800"


def _by_manager(till: Till) -> Till:
    till.approval = Person(id="sora", name="Sora", rank="manager")
    return till


def test_the_end_of_a_scan_is_no_code_but_to_be_read_again(counter: Counter) -> None:
    """The keyboard paused after two digits, on a computer that was busy."""
    keys = [
        Press(key.character, key.at_ms + 160 * (at > 1)) for at, key in enumerate(SimulatedScanner().scan(KIM_CARD))
    ]
    type_out(counter.handle, keys)
    counter.settled()
    assert said(counter) == "Only the end of a code was read. Nothing was changed; scan it again."
    assert (counter.sale.box.text(), counter.sale.member.card) == ("", None)
    counter.scan(KIM_CARD)
    assert counter.sale.member.card is not None
    assert said(counter) == ""


def test_goods_that_are_not_in_the_catalogue_take_a_price(counter: Counter) -> None:
    counter.scan(UNKNOWN_GOODS)
    assert isinstance(counter.window.sheets.top, MoneySheet)
    counter.type("3500")
    counter.press(Qt.Key.Key_Return)
    counter.settled()
    assert due(counter) == "Due ₩3,500"


def test_a_scan_in_the_middle_of_a_dialog_presses_nothing_and_is_not_lost(counter: Counter) -> None:
    counter.scan(UNKNOWN_GOODS)
    counter.type("35")
    counter.scan(SHAMPOO)
    sheet = counter.window.sheets.top
    assert isinstance(sheet, MoneySheet)
    assert (sheet.pad.digits, due(counter)) == ("35", "Due ₩12,000")


def test_the_amount_pad_rings_up_one_amount_in_one_category(counter: Counter) -> None:
    counter.press(Qt.Key.Key_F2)
    counter.settled()
    sheet = counter.window.sheets.top
    assert isinstance(sheet, AmountSheet)
    assert {"service": "Service", "goods": "Goods"}.items() <= {
        name: button.text() for name, button in sheet.category.buttons.items()
    }.items()
    sheet.category.buttons["service"].click()
    counter.type("15000")
    counter.press(Qt.Key.Key_Return)
    counter.settled()
    assert (due(counter), counter.window.sheets.top) == ("Due ₩15,000", None)


def test_an_amount_of_nothing_cannot_be_rung_up(counter: Counter) -> None:
    counter.press(Qt.Key.Key_F2)
    counter.settled()
    counter.type("000")
    counter.press(Qt.Key.Key_Return)
    assert counter.window.sheets.top is not None
    counter.press(Qt.Key.Key_Escape)
    assert counter.sale.basket.count == 0


def test_plus_minus_and_delete_steer_the_line_that_is_marked(counter: Counter) -> None:
    counter.scan(SHAMPOO)
    counter.scan("8809410028909")
    counter.press(Qt.Key.Key_Plus, text="+")
    assert due(counter) == "Due ₩44,000"
    counter.press(Qt.Key.Key_Up)
    counter.press(Qt.Key.Key_Minus, text="-")
    assert (counter.sale.basket.count, due(counter)) == (1, "Due ₩32,000")
    counter.press(Qt.Key.Key_Delete)
    assert counter.sale.basket.count == 0


def test_a_finger_does_the_same(counter: Counter) -> None:
    """Only presses, no key: one more, one less, payment, the next customer."""
    counter.scan(SHAMPOO)
    row = counter.sale.basket.rows[0]
    counter.tap(row.plus)
    assert due(counter) == "Due ₩24,000"
    counter.tap(row.minus)
    counter.tap(counter.sale.pay)
    counter.until(lambda: not counter.sale.done.isHidden())
    assert counter.sale.box.hasFocus()


def test_an_offer_is_taken_up_and_given_back_with_one_key(counter: Counter) -> None:
    counter.scan(KIM_CARD)
    for _ in range(10):
        counter.ask("CUT")
    pay(counter)
    counter.scan(KIM_CARD)
    counter.ask("CUT")
    assert not counter.sale.offers.isHidden()
    counter.press(Qt.Key.Key_F3)
    assert due(counter) == "Due ₩0"
    assert any(each.text.startswith("One free") for each in counter.sale.reasons.told), "a line of Why begins so"
    counter.press(Qt.Key.Key_F3)
    assert due(counter) == "Due ₩18,000"


def test_a_sale_is_put_aside_and_taken_up_again(counter: Counter) -> None:
    counter.scan(SHAMPOO)
    counter.press(Qt.Key.Key_F9)
    assert counter.sale.basket.count == 0
    assert counter.sale.hold.text() == "Hold · 1"
    counter.press(Qt.Key.Key_F9)
    counter.settled()
    assert isinstance(counter.window.sheets.top, Picker)
    counter.press(Qt.Key.Key_Return)
    counter.settled()
    assert (due(counter), counter.sale.hold.text()) == ("Due ₩12,000", "Hold")


def test_the_last_sale_is_undone_after_a_look_at_what_that_does(counter: Counter) -> None:
    counter.scan(KIM_CARD)
    counter.ask("CUT")
    pay(counter)
    counter.tap(counter.sale.done.button)
    counter.settled()
    question = counter.window.sheets.top
    assert isinstance(question, Question)
    assert question.text.text().splitlines() == ["₩18,000 back in money", "Ten cuts, one free: 1 stamp taken off"]
    question.yes.click()
    counter.settled()
    counter.settled()
    assert said(counter) == "The sale was undone. Give ₩18,000 back."
    counter.scan(KIM_CARD)
    assert stamps(counter) == 0


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Escape])
def test_the_harmless_answer_has_the_keyboard(counter: Counter, key: Qt.Key) -> None:
    counter.scan(SHAMPOO)
    pay(counter)
    counter.tap(counter.sale.done.button)
    counter.settled()
    counter.press(key, text=" " if key == Qt.Key.Key_Space else "")
    assert counter.window.sheets.top is None
    assert counter.day().voids == 0


def test_more_lists_every_screen_and_the_seldom_steps(counter: Counter) -> None:
    counter.scan(SHAMPOO)
    counter.press(Qt.Key.Key_F1)
    more = counter.window.sheets.top
    assert isinstance(more, Tiles)
    words = {tile.text() for tile in more.tiles}
    assert {"Members", "Products", "Programs", "Settings", "Empty the basket"} <= words


def test_the_basket_is_emptied_only_after_a_question(counter: Counter) -> None:
    counter.scan(SHAMPOO)
    counter.press(Qt.Key.Key_F1)
    more = counter.window.sheets.top
    assert isinstance(more, Tiles)
    more.pick("ui_sale.discard")
    question = counter.window.sheets.top
    assert isinstance(question, Question)
    question.yes.click()
    counter.settled()
    assert counter.sale.basket.count == 0


def test_a_scan_and_a_refusal_sound_different(counter: Counter) -> None:
    counter.scan(SHAMPOO)
    counter.scan(UNKNOWN_CARD)
    assert counter.heard == ["scan", "refused"]


def test_a_name_is_found_with_hangul_keyed_on_a_latin_keyboard(counter: Counter) -> None:
    counter.window.words.switch("ko")
    counter.type("rlaalstn")
    assert counter.sale.box.text() == "김민수"
    counter.press(Qt.Key.Key_Return)
    assert counter.sale.member.card is not None


def test_a_code_keyed_with_hangul_on_is_found_all_the_same(counter: Counter) -> None:
    counter.window.words.switch("ko")
    counter.type("CUT")
    counter.press(Qt.Key.Key_Return)
    counter.settled()
    assert counter.sale.basket.count == 1


def test_no_other_window_is_ever_opened(counter: Counter) -> None:
    """A second window would take the keyboard, and the next scan with it."""
    counter.scan(UNKNOWN_GOODS)
    counter.press(Qt.Key.Key_Escape)
    counter.press(Qt.Key.Key_F1)
    counter.press(Qt.Key.Key_Escape)
    shown = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    assert shown == [counter.window]
    assert counter.window.isActiveWindow()
    assert counter.sale.box.hasFocus()
