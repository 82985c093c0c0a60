"""What came of a replay, as a page: what it costs, who gives how much, who gains and loses, who stands in whose way."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posapp.loyalty.words import Minor
from posapp.ui.registry import Desk
from posapp.ui.theme import BOLD, COLUMN, GAP, LABEL, NAME, SEMIBOLD, SMALL
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.compared import Compared, ComparedRow
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.reasons import Reasons, Told
from posapp.ui.widgets.scroll import Scroll

if TYPE_CHECKING:
    from posapp.insight.replay import Effect, Given, Replayed

_NAMED = 8
"""Members named of those who gain, and of those who lose."""

_CLASHES = 8


class ReplayAnswer(Scroll):
    """`show_answer` fills it; it scrolls where the window is small."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        look = desk.look
        self.verdict = Label(look, size=NAME, weight=BOLD, wrap=True)
        self.about = Label(look, size=SMALL, colour="soft", wrap=True)
        self.sums = Compared(look)
        self.programs_title = Label(look, size=LABEL, weight=SEMIBOLD, colour="soft")
        self.programs = Compared(look)
        self.members_title = Label(look, size=LABEL, weight=SEMIBOLD, colour="soft")
        self.members = Label(look, size=NAME, weight=BOLD, wrap=True)
        self.changes = Label(look, size=SMALL, colour="soft", wrap=True)
        self.gains = Compared(look)
        self.losses = Compared(look)
        self.clashes_title = Label(look, size=LABEL, weight=SEMIBOLD, colour="soft")
        self.clashes = Reasons(look, desk.words)
        self.how = Label(look, size=SMALL, colour="soft", wrap=True)
        self.replayed: Replayed | None = None
        inside = QWidget()
        super().__init__(look, inside)
        self._lay_out(inside)

    def _lay_out(self, inside: QWidget) -> None:
        self._both = QHBoxLayout(inside)
        self._both.setContentsMargins(0, 0, 0, 0)
        self._columns: list[QVBoxLayout] = []
        self._cards: list[tuple[Card, tuple[QWidget, ...]]] = []
        left = ((self.verdict, self.about, self.sums), (self.programs_title, self.programs))
        right = (
            (self.members_title, self.members, self.changes),
            (self.gains,),
            (self.losses,),
            (self.clashes_title, self.clashes),
            (self.how,),
        )
        for cards, share in ((left, 3), (right, 2)):
            column = QVBoxLayout()
            for parts in cards:
                card = Card(self.desk.look, padding=(20, 16), spacing=8)
                for part in parts:
                    card.column.addWidget(part)
                column.addWidget(card)
                self._cards.append((card, parts))
            column.addStretch(1)
            self._columns.append(column)
            self._both.addLayout(column, share)

    def restyle(self) -> None:
        """Follow the look."""
        self._both.setSpacing(COLUMN)
        for column in self._columns:
            column.setSpacing(self.desk.look.px(GAP))

    def scroll_by(self, key: Qt.Key) -> bool:
        """Scroll by an arrow or a page; false for another key."""
        bar = self.verticalScrollBar()
        page = bar.pageStep()
        step = {Qt.Key.Key_Up: -page // 8, Qt.Key.Key_Down: page // 8, Qt.Key.Key_PageUp: -page,
                Qt.Key.Key_PageDown: page}  # fmt: skip
        if key in step:
            bar.setValue(bar.value() + step[key])
        return key in step

    def show_answer(self, replayed: Replayed) -> None:
        """Show what came of it, in the language of the moment."""
        self.replayed = replayed
        w = self.desk.words
        before, after = replayed.before, replayed.after
        more = after.cost_minor - before.cost_minor
        key = "ui_replay.costs_more" if more > 0 else "ui_replay.costs_less" if more < 0 else "ui_replay.costs_same"
        self.verdict.setText(w(key, amount=Minor(abs(more))))
        about = [w("replay.sales", count=replayed.sales, amount=Minor(after.list_minor))]
        if replayed.elsewhere:
            about.append(w("replay.elsewhere", count=replayed.elsewhere))
        self.about.setText("\n".join(about))
        head = ("", w("ui_replay.today"), w("ui_replay.draft"), w("ui_replay.change"))
        self.sums.show_rows(
            head,
            (
                self._row(w("ui_replay.saved"), before.cost_minor, after.cost_minor),
                self._row(w("ui_replay.owed"), before.owed_minor, after.owed_minor),
            ),
        )
        self.programs_title.setText(w("ui_replay.by_program"))
        self.programs.show_rows(head, self._programs(replayed))
        self._show_members(replayed)
        self.clashes_title.setText(w("ui_replay.clashes"))
        said = [
            w("replay.clash", winner=each.winner, loser=each.loser, count=each.sales)
            for each in replayed.clashes[:_CLASHES]
        ]
        self.clashes.show_told(tuple(map(Told, said or [w("ui_replay.no_clash")])))
        self.how.setText(w("ui_replay.how"))

    def _row(self, name: str, before: int, after: int, *, detail: str = "") -> ComparedRow:
        w = self.desk.words
        change = after - before
        signed = f"+{w.money(change)}" if change > 0 else w.money(change)
        return ComparedRow(
            name=name, before=w.money(before), after=w.money(after), change=signed if change else "–", detail=detail,
            colour="seal" if change > 0 else "good" if change < 0 else "soft",
        )  # fmt: skip

    def _programs(self, replayed: Replayed) -> list[ComparedRow]:
        """Those that did anything on either side, the largest difference first."""
        w = self.desk.words
        was = {given.program: given for given in replayed.before.given}
        now = {given.program: given for given in replayed.after.given}
        rows = []
        for id_ in dict.fromkeys((*now, *was)):
            before, after = was.get(id_), now.get(id_)
            name = w.name((after or was[id_]).name)
            if any(each is not None and (each.sales or each.owed) for each in (before, after)):
                money = [each.off_minor + each.paid_minor if each else 0 for each in (before, after)]
                row = self._row(name, money[0], money[1], detail=self._detail(before, after))
                rows.append((-abs(money[1] - money[0]), row))
        return [row for _, row in sorted(rows, key=itemgetter(0))]

    def _detail(self, before: Given | None, after: Given | None) -> str:
        w = self.desk.words
        if before is None or after is None:
            there = after or before
            assert there is not None
            key = "ui_replay.new" if before is None else "ui_replay.gone"
            return " · ".join((w(key), *self._counts(there)))
        counts, then = self._counts(after), self._counts(before)
        told = [now if now == was else f"{was} → {now}" for was, now in zip(then, counts, strict=False)]
        return " · ".join(told)

    def _counts(self, given: Given) -> list[str]:
        w = self.desk.words
        told = [w("ui_replay.reached", count=given.sales, members=given.members)]
        if given.earned or given.owed:
            told.append(w("replay.earned", earned=given.earned, owed=given.owed))
        if given.owed and given.owed_minor is not None:
            told[-1] += f" ({w.money(given.owed_minor)})"
        if given.handed:
            told.append(w("replay.handed", count=given.handed))
        return told

    def _show_members(self, replayed: Replayed) -> None:
        w = self.desk.words
        self.members_title.setText(w("ui_replay.members"))
        self.members.setText(w("ui_replay.counted", gain=replayed.gaining, lose=replayed.losing, same=replayed.same))
        gained, lost = Minor(replayed.gained_minor), Minor(replayed.lost_minor)
        self.changes.setText(w("ui_replay.together", gained=gained, lost=lost))
        for table, effects, key in (
            (self.gains, replayed.gains, "ui_replay.gain_most"), (self.losses, replayed.losses, "ui_replay.lose_most"),
        ):  # fmt: skip
            table.show_rows((w(key), "", "", ""), [self._member(effect) for effect in effects[:_NAMED]])
        for card, parts in self._cards:
            if parts in ((self.gains,), (self.losses,)):
                card.setVisible(bool(parts[0].told))

    def _member(self, effect: Effect) -> ComparedRow:
        """By how much she is better or worse off: what she saved, and what is left in her hands."""
        w = self.desk.words
        change = effect.change_minor
        return ComparedRow(
            name=effect.name, before=w.money(effect.before_minor + effect.held_before_minor),
            after=w.money(effect.after_minor + effect.held_after_minor),
            change=f"+{w.money(change)}" if change > 0 else w.money(change), colour="good" if change > 0 else "seal",
        )  # fmt: skip
