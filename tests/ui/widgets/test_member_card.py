"""The member's card: every shape of panel is drawn and read aloud, in both languages, and nothing is cut."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtWidgets import QApplication

from posapp.loyalty.money import Currency
from posapp.loyalty.outcome import BalancePanel, NotePanel, Panel
from posapp.loyalty.words import Reason, Text
from posapp.till.views import MemberCard, MemberRow
from posapp.ui.theme import Look
from posapp.ui.widgets.member_card import MemberCardView
from posapp.ui.words import Words

ROW = MemberRow(id="m", name="김민수", phone="", card="1", visits=12, joined=date(2024, 3, 2))
UNTIL = NotePanel(
    program="prime",
    name=Text.read({"en": "Prime", "ko": "프라임"}),
    note=Reason.of("membership.until", day=date(2027, 3, 2)),
)
LONG = NotePanel(
    program="old",
    name=Text("The old card of the shop next door"),
    note=Reason.of("winding.says", say=Text("It ends on 30 June. Please use all of your stamps before the summer.")),
)

Draw = Callable[..., MemberCardView]


@pytest.fixture
def draw(qapp: QApplication) -> Draw:
    def drawn(*panels: Panel, language: str = "en", width: int = 400, theme: str = "light") -> MemberCardView:
        view = MemberCardView(Look(theme=theme), Words(language, Currency.named("KRW")))
        view.resize(width, 10)
        view.show_card(MemberCard(row=ROW, card_type="", tier_name=None, panels=panels))
        view.resize(width, view.sizeHint().height())
        return view

    return drawn


def balance(unit: str, amount: int, **going: object) -> BalancePanel:
    return BalancePanel(program=unit, name=Text(f"My {unit}"), unit=unit, balance=amount, **going)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("unit", "english", "korean"),
    [
        ("sessions", "4 sessions", "이용권 4회"),
        ("coupons", "4 coupons", "쿠폰 4장"),
        ("entries", "4 entries", "응모 4회"),
    ],
)
def test_what_is_counted_is_said_with_its_unit(draw: Draw, unit: str, english: str, korean: str) -> None:
    assert english in draw(balance("points", 9), balance(unit, 4)).accessibleName()
    assert korean in draw(balance("points", 9), balance(unit, 4), language="ko").accessibleName()


def test_what_goes_soon_is_counted_as_people_count_it(draw: Draw) -> None:
    going = {"expiring": 2, "expires_on": date(2026, 12, 24)}
    assert "2점 12월 24일까지" in draw(balance("points", 9, **going), language="ko").accessibleName()
    assert "2개 12월 24일까지" in draw(balance("sessions", 9, **going), language="ko").accessibleName()
    assert "₩2 to use by 24 Dec" in draw(balance("money", 9, **going)).accessibleName()


def test_a_note_is_read_aloud_and_has_a_line_of_its_own(draw: Draw) -> None:
    without, with_it = draw(), draw(UNTIL)
    assert "Prime: Until 2 Mar 2027" in with_it.accessibleName()
    assert "프라임: 2027년 3월 2일까지" in draw(UNTIL, language="ko").accessibleName()
    assert with_it.sizeHint().height() - without.sizeHint().height() == with_it.look.px(24)


def test_a_note_that_is_too_long_stands_under_its_name(draw: Draw) -> None:
    wide, narrow = draw(LONG, width=1200), draw(LONG, width=400)
    assert narrow.sizeHint().height() > wide.sizeHint().height()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_note_is_drawn(draw: Draw, theme: str) -> None:
    """What it draws differs from a card that has only room for it."""
    drawn = draw(UNTIL, theme=theme)
    image = drawn.grab().toImage()
    row = drawn.look.px(64 + 11)
    background = image.pixel(drawn.width() // 2, row)
    inked = [x for x in range(drawn.width() // 2, drawn.width() - 20) if image.pixel(x, row) != background]
    assert len(inked) > 10


@pytest.mark.parametrize("language", ["en", "ko"])
def test_what_a_program_that_ends_says_is_not_cut_however_long_it_is(draw: Draw, language: str) -> None:
    """Two notes that differ in their last word alone are two pictures."""
    long = " ".join(["Please use all of your stamps before the summer."] * 4)
    said = [Text.read({"en": f"{long} {last}", "ko": f"{long} {last}"}) for last in ("June", "July")]
    notes = [replace(LONG, note=Reason.of("winding.says", say=each)) for each in said]
    june, july = (draw(note, language=language, width=360).grab().toImage() for note in notes)
    assert june != july
