"""The shop's loyalty programs: list, check, load, save, switch. Every version is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from posapp.loyalty.errors import Fault
from posapp.till.context import Till
from posapp.till.views import ProgramRow


def rows(till: Till) -> tuple[ProgramRow, ...]:
    """Every program, switched on or off, in the order of the catalogue."""
    raise NotImplementedError


def document(till: Till, program_id: str) -> dict[str, Any]:
    """The program in its JSON form, as it was last saved. `NotFound`."""
    raise NotImplementedError


def check(till: Till, documents: Sequence[Any]) -> tuple[Fault, ...]:
    """Every fault that these documents would have as this shop's programs (together with its others); none: fine."""
    raise NotImplementedError


def load(till: Till, documents: Sequence[Any]) -> tuple[ProgramRow, ...]:
    """Add or change many at once (a manager). `BadDefinition` with every fault, and nothing is stored."""
    raise NotImplementedError


def save(till: Till, document: Any) -> ProgramRow:
    """Add or change one (a manager). `BadDefinition`; places are those within the document."""
    raise NotImplementedError


def switch(till: Till, program_id: str, *, on: bool) -> ProgramRow:
    """Switch a program on or off (a manager); balances stay. `NotFound`, `BadDefinition` where others need it."""
    raise NotImplementedError
