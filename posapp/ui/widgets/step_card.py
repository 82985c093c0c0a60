"""One step of a rehearsal: who did what and when, what it came to, and why."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from posapp.loyalty.words import Text
from posapp.ui.registry import Desk
from posapp.ui.theme import LABEL, SEMIBOLD, SMALL
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.form_words import first_known
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.painted import show_if
from posapp.ui.widgets.reasons import Reasons, Told

if TYPE_CHECKING:
    from posapp.loyalty.steps import Step


class StepCard(Card):
    """`show_step` shows a step as it is written and, once it was played, what came of it.

    `names` are the programs' by id; why one gave nothing is told of the `own` ones alone, which are being tried."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.look, padding=(14, 10), spacing=4)
        self.desk = desk
        self.names: Mapping[str, Text] = {}
        self.own: AbstractSet[str] = frozenset()
        look = desk.look
        self.when = Label(look, size=LABEL, colour="soft", wrap=True)
        self.what = Label(look, size=SMALL, weight=SEMIBOLD, wrap=True)
        self.told = Reasons(look, desk.words)
        self.wrong = Label(look, size=LABEL, weight=SEMIBOLD, colour="waiting", wrap=True)
        self.one_back, self.all_back = Button(look), Button(look)
        self.away = Button(look, "×", kind="glyph", name="×")
        head = QHBoxLayout()
        head.addWidget(self.when, 1)
        head.addWidget(self.away, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(head)
        for widget in (self.what, self.told, self.wrong):
            self.column.addWidget(widget)
        back = QHBoxLayout()
        back.setSpacing(8)
        back.addWidget(self.one_back)
        back.addWidget(self.all_back)
        back.addStretch(1)
        self.column.addLayout(back)

    def _name(self, program: str) -> str:
        return self.desk.words.name(self.names.get(program, program))

    def show_step(self, step: dict[str, Any], played: Step | None) -> None:
        """Show a step as it is written, and what came of it."""
        w = self.desk.words
        kind = next((name for name in step if name not in ("at", "as", "expect")), "")
        content = step.get(kind) if isinstance(step.get(kind), dict) else {}
        try:
            self.when.setText(w.moment(datetime.fromisoformat(str(step.get("at")))))
        except ValueError:
            self.when.setText(str(step.get("at")))
        self.what.setText(self._sentence(kind, content or {}, played))
        self.away.setAccessibleName(f"{self.what.text()}: {w('form.remove')}")
        sold = kind == "sale" and "as" in step
        units = sum(line.get("quantity", 1) for line in (content or {}).get("lines", ())) if sold else 0
        self.one_back.setText(w("ui_try.one_back"))
        self.all_back.setText(w("ui_try.all_back"))
        self.one_back.setVisible(sold and units > 1)
        self.all_back.setVisible(sold)
        self.told.show_told(tuple(self._told(played)) if played is not None else ())
        show_if(self.told, bool(self.told.told))
        failures = [w.say(reason) for reason in played.failures] if played is not None else []
        self.wrong.setText("\n".join(failures))
        show_if(self.wrong, bool(failures))

    def _sentence(self, kind: str, content: dict[str, Any], played: Step | None) -> str:
        """Who does what, in words."""
        w = self.desk.words
        card = content.get("card")
        who = w("ui_try.person", name=str(card)) if card else w("ui_try.no_card")
        lines = [line for line in content.get("lines", ()) if isinstance(line, dict) and "product" in line]
        goods = [f"{line.get('quantity', 1)} × {line['product']}" for line in lines]
        if played is not None and played.quote is not None:
            goods = [f"{each.line.quantity} × {w.name(each.line.name)}" for each in played.quote.lines]
        done = w(first_known((f"rehearse.step.{kind}", "rehearse.step.sale")))
        if kind in ("return", "void"):
            return f"{done}: {content.get('sale', '')}"
        return f"{who} · {done}" + (f": {', '.join(goods)}" if goods else "")

    def _told(self, played: Step) -> list[Told]:
        """What she pays, gets and has afterwards, each with its reason."""
        w, told = self.desk.words, []
        quote, back = played.quote, played.returned
        if quote is not None:
            told.append(Told(w("ui_sale.due"), w.money(quote.due_minor), weight=SEMIBOLD))
            told += [
                Told(w.say(each.reason), w.money(-each.off_minor) if each.off_minor else "") for each in quote.benefits
            ]
            told += [Told(w.name(perk.say)) for perk in quote.perks]
            told += [Told(f"{w.name(each.name)}: {w.within(each.say)}") for each in quote.notices]
            told += [
                Told(f"+{w.number(each.amount)} {w.name(each.name)}: {w.within(each.reason)}", colour="good")
                for each in quote.earned
            ]
            told += [
                Told(f"{w.name(why.name)}: {w.within(why.reason)}", size=LABEL, colour="soft")
                for why in quote.why_not
                if why.program in self.own
            ]
        if back is not None:
            told.append(Told(w("ui_try.refund"), w.money(back.refund_minor), weight=SEMIBOLD))
            told += [Told(w.say(change)) for change in back.changes]
        told += [Told(w.say(reason), colour="waiting", weight=SEMIBOLD) for reason in played.refusal]
        balances, levels = played.outcome["balances"].items(), played.outcome["tier"].items()
        shown = [(name, amount) for name, amount in balances if amount or name in self.own]
        has = [f"{self._name(name)} {w.number(amount)}" for name, amount in shown]
        has += [self._name(level) for _, level in levels if level]
        if has:
            told.append(Told(w("ui_try.has", what=tuple(has)), size=LABEL, colour="soft", rule_above=bool(told)))
        return told
