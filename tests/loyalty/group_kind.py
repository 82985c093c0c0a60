"""A kind for tests alone: benefits that take several units together, as `programs.md` describes groups.

It is not registered with the kinds of the shop; `install` lets the catalogue know its rule for one test.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar

import pytest

from posapp.loyalty.effects import Group, Groups, TakeOff
from posapp.loyalty.goods import Goods, Sale
from posapp.loyalty.programs.base import PERCENT, Program
from posapp.loyalty.rules import RULES, Rule
from posapp.loyalty.words import Reason

KIND = "test_groups"


@dataclass(frozen=True, kw_only=True)
class Together(Program):
    """For every `buy` units `get` cheaper ones of each group are at `rate` percent off, dearest first."""

    kind: ClassVar[str] = KIND
    buy: int = 1
    get: int = 1
    rate: Decimal = field(default=Decimal(100), metadata=PERCENT)


class TogetherRule(Rule[Any]):
    takes_off = True

    def take_off(self, sale: Sale, goods: Sequence[Goods]) -> Sequence[TakeOff] | Reason:
        share = self.terms.share(self.program.rate)
        order = sorted(range(len(goods)), key=lambda index: goods[index].key)
        units = [index for index in order for _ in range(goods[index].count)]
        size = self.program.buy + self.program.get
        groups = []
        for start in range(0, len(units) - size + 1, size):
            chunk = units[start : start + size]
            cheap = chunk[self.program.buy :]
            groups.append(
                Group(
                    units=tuple((index, chunk.count(index)) for index in dict.fromkeys(chunk)),
                    off=tuple((index, cheap.count(index), share) for index in dict.fromkeys(cheap)),
                )
            )
        return (TakeOff(Groups(tuple(groups)), Reason("gives.program", (("name", self.name),))),) if groups else ()


def install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let catalogues made in this test know the kind."""
    monkeypatch.setitem(RULES, KIND, TogetherRule)
