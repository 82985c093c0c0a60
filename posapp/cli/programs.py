"""`posapp programs`: check, load, list, switch on and off."""

from __future__ import annotations

import argparse
from typing import Any

from posapp.cli._shop import add_input, answer, opened, read_input


def add(subparsers: Any) -> None:
    """Declare the command and what it can do."""
    parser = subparsers.add_parser("programs", help="check, load, list, switch loyalty programs")
    acts = parser.add_subparsers(dest="act", metavar="WHAT", required=True)
    for name, what, func in (
        ("check", "say every fault in a file of programs; nothing is kept", _check),
        ("load", "add or change the programs in a file; a fault anywhere and nothing is kept", _load),
    ):
        act = acts.add_parser(name, help=what, description=f"{what[0].upper()}{what[1:]}.")
        add_input(act)
        act.set_defaults(func=func)
    listed = acts.add_parser("list", help="the programs there are")
    listed.add_argument("--documents", action="store_true", help="whole, as `load` reads them")
    listed.set_defaults(func=_list)
    for name in ("on", "off"):
        act = acts.add_parser(name, help=f"switch a program {name}; what was earned stays")
        act.add_argument("id")
        act.set_defaults(func=_switch, on=name == "on")


def _documents(args: argparse.Namespace) -> list[Any]:
    """The programs in the input: a list, ``{"programs": [...]}`` (a scenario, a preset), or a single one."""
    written = read_input(args)
    if isinstance(written, dict):
        written = written.get("programs", [written])
    return written if isinstance(written, list) else [written]


def _check(args: argparse.Namespace) -> int:
    from posapp.loyalty.errors import BadDefinition
    from posapp.till import programs

    documents = _documents(args)
    with opened(args) as till:
        faults = programs.check(till, documents)
    if faults:
        raise BadDefinition(faults)
    _say(args, "cli_till.no_fault", count=len(documents))
    return 0


def _load(args: argparse.Namespace) -> int:
    from posapp.till import programs

    documents = _documents(args)
    with opened(args) as till:
        rows = programs.load(till, documents)
    _say(args, "cli_till.programs_loaded", count=len(rows))
    return 0


def _say(args: argparse.Namespace, key: str, *, count: int) -> None:
    from posapp.cli import reader_language
    from posapp.i18n import t

    if args.json:
        answer({"programs": count})
    else:
        print(t(key, reader_language(args), count=count))


def _list(args: argparse.Namespace) -> int:
    from posapp.cli import reader_language
    from posapp.i18n import line, t
    from posapp.till import programs

    language = reader_language(args)
    with opened(args) as till:
        rows = programs.rows(till)
        documents = [programs.document(till, row.id) for row in rows]
    if args.documents:
        answer({"programs": documents})
    elif args.json:
        answer({"programs": [{"id": row.id, "kind": row.kind, "on": row.on, "version": row.version} for row in rows]})
    else:
        for row in rows:
            state = t("cli_till.on" if row.on else "cli_till.off", language)
            does = line(row.summary, language=language, currency=args.currency) if row.summary else row.kind
            print(f"{row.id}  {state}  {row.name.in_language(language)}: {does}")
    return 0


def _switch(args: argparse.Namespace) -> int:
    from posapp.till import programs

    with opened(args) as till:
        row = programs.switch(till, args.id, on=args.on)
    if args.json:
        answer({"id": row.id, "on": row.on})
    return 0
