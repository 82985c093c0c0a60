"""Programs: what the shop has and what it could begin with; one of them open beside what it would do."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from posapp.loyalty.errors import BadDefinition, Refused
from posapp.loyalty.words import Text
from posapp.till import programs, ready_made
from posapp.till.context import Till
from posapp.till.ready_made import ReadyMade
from posapp.till.views import ProgramRow
from posapp.ui.ranked import run_ranked
from posapp.ui.registry import Desk, Screen, screen
from posapp.ui.screens.program_drafts import NEW, name_of
from posapp.ui.screens.program_editor import FORM, TEXT, ProgramEditor
from posapp.ui.theme import COLUMN, EDGE, GAP, LABEL, LINE, SEMIBOLD
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.choice import Choice, Switch
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.offers import KEYS as OFFER_KEYS
from posapp.ui.widgets.row_list import RowList, RowWords
from posapp.ui.widgets.strip import Strip

EMPTY = "+empty"
"""The row that begins a program from nothing, as text."""

_REST_MS = 250
_EMPTY_PROGRAM = {"id": "", "kind": "stamp_card", "name": {"en": "", "ko": ""}}


@screen("programs", title_key="ui_programs.title", rank=30)
class ProgramsScreen(Screen):
    """Two lists, or the program that was picked. What is not saved stays, whatever is opened in between."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        look = desk.look
        self.hint = Label(look, size=LABEL, colour="soft", wrap=True)
        self.rows = RowList(look)
        self.begin_hint = Label(look, size=LABEL, colour="soft", wrap=True)
        self.patterns = RowList(look)
        self.refusal = Strip(look)
        self.back = Button(look, hint="F9")
        self.heading = Label(look, size=LINE, weight=SEMIBOLD, wrap=True)
        self.views = Choice(look)
        self.past = Button(look)
        self.ends = Button(look)
        self.switch = Switch(look)
        self.editor = ProgramEditor(desk)
        self._programs: tuple[ProgramRow, ...] = ()
        self._patterns: tuple[ReadyMade, ...] = ()
        self._open: str | None = None
        self._restored = False
        self._rested = QTimer(self, singleShot=True, interval=_REST_MS)
        self._lay_out()
        self._connect()

    def _connect(self) -> None:
        self.rows.picked.connect(self._pick)
        self.patterns.picked.connect(self._begin)
        self.back.clicked.connect(self.show_list)
        self.views.chosen.connect(self._show_view)
        self.past.clicked.connect(self._on_past_sales)
        self.ends.clicked.connect(self._ends)
        self.switch.clicked.connect(self._switch)
        self.editor.drafts_changed.connect(self._on_drafts)
        self._rested.timeout.connect(self._show_rows)
        self.editor.together.chosen.connect(self._opened_now)
        self.editor.saved.connect(self._saved)
        self.editor.dropped.connect(self.show_list)
        self.desk.hub.programs_changed.connect(self._refresh)

    def _lay_out(self) -> None:
        lists = QWidget()
        self._lists = QHBoxLayout(lists)
        self._lists.setContentsMargins(0, 0, 0, 0)
        self._columns: list[QVBoxLayout] = []
        for hint, rows in ((self.hint, self.rows), (self.begin_hint, self.patterns)):
            column = QVBoxLayout()
            column.addWidget(hint)
            column.addWidget(rows, 1)
            self._lists.addLayout(column, 1)
            self._columns.append(column)
        opened = QWidget()
        self._opened = QVBoxLayout(opened)
        self._opened.setContentsMargins(0, 0, 0, 0)
        head = self._head = QHBoxLayout()
        head.addWidget(self.back)
        head.addWidget(self.heading, 1)
        head.addWidget(self.views)
        head.addWidget(self.past)
        head.addWidget(self.ends)
        head.addWidget(self.switch)
        self._opened.addLayout(head)
        self._opened.addWidget(self.editor, 1)
        self.pages = QStackedWidget()
        self.pages.addWidget(lists)
        self.pages.addWidget(opened)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.refusal)
        self._column.addWidget(self.pages, 1)

    def restyle(self) -> None:
        px = self.desk.look.px
        for column in (*self._columns, self._opened):
            column.setSpacing(px(8))
        self._head.setSpacing(px(GAP))
        self._lists.setSpacing(COLUMN)
        self._column.setContentsMargins(EDGE, 0, EDGE, EDGE)
        self._column.setSpacing(px(8))

    def retranslate(self) -> None:
        w = self.desk.words
        self.hint.setText(w("ui_programs.hint"))
        self.begin_hint.setText(w("ui_programs.begin_hint"))
        self.back.setText(w("ui_programs.all"))
        self.past.setText(w("ui_replay.open"))
        self.ends.setText(w("ui_ends.button"))
        self.views.set_options([(FORM, w("ui_programs.as_form")), (TEXT, w("ui_programs.as_text"))])
        self.rows.setAccessibleName(w("ui_programs.title"))
        self.patterns.setAccessibleName(w("ui_programs.new"))
        self._show_rows()
        self._show_patterns()

    def enter(self, program: str = "", **wishes: Any) -> None:
        self.refusal.clear()
        if not self._restored:
            self._restored = True
            self.desk.lane.run(programs.drafts, done=self.editor.restore)
            self.desk.lane.run(ready_made.rows, done=self._take_patterns)
        self._refresh()
        if program:
            self._pick(program)
        elif self._open is None:
            self.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def key(self, event: QKeyEvent) -> bool:
        """F2 begins a new one, F8 leads to what is wrong, F9 to the list, F10 saves; an offer's own key takes it."""
        press = {Qt.Key.Key_F8: self.editor.next, Qt.Key.Key_F9: self.back, Qt.Key.Key_F10: self.editor.save}
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_F2:
            self.show_list()
            self.patterns.setFocus(Qt.FocusReason.TabFocusReason)
        elif key in press:
            press[key].click()
        elif key in OFFER_KEYS and self._open is not None:
            return self.editor.beside.offers.press(OFFER_KEYS.index(key))
        elif key == Qt.Key.Key_Escape and self._open is not None:
            self.show_list()
        else:
            return False
        return True

    # The lists

    def _refresh(self) -> None:
        if self.isVisible():
            self.desk.lane.run(programs.rows, done=self._take_rows, refused=self._refused)

    def _take_rows(self, rows: tuple[ProgramRow, ...]) -> None:
        self._programs = rows
        self._show_rows()

    def _on_drafts(self) -> None:
        """Something was written: the list, which is out of sight then, is brought up to date when the keys rest."""
        if self._open is None:
            self._show_rows()
        else:
            self._rested.start()

    def _show_rows(self) -> None:
        w = self.desk.words
        rows = [self._row(program) for program in self._programs]
        for key in self.editor.drafts:
            if key.startswith(NEW):
                name = w.name(self._name_of(key))
                rows.append(RowWords(key=key, title=name, badge=w("ui_programs.unsaved"), badge_kind="waiting"))
        self.rows.show_rows(rows, empty=w("ui_programs.empty"))
        self._show_head()

    def _row(self, program: ProgramRow) -> RowWords:
        w = self.desk.words
        state = w("ui_programs.on") if program.on else w("ui_programs.off")
        badge, kind = state, "good" if program.on else "plain"
        if program.id in self.editor.drafts:
            badge, kind = w("ui_programs.unsaved"), "waiting"
        said = w.say(program.summary) if program.summary else program.id
        said = f"{said} · {w.say(program.promise)}" if program.promise else said
        return RowWords(key=program.id, title=w.name(program.name), detail=said, badge=badge, badge_kind=kind)

    def _name_of(self, key: str) -> Text:
        """What a program that was begun is called so far."""
        found = name_of(self.editor.drafts.get(key, ""))
        return found if found.default else Text(self.desk.words("ui_programs.new"))

    def _take_patterns(self, patterns: tuple[ReadyMade, ...]) -> None:
        self._patterns = patterns
        self._show_patterns()

    def _show_patterns(self) -> None:
        w = self.desk.words
        rows = [RowWords(key=each.id, title=w.name(each.name), detail=w.name(each.about)) for each in self._patterns]
        rows.append(RowWords(key=EMPTY, title=w("ui_programs.blank"), detail=w("ui_programs.blank_about")))
        self.patterns.show_rows(rows)

    # Opening one

    def _program(self) -> ProgramRow | None:
        return next((program for program in self._programs if program.id == self._open), None)

    def _pick(self, program_id: str) -> None:
        self.refusal.clear()
        self.rows.choose(program_id)
        if program_id.startswith(NEW):
            self.editor.show_draft(program_id)
            self._opened_now(program_id)
        else:
            self.desk.lane.run(
                lambda till: programs.document(till, program_id),
                done=lambda document: self._take_document(program_id, document), refused=self._refused,
            )  # fmt: skip

    def _take_document(self, program_id: str, document: dict[str, Any]) -> None:
        self.editor.show_document(program_id, document)
        self._opened_now(program_id)

    def _begin(self, pattern: str) -> None:
        if pattern == EMPTY:
            self.editor.view = TEXT
            self._take_begun(NEW, [_EMPTY_PROGRAM])
            return
        self.desk.lane.run(
            lambda till: ready_made.documents(till, pattern),
            done=lambda documents: self._take_begun(f"{NEW}{pattern}", documents), refused=self._refused,
        )  # fmt: skip

    def _take_begun(self, key: str, documents: list[dict[str, Any]]) -> None:
        begun = {key: documents[0]} if len(documents) == 1 else {f"{key}/{each['id']}": each for each in documents}
        self.editor.begin(begun)
        self._opened_now(next(iter(begun)))

    def _opened_now(self, key: str) -> None:
        self._open = key
        self.pages.setCurrentIndex(1)
        self._show_rows()
        self.views.set_value(self.editor.view)
        self.editor.first_focus()

    def show_list(self) -> None:
        """Back to the lists; what was written stays written."""
        self._open = None
        self.pages.setCurrentIndex(0)
        self._show_rows()
        self.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_view(self, view: str) -> None:
        self.views.set_value(self.editor.show_view(view))
        self.editor.first_focus()

    # On and off

    def _show_head(self) -> None:
        program, w = self._program(), self.desk.words
        self.switch.setVisible(program is not None)
        self.ends.setVisible(program is not None)
        if self._open is not None:
            self.heading.setText(w.name(program.name if program else self._name_of(self._open)))
        if program is not None:
            self.switch.setChecked(program.on)
            self.switch.setText(w("ui_programs.on") if program.on else w("ui_programs.off"))
            self.switch.setAccessibleName(w("ui_programs.switch", name=program.name))

    def _switch(self) -> None:
        program = self._program()
        if program is None:
            return
        on, program_id = not program.on, program.id
        self._show_head()  # it shows what is, not what was asked for

        def switch(till: Till) -> ProgramRow:
            return programs.switch(till, program_id, on=on)

        run_ranked(self.desk, switch, done=lambda _row: self.desk.hub.programs_changed.emit(), refused=self._refused)

    def _on_past_sales(self) -> None:
        """Try what is written, saved or not, on the shop's own past."""
        documents = self.editor.documents()
        if documents and self._open is not None:
            program = self._program()
            called = program.name if program else self._name_of(self._open)
            self.desk.go.open("replay", documents=documents, called=called)

    def _ends(self) -> None:
        from posapp.ui.screens.program_ends import open_ends

        if self._open is not None:
            open_ends(self.desk, self._open)

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
        self._show_head()
