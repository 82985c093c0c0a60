"""The rows of the large shop, table by table, as a till would have written them: pure functions of a seed.

Canonical bytes are put together by hand, in the form of `posapp.loyalty.journal.canonical`, since four million events
are hashed; the shop that comes of it is verified like any other (`big_store.check`).
"""

from __future__ import annotations

import hashlib
import random
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from posapp.loyalty.cards import CardRules, issue_number, receipt_number
from posapp.loyalty.journal import GENESIS
from posapp.store import names

TILL = "T-big"
RULES = CardRules(shop_code="0001")
FAMILY = "김이박최정강조윤장임한오서신권황안송류홍전고문손양배백허유남"
GIVEN = "민서지우하준도윤예은수아시우주원하은지호윤서연우채원건우현준유진다은승민가은태윤소율은서규리"
FREQUENT, SHARE = 100, 5
"""One member in a hundred comes often: every fifth sale is one of theirs."""

Row = tuple[object, ...]
_72_BITS = (1 << 72) - 1


@dataclass(frozen=True)
class Plan:
    """What is to be made. Sales are dealt to members until there are `entries` entries."""

    seed: int
    members: int
    entries: int
    began: datetime

    def _id(self, number: int, milliseconds: int) -> str:
        """An id in the form of a till: milliseconds, and what would be chance (an odd factor repeats nothing)."""
        return f"{milliseconds:012x}{(number * 0x9E3779B97F4A7C15F5 + self.seed) & _72_BITS:018x}"

    @cached_property
    def _began_ms(self) -> int:
        return int(self.began.timestamp()) * 1000

    @cached_property
    def _apart(self) -> int:
        """Seconds between two enrolments: all of them in two hundred days."""
        return max(1, 200 * 86_400 // self.members)

    def joined(self, member: int) -> datetime:
        """When a member enrolled, in the order of their numbers."""
        return self.began + timedelta(seconds=member * self._apart)

    def member_id(self, member: int) -> str:
        """The id of a member by her number."""
        return self._id(member, self._began_ms + member * self._apart * 1000)

    def sale_id(self, sale: int) -> str:
        """The id of a sale by its number."""
        return self._id(self.members + sale, self._began_ms + (201 * 86_400 + sale * 12) * 1000)

    def card(self, member: int) -> str:
        """Her card's number: spread over all numbers, never twice."""
        return issue_number(f"{(member * 7_919_999_993 + 12_345) % 10**13:013}", rules=RULES)

    def name(self, member: int) -> str:
        """Three syllables, or an English name for one in fifty."""
        chance = member * 2_654_435_761 % 2**32
        if chance % 50 == 0:
            return f"Alex{chr(97 + chance // 50 % 26)} Morgan{chr(97 + chance // 1300 % 26)}"
        first, second = GIVEN[chance // 30 % len(GIVEN)], GIVEN[chance // 1500 % len(GIVEN)]
        return FAMILY[chance % len(FAMILY)] + first + second

    def phone(self, member: int) -> str:
        """Eleven digits, spread over the last four."""
        return f"010{(member * 48_271 + 1) % 10**8:08}"

    def price(self, sale: int) -> int:
        """Won, in whole thousands."""
        return 1000 * (1 + sale * 2_654_435_761 % 40)

    def moment(self, sale: int) -> datetime:
        """When a sale was: after all enrolments, one every dozen seconds."""
        return self.began + timedelta(days=201, seconds=sale * 12)

    @cached_property
    def buyers(self) -> array[int]:
        """The member's number for each sale, in the order of the sales."""
        chance = random.Random(self.seed)
        bought = array("l", [0]) * self.members
        found = array("l")
        made = self.members  # the stamp that each was welcomed with
        while made < self.entries:
            often = chance.random() * SHARE < 1
            member = chance.randrange(max(1, self.members // FREQUENT) if often else self.members)
            made += 2 + (bought[member] > 0) + (bought[member] == 1)
            bought[member] += 1
            found.append(member)
        return found

    @property
    def sales(self) -> int:
        """How many sales there are."""
        return len(self.buyers)


def rows(plan: Plan) -> Iterator[tuple[str, Row]]:
    """Every table's rows, each with its table's name, in an order in which the tables grow at their ends."""
    ids = [plan.member_id(member) for member in range(plan.members)]
    yield from (("members", row) for row in _members(plan, ids))
    yield from (("cards", row) for row in _cards(plan, ids))
    yield from (("member_names", row) for row in _name_parts(plan, ids))
    last = GENESIS
    for member, id_ in enumerate(ids):
        seq, moment = member + 1, plan.joined(member).isoformat()
        entry = f'{{"account":"cuts","amount":1,"cause":"welcome","holder":"{id_}","lot":"{id_}/1"}}'
        body = f'{{"cashier":"boss","day":"{moment[:10]}","entries":[{entry}],"member":"{id_}"}}'
        last = _hash(last, body, id_, "enrol", moment, seq)
        yield "events", (None, TILL, seq, id_, moment, "enrol", body, last)
        yield "entries", (TILL, seq, 0, id_, "cuts", "welcome", 1, f"{id_}/1", None, None, "")
    yield from _sales(plan, ids, last)
    yield from _by_member(plan, ids)
    yield from (("accounts", (name,)) for name in ("cups", "cuts"))


def _hash(before: bytes, body: str, id_: str, kind: str, moment: str, seq: int) -> bytes:
    document = f'{{"body":{body},"id":"{id_}","kind":"{kind}","moment":"{moment}","seq":{seq},"till":"{TILL}"}}'
    return hashlib.sha256(before + document.encode()).digest()


def _members(plan: Plan, ids: list[str]) -> Iterator[Row]:
    visits, spent, last = (array("l", [0]) * plan.members for _ in range(3))
    for sale, member in enumerate(plan.buyers):
        visits[member] += 1
        spent[member] += plan.price(sale)
        last[member] = sale
    for member, id_ in enumerate(ids):
        phone = plan.phone(member)
        visited = plan.moment(last[member]).isoformat() if visits[member] else None
        birthday = f"{1950 + member % 55}-{1 + member % 12:02}-{1 + member % 28:02}"
        joined = plan.joined(member).date().isoformat()
        yield (id_, plan.name(member), phone, phone[::-1], birthday, joined, "", "[]", "[]", member % 2, None,
               visits[member], spent[member], visited, "")  # fmt: skip


def _cards(plan: Plan, ids: list[str]) -> Iterator[Row]:
    for number, member in sorted((plan.card(member), member) for member in range(plan.members)):
        yield number, ids[member], plan.joined(member).isoformat(), "good", ""


def _name_parts(plan: Plan, ids: list[str]) -> Iterator[Row]:
    """In the order of the index: by part, then by member. Many share a name, so parts are made once for each name."""
    called: dict[str, list[str]] = {}
    for member, id_ in enumerate(ids):
        called.setdefault(plan.name(member), []).append(id_)
    holding: dict[str, list[str]] = {}
    for name in called:
        for part in names.parts(name):
            holding.setdefault(part, []).append(name)
    for part in sorted(holding, key=str.encode):
        yield from ((part, id_) for id_ in sorted(id_ for name in holding[part] for id_ in called[name]))


def _sales(plan: Plan, ids: list[str], last: bytes) -> Iterator[tuple[str, Row]]:
    before = array("l", [-1]) * plan.members
    bought = array("l", [0]) * plan.members
    for sale, member in enumerate(plan.buyers):
        seq, moment = plan.members + sale + 1, plan.moment(sale).isoformat()
        id_, who, price = plan.sale_id(sale), ids[member], plan.price(sale)
        posted = [("cuts", 1, "earn", f"{id_}/1"), ("cups", price // 1000, "earn", f"{id_}/2")]
        if bought[member]:
            earlier = before[member]
            lot = f"{plan.sale_id(earlier)}/2"
            posted.append(("cups", -_half(plan, earlier), "spend", lot))
            if bought[member] == 1:
                posted.append(("cuts", -1, "spend", f"{who}/1"))
        before[member], bought[member] = sale, bought[member] + 1
        entries = ",".join(
            f'{{"account":"{account}","amount":{amount},"cause":"{cause}","holder":"{who}","lot":"{lot}"}}'
            for account, amount, cause, lot in posted
        )
        body = (
            f'{{"cashier":"boss","day":"{moment[:10]}","discount_minor":0,"discounts":{{}},"due_minor":{price},'
            f'"earned":{{"cups":{price // 1000},"cuts":1}},"entries":[{entries}],"list_minor":{price},'
            f'"member":"{who}","paid_with":{{}},"sale":"{id_}","tender":"cash"}}'
        )
        last = _hash(last, body, id_, "sale", moment, seq)
        yield "events", (None, TILL, seq, id_, moment, "sale", body, last)
        for n, (account, amount, cause, lot) in enumerate(posted):
            yield "entries", (TILL, seq, n, who, account, cause, amount, lot, None, None, "")
        yield from _kept(sale, seq=seq, id_=id_, who=who, moment=moment, price=price)


def _category(sale: int) -> str:
    """Of the product that was sold."""
    return ("hair", "care", "drink")[sale % 2000 % 3]


def _half(plan: Plan, sale: int) -> int:
    """What the next sale spends of this one's stamps."""
    return (plan.price(sale) // 1000 + 1) // 2


_SUMS = [sum(map(int, f"{half:04}")) + 2 * (half // 100 % 10 + half % 10) for half in range(10_000)]
_ZERO = receipt_number(0, till_number=1, rules=RULES)
_START, _START_CHECK = _ZERO[:-9], int(_ZERO[-1])


def _receipt(seq: int) -> str:
    """`receipt_number`, with the sums of four digits looked up."""
    return f"{_START}{seq:08}{(_START_CHECK - _SUMS[seq // 10_000] - _SUMS[seq % 10_000]) % 10}"


def _kept(sale: int, *, seq: int, id_: str, who: str, moment: str, price: int) -> Iterator[tuple[str, Row]]:
    """The sale with its one line, and what a later return needs."""
    product, category = f"P{sale % 2000:04}", _category(sale)
    name = f'{{"en":"Product {sale % 2000}","ko":"상품 {sale % 2000}"}}'
    earned = f'{{"cups":{price // 1000},"cuts":1}}'
    record = (
        f'{{"sale":"{id_}","moment":"{moment}","zone":"Asia/Seoul","member":"{who}","lines":[["{product}",{name},'
        f'["{category}"],{price},1,{price},{price},{{}},true,0]],"left":[{price}],"points":0,"over":1,"paid_units":[1],'
        f'"earnings":[],"uses":[],"payments":[],"budgets":[],"entries":[],"voided":false}}'
    )
    receipt = _receipt(seq)
    yield (
        "sales",
        (None, TILL, seq, receipt, who, moment, "boss", "cash", price, 0, price, price, 0, 1, 0, earned, record),
    )
    yield "sale_lines", (TILL, seq, 0, product, name, f'["{category}"]', 1, 1, price, price)


def _by_member(plan: Plan, ids: list[str]) -> Iterator[tuple[str, Row]]:
    """What is left of each lot, in the order of holder, account and lot (ids sort by time); and the histories."""
    order = sorted(range(plan.sales), key=plan.buyers.__getitem__)
    at = 0
    for member, who in enumerate(ids):
        mine = []
        while at < len(order) and plan.buyers[order[at]] == member:
            mine.append(order[at])
            at += 1
        sold = [plan.sale_id(sale) for sale in mine]
        for sale, id_ in zip(mine, sold, strict=True):
            price = plan.price(sale)
            left = price // 1000 - (_half(plan, sale) if sale != mine[-1] else 0)
            if left:
                yield "lots", (who, "cups", f"{id_}/2", left, None, None)
            lines = f'[["P{sale % 2000:04}",["{_category(sale)}"],1,{price}]]'
            earned = f'{{"cups":{price // 1000},"cuts":1}}'
            yield "history", (who, sale + 1, id_, plan.moment(sale).isoformat(), 1, earned, lines)
        if len(mine) < 2:
            yield "lots", (who, "cuts", f"{who}/1", 1, None, None)
        for id_ in sold:
            yield "lots", (who, "cuts", f"{id_}/1", 1, None, None)
