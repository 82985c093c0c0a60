"""What stands beside a program that is being written: the receipt of a sample basket, or a rehearsal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posapp.ui.registry import Desk
from posapp.ui.screens.program_receipt import ReceiptPane
from posapp.ui.screens.program_rehearsal import RehearsalPane
from posapp.ui.widgets.choice import Choice
from posapp.ui.widgets.offers import Offers

RECEIPT, REHEARSAL = "receipt", "rehearsal"


class Beside(QWidget):
    """`show_programs` gives the programs that are being written to what is shown; the other waits until it is."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.choice = Choice(desk.look)
        self.receipt = ReceiptPane(desk)
        self.rehearsal = RehearsalPane(desk)
        self._documents: Sequence[Any] = ()
        row = QHBoxLayout()
        row.addWidget(self.choice)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.receipt, 1)
        column.addWidget(self.rehearsal, 1)
        self.choice.chosen.connect(self.show_what)
        self.show_what(RECEIPT)

    def retranslate(self) -> None:
        """Say it in the language of the moment."""
        w = self.desk.words
        self.choice.set_options([(RECEIPT, w("ui_try.receipt")), (REHEARSAL, w("ui_try.rehearsal"))])

    def show_what(self, what: str) -> None:
        """Show the receipt or the rehearsal."""
        self.choice.set_value(what)
        self.receipt.setVisible(what == RECEIPT)
        self.rehearsal.setVisible(what == REHEARSAL)
        self._tell()

    @property
    def offers(self) -> Offers:
        """What may be redeemed in the basket that is shown."""
        shown = self.rehearsal if self.choice.value == REHEARSAL else self.receipt
        return shown.receipt.offers

    def show_programs(self, documents: Sequence[Any]) -> None:
        """These are being written, the one that is open first."""
        self._documents = documents
        self._tell()

    def _tell(self) -> None:
        if not self._documents:
            return
        if self.choice.value == REHEARSAL:
            self.rehearsal.show_programs(self._documents, program=str(self._documents[0].get("id", "")))
        else:
            self.receipt.show_programs(self._documents)
