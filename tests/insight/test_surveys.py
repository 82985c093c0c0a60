"""What answers add up to, by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from posapp.insight.surveys import average, figures, net_promoter_score
from posapp.loyalty.surveys import SCALES
from posapp.loyalty.words import Text


@pytest.mark.parametrize(
    ("tally", "score"),
    [
        ({"10": 1}, 100),
        ({"0": 1}, -100),
        ({"7": 1, "8": 1}, 0),
        ({"9": 5, "10": 2, "7": 1, "6": 2}, 50),
        ({"9": 1, "8": 2}, 33),
        ({"0": 2, "8": 1}, -67),
        ({"9": 1, "8": 199}, 1),  # half a percent, away from nought
        ({"6": 1, "8": 199}, -1),
    ],
)
def test_promoters_less_detractors_in_percent(tally: dict[str, int], score: int) -> None:
    assert net_promoter_score(tally) == score


@pytest.mark.parametrize(
    ("tally", "mean"),
    [({"5": 1}, "5.0"), ({"1": 1, "2": 1}, "1.5"), ({"4": 1, "5": 2}, "4.7"), ({"1": 3, "2": 1}, "1.3")],
)
def test_the_mean_has_one_decimal_and_half_goes_up(tally: dict[str, int], mean: str) -> None:
    assert average(tally) == Decimal(mean)


def test_feelings_are_counted_and_have_no_mean() -> None:
    found = figures("ask", Text("Ask"), "feelings", {"angry": 2, "happy": 1})
    assert (found.count, found.score, found.average) == (3, None, None)
    assert [answer for answer, _ in found.answers] == list(SCALES["feelings"])


def test_where_nobody_answered_there_is_no_figure() -> None:
    found = figures("ask", Text("Ask"), "nps", {})
    assert (found.count, found.score, found.average) == (0, None, None)
