"""Programs: switch one on or off, or write it as JSON, with each fault shown where it stands."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posapp.loyalty.errors import BadDefinition, Refused
from posapp.till import programs
from posapp.till.context import Till
from posapp.till.views import ProgramRow
from posapp.ui.ranked import run_ranked
from posapp.ui.registry import Desk, Screen, screen
from posapp.ui.screens.program_editor import NEW, ProgramEditor
from posapp.ui.theme import COLUMN, EDGE, GAP, LABEL, LINE, SEMIBOLD
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.choice import Switch
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.row_list import RowList, RowWords
from posapp.ui.widgets.strip import Strip

_LEFT = 360


@screen("programs", title_key="ui_programs.title", rank=30)
class ProgramsScreen(Screen):
    """The list at the left, the text at the right. Text that is not saved stays, whatever is opened in between."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        look = desk.look
        self.hint = Label(look, size=LABEL, colour="soft", wrap=True)
        self.new = Button(look, hint="F2")
        self.rows = RowList(look)
        self.refusal = Strip(look)
        self.heading = Label(look, size=LINE, weight=SEMIBOLD, wrap=True)
        self.switch = Switch(look)
        self.editor = ProgramEditor(desk)
        self._programs: tuple[ProgramRow, ...] = ()
        self._open: str | None = None
        self._restored = False
        self._lay_out()
        self.rows.picked.connect(self._pick)
        self.new.clicked.connect(self._begin_new)
        self.switch.clicked.connect(self._switch)
        self.editor.drafts_changed.connect(self._show_rows)
        self.editor.saved.connect(self._saved)
        desk.hub.programs_changed.connect(self._refresh)

    def _lay_out(self) -> None:
        left = self._holder = QWidget()
        self._left = QVBoxLayout(left)
        self._left.setContentsMargins(0, 0, 0, 0)
        for widget in (self.hint, self.new, self.refusal):
            self._left.addWidget(widget)
        self._left.addWidget(self.rows, 1)
        head = self._head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.switch)
        right = self._right = QVBoxLayout()
        right.addLayout(head)
        right.addWidget(self.editor, 1)
        self._both = QHBoxLayout(self)
        self._both.addWidget(left)
        self._both.addLayout(right, 1)

    def restyle(self) -> None:
        px = self.desk.look.px
        self._holder.setFixedWidth(px(_LEFT))
        self._left.setSpacing(px(GAP))
        self._right.setSpacing(px(8))
        self._both.setContentsMargins(EDGE, 0, EDGE, EDGE)
        self._both.setSpacing(COLUMN)

    def retranslate(self) -> None:
        w = self.desk.words
        self.hint.setText(w("ui_programs.hint"))
        self.new.setText(w("ui_programs.new"))
        self.rows.setAccessibleName(w("ui_programs.title"))
        self._show_rows()

    def enter(self, program: str = "", **wishes: Any) -> None:
        self.refusal.clear()
        if not self._restored:
            self._restored = True
            self.desk.lane.run(programs.drafts, done=self.editor.restore)
        self._refresh()
        if program:
            self._pick(program)
        else:
            self.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def key(self, event: QKeyEvent) -> bool:
        """F2 begins a new one, F10 saves."""
        if event.key() == Qt.Key.Key_F2:
            self.new.click()
        elif event.key() == Qt.Key.Key_F10:
            self.editor.save.click()
        elif event.key() == Qt.Key.Key_Escape and self.editor.text.hasFocus():
            self.rows.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            return False
        return True

    # The list

    def _refresh(self) -> None:
        if self.isVisible():
            self.desk.lane.run(programs.rows, done=self._take_rows, refused=self._refused)

    def _take_rows(self, rows: tuple[ProgramRow, ...]) -> None:
        self._programs = rows
        self._show_rows()

    def _show_rows(self) -> None:
        w = self.desk.words
        rows = [self._row(program) for program in self._programs]
        if NEW in self.editor.drafts or self._open == NEW:
            rows.append(
                RowWords(key=NEW, title=w("ui_programs.new"), badge=w("ui_programs.unsaved"), badge_kind="waiting")
            )
        self.rows.show_rows(rows, empty=w("ui_programs.empty"))
        self._show_switch()

    def _row(self, program: ProgramRow) -> RowWords:
        w = self.desk.words
        state = w("ui_programs.on") if program.on else w("ui_programs.off")
        badge, kind = state, "good" if program.on else "plain"
        if program.id in self.editor.drafts:
            badge, kind = w("ui_programs.unsaved"), "waiting"
        said = w.say(program.summary) if program.summary else program.id
        return RowWords(key=program.id, title=w.name(program.name), detail=said, badge=badge, badge_kind=kind)

    def _program(self) -> ProgramRow | None:
        return next((program for program in self._programs if program.id == self._open), None)

    def _pick(self, program_id: str) -> None:
        self.refusal.clear()
        self._open = program_id
        self.rows.choose(program_id)
        self._show_switch()
        if program_id == NEW:
            self.editor.begin_new()
        else:
            self.desk.lane.run(
                lambda till: programs.document(till, program_id),
                done=lambda document: self.editor.show_document(program_id, document), refused=self._refused,
            )  # fmt: skip

    def _begin_new(self) -> None:
        self._open = NEW
        self.editor.begin_new()
        self._show_rows()
        self.rows.choose(NEW)

    # On and off

    def _show_switch(self) -> None:
        program, w = self._program(), self.desk.words
        self.switch.setVisible(program is not None)
        self.heading.setVisible(self._open is not None)
        self.heading.setText(w.name(program.name) if program else w("ui_programs.new"))
        if program is not None:
            self.switch.setChecked(program.on)
            self.switch.setText(w("ui_programs.on") if program.on else w("ui_programs.off"))
            self.switch.setAccessibleName(w("ui_programs.switch", name=program.name))

    def _switch(self) -> None:
        program = self._program()
        if program is None:
            return
        on, program_id = not program.on, program.id
        self._show_switch()  # it shows what is, not what was asked for

        def switch(till: Till) -> ProgramRow:
            return programs.switch(till, program_id, on=on)

        run_ranked(self.desk, switch, done=lambda _row: self.desk.hub.programs_changed.emit(), refused=self._refused)

    def _saved(self, row: ProgramRow) -> None:
        self._open = row.id
        self.rows.choose(row.id)
        self.desk.go.tell(self.desk.words("ui_programs.saved"))
        self.desk.hub.programs_changed.emit()

    def _refused(self, refusal: Refused) -> None:
        reasons = [refusal.reason]
        if isinstance(refusal, BadDefinition):
            reasons = [fault.reason for fault in refusal.faults]
        self.refusal.say("\n".join(self.desk.words.say(reason) for reason in reasons))
        self.desk.go.play("refused")
        self._show_switch()
