"""Joining and leaving what a program calls a club."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from posapp.loyalty.basket import Basket
from posapp.loyalty.catalogue import Catalogue
from posapp.loyalty.errors import NotFound, Refused
from posapp.loyalty.members import Member, Standing
from posapp.loyalty.proposals import AnyRule
from posapp.loyalty.quote import open_sale
from posapp.loyalty.words import Reason


def clubs_of(catalogue: Catalogue) -> Mapping[str, AnyRule]:
    """The clubs that the shop's programs define, by name, each with its rule."""
    return {word: rule for rule in catalogue.rules for what, word in rule.program.defines() if what == "club"}


def not_joinable(
    catalogue: Catalogue, member: Member, club: str, *, standing: Standing, moment: datetime
) -> Reason | None:
    """Why the member cannot join now: not for her, not at this time, or the club is winding down. `NotFound`."""
    rule = _club(catalogue, club)
    sale = open_sale(catalogue, basket=Basket(), member=member, standing=standing, moment=moment, sale="")
    if rule.stopped(sale.day):
        return Reason.of("whynot.until", day=rule.earn_until)
    return rule.check(sale) if rule.check is not None else None


def joined_club(catalogue: Catalogue, member: Member, club: str, *, standing: Standing, moment: datetime) -> Member:
    """The member as one of the club; who is in it already stays so. `NotFound`, `Refused` with the reason.

    `moment` is aware and in the shop's zone.
    """
    if club in member.clubs:
        return member
    reason = not_joinable(catalogue, member, club, standing=standing, moment=moment)
    if reason is not None:
        raise Refused.because("club.closed", name=_club(catalogue, club).name, reason=reason)
    return replace(member, clubs=member.clubs | {club})


def left_club(catalogue: Catalogue, member: Member, club: str) -> Member:
    """The member without the club, also where no program defines it any more. `NotFound` where she is not in it."""
    if club not in member.clubs:
        rule = clubs_of(catalogue).get(club)
        raise NotFound.because("club.not_in", name=rule.name if rule else club)
    return replace(member, clubs=member.clubs - {club})


def _club(catalogue: Catalogue, club: str) -> AnyRule:
    rule = clubs_of(catalogue).get(club)
    if rule is None:
        raise NotFound.because("club.unknown", club=club)
    return rule
