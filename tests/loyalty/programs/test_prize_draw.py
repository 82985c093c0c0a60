"""Games: what wins at once, what gives entries, what comes back, and what may not change any more."""

from __future__ import annotations

from datetime import date
from typing import Any

from posapp.loyalty.definitions import read_programs
from posapp.loyalty.ledger import EVERYBODY
from posapp.loyalty.outcome import BalancePanel, NotePanel, Quote
from posapp.loyalty.programs.base import Used
from tests.loyalty.one_sale import Counter, at, earned, line

TEA = line("TEA", 5000, 1, "tea")


def game(**fields: Any) -> dict[str, Any]:
    return {"id": "game", "kind": "prize_draw", "chance": 100, "prizes": [{"gift": "Mug", "count": 2}], **fields}


def draw(**fields: Any) -> dict[str, Any]:
    document = {
        "id": "big",
        "kind": "prize_draw",
        "entries": {"per": "amount", "every": 10000},
        "draw_at": "2026-03-20",
        "prizes": [{"gift": "Bike"}],
    }
    return {**document, **fields}


def won(quote: Quote) -> list[str]:
    return [perk.say.default for perk in quote.perks]


class TestAtOnce:
    def test_a_prize_is_said_and_counted(self) -> None:
        counter = Counter(game())
        assert won(counter.sell(TEA)) == ["Mug"]
        assert counter.has("game#prize-0", card=EVERYBODY) == 1
        assert counter.has("game#tries", card=EVERYBODY) == 1

    def test_when_all_is_won_it_is_over(self) -> None:
        counter = Counter(game(prizes=[{"gift": "Mug"}]))
        counter.sell(TEA)
        quote = counter.sell(TEA)
        assert (won(quote), counter.why_not(quote, "game")) == ([], "All prizes are won")

    def test_a_loss_is_counted_too_and_says_so(self) -> None:
        counter = Counter(game(chance=0))
        quote = counter.sell(TEA)
        assert (won(quote), earned(quote), counter.why_not(quote, "game")) == ([], {}, "Not this time")
        assert counter.has("game#tries", card=EVERYBODY) == 1

    def test_luck_is_told_when_the_sale_is_paid_and_not_before(self) -> None:
        """The window leaves out what is marked so while the sale is open: neither a win nor a loss shows."""
        assert all(perk.when_paid for perk in Counter(game()).quote(TEA).perks)
        assert [each.when_paid for each in Counter(game(chance=0)).quote(TEA).why_not] == [True]

    def test_a_sale_that_comes_back_whole_gives_its_prize_back(self) -> None:
        counter = Counter(game(prizes=[{"gift": "Mug"}]))
        quote = counter.sell(line("TEA", 5000, 2))
        counter.take_back(quote, {0: 1})
        assert counter.has("game#prize-0", card=EVERYBODY) == 1
        counter.take_back(quote, {0: 1})
        assert counter.has("game#prize-0", card=EVERYBODY) == 0
        assert won(counter.sell(TEA)) == ["Mug"]

    def test_a_void_gives_its_prize_back(self) -> None:
        counter = Counter(game(prizes=[{"gift": "Mug"}]))
        counter.void(counter.sell(TEA))
        assert counter.has("game#prize-0", card=EVERYBODY) == 0
        assert counter.has("game#tries", card=EVERYBODY) == 0

    def test_somebody_else_winning_meanwhile_forbids_no_void(self) -> None:
        counter = Counter(game())
        counter.enrol("B")
        quote = counter.sell(TEA)
        counter.sell(TEA, card="B")
        counter.void(quote)
        assert counter.has("game#prize-0", card=EVERYBODY) == 1

    def test_how_often_one_member_wins_is_a_limit(self) -> None:
        counter = Counter(game(limits={"per_member": 1}))
        counter.sell(TEA)
        assert won(counter.sell(TEA)) == []
        lost = Counter(game(limits={"per_member": 1}, chance=0))
        lost.sell(TEA)
        assert lost.why_not(lost.sell(TEA), "game") == "Not this time"  # a loss is no use

    def test_nothing_is_played_after_the_last_day_for_earning(self) -> None:
        ends = {"earn_until": "2026-03-01", "redeem_until": "2026-04-01"}
        counter = Counter(game(wind_down=ends))
        assert won(counter.sell(TEA)) == []
        assert counter.has("game#tries", card=EVERYBODY) == 0

    def test_in_a_rehearsal_luck_is_the_same_every_time(self) -> None:
        def lucky() -> list[list[str]]:
            counter = Counter(game(chance=40, prizes=[{"gift": "Mug", "count": 9}, {"gift": "Pen", "count": 9}]))
            return [won(counter.sell(TEA)) for _ in range(20)]

        assert lucky() == lucky()
        assert {"Mug", "Pen"} == {gift for each in lucky() for gift in each}


