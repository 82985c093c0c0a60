"""A membership sold at the till, in force in the next sale, taken back on another day, over when its day has passed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from posapp.loyalty.basket import Product
from posapp.loyalty.errors import Refused
from posapp.loyalty.outcome import NotePanel
from posapp.loyalty.words import Text
from posapp.store.verify import verify
from posapp.till import day, members, products, programs, returns, sale
from posapp.till.context import Till
from posapp.till.views import SaleRecorded
from tests.till.salon import MANAGER, Clock

PRIME = {"id": "prime", "kind": "membership", "fee_product": "PRIME", "months": 12, "renew": "extend"}
HALF = {"id": "half", "kind": "fixed_discount", "rate": 50, "audience": {"memberships": ["prime"]}}


@pytest.fixture
def member(till: Till) -> str:
    till.person = MANAGER
    products.save(till, Product(id="PRIME", name=Text("Prime"), price_minor=99_000, categories=(), barcodes=()))
    programs.load(till, [PRIME, {**HALF, "scope": {"categories": ["wine"]}}])
    return members.enrol(till, name="김민수", card="").row.id


def sell(till: Till, member: str, *, fee: bool) -> SaleRecorded:
    opened = sale.choose_member(till, sale.begin(till).draft, member)
    if fee:
        opened = sale.add_product(till, opened.draft, "PRIME")
    else:
        opened = sale.add_amount(till, opened.draft, amount_minor=10_000, category="wine")
    return sale.take_payment(till, opened.draft)


def notes(till: Till, member: str) -> list[str]:
    return [each.note.key for each in members.card_of(till, member).panels if isinstance(each, NotePanel)]


def test_it_is_sold_felt_shown_taken_back_and_over(till: Till, member: str, clock: Clock) -> None:
    assert sell(till, member, fee=False).quote.due_minor == 10_000
    fee = sell(till, member, fee=True)
    assert (fee.quote.due_minor, notes(till, member)) == (99_000, ["membership.until"])
    assert sell(till, member, fee=False).quote.due_minor == 5_000
    clock.go_on(days=100)
    taken = returns.take_back(till, sale=fee.sale, lines={0: 1})
    assert (taken.refund_minor, notes(till, member)) == (99_000, [])
    assert sell(till, member, fee=False).quote.due_minor == 10_000
    again = sell(till, member, fee=True)
    returns.void(till, sale=again.sale)
    assert sell(till, member, fee=False).quote.due_minor == 10_000
    sell(till, member, fee=True)
    clock.moment += timedelta(days=366)
    assert sell(till, member, fee=False).quote.due_minor == 10_000
    day.close(till)
    assert not verify(till.database).findings


def test_without_a_card_it_is_not_rung_up_and_the_basket_stays_as_it_was(till: Till, member: str) -> None:
    opened = sale.add_amount(till, sale.begin(till).draft, amount_minor=10_000, category="wine")
    with pytest.raises(Refused) as refused:
        sale.add_product(till, opened.draft, "PRIME")
    assert refused.value.reason.key == "membership.card_first"
    reopened = sale.reopen(till)
    assert reopened is not None
    assert reopened.quote.due_minor == 10_000
