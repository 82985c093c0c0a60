"""A setting knows what it can hold."""

from __future__ import annotations

import pytest

from posapp.settings import BY_KEY, SETTINGS, Setting


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.key)
def test_every_default_is_allowed(setting: Setting) -> None:
    assert setting.accepts(setting.default)


def test_no_key_is_declared_twice() -> None:
    assert len(BY_KEY) == len(SETTINGS)


@pytest.mark.parametrize(
    ("key", "value", "allowed"),
    [
        ("language", "en", True),
        ("language", "fr", False),
        ("scanner.gap_ms", 30, True),
        ("scanner.gap_ms", 100, True),
        ("scanner.gap_ms", 29, False),
        ("scanner.gap_ms", 101, False),
        ("scanner.gap_ms", "50", False),
        ("scanner.gap_ms", True, False),
        ("sound", False, True),
        ("sound", 0, False),
        ("sound", None, False),
    ],
)
def test_a_value_of_another_type_or_out_of_bounds_is_not_taken(key: str, value: object, allowed: bool) -> None:
    assert BY_KEY[key].accepts(value) is allowed
