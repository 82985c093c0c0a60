"""The shop's settings: read and change by their declared keys."""

from __future__ import annotations

from posapp.till.context import Till


def get(till: Till, key: str) -> object:
    """The setting's value, or its default. `NotFound` for a key that is not declared."""
    raise NotImplementedError


def put(till: Till, key: str, value: object) -> None:
    """Change a setting. `Refused` where the value is not of the declared type; some need a manager."""
    raise NotImplementedError
