"""Sentences, money and days in the language of the person at the till, which may change while the window runs."""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from posapp import i18n
from posapp.i18n.amounts import CurrencyLike
from posapp.loyalty.words import Minor, Reason, Text


class _NoShop(NamedTuple):
    code: str = "KRW"
    digits: int = 0


NO_SHOP_YET: CurrencyLike = _NoShop()
"""The currency of the first picture, before the shop is open."""


class Words(QObject):
    """How the window speaks. Call it with a key: ``words("sale.due")``, ``words("sale.held", count=2)``.

    Values may be what a `Reason` takes, amounts of money as `Minor` among them. `changed` follows a switch of language.
    """

    changed = Signal()

    def __init__(self, language: str, currency: CurrencyLike) -> None:
        super().__init__()
        self.language = language
        self.currency = currency
        self.zone: tzinfo | None = None

    def switch(self, language: str) -> None:
        """Speak another language from now on."""
        if language != self.language:
            self.language = language
            self.changed.emit()

    def __call__(self, key: str, **values: object) -> str:
        return self.within(Reason.of(key, **values))

    def say(self, reason: Reason) -> str:
        """The sentence of a reason, to begin a line with."""
        return i18n.line(reason, language=self.language, currency=self.currency)

    def within(self, reason: Reason) -> str:
        """The sentence of a reason, to stand behind other words."""
        return i18n.say(reason, language=self.language, currency=self.currency)

    def name(self, text: Text | str) -> str:
        """A name that the shop wrote, in this language where it has one."""
        return text if isinstance(text, str) else text.in_language(self.language)

    def money(self, minor: int) -> str:
        """An amount in the shop's minor unit as people write it."""
        return i18n.money(minor, self.currency, self.language)

    def amount(self, value: object) -> Minor:
        """An amount of money to put into a sentence."""
        if not isinstance(value, int):
            raise TypeError(f"not an amount of money: {value!r}")
        return Minor(value)

    def number(self, value: int) -> str:
        """A whole number with its digits in groups."""
        return i18n.number(value)

    def day(self, value: date) -> str:
        """A calendar day."""
        return i18n.day(value, self.language)

    def moment(self, value: datetime) -> str:
        """A day and time of day, in the shop's zone once that is known."""
        return i18n.moment(value.astimezone(self.zone) if self.zone else value, self.language)

    def month(self, value: date) -> str:
        """A month and its year."""
        return i18n.month(value, self.language)

    def short_day(self, value: date) -> str:
        """A day whose year is plain."""
        return i18n.short_day(value, self.language)

    def clock(self, value: datetime) -> str:
        """The time of day, in the shop's zone once that is known."""
        return i18n.clock(value.astimezone(self.zone) if self.zone else value)
