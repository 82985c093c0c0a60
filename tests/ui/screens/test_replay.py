"""The owner tries a program on the shop's past, sells meanwhile, and asks why a sale cost what it did."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from posapp.loyalty.words import Text
from posapp.till import people, sale
from posapp.till.context import Till
from posapp.ui.screens.programs import ProgramsScreen
from posapp.ui.screens.replay import ReplayScreen
from posapp.ui.screens.returns import ReturnsScreen
from posapp.ui.screens.why_price import WhySheet
from tests.ui.conftest import KIM_CARD, MANAGER_PIN, Counter

TEN = {"id": "ten", "kind": "fixed_discount", "name": "Ten", "rate": 10, "audience": {"who": "everyone"}}


def _sell(till: Till) -> int:
    """Sora signs in, and Kim has her hair cut four times."""
    people.sign_in(till, "sora", MANAGER_PIN)
    for _ in range(4):
        now = sale.scan(till, sale.begin(till).draft, KIM_CARD).sale
        sale.take_payment(till, sale.add_product(till, now.draft, "CUT").draft)
    return 4


@pytest.fixture
def past(counter: Counter) -> Counter:
    """A shop with a past."""
    sold: list[int] = []
    counter.session.lane.run(_sell, done=sold.append)
    counter.until(lambda: bool(sold))
    counter.session.lane.run(lambda till: till.person, done=counter.session.hub.person_changed.emit)
    counter.settled()
    return counter


def _opened(counter: Counter, *documents: object) -> ReplayScreen:
    counter.window.open("replay", documents=list(documents), called=Text("Ten"))
    counter.settled()
    screen = counter.window.screen_now
    assert isinstance(screen, ReplayScreen)
    counter.until(lambda: bool(screen.since.text()))
    return screen


def test_a_draft_is_tried_while_the_till_goes_on_selling(past: Counter) -> None:
    screen = _opened(past, TEN)
    past.press(Qt.Key.Key_F10)
    assert screen.replaying.running
    assert not screen.work.isHidden()
    past.scan(KIM_CARD)  # the window follows the scan to the sale; the work goes on
    past.scan("CUT")
    assert past.sale.basket.count == 1
    past.press(Qt.Key.Key_Return)
    past.until(lambda: not screen.replaying.running)
    assert past.day().sales == 5
    past.window.open("replay")
    past.settled()
    answer = screen.answer
    assert answer.isVisible()
    assert screen.work.isHidden()
    assert answer.replayed is not None
    sales = answer.replayed.sales
    assert sales in (4, 5)  # the one of meanwhile is in it, or not
    cost = f"{1800 * sales:,}"
    assert answer.verdict.text() == f"It would have cost ₩{cost} more"
    rows = {row.name: (row.before, row.after, row.change) for row in answer.programs.told}
    assert rows["Ten"] == ("₩0", f"₩{cost}", f"+₩{cost}")
    assert answer.members.text() == "1 gain, 0 lose, 0 the same"
    assert [row.name for row in answer.gains.told] == ["김민수"]
    past.session.words.switch("ko")
    assert answer.verdict.text() == f"{cost}원 더 들었을 거예요"
    past.session.words.switch("en")


def test_a_replay_is_stopped_with_escape_and_leaves_nothing(past: Counter) -> None:
    screen = _opened(past, TEN)
    past.tap(screen.start)
    assert screen.replaying.running
    past.press(Qt.Key.Key_Escape)
    past.until(lambda: not screen.replaying.running)
    assert past.window.screen_now is screen
    assert screen.work.isHidden()
    assert not screen.answer.isVisible()
    assert screen.start.isEnabled()


def test_what_cannot_be_tried_is_said(past: Counter) -> None:
    screen = _opened(past, {**TEN, "rate": 500})
    screen.since.set_text("someday")
    past.tap(screen.start)
    assert not screen.replaying.running
    assert not screen.since.fault.isHidden()
    screen.since.set_text("2026-01-01")
    past.tap(screen.start)
    past.until(lambda: not screen.replaying.running)
    assert not screen.refusal.isHidden()


def test_the_editor_leads_to_it_with_what_is_written(past: Counter) -> None:
    past.window.open("programs", program="cuts")
    past.settled()
    programs = past.window.screen_now
    assert isinstance(programs, ProgramsScreen)
    past.tap(programs.past)
    screen = past.window.screen_now
    assert isinstance(screen, ReplayScreen)
    assert screen.heading.text()
    past.press(Qt.Key.Key_F9)
    assert past.window.screen_now is programs


def test_a_sale_says_why_it_cost_what_it_did(past: Counter) -> None:
    past.window.open("returns")
    past.settled()
    screen = past.window.screen_now
    assert isinstance(screen, ReturnsScreen)
    past.until(lambda: bool(screen.rows.keys))
    past.window.open("returns", sale=screen.rows.keys[0])
    past.settled()
    past.press(Qt.Key.Key_F7)
    past.until(lambda: isinstance(past.window.sheets.top, WhySheet))
    sheet = past.window.sheets.top
    assert isinstance(sheet, WhySheet)
    assert sheet.verdict.text() == "Worked out again from the journal: the same to the last coin"
    assert any(told.text for told in sheet.reasons.told)
    assert any(name.text().startswith("Ten cuts") for name, _ in sheet.programs.lines)
    past.press(Qt.Key.Key_Escape)
    assert past.window.sheets.top is None
