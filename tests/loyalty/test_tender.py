"""Tender: what is no money pays before what was, both to the last minor unit, and what is earned on the rest."""

from __future__ import annotations

from dataclasses import replace

import pytest

from posapp.loyalty.basket import Redemption
from posapp.loyalty.errors import NotEnough, NotFound
from posapp.loyalty.programs.base import Days, Scope
from tests.loyalty.one_sale import Counter, at, earned, line, nets
from tests.loyalty.tender_kinds import Money, Points, Sessions, install

TEN = {"id": "ten", "kind": "fixed_discount", "rate": 10}
GIFT = "gift:g1"


@pytest.fixture(autouse=True)
def _kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch)


def points(number: int) -> Redemption:
    return Redemption(program="p", points=number)


def from_card(amount: int) -> Redemption:
    return Redemption(gift_card=GIFT, amount_minor=amount)


def loaded(*programs: object) -> Counter:
    """A counter at which gift card g1 was sold for 50,000."""
    counter = Counter(Money(id="gift"), *programs)  # type: ignore[arg-type]
    counter.sell(replace(line("GIFT", 50000), gift_card=GIFT), card=None)
    return counter


def test_points_pay_each_line_its_part_and_the_sum_is_exact() -> None:
    counter = Counter(Points(id="p"), TEN)
    counter.give("p", 1000)
    quote = counter.sell(line("A", 3330, 3), line("B", 7770), redeem=[points(1000)])
    assert (quote.due_minor, nets(quote)) == (14984, [8991, 6993])
    assert [[share.amount_minor for share in each.paid] for each in quote.lines] == [[563], [437]]
    assert [(each.program, each.amount_minor, each.units) for each in quote.paid_with] == [("p", 1000, 1000)]


def test_points_are_earned_on_what_points_did_not_pay_exactly() -> None:
    """Of 10,000 on two lines 3,333 are paid with points: each line's base is its net times 6,667 / 10,000."""
    counter = Counter(Points(id="p", per=1, scope=Scope(products=("A",))))
    counter.give("p", 3333)
    quote = counter.sell(line("A", 5000), line("B", 5000), redeem=[points(3333)])
    assert earned(quote) == {"p": 3333}  # 3333.5 rounded down, though A's own share of the points was 1667 or 1666


def test_more_than_there_is_or_than_is_due_is_refused_with_the_largest_number() -> None:
    counter = Counter(Points(id="p"))
    counter.give("p", 1000)
    for amount, asked, largest in ((5000, 1001, 1000), (700, 701, 700)):
        with pytest.raises(NotEnough) as caught:
            counter.quote(line("A", amount), redeem=[points(asked)])
        assert caught.value.reason.value("largest") == largest


def test_points_come_before_gift_cards_whatever_order_they_are_asked_in() -> None:
    counter = loaded(Points(id="p"))
    counter.give("p", 600)
    quote = counter.sell(line("A", 1000), redeem=[from_card(400), points(600)])
    assert [each.program for each in quote.paid_with] == ["p", "gift"]
    assert quote.due_minor == 0
    with pytest.raises(NotEnough):
        counter.quote(line("A", 1000), redeem=[from_card(50000)])


def test_a_gift_card_was_money_once_and_earns_but_selling_it_is_no_spending() -> None:
    counter = loaded(Points(id="p"))
    bought = counter.sell(replace(line("GIFT", 50000), gift_card="gift:g2"), line("A", 1000))
    assert (bought.due_minor, earned(bought)) == (51000, {"p": 10})
    assert counter.paper.standing("A").spent_minor == 1000
    paid = counter.sell(line("A", 4000), redeem=[from_card(4000)])
    assert (paid.due_minor, earned(paid)) == (0, {"p": 40})
    assert counter.has("gift", card=GIFT) == 46000


def test_a_gift_card_that_nobody_knows_is_refused() -> None:
    with pytest.raises(NotFound):
        loaded().quote(line("A", 1000), redeem=[Redemption(gift_card="gift:no", amount_minor=1)])


def test_units_that_a_pass_pays_for_leave_the_competition_at_list_price() -> None:
    counter = Counter(Sessions(id="pass", scope=Scope(categories=("skin",))), Points(id="p"), TEN)
    counter.give("pass", 3)
    care, cream = line("CARE", 40000, 2, "skin"), line("CREAM", 25000)
    quote = counter.sell(care, cream, redeem=[Redemption(program="pass")])
    assert (quote.list_minor, quote.discount_minor, quote.due_minor) == (105000, 6500, 58500)
    assert nets(quote) == [76000, 22500]
    assert earned(quote) == {"p": 585}
    assert counter.paper.standing("A").spent_minor == 58500
    assert counter.has("pass") == 2
    with pytest.raises(NotEnough):
        counter.quote(cream, redeem=[Redemption(program="pass")])


