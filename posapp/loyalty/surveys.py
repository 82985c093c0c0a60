"""The scales on which customers answer, and which answers want somebody's attention."""

from __future__ import annotations

from collections.abc import Mapping

SCALES: Mapping[str, tuple[str, ...]] = {
    "nps": tuple(str(n) for n in range(11)),
    "stars": tuple(str(n) for n in range(1, 6)),
    "feelings": ("happy", "hopeful", "surprised", "angry", "depressed", "guilty", "humiliated"),
}
"""The answers of each scale. `feelings` are those of the literature on emotions in service recovery (Smith and Bolton,
"The effect of customers' emotional responses to service failures", 2002), pleasant ones first."""

_LOW: Mapping[str, frozenset[str]] = {
    "nps": frozenset(str(n) for n in range(7)),
    "stars": frozenset(("1", "2")),
    "feelings": frozenset(("angry", "depressed", "guilty", "humiliated")),
}


def is_low(scale: str, answer: str) -> bool:
    """Does the answer open a follow-up: 0 to 6 of ten (detractors, Reichheld 2003), one or two stars, a bad feeling?"""
    return answer in _LOW[scale]
