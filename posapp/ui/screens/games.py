"""Draws and shares: what is held or closed once in a while, seen before it is done."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posapp.loyalty.errors import Refused
from posapp.loyalty.periods import called
from posapp.till import draws, periods, prizes
from posapp.till.context import Till
from posapp.till.owner_views import DrawHeld, DrawRow, DrawWinner, PeriodRow, PeriodShared
from posapp.ui.ranked import run_ranked
from posapp.ui.registry import Desk, Screen, screen
from posapp.ui.theme import BOLD, COLUMN, EDGE, GAP, LINE, NAME, SEMIBOLD, SMALL
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.field import Field
from posapp.ui.widgets.figures import Figures
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.picker import Choosable, Picker
from posapp.ui.widgets.row_list import RowList, RowWords
from posapp.ui.widgets.scroll import Scroll
from posapp.ui.widgets.sheet import Question
from posapp.ui.widgets.strip import Strip
from posapp.ui.widgets.written import read_amount

_LEFT = 400
_MOST = 60
"""Members whose parts are shown, those who spent most."""

Rows = tuple[tuple[DrawRow, ...], tuple[PeriodRow, ...]]


def _know(till: Till) -> Rows:
    return draws.rows(till), periods.rows(till)


def _grouped(digits: str) -> str:
    """A long number as people compare it, and so that it fits its lines."""
    return " ".join(digits[at : at + 8] for at in range(0, len(digits), 8))


@screen("games", title_key="ui_games.title", rank=34)
class GamesScreen(Screen):
    """Every draw and every program that closes periods at the left; at the right what it is and what can be done."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        look = desk.look
        self.rows = RowList(look)
        self.called = Label(look, size=NAME, weight=BOLD, wrap=True)
        self.stands = Label(look, size=SMALL, colour="soft", wrap=True)
        self.promise = Label(look, size=SMALL, colour="soft", wrap=True)
        self.profit = Field(look)
        self.figures = Figures(look)
        self.refusal = Strip(look)
        self.act = Button(look, kind="filled", tall=True)
        self.empty = Label(look, size=LINE, weight=SEMIBOLD, colour="soft", wrap=True, centre=True)
        self._draws: tuple[DrawRow, ...] = ()
        self._periods: tuple[PeriodRow, ...] = ()
        self._chosen = ""
        self._seen: PeriodShared | None = None
        self._held: DrawHeld | None = None
        self._lay_out()
        self.rows.picked.connect(self._choose)
        self.act.clicked.connect(self._ask)
        self.profit.changed.connect(lambda _text: self._forget())
        self.profit.entered.connect(self._look)
        desk.hub.programs_changed.connect(self._refresh)

    def _lay_out(self) -> None:
        look = self.desk.look
        self.card = Card(look, padding=(24, 20), spacing=10)
        inside = QWidget()
        self._inside = QVBoxLayout(inside)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.addWidget(self.figures)
        self._inside.addStretch(1)
        for widget in (self.called, self.stands, self.promise, self.profit):
            self.card.column.addWidget(widget)
        self.card.column.addWidget(Scroll(look, inside), 1)
        self.card.column.addWidget(self.refusal)
        self.card.column.addWidget(self.act)
        self._both = QHBoxLayout(self)
        self._both.addWidget(self.rows)
        self._both.addWidget(self.card, 1)
        self._both.addWidget(self.empty, 1)

    def restyle(self) -> None:
        px = self.desk.look.px
        self.rows.setFixedWidth(px(_LEFT))
        self._inside.setSpacing(px(GAP))
        self._both.setContentsMargins(EDGE, 0, EDGE, EDGE)
        self._both.setSpacing(COLUMN)

    def retranslate(self) -> None:
        w = self.desk.words
        self.rows.setAccessibleName(w("ui_games.title"))
        self.profit.set_label(w("ui_games.profit"))
        self.empty.setText(w("ui_games.choose"))
        self._show()

    def enter(self, **wishes: Any) -> None:
        self.refusal.clear()
        self._refresh()
        self.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refresh(self, *_fact: object) -> None:
        if self.isVisible():
            self.desk.lane.run(_know, done=self._known, refused=self._refused)

    def _known(self, known: Rows) -> None:
        self._draws, self._periods = known
        self._show()

    # What is shown

    def _show(self) -> None:
        w = self.desk.words
        listed = [
            RowWords(
                key=row.program, title=w.name(row.name), detail=self._draw_stands(row),
                badge=w("ui_games.done") if row.held else w("ui_games.ready") if row.may_hold else "",
                badge_kind="good" if row.held else "seal",
            )
            for row in self._draws
        ]  # fmt: skip
        listed += [
            RowWords(
                key=row.program, title=w.name(row.name), detail=w.say(called(row.period)),
                badge=w("ui_games.done") if row.closed else w("ui_games.ready"),
                badge_kind="good" if row.closed else "seal",
            )
            for row in self._periods
        ]  # fmt: skip
        self.rows.show_rows(listed, empty=w("ui_games.nothing"), empty_next=w("ui_games.nothing_next"))
        draw, period = self._draw(), self._period()
        self.card.setVisible(draw is not None or period is not None)
        self.empty.setVisible(bool(listed) and draw is None and period is None)
        if draw is not None:
            self._show_draw(draw)
        elif period is not None:
            self._show_period(period)

    def _draw_stands(self, row: DrawRow) -> str:
        w = self.desk.words
        if row.at_once:
            return w("cli_games.draw_sales", count=row.sales, won=row.won)
        if row.held is not None:
            key = "cli_games.draw_held" if row.members else "cli_games.draw_held_elsewhere"
            said = w(key, count=row.members, day=row.held.date())
            return f"{said} · {w('cli_games.draw_waiting', count=row.waiting)}" if row.waiting else said
        entries = w("cli_games.draw_entries", count=row.members, entries=row.entries)
        entries = entries[:1].upper() + entries[1:]
        return f"{entries} · {w('cli_games.draw_on', day=row.opens_on)}" if row.opens_on else entries

    def _show_draw(self, row: DrawRow) -> None:
        w = self.desk.words
        self.called.setText(w.name(row.name))
        self.stands.setText(self._draw_stands(row))
        shown = w("till.seed_shown", seed=_grouped(row.seed)) if row.seed else ""
        self.promise.setText(shown or w("till.promise", sum=_grouped(row.commitment)))
        self.promise.setVisible(True)
        self.profit.setVisible(False)
        self.act.setVisible(row.may_hold)
        self.act.setText(w("ui_games.hold"))
        held = self._held if self._held is not None and self._held.program == row.program else None
        if held is not None:
            waits = any(each.handed is None for each in held.winners)
            self.act.setVisible(waits)
            self.act.setText(w("ui_games.hand_over"))
            self.figures.show_figures(
                *((f"{w.name(each.gift)} · {each.member}", self._handed(each), "") for each in held.winners)
            )
            return
        key = "ui_games.left" if row.at_once else "ui_games.prizes"
        self.figures.show_figures(
            *((w.name(gift), w(key, count=count, left=left), "") for gift, count, left in row.prizes)
        )

    def _handed(self, won: DrawWinner) -> str:
        """That a prize waits, or since when its winner has it."""
        w = self.desk.words
        if won.handed is None:
            return w("cli_games.prize_waits")
        key = "cli_games.prize_handed_by" if won.by else "cli_games.prize_handed_on"
        return w(key, day=w.day(won.handed.date()), who=won.by)

    def _show_period(self, row: PeriodRow) -> None:
        w, seen = self.desk.words, self._seen
        self.called.setText(w.name(row.name))
        days = f"{w.say(called(row.period))} · {w.day(row.first)} – {w.day(row.last)}"
        self.stands.setText(f"{days} · {w('cli_games.period_closed', day=row.closed.date())}" if row.closed else days)
        self.promise.setVisible(False)
        self.profit.setVisible(row.wants_profit and row.closed is None)
        self.act.setVisible(row.closed is None)
        self.act.setText(w("ui_games.close") if seen is not None else w("ui_games.see"))
        if seen is None:
            self.figures.show_figures()
            return
        parts = [(part.name, self._amount(seen, part.part), "") for part in seen.parts[:_MOST]]
        if len(seen.parts) > _MOST:
            parts.append((w("ui_games.more", count=len(seen.parts) - _MOST), "", ""))
        base = (w("ui_games.base"), w.money(seen.base_minor), "")
        self.figures.show_figures(base, (w("ui_games.shared"), self._amount(seen, seen.shared), "good"), *parts)

    def _amount(self, seen: PeriodShared, amount: int) -> str:
        w = self.desk.words
        return w.money(amount) if seen.unit == "money" else w(f"day.{seen.unit or 'units'}", count=amount)

    def _draw(self) -> DrawRow | None:
        return next((row for row in self._draws if row.program == self._chosen), None)

    def _period(self) -> PeriodRow | None:
        return next((row for row in self._periods if row.program == self._chosen), None)

    def _choose(self, program: str) -> None:
        self._chosen = program
        self._seen, self._held = None, None
        self.refusal.clear()
        self.profit.set_text("")
        self._show()
        draw, period = self._draw(), self._period()
        if draw is not None and draw.held is not None:
            self.desk.lane.run(lambda till: draws.held(till, program), done=self._was_held, refused=self._refused)
        elif period is not None and (period.closed is not None or not period.wants_profit):
            self._look()
        elif period is not None:
            self.profit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _forget(self) -> None:
        """Another profit gives another share: it is looked at anew before it is posted."""
        if self._seen is not None:
            self._seen = None
            self._show()

    # What is done

    def _ask(self) -> None:
        draw, period, w = self._draw(), self._period(), self.desk.words
        if draw is not None and draw.held is not None:
            self._ask_whose()
        elif draw is not None:
            question = Question(
                self.desk.look, w("ui_games.hold_question", name=w.name(draw.name)), text=w("ui_games.hold_text"),
                yes=w("ui_games.hold"), no=w("ui_form.no"), on_yes=self._hold,
            )  # fmt: skip
            self.desk.go.show_sheet(question)
        elif period is not None and self._seen is None:
            self._look()
        elif period is not None and self._seen is not None:
            question = Question(
                self.desk.look, w("ui_games.close_question", period=called(period.period)),
                text=w("ui_games.close_text"), yes=w("ui_games.close"), no=w("ui_form.no"), on_yes=self._close,
            )  # fmt: skip
            self.desk.go.show_sheet(question)

    def _hold(self) -> None:
        program = self._chosen

        def hold(till: Till) -> tuple[DrawHeld, Rows]:
            return draws.hold(till, program), _know(till)

        def done(answer: tuple[DrawHeld, Rows]) -> None:
            self._held, known = answer
            self._known(known)
            self.desk.go.tell(self.desk.words("ui_games.held_done"))

        run_ranked(self.desk, hold, done=done, refused=self._refused)

    def _ask_whose(self) -> None:
        """Which of the winners is here for her prize; asked once more, since it cannot be taken back."""
        if self._held is None:
            return
        w, held = self.desk.words, self._held
        waits = {each.holder: each for each in held.winners if each.handed is None}
        rows = [Choosable(value=id_, title=each.member, trailing=w.name(each.gift)) for id_, each in waits.items()]
        picker = Picker(self.desk.look, w("ui_games.hand_title"), rows)

        def ask(holder: str) -> None:
            won = waits[holder]
            question = Question(
                self.desk.look, w("ui_games.hand_question", member=won.member),
                text=w("ui_games.hand_text", gift=w.name(won.gift)),
                yes=w("ui_games.hand_yes"), no=w("ui_form.no"), on_yes=lambda: self._hand_over(holder),
            )  # fmt: skip
            self.desk.go.show_sheet(question)

        picker.picked.connect(ask)
        self.desk.go.show_sheet(picker)

    def _hand_over(self, holder: str) -> None:
        program = self._chosen

        def hand(till: Till) -> tuple[DrawHeld, Rows]:
            prizes.hand_over(till, program, holder)
            return draws.held(till, program), _know(till)

        def done(answer: tuple[DrawHeld, Rows]) -> None:
            self._held, known = answer
            self._known(known)
            self.desk.go.tell(self.desk.words("ui_games.handed_done"))

        self.desk.lane.run(hand, done=done, refused=self._refused)

    def _was_held(self, held: DrawHeld) -> None:
        self._held = held
        self._show()

    def _profit(self, period: PeriodRow) -> tuple[bool, int | None]:
        """Whether the profit is as it must be, and the profit (None where none is wanted)."""
        if not period.wants_profit or period.closed is not None:
            return True, None
        minor = read_amount(self.profit.text(), digits=self.desk.words.currency.digits)
        if minor is None:
            self.profit.refuse(self.desk.words("ui_games.profit_form"))
            self.profit.setFocus()
        return minor is not None, minor

    def _look(self) -> None:
        period = self._period()
        if period is None:
            return
        right, profit = self._profit(period)
        if right:
            program, name = period.program, period.period
            self.desk.lane.run(
                lambda till: periods.preview(till, program, period=name, profit_minor=profit),
                done=self._looked, refused=self._refused,
            )  # fmt: skip

    def _looked(self, seen: PeriodShared) -> None:
        if seen.program == self._chosen:
            self._seen = seen
            self._show()

    def _close(self) -> None:
        period = self._period()
        if period is None:
            return
        right, profit = self._profit(period)
        program, name = period.program, period.period

        def close(till: Till) -> tuple[PeriodShared, Rows]:
            return periods.close(till, program, period=name, profit_minor=profit), _know(till)

        def done(answer: tuple[PeriodShared, Rows]) -> None:
            self._seen, known = answer
            self._known(known)
            self.desk.go.tell(self.desk.words("ui_games.closed_done"))

        if right:
            run_ranked(self.desk, close, done=done, refused=self._refused)

    def _refused(self, refusal: Refused) -> None:
        self.refusal.say(self.desk.words.say(refusal.reason))
        self.desk.go.play("refused")
