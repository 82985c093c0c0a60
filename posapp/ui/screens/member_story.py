"""One member: the card as she knows it, what can be done for her, and her story in words."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from posapp.loyalty.errors import Refused
from posapp.till import clubs, members
from posapp.till.clubs import ClubRow
from posapp.till.context import Till
from posapp.till.views import MemberCard, StoryItem
from posapp.ui.registry import Desk
from posapp.ui.theme import GAP, LABEL, LINE, ROW, SEMIBOLD, SMALL
from posapp.ui.widgets.badge import Badge
from posapp.ui.widgets.badges import Badges
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.member_card import MemberCardView
from posapp.ui.widgets.painted import Painted
from posapp.ui.widgets.scroll import Scroll
from posapp.ui.widgets.strip import Strip
from posapp.ui.widgets.whole_card import show_whole
from posapp.ui.widgets.written import phone_text

_PAGE = 12
_BESIDE = 240
"""Badges that are wider than this stand under what happened: beside it they would leave its words no room."""
Known = tuple[MemberCard, tuple[StoryItem, ...], tuple[ClubRow, ...]]


class StoryRow(Painted):
    """One thing that happened: what, when, and by how much each balance moved. A sale can be opened."""

    opened = Signal(str)

    def __init__(self, desk: Desk, item: StoryItem) -> None:
        super().__init__(desk.look)
        w, look = desk.words, desk.look
        moment, what = w.moment(item.moment), w.say(item.what)
        said = Label(look, what, size=SMALL, weight=SEMIBOLD, wrap=True)
        when = Label(look, moment, size=LABEL, colour="soft")
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(said)
        texts.addWidget(when)
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(16), look.px(8), look.px(12), look.px(9))
        row.setSpacing(look.px(8))
        row.addLayout(texts, 1)
        moved = [f"{w.name(name)} {'+' if by > 0 else ''}{w.number(by)}" for name, by in item.changes]
        badges = [
            Badge(look, text, kind="good" if by > 0 else "plain")
            for text, (_, by) in zip(moved, item.changes, strict=True)
        ]
        if sum(badge.sizeHint().width() + look.px(8) for badge in badges) > look.px(_BESIDE):
            texts.addSpacing(look.px(4))
            texts.addWidget(Badges(look, badges))
        else:
            for badge in badges:
                row.addWidget(badge)
        if item.sale is not None:
            sale = item.sale
            open_sale = Button(look, "›", kind="quiet", name=w("ui_members.open_sale", moment=moment))
            open_sale.clicked.connect(lambda: self.opened.emit(sale))
            row.addWidget(open_sale)
        self.setAccessibleName(". ".join((what, moment, *moved)))
        self.setMinimumHeight(look.px(ROW))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A hairline below."""
        painter, side = QPainter(self), self.look.px(16)
        painter.setPen(self.look.colours.line)
        painter.drawLine(side, self.height() - 1, self.width() - side, self.height() - 1)


_CARD_SHARE = 0.45
"""Of the height, what her card may take at most."""


