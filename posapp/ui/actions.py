"""What is on the counter, kept where the till is: in the store's lane.

A second scan may arrive while the first is still being priced. So the open sale never travels to the window and back:
it stays here, each action takes it one step on, and the window is told what it is now. Every method is called in the
lane with its `Till`.
"""

from __future__ import annotations

from posapp.loyalty.basket import Redemption
from posapp.loyalty.errors import Refused
from posapp.till import returns, sale
from posapp.till.context import Till
from posapp.till.views import Draft, OpenSale, ReturnPreview, ReturnRecorded, SaleView, Scanned
from posapp.ui.counted import HeldSales, Started, Taken


class Counter:
    """The one open sale of this window."""

    def __init__(self) -> None:
        self._sale: OpenSale | None = None
        self._reopened = False

    def keep(self, till: Till) -> None:
        """Keep the basket as it is, so that a crash reopens on it; the window has its answer already."""
        sale.keep(till)

    def _draft(self, till: Till) -> Draft:
        return self._open(till).draft

    def _open(self, till: Till) -> OpenSale:
        """The sale on the counter. A scan may come before `start`: it is rung up on the sale that was open."""
        if self._sale is None:
            till.keeps_drafts_later = True
            found = sale.reopen(till)
            self._reopened = bool(found and (found.draft.basket.lines or found.draft.member))
            self._sale = found or sale.begin(till)
        return self._sale

    def _now(self, open_sale: OpenSale) -> OpenSale:
        self._sale = open_sale
        return open_sale

    def start(self, till: Till) -> Started:
        """The sale that was open before, or a new one."""
        now = self._open(till)
        return Started(sale=now, reopened=self._reopened, held=len(sale.held(till)), person=till.person)

    def scan(self, till: Till, text: str) -> Scanned:
        """A scan, or what was typed into the one box."""
        scanned = sale.scan(till, self._draft(till), text)
        self._sale = scanned.sale
        return scanned

    def member(self, till: Till, member_id: str) -> OpenSale:
        """Put a member on the sale."""
        return self._now(sale.choose_member(till, self._draft(till), member_id))

    def member_by_herself(self, till: Till, member_id: str, *, sale: str) -> OpenSale | None:
        """Put a member on the sale whose id is `sale`, which the customer saw; None where another one is on the counter
        by now, or somebody else is on it."""
        draft = self._draft(till)
        if draft.sale != sale or draft.member not in (None, member_id):
            return None
        return self.member(till, member_id)

    def drop_member(self, till: Till) -> OpenSale:
        """Sell without a card after all."""
        return self._now(sale.drop_member(till, self._draft(till)))

    def amount(self, till: Till, *, amount_minor: int, category: str, name: str | None = None) -> OpenSale:
        """One amount of one category."""
        return self._now(
            sale.add_amount(till, self._draft(till), amount_minor=amount_minor, category=category, name=name)
        )

    def unknown(self, till: Till, *, code: str, price_minor: int) -> OpenSale:
        """A code that is not in the catalogue, at its price."""
        return self._now(sale.add_unknown(till, self._draft(till), code=code, price_minor=price_minor))

    def load_card(self, till: Till) -> OpenSale:
        """The gift card that waits for its number gets a fresh one."""
        return self._now(sale.load_card(till, self._draft(till)))

    def step(self, till: Till, *, line: int, by: int) -> OpenSale:
        """A unit more or less of a line; the last one takes the line out."""
        draft = self._draft(till)
        if not 0 <= line < len(draft.basket.lines):
            return sale.price(till, draft)
        quantity = draft.basket.lines[line].quantity + by
        if quantity < 1:
            return self._now(sale.remove_line(till, draft, line=line))
        return self._now(sale.set_quantity(till, draft, line=line, quantity=quantity))

    def remove(self, till: Till, *, line: int) -> OpenSale:
        """Take a line out."""
        draft = self._draft(till)
        if not 0 <= line < len(draft.basket.lines):
            return sale.price(till, draft)
        return self._now(sale.remove_line(till, draft, line=line))

    def redeem(self, till: Till, redemption: Redemption, *, take: bool) -> OpenSale:
        """Take up an offer, or give it back."""
        use = sale.redeem if take else sale.unredeem
        return self._now(use(till, self._draft(till), redemption))

    def price(self, till: Till) -> OpenSale:
        """The sale at its price of this moment: programs, members, products or the day have changed. What cannot be
        redeemed any more is dropped."""
        return self._now(sale.still_possible(till, self._draft(till)))

    def take_payment(self, till: Till, *, shown_minor: int) -> Taken:
        """Keep the sale, and begin the next. Refused where it comes to another amount than the clerk has seen, because
        something was scanned in the same moment or midnight has passed: she looks at it and presses again."""
        recorded = sale.take_payment(till, self._draft(till), shown_minor=shown_minor)
        return Taken(recorded=recorded, next=self._now(sale.begin(till)))

    def hold(self, till: Till) -> HeldSales:
        """Put the sale aside and begin the next."""
        open_sale = self._now(sale.hold(till, self._draft(till)))
        return HeldSales(sale=open_sale, held=sale.held(till))

    def held(self, till: Till) -> HeldSales:
        """The sales that were put aside."""
        return HeldSales(sale=self._now(sale.price(till, self._draft(till))), held=sale.held(till))

    def take_up(self, till: Till, sale_id: str) -> HeldSales:
        """Go on with a sale that was put aside."""
        open_sale = self._now(sale.take_up(till, sale_id))
        return HeldSales(sale=open_sale, held=sale.held(till))

    def discard(self, till: Till) -> OpenSale:
        """Throw the basket away."""
        return self._now(sale.discard(till, self._draft(till)))

    def last_sale(self, till: Till) -> tuple[SaleView, ReturnPreview]:
        """The newest sale and what undoing it would do; refused where there is none, or it is too late."""
        found = sale.last_sale(till)
        if found is None:
            raise Refused.because("ui_sale.nothing_to_undo")
        if found.not_voidable is not None:
            raise Refused(found.not_voidable)
        return found, returns.preview_void(till, sale=found.sale)

    def undo(self, till: Till, sale_id: str) -> ReturnRecorded:
        """Void a sale."""
        return returns.void(till, sale=sale_id)
