"""What she owns where that is much: everything is said or counted, and nothing is cut at the edge."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QApplication

from posapp.loyalty.money import Currency
from posapp.loyalty.outcome import StampMark, StampPanel
from posapp.loyalty.words import Reason, Text
from posapp.ui.customer.hers import Hers
from posapp.ui.theme import Look
from posapp.ui.words import Words
from tests.ui import samples

WIDE = 540


def hers(language: str, *, high: int, cards: int, brought: int) -> Hers:
    mark = StampMark(at=10, label=Reason.of("ui_sale.units", count=1))
    stamps = tuple(
        StampPanel(program=f"s{n}", name=Text(f"Card {n}"), size=10, have=9, marks=(mark,), next=mark.label)
        for n in range(cards)
    )
    member = samples.member()
    shown = Hers(Look(), Words(language, Currency.named("KRW")))
    shown.resize(WIDE, high)
    told = tuple(f"A program with a long name {n}: +{n} stamps" for n in range(brought))
    shown.show_card(replace(member, panels=(*stamps, *member.panels)), greeting="ui_customer.hello", brought=told)
    return shown


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("high", [440, 520, 700])
@pytest.mark.parametrize(("cards", "brought"), [(1, 0), (3, 2), (4, 12), (9, 12)])
def test_nothing_is_cut_at_the_lower_edge(
    qapp: QApplication, language: str, high: int, cards: int, brought: int
) -> None:
    ground = QColor("#abcdef")
    picture = QPixmap(WIDE, high)
    picture.fill(ground)
    hers(language, high=high, cards=cards, brought=brought).render(picture)
    edge = picture.toImage()
    empty = edge.pixelColor(WIDE - 1, high - 1)
    assert {edge.pixelColor(x, high - 1).name() for x in range(WIDE)} == {empty.name()}


@pytest.mark.parametrize(("language", "rest"), [("en", "9 more"), ("ko", "9가지")])
def test_of_much_that_a_sale_brought_the_rest_is_counted(qapp: QApplication, language: str, rest: str) -> None:
    shown = hers(language, high=520, cards=1, brought=12)
    lines = shown._lines_of(shown.brought)
    assert len(lines) == 4
    assert rest in lines[-1]
    assert len(shown._lines_of(shown.brought[:3])) == 3