class MemberStory(QWidget):
    """Shows a member: `open` her id. What can be done is done in sheets, so that the story stays in sight."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        look = desk.look
        self.member = ""
        self.card: MemberCard | None = None
        self._items: tuple[StoryItem, ...] = ()
        self._club_rows: tuple[ClubRow, ...] = ()
        self._limit = _PAGE
        self.empty = Label(look, size=LINE, weight=SEMIBOLD, colour="soft", wrap=True, centre=True)
        self.known = Label(look, size=SMALL, colour="soft", wrap=True)
        self.drawn = MemberCardView(look, desk.words)
        self.drawn.veiled = False  # who looks members up must tell two of them apart
        self.to_sale = Button(look, kind="filled", hint="F4")
        self.correct = Button(look, hint="F5")
        self.change = Button(look)
        self.cards = Button(look)
        self.clubs = Button(look)
        self.refusal = Strip(look)
        self.heading = Label(look, size=LABEL, weight=SEMIBOLD, colour="soft")
        self.nothing = Label(look, size=SMALL, colour="soft", wrap=True)
        self.more = Button(look, kind="quiet")
        self._lay_out()
        self.drawn.more.connect(lambda: show_whole(self.desk, self.card, veiled=False))
        self.to_sale.clicked.connect(self._to_sale)
        self.correct.clicked.connect(self._correct)
        self.change.clicked.connect(self._change)
        self.cards.clicked.connect(self._cards)
        self.clubs.clicked.connect(self._clubs)
        self.more.clicked.connect(self._show_earlier)
        self._show(None)

    def _lay_out(self) -> None:
        look = self.desk.look
        self.body = QWidget()
        body = self._body = QVBoxLayout(self.body)
        body.setContentsMargins(0, 0, 0, 0)
        self._who = QVBoxLayout()
        self._who.setSpacing(0)
        self._who.addWidget(self.known)
        self._does = QHBoxLayout()
        for button in (self.to_sale, self.correct, self.change, self.cards, self.clubs):
            self._does.addWidget(button)
            if button is self.to_sale:
                self._does.addStretch(1)
        self.past = Card(look, padding=(0, 6), spacing=0)
        inside = QWidget()
        self._rows = QVBoxLayout(inside)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._rows.addWidget(self.heading)
        self._rows.addWidget(self.nothing)
        self._rows.addWidget(self.more, 0, Qt.AlignmentFlag.AlignHCenter)
        self._rows.addStretch(1)
        self.past.column.addWidget(Scroll(look, inside))
        body.addWidget(self.drawn)
        body.addLayout(self._who)
        body.addLayout(self._does)
        body.addWidget(self.refusal)
        body.addWidget(self.past, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.body, 1)
        column.addWidget(self.empty, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Her card leaves the story room, whatever the height."""
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        self.drawn.set_room(max(round(self.height() * _CARD_SHARE), self.drawn.least_high))

    def restyle(self) -> None:
        """Follow the look."""
        px = self.desk.look.px
        self._share()
        self._body.setSpacing(px(GAP))
        self._does.setSpacing(px(8))
        self.to_sale.setMinimumWidth(px(200))
        for label in (self.heading, self.nothing):
            label.setContentsMargins(px(16), px(8), px(16), px(6))
        self._show_story()

    def retranslate(self) -> None:
        """Say everything in the language of the moment."""
        w = self.desk.words
        self.empty.setText(w("ui_members.pick"))
        self.to_sale.setText(w("ui_members.to_sale"))
        self.correct.setText(w("ui_members.correct"))
        self.change.setText(w("ui_members.change"))
        self.cards.setText(w("ui_members.cards"))
        self.clubs.setText(w("ui_clubs.button"))
        self.heading.setText(w("ui_members.story"))
        self.nothing.setText(w("ui_members.story_empty"))
        self.more.setText(w("ui_members.story_more"))
        self._show_head()
        self._show_story()

    def key(self, event: QKeyEvent) -> bool:
        """F4 rings up for the member, F5 corrects a balance."""
        if self.card is None or event.key() not in (Qt.Key.Key_F4, Qt.Key.Key_F5):
            return False
        (self.to_sale if event.key() == Qt.Key.Key_F4 else self.correct).click()
        return True

    def open(self, member_id: str) -> None:
        """Show a member; what is shown stays until she is there."""
        if member_id != self.member:
            self._limit = _PAGE
        self.member = member_id
        limit = self._limit + 1

        def know(till: Till) -> Known:
            card, items = members.card_of(till, member_id), members.story(till, member_id, limit=limit)
            return card, items, clubs.clubs(till, member_id)

        self.desk.lane.run(know, done=self._known, refused=self._refused)

    def _known(self, known: Known) -> None:
        card, items, club_rows = known
        if card.row.id == self.member:
            self._items, self._club_rows = items, club_rows
            self._show(card)

    def _show(self, card: MemberCard | None) -> None:
        self.card = card
        self.body.setVisible(card is not None)
        self.empty.setVisible(card is None)
        self.refusal.clear()
        self.drawn.show_card(card)
        self.clubs.setVisible(bool(self._club_rows))
        self._show_head()
        self._show_story()

    def _show_head(self) -> None:
        if self.card is None:
            return
        self._share()
        w, row = self.desk.words, self.card.row
        parts = [
            phone_text(row.phone) if row.phone else w("ui_members.no_phone"), row.card or w("ui_members.no_card"),
            w("ui_members.last_visit", day=row.last_visit) if row.last_visit else w("ui_members.no_visit"),
        ]  # fmt: skip
        self.known.setText(" · ".join(parts))

    def _show_story(self) -> None:
        while self._rows.count() > 4:  # the heading, what stands where nothing happened, the button, the stretch
            taken = self._rows.takeAt(2)
            widget = taken.widget() if taken else None
            if widget is not None:
                widget.hide()  # it is deleted only when the events are through, and would stand under the new ones
                widget.deleteLater()
        for place, item in enumerate(self._items[: self._limit] if self.card else ()):
            row = StoryRow(self.desk, item)
            row.opened.connect(lambda sale: self.desk.go.open("returns", sale=sale))
            self._rows.insertWidget(2 + place, row)
        self.nothing.setVisible(not self._items)
        self.more.setVisible(len(self._items) > self._limit)

    def _show_earlier(self) -> None:
        self._limit += _PAGE
        self.open(self.member)

    # What can be done

    def _to_sale(self) -> None:
        card = self.card
        if card is not None:
            self.desk.go.open("sale", member=card.row.id)

    def _correct(self) -> None:
        from posapp.ui.screens.member_adjust import AdjustSheet

        if self.card is not None:
            self.desk.go.show_sheet(AdjustSheet(self.desk, self.card))

    def _change(self) -> None:
        from posapp.ui.screens.member_change import ChangeSheet

        if self.card is not None:
            member = self.card.row.id
            self.desk.lane.run(
                lambda till: (members.profile(till, member), till.now().date()),
                done=lambda known: self.desk.go.show_sheet(ChangeSheet(self.desk, *known)), refused=self._refused,
            )  # fmt: skip

    def _cards(self) -> None:
        from posapp.ui.screens.member_cards import CardsSheet

        if self.card is not None:
            member = self.card.row.id
            self.desk.lane.run(
                lambda till: (members.profile(till, member), till.shop.name),
                done=lambda known: self.desk.go.show_sheet(CardsSheet(self.desk, known[0], shop=known[1])),
                refused=self._refused,
            )

    def _clubs(self) -> None:
        from posapp.ui.screens.member_clubs import ClubsSheet

        if self.card is not None:
            self.desk.go.show_sheet(ClubsSheet(self.desk, self.card, self._club_rows))

    def _refused(self, refusal: Refused) -> None:
        if self.card is None:
            self.desk.go.tell_refused(refusal)
        else:
            self.refusal.say(self.desk.words.say(refusal.reason))
