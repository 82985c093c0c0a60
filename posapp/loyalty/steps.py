"""The steps of a scenario, played one after another in a shop on paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, TypeVar

from posapp.loyalty.basket import Basket
from posapp.loyalty.definitions import read_basket
from posapp.loyalty.documents import Reader
from posapp.loyalty.errors import BadDefinition, Refused
from posapp.loyalty.expectation import differences
from posapp.loyalty.members import Member
from posapp.loyalty.outcome import Quote
from posapp.loyalty.paper import PaperShop, code, label
from posapp.loyalty.programs.base import form
from posapp.loyalty.returns import Returned
from posapp.loyalty.told import outcome_document
from posapp.loyalty.words import Reason

_VALUE_FAULTS = frozenset(f"fault.{word}" for word in ("between", "at_least", "at_most", "filled"))
"""Faults that a customer may really bring to the till, such as a quantity of 0: refused, and no slip in the script."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A step as it is written; what it does (`content`) is read when its turn comes. `name` is its ``as``."""

    number: int
    at: datetime
    written_at: str
    kind: str
    content: Any
    name: str
    expect: Any

    @property
    def place(self) -> str:
        """Where the content stands: ``steps[3].sale``."""
        return f"steps[{self.number}].{self.kind}"

    @property
    def document(self) -> str:
        """The id under which its entries are posted."""
        return f"step-{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What came of one step. `outcome` is under the names that ``expect`` knows; `failures` say what did not fit."""

    number: int
    at: str
    kind: str
    outcome: Mapping[str, Any]
    failures: tuple[Reason, ...] = ()
    refusal: tuple[Reason, ...] = ()
    quote: Quote | None = None
    returned: Returned | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Enrol:
    card: str
    name: str = ""
    joined: date | None = None
    birthday: date | None = None
    card_type: str = ""
    phone: str = ""
    referred_by: str | None = None
    segments: tuple[str, ...] = ()
    household: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Who:
    card: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _ReturnLine:
    line: int = field(metadata=form(least=0))
    quantity: int = field(default=1, metadata=form(unit="units", least=1))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Return:
    sale: str
    lines: tuple[_ReturnLine, ...] = field(metadata=form(filled=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Void:
    sale: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Adjust:
    card: str
    program: str
    amount: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Club:
    card: str
    club: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Came:
    """What a step leaves behind, besides the shop: amounts, the quote or the return."""

    amounts: Mapping[str, Any] = field(default_factory=dict)
    quote: Quote | None = None
    returned: Returned | None = None


class Player:
    """Plays steps in `shop`. `say` makes English sentences."""

    def __init__(self, shop: PaperShop, say: Callable[[Reason], str]) -> None:
        self.shop = shop
        self.say = say

    def play(self, script: Script) -> Step:
        """Take one step and compare what came of it. A step that is refused leaves the shop as it was."""
        script = replace(script, at=self.shop.local(script.at))
        came = _Came()
        refusal: tuple[Reason, ...] = ()
        failures: tuple[Reason, ...] = ()
        try:
            came = KINDS[script.kind](self, script)
        except BadDefinition as bad:
            told = tuple(Reason.of("rehearse.fault", place=fault.place, reason=fault.reason) for fault in bad.faults)
            slip = any(fault.reason.key not in _VALUE_FAULTS for fault in bad.faults)
            failures, refusal = (told, ()) if slip else ((), told)
        except Refused as refused:
            refusal = (refused.reason,)
        card = self._concerned(script.content)
        outcome = {
            **came.amounts,
            "balances": self.shop.balances(card, on=script.at.date()),
            "tier": self.shop.levels(card, moment=script.at),
        }
        sentence = "; ".join(map(self.say, refusal)) if refusal else None
        if sentence is not None:
            outcome["refused"] = sentence
        return Step(
            number=script.number,
            at=script.written_at,
            kind=script.kind,
            outcome=outcome,
            failures=failures or differences(script.expect, outcome, refused=sentence),
            refusal=refusal,
            quote=came.quote,
            returned=came.returned,
        )

    def _concerned(self, content: object) -> str | None:
        """Whose step it is: the card in it, or the one of the sale that it names."""
        if not isinstance(content, Mapping):
            return None
        if isinstance(content.get("card"), str):
            return str(content["card"])
        sale = self.shop.sales.get(str(content.get("sale")))
        return sale.card if sale else None

    def told(self, quote: Quote) -> dict[str, Any]:
        """The quote under the names that ``expect`` knows."""
        document = outcome_document(quote, say=self.say, language="en")
        document["paid_with"] = {label(name): amount for name, amount in document["paid_with"].items()}
        besides = ("why", "bounded", "tier", "coupons", "notices")
        return {name: value for name, value in document.items() if name not in besides}


def _enrol(player: Player, script: Script) -> _Came:
    """A new member. Her id is the card's label, so that a program may name her."""
    written = _read(_Enrol, script)
    referrer = player.shop.member(written.referred_by) if written.referred_by is not None else None
    member = Member(
        id=written.card,
        name=written.name or written.card,
        joined=written.joined or script.at.date(),
        phone=written.phone,
        birthday=written.birthday,
        card_type=written.card_type,
        cards=(written.card,),
        segments=frozenset(written.segments),
        household=written.household,
        referred_by=referrer.id if referrer else None,
    )
    player.shop.enrol(member, moment=script.at, document=script.document)
    return _Came()


def _basket(player: Player, script: Script) -> tuple[Basket, str | None]:
    """The basket of a sale or a quote, and the card that stands beside its lines."""
    content = script.content
    card = None
    if isinstance(content, Mapping):
        card = _read(_Who, script, besides=("lines", "redeem")).card
        content = {name: value for name, value in content.items() if name != "card"}
    return read_basket(content, player.shop.products, _codes(content), place=script.place), card


def _codes(content: object) -> dict[str, str]:
    """The code of each gift card that a basket names."""
    lines = [
        line
        for name in ("lines", "redeem")
        if isinstance(content, Mapping) and isinstance(content.get(name), list)
        for line in content[name]
        if isinstance(line, Mapping)
    ]
    named = [line.get("gift_card") for line in lines]
    return {name: code(name) for name in named if isinstance(name, str)}


def _sale(player: Player, script: Script) -> _Came:
    basket, card = _basket(player, script)
    quote = player.shop.sell(basket, card=card, moment=script.at, sale=script.document, name=script.name or None)
    return _Came(amounts=player.told(quote), quote=quote)


def _quote(player: Player, script: Script) -> _Came:
    basket, card = _basket(player, script)
    quote = player.shop.quote(basket, card=card, moment=script.at, sale=script.document)
    return _Came(amounts=player.told(quote), quote=quote)


def _return(player: Player, script: Script) -> _Came:
    written = _read(_Return, script)
    units: Counter[int] = Counter()
    for line in written.lines:
        units[line.line] += line.quantity
    returned = player.shop.take_back(written.sale, lines=units, moment=script.at, document=script.document)
    return _Came(amounts={"refund": returned.refund_minor}, returned=returned)


def _void(player: Player, script: Script) -> _Came:
    sale = _read(_Void, script).sale
    returned = player.shop.void(sale, moment=script.at, document=script.document)
    return _Came(amounts={"refund": returned.refund_minor}, returned=returned)


def _adjust(player: Player, script: Script) -> _Came:
    written = _read(_Adjust, script)
    player.shop.adjust(
        written.card, program=written.program, amount=written.amount, moment=script.at, document=script.document
    )
    return _Came()


def _join(player: Player, script: Script) -> _Came:
    written = _read(_Club, script)
    player.shop.join(written.card, written.club, moment=script.at)
    return _Came()


def _leave(player: Player, script: Script) -> _Came:
    written = _read(_Club, script)
    player.shop.leave(written.card, written.club)
    return _Came()


def _close_day(player: Player, script: Script) -> _Came:
    player.shop.close_day(on=script.at.date(), document=script.document)
    player.shop.bring(moment=script.at, document=script.document)
    return _Came()


KINDS: Mapping[str, Callable[[Player, Script], _Came]] = {
    "enrol": _enrol,
    "sale": _sale,
    "quote": _quote,
    "return": _return,
    "void": _void,
    "adjust": _adjust,
    "join": _join,
    "leave": _leave,
    "close_day": _close_day,
}
"""What a step can be, by its word."""

Form = TypeVar("Form")


def _read(cls: type[Form], script: Script, *, besides: tuple[str, ...] = ()) -> Form:
    """The content of a step as `cls`; `BadDefinition` with every fault."""
    reader = Reader()
    read = reader.record(cls, script.content, script.place, besides=besides)
    reader.refuse()
    assert isinstance(read, cls)
    return read
