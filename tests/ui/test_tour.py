"""The tour that is taken where there is no display: a process of its own, a real sale, pictures that show something."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest
from PIL import Image

from tests.source_tree import ROOT


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_tour_rings_up_a_sale_and_shows_it(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "QT_QPA_PLATFORM")}
    command = [sys.executable, "-m", "posapp", "--language", "en", "tour", "--out", str(tmp_path / "shots")]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("Rang up a sale (receipt ")
    steps = ("01-empty", "02-sale", "09-paid", "11-program", "14-gift-card-and-coupon", "15-wind-down", "16-replay",
             "17-why-this-price", "18-draw", "23-customer-sale", "29-surveys")  # fmt: skip
    for step, language, theme in product(steps, ("en", "ko"), ("light", "dark")):
        for wide, high in ((1024, 768), (1920, 1080)):
            with Image.open(tmp_path / "shots" / f"{step}-{language}-{theme}-{wide}x{high}.png") as picture:
                assert picture.size == (wide, high)
                colours = picture.convert("RGB").getcolors(1 << 20)
                assert colours is not None
                assert len(colours) > 50, "an empty window has a handful of colours"
