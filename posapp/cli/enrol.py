"""`posapp enrol`: a new member."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from posapp.cli._shop import add_input, answer, opened, read_input, read_record
from posapp.loyalty.programs.base import form


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """A new member. Without `card` she gets a fresh number; `same_phone` says that a shared phone is meant."""

    name: str
    card: str = ""
    phone: str = ""
    birthday: date | None = None
    joined: date | None = None
    card_type: str = ""
    consent: bool = False
    referred_by: str | None = None  # her card or phone
    household: str = ""
    same_phone: bool = False
    id: str | None = field(default=None, metadata=form(pattern=r"[\x21-\x7e]{8,64}"))


def add(subparsers: Any) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "enrol",
        help="enrol a member",
        description='Reads {"name": …, "card": …, "phone": …} and prints the member. Without a card a number is made.',
    )
    add_input(parser)
    parser.add_argument("--referred-by", metavar="CARD", help="the card or the phone of the member who sent her")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Read, enrol, print."""
    from posapp.cli._member import member_document
    from posapp.till import members

    new = read_record(Enrolment, read_input(args))
    with opened(args) as till:
        sent_by = args.referred_by or new.referred_by
        referrer = members.referrer(till, sent_by).id if sent_by else None
        card = members.enrol(
            till,
            name=new.name,
            card=new.card,
            phone=new.phone,
            birthday=new.birthday,
            card_type=new.card_type,
            consent=new.consent,
            referred_by=referrer,
            despite_same_phone=new.same_phone,
            member_id=new.id,
            joined_on=new.joined,
            household=new.household,
        )
        answer(member_document(till, card.row.id))
    return 0
