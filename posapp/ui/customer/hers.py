"""Who she is and what she owns: her name masked, her rank, her stamps as seals, her points and what goes soon.

It is painted from the panels of `posapp.loyalty.outcome` and knows no kind of program.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from posapp.i18n import masked
from posapp.ui.customer.stamps import Grid, paint_stamps
from posapp.ui.customer.writing import CENTRE, RIGHT, write
from posapp.ui.theme import BOLD, LAND_MS, LINE, NAME, SEMIBOLD, SMALL, TEXT, Look
from posapp.ui.widgets.flash import Passing
from posapp.ui.widgets.painted import Painted, rounded
from posapp.ui.widgets.panels import is_balance, is_level, is_note, is_stamps
from posapp.ui.words import Words

if TYPE_CHECKING:
    from posapp.loyalty.outcome import BalancePanel, LevelPanel, Panel, StampPanel
    from posapp.till.views import MemberCard

_ROW, _LEAST_STAMPS = 32, 60
_WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
_NOTE_LINE = 22
_MOST_BROUGHT = 4
_GREETING, _BROUGHT, _UNDER, _TITLE, _BALANCE, _LEVEL, _NOTE, _BETWEEN = 54, 32, 40, 34, 52, 52, 32, 12


class Hers(Painted):
    """The member as she may see herself; `greeting` is the sentence above, with her masked name in it, `brought` what a
    sale has just brought her. `reserved` pixels at the right of the greeting are for something else."""

    def __init__(self, look: Look, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.words = words
        self.card: MemberCard | None = None
        self.greeting = "ui_customer.hello"
        self.brought: tuple[str, ...] = ()
        self.reserved = 0
        self._tight = False
        self._fresh: dict[str, int] = {}
        self.landing = Passing(look, LAND_MS, self.update, self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_card(
        self, card: MemberCard, *, greeting: str, brought: tuple[str, ...] = (), landed: dict[str, int] | None = None
    ) -> None:
        """Show a member; `landed` says how many stamps of a program have just come."""
        if landed and (card, greeting) != (self.card, self.greeting):
            self.landing.start()
        self.card, self.greeting, self.brought, self._fresh = card, greeting, brought, landed or {}
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in her language."""
        said = []
        if self.card is not None:
            tier = self.words.name(self.card.tier_name) if self.card.tier_name else ""
            said = [self._hello(), *self.brought, tier]
            said += [text for panel in self.card.panels for text in self._said(panel)]
        self.setAccessibleName(". ".join(part for part in said if part))
        self.update()

    def _said(self, panel: Panel) -> tuple[str, ...]:
        words = self.words
        if is_stamps(panel):
            return (words.name(panel.name), self._stamped(panel))
        if is_balance(panel):
            return (f"{words.name(panel.name)} {self._amount(panel)}", self._terms(panel))
        if is_level(panel):
            return (words.say(panel.next),) if panel.next is not None else ()
        return (words.name(panel.name), words.say(panel.note)) if is_note(panel) else ()

    # What it says

    def _hello(self) -> str:
        assert self.card is not None
        return self.words(self.greeting, name=masked(self.card.row.name))

    def _stamped(self, panel: StampPanel) -> str:
        words = self.words
        return words("ui_customer.stamped", have=panel.have, size=panel.size, next=words.say(panel.next))

    def _amount(self, panel: BalancePanel) -> str:
        return self._written(panel, panel.balance)

    def _written(self, panel: BalancePanel, amount: int) -> str:
        """An amount in the panel's own unit."""
        words = self.words
        if panel.unit == "money":
            return words.money(amount)
        unit = panel.unit if panel.unit in ("points", "sessions", "coupons", "entries") else "units"
        return words(f"ui_customer.{unit}", count=amount)

    def _terms(self, panel: BalancePanel) -> str:
        """What of it goes soon, and what cannot be spent yet."""
        said = []
        for key, amount, day in (
            ("ui_customer.expiring", panel.expiring, panel.expires_on),
            ("ui_customer.ready_on", panel.pending, panel.spendable_on),
        ):
            if amount and day is not None:
                written = self._written(panel, amount)
                said.append(self.words(key, amount=written, on=self.words.short_day(day)))
        return " · ".join(said)

    # How it is drawn

    def _high(self, panel: Panel) -> int:
        """The pixels of a panel that is no stamp card, here where there may be many of them."""
        full = self._full(panel)
        return min(full, self.look.px(_ROW)) if self._tight else full

    def _full(self, panel: Panel) -> int:
        if is_balance(panel):
            return self.look.px(_BALANCE + (22 if self._terms(panel) else 0))
        if is_level(panel):
            return self.look.px(_LEVEL) if panel.next is not None else 0
        return self.look.px(_NOTE + (_NOTE_LINE * (self._note_lines(panel) - 1)))

    def _note_lines(self, panel: Panel) -> int:
        """How many lines a note takes: what a program that ends says to her is not cut while there is room."""
        text, metrics = " · ".join(self._said(panel)), self.look.metrics(LINE - 3)
        if metrics.horizontalAdvance(text) <= self.width():
            return 1
        box = metrics.boundingRect(QRect(0, 0, self.width(), 1 << 14), _WRAPPED, text)
        return max(round(box.height() / metrics.lineSpacing()), 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it: the greeting, the stamps in the room that the others leave, then the others."""
        if self.card is None:
            return
        painter, px = QPainter(self), self.look.px
        stamps = [panel for panel in self.card.panels if is_stamps(panel)]
        others = [panel for panel in self.card.panels if not is_stamps(panel)]
        y = self._paint_head(painter, stamps[0] if stamps else None)
        fitting = (self.height() - y - px(_ROW - _TITLE)) // px(_LEAST_STAMPS + _TITLE + _BETWEEN)
        if len(stamps) > max(fitting, 1):  # those without room are told in a line each, as the others are
            stamps, others = stamps[: max(fitting, 1)], [*stamps[max(fitting, 1) :], *others]
        least = y + len(stamps) * px(_LEAST_STAMPS + _TITLE)
        self._tight = least + sum(map(self._full, others)) > self.height()
        room = self.height() - y - sum(map(self._high, others)) - px(_TITLE) * max(len(stamps) - 1, 0)
        for n, panel in enumerate(stamps):
            if n:
                self._text(painter, y, _TITLE, f"{self.words.name(panel.name)} · {self._stamped(panel)}", size=TEXT)
                y += px(_TITLE)
            high = max(room // len(stamps) - px(_BETWEEN), px(_LEAST_STAMPS))
            grid = Grid.within(self.look, panel, wide=self.width(), high=high)
            scale = 1 + 0.6 * self.landing.left
            paint_stamps(painter, self.look, panel, grid, top=y, fresh=self._fresh.get(panel.program, 0), scale=scale)
            y += grid.high + px(_BETWEEN)
        for n, other in enumerate(others):
            high = self._high(other)
            if y + high > self.height() - (px(_ROW) if n < len(others) - 1 else 0):
                self._text(painter, y, _ROW, self.words("ui_customer.more_owned", count=len(others) - n), size=TEXT)
                break
            if high:
                self._paint_row(painter, other, y) if self._tight else self._paint_other(painter, other, y)
            y += high

    def _text(self, painter: QPainter, y: int, high: int, text: str, *, size: int, weight: int = 400) -> None:
        box = QRect(0, y, self.width(), self.look.px(high))
        write(painter, self.look, box, text, sizes=(size, max(size - 3, 15)), weight=weight, colour="soft")

    def _paint_head(self, painter: QPainter, panel: StampPanel | None) -> int:
        """The greeting, her rank and how her first stamp card stands; gives where it ends."""
        assert self.card is not None
        px, look, words = self.look.px, self.look, self.words
        greeting = QRect(0, 0, self.width() - self.reserved, px(_GREETING))
        write(painter, look, greeting, self._hello(), sizes=(40, 34, 28, 24), weight=BOLD)
        y = px(_GREETING)
        for text in self._lines_of(self.brought):
            box = QRect(0, y, self.width(), px(_BROUGHT))
            write(painter, look, box, text, sizes=(NAME, LINE), weight=BOLD, colour="good")
            y += px(_BROUGHT)
        tier = words.name(self.card.tier_name) if self.card.tier_name else ""
        if not tier and panel is None:
            return y + px(_BETWEEN)
        under = QRect(0, y, self.width(), px(_UNDER))
        if tier:
            wide = look.metrics(SMALL, SEMIBOLD).horizontalAdvance(tier) + px(24)
            badge = QRect(0, y + px(5), wide, px(30))
            rounded(painter, QRectF(badge), badge.height() / 2, fill=look.colours.rank)
            write(painter, look, badge, tier, sizes=(SMALL,), weight=SEMIBOLD, colour="on_rank", align=CENTRE)
            under.setLeft(wide + px(12))
        if panel is not None:
            write(painter, look, under, self._stamped(panel), sizes=(20, LINE, TEXT, SMALL), colour="soft")
        return y + px(_UNDER + _BETWEEN)

    def _lines_of(self, texts: tuple[str, ...]) -> list[str]:
        """Texts side by side as far as they fit, in a few lines: of what is left the last one gives the number."""
        lines: list[str] = []
        for at, text in enumerate(texts):
            both = f"{lines[-1]}  ·  {text}" if lines else text
            if lines and self.look.metrics(NAME, BOLD).horizontalAdvance(both) <= self.width():
                lines[-1] = both
            elif len(lines) == _MOST_BROUGHT - 1 and at < len(texts) - 1:
                return [*lines, self.words("ui_customer.more_owned", count=len(texts) - at)]
            else:
                lines.append(text)
        return lines

    def _paint_other(self, painter: QPainter, panel: Panel, y: int) -> None:
        if is_balance(panel):
            self._paint_balance(painter, panel, y)
        elif is_level(panel):
            self._paint_level(painter, panel, y)
        elif is_note(panel):
            lines, said = self._note_lines(panel), " · ".join(self._said(panel))
            if lines == 1:
                self._text(painter, y, _NOTE, said, size=LINE)
                return
            painter.setPen(self.look.colours.soft)
            painter.setFont(self.look.font(LINE - 3))
            box = QRect(0, y, self.width(), self.look.px(_NOTE + _NOTE_LINE * (lines - 1)))
            painter.drawText(box, _WRAPPED, said)

    def _paint_row(self, painter: QPainter, panel: Panel, y: int) -> None:
        """One line of a panel, where she owns more than there is room for otherwise."""
        look, box = self.look, QRect(0, y, self.width(), self.look.px(_ROW))
        if not is_balance(panel):
            self._text(painter, y, _ROW, " · ".join(self._said(panel)), size=TEXT)
            return
        wide = write(painter, look, box, self._amount(panel), sizes=(LINE, TEXT), weight=BOLD, align=RIGHT)
        box.setWidth(self.width() - wide - look.px(12))
        said = " · ".join(part for part in (self.words.name(panel.name), self._terms(panel)) if part)
        write(painter, look, box, said, sizes=(TEXT, SMALL))

    def _paint_balance(self, painter: QPainter, panel: BalancePanel, y: int) -> None:
        px, look = self.look.px, self.look
        box = QRect(0, y, self.width(), px(_BALANCE - 8))
        wide = write(painter, look, box, self._amount(panel), sizes=(28, NAME), weight=BOLD, align=RIGHT)
        box.setWidth(self.width() - wide - px(16))
        write(painter, look, box, self.words.name(panel.name), sizes=(20, LINE, TEXT))
        if terms := self._terms(panel):
            under = QRect(0, y + px(_BALANCE - 12), self.width(), px(24))
            write(painter, look, under, terms, sizes=(SMALL,), colour="waiting", align=RIGHT)

    def _paint_level(self, painter: QPainter, panel: LevelPanel, y: int) -> None:
        if panel.next is None:
            return
        px, c = self.look.px, self.look.colours
        bar = QRectF(0, y + px(8), self.width(), px(8))
        rounded(painter, bar, bar.height() / 2, fill=c.line)
        if panel.progress:
            bar.setWidth(max(bar.height(), bar.width() * min(panel.progress, 1000) / 1000))
            rounded(painter, bar, bar.height() / 2, fill=c.rank)
        self._text(painter, y + px(20), 26, self.words.say(panel.next), size=LINE)
