"""Returns line by line and voids: money to the last won, what was earned, what was used, and what the clerk is told."""

from __future__ import annotations

from typing import Any

import pytest

from posapp.loyalty.basket import Redemption
from posapp.loyalty.errors import NotEnough, NotFound, Refused
from posapp.loyalty.record import SaleRecord
from posapp.loyalty.returns import Returned, take_back, void
from tests.loyalty.one_sale import Counter, at, line
from tests.loyalty.tender_kinds import Points, install

OFF = {"id": "off", "kind": "fixed_discount", "rate": 7}
TOMORROW = at("2026-03-03 10:00")


def cuts(**fields: Any) -> dict[str, Any]:
    document = {
        "id": "cuts",
        "kind": "stamp_card",
        "size": 5,
        "earn": {"per": "item"},
        "rewards": [{"at": 5, "item": {"products": ["CUT"]}}],
    }
    return {**document, **fields}


def told(counter: Counter, returned: Returned) -> list[str]:
    return [counter.english(reason) for reason in returned.changes]


def refused(caught: pytest.ExceptionInfo[Refused], counter: Counter) -> str:
    return counter.english(caught.value.reason)


class TestMoney:
    def test_each_line_gives_its_own_part_back_rounded_down_until_all_is_back(self) -> None:
        counter = Counter(OFF, unit=10)
        sale = counter.sell(line("A", 3330, 3), line("B", 7770), line("C", 1110))
        refunds = [counter.take_back(sale, lines).refund_minor for lines in ({0: 1}, {0: 1, 2: 1}, {0: 1, 1: 1})]
        assert refunds == [3097, 4129, 10324]
        assert sum(refunds) == sale.due_minor

    def test_what_was_free_is_worth_nothing_back(self) -> None:
        counter = Counter(cuts())
        counter.give("cuts", 5)
        sale = counter.sell(line("CUT", 15000), line("PERM", 80000), redeem=[Redemption(program="cuts")])
        assert counter.take_back(sale, {0: 1}).refund_minor == 0
        assert counter.take_back(sale, {1: 1}).refund_minor == 80000

    @pytest.mark.parametrize(
        ("lines", "said"),
        [
            ({}, "Choose what comes back."),
            ({0: 0}, "Choose what comes back."),
            ({5: 1}, "There is no line 6 on this receipt."),
            ({-1: 1}, "There is no line 0 on this receipt."),
            ({0: 3}, "A: 2 can come back at most."),
        ],
    )
    def test_what_cannot_come_back_is_refused_and_changes_nothing(self, lines: dict[int, int], said: str) -> None:
        counter = Counter(OFF)
        sale = counter.sell(line("A", 1000, 2))
        posted = len(counter.paper.posted)
        with pytest.raises(Refused) as caught:
            counter.take_back(sale, lines)
        assert refused(caught, counter) == said
        assert len(counter.paper.posted) == posted

    def test_no_unit_comes_back_twice(self) -> None:
        counter = Counter()
        sale = counter.sell(line("A", 1000))
        counter.take_back(sale, {0: 1})
        with pytest.raises(NotEnough) as caught:
            counter.take_back(sale, {0: 1})
        assert refused(caught, counter) == "A: all of it has come back already."


