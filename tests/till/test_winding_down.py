"""A program ends at a real till: what is owed before, what is told meanwhile, what is written off, a late return."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from posapp.i18n import line
from posapp.loyalty.basket import Redemption
from posapp.loyalty.errors import BadDefinition, NotAllowed, NotFound, Refused
from posapp.loyalty.money import Currency
from posapp.loyalty.outcome import NotePanel
from posapp.loyalty.words import Text
from posapp.store.verify import verify
from posapp.till import day, members, programs, returns, sale, winding_down
from posapp.till.context import Till
from posapp.till.views import OpenSale, SaleRecorded
from tests.till.salon import CASHIER, MANAGER, Clock

KRW = Currency("KRW", 0)
POINTS = {
    "id": "pts",
    "kind": "points",
    "name": {"en": "Points", "ko": "포인트"},
    "earn": {"points": 1, "per": 100},
    "redeem": {"value": 5},
    "expires": {"months": 12},
}
TEN = {"id": "ten", "kind": "fixed_discount", "rate": 10, "scope": {"categories": ["wine"]}}
SAY = Text.read({"en": "Please use your points by 30 June.", "ko": "6월 30일까지 포인트를 써 주세요."})
MARCH, JUNE = date(2026, 3, 31), date(2026, 6, 30)


@pytest.fixture
def member(till: Till) -> str:
    till.person = MANAGER
    programs.load(till, [POINTS, TEN])
    return members.enrol(till, name="김민수", card="").row.id


def rung_up(till: Till, member: str, *redeem: Redemption) -> OpenSale:
    opened = sale.choose_member(till, sale.begin(till).draft, member)
    opened = sale.add_amount(till, opened.draft, amount_minor=20_000, category="tea")
    for each in redeem:
        opened = sale.redeem(till, opened.draft, each)
    return opened


def sell(till: Till, member: str, *redeem: Redemption) -> SaleRecorded:
    return sale.take_payment(till, rung_up(till, member, *redeem).draft)


def ends(till: Till, *, earn: date = MARCH, redeem: date = JUNE) -> object:
    return winding_down.wind_down(till, "pts", earn_until=earn, redeem_until=redeem, say=SAY)


def lines_of(till: Till, language: str = "en") -> list[str]:
    (owed,) = winding_down.owed(till, "pts")
    return [line(reason, language, till.shop.currency) for reason in winding_down.told(owed)]


def test_the_list_says_that_a_program_ends_and_that_it_has_ended(till: Till, member: str, clock: Clock) -> None:
    def said(language: str = "en") -> list[str]:
        return [line(row.ends, language, KRW) for row in programs.rows(till) if row.ends]

    sell(till, member)
    assert said() == []
    ends(till)
    assert said() == ["Earning till 31 Mar 2026, redeeming till 30 Jun 2026"]
    clock.go_on(days=122)
    assert said() == ["Ended on 30 Jun 2026"]
    assert said("ko") == ["2026년 6월 30일에 끝났어요"]


def test_what_is_owed_is_said_in_number_and_money_and_when(till: Till, member: str, clock: Clock) -> None:
    sell(till, member)
    clock.go_on(days=20)
    sell(till, member)
    clock.go_on(days=20)
    sell(till, member)
    assert lines_of(till) == [
        "Points: 600 points, ₩3,000 if all is used",
        "1 member",
        "By 22 Mar 2027: 400 points, ₩2,000",
        "By 11 Apr 2027: 200 points, ₩1,000",
    ]
    ends(till, earn=date(2026, 4, 30))
    assert lines_of(till)[2:] == [
        "By 30 Jun 2026: 600 points, ₩3,000",
        "Earning till 30 Apr 2026, redeeming till 30 Jun 2026",
        "Customers are told: Please use your points by 30 June.",
    ]
    assert lines_of(till, "ko")[0] == "포인트: 포인트 600점, 모두 쓰면 3,000원"


def test_it_ends_step_by_step(till: Till, member: str, clock: Clock) -> None:
    first = sell(till, member)
    ends(till)
    notes = [panel.note for panel in members.card_of(till, member).panels if isinstance(panel, NotePanel)]
    assert [line(note, "ko", till.shop.currency) for note in notes] == ["6월 30일까지 포인트를 써 주세요."]
    clock.moment = clock.moment.replace(month=4, day=1)
    quote = rung_up(till, member).quote
    assert quote.earned == ()
    why = next(each.reason for each in quote.why_not if each.program == "pts")
    assert line(why, "en", till.shop.currency).endswith("can still be used. Please use your points by 30 June.")
    paid = sell(till, member, Redemption(program="pts", points=100))
    assert paid.quote.due_minor == 19_500
    clock.moment = clock.moment.replace(month=6, day=30)
    day.close(till)
    assert members.balances_of(till, member)["pts"] == 100
    clock.moment = clock.moment.replace(month=7, day=1)
    with pytest.raises(Refused):
        rung_up(till, member, Redemption(program="pts", points=100))
    closed = day.close(till)
    (written_off,) = [each for each in closed.programs if each.program == "pts"]
    assert written_off.expired == 100
    said = [tuple(line(part, "en", till.shop.currency) for part in pair) for pair in written_off.told()]
    assert said == [("Written off", "100 points")]
    assert members.balances_of(till, member)["pts"] == 0
    assert lines_of(till)[0] == "Points: 0 points, ₩0 if all is used"
    back = returns.take_back(till, sale=first.sale, lines={0: 1})
    assert (back.refund_minor, members.balances_of(till, member)["pts"]) == (20_000, 0)
    late = returns.preview_return(till, sale=paid.sale, lines={0: 1})
    sentences = [line(change, "en", till.shop.currency) for change in late.changes]
    assert "Points has ended: what comes back there cannot be used any more" in sentences
    assert not verify(till.database).findings


def told_with(sold: SaleRecorded, language: str = "en") -> list[str]:
    return [line(each.say, language, KRW) for each in sold.quote.notices]


def test_who_still_holds_something_is_told_with_every_sale(till: Till, member: str, clock: Clock) -> None:
    first = sell(till, member)
    assert told_with(first) == []
    ends(till)
    assert told_with(sell(till, member), "ko") == ["6월 30일까지 포인트를 써 주세요."]
    clock.moment = clock.moment.replace(month=4, day=1)
    assert told_with(sell(till, member, Redemption(program="pts", points=399))) == [SAY.in_language("en")]
    assert told_with(sell(till, member, Redemption(program="pts", points=1))) == []
    nobody = sale.add_amount(till, sale.begin(till).draft, amount_minor=5_000, category="tea")
    assert told_with(sale.take_payment(till, nobody.draft)) == []


def test_what_was_told_with_a_sale_is_told_again_and_ends_with_the_program(
    till: Till, member: str, clock: Clock
) -> None:
    ends(till)
    opened = rung_up(till, member)
    sold = sale.take_payment(till, opened.draft)
    assert told_with(sold) == told_with(sale.take_payment(till, opened.draft)) == [SAY.in_language("en")]
    clock.moment = clock.moment.replace(month=7, day=1)
    assert told_with(sell(till, member)) == []


def test_days_that_have_passed_are_refused_and_days_to_come_can_be_changed(
    till: Till, member: str, clock: Clock
) -> None:
    with pytest.raises(Refused, match=r"^winding\.earn_passed$"):
        ends(till, earn=date(2026, 2, 28))
    with pytest.raises(BadDefinition):
        ends(till, earn=date(2026, 7, 1))
    ends(till, earn=date(2026, 3, 1))
    assert rung_up(till, member).quote.earned == ()
    ends(till, redeem=date(2026, 12, 31))
    clock.moment = clock.moment.replace(month=5)
    ends(till, redeem=date(2026, 5, 2))
    clock.go_on(days=1)
    with pytest.raises(Refused, match=r"^winding\.over$"):
        winding_down.go_on(till, "pts")


def test_it_may_go_on_after_all(till: Till, member: str) -> None:
    ends(till)
    winding_down.go_on(till, "pts")
    assert "wind_down" not in programs.document(till, "pts")
    assert [each.version for each in programs.rows(till) if each.id == "pts"] == [3]


def test_it_takes_a_manager_and_a_program_that_is_there(till: Till, member: str) -> None:
    till.person = CASHIER
    with pytest.raises(NotAllowed):
        ends(till)
    till.person = MANAGER
    with pytest.raises(NotFound):
        winding_down.owed(till, "nothing")
    with pytest.raises(NotFound, match=r"^winding\.keeps_nothing$"):
        winding_down.owed(till, "ten")
    assert winding_down.wind_down(till, "ten", earn_until=MARCH, redeem_until=JUNE) is None


def test_a_program_that_is_off_still_owes(till: Till, member: str) -> None:
    sell(till, member)
    before = winding_down.owed(till, "pts")
    programs.switch(till, "pts", on=False)
    assert winding_down.owed(till, "pts") == before
    assert all(first.program != second.program for first, second in pairwise(winding_down.owed(till)))
