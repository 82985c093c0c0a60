"""Stamp cards: what earns, what is given, when a card is new, and what the customer sees of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from posapp.loyalty.basket import Redemption
from posapp.loyalty.errors import Refused
from posapp.loyalty.outcome import Quote, StampPanel
from tests.loyalty.one_sale import Counter, at, earned, line, off

CUT = line("CUT", 15000, 1, "hair")
PERM = line("PERM", 80000, 1, "hair")
SOAP = line("SOAP", 3000)


def cuts(**fields: Any) -> dict[str, Any]:
    document = {
        "id": "cuts",
        "kind": "stamp_card",
        "size": 10,
        "earn": {"per": "item"},
        "scope": {"categories": ["hair"]},
        "rewards": [{"at": 10, "item": {"products": ["CUT"]}}],
    }
    return {**document, **fields}


def ask(at: int | None = None) -> Redemption:
    return Redemption(program="cuts", at=at)


def refusal(counter: Counter, *lines: Any, redeem: list[Redemption]) -> str:
    with pytest.raises(Refused) as caught:
        counter.quote(*lines, redeem=redeem)
    return counter.english(caught.value.reason)


def card(quote: Quote) -> StampPanel:
    (panel,) = quote.panels
    assert isinstance(panel, StampPanel)
    return panel


class TestEarning:
    def test_one_for_a_visit_if_anything_was_paid(self) -> None:
        counter = Counter(
            cuts(earn={"per": "visit"}),
            {"id": "all", "kind": "fixed_discount", "rate": 100, "active": {"until": "2026-03-01"}},
        )
        assert earned(counter.sell(CUT, PERM)) == {"cuts": 1}
        assert earned(counter.sell(SOAP)) == {}
        assert earned(counter.sell(CUT, moment=at("2026-03-01 10:00"))) == {}

    def test_one_for_each_paid_unit_in_scope(self) -> None:
        assert earned(Counter(cuts()).sell(line("CUT", 15000, 3, "hair"), PERM, SOAP)) == {"cuts": 4}

    def test_one_for_every_full_amount_paid_in_scope(self) -> None:
        counter = Counter(
            cuts(earn={"per": "amount", "every": 10000}), {"id": "off", "kind": "fixed_discount", "rate": 10}
        )
        assert earned(counter.sell(CUT, PERM, SOAP)) == {"cuts": 8}  # 95,000 less ten percent is 85,500

    def test_a_unit_given_free_earns_nothing_but_a_discounted_one_does(self) -> None:
        counter = Counter(cuts(), {"id": "off", "kind": "fixed_discount", "rate": 90, "scope": {"products": ["PERM"]}})
        counter.give("cuts", 10)
        quote = counter.sell(line("CUT", 15000, 2, "hair"), PERM, redeem=[ask()])
        assert (off(quote), earned(quote)) == ({"cuts": 15000, "off": 72000}, {"cuts": 2})

    def test_without_a_card_nothing_is_earned(self) -> None:
        counter = Counter(cuts(audience={"who": "everyone"}))
        quote = counter.sell(CUT, card=None)
        assert earned(quote) == {}
        assert counter.why_not(quote, "cuts") == "With a member's card"

    def test_stamps_count_from_the_next_sale_on(self) -> None:
        counter = Counter(cuts(size=2, rewards=[{"at": 2, "gift": "Soap"}]))
        assert "two stamps to go" in refusal(counter, CUT, CUT, redeem=[ask()])
        counter.sell(CUT, CUT)
        assert counter.quote(CUT, redeem=[ask()]).perks[0].say.default == "Soap"

    def test_no_more_in_a_day_than_the_largest_number(self) -> None:
        counter = Counter(cuts(max_per_day=3))
        assert earned(counter.sell(CUT, CUT)) == {"cuts": 2}
        assert earned(counter.sell(CUT, CUT)) == {"cuts": 1}
        full = counter.sell(CUT)
        assert earned(full) == {}
        assert counter.why_not(full, "cuts").startswith("3 stamps a day, and they are there; seven stamps to go")
        assert earned(counter.sell(CUT, moment=at("2026-03-03 00:00"))) == {"cuts": 1}

    @pytest.mark.parametrize(("time", "stamps"), [("10:59", {}), ("11:00", {"cuts": 1})])
    def test_a_second_visit_too_soon_earns_nothing(self, time: str, stamps: dict[str, int]) -> None:
        counter = Counter(cuts(minutes_between=60))
        counter.sell(CUT)
        second = counter.sell(CUT, moment=at(f"2026-03-02 {time}"))
        assert earned(second) == stamps
        assert ("less than 60 minutes ago" in counter.why_not(second, "cuts")) == (not stamps)

    def test_a_visit_that_earned_nothing_does_not_put_the_next_stamp_off(self) -> None:
        counter = Counter(cuts(minutes_between=60))
        counter.sell(CUT)
        counter.sell(CUT, moment=at("2026-03-02 10:50"))
        assert earned(counter.sell(CUT, moment=at("2026-03-02 11:10"))) == {"cuts": 1}

    def test_what_was_short_of_a_stamp_is_dropped_or_carried(self) -> None:
        every = {"per": "amount", "every": 10000}
        dropping = Counter(cuts(earn=every))
        carrying = Counter(cuts(earn=every, remainder="carry"))
        for counter in (dropping, carrying):
            counter.sell(CUT)
            counter.sell(CUT)
        assert (dropping.has("cuts"), carrying.has("cuts"), carrying.has("cuts#carry")) == (2, 3, 0)
        short = dropping.quote(line("CUT", 4000, 1, "hair"))
        assert earned(short) == {}

    def test_stamps_expire_so_long_after_they_were_earned(self) -> None:
        counter = Counter(cuts(expires={"days": 10}))
        counter.sell(CUT)
        counter.sell(CUT, moment=at("2026-03-05 10:00"))
        assert [counter.has("cuts", moment=at(f"2026-03-{day} 10:00")) for day in (12, 13, 15, 16)] == [2, 1, 1, 0]
        counter.paper.close_day(on=date(2026, 3, 16), document="evening")
        assert counter.paper.accounts["A"]["cuts"].lots == ()

    def test_stamps_given_by_hand_expire_like_those_earned_that_day(self) -> None:
        counter = Counter(cuts(expires={"days": 10}))
        counter.give("cuts", 3)
        assert [counter.has("cuts", moment=at(f"2026-03-{day} 10:00")) for day in (12, 13)] == [3, 0]

    def test_months_end_where_the_month_ends(self) -> None:
        counter = Counter(cuts(expires={"months": 1}))
        counter.sell(CUT, moment=at("2026-01-31 10:00"))
        assert [counter.has("cuts", moment=at(f"{day} 10:00")) for day in ("2026-02-28", "2026-03-01")] == [1, 0]

    def test_stamps_on_joining_for_whom_the_card_is_and_while_it_holds(self) -> None:
        counter = Counter(
            cuts(welcome=2, expires={"days": 5}, audience={"card_types": ["gold"]}, active={"from": "2026-01-01"})
        )
        counter.enrol("B", card_type="gold", moment=at("2026-03-02 09:00"))
        counter.enrol("C", card_type="silver", moment=at("2026-03-02 09:00"))
        counter.enrol("D", card_type="gold", moment=at("2025-12-31 09:00"))
        assert [counter.has("cuts", card=each) for each in "BCD"] == [2, 0, 0]
        assert counter.has("cuts", card="B", moment=at("2026-03-08 10:00")) == 0


class TestRewards:
    def test_ten_stamps_for_a_cut_and_what_is_over_carries_on(self) -> None:
        counter = Counter(cuts())
        counter.give("cuts", 12)
        quote = counter.sell(CUT, PERM, redeem=[ask()])
        assert (off(quote), counter.has("cuts")) == ({"cuts": 15000}, 3)  # the perm earned one
        assert [counter.english(each.reason) for each in quote.benefits] == ["one free, for 10 stamps"]
        at_once = Counter(cuts(size=1, rewards=[{"at": 1, "rate": 10}]))
        at_once.give("cuts", 1)
        assert [at_once.english(each.reason) for each in at_once.sell(CUT, redeem=[ask()]).benefits] == [
            "10 % off, for one stamp"
        ]

    def test_the_dearest_or_the_cheapest_is_free(self) -> None:
        for pick, saved in (("dearest", 80000), ("cheapest", 15000)):
            counter = Counter(cuts(rewards=[{"at": 10, "item": {"categories": ["hair"]}, "pick": pick}]))
            counter.give("cuts", 10)
            assert off(counter.quote(CUT, PERM, redeem=[ask()])) == {"cuts": saved}

    def test_a_rate_or_an_amount_is_on_the_programs_own_scope(self) -> None:
        for reward, saved in (({"at": 10, "rate": 10}, 9500), ({"at": 10, "amount": 99999}, 95000)):
            counter = Counter(cuts(rewards=[reward]))
            counter.give("cuts", 10)
            assert off(counter.quote(CUT, PERM, SOAP, redeem=[ask()])) == {"cuts": saved}

    def test_two_full_cards_give_two_rewards_in_one_sale(self) -> None:
        counter = Counter(cuts())
        counter.give("cuts", 25)
        quote = counter.sell(line("CUT", 15000, 3, "hair"), redeem=[ask(), ask()])
        assert (off(quote), counter.has("cuts")) == ({"cuts": 30000}, 6)
        assert "stamps to go" in refusal(counter, CUT, redeem=[ask()])

    def test_a_reward_on_the_way_is_taken_once_on_each_card_and_uses_no_stamps(self) -> None:
        counter = Counter(cuts(rewards=[{"at": 5, "gift": "Cream"}, {"at": 10, "item": {"products": ["CUT"]}}]))
        counter.give("cuts", 12)
        assert [perk.say.default for perk in counter.sell(SOAP, redeem=[ask(5)]).perks] == ["Cream"]
        assert counter.has("cuts") == 12
        assert refusal(counter, SOAP, redeem=[ask(5)]) == "The reward at 5 stamps was taken on this card"
        counter.sell(CUT, redeem=[ask(10)])
        assert counter.has("cuts") == 2
        counter.give("cuts", 3)
        assert len(counter.sell(SOAP, redeem=[ask(5)]).perks) == 1

    def test_both_rewards_of_a_card_in_one_sale(self) -> None:
        counter = Counter(cuts(rewards=[{"at": 5, "gift": "Cream"}, {"at": 10, "item": {"products": ["CUT"]}}]))
        counter.give("cuts", 10)
        quote = counter.sell(CUT, redeem=[ask(5), ask(10)])
        assert (off(quote), len(quote.perks), counter.has("cuts")) == ({"cuts": 15000}, 1, 0)
        counter.give("cuts", 5)
        assert len(counter.quote(SOAP, redeem=[ask(5)]).perks) == 1

    def test_in_which_order_rewards_are_asked_for_makes_no_difference(self) -> None:
        rewards = [{"at": 5, "rate": 10}, {"at": 10, "item": {"products": ["CUT"]}}]
        for asked in ([ask(5), ask(10)], [ask(10), ask(5)], [ask(), ask()]):
            counter = Counter(cuts(rewards=rewards))
            counter.give("cuts", 10)
            assert off(counter.sell(CUT, PERM, redeem=asked)) == {"cuts": 23000}  # a cut of 15,000, a tenth of 80,000
            assert counter.has("cuts") == 1  # the permanent wave was paid

    def test_without_a_number_the_highest_reward_that_can_be_taken_is_meant(self) -> None:
        counter = Counter(cuts(rewards=[{"at": 5, "gift": "Cream"}, {"at": 10, "item": {"products": ["CUT"]}}]))
        counter.give("cuts", 7)
        assert len(counter.quote(CUT, redeem=[ask()]).perks) == 1
        counter.give("cuts", 3)
        assert off(counter.quote(CUT, redeem=[ask()])) == {"cuts": 15000}

    @pytest.mark.parametrize(
        ("asked", "lines", "said"),
        [
            ([ask()], [CUT], "three stamps to go: one free"),
            ([ask(5)], [CUT], "Ten cuts has no reward at 5 stamps"),
            ([Redemption(program="cuts", points=5)], [CUT], "Ten cuts counts stamps, not points"),
            ([Redemption(program="nails")], [CUT], "There is no program called nails here now."),
        ],
    )
    def test_what_cannot_be_taken_is_refused_with_the_reason(
        self, asked: list[Redemption], lines: list[Any], said: str
    ) -> None:
        counter = Counter(cuts(name="Ten cuts"))
        counter.give("cuts", 7)
        assert refusal(counter, *lines, redeem=asked) == said

    def test_a_program_that_is_never_asked_for_has_nothing_to_redeem(self) -> None:
        counter = Counter({"id": "ten", "kind": "fixed_discount", "rate": 10})
        assert refusal(counter, CUT, redeem=[Redemption(program="ten")]) == "ten has nothing to redeem."

    def test_a_reward_with_nothing_to_take_it_on_is_refused(self) -> None:
        counter = Counter(cuts())
        counter.give("cuts", 10)
        assert refusal(counter, PERM, redeem=[ask()]) == "Nothing in the basket for the stamp reward: one free"

    def test_a_reward_that_does_not_win_is_not_used_up(self) -> None:
        counter = Counter(
            cuts(rewards=[{"at": 10, "amount": 1000}], scope={}), {"id": "half", "kind": "fixed_discount", "rate": 50}
        )
        counter.give("cuts", 10)
        quote = counter.sell(CUT, redeem=[ask()])
        assert off(quote) == {"half": 7500}
        assert counter.why_not(quote, "cuts") == "half gives more"
        assert counter.has("cuts") == 11

    def test_auto_takes_what_is_ready_and_nothing_where_there_is_no_use_for_it(self) -> None:
        rewards = [{"at": 5, "gift": "Cream"}, {"at": 10, "item": {"products": ["CUT"]}}]
        counter = Counter(cuts(redeem="auto", rewards=rewards))
        counter.give("cuts", 9)
        quote = counter.sell(SOAP)
        assert ([perk.say.default for perk in quote.perks], off(quote)) == (["Cream"], {})
        counter.give("cuts", 1)
        assert off(counter.sell(SOAP)) == {}
        quote = counter.sell(CUT)
        assert (off(quote), quote.perks, counter.has("cuts")) == ({"cuts": 15000}, (), 0)


class TestWhatIsShown:
    def test_the_card_as_the_customer_knows_it(self) -> None:
        rewards = [{"at": 5, "gift": "Cream"}, {"at": 10, "rate": 10}]
        counter = Counter(cuts(rewards=rewards))
        counter.give("cuts", 3)
        first = card(counter.quote(CUT))
        assert (first.have, first.size, counter.english(first.next)) == (3, 10, "Two more: Cream as a gift")
        counter.give("cuts", 3)
        ready = card(counter.quote(CUT))
        assert counter.english(ready.next) == "Ready: Cream as a gift"
        counter.sell(CUT, redeem=[ask(5)])
        taken = card(counter.quote(CUT))
        assert [(mark.at, mark.taken) for mark in taken.marks] == [(5, True), (10, False)]
        assert counter.english(taken.next) == "Three more: 10 % off"
        counter.give("cuts", 9)
        assert card(counter.quote(CUT)).have == 10

    def test_a_card_without_a_last_reward_promises_no_new_card(self) -> None:
        counter = Counter(cuts(rewards=[{"at": 5, "gift": "Cream"}]))
        counter.give("cuts", 7)
        counter.sell(CUT, redeem=[ask(5)])
        full = counter.quote(CUT)
        assert counter.english(card(full).next) == "Every reward of this card was taken"
        assert counter.why_not(full, "cuts") == "The reward at 5 stamps was taken on this card"

    def test_a_debt_shows_as_an_empty_card(self) -> None:
        counter = Counter(cuts())
        counter.give("cuts", -2)
        assert card(counter.quote(CUT)).have == 0
        assert counter.why_not(counter.quote(CUT), "cuts") == "12 stamps to go: one free"
        assert "12 stamps to go" in refusal(counter, CUT, redeem=[ask()])

    def test_what_can_be_redeemed_now_with_what_it_saves(self) -> None:
        rewards = [{"at": 2, "gift": "Cream"}, {"at": 4, "amount": 9000}, {"at": 10, "item": {"products": ["CUT"]}}]
        counter = Counter(cuts(rewards=rewards))
        counter.give("cuts", 10)
        offers = counter.quote(CUT, PERM, redeem=[ask(10)]).offers
        assert [(offer.redemption.at, offer.worth_minor, offer.chosen) for offer in offers] == [
            (2, 0, False),
            (4, 9000, False),
            (10, 15000, True),
        ]
        assert [offer.redemption.at for offer in counter.quote(PERM).offers] == [2, 4]

    def test_a_card_says_how_far_its_reward_is(self) -> None:
        counter = Counter(cuts())
        counter.give("cuts", 8)
        assert counter.why_not(counter.quote(CUT), "cuts") == "two stamps to go: one free"
        counter.give("cuts", 2)
        assert counter.why_not(counter.quote(CUT), "cuts") == "Ready: one free"

    def test_the_owner_reads_it_in_one_line(self) -> None:
        counter = Counter(cuts())
        assert counter.english(counter.paper.catalogue.by_id["cuts"].summary()) == "10 stamps, then one free"
