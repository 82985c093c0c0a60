"""What the stages hand each other: a rule, what it proposes, and the goods it is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from posapp.loyalty.effects import TakeOff
from posapp.loyalty.goods import Goods
from posapp.loyalty.rules import Rule

AnyRule = Rule[Any]
Proposal = tuple[AnyRule, TakeOff, Sequence[Goods]]
