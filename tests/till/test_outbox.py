"""What goes up is the journal with its profiles; what comes down is kept once, however often it comes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from posapp.loyalty.exchange import (
    CardNews,
    ElsewhereEvent,
    News,
    Notice,
    NumberedEntry,
    ProductNews,
    ProgramNews,
    Registration,
)
from posapp.loyalty.journal import GENESIS, chained, read_entry
from posapp.loyalty.members import Member
from posapp.store.verify import verify
from posapp.till import cards, members, products, programs, returns, sale
from posapp.till.context import Till
from posapp.till.outbox import Outbox

HEADQUARTERS = Registration(
    url="https://hq.example.com", till="T1", name="First", private_key=bytes(32), headquarters_key=b"h" * 32
)
ELSEWHERE = "T00000000000000f"


@pytest.fixture
def box(till: Till) -> Outbox:
    outbox = Outbox(till)
    outbox.register(HEADQUARTERS)
    return outbox


def sell(till: Till, member: str, quantity: int = 1) -> str:
    now = sale.choose_member(till, sale.begin(till).draft, member)
    return sale.take_payment(till, sale.add_product(till, now.draft, "CUT", quantity=quantity).draft).sale


def elsewhere(box: Outbox, *, seq: int, till: str = ELSEWHERE) -> ElsewhereEvent:
    """This till's own event as another till would hear of it."""
    event = box.outgoing(limit=1000).events[seq - 1]
    return ElsewhereEvent(
        till=till,
        seq=event.seq,
        id=event.id + "-elsewhere",
        moment=event.moment,
        kind=event.kind,
        summary={
            name: f"{value}-elsewhere" if name == "sale" else value
            for name, value in event.body.items()
            if name not in ("entries", "cashier")
        },
        entries=tuple(
            NumberedEntry(n=n, entry=replace(entry, lot=entry.lot and f"{entry.lot}-elsewhere"))
            for n, entry in enumerate(map(read_entry, event.body.get("entries", ())))
        ),
    )


def test_the_journal_goes_up_in_order_with_unbroken_hashes_and_the_members_it_names(till: Till, box: Outbox) -> None:
    kim = members.enrol(till, name="김민수", phone="010-2345-4821", card="").row.id
    sold = sell(till, kim)
    returns.take_back(till, sale=sold, lines={0: 1})
    out = box.outgoing(limit=10, compare=[kim, "nobody"])
    assert [(event.seq, event.kind) for event in out.events] == [(1, "enrol"), (2, "sale"), (3, "return")]
    before = out.before
    assert before == GENESIS
    for event in out.events:
        assert event.hash == chained(event, before=before)
        before = event.hash
    assert out.profiles == (members.profile(till, kim),)
    assert out.digests[kim] == out.digests["nobody"], "a sale and its return leave nothing"
    assert box.waiting() == 3


def test_what_was_confirmed_is_not_said_again_unless_headquarters_went_back(till: Till, box: Outbox) -> None:
    kim = members.enrol(till, name="김민수").row.id
    sell(till, kim)
    box.take(confirmed=1, backed_up=1, news=News(cursor="c1"))
    out = box.outgoing(limit=10)
    assert ([event.seq for event in out.events], out.after, out.last, out.cursor) == ([2], 1, 2, "c1")
    assert chained(out.events[0], before=out.before) == out.events[0].hash
    box.take(confirmed=0, backed_up=0, news=News(cursor="c2"))
    assert [event.seq for event in box.outgoing(limit=10).events] == [1, 2]


def test_another_headquarters_has_confirmed_nothing(till: Till, box: Outbox) -> None:
    members.enrol(till, name="김민수")
    box.take(confirmed=1, backed_up=1, news=News(cursor="c1"))
    box.register(replace(HEADQUARTERS, name="Renamed"))
    assert box.waiting() == 0
    box.register(replace(HEADQUARTERS, headquarters_key=b"x" * 32))
    assert (box.waiting(), box.outgoing(limit=1).cursor) == (1, "")
    assert box.registration() == replace(HEADQUARTERS, headquarters_key=b"x" * 32)


def test_a_sale_elsewhere_counts_here_once_however_often_it_is_told(till: Till, box: Outbox) -> None:
    kim = members.enrol(till, name="김민수").row.id
    sold = sell(till, kim, 3)
    returns.take_back(till, sale=sold, lines={0: 1})
    told = News(cursor="c1", events=(elsewhere(box, seq=2), elsewhere(box, seq=3)))
    for _ in range(3):
        box.take(confirmed=3, backed_up=3, news=told)
    assert members.balances_of(till, kim) == {"cuts": 4}
    assert members.card_of(till, kim).row.visits == 2
    assert till.database.value("SELECT spent_minor FROM members") == 72_000
    story = [item.what.key for item in members.story(till, kim)]
    assert sorted(story) == ["story.enrol", *["story.return"] * 2, "story.sale", "story.sale_elsewhere"]
    assert not verify(till.database).findings


