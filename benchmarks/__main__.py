"""``python3 run.py bench [--quick] [NAME …]``: measure, print, and write `docs/performance.md`.

With names only those files are measured, and only their part of the page changes.
"""

from __future__ import annotations

import argparse
import datetime
import importlib
import os
import platform
import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks import Figure

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
HEAD = """# Performance

Measured by `python3 run.py bench`, which writes this page. A ratio (×) compares two things in one run, pair by pair:
the value is the median of the pairs, the spread their smallest and largest. A promise that is not kept is said so.
"""


def subjects() -> list[str]:
    """The benchmarks there are: the files of this folder that have a `run`; the others serve them."""
    files = Path(__file__).parent.glob("[!_]*.py")
    return sorted(file.stem for file in files if re.search(r"^def run\(", file.read_text("utf-8"), re.MULTILINE))


def written(value: float) -> str:
    """Three digits that mean something."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def row(figure: Figure) -> str:
    """A figure as a row of the page."""
    unit = "" if figure.unit == "×" else f" {figure.unit}"
    times = "× " if figure.unit == "×" else ""
    spread = f"{written(figure.spread[0])} to {written(figure.spread[1])}" if figure.spread else ""
    bound = f"{times}{written(figure.bound)}{unit}" if figure.bound is not None else ""
    verdict = ("kept" if figure.kept else "**falls short**") if bound else ""
    return f"| {figure.name} | {times}{written(figure.value)}{unit} | {spread} | {bound} | {verdict} |"


def machine() -> str:
    """What this was measured on, in one line."""
    system = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    return f"{datetime.date.today().isoformat()}, {system}"  # noqa: DTZ011 (the day where the machine stands)


def section(name: str, figures: Sequence[Figure], *, about: str, took: float, quick: bool) -> str:
    """A benchmark's part of the page."""
    lines = [f"## {name}", "", about, "", "| what | measured | spread | promised | |", "|---|---|---|---|---|"]
    lines += [row(figure) for figure in figures]
    remark = "; a quick run, on less than the promise is about" if quick else ""
    return "\n".join([*lines, "", f"{machine()}; {took:.0f} s{remark}.", ""])


def sections(page: str) -> dict[str, str]:
    """The parts of the page as it is, by name."""
    parts = re.split(r"^## ", page, flags=re.MULTILINE)[1:]
    return {part.splitlines()[0]: f"## {part.rstrip()}\n" for part in parts}


def main(argv: Sequence[str] | None = None) -> int:
    """Run what is named, or all; 1 where a promise is not kept (a quick run promises nothing)."""
    parser = argparse.ArgumentParser(prog="run.py bench", description="Measure what is promised about speed.")
    parser.add_argument("--quick", action="store_true", help="a minute instead of the full size; leaves the page alone")
    parser.add_argument("name", nargs="*", help=f"only these, of {', '.join(subjects())}")
    args = parser.parse_args(argv)
    if unknown := set(args.name) - set(subjects()):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    known = sections(PAGE.read_text("utf-8")) if PAGE.exists() else {}
    kept = True
    for name in args.name or subjects():
        print(f"{name} …", file=sys.stderr, flush=True)
        module = importlib.import_module(f"benchmarks.{name}")
        began = time.perf_counter()
        figures: list[Figure] = module.run(args.quick)
        took = time.perf_counter() - began
        about = (module.__doc__ or "").strip()
        known[name] = section(name, figures, about=about, took=took, quick=args.quick)
        kept = kept and all(figure.kept for figure in figures)
        print("\n".join(row(figure) for figure in figures), flush=True)
        if not args.quick:  # each as it is done: a benchmark of minutes that fails takes nothing with it
            parts = [known[subject] for subject in subjects() if subject in known]
            PAGE.write_text("\n".join([HEAD, *parts]), encoding="utf-8")
    return 0 if kept or args.quick else 1


if __name__ == "__main__":
    sys.exit(main())
