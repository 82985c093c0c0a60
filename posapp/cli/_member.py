"""A member as the command line shows her."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from posapp.till.context import Till


def member_document(till: Till, member_id: str) -> dict[str, Any]:
    """All that the register and the ledger know of a member, under the names of the program language."""
    from posapp.till import members

    member, card = members.profile(till, member_id), members.card_of(till, member_id)
    return {
        "id": member.id,
        "name": member.name,
        "cards": list(member.cards),
        "card_type": member.card_type,
        "phone": member.phone,
        "birthday": member.birthday.isoformat() if member.birthday else None,
        "joined": member.joined.isoformat(),
        "consent": member.consent,
        "clubs": sorted(member.clubs),
        "segments": sorted(member.segments),
        "household": member.household,
        "visits": card.row.visits,
        "last_visit": card.row.last_visit.isoformat() if card.row.last_visit else None,
        "balances": members.balances_of(till, member_id),
        "tier": members.tiers_of(till, member_id),
    }
