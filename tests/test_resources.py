"""Resources are found from the source tree, and in a frozen program. The installed one is in `test_wheel.py`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from posapp import resources
from tests.source_tree import ROOT


@pytest.fixture
def forgotten() -> Iterator[None]:
    """Nothing remembered from another test, and nothing left for the next."""
    resources.root.cache_clear()
    yield
    resources.root.cache_clear()


def test_in_the_source_tree_they_lie_beside_the_package() -> None:
    assert resources.path("fonts/Pretendard-Bold.otf") == ROOT / "resources" / "fonts" / "Pretendard-Bold.otf"


def test_what_is_not_there_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"no resource fonts/Comic\.otf"):
        resources.path("fonts/Comic.otf")


@pytest.mark.usefixtures("forgotten")
def test_a_frozen_program_brings_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "posapp" / "resources" / "translations").mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resources.root() == tmp_path / "posapp" / "resources"


@pytest.mark.parametrize("weight", ["Regular", "Medium", "SemiBold", "Bold", "ExtraBold"])
def test_the_bundled_letters_know_hangul(weight: str, qapp: object) -> None:
    from PySide6.QtGui import QRawFont

    font = QRawFont(str(resources.path(f"fonts/Pretendard-{weight}.otf")), 16)
    assert all(font.supportsCharacter(ord(letter)) for letter in "가힣₩0A·×")
    assert font.familyName().startswith("Pretendard")
