"""Coupons: how one comes by them, who may use them, what they win against, and what undoing does to them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from posapp.loyalty.basket import Redemption
from posapp.loyalty.cards import checks
from posapp.loyalty.errors import Refused
from posapp.loyalty.outcome import BalancePanel, Quote
from tests.loyalty.one_sale import MORNING, Counter, at, line, off

X = line("X", 10000)
TEN = {"id": "ten", "kind": "fixed_discount", "rate": 10}


def coupon(**fields: Any) -> dict[str, Any]:
    return {"id": "c", "kind": "coupon", "amount": 3000, **fields}


HERS = Redemption(coupon="c")


def by(code: str) -> Redemption:
    return Redemption(coupon=code)


def refusal(counter: Counter, *lines: Any, **about: Any) -> str:
    with pytest.raises(Refused) as caught:
        counter.quote(*(lines or (X,)), **about)
    return counter.english(caught.value.reason)


def codes(counter: Counter, card: str = "A") -> tuple[str, ...]:
    return counter.paper.standing(card).codes("c")


def issued(quote: Quote) -> str:
    (one,) = quote.coupons
    return one.code


class TestIssuing:
    def test_after_a_sale_at_list_price_of_the_goods_in_scope(self) -> None:
        scope = {"categories": ["wine"], "min_items": 2}
        counter = Counter(coupon(issue={"after_sale": {"min_amount": 20000}}, scope=scope), {**TEN, "rate": 50})
        wine = line("W", 20000, 1, "wine")
        assert counter.why_not(counter.quote(X, X), "c") == "₩20,000 more to a coupon for next time"
        assert counter.sell(wine).issued == {"c": 1}

    def test_nothing_paid_is_no_sale_to_issue_for(self) -> None:
        counter = Counter(coupon(issue={"after_sale": {}}), {**TEN, "rate": 100})
        assert counter.sell(X).issued == {}

    def test_the_code_is_of_its_own_form_the_same_when_asked_again_and_new_for_each_sale(self) -> None:
        counter = Counter(coupon(issue={"after_sale": {}}))
        asked, again = (issued(counter.quote(X)) for _ in range(2))
        first, second = (issued(counter.sell(X)) for _ in range(2))
        assert asked == again
        assert len({asked, first, second}) == 3
        for code in (asked, first, second):
            assert len(code) == 20
            assert code.startswith("270000")
            assert checks(code)

    def test_a_bearers_coupon_is_nobodys_and_works_by_its_code_alone(self) -> None:
        counter = Counter(coupon(issue={"after_sale": {}}, audience={"who": "everyone"}))
        code = issued(counter.sell(X, card=None))
        assert counter.quote(X, card=None, redeem=[by(code)]).due_minor == 7000
        assert counter.quote(X, redeem=[by(code)]).due_minor == 7000
        assert refusal(counter, card=None, redeem=[HERS]).startswith("Whose coupon")

    def test_to_new_members_only(self) -> None:
        counter = Counter(coupon(issue={"joining": True}, valid_days=3, active={"from": "2026-01-01"}))
        assert refusal(counter, redeem=[HERS]) == "She has no coupon of c."
        counter.enrol("B", moment=MORNING)
        assert counter.sell(X, card="B", redeem=[HERS]).due_minor == 7000

    @pytest.mark.parametrize(
        ("day", "comes"), [("2026-02-20", 0), ("2026-02-21", 1), ("2026-03-01", 1), ("2026-03-02", 0)]
    )
    def test_around_a_birthday_also_one_on_29_february(self, day: str, comes: int) -> None:
        counter = Counter(coupon(issue={"birthday": {"before": 7, "after": 1}}))
        counter.change("A", birthday=date(1992, 2, 29))
        assert counter.quote(X, moment=at(f"{day} 10:00")).issued == ({"c": 1} if comes else {})

    def test_once_for_each_birthday_also_across_the_new_year(self) -> None:
        counter = Counter(coupon(issue={"birthday": {"before": 7, "after": 7}}))
        counter.change("A", birthday=date(1990, 1, 2))
        days = ("2026-12-28", "2026-12-31", "2027-01-05", "2027-12-27", "2027-12-28")
        assert [counter.sell(X, moment=at(f"{day} 10:00")).issued.get("c", 0) for day in days] == [1, 0, 0, 1, 0]

    def test_the_birthdays_own_sale_may_use_it(self) -> None:
        counter = Counter(coupon(issue={"birthday": {}}))
        counter.change("A", birthday=date(1990, 3, 2))
        sale = counter.sell(X, redeem=[HERS])
        assert (sale.due_minor, sale.issued) == (7000, {"c": 1})
        assert counter.void(sale).refund_minor == 7000
        assert counter.sell(X).issued == {"c": 1}

    def test_to_a_segment_once_a_year(self) -> None:
        counter = Counter(coupon(issue={"segment": "at-risk"}))
        assert counter.sell(X).issued == {}
        counter.change("A", segments=frozenset({"at-risk"}))
        days = ("2026-03-02", "2026-03-03", "2027-03-01", "2027-03-02")
        assert [counter.sell(X, moment=at(f"{day} 10:00")).issued.get("c", 0) for day in days] == [1, 0, 0, 1]

    def test_by_hand_and_withdrawn_by_hand_the_oldest_first(self) -> None:
        counter = Counter(coupon(uses=2))
        counter.give("c", 1)
        counter.give("c", 1, moment=at("2026-03-03 10:00"))
        first, second = codes(counter)
        counter.give("c", -1)
        assert codes(counter) == (second,)
        assert refusal(counter, redeem=[by(first)]) == "This coupon has been used already."
        with pytest.raises(Refused, match=r"coupon\.withdraw_at_most"):
            counter.give("c", -2)

    def test_nothing_is_issued_any_more_when_the_program_winds_down(self) -> None:
        wind_down = {"earn_until": "2026-03-01", "redeem_until": "2026-03-05"}
        counter = Counter(coupon(issue={"after_sale": {}}, wind_down=wind_down))
        sale = counter.sell(X, moment=at("2026-03-01 10:00"))
        assert sale.issued == {"c": 1}
        assert counter.sell(X).issued == {}
        assert counter.quote(X, moment=at("2026-03-05 10:00"), redeem=[HERS]).due_minor == 7000
        assert "coupon" in refusal(counter, moment=at("2026-03-06 10:00"), redeem=[HERS])


class TestLimits:
    def test_a_sale_issues_no_more_than_the_limits_allow_and_what_is_issued_can_be_used(self) -> None:
        counter = Counter(coupon(issue={"after_sale": {}}, limits={"per_member": 1, "per_day": 1, "total": 2}))
        first = counter.sell(X)
        again = counter.sell(X)
        assert (first.issued, again.issued) == ({"c": 1}, {})
        counter.enrol("B")
        counter.enrol("C")
        assert counter.sell(X, card="B").issued == {"c": 1}
        late = counter.sell(X, card="C")
        assert late.issued == {}
        assert "in all" in counter.why_not(late, "c")
        assert counter.sell(X, redeem=[HERS]).due_minor == 7000

    def test_a_return_makes_room_for_another(self) -> None:
        counter = Counter(coupon(issue={"after_sale": {}}, limits={"per_member": 1}))
        counter.take_back(counter.sell(X), {0: 1})
        assert counter.sell(X).issued == {"c": 1}


class TestUsing:
    def test_it_gives_what_a_fixed_discount_would(self) -> None:
        for written, due in (
            ({"amount": 3000}, 27000),
            ({"amount": 3000, "per": "item"}, 21000),
            ({"amount": None, "rate": "12.5"}, 26250),
            ({"amount": None, "price": 8000}, 24000),
        ):
            fields = {name: value for name, value in coupon(**written).items() if value is not None}
            counter = Counter(fields)
            counter.give("c", 1)
            assert counter.sell(line("X", 10000, 3), redeem=[HERS]).due_minor == due

    def test_the_oldest_first_and_each_once(self) -> None:
        counter = Counter(coupon(valid_days=30))
        for day in ("2026-03-05", "2026-03-01"):
            counter.give("c", 1, moment=at(f"{day} 10:00"))
        oldest, newer = codes(counter)
        counter.sell(X, redeem=[HERS])
        assert "used already" in refusal(counter, redeem=[by(oldest)])
        counter.sell(X, redeem=[by(newer)])
        assert refusal(counter, redeem=[HERS]) == "This coupon has been used already."

    def test_as_often_as_it_has_uses_but_once_in_a_sale(self) -> None:
        counter = Counter(coupon(uses=2))
        counter.give("c", 1)
        (code,) = codes(counter)
        assert refusal(counter, redeem=[by(code), by(code)]) == f"Coupon {code} is in this sale already."
        assert "no further coupon" in refusal(counter, redeem=[HERS, HERS])
        for _ in range(2):
            assert counter.sell(X, redeem=[by(code)]).due_minor == 7000
        assert "used already" in refusal(counter, redeem=[by(code)])

    def test_to_the_end_of_its_last_day(self) -> None:
        counter = Counter(coupon(valid_days=1))
        counter.give("c", 1)
        (code,) = codes(counter)
        assert counter.quote(X, moment=at("2026-03-03 23:59"), redeem=[HERS]).due_minor == 7000
        for ask in (HERS, by(code)):
            told = refusal(counter, moment=at("2026-03-04 00:00"), redeem=[ask])
            assert told == "This coupon was good until 3 Mar 2026."
        counter.paper.close_day(on=date(2026, 3, 4), document="evening")
        told = refusal(counter, moment=at("2026-03-04 22:00"), redeem=[by(code)])
        assert told == "This coupon was good until 3 Mar 2026."

    def test_not_without_what_it_is_for_nor_below_its_minimum_nor_for_others(self) -> None:
        fields = {"scope": {"products": ["X"], "min_amount": 20000}, "audience": {"card_types": ["gold"]}}
        counter = Counter(coupon(**fields))
        counter.give("c", 1)
        (code,) = codes(counter)
        counter.enrol("B")
        assert "Nothing in the basket" in refusal(counter, line("Y", 30000), redeem=[HERS])
        assert "₩10,000 more" in refusal(counter, redeem=[HERS])
        assert "With the gold card" in refusal(counter, X, X, card="B", redeem=[by(code)])
        assert "member's card" in refusal(counter, X, X, card=None, redeem=[by(code)])

    def test_one_that_is_outdone_is_not_used_up(self) -> None:
        counter = Counter(coupon(), {**TEN, "rate": 50})
        counter.give("c", 1)
        sale = counter.sell(X, redeem=[HERS])
        assert (off(sale), counter.why_not(sale, "c")) == ({"ten": 5000}, "ten gives more")
        assert len(codes(counter)) == 1
        assert counter.quote(X, redeem=[HERS]).due_minor == 5000

    def test_always_it_comes_on_top_and_two_of_them_take_two(self) -> None:
        counter = Counter(coupon(stacks="always"), TEN)
        counter.give("c", 2)
        sale = counter.sell(X, redeem=[HERS, HERS])
        assert off(sale) == {"ten": 1000, "c": 6000}
        assert refusal(counter, redeem=[HERS]) == "This coupon has been used already."

    def test_of_two_that_compete_one_stays(self) -> None:
        counter = Counter(coupon())
        counter.give("c", 2)
        assert counter.sell(X, redeem=[HERS, HERS]).due_minor == 7000
        assert counter.quote(X, redeem=[HERS]).due_minor == 7000

    def test_a_code_that_nobody_issued_is_told_so(self) -> None:
        counter = Counter(coupon(), TEN)
        for ask in (by("27000000"), by("ten")):
            assert "no coupon" in refusal(counter, redeem=[ask])


class TestUndoing:
    def test_it_is_given_back_with_its_whole_term_when_all_its_lines_have_come_back(self) -> None:
        counter = Counter(coupon(valid_days=10, scope={"products": ["X"]}))
        counter.give("c", 1)
        sale = counter.sell(line("X", 10000, 2), line("Y", 500), redeem=[HERS])
        day = at("2026-03-20 10:00")
        counter.take_back(sale, {0: 1}, moment=day)
        assert "used" in refusal(counter, moment=day, redeem=[by(sale_code(counter))])
        told = counter.take_back(sale, {0: 1}, moment=day)
        assert "c: the coupon can be used again" in [counter.english(each) for each in told.changes]
        assert counter.quote(X, moment=at("2026-03-30 10:00"), redeem=[by(sale_code(counter))]).due_minor == 7000

    def test_what_the_sale_issued_is_withdrawn_when_it_is_no_longer_earned(self) -> None:
        counter = Counter(coupon(issue={"after_sale": {"min_amount": 20000}}, valid_days=5))
        sale = counter.sell(line("X", 10000, 3))
        counter.take_back(sale, {0: 1})
        assert counter.quote(X, redeem=[HERS]).due_minor == 7000
        told = counter.take_back(sale, {0: 1})
        assert "c: the coupon of this sale is withdrawn" in [counter.english(each) for each in told.changes]
        assert "no coupon" in refusal(counter, redeem=[HERS])
        assert "used" in refusal(counter, redeem=[by(issued(sale))])

    def test_one_that_was_used_since_or_ended_is_left_alone(self) -> None:
        counter = Counter(coupon(issue={"after_sale": {"min_amount": 20000}}, valid_days=5))
        sale = counter.sell(line("X", 10000, 2))
        counter.sell(X, redeem=[HERS])
        with pytest.raises(Refused, match="used_since"):
            counter.void(sale)
        counter.take_back(sale, {0: 2})
        late = counter.sell(line("X", 10000, 2))
        counter.take_back(late, {0: 2}, moment=at("2026-04-01 10:00"))
        for accounts in counter.paper.accounts.values():
            assert all(account.debt == 0 for account in accounts.values())

    def test_a_void_undoes_both(self) -> None:
        counter = Counter(coupon(issue={"after_sale": {}}))
        counter.give("c", 1)
        sale = counter.sell(X, redeem=[HERS])
        assert (sale.due_minor, sale.issued) == (7000, {"c": 1})
        counter.void(sale)
        assert counter.quote(X, redeem=[HERS]).due_minor == 7000
        assert "no further" in refusal(counter, redeem=[HERS, HERS])


def sale_code(counter: Counter) -> str:
    return codes(counter)[0]


class TestShowing:
    def test_the_card_tells_how_many_and_what_ends_soon(self) -> None:
        counter = Counter(coupon(valid_days=10))
        assert counter.quote(X).panels == ()
        counter.give("c", 2)
        (panel,) = counter.quote(X).panels
        assert isinstance(panel, BalancePanel)
        assert (panel.unit, panel.balance, panel.expiring) == ("coupons", 2, 2)
        assert panel.expires_on == date(2026, 3, 12)

    def test_the_oldest_is_offered_where_it_can_be_used_and_is_chosen_by_its_code(self) -> None:
        counter = Counter(coupon(valid_days=10, scope={"min_amount": 10000}))
        counter.give("c", 2)
        assert counter.quote(line("Y", 500)).offers == ()
        (offer,) = counter.quote(X).offers
        assert (offer.worth_minor, offer.chosen) == (3000, False)
        assert counter.english(offer.label) == "Coupon: ₩3,000 off, until 12 Mar 2026"
        chosen, other = counter.quote(X, redeem=[offer.redemption]).offers
        assert (chosen.redemption, chosen.chosen, other.chosen) == (offer.redemption, True, False)

    @pytest.mark.parametrize(
        ("issue", "words"),
        [
            ("by_hand", "given by hand"),
            ({"after_sale": {}}, "after each purchase"),
            ({"after_sale": {"min_amount": 500}}, "after ₩500 bought"),
            ({"birthday": {"before": 3}}, "around the birthday"),
            ({"joining": True}, "for joining"),
            ({"segment": "at-risk"}, "for chosen customers"),
        ],
    )
    def test_the_owners_list_tells_how_one_comes_by_it(self, issue: Any, words: str) -> None:
        rule = Counter(coupon(issue=issue)).paper.catalogue.by_id["c"]
        assert words in Counter().english(rule.summary())
