"""The top of the window: which shop, who is at work, is the scanner heard, what headquarters knows, language, light."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout

from posapp.ui.theme import BOLD, EDGE, LABEL, SEMIBOLD, SMALL, TEXT, Look, mixed
from posapp.ui.widgets.badge import badge_colours
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.painted import Painted, rounded
from posapp.ui.words import Words

if TYPE_CHECKING:
    from posapp.till.views import Person, SyncStatus

_KINDS = {"alone": "plain", "online": "good", "offline": "waiting", "refused": "seal"}


class SyncBadge(Button):
    """``Offline · 12 waiting · last sync 14:02``; a press says what that means."""

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__(look, kind="quiet")
        self.words = words
        self.status: SyncStatus | None = None
        self.hide()

    def show_status(self, status: SyncStatus | None) -> None:
        """Show how it stands with headquarters; a shop without one has no badge."""
        self.status = status
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the language of the moment."""
        status, words = self.status, self.words
        self.setVisible(status is not None and status.state != "alone")
        if status is None or status.state == "alone":
            return
        parts = [words(f"ui_window.sync_{status.state}")]
        if status.waiting:
            parts.append(words("ui_window.sync_waiting", count=status.waiting))
        elif status.state == "online":
            parts.append(words("ui_window.sync_all_sent"))
        if status.last is not None:
            last = words.clock(status.last)
            parts.append(last if status.state == "online" else words("ui_window.sync_last", at=last))
        self.setText(" · ".join(parts))
        self.setToolTip(self.meaning())

    def meaning(self) -> str:
        """What the badge means, in a sentence or two."""
        if self.status is None:
            return ""
        problem = self.words.say(self.status.problem) + " " if self.status.problem else ""
        return problem + self.words(f"ui_window.sync_{self.status.state}_means", count=self.status.waiting)

    def sizeHint(self) -> QSize:
        """A lozenge as wide as its words."""
        wide = self.look.metrics(LABEL, SEMIBOLD).horizontalAdvance(self.text())
        return QSize(wide + self.look.px(26), self.look.px(48))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        if self.status is None:
            return
        painter, px = QPainter(self), self.look.px
        wash, ink = badge_colours(self.look, _KINDS.get(self.status.state, "plain"))
        box = QRectF(0, (self.height() - px(28)) / 2, self.width(), px(28))
        fill = mixed(wash, ink, 0.12) if self._under else wash
        rounded(painter, box, box.height() / 2, fill=fill, line=ink if self._ring else None, width=2)
        painter.setPen(ink)
        painter.setFont(self.look.font(LABEL, SEMIBOLD))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.text())


class ScannerDot(Painted):
    """Whether a scan would be heard: a full green dot, or an amber ring; and in words."""

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__(look)
        self.words = words
        self.ready = True
        self._text = ""

    def show_ready(self, ready: bool) -> None:
        """Say whether it listens."""
        self.ready = ready
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the language of the moment."""
        self._text = self.words("ui_window.scanner_ready" if self.ready else "ui_window.scanner_away")
        self.setAccessibleName(self._text)
        self.updateGeometry()
        self.update()

    def restyle(self) -> None:
        """Follow the look."""
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """The dot and its words."""
        return QSize(self.look.metrics(SMALL).horizontalAdvance(self._text) + self.look.px(18), self.look.px(48))

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter, c, px = QPainter(self), self.look.colours, self.look.px
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(c.good if self.ready else c.waiting)
        painter.setBrush(c.good if self.ready else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(px(6), self.height() / 2), px(4), px(4))
        painter.setPen(c.soft if self.ready else c.waiting)
        painter.setFont(self.look.font(SMALL))
        painter.drawText(self.rect().adjusted(px(18), 0, 2, 0), Qt.AlignmentFlag.AlignVCenter, self._text)


class ThemeButton(Button):
    """A sun or a moon: what a press changes to."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter, px = QPainter(self), self.look.px
        fill, _, _ = self._colours()
        if fill is not None or self._ring:
            ring = self.look.colours.ink if self._ring else None
            rounded(painter, QRectF(self.rect()).adjusted(4, 4, -4, -4), px(10), fill=fill, line=ring, width=2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QRectF(self.rect()).center()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.look.colours.soft)
        if self.look.dark:
            painter.drawEllipse(middle, px(5), px(5))
            for turn in range(8):
                painter.save()
                painter.translate(middle)
                painter.rotate(turn * 45)
                painter.drawRoundedRect(QRectF(-px(1), -px(10), px(2), px(3)), 1, 1)
                painter.restore()
        else:
            moon, shade = QPainterPath(), QPainterPath()
            moon.addEllipse(middle, px(8), px(8))
            shade.addEllipse(middle + QPointF(px(4), -px(3)), px(7), px(7))
            painter.drawPath(moon.subtracted(shade))


class Header(Painted):
    """One line of 52. `person_pressed`, `language_pressed`, `theme_pressed`, `sync_pressed` ask."""

    person_pressed = Signal()
    language_pressed = Signal()
    theme_pressed = Signal()
    sync_pressed = Signal()

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__(look)
        self.words = words
        self._person: Person | None = None
        self.shop = Label(look, size=TEXT, weight=BOLD)
        self.person = Button(look, kind="quiet")
        self.scanner = ScannerDot(look, words)
        self.sync = SyncBadge(look, words)
        self.language = Button(look, "한 / EN", kind="quiet", name="한국어 / English")
        self.theme = ThemeButton(look, kind="quiet", name="theme")
        row = QHBoxLayout(self)
        self._row = row
        row.addWidget(self.shop)
        row.addWidget(self.person)
        row.addStretch(1)
        for widget in (self.scanner, self.sync, self.language, self.theme):
            row.addSpacing(8 if widget in (self.scanner, self.sync) else 0)
            row.addWidget(widget)
        self.person.clicked.connect(self.person_pressed)
        self.language.clicked.connect(self.language_pressed)
        self.theme.clicked.connect(self.theme_pressed)
        self.sync.clicked.connect(self.sync_pressed)
        self.restyle()

    def restyle(self) -> None:
        """Follow the look."""
        self.setFixedHeight(self.look.px(52))
        self._row.setContentsMargins(EDGE, 0, EDGE - self.look.px(14), 0)
        self._row.setSpacing(self.look.px(4))

    def show_shop(self, name: str) -> None:
        """Which shop it is."""
        self.shop.setText(name)

    def show_person(self, person: Person | None) -> None:
        """Who is at work."""
        self._person = person
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the language of the moment."""
        words, person = self.words, self._person
        if person is None:
            self.person.setText(words("ui_window.sign_in"))
        else:
            self.person.setText(f"{person.name} · {words('ui_window.rank_' + person.rank)}")
        self.theme.setAccessibleName(words("ui_window.to_light" if self.look.dark else "ui_window.to_dark"))
        self.theme.setToolTip(self.theme.accessibleName())
        self.language.setToolTip(words("ui_window.switch_language"))
