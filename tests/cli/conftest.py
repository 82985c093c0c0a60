"""A shop on disk and the commands on it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from posapp.store import keys
from posapp.till import first_day
from tests.cli.counter import Counter


@pytest.fixture(scope="session")
def made_shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A salon from its preset, made once; its key is in a file beside it."""
    path = tmp_path_factory.mktemp("counter") / "shop.posapp"
    first_day.create(
        path,
        language="en",
        shop_name="Haneul Hair",
        currency="KRW",
        timezone="Asia/Seoul",
        preset="salon",
        manager_name="Sora",
        manager_pin="246810",
    )
    return path


@pytest.fixture
def counter(
    made_shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Counter:
    """The commands on a copy of the shop."""
    shop = tmp_path / "shop.posapp"
    for made, copy in ((made_shop, shop), (keys.key_file(made_shop), keys.key_file(shop))):
        shutil.copy(made, copy)
    return Counter(shop, capsys, monkeypatch)
