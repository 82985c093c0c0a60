"""What answers add up to: the net promoter score, an average of stars, a count of feelings. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from posapp.loyalty.surveys import SCALES
from posapp.loyalty.words import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyFigures:
    """A survey in numbers: how many answered, and each answer with its count, in the order of the scale.

    `score` is the net promoter score from -100 to 100 (only `nps`); `average` the mean with one decimal (`nps` and
    `stars`); both None where nobody answered.
    """

    program: str
    name: Text
    scale: str
    count: int
    answers: tuple[tuple[str, int], ...]
    score: int | None = None
    average: Decimal | None = None


def figures(program: str, name: Text, scale: str, tally: Mapping[str, int]) -> SurveyFigures:
    """Figures of a survey from how often each answer was given."""
    answers = tuple((answer, tally.get(answer, 0)) for answer in SCALES[scale])
    count = sum(times for _, times in answers)
    return SurveyFigures(
        program=program,
        name=name,
        scale=scale,
        count=count,
        answers=answers,
        score=net_promoter_score(tally) if scale == "nps" and count else None,
        average=average(tally) if scale != "feelings" and count else None,
    )


def net_promoter_score(tally: Mapping[str, int]) -> int:
    """Percent of promoters (9, 10) less percent of detractors (0 to 6), rounded half away from nought.

    Reichheld, "The one number you need to grow", Harvard Business Review 2003. `tally` must not be empty.
    """
    promoters = sum(tally.get(answer, 0) for answer in ("9", "10"))
    detractors = sum(tally.get(str(answer), 0) for answer in range(7))
    share = Decimal(100 * (promoters - detractors)) / Decimal(sum(tally.values()))
    return int(share.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def average(tally: Mapping[str, int]) -> Decimal:
    """The mean of answers that are numbers, with one decimal. `tally` must not be empty."""
    total = sum(int(answer) * times for answer, times in tally.items())
    return (Decimal(total) / Decimal(sum(tally.values()))).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
