"""What the core says: a key and its values, never a sentence.

`posapp.i18n` turns a `Reason` into a sentence in the reader's language. The core stays free of languages, and a test
can hold every key to both catalogues.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """A name that a shop wrote: one string, or one for each language.

    `by_language` holds pairs such as ``("ko", "커트 10회")``; `default` is what is shown where the reader's language
    has none.
    """

    default: str
    by_language: tuple[tuple[str, str], ...] = ()

    @classmethod
    def read(cls, written: str | Mapping[str, str]) -> Text:
        """Read the JSON form of `programs.md`: ``"Cuts"`` or ``{"en": "Cuts", "ko": "커트"}``."""
        if isinstance(written, str):
            return cls(written)
        pairs = tuple(sorted(written.items()))
        default = written.get("en") or next(iter(written.values()), "")
        return cls(default, pairs)

    def written(self) -> str | dict[str, str]:
        """Give back the JSON form."""
        return dict(self.by_language) if self.by_language else self.default

    def in_language(self, language: str) -> str:
        """The name as a reader of `language` ("en", "ko") sees it."""
        return dict(self.by_language).get(language, self.default)


@dataclass(frozen=True, slots=True)
class Minor:
    """An amount inside a `Reason`, in the shop's minor unit, so that `i18n` writes it as money."""

    amount: int


@dataclass(frozen=True, slots=True)
class Reason:
    """A message key of the catalogues with the values that it speaks of.

    `values` are pairs; a value is a `str`, an `int` (a count: the plural is chosen by the one named ``count``), a
    `Text`, a `Minor`, a date or moment, another `Reason`, or a tuple of these (joined as a list).
    """

    key: str
    values: tuple[tuple[str, object], ...] = ()

    @classmethod
    def of(cls, key: str, **values: object) -> Reason:
        """``Reason.of("stamp.to_go", count=2)``."""
        return cls(key, tuple(sorted(values.items())))

    def value(self, name: str) -> object:
        """The value called `name`; `KeyError` where the reason has none."""
        return dict(self.values)[name]
