"""The questions after a sale: one after the other, each kept as soon as it is done with, none waited for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from posapp.loyalty.errors import Refused
from posapp.ui.customer.window import CustomerWindow
from posapp.ui.lanes import Lane

if TYPE_CHECKING:
    from posapp.loyalty.outcome import Ask
    from posapp.till.context import Till
    from posapp.till.views import SaleRecorded

PATIENCE_MS = 30_000
"""How long a question stands without a touch."""


class Asking(QObject):
    """Asks in the right column of the window; `over` is called when there is nothing more to ask, with
    whether she answered anything.

    An answer counts from the touch on: it is kept, with the word that was written so far, when she sends it, when the
    next sale begins, when she goes away, and when the till is closed.
    """

    def __init__(self, window: CustomerWindow, lane: Lane[Till], over: Callable[[bool], None]) -> None:
        super().__init__()
        self.window, self.lane, self._over = window, lane, over
        self._sale, self._answered = "", False
        self._left: list[Ask] = []
        self.patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self.patience.timeout.connect(self._gone)
        survey, word = window.survey, window.word
        survey.answered.connect(lambda _: self.patience.start())
        survey.wants_word.connect(self._write)
        survey.sent.connect(self._next)
        survey.skipped.connect(self._next)
        word.sent.connect(self._next)
        word.touched.connect(self.patience.start)

    @property
    def open(self) -> bool:
        """Whether something is being asked."""
        return bool(self._left)

    def begin(self, recorded: SaleRecorded) -> None:
        """Ask what goes with a sale that was kept."""
        self._sale, self._left, self._answered = recorded.sale, list(recorded.quote.asks), False
        if self._left:
            self._ask()

    def show(self) -> bool:
        """Show the question there is, if there is one."""
        window = self.window
        if not self._left:
            return False
        if window.page != "word":
            window.show_right(window.survey)
            window.show_page("main")
        return True

    def end(self) -> None:
        """No more questions; an answer that was given is kept."""
        self._keep()
        self.drop()

    def drop(self) -> None:
        """No more questions, and no answer: the sale was taken back."""
        self.patience.stop()
        self._left = []
        self.window.survey.answer = ""
        if self.window.page == "word":
            self.window.show_page("main")

    def _ask(self) -> None:
        self.window.survey.show_ask(self._left[0])
        self.window.word.begin()
        self.patience.start()

    def _write(self) -> None:
        self.patience.start()
        self.window.show_page("word")

    def _next(self) -> None:
        self._answered = self._keep() or self._answered
        self._left = self._left[1:]
        self.window.survey.answer = ""
        if self._left:
            self._ask()
            self.window.show_page("main")
        else:
            self.drop()
            self._over(self._answered)

    def _gone(self) -> None:
        self.end()
        self._over(False)

    def _keep(self) -> bool:
        """Have an answer kept, if one was given."""
        answer = self.window.survey.answer
        if not self._left or not answer:
            return False
        sale, program, word = self._sale, self._left[0].program, self.window.word.keyboard.entry

        def keep(till: Till) -> None:
            from posapp.till.surveys import answer_survey

            answer_survey(till, sale=sale, program=program, answer=answer, word=word)

        self.lane.run(keep, refused=_nobody_to_tell)
        return True


def _nobody_to_tell(_: Refused) -> None:
    """The sale was undone meanwhile: neither she nor the clerk can do anything about it."""
