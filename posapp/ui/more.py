"""*More*: every screen there is, and what is seldom wanted in a sale."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence

from posapp.ui.registry import Entry
from posapp.ui.widgets.picker import Choosable, Tiles
from posapp.ui.widgets.sheet import Question

if TYPE_CHECKING:
    from posapp.ui.window import Window


def more_sheet(window: Window, entries: Sequence[Entry]) -> Tiles:
    """The sheet with every screen that is listed and the seldom steps that make sense now."""
    words, sale = window.words, window.sale

    def opener(name: str) -> Callable[[], None]:
        return lambda: window.open(name)

    does: dict[str, Callable[[], None]] = {}
    tiles = []
    for entry in sorted(entries, key=lambda entry: entry.rank):
        if entry.rank >= 0 and entry.name != "sale":
            does[entry.name] = opener(entry.name)
            hint = QKeySequence(entry.key).toString() if entry.key is not None else ""
            tiles.append(
                Choosable(value=entry.name, title=words(entry.title_key), hint=hint, detail=words("ui_sale.more_shop"))
            )
    steps: list[tuple[str, str, Callable[[], None], bool]] = [
        ("+held", "ui_sale.held_title", lambda: sale.selling.list_held(sale.answers.show_held), sale.held_count > 0),
        ("+drop", "ui_sale.drop_member", sale.selling.drop_member, sale.member.card is not None),
        ("+discard", "ui_sale.discard", lambda: _ask_discard(window), sale.basket.count > 0),
        ("+undo", "ui_sale.undo_last", sale.selling.ask_undo, True),
        ("+calibrate", "ui_window.calibrate", window.calibrate, True),
    ]
    for value, key, do, sensible in steps:
        if sensible:
            does[value] = do
            tiles.append(Choosable(value=value, title=words(key), detail=words("ui_sale.more_sale")))
    sheet = Tiles(window.look, words("ui_sale.more"), tiles)
    sheet.picked.connect(lambda value: does[value]())
    return sheet


def _ask_discard(window: Window) -> None:
    words = window.words
    question = Question(
        window.look, words("ui_sale.discard_title"), text=words("ui_sale.discard_text"), yes=words("ui_sale.discard"),
        no=words("ui_sale.discard_keep"), on_yes=window.sale.selling.discard,
    )  # fmt: skip
    window.show_sheet(question)
