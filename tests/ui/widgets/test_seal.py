"""A stamp card is put together from pictures of all its places: it must look as if each had been drawn."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from posapp.ui.theme import Look
from posapp.ui.widgets.seal import Places, paint_place, paint_places, paint_seal

MARKS = {5: True, 10: False}


def blank() -> QImage:
    image = QImage(400, 220, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.white)
    return image


@pytest.mark.parametrize(("count", "across", "step"), [(10, 10, 36.8), (24, 12, 30.67), (50, 12, 30.67)])
@pytest.mark.parametrize("have", [0, 1, 4, 10])
def test_a_whole_card_looks_as_if_each_place_had_been_drawn_by_itself(
    qtbot: QtBot, count: int, across: int, step: float, have: int
) -> None:
    look, at_once, one_by_one = Look(), blank(), blank()
    places = Places(left=16, top=20, count=count, across=across, size=min(step - 3, 26), step=step, high=30)
    painter = QPainter(at_once)
    paint_places(painter, look, places, have=have, marks=MARKS)
    painter.end()
    painter = QPainter(one_by_one)
    for place in range(count):
        middle = places.middle(place)
        if place < have:
            paint_seal(painter, middle, places.size, look.colours.seal, place=place)
        else:
            reward, taken = place + 1 in MARKS, MARKS.get(place + 1, False)
            paint_place(painter, middle, places.size, look, reward=reward, taken=taken)
    painter.end()
    assert at_once == one_by_one


def test_stamps_that_are_landing_are_left_to_be_drawn_apart(qtbot: QtBot) -> None:
    look, image = Look(), blank()
    places = Places(left=16, top=20, count=10, across=10, size=30, step=36.8, high=36)
    painter = QPainter(image)
    paint_places(painter, look, places, have=4, marks={}, bare=1)
    painter.end()

    def inked(place: int) -> bool:
        middle = places.middle(place)
        x, y, half = round(middle.x()), round(middle.y()), round(places.size / 2)
        around = image.copy(x - half, y - half, 2 * half, 2 * half)
        return around != blank().copy(0, 0, 2 * half, 2 * half)

    assert [place for place in range(10) if not inked(place)] == [3]
