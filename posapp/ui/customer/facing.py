"""What the customer's window shows when, and what comes of what she presses.

It hears what the clerk's window hears, after that has been painted, and asks the till through the same lane.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication, QScreen

from posapp.loyalty.errors import Refused
from posapp.loyalty.words import Text
from posapp.ui.customer.asking import Asking
from posapp.ui.customer.look import FacingLook
from posapp.ui.customer.own import Joined, Recognised, joined, recognised
from posapp.ui.customer.screens import Placing
from posapp.ui.customer.window import CustomerWindow
from posapp.ui.widgets.earned import earned_words
from posapp.ui.words import Words

if TYPE_CHECKING:
    from posapp.till.views import OpenSale, ReturnRecorded, SaleRecorded
    from posapp.ui.window import Window

AFTER_MS = 30
"""How long it waits after the clerk's window was told, so that hers is painted first; several changes become one."""

THANKS_MS = 20_000
"""How long the thanks stand where nothing else happens."""

ANSWERED_MS = 5_000
"""How long the thanks for an answer stand."""

FORGET_MS = 45_000
"""After so long without a touch a number, a name or a language that somebody left there is forgotten."""

TRIES = 5
"""Unknown numbers in one sale, after which the pad rests: it is for one's own number, not for finding one."""


class Facing(QObject):
    """Belongs to one till window; `close` ends it. `screens` gives the screens there are."""

    def __init__(self, clerk: Window, *, screens: Callable[[], Sequence[QScreen]] = QGuiApplication.screens) -> None:
        super().__init__()
        self.clerk, self.hub, self.lane = clerk, clerk.hub, clerk.lane
        self.selling = clerk.sale.selling
        self.look = FacingLook(clerk.look)
        self.words = Words(clerk.words.language, clerk.words.currency)
        self.window = CustomerWindow(self.look, self.words)
        self.asking = Asking(self.window, self.lane, self._after_asking)
        self.recorded: SaleRecorded | None = None
        self._shop: Text | str = ""
        self._chose_language = self._looking = self._closed = self._answered = False
        self._by_number = ""
        self._tries: tuple[str, int] = ("", 0)
        self._soon = QTimer(self, singleShot=True, interval=AFTER_MS)
        self._soon.timeout.connect(self.show_now)
        self.thanks_ms = THANKS_MS
        self.thanks_over = QTimer(self, singleShot=True)
        self.thanks_over.timeout.connect(self._after_thanks)
        self.forget = QTimer(self, singleShot=True, interval=FORGET_MS)
        self.forget.timeout.connect(self._forget)
        self.placing = Placing(self.window, clerk, screens=screens)
        self._connect()

    def _connect(self) -> None:
        hub, window = self.hub, self.window
        self._heard = (
            (hub.sale_changed, self._on_changed),
            (hub.sale_recorded, self._on_recorded),
            (hub.sale_taken_back, self._on_taken_back),
            (hub.shop_changed, self._on_shop),
            (self.clerk.words.changed, self._on_clerks_language),
        )
        for signal, slot in self._heard:
            signal.connect(slot)
        window.touched.connect(self._touched)
        window.language_pressed.connect(self._switch_language)
        window.not_me.connect(self._not_me)
        window.pad.touched.connect(self.forget.start)
        window.pad.entered.connect(self._look_up)
        window.joining.touched.connect(self.forget.start)
        window.joining.left.connect(self._forget)
        window.joining.agreed.connect(self._join)

    def open(self) -> None:
        """Show it, without taking the keyboard."""
        self.lane.run(lambda till: till.shop, done=self._on_shop)
        self.show_now()
        self.placing.place()
        if (handle := self.window.windowHandle()) is not None:
            self.clerk.scanner.watch(handle)
            handle.activeChanged.connect(self._give_back_the_keyboard)

    def close(self) -> None:
        """Close it; an answer that was given is kept before."""
        if self._closed:
            return
        self._closed = True
        self.asking.end()
        for timer in (self._soon, self.thanks_over, self.forget):
            timer.stop()
        for signal, slot in self._heard:
            signal.disconnect(slot)
        self.look.let_go()
        self.placing.stop()
        self.window.leaving = True
        self.window.close()
        self.window.deleteLater()

    def _give_back_the_keyboard(self) -> None:
        """Some desktops give the keyboard to whatever is touched, though it asks for none."""
        handle = self.window.windowHandle()
        if handle is not None and handle.isActive() and self.clerk.isVisible():
            QTimer.singleShot(0, self.clerk.activateWindow)

    # What has happened

    def _on_changed(self, sale: OpenSale) -> None:
        recorded = self.recorded
        if recorded is not None and sale.draft.sale != recorded.sale and (sale.quote.lines or sale.member):
            self._end_thanks()
        self._soon.start()

    def _on_recorded(self, recorded: SaleRecorded) -> None:
        self.asking.end()
        self.recorded, self._answered = recorded, False
        self.window.pad.clear()
        self.window.joining.forget()
        self.asking.begin(recorded)
        if not self.asking.open:
            self.thanks_over.start(self.thanks_ms)
        self._soon.start()

    def _on_taken_back(self, recorded: ReturnRecorded) -> None:
        if self.recorded is not None and recorded.sale == self.recorded.sale:
            self.asking.drop()
            self._after_thanks()

    def _on_shop(self, shop: object) -> None:
        self._shop = getattr(shop, "name", "")
        self._soon.start()

    def _on_clerks_language(self) -> None:
        if not self._chose_language:
            self.words.switch(self.clerk.words.language)
            self._soon.start()

    def _end_thanks(self) -> None:
        """The next customer is there, or a while has passed: nothing of the last one stays."""
        self.asking.end()
        self.thanks_over.stop()
        self.recorded = None
        self._clerks_language()

    def _after_thanks(self) -> None:
        self._end_thanks()
        self.show_now()

    def _after_asking(self, answered: bool) -> None:
        """Nothing more is asked: thanks for an answer, for a moment; whoever said nothing has gone."""
        if self.recorded is None or not answered:
            self._after_thanks()
            return
        self._answered = True
        self.thanks_over.start(ANSWERED_MS)
        self.show_now()

    def _clerks_language(self) -> None:
        self._chose_language = False
        self.words.switch(self.clerk.words.language)

    # What is shown

    def show_now(self) -> None:
        """Show how things stand."""
        self._soon.stop()
        if self._closed:
            return
        self.words.currency, self.words.zone = self.clerk.words.currency, self.clerk.words.zone
        if self.recorded is not None:
            self._show_thanks(self.recorded)
            return
        sale, window = self.selling.now, self.window
        if sale is not None and sale.member is not None:
            self._show_hers(sale)
        elif window.page != "joining":
            window.show_page("main")
            self._show_pad(sale)

    def _show_pad(self, sale: OpenSale | None) -> None:
        window = self.window
        if not window.is_right(window.pad):
            window.pad.clear()
        window.show_right(window.pad)
        window.pad.retranslate()
        self._by_number = ""
        if sale is not None and sale.quote.lines:
            window.lines.show_quote(sale.quote)
            window.sums.show_quote(sale.quote)
            window.show_left(window.lines)
        else:
            window.welcome.show_shop(self.words.name(self._shop))
            window.sums.show_quote(None)
            window.show_left(window.welcome)

    def _show_hers(self, sale: OpenSale) -> None:
        window = self.window
        assert sale.member is not None
        window.pad.clear()
        window.joining.forget()
        window.hers.show_card(sale.member, greeting="ui_customer.hello")
        window.show_left(window.hers)
        window.receipt.show_quote(sale.quote)
        window.sums.show_quote(sale.quote)
        window.mistaken.setVisible(self._by_number == sale.member.row.id)
        window.show_right(window.receipt)
        window.show_page("main")

    def _show_thanks(self, recorded: SaleRecorded) -> None:
        window, quote, member = self.window, recorded.quote, recorded.member
        window.sums.show_quote(quote, paid=True)
        if member is not None:
            landed: dict[str, int] = {}
            for earned in quote.earned:
                landed[earned.program] = landed.get(earned.program, 0) + earned.amount
            window.hers.show_card(member, greeting="ui_customer.thanks_name", brought=self._brought(recorded),
                                  landed=landed)  # fmt: skip
            window.show_left(window.hers)
        else:
            window.welcome.show_shop(self.words.name(self._shop), thanks=True)
            window.show_left(window.welcome)
        window.receipt.show_quote(quote, paid=True)
        window.mistaken.hide()
        if not self.asking.show():
            window.show_right(window.receipt)
            window.show_page("main")

    def _brought(self, recorded: SaleRecorded) -> tuple[str, ...]:
        """What the sale brought her: stamps and points, coupons, what is handed over."""
        words, quote = self.words, recorded.quote
        panels = recorded.member.panels if recorded.member else quote.panels
        said = list(earned_words(words, quote.earned, panels))
        said += [words("ui_customer.coupon", what=coupon.gives) for coupon in quote.coupons]
        said += [words.name(perk.say) for perk in quote.perks]
        if self._answered:
            said.append(words("ui_customer.answered"))
        return tuple(said)

    # What she presses

    def _touched(self) -> None:
        """On the paper: the thanks may go; whoever stands there is the next."""
        if self.recorded is not None and not self.asking.open:
            self._after_thanks()

    def _switch_language(self) -> None:
        self._chose_language = True
        self.forget.start()
        self.words.switch("en" if self.words.language == "ko" else "ko")
        self.show_now()

    def _forget(self) -> None:
        """Somebody went away, or would rather not: nothing of her stays."""
        self.forget.stop()
        self._looking = False
        self.window.pad.clear()
        self.window.joining.forget()
        if self.window.page == "joining":
            self.window.show_page("main")
        sale = self.selling.now
        if self.recorded is None and (sale is None or not (sale.quote.lines or sale.member)):
            self._clerks_language()
        self.show_now()

    def _not_me(self) -> None:
        """The number that she entered is somebody else's: that one goes from the sale, and nothing else."""
        sale, member = self.selling.now, self._by_number
        if sale is not None and sale.member is not None and sale.member.row.id == member:
            self._by_number = ""
            self.selling.drop_member()

    def _look_up(self, phone: str) -> None:
        now = self.selling.now
        if now is None or self._looking:
            return
        sale, counter = now.draft.sale, self.selling.counter
        if self._tries[0] == sale and self._tries[1] >= TRIES:
            self.window.pad.say("ui_customer.ask_clerk")
            return
        self._looking = True
        self.lane.run(
            lambda till: recognised(till, counter, phone=phone, sale=sale),
            done=lambda found: self._on_recognised(phone, found),
            refused=self._on_no_number,
            then=counter.keep,
        )

    def _on_no_number(self, refusal: Refused) -> None:
        self._looking = False
        self.window.pad.say(refusal.reason.key)

    def _on_recognised(self, phone: str, found: Recognised) -> None:
        self._looking = False
        if found.sale is not None and found.sale.member is not None:
            self._put_on(found.sale)
        elif found.fresh:
            sale, tries = self._tries
            self._tries = (found.draft, tries + 1 if sale == found.draft else 1)
            if self._closed or self.recorded is not None:
                return
            self.clerk.tell(self.clerk.words("ui_customer.joining_now"), kind="waiting")
            self.window.joining.begin(phone, member_id=found.fresh, shop=self.words.name(self._shop))
            self.window.show_page("joining")
            self.forget.start()

    def _put_on(self, sale: OpenSale) -> None:
        """She is on the clerk's sale, as if her card had been scanned."""
        assert sale.member is not None
        self._by_number = sale.member.row.id
        self.forget.stop()
        self.selling.changed_by_customer(sale)
        self.clerk.play("scan")
        self.clerk.tell(self.clerk.words("ui_customer.came_by_number"))

    def _join(self, phone: str, name: str, news: bool) -> None:
        now = self.selling.now
        if now is None:
            return
        sale, counter, member_id = now.draft.sale, self.selling.counter, self.window.joining.member_id
        called = name or self.clerk.words("ui_customer.nameless", tail=phone[-4:])
        self.lane.run(
            lambda till: joined(till, counter, phone=phone, name=called, news=news, member_id=member_id, sale=sale),
            done=self._on_joined,
            refused=lambda refusal: self.window.joining.refuse(self.words.say(refusal.reason)),
            then=counter.keep,
        )

    def _on_joined(self, joined: Joined) -> None:
        if joined.sale is not None:
            self._put_on(joined.sale)
        else:
            self._forget()


def open_facing(clerk: Window, *, screens: Callable[[], Sequence[QScreen]] = QGuiApplication.screens) -> Facing:
    """The customer's window beside the clerk's, shown."""
    made = Facing(clerk, screens=screens)
    made.open()
    return made
