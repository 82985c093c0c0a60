"""How often and how much a program may still give. Uses are counted in accounts, so that a return gives them back.

``id#uses`` counts a member's uses, or under everybody's holder those of all customers; ``id#uses-today`` those of one
local day, at the end of which they expire; ``id#budget``, everybody's, the money given. Only what a limit asks for is
counted.
"""

from __future__ import annotations

from collections.abc import Iterator

from posapp.loyalty.effects import Change
from posapp.loyalty.goods import Sale
from posapp.loyalty.ledger import EVERYBODY, balance
from posapp.loyalty.programs.base import Limits, Program
from posapp.loyalty.words import Reason

USES, TODAY, BUDGET = "#uses", "#uses-today", "#budget"


def shared_accounts_of(program: Program) -> tuple[str, ...]:
    """Everybody's accounts that a program's limits are counted in."""
    limits = program.limits
    uses = (program.id + USES,) if limits.total is not None else ()
    return uses + ((program.id + BUDGET,) if limits.budget is not None else ())


def most_of(program: Program) -> dict[str, int]:
    """Everybody's accounts that must not hold more than so much, with it: tills that are apart may overdo it."""
    limits, found = program.limits, dict(program.most_in_all())
    if limits.total is not None:
        found[program.id + USES] = limits.total
    if limits.budget is not None:
        found[program.id + BUDGET] = limits.budget
    return found


def uses_left(program: Program, sale: Sale) -> int | Reason | None:
    """How many uses a program still has in this sale; None without end; the reason where none is left."""
    limits = program.limits
    left = limits.per_sale
    for most, name, shared, key in _counted(limits):
        if shared or sale.member is not None:
            used = balance(sale.account(program.id + name, shared=shared), on=sale.day)
            if used >= most:
                return Reason.of(key, count=most)
            left = most - used if left is None else min(left, most - used)
    return left


def _counted(limits: Limits) -> Iterator[tuple[int, str, bool, str]]:
    if limits.per_day is not None:
        yield limits.per_day, TODAY, False, "whynot.per_day"
    if limits.per_member is not None:
        yield limits.per_member, USES, False, "whynot.per_member"
    if limits.total is not None:
        yield limits.total, USES, True, "whynot.total"


def budget_left(program: Program, sale: Sale) -> int | None:
    """What is left of the budget, in minor units, 0 or more; None where there is no budget."""
    if program.limits.budget is None:
        return None
    return max(program.limits.budget - balance(sale.account(program.id + BUDGET, shared=True), on=sale.day), 0)


def used(program: Program, sale: Sale, *, uses: int) -> tuple[Change, ...]:
    """What a number of uses changes in the accounts that count them."""
    limits = program.limits
    found = []
    if sale.member is not None:
        if limits.per_day is not None:
            found.append(Change(account=program.id + TODAY, amount=uses, expires_on=sale.day))
        if limits.per_member is not None:
            found.append(Change(account=program.id + USES, amount=uses))
    if limits.total is not None:
        found.append(Change(account=program.id + USES, amount=uses, holder=EVERYBODY))
    return tuple(found)


def given(program: Program, *, off_minor: int) -> Change | None:
    """What money given changes in the account that counts it; None where there is no budget."""
    if program.limits.budget is None or not off_minor:
        return None
    return Change(account=program.id + BUDGET, amount=off_minor, holder=EVERYBODY)
