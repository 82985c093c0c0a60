"""From a key and its values to a sentence."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal

from posapp.i18n.amounts import Count, CurrencyLike, decimal, money
from posapp.i18n.catalogue import LANGUAGES, Forms, UnknownKey, messages, plural_form
from posapp.i18n.dates import clock, day, moment
from posapp.loyalty.words import Minor, Reason, Text


def say(reason: Reason, language: str, currency: CurrencyLike) -> str:
    """The sentence of `reason` in `language` ("ko", "en"), its amounts of money in `currency`.

    A value that is a whole number and called ``count`` chooses the plural. Never raises for a missing sentence or
    value: it warns with `UnknownKey` and says what it can.
    """
    ready = {name: _written(value, language, currency) for name, value in reason.values}
    return _sentence(reason.key, language, ready)


def line(reason: Reason, language: str, currency: CurrencyLike) -> str:
    """The sentence of `reason` as it stands at the beginning of a line: with a capital.

    A name that the shop gave stays as the shop writes it (``iPhone case: one comes back``).
    """
    sentence = say(reason, language, currency)
    return sentence[:1].upper() + sentence[1:] if _ours_first(reason, language) else sentence


def _ours_first(reason: Reason, language: str) -> bool:
    """Does the sentence begin with words of the catalogue?"""
    first = re.match(r"\{(\w+)", _forms(reason.key, language)[0])
    if first is None:
        return True
    value = dict(reason.values).get(first[1])
    while isinstance(value, tuple) and value:
        value = value[0]
    return _ours_first(value, language) if isinstance(value, Reason) else not isinstance(value, str | Text)


def t(key: str, language: str, **values: object) -> str:
    """The sentence called `key`; `values` may be words, whole numbers, decimals, names, days and moments.

    Money needs a currency: write it with `money` first, or use `say`.
    """
    return _sentence(key, language, {name: _written(value, language, None) for name, value in values.items()})


def listed(items: Sequence[str], language: str) -> str:
    """``a, b and c`` in English, ``a, b, c`` in Korean."""
    if language == "ko" or len(items) < 2:
        return ", ".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def _written(value: object, language: str, currency: CurrencyLike | None) -> object:
    match value:
        case Reason():
            nested = {name: _written(inner, language, currency) for name, inner in value.values}
            return _sentence(value.key, language, nested)
        case Text():
            return value.in_language(language)
        case Minor():
            if currency is None:
                raise TypeError("money needs a currency: use say() or money()")
            return money(value.amount, currency, language)
        case bool() | str():
            return str(value)
        case int():
            return Count(value)
        case Decimal():
            return decimal(value)
        case datetime():
            return moment(value, language)
        case date():
            return day(value, language)
        case time():
            return clock(value)
        case tuple() | list():
            return listed([str(_written(item, language, currency)) for item in value], language)
        case _:
            raise TypeError(f"a sentence cannot say a {type(value).__name__}: {value!r}")


class _Values(dict[str, object]):
    """A value that the sentence names and nobody gave stays visible as its name, and is warned of."""

    def __missing__(self, name: str) -> str:
        warnings.warn(f"no value called {name} for a sentence that has {', '.join(self) or 'none'}", UnknownKey, 2)
        return name


def _sentence(key: str, language: str, values: Mapping[str, object]) -> str:
    forms = _forms(key, language)
    count = values.get("count")
    form = plural_form(language, count) if isinstance(count, int) and len(forms) > 1 else 0
    return forms[form].format_map(_Values(values))


def _forms(key: str, language: str) -> Forms:
    """The key's sentence; else the English one; else the key made readable, since a clerk must see something."""
    forms = messages(language).get(key) if language in LANGUAGES else None
    if forms is None:
        warnings.warn(f"no sentence for {key} in {language}", UnknownKey, 4)
        readable = key.rpartition(".")[2].replace("_", " ").replace("-", " ").capitalize()
        forms = messages("en").get(key, (readable,))
    return forms
