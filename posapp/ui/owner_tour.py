"""The tour of what is the owner's: trying a program on past sales, ending it, gift cards and coupons at the till, why a
price was what it was, draws, and what customers answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from posapp.ui.customer.tour import MANAGER
from posapp.ui.tour import Tour

if TYPE_CHECKING:
    from posapp.till.context import Till
    from posapp.till.views import Person

GIFT_CARD = "GIFT"

_PROGRAMS: tuple[dict[str, Any], ...] = (
    {"id": "tour-gift-card", "kind": "gift_card", "name": {"en": "Gift card", "ko": "기프트 카드"},
     "sell": [GIFT_CARD]},
    {"id": "tour-coupon", "kind": "coupon", "name": {"en": "Next time", "ko": "다음에 할인"}, "amount": 3000,
     "valid_days": 30, "issue": {"after_sale": {"min_amount": 10000}}},
    {"id": "tour-draw", "kind": "prize_draw", "name": {"en": "Spring draw", "ko": "봄맞이 추첨"},
     "entries": {"per": "visit"}, "draw_at": "2099-12-31",
     "prizes": [{"gift": {"en": "A travel bag", "ko": "여행 가방"}, "count": 3}]},
)  # fmt: skip


def prepare(till: Till) -> Person:
    """In the lane: a manager is at work, and the shop sells gift cards, gives coupons and holds a draw."""
    from posapp.till import people, products, programs

    person = people.sign_in(till, *MANAGER)
    name = {"en": "Gift card ₩50,000", "ko": "기프트 카드 5만원"}
    products.load(till, [{"id": GIFT_CARD, "name": name, "price": 50000, "categories": ["goods"]}])
    for document in _PROGRAMS:
        programs.save(till, document)
    return person


def walk_owner(tour: Tour, *, card: str) -> None:
    """What the owner sees of her programs, once something was sold under them."""
    ready: list[Person] = []
    tour.window.lane.run(prepare, done=ready.append)
    tour.until(lambda: bool(ready), "the owner's programs")
    tour.window.hub.person_changed.emit(ready[0])
    _sell_a_gift_card(tour, card)
    _try_and_end(tour)
    _look_into(tour)


def _sell_a_gift_card(tour: Tour, card: str) -> None:
    """A gift card is dealt its number and sold, and a coupon comes with the sale."""
    sale = tour.window.sale
    tour.press(Qt.Key.Key_Escape)
    tour.scan(card)
    tour.scan("CUT")
    tour.scan(GIFT_CARD)
    tour.until(lambda: not sale.strip.isHidden(), "the gift card that waits for its number")
    tour.photograph("13-gift-card")
    tour.press(Qt.Key.Key_F6)
    tour.press(Qt.Key.Key_Return)
    tour.until(lambda: not sale.done.isHidden(), "the payment")
    tour.photograph("14-gift-card-and-coupon")


def _try_and_end(tour: Tour) -> None:
    """A program over the year's sales, and what is owed where it ends."""
    from posapp.ui.screens.programs import ProgramsScreen
    from posapp.ui.screens.replay import ReplayScreen

    window = tour.window
    window.open("programs")
    screen = window.screen_now
    assert isinstance(screen, ProgramsScreen)
    screen.show_list()
    tour.until(lambda: "cuts" in screen.rows.keys, "the programs")
    screen.rows.picked.emit("cuts")
    tour.until(lambda: screen.ends.isVisible(), "the program")
    tour.photograph("15-wind-down", sheet=screen.ends.click)
    screen.past.click()
    tour.settle()
    replay = window.screen_now
    assert isinstance(replay, ReplayScreen)
    tour.until(replay.start.isEnabled, "the days of the past sales")
    replay.start.click()
    tour.until(replay.answer.isVisible, "what it would have been")
    tour.photograph("16-replay")
    replay.back.click()
    tour.settle()
    window.home()


def _look_into(tour: Tour) -> None:
    """Why a price was what it was, and a draw with its promise."""
    from posapp.ui.screens.games import GamesScreen
    from posapp.ui.screens.returns import ReturnsScreen

    window = tour.window
    window.open("returns")
    returns = window.screen_now
    assert isinstance(returns, ReturnsScreen)
    tour.until(lambda: bool(returns.rows.keys), "the sales")
    returns.rows.picked.emit(returns.rows.keys[1])
    tour.settle()
    tour.photograph("17-why-this-price", sheet=lambda: tour.press(Qt.Key.Key_F7))
    window.open("games")
    games = window.screen_now
    assert isinstance(games, GamesScreen)
    tour.until(lambda: bool(games.rows.keys), "the draws")
    games.rows.picked.emit("tour-draw")
    tour.settle()
    tour.photograph("18-draw")
    window.home()


def walk_answers(tour: Tour) -> None:
    """What the customers answered; after the tour of their window."""
    from posapp.ui.screens.surveys import SurveysScreen

    tour.window.open("surveys")
    screen = tour.window.screen_now
    assert isinstance(screen, SurveysScreen)
    tour.until(lambda: not screen.nothing.isVisible(), "the answers")
    tour.photograph("29-surveys")
    tour.window.home()
