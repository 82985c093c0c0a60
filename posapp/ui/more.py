"""*More*: every screen there is, and what is seldom wanted in a sale."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtGui import QKeySequence

from posapp.ui.registry import Desk, Entry
from posapp.ui.widgets.picker import Choosable, Tiles


@dataclass(frozen=True, slots=True)
class Seldom:
    """A step that is listed under *More*: the key of its words, what it does, and whether it makes sense now."""

    key: str
    do: Callable[[], None]
    sensible: bool = True


def more_sheet(desk: Desk, entries: Iterable[Entry], seldom: Iterable[Seldom]) -> Tiles:
    """The sheet with every screen that is listed and the seldom steps that make sense now."""
    words = desk.words
    does: dict[str, Callable[[], None]] = {}
    tiles = []

    def opener(name: str) -> Callable[[], None]:
        return lambda: desk.go.open(name)

    for entry in sorted(entries, key=lambda entry: entry.rank):
        if entry.rank >= 0 and entry.name != "sale":
            does[entry.name] = opener(entry.name)
            hint = QKeySequence(entry.key).toString() if entry.key is not None else ""
            title, group = words(entry.title_key), words("ui_sale.more_shop")
            tiles.append(Choosable(value=entry.name, title=title, hint=hint, detail=group))
    for step in seldom:
        if step.sensible:
            does[step.key] = step.do
            tiles.append(Choosable(value=step.key, title=words(step.key), detail=words("ui_sale.more_sale")))
    sheet = Tiles(desk.look, words("ui_sale.more"), tiles)
    sheet.picked.connect(lambda value: does[value]())
    return sheet
