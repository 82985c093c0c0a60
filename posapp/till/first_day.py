"""The first day: five answers make a shop."""

from __future__ import annotations

from pathlib import Path


def create(
    path: Path | str,
    *,
    language: str,
    shop_name: str,
    currency: str,
    timezone: str,
    preset: str,
    manager_name: str,
    manager_pin: str,
    key: bytes | None = None,
) -> None:
    """Make the shop's file with a preset's programs and its first manager. `Refused` where an answer cannot be right or
    a shop is there already; then nothing was made."""
    raise NotImplementedError


def is_shop(path: Path | str) -> bool:
    """Whether there is a shop's file at this place (whatever its state)."""
    raise NotImplementedError
