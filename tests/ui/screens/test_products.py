"""Products are found, changed, added with their barcodes, and taken out; what is half written is never lost."""

from __future__ import annotations

from PySide6.QtCore import Qt

from posapp.ui.screens.products import ProductsScreen
from posapp.ui.widgets.sheet import Question
from tests.ui.conftest import KIM_CARD, Counter
from tests.ui.screens.hands import opened, press, say_yes, sheet, toast


def products(counter: Counter) -> ProductsScreen:
    return opened(counter, "products", ProductsScreen)


def picked(counter: Counter, name: str) -> ProductsScreen:
    screen = products(counter)
    counter.type(name)
    counter.until(lambda: len(screen.rows.keys) == 1)
    counter.press(Qt.Key.Key_Return)
    counter.until(lambda: screen.form.product is not None)
    return screen


def test_a_price_is_changed_and_counts_at_once(counter: Counter) -> None:
    screen = picked(counter, "Digital")
    screen.form.price.set_text("130,000")
    press(counter, screen.form.save)
    counter.until(lambda: "130,000" in screen.rows.rows[0].trailing)
    counter.scan("PERM")
    counter.until(lambda: counter.sale.basket.count == 1)
    assert counter.sale.selling.now is not None
    assert counter.sale.selling.now.quote.list_minor == 130_000


def test_a_price_that_is_none_is_refused_at_its_field(counter: Counter) -> None:
    screen = picked(counter, "Digital")
    for written in ("", "free", "-5", "12.5", "0"):
        screen.form.price.set_text(written)
        press(counter, screen.form.save)
        counter.until(screen.form.price.fault.isVisible)
        assert screen.form.price.text() == written
    assert screen.form.unsaved


def test_a_new_product_takes_its_barcode_from_the_scanner(counter: Counter) -> None:
    screen = products(counter)
    counter.press(Qt.Key.Key_F2)
    counter.type("Hair oil")
    counter.scan("8801234567893")
    assert counter.window.screen_now is screen, "while it is written, a scan is its barcode"
    assert screen.form.barcodes.text() == screen.form.code.text() == "8801234567893"
    screen.form.price.set_text("15000")
    press(counter, screen.form.save)
    counter.until(lambda: "Hair oil" in toast(counter))
    counter.press(Qt.Key.Key_Escape)
    counter.window.home()
    counter.scan("8801234567893")
    counter.until(lambda: counter.sale.basket.count == 1)


def test_a_card_scanned_while_writing_serves_the_customer_and_keeps_what_is_written(counter: Counter) -> None:
    screen = products(counter)
    counter.press(Qt.Key.Key_F2)
    counter.type("Hair o")
    counter.scan(KIM_CARD)
    assert counter.window.screen_now is counter.sale
    assert counter.sale.member.card is not None
    counter.window.open("products")
    assert screen.form.names["en"].text() == "Hair o"


def test_a_code_that_is_taken_does_not_overwrite(counter: Counter) -> None:
    screen = products(counter)
    counter.press(Qt.Key.Key_F2)
    for field, text in ((screen.form.names["en"], "Another"), (screen.form.price, "1"), (screen.form.code, "CUT")):
        field.set_text(text)
    press(counter, screen.form.save)
    counter.until(screen.form.refusal.isVisible)
    assert "Cut" in screen.form.refusal.words.text()
    assert screen.form.names["en"].text() == "Another"


def test_a_barcode_that_another_has_is_told_at_its_field(counter: Counter) -> None:
    screen = picked(counter, "Digital")
    screen.form.barcodes.set_text("8800000000019")
    press(counter, screen.form.save)
    counter.until(lambda: not screen.form.unsaved)
    screen.box.setText("Scalp")
    counter.until(lambda: screen.rows.keys == ("CARE",))
    screen.rows.pick()
    counter.until(lambda: screen.form.product is not None and screen.form.product.id == "CARE")
    screen.form.barcodes.set_text("8800000000019")
    press(counter, screen.form.save)
    counter.until(screen.form.barcodes.fault.isVisible)


def test_another_product_is_not_opened_over_unsaved_text_without_a_question(counter: Counter) -> None:
    screen = picked(counter, "Digital")
    screen.form.price.set_text("1")
    screen.box.setText("")
    counter.until(lambda: len(screen.rows.keys) > 1)
    press(counter, screen.rows.rows[0])
    assert sheet(counter, Question).no.hasFocus()
    counter.press(Qt.Key.Key_Return)
    assert screen.form.price.text() == "1"


def test_a_product_is_taken_out_only_after_a_yes(counter: Counter) -> None:
    screen = picked(counter, "Digital")
    press(counter, screen.form.remove)
    counter.press(Qt.Key.Key_Return)
    assert screen.form.product is not None
    press(counter, screen.form.remove)
    say_yes(counter)
    counter.until(lambda: not screen.form.open)
    counter.until(screen.rows.empty.isVisible)


def test_categories_are_called_as_people_call_them(counter: Counter) -> None:
    screen = products(counter)
    counter.until(lambda: "CARE" in screen.rows.keys)
    row = screen.rows.keys.index("CARE")
    assert screen.rows.rows[row].detail == "CARE · Service · Care"
    counter.window.words.switch("ko")
    counter.until(lambda: screen.rows.rows[row].detail == "CARE · 시술 · 케어")
