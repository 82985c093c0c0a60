"""The house stays the one that `docs/architecture.md` draws: its own table is what is held here."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.source_tree import ROOT, imports, module_name, modules, nothing, sources, tree

PAGE = ROOT / "docs" / "architecture.md"
LEAVES = {"settings", "resources"}
TOGETHER = {"app", "__main__", "cli"}
LINES_OF_A_FILE, LINES_OF_A_FUNCTION = 400, 70
WORDS_THAT_SAY_NOTHING = {"utils", "misc", "common", "helpers", "manager"}


@dataclass(frozen=True)
class Room:
    """A row of the table. `everything_but` turns the meaning round: all may be imported save `names`."""

    names: frozenset[str]
    forbidden_standard: frozenset[str] = frozenset()
    everything_but: bool = False


def rows(page: str, *, heading: str) -> list[tuple[str, str]]:
    """The rows of the page's table whose first heading is `heading`."""
    lines = iter(page.splitlines())
    for line in lines:
        if line.startswith(f"| {heading} |"):
            break
    next(lines)
    found = []
    for line in lines:
        if not line.startswith("|"):
            break
        left, right = (cell.strip() for cell in line.strip("|").split("|"))
        found.append((left, right))
    return found


def read_room(cell: str, words: Mapping[str, frozenset[str]]) -> Room:
    """What one cell of the table allows; `KeyError` where it uses words that the page does not explain."""
    allowed, _, rest = cell.partition(";")
    forbidden = (
        frozenset(rest.partition("`")[2].partition("`")[0].split()) if "standard library not" in rest else frozenset()
    )
    everything_but = allowed.startswith("everything but ")
    allowed = allowed.removeprefix("everything but ").replace(" and ", ", ")
    names: set[str] = set()
    for part in filter(None, (part.strip() for part in allowed.split(","))):
        if part != "nothing":
            names |= words[part]
    return Room(frozenset(names), forbidden, everything_but)


@cache
def house() -> dict[str, Room]:
    """The page's table, read."""
    page = PAGE.read_text("utf-8")
    written = rows(page, heading="room")
    words = {room: frozenset({f"posapp.{room}"}) for room, _ in written}
    words |= {name: frozenset({name}) for name in ("babel", "sqlite_utils", "PIL", "barcode", "segno", "PySide6")}
    for said, packages in rows(page, heading="in the table"):
        words[said] = frozenset(packages.split(", "))
    return {room: read_room(cell, words) for room, cell in written}


def room_of(module: str) -> str:
    """``posapp.till.sale`` is in the room ``till``; ``posapp`` itself in none."""
    return module.split(".")[1] if "." in module else ""


def faults(module: str, imported: Iterable[tuple[int, str]], table: Mapping[str, Room]) -> list[str]:
    """Every import of `module` that the table does not allow."""
    own = room_of(module)
    found = []
    for line, name in imported:
        parts = name.split(".")
        ours = parts[0] == "posapp"
        target = f"posapp.{room_of(name)}" if ours else parts[0]
        if ours and room_of(name) in ("", own):
            continue
        if own in ("app", "__main__"):
            continue
        if own in LEAVES:
            allowed = not ours and parts[0] in sys.stdlib_module_names
        elif ours and room_of(name) in LEAVES:
            allowed = own != "loyalty"
        elif not ours and parts[0] in sys.stdlib_module_names:
            allowed = parts[0] not in table[own].forbidden_standard
        elif ours and room_of(name) in TOGETHER:
            allowed = own in TOGETHER
        else:
            allowed = (target in table[own].names) != table[own].everything_but
        if not allowed:
            found.append(f"{module}:{line} imports {name}")
    return found


def test_every_room_imports_only_what_the_page_allows() -> None:
    found = []
    for path in sources():
        if path.parts[0] == "posapp" and module_name(path) != "posapp":
            found += faults(module_name(path), imports(tree(path), modules()), house())
    nothing(found)


