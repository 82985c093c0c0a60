"""Chance that anybody can check: what follows from a seed, how often, and what is found in a file that was changed."""

from __future__ import annotations

import copy
import hashlib
import json
import subprocess
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from posapp.loyalty.draw_check import Published, Result, check, published, read_published
from posapp.loyalty.draws import Draws, Winner, commitment, number, prize_of, winners, wins
from posapp.loyalty.errors import BadDefinition
from tests.loyalty.one_sale import Counter as Till
from tests.loyalty.one_sale import line

SEED = "5e" * 32


class TestChance:
    def test_the_commitment_is_what_sha256sum_says(self) -> None:
        said = subprocess.run(["sha256sum"], input=SEED, capture_output=True, text=True, check=True).stdout.split()[0]
        assert commitment(SEED) == said

    def test_a_number_is_the_hmac_of_its_words(self) -> None:
        """As openssl says it: ``printf %s game/sale-1/win | openssl dgst -sha256 -hmac SEED``."""
        # The definition of HMAC (RFC 2104), written out: a seed of 64 letters is just one block.
        inner, outer = (bytes(letter ^ mask for letter in SEED.encode()) for mask in (0x36, 0x5C))
        by_hand = hashlib.sha256(outer + hashlib.sha256(inner + b"game/sale-1/win").digest()).hexdigest()
        assert number(SEED, "game", "sale-1", "win") == int(by_hand, 16)

    def test_a_hundred_percent_always_win_and_none_never(self) -> None:
        sales = [f"sale-{n}" for n in range(200)]
        assert all(wins(SEED, "game", sale, chance=Decimal(100)) for sale in sales)
        assert not any(wins(SEED, "game", sale, chance=Decimal(0)) for sale in sales)

    def test_as_many_win_as_the_rate_says(self) -> None:
        """12.5 % of 8,000: 1,000, give or take four standard deviations (29.6 each)."""
        won = sum(wins(SEED, "game", f"sale-{n}", chance=Decimal("12.5")) for n in range(8000))
        assert abs(won - 1000) < 119

    def test_a_rate_that_no_binary_number_has_is_compared_exactly(self) -> None:
        """The sale that lies on the border of a rate wins just above it and not at it."""
        place = number(SEED, "game", "sale", "win")
        tiny = Decimal(10) ** -15
        share = (Decimal(place) / Decimal(1 << 256) * 100).quantize(tiny)
        assert wins(SEED, "game", "sale", chance=share + tiny)
        assert not wins(SEED, "game", "sale", chance=share - tiny)

    def test_prizes_come_as_often_as_there_are_of_them_left(self) -> None:
        found = Counter(prize_of(SEED, "game", f"sale-{n}", left=(1, 0, 3)) for n in range(4000))
        assert found[1] == 0
        assert abs(found[0] - 1000) < 110

    def test_another_seed_or_program_has_other_luck(self) -> None:
        def luck(seed: str, program: str) -> list[bool]:
            return [wins(seed, program, f"sale-{n}", chance=Decimal(50)) for n in range(64)]

        assert luck(SEED, "game") == luck(SEED, "game")
        assert luck(SEED, "game") != luck(SEED[::-1], "game")
        assert luck(SEED, "game") != luck(SEED, "other")


class TestWinners:
    def test_nobody_wins_twice_and_prizes_beyond_the_members_stay(self) -> None:
        found = winners(SEED, "big", entries={"a": 1, "b": 1000, "c": 0}, counts=(1, 4))
        assert {each.holder for each in found} == {"a", "b"}
        assert [each.prize for each in found] == [0, 1]

    def test_the_order_in_which_entries_are_given_changes_nothing(self) -> None:
        entries = {f"m{n}": n % 7 + 1 for n in range(40)}
        turned = dict(reversed(entries.items()))
        assert winners(SEED, "big", entries=entries, counts=(3,)) == winners(SEED, "big", entries=turned, counts=(3,))

    def test_who_has_more_entries_wins_more_often(self) -> None:
        first = Counter(winners(f"{n}", "big", entries={"a": 1, "b": 3}, counts=(1,))[0].holder for n in range(2000))
        assert abs(first["a"] - 500) < 80


GAME = {
    "id": "game",
    "kind": "prize_draw",
    "chance": 50,
    "prizes": [{"gift": "Mug", "count": 3}, {"gift": "Pen", "count": 4}],
}


