"""How the sale screen answers what the till found or refused: a row, a sheet, a sentence under the box, a sound."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject

from posapp.loyalty.errors import Refused
from posapp.loyalty.words import Reason, Text
from posapp.till.views import (
    CardRevoked,
    CardToLoad,
    CardUnknown,
    CodeFound,
    CodeUnknown,
    ManyMembers,
    MemberCard,
    MemberFound,
    NothingFound,
    OpenSale,
    ProductFound,
    ProductUnknown,
    ReceiptFound,
    ReturnPreview,
    ReturnRecorded,
    SaleView,
    Scanned,
    Unreadable,
)
from posapp.ui.counted import HeldSales, Started, Taken
from posapp.ui.more import Seldom
from posapp.ui.slips import Slips
from posapp.ui.widgets.number_sheet import NumberSheet
from posapp.ui.widgets.offers import KEY_NAMES
from posapp.ui.widgets.pads import AmountSheet, MoneySheet
from posapp.ui.widgets.picker import Choosable, Picker
from posapp.ui.widgets.sheet import Question
from posapp.ui.widgets.strip import Said
from posapp.ui.widgets.whole_card import show_whole
from posapp.ui.widgets.written import phone_text

if TYPE_CHECKING:
    from posapp.loyalty.outcome import Offer
    from posapp.till.context import Till
    from posapp.till.views import SaleRecorded
    from posapp.ui.registry import Desk
    from posapp.ui.selling import Selling
    from posapp.ui.widgets.basket import Basket
    from posapp.ui.widgets.button import Button
    from posapp.ui.widgets.done import Done
    from posapp.ui.widgets.member_card import MemberCardView
    from posapp.ui.widgets.offers import Offers
    from posapp.ui.widgets.one_box import OneBox
    from posapp.ui.widgets.strip import Strip


class SaleFace(Protocol):
    """What of the sale screen is answered with."""

    desk: Desk
    selling: Selling
    box: OneBox
    strip: Strip
    basket: Basket
    member: MemberCardView
    amount: Button
    member_key: Button
    returns: Button
    held_count: int

    @property
    def done(self) -> Done:
        """What a payment brought."""

    def set_held(self, count: int) -> None:
        """How many sales are put aside."""

    def show_sale(self, sale: OpenSale, *, flash: bool = True) -> None:
        """Show the open sale."""

    def show_recorded(self, recorded: SaleRecorded, then: OpenSale) -> None:
        """A sale was kept."""


class Answers(QObject):
    """Belongs to one sale screen and listens to its `Selling`."""

    def __init__(self, screen: SaleFace, parent: QObject) -> None:
        super().__init__(parent)
        self.screen, self.desk, self.selling = screen, screen.desk, screen.selling
        self._written = ""
        selling, hub = self.selling, self.desk.hub
        selling.started.connect(self._started)
        selling.changed.connect(self._changed)
        selling.found.connect(self._found)
        selling.taken.connect(self._taken)
        selling.held.connect(self._held)
        selling.undoable.connect(self._ask_undo)
        selling.undone.connect(self._undone)
        selling.refused.connect(self.refuse)
        hub.member_enrolled.connect(self._enrolled)
        for changed in (hub.programs_changed, hub.products_changed):
            changed.connect(selling.price)
        hub.member_changed.connect(lambda _: selling.price())
        screen.amount.clicked.connect(self._ask_categories)
        screen.member_key.clicked.connect(lambda: self.desk.go.open("members"))
        screen.returns.clicked.connect(lambda: self.desk.go.open("returns"))
        self.slips = Slips(self.desk, self)
        screen.done.print.connect(self.slips.print)
        self.slips.written.connect(self._printed)
        self.slips.failed.connect(lambda: self._refused(self._saying("ui_sale.slip_failed")))

    # What the till found

    def _started(self, started: Started) -> None:
        self.screen.set_held(started.held)
        self.screen.show_sale(started.sale, flash=False)
        if started.reopened:
            self.screen.strip.say(self._saying("ui_sale.reopened"), kind="waiting")

    def _changed(self, sale: OpenSale) -> None:
        self.screen.show_sale(sale)

    def _found(self, scanned: Scanned) -> None:
        screen, words, go = self.screen, self.desk.words, self.desk.go
        match scanned.found:
            case MemberFound() | ProductFound():
                screen.box.answered()
                screen.box.wash()
                self._written = ""
                go.play("scan")
                screen.show_sale(scanned.sale)
            case ManyMembers() as many:
                self._pick_member(many)
            case CodeFound() as found:
                self._code(found, scanned.sale)
            case CodeUnknown() as stranger:
                screen.box.answered()
                self._refused(lambda: words(_unknown(stranger), code=stranger.code))
            case CardToLoad(product=product):
                screen.box.answered()
                go.play("scan")
                screen.show_sale(scanned.sale)
                asked = (self._saying("ui_sale.fresh_card"), "F6", self.selling.load_card)
                screen.strip.say(lambda: words("ui_sale.card_to_load", name=product.name), asked, kind="waiting")
            case CardUnknown(number=number, foreign=foreign):
                screen.box.answered()
                key = "ui_sale.card_foreign" if foreign else "ui_sale.card_unknown"
                self._refused(
                    lambda: words(key, number=number),
                    (self._saying("ui_sale.enrol"), "F6", lambda: go.open("enrol", card=number, foreign=foreign)),
                )
            case CardRevoked(number=number, row=row):
                screen.box.answered()
                self._refused(
                    lambda: words("ui_sale.card_revoked", number=number, name=row.name),
                    (self._saying("ui_sale.show_member"), "F6", lambda: go.open("members", member=row.id)),
                )
            case ProductUnknown(code=code):
                screen.box.answered()
                self._ask_price(code)
            case ReceiptFound(sale=sale):
                screen.box.answered()
                go.play("scan")
                go.open("returns", sale=sale)
            case NothingFound(text=text):
                self._nothing(text)
            case Unreadable(reason=reason):
                screen.box.answered()
                self.refuse_reason(reason)

    def _code(self, found: CodeFound, sale: OpenSale) -> None:
        """A coupon or gift card: what it is good for stands under the box, whether it is used already or offered."""
        self.screen.box.answered()
        self.screen.show_sale(sale)
        if found.refused:
            self.refuse_reason(found.said)
            return
        self.screen.box.wash()
        self.desk.go.play("scan")
        self.screen.strip.say(lambda: self.desk.words.say(found.said), kind="good")

    def _saying(self, key: str) -> Said:
        return lambda: self.desk.words(key)

    def _nothing(self, text: str) -> None:
        """Perhaps it was a code, keyed with Hangul on: the same keys are tried once more as they were pressed."""
        box, words, go = self.screen.box, self.desk.words, self.desk.go
        if box.keys and text == box.text():
            self._written = text
            self.selling.scan(box.keys)
            return
        shown, self._written = self._written or text, ""
        box.selectAll()
        self._refused(
            lambda: words("ui_sale.nothing_found", text=shown),
            (self._saying("ui_sale.enrol_new"), "F6", lambda: go.open("enrol")),
        )

    def _pick_member(self, many: ManyMembers) -> None:
        words = self.desk.words
        rows = [
            Choosable(
                value=row.id,
                title=row.name,
                detail=" · ".join(part for part in (phone_text(row.phone), row.card) if part),
                trailing=words("ui_sale.visits", count=row.visits),
            )
            for row in many.rows
        ]
        note = words("ui_sale.many_more", count=many.more) if many.more else ""
        picker = Picker(self.desk.look, words("ui_sale.many_title", count=len(rows) + many.more), rows, note=note)
        picker.picked.connect(self._picked_member)
        self.desk.go.show_sheet(picker)

    def _picked_member(self, member: str) -> None:
        self.screen.box.answered()
        self.selling.choose_member(member)

    def _ask_price(self, code: str) -> None:
        words = self.desk.words
        self.desk.go.play("refused")
        sheet = MoneySheet(
            self.desk.look, words, title=words("ui_sale.price_title"), hint=words("ui_sale.price_hint", code=code),
            do=words("ui_sale.ring_up"),
        )  # fmt: skip
        sheet.entered.connect(lambda price: self.selling.add_unknown(code=code, price_minor=price))
        self.desk.go.show_sheet(sheet)

    def _ask_categories(self) -> None:
        self.screen.strip.clear()
        self.desk.lane.run(_categories, done=self._ask_amount, refused=self.refuse)

    def _ask_amount(self, categories: tuple[tuple[str, Text], ...]) -> None:
        words = self.desk.words
        named = [(category, words.name(name)) for category, name in categories]
        sheet = AmountSheet(self.desk.look, words, categories=named)
        sheet.chosen.connect(lambda amount, category: self.selling.add_amount(amount_minor=amount, category=category))
        self.desk.go.show_sheet(sheet)

    def ask_number(self, offer: Offer, name: str) -> None:
        """How much of an offer, called `name`, the customer wants to use."""
        self.screen.strip.clear()
        sheet = NumberSheet(self.desk.look, self.desk.words, offer, name=name)
        sheet.entered.connect(lambda number: self.selling.use(offer, number))
        self.desk.go.show_sheet(sheet)

    def list_offers(self, offers: Offers) -> None:
        """Everything that can be redeemed now, where not all of it has room beside the basket."""
        words = self.desk.words
        rows = [
            Choosable(
                value=str(at), title=title, detail=of, trailing=worth,
                hint=KEY_NAMES[at] if at < len(KEY_NAMES) else "", badge=words("ui_sale.taken_up") if chosen else "",
            )
            for at, title, of, worth, chosen in offers.listed()
        ]  # fmt: skip
        picker = Picker(self.desk.look, words("ui_sale.redeem_now_of", count=len(rows)), rows)
        picker.picked.connect(lambda at: offers.press(int(at)))
        self.desk.go.show_sheet(picker)

    def show_whole(self, card: MemberCard | None) -> None:
        """The member's card with everything on it."""
        show_whole(self.desk, card)

    # Payment, sales put aside, undo

    def _taken(self, taken: Taken) -> None:
        self.screen.show_recorded(taken.recorded, taken.next)

    def _held(self, held: HeldSales) -> None:
        grew = len(held.held) > self.screen.held_count
        self.screen.set_held(len(held.held))
        self.screen.done.hide()
        self.screen.show_sale(held.sale, flash=False)
        if grew:
            self.desk.go.tell(self.desk.words("ui_sale.put_aside"))

    def show_held(self, held: HeldSales) -> None:
        """The sales that were put aside, to take one up again."""
        words = self.desk.words
        if not held.held:
            self._refused(self._saying("ui_sale.nothing_held"))
            return
        rows = [
            Choosable(
                value=draft.sale,
                title=", ".join(words.name(line.name) for line in draft.basket.lines[:3])
                or words("ui_sale.empty_basket"),
                detail=words("ui_sale.held_at", at=words.clock(draft.opened)),
                trailing=words("ui_sale.units", count=sum(line.quantity for line in draft.basket.lines)),
            )
            for draft in held.held
        ]
        picker = Picker(self.desk.look, words("ui_sale.held_title"), rows)
        picker.picked.connect(self.selling.take_up)
        self.desk.go.show_sheet(picker)

    def _ask_undo(self, answer: tuple[SaleView, ReturnPreview]) -> None:
        view, preview = answer
        words = self.desk.words
        said = [words.say(change) for change in preview.changes]
        question = Question(
            self.desk.look, words("ui_sale.undo_title", number=view.receipt), text="\n".join(said),
            yes=words("ui_sale.undo_do"), no=words("ui_sale.undo_keep"), on_yes=lambda: self.selling.undo(view.sale),
        )  # fmt: skip
        self.desk.go.show_sheet(question)

    def _undone(self, recorded: ReturnRecorded) -> None:
        words = self.desk.words
        self.screen.done.hide()
        amount = words.amount(recorded.refund_minor)
        self.screen.strip.say(lambda: words("ui_sale.undone", amount=amount), kind="good")

    def _printed(self, file: Path) -> None:
        self.screen.strip.say(lambda: self.desk.words("ui_sale.slip_written", file=str(file)), kind="good")

    def _enrolled(self, card: MemberCard) -> None:
        self.selling.choose_member(card.row.id)

    def seldom(self) -> tuple[Seldom, ...]:
        """What is listed under *More* for this sale."""
        screen, selling = self.screen, self.selling
        return (
            Seldom("ui_sale.held_title", lambda: selling.list_held(self.show_held), screen.held_count > 0),
            Seldom("ui_sale.drop_member", selling.drop_member, screen.member.card is not None),
            Seldom("ui_sale.discard", self._ask_discard, screen.basket.count > 0),
            Seldom("ui_sale.undo_last", selling.ask_undo),
        )

    def _ask_discard(self) -> None:
        words = self.desk.words
        question = Question(
            self.desk.look, words("ui_sale.discard_title"), text=words("ui_sale.discard_text"),
            yes=words("ui_sale.discard"), no=words("ui_sale.discard_keep"), on_yes=self.selling.discard,
        )  # fmt: skip
        self.desk.go.show_sheet(question)

    # Refusals

    def refuse(self, refusal: Refused) -> None:
        """Say a refusal under the box; the basket stays as it is."""
        self.refuse_reason(refusal.reason)

    def refuse_reason(self, reason: Reason) -> None:
        """Say a reason as a refusal."""
        self._refused(lambda: self.desk.words.say(reason))

    def read_again(self) -> None:
        """Only the end of a scan was heard; its beginning may stand in the box."""
        self.screen.box.clear()
        self._refused(self._saying("ui_sale.read_again"))

    def _refused(self, text: Said, *actions: tuple[Said, str, Callable[[], None]]) -> None:
        self.screen.strip.say(text, *actions)
        self.screen.box.wash(good=False)
        self.desk.go.tell_above(self.screen.strip.accessibleName())
        self.desk.go.play("refused")


def _unknown(code: CodeUnknown) -> str:
    """The sentence for a code that nobody issued here."""
    kind = "coupon" if code.coupon else "gift_card"
    return f"ui_sale.{kind}_{'foreign' if code.foreign else 'unknown'}"


def _categories(till: Till) -> tuple[tuple[str, Text], ...]:
    from posapp.till import products

    return tuple((category, products.category_name(category)) for category in products.categories(till))
