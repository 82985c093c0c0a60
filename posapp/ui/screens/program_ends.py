"""How a program ends: what is owed in it, the last days for earning and redeeming, and what customers are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from posapp.loyalty.errors import BadDefinition, Refused
from posapp.loyalty.owing import Owed
from posapp.loyalty.programs.base import WindDown
from posapp.loyalty.words import Reason, Text
from posapp.till import programs, winding_down
from posapp.till.context import Till
from posapp.ui.ranked import run_ranked
from posapp.ui.registry import Desk
from posapp.ui.theme import SEMIBOLD, SMALL
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.field import Field
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.painted import show_if
from posapp.ui.widgets.sheet import Sheet
from posapp.ui.widgets.strip import Strip
from posapp.ui.widgets.written import read_day

_YEARS_AHEAD = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What the sheet begins with: the program, what is owed in it (None: it keeps no balances), how it ends so far."""

    program: str
    name: Text
    today: date
    owed: Owed | None = None
    ends: WindDown | None = None


def know(till: Till, program: str) -> Ending:
    """Read it. `NotFound`."""
    programs.document(till, program)
    owed = next((each for each in winding_down.owed(till) if each.program == program), None)
    known = till.catalogue.programs.get(program)
    return Ending(
        program=program,
        name=till.names.get(program, Text(program)),
        today=till.now().date(),
        owed=owed,
        ends=known.wind_down if known else None,
    )


class EndsSheet(Sheet):
    """Shows what is owed before it asks for the days; a program that was to end may go on."""

    def __init__(self, desk: Desk, ending: Ending) -> None:
        super().__init__(desk.look, desk.words("ui_ends.title", name=ending.name), wide=560)
        self.desk, self.ending = desk, ending
        look, w = desk.look, desk.words
        self.owed = QWidget()
        self._owed = QVBoxLayout(self.owed)
        self._owed.setContentsMargins(0, 0, 0, 0)
        self._owed.setSpacing(look.px(2))
        self.earn = Field(look, w("ui_ends.earn"), hint=w("ui_ends.day_example", day=ending.today.isoformat()))
        self.redeem = Field(look, w("ui_ends.redeem"), hint=w("ui_ends.day_example", day=ending.today.isoformat()))
        self.say_ko = Field(look, w("ui_ends.say_ko"), hint=w("ui_ends.say_hint"))
        self.say_en = Field(look, w("ui_ends.say_en"), hint=w("ui_ends.say_hint"))
        self.hint = Label(look, w("ui_ends.hint"), size=SMALL, colour="soft", wrap=True)
        self.refusal = Strip(look)
        self.go_on = Button(look, w("ui_ends.go_on"), tall=True)
        self.cancel = Button(look, w("ui_form.cancel"), tall=True)
        self.save = Button(look, w("ui_ends.save"), kind="filled", tall=True)
        fields = (self.earn, self.redeem, self.say_ko, self.say_en)
        for widget in (self.owed, *fields, self.hint, self.refusal):
            self.column.addWidget(widget)
        self.buttons(self.go_on, self.cancel, self.save)
        for field, after in zip(fields, (*fields[1:], None), strict=True):
            field.entered.connect(after.setFocus if after else self._save)
        self.cancel.clicked.connect(self.finish)
        self.go_on.clicked.connect(self._go_on)
        self.save.clicked.connect(self._save)
        self._fill()

    def first_focus(self) -> None:
        """On the first day that is asked for."""
        self.earn.setFocus()

    def _fill(self) -> None:
        ends, w = self.ending.ends, self.desk.words
        said = winding_down.told(self.ending.owed) if self.ending.owed else (Reason("winding.nothing"),)
        for n, reason in enumerate(said):
            weight, colour = (SEMIBOLD, "ink") if n == 0 else (400, "soft")
            label = Label(self.desk.look, w.say(reason), size=SMALL, weight=weight, colour=colour, wrap=True)
            self._owed.addWidget(label)
        show_if(self.go_on, ends is not None and not (self.ending.owed and self.ending.owed.ended))
        if ends is not None:
            self.earn.set_text(ends.earn_until.isoformat())
            self.redeem.set_text(ends.redeem_until.isoformat())
            if ends.say is not None:
                self.say_ko.set_text(ends.say.in_language("ko"))
                self.say_en.set_text(ends.say.in_language("en"))

    def _day(self, field: Field) -> date | None:
        today = self.ending.today
        horizon = date(today.year + _YEARS_AHEAD, 12, 31)
        day = read_day(field.text(), language=self.desk.words.language, today=horizon)
        field.refuse("" if day else self.desk.words("ui_form.day_form"))
        return day

    def _say(self) -> Text | None:
        given = {"ko": self.say_ko.text().strip(), "en": self.say_en.text().strip()}
        by_language = {language: text for language, text in given.items() if text}
        return Text.read(by_language) if by_language else None

    def _save(self) -> None:
        redeem, earn = self._day(self.redeem), self._day(self.earn)
        if earn is None or redeem is None:
            (self.redeem if earn else self.earn).setFocus()
            return
        say, program = self._say(), self.ending.program

        def end(till: Till) -> object:
            return winding_down.wind_down(till, program, earn_until=earn, redeem_until=redeem, say=say)

        run_ranked(self.desk, end, done=lambda _: self._done("ui_ends.saved"), refused=self._refuse)

    def _go_on(self) -> None:
        program = self.ending.program
        run_ranked(
            self.desk, lambda till: winding_down.go_on(till, program), done=lambda _: self._done("ui_ends.goes_on"),
            refused=self._refuse,
        )  # fmt: skip

    def _done(self, said: str) -> None:
        self.finish()
        self.desk.go.tell(self.desk.words(said))
        self.desk.hub.programs_changed.emit()

    def _refuse(self, refusal: Refused) -> None:
        reasons = [refusal.reason]
        if isinstance(refusal, BadDefinition):
            reasons = [fault.reason for fault in refusal.faults]
        self.refusal.say("\n".join(self.desk.words.say(reason) for reason in reasons))
        self.desk.go.play("refused")


def open_ends(desk: Desk, program: str) -> None:
    """Show the sheet for a program."""
    desk.lane.run(
        lambda till: know(till, program), done=lambda ending: desk.go.show_sheet(EndsSheet(desk, ending)),
        refused=desk.go.tell_refused,
    )  # fmt: skip
