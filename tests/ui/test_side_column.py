"""The right column of the sale where a shop has many programs: what can be redeemed, and what can be done after the
payment, is in sight without scrolling, at the smallest window, in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QApplication, QWidget

from posapp.loyalty.basket import Redemption
from posapp.loyalty.outcome import BalancePanel, Earned, NotePanel, Offer, Panel, StampMark, StampPanel
from posapp.loyalty.words import Reason, Text
from posapp.till.views import OpenSale, SaleRecorded
from posapp.ui.widgets.member_card import MemberCardView
from posapp.ui.widgets.picker import Picker
from tests.ui import samples
from tests.ui.conftest import Counter


def panels(count: int) -> tuple[Panel, ...]:
    """Of every shape, as twenty programs leave them; the one with stamps comes last but one."""
    made: list[Panel] = [
        BalancePanel(program=f"b{n}", name=Text(f"Points {n}"), unit="points", balance=100 * n)
        for n in range(count - 2)
    ]
    mark = StampMark(at=10, label=Reason.of("ui_sale.units", count=1))
    made.append(
        StampPanel(program="cuts", name=samples.CUTS, size=10, have=8, marks=(mark,), next=mark.label)
    )  # fmt: skip
    made.append(NotePanel(program="n", name=Text("Lounge"), note=mark.label))
    return tuple(made)


def offers(count: int) -> tuple[Offer, ...]:
    label = [Reason.of("gives.program", name=Text(f"A rather long name of program {n}")) for n in range(count)]
    return tuple(
        Offer(redemption=Redemption(program=f"p{n}", points=10), label=label[n], worth_minor=10) for n in range(count)
    )


def busy(count: int) -> OpenSale:
    """A sale of a member of twenty programs."""
    member = samples.member()
    return samples.open_sale(who=replace(member, panels=panels(20)), offers=offers(count))


def in_sight(counter: Counter, widget: QWidget) -> bool:
    """Whether all of a widget is inside the column's window."""
    view = counter.sale.side.viewport()
    there = QRect(widget.mapTo(view, widget.rect().topLeft()), widget.size())
    return widget.isVisible() and view.rect().contains(there)


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("size", [(1024, 768), (1366, 768), (1920, 1080)])
@pytest.mark.parametrize("count", [1, 3, 12])
def test_everything_to_redeem_is_in_sight_or_counted(
    counter: Counter, language: str, size: tuple[int, int], count: int
) -> None:
    sale = counter.sale
    counter.window.resize(QSize(*size))
    counter.window.words.switch(language)
    sale.show_sale(busy(count))
    QApplication.processEvents()
    shown = [row for row in sale.offers.rows[:count] if row.isVisible()]
    assert all(in_sight(counter, row) for row in shown)
    assert sale.member.left_out, "twenty programs do not fit beside a basket"
    if len(shown) < count:
        assert in_sight(counter, sale.offers.others)
        assert str(count - len(shown)) in sale.offers.others.text()
    if count > 3:
        assert str(count) in sale.offers.title.text()
    else:
        assert len(shown) == count


def test_stamps_are_the_last_to_leave_the_card(counter: Counter) -> None:
    counter.sale.show_sale(busy(3))
    QApplication.processEvents()
    card = counter.sale.member
    assert [panel.program for panel in card._shown() if isinstance(panel, StampPanel)] == ["cuts"]
    assert card.height() >= card.sizeHint().height(), "nothing of what is shown is cut"


def test_a_press_on_the_card_shows_all_of_it(counter: Counter) -> None:
    counter.sale.show_sale(busy(3))
    QApplication.processEvents()
    counter.tap(counter.sale.member)
    sheet = counter.window.sheets.top
    assert sheet is not None
    whole = sheet.findChild(MemberCardView)
    assert whole is not None
    assert not whole.left_out
    counter.press(Qt.Key.Key_Escape)
    assert counter.window.sheets.top is None


def test_a_card_with_room_for_everything_is_not_pressed(counter: Counter) -> None:
    counter.sale.show_sale(samples.open_sale())
    QApplication.processEvents()
    counter.tap(counter.sale.member)
    assert counter.window.sheets.top is None
    assert counter.sale.member.focusPolicy() is Qt.FocusPolicy.NoFocus


def test_what_has_no_room_is_taken_up_from_the_list(counter: Counter) -> None:
    counter.sale.show_sale(busy(12))
    QApplication.processEvents()
    pressed: list[Offer] = []
    counter.sale.offers.pressed.disconnect()
    counter.sale.offers.pressed.connect(pressed.append)
    counter.tap(counter.sale.offers.others)
    sheet = counter.window.sheets.top
    assert isinstance(sheet, Picker)
    assert len(sheet.rows) == 12
    counter.tap(sheet.rows[11])
    assert [offer.redemption.program for offer in pressed] == ["p11"]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_undo_is_in_sight_after_a_sale_that_brought_much(counter: Counter, language: str) -> None:
    counter.window.words.switch(language)
    sale = busy(0)
    brought = tuple(
        Earned(program=f"b{n}", name=Text(f"Points {n}"), amount=n + 1, reason=Reason.of("ui_sale.units", count=n))
        for n in range(18)
    )
    quote = replace(sale.quote, earned=brought)
    recorded = SaleRecorded(sale="s1", receipt="270010000421", quote=quote, member=sale.member)
    counter.sale.show_recorded(recorded, samples.empty_sale())
    QApplication.processEvents()
    assert in_sight(counter, counter.sale.done.button)
    assert counter.sale.done.rolling.verticalScrollBar().maximum() > 0
