"""What the commands that open a shop have in common: which file, who is at work, JSON in and out."""

from __future__ import annotations

import argparse
import errno
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeVar, cast

from posapp.loyalty.documents import Reader, read_json
from posapp.loyalty.errors import NotFound, Refused, StoreUnavailable

if TYPE_CHECKING:
    from posapp.till.context import Till

Form = TypeVar("Form")


def home() -> Path:
    """The folder in which shops are kept: ``POSAPP_HOME``, else where this system keeps a person's programs' data."""
    given = os.environ.get("POSAPP_HOME")
    if given:
        return Path(given)
    import platformdirs

    return platformdirs.user_data_path("posapp", appauthor=False)


def shop_file(args: argparse.Namespace, *, demo: bool = False) -> Path:
    """``--shop FILE``, else ``POSAPP_SHOP``, else the one shop in `home` (with `demo`, the demo shop there)."""
    given = getattr(args, "shop", None) or os.environ.get("POSAPP_SHOP")
    return Path(given) if given else home() / ("demo.posapp" if demo else "shop.posapp")


@contextmanager
def opened(args: argparse.Namespace) -> Iterator[Till]:
    """The shop, open, with the command line at work. Refusals name money as this shop writes it."""
    from posapp.till.context import open_till
    from posapp.till.people import COMMAND_LINE

    for name, given in vars(args).items():  # bytes of the command line that are no letters fit nothing
        if isinstance(given, str):
            setattr(args, name, given.encode(errors="replace").decode())
    till = open_till(shop_file(args))
    try:
        args.currency = till.shop.currency
        till.person = COMMAND_LINE
        yield till
    finally:
        till.close()


def calendar_day(written: str) -> date:
    """An option's day, as in 2026-03-02; the command line says how one is written where it is none."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        day = date.min
    if not 1970 <= day.year <= 9000:
        raise argparse.ArgumentTypeError(f"{written}: a day is written as in 2026-03-02")
    return day


@contextmanager
def folder_for(files: Path) -> Iterator[None]:
    """Files will be written into this folder: it is made before anything is dealt for them. `StoreUnavailable` where
    it cannot be, or where there is no room."""
    try:
        files.mkdir(parents=True, exist_ok=True)
        if not os.access(files, os.W_OK):
            raise PermissionError(files)
        yield
    except OSError as error:
        key = "store.disk_full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "store.folder_read_only"
        raise StoreUnavailable.because(key, folder=str(files)) from error


def add_input(parser: argparse.ArgumentParser) -> None:
    """Let a command read its JSON from a file instead of from standard input."""
    what = "a file with the JSON (standard input where none is given)"
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help=what)


@contextmanager
def input_lines(args: argparse.Namespace) -> Iterator[Iterator[str]]:
    """The lines given to a command, one by one as they come. `NotFound` where the file cannot be read."""
    if args.file is None:
        yield _lines(sys.stdin)
        return
    try:
        file = args.file.open(encoding="utf-8", errors="surrogateescape")
    except OSError as error:
        raise NotFound.because("cli_till.no_file", file=str(args.file)) from error
    with file:
        yield _lines(file)


def _lines(file: TextIO) -> Iterator[str]:
    """Line by line, without the mark that Windows puts before the first."""
    first = file.readline()
    if first:
        yield first.removeprefix("\ufeff")
        yield from iter(file.readline, "")


def read_input(args: argparse.Namespace) -> Any:
    """The JSON value given to a command, decimals exact. `BadDefinition` where it is none."""
    with input_lines(args) as lines:
        return read_value("".join(lines))


def read_value(text: str) -> Any:
    """A JSON value whose texts are texts. `BadDefinition` where it is none; `Refused` for half a letter, as bytes that
    are no UTF-8 and ``"\\ud800"`` are."""
    value = read_json(text)
    if not _is_text(value):
        raise Refused.because("cli_till.no_text")
    return value


def _is_text(value: Any) -> bool:
    if isinstance(value, str):
        return not any("\ud800" <= letter <= "\udfff" for letter in value)
    if isinstance(value, dict):
        return all(_is_text(name) and _is_text(inner) for name, inner in value.items())
    return all(map(_is_text, value)) if isinstance(value, list) else True


def documents_in(args: argparse.Namespace) -> list[Any]:
    """The programs in the input: a list, ``{"programs": [...]}`` (a scenario, a preset), or a single one."""
    written = read_input(args)
    if isinstance(written, dict):
        written = written.get("programs", [written])
    return written if isinstance(written, list) else [written]


def read_record(form: type[Form], document: Any) -> Form:
    """A JSON object as the frozen dataclass `form` has it. `BadDefinition` with every fault at its place."""
    reader = Reader()
    read = reader.record(form, document, "")
    reader.refuse()
    return cast("Form", read)


def answer(document: Any) -> None:
    """Print one JSON value on a line of its own, at once."""
    print(json.dumps(document, ensure_ascii=False), flush=True)
