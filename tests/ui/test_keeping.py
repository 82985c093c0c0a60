"""The backup that takes itself: at the closing of the day, once a day in a quiet hour, and told where it cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pytestqt.qtbot import QtBot

from posapp.loyalty.words import Reason
from posapp.store.verify import verify
from posapp.till.context import Till, open_till
from posapp.till.safety import BESIDE, back_up
from posapp.ui.hub import Hub
from posapp.ui.keeping import Keeping
from posapp.ui.screens.day import DayScreen
from tests.ui.conftest import Counter
from tests.ui.screens.hands import opened, press, say_yes, sold

OFTEN = 1 / 6000
"""Minutes: a quiet moment every ten milliseconds."""


def backups(shop_file: Path) -> list[Path]:
    return sorted((shop_file.parent / BESIDE).glob("*.backup"))


@contextmanager
def keeping(path: Path, *, told: list[Reason], looked: list[Path]) -> Iterator[None]:
    """What keeps a shop where nothing is rung up; `looked` grows with each time that it looks after it."""

    def open_it() -> Till:
        looked.append(path)
        return open_till(path)

    bugs: list[BaseException] = []
    keeper = Keeping(
        Hub(), open_it, tell=lambda refusal: told.append(refusal.reason), bug=bugs.append, quiet_minutes=OFTEN
    )
    yield
    keeper.close()
    assert bugs == []


def test_closing_the_day_backs_the_shop_up_with_its_last_sale(counter: Counter) -> None:
    sold(counter, None, ("CUT", 18000, 1))
    assert backups(counter.session.path) == []
    screen = opened(counter, "day", DayScreen)
    counter.until(lambda: screen.close_day.isVisible())
    press(counter, screen.close_day)
    say_yes(counter)
    counter.until(lambda: bool(backups(counter.session.path)))
    (made,) = backups(counter.session.path)
    kept = verify_copy(made, beside=counter.session.path)
    assert kept == 1


def verify_copy(backup: Path, *, beside: Path) -> int:
    """How many sales are in a backup, which must be a shop in order."""
    from posapp.store import keys
    from posapp.store.database import Database

    with Database.open(backup, keys.find_key(beside)) as copy:
        result = verify(copy)
    assert result.findings == ()
    return result.sales


def test_a_quiet_shop_is_backed_up_once_a_day(qtbot: QtBot, shop_file: Path) -> None:
    told, looked = list[Reason](), list[Path]()
    with keeping(shop_file, told=told, looked=looked):
        qtbot.waitUntil(lambda: len(looked) > 4, timeout=30_000)
    assert told == []
    assert len(backups(shop_file)) == 1


def test_yesterdays_backup_is_not_todays(qtbot: QtBot, shop_file: Path) -> None:
    till = open_till(shop_file)
    made = back_up(till).file
    till.close()
    day_before = made.with_name("salon-2020-01-01-120000.backup")
    made.rename(day_before)
    told, looked = list[Reason](), list[Path]()
    with keeping(shop_file, told=told, looked=looked):
        qtbot.waitUntil(lambda: len(backups(shop_file)) == 2, timeout=30_000)
    assert day_before in backups(shop_file)


def test_a_backup_that_cannot_be_written_is_told_once(qtbot: QtBot, shop_file: Path) -> None:
    (shop_file.parent / BESIDE).write_text("in the way", encoding="utf-8")
    told, looked = list[Reason](), list[Path]()
    with keeping(shop_file, told=told, looked=looked):
        qtbot.waitUntil(lambda: len(looked) > 4, timeout=30_000)
    assert [reason.key for reason in told] == ["ui_settings.no_backup"]
