"""Members: find as you type at the left; who she is, what she has and what happened at the right."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout

from posapp.loyalty.errors import Refused
from posapp.till import members
from posapp.till.views import ManyMembers, MemberCard, MemberRow
from posapp.ui.finder import Finder
from posapp.ui.registry import Desk, Screen, screen
from posapp.ui.screens.member_story import MemberStory
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.find_and_show import FindAndShow
from posapp.ui.widgets.find_box import FindBox
from posapp.ui.widgets.row_list import RowList, RowWords
from posapp.ui.widgets.strip import Strip
from posapp.ui.widgets.written import phone_text

_LIMIT = 50


@screen("members", title_key="ui_members.title", rank=5, key=Qt.Key.Key_F6)
class MembersScreen(Screen):
    """Opened with ``member="…"`` to show one, ``text="…"`` to search, or without: who came last."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.rows = RowList(desk.look)
        self.box = FindBox(desk.look, self.rows)
        self.new = Button(desk.look, hint="F2")
        self.refusal = Strip(desk.look)
        self.story = MemberStory(desk)
        self._found = ManyMembers(())
        self._text = ""
        self._finder: Finder[ManyMembers] = Finder(
            desk.lane, lambda till, text: members.find(till, text, limit=_LIMIT), show=self._show,
            refused=self._refused,
        )  # fmt: skip
        self._lay_out()
        self.box.textChanged.connect(self._on_text)
        self.rows.picked.connect(self.story.open)
        self.new.clicked.connect(lambda: desk.go.open("enrol", back="members"))
        desk.hub.member_changed.connect(self._changed)
        desk.hub.member_enrolled.connect(self._changed)

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(
            FindAndShow(
                self.desk.look, box=self.box, new=self.new, refusal=self.refusal, rows=self.rows, shown=self.story
            )
        )

    def retranslate(self) -> None:
        w = self.desk.words
        self.box.set_words(w("ui_members.box"), w("ui_members.box_name"))
        self.new.setText(w("ui_members.enrol"))
        self.rows.setAccessibleName(w("ui_members.title"))
        self._show(self._text, self._found)

    def enter(self, member: str = "", text: str = "", **wishes: Any) -> None:
        self.refusal.clear()
        self.box.setText(text)
        self._finder.want(text)
        if member:
            self.story.open(member)
            self.rows.choose(member)
        self.box.setFocus()
        self.box.selectAll()

    def key(self, event: QKeyEvent) -> bool:
        """F2 enrols, Esc clears the search before it leads back; the rest is the opened member's."""
        if event.key() == Qt.Key.Key_F2:
            self.new.click()
            return True
        if event.key() == Qt.Key.Key_Escape and self.box.text():
            self.box.clear()
            self.box.setFocus()
            return True
        return self.story.key(event)

    def _on_text(self, text: str) -> None:
        self.refusal.clear()
        self._finder.want(text)

    def _show(self, text: str, found: ManyMembers) -> None:
        w = self.desk.words
        self._found, self._text = found, text
        nobody = w("ui_members.nobody", text=text) if text else ""
        none_yet = w("ui_members.nobody_next") if text else w("ui_members.none_yet")
        self.rows.show_rows(
            [self._row(row) for row in found.rows], heading="" if text else w("ui_members.newest"),
            empty=nobody or none_yet, empty_next=none_yet if nobody else "",
            note=w("ui_members.more", count=found.more) if found.more else "",
        )  # fmt: skip

    def _row(self, row: MemberRow) -> RowWords:
        w = self.desk.words
        came = w("ui_members.visits", count=row.visits) if row.visits else w("ui_members.no_visit")
        known = phone_text(row.phone) if row.phone else row.card or w("ui_members.no_phone")
        last = w.short_day(row.last_visit) if row.last_visit else ""
        return RowWords(key=row.id, title=row.name, detail=f"{known} · {came}", trailing=last)

    def _changed(self, card: MemberCard) -> None:
        if self.isVisible():
            self._finder.want(self.box.text())
            if self.story.member == card.row.id:
                self.story.open(card.row.id)

    def _refused(self, refusal: Refused) -> None:
        self.refusal.say(self.desk.words.say(refusal.reason))
