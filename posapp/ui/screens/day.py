"""The day: what was sold, given and taken back, and its closing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posapp.loyalty.errors import Refused
from posapp.till import day
from posapp.till.context import Till
from posapp.till.views import DayTotals
from posapp.ui.ranked import run_ranked
from posapp.ui.registry import Desk, Screen, screen
from posapp.ui.theme import BOLD, COLUMN, EDGE, EXTRABOLD, GAP, LABEL, LINE, NAME, SEMIBOLD, SMALL
from posapp.ui.widgets.badge import Badge
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.figures import Figures
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.scroll import Scroll
from posapp.ui.widgets.sheet import Question
from posapp.ui.widgets.strip import Strip

_NET = 40
Known = tuple[DayTotals, date]


@screen("day", title_key="ui_day.title", rank=20)
class DayScreen(Screen):
    """Today's totals; the arrows show earlier days. Only today can be closed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        look = desk.look
        self.before = Button(look, "‹", name="‹")
        self.after = Button(look, "›", name="›")
        self.heading = Label(look, size=NAME, weight=BOLD)
        self.state = Badge(look, kind="plain", full=True)
        self.net_words = Label(look, size=LINE, weight=SEMIBOLD)
        self.net = Label(look, size=_NET, weight=EXTRABOLD, right=True)
        self.money = Figures(look)
        self.counts = Figures(look)
        self.programs_title = Label(look, size=LABEL, weight=SEMIBOLD, colour="soft")
        self.programs = Figures(look)
        self.nothing = Label(look, size=SMALL, colour="soft", wrap=True)
        self.refusal = Strip(look)
        self.close_day = Button(look, kind="filled", tall=True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # a button with the keyboard would keep the arrows for itself
        self._totals: DayTotals | None = None
        self._today: date | None = None
        self._lay_out()
        self.before.clicked.connect(lambda: self._step(-1))
        self.after.clicked.connect(lambda: self._step(1))
        self.close_day.clicked.connect(self._ask_close)
        for fact in (desk.hub.sale_recorded, desk.hub.sale_taken_back):
            fact.connect(lambda _fact: self._refresh())

    def _lay_out(self) -> None:
        look = self.desk.look
        self._top = QHBoxLayout()
        for widget in (self.before, self.heading, self.after, self.state):
            self._top.addWidget(widget)
        self._top.addStretch(1)
        self.left = Card(look, padding=(20, 16), spacing=10)
        total = QHBoxLayout()
        total.addWidget(self.net_words)
        total.addWidget(self.net, 1)
        self.left.column.addLayout(total)
        self.left.column.addSpacing(8)
        self.left.column.addWidget(self.money)
        self.left.column.addStretch(1)
        inside = QWidget()
        right = self._right = QVBoxLayout(inside)
        right.setContentsMargins(0, 0, 0, 0)
        for part in (self.counts, self.programs_title, self.programs, self.nothing):
            right.addWidget(part)
        right.addStretch(1)
        self.right = Card(look, padding=(20, 16), spacing=10)
        self.right.column.addWidget(Scroll(look, inside))
        self._both = QHBoxLayout()
        self._both.addWidget(self.left, 1)
        self._both.addWidget(self.right, 1)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._top)
        self._column.addLayout(self._both, 1)
        self._column.addWidget(self.refusal)
        self._column.addWidget(self.close_day, 0, Qt.AlignmentFlag.AlignRight)

    def restyle(self) -> None:
        px = self.desk.look.px
        self._column.setContentsMargins(EDGE, 0, EDGE, EDGE)
        self._column.setSpacing(px(GAP))
        self._top.setSpacing(px(GAP))
        self._both.setSpacing(COLUMN)
        self._right.setSpacing(px(10))
        self.close_day.setMinimumWidth(px(280))

    def retranslate(self) -> None:
        w = self.desk.words
        self.before.setAccessibleName(w("ui_day.before"))
        self.after.setAccessibleName(w("ui_day.after"))
        self.net_words.setText(w("ui_day.net"))
        self.programs_title.setText(w("ui_day.by_program"))
        self.nothing.setText(w("ui_day.nothing"))
        self.close_day.setText(w("ui_day.close"))
        self._show()

    def enter(self, **wishes: Any) -> None:
        self.refusal.clear()
        self._totals = None
        self._ask(None)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def key(self, event: QKeyEvent) -> bool:
        """The arrows go from day to day."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._step(-1 if event.key() == Qt.Key.Key_Left else 1)
            return True
        return False

    def _refresh(self) -> None:
        if self.isVisible():
            self._ask(self._totals.day if self._totals else None)

    def _ask(self, wanted: date | None) -> None:
        def know(till: Till) -> Known:
            return day.totals(till, wanted), till.now().date()

        self.desk.lane.run(know, done=self._known, refused=self._refused)

    def _known(self, known: Known) -> None:
        self._totals, self._today = known
        self._show()

    def _step(self, by: int) -> None:
        if self._totals is not None and self._today is not None:
            self._ask(min(self._totals.day + timedelta(days=by), self._today))

    def _show(self) -> None:
        t, w = self._totals, self.desk.words
        if t is None:
            return
        is_today = t.day == self._today
        self.heading.setText(w("ui_day.today", day=t.day) if is_today else w.day(t.day))
        self.after.setEnabled(not is_today)
        self.close_day.setVisible(is_today)
        closed = w("ui_day.closed", moment=t.closed) if t.closed else w("ui_day.open") if is_today else ""
        self.state.set_text(closed, kind="good" if t.closed else "plain")
        self.net.setText(w.money(t.due_minor - t.refund_minor))
        self.money.show_figures(
            (w("ui_day.list"), w.money(t.list_minor), ""),
            (w("ui_day.discount"), w.money(-t.discount_minor), "good"),
            (w("ui_day.due"), w.money(t.due_minor), "ink"),
            (w("ui_day.refund"), w.money(-t.refund_minor), ""),
        )
        self.counts.show_figures(
            (w("ui_day.sales"), w.number(t.sales), ""),
            (w("ui_day.returns"), w.number(t.returns), ""),
            (w("ui_day.voids"), w.number(t.voids), ""),
            (w("ui_day.members_seen"), w.number(t.members_seen), ""),
            (w("ui_day.enrolled"), w.number(t.enrolled), ""),
        )
        rows: list[tuple[str, str, str]] = []
        for program in t.programs:
            rows.append((w.name(program.name), "", ""))
            rows += [(w.say(what), w.say(much), "") for what, much in program.told()]
        self.programs.show_figures(*rows)
        self.programs_title.setVisible(bool(rows))
        self.nothing.setVisible(not t.sales and not t.returns)

    # Closing

    def _ask_close(self) -> None:
        w = self.desk.words
        self.desk.go.show_sheet(
            Question(
                self.desk.look, w("ui_day.close_question"), yes=w("ui_day.close_yes"), no=w("ui_form.no"),
                on_yes=lambda: run_ranked(self.desk, day.close, done=self._closed, refused=self._refused),
            )
        )  # fmt: skip

    def _closed(self, totals: DayTotals) -> None:
        self._totals = totals
        self._show()
        self.desk.go.tell(self.desk.words("ui_day.closed_done"))
        self.desk.hub.day_closed.emit(totals)

    def _refused(self, refusal: Refused) -> None:
        self.refusal.say(self.desk.words.say(refusal.reason))
        self.desk.go.play("refused")
