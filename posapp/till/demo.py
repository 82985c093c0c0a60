"""The demo shop: a hair salon with two thousand members and a year of sales, by the same rules as every sale."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

Progress = Callable[[int, int], None]
"""Told (done, of) now and then."""


def create_demo(
    path: Path | str,
    *,
    seed: int = 1,
    members: int = 2000,
    language: str = "ko",
    until: datetime | None = None,
    key: bytes | None = None,
    progress: Progress | None = None,
) -> None:
    """Make the demo shop: the same seed and `until` (now) make the same shop. `Refused` where a shop is there already.

    People: Minji (cashier, PIN 1234) and Sora (manager, PIN 246810).
    """
    raise NotImplementedError