def test_a_member_a_card_a_program_and_a_product_come_down(till: Till, box: Outbox) -> None:
    lee = Member(id="member-lee", name="이서연", joined=till.now().date(), phone="01099998888")
    news = News(
        cursor="c1",
        members=(lee,),
        cards=(
            CardNews(number="77001234", member=lee.id, state="active"),
            CardNews(number="1", member="?", state="active"),
        ),
        programs=(
            ProgramNews(
                id="autumn", version=4, on=True, document='{"id": "autumn", "kind": "fixed_discount", "rate": 7.35}'
            ),
        ),
        products=(
            ProductNews(id="TEA", document=json.dumps({"id": "TEA", "price": 4000, "barcodes": ["4006381333931"]})),
            ProductNews(id="WAX", document=""),
        ),
        notices=(Notice(id="n1", moment="2026-03-02T10:00:00+09:00", key="sync.merged"),),
    )
    for _ in range(2):
        box.take(confirmed=0, backed_up=0, news=news)
    assert members.by_card(till, "77001234").name == "이서연"
    assert [row.name for row in members.find(till, "8888").rows] == ["이서연"]
    assert programs.document(till, "autumn")["rate"] == "7.35"
    assert products.get(till, "TEA").price_minor == 4000
    assert "WAX" not in {product.id for product in products.find(till)}
    assert [notice.id for notice in box.notices()] == ["n1"]
    assert till.database.value("SELECT count(*) FROM events") == 0, "what comes down goes not up again"
    now = sale.scan(till, sale.begin(till).draft, "77001234").sale
    assert sale.add_product(till, now.draft, "TEA").quote.discount_minor == 290


def test_a_card_revoked_at_headquarters_stops_here(till: Till, box: Outbox) -> None:
    kim = members.enrol(till, name="김민수", card="77001234").row.id
    news = News(cursor="c", cards=(CardNews(number="77001234", member=kim, state="revoked", reason="stolen"),))
    box.take(confirmed=1, backed_up=1, news=news)
    assert members.profile(till, kim).cards == ()


def test_a_change_made_here_that_still_waits_is_not_undone_by_older_news(till: Till, box: Outbox) -> None:
    kim = members.enrol(till, name="김민수").row.id
    old = members.profile(till, kim)
    members.change(till, kim, name="김민서")
    box.take(confirmed=1, backed_up=1, news=News(cursor="c1", members=(old,)))
    assert members.profile(till, kim).name == "김민서"
    box.take(confirmed=2, backed_up=2, news=News(cursor="c2", members=(replace(old, name="김민아"),)))
    assert members.profile(till, kim).name == "김민아"


def test_a_program_of_a_later_release_is_left_out_and_selling_goes_on(
    till: Till, box: Outbox, reopened: Callable[[], Till]
) -> None:
    later = ProgramNews(id="later", version=1, on=True, document='{"id": "later", "kind": "wheel_of_fortune"}')
    box.take(confirmed=0, backed_up=0, news=News(cursor="c", programs=(later,)))
    for one in (till, reopened()):
        assert one.unreadable == ("later",)
        kim = members.enrol(one, name="김민수").row.id
        sell(one, kim)
        assert members.balances_of(one, kim) == {"cuts": 1}


def test_news_that_cannot_be_kept_whole_are_not_kept_at_all(till: Till, box: Outbox) -> None:
    kim = Member(id="member-kim", name="김민수", joined=till.now().date())
    broken = ProgramNews(id="x", version=1, on=True, document="{")
    with pytest.raises(ValueError, match="Expecting"):
        box.take(confirmed=7, backed_up=7, news=News(cursor="c9", members=(kim,), programs=(broken,)))
    assert (box.outgoing(limit=1).cursor, box.outgoing(limit=1).after) == ("", 0)
    assert not members.find(till, "김민수").rows


def test_a_card_that_is_asked_about_is_forgotten_once_it_is_known(till: Till, box: Outbox) -> None:
    number = cards.fresh_number(till, cards.rules_of(till))
    sale.scan(till, sale.begin(till).draft, number)
    assert box.outgoing(limit=1).shown == (number,)
    kim = Member(id="member-kim", name="김민수", joined=till.now().date())
    news = News(cursor="c", members=(kim,), cards=(CardNews(number=number, member=kim.id, state="active"),))
    box.take(confirmed=0, backed_up=0, news=news)
    assert box.outgoing(limit=1).shown == ()
