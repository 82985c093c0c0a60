"""What has happened, told to whoever shows it. Signals state facts in the past and carry one frozen value each.

Facts are published after the commit, never before: a screen that hears of a sale can count on it.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Hub(QObject):
    """The facts of a window. Each signal's value is named beside it (all are from `posapp.till.views`)."""

    sale_recorded = Signal(object)  # SaleRecorded
    sale_taken_back = Signal(object)  # ReturnRecorded: a return, a void, an undo
    sale_changed = Signal(object)  # OpenSale: what is on the counter now
    member_enrolled = Signal(object)  # MemberCard
    member_changed = Signal(object)  # MemberCard
    products_changed = Signal()
    programs_changed = Signal()
    people_changed = Signal()
    person_changed = Signal(object)  # Person | None: who is at work
    settings_changed = Signal(object)  # the key of the setting, str
    shop_made = Signal(object)  # Path: the first day is over, the shop can be opened
    shop_changed = Signal(object)  # posapp.loyalty.money.Shop
    sync_changed = Signal(object)  # SyncStatus
    scanner_changed = Signal(object)  # posapp.ui.scanner.ScannerState
    day_closed = Signal(object)  # DayTotals
