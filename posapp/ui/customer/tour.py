"""The tour of the customer's window: a sale as she sees and touches it, photographed as the clerk's is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from posapp.ui.customer.facing import Facing
from posapp.ui.customer.keys import DONE
from posapp.ui.tour import LANGUAGES, SIZES, THEMES, Tour

if TYPE_CHECKING:
    from posapp.till.context import Till

MANAGER = "sora", "246810"
"""Who changes the programs of the demo shop, and her PIN, which is no secret there."""

NEWCOMER = "01077771234"
_PATIENCE_MS = 600_000
"""Of this customer: on a busy computer eight pictures take longer than others wait."""

_SURVEYS: tuple[dict[str, Any], ...] = (
    {"id": "tour-recommend", "name": {"en": "Recommending", "ko": "추천"},
     "kind": "survey", "scale": "nps", "every_days": 1,
     "question": {"en": "Would you recommend us to a friend?", "ko": "친구에게 저희를 추천하시겠어요?"}},
    {"id": "tour-stars", "name": {"en": "The hair", "ko": "머리 만족도"},
     "kind": "survey", "scale": "stars", "every_days": 1,
     "question": {"en": "How was your hair today?", "ko": "오늘 머리는 어떠셨어요?"}},
    {"id": "tour-feelings", "name": {"en": "Feelings", "ko": "기분"},
     "kind": "survey", "scale": "feelings", "every_days": 1,
     "question": {"en": "How do you feel now?", "ko": "지금 기분이 어떠세요?"}},
)  # fmt: skip


def prepare(till: Till) -> bool:
    """In the lane: the shop asks its customers on every scale."""
    from posapp.till import people, programs

    people.sign_in(till, *MANAGER)
    for document in _SURVEYS:
        programs.save(till, document)
    return True


class Customer:
    """Touches one customer's window, and photographs it."""

    def __init__(self, tour: Tour, facing: Facing) -> None:
        self.tour, self.facing, self.window = tour, facing, facing.window

    def touch(self, widget: QWidget) -> None:
        """A finger on the glass."""
        handle = self.window.windowHandle()
        assert handle is not None
        at = QPoint(widget.mapTo(self.window, widget.rect().center()))
        QTest.mouseClick(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        self.tour.settle()

    def enter(self, phone: str) -> None:
        """A number; 010 stands there already."""
        for digit in phone.removeprefix("010"):
            self.touch(self.window.pad.keys[digit])

    def photograph(self, step: str) -> None:
        """A picture of this moment in each language, theme and size."""
        for _ in self._looks():
            for _ in range(4):  # a change of size is laid out from the inside outwards
                QCoreApplication.processEvents()
            shown = self.facing
            name = f"{step}-{shown.words.language}-{shown.look.theme}-{self.window.width()}x{self.window.height()}.png"
            file = self.tour.out / name
            self.tour.keep(self.window.grab(), file)

    def _looks(self) -> Iterator[None]:
        for language in LANGUAGES:
            self.tour.window.words.switch(language)
            self.facing.words.switch(language)
            self.facing.show_now()
            for wide, high in SIZES:
                self.window.resize(QSize(wide, high))
                for theme in THEMES:
                    self.tour.window.look.switch(theme)
                    yield


def walk_customer(tour: Tour, facing: Facing, *, card: str) -> None:
    """Welcome, number, joining, a member's sale, thanks, and the three questions after it."""
    her, window = Customer(tour, facing), facing.window
    sale = tour.window.sale
    prepared: list[bool] = []
    tour.window.lane.run(prepare, done=prepared.append)
    tour.until(lambda: bool(prepared), "the surveys")
    facing.asking.patience.setInterval(_PATIENCE_MS)
    sale.selling.price()
    tour.press(Qt.Key.Key_Escape)
    tour.until(lambda: window.welcome.isVisible(), "the welcome")
    her.photograph("20-customer-welcome")
    tour.scan("CUT")
    tour.scan("8809410027209")
    tour.until(lambda: window.lines.isVisible(), "her lines")
    her.enter(NEWCOMER[:7])
    her.photograph("21-customer-number")
    her.enter("010" + NEWCOMER[7:])
    her.touch(window.pad.keys[DONE])
    tour.until(lambda: window.page == "joining", "the terms")
    her.photograph("22-customer-joining")
    her.touch(window.joining.no)
    tour.scan(card)
    tour.until(lambda: window.hers.isVisible(), "her card")
    her.photograph("23-customer-sale")
    tour.press(Qt.Key.Key_Return)
    for n in range(len(_SURVEYS)):
        tour.until(lambda: window.survey.isVisible() and window.survey.ask is not None, "a question")
        assert window.survey.ask is not None
        her.photograph(f"{24 + n}-customer-{window.survey.ask.scale}")
        her.touch(list(window.survey.keys.values())[-2])
        if n < len(_SURVEYS) - 1:
            her.touch(window.survey.send)
    her.touch(window.survey.word)
    her.photograph("27-customer-word")
    her.touch(window.word.send)
    tour.until(lambda: window.receipt.isVisible(), "the thanks")
    facing.thanks_over.stop()
    her.photograph("28-customer-thanks")
