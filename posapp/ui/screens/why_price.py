"""Why a sale cost what it did: what was told then, which version of each program that was, and the proof."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from posapp.till.context import Till
from posapp.ui.registry import Desk
from posapp.ui.theme import LABEL, LINE, SEMIBOLD, SMALL
from posapp.ui.widgets.figures import Figures
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.reasons import Reasons
from posapp.ui.widgets.scroll import Scroll
from posapp.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from posapp.till.explain import Explained

_HIGH = 460


def open_why(desk: Desk, sale: str) -> None:
    """Explain a sale in a sheet."""

    def explained(till: Till) -> Explained:
        from posapp.till.explain import explain

        return explain(till, sale)

    desk.lane.run(explained, done=lambda found: _show(desk, found), refused=desk.go.tell_refused)


def _show(desk: Desk, found: Explained) -> None:
    desk.go.show_sheet(WhySheet(desk, found))


class WhySheet(Sheet):
    """The lines, the reasons, the programs of then; scrolls with the arrows where it is long."""

    def __init__(self, desk: Desk, found: Explained) -> None:
        super().__init__(desk.look, desk.words("explain.title"), wide=640)
        look, w = desk.look, desk.words
        sale = found.sale
        who = f" · {sale.member.name}" if sale.member else ""
        self.head = Label(look, f"{sale.receipt} · {w.moment(sale.moment)}{who}", size=SMALL, colour="soft", wrap=True)
        self.lines = Figures(look)
        self.reasons = Reasons(look, desk.words)
        self.programs_title = Label(look, w("explain.programs"), size=LABEL, weight=SEMIBOLD, colour="soft")
        self.programs = Figures(look)
        key, colour = ("explain.same", "good") if found.same else ("explain.differs", "seal")
        self.verdict = Label(look, w(key), size=LINE, weight=SEMIBOLD, colour=colour, wrap=True)
        self.differences = Label(look, "\n".join(map(w.say, found.differences)), size=SMALL, wrap=True)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, look.px(12), 0)
        column.setSpacing(look.px(12))
        told = (self.head, self.verdict, self.differences, self.lines, self.reasons)
        for widget in (*told, self.programs_title, self.programs):
            column.addWidget(widget)
        column.addStretch(1)
        self.area = Scroll(look, inside)
        self.area.setFixedHeight(look.px(_HIGH))
        self.column.addWidget(self.area)
        self.differences.setVisible(bool(found.differences))
        self._fill(desk, found)

    def _fill(self, desk: Desk, found: Explained) -> None:
        w, quote = desk.words, found.quote
        rows = []
        for each in quote.lines:
            name = w("explain.line", name=each.line.name, count=each.line.quantity)
            paid = w.money(each.net_minor)
            rows.append((name, f"{w.money(each.line.list_minor)} → {paid}" if each.off else paid, ""))
        names = {each.id: each.name for each in found.programs}
        for tendered in quote.paid_with:
            name = w.name(names.get(tendered.program, tendered.program))
            rows.append((name, w.money(-tendered.amount_minor), "good"))
        rows.append((w("explain.due_then"), w.money(quote.due_minor), "ink"))
        self.lines.show_figures(*rows)
        self.reasons.show_quote(quote)
        versions = []
        for program in found.programs:
            key = "explain.version" if program.version == program.newest else "explain.version_of"
            versions.append((w.name(program.name), w(key, version=program.version, newest=program.newest), "soft"))
        self.programs.show_figures(*versions)
        self.programs_title.setVisible(bool(versions))

    def first_focus(self) -> None:
        """On itself: the arrows scroll."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up, down and the pages scroll."""
        bar = self.area.verticalScrollBar()
        step = {Qt.Key.Key_Up: -48, Qt.Key.Key_Down: 48, Qt.Key.Key_PageUp: -_HIGH, Qt.Key.Key_PageDown: _HIGH}
        by = step.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
        else:
            bar.setValue(bar.value() + by)