def test_every_room_of_the_house_stands_on_the_page() -> None:
    folders = {path.parts[1] for path in sources() if path.parts[0] == "posapp" and len(path.parts) > 2}
    assert folders == set(house())


@pytest.mark.parametrize(
    ("module", "name", "allowed"),
    [
        ("posapp.loyalty.quote", "posapp.store.sales", False),
        ("posapp.loyalty.quote", "time", False),
        ("posapp.loyalty.quote", "decimal", True),
        ("posapp.loyalty.quote", "msgspec", False),
        ("posapp.loyalty.quote", "posapp.settings", False),
        ("posapp.loyalty.quote", "posapp.loyalty.money", True),
        ("posapp.ui.window", "posapp.store.database", False),
        ("posapp.ui.window", "posapp.hq.api", False),
        ("posapp.ui.window", "posapp.cli.init", False),
        ("posapp.ui.window", "PySide6.QtWidgets", True),
        ("posapp.cli.init", "posapp.ui.window", False),
        ("posapp.cli.init", "PySide6.QtCore", False),
        ("posapp.cli.init", "posapp.hq.api", True),
        ("posapp.till.sale", "posapp.resources", True),
        ("posapp.till.sale", "posapp.sync.engine", False),
        ("posapp.store.database", "sqlcipher3", True),
        ("posapp.settings", "posapp.loyalty.words", False),
        ("posapp.app", "posapp.ui.window", True),
    ],
)
def test_the_table_means_what_it_says(module: str, name: str, allowed: bool) -> None:
    assert (faults(module, [(1, name)], house()) == []) is allowed


def test_imports_inside_functions_are_seen() -> None:
    source = "def f():\n    from posapp.store import database\n    import sqlite3\n    import_module('posapp.hq.api')\n"
    found = list(imports(ast.parse(source), frozenset({"posapp.store.database"})))
    assert found == [(2, "posapp.store.database"), (3, "sqlite3"), (4, "posapp.hq.api")]


def cycle(graph: Mapping[str, set[str]]) -> list[str]:
    """One cycle of the graph, as the path that closes it; empty where there is none."""
    done: set[str] = set()

    def walk(node: str, path: list[str]) -> list[str]:
        if node in path:
            return [*path[path.index(node) :], node]
        if node in done:
            return []
        for following in sorted(graph.get(node, ())):
            if found := walk(following, [*path, node]):
                return found
        done.add(node)
        return []

    for start in sorted(graph):
        if found := walk(start, []):
            return found
    return []


def test_no_module_imports_itself_by_way_of_others() -> None:
    graph = {
        module_name(path): {name for _, name in imports(tree(path), modules()) if name in modules()}
        - {module_name(path)}
        for path in sources()
        if path.parts[0] == "posapp"
    }
    assert " -> ".join(cycle(graph)) == ""


def test_a_cycle_is_found() -> None:
    assert cycle({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c", "b"]
    assert cycle({"a": {"b", "c"}, "b": {"c"}}) == []


def test_no_file_and_no_function_is_too_long() -> None:
    found = []
    for path in sources():
        lines = (ROOT / path).read_text("utf-8").count("\n") + 1
        if lines > LINES_OF_A_FILE:
            found.append(f"{path}: {lines} lines")
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LINES_OF_A_FUNCTION:
                    found.append(f"{path}:{node.lineno} {node.name}: {length} lines")
    nothing(found)


def says_nothing(path: Path) -> bool:
    """Whether a file or folder of this path is named by a word that says nothing."""
    return any(
        WORDS_THAT_SAY_NOTHING & set(part.lower().replace("-", "_").split("_")) for part in path.with_suffix("").parts
    )


def test_every_file_is_named_for_what_is_in_it() -> None:
    nothing(path for path in sources() if says_nothing(path))
    assert says_nothing(Path("posapp/ui/window_utils.py"))
