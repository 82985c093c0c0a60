"""When a program holds, for whom, and what is said when it does not."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from posapp.loyalty.dates import near_birthday
from posapp.loyalty.goods import Sale
from posapp.loyalty.programs.base import WEEKDAYS, Active, Audience, Hours, Program
from posapp.loyalty.words import Minor, Reason, Text

Condition = Callable[[Sale], Reason | None]
"""Says why a sale does not qualify, or None where it does."""


def check_of(program: Program, called: Mapping[str, Text]) -> Condition | None:
    """All conditions of `active` and `audience` in the order in which they are told; None where there are none.

    `called` is how people call tiers, clubs and memberships. That a member is wanted at all is not among the
    conditions: it is asked for so often that the pass does it itself.
    """
    return _all_of([*_active(program.active), *_wound_down(program), *_audience(program.audience, called)])


def holding(active: Active, audience: Audience, called: Mapping[str, Text]) -> Condition | None:
    """The conditions of a part of a program that has a time and an audience of its own, such as a bend of a curve."""
    return _all_of([*_active(active), *_audience(audience, called)])


def _all_of(conditions: list[Condition]) -> Condition | None:
    if not conditions:
        return None
    if len(conditions) == 1:
        return conditions[0]

    def check(sale: Sale) -> Reason | None:
        for condition in conditions:
            reason = condition(sale)
            if reason is not None:
                return reason
        return None

    return check


def _active(active: Active) -> list[Condition]:
    found: list[Condition] = []
    first, last, hours = active.from_, active.until, active.hours
    if first:
        not_yet = Reason.of("whynot.from", day=first)
        found.append(lambda sale: not_yet if sale.day < first else None)
    if last:
        over = Reason.of("whynot.until", day=last)
        found.append(lambda sale: over if sale.day > last else None)
    if active.weekdays:
        days = frozenset(WEEKDAYS.index(name) for name in active.weekdays)
        names = tuple(Reason(f"weekdays.{name}") for name in WEEKDAYS if name in active.weekdays)
        other_days = Reason.of("whynot.weekdays", days=names)
        if hours:
            found.append(lambda sale: other_days if days.isdisjoint(_weekdays(sale, hours)) else None)
        else:
            found.append(lambda sale: None if sale.day.weekday() in days else other_days)
    if hours:
        other_hours = Reason.of("whynot.hours", hours=tuple(each.written() for each in hours))
        found.append(lambda sale: None if any(each.hold(sale.minute) for each in hours) else other_hours)
    return found


def _wound_down(program: Program) -> list[Condition]:
    """After the last day for redeeming a program that winds down is over."""
    if program.wind_down is None:
        return []
    last = program.wind_down.redeem_until
    over = told_besides(Reason.of("whynot.until", day=last), program)
    return [lambda sale: over if sale.day > last else None]


def told_besides(reason: Reason, program: Program) -> Reason:
    """A reason with what the owner wants customers to be told of a program that ends."""
    say = program.wind_down.say if program.wind_down else None
    return Reason.of("winding.said", reason=reason, say=say) if say is not None else reason


def _weekdays(sale: Sale, hours: tuple[Hours, ...]) -> list[int]:
    """The weekdays that count, 0 for Monday: today, or of each of the hours that hold now the day on which it began."""
    today = sale.day.weekday()
    if not hours:
        return [today]
    yesterday = (today - 1) % 7
    began = [today if each.start <= sale.minute else yesterday for each in hours if each.hold(sale.minute)]
    return began or [today]


def _audience(audience: Audience, called: Mapping[str, Text]) -> list[Condition]:
    found: list[Condition] = []

    def wants(names: tuple[str, ...], key: str, holds: Callable[[Sale, frozenset[str]], bool]) -> None:
        if names:
            wanted = frozenset(names)
            reason = Reason.of(key, names=_called(key, names, called))
            found.append(lambda sale: None if sale.member is not None and holds(sale, wanted) else reason)

    if audience.card_types:
        types = frozenset(audience.card_types)
        other_card = Reason.of("whynot.card_types", names=audience.card_types)
        found.append(lambda sale: None if sale.member is not None and sale.member.card_type in types else other_card)
    wants(audience.tiers, "whynot.tiers", lambda sale, of: not of.isdisjoint(sale.tiers))
    wants(audience.clubs, "whynot.clubs", lambda sale, of: not of.isdisjoint(sale.member.clubs))  # type: ignore[union-attr]
    wants(audience.segments, "whynot.segments", lambda sale, of: not of.isdisjoint(sale.member.segments))  # type: ignore[union-attr]
    wants(
        audience.memberships,
        "whynot.memberships",
        lambda sale, of: any(sale.spendable(name) for name in of),
    )
    if audience.members:
        members = frozenset(audience.members)
        named = Reason("whynot.named_members")
        found.append(lambda sale: None if sale.member is not None and _is_named(sale, members) else named)
    birthday = audience.birthday
    if birthday is not None:
        found.append(_birthday(audience))
    if audience.joined_within_days is not None:
        days = audience.joined_within_days
        late = Reason.of("whynot.joined_within", count=days)
        found.append(lambda sale: None if sale.member and _days_in(sale) < days else late)
    if audience.first_purchases is not None:
        visits = audience.first_purchases
        later = Reason.of("whynot.first_purchases", count=visits)
        found.append(lambda sale: None if sale.member and sale.standing.visits < visits else later)
    if audience.spent_from is not None:
        found.append(_spent(audience.spent_from))
    return found


def _called(key: str, names: tuple[str, ...], called: Mapping[str, Text]) -> tuple[Text | str, ...]:
    """Tiers, clubs and memberships by their own names; card types and segments are words already."""
    if key.endswith(("tiers", "clubs", "memberships")):
        return tuple(called.get(name, name) for name in names)
    return names


def _is_named(sale: Sale, members: frozenset[str]) -> bool:
    """An individual price names its member by id or by one of her cards."""
    member = sale.member
    return member is not None and (member.id in members or not members.isdisjoint(member.cards))


def _days_in(sale: Sale) -> int:
    assert sale.member is not None
    return (sale.day - sale.member.joined).days


def _birthday(audience: Audience) -> Condition:
    window = audience.birthday
    key = "whynot.birthday_month" if window == "month" else "whynot.birthday"
    reason, unknown = Reason(key), Reason("whynot.birthday_unknown")

    def check(sale: Sale) -> Reason | None:
        born = sale.member.birthday if sale.member is not None else None
        if born is None:
            return unknown
        if window == "month":
            return None if born.month == sale.day.month else reason
        assert window is not None
        return None if near_birthday(born, window, today=sale.day) else reason

    return check


def _spent(least: int) -> Condition:
    def check(sale: Sale) -> Reason | None:
        missing = least - sale.standing.spent_minor
        return Reason.of("whynot.spent_from", amount=Minor(missing)) if missing > 0 else None

    return check


def to_whom(audience: Audience, called: Mapping[str, Text]) -> Reason | None:
    """For whom, in words to stand behind a benefit: "with the gold card". None where every member gets it."""
    for names, key in (
        (audience.card_types, "whom.card_types"),
        (audience.tiers, "whom.tiers"),
        (audience.memberships, "whom.memberships"),
        (audience.clubs, "whom.clubs"),
        (audience.segments, "whom.segments"),
    ):
        if names:
            return Reason.of(key, names=_called(key, names, called))
    if audience.members:
        return Reason("whom.members")
    if audience.birthday is not None:
        return Reason("whom.birthday")
    if audience.first_purchases is not None:
        return Reason.of("whom.first_purchases", count=audience.first_purchases)
    if audience.joined_within_days is not None:
        return Reason("whom.newcomers")
    if audience.spent_from is not None:
        return Reason("whom.regulars")
    return None
