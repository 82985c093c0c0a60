"""What a sale brings, in few words: ``+1 stamp``, ``+1,727 points``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from posapp.ui.widgets.panels import is_balance, is_stamps
from posapp.ui.words import Words

if TYPE_CHECKING:
    from posapp.loyalty.outcome import Earned, Panel


def earned_words(words: Words, earned: Sequence[Earned], panels: Sequence[Panel]) -> tuple[str, ...]:
    """One text for each thing earned. Its unit is that of the program's panel; where two programs share a unit, each is
    named."""
    by_program = {panel.program: panel for panel in panels}
    units = [_unit(by_program.get(one.program)) for one in earned]
    said = []
    for one, unit in zip(earned, units, strict=True):
        text = _amount(words, one, unit)
        if unit and units.count(unit) > 1:
            text = words("ui_sale.why_not", name=one.name, reason=text)
        said.append(text)
    return tuple(said)


def _unit(panel: Panel | None) -> str:
    if is_stamps(panel):
        return "stamps"
    return panel.unit if is_balance(panel) else ""


def _amount(words: Words, one: Earned, unit: str) -> str:
    match unit:
        case "stamps":
            return words("ui_sale.earned_stamps", count=one.amount)
        case "points":
            return words("ui_sale.earned_points", count=one.amount)
        case "entries":
            return words("ui_sale.earned_entries", count=one.amount)
        case "money":
            return words("ui_sale.earned_money", amount=words.amount(one.amount))
        case _:
            return words("ui_sale.earned_other", count=one.amount, name=one.name)
