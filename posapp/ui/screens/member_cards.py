"""A member's cards: issue one, block one that was lost, replace it, print it now or later."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posapp.loyalty.errors import Refused
from posapp.loyalty.members import Member
from posapp.till import cards, members
from posapp.till.context import Till
from posapp.till.views import MemberCard
from posapp.ui.ranked import run_ranked
from posapp.ui.registry import Desk
from posapp.ui.theme import LINE, SEMIBOLD, SMALL
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.sheet import Question, Sheet
from posapp.ui.widgets.strip import Strip

Answer = TypeVar("Answer")


class CardsSheet(Sheet):
    """Each card in force with what can be done with it; nothing is blocked without a question."""

    def __init__(self, desk: Desk, member: Member, *, shop: str) -> None:
        super().__init__(desk.look, desk.words("ui_members.cards_title", name=member.name), wide=620)
        self.desk, self.member, self.shop = desk, member, shop
        look, w = desk.look, desk.words
        self.none = Label(look, w("ui_members.cards_none"), size=SMALL, colour="soft", wrap=True)
        self.list = QWidget()
        self._rows = QVBoxLayout(self.list)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self.said = Strip(look)
        self.close_ = Button(look, w("ui_form.close"), tall=True)
        self.issue = Button(look, w("ui_members.card_issue"), kind="filled", tall=True)
        for widget in (self.none, self.list, self.said):
            self.column.addWidget(widget)
        self.buttons(self.close_, self.issue)
        self.close_.clicked.connect(self.finish)
        self.issue.clicked.connect(self._issue)
        self._show()

    def first_focus(self) -> None:
        """On what changes nothing."""
        self.close_.setFocus(Qt.FocusReason.TabFocusReason)

    def _show(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for number in self.member.cards:
            self._rows.addWidget(self._card(number))
        self.none.setVisible(not self.member.cards)
        self.list.setVisible(bool(self.member.cards))

    def _card(self, number: str) -> QWidget:
        look, w = self.desk.look, self.desk.words
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(look.px(8))
        grouped = " ".join(number[at : at + 4] for at in range(0, len(number), 4))
        across.addWidget(Label(look, grouped, size=LINE, weight=SEMIBOLD), 1)
        for key, does in (
            ("ui_members.card_print", self._print),
            ("ui_members.card_replace", self._ask_replace),
            ("ui_members.card_block", self._ask_block),
        ):
            button = Button(look, w(key), name=f"{w(key)} {grouped}")
            button.clicked.connect(lambda _=False, does=does: does(number))
            across.addWidget(button)
        return row

    # Issue, block, replace

    def _issue(self) -> None:
        member = self.member.id
        self._do(lambda till: cards.issue_card(till, member), "ui_members.card_issued")

    def _ask_block(self, number: str) -> None:
        reason = self.desk.words("ui_members.card_lost")

        def block(till: Till) -> str:
            cards.revoke_card(till, number, reason=reason)
            return number

        w = self.desk.words
        question = w("ui_members.card_block_question", number=number)
        self._ask(question, w("ui_members.card_block_yes"), lambda: self._do(block, "ui_members.card_blocked"))

    def _ask_replace(self, number: str) -> None:
        member = self.member.id

        def replace(till: Till) -> str:
            return cards.replace_card(till, member, old=number)

        w = self.desk.words
        question = w("ui_members.card_replace_question", number=number)
        self._ask(question, w("ui_members.card_replace_yes"), lambda: self._do(replace, "ui_members.card_replaced"))

    def _ask(self, question: str, yes: str, on_yes: Callable[[], None]) -> None:
        no = self.desk.words("ui_form.no")
        self.desk.go.show_sheet(Question(self.desk.look, question, yes=yes, no=no, on_yes=on_yes))

    def _do(self, what: Callable[[Till], str], said: str) -> None:
        member = self.member.id

        def do(till: Till) -> tuple[str, Member, MemberCard]:
            number = what(till)
            return number, members.profile(till, member), members.card_of(till, member)

        run_ranked(self.desk, do, done=lambda came: self._done(said, *came), refused=self._refuse)

    def _done(self, said: str, number: str, member: Member, card: MemberCard) -> None:
        self.member = member
        self._show()
        self.said.say(self.desk.words(said, number=number), kind="good")
        self.desk.hub.member_changed.emit(card)

    def _refuse(self, refusal: Refused) -> None:
        self.said.say(self.desk.words.say(refusal.reason))
        self.desk.go.play("refused")

    # Print

    def _print(self, number: str) -> None:
        # Drawing takes Pillow a moment to load; it is wanted rarely and never at the start.
        from posapp.cards.card import CardFace
        from posapp.cards.sheet import write_cards

        face = CardFace(shop=self.shop, kind=self.desk.words("cards.kind"), number=number, holder=self.member.name)
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = Path(documents) / "posapp" / number
        try:
            (file,) = write_cards([face], folder, layout="cr80", file_format="pdf")
        except OSError:
            self.said.say(self.desk.words("ui_members.card_print_failed"))
            return
        self.said.say(self.desk.words("ui_members.card_printed", file=str(file)), kind="good")
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))
