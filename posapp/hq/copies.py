"""A copy of headquarters that counts: read back whole before the tills are told that it has their events."""

from __future__ import annotations

from pathlib import Path

from posapp.hq.service import Headquarters
from posapp.loyalty.errors import Refused


def back_up(headquarters: Headquarters, target: Path) -> int:
    """Copy headquarters to the file `target` while tills are being answered; returns how many events are in it.

    The copy opens with the same key. Only what was found in the copy is then told to the tills as backed up. Raises
    `Refused`: there is a file already, the folder cannot be written, or the copy does not read back.
    """
    if target.exists():
        raise Refused.because("hq.backup.exists", file=target.name)
    try:
        headquarters.db.copy_to(target)
    except OSError as error:
        raise Refused.because("hq.backup.folder", folder=str(target.parent)) from error
    copy = headquarters.db.open_copy(target)
    try:
        if copy.damage():
            raise Refused.because("hq.backup.damaged", file=target.name)
        ends = copy.rows("SELECT till, last_seq FROM tills")
        events: int = copy.value("SELECT count(*) FROM events")
    finally:
        copy.close()
    with headquarters.db.transaction():
        headquarters.db.executemany(
            "UPDATE tills SET backed_up = max(backed_up, ?) WHERE till = ?", [(last, till) for till, last in ends]
        )
    return events
