"""The member as she knows herself: name and rank, stamps as stamps, points with what goes soon, the next level.

It is painted from the panels of `posapp.loyalty.outcome` and knows no kind of program.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from posapp.i18n import masked
from posapp.ui.theme import BOLD, CARD_RADIUS, LABEL, LAND_MS, LINE, NAME, SEMIBOLD, SMALL, Look
from posapp.ui.widgets.badge import paint_badge
from posapp.ui.widgets.basket import paint_card
from posapp.ui.widgets.flash import Passing
from posapp.ui.widgets.painted import Painted, rounded
from posapp.ui.widgets.panels import is_balance, is_level, is_note, is_stamps, tells_least, that_fit
from posapp.ui.widgets.seal import Places, paint_place, paint_places, paint_seal
from posapp.ui.words import Words

if TYPE_CHECKING:
    from posapp.loyalty.outcome import BalancePanel, LevelPanel, NotePanel, Panel, StampPanel
    from posapp.till.views import MemberCard

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
_SIDE, _TOP, _HEAD, _FOOT, _MORE, _NOTE_LINE = 16, 12, 52, 12, 30, 20

_NAMED_MS = 40
"""A screen reader is told in words what the eye sees first: not before the picture is there."""


class MemberCardView(Painted):
    """The card at the top of the right column; without a member it says what a card would bring.

    `veiled` masks her name, since customers look over the counter; the members' screen shows it whole. Where
    `set_room` leaves too little, what tells least is left out; a press says `more` was wanted.
    """

    more = Signal()

    def __init__(self, look: Look, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.words = words
        self.veiled = True
        self.card: MemberCard | None = None
        self._fresh: dict[str, int] = {}
        self._room_high: int | None = None
        self.landing = Passing(look, LAND_MS, self.update, self)
        self._naming = QTimer(self, singleShot=True, interval=_NAMED_MS)
        self._naming.timeout.connect(self._name_it)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_card(self, card: MemberCard | None, *, landed: dict[str, int] | None = None) -> None:
        """Show a member, or nobody. `landed` says how many stamps of a program have just come: they land."""
        if card == self.card and not landed:
            return
        self.card, self._fresh = card, landed or {}
        if landed:
            self.landing.start()
        if self.isVisible():
            self._naming.start()
        else:
            self._name_it()
        self._lay_anew()

    def set_room(self, high: int | None) -> None:
        """How high it may be (pixels); None: as high as it likes."""
        if high != self._room_high:
            self._room_high = high
            self._lay_anew()

    def _lay_anew(self) -> None:
        """It is pressed, and stops the Tab key, only where something was left out."""
        folded = bool(self.left_out)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if folded else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if folded else Qt.CursorShape.ArrowCursor)
        self.updateGeometry()
        self.update()

    def restyle(self) -> None:
        """Follow the look."""
        self.updateGeometry()

    def retranslate(self) -> None:
        """Say it in the language of the moment."""
        self._name_it()
        self.update()

    def _name_it(self) -> None:
        words = self.words
        if self.card is None:
            self.setAccessibleName(words("ui_sale.no_member"))
            return
        said = [
            masked(self.card.row.name),
            words.name(self.card.tier_name) if self.card.tier_name else "",
            self._since(),
        ]
        for panel in self.card.panels:
            if is_stamps(panel):
                said.append(words("ui_sale.stamps_of", name=panel.name, have=panel.have, size=panel.size))
                said.append(words.say(panel.next))
            elif is_balance(panel):
                said.append(f"{words.name(panel.name)} {self._amount(panel)} {self._terms(panel)}")
            elif is_note(panel):
                said.append(f"{words.name(panel.name)}: {words.say(panel.note)}")
            elif is_level(panel) and panel.next is not None:
                said.append(words.say(panel.next))
        self.setAccessibleName(". ".join(part for part in said if part))

    # What it says

    def _who(self) -> str:
        assert self.card is not None
        return masked(self.card.row.name) if self.veiled else self.card.row.name

    def _since(self) -> str:
        assert self.card is not None
        row = self.card.row
        return self.words("ui_sale.visits_since", count=row.visits, since=self.words.month(row.joined))

    def _balance(self, panel: BalancePanel) -> str:
        return self.words.money(panel.balance) if panel.unit == "money" else self.words.number(panel.balance)

    def _amount(self, panel: BalancePanel) -> str:
        """The balance with its unit, where its name alone would leave open what is counted: "3 sessions"."""
        if panel.unit in ("sessions", "coupons", "entries"):
            return self.words(f"day.{panel.unit}", count=panel.balance)
        return self._balance(panel)

    def _unit(self, panel: BalancePanel) -> str:
        assert self.card is not None
        alone = sum(is_balance(each) and each.unit == "points" for each in self.card.panels) == 1
        return self.words("ui_sale.points") if panel.unit == "points" and alone else self.words.name(panel.name)

    def _terms(self, panel: BalancePanel) -> str:
        """What of it goes soon, and what cannot be spent yet."""
        said = []
        for key, amount, day in (
            ("ui_sale.expiring", panel.expiring, panel.expires_on),
            ("ui_sale.ready_on", panel.pending, panel.spendable_on),
        ):
            if amount and day is not None:
                said.append(self.words(key, amount=self._some(panel, amount), on=self.words.short_day(day)))
        return " · ".join(said)

    def _some(self, panel: BalancePanel, amount: int) -> str:
        """A part of a balance, as short as can be: what it is of stands beside it."""
        if panel.unit == "money":
            return self.words.money(amount)
        some = "ui_sale.some_points" if panel.unit == "points" else "ui_sale.some"
        return self.words(some, amount=self.words.number(amount))

    # How high it is

    def _main_balance(self) -> BalancePanel | None:
        """The balance that stands large at the right of the name: the first one that is like money. Sessions and
        coupons want the word for what is counted, and stand in a line of their own."""
        assert self.card is not None
        found = (panel for panel in self.card.panels if is_balance(panel))
        return next((panel for panel in found if panel.unit in ("points", "money")), None)

    def _all(self) -> list[Panel]:
        assert self.card is not None
        first = self._main_balance()
        return [panel for panel in self.card.panels if panel is not first]

    def _shown(self) -> list[Panel]:
        """What there is room for."""
        panels, px = self._all(), self.look.px
        if self._room_high is None or self.whole_high <= self._room_high:
            return panels
        left = self._room_high - px(_TOP + _HEAD + _MORE + _FOOT)
        return that_fit(panels, [px(self._high(panel)) for panel in panels], left)

    @property
    def left_out(self) -> int:
        """How many of her programs are not shown for want of room."""
        return len(self._all()) - len(self._shown()) if self.card is not None else 0

    @property
    def whole_high(self) -> int:
        """How high it is with everything (pixels)."""
        if self.card is None:
            return self.look.px(104)
        return self.look.px(_TOP + _HEAD + sum(map(self._high, self._all())) + _FOOT)

    @property
    def least_high(self) -> int:
        """How high it is with her name and the one that tells most (pixels)."""
        if self.card is None or not self._all():
            return self.whole_high
        first = self._high(min(self._all(), key=tells_least))
        return min(self.whole_high, self.look.px(_TOP + _HEAD + first + _MORE + _FOOT))

    def _rows_of(self, panel: StampPanel) -> tuple[int, int]:
        """How many stamps stand in a row and how many rows there are."""
        across = panel.size if panel.size <= 10 else -(-panel.size // 2) if panel.size <= 24 else 12
        return across, -(-panel.size // across)

    def _high(self, panel: Panel) -> int:
        if is_stamps(panel):
            across, rows = self._rows_of(panel)
            return 26 + rows * (36 if across <= 10 else 30) + 4
        if is_level(panel):
            return 34 if panel.next is not None else 0
        if is_note(panel) and not self._on_one_line(panel):
            return 24 + _NOTE_LINE * self._note_lines(panel)
        return 24

    def _on_one_line(self, panel: NotePanel) -> bool:
        """Whether a note stands beside its program's name; else it stands under it."""
        said = self.words.name(panel.name), self.words.say(panel.note)
        wide = sum(self.look.wide(text, LABEL, SEMIBOLD) for text in said)
        return wide + self.look.px(12) <= self._room()

    def _note_lines(self, panel: NotePanel) -> int:
        """How many lines a note takes under its program's name: what a program that ends says is never cut."""
        metrics = self.look.metrics(LABEL, SEMIBOLD)
        wrapped = metrics.boundingRect(QRect(0, 0, self._room(), 1 << 14), _WRAPPED, self.words.say(panel.note))
        return max(round(wrapped.height() / metrics.lineSpacing()), 1)

    def _room(self) -> int:
        """How wide a line may be."""
        return self.width() - 2 * self.look.px(_SIDE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In another width a note may need another line."""
        super().resizeEvent(event)
        if self.card is not None and any(is_note(panel) for panel in self.card.panels):
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As high as its panels are."""
        if not self.left_out:
            return QSize(self.look.px(320), self.whole_high)
        high = _TOP + _HEAD + sum(map(self._high, self._shown())) + _MORE + _FOOT
        return QSize(self.look.px(320), self.look.px(high))

    def minimumSizeHint(self) -> QSize:
        """The same: it is never cut."""
        return QSize(self.look.px(240), self.sizeHint().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A finger anywhere on it asks for the rest."""
        if self.left_out:
            self.more.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space do the same."""
        if self.left_out and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.more.emit()
        else:
            super().keyPressEvent(event)

    # How it is drawn

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        paint_card(painter, self.look, QRectF(self.rect()))
        if self.card is None:
            self._paint_nobody(painter)
            return
        self._paint_head(painter)
        y = self.look.px(_TOP + _HEAD)
        for panel in self._shown():
            if is_stamps(panel):
                self._paint_stamps(painter, panel, y)
            elif is_level(panel):
                self._paint_level(painter, panel, y)
            elif is_balance(panel):
                self._paint_balance(painter, panel, y)
            elif is_note(panel):
                self._paint_note(painter, panel, y)
            y += self.look.px(self._high(panel))
        if self.left_out:
            self._paint_more(painter, y)

    def _text(
        self, painter: QPainter, box: QRect, text: str, *, size: int, weight: int = 400, colour: str = "ink",
        right: bool = False,
    ) -> None:  # fmt: skip
        painter.setPen(getattr(self.look.colours, colour))
        painter.setFont(self.look.font(size, weight))
        shown = self.look.elided(text, box.width(), size, weight)
        painter.drawText(box, _RIGHT if right else _LEFT, shown)

    def _box(self, y: int, high: int) -> QRect:
        side = self.look.px(_SIDE)
        return QRect(side, y, self.width() - 2 * side, self.look.px(high))

    def _paint_nobody(self, painter: QPainter) -> None:
        px, words = self.look.px, self.words
        middle = QPointF(px(_SIDE + 26), self.height() / 2)
        paint_place(painter, middle, px(52), self.look)
        left = px(_SIDE + 68)
        wide = self.width() - left - px(_SIDE)
        top = (self.height() - px(58)) // 2
        self._text(painter, QRect(left, top, wide, px(24)), words("ui_sale.no_member"), size=LINE, weight=SEMIBOLD)
        painter.setPen(self.look.colours.soft)
        painter.setFont(self.look.font(LABEL))
        wrap = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(QRect(left, top + px(26), wide, px(40)), wrap, words("ui_sale.no_member_hint"))

    def _paint_head(self, painter: QPainter) -> None:
        assert self.card is not None
        px, look, words = self.look.px, self.look, self.words
        first, room = self._main_balance(), self.width() - 2 * px(_SIDE)
        if first is not None:
            amount = self._balance(first)
            wide = look.wide(amount, NAME, BOLD)
            self._text(painter, self._box(px(_TOP), 30), amount, size=NAME, weight=BOLD, right=True)
            under = " · ".join(part for part in (self._unit(first), self._terms(first)) if part)
            under_wide = look.wide(under, LABEL)
            self._text(painter, self._box(px(_TOP + 29), 20), under, size=LABEL, colour="soft", right=True)
            self._text(
                painter, QRect(px(_SIDE), px(_TOP + 29), room - under_wide - px(12), px(20)), self._since(),
                size=LABEL, colour="soft",
            )  # fmt: skip
            room -= wide + px(12)
        else:
            self._text(painter, self._box(px(_TOP + 29), 20), self._since(), size=LABEL, colour="soft")
        tier = words.name(self.card.tier_name) if self.card.tier_name else ""
        tier_wide = look.wide(tier, LABEL, SEMIBOLD) + px(18) if tier else 0
        name = look.elided(self._who(), room - tier_wide - px(8), NAME, BOLD)
        self._text(painter, QRect(px(_SIDE), px(_TOP), room, px(30)), name, size=NAME, weight=BOLD)
        if tier:
            at = px(_SIDE + 8) + look.wide(name, NAME, BOLD)
            paint_badge(painter, look, QRectF(at, px(_TOP + 4), tier_wide, px(22)), tier, kind="rank")

    def _paint_stamps(self, painter: QPainter, panel: StampPanel, y: int) -> None:
        px, c = self.look.px, self.look.colours
        across, _ = self._rows_of(panel)
        next_ = self.words.say(panel.next)
        next_wide = self.look.wide(next_, LABEL, SEMIBOLD)
        box = self._box(y, 22)
        self._text(painter, box, next_, size=LABEL, weight=SEMIBOLD, colour="seal", right=True)
        box.setWidth(max(box.width() - next_wide - px(12), px(60)))
        self._text(painter, box, self.words.name(panel.name), size=LABEL, weight=SEMIBOLD)
        high = px(36 if across <= 10 else 30)
        step = (self.width() - 2 * px(_SIDE)) / across
        size = min(step - px(3), high - px(4))
        step = min(step, size + px(14))
        places = Places(
            left=px(_SIDE), top=y + px(26), count=panel.size, across=across, size=size, step=step, high=high
        )
        have = min(panel.have, panel.size)
        fresh = min(self._fresh.get(panel.program, 0), have)
        marks = {mark.at: mark.taken for mark in panel.marks}
        paint_places(painter, self.look, places, have=have, marks=marks, bare=fresh)
        for place in range(have - fresh, have):
            scale = 1 + 0.6 * self.landing.left
            paint_seal(painter, places.middle(place), size, c.seal, place=place, scale=scale)

    def _paint_more(self, painter: QPainter, y: int) -> None:
        """How many more there are, where a press shows them; the ring while the keyboard is on it."""
        said = self.words("ui_sale.more_of_hers", count=self.left_out)
        self._text(painter, self._box(y + self.look.px(6), 22), said, size=LABEL, weight=SEMIBOLD)
        if self.hasFocus():
            inner = QRectF(self.rect()).adjusted(2, 2, -2, -2)
            rounded(painter, inner, self.look.px(CARD_RADIUS) - 2, line=self.look.colours.ink, width=2)

    def _paint_level(self, painter: QPainter, panel: LevelPanel, y: int) -> None:
        if panel.next is None:
            return
        px, c = self.look.px, self.look.colours
        bar = QRectF(self._box(y + px(4), 6))
        rounded(painter, bar, bar.height() / 2, fill=c.line)
        if panel.progress:
            bar.setWidth(max(bar.height(), bar.width() * min(panel.progress, 1000) / 1000))
            rounded(painter, bar, bar.height() / 2, fill=c.rank)
        self._text(painter, self._box(y + px(12), 20), self.words.say(panel.next), size=LABEL, colour="soft")

    def _paint_balance(self, painter: QPainter, panel: BalancePanel, y: int) -> None:
        amount = self._amount(panel)
        box = self._box(y, 22)
        self._text(painter, box, amount, size=SMALL, weight=SEMIBOLD, right=True)
        box.setWidth(box.width() - self.look.wide(amount, SMALL, SEMIBOLD) - self.look.px(12))
        said = " · ".join(part for part in (self._unit(panel), self._terms(panel)) if part)
        self._text(painter, box, said, size=LABEL, colour="soft")

    def _paint_note(self, painter: QPainter, panel: NotePanel, y: int) -> None:
        """The program's name and its note beside it, or under it where both are too long."""
        name, note = self.words.name(panel.name), self.words.say(panel.note)
        self._text(painter, self._box(y, 22), name, size=LABEL, colour="soft")
        if self._on_one_line(panel):
            self._text(painter, self._box(y, 22), note, size=LABEL, weight=SEMIBOLD, right=True)
        else:
            painter.setPen(self.look.colours.ink)
            painter.setFont(self.look.font(LABEL, SEMIBOLD))
            high = _NOTE_LINE * self._note_lines(panel)
            painter.drawText(self._box(y + self.look.px(21), high), _WRAPPED, note)