def a_game() -> Published:
    """Twelve sales, of which one prize came back, as a shop publishes them."""
    till = Till(GAME)
    rule = till.paper.catalogue.by_id["game"]
    assert isinstance(rule, Draws)
    results = []
    for n in range(12):
        quote = till.sell(line("A", 1000))
        won = [perk.say.default for perk in quote.perks]
        prize = {"Mug": 0, "Pen": 1}[won[0]] if won else None
        results.append(Result(sale=quote.sale, receipt=str(1000 + n), prize=prize))
        if n == 6 and prize is not None:
            till.take_back(quote, {0: 1})
            results.append(Result(sale=quote.sale, prize=prize, back=True))
    return published(rule, promised="2026-03-02T10:00:00+09:00", shown=True, results=results)


def a_draw() -> Published:
    document = {"id": "big", "kind": "prize_draw", "entries": {"per": "visit"}, "draw_at": "2026-03-20"}
    draws = Till({**document, "prizes": GAME["prizes"]}).paper.catalogue.by_id["big"]
    assert isinstance(draws, Draws)
    entries = {"kim": 4, "lee": 1, "park": 9}
    won = winners(draws.seed, "big", entries=entries, counts=(3, 4))
    return published(draws, promised="-", shown=True, held="2026-03-20T18:00:00+09:00", entries=entries, won=won)


def resealed(document: dict[str, Any]) -> Published:
    """A file that somebody changed with care: its digest fits again."""
    return read_published({name: value for name, value in document.items() if name != "digest"}).sealed()


def keys(draw: Published) -> list[str]:
    return [reason.key for reason in check(draw)]


class TestChecking:
    def test_what_was_published_is_right_and_survives_being_written(self) -> None:
        for draw in (a_game(), a_draw()):
            assert any(each.prize is not None for each in draw.results) or draw.winners
            written = json.loads(json.dumps(draw.document()))
            assert read_published(written) == draw
            assert keys(read_published(written)) == []

    def test_any_letter_changed_breaks_the_digest(self) -> None:
        document = a_game().document()
        document["results"][3]["receipt"] = "1"
        assert "draw.check_digest" in keys(read_published(document))

    @pytest.mark.parametrize(
        ("change", "found"),
        [
            (lambda d: d.update(seed="00" * 32), "draw.check_commitment"),
            (lambda d: won(d).update(prize=None), "draw.check_won"),
            (lambda d: lost(d).update(prize=1), "draw.check_lost"),
            (lambda d: won(d).update(prize=1 - won(d)["prize"]), "draw.check_other"),
            (lambda d: d["results"].append(dict(won(d))), "draw.check_twice"),
            (lambda d: d["results"].append({**lost(d), "prize": 0, "back": True}), "draw.check_back"),
            (lambda d: d.update(chance="1"), "draw.check_lost"),
            (lambda d: won(d).update(left=[9, 9]), "draw.check_left"),
            (lambda d: won(d).update(left=[0, 0]), "draw.check_lost"),
        ],
    )
    def test_a_game_changed_with_care_is_found_out(
        self, change: Callable[[dict[str, Any]], object], found: str
    ) -> None:
        document = copy.deepcopy(a_game().document())
        change(document)
        assert found in keys(resealed(document))

    @pytest.mark.parametrize(
        "change",
        [
            lambda d: d["winners"].reverse(),
            lambda d: d["winners"].pop(),
            lambda d: d["winners"][0].update(holder="cho"),
            lambda d: d["entries"].reverse(),
        ],
    )
    def test_a_draw_changed_with_care_is_found_out(self, change: Callable[[dict[str, Any]], object]) -> None:
        document = copy.deepcopy(a_draw().document())
        change(document)
        assert keys(resealed(document))

    def test_before_the_end_only_the_digest_can_be_checked(self) -> None:
        document = {**a_game().document(), "seed": None}
        assert keys(resealed(document)) == []
        assert keys(read_published(document)) == ["draw.check_digest"]

    @pytest.mark.parametrize("document", [[], {}, {"draw": "x"}, {**GAME}, "x", None])
    def test_what_is_no_published_draw_is_refused(self, document: object) -> None:
        with pytest.raises(BadDefinition):
            read_published(document)


def won(document: dict[str, Any]) -> dict[str, Any]:
    return next(each for each in document["results"] if each["prize"] is not None)


def lost(document: dict[str, Any]) -> dict[str, Any]:
    return next(each for each in document["results"] if each["prize"] is None)


def test_winners_are_named_by_prize_and_holder() -> None:
    assert winners(SEED, "big", entries={"a": 1}, counts=(1,)) == (Winner(prize=0, holder="a"),)
