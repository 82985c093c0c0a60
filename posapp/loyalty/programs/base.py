"""What every program has, how a kind of program registers, and how its fields say what may stand in them.

A program is data: a frozen dataclass in a file of its own, registered by `@kind("stamp_card")`, found by walking the
folder. Its JSON form is its fields: a name that Python keeps for itself carries a trailing underscore (``from_``); a
field with a default may be left out; types say the rest:

- ``int``, ``Decimal`` (a rate or a factor, read exactly), ``str``, ``bool``, ``date``, ``Literal[...]``;
- a nested dataclass is a JSON object; ``tuple[X, ...]`` a list;
- a type with ``read(written)`` and ``written()`` reads itself (`Text`, `Hours`), raising `ValueError` when it cannot;
- a union (``Literal["lifetime"] | Days``) is told apart by its form: a string, or the object whose fields fit.

What the type cannot say stands in the field's metadata: ``field(metadata=form(unit="percent", most=100))``. What
one field cannot say alone, `faults` yields. Names that one program gives and others use (tiers, clubs, memberships)
come from `defines` and are looked up for each field whose form `refers` to them.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar, Literal, TypeVar

from posapp.loyalty.errors import Fault
from posapp.loyalty.words import Reason, Text

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""In the order of `date.weekday`."""


@dataclass(frozen=True, slots=True)
class Form:
    """What may stand in a field, beyond its type.

    `unit` is ``minor`` (money), ``percent``, ``factor``, ``days``, ``months``, ``minutes``, ``units`` (of goods),
    ``stamps``, ``points`` or ``uses``; `least` and `most` are inclusive; `refers` is ``product``, ``category``,
    ``tier``, ``club``, ``membership``, ``card_type``, ``segment``, ``member``, ``program``, or a program whose account
    is ``points``, ``stamps``, ``coupons`` or a ``wallet`` (a member's own); `pattern` is a regular expression for the
    whole of a string. All hold for each item where the field is a list. `filled` wants at least one item. `only_with`
    says beside what alone it may stand, as its fault does: ``redeem`` (that is given), ``earn.per: amount`` (that is
    so); a form does not ask for it otherwise.
    """

    unit: str = ""
    least: int | Decimal | None = None
    most: int | Decimal | None = None
    refers: str = ""
    pattern: str = ""
    filled: bool = False
    only_with: str = ""


def form(
    *,
    unit: str = "",
    least: int | Decimal | None = None,
    most: int | Decimal | None = None,
    refers: str = "",
    pattern: str = "",
    filled: bool = False,
    only_with: str = "",
) -> Mapping[str, Any]:
    """Metadata for `dataclasses.field`; read back with `form_of`."""
    return {"form": Form(unit, least, most, refers, pattern, filled, only_with)}


def form_of(metadata: Mapping[str, Any]) -> Form:
    """The `Form` in a field's metadata; an empty one where there is none."""
    found = metadata.get("form", Form())
    assert isinstance(found, Form)
    return found


MINOR = form(unit="minor", least=1)
PERCENT = form(unit="percent", least=0, most=100)
FACTOR = form(unit="factor", least=0)


@dataclass(frozen=True, slots=True)
class Hours:
    """Part of a day in minutes since midnight, `end` exclusive; across midnight where `end` is not after `start`."""

    start: int
    end: int

    @classmethod
    def read(cls, written: str) -> Hours:
        """Read ``14:00-17:00`` or ``22:00-02:00``; 24:00 is midnight. `ValueError` where it is not one."""
        found = re.fullmatch(r"([0-9]{2}):([0-9]{2})-([0-9]{2}):([0-9]{2})", written, re.ASCII)
        if not found:
            raise ValueError(written)
        first_hour, first_minute, last_hour, last_minute = map(int, found.groups())
        start, end = first_hour * 60 + first_minute, last_hour * 60 + last_minute
        if first_minute > 59 or last_minute > 59 or start >= 1440 or end > 1440 or start == end:
            raise ValueError(written)
        return cls(start, end)

    def written(self) -> str:
        """Give back the JSON form."""
        return f"{self.start // 60:02}:{self.start % 60:02}-{self.end // 60:02}:{self.end % 60:02}"

    def hold(self, minute: int) -> bool:
        """Is `minute` (since midnight) inside?"""
        if self.start < self.end:
            return self.start <= minute < self.end
        return minute >= self.start or minute < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """``{"days": 365}``"""

    days: int = field(metadata=form(unit="days", least=1, most=36500))


