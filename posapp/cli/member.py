"""`posapp member`: find, show, the whole story, a change, a correction, clubs."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from posapp.cli._shop import add_input, answer, opened, read_input, read_record
from posapp.loyalty.programs.base import form

if TYPE_CHECKING:
    from posapp.till.context import Till


_WHOLE_STORY = 1_000_000
"""More than can happen to one member in a hundred years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """So much more (or less) in a program's unit, and why."""

    program: str
    amount: int
    reason: str
    id: str | None = field(default=None, metadata=form(pattern=r"[\x21-\x7e]{8,64}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Fields of the register; what is left out stays."""

    name: str | None = None
    phone: str | None = None
    birthday: date | None = None
    card_type: str | None = None
    consent: bool | None = None
    joined: date | None = None
    household: str | None = None
    segments: tuple[str, ...] | None = None
    same_phone: bool = False


_NOTHING = {"phone": "", "birthday": None, "card_type": "", "household": ""}
"""What can be taken out of the register, and what then stands there."""


def add(subparsers: Any) -> None:
    """Declare the command and what it can do."""
    parser = subparsers.add_parser("member", help="find, show, change or correct a member")
    acts = parser.add_subparsers(dest="act", metavar="WHAT", required=True)
    find = acts.add_parser("find", help="by name, card, phone or its last four digits")
    find.add_argument("text")
    find.set_defaults(func=_find)
    for name, what, func in (("show", "all that is known of her", _show), ("story", "all that happened", _story)):
        act = acts.add_parser(name, help=what)
        act.add_argument("who", help="her id or one of her cards")
        act.set_defaults(func=func)
    for name, what, func in (
        ("change", 'reads {"phone": …}: fields of the register', _change),
        ("adjust", 'reads {"program": …, "amount": …, "reason": …}', _adjust),
    ):
        act = acts.add_parser(name, help=what)
        act.add_argument("who", help="her id or one of her cards")
        add_input(act)
        act.set_defaults(func=func)
    for name, what, func in (("join", "become one of a club", _join), ("leave", "leave a club", _leave)):
        act = acts.add_parser(name, help=what)
        act.add_argument("who", help="her id or one of her cards")
        act.add_argument("club", help="the club's id")
        act.set_defaults(func=func)


def whose(till: Till, who: str) -> str:
    """The member's id, from her id or a card of hers."""
    from posapp.loyalty.errors import NotFound
    from posapp.till import members

    try:
        return members.profile(till, who).id
    except NotFound:
        return members.by_card(till, who).id


def _find(args: argparse.Namespace) -> int:
    from posapp.cli import reader_language
    from posapp.i18n import t
    from posapp.till import members

    with opened(args) as till:
        found = members.find(till, args.text)
    if args.json:
        rows = [{"id": row.id, "name": row.name, "phone": row.phone, "card": row.card} for row in found.rows]
        answer({"members": rows, "more": found.more})
        return 0
    for row in found.rows:
        print(f"{row.id}  {row.name}  {row.phone or '-'}  {row.card or '-'}")
    if found.more or not found.rows:
        print(t("cli_till.more" if found.more else "cli_till.nobody", reader_language(args), count=found.more))
    return 0


def _show(args: argparse.Namespace) -> int:
    from posapp.cli._member import member_document

    with opened(args) as till:
        answer(member_document(till, whose(till, args.who)))
    return 0


def _story(args: argparse.Namespace) -> int:
    from posapp.cli import reader_language
    from posapp.i18n import line
    from posapp.till import members

    language = reader_language(args)
    told = []
    with opened(args) as till:
        for item in reversed(members.story(till, whose(till, args.who), limit=_WHOLE_STORY)):
            what = line(item.what, language=language, currency=till.shop.currency)
            changes = {name.in_language(language): amount for name, amount in item.changes}
            if args.json:
                told.append({"moment": item.moment.isoformat(), "what": what, "changes": changes, "sale": item.sale})
            else:
                moved = "".join(f"  {name} {amount:+}" for name, amount in changes.items())
                print(f"{item.moment:%Y-%m-%d %H:%M}  {what}{moved}")
    if args.json:
        answer({"story": told})
    return 0


def _change(args: argparse.Namespace) -> int:
    from posapp.cli._member import member_document
    from posapp.till import members

    document = read_input(args)
    emptied: dict[str, Any] = {}
    if isinstance(document, dict):
        emptied = {name: none for name, none in _NOTHING.items() if document.get(name, "there") in (None, "")}
        document = {name: value for name, value in document.items() if name not in emptied}
    wanted = read_record(Change, document)
    fields = emptied | {name: value for name in members.FIELDS if (value := getattr(wanted, name, None)) is not None}
    if wanted.segments is not None:
        fields["segments"] = frozenset(wanted.segments)
    with opened(args) as till:
        member = whose(till, args.who)
        members.change(till, member, despite_same_phone=wanted.same_phone, **fields)
        answer(member_document(till, member))
    return 0


def _adjust(args: argparse.Namespace) -> int:
    from posapp.cli._member import member_document
    from posapp.till import members

    wanted = read_record(Correction, read_input(args))
    with opened(args) as till:
        member = whose(till, args.who)
        members.adjust(
            till, member, program=wanted.program, amount=wanted.amount, reason=wanted.reason, event=wanted.id
        )
        answer(member_document(till, member))
    return 0


def _join(args: argparse.Namespace) -> int:
    from posapp.till import clubs

    return _in_club(args, clubs.join)


def _leave(args: argparse.Namespace) -> int:
    from posapp.till import clubs

    return _in_club(args, clubs.leave)


def _in_club(args: argparse.Namespace, act: Callable[[Till, str, str], object]) -> int:
    from posapp.cli._member import member_document

    with opened(args) as till:
        member = whose(till, args.who)
        act(till, member, args.club)
        answer(member_document(till, member))
    return 0
