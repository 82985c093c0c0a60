"""A program is filled in as a form made from its kind: every field, faults where they are, and a receipt beside it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from posapp.ui.screens.programs import ProgramsScreen
from posapp.ui.widgets.form_field import FormField
from posapp.ui.widgets.form_inputs import NumberField, SeveralField
from posapp.ui.widgets.form_lists import ListField
from posapp.ui.widgets.form_names import NamesField, NamesSheet
from posapp.ui.widgets.form_parts import FoldedRecord
from posapp.ui.widgets.scroll import Scroll
from tests.ui.conftest import KIM_CARD, Counter, closed
from tests.ui.conftest import opened as reopened
from tests.ui.screens.hands import give_pin, opened, press, say_yes, sheet, words_on


def form_of(counter: Counter, program: str) -> ProgramsScreen:
    screen = opened(counter, "programs", ProgramsScreen)
    counter.until(lambda: program in screen.rows.keys)
    press(counter, next(row for row in screen.rows.rows if row.key == program))
    counter.until(lambda: screen.pages.currentIndex() == 1)
    counter.until(lambda: screen.editor.beside.receipt.receipt.quote is not None)
    return screen


def at(screen: ProgramsScreen, place: str) -> Any:
    """The field that asks for a place, as a person finds it: unfolded and scrolled to."""
    assert screen.editor.form.go_to(place)
    found = [field for field in screen.editor.form.findChildren(FormField) if field.place == place]
    return found[0]


def type_into(counter: Counter, line: QLineEdit, text: str) -> None:
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)
    counter.settled()


def document(screen: ProgramsScreen) -> Any:
    return json.loads(screen.editor.text.toPlainText())


def checked(counter: Counter, screen: ProgramsScreen) -> None:
    counter.until(lambda: screen.editor._checked == screen.editor.text.toPlainText())


def test_what_is_filled_in_is_saved_and_counts_at_once(counter: Counter) -> None:
    screen = form_of(counter, "cuts")
    size = at(screen, "size")
    assert isinstance(size, NumberField)
    assert size.line.text() == "10"
    assert size.unit.text() == "stamps"
    type_into(counter, size.line, "12")
    reward = at(screen, "rewards[0].at")
    type_into(counter, reward.line, "12")
    assert document(screen)["size"] == 12
    counter.until(screen.editor.save.isEnabled)
    counter.press(Qt.Key.Key_F10)
    give_pin(counter)
    counter.until(lambda: "cuts" not in screen.editor.drafts)
    counter.scan(KIM_CARD)
    card = counter.sale.member.card
    assert card is not None
    assert 12 in {getattr(panel, "size", 0) for panel in card.panels}


def test_a_fault_is_said_at_its_field_and_what_was_typed_stays(counter: Counter) -> None:
    screen = form_of(counter, "cuts")
    size = at(screen, "size")
    type_into(counter, size.line, "ten")
    counter.until(lambda: not size.fault.isHidden())
    assert size.line.text() == "ten"
    assert "whole number" in size.fault.text()
    assert not screen.editor.save.isEnabled()
    counter.window.switch_language()
    counter.settled()
    assert "정수" in size.fault.text()
    assert size.line.text() == "ten"
    counter.window.switch_language()
    type_into(counter, size.line, "5")
    reward = at(screen, "rewards[0].at")
    counter.until(lambda: not reward.fault.isHidden())
    assert size.fault.isHidden(), "the size is right, it is the reward that is beyond it"


def test_the_key_for_faults_leads_into_a_folded_part(counter: Counter) -> None:
    screen = form_of(counter, "cuts")
    first = at(screen, "active.from")
    type_into(counter, first.line, "2026-05-01")
    until = at(screen, "active.until")
    type_into(counter, until.line, "2026. 4. 1.")
    assert document(screen)["active"] == {"from": "2026-05-01", "until": "2026-04-01"}
    active = next(field for field in screen.editor.form.findChildren(FoldedRecord) if field.place == "active")
    active.unfold(open_=False)
    checked(counter, screen)
    assert active.fold.head.badge == "1 thing to put right"
    screen.editor.save.setFocus()
    counter.press(Qt.Key.Key_F8)
    assert until.line.hasFocus()
    assert until.isVisible()


def test_the_receipt_follows_what_is_written(counter: Counter) -> None:
    screen = form_of(counter, "birthday")
    receipt = screen.editor.beside.receipt
    listed = receipt.receipt.quote.list_minor  # type: ignore[union-attr]
    press(counter, receipt.basket.customer.buttons["nobody"])
    amount = at(screen, "amount")
    type_into(counter, amount.line, "7,000")
    press_choice(counter, at(screen, "audience.who"), "everyone")
    press_choice(counter, at(screen, "audience.birthday"), "")
    counter.until(lambda: receipt.receipt.quote.due_minor == listed - 7000)  # type: ignore[union-attr]
    assert any("₩7,000" in told.text for told in receipt.receipt.reasons.told)
    type_into(counter, amount.line, "lots")
    counter.until(lambda: "waits" in " ".join(words_on(receipt.note)))
    assert receipt.receipt.quote.due_minor == listed - 7000, "the last good price stands"  # type: ignore[union-attr]


def press_choice(counter: Counter, field: Any, value: str) -> None:
    counter.settled()  # what was unfolded a moment ago is laid out
    press(counter, field.choice.buttons[value])


def test_goods_are_picked_from_what_the_shop_has(counter: Counter) -> None:
    screen = form_of(counter, "birthday")
    field = at(screen, "scope.products")
    assert isinstance(field, NamesField)
    press(counter, field.chips.more)
    names = sheet(counter, NamesSheet)
    counter.until(lambda: len(names.rows.keys) > 1)
    type_into(counter, names.box, "perm")
    counter.until(lambda: names.rows.keys == ("PERM",))
    counter.press(Qt.Key.Key_Return)
    assert document(screen)["scope"] == {"products": ["PERM"]}
    assert "Digital perm" in field.chips.chips[0].text()
    press(counter, field.chips.chips[0])
    assert "scope" not in document(screen)


def test_goods_that_the_shop_has_not_are_chosen_anew_with_one_press(counter: Counter) -> None:
    screen = form_of(counter, "birthday")
    press(counter, screen.views.buttons["text"])
    written = document(screen)
    written["scope"] = {"products": ["LATTE", "CUT"]}
    screen.editor.text.setPlainText(json.dumps(written))
    checked(counter, screen)
    press(counter, screen.views.buttons["form"])
    field = at(screen, "scope.products")
    counter.until(lambda: "not in this shop" in field.chips.chips[0].text())
    assert field.chips.chips[1].text() == "Cut   ×"
    counter.window.words.switch("ko")
    assert "이 매장에 없어요" in field.chips.chips[0].text()
    counter.window.words.switch("en")
    press(counter, field.chips.chips[0])
    names = sheet(counter, NamesSheet)
    counter.until(lambda: "PERM" in names.rows.keys)
    names.rows.picked.emit("PERM")
    counter.settled()
    assert document(screen)["scope"] == {"products": ["PERM", "CUT"]}


def test_what_a_choice_rules_out_is_not_asked_for(counter: Counter) -> None:
    screen = form_of(counter, "cuts")
    every, rest = at(screen, "earn.every"), at(screen, "remainder")
    assert not every.isVisible()
    assert not rest.isVisible()
    press_choice(counter, at(screen, "earn.per"), "amount")
    assert every.isVisible()
    assert rest.isVisible()
    type_into(counter, every.line, "500")
    press_choice(counter, at(screen, "earn.per"), "visit")
    assert every.isVisible(), "what is given stays in sight, with what is wrong with it"
    counter.until(lambda: not every.fault.isHidden())
    every.line.setFocus()
    every.line.selectAll()
    QTest.keyClick(every.line, Qt.Key.Key_Delete)
    assert "every" not in document(screen)["earn"]
    assert not every.isVisible()


def test_days_of_the_week_and_the_order_of_a_list(counter: Counter) -> None:
    screen = form_of(counter, "cuts")
    days = at(screen, "active.weekdays")
    assert isinstance(days, SeveralField)
    press(counter, days.buttons["tue"])
    assert document(screen)["active"] == {"weekdays": ["tue"]}
    rewards = next(field for field in screen.editor.form.findChildren(ListField) if field.place == "rewards")
    rewards.go_to("rewards")
    press(counter, rewards.add)
    counter.settled()
    type_into(counter, at(screen, "rewards[1].at").line, "5")
    screen.editor.form.view.ensureWidgetVisible(rewards.items[1])
    press(counter, rewards.items[1].up)
    assert [reward["at"] for reward in document(screen)["rewards"]] == [5, 10]
    screen.editor.form.view.ensureWidgetVisible(rewards.items[0])
    press(counter, rewards.items[0].away)
    assert [reward["at"] for reward in document(screen)["rewards"]] == [10]


def test_text_and_form_are_two_views_of_one_program(counter: Counter) -> None:
    screen = form_of(counter, "cuts")
    press(counter, screen.views.buttons["text"])
    written = screen.editor.text.toPlainText().replace('"size": 10', '"size": 10, "colour": "red"')
    screen.editor.text.setPlainText(written)
    checked(counter, screen)
    press(counter, screen.views.buttons["form"])
    assert any("colour" in said for said in words_on(screen.editor.form)), "what no field asks for is not lost"
    type_into(counter, at(screen, "welcome").line, "2")
    assert document(screen)["colour"] == "red"
    assert document(screen)["welcome"] == 2


@pytest.mark.parametrize("pattern", ["red-silver-gold"])
def test_programs_that_need_each_other_are_begun_and_saved_together(counter: Counter, pattern: str) -> None:
    screen = opened(counter, "programs", ProgramsScreen)
    counter.until(lambda: pattern in screen.patterns.keys)
    screen.patterns.choose(pattern)
    screen.patterns.setFocus()
    counter.press(Qt.Key.Key_Return)
    counter.until(lambda: screen.pages.currentIndex() == 1)
    counter.until(screen.editor.save.isEnabled)
    press(counter, screen.editor.save)
    give_pin(counter)
    counter.until(lambda: {"points", "levels"} <= set(screen.rows.keys))
    assert not screen.editor.drafts
    assert len([each for each in QApplication.topLevelWidgets() if each.isVisible()]) == 1


def test_the_tab_key_goes_through_what_was_unfolded_where_it_stands(counter: Counter) -> None:
    screen = form_of(counter, "cuts")
    active = next(field for field in screen.editor.form.findChildren(FoldedRecord) if field.place == "active")
    active.fold.head.setFocus(Qt.FocusReason.TabFocusReason)
    counter.press(Qt.Key.Key_Return)
    counter.until(lambda: active.fold.body.isVisible())
    counter.settled()
    reached = []
    for _ in range(3):
        counter.press(Qt.Key.Key_Tab)
        reached.append(counter.window.focusWidget())
    fields = active.fields
    assert reached[:2] == [fields["from"].line, fields["until"].line]  # type: ignore[attr-defined]
    assert reached[2] is fields["weekdays"].buttons["mon"]  # type: ignore[attr-defined]


def test_a_program_that_was_saved_keeps_its_id(counter: Counter) -> None:
    screen = form_of(counter, "cuts")
    assert not at(screen, "id").isEnabled()
    press(counter, screen.back)
    screen.patterns.choose("two-for-one")
    screen.patterns.pick()
    counter.until(lambda: screen.pages.currentIndex() == 1)
    assert at(screen, "id").isEnabled()
    press(counter, screen.editor.undo)
    say_yes(counter)
    assert screen.pages.currentIndex() == 0
    assert not screen.editor.drafts


def test_the_sample_speaks_the_language_of_the_moment(counter: Counter) -> None:
    screen = form_of(counter, "cuts")
    rows = screen.editor.beside.receipt.basket.rows
    assert all(row.amount.text().startswith("₩") for row in rows)
    counter.window.words.switch("ko")
    assert all(row.amount.text().endswith("원") for row in rows)
    counter.window.words.switch("en")
    assert rows


def test_the_receipt_can_be_looked_at_on_another_day(counter: Counter) -> None:
    screen = form_of(counter, "birthday")
    receipt = screen.editor.beside.receipt
    press(counter, receipt.basket.customer.buttons["nobody"])
    press_choice(counter, at(screen, "audience.who"), "everyone")
    press_choice(counter, at(screen, "audience.birthday"), "")
    counter.until(lambda: "birthday" in {each.program for each in receipt.receipt.quote.benefits})  # type: ignore[union-attr]
    quote = receipt.receipt.quote
    assert quote is not None
    type_into(counter, at(screen, "active.until").line, quote.moment.date().isoformat())
    receipt.findChildren(Scroll)[0].ensureWidgetVisible(receipt.when.later[1])
    counter.settled()
    press(counter, receipt.when.later[1])
    counter.until(lambda: "birthday" not in {each.program for each in receipt.receipt.quote.benefits})  # type: ignore[union-attr]
    press(counter, receipt.when.now)
    counter.until(lambda: "birthday" in {each.program for each in receipt.receipt.quote.benefits})  # type: ignore[union-attr]


def test_programs_that_were_begun_outlive_the_window(counter: Counter, shop_file: Path, tmp_path: Path) -> None:
    screen = opened(counter, "programs", ProgramsScreen)
    counter.until(lambda: "red-silver-gold" in screen.patterns.keys)
    screen.patterns.choose("red-silver-gold")
    screen.patterns.pick()
    counter.until(lambda: screen.pages.currentIndex() == 1)
    press(counter, screen.editor.together.buttons["+red-silver-gold/levels"])
    type_into(counter, at(screen, "levels[1].from").line, "777777")
    checked(counter, screen)
    counter.settled()
    crashed = tmp_path / "crashed"
    shutil.copytree(shop_file.parent, crashed, ignore=lambda *_: ["crashed"])  # the disk as a power cut leaves it
    after = Counter(counter.qtbot, reopened(counter.qtbot, crashed / shop_file.name))
    again = opened(after, "programs", ProgramsScreen)
    after.until(lambda: "+red-silver-gold/levels" in again.rows.keys)
    press(after, next(row for row in again.rows.rows if row.key == "+red-silver-gold/levels"))
    after.until(lambda: again.pages.currentIndex() == 1)
    assert at(again, "levels[1].from").line.text() == "777777"
    assert set(again.editor.together.buttons) == {"+red-silver-gold/points", "+red-silver-gold/levels"}
    closed(after.session)
