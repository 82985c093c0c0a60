"""A member's clubs: each that the shop has, joined and left with one press."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posapp.loyalty.errors import Refused
from posapp.till import clubs
from posapp.till.clubs import ClubRow
from posapp.till.context import Till
from posapp.till.views import MemberCard
from posapp.ui.registry import Desk
from posapp.ui.theme import LABEL, LINE, SEMIBOLD
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.sheet import Sheet
from posapp.ui.widgets.strip import Strip

Answer = tuple[MemberCard, tuple[ClubRow, ...]]


class ClubsSheet(Sheet):
    """Each club with what can be done with it, and where she cannot join, why."""

    def __init__(self, desk: Desk, card: MemberCard, rows: tuple[ClubRow, ...]) -> None:
        super().__init__(desk.look, desk.words("ui_clubs.title", name=card.row.name), wide=560)
        self.desk, self.member = desk, card.row.id
        self.presses: dict[str, Button] = {}
        self.list = QWidget()
        self._rows = QVBoxLayout(self.list)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self.refusal = Strip(desk.look)
        self.close_ = Button(desk.look, desk.words("ui_form.close"), tall=True)
        self.column.addWidget(self.list)
        self.column.addWidget(self.refusal)
        self.buttons(self.close_)
        self.close_.clicked.connect(self.finish)
        self._show(rows)

    def first_focus(self) -> None:
        """On what changes nothing."""
        self.close_.setFocus(Qt.FocusReason.TabFocusReason)

    def _show(self, rows: tuple[ClubRow, ...]) -> None:
        self.presses = {}
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row in rows:
            self._rows.addWidget(self._row(row))

    def _row(self, row: ClubRow) -> QWidget:
        look, w = self.desk.look, self.desk.words
        name = w.name(row.name)
        does = "ui_clubs.leave" if row.joined else "ui_clubs.join"
        button = self.presses[row.id] = Button(look, w(does), kind="plain" if row.joined else "outline")
        button.setAccessibleName(f"{w(does)} {name}")
        button.setEnabled(row.joined or row.closed is None)
        button.clicked.connect(lambda: self._do(clubs.leave if row.joined else clubs.join, row.id))
        said = w("ui_clubs.joined") if row.joined else w.say(row.closed) if row.closed else w("ui_clubs.open")
        shown = QWidget()
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(Label(look, name, size=LINE, weight=SEMIBOLD, wrap=True))
        texts.addWidget(Label(look, said, size=LABEL, colour="good" if row.joined else "soft", wrap=True))
        across = QHBoxLayout(shown)
        across.setContentsMargins(0, look.px(4), 0, look.px(4))
        across.setSpacing(look.px(8))
        across.addLayout(texts, 1)
        across.addWidget(button)
        return shown

    def _do(self, act: Callable[[Till, str, str], MemberCard], club: str) -> None:
        member = self.member

        def do(till: Till) -> Answer:
            return act(till, member, club), clubs.clubs(till, member)

        self.desk.lane.run(do, done=self._done, refused=self._refuse)

    def _done(self, answer: Answer) -> None:
        card, rows = answer
        self.refusal.clear()
        self._show(rows)
        self.close_.setFocus(Qt.FocusReason.TabFocusReason)
        self.desk.hub.member_changed.emit(card)

    def _refuse(self, refusal: Refused) -> None:
        self.refusal.say(self.desk.words.say(refusal.reason))
        self.desk.go.play("refused")
