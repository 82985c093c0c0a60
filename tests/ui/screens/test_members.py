"""Finding a member, reading her story, putting a balance right, and seeing to her cards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import QPoint, QRect, Qt

from posapp.loyalty.members import Member
from posapp.loyalty.outcome import BalancePanel
from posapp.loyalty.words import Minor, Reason, Text
from posapp.till import members as register
from posapp.till import programs
from posapp.till.views import StoryItem
from posapp.ui.screens.enrol import EnrolScreen
from posapp.ui.screens.member_adjust import AdjustSheet
from posapp.ui.screens.member_cards import CardsSheet
from posapp.ui.screens.member_change import ChangeSheet
from posapp.ui.screens.member_clubs import ClubsSheet
from posapp.ui.screens.member_story import StoryRow
from posapp.ui.screens.members import MembersScreen
from posapp.ui.screens.returns import ReturnsScreen
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.form_names import NamesSheet
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.member_card import MemberCardView
from posapp.ui.widgets.pin_sheet import PinSheet
from posapp.ui.widgets.sheet import Question, Sheet
from tests.ui.conftest import CASHIER_PIN, KIM, KIM_CARD, LEE, LEE_CARD, Counter
from tests.ui.screens.hands import (
    give_pin,
    manager_at_work,
    opened,
    press,
    say_yes,
    sheet,
    shown,
    sold,
    toast,
    words_on,
)


def members(counter: Counter) -> MembersScreen:
    return opened(counter, "members", MembersScreen)


def kim(counter: Counter) -> MembersScreen:
    screen = members(counter)
    counter.type("6789")
    counter.until(lambda: len(screen.rows.keys) == 2)
    screen.box.setText(KIM)
    counter.until(lambda: len(screen.rows.keys) == 1)
    counter.press(Qt.Key.Key_Return)
    counter.until(lambda: screen.story.card is not None)
    return screen


def test_a_name_is_found_and_opened_from_the_keyboard(counter: Counter) -> None:
    screen = kim(counter)
    assert screen.story.card is not None
    assert screen.story.card.row.name == KIM
    assert screen.box.hasFocus(), "the keyboard never has to leave the box"


def test_old_rows_stay_until_the_new_ones_are_there(counter: Counter) -> None:
    screen = members(counter)
    before = screen.rows.keys
    assert before
    screen.box.setText(KIM)
    assert screen.rows.keys == before
    counter.until(lambda: len(screen.rows.keys) == 1)


def test_nobody_is_told_with_what_to_do_next(counter: Counter) -> None:
    screen = members(counter)
    counter.type("zzz")
    counter.until(screen.rows.empty.isVisible)
    assert "zzz" in screen.rows.empty.text()
    assert "F2" in screen.rows.empty_next.text()


def test_f2_enrols_and_comes_back_to_the_new_member(counter: Counter) -> None:
    members(counter)
    counter.press(Qt.Key.Key_F2)
    form = shown(counter, EnrolScreen)
    counter.type("새 사람")
    press(counter, form.enrol)
    counter.until(lambda: isinstance(counter.window.screen_now, MembersScreen))
    screen = shown(counter, MembersScreen)
    counter.until(lambda: screen.story.card is not None)
    assert screen.story.card is not None
    assert screen.story.card.row.name == "새 사람"


def test_a_scan_among_the_members_still_serves_the_customer(counter: Counter) -> None:
    kim(counter)
    counter.scan(LEE_CARD)
    assert counter.window.screen_now is counter.sale
    assert counter.sale.member.card is not None
    assert counter.sale.member.card.row.name == LEE


def test_the_member_found_is_rung_up_with_one_key(counter: Counter) -> None:
    kim(counter)
    counter.press(Qt.Key.Key_F4)
    counter.until(lambda: counter.sale.member.card is not None)
    assert counter.window.screen_now is counter.sale


def test_her_story_names_what_was_bought_and_opens_the_sale(counter: Counter) -> None:
    screen = kim(counter)
    assert screen.story.card is not None
    recorded = sold(counter, screen.story.card.row.id, ("CUT", 18000, 1))
    screen.story.open(screen.story.card.row.id)
    counter.until(lambda: any("18,000" in said for said in words_on(screen.story.past)))
    arrow = next(b for b in screen.story.past.findChildren(Button) if b.text() == "›")
    press(counter, arrow)
    returns = shown(counter, ReturnsScreen)
    counter.until(lambda: returns.pane.sale is not None)
    assert returns.pane.sale is not None
    assert returns.pane.sale.sale == recorded.sale


def test_a_correction_wants_a_reason_and_a_manager_and_is_then_in_the_story(counter: Counter) -> None:
    screen = kim(counter)
    counter.press(Qt.Key.Key_F5)
    form = sheet(counter, AdjustSheet)
    form.amount.setFocus()
    counter.type("2")
    assert "2" in form.then.text()
    press(counter, form.do)
    assert form.reason.fault.isVisible()
    counter.type("Machine was down")
    counter.press(Qt.Key.Key_Return)
    give_pin(counter)
    counter.until(lambda: counter.window.sheets.top is None)
    counter.until(lambda: any("Machine was down" in said for said in words_on(screen.story.past)))
    assert any("+2" in badge for badge in _badges(screen))


def _badges(screen: MembersScreen) -> list[str]:
    from posapp.ui.widgets.badge import Badge

    return [badge.text for badge in screen.story.past.findChildren(Badge)]


def test_what_many_programs_moved_stands_under_what_happened(counter: Counter) -> None:
    from posapp.ui.widgets.badge import Badge

    screen = kim(counter)
    said = Reason.of("story.sale", what=(Text("Scalp care"), Text("Digital perm")), due=Minor(165_000))
    moved = tuple((Text(f"A program with a long name {n}"), n) for n in range(1, 7))
    item = StoryItem(moment=datetime(2026, 3, 2, 12, tzinfo=UTC), what=said, changes=moved, sale=None)
    row = StoryRow(screen.desk, item)
    row.resize(560, row.sizeHint().height())
    row.show()
    counter.settled()
    row.resize(560, row.sizeHint().height())
    counter.settled()
    words = row.findChildren(Label)[0]
    boxes = [QRect(badge.mapTo(row, QPoint(0, 0)), badge.size()) for badge in row.findChildren(Badge)]
    assert len(boxes) == 6
    assert all(row.rect().contains(box) and not box.intersects(words.geometry()) for box in boxes)
    assert words.width() > 400
    row.close()


def test_a_cashiers_pin_corrects_nothing(counter: Counter) -> None:
    screen = kim(counter)
    counter.press(Qt.Key.Key_F5)
    form = sheet(counter, AdjustSheet)
    form.amount.set_text("2")
    form.reason.set_text("for a friend")
    press(counter, form.do)
    asked = sheet(counter, PinSheet)
    counter.type(CASHIER_PIN)
    counter.press(Qt.Key.Key_Return)
    counter.until(asked.fault.isVisible)
    counter.press(Qt.Key.Key_Escape)
    assert sheet(counter, AdjustSheet).reason.text() == "for a friend"
    counter.press(Qt.Key.Key_Escape)
    assert not any("for a friend" in said for said in words_on(screen.story.past))


def test_more_than_there_is_is_refused_where_the_eye_is(counter: Counter) -> None:
    manager_at_work(counter)
    kim(counter)
    counter.press(Qt.Key.Key_F5)
    form = sheet(counter, AdjustSheet)
    form.amount.set_text("-3")
    form.reason.set_text("too many")
    press(counter, form.do)
    counter.until(form.refusal.isVisible)
    assert form.amount.text() == "-3"


def test_details_are_changed_and_half_a_phone_is_refused(counter: Counter) -> None:
    manager_at_work(counter)
    screen = kim(counter)
    press(counter, screen.story.change)
    form = sheet(counter, ChangeSheet)
    form.phone.set_text("123")
    press(counter, form.save)
    assert form.phone.fault.isVisible()
    form.phone.set_text("010-1111-2222")
    form.birthday.set_text("1990. 3. 2.")
    press(counter, form.save)
    counter.until(lambda: counter.window.sheets.top is None)
    counter.until(lambda: "010-1111-2222" in screen.story.known.text())


def test_household_and_groups_are_set_on_her_form_and_offered_to_the_next(counter: Counter) -> None:
    screen = kim(counter)
    press(counter, screen.story.change)
    form = sheet(counter, ChangeSheet)
    form.household.set_text("kim-home")
    for word in ("neighbours", "press"):
        press(counter, form.groups.more)
        counter.type(word)
        counter.until(partial(_offers, counter, word))
        counter.press(Qt.Key.Key_Return)
        assert sheet(counter, ChangeSheet).isVisible()
    assert [chip.text() for chip in form.groups.chips] == ["neighbours   ×", "press   ×"]
    press(counter, form.groups.chips[1])
    press(counter, form.save)
    counter.until(lambda: counter.window.sheets.top is None)
    assert screen.story.card is not None
    member = screen.story.card.row.id
    found: list[Member] = []
    counter.session.lane.run(lambda till: register.profile(till, member), done=found.append)
    counter.until(lambda: bool(found))
    assert (found[0].household, found[0].segments) == ("kim-home", frozenset({"neighbours"}))
    again = members(counter)
    counter.until(lambda: len(again.rows.keys) > 1)
    screen.story.open(next(key for key in again.rows.keys if key != member))
    counter.until(lambda: screen.story.card is not None and screen.story.card.row.id != member)
    press(counter, screen.story.change)
    press(counter, sheet(counter, ChangeSheet).groups.more)
    counter.until(lambda: sheet(counter, NamesSheet).rows.keys == ("neighbours",))


def _offers(counter: Counter, word: str) -> bool:
    return word in sheet(counter, NamesSheet).rows.keys


def test_the_day_of_joining_is_changed_with_a_managers_pin(counter: Counter) -> None:
    screen = kim(counter)
    press(counter, screen.story.change)
    form = sheet(counter, ChangeSheet)
    assert form.joined.text() == "2024-03-02"
    form.joined.set_text("2019-05-01")
    press(counter, form.save)
    give_pin(counter)
    counter.until(lambda: counter.window.sheets.top is None)
    counter.until(lambda: "May 2019" in screen.story.drawn.accessibleName())


def test_a_lost_card_is_blocked_only_after_a_question_that_defaults_to_no(counter: Counter) -> None:
    manager_at_work(counter)
    screen = kim(counter)
    press(counter, screen.story.cards)
    cards = sheet(counter, CardsSheet)
    block = next(b for b in cards.list.findChildren(Button) if b.text() == "Block")
    press(counter, block)
    assert sheet(counter, Question).no.hasFocus()
    counter.press(Qt.Key.Key_Return)
    assert sheet(counter, CardsSheet).member.cards == (KIM_CARD,)
    press(counter, block)
    say_yes(counter)
    counter.until(lambda: cards.none.isVisible())
    counter.scan(KIM_CARD)
    assert counter.sale.strip.isVisible(), "a blocked card says so at the till"


def test_a_card_is_replaced_by_a_fresh_number(counter: Counter) -> None:
    manager_at_work(counter)
    screen = kim(counter)
    press(counter, screen.story.cards)
    cards = sheet(counter, CardsSheet)
    press(counter, next(b for b in cards.list.findChildren(Button) if b.text() == "Replace"))
    say_yes(counter)
    counter.until(cards.said.isVisible)
    (number,) = cards.member.cards
    assert number != KIM_CARD
    assert number in cards.said.words.text()


def test_the_screen_speaks_the_other_language_at_once(counter: Counter) -> None:
    screen = kim(counter)
    counter.window.switch_language()
    counter.settled()
    assert screen.story.to_sale.text() == "이 회원으로 판매"
    assert screen.rows.keys, "what is shown stays"
    assert toast(counter) is not None


WINE = {"id": "wine", "kind": "club", "name": {"en": "Wine lovers", "ko": "와인 클럽"}}
VIP = {"id": "vip", "kind": "club", "audience": {"card_types": ["gold"]}}


def loaded(counter: Counter, *documents: Mapping[str, object]) -> None:
    """Have programs loaded as from the command line."""
    done: list[object] = []
    manager_at_work(counter)
    counter.session.lane.run(lambda till: programs.load(till, documents), done=done.append)
    counter.until(lambda: bool(done))


def test_a_club_is_joined_and_left_with_one_press_and_stands_on_the_card(counter: Counter) -> None:
    loaded(counter, WINE, VIP)
    screen = kim(counter)
    press(counter, screen.story.clubs)
    clubs = sheet(counter, ClubsSheet)
    assert not clubs.presses["vip"].isEnabled()
    press(counter, clubs.presses["wine"])
    counter.until(lambda: "Wine lovers" in screen.story.drawn.accessibleName())
    press(counter, clubs.presses["wine"])
    counter.until(lambda: "Wine lovers" not in screen.story.drawn.accessibleName())


def test_a_shop_without_clubs_shows_none(counter: Counter) -> None:
    assert not kim(counter).story.clubs.isVisible()


def test_a_card_of_many_programs_leaves_room_for_the_story(counter: Counter) -> None:
    screen = kim(counter)
    card = screen.story.card
    assert card is not None
    many = tuple(
        BalancePanel(program=f"b{n}", name=Text(f"Points {n}"), unit="points", balance=n + 1) for n in range(24)
    )
    screen.story.drawn.show_card(replace(card, panels=many))
    screen.story.card = replace(card, panels=many)
    counter.settled()
    assert screen.story.past.height() > 200
    counter.tap(screen.story.drawn)
    whole = sheet(counter, Sheet).findChild(MemberCardView)
    assert whole is not None
    assert not whole.left_out
    assert not whole.veiled, "who looks members up sees her name"
