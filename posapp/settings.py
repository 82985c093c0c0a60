"""Every setting, declared once: its key, type and default.

What it means is said by the catalogues under ``setting.KEY``, and listed in `docs/settings.md`; a test holds both.
A new setting is one line in `SETTINGS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Value = str | int | bool
"""What a setting can hold."""

SHOP_SETTING = "shop"
"""Under which the shop's document is kept beside the settings: name, currency, zone, rounding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting. `choices` are the only texts allowed; `least` and `most` bound a whole number, both inclusive."""

    key: str
    default: Value
    choices: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None

    @property
    def type(self) -> type[str] | type[int] | type[bool]:
        """The type of its values, which is the type of its default."""
        return type(self.default)

    @property
    def meaning(self) -> str:
        """The key of the sentence that says what it is for."""
        return f"setting.{self.key}"

    def accepts(self, value: object) -> bool:
        """Whether `value` is of the right type and within bounds (`True` is no whole number here)."""
        if type(value) is not self.type:
            return False
        if isinstance(value, str):
            return not self.choices or value in self.choices
        if isinstance(value, int) and not isinstance(value, bool):
            return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)
        return True


SETTINGS: tuple[Setting, ...] = (
    Setting(key="language", default="ko", choices=("ko", "en")),
    Setting(key="theme", default="system", choices=("system", "light", "dark")),
    Setting(key="sound", default=True),
    Setting(key="motion", default=True),
    Setting(key="card.prefix", default="29"),
    Setting(key="card.digits", default=20, least=13, most=20),
    Setting(key="scanner.gap_ms", default=50, least=30, most=100),
    Setting(key="scanner.shortest", default=4, least=3, most=20),
    Setting(key="customer.window", default=False),
    Setting(key="hq.address", default=""),
    Setting(key="backup.folder", default=""),
)

BY_KEY = {setting.key: setting for setting in SETTINGS}
"""The settings by their keys."""


def in_force(kept: Mapping[str, object], key: str, *, language: object = None) -> Value:
    """What the setting `key` is, of all that was ever set; its default where nothing fit was. The language's default
    is the shop's. `KeyError` for a key that is not declared."""
    setting = BY_KEY[key]
    for value in (kept.get(key), language if key == "language" else None):
        if isinstance(value, str | int) and setting.accepts(value):
            return value
    return setting.default
