"""What the customer sees of a sale, in her language, and what her window leaves alone: the clerk's."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from posapp.loyalty.words import Text
from posapp.till import people, settings, winding_down
from posapp.till.context import Till
from posapp.ui.customer.look import FINGER
from posapp.ui.theme import contrast
from tests.source_tree import ROOT
from tests.ui import keys
from tests.ui.conftest import KIM, KIM_CARD, MANAGER_PIN, Counter
from tests.ui.customer.conftest import Customer, in_lane
from tests.ui.test_start import STARTED

SHAMPOO = "8809410027209"
SIZES = ((1024, 600), (1024, 768), (1920, 1080))


def test_she_sees_what_she_pays_and_owns_and_nobody_reads_her_name(customer: Customer) -> None:
    customer.counter.scan(KIM_CARD)
    customer.counter.scan("CUT")
    customer.counter.scan(SHAMPOO)
    customer.settled()
    reads = customer.reads
    for said in ("Hello, 김*수", "Ten cuts, one free", "0 of 10", "Cut, 1 unit, ₩18,000", "You pay ₩30,000"):
        assert said in reads, said
    assert KIM not in reads
    assert customer.window.hers.isVisible()
    assert customer.window.receipt.isVisible()
    assert not customer.window.pad.isVisible()


def test_before_anybody_is_there_it_welcomes_in_the_name_of_the_shop(customer: Customer) -> None:
    assert "Welcome to. Haneul Hair" in customer.reads
    assert customer.window.pad.isVisible()


def test_after_payment_it_thanks_says_what_she_earned_and_goes_with_the_next_sale(customer: Customer) -> None:
    customer.counter.scan(KIM_CARD)
    customer.counter.scan("CUT")
    customer.counter.press(Qt.Key.Key_Return)
    customer.settled()
    for said in ("Thank you, 김*수", "+1 stamp", "1 of 10", "You paid ₩18,000"):
        assert said in customer.reads, said
    customer.counter.scan(SHAMPOO)
    customer.settled()
    assert "김" not in customer.reads
    assert "You pay ₩12,000" in customer.reads


def test_of_a_program_that_ends_both_windows_tell_her_before_and_after_she_pays(customer: Customer) -> None:
    def ends(till: Till) -> None:
        people.sign_in(till, "sora", MANAGER_PIN)
        say = Text.read({"en": "Please use your stamps by summer.", "ko": "여름까지 스탬프를 써 주세요."})
        last = till.now().date() + timedelta(days=30)
        winding_down.wind_down(till, "cuts", earn_until=last, redeem_until=last, say=say)

    in_lane(customer, ends)
    customer.counter.scan(KIM_CARD)
    customer.counter.scan("CUT")
    customer.settled()
    sale = customer.counter.window.sale
    assert "Please use your stamps by summer." in customer.reads
    assert "Please use your stamps by summer." in sale.member.accessibleName()
    customer.counter.press(Qt.Key.Key_Return)
    customer.settled()
    assert "Please use your stamps by summer." in customer.reads
    assert "Please use your stamps by summer." in sale.done.earned.accessibleName()


def test_the_thanks_go_by_themselves_or_with_a_touch_of_the_next_one(customer: Customer) -> None:
    customer.facing.thanks_ms = 1
    customer.counter.scan(KIM_CARD)
    customer.counter.scan("CUT")
    customer.counter.press(Qt.Key.Key_Return)
    customer.counter.until(lambda: customer.window.welcome.isVisible() and customer.window.pad.isVisible())
    assert "김" not in customer.reads
    customer.facing.thanks_ms = 60_000
    customer.counter.scan("CUT")
    customer.counter.press(Qt.Key.Key_Return)
    customer.settled()
    assert "Thank you, see you again" in customer.reads
    QTest.mouseClick(customer.handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(60, 500))
    customer.settled()
    assert customer.window.pad.isVisible()


def test_a_sale_that_is_undone_is_not_thanked_for(customer: Customer) -> None:
    customer.counter.scan(KIM_CARD)
    customer.counter.scan("CUT")
    customer.counter.press(Qt.Key.Key_Return)
    customer.settled()
    recorded = customer.facing.recorded
    assert recorded is not None
    customer.counter.sale.selling.undo(recorded.sale)
    customer.settled()
    assert customer.facing.recorded is None
    assert "Thank you" not in customer.reads


def test_her_language_is_hers_alone_and_goes_with_her(customer: Customer) -> None:
    customer.counter.scan(KIM_CARD)
    customer.counter.scan("CUT")
    customer.settled()
    customer.touch(customer.window.language)
    assert "김*수 님, 안녕하세요" in customer.reads
    assert "결제하실 금액 18,000원" in customer.reads
    assert customer.counter.window.words.language == "en"
    assert customer.counter.sale.pay.text() == "Take payment"
    customer.counter.press(Qt.Key.Key_Return)
    customer.settled()
    assert "김*수 님, 감사합니다" in customer.reads
    customer.counter.scan(SHAMPOO)
    customer.settled()
    assert "You pay ₩12,000" in customer.reads, "the next customer begins in the shop's language"


def test_the_clerks_window_does_not_wait_for_hers(customer: Customer) -> None:
    customer.facing._soon.setInterval(600_000)
    customer.counter.scan(KIM_CARD)
    assert customer.counter.sale.member.card is not None
    assert "김" not in customer.reads, "nothing of it is done in the clerk's turn"
    customer.facing._soon.start(0)
    customer.settled()
    assert "Hello, 김*수" in customer.reads


def test_it_follows_the_clerks_language_and_light(customer: Customer) -> None:
    customer.counter.tap(customer.counter.window.header.language)
    customer.settled()
    assert "어서 오세요. Haneul Hair" in customer.reads
    customer.counter.window.look.switch("dark")
    assert customer.window.grab().toImage().pixelColor(4, 400).name() == "#171513"


def test_a_scan_is_heard_while_the_keyboard_is_at_the_customers_window(customer: Customer) -> None:
    keys.scan(customer.handle, KIM_CARD)
    customer.settled()
    assert customer.counter.sale.member.card is not None
    assert customer.window.pad.empty, "the scan has typed nothing there"


def test_what_is_typed_at_her_window_reaches_nothing_of_the_clerks(customer: Customer) -> None:
    customer.counter.scan("CUT")
    for key, text in ((Qt.Key.Key_F1, ""), (Qt.Key.Key_F8, ""), (Qt.Key.Key_Return, "\r"), (Qt.Key.Key_Escape, "")):
        keys.send(customer.handle, key, text=text)
        customer.settled()
    keys.type_out(customer.handle, keys.by_hand("5678"))
    customer.counter.until(lambda: customer.window.pad.digits == "0105678")
    window = customer.counter.window
    assert (window.screen_now, window.sheets.top) == (customer.counter.sale, None)
    assert (customer.counter.sale.basket.count, customer.counter.sale.box.text()) == (1, "")
    assert customer.counter.day().sales == 0


def test_touching_her_window_leaves_the_clerks_typing_where_it_is(customer: Customer) -> None:
    box = customer.counter.sale.box
    box.setFocus()
    customer.touch(customer.window.pad.keys["5"])
    assert QApplication.focusWidget() is box
    assert not any(
        key.focusPolicy() & Qt.FocusPolicy.ClickFocus for key in customer.window.findChildren(QAbstractButton)
    )
    keys.type_out(customer.counter.handle, keys.by_hand("77"))
    customer.counter.until(lambda: box.text() == "77")
    assert customer.window.pad.digits == "0105"


def test_nobody_closes_it_from_her_side_and_it_goes_with_the_till(customer: Customer) -> None:
    event = QCloseEvent()
    QApplication.sendEvent(customer.window, event)
    assert not event.isAccepted()
    assert customer.window.isVisible()
    assert customer.counter.window.isVisible()
    customer.counter.window.close()
    assert customer.session.facing is None


def test_it_is_opened_and_closed_by_its_setting_while_the_till_runs(counter: Counter) -> None:
    assert counter.session.facing is None
    customer = Customer(counter)

    def put(on: bool) -> None:
        def change(till: Till) -> None:
            people.sign_in(till, "sora", MANAGER_PIN)
            settings.put(till, "customer.window", on)

        in_lane(customer, change)
        counter.session.hub.settings_changed.emit("customer.window")
        counter.until(lambda: (counter.session.facing is not None) is on)

    counter.scan(KIM_CARD)
    put(True)
    customer.settled()
    assert "Hello, 김*수" in customer.reads, "it shows the sale that is open"
    put(False)
    put(True)
    assert customer.window.isVisible()


def test_a_till_without_it_imports_nothing_of_it(shop_file: Path) -> None:
    ended = subprocess.run([sys.executable, "-c", STARTED, str(shop_file)], cwd=ROOT, capture_output=True, text=True,
                           timeout=60, check=True)  # fmt: skip
    assert "posapp.ui.customer" not in ended.stdout
    assert "posapp.ui.screens.sale" in ended.stdout


def test_everything_she_presses_is_as_large_as_a_finger_at_every_size(customer: Customer) -> None:
    window = customer.window
    for size in SIZES:
        window.resize(*size)
        for language in ("en", "ko"):
            customer.facing.words.switch(language)
            for page in ("main", "joining", "word"):
                window.show_page(page)
                QApplication.processEvents()
                for key in window.findChildren(QAbstractButton):
                    if key.isVisible():
                        assert key.accessibleName()
                        assert min(key.width(), key.height()) >= FINGER, (size, page, key.accessibleName(), key.size())
                        box = key.rect().translated(key.mapTo(window, QPoint(0, 0)))
                        assert window.rect().contains(box), (size, page, key.accessibleName())


def test_its_text_can_be_read_in_both_lights(customer: Customer) -> None:
    for theme in ("light", "dark"):
        customer.counter.window.look.switch(theme)
        c = customer.facing.look.colours
        for ink, ground in ((c.ink, c.ground), (c.soft, c.ground), (c.good, c.ground), (c.waiting, c.ground),
                            (c.good, c.card), (c.seal, c.card)):  # fmt: skip
            assert contrast(ink, ground) >= 4.5, (theme, ink.name(), ground.name())
