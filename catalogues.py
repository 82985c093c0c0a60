"""Makes `resources/translations/LANGUAGE/posapp.mo` of the `.po` files beside it.

Used by `run.py`, by the wheel's build hook and by the tests. `python catalogues.py` makes them by hand.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

TRANSLATIONS = Path(__file__).resolve().parent / "resources" / "translations"


def merged(folder: Path) -> Catalog:
    """All messages of one language, `folder` being named for it; `ValueError` where two rooms claim one key."""
    whole = Catalog(locale=folder.name, domain="posapp", fuzzy=False)
    origin: dict[str, str] = {}
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as stream:
            catalogue = read_po(stream, locale=folder.name, abort_invalid=True)
        for message in catalogue:
            if not message.id:
                continue
            key = message.id if isinstance(message.id, str) else message.id[0]
            if key in origin:
                raise ValueError(f"{folder.name}: {key} is in {origin[key]} and in {path.name}")
            origin[key] = path.name
            whole.add(message.id, message.string)
    return whole


def _write(folder: Path, target: Path) -> None:
    handle, name = tempfile.mkstemp(dir=folder, prefix=".posapp", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as stream:
            write_mo(stream, merged(folder))
        Path(name).chmod(0o644)
        Path(name).replace(target)  # whole or not at all: another process may be reading
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def build(translations: Path = TRANSLATIONS) -> tuple[Path, ...]:
    """Bring every language's `posapp.mo` up to date and give their paths back; what is newer than its sources stays."""
    made = []
    for folder in sorted(path for path in translations.iterdir() if path.is_dir()):
        target = folder / "posapp.mo"
        # The folder counts too: its time changes when a room's file comes or goes.
        sources = [folder.stat().st_mtime_ns, *(path.stat().st_mtime_ns for path in folder.glob("*.po"))]
        if not target.exists() or target.stat().st_mtime_ns < max(sources):
            _write(folder, target)
            os.utime(target)
        made.append(target)
    return tuple(made)


if __name__ == "__main__":
    build()
