"""The look: what must be readable is, in both themes, and sizes follow the window."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFontInfo
from pytestqt.qtbot import QtBot

from posapp.ui.theme import LABEL, WEIGHTS, Look, contrast, mixed, read_colours

THEMES = ["light", "dark"]
TEXT_ON = [
    *itertools.product(("ink", "soft", "seal", "good"), ("ground", "card")),
    ("on_seal", "seal"), ("seal", "seal_wash"), ("good", "good_wash"), ("waiting", "waiting_wash"), ("on_rank", "rank"),
    ("ink", "good_wash"), ("ink", "seal_wash"), ("soft", "good_wash"), ("waiting", "ground"),
]  # fmt: skip
CONTROLS_ON = [*itertools.product(("edge", "seal", "good"), ("ground", "card")), ("rank", "card"), ("ink", "card")]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "under"), TEXT_ON)
def test_words_can_be_read(theme: str, text: str, under: str) -> None:
    colours = read_colours(theme)
    assert contrast(getattr(colours, text), getattr(colours, under)) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("control", "under"), CONTROLS_ON)
def test_controls_can_be_seen(theme: str, control: str, under: str) -> None:
    colours = read_colours(theme)
    assert contrast(getattr(colours, control), getattr(colours, under)) >= 3.0


@pytest.mark.parametrize("theme", THEMES)
def test_words_stay_readable_on_a_pressed_button(theme: str) -> None:
    colours = read_colours(theme)
    assert contrast(colours.on_seal, mixed(colours.seal, colours.veil, 0.16)) >= 4.5
    assert contrast(colours.ink, mixed(colours.card, colours.ink, 0.16)) >= 4.5


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast(QColor("#000000"), QColor("#FFFFFF")) == pytest.approx(21.0)
    assert contrast(QColor("#777777"), QColor("#FFFFFF")) == pytest.approx(4.48, abs=0.01)


def test_a_large_window_has_type_a_fifth_larger_and_a_small_one_again_the_usual(qtbot: QtBot) -> None:
    look = Look()
    changes: list[float] = []
    look.changed.connect(lambda: changes.append(look.scale))
    look.fit(QSize(1920, 1080))
    assert (look.px(100), look.font(LABEL).pixelSize()) == (120, 16)
    look.fit(QSize(1366, 768))
    look.fit(QSize(1024, 768))
    assert (look.px(100), look.font(LABEL).pixelSize()) == (100, 13)
    assert changes == [1.2, 1.0]


def test_every_weight_is_the_bundled_font_with_figures_of_one_width(qtbot: QtBot) -> None:
    look = Look()
    for weight in (400, 500, 600, 700, 800):
        assert QFontInfo(look.font(18, weight)).family() == "Pretendard"
        assert QFontInfo(look.font(18, weight)).weight() == weight
        widths = {look.metrics(40, weight).horizontalAdvance(digit) for digit in "0123456789"}
        assert len(widths) == 1
    assert len(WEIGHTS) == 5


def test_a_theme_is_switched_while_running(qtbot: QtBot) -> None:
    look = Look(theme="light")
    with qtbot.waitSignal(look.changed):
        look.switch("dark")
    assert look.dark
    assert look.colours == read_colours("dark")


@pytest.mark.parametrize(
    "text",
    ["김하늘", "김*늘", "", "WWWW", "10번째 도장까지 3개 더 모으면 커트가 무료예요", "Mehr als man auf einmal liest"],
)
@pytest.mark.parametrize("room", [12, 40, 66, 200, 400])
def test_words_are_cut_where_qt_would_cut_them(qtbot: QtBot, text: str, room: int) -> None:
    look = Look()
    cut = look.metrics(LABEL, 600).elidedText(text, Qt.TextElideMode.ElideRight, room)
    assert look.elided(text, room, LABEL, 600) == cut
    assert look.elided(text, room, LABEL, 600) == cut  # the second time its width is known


def test_a_width_is_measured_anew_where_the_type_has_grown(qtbot: QtBot) -> None:
    look = Look()
    small = look.wide("도장 3개", LABEL)
    look.fit(QSize(1920, 1080))
    assert look.wide("도장 3개", LABEL) == look.metrics(LABEL).horizontalAdvance("도장 3개") > small
