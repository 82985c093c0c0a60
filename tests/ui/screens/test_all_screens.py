"""Every screen, in both languages, both themes and three sizes: nothing cut off, nothing small, everything named."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QScrollArea, QWidget

from posapp.ui.registry import find_screens
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.list_row import ListRow
from posapp.ui.widgets.row_list import RowList
from posapp.ui.widgets.sheet import Cross
from tests.ui.conftest import Counter
from tests.ui.screens.hands import manager_at_work

SIZES = (QSize(1024, 768), QSize(1366, 768), QSize(1920, 1080))
SMALLEST_TYPE, SMALLEST_TARGET = 13, 48


def shown(root: QWidget) -> Iterator[QWidget]:
    yield from (widget for widget in root.findChildren(QWidget) if widget.isVisible())


def in_a_scroll(widget: QWidget) -> bool:
    while (parent := widget.parentWidget()) is not None:
        if isinstance(parent, QScrollArea):
            return True
        widget = parent
    return False


def cut_off(label: QLabel) -> bool:
    """Whether a label has less room than its words want."""
    if not label.text():
        return False
    if label.wordWrap():
        return label.height() < label.heightForWidth(label.width()) - 1
    return label.width() < label.sizeHint().width() - 1 or label.height() < label.fontMetrics().height() - 1


def outside(widget: QWidget, screen: QWidget) -> bool:
    corner = widget.mapTo(screen, QPoint(0, 0))
    return (
        corner.x() < 0
        or corner.x() + widget.width() > screen.width() + 1
        or (not in_a_scroll(widget) and corner.y() + widget.height() > screen.height() + 1)
    )


def faults(screen: QWidget) -> list[str]:
    found = []
    for widget in shown(screen):
        told = f"{type(widget).__name__} {widget.accessibleName()!r}"
        if isinstance(widget, QLabel) and cut_off(widget):
            found.append(f"cut off: {told} {widget.text()!r}")
        if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
            if outside(widget, screen):
                found.append(f"outside: {told}")
            if widget.font().pixelSize() not in (-1, *range(SMALLEST_TYPE, 100)):
                found.append(f"small type: {told}")
        if isinstance(widget, QAbstractButton | QLineEdit):
            if min(widget.height(), widget.width()) < SMALLEST_TARGET and widget.isEnabled():
                found.append(f"small target: {told} {widget.size()}")
            if not widget.accessibleName():
                found.append(f"no name: {type(widget).__name__}")
        words = isinstance(widget, Button) and not isinstance(widget, ListRow | Cross)
        if words and widget.width() < widget.sizeHint().width() - 1:
            found.append(f"cut off: {told}")
    return found


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size.width()}x{size.height()}")
def test_nothing_is_cut_off_small_or_nameless(counter: Counter, language: str, size: QSize) -> None:
    """A manager walks through every screen, with something chosen where there is something to choose."""
    manager_at_work(counter)
    counter.window.resize(size)
    if counter.window.words.language != language:
        counter.window.switch_language()
    found = {}
    for entry in find_screens():
        if entry.name in ("sale", "first_day"):
            continue
        counter.window.open(entry.name)
        counter.settled()
        rows = getattr(counter.window.screen_now, "rows", None)
        if isinstance(rows, RowList) and rows.keys:
            rows.choose(rows.keys[0])
            rows.pick()
            counter.settled()
        for _ in range(4):  # a changed size goes up from layout to layout, one event each
            QApplication.processEvents()
        found[entry.name] = faults(counter.window.screen_now)
    assert {name: said for name, said in found.items() if said} == {}


def test_every_listed_screen_is_reached_and_left_with_the_keyboard(counter: Counter) -> None:
    manager_at_work(counter)
    for entry in find_screens():
        if entry.rank < 0 or entry.name == "sale":
            continue
        counter.window.open(entry.name)
        counter.settled()
        assert counter.window.screen_now.name == entry.name
        assert counter.window.isAncestorOf(counter.window.focusWidget()), entry.name
        for _ in range(3):
            counter.press(Qt.Key.Key_Escape)
        assert counter.window.screen_now is counter.sale, entry.name


def test_a_screen_that_is_open_follows_theme_and_language(counter: Counter) -> None:
    """What was made in light and English is dark and Korean a moment later, with nothing left behind."""
    manager_at_work(counter)
    for entry in find_screens():
        if entry.name in ("sale", "first_day"):
            continue
        counter.window.open(entry.name)
        counter.settled()
        counter.window.switch_theme()
        counter.window.switch_language()
        counter.settled()
        ground = counter.window.look.colours.card
        for line in shown(counter.window.screen_now):
            if isinstance(line, QLabel):
                assert line.palette().windowText().color() != ground, (entry.name, line.text())
        counter.window.switch_language()
        counter.window.switch_theme()
