"""Points at the till: earned, spent in any allowed number, given back and undone on a real store."""

from __future__ import annotations

from typing import Any

import pytest

from posapp.loyalty.basket import Redemption
from posapp.loyalty.errors import NotEnough
from posapp.loyalty.outcome import BalancePanel
from posapp.store.verify import verify
from posapp.till import day, members, programs, returns, sale, shop
from posapp.till.context import Till
from posapp.till.views import Draft, MemberCard, OpenSale, SaleRecorded
from tests.till.salon import MANAGER, Clock

POINTS: dict[str, Any] = {
    "id": "points", "kind": "points", "name": {"en": "Points", "ko": "포인트"}, "earn": {"points": 1, "per": 100},
    "expires": {"days": 30}, "redeem": {"value": 1, "mode": "minimum", "minimum": 100, "increment": 10},
}  # fmt: skip


@pytest.fixture
def kim(till: Till) -> str:
    """A member of a shop with points, at which a manager has looked after the rest."""
    till.person = MANAGER
    for program in sorted(programs.rows(till), key=lambda program: program.id == "level"):  # others name its levels
        programs.switch(till, program.id, on=False)
    programs.save(till, POINTS)
    return members.enrol(till, name="김민수", phone="010-2345-4821", card="").row.id


def bought(till: Till, member: str, amount: int, *, points: int = 0) -> OpenSale:
    now = sale.choose_member(till, sale.begin(till).draft, member)
    now = sale.add_amount(till, now.draft, amount_minor=amount, category="hair")
    return ask(till, now.draft, points) if points else now


def ask(till: Till, draft: Draft, points: int) -> OpenSale:
    return sale.redeem(till, draft, Redemption(program="points", points=points))


def pay(till: Till, now: OpenSale) -> SaleRecorded:
    return sale.take_payment(till, now.draft)


def has(till: Till, member: str) -> int:
    return members.balances_of(till, member)["points"]


def panel(card: MemberCard | None) -> BalancePanel:
    assert card is not None
    (found,) = [each for each in card.panels if isinstance(each, BalancePanel)]
    return found


def test_what_a_sale_earned_pays_for_the_next_and_a_return_gives_both_back(till: Till, kim: str, clock: Clock) -> None:
    first = pay(till, bought(till, kim, 100_000))
    assert first.balances["points"] == 1_000
    spent = pay(till, bought(till, kim, 2_000, points=500))
    assert (spent.quote.due_minor, spent.balances["points"]) == (1_500, 515)
    clock.go_on(days=1)
    told = returns.preview_return(till, sale=spent.sale, lines={0: 1})
    back = returns.take_back(till, sale=spent.sale, lines={0: 1})
    assert (told.refund_minor, told.changes) == (back.refund_minor, back.changes)
    assert back.refund_minor == 1_500
    assert has(till, kim) == 1_000
    assert not verify(till.database).findings


def test_the_largest_number_is_offered_another_replaces_it_and_too_many_are_refused(till: Till, kim: str) -> None:
    pay(till, bought(till, kim, 99_900))
    now = bought(till, kim, 5_000)
    (offer,) = now.quote.offers
    assert (offer.redemption.points, offer.any_of and (offer.any_of.least, offer.any_of.step)) == (990, (100, 10))
    now = sale.redeem(till, now.draft, offer.redemption)
    now = ask(till, now.draft, 250)
    assert (now.quote.due_minor, len(now.draft.basket.redeem)) == (4_750, 1)
    with pytest.raises(NotEnough) as caught:
        ask(till, now.draft, 1_000)
    assert caught.value.reason.value("largest") == 990
    reopened = sale.reopen(till)
    assert reopened is not None
    assert reopened.quote.due_minor == 4_750
    assert sale.unredeem(till, now.draft, offer.redemption).quote.due_minor == 5_000


def test_an_undone_sale_leaves_the_points_as_they_were(till: Till, kim: str) -> None:
    pay(till, bought(till, kim, 100_000))
    spent = pay(till, bought(till, kim, 2_000, points=1_000))
    assert has(till, kim) == 10
    returns.void(till, sale=spent.sale)
    assert has(till, kim) == 1_000
    assert not verify(till.database).findings


def test_points_that_expire_at_midnight_while_the_sale_is_open_cannot_pay_after_it(
    till: Till, kim: str, clock: Clock
) -> None:
    pay(till, bought(till, kim, 100_000))
    clock.go_on(days=30, hours=13, minutes=59)  # 23:59 of the last day
    now = bought(till, kim, 5_000, points=1_000)
    seen = panel(now.member)
    assert (seen.expiring, seen.expires_on) == (1_000, clock.moment.date())
    clock.go_on(minutes=1)
    with pytest.raises(NotEnough) as caught:
        sale.take_payment(till, now.draft)
    assert caught.value.reason.key == "points.expired"
    assert pay(till, sale.unredeem(till, now.draft, now.draft.basket.redeem[0])).quote.due_minor == 5_000


def test_every_entry_of_shared_points_says_at_which_shop_it_was_made(till: Till, kim: str) -> None:
    shop.change(till, shop_id="cafe-b")
    programs.save(till, {**POINTS, "coalition": {"partners": {"cafe-b": {"earn": {"points": 2, "per": 100}}}}})
    first = pay(till, bought(till, kim, 100_000))
    assert first.balances["points"] == 2_000
    spent = pay(till, bought(till, kim, 2_000, points=500))
    returns.take_back(till, sale=spent.sale, lines={0: 1})
    members.adjust(till, kim, program="points", amount=-5, reason="slip")
    returns.void(till, sale=pay(till, bought(till, kim, 100)).sale)
    made = till.database.rows("SELECT DISTINCT partner FROM entries WHERE account = 'points'")
    assert [row[0] for row in made] == ["cafe-b"]
    assert not verify(till.database).findings


def test_the_day_writes_expired_points_off_and_counts_what_was_earned(till: Till, kim: str, clock: Clock) -> None:
    pay(till, bought(till, kim, 100_000))
    assert [(each.program, each.earned) for each in day.totals(till).programs] == [("points", 1_000)]
    clock.go_on(days=31)
    day.close(till)
    assert has(till, kim) == 0
    assert till.database.value("SELECT sum(amount) FROM entries WHERE cause = 'expire'") == -1_000
    assert not verify(till.database).findings
