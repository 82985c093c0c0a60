"""Headquarters' sums are the sums of what was acknowledged, in whatever pieces and however often it arrived."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from posapp.hq import figures
from tests.hq.chain import Chain, whole
from tests.sync.small_till import sale_body, stamp

SALES = st.lists(
    st.tuples(st.integers(0, 10**9), st.integers(0, 10**6), st.sampled_from(["2026-03-01", "2026-03-02"])),
    min_size=1,
    max_size=12,
)
PIECES = st.lists(st.tuples(st.integers(0, 12), st.integers(1, 12)), max_size=8)


@settings(max_examples=40)
@given(sales=SALES, pieces=PIECES)
def test_sums_are_those_of_what_was_acknowledged(
    sales: list[tuple[int, int, str]], pieces: list[tuple[int, int]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        chain = Chain(Path(folder))
        till = chain.till("a")
        for n, (due, off, day) in enumerate(sales):
            body = sale_body(f"s{n}", "m", due_minor=due, off_minor=off, day=day)
            till.record("sale", f"s{n}", "", body, stamp("m", n + 1))
        journal = till.journal()
        for first, count in pieces:  # any stretch of the journal, in any order, any number of times
            if events := journal[first : first + count]:
                chain.answered(till, whole(till, events, after=first))
        chain.sync(till)
        for day in ("2026-03-01", "2026-03-02"):
            sold = [(due, off) for due, off, when in sales if when == day]
            counted = figures.of_day(chain.headquarters.desk(), day)
            assert counted.totals["sales"] == len(sold)
            assert counted.totals["due_minor"] == sum(due for due, _ in sold)
            assert counted.totals["discount_minor"] == sum(off for _, off in sold)
            assert sum(counted.programs["discounts"].values()) == sum(off for _, off in sold)
        held = chain.db.value("SELECT amount FROM balances WHERE holder = 'm'")
        assert held == sum(range(1, len(sales) + 1))
        assert chain.found() == ()
        chain.db.close()
        till.close()
