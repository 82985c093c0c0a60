"""What kind of shop: ready programs and products to begin with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from posapp.loyalty.words import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A kind of shop to begin with: its name and promise as keys, its programs and products in their JSON form."""

    id: str
    title: Reason
    promise: Reason

    def documents(self) -> tuple[tuple[dict[str, Any], ...], tuple[dict[str, Any], ...]]:
        """(programs, products) in their JSON form, read when wanted."""
        raise NotImplementedError


PRESETS: tuple[Preset, ...] = tuple(
    Preset(id=id, title=Reason.of(f"preset.{id}.title"), promise=Reason.of(f"preset.{id}.promise"))
    for id in ("salon", "cafe", "shop", "supermarket")
)
"""In the order in which the first day offers them."""