class TestEarned:
    def test_stamps_by_item_are_rounded_down_for_each_line(self) -> None:
        """Three units of which one was free earned two: with one back it is 2 × 2 / 3, rounded down."""
        counter = Counter(cuts())
        counter.give("cuts", 5)
        sale = counter.sell(line("CUT", 15000, 3), redeem=[Redemption(program="cuts")])
        had = counter.has("cuts")
        counter.take_back(sale, {0: 1})
        assert (had, counter.has("cuts")) == (2, 1)

    def test_a_visit_counts_while_anything_is_kept(self) -> None:
        counter = Counter(cuts(earn={"per": "visit"}))
        sale = counter.sell(line("A", 100), line("B", 100))
        counter.take_back(sale, {0: 1})
        assert counter.has("cuts") == 1
        counter.take_back(sale, {1: 1})
        assert counter.has("cuts") == 0

    def test_by_amount_it_is_worked_out_on_what_is_kept(self) -> None:
        counter = Counter(cuts(earn={"per": "amount", "every": 1000}))
        sale = counter.sell(line("A", 700, 3))
        left = []
        for _ in range(3):
            counter.take_back(sale, {0: 1})
            left.append(counter.has("cuts"))
        assert left == [1, 0, 0]

    def test_what_was_carried_comes_back_too(self) -> None:
        every = cuts(earn={"per": "amount", "every": 1000}, remainder="carry")
        counter = Counter(every)
        first = counter.sell(line("A", 700))
        second = counter.sell(line("B", 700))
        assert (counter.has("cuts"), counter.has("cuts#carry")) == (1, 400)
        counter.take_back(second, {0: 1})
        assert (counter.has("cuts"), counter.has("cuts#carry")) == (0, 700)
        counter.take_back(first, {0: 1})
        assert (counter.has("cuts"), counter.has("cuts#carry")) == (0, 0)

    def test_a_carry_that_a_later_sale_used_is_owed(self) -> None:
        counter = Counter(cuts(earn={"per": "amount", "every": 1000}, remainder="carry"))
        first = counter.sell(line("A", 700))
        counter.sell(line("B", 300))
        counter.take_back(first, {0: 1})
        assert (counter.has("cuts"), counter.has("cuts#carry")) == (1, -700)
        counter.sell(line("C", 1600))
        assert (counter.has("cuts"), counter.has("cuts#carry")) == (1, 900)

    def test_stamps_already_used_go_below_zero(self) -> None:
        counter = Counter(cuts())
        sale = counter.sell(line("A", 100, 5))
        counter.sell(line("CUT", 15000), redeem=[Redemption(program="cuts")])
        returned = counter.take_back(sale, {0: 2}, moment=TOMORROW)
        assert counter.has("cuts") == -2
        assert told(counter, returned) == [
            "₩200 back in money",
            "cuts: 2 stamps taken off",
            "cuts: 2 stamps below zero, filled by what is earned next",
        ]

    def test_the_terms_of_the_day_hold_whatever_became_of_the_program(self) -> None:
        """The catalogue of the return knows nothing of the program by which the sale had earned."""
        counter = Counter(cuts())
        sale = counter.sell(line("A", 100, 4))
        record = counter.paper.sale(sale.sale).record
        returned = take_back(
            Counter().paper.catalogue,
            record,
            lines={0: 3},
            standing=counter.paper.standing("A"),
            moment=TOMORROW,
            document="r",
        )
        assert [(entry.account, entry.amount) for entry in returned.entries] == [("cuts", -3)]


class TestUses:
    def test_a_reward_comes_back_with_the_last_unit_of_its_line(self) -> None:
        counter = Counter(cuts(expires={"days": 30}))
        counter.give("cuts", 5)
        sale = counter.sell(line("CUT", 15000, 2), line("PERM", 80000), redeem=[Redemption(program="cuts")])
        counter.take_back(sale, {0: 1}, moment=TOMORROW)
        had = counter.has("cuts", moment=TOMORROW)
        returned = counter.take_back(sale, {0: 1}, moment=TOMORROW)
        assert (had, counter.has("cuts", moment=TOMORROW)) == (1, 6)
        assert "cuts: the reward can be taken again, 5 stamps come back" in told(counter, returned)
        # They have the term of stamps earned on the day of the return.
        assert counter.has("cuts", moment=at("2026-04-02 10:00")) == 5
        assert counter.has("cuts", moment=at("2026-04-03 00:00")) == 0

    def test_a_gift_comes_back_with_the_whole_sale_and_may_be_taken_again(self) -> None:
        counter = Counter(cuts(rewards=[{"at": 2, "gift": "Cream"}, {"at": 5, "gift": "Soap"}]))
        counter.give("cuts", 3)
        ask = [Redemption(program="cuts", at=2)]
        sale = counter.sell(line("A", 100), line("B", 100), redeem=ask)
        counter.take_back(sale, {0: 1})
        with pytest.raises(Refused):
            counter.quote(line("A", 100), redeem=ask)
        counter.take_back(sale, {1: 1})
        assert len(counter.quote(line("A", 100), redeem=ask).perks) == 1

    def test_the_old_card_with_its_marks_comes_back_with_the_reward_that_ended_it(self) -> None:
        counter = Counter(cuts(rewards=[{"at": 2, "gift": "Cream"}, {"at": 5, "item": {"products": ["CUT"]}}]))
        counter.give("cuts", 7)
        counter.sell(line("A", 100), redeem=[Redemption(program="cuts", at=2)])
        sale = counter.sell(line("CUT", 100), redeem=[Redemption(program="cuts", at=5)])
        counter.take_back(sale, {0: 1})
        with pytest.raises(Refused):
            counter.quote(line("A", 100), redeem=[Redemption(program="cuts", at=2)])


