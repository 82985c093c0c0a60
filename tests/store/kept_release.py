"""Makes the shop's file that is kept of each release, in `tests/data`: run once, when the release is made.

``python -m tests.store.kept_release VERSION`` writes ``shop-VERSION.posapp`` and, beside it, the digits of its key.
"""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path

from posapp.loyalty.basket import Product
from posapp.loyalty.members import Member
from posapp.loyalty.words import Text
from posapp.store import activity, baskets, cards, journal, keys, members, people, products, programs, sales, settings
from posapp.store.database import Database
from tests.source_tree import ROOT
from tests.store.shop import KEY, MOMENT, earns, sell

NAMES = ("김민수", "이서연", "박지훈", "최수아", "정하은", "John Smith", "Zoë Ångström")
MEMBERS = len(NAMES)
SALES = 40


def make(path: Path) -> None:
    """A shop with something in every table."""
    with Database.create(path, KEY, till="T-kept", moment=MOMENT) as db:
        with db.transaction():
            _registers(db)
        for n in range(SALES):
            sell(db, f"kept-{n:03}", member=f"m-{n % MEMBERS}" if n % 5 else None, quantity=1 + n % 3, day=n)
        with db.transaction():
            entry = earns(-1, lot="kept-001/1", holder="m-1", cause="adjust")
            journal.append_event(
                db, kind="adjust", event_id="kept-adjust", moment=MOMENT, body={"reason": "slip"}, entries=(entry,)
            )
            sale = sales.sale_by_id(db, "kept-008")
            assert sale is not None
            journal.append_event(db, kind="return", event_id="kept-return", moment=MOMENT, body={"sale": "kept-008"})
            sales.shrink_sale(db, sale, record="{}", lines={0: (1, 15000)}, earned={"cuts": 1}, refund_minor=30000)
            baskets.put_basket(db, "open", document="{}", moment=MOMENT)
        db.checkpoint_when_idle(at_least=1)
        db.execute("VACUUM")


def _registers(db: Database) -> None:
    for n, name in enumerate(NAMES):
        joined = date(2026, 1, 1) + timedelta(days=n)
        members.add_member(db, Member(id=f"m-{n}", name=name, joined=joined, phone=f"0101234{n:04}"))
        cards.issue(db, f"290000000000{n:04}", member=f"m-{n}", moment=MOMENT)
    cut = Text.read({"en": "Cut", "ko": "커트"})
    products.put_product(
        db, Product(id="CUT", name=cut, price_minor=15000, categories=("hair",), barcodes=("8801234567893",))
    )
    programs.put_program(db, {"id": "cuts", "kind": "stamp_card", "size": 10}, moment=MOMENT)
    programs.put_program(db, {"id": "ten", "kind": "fixed_discount", "rate": 10}, moment=MOMENT, on=False)
    people.add_person(db, people.KeptPerson(id="p", name="점장", rank="manager", pin="$argon2id$kept"))
    settings.put_setting(db, "language", "ko")
    settings.put_state(db, "cursor", "7")
    activity.note(db, moment=MOMENT, person="p", what="opened")


def main() -> None:
    """Write the file and its digits."""
    path = ROOT / "tests" / "data" / f"shop-{sys.argv[1]}.posapp"
    make(path)
    groups = keys.words_of(KEY)
    lines = (" ".join(groups[at : at + 4]) for at in range(0, len(groups), 4))
    path.with_suffix(".digits").write_text("\n".join(lines) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
