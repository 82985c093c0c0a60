"""The text of one program, looked over as it is written; it can be saved only when nothing is wrong with it."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import QRectF, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posapp.loyalty.errors import BadDefinition, Fault, Refused
from posapp.loyalty.words import Reason
from posapp.till import programs
from posapp.till.context import Till
from posapp.till.views import ProgramRow
from posapp.ui.finder import Finder
from posapp.ui.ranked import run_ranked
from posapp.ui.registry import Desk
from posapp.ui.theme import CARD_RADIUS, GAP, LINE, SEMIBOLD, SMALL
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.fault_list import FaultList
from posapp.ui.widgets.json_editor import JsonEditor, Mark
from posapp.ui.widgets.json_places import Span, read, write
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.painted import rounded
from posapp.ui.widgets.sheet import Question
from posapp.ui.widgets.strip import Strip

_PAUSE_MS = 250
"""How long the keys must rest before the text is looked over: long enough not to scold in the middle of a word."""

Placed = tuple[Span, str, Reason]
"""A fault where it stands: its characters, its place in the program, and what is wrong."""

_OWN_PLACE = re.compile(r"programs\[0\]\.?")
NEW = "+"
"""Stands for the id of the program that is being written for the first time; no id can be this."""

_BEGINNING = {"id": "", "kind": "stamp_card", "name": {"en": "", "ko": ""}}


class ProgramEditor(QWidget):
    """Shows a program's text; `drafts` are the texts that were changed and not saved, by the program's id.

    A draft outlives everything but the program itself: other programs and screens may be opened in between, a saving
    that is refused leaves it as it is, and after a crash `restore` brings it back.
    """

    drafts_changed = Signal()
    saved = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        look = desk.look
        self.drafts: dict[str, str] = {}
        self._on_disk: dict[str, str] = {}
        self._kept: dict[str, str] = {}
        self._program: str | None = None
        self._faults: tuple[Placed, ...] = ()
        self._checked = ""
        self.empty = Label(look, size=LINE, weight=SEMIBOLD, colour="soft", wrap=True, centre=True)
        self.text = JsonEditor(look, name="")
        self.state = Label(look, size=SMALL, weight=SEMIBOLD)
        self.faults = FaultList(look)
        self.note = Strip(look)
        self.undo = Button(look, tall=True)
        self.save = Button(look, kind="filled", tall=True, hint="F10")
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._look_over)
        self._checker: Finder[tuple[Fault, ...]] = Finder(
            desk.lane, self._check, show=self._checked_over, refused=self._refused
        )
        self._lay_out()
        self.text.textChanged.connect(self._on_text)
        self.faults.picked.connect(self._go_to)
        self.undo.clicked.connect(self._ask_undo)
        self.save.clicked.connect(self._save)
        self._show_open()

    def _lay_out(self) -> None:
        self.body = QWidget()
        body = self._body = QVBoxLayout(self.body)
        body.setContentsMargins(0, 0, 0, 0)
        frame = _Frame(self.desk, self.text)
        buttons = self._buttons = QHBoxLayout()
        buttons.addWidget(self.undo)
        buttons.addStretch(1)
        buttons.addWidget(self.save)
        body.addWidget(frame, 1)
        body.addWidget(self.state)
        body.addWidget(self.faults)
        body.addWidget(self.note)
        body.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.body, 1)
        column.addWidget(self.empty, 1)

    def restyle(self) -> None:
        """Follow the look."""
        px = self.desk.look.px
        self._body.setSpacing(px(8))
        self._buttons.setSpacing(px(GAP))
        self.save.setMinimumWidth(px(320))

    def retranslate(self) -> None:
        """Say everything in the language of the moment."""
        w = self.desk.words
        self.empty.setText(w("ui_programs.pick"))
        self.text.setAccessibleName(w("ui_programs.editor"))
        self.undo.setText(w("ui_programs.undo_text"))
        self.save.setText(w("ui_programs.save"))
        self._show_faults()

    # What is shown

    def show_document(self, program_id: str, document: dict[str, Any]) -> None:
        """Show a program: as it is kept, or the text that was left unsaved."""
        self._kept[program_id] = write(document)
        self._show(program_id)

    def begin_new(self) -> None:
        """Begin a program, or go on with the one that was begun."""
        self._kept[NEW] = write(_BEGINNING)
        self.drafts.setdefault(NEW, self._kept[NEW])
        self._show(NEW)
        self.text.setFocus()

    def _show(self, program_id: str) -> None:
        self._program = program_id
        draft = self.drafts.get(program_id)
        self.note.clear()
        self.text.blockSignals(True)
        self.text.setPlainText(draft if draft is not None else self._kept[program_id])
        self.text.blockSignals(False)
        if draft is not None and draft != self._kept[program_id]:
            self.note.say(self.desk.words("ui_programs.draft_kept"), kind="waiting")
        self._show_open()
        self._look_over()

    def _show_open(self) -> None:
        self.body.setVisible(self._program is not None)
        self.empty.setVisible(self._program is None)

    def _on_text(self) -> None:
        if self._program is None:
            return
        written = self.text.toPlainText()
        if written == self._kept[self._program]:
            self.drafts.pop(self._program, None)
        else:
            self.drafts[self._program] = written
        self.note.clear()
        self._show_buttons()
        self._pause.start()
        self.drafts_changed.emit()

    # What a crash must not take

    def restore(self, drafts: dict[str, str]) -> None:
        """Take up the texts that were left unsaved when the window went away."""
        self._on_disk = drafts
        self.drafts = {**drafts, **self.drafts}
        self.drafts_changed.emit()

    def _keep(self) -> None:
        now = {program: text for program, text in self.drafts.items() if text != self._kept.get(program)}
        if now != self._on_disk:
            self._on_disk = now
            # A disk that takes nothing will be spoken of when the program is saved.
            self.desk.lane.run(lambda till: programs.keep_drafts(till, now), refused=lambda _refusal: None)

    # Looking it over

    def _look_over(self) -> None:
        """Read the text; if it is JSON, ask the till what is wrong with the program."""
        self._pause.stop()
        self._keep()
        written = self.text.toPlainText()
        found = read(written)
        if found.faults or not isinstance(found.value, dict):
            self._checked = written
            faults = [(fault.span, "", fault.reason) for fault in found.faults]
            self._faults = tuple(faults) or ((Span(0, 1), "", Reason.of("ui_programs.not_object")),)
            self._show_faults()
            return
        self._checker.want(written)

    @staticmethod
    def _check(till: Till, written: str) -> tuple[Fault, ...]:
        return programs.check(till, [read(written).value])

    def _checked_over(self, written: str, faults: tuple[Fault, ...]) -> None:
        if written != self.text.toPlainText():
            return
        self._checked = written
        self._faults = self._placed(written, faults)
        self._show_faults()

    @staticmethod
    def _placed(written: str, faults: tuple[Fault, ...]) -> tuple[Placed, ...]:
        found = read(written)
        places = [(_OWN_PLACE.sub("", fault.place, count=1), fault.reason) for fault in faults]
        placed = [(found.span_of(place), place, reason) for place, reason in places]
        return tuple(sorted(placed, key=lambda fault: fault[0].start))

    def _show_faults(self) -> None:
        w = self.desk.words
        said = [
            (span, f"{place}: {w.within(reason)}" if place else w.say(reason)) for span, place, reason in self._faults
        ]
        self.text.show_marks(tuple(Mark(span, sentence) for span, sentence in said))
        self.faults.show_faults([(self.text.line_of(span.start), sentence) for span, sentence in said])
        self.faults.setAccessibleName(w("ui_programs.faults", count=len(said)))
        if self._faults:
            self.state.setText(w("ui_programs.faults", count=len(self._faults)))
        else:
            self.state.setText(w("ui_programs.clean"))
        self.state.paint_in("waiting" if self._faults else "good")
        self._show_buttons()

    def _show_buttons(self) -> None:
        written = self.text.toPlainText()
        changed = self._program in self.drafts
        self.undo.setEnabled(changed)
        self.save.setEnabled(changed and not self._faults and written == self._checked)

    def _go_to(self, place: int) -> None:
        self.text.go_to(self._faults[place][0])

    # Keeping and throwing away

    def _save(self) -> None:
        written, before = self.text.toPlainText(), self._program
        document = read(written).value

        def save(till: Till) -> ProgramRow:
            return programs.save(till, document)

        if self.save.isEnabled():
            run_ranked(
                self.desk, save, done=lambda row: self._saved(row, before or NEW, written), refused=self._refused
            )

    def _saved(self, row: ProgramRow, before: str, written: str) -> None:
        if self.drafts.get(before) == written:
            del self.drafts[before]
        self._kept[row.id] = written
        if self._program == before:
            self._program = row.id
        self._keep()
        self._show_buttons()
        self.drafts_changed.emit()
        self.saved.emit(row)

    def _refused(self, refusal: Refused) -> None:
        if isinstance(refusal, BadDefinition):
            self._faults = self._placed(self.text.toPlainText(), refusal.faults)
            self._show_faults()
        else:
            self.note.say(self.desk.words.say(refusal.reason))
        self.desk.go.play("refused")

    def _ask_undo(self) -> None:
        w = self.desk.words
        self.desk.go.show_sheet(
            Question(
                self.desk.look, w("ui_programs.undo_question"), yes=w("ui_programs.undo_yes"), no=w("ui_form.no"),
                on_yes=self._undo,
            )
        )  # fmt: skip

    def _undo(self) -> None:
        if self._program is not None:
            self.drafts.pop(self._program, None)
            self._show(self._program)
            self.drafts_changed.emit()


class _Frame(Card):
    """The card around the text; its line is red while it listens, as every field's is."""

    def __init__(self, desk: Desk, text: JsonEditor) -> None:
        super().__init__(desk.look, padding=(4, 10), spacing=0)
        self.text = text
        self.column.addWidget(text)
        text.focused.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The card and its line."""
        c, listens = self.look.colours, self.text.hasFocus()
        rounded(
            QPainter(self), QRectF(self.rect()), self.look.px(CARD_RADIUS), fill=c.card,
            line=c.seal if listens else c.edge, width=2 if listens else 1.2,
        )  # fmt: skip