class TestVoid:
    def test_a_void_leaves_everything_as_it_was(self) -> None:
        counter = Counter(cuts(max_per_day=3, expires={"days": 9}), OFF)
        counter.give("cuts", 5)
        before = dict(counter.paper.accounts["A"])
        sale = counter.sell(line("CUT", 15000, 3), redeem=[Redemption(program="cuts")])
        undone = counter.void(sale, moment=at("2026-03-02 23:59"))
        assert undone.refund_minor == sale.due_minor
        after = {name: account for name, account in counter.paper.accounts["A"].items() if account.lots or account.debt}
        assert after == before
        assert counter.paper.standing("A").visits == 0
        assert told(counter, undone) == [
            "₩27,900 back in money",
            "cuts: 2 stamps taken off",
            "cuts: the reward can be taken again, 5 stamps come back",
        ]

    def test_a_debt_that_the_sale_had_filled_is_a_debt_again(self) -> None:
        counter = Counter(cuts())
        counter.give("cuts", -2)
        counter.void(counter.sell(line("A", 100, 3)))
        assert counter.has("cuts") == -2

    @pytest.mark.parametrize("moment", ["2026-03-03 00:00", "2026-03-01 23:59"])
    def test_only_on_its_own_local_day(self, moment: str) -> None:
        counter = Counter()
        sale = counter.sell(line("A", 100), moment=at("2026-03-02 23:58"))
        with pytest.raises(Refused) as caught:
            counter.void(sale, moment=at(moment))
        assert refused(caught, counter).startswith("A sale can be undone on its own day only")

    def test_not_where_something_later_stands_on_it(self) -> None:
        counter = Counter(cuts())
        sale = counter.sell(line("A", 100, 5))
        later = counter.sell(line("CUT", 15000), redeem=[Redemption(program="cuts")])
        with pytest.raises(Refused) as caught:
            counter.void(sale)
        assert refused(caught, counter) == "What this sale earned was used since. Take a return instead."
        counter.void(later)
        counter.void(sale)
        assert counter.has("cuts") == 0

    def test_neither_twice_nor_after_a_return_nor_a_return_after_it(self) -> None:
        counter = Counter()
        returned = counter.sell(line("A", 100, 2))
        counter.take_back(returned, {0: 1})
        with pytest.raises(Refused) as caught:
            counter.void(returned)
        assert refused(caught, counter) == "Something of this sale came back already. Take a return for the rest."
        undone = counter.sell(line("A", 100, 2))
        counter.void(undone)
        with pytest.raises(Refused) as caught:
            counter.void(undone)
        assert refused(caught, counter) == "This sale was undone already."
        with pytest.raises(Refused) as caught:
            counter.take_back(undone, {0: 1})
        assert refused(caught, counter) == "This sale was undone already."


class TestRecord:
    def test_a_record_survives_being_written_down(self, monkeypatch: pytest.MonkeyPatch) -> None:
        install(monkeypatch)
        tenth = {**OFF, "limits": {"per_day": 5, "budget": 9000}}
        counter = Counter(cuts(max_per_day=2, expires={"months": 1}), tenth, Points(id="p"))
        counter.give("cuts", 5)
        counter.give("p", 77)
        asked = [Redemption(program="cuts"), Redemption(program="p", points=77)]
        sale = counter.sell(line("CUT", 15000, 3, "hair"), line("B", 999), redeem=asked)
        counter.take_back(sale, {0: 1})
        record = counter.paper.sale(sale.sale).record
        assert SaleRecord.from_json(record.to_json()) == record
        again = SaleRecord.from_json(record.to_json())
        standing = counter.paper.standing("A")
        catalogue = counter.paper.catalogue
        both = [
            take_back(catalogue, each, lines={0: 2, 1: 1}, standing=standing, moment=TOMORROW, document="r")
            for each in (record, again)
        ]
        assert both[0] == both[1]

    def test_the_past_sale_is_what_is_kept_and_really_paid(self) -> None:
        counter = Counter(OFF)
        sale = counter.sell(line("A", 1000, 3), line("B", 500))
        counter.take_back(sale, {0: 1, 1: 1})
        past = counter.paper.sale(sale.sale).record.past()
        assert past is not None
        assert [(each.product, each.quantity, each.paid_minor) for each in past.lines] == [("A", 2, 1860)]
        counter.take_back(sale, {0: 2})
        assert counter.paper.sale(sale.sale).record.past() is None

    def test_a_level_that_falls_is_told_beforehand(self) -> None:
        tier = {"id": "level", "kind": "tier", "levels": [{"id": "red", "from": 0}, {"id": "gold", "from": 1000}]}
        counter = Counter(tier)
        sale = counter.sell(line("A", 1000, 1), line("B", 500))
        about = counter.paper.sale(sale.sale)
        now: dict[str, Any] = {
            "standing": counter.paper.standing("A"),
            "moment": at("2026-03-02 12:00"),
            "document": "r",
            "member": counter.paper.member("A"),
        }
        for preview in (
            take_back(counter.paper.catalogue, about.record, lines={0: 1}, **now),
            void(counter.paper.catalogue, about.record, **now),
        ):
            assert "gold becomes red" in told(counter, preview)

    def test_the_line_of_another_sale_is_not_found(self) -> None:
        counter = Counter()
        with pytest.raises(NotFound):
            counter.paper.take_back("no such", lines={0: 1}, moment=TOMORROW, document="r")
