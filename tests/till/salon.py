"""The salon of these tests: who works there, its clock, its key."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from posapp.till.views import Person

KEY = bytes(range(32))
SEOUL = ZoneInfo("Asia/Seoul")
MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=SEOUL)

MANAGER = Person(id="sora", name="소라", rank="manager")
CASHIER = Person(id="minji", name="민지", rank="cashier")
PINS = {"sora": "246810", "minji": "1234"}


class Clock:
    """A clock that the test sets."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    def go_on(self, **by: float) -> None:
        self.moment += timedelta(**by)