def test_points_in_a_return_come_back_as_a_new_lot_with_the_term_of_that_day() -> None:
    counter = Counter(Points(id="p", expires=Days(days=30)))
    counter.give("p", 1000)
    sale = counter.sell(line("A", 100, 60), redeem=[points(1000)])
    assert (sale.due_minor, counter.has("p")) == (5000, 50)
    back = counter.take_back(sale, {0: 30}, moment=at("2026-03-20 10:00"))
    assert back.refund_minor == 2500
    assert counter.has("p", moment=at("2026-03-20 10:00")) == 525
    assert counter.has("p", moment=at("2026-04-19 10:00")) == 500
    assert counter.has("p", moment=at("2026-04-20 10:00")) == 0


def test_all_returns_give_money_points_and_gift_card_back_exactly() -> None:
    counter = loaded(Points(id="p"), TEN)
    counter.give("p", 1000)
    before = (counter.has("p"), counter.has("gift", card=GIFT))
    sale = counter.sell(
        line("A", 3331, 3), line("B", 777, 2), redeem=[points(997), from_card(1234)], moment=at("2026-03-03 10:00")
    )
    refunds, cards = 0, 0
    for lines in ({0: 1}, {1: 1}, {0: 1}, {0: 1, 1: 1}):
        returned = counter.take_back(sale, lines, moment=at("2026-03-04 10:00"))
        refunds += returned.refund_minor
        cards += sum(amount for _, amount in returned.to_cards)
    assert (refunds, cards) == (sale.due_minor, 1234)
    assert (counter.has("p"), counter.has("gift", card=GIFT)) == before


def test_a_session_is_given_back_when_all_of_its_line_has_come_back() -> None:
    counter = Counter(Sessions(id="pass"))
    counter.give("pass", 1)
    sale = counter.sell(line("CARE", 40000, 2), redeem=[Redemption(program="pass")])
    assert counter.take_back(sale, {0: 1}).refund_minor == 20000
    assert counter.has("pass") == 0
    assert counter.take_back(sale, {0: 1}).refund_minor == 20000
    assert counter.has("pass") == 1


class TestTakingBack:
    def test_the_sales_own_lot_goes_first_then_others_pending_ones_last(self) -> None:
        counter = Counter(Points(id="p", available_after=10))
        counter.give("p", 30)
        sale = counter.sell(line("A", 100, 50))
        other = counter.sell(line("A", 100, 20), moment=at("2026-03-03 10:00"))
        day = at("2026-03-04 10:00")
        counter.take_back(sale, {0: 50}, moment=day)
        assert {lot.left for lot in counter.paper.accounts["A"]["p"].lots} == {30, 20}
        spent = counter.sell(line("A", 30), redeem=[points(30)], moment=day)
        assert spent.due_minor == 0
        counter.take_back(other, {0: 20}, moment=day)
        assert counter.has("p", moment=day) == 0

    def test_what_was_spent_leaves_a_debt_that_the_next_earnings_fill(self) -> None:
        counter = Counter(Points(id="p"))
        sale = counter.sell(line("A", 5000))
        counter.sell(line("A", 50), redeem=[points(50)])
        returned = counter.take_back(sale, {0: 1})
        assert counter.has("p") == -50
        assert "p: 50 points below zero, filled by what is earned next" in [
            counter.english(each) for each in returned.changes
        ]
        counter.sell(line("A", 7000))
        assert counter.has("p") == 20

    def test_or_its_worth_is_kept_from_the_money(self) -> None:
        counter = Counter(Points(id="p"), clawback="refund")
        sale = counter.sell(line("A", 5000))
        counter.sell(line("A", 20), redeem=[points(20)])
        returned = counter.take_back(sale, {0: 1})
        assert (returned.refund_minor, counter.has("p")) == (4980, 0)
        assert [counter.english(each) for each in returned.changes] == [
            "₩4,980 back in money",
            "₩20 kept: 20 points spent already",
            "p: 50 points taken off",
        ]

    def test_no_more_is_kept_than_there_is_to_refund(self) -> None:
        counter = Counter(Points(id="p", per=1), clawback="refund")
        counter.give("p", 990)
        sale = counter.sell(line("A", 1000), redeem=[points(990)])
        counter.sell(line("A", 10), redeem=[points(10)])
        returned = counter.take_back(sale, {0: 1})
        assert returned.refund_minor == 10
        assert counter.has("p") == 980
