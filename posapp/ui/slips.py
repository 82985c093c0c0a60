"""Slips of what a sale brought or sold under a code: drawn beside the window's own work, then shown by the system."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from posapp.ui.registry import Desk

if TYPE_CHECKING:
    from posapp.loyalty.money import Shop
    from posapp.loyalty.outcome import Quote
    from posapp.till.context import Till
    from posapp.till.views import SaleRecorded


def has_slips(quote: Quote) -> bool:
    """Is there anything to print: a coupon, or a gift card that was sold?"""
    return bool(quote.coupons) or any(line.line.gift_card is not None for line in quote.lines)


class Slips(QObject):
    """Prints to a file, since every system can print one. `written` carries it; `failed` that the disk refused."""

    written = Signal(Path)
    failed = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self.desk = desk
        self.opens = True
        """Whether the system is asked to show the file: a test looks for itself."""
        self.written.connect(self._show)

    def print(self, recorded: SaleRecorded) -> None:
        """Draw the slips of a sale."""
        self.desk.lane.run(_shop, done=lambda shop: self._draw(recorded, shop))

    def _draw(self, recorded: SaleRecorded, shop: Shop) -> None:
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder, language = Path(documents) / "posapp", self.desk.words.language
        threading.Thread(target=self._write, args=(recorded, shop, folder, language), daemon=True).start()

    def _write(self, recorded: SaleRecorded, shop: Shop, folder: Path, language: str) -> None:
        """In a thread of its own: drawing takes Pillow longer than the window may stand still."""
        from posapp.cards.sheet import write_cards
        from posapp.cards.voucher import coupon_face, gift_face

        about = {"shop": shop.name, "language": language, "currency": shop.currency}
        faces = [
            coupon_face(gives=each.gives, expires_on=each.expires_on, code=each.code, **about)  # type: ignore[arg-type]
            for each in recorded.quote.coupons
        ]
        faces += [
            gift_face(amount_minor=each.line.list_minor, code=each.line.gift_card, **about)  # type: ignore[arg-type]
            for each in recorded.quote.lines
            if each.line.gift_card is not None
        ]
        try:
            (file,) = write_cards(faces, folder, layout="receipt", file_format="pdf", name=f"slip-{recorded.receipt}")
        except OSError:
            self.failed.emit()
            return
        self.written.emit(file)

    def _show(self, file: Path) -> None:
        if self.opens:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))


def _shop(till: Till) -> Shop:
    return till.shop
