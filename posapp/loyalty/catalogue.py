"""A shop's programs made ready once: ordered, their rates over one denominator, found by product and category."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from posapp.loyalty.ledger import Entry
from posapp.loyalty.limits import shared_accounts_of
from posapp.loyalty.members import Member
from posapp.loyalty.money import Shop
from posapp.loyalty.programs.base import Program, form_of, kinds
from posapp.loyalty.rules import RULES, Rule, Terms

_MOST_REMEMBERED = 20_000
"""Of the kinds of line whose programs are remembered."""


class Catalogue:
    """The rules of one shop, in order of rank (priority, then id). Immutable but for what it remembers of its own."""

    def __init__(
        self, shop: Shop, programs: Sequence[Program], versions: Mapping[str, int], secrets: Mapping[str, str]
    ) -> None:
        """`Catalogue.of` is meant to be called."""
        kinds()
        self.shop = shop
        self.secrets = secrets
        self.programs: Mapping[str, Program] = {program.id: program for program in programs}
        self.versions = {id_: versions.get(id_, 1) for id_ in self.programs}
        self.denominator = math.lcm(1, *(_over(rate) for program in programs for rate in _rates(program)))
        ordered = sorted(programs, key=lambda program: (program.priority, program.id))
        points = frozenset(program.id for program in programs if RULES.get(program.kind, Rule).unit == "points")
        names = {word: name for program in programs for word, name in program.named()}
        self.by_id: dict[str, Rule[Any]] = {}
        terms = Terms(shop, self.denominator, points, names, self.by_id, secrets)
        self.rules: tuple[Rule[Any], ...] = tuple(
            RULES.get(program.kind, Rule)(program, rank, terms) for rank, program in enumerate(ordered)
        )
        self.plan = tuple(
            (rule.rank, rule, rule.check, rule.scoped, rule.members_only, rule.needs_goods, rule.bounded, rule.earns)
            for rule in self.rules
        )
        """The rules with what is first asked of each, so that the pass need not look it up fifty times a sale."""
        self.ids: tuple[str, ...] = tuple(rule.id for rule in self.rules)
        self.by_id.update((rule.id, rule) for rule in self.rules)
        self.bringing = tuple(rule for rule in self.rules if rule.brings)
        self.welcoming = tuple(rule for rule in self.rules if rule.welcomes)
        self.selling = tuple(rule for rule in self.rules if rule.sells)
        self.shares = any(rule.shares for rule in self.rules)
        self.partners = {rule.id: rule.partner for rule in self.rules if rule.partner}
        self.level_rules = tuple(rule for rule in self.rules if rule.ranks_members)
        self.speaks = any(rule.says or rule.asks_something for rule in self.rules)
        """Does any of them say, hand over or ask something?"""
        self.limits = any(rule.limited for rule in self.rules)
        self.showing = tuple(rule for rule in self.rules if rule.shows)
        self.offering = any(rule.shows and rule.offering for rule in self.rules)
        """May any of them have something to redeem?"""
        self.ending = tuple(rule for rule in self.rules if rule.redeem_until is not None)
        self.no_goods = frozenset(product for rule in self.rules for product in rule.no_goods)
        self.shared_accounts: tuple[str, ...] = tuple(
            name for rule in self.rules for name in (*shared_accounts_of(rule.program), *rule.shared_accounts)
        )
        self._index()

    @classmethod
    def of(
        cls,
        shop: Shop,
        programs: Sequence[Program],
        versions: Mapping[str, int] | None = None,
        secrets: Mapping[str, str] | None = None,
    ) -> Catalogue:
        """Make programs ready; `versions` tell which version of each it is, `secrets` what only the shop may know of
        one (see `Terms.secrets`)."""
        return cls(shop, programs, versions or {}, secrets or {})

    def others(self, member: Member) -> tuple[str, ...]:
        """Other members whose accounts a sale of `member`, or her joining, may fill: give them in `Standing.others`."""
        return tuple({other: None for rule in self.rules for other in rule.others(member)})

    def signed(self, entries: Iterable[Entry]) -> tuple[Entry, ...]:
        """Entries with the partner at which they are made, where several shops share a program's accounts."""
        if not self.partners:
            return tuple(entries)
        return tuple(
            replace(entry, partner=partner) if (partner := self.partners.get(entry.account)) else entry
            for entry in entries
        )

    def ended(self, day: date) -> frozenset[str]:
        """The accounts that are of no use any more on that day: their programs were wound down."""
        return frozenset(rule.id for rule in self.rules if rule.ended(day))

    @property
    def needs_history(self) -> bool:
        """Does any program look at a member's single earlier sales? Then `Standing.history` must be given."""
        return self.history_from(date.max) is not None

    def history_from(self, today: date) -> date | None:
        """The first day of the earlier sales that must be given; `None` where none need be."""
        days = [day for rule in self.rules if (day := rule.history_from(today)) is not None]
        return min(days, default=None)

    def wanted_by(self, product: str, categories: tuple[str, ...]) -> tuple[int, ...]:
        """The ranks of the rules whose scope has conditions and holds such a line."""
        key = (product, categories)
        found = self._wanted.get(key)
        if found is None:
            if len(self._wanted) >= _MOST_REMEMBERED:
                self._wanted.clear()
            found = self._wanted[key] = self._look_up(product, categories)
        return found

    def _index(self) -> None:
        self._wanted: dict[tuple[str, tuple[str, ...]], tuple[int, ...]] = {}
        self._by_name: dict[tuple[str, str], list[int]] = {}
        self._only_except: list[int] = []
        for rule in self.rules:
            scope = rule.program.scope
            for word, names in (("product", scope.products), ("category", scope.categories)):
                for name in names:
                    self._by_name.setdefault((word, name), []).append(rule.rank)
            if rule.scoped and not rule.names_goods:
                self._only_except.append(rule.rank)

    def _look_up(self, product: str, categories: tuple[str, ...]) -> tuple[int, ...]:
        named = set(self._only_except)
        named.update(self._by_name.get(("product", product), ()))
        for category in categories:
            named.update(self._by_name.get(("category", category), ()))
        return tuple(rank for rank in sorted(named) if not excepted(self.rules[rank].program, product, categories))


def excepted(program: Program, product: str, categories: tuple[str, ...]) -> bool:
    """Does the program's scope except such a line?"""
    scope = program.scope
    return product in scope.except_products or not set(scope.except_categories).isdisjoint(categories)


def _over(rate: Decimal) -> int:
    """The denominator of a rate in percent as a share of 1."""
    part, whole = rate.as_integer_ratio()
    return whole * 100 // math.gcd(part, whole * 100)


def _rates(value: Any) -> Iterator[Decimal]:
    """Every rate in percent in a program, however deep: the fields' metadata tell which they are."""
    for field in dataclasses.fields(value):
        inner = getattr(value, field.name)
        if isinstance(inner, Decimal) and form_of(field.metadata).unit == "percent":
            yield inner
        elif isinstance(inner, tuple | Mapping):
            for item in inner.values() if isinstance(inner, Mapping) else inner:
                if dataclasses.is_dataclass(item):
                    yield from _rates(item)
        elif dataclasses.is_dataclass(inner) and not isinstance(inner, type):
            yield from _rates(inner)