@dataclass(frozen=True, slots=True, kw_only=True)
class Months:
    """``{"months": 12}``"""

    months: int = field(metadata=form(unit="months", least=1, most=1200))


@dataclass(frozen=True, slots=True, kw_only=True)
class EndOfYear:
    """``{"end_of_year": 1}``: the last day of the n-th year after the one in which it was earned (0: of that one)."""

    end_of_year: int = field(metadata=form(least=0, most=100))


Window = Literal["lifetime", "calendar_year", "calendar_month"] | Days
"""Over what time something is measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Active:
    """When a program holds, by the shop's local calendar: `from_` and `until` inclusive, all given must hold."""

    from_: date | None = None
    until: date | None = None
    weekdays: tuple[Weekday, ...] = ()
    hours: tuple[Hours, ...] = ()

    def faults(self, place: str) -> Iterator[Fault]:
        """`from` after `until`."""
        if self.from_ and self.until and self.from_ > self.until:
            yield Fault(f"{place}.until", Reason.of("fault.from_after_until", first=self.from_))


@dataclass(frozen=True, slots=True, kw_only=True)
class BirthdayWindow:
    """Days before and after the birthday, both inclusive."""

    before: int = field(default=0, metadata=form(unit="days", least=0, most=180))
    after: int = field(default=0, metadata=form(unit="days", least=0, most=180))


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Who a program is for. Every condition given must hold; of the names in one list, one is enough."""

    who: Literal["members", "everyone"] = "members"
    card_types: tuple[str, ...] = field(default=(), metadata=form(refers="card_type"))
    tiers: tuple[str, ...] = field(default=(), metadata=form(refers="tier"))
    clubs: tuple[str, ...] = field(default=(), metadata=form(refers="club"))
    segments: tuple[str, ...] = field(default=(), metadata=form(refers="segment"))
    memberships: tuple[str, ...] = field(default=(), metadata=form(refers="membership"))
    members: tuple[str, ...] = field(default=(), metadata=form(refers="member"))
    birthday: Literal["month"] | BirthdayWindow | None = None
    joined_within_days: int | None = field(default=None, metadata=form(unit="days", least=0))
    first_purchases: int | None = field(default=None, metadata=form(least=1))
    spent_from: int | None = field(default=None, metadata=MINOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a program looks at in the basket. A line is in scope when it is named (or nothing is) and not excepted.

    `min_amount` (minor units) and `min_items` are measured on the lines in scope at list price, before any benefit.
    """

    products: tuple[str, ...] = field(default=(), metadata=form(refers="product"))
    categories: tuple[str, ...] = field(default=(), metadata=form(refers="category"))
    except_products: tuple[str, ...] = field(default=(), metadata=form(refers="product"))
    except_categories: tuple[str, ...] = field(default=(), metadata=form(refers="category"))
    min_amount: int | None = field(default=None, metadata=MINOR)
    min_items: int | None = field(default=None, metadata=form(unit="units", least=1))

    @property
    def names_goods(self) -> bool:
        """Does it name products or categories? Exceptions alone do not."""
        return bool(self.products or self.categories)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How often (uses: sales in which it gave something) and how much (`budget`, minor units) a program gives."""

    per_sale: int | None = field(default=None, metadata=form(unit="uses", least=1))
    per_day: int | None = field(default=None, metadata=form(unit="uses", least=1))
    per_member: int | None = field(default=None, metadata=form(unit="uses", least=1))
    total: int | None = field(default=None, metadata=form(unit="uses", least=1))
    budget: int | None = field(default=None, metadata=MINOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class WindDown:
    """A program that ends: nothing more is earned after `earn_until`, nothing more redeemed after `redeem_until` (both
    inclusive); in between customers use up what they have. `say` is what they are told."""

    earn_until: date
    redeem_until: date
    say: Text | None = None

    def faults(self, place: str) -> Iterator[Fault]:
        """Redeeming ends before earning."""
        if self.redeem_until < self.earn_until:
            yield Fault(f"{place}.redeem_until", Reason.of("fault.from_after_until", first=self.earn_until))


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """What has happened under a program so far: the first and the last local day of a sale in which it gave something
    or took part (None: there was none), and whether its secret has been shown."""

    first: date | None = None
    last: date | None = None
    shown: bool = False


UNNAMED = Text("")


@dataclass(frozen=True, kw_only=True)
class Program:
    """What every program has. `kind` is the word under which the class registered."""

    kind: ClassVar[str] = ""
    keeps_secret: ClassVar[bool] = False
    """Wants a secret of the shop's own (`Terms.secrets`), shown when the program is over: the seed of a draw."""

    id: str = field(metadata=form(pattern="[a-z0-9-]{1,40}"))
    name: Text = UNNAMED
    active: Active = Active()
    audience: Audience = Audience()
    scope: Scope = Scope()
    limits: Limits = Limits()
    stacks: Literal["best", "always", "alone"] = "best"
    priority: int = 100
    wind_down: WindDown | None = None

    def __post_init__(self) -> None:
        """A program without a name is called by its id."""
        if self.name == UNNAMED:
            object.__setattr__(self, "name", Text(self.id))

    @classmethod
    def understood(cls, document: Mapping[str, Any]) -> Mapping[str, Any]:
        """The document as the fields want it. Kinds extend it where people write one thing in two ways."""
        return document

    def faults(self, place: str) -> Iterator[Fault]:  # noqa: ARG002 - for the kinds that extend it
        """What is wrong between fields. `place` is where the program stands, such as ``programs[0]``.

        Kinds extend it; nested dataclasses with a `faults` of their own are asked by the reader.
        """
        yield from ()

    def may_become(self, new: Program, place: str, used: Used) -> Iterator[Fault]:
        """What of the `new` version cannot be, after what has happened under this one; `place` is where it stands.

        Kinds extend it. That a kind never changes under an id with entries, the reader sees to.
        """
        until = new.active.until
        if until != self.active.until and until is not None and used.last is not None and until < used.last:
            yield Fault(f"{place}.active.until", Reason.of("fault.until_before_sales", day=used.last))
        if used.shown and (new.active, new.wind_down) != (self.active, self.wind_down):
            changed = "active" if new.active != self.active else "wind_down"
            yield Fault(f"{place}.{changed}", Reason("fault.secret_shown"))

    def defines(self) -> Iterator[tuple[str, str]]:
        """Names that audiences may use: pairs such as ``("tier", "gold")``, ``("club", "wine")``."""
        yield from ()

    @property
    def settle_value(self) -> Decimal | None:
        """What shops that share its account owe each other for a unit, in minor units; None where none do."""
        return None

    def most_in_all(self) -> Mapping[str, int]:
        """Accounts of everybody's that the kind keeps beside, with the most that may come to be in them."""
        return {}

    def named(self) -> Iterator[tuple[str, Text]]:
        """How people call what it `defines`."""
        for _, word in self.defines():
            yield word, self.name if word == self.id else Text(word)


SomeProgram = TypeVar("SomeProgram", bound=type[Program])
_KINDS: dict[str, type[Program]] = {}


def kind(word: str) -> Callable[[SomeProgram], SomeProgram]:
    """Register a program's class under its word in the JSON form. Registering a word twice is a bug."""

    def register(cls: SomeProgram) -> SomeProgram:
        assert word not in _KINDS, word
        cls.kind = word
        _KINDS[word] = cls
        return cls

    return register


@cache
def kinds() -> Mapping[str, type[Program]]:
    """Every kind by its word, sorted; the folder is the list."""
    package = importlib.import_module("posapp.loyalty.programs")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")
    return dict(sorted(_KINDS.items()))
