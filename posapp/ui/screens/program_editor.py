"""One program as a form or as text, looked over as it is written; it is saved only when nothing is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
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
from posapp.ui.screens.program_beside import Beside
from posapp.ui.screens.program_drafts import NEW, Placed, begun_together, name_of, placed
from posapp.ui.theme import CARD_RADIUS, COLUMN, GAP, SEMIBOLD, SMALL
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.fault_list import FaultList
from posapp.ui.widgets.flow import FlowChoice
from posapp.ui.widgets.json_editor import JsonEditor, Mark
from posapp.ui.widgets.json_places import Span, read, write
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.painted import rounded
from posapp.ui.widgets.program_form import ProgramForm
from posapp.ui.widgets.sheet import Question
from posapp.ui.widgets.strip import Strip

_PAUSE_MS = 250
"""How long the keys must rest before the text is looked over: long enough not to scold in the middle of a word."""

FORM, TEXT = "form", "text"


class ProgramEditor(QWidget):
    """Shows a program's text; `drafts` are the texts that were changed and not saved, by the program's id.

    A draft outlives everything but the program itself: other programs and screens may be opened in between, a saving
    that is refused leaves it as it is, and after a crash `restore` brings it back.
    """

    drafts_changed = Signal()
    saved = Signal(object)
    dropped = Signal()

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
        self._at_fault = -1
        self.view = FORM
        self.text = JsonEditor(look, name="")
        self.form = ProgramForm(desk)
        self.together = FlowChoice(look)
        self.beside = Beside(desk)
        self.state = Label(look, size=SMALL, weight=SEMIBOLD)
        self.faults = FaultList(look)
        self.note = Strip(look)
        self.next = Button(look, kind="outline", hint="F8")
        self.undo = Button(look, tall=True)
        self.save = Button(look, kind="filled", tall=True, hint="F10")
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._look_over)
        self._checker: Finder[tuple[Fault, ...]] = Finder(
            desk.lane, self._check, show=self._checked_over, refused=self._refused
        )
        self._lay_out()
        self.text.textChanged.connect(self._on_text)
        self.form.changed.connect(self._on_form)
        self.together.chosen.connect(self.show_draft)
        self.next.clicked.connect(self._next_fault)
        self.faults.picked.connect(self._go_to)
        self.undo.clicked.connect(self._ask_undo)
        self.save.clicked.connect(self._save)

    def _lay_out(self) -> None:
        self.frame = _Frame(self.desk, self.text)
        left = self._body = QVBoxLayout()
        says = QHBoxLayout()
        says.addWidget(self.state)
        says.addStretch(1)
        says.addWidget(self.next)
        buttons = self._buttons = QHBoxLayout()
        buttons.addWidget(self.undo)
        buttons.addWidget(self.save, 1)
        left.addWidget(self.together)
        left.addWidget(self.form, 1)
        left.addWidget(self.frame, 1)
        left.addLayout(says)
        left.addWidget(self.faults)
        left.addWidget(self.note)
        left.addLayout(buttons)
        both = self._both = QHBoxLayout(self)
        both.setContentsMargins(0, 0, 0, 0)
        both.addLayout(left, 3)
        both.addWidget(self.beside, 2)

    def restyle(self) -> None:
        """Follow the look."""
        px = self.desk.look.px
        self._body.setSpacing(px(8))
        self._buttons.setSpacing(px(GAP))
        self._both.setSpacing(COLUMN)

    def retranslate(self) -> None:
        """Say everything in the language of the moment."""
        w = self.desk.words
        self.text.setAccessibleName(w("ui_programs.editor"))
        self.save.setText(w("ui_programs.save"))
        self.next.setText(w("ui_programs.next_fault"))
        if self._program is not None:
            self._show_together()
        self._show_faults()

    # What is shown

    def show_document(self, program_id: str, document: dict[str, Any]) -> None:
        """Show a program: as it is kept, or the text that was left unsaved."""
        self._kept[program_id] = write(document)
        self._show(program_id)

    def begin(self, programs_begun: Mapping[str, Mapping[str, Any]]) -> None:
        """Begin programs (by the key of the draft), and show the first; what was begun before under a key stays."""
        for key, document in programs_begun.items():
            self._kept.setdefault(key, "")
            self.drafts.setdefault(key, write(document))
        self._keep()  # what one of them names, the others are asked for
        self.drafts_changed.emit()
        self.show_draft(next(iter(programs_begun)))

    def show_draft(self, key: str) -> None:
        """Go on with a program that was begun."""
        self._kept.setdefault(key, "")
        self.drafts.setdefault(key, self._kept[key])
        self._show(key)

    def _show(self, program_id: str) -> None:
        self._program = program_id
        draft = self.drafts.get(program_id)
        self.note.clear()
        self.text.blockSignals(True)
        self.text.setPlainText(draft if draft is not None else self._kept[program_id])
        self.text.blockSignals(False)
        if draft is not None and self._kept[program_id] and draft != self._kept[program_id]:
            self.note.say(self.desk.words("ui_programs.draft_kept"), kind="waiting")
        self._show_together()
        self.show_view(self.view)
        self._look_over()

    def _show_together(self) -> None:
        """The programs that were begun with this one, a press away."""
        key = self._program or ""
        keys = sorted((key, *begun_together(key, self.drafts)), key=list(self.drafts).index) if self.is_new else []
        self.together.set_options([(each, self.desk.words.name(name_of(self.drafts[each]))) for each in keys])
        self.together.set_value(key)
        self.together.setVisible(len(keys) > 1)

    def show_view(self, view: str) -> str:
        """Show the program as a form or as text; gives what is shown: text that is no program has no form."""
        document = read(self.text.toPlainText()).value
        self.view = view if isinstance(document, dict) and document else TEXT
        if self.view == FORM and isinstance(document, dict):
            self.form.show_document(document, saved=not self.is_new)
        self.form.setVisible(self.view == FORM)
        self.frame.setVisible(self.view == TEXT)
        self._show_faults()
        return self.view

    def first_focus(self) -> None:
        """Put the keyboard where writing goes on."""
        if self.view == TEXT:
            self.text.setFocus()
        else:
            self.form.go_to("name")

    def _on_form(self, document: dict[str, Any]) -> None:
        """The form was filled in: the text is the same program, written anew."""
        self.text.setPlainText(write(document))

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
        documents = self.documents()
        if documents:
            self.beside.show_programs(documents)
        if found.faults or not isinstance(found.value, dict):
            self._checked = written
            faults = [(fault.span, "", fault.reason) for fault in found.faults]
            self._faults = tuple(faults) or ((Span(0, 1), "", Reason.of("ui_programs.not_object")),)
            self._show_faults()
            return
        self._checker.want(write(documents))

    def documents(self) -> list[Any]:
        """The program as it is written, and those that were begun with it as far as they can be read; none where this
        one cannot be."""
        found = read(self.text.toPlainText())
        if found.faults or not isinstance(found.value, dict):
            return []
        others = (read(self.drafts[key]).value for key in begun_together(self._program or "", self.drafts))
        return [found.value, *(other for other in others if isinstance(other, dict))]

    @staticmethod
    def _check(till: Till, written: str) -> tuple[Fault, ...]:
        documents: Any = read(written).value
        return programs.check(till, documents)

    def _checked_over(self, asked: str, faults: tuple[Fault, ...]) -> None:
        written = self.text.toPlainText()
        if asked != write(self.documents()):
            return
        self._checked = written
        self._faults = placed(written, faults, self.documents())
        self._show_faults()

    def _show_faults(self) -> None:
        w = self.desk.words
        said = [
            (span, f"{place}: {w.within(reason)}" if place else w.say(reason)) for span, place, reason in self._faults
        ]
        self.text.show_marks(tuple(Mark(span, sentence) for span, sentence in said))
        self.faults.show_faults([(self.text.line_of(span.start), sentence) for span, sentence in said])
        by_place: dict[str, list[str]] = {}
        for _, place, reason in self._faults:
            by_place.setdefault(place, []).append(w.say(reason))
        self.form.show_faults(by_place)
        self.next.setVisible(bool(self._faults) and self.view == FORM)
        if self.view == FORM:
            self.faults.hide()
        self.faults.setAccessibleName(w("ui_programs.faults", count=len(said)))
        if self._faults:
            self.state.setText(w("ui_programs.faults", count=len(self._faults)))
        else:
            self.state.setText(w("ui_programs.clean"))
        self.state.paint_in("waiting" if self._faults else "good")
        self._show_buttons()

    @property
    def is_new(self) -> bool:
        """Whether the program was never saved."""
        return (self._program or "").startswith(NEW)

    def _show_buttons(self) -> None:
        self.undo.setText(self.desk.words("ui_programs.drop" if self.is_new else "ui_programs.undo_text"))
        written = self.text.toPlainText()
        changed = self._program in self.drafts
        self.undo.setEnabled(changed)
        self.save.setEnabled(changed and not self._faults and written == self._checked)

    def _go_to(self, place: int) -> None:
        self.text.go_to(self._faults[place][0])

    def _next_fault(self) -> None:
        """Put the keyboard at the first thing that is wrong, or at the one after the one that has it."""
        if not self._faults:
            return
        self._at_fault = (self._at_fault + 1) % len(self._faults)
        if self.view == TEXT or not self.form.go_to(self._faults[self._at_fault][1]):
            self._go_to(self._at_fault)

    # Keeping and throwing away

    def _save(self) -> None:
        written, before = self.text.toPlainText(), self._program
        documents = self.documents()

        def save(till: Till) -> ProgramRow:
            return programs.load(till, documents)[0]

        if self.save.isEnabled():
            run_ranked(
                self.desk, save, done=lambda row: self._saved(row, before or NEW, written), refused=self._refused
            )

    def _saved(self, row: ProgramRow, before: str, written: str) -> None:
        for other in begun_together(before, tuple(self.drafts)):
            del self.drafts[other]
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
            self._faults = placed(self.text.toPlainText(), refusal.faults, self.documents())
            self._show_faults()
        else:
            self.note.say(self.desk.words.say(refusal.reason))
        self.desk.go.play("refused")

    def _ask_undo(self) -> None:
        w = self.desk.words
        question = w("ui_programs.drop_question" if self.is_new else "ui_programs.undo_question")
        self.desk.go.show_sheet(
            Question(self.desk.look, question, yes=w("ui_programs.undo_yes"), no=w("ui_form.no"), on_yes=self._undo)
        )

    def _undo(self) -> None:
        if self._program is not None:
            for other in begun_together(self._program, tuple(self.drafts)):
                del self.drafts[other]
            self.drafts.pop(self._program, None)
            if self.is_new:
                self._keep()
                self.dropped.emit()
            else:
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
