"""What keeps a shop safe: its recovery sheet, its backups, and a second hand on its file for work beside the till."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from posapp.store import keys
from posapp.store.backup import backup, backups_in, taken_at
from posapp.store.progress import Progress, silent
from posapp.till import settings
from posapp.till.context import Till, open_till

BESIDE = "backups"
"""The folder beside the shop's file that is used where no other is set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """What opens the shop's backups on another computer: sixteen `groups` of six digits, and whose they are."""

    shop: str
    file: str
    key_name: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BackedUp:
    """A backup that was written and read back."""

    file: Path
    size_bytes: int


def recovery(till: Till) -> Recovery:
    """The recovery sheet (a manager). `NotAllowed`. That it was shown stands in the log."""
    manager = till.manager()
    sheet = keys.recovery_sheet(till.database.path, till.database.key, shop=till.shop.name)
    with till.writing():
        till.note("recovery.shown", by=manager)
    return Recovery(shop=sheet.shop, file=sheet.file, key_name=sheet.key_name, groups=sheet.groups)


def opener(till: Till) -> Callable[[], Till]:
    """What opens this shop once more, in the thread that calls it: for a backup or the network, which take their time
    and must not keep a customer waiting."""
    path, key = till.database.path, till.database.key
    return lambda: open_till(path, key=key)


def back_up(till: Till, *, progress: Progress = silent) -> BackedUp:
    """Back the shop up into the folder that is set, or beside its file. `StoreUnavailable` where it cannot be written.

    Takes as long as copying and reading back the file does: call it with a till of its own (`opener`).
    """
    made = backup(till.database, _folder(till), moment=till.now(), progress=progress)
    return BackedUp(file=made.file, size_bytes=made.size_bytes)


def last_backup(till: Till) -> datetime | None:
    """When the newest backup was taken that lies in the folder that is set; nothing where there is none."""
    newest = backups_in(_folder(till), till.database)[:1]
    return taken_at(newest[0]).replace(tzinfo=till.now().tzinfo) if newest else None


def _folder(till: Till) -> Path:
    named = str(settings.get(till, "backup.folder"))
    return Path(named) if named else till.database.path.absolute().parent / BESIDE
