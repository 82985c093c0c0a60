from __future__ import annotations

from pathlib import Path

import pytest

from tests.hq.chain import Chain


@pytest.fixture
def chain(tmp_path: Path) -> Chain:
    """A headquarters without tills yet."""
    return Chain(tmp_path)
