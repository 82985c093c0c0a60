"""Correct a balance: which program, by how much, and why. A manager's PIN is asked for where it is wanted."""

from __future__ import annotations

from PySide6.QtCore import Qt

from posapp.loyalty.errors import Refused
from posapp.loyalty.outcome import BalancePanel, Panel, StampPanel
from posapp.till import members
from posapp.till.context import Till
from posapp.till.views import MemberCard
from posapp.ui.ranked import run_ranked
from posapp.ui.registry import Desk
from posapp.ui.theme import LABEL, LINE, SEMIBOLD, SMALL
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.field import Field
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.row_list import RowList, RowWords
from posapp.ui.widgets.sheet import Sheet
from posapp.ui.widgets.strip import Strip
from posapp.ui.widgets.written import read_amount

_MOST_ROWS = 3


class AdjustSheet(Sheet):
    """Shows what there is now and what there will be, before anything is done."""

    def __init__(self, desk: Desk, card: MemberCard) -> None:
        super().__init__(desk.look, desk.words("ui_members.adjust_title", name=card.row.name), wide=560)
        self.desk, self.card = desk, card
        look, w = desk.look, desk.words
        self.accounts = [panel for panel in card.panels if isinstance(panel, StampPanel | BalancePanel)]
        self.which = Label(look, w("ui_members.adjust_program"), size=LABEL, weight=SEMIBOLD, colour="soft")
        self.rows = RowList(look, name=w("ui_members.adjust_program"))
        self.amount = Field(look, w("ui_members.adjust_amount"))
        self.then = Label(look, size=LINE, weight=SEMIBOLD)
        self.reason = Field(look, w("ui_members.adjust_reason"))
        self.nothing = Label(look, w("ui_members.adjust_nothing"), size=SMALL, colour="soft", wrap=True)
        self.refusal = Strip(look)
        self.cancel = Button(look, w("ui_form.cancel"), tall=True)
        self.do = Button(look, w("ui_members.adjust_do"), kind="filled", tall=True)
        self._event = ""
        for widget in (self.which, self.rows, self.nothing, self.amount, self.then, self.reason, self.refusal):
            self.column.addWidget(widget)
        self.buttons(self.cancel, self.do)
        self._show_accounts()
        self.rows.picked.connect(lambda _key: self._picked())
        self.amount.changed.connect(lambda _text: self._show_then())
        self.amount.entered.connect(self.reason.setFocus)
        self.reason.entered.connect(self._do)
        self.cancel.clicked.connect(self.finish)
        self.do.clicked.connect(self._do)
        desk.lane.run(lambda till: till.new_id(), done=self._take_event)

    def _take_event(self, event: str) -> None:
        self._event = event

    def _show_accounts(self) -> None:
        w = self.desk.words
        self.rows.show_rows(
            [
                RowWords(
                    key=panel.program, title=w.name(panel.name),
                    trailing=w("ui_members.adjust_now", balance=self._written(panel, self._balance(panel))),
                )
                for panel in self.accounts
            ]
        )  # fmt: skip
        for widget in (self.rows, self.which, self.amount, self.reason, self.do):
            widget.setVisible(bool(self.accounts))
        self.nothing.setVisible(not self.accounts)
        rows = min(_MOST_ROWS, len(self.accounts))
        self.rows.setFixedHeight(self.look.px(64 * rows + 10))
        if self.accounts:
            self.rows.choose(self.accounts[0].program)
        self._show_then()

    def first_focus(self) -> None:
        """On the amount, or on the programs where there are several."""
        target = self.rows if len(self.accounts) > 1 else self.amount if self.accounts else self.cancel
        target.setFocus(Qt.FocusReason.TabFocusReason)

    @staticmethod
    def _balance(panel: StampPanel | BalancePanel) -> int:
        return panel.have if isinstance(panel, StampPanel) else panel.balance

    def _written(self, panel: Panel, amount: int) -> str:
        is_money = isinstance(panel, BalancePanel) and panel.unit == "money"
        return self.desk.words.money(amount) if is_money else self.desk.words.number(amount)

    def _panel(self) -> StampPanel | BalancePanel | None:
        return next((panel for panel in self.accounts if panel.program == self.rows.chosen), None)

    def _read(self) -> int | None:
        """The signed amount, None where it cannot be read."""
        panel, text = self._panel(), self.amount.text().replace("−", "-")
        is_money = isinstance(panel, BalancePanel) and panel.unit == "money"
        digits = self.desk.words.currency.digits if is_money else 0
        bare = read_amount(text.lstrip("+-"), digits=digits)
        return None if bare is None else -bare if text.startswith("-") else bare

    def _picked(self) -> None:
        self._show_then()
        self.amount.setFocus()

    def _show_then(self) -> None:
        panel, by = self._panel(), self._read()
        shown = panel is not None and bool(by)
        self.then.setVisible(shown)
        if panel is not None and by:
            after = self._written(panel, self._balance(panel) + by)
            self.then.setText(self.desk.words("ui_members.adjust_then", balance=after))

    def _do(self) -> None:
        w, panel, by, reason = self.desk.words, self._panel(), self._read(), self.reason.text()
        self.refusal.clear()
        if not by:
            self.amount.refuse(w("ui_members.adjust_zero"))
            self.amount.setFocus()
        elif not reason:
            self.reason.refuse(w("ui_members.adjust_reason_missing"))
            self.reason.setFocus()
        elif panel is not None and self._event:
            member, program, event, amount = self.card.row.id, panel.program, self._event, by

            def adjust(till: Till) -> MemberCard:
                return members.adjust(till, member, program=program, amount=amount, reason=reason, event=event)

            run_ranked(self.desk, adjust, done=self._done, refused=self._refuse)

    def _done(self, card: MemberCard) -> None:
        self.finish()
        self.desk.go.tell(self.desk.words("ui_members.adjust_done"))
        self.desk.hub.member_changed.emit(card)

    def _refuse(self, refusal: Refused) -> None:
        self.refusal.say(self.desk.words.say(refusal.reason))
        self.desk.go.play("refused")
