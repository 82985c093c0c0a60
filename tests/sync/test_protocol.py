"""Messages survive the line whole or not at all."""

from __future__ import annotations

from datetime import date

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from posapp.loyalty.exchange import ElsewhereEvent, News, NumberedEntry, balance_digest
from posapp.loyalty.ledger import Entry
from posapp.loyalty.members import Member
from posapp.sync.protocol import (
    Down,
    UnreadableError,
    Up,
    WireEvent,
    pack,
    pack_profile,
    unpack,
    unpack_profile,
)

MEMBER = Member(
    id="m",
    name="김하늘",
    joined=date(2026, 3, 2),
    birthday=date(1990, 2, 28),
    cards=("1", "2"),
    segments=frozenset("ab"),
)
ENTRY = Entry(account="cuts", holder="m", cause="earn", amount=3, lot="s/0", expires_on=date(2027, 3, 2))
UP = Up(
    till="a",
    after=1,
    before=bytes(32),
    last=2,
    events=(WireEvent(2, bytes(32), b"{}"),),
    profiles=(pack_profile(MEMBER),),
    digests={"m": "0"},
)


def test_everything_that_travels_comes_back_equal() -> None:
    event = ElsewhereEvent(
        till="b",
        seq=9,
        id="x",
        moment="",
        kind="sale",
        summary={"due_minor": 5},
        entries=(NumberedEntry(n=0, entry=ENTRY),),
    )
    down = Down(confirmed=2, backed_up=1, news=News(cursor="7.ab", members=(MEMBER,), events=(event,)))
    assert unpack(pack(down), Down) == down
    back = unpack(pack(UP), Up)
    assert back.events == UP.events
    assert unpack_profile(back.profiles[0]) == MEMBER


@given(st.integers(min_value=0, max_value=10_000), st.integers(min_value=0, max_value=255))
def test_a_message_that_was_cut_or_altered_is_read_as_what_it_was_or_not_at_all(at: int, bits: int) -> None:
    """The signature finds every change; here only that nothing worse than `UnreadableError` comes of one."""
    packed = pack(UP)
    for spoilt in (packed[: at % len(packed)], _changed(packed, at % len(packed), bits)):
        try:
            unpack(spoilt, Up)
        except UnreadableError:
            continue


def _changed(packed: bytes, at: int, bits: int) -> bytes:
    return packed[:at] + bytes([packed[at] ^ bits]) + packed[at + 1 :]


def test_a_small_message_cannot_become_a_large_one() -> None:
    bomb = zstandard.ZstdCompressor().compress(bytes(20 * 1024 * 1024))
    assert len(bomb) < 4096
    with pytest.raises(UnreadableError):
        unpack(bomb, Up)
    endless = zstandard.ZstdCompressor(write_content_size=False).compress(bytes(1000))
    with pytest.raises(UnreadableError):
        unpack(endless, Up)


@given(st.dictionaries(st.text(min_size=1), st.integers(-(10**12), 10**12)))
def test_a_digest_is_of_balances_alone(sums: dict[str, int]) -> None:
    turned = dict(reversed(sums.items()))
    assert balance_digest(turned) == balance_digest(sums) == balance_digest(sums | {"\0nothing": 0})
    assert balance_digest(sums | {"\0more": 1}) != balance_digest(sums)
