"""Draws on a real file: the promise from the first day, a draw held once, and a list that anybody can check."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable

import pytest

from posapp.loyalty.draw_check import check, read_published
from posapp.loyalty.draws import commitment
from posapp.loyalty.errors import NotAllowed, NotFound, Refused
from posapp.loyalty.exchange import News, ProgramNews
from posapp.loyalty.outcome import NotePanel
from posapp.store.journal import events_of_day
from posapp.store.programs import put_program
from posapp.store.seeds import all_seeds
from posapp.till import draws, members, programs, promises, returns, sale
from posapp.till.context import Till
from posapp.till.outbox import Outbox
from tests.till.games import BIKE, GAME, enrol, has, key_of, load, sell, sound
from tests.till.salon import MANAGER, MONDAY, Clock


@pytest.fixture(autouse=True)
def _known_luck(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same luck every time: seeds are counted, not drawn."""
    numbers = itertools.count(1)
    monkeypatch.setattr(promises, "new_seed", lambda: f"{next(numbers):064x}")


def promised(till: Till) -> list[str]:
    """What stands in the journal."""
    events = events_of_day(till.database, MONDAY.date(), kinds=("program_run",))
    return [event.body["commitment"] for event in events]


class TestThePromise:
    def test_it_is_made_when_the_program_is_saved_and_shown_everywhere(self, till: Till) -> None:
        load(till, GAME)
        seed = all_seeds(till.database)["game"]
        assert seed.commitment == commitment(seed.seed)
        assert promised(till) == [seed.commitment]
        (row,) = (row for row in programs.rows(till) if row.id == "game")
        assert row.promise is not None
        assert row.promise.value("sum") == seed.commitment
        assert seed.seed not in str(programs.rows(till)) + str(draws.rows(till))
        assert draws.publish(till, "game").seed is None

    def test_saving_again_promises_nothing_new(self, till: Till) -> None:
        load(till, GAME)
        before = all_seeds(till.database)
        load(till, {**GAME, "name": "Game"})
        assert all_seeds(till.database) == before
        assert len(promised(till)) == 1

    def test_two_programs_have_two_seeds(self, till: Till) -> None:
        load(till, GAME, BIKE)
        assert len({seed.seed for seed in all_seeds(till.database).values()}) == 2

    def test_what_headquarters_sends_is_promised_too(self, till: Till) -> None:
        program = ProgramNews(id="game", version=1, document=json.dumps(GAME), on=True)
        Outbox(till).take(confirmed=0, backed_up=0, news=News(cursor="1", programs=(program,)))
        assert promised(till) == [all_seeds(till.database)["game"].commitment]

    def test_whatever_way_it_came_no_sale_is_played_without_a_seed(self, till: Till) -> None:
        """A program that lies in the file without one: from an older release, from a preset."""
        with till.database.transaction():
            put_program(till.database, GAME, moment=MONDAY)
        sell(till, enrol(till, "Kim"))
        assert promised(till) == [all_seeds(till.database)["game"].commitment]
        assert draws.verify(till, "game")[1] == ()

    def test_another_window_takes_the_seed_up(self, reopened: Callable[[], Till]) -> None:
        one, other = reopened(), reopened()
        load(one, GAME)
        other.look_again()
        assert other.catalogue.secrets == one.catalogue.secrets != {}


