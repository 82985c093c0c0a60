"""What the sale screen asks of the till and what came of it, without anything that is drawn.

Every question goes through the store's lane to the `Counter` there; the answers come back as signals, in the
order of asking.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from posapp.loyalty.errors import Refused
from posapp.ui.registry import Desk
from posapp.ui.unhurried import settle, take_short_turns

if TYPE_CHECKING:
    from posapp.loyalty.outcome import Offer
    from posapp.till.context import Till
    from posapp.till.views import OpenSale, ReturnRecorded, Scanned
    from posapp.ui.actions import Counter
    from posapp.ui.counted import HeldSales, Started, Taken


SETTLED_MS = 1500
"""So long after the shop is open everything that is needed was imported."""


class Selling(QObject):
    """The open sale, as far as the window knows it: `now` is the newest that was shown."""

    started = Signal(object)  # Started
    changed = Signal(object)  # OpenSale
    found = Signal(object)  # Scanned
    taken = Signal(object)  # Taken
    held = Signal(object)  # HeldSales
    undoable = Signal(object)  # tuple[SaleView, ReturnPreview]
    undone = Signal(object)  # ReturnRecorded
    refused = Signal(object)  # Refused

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._counter: Counter | None = None
        self.now: OpenSale | None = None
        self.paying = False
        self._looked_up = 0
        self._waiting: list[Callable[[], None]] = []
        self._settling = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._settling.timeout.connect(self._on_settled)

    @property
    def counter(self) -> Counter:
        """The sale in the store's lane; for use there alone. The till is imported with it, after the first paint."""
        if self._counter is None:
            from posapp.ui.actions import Counter

            self._counter = Counter()
        return self._counter

    def start(self) -> None:
        """Find the sale that was open, or begin one."""
        self.desk.lane.run(lambda till: self.counter.start(till), done=self._on_started, refused=self.refused.emit)

    def scan(self, text: str) -> None:
        """A scan, or what was typed into the one box."""
        self._looked_up += 1
        self.desk.lane.run(
            lambda till: self.counter.scan(till, text),
            done=self._on_scanned,
            refused=self._on_not_found,
            then=lambda till: self.counter.keep(till),
        )

    @property
    def looking_up(self) -> bool:
        """Whether a scan has no answer yet."""
        return self._looked_up > 0

    def when_found(self, act: Callable[[], None]) -> None:
        """Do what depends on a scan's answer: at once, or when the scans that were made are answered. A quick clerk
        presses the key for what she is about to see."""
        if self._looked_up:
            self._waiting.append(act)
        else:
            act()

    def choose_member(self, member_id: str) -> None:
        """Put a member on the sale."""
        self._run(lambda till: self.counter.member(till, member_id))

    def changed_by_customer(self, sale: OpenSale) -> None:
        """The customer has entered her own number: this is the sale now."""
        self._on_changed(sale)

    def drop_member(self) -> None:
        """Sell without a card after all."""
        self._run(lambda till: self.counter.drop_member(till))

    def add_amount(self, *, amount_minor: int, category: str, name: str | None = None) -> None:
        """One amount of one category."""
        self._run(lambda till: self.counter.amount(till, amount_minor=amount_minor, category=category, name=name))

    def add_unknown(self, *, code: str, price_minor: int) -> None:
        """A code that is not in the catalogue, at its price."""
        self._run(lambda till: self.counter.unknown(till, code=code, price_minor=price_minor))

    def load_card(self) -> None:
        """Deal a fresh number to the gift card that is being sold."""
        self._run(lambda till: self.counter.load_card(till))

    def step(self, line: int, by: int) -> None:
        """A unit more or less of a line."""
        self._run(lambda till: self.counter.step(till, line=line, by=by))

    def remove(self, line: int) -> None:
        """Take a line out."""
        self._run(lambda till: self.counter.remove(till, line=line))

    def press_offer(self, offer: Offer) -> None:
        """Take up an offer, or give it back."""
        self._run(lambda till: self.counter.redeem(till, offer.redemption, take=not offer.chosen))

    def use(self, offer: Offer, number: int) -> None:
        """Use so much of an offer, whatever of it was taken up before."""
        named = offer.redemption
        asked = replace(named, points=number) if named.amount_minor is None else replace(named, amount_minor=number)
        self._run(lambda till: self.counter.redeem(till, asked, take=True))

    def price(self) -> None:
        """Price it anew."""
        self._run(lambda till: self.counter.price(till))

    def take_payment(self) -> None:
        """Keep the sale. A second press while the first is on its way is none."""
        if self.paying or self.now is None or not self.now.quote.lines:
            return
        self.paying = True
        shown_minor = self.now.quote.due_minor
        self.desk.lane.run(
            lambda till: self.counter.take_payment(till, shown_minor=shown_minor),
            done=self._on_taken,
            refused=self._on_not_taken,
        )

    def hold(self) -> None:
        """Put the sale aside."""
        self.desk.lane.run(lambda till: self.counter.hold(till), done=self._on_held, refused=self.refused.emit)

    def list_held(self, done: Callable[[HeldSales], None]) -> None:
        """Ask for the sales that were put aside."""
        self.desk.lane.run(lambda till: self.counter.held(till), done=done, refused=self.refused.emit)

    def take_up(self, sale: str) -> None:
        """Go on with a sale that was put aside."""
        self.desk.lane.run(
            lambda till: self.counter.take_up(till, sale),
            done=self._on_held,
            refused=self.refused.emit,
            then=lambda till: self.counter.keep(till),
        )

    def discard(self) -> None:
        """Throw the basket away."""
        self._run(lambda till: self.counter.discard(till))

    def ask_undo(self) -> None:
        """Ask what undoing the newest sale would do."""
        self.desk.lane.run(
            lambda till: self.counter.last_sale(till), done=self.undoable.emit, refused=self.refused.emit
        )

    def undo(self, sale: str) -> None:
        """Void a sale."""
        self.desk.lane.run(lambda till: self.counter.undo(till, sale), done=self._on_undone, refused=self.refused.emit)

    # What came of it

    def _run(self, fn: Callable[[Till], OpenSale]) -> None:
        self.desk.lane.run(
            fn, done=self._on_changed, refused=self.refused.emit, then=lambda till: self.counter.keep(till)
        )

    def _on_started(self, started: Started) -> None:
        self.now = started.sale
        take_short_turns()
        self._settling.start()
        self.started.emit(started)
        self.desk.hub.sale_changed.emit(started.sale)

    def _on_settled(self) -> None:
        settle()
        self.desk.lane.run(_read_ahead)

    def _on_changed(self, sale: OpenSale) -> None:
        self.now = sale
        self.changed.emit(sale)
        self.desk.hub.sale_changed.emit(sale)

    def _on_scanned(self, scanned: Scanned) -> None:
        self.now = scanned.sale
        self.found.emit(scanned)
        self.desk.hub.sale_changed.emit(scanned.sale)
        self._answered()

    def _on_not_found(self, refusal: Refused) -> None:
        self.refused.emit(refusal)
        self._answered()

    def _answered(self) -> None:
        """A scan has its answer; what waited for the last of them is done."""
        self._looked_up -= 1
        if not self._looked_up:
            waiting, self._waiting = self._waiting, []
            for act in waiting:
                act()

    def _on_held(self, held: HeldSales) -> None:
        self.now = held.sale
        self.held.emit(held)
        self.desk.hub.sale_changed.emit(held.sale)

    def _on_taken(self, taken: Taken) -> None:
        self.paying = False
        self.now = taken.next
        self.taken.emit(taken)
        self.desk.hub.sale_recorded.emit(taken.recorded)

    def _on_not_taken(self, refusal: Refused) -> None:
        self.paying = False
        self.refused.emit(refusal)
        self.price()

    def _on_undone(self, recorded: ReturnRecorded) -> None:
        self.undone.emit(recorded)
        self.desk.hub.sale_taken_back.emit(recorded)
        self.price()


def _read_ahead(till: Till) -> None:
    from posapp.till.sale import read_ahead

    read_ahead(till)
