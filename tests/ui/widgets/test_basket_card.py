"""The white card under what is painted: copied and filled in parts, it is the very picture of one that is drawn."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from posapp.ui.theme import CARD_RADIUS, Look
from posapp.ui.widgets.basket import paint_card
from posapp.ui.widgets.painted import rounded


def picture(look: Look, wide: int, high: int, *, drawn: bool) -> QImage:
    image = QImage(wide, high, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(Qt.GlobalColor.transparent))
    painter = QPainter(image)
    whole = QRectF(0, 0, wide, high)
    if drawn:
        rounded(painter, whole, look.px(CARD_RADIUS), fill=look.colours.card, line=look.colours.line)
    else:
        paint_card(painter, look, whole)
    painter.end()
    return image


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("wide", "high"), [(400, 356), (400, 104), (30, 30), (31, 200), (10, 8)])
def test_a_card_looks_as_if_it_were_drawn(qtbot: QtBot, theme: str, wide: int, high: int) -> None:
    look = Look(theme=theme)
    assert picture(look, wide, high, drawn=False) == picture(look, wide, high, drawn=True)
