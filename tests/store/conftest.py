"""The shop that most tests of this room begin with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from posapp.store.database import Database
from tests.store.shop import new_shop


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """A shop with two members, open."""
    with new_shop(tmp_path / "shop.posapp") as opened:
        yield opened
