"""Taking payment is one transaction: the sale is written and its draft dropped in the same commit, once on the disk."""

from __future__ import annotations

from posapp.till import sale
from posapp.till.context import Till


def test_taking_payment_commits_once(till: Till) -> None:
    now = sale.add_product(till, sale.begin(till).draft, "CUT")
    said: list[str] = []
    till.database.connection.set_trace_callback(said.append)
    sale.take_payment(till, now.draft)
    till.database.connection.set_trace_callback(None)
    assert [words for words in said if words.startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))] == [
        "BEGIN IMMEDIATE",
        "COMMIT",
    ]
    assert sale.reopen(till) is None


def test_a_draft_that_waits_to_be_kept_is_paid_without_ever_being_kept(till: Till) -> None:
    till.keeps_drafts_later = True
    now = sale.add_product(till, sale.begin(till).draft, "CUT")
    recorded = sale.take_payment(till, now.draft)
    assert recorded.receipt
    sale.keep(till)
    assert sale.reopen(till) is None
