"""How a shop's window looked the last time, kept beside the shop: its first picture need not wait for the file."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """How the window looked the last time, so that its first picture is already in the right language and light."""

    language: str
    theme: str = "system"
    shop: str = ""

    @classmethod
    def read(cls, file: Path, *, language: str) -> Remembered:
        """What was kept beside the shop; the defaults where that cannot be read."""
        try:
            written = json.loads(file.read_text(encoding="utf-8"))
            kept = {name: str(written[name]) for name in ("language", "theme", "shop")}
        except (OSError, ValueError, KeyError, TypeError):
            return cls(language=language)
        return cls(**kept)

    def write(self, file: Path) -> None:
        """Keep it; a folder that cannot be written is no reason to stop."""
        kept = {"language": self.language, "theme": self.theme, "shop": self.shop}
        with suppress(OSError):
            file.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
