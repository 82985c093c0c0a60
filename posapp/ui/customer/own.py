"""In the store's lane: the customer's own number finds her, or enrols her, and she is on the sale that she sees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posapp.till import own_number

if TYPE_CHECKING:
    from posapp.till.context import Till
    from posapp.till.views import OpenSale
    from posapp.ui.actions import Counter


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """`sale` is the sale with her on it; None where nobody has the number (`fresh` is then the id for whoever joins) or
    where the sale that she saw, whose id is `draft`, is not on the counter any more, or has a member."""

    draft: str
    sale: OpenSale | None = None
    fresh: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """She is a member now; `sale` as in `Recognised`."""

    member: str
    sale: OpenSale | None = None


def recognised(till: Till, counter: Counter, *, phone: str, sale: str) -> Recognised:
    """Find the one member with this whole number and put her on the sale whose id is `sale`. `Refused` as
    `own_number.member_of`."""
    member = own_number.member_of(till, phone)
    if member is None:
        return Recognised(draft=sale, fresh=till.new_id())
    return Recognised(draft=sale, sale=counter.member_by_herself(till, member, sale=sale))


def joined(till: Till, counter: Counter, *, phone: str, name: str, news: bool, member_id: str, sale: str) -> Joined:
    """Enrol her and put her on the sale. `Refused` as `own_number.join`."""
    member = own_number.join(till, phone=phone, name=name, news=news, member_id=member_id)
    return Joined(member=member, sale=counter.member_by_herself(till, member, sale=sale))
