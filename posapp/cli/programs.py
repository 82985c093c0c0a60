"""`posapp programs`: check, load, list, switch on and off, and the schema of what may be written."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from posapp.cli._owed import add_owed
from posapp.cli._replay import add_replay
from posapp.cli._shop import add_input, answer, documents_in, opened

if TYPE_CHECKING:
    from posapp.till.views import ProgramRow


def add(subparsers: Any) -> None:
    """Declare the command and what it can do."""
    parser = subparsers.add_parser("programs", help="check, load, list, switch loyalty programs; their schema")
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
    schema = acts.add_parser(
        "schema",
        help="print the JSON Schema of a list of programs",
        description="Prints the JSON Schema (draft 2020-12) of a list of programs, built from the fields of every kind "
        "that there is; no shop is opened. An editor that knows JSON Schema completes and checks a file with it.",
    )
    schema.set_defaults(func=_schema)
    add_replay(acts)
    add_owed(acts)
    for name in ("on", "off"):
        act = acts.add_parser(name, help=f"switch a program {name}; what was earned stays")
        act.add_argument("id")
        act.set_defaults(func=_switch, on=name == "on")


def _check(args: argparse.Namespace) -> int:
    from posapp.loyalty.errors import BadDefinition
    from posapp.till import programs

    documents = documents_in(args)
    with opened(args) as till:
        faults = programs.check(till, documents)
    if faults:
        raise BadDefinition(faults)
    _say(args, "cli_till.no_fault", count=len(documents))
    return 0


def _load(args: argparse.Namespace) -> int:
    from posapp.till import programs

    documents = documents_in(args)
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
        answer({"programs": [_listed(row, document) for row, document in zip(rows, documents, strict=True)]})
    else:
        for row in rows:
            state = t("cli_till.on" if row.on else "cli_till.off", language)
            does = line(row.summary, language=language, currency=args.currency) if row.summary else row.kind
            print(f"{row.id}  {state}  {row.name.in_language(language)}: {does}")
            for more in (row.ends, row.promise):
                if more:
                    print(f"  {line(more, language=language, currency=args.currency)}")
    return 0


def _listed(row: ProgramRow, document: Mapping[str, Any]) -> dict[str, Any]:
    """A program in the list; `wind_down` as it is written, null where it goes on."""
    about = {"id": row.id, "kind": row.kind, "on": row.on, "version": row.version}
    return {**about, "wind_down": document.get("wind_down")}


def _schema(args: argparse.Namespace) -> int:  # noqa: ARG001 - every command takes them
    import json

    from posapp.loyalty.schema import schema

    print(json.dumps(schema(), ensure_ascii=False, indent=2))
    return 0


def _switch(args: argparse.Namespace) -> int:
    from posapp.till import programs

    with opened(args) as till:
        row = programs.switch(till, args.id, on=args.on)
    if args.json:
        answer({"id": row.id, "on": row.on})
    return 0
