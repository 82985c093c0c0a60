"""What customers answered: whom to follow up, and what the answers add up to."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posapp.insight.surveys import SurveyFigures
from posapp.loyalty.errors import Refused
from posapp.till import surveys
from posapp.till.context import Till
from posapp.till.owner_views import SurveyAnswer
from posapp.ui.ranked import run_ranked
from posapp.ui.registry import Desk, Screen, screen
from posapp.ui.theme import BOLD, COLUMN, EDGE, EXTRABOLD, GAP, LABEL, NAME, SEMIBOLD, SMALL
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.field import Field
from posapp.ui.widgets.figures import Figures
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.row_list import RowList, RowWords
from posapp.ui.widgets.scroll import Scroll
from posapp.ui.widgets.strip import Strip

_LEFT = 400
_SAID = 34
Known = tuple[tuple[SurveyAnswer, ...], tuple[SurveyFigures, ...]]


def _know(till: Till) -> Known:
    return surveys.follow_ups(till), surveys.summary(till)


@screen("surveys", title_key="ui_games.surveys", rank=36)
class SurveysScreen(Screen):
    """Low answers that wait at the left, one of them and the figures at the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        look = desk.look
        self.rows = RowList(look)
        self.question = Label(look, size=LABEL, weight=SEMIBOLD, colour="soft", wrap=True)
        self.said = Label(look, size=_SAID, weight=EXTRABOLD, colour="seal")
        self.word = Label(look, size=NAME, weight=BOLD, wrap=True)
        self.who = Label(look, size=SMALL, colour="soft", wrap=True)
        self.note = Field(look)
        self.refusal = Strip(look)
        self.her_card = Button(look, tall=True)
        self.seen_to = Button(look, kind="filled", tall=True, hint="Enter")
        self.figures_title = Label(look, size=LABEL, weight=SEMIBOLD, colour="soft")
        self.figures = Figures(look)
        self.nothing = Label(look, size=SMALL, colour="soft", wrap=True)
        self._answers: tuple[SurveyAnswer, ...] = ()
        self._figures: tuple[SurveyFigures, ...] = ()
        self._chosen = ""
        self._lay_out()
        self.rows.picked.connect(self._choose)
        self.her_card.clicked.connect(self._open_card)
        self.seen_to.clicked.connect(self._close)
        self.note.entered.connect(self._close)
        desk.hub.sale_recorded.connect(lambda _sale: self._refresh())

    def _lay_out(self) -> None:
        look = self.desk.look
        self.rows.setMinimumWidth(1)
        self.card = Card(look, padding=(24, 20), spacing=8)
        for widget in (self.question, self.said, self.word, self.who, self.note, self.refusal):
            self.card.column.addWidget(widget)
        self._buttons = QHBoxLayout()
        self._buttons.addWidget(self.her_card, 1)
        self._buttons.addWidget(self.seen_to, 1)
        self.card.column.addLayout(self._buttons)
        inside = QWidget()
        self._inside = QVBoxLayout(inside)
        self._inside.setContentsMargins(0, 0, 0, 0)
        for part in (self.figures_title, self.figures, self.nothing):
            self._inside.addWidget(part)
        self._inside.addStretch(1)
        self.sums = Card(look, padding=(24, 16), spacing=8)
        self.sums.column.addWidget(Scroll(look, inside))
        self._right = QVBoxLayout()
        self._right.addWidget(self.card)
        self._right.addWidget(self.sums, 1)
        self._both = QHBoxLayout(self)
        self._both.addWidget(self.rows)
        self._both.addLayout(self._right, 1)

    def restyle(self) -> None:
        px = self.desk.look.px
        self.rows.setFixedWidth(px(_LEFT))
        self._buttons.setSpacing(px(GAP))
        self._inside.setSpacing(px(10))
        self._right.setSpacing(COLUMN)
        self._both.setContentsMargins(EDGE, 0, EDGE, EDGE)
        self._both.setSpacing(COLUMN)

    def retranslate(self) -> None:
        w = self.desk.words
        self.rows.setAccessibleName(w("ui_games.surveys"))
        self.note.set_label(w("ui_games.note"), hint=w("ui_games.note_hint"))
        self.her_card.setText(w("ui_games.her_card"))
        self.seen_to.setText(w("ui_games.seen_to"))
        self.figures_title.setText(w("ui_games.figures"))
        self.nothing.setText(w("ui_games.no_answers"))
        self._show()

    def enter(self, **wishes: Any) -> None:
        self.refusal.clear()
        self._refresh()
        self.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refresh(self) -> None:
        if self.isVisible():
            self.desk.lane.run(_know, done=self._known, refused=self._refused)

    def _known(self, known: Known) -> None:
        self._answers, self._figures = known
        self._show()

    def _show(self) -> None:
        w = self.desk.words
        self.rows.show_rows(
            [
                RowWords(
                    key=each.id, title=self._said(each.scale, each.answer),
                    detail=" · ".join(part for part in (each.member.name if each.member else "", each.word) if part),
                    trailing=w.day(each.moment.date()),
                )
                for each in self._answers
            ],
            empty=w("ui_games.nobody_waits"), empty_next=w("ui_games.nobody_waits_next"),
        )  # fmt: skip
        answer = self._answer()
        self.card.setVisible(answer is not None)
        if answer is not None:
            self.question.setText(w.name(answer.name))
            self.said.setText(self._said(answer.scale, answer.answer))
            self.word.setText(f"“{answer.word}”" if answer.word else "")
            self.word.setVisible(bool(answer.word))
            name = answer.member.name if answer.member else w("ui_games.no_member")
            self.who.setText(f"{name} · {w.day(answer.moment.date())}")
            self.her_card.setVisible(answer.member is not None)
        self._show_figures()

    def _show_figures(self) -> None:
        w = self.desk.words
        rows: list[tuple[str, str, str]] = []
        for each in self._figures:
            rows.append((f"{w.name(each.name)} · {w('survey.count', count=each.count)}", "", ""))
            if each.score is not None:
                rows.append(
                    (w("ui_games.score"), f"{each.score:+}".replace("-", "−"), "good" if each.score > 0 else "ink")
                )
            if each.average is not None:
                rows.append((w("ui_games.average"), w("ui_games.number", number=each.average), ""))
            rows += [(self._said(each.scale, said), w.number(count), "") for said, count in each.answers if count]
        self.figures.show_figures(*rows)
        self.figures_title.setVisible(bool(rows))
        self.nothing.setVisible(not rows)

    def _said(self, scale: str, answer: str) -> str:
        """An answer as it is read: a feeling, stars, or so many of ten."""
        w = self.desk.words
        if scale == "feelings":
            return w(f"survey.feeling_{answer}")
        number = int(answer)
        return "★" * number + "☆" * (5 - number) if scale == "stars" else w("ui_games.of_ten", count=number)

    def _answer(self) -> SurveyAnswer | None:
        return next((each for each in self._answers if each.id == self._chosen), None)

    def _choose(self, answer: str) -> None:
        self._chosen = answer
        self.refusal.clear()
        self.note.set_text("")
        self._show()
        self.note.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_card(self) -> None:
        answer = self._answer()
        if answer is not None and answer.member is not None:
            self.desk.go.open("members", member=answer.member.id)

    def _close(self) -> None:
        answer, note = self._answer(), self.note.text()
        if answer is None:
            return
        chosen = answer.id

        def close(till: Till) -> Known:
            surveys.close(till, chosen, note=note)
            return _know(till)

        def done(known: Known) -> None:
            self._chosen = ""
            self.desk.go.tell(self.desk.words("ui_games.seen_to_done"))
            self._known(known)
            self.rows.setFocus(Qt.FocusReason.OtherFocusReason)

        run_ranked(self.desk, close, done=done, refused=self._refused)

    def _refused(self, refusal: Refused) -> None:
        self.refusal.say(self.desk.words.say(refusal.reason))
        self.desk.go.play("refused")
