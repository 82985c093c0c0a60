"""The member as the till draws her: who she is, and her stamps, balances and level as they are now."""

from __future__ import annotations

from datetime import datetime

from posapp.loyalty.basket import Basket
from posapp.loyalty.catalogue import Catalogue
from posapp.loyalty.errors import NotFound
from posapp.loyalty.members import Member, Standing
from posapp.loyalty.outcome import LevelPanel, Panel
from posapp.loyalty.quote import quote
from posapp.store import ledger
from posapp.store import members as kept
from posapp.store.members import Found
from posapp.till.context import Till
from posapp.till.views import Draft, MemberCard, MemberRow


def get_member_or_none(till: Till, member_id: str) -> Member | None:
    """All that the register knows of a member, if she is there."""
    return kept.get_member(till.database, member_id)


def get_member(till: Till, member_id: str) -> Member:
    """All that the register knows of a member. `NotFound`."""
    member = get_member_or_none(till, member_id)
    if member is None:
        raise NotFound.because("till.member_unknown")
    return member


def standing_of(
    till: Till,
    member: Member | None,
    *,
    others: tuple[str, ...] = (),
    shown: tuple[str, ...] = (),
    catalogue: Catalogue | None = None,
) -> Standing:
    """What the ledger says of the member (or of nobody) now, as far as the programs of `catalogue` (the till's own if
    not given) want to know it. `others` are codes and members whose accounts the sale touches, `shown` codes that were
    shown at the counter."""
    catalogue = catalogue or till.catalogue
    since = catalogue.history_from(till.now().date())
    household: tuple[str, ...] = ()
    if member is not None:
        others = (*others, *catalogue.others(member))
        if member.household and catalogue.shares:
            household = tuple(id_ for id_ in kept.of_household(till.database, member.household) if id_ != member.id)
    return ledger.standing(
        till.database,
        member.id if member else None,
        needs_history=since is not None,
        history_from=since,
        shared_accounts=catalogue.shared_accounts,
        others=others,
        household=household,
        shown=shown,
    )


def codes_in(draft: Draft) -> tuple[str, ...]:
    """The codes that a draft names: cards that pay or are sold, coupons."""
    asked = [code for each in draft.basket.redeem for code in (each.gift_card, each.coupon) if code is not None]
    return tuple(
        dict.fromkeys((*asked, *(line.gift_card for line in draft.basket.lines if line.gift_card is not None)))
    )


def row_view(found: Found) -> MemberRow:
    """A row of the register as a list shows it."""
    return MemberRow(
        id=found.id,
        name=found.name,
        phone=found.phone,
        card=found.card,
        visits=found.visits,
        joined=found.joined,
        last_visit=found.last_visit,
    )


def member_row(till: Till, member_id: str) -> MemberRow:
    """The member in a list. `NotFound`."""
    found = kept.row_of(till.database, member_id)
    if found is None:
        raise NotFound.because("till.member_unknown")
    return row_view(found)


def drawn(till: Till, member: Member, panels: tuple[Panel, ...]) -> MemberCard:
    """The member with panels that a quote has drawn already."""
    levels = (panel for panel in panels if isinstance(panel, LevelPanel) and panel.level)
    level = next(levels, None)
    return MemberCard(
        row=member_row(till, member.id),
        card_type=member.card_type,
        tier_name=level.level_name if level else None,
        panels=panels,
    )


def member_card(till: Till, member_id: str, *, moment: datetime | None = None) -> MemberCard:
    """The member as the till draws her, beside no sale. `NotFound`."""
    member = get_member(till, member_id)
    asked = quote(
        till.catalogue,
        basket=Basket(),
        member=member,
        standing=standing_of(till, member),
        moment=moment or till.now(),
        sale="",
    )
    return drawn(till, member, asked.panels)
