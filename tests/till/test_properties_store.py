"""A real shop that lives, on its encrypted file: whatever clerks, customers and the owner do, in any order, what was
acknowledged is in the journal once, a refusal leaves nothing behind, the checker finds nothing, and the journal alone
gives every balance again."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from posapp.loyalty.basket import Redemption
from posapp.loyalty.errors import Refused
from posapp.loyalty.journal import GENESIS, chained, read_entry
from posapp.loyalty.ledger import DEBT, Entry, post
from posapp.store.journal import events_after, last_number
from posapp.store.people import KeptPerson
from posapp.store.verify import verify
from posapp.till import clubs, day, draws, first_day, members, periods, pins, returns, sale, surveys, winding_down
from posapp.till.context import Till, open_till
from posapp.till.views import CardToLoad, OpenSale
from tests.loyalty.made_up import PRODUCTS, START, MadeUp, shops
from tests.loyalty.made_up_kinds import FEE, GIFT, PASS
from tests.till.salon import KEY, MANAGER, PINS, Clock

SHOP = {"id": "cafe-b", "name": "Salon", "currency": "KRW", "timezone": "UTC", "language": "en"}
SORA = KeptPerson(id=MANAGER.id, name=MANAGER.name, rank="manager", pin=pins.hashed(PINS[MANAGER.id], rank="manager"))
goods = st.sampled_from([*PRODUCTS, *PRODUCTS, GIFT, PASS, FEE])


class LivingStore(RuleBasedStateMachine):
    """One till, some members, one made-up list of programs."""

    @initialize(made=shops(most=4, clawback=st.sampled_from(["debt", "debt", "refund"])))
    def open(self, made: MadeUp) -> None:
        self.folder = TemporaryDirectory(ignore_cleanup_errors=True)
        self.path = Path(self.folder.name) / "shop.posapp"
        first_day.found(
            self.path,
            shop={**SHOP, "rounding": {"unit": made.unit}, "clawback": made.clawback},
            programs_written=made.programs,
            products_written=made.products,
            people_there=[SORA],
            moment=START,
            key=KEY,
            shop_code="4821",
            till="T000000000000001",
        )
        self.ids = map("id-{:06}".format, itertools.count(1))
        self.clock = Clock(START)
        self.till = self.opened()
        self.acknowledged: Counter[str] = Counter()
        self.kept: dict[str, Counter[int]] = {}
        self.codes: list[str] = []
        about = made.about_her
        self.members: list[str] = []
        self.join_shop("Park", None)
        self.join_shop("Kim", self.members[0], birthday=about.get("birthday"), card_type=about.get("card_type", ""))
        for member, segments in zip(self.members, (frozenset(), about.get("segments", frozenset())), strict=True):
            members.change(self.till, member, household="kims", segments=segments)

    def opened(self) -> Till:
        till = open_till(self.path, clock=self.clock, new_id=lambda: next(self.ids), key=KEY)
        till.person = MANAGER
        return till

    def join_shop(self, name: str, sent_by: str | None, **about: object) -> None:
        card = members.enrol(self.till, name=name, card="", referred_by=sent_by, **about)  # type: ignore[arg-type]
        self.members.append(card.row.id)
        self.acknowledged["enrol"] += 1

    def do(self, kind: str, step: Callable[[], object]) -> bool:
        """Take a step that writes one event of a kind. One that is refused writes none."""
        before = last_number(self.till.database)
        try:
            step()
        except Refused:
            assert last_number(self.till.database) == before, "a refusal left something in the journal"
            return False
        self.acknowledged[kind] += last_number(self.till.database) - before
        return True

    @rule(days=st.integers(0, 3), minutes=st.integers(1, 400))
    def wait(self, days: int, minutes: int) -> None:
        self.clock.go_on(days=days, minutes=minutes)

    @rule(sent=st.booleans())
    def enrol(self, sent: bool) -> None:
        if len(self.members) < 4:
            self.join_shop("Lee", self.members[1] if sent else None)

    @rule(ids=st.lists(goods, min_size=1, max_size=4), member=st.integers(-1, 3), data=st.data())
    def sell(self, ids: list[str], member: int, data: st.DataObject) -> None:
        try:
            now = self.rung_up(ids, member, data)
        except Refused:
            return
        shown = now.quote.due_minor
        assert self.do("sale", lambda: sale.take_payment(self.till, now.draft, shown_minor=shown))
        paid = sale.take_payment(self.till, now.draft, shown_minor=shown)
        assert (paid.again, paid.quote.due_minor) == (True, shown)
        self.kept[paid.sale] = Counter({n: line.line.quantity for n, line in enumerate(paid.quote.lines)})
        self.codes += [each.code for each in paid.quote.coupons]
        self.codes += [line.line.gift_card for line in paid.quote.lines if line.line.gift_card]
        for ask in paid.quote.asks:
            if data.draw(st.booleans(), label="answers"):
                answer = data.draw(st.sampled_from(ask.choices), label="answer")
                self.do(
                    "survey",
                    lambda: surveys.answer_survey(self.till, sale=paid.sale, program=ask.program, answer=answer),  # noqa: B023
                )

    def rung_up(self, ids: list[str], member: int, data: st.DataObject) -> OpenSale:
        """A basket with whatever was scanned and taken up; what is refused on the way is left out of it."""
        now = sale.begin(self.till)
        if 0 <= member < len(self.members):
            now = sale.choose_member(self.till, now.draft, self.members[member])
        for id_ in ids:
            try:
                scanned = sale.scan(self.till, now.draft, id_)
                now = scanned.sale
                if isinstance(scanned.found, CardToLoad):
                    old = data.draw(st.sampled_from(["", *self.codes]), label="card")
                    now = sale.load_card(self.till, now.draft, old)
            except Refused:
                continue
        shows: bool = data.draw(st.booleans(), label="shows a code")
        if self.codes and shows:
            now = sale.scan(self.till, now.draft, data.draw(st.sampled_from(self.codes), label="code")).sale
        for at in range(6):
            offer = next(iter(now.quote.offers[at:]), None)
            if offer is None or offer.chosen or not data.draw(st.booleans(), label="takes up"):
                continue
            asked = offer.redemption
            if offer.any_of is not None:
                numbers = range(offer.any_of.least, offer.any_of.most + 1, offer.any_of.step)
                number = data.draw(st.sampled_from(numbers), label="number")
                named = {"amount_minor": number} if asked.gift_card else {"points": number}
                asked = replace(asked, **named)  # type: ignore[arg-type]
            now = sale.redeem(self.till, now.draft, asked)
        if not now.quote.lines:
            raise Refused.because("till.basket_empty")
        return now

    @rule(member=st.integers(0, 3), points=st.integers(1, 900), data=st.data())
    def ask_too_much(self, member: int, points: int, data: st.DataObject) -> None:
        program = data.draw(st.sampled_from(sorted(self.till.catalogue.ids)), label="program")
        now = sale.choose_member(self.till, sale.begin(self.till).draft, self.members[member % len(self.members)])
        now = sale.add_product(self.till, now.draft, "A")
        for asked in (Redemption(program=program, points=points), Redemption(coupon=program)):
            try:
                draft = sale.redeem(self.till, now.draft, asked).draft
            except Refused:
                continue
            if self.do("sale", lambda: sale.take_payment(self.till, draft)):  # noqa: B023
                self.kept[draft.sale] = Counter({0: 1})
                return

    @precondition(lambda self: any(self.kept.values()))
    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        sold = data.draw(st.sampled_from(sorted(name for name, kept in self.kept.items() if kept)), label="sale")
        units = sorted(self.kept[sold].elements())
        back = data.draw(st.lists(st.sampled_from(range(len(units))), min_size=1, unique=True), label="units")
        gone = Counter(units[n] for n in back)
        seen = returns.preview_return(self.till, sale=sold, lines=gone)
        assert self.do("return", lambda: self.as_seen(returns.take_back(self.till, sale=sold, lines=gone), seen))
        self.kept[sold] -= gone

    @staticmethod
    def as_seen(done: object, seen: object) -> None:
        for name in ("refund_minor", "changes"):
            assert getattr(done, name) == getattr(seen, name)

    @precondition(lambda self: bool(self.kept))
    @rule()
    def void(self) -> None:
        last = sale.last_sale(self.till)
        if last is not None and self.do("void", lambda: returns.void(self.till, sale=last.sale)):
            self.kept[last.sale] = Counter()

    @rule(amount=st.integers(-5, 9), member=st.integers(0, 3), data=st.data())
    def adjust(self, amount: int, member: int, data: st.DataObject) -> None:
        program = data.draw(st.sampled_from(sorted(self.till.catalogue.ids)), label="program")
        whose = self.members[member % len(self.members)]
        self.do("adjust", lambda: members.adjust(self.till, whose, program=program, amount=amount, reason="checked"))

    @rule(joins=st.booleans(), member=st.integers(0, 3))
    def join_or_leave(self, joins: bool, member: int) -> None:
        whose = self.members[member % len(self.members)]
        self.do("member", lambda: (clubs.join if joins else clubs.leave)(self.till, whose, "pets"))

    @rule(data=st.data())
    def the_owner_acts(self, data: st.DataObject) -> None:
        """Holds a draw, closes a period, ends a program: where that is possible."""
        program = data.draw(st.sampled_from(sorted(self.till.catalogue.ids)), label="program")
        today = self.clock.moment.date()
        act = data.draw(st.sampled_from(["hold", "close", "wind down", "go on"]), label="act")
        acts: dict[str, Callable[[], object]] = {
            "hold": lambda: draws.hold(self.till, program),
            "close": lambda: periods.close(self.till, program, period=None),
            "wind down": lambda: winding_down.wind_down(self.till, program, earn_until=today, redeem_until=today),
            "go on": lambda: winding_down.go_on(self.till, program),
        }
        self.do("program_run", acts[act])

    @rule()
    def close_day(self) -> None:
        self.do("close_day", lambda: day.close(self.till))

    @rule()
    def crash(self) -> None:
        self.till.close()
        self.till = self.opened()

    def teardown(self) -> None:
        if not hasattr(self, "till"):
            return
        found = verify(self.till.database)
        assert not found.findings, found.findings
        self.check_the_journal()
        self.till.close()
        self.folder.cleanup()

    def check_the_journal(self) -> None:
        """Numbers without a gap, hashes unbroken, each thing once; its entries alone make every lot that is kept."""
        database = self.till.database
        events = events_after(database, seq=0, limit=10_000)
        before = GENESIS
        for n, event in enumerate(events, 1):
            assert event.seq == n
            assert event.hash == chained(event, before=before)
            before = event.hash
        assert len({event.id for event in events}) == len(events)
        assert {event.id for event in events if event.kind == "sale"} == set(self.kept)
        by_holder: dict[str, list[Entry]] = defaultdict(list)
        for event in events:
            for written in event.body.get("entries", ()):
                entry = read_entry(written)
                by_holder[entry.holder].append(entry)
        again = {
            (holder, name, lot): left
            for holder, entries in by_holder.items()
            for name, account in post({}, entries).items()
            for lot, left in [*((lot.id, lot.left) for lot in account.lots), (DEBT, account.debt)]
            if left
        }
        there = {
            (str(holder), str(name), str(lot)): int(left)
            for holder, name, lot, left in database.rows("SELECT holder, account, lot, left FROM lots")
            if left
        }
        assert there == again


TestLivingStore = LivingStore.TestCase
TestLivingStore.settings = settings(
    max_examples=8 if settings.default and settings.default.derandomize else 500, stateful_step_count=30
)
