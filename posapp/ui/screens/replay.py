"""A draft tried on the shop's own past sales: the days, how far it is, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from posapp.loyalty.words import Text
from posapp.till.context import Till
from posapp.ui.registry import Desk, Screen, screen
from posapp.ui.replaying import Replaying
from posapp.ui.screens.replay_answer import ReplayAnswer
from posapp.ui.theme import EDGE, GAP, LINE, SEMIBOLD, SMALL, TARGET
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.field import Field
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.progress import Progress
from posapp.ui.widgets.strip import Strip
from posapp.ui.widgets.written import read_day

if TYPE_CHECKING:
    from posapp.insight.replay import Replayed

_FIELD = 150
Known = tuple[Path, date, date]
"""The shop's file, and the days that are tried where none are named."""


@screen("replay", title_key="ui_replay.title", rank=-1, manager=True)
class ReplayScreen(Screen):
    """Opened with ``documents=[…]`` (the draft) and ``called=Text``. It goes on while other screens are shown."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        look = desk.look
        self.back = Button(look, hint="F9")
        self.heading = Label(look, size=LINE, weight=SEMIBOLD, wrap=True)
        self.since = Field(look)
        self.until = Field(look)
        self.start = Button(look, kind="filled", hint="F10")
        self.cancel = Button(look, kind="outline", hint="Esc")
        self.bar = Progress(look, colour="seal")
        self.how_far = Label(look, size=SMALL, colour="soft")
        self.refusal = Strip(look)
        self.hint = Label(look, size=SMALL, colour="soft", wrap=True)
        self.answer = ReplayAnswer(desk)
        self.replaying = Replaying(self)
        self._documents: Sequence[Any] = ()
        self._name = Text("")
        self._shop: Path | None = None
        self._today = date.min
        self._went = (0, 0)
        self._lay_out()
        self.back.clicked.connect(lambda: desk.go.open("programs"))
        self.start.clicked.connect(self._start)
        self.cancel.clicked.connect(self._cancel)
        self.replaying.went.connect(self._show_progress)
        self.replaying.done.connect(self._show_answer)
        self.replaying.refused.connect(self._refused)
        for field in (self.since, self.until):
            field.entered.connect(self._start)

    def _lay_out(self) -> None:
        self._head = QHBoxLayout()
        self._head.addWidget(self.back, 0, Qt.AlignmentFlag.AlignBottom)
        self._head.addWidget(self.heading, 1, Qt.AlignmentFlag.AlignBottom)
        for field in (self.since, self.until):
            self._head.addWidget(field)
        self._head.addWidget(self.start, 0, Qt.AlignmentFlag.AlignBottom)
        self.work = Card(self.desk.look, padding=(20, 14), spacing=8)
        row = QHBoxLayout()
        row.addWidget(self.how_far, 1)
        row.addWidget(self.cancel)
        self.work.column.addLayout(row)
        self.work.column.addWidget(self.bar)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._head)
        for widget in (self.work, self.refusal, self.hint):
            self._column.addWidget(widget)
        self._column.addWidget(self.answer, 1)
        self._column.addStretch(0)
        self.answer.hide()
        self.work.hide()

    def restyle(self) -> None:
        px = self.desk.look.px
        self._column.setContentsMargins(EDGE, 0, EDGE, EDGE)
        self._column.setSpacing(px(GAP))
        self._head.setSpacing(px(GAP))
        self.heading.setMinimumHeight(px(TARGET))
        for field in (self.since, self.until):
            field.setFixedWidth(px(_FIELD))

    def retranslate(self) -> None:
        w = self.desk.words
        self.back.setText(w("ui_replay.back"))
        self.since.set_label(w("ui_replay.from"))
        self.until.set_label(w("ui_replay.to"))
        self.start.setText(w("ui_replay.start"))
        self.cancel.setText(w("ui_replay.cancel"))
        self.bar.setAccessibleName(w("ui_replay.title"))
        self.hint.setText(w("ui_replay.hint"))
        self.heading.setText(w.name(self._name))
        if self.replaying.running:
            self._show_progress(*self._went)
        if self.answer.replayed is not None:
            self.answer.show_answer(self.answer.replayed)

    def enter(self, documents: Sequence[Any] | None = None, called: Text | None = None, **wishes: Any) -> None:
        """Another draft puts the answer for the one before away; the same one finds it where it was."""
        if documents is not None and list(documents) != list(self._documents):
            self._cancel()
            self._documents, self._name = documents, called or Text("")
            self.answer.replayed = None
            self.refusal.clear()
        self.heading.setText(self.desk.words.name(self._name))
        self._show_state()
        if self._shop is None:
            self.desk.lane.run(_known, done=self._take_known)
        self.start.setFocus(Qt.FocusReason.TabFocusReason)

    def key(self, event: QKeyEvent) -> bool:
        """F10 begins, Esc ends what is under way, F9 leads back to the program; the arrows scroll the answer."""
        if event.key() == Qt.Key.Key_F10:
            self.start.click()
        elif event.key() == Qt.Key.Key_F9:
            self.back.click()
        elif event.key() == Qt.Key.Key_Escape and self.replaying.running:
            self._cancel()
        else:
            return self.answer.isVisible() and self.answer.scroll_by(Qt.Key(event.key()))
        return True

    def _take_known(self, known: Known) -> None:
        self._shop, since, self._today = known
        self.since.set_text(since.isoformat())
        self.until.set_text(self._today.isoformat())

    # The work

    def _day(self, field: Field) -> date | None:
        w = self.desk.words
        day = read_day(field.text(), language=w.language, today=self._today)
        field.refuse("" if day else w("ui_replay.no_day"))
        return day

    def _start(self) -> None:
        since, until = self._day(self.since), self._day(self.until)
        if since is None or until is None or self._shop is None:
            self.desk.go.play("refused")
            return
        self.refusal.clear()
        self.answer.replayed = None
        self.replaying.start(self._shop, self._documents, since=since, until=until, language=self.desk.words.language)
        self._show_progress(0, 0)
        self._show_state()

    def _cancel(self) -> None:
        if self.replaying.running:
            self.replaying.cancel()
            self._show_state()

    def _show_state(self) -> None:
        """The work, the answer, or what could be done here."""
        running, answered = self.replaying.running, self.answer.replayed is not None
        self.work.setVisible(running)
        self.start.setEnabled(not running)
        self.answer.setVisible(answered and not running)
        self.hint.setVisible(not answered)
        if running:
            self.cancel.setFocus(Qt.FocusReason.TabFocusReason)
        elif self.isVisible():
            self.start.setFocus(Qt.FocusReason.TabFocusReason)

    def _show_progress(self, done: int, of: int) -> None:
        w = self.desk.words
        self._went = (done, of)
        self.bar.set_to(1000 * done // of if of else 0)
        left = self.replaying.left_s(done, of) if of else None
        told = w("ui_replay.done_of", done=done, of=of) if of else w("ui_replay.begins")
        self.how_far.setText(f"{told} · {w('ui_replay.left', count=left)}" if left else told)

    def _show_answer(self, replayed: Replayed) -> None:
        self.answer.show_answer(replayed)
        self._show_state()
        if not self.isVisible():
            self.desk.go.tell(self.desk.words("ui_replay.ready"))

    def _refused(self, sentence: str) -> None:
        self._show_state()
        self.refusal.say(sentence or self.desk.words("ui_replay.broke"))
        self.desk.go.play("refused")


def _known(till: Till) -> Known:
    from posapp.till.replay import last_year

    since, today = last_year(till.now().date())
    return Path(till.database.path), since, today
