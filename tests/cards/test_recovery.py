"""The recovery sheet shows every group of the key in order, in both languages, and only its owner can read the file."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pypdfium2
import pytest

from posapp.cards.recovery import draw_recovery, write_recovery

GROUPS = tuple(f"{number * 54321 % 1_000_000:06}" for number in range(1, 17))


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_group_changes_the_page_and_nothing_reaches_its_edge(language: str) -> None:
    def page(groups: tuple[str, ...]) -> bytes:
        drawn = draw_recovery(
            shop="하늘헤어", file="shop.posapp", key_name="3F2A", groups=groups, language=language, dpi=60
        )
        margin = drawn.crop((drawn.width - 30, 0, drawn.width, drawn.height))
        assert margin.getextrema() == ((255, 255),) * 3
        return drawn.tobytes()

    whole = page(GROUPS)
    for index in range(16):
        changed = (*GROUPS[:index], "000000", *GROUPS[index + 1 :])
        assert page(changed) != whole


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights otherwise")
def test_the_file_is_one_a4_page_that_only_its_owner_reads(tmp_path: Path) -> None:
    file = write_recovery(
        tmp_path / "sheet.pdf", shop="하늘헤어", file="shop.posapp", key_name="3F2A", groups=GROUPS, language="ko"
    )
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    document = pypdfium2.PdfDocument(str(file))
    try:
        assert len(document) == 1
        assert [round(points * 25.4 / 72) for points in document[0].get_size()] == [210, 297]
    finally:
        document.close()
