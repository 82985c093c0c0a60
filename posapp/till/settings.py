"""The shop's settings: read and change by their declared keys."""

from __future__ import annotations

from posapp.loyalty.errors import NotFound, Refused
from posapp.settings import BY_KEY, Setting, Value, in_force
from posapp.store.settings import put_setting
from posapp.till.context import Till

FOR_EVERYBODY = frozenset({"language", "theme", "sound", "motion", "scanner.gap_ms", "scanner.shortest"})
"""What a cashier may change: how the till looks and listens, not what it does."""


def get(till: Till, key: str) -> Value:
    """The setting's value, or its default. `NotFound` for a key that is not declared."""
    return in_force(till.settings, _declared(key).key, language=till.shop.language)


def put(till: Till, key: str, value: object) -> None:
    """Change a setting. `Refused` where it cannot have this value; `NotAllowed` where a manager is wanted."""
    setting = _declared(key)
    if not setting.accepts(value):
        raise Refused.because("till.setting_value", setting=key)
    by = till.person if key in FOR_EVERYBODY else till.manager()
    with till.writing():
        put_setting(till.database, key, value)
        till.note("setting.changed", by=by, setting=key)
    till.reload()


def _declared(key: str) -> Setting:
    setting = BY_KEY.get(key)
    if setting is None:
        raise NotFound.because("till.setting_unknown", setting=key)
    return setting
