"""A member's card with everything on it, where beside other things there was no room for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posapp.ui.widgets.member_card import MemberCardView
from posapp.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from posapp.till.views import MemberCard
    from posapp.ui.registry import Desk


def show_whole(desk: Desk, card: MemberCard | None, *, veiled: bool = True) -> None:
    """Lay it over the window; `veiled` masks her name."""
    sheet = Sheet(desk.look, desk.words("ui_sale.whole_card"), wide=480)
    drawn = MemberCardView(desk.look, desk.words)
    drawn.veiled = veiled
    drawn.show_card(card)
    sheet.column.addWidget(drawn)
    desk.go.show_sheet(sheet)
