"""The opened sale: its lines, what will happen, and the two things that can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posapp.loyalty.errors import Refused
from posapp.till.views import ReturnPreview, SaleView
from posapp.ui.registry import Desk
from posapp.ui.theme import BOLD, EXTRABOLD, GAP, LABEL, LINE, NAME, SEMIBOLD, SMALL
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.return_line import ReturnLine
from posapp.ui.widgets.scroll import Scroll
from posapp.ui.widgets.strip import Strip

_REFUND = 32


class ReturnPane(QWidget):
    """Shows a sale; `chosen` says that other units come back, `take_back` and `void` ask."""

    chosen = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        look = desk.look
        self.sale: SaleView | None = None
        self.preview: ReturnPreview | None = None
        self.lines: list[ReturnLine] = []
        self.who = Label(look, size=NAME, weight=BOLD, wrap=True)
        self.when = Label(look, size=SMALL, colour="soft", wrap=True)
        self.why = Button(look, kind="quiet", hint="F7")
        self.what = Label(look, size=LABEL, weight=SEMIBOLD, colour="soft")
        self.everything = Button(look, kind="quiet")
        self.empty = Label(look, size=LINE, weight=SEMIBOLD, colour="soft", wrap=True, centre=True)
        self.changes = Label(look, size=SMALL, wrap=True)
        self.refund_words = Label(look, size=LINE, weight=SEMIBOLD)
        self.refund = Label(look, size=_REFUND, weight=EXTRABOLD, right=True)
        self.not_voidable = Label(look, size=LABEL, colour="soft", wrap=True)
        self.refusal = Strip(look)
        self.void = Button(look, tall=True)
        self.take_back = Button(look, kind="filled", tall=True, hint="F10")
        self._lay_out()
        self.everything.clicked.connect(self._toggle_everything)

    def _lay_out(self) -> None:
        look = self.desk.look
        self.head = Card(look, padding=(20, 16), spacing=2)
        first = QHBoxLayout()
        first.addWidget(self.who, 1)
        first.addWidget(self.why)
        self.head.column.addLayout(first)
        self.head.column.addWidget(self.when)
        self.goods = Card(look, padding=(0, 6), spacing=0)
        inside = QWidget()
        self._rows = QVBoxLayout(inside)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._rows.addStretch(1)
        self._title = QHBoxLayout()
        self._title.addWidget(self.what, 1)
        self._title.addWidget(self.everything)
        self.goods.column.addLayout(self._title)
        self.goods.column.addWidget(Scroll(look, inside), 1)
        self.outcome = Card(look, padding=(20, 14), spacing=6)
        self.outcome.column.addWidget(self.changes)
        money = QHBoxLayout()
        money.addWidget(self.refund_words)
        money.addWidget(self.refund, 1)
        self.outcome.column.addLayout(money)
        self._buttons = QHBoxLayout()
        self._buttons.addWidget(self.void)
        self._buttons.addStretch(1)
        self._buttons.addWidget(self.take_back)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.head, self.goods, self.outcome, self.refusal, self.not_voidable, self.empty):
            self._column.addWidget(widget, 1 if widget in (self.goods, self.empty) else 0)
        self._column.addLayout(self._buttons)

    def restyle(self) -> None:
        """Follow the look."""
        px = self.desk.look.px
        self._column.setSpacing(px(GAP))
        self._buttons.setSpacing(px(GAP))
        self.take_back.setMinimumWidth(px(320))
        self._title.setContentsMargins(px(16), 0, px(8), 0)

    def retranslate(self) -> None:
        """Say everything in the language of the moment."""
        w = self.desk.words
        self.empty.setText(w("ui_returns.pick"))
        self.what.setText(w("ui_returns.lines"))
        self.refund_words.setText(w("ui_returns.refund"))
        self.why.setText(w("explain.title"))
        self.void.setText(w("ui_returns.void"))
        self.take_back.setText(w("ui_returns.take_back"))
        self._show_head()
        self.show_preview(self.preview)

    def show_sale(self, sale: SaleView | None) -> None:
        """Open a sale; None for none."""
        self.sale, self.preview = sale, None
        for line in self.lines:
            line.setParent(None)
            line.deleteLater()
        self.lines = [ReturnLine(self.desk.look, self.desk.words, line) for line in sale.lines] if sale else []
        for place, line in enumerate(self.lines):
            self._rows.insertWidget(place, line)
            line.changed.connect(self._on_changed)
            line.moved.connect(lambda by, place=place: self._move(place, by))
        self.refusal.clear()
        self._show_head()
        self.show_preview(None)
        first = next((line for line in self.lines if line.line.kept), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def _show_head(self) -> None:
        w, sale = self.desk.words, self.sale
        for widget in (self.head, self.goods, self.outcome, self.void, self.take_back):
            widget.setVisible(sale is not None)
        self.empty.setVisible(sale is None)
        self.not_voidable.setVisible(sale is not None and sale.not_voidable is not None)
        if sale is None:
            return
        self.who.setText(sale.member.name if sale.member else w("ui_returns.walk_in"))
        parts = [w("ui_returns.receipt", number=sale.receipt), w.moment(sale.moment), w.money(sale.due_minor)]
        if sale.voided:
            parts.append(w("ui_returns.voided"))
        self.when.setText(" · ".join(parts))
        self.not_voidable.setText(w.say(sale.not_voidable) if sale.not_voidable else "")
        self.void.setEnabled(sale.not_voidable is None and not sale.voided)
        self.everything.setVisible(any(line.kept for line in sale.lines))

    def units(self) -> dict[int, int]:
        """What comes back: the line's index to its units, without those of which nothing does."""
        return {line.line.index: line.units for line in self.lines if line.units}

    def show_preview(self, preview: ReturnPreview | None) -> None:
        """Show what will happen; None where nothing is chosen."""
        w, self.preview = self.desk.words, preview
        self.refusal.clear()
        self.changes.setText(self.happening() if preview else w("ui_returns.choose_first"))
        self.changes.paint_in("ink" if preview else "soft")
        self.refund.setText(w.money(preview.refund_minor if preview else 0))
        self.refund.paint_in("ink" if preview else "soft")
        self.take_back.setEnabled(preview is not None)
        whole = bool(self.lines) and all(line.units == line.line.kept for line in self.lines)
        self.everything.setText(w("ui_returns.nothing") if whole else w("ui_returns.everything"))

    def happening(self) -> str:
        """What will happen to points, stamps and tier, a line each."""
        w = self.desk.words
        changes = self.preview.changes if self.preview else ()
        return "\n".join(w.say(change) for change in changes) or w("ui_returns.no_changes")

    def refuse(self, refusal: Refused) -> None:
        """Say below the lines why it cannot be done; everything stays as it is."""
        self.take_back.setEnabled(False)
        self.refusal.say(self.desk.words.say(refusal.reason))
        self.desk.go.play("refused")

    def _on_changed(self) -> None:
        self.chosen.emit()

    def _toggle_everything(self) -> None:
        whole = all(line.units == line.line.kept for line in self.lines)
        for line in self.lines:
            line.blockSignals(True)
            line.set_units(0 if whole else line.line.kept)
            line.blockSignals(False)
        self.chosen.emit()

    def _move(self, place: int, by: int) -> None:
        at = place + by
        while 0 <= at < len(self.lines):
            if self.lines[at].line.kept:
                self.lines[at].setFocus(Qt.FocusReason.TabFocusReason)
                return
            at += by
