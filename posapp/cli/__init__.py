"""The command line: one command a file, the folder is the list.

``posapp`` alone opens the till. ``posapp NAME …`` runs `posapp/cli/NAME.py` (``return_.py`` for a word that Python
keeps to itself), which has::

    def add(subparsers) -> None      # makes its parser and sets func
    def func(args) -> int            # 0 done; raises Refused, which becomes 1 and a sentence

Every command takes ``--shop FILE``, ``--language`` and ``--json`` without declaring them. A command that opens a shop
sets ``args.currency`` to the shop's, so that a refusal names money as that shop writes it.
"""

from __future__ import annotations

import argparse
import importlib
import io
import json
import locale
import os
import pkgutil
import sys
import traceback
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from posapp.loyalty.errors import BadDefinition, Refused

DONE, REFUSED, USAGE, FAULT = 0, 1, 2, 70
"""What the program answers with. 70 is a fault of the program itself (`EX_SOFTWARE` of sysexits.h)."""

LANGUAGES = ("en", "ko")


def command_names() -> tuple[str, ...]:
    """The commands there are, by their files' names, in alphabetical order."""
    found = (module.name for module in pkgutil.iter_modules(__path__))
    return tuple(sorted(name.removesuffix("_") for name in found if not name.startswith("_")))


def reader_language(args: argparse.Namespace | None = None) -> str:
    """``--language`` where it was given, else the reader's own locale, else English: ``en`` or ``ko``."""
    wanted = getattr(args, "language", None) or os.environ.get("POSAPP_LANGUAGE")
    if not wanted:
        names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
        wanted = next((name for name in names if name), None) or locale.getlocale()[0] or ""
    short = wanted.lower()[:2]
    return short if short in LANGUAGES else "en"


def _everywhere(parser: argparse.ArgumentParser, *, top: bool) -> None:
    """Adds the options that every command takes, to `parser` and to the commands below it."""
    taken = parser._option_string_actions
    default = None if top else argparse.SUPPRESS  # a command's silence must not undo what stood before its name
    if "--shop" not in taken:
        parser.add_argument("--shop", metavar="FILE", type=Path, default=default, help="the shop's file")
    if "--language" not in taken:
        parser.add_argument("--language", choices=LANGUAGES, default=default, help="the language of what is said")
    if "--json" not in taken:
        silent = False if top else argparse.SUPPRESS
        parser.add_argument("--json", action="store_true", default=silent, help="answer with one JSON value")
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            helps = {choice.dest: choice.help for choice in action._choices_actions}
            for name, below in action.choices.items():
                below.description = below.description or helps.get(name)
                _everywhere(below, top=False)


def make_parser(names: Iterable[str]) -> argparse.ArgumentParser:
    """The parser with the commands named. Each costs the import of its file, so `main` names one where it can."""
    from posapp import __version__

    parser = argparse.ArgumentParser(
        prog="posapp", description="A till with loyalty programs. Without a command the till's window opens."
    )
    parser.add_argument("--version", action="version", version=f"posapp {__version__}")
    parser.add_argument("--demo", action="store_true", help="open the demo shop, which is made at its first start")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    files = {module.name for module in pkgutil.iter_modules(__path__)}
    for name in names:
        module = importlib.import_module(f"{__name__}.{name if name in files else name + '_'}")
        module.add(subparsers)
    _everywhere(parser, top=True)
    return parser


def _refusal(refused: Refused, args: argparse.Namespace) -> None:
    """Writes the sentence to standard error; with ``--json`` also its key and the faults, each at its place."""
    from posapp.i18n import line, say
    from posapp.loyalty.money import Currency

    language = reader_language(args)
    currency = getattr(args, "currency", None) or Currency("KRW", 0)
    sentence = line(refused.reason, language, currency)
    faults = refused.faults if isinstance(refused, BadDefinition) else ()
    said = [(fault.place, say(fault.reason, language, currency)) for fault in faults]
    if args.json:
        answer: dict[str, Any] = {"refused": sentence, "reason": refused.reason.key}
        if said:
            answer["faults"] = [{"place": place, "expected": what} for place, what in said]
        print(json.dumps(answer, ensure_ascii=False), file=sys.stderr)
        return
    print(sentence, file=sys.stderr)
    for place, what in said:
        print(f"  {place}: {what}" if place else f"  {what}", file=sys.stderr)


def _speak_utf8() -> None:
    """JSON is UTF-8 and Hangul wants it, whatever a pipe's encoding is by default (Windows, an old locale).

    Who asks for another one by PYTHONIOENCODING gets it, with a question mark for what it cannot say.
    """
    chosen = bool(os.environ.get("PYTHONIOENCODING"))
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and not stream.isatty() and stream.encoding.lower() != "utf-8":
            stream.reconfigure(errors="replace") if chosen else stream.reconfigure(encoding="utf-8")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command, or the window: 0 done, 1 refused, 2 wrong usage. `argv` is without the program's name."""
    _speak_utf8()
    given = list(sys.argv[1:] if argv is None else argv)
    names = command_names()
    words = [word for at, word in enumerate(given) if at == 0 or given[at - 1] not in ("--shop", "--language")]
    named = next((word for word in words if word in names), None)
    window = set(words) <= {"--demo", "--shop", "--language"}  # then no command need be imported
    try:
        args = make_parser([] if window else [named] if named else names).parse_args(given)
    except SystemExit as stop:  # argparse has said what is wrong, or has shown the help
        return DONE if stop.code in (0, None) else USAGE
    try:
        if args.command is None:
            from posapp.app import start_window
            from posapp.cli._shop import shop_file

            args.shop, args.language = shop_file(args, demo=args.demo), reader_language(args)
            return start_window(args)
        return int(args.func(args))
    except Refused as refused:
        _refusal(refused, args)
        return REFUSED
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of our output went away: `posapp member | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception:  # a bug: shown as one, and told from a refusal by the status
        from posapp.i18n import t

        traceback.print_exc()
        print(t("cli.fault", reader_language(args)), file=sys.stderr)
        return FAULT