class TestEntries:
    def test_entries_are_earned_on_what_is_paid(self) -> None:
        counter = Counter(draw(), {"id": "off", "kind": "fixed_discount", "rate": 50})
        assert earned(counter.sell(line("TEA", 5000, 8))) == {"big": 2}
        assert counter.why_not(counter.sell(TEA), "big") == "₩7,500 more to the first entry"

    def test_a_return_takes_entries_back(self) -> None:
        counter = Counter(draw())
        quote = counter.sell(line("TEA", 5000, 5))
        counter.take_back(quote, {0: 2})
        assert counter.has("big") == 1
        counter.take_back(quote, {0: 3})
        assert counter.has("big") == 0

    def test_a_void_takes_entries_back(self) -> None:
        counter = Counter(draw())
        counter.void(counter.sell(line("TEA", 5000, 5)))
        assert counter.has("big") == 0

    def test_the_day_of_the_draw_still_counts_and_the_next_does_not(self) -> None:
        counter = Counter(draw(entries={"per": "visit"}))
        assert earned(counter.sell(TEA, moment=at("2026-03-20 23:59"))) == {"big": 1}
        late = counter.sell(TEA, moment=at("2026-03-21 00:00"))
        assert (earned(late), counter.why_not(late, "big")) == ({}, "Entries closed on 20 Mar 2026")

    def test_a_moment_ends_the_entries_to_the_minute(self) -> None:
        counter = Counter(draw(entries={"per": "item"}, draw_at="2026-03-20T12:00:00+09:00"))
        assert earned(counter.sell(TEA, moment=at("2026-03-20 11:59"))) == {"big": 1}
        assert earned(counter.sell(TEA, moment=at("2026-03-20 12:00"))) == {}

    def test_the_member_sees_her_entries(self) -> None:
        counter = Counter(draw())
        counter.sell(line("TEA", 5000, 5))
        (panel,) = counter.quote(TEA).panels
        assert isinstance(panel, BalancePanel)
        assert (panel.unit, panel.balance) == ("entries", 2)

    def test_a_winner_sees_what_she_won(self) -> None:
        counter = Counter(draw())
        counter.sell(line("TEA", 5000, 5))
        accounts = counter.paper.accounts["A"]
        counter.paper.accounts["A"] = {**accounts, "big#won-0": accounts["big"]}
        (panel,) = counter.quote(TEA).panels
        assert isinstance(panel, NotePanel)
        assert counter.english(panel.note) == "Won: Bike"


class TestWhatWasPromised:
    PLAYED = Used(first=date(2026, 3, 2), last=None)

    def changes(self, used: Used, before: dict[str, Any], **fields: Any) -> list[str]:
        (old,) = read_programs([before])
        (new,) = read_programs([{**before, **fields}])
        return [fault.place for fault in old.may_become(new, "programs[0]", used)]

    def test_before_the_first_sale_everything_may_change(self) -> None:
        assert self.changes(Used(), game(), chance=5, prizes=[{"gift": "Pen"}]) == []

    def test_once_a_sale_took_part_nothing_that_was_promised_may(self) -> None:
        assert self.changes(self.PLAYED, game(), chance=5) == ["programs[0].chance"]
        assert self.changes(self.PLAYED, game(), prizes=[{"gift": "Mug", "count": 1}]) == ["programs[0].prizes"]
        assert self.changes(self.PLAYED, draw(), draw_at="2026-03-21") == ["programs[0].draw_at"]
        assert self.changes(self.PLAYED, draw(), entries={"per": "visit"}) == ["programs[0].entries"]

    def test_its_name_and_its_end_may(self) -> None:
        assert self.changes(self.PLAYED, game(), name="Game", active={"until": "2026-04-01"}) == []

    def test_once_the_seed_is_shown_no_sale_may_take_part_again(self) -> None:
        shown = Used(first=date(2026, 3, 2), shown=True)
        ended = game(active={"until": "2026-03-31"})
        assert self.changes(shown, ended, active={"until": "2026-04-30"}) == ["programs[0].active"]
        ends = {"earn_until": "2026-05-01", "redeem_until": "2026-05-01"}
        assert self.changes(shown, ended, wind_down=ends) == ["programs[0].wind_down"]