class TestWinningAtOnce:
    def test_every_sale_is_on_the_list_and_what_came_back_too(self, till: Till) -> None:
        load(till, {**GAME, "prizes": [{"gift": "Mug", "count": 6}, {"gift": "Pen", "count": 9}]})
        kim = enrol(till, "Kim")
        sold = [sell(till, kim) for _ in range(12)]
        won = next(each for each in sold if each.quote.perks)
        returns.take_back(till, sale=won.sale, lines={0: 1})
        draw, faults = draws.verify(till, "game")
        assert faults == ()
        told = [each for each in draw.results if not each.back]
        assert [(each.sale, each.receipt) for each in told] == [(each.sale, each.receipt) for each in sold]
        gifts = [draw.prizes[each.prize].gift.default if each.prize is not None else None for each in told]
        assert gifts == [each.quote.perks[0].say.default if each.quote.perks else None for each in sold]
        assert [each.sale for each in draw.results if each.back] == [won.sale]
        assert sound(till)

    def test_a_void_stands_on_the_list_as_well(self, till: Till) -> None:
        load(till, {**GAME, "chance": 100})
        returns.void(till, sale=sell(till, enrol(till, "Kim")).sale)
        draw, faults = draws.verify(till, "game")
        assert (faults, len(draw.results)) == ((), 2)

    def test_the_seed_is_shown_after_the_last_day_and_not_before(self, till: Till, clock: Clock) -> None:
        load(till, GAME)
        sell(till, enrol(till, "Kim"))
        clock.go_on(days=29)
        assert draws.publish(till, "game").seed is None
        clock.go_on(days=1)
        shown = draws.publish(till, "game")
        assert shown.seed is not None
        assert list(check(read_published(json.loads(json.dumps(shown.document()))))) == []
        assert draws.compare(till, shown) == ()
        (row,) = draws.rows(till)
        assert row.seed == shown.seed

    def test_a_file_that_tells_of_another_shop_is_found_out(self, till: Till, clock: Clock) -> None:
        load(till, GAME)
        sell(till, enrol(till, "Kim"))
        clock.go_on(days=31)
        document = draws.publish(till, "game").document()
        document["results"] = []
        del document["digest"]
        other = read_published(document).sealed()
        assert draws.compare(till, other) == ()  # a list from the beginning on is a list of an earlier day
        document["results"] = [{"sale": "nobody", "prize": None}]
        forged = read_published(document).sealed()
        assert [reason.key for reason in draws.compare(till, forged)] == ["draw.check_journal"]

    def test_a_prize_changed_in_the_file_of_the_shop_is_found(self, till: Till) -> None:
        load(till, {**GAME, "chance": 100})
        sell(till, enrol(till, "Kim"))
        till.database.execute("DROP TRIGGER entries_no_delete")
        till.database.execute("DELETE FROM entries WHERE account LIKE 'game#prize-%'")
        assert [reason.key for reason in draws.verify(till, "game")[1]] == ["draw.check_won"]

    def test_luck_is_not_told_before_the_sale_is_paid(self, till: Till) -> None:
        """Who could look would put the basket away and begin anew until she wins."""
        for chance in (100, 0):
            load(till, {**GAME, "id": f"game-{chance}", "chance": chance})
        now = sale.choose_member(till, sale.begin(till).draft, enrol(till, "Kim"))
        now = sale.add_product(till, now.draft, "WAX")
        open_now = now.quote
        assert open_now.perks == ()
        assert not {"game-100", "game-0"} & {each.program for each in open_now.why_not}
        paid = sale.take_payment(till, now.draft).quote
        assert [perk.program for perk in paid.perks] == ["game-100"]
        assert "game-0" in {each.program for each in paid.why_not}

    def test_the_list_says_what_is_left(self, till: Till) -> None:
        load(till, {**GAME, "chance": 100, "prizes": [{"gift": "Mug", "count": 3}]})
        kim = enrol(till, "Kim")
        first = sell(till, kim)
        sell(till, kim)
        assert [left for _, _, left in draws.rows(till)[0].prizes] == [1]
        returns.take_back(till, sale=first.sale, lines={0: 1})
        assert [left for _, _, left in draws.rows(till)[0].prizes] == [2]


class TestHolding:
    def held(self, till: Till, clock: Clock) -> list[str]:
        """Three members with 3, 6 and 1 entries, on the day of the draw."""
        load(till, BIKE)
        there = [enrol(till, name) for name in ("Kim", "Lee", "Park")]
        for member, quantity in zip(there, (2, 4, 1), strict=True):
            sell(till, member, quantity=quantity)
        clock.go_on(days=18)
        return there

    def test_a_manager_holds_it_on_its_day_once_and_for_all(self, till: Till, clock: Clock) -> None:
        there = self.held(till, clock)
        with pytest.raises(NotAllowed):
            draws.hold(till, "bike")
        till.approval = MANAGER
        held = draws.hold(till, "bike")
        assert {each.holder for each in held.winners} == set(there)
        assert [each.gift.default for each in held.winners] == ["Bicycle", "Helmet", "Helmet"]
        till.approval = MANAGER
        with pytest.raises(Refused) as again:
            draws.hold(till, "bike")
        assert key_of(again.value) == "draw.held_before"
        assert draws.held(till, "bike") == held
        assert sound(till)

    def test_it_can_be_checked_by_anybody(self, till: Till, clock: Clock) -> None:
        self.held(till, clock)
        till.approval = MANAGER
        draws.hold(till, "bike")
        shown = draws.publish(till, "bike")
        assert shown.seed is not None
        assert sum(each.entries for each in shown.entries) == 10
        assert list(check(read_published(json.loads(json.dumps(shown.document()))))) == []
        assert draws.verify(till, "bike")[1] == draws.compare(till, shown) == ()

    def test_entries_stay_as_they_were_and_none_come_after(self, till: Till, clock: Clock) -> None:
        there = self.held(till, clock)
        till.approval = MANAGER
        draws.hold(till, "bike")
        sell(till, there[0], quantity=4)
        assert has(till, there[0], "bike") == 3
        assert draws.verify(till, "bike")[1] == ()

    def test_a_winner_sees_it_on_her_card(self, till: Till, clock: Clock) -> None:
        there = self.held(till, clock)
        till.approval = MANAGER
        draws.hold(till, "bike")
        panels = [panel for panel in members.card_of(till, there[0]).panels if panel.program == "bike"]
        assert [type(panel) for panel in panels] == [NotePanel]
        assert members.story(till, there[0])[0].what.key == "story.won"

    @pytest.mark.parametrize(
        ("program", "days", "key"),
        [("bike", 17, "draw.too_early"), ("bike", 18, "draw.no_entries"), ("game", 40, "draw.at_once")],
    )
    def test_what_cannot_be_held(self, till: Till, clock: Clock, program: str, days: int, key: str) -> None:
        load(till, GAME, BIKE)
        clock.go_on(days=days)
        till.approval = MANAGER
        with pytest.raises(Refused) as refused:
            draws.hold(till, program)
        assert key_of(refused.value) == key

    def test_what_is_no_draw(self, till: Till) -> None:
        for act in (draws.hold, draws.publish, draws.verify, draws.held):
            with pytest.raises(NotFound):
                act(till, "cuts")
