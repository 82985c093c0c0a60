"""The only way to reach `resources/`: in the source tree, in an installed wheel, and in a frozen program."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path


@cache
def root() -> Path:
    """The folder that holds `fonts`, `translations` and the rest; `FileNotFoundError` where it is missing."""
    package = Path(__file__).resolve().parent
    places = [package / "resources", package.parent / "resources"]
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        places[:0] = [Path(frozen) / "posapp" / "resources", Path(frozen) / "resources"]
    for place in places:
        if (place / "translations").is_dir():
            return place
    raise FileNotFoundError(f"posapp: no resources beside {package}")


def path(name: str) -> Path:
    """The path of one resource, ``path("fonts/Pretendard-Regular.otf")``; `FileNotFoundError` where there is none."""
    found = root().joinpath(*name.split("/"))
    if not found.exists():
        raise FileNotFoundError(f"posapp: no resource {name}")
    return found
