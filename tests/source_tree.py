"""The project's own sources, read as trees: what the architecture and completeness tests look at."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOOSE = ("run.py", "catalogues.py", "hatch_build.py")
FOLDERS = ("posapp", "tests", "benchmarks")


@cache
def sources() -> tuple[Path, ...]:
    """Every Python file of the project, relative to its root."""
    found = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
    return tuple(sorted(path.relative_to(ROOT) for path in [*found, *(ROOT / name for name in LOOSE)]))


@cache
def tree(path: Path) -> ast.Module:
    """The parsed file; `path` is relative to the root."""
    return ast.parse((ROOT / path).read_text("utf-8"), str(path))


def module_name(path: Path) -> str:
    """``posapp/till/sale.py`` is ``posapp.till.sale``; a package is named without its ``__init__``."""
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def modules() -> frozenset[str]:
    """The names of all modules of `posapp`."""
    return frozenset(module_name(path) for path in sources() if path.parts[0] == "posapp")


def imports(parsed: ast.AST, known: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Line and full name of every module imported anywhere in a tree, in functions too.

    ``from posapp.a import b`` means the module ``posapp.a.b`` where `known` has one, else ``posapp.a``.
    """
    for node in ast.walk(parsed):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield node.lineno, name.name
        elif isinstance(node, ast.ImportFrom) and node.module:
            for name in node.names:
                below = f"{node.module}.{name.name}"
                yield node.lineno, below if below in known else node.module
        elif isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "import_module":
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield node.lineno, first.value


def nothing(found: Iterable[object]) -> None:
    """Fails with all that was found, one a line."""
    listed = sorted(map(str, found))
    assert not listed, "\n" + "\n".join(listed)
