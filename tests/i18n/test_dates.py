"""Days and moments as people write them."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from posapp.i18n import clock, day, moment, month, short_day

DAY = date(2026, 12, 21)


def test_a_day_in_both_languages() -> None:
    assert (day(DAY, "en"), day(DAY, "ko")) == ("21 Dec 2026", "2026년 12월 21일")
    assert (short_day(DAY, "en"), short_day(DAY, "ko")) == ("21 Dec", "12월 21일")
    assert (month(DAY, "en"), month(DAY, "ko")) == ("Dec 2026", "2026년 12월")


def test_a_moment_is_shown_at_the_wall_clock_it_carries() -> None:
    value = datetime(2026, 3, 2, 9, 5, tzinfo=ZoneInfo("Asia/Seoul"))
    assert moment(value, "en") == "2 Mar 2026, 09:05"
    assert moment(value, "ko") == "2026년 3월 2일 09:05"
    assert clock(value) == clock(time(9, 5)) == "09:05"
