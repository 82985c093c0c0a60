"""Returns and voids: find the sale, choose what comes back, see what will happen, and only then say yes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posapp.loyalty.errors import Refused
from posapp.till import returns
from posapp.till.context import Till
from posapp.till.views import MemberRow, ReturnRecorded, SaleView
from posapp.ui.ranked import run_ranked
from posapp.ui.registry import Desk, Screen, screen
from posapp.ui.screens.return_pane import ReturnPane
from posapp.ui.screens.why_price import open_why
from posapp.ui.theme import COLUMN, EDGE, GAP
from posapp.ui.widgets.find_box import FindBox
from posapp.ui.widgets.row_list import RowList, RowWords
from posapp.ui.widgets.sheet import Question
from posapp.ui.widgets.strip import Strip

_LEFT = 384
_RECENT = 50


@screen("returns", title_key="ui_returns.title", rank=10, key=Qt.Key.Key_F8)
class ReturnsScreen(Screen):
    """Opened with ``sale="…"`` (a receipt was scanned), with ``member=MemberRow`` (her sales only), or without."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.rows = RowList(desk.look)
        self.box = FindBox(desk.look, self.rows)
        self.refusal = Strip(desk.look)
        self.pane = ReturnPane(desk)
        self._sales: tuple[SaleView, ...] = ()
        self._member: MemberRow | None = None
        self._open: SaleView | None = None
        self._event = ""
        left = QWidget()
        self._left = QVBoxLayout(left)
        self._left.setContentsMargins(0, 0, 0, 0)
        for widget in (self.box, self.refusal):
            self._left.addWidget(widget)
        self._left.addWidget(self.rows, 1)
        self._both = QHBoxLayout(self)
        self._both.addWidget(left)
        self._both.addWidget(self.pane, 1)
        self._holder = left
        self.rows.picked.connect(self._open_sale)
        self.box.returnPressed.connect(self._find)
        self.box.textEdited.connect(lambda _text: self.refusal.clear())
        self.pane.chosen.connect(self._preview)
        self.pane.take_back.clicked.connect(self._ask_take_back)
        self.pane.void.clicked.connect(self._ask_void)
        self.pane.why.clicked.connect(self._why)
        desk.hub.sale_recorded.connect(lambda _sale: self._refresh())
        desk.hub.sale_taken_back.connect(lambda _gone: self._refresh())

    def restyle(self) -> None:
        px = self.desk.look.px
        self._holder.setFixedWidth(px(_LEFT))
        self._left.setSpacing(px(GAP))
        self._both.setContentsMargins(EDGE, 0, EDGE, EDGE)
        self._both.setSpacing(COLUMN)

    def retranslate(self) -> None:
        w = self.desk.words
        self.box.set_words(w("ui_returns.box"), w("ui_returns.box_name"))
        self.rows.setAccessibleName(w("ui_returns.recent"))
        self._show_rows()

    def enter(self, sale: str = "", member: MemberRow | None = None, **wishes: Any) -> None:
        self._member = member
        self.box.clear()
        self.refusal.clear()
        self.pane.show_sale(None)
        self._open = None
        self.rows.choose("")
        self._refresh()
        if sale:
            self._open_sale(sale)
        else:
            self.box.setFocus()

    def key(self, event: QKeyEvent) -> bool:
        """F7 says why it cost what it did, F10 asks for the take-back; Esc puts an opened sale away before it leads
        back. Enter does nothing here, since every scan ends in one."""
        if event.key() in (Qt.Key.Key_F7, Qt.Key.Key_F10):
            button = self.pane.why if event.key() == Qt.Key.Key_F7 else self.pane.take_back
            button.click()
            return True
        if event.key() == Qt.Key.Key_Escape and self._open is not None:
            self.pane.show_sale(None)
            self._open = None
            self.rows.choose("")
            self.box.setFocus()
            return True
        return False

    # Finding the sale

    def _refresh(self) -> None:
        if not self.isVisible():
            return
        member = self._member.id if self._member else None
        self.desk.lane.run(
            lambda till: returns.recent_sales(till, member=member, limit=_RECENT),
            done=self._take_sales, refused=self._refused,
        )  # fmt: skip

    def _take_sales(self, sales: tuple[SaleView, ...]) -> None:
        self._sales = sales
        self._show_rows()

    def _show_rows(self) -> None:
        w = self.desk.words
        heading = w("ui_returns.recent_of", name=self._member.name) if self._member else w("ui_returns.recent")
        self.rows.show_rows([self._row(sale) for sale in self._sales], heading=heading, empty=w("ui_returns.empty"))

    def _row(self, sale: SaleView) -> RowWords:
        w = self.desk.words
        back = sum(line.quantity - line.kept for line in sale.lines)
        badge = w("ui_returns.voided") if sale.voided else w("ui_returns.some_back", count=back) if back else ""
        names = [w.name(line.name) for line in sale.lines]
        what = names[0] + (f" +{len(names) - 1}" if len(names) > 1 else "") if names else ""
        who = sale.member.name if sale.member else w("ui_returns.walk_in")
        return RowWords(
            key=sale.sale, title=who, detail=f"{w.moment(sale.moment)} · {what}", trailing=w.money(sale.due_minor),
            badge=badge, badge_kind="waiting" if badge else "seal",
        )  # fmt: skip

    def _find(self) -> None:
        text = self.box.text().strip()
        if text:
            self._open_sale(text)

    def _open_sale(self, text_or_id: str) -> None:
        self.refusal.clear()
        self.desk.lane.run(
            lambda till: (returns.find_sale(till, text_or_id), till.new_id()), done=self._opened, refused=self._refused
        )

    def _opened(self, found: tuple[SaleView, str]) -> None:
        # The id of what may follow is made now, so that asking twice gives the money back once.
        sale, self._event = found
        self._open = sale
        self.rows.choose(sale.sale)
        self.pane.show_sale(sale)

    def _why(self) -> None:
        if self._open is not None:
            open_why(self.desk, self._open.sale)

    # What will happen

    def _preview(self) -> None:
        sale, lines = self._open, self.pane.units()
        if sale is None:
            return
        if not lines:
            self.pane.show_preview(None)
            return
        self.desk.lane.run(
            lambda till: returns.preview_return(till, sale=sale.sale, lines=lines),
            done=lambda preview: self.pane.show_preview(preview) if self.pane.units() == lines else None,
            refused=self.pane.refuse,
        )

    # And only then

    def _ask_take_back(self) -> None:
        sale, lines, preview = self._open, self.pane.units(), self.pane.preview
        if sale is None or not lines or preview is None:
            return
        w, event = self.desk.words, self._event
        amount = w.amount(preview.refund_minor)

        def take_back(till: Till) -> ReturnRecorded:
            return returns.take_back(till, sale=sale.sale, lines=lines, event=event)

        self.desk.go.show_sheet(
            Question(
                self.desk.look, w("ui_returns.take_back_question", amount=amount), text=self.pane.happening(),
                yes=w("ui_returns.take_back_yes", amount=amount), no=w("ui_form.no"),
                on_yes=lambda: self._do(take_back, "ui_returns.taken_back"),
            )
        )  # fmt: skip

    def _ask_void(self) -> None:
        sale = self._open
        if sale is not None:
            self.desk.lane.run(
                lambda till: returns.preview_void(till, sale=sale.sale),
                done=lambda preview: self._confirm_void(sale, preview.changes),
                refused=self.pane.refuse,
            )

    def _confirm_void(self, sale: SaleView, changes: tuple[Any, ...]) -> None:
        w, event = self.desk.words, self._event

        def void(till: Till) -> ReturnRecorded:
            return returns.void(till, sale=sale.sale, event=event)

        self.desk.go.show_sheet(
            Question(
                self.desk.look, w("ui_returns.void_question"),
                text="\n".join(w.say(change) for change in changes), yes=w("ui_returns.void_yes"), no=w("ui_form.no"),
                on_yes=lambda: self._do(void, "ui_returns.void_done"),
            )
        )  # fmt: skip

    def _do(self, what: Callable[[Till], ReturnRecorded], key: str) -> None:
        run_ranked(self.desk, what, done=lambda recorded: self._done(recorded, key), refused=self.pane.refuse)

    def _done(self, recorded: ReturnRecorded, key: str) -> None:
        w = self.desk.words
        self.desk.go.tell(w(key, amount=w.amount(recorded.refund_minor)))
        self.desk.hub.sale_taken_back.emit(recorded)
        if recorded.member is not None:
            self.desk.hub.member_changed.emit(recorded.member)
        self._open_sale(recorded.sale)

    def _refused(self, refusal: Refused) -> None:
        self.refusal.say(self.desk.words.say(refusal.reason))
        self.desk.go.play("refused")
        self.box.setFocus()
        self.box.selectAll()
