"""Rehearsal beside a program that is being written: customers who come and go on paper, and what each of them would
pay and earn, and why. Nothing is kept but the steps, where the owner wants them kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from posapp import i18n
from posapp.loyalty.errors import Refused
from posapp.loyalty.money import Currency
from posapp.loyalty.scenario import Rehearsal
from posapp.loyalty.words import Reason, Text
from posapp.till import try_out
from posapp.till.context import Till
from posapp.till.drafts import redemption_document
from posapp.till.try_out import Played
from posapp.ui.finder import Finder
from posapp.ui.registry import Desk
from posapp.ui.screens.program_receipt import Receipt
from posapp.ui.theme import GAP, LABEL
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.flow import Flow
from posapp.ui.widgets.json_editor import JsonEditor
from posapp.ui.widgets.json_places import read, write
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.sample_basket import Good, SampleBasket
from posapp.ui.widgets.scroll import Scroll
from posapp.ui.widgets.step_card import StepCard
from posapp.ui.widgets.strip import Strip
from posapp.ui.widgets.when_row import WhenRow

if TYPE_CHECKING:
    from posapp.loyalty.basket import Product
    from posapp.loyalty.outcome import Offer

NOBODY, NEWCOMER = "nobody", "newcomer"
_OPENS = time(10)
_BETWEEN = timedelta(minutes=5)
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


class RehearsalPane(QWidget):
    """`show_programs` gives it the programs that are being written; the steps are played anew after every change."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        look = desk.look
        self.documents: Sequence[Any] = ()
        self.program = ""
        self.steps: list[dict[str, Any]] = []
        self.days = 0
        self.played: Rehearsal | None = None
        self.names: Mapping[str, Text] = {}
        self._card_types: tuple[str, ...] = ()
        self.cards: list[StepCard] = []
        self.intro = Label(look, size=LABEL, colour="soft", wrap=True)
        self.text = JsonEditor(look, name="")
        self.note = Strip(look)
        self.when = WhenRow(desk)
        self.basket = SampleBasket(desk)
        self.receipt = Receipt(desk)
        self.record = Button(look, kind="outline", tall=True)
        self.as_text, self.keep, self.clear = Button(look), Button(look), Button(look)
        self._player: Finder[Played] = Finder(desk.lane, self._play, show=self._played, refused=self._refused)
        self._in_sight = QTimer(self, singleShot=True, interval=0)
        self._in_sight.timeout.connect(lambda: self.view.ensureWidgetVisible(self.record))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._steps = QVBoxLayout()
        self._steps.setSpacing(8)
        self.foot = Flow(self.desk.look)
        held = QWidget()
        inside = QVBoxLayout(held)
        inside.setContentsMargins(0, 0, 10, 0)
        inside.setSpacing(GAP)
        inside.addWidget(self.intro)
        inside.addLayout(self._steps)
        inside.addWidget(self.text)
        inside.addWidget(self.note)
        for widget in (self.when, self.basket, self.record, self.receipt):
            inside.addWidget(widget)
        inside.addWidget(self.foot)
        inside.addStretch(1)
        self.text.setMinimumHeight(self.desk.look.px(260))
        self.text.hide()
        self.view = Scroll(self.desk.look, held)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)

    def _connect(self) -> None:
        self.when.chosen.connect(self._on_day)
        self.basket.changed.connect(self._changed)
        self.receipt.offers.pressed.connect(self._redeem)
        self.record.clicked.connect(self._record)
        self.as_text.clicked.connect(self._turn_text)
        self.text.textChanged.connect(self._on_text)
        self.keep.clicked.connect(self._keep)
        self.clear.clicked.connect(self._clear)

    def retranslate(self) -> None:
        """Say it in the language of the moment."""
        w = self.desk.words
        self.intro.setText(w("ui_try.rehearsal_intro"))
        self.text.setAccessibleName(w("ui_try.steps"))
        self.record.setText(w("ui_try.record"))
        self.as_text.setText(w("ui_try.steps_as_cards" if not self.text.isHidden() else "ui_try.steps_as_text"))
        self.keep.setText(w("ui_try.keep"))
        self.clear.setText(w("ui_try.clear"))
        self.foot.flow((self.keep, self.as_text, self.clear))
        self._show_customers()
        self._show_day()
        self._show_steps()

    # Who comes, and when

    def _moment(self) -> datetime:
        """When the next step happens: a few minutes after the last one, on the day that was reached."""
        today = datetime.now(self.desk.words.zone).astimezone(self.desk.words.zone)
        opened = datetime.combine(today.date(), _OPENS, tzinfo=today.tzinfo) + timedelta(days=self.days)
        before = [datetime.fromisoformat(step["at"]) for step in self.steps if isinstance(step.get("at"), str)]
        return max([opened, *(each + _BETWEEN for each in before if each + _BETWEEN > opened)])

    def _customers(self) -> list[str]:
        enrolled = (step.get("enrol") for step in self.steps)
        return [str(each["card"]) for each in enrolled if isinstance(each, dict) and "card" in each]

    def _show_customers(self) -> None:
        w = self.desk.words
        known = [(card, w("ui_try.person", name=card)) for card in self._customers()]
        new = [(f"{NEWCOMER}:{each}", w("ui_try.newcomer_with", card=each)) for each in self._card_types]
        new.insert(0, (NEWCOMER, w("ui_try.newcomer")))
        self.basket.show_customers([*known, *new, (NOBODY, w("ui_try.no_card"))])
        if self.basket.customer.value not in dict(known):
            self.basket.customer.set_value(known[-1][0] if known else NOBODY)

    def _show_day(self) -> None:
        self.when.show_day(self._moment())

    def _on_day(self, days: int) -> None:
        self.days = days
        self._show_day()
        self.play()

    def _enrol(self, card_type: str = "") -> None:
        taken = set(self._customers())
        card = next((letter for letter in _LETTERS if letter not in taken), f"N{len(taken)}")
        day = self._moment().date().isoformat()
        kind = {"card_type": card_type} if card_type else {}
        self._add({"enrol": {"card": card, "name": card, "joined": day, **kind}})
        self._show_customers()
        self.basket.customer.set_value(card)

    def _changed(self) -> None:
        who, _, card_type = self.basket.customer.value.partition(":")
        if who == NEWCOMER:
            self._enrol(card_type)
        self.play()

    def _redeem(self, offer: Offer) -> None:
        asked = redemption_document(offer.redemption)
        self.basket.redeem = [each for each in self.basket.redeem if each != asked]
        if not offer.chosen:
            self.basket.redeem.append(asked)
        self.play()

    # Steps

    def show_programs(self, documents: Sequence[Any], *, program: str) -> None:
        """Rehearse these; another program begins with the steps that were kept for it."""
        self.documents = documents
        if program != self.program:
            self.program, self.steps, self.days, self.when.days = program, [], 0, 0
            self.desk.lane.run(
                lambda till: try_out.kept_steps(till, program), done=self._begin, refused=self.desk.go.tell_refused
            )
        self.play()

    def _begin(self, steps: list[dict[str, Any]]) -> None:
        self.steps = steps
        if not steps:
            self._enrol()
        self._show_customers()
        self._show_day()
        self.play()
        if not self.basket.goods:
            documents = list(self.documents)
            self.desk.lane.run(
                lambda till: try_out.goods_for(till, documents, limit=1), done=self._fill,
                refused=self.desk.go.tell_refused,
            )  # fmt: skip

    def _fill(self, found: Sequence[Product]) -> None:
        if not self.basket.goods:
            self.basket.put_goods([Good(document={"product": each.id}, name=each.name) for each in found])
            self.play()

    def _add(self, step: dict[str, Any]) -> None:
        self.steps.append({"at": self._moment().isoformat(), **step})
        self._show_day()

    def _selling(self) -> dict[str, Any]:
        card = self.basket.customer.value
        return {**({"card": card} if card not in ("", NOBODY, NEWCOMER) else {}), **self.basket.document}

    def _record(self) -> None:
        if not self.basket.goods:
            return
        taken = {step.get("as") for step in self.steps}
        number = next(n for n in range(1, 10_000) if f"sale-{n}" not in taken)
        self._add({"sale": self._selling(), "as": f"sale-{number}"})
        self.basket.redeem = []
        self.play()
        self._in_sight.start()

    def take_back(self, at: int, *, whole: bool) -> None:
        """A customer brings back what she bought in a step: all of it, or one unit of its first line."""
        step = self.steps[at]
        lines = [
            {"line": n, "quantity": line.get("quantity", 1)} for n, line in enumerate(step["sale"].get("lines", ()))
        ]
        back = lines if whole else [{"line": 0, "quantity": 1}]
        self._add({"return": {"sale": step["as"], "lines": back}})
        self.play()

    def remove(self, at: int) -> None:
        """Take a step out, with the steps that speak of it."""
        gone = self.steps[at]
        name, card = gone.get("as"), (gone.get("enrol") or {}).get("card")

        def speaks_of_it(step: dict[str, Any]) -> bool:
            content: dict[str, Any] = next(
                (step[kind] for kind in ("sale", "return", "void", "adjust") if kind in step), {}
            )
            return (name is not None and content.get("sale") == name) or (
                card is not None and content.get("card") == card
            )

        self.steps = [step for n, step in enumerate(self.steps) if n != at and not speaks_of_it(step)]
        self._show_customers()
        self.play()

    def _clear(self) -> None:
        self.steps, self.days, self.when.days = [], 0, 0
        self.basket.redeem = []
        self._begin([])

    # Playing

    def play(self) -> None:
        """Play all steps, and the sale that is being put together after them."""
        if not self.documents:
            return
        steps = list(self.steps)
        if self.basket.goods:
            steps.append({"at": self._moment().isoformat(), "quote": self._selling()})
        if not self.text.hasFocus():
            self.text.blockSignals(True)
            self.text.setPlainText(write(self.steps))
            self.text.blockSignals(False)
        if steps:
            self._player.want(write({"programs": list(self.documents), "steps": steps}))

    @staticmethod
    def _play(till: Till, written: str) -> Played:
        asked: Any = read(written).value

        def say(reason: Reason, currency: Currency) -> str:
            return i18n.say(reason, "en", currency)

        return try_out.play(till, asked["programs"], asked["steps"], say=say)

    def _played(self, _written: str, came: Played) -> None:
        w, played = self.desk.words, came.rehearsal
        self.names = came.names
        if came.card_types != self._card_types:
            self._card_types = came.card_types
            self._show_customers()
        if played.faults:
            of_steps = [fault for fault in played.faults if fault.place.startswith("steps")]
            said = "\n".join(f"{fault.place}: {w.within(fault.reason)}" for fault in of_steps)
            self.note.say(said or w("ui_try.faulty"), kind="waiting")
            return
        self.note.clear()
        self.played = played
        last = played.steps[-1] if played.steps else None
        if last is not None and last.kind == "quote":
            if last.quote is not None:
                self.receipt.show_quote(last.quote)
                self.basket.show_quote(last.quote)
            elif last.refusal:
                self.note.say("\n".join(map(w.say, last.refusal)), kind="waiting")
                self.basket.redeem = []
        self._show_steps()

    def _refused(self, refusal: Refused) -> None:
        self.note.say(self.desk.words.say(refusal.reason), kind="waiting")

    def _show_steps(self) -> None:
        played = self.played.steps if self.played is not None else ()
        while len(self.cards) > len(self.steps):
            card = self.cards.pop()
            card.hide()
            card.deleteLater()
        while len(self.cards) < len(self.steps):
            at = len(self.cards)
            card = StepCard(self.desk)
            card.one_back.clicked.connect(lambda _=False, at=at: self.take_back(at, whole=False))
            card.all_back.clicked.connect(lambda _=False, at=at: self.take_back(at, whole=True))
            card.away.clicked.connect(lambda _=False, at=at: self.remove(at))
            self.cards.append(card)
            self._steps.addWidget(card)
        own = {str(document.get("id")) for document in self.documents if isinstance(document, dict)}
        for at, (card, step) in enumerate(zip(self.cards, self.steps, strict=True)):
            card.names, card.own = self.names, own
            card.show_step(step, played[at] if at < len(played) and played[at].kind in step else None)
            card.setVisible(self.text.isHidden())

    # Steps as text, and kept

    def _turn_text(self) -> None:
        opening = self.text.isHidden()
        self.text.setVisible(opening)
        self.retranslate()
        if opening:
            self.text.setFocus()

    def _on_text(self) -> None:
        found = read(self.text.toPlainText())
        steps = found.value
        if found.faults or not isinstance(steps, list) or not all(isinstance(step, dict) for step in steps):
            reason = found.faults[0].reason if found.faults else Reason("ui_try.not_steps")
            self.note.say(self.desk.words.say(reason), kind="waiting")
            return
        self.steps = steps
        self._show_customers()
        self.play()

    def _keep(self) -> None:
        documents, program = list(self.documents), self.program
        played = self.played.steps if self.played is not None else ()
        steps = [
            {**step, "expect": _expected(played[at].outcome)} if at < len(played) else step
            for at, step in enumerate(self.steps)
        ]
        title = self.desk.words("ui_try.title", program=program)
        self.desk.lane.run(
            lambda till: try_out.keep_steps(till, documents, steps, program=program, title=title),
            done=self._kept, refused=self.desk.go.tell_refused,
        )  # fmt: skip

    def _kept(self, file: Path) -> None:
        self.desk.go.tell(self.desk.words("ui_try.kept", file=file.name))


def _expected(outcome: Any) -> dict[str, Any]:
    """What came of a step, as the scenario expects it from now on."""
    names = ("due", "discounts", "earned", "refund", "balances", "refused")
    return {name: outcome[name] for name in names if outcome.get(name) not in (None, {})}
