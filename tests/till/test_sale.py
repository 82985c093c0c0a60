"""A sale from the first scan to the payment: what the basket costs, what is kept, and that it is kept once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from posapp.loyalty.basket import Product, Redemption
from posapp.loyalty.errors import NotFound, Refused
from posapp.loyalty.words import Text
from posapp.store.verify import verify
from posapp.till import day, members, products, programs, sale
from posapp.till.context import Till
from posapp.till.views import Draft, MemberCard, OpenSale
from tests.till.salon import MANAGER, Clock

FREE_CUT = Redemption(program="cuts")


def kim(till: Till) -> MemberCard:
    return members.enrol(till, name="김민수", phone="010-2345-4821", card="")


def stamps(till: Till, member: str) -> int:
    return members.balances_of(till, member)["cuts"]


def cut(till: Till, member: str | None = None, quantity: int = 1) -> OpenSale:
    """A sale of cuts, ready to be paid."""
    now = sale.begin(till)
    if member is not None:
        now = sale.choose_member(till, now.draft, member)
    return sale.add_product(till, now.draft, "CUT", quantity=quantity)


def everything(till: Till) -> list[object]:
    """All rows of all tables that a sale could change."""
    tables = ("events", "entries", "lots", "sales", "sale_lines", "open_baskets", "members")
    return [till.database.rows(f"SELECT * FROM {table}") for table in tables]


def test_a_sale_in_three_moves_brings_a_stamp_and_stands_in_the_day(till: Till) -> None:
    card = kim(till).row.card
    now = sale.scan(till, sale.begin(till).draft, card).sale
    now = sale.scan(till, now.draft, "커트").sale
    paid = sale.take_payment(till, now.draft)
    assert (paid.quote.due_minor, paid.balances, paid.again) == (18000, {"cuts": 1}, False)
    assert paid.member is not None
    assert paid.member.row.visits == 1
    assert (day.totals(till).sales, day.totals(till).due_minor) == (1, 18000)
    assert not verify(till.database).findings


def test_the_same_sale_again_posts_nothing_and_answers_as_the_first_time(till: Till, clock: Clock) -> None:
    member = kim(till).row.id
    draft = cut(till, member).draft
    first = sale.take_payment(till, draft)
    clock.go_on(days=1)
    sale.take_payment(till, cut(till, member, 3).draft)
    before = everything(till)
    again = sale.take_payment(till, draft)
    assert again.again
    assert (again.quote, again.receipt, again.balances) == (first.quote, first.receipt, first.balances)
    assert everything(till) == before


def test_an_id_that_is_something_else_is_no_sale(till: Till) -> None:
    member = kim(till).row.id
    draft = replace(cut(till).draft, sale=member)
    with pytest.raises(Refused, match=r"^till\.id_taken$"):
        sale.take_payment(till, draft)


def test_the_price_is_that_of_the_moment_of_payment(till: Till) -> None:
    now = cut(till, kim(till).row.id)
    assert now.quote.earned
    till.approval = MANAGER
    programs.switch(till, "cuts", on=False)
    paid = sale.take_payment(till, now.draft)
    assert not paid.quote.earned


def test_ten_cuts_make_the_eleventh_free_and_the_stamps_are_used(till: Till) -> None:
    member = kim(till).row.id
    sale.take_payment(till, cut(till, member, 10).draft)
    now = cut(till, member)
    (offer,) = now.quote.offers
    now = sale.redeem(till, now.draft, offer.redemption)
    assert now.quote.due_minor == 0
    paid = sale.take_payment(till, now.draft)
    assert paid.balances == {"cuts": 0}
    assert stamps(till, member) == 0


def test_a_reward_that_is_not_there_yet_is_refused_and_the_basket_stays(till: Till) -> None:
    now = cut(till, kim(till).row.id)
    with pytest.raises(Refused):
        sale.redeem(till, now.draft, FREE_CUT)
    found = sale.reopen(till)
    assert found is not None
    assert found.draft == now.draft


def test_redeeming_twice_or_taking_it_back_is_harmless(till: Till) -> None:
    member = kim(till).row.id
    sale.take_payment(till, cut(till, member, 10).draft)
    now = sale.redeem(till, cut(till, member).draft, FREE_CUT)
    assert sale.redeem(till, now.draft, FREE_CUT).draft == now.draft
    now = sale.unredeem(till, now.draft, FREE_CUT)
    assert (now.draft.basket.redeem, now.quote.due_minor) == ((), 18000)


def test_what_cannot_be_redeemed_without_a_line_goes_with_it(till: Till) -> None:
    member = kim(till).row.id
    sale.take_payment(till, cut(till, member, 10).draft)
    now = sale.add_product(till, cut(till, member).draft, "WAX")
    now = sale.redeem(till, now.draft, FREE_CUT)
    now = sale.remove_line(till, now.draft, line=0)
    assert now.draft.basket.redeem == ()
    assert [line.product for line in now.draft.basket.lines] == ["WAX"]


def test_another_customer_takes_none_of_the_first_ones_rewards(till: Till) -> None:
    member = kim(till).row.id
    sale.take_payment(till, cut(till, member, 10).draft)
    now = sale.redeem(till, cut(till, member).draft, FREE_CUT)
    other = members.enrol(till, name="이서연")
    now = sale.choose_member(till, now.draft, other.row.id)
    assert now.draft.basket.redeem == ()
    assert sale.drop_member(till, now.draft).member is None


def test_the_same_product_grows_its_line_and_another_price_makes_a_new_one(till: Till) -> None:
    now = cut(till)
    now = sale.add_product(till, now.draft, "CUT")
    assert [line.quantity for line in now.draft.basket.lines] == [2]
    now = sale.add_unknown(till, now.draft, code="4006381333931", price_minor=2000)
    now = sale.add_unknown(till, now.draft, code="4006381333931", price_minor=2500)
    assert len(now.draft.basket.lines) == 3
    now = sale.set_quantity(till, now.draft, line=1, quantity=3)
    assert now.quote.list_minor == 36000 + 6000 + 2500


def test_the_amount_pad_rings_up_a_category_with_its_benefits(till: Till) -> None:
    now = sale.add_amount(till, sale.begin(till).draft, amount_minor=200_000, category="service")
    assert (now.quote.list_minor, now.quote.discount_minor) == (200_000, 6_000)
    (line,) = now.draft.basket.lines
    assert line.categories == ("service",)
    assert (line.name.in_language("en"), line.name.in_language("ko")) == ("Service", "시술")
    own = sale.add_amount(till, now.draft, amount_minor=5_000, category="nail art").draft.basket.lines[1]
    assert (own.name.in_language("ko"), own.categories) == ("Nail art", ("nail art",))


@pytest.mark.parametrize(
    ("spoil", "key"),
    [
        (lambda till, draft: sale.add_amount(till, draft, amount_minor=0, category="service"), "till.price_zero"),
        (lambda till, draft: sale.add_amount(till, draft, amount_minor=10**12, category=""), "till.price_too_large"),
        (lambda till, draft: sale.add_unknown(till, draft, code="x1", price_minor=-5), "till.price_zero"),
        (lambda till, draft: sale.add_unknown(till, draft, code="a\x07b", price_minor=5), "till.text_unreadable"),
        (lambda till, draft: sale.add_unknown(till, draft, code=" ", price_minor=5), "till.code_missing"),
        (lambda till, draft: sale.add_product(till, draft, "NOPE"), "product.unknown"),
        (lambda till, draft: sale.add_product(till, draft, "CUT", quantity=0), "till.quantity_zero"),
        (lambda till, draft: sale.set_quantity(till, draft, line=0, quantity=0), "till.quantity_zero"),
        (lambda till, draft: sale.set_quantity(till, draft, line=0, quantity=10**6), "till.quantity_too_large"),
        (lambda till, draft: sale.set_quantity(till, draft, line=7, quantity=1), "till.line_unknown"),
        (lambda till, draft: sale.remove_line(till, draft, line=-1), "till.line_unknown"),
        (lambda till, draft: sale.choose_member(till, draft, "nobody"), "till.member_unknown"),
        (lambda till, draft: sale.take_up(till, "nothing"), "till.held_unknown"),
        (lambda till, draft: sale.take_payment(till, draft, tender="Cash!"), "till.tender_form"),
        (
            lambda till, draft: sale.take_payment(till, Draft(sale="empty-one", opened=draft.opened)),
            "till.basket_empty",
        ),
    ],
)
def test_bad_input_is_a_sentence_and_changes_nothing(
    till: Till, spoil: Callable[[Till, Draft], object], key: str
) -> None:
    draft = cut(till, kim(till).row.id).draft
    before = everything(till)
    with pytest.raises(Refused) as refused:
        spoil(till, draft)
    assert refused.value.reason.key == key
    assert everything(till) == before


def test_a_basket_beyond_all_sums_is_refused(till: Till) -> None:
    draft = sale.begin(till).draft
    for n in range(11):
        draft = sale.add_unknown(till, draft, code=f"house-{n}", price_minor=10**10).draft
    with pytest.raises(Refused, match=r"^till\.total_too_large$"):
        sale.set_quantity(till, draft, line=0, quantity=99_999)


def test_a_crash_reopens_on_the_basket_that_was_open(till: Till, reopened: Callable[[], Till]) -> None:
    now = sale.add_product(till, cut(till, kim(till).row.id).draft, "PERM")
    found = sale.reopen(reopened())
    assert found is not None
    assert found.draft == now.draft
    assert found.quote.list_minor == 143_000


def test_after_a_payment_nothing_is_open(till: Till, reopened: Callable[[], Till]) -> None:
    sale.take_payment(till, cut(till).draft)
    assert sale.reopen(reopened()) is None


def test_a_reward_used_elsewhere_meanwhile_does_not_stand_in_the_way_of_reopening(
    till: Till, reopened: Callable[[], Till]
) -> None:
    member = kim(till).row.id
    sale.take_payment(till, cut(till, member, 10).draft)
    now = sale.redeem(till, cut(till, member).draft, FREE_CUT)
    other = reopened()
    sale.take_payment(other, replace(now.draft, sale="another-sale"))
    found = sale.reopen(till)
    assert found is not None
    assert found.draft.basket.redeem == ()
    assert found.quote.due_minor == 18000


def test_a_sale_is_put_aside_and_taken_up_again(till: Till) -> None:
    first = cut(till, kim(till).row.id)
    second = sale.hold(till, first.draft)
    assert second.draft.sale != first.draft.sale
    assert not second.draft.basket.lines
    assert sale.held(till) == (first.draft,)
    again = sale.take_up(till, first.draft.sale)
    assert again.draft == first.draft
    assert sale.held(till) == ()


def test_a_draft_that_is_kept_later_is_kept_as_it_was_last(till: Till, reopened: Callable[[], Till]) -> None:
    till.keeps_drafts_later = True
    now = cut(till)
    assert sale.reopen(reopened()) is None
    now = sale.add_product(till, now.draft, "WAX")
    sale.keep(till)
    found = sale.reopen(reopened())
    assert found is not None
    assert found.draft == now.draft


@pytest.mark.parametrize("end", [sale.take_payment, sale.hold, sale.discard])
def test_a_draft_that_still_waits_to_be_kept_does_not_come_back_after_its_end(
    till: Till, reopened: Callable[[], Till], end: Callable[[Till, Draft], object]
) -> None:
    till.keeps_drafts_later = True
    end(till, cut(till).draft)
    sale.keep(till)
    assert sale.reopen(reopened()) is None


def test_a_discarded_sale_is_gone(till: Till) -> None:
    now = cut(till)
    assert not sale.discard(till, now.draft).draft.basket.lines
    assert sale.reopen(till) is None


def test_programs_changed_by_another_process_hold_from_the_next_scan_on(
    till: Till, reopened: Callable[[], Till]
) -> None:
    now = sale.add_amount(till, sale.begin(till).draft, amount_minor=200_000, category="")
    assert now.quote.discount_minor
    other = reopened()
    other.approval = MANAGER
    programs.switch(other, "big", on=False)
    assert not sale.price(till, now.draft).quote.discount_minor


def test_a_jump_of_the_clock_is_noted_and_sales_go_on(till: Till, clock: Clock) -> None:
    sale.take_payment(till, cut(till).draft)
    clock.go_on(days=-400)
    sale.take_payment(till, cut(till).draft)
    clock.go_on(days=800)
    sale.take_payment(till, cut(till).draft)
    noted = till.database.rows("SELECT detail FROM activity WHERE what = 'clock.jumped'")
    assert len(noted) == 2
    assert not verify(till.database).findings


def test_a_price_of_zero_is_no_product_either(till: Till) -> None:
    with pytest.raises(Refused):
        products.save(till, Product(id="FREE", name=Text("Free"), price_minor=0))
    with pytest.raises(NotFound):
        products.get(till, "FREE")
